"""Prove a folder of products: what its manifest says, and what its sources give, held against what lies there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ..exporters.format_names import ALL_FORMATS, FORMATS
from ..exporters.format_names import METADATA_FOLDER as METADATA
from ..files.guarded_files import file_size, find_link, is_file, link_finding, open_file, read_file
from ..files.temporary_folders import temporary_folder
from ..findings.console_text import display_path
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..product_catalogue import PRESS_PREFIX, PRODUCTS
from .output_folder import attestations, manifest

if TYPE_CHECKING:
    from .outcomes import Outcome

_CHUNK = 1 << 20
_MOST = 100_000_000
"""Bytes of a manifest or seal that are read."""
UNSEALED = "unsealed"
"""Code of the finding that a folder was built and not released."""
OF_SEALS = (UNSEALED, "broken-seal")
"""Codes of what a release puts right."""


def verify(folder: Path, built: bool = False) -> tuple[Finding, ...]:
    """Hold the files of a folder against its manifest and its seals: all there, unchanged, and nothing else.

    A folder without seals is no release, since whoever altered one could have taken them away; with `built`, one that
    was only built is taken for what it is.
    """
    listed = _manifest(folder)
    if isinstance(listed, Finding):
        return (listed,)
    found = [fault for entry in listed.entries if (fault := _differs(folder, entry))]
    found += _seals_broken(folder, listed, built)
    found += _extras(
        folder, {manifest.NAME, *attestations.ATTESTATION_FILES, *(str(entry["file"]) for entry in listed.entries)}
    )
    return tuple(found)


@dataclass(frozen=True)
class _Listed:
    """What a manifest says: its bytes, the id of the workshop, and each file once."""

    data: bytes
    workshop: str
    entries: tuple[manifest.ManifestEntry, ...]


def _seals_broken(folder: Path, listed: _Listed, built: bool) -> Iterator[Finding]:
    """Hold the seals of a release against what follows from the manifest; a folder that was only built has none."""
    standing = {name: _read(folder / name) for name in attestations.ATTESTATION_FILES}
    if not any(os.path.lexists(folder / name) for name in standing):
        message = f"{display_path(folder)} was built and not released: it bears no seals"
        hint = "octavo release writes them" + ("" if built else "; octavo verify --built takes a folder without")
        yield Finding(UNSEALED, message, hint=hint, severity=Severity.ADVICE if built else Severity.ERROR)
        return
    expected = attestations.write_attestations(listed.workshop, listed.entries)
    if listed.data != expected[manifest.NAME]:
        yield Finding(
            "broken-seal", f"{display_path(folder / manifest.NAME)} is not as it was written", hint="release again"
        )
    for name in attestations.ATTESTATION_FILES:
        if standing[name] != expected[name]:
            how = "does not follow from the manifest" if os.path.lexists(folder / name) else "is missing"
            yield Finding("broken-seal", f"{display_path(folder / name)} {how}", hint="release again")


def _read(path: Path) -> bytes:
    """Read what the folder says of itself; nothing where no file stands, or one that nobody could hold in memory."""
    try:
        data = read_file(path, _MOST + 1)
        return data if len(data) <= _MOST else b""
    except (FindingsError, OSError):
        return b""


def _manifest(folder: Path) -> _Listed | Finding:
    if link := find_link(folder):
        return link_finding(link)
    hint = "name a folder that octavo build or octavo release made, such as build/my-workshop"
    if not os.path.lexists(folder / manifest.NAME):
        return Finding("no-manifest", f"there is no {manifest.NAME} in {display_path(folder)}", hint=hint)
    data = _read(folder / manifest.NAME)
    entries = manifest.read(data)
    if not entries and manifest.is_package(data):
        message = f"{display_path(folder)} is a publisher's package, and no folder that was released"
        return Finding("no-release", message, hint="in it, sha256sum --check SHA256SUMS proves its files")
    if not entries:
        message = "the manifest is damaged: it lists nothing, or what no build writes"
        return Finding("bad-manifest", message, Place(folder / manifest.NAME), hint)
    return _Listed(data, manifest.read_workshop_name(data), entries)


def _differs(folder: Path, entry: manifest.ManifestEntry) -> Finding | None:
    path = folder / str(entry["file"])
    try:
        return _compared(path, folder, entry)
    except OSError as error:
        return Finding("unreadable-product", f"{display_path(path)} cannot be read: {error.strerror}")


def _compared(path: Path, folder: Path, entry: manifest.ManifestEntry) -> Finding | None:
    if not _is_within(path, folder):
        return Finding("outside", f"the manifest names '{entry['file']}', which lies outside the folder")
    try:
        size, total = file_size(path), digest(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, FindingsError):
        return Finding("missing-product", f"{display_path(path)} is not there", hint="build it again")
    if total == entry["sha256"] and size == entry.get("bytes", size):
        return None
    how = f"{size:,} bytes in place of {entry['bytes']:,}" if entry.get("bytes", size) != size else "other bytes"
    return Finding(
        "altered-product", f"{display_path(path)} is not what was built: it has {how}", hint="build it again"
    )


def _is_within(path: Path, folder: Path) -> bool:
    plain = Path(os.path.abspath(path))  # noqa: PTH100 - links are looked at, not followed
    inside = plain.is_relative_to(os.path.abspath(folder))  # noqa: PTH100
    return inside and not find_link(path)


def _extras(folder: Path, known: Set[str]) -> Iterator[Finding]:
    """Tell what lies in a folder and is not known, and where none could look."""
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders.sort()
        links = [name for name in folders if Path(parent, name).is_symlink()]  # which are not walked into
        for path in (Path(parent, name) for name in sorted([*files, *links])):
            if path.relative_to(folder).as_posix() not in known:
                message = f"{display_path(path)} is in no manifest"
                yield Finding("unknown-product", message, hint="remove it, or build what makes it")
    for error in closed:
        message = f"{display_path(Path(error.filename))} cannot be looked into: {error.strerror}"
        yield Finding("unreadable-product", message)


def digest(path: Path) -> str:
    """Digest a file by SHA-256, however large."""
    total = sha256()
    with os.fdopen(open_file(path), "rb") as file:
        while part := file.read(_CHUNK):
            total.update(part)
    return total.hexdigest()


@dataclass(frozen=True)
class Rebuilt:
    """What came of making the products of a folder once more; `source` is None where no workshop is theirs."""

    source: Path | None
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...] = ()


def rebuild(folder: Path, workshops: Iterable[Path]) -> Rebuilt:
    """Build the same products once more, elsewhere, of the first of `workshops` that bears their id, and compare."""
    listed = _manifest(folder)
    if isinstance(listed, Finding):
        return Rebuilt(None, (listed,))
    source = next((path for path in workshops if _bears(path, listed.workshop)), None)
    if source is None:
        message = f"no workshop here has the id '{listed.workshop}', which {display_path(folder / manifest.NAME)} names"
        hint = "work in its project, or name that or the workshop: --from PROJECT"
        return Rebuilt(None, (Finding("no-source", message, hint=hint),))
    with temporary_folder() as made:
        place = Path(os.path.realpath(made))
        outcomes = _built_again(source, [entry for entry in listed.entries if _is_known(entry)], place)
        found = [finding for outcome in outcomes if not outcome.is_made for finding in outcome.findings]
        found += filter(None, (_differs_anew(place / listed.workshop, entry) for entry in listed.entries))
    return Rebuilt(source, tuple(dict.fromkeys(found)), outcomes)


def _bears(path: Path, identity: str) -> bool:
    """Tell whether a workshop file states an id, though it may hold faults."""
    from ..loading.top_level_keys import read_top_keys

    return read_top_keys(path).get("id") == identity


def _built_again(source: Path, entries: Iterable[manifest.ManifestEntry], place: Path) -> tuple[Outcome, ...]:
    """Make the products of entries in a folder, as they were asked for then."""
    from .build_workshops import build
    from .export_files import export
    from .outcomes import BuildRequest

    exported: dict[str, int | None] = {}
    built: dict[tuple[str | None, str | None], dict[str, None]] = {}
    for entry in entries:
        form = str(entry["product"])
        if form.startswith(f"{METADATA}/"):
            exported[form.removeprefix(f"{METADATA}/")] = entry.get("source_date_epoch")
        else:
            built.setdefault((entry.get("style"), entry.get("printer")), {})[form] = None
    outcomes: list[Outcome] = []
    for (style, printer), products in built.items():
        outcomes += build([source], BuildRequest(tuple(products), style=style, printer=printer, output=place))
    for form, epoch in exported.items():
        outcomes += export([source], form, place, epoch=epoch)
    return tuple(outcomes)


def _is_known(entry: manifest.ManifestEntry) -> bool:
    product = str(entry["product"])
    if product.startswith(f"{METADATA}/"):
        return product.removeprefix(f"{METADATA}/") in (*FORMATS, ALL_FORMATS)
    return product.removeprefix(PRESS_PREFIX) in PRODUCTS


def _differs_anew(place: Path, entry: manifest.ManifestEntry) -> Finding | None:
    if not _is_known(entry):
        message = f"{entry['file']} is of a kind that Octavo does not make: '{entry['product']}'"
        return Finding("not-reproduced", message)
    path = place / str(entry["file"])
    if is_file(path) and digest(path) == entry["sha256"]:
        return None
    what = "is made of other bytes" if is_file(path) else "is not made"
    message = f"{entry['file']} {what} when it is built again from its sources"
    hint = "the sources, the toolkit or its libraries have changed since: the manifest tells with what it was built"
    return Finding("not-reproduced", message, hint=hint, severity=Severity.ERROR)
