"""Pack the publisher's package as a zip archive with a manifest and checksums."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from ..files.file_digests import CHECKSUM_FILE, write_checksums
from ..files.zip_archive import write_zip
from ..language.collation import strip_marks
from ..project.library_versions import toolkit_version

PACKAGE_FORMAT = 1
_LATIN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "'": "", "’": ""}
)
# Device names on Windows.
_DEVICE_NAMES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z")
_UNFIT_CHARACTERS = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ](?:/|\Z)')
"""Characters not allowed in names on Windows, which also drops a trailing dot or space."""
_LONGEST_STEM = 40


@dataclass(frozen=True)
class PackageItem:
    """A file of the package: name, bytes, kind, chapter, and its name in the source (`named`)."""

    name: str
    data: bytes
    kind: str
    chapter: str = ""
    named: str = ""


@dataclass(frozen=True)
class MissingItem:
    """Something the package does not contain, with the reason; `chapter` is "" for the volume."""

    what: str
    why: str
    chapter: str = ""


def file_stem(family: str, identity: str) -> str:
    """Return a file name stem from a family name, or from an id if the name has too few Latin letters."""
    plain = strip_marks(family).translate(_LATIN_LETTERS)
    word = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_STEM].strip("-")
    if not word or len(word) < len(re.sub(r"[\W_]", "", plain)) / 2:
        word = re.sub(r"[^a-z0-9]+", "-", identity.lower()).strip("-")[:_LONGEST_STEM].strip("-")
    return f"{word}-1" if _DEVICE_NAMES.match(word) else word


def is_portable_name(path: str) -> bool:
    """Return whether every operating system can unpack a file of this name."""
    devices = (part.partition(".")[0] for part in path.lower().split("/"))
    return not _UNFIT_CHARACTERS.search(path) and not any(map(_DEVICE_NAMES.match, devices))


def portable_key(path: str) -> str:
    """Return a key that is equal for names that denote one file on Windows or macOS."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def pack_zip(
    workshop: str, title: str, items: Iterable[PackageItem], lacks: Iterable[MissingItem], moment: datetime
) -> bytes:
    """Pack items with a manifest and checksums; equal items give equal bytes."""
    packed: dict[str, PackageItem] = {}
    for item in items:
        # A file shared by several chapters belongs to none.
        shared = item.name in packed and packed[item.name].chapter != item.chapter
        packed[item.name] = replace(item, chapter="") if shared else item
    content = {
        "package": PACKAGE_FORMAT,
        "toolkit": f"octavo {toolkit_version()}",
        "workshop": workshop,
        "title": title,
        "files": [_describe_item(item) for item in packed.values()],
        "missing": [
            {**({"chapter": lack.chapter} if lack.chapter else {}), "what": lack.what, "why": lack.why}
            for lack in lacks
        ],
    }
    files = {name: item.data for name, item in packed.items()}
    files["manifest.json"] = serialize_json(content)
    sums = write_checksums({name: sha256(data).hexdigest() for name, data in files.items()})
    return write_zip({**dict(sorted(files.items())), CHECKSUM_FILE: sums}, moment)


def _describe_item(item: PackageItem) -> dict[str, object]:
    told: dict[str, object] = {"path": item.name, "kind": item.kind, "bytes": len(item.data)}
    told["sha256"] = sha256(item.data).hexdigest()
    for key, value in (("chapter", item.chapter), ("source", item.named)):
        if value:
            told[key] = value
    return told


def serialize_json(content: Mapping[str, object]) -> bytes:
    """Return plain data as readable JSON."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
