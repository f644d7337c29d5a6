"""Write and read manifest.json, which lists the products in a workshop's output folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

NAME = "manifest.json"
FORMAT = 1

ManifestEntry = Mapping[str, Any]
"""One file of a product: `product`, `file`, `bytes`, `sha256`, `pages`, `inputs` and the software that made it."""
_KINDS: Mapping[str, Any] = {
    "bytes": int,
    "pages": int,
    "inputs": list,
    "libraries": dict,
    "native": dict,
    "code": dict,
    "chapters": dict,
    "style": str | None,
    "printer": str | None,
    "source_date_epoch": int | None,
}
"""Types of the optional fields of an entry."""
_LAST_SECOND = 253402300799
"""The end of year 9999, the last date that Python can represent."""


def write(workshop: str, entries: Iterable[ManifestEntry], commits: Mapping[str, str] | None = None) -> bytes:
    """Encode a manifest: sorted, without times or paths of this machine, so that equal entries give equal bytes.

    `commits` are those of a release, see `list_commits`.
    """
    content = {
        "manifest": FORMAT,
        "workshop": workshop,
        **({"commits": dict(commits)} if commits else {}),
        "products": sorted((dict(entry) for entry in entries), key=lambda entry: str(entry["product"])),
    }
    return (json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def read(data: bytes) -> tuple[ManifestEntry, ...]:
    """Decode the entries of a manifest; a damaged one, or one in another format, has none."""
    content = _parse_content(data)
    entries = content.get("products")
    is_ours = content.get("manifest") == FORMAT and isinstance(content.get("workshop"), str)
    if not is_ours or not isinstance(entries, list) or not all(map(_is_entry, entries)):
        return ()
    is_twice = len({entry["file"] for entry in entries}) < len(entries)
    return () if is_twice else tuple(entries)


def read_workshop_name(data: bytes) -> str:
    """Return the workshop id of a manifest; "" if it is damaged."""
    name = _parse_content(data).get("workshop")
    return name if isinstance(name, str) else ""


def read_commits(data: bytes) -> dict[str, str]:
    """Return the commits of a manifest; {} if it names none or is damaged."""
    commits = _parse_content(data).get("commits")
    is_sound = isinstance(commits, dict) and all(isinstance(commit, str) for commit in commits.values())
    return commits if is_sound and isinstance(commits, dict) else {}


def is_package(data: bytes) -> bool:
    """Check whether a manifest belongs to a publisher's package, which has another format."""
    return "package" in _parse_content(data)


def _parse_content(data: bytes) -> dict[str, object]:
    try:
        content = json.loads(data)
        json.dumps(content, ensure_ascii=False).encode()  # a lone surrogate in a name could not be written
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("product", "file", "sha256")):
        return False
    sound = all(isinstance(entry[key], kinds) for key, kinds in _KINDS.items() if key in entry)
    sound = sound and 0 <= (entry.get("source_date_epoch") or 0) <= _LAST_SECOND
    return sound and _is_inside(entry["file"]) and all(map(_is_input, entry.get("inputs", ()))) and _are_named(entry)


def _is_inside(name: str) -> bool:
    """Check whether a name is a path inside the folder that fits on one line of SHA256SUMS."""
    return name.isprintable() and not {"", ".", ".."} & set(name.split("/"))


def _is_input(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(key), str) for key in ("path", "sha256"))


def _are_named(entry: ManifestEntry) -> bool:
    values = [value for key in ("libraries", "native", "code") for value in entry.get(key, {}).values()]
    return all(isinstance(value, str) for value in values)
