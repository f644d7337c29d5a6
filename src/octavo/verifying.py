"""Prove a folder of products: what its manifest says, and what its sources give, held against what lies there."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from . import bill, manifest
from .exporters import ALL, FORMATS
from .exporters import FOLDER as METADATA
from .findings import Finding, Place, Severity
from .products import PRESS, PRODUCTS
from .project import Project, project_at
from .show import shown_path

if TYPE_CHECKING:
    from .verbs import Outcome

_CHUNK = 1 << 20
_MOST = 100_000_000
"""Bytes of a manifest or seal that are read."""
OF_SEALS = ("unsealed", "broken-seal")
"""Codes of what a release puts right."""


def verify(folder: Path) -> tuple[Finding, ...]:
    """Hold the files of a folder against its manifest and its seals: all there, unchanged, and nothing else."""
    listed = _manifest(folder)
    if isinstance(listed, Finding):
        return (listed,)
    found = [fault for entry in listed.values() if (fault := _differs(folder, entry))]
    found += _seals_broken(folder, tuple(listed.values()))
    known = {manifest.NAME, *bill.MARKS, *listed}
    found += _extras(folder, known)
    return tuple(found)


def _seals_broken(folder: Path, entries: Sequence[manifest.Entry]) -> Iterator[Finding]:
    """Hold the seals of a release against what follows from the manifest; a folder that was only built has none."""
    standing = {name: _read(folder / name) for name in bill.MARKS}
    if not any(os.path.lexists(folder / name) for name in standing):
        message = f"{shown_path(folder)} was built and not released: it bears no seals"
        yield Finding("unsealed", message, hint="octavo release writes them", severity=Severity.ADVICE)
        return
    if _read(folder / manifest.NAME) != manifest.write(_workshop(folder), entries):
        yield Finding(
            "broken-seal", f"{shown_path(folder / manifest.NAME)} is not as it was written", hint="release again"
        )
    for name, words in bill.seals(_workshop(folder), entries).items():
        if standing[name] != words:
            how = "does not follow from the manifest" if os.path.lexists(folder / name) else "is missing"
            yield Finding("broken-seal", f"{shown_path(folder / name)} {how}", hint="release again")


def _read(path: Path) -> bytes:
    """Read what the folder says of itself; nothing where no file stands, or one that nobody could hold in memory."""
    try:
        is_fit = not path.is_symlink() and path.is_file() and path.stat().st_size <= _MOST
        return path.read_bytes() if is_fit else b""
    except OSError:
        return b""


def _manifest(folder: Path) -> Mapping[str, manifest.Entry] | Finding:
    hint = "name a folder that octavo build or octavo release made, such as build/my-workshop"
    if not os.path.lexists(folder / manifest.NAME):
        return Finding("no-manifest", f"there is no {manifest.NAME} in {shown_path(folder)}", hint=hint)
    entries = manifest.read(_read(folder / manifest.NAME))
    if not entries:
        message = "the manifest is damaged: it lists nothing, or what no build writes"
        return Finding("bad-manifest", message, Place(folder / manifest.NAME), hint)
    return {str(entry["file"]): entry for entry in entries}


def _differs(folder: Path, entry: manifest.Entry) -> Finding | None:
    path = folder / str(entry["file"])
    try:
        return _compared(path, folder, entry)
    except OSError as error:
        return Finding("unreadable-product", f"{shown_path(path)} cannot be read: {error.strerror}")


def _compared(path: Path, folder: Path, entry: manifest.Entry) -> Finding | None:
    if not _is_within(path, folder):
        return Finding("outside", f"the manifest names '{entry['file']}', which lies outside the folder")
    if not path.is_file():
        return Finding("missing-product", f"{shown_path(path)} is not there", hint="build it again")
    size = path.stat().st_size
    if digest(path) == entry["sha256"] and size == entry.get("bytes", size):
        return None
    how = f"{size:,} bytes in place of {entry['bytes']:,}" if entry.get("bytes", size) != size else "other bytes"
    return Finding("altered-product", f"{shown_path(path)} is not what was built: it has {how}", hint="build it again")


def _is_within(path: Path, folder: Path) -> bool:
    plain = Path(os.path.abspath(path))  # noqa: PTH100 - links are looked at, not followed
    inside = plain.is_relative_to(os.path.abspath(folder))  # noqa: PTH100
    return inside and not any(
        step.is_symlink() for step in (path, *path.parents) if step.is_relative_to(folder) and step != folder
    )


def _extras(folder: Path, known: Set[str]) -> Iterator[Finding]:
    """Tell what lies in a folder and is not known, and where none could look."""
    closed: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        folders.sort()
        links = [name for name in folders if Path(parent, name).is_symlink()]  # which are not walked into
        for path in (Path(parent, name) for name in sorted([*files, *links])):
            if path.relative_to(folder).as_posix() not in known:
                message = f"{shown_path(path)} is in no manifest"
                yield Finding("unknown-product", message, hint="remove it, or build what makes it")
    for error in closed:
        message = f"{shown_path(Path(error.filename))} cannot be looked into: {error.strerror}"
        yield Finding("unreadable-product", message)


def digest(path: Path) -> str:
    """Digest a file by SHA-256, however large."""
    total = sha256()
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            total.update(part)
    return total.hexdigest()


def rebuild(folder: Path) -> tuple[Finding, ...]:
    """Build the same products from their sources once more, elsewhere, and hold them against the manifest."""
    listed = _manifest(folder)
    if isinstance(listed, Finding):
        return (listed,)
    project, workshop = project_at(folder), _workshop(folder)
    source = _source(project, workshop)
    if source is None:
        message = f"no workshop of {shown_path(project.reports)} has the id '{workshop}'"
        return (Finding("no-source", message, hint="verify the folder where it was built"),)
    with tempfile.TemporaryDirectory(prefix="octavo-verify-") as place:
        found = dict.fromkeys(_built_again(source, tuple(listed.values()), Path(place)))
        anew = Path(place, workshop)
        return (*found, *filter(None, (_differs_anew(anew, entry) for entry in listed.values())))


def _workshop(folder: Path) -> str:
    return manifest.workshop(_read(folder / manifest.NAME))


def _source(project: Project, identity: str) -> Path | None:
    """Find the workshop file that states an id, though it may hold faults."""
    stated = re.compile(
        rb"^id:[ \t]*['\"]?" + re.escape(identity.encode()) + rb"['\"]?[ \t]*(?:#.*)?\r?$", re.MULTILINE
    )
    return next((path for path in project.workshops() if stated.search(path.read_bytes())), None)


def _built_again(source: Path, entries: Sequence[manifest.Entry], place: Path) -> Iterator[Finding]:
    """Make the products of entries in a folder, as they were asked for then, and tell what does not come out well."""
    from .exporting import export
    from .verbs import State, Wanted, build

    exported: dict[str, int | None] = {}
    built: dict[tuple[str | None, str | None], dict[str, None]] = {}
    for entry in entries:
        form = str(entry["product"])
        if not _is_known(form):
            yield Finding("not-reproduced", f"{entry['file']} is of a kind that Octavo does not make: '{form}'")
        elif form.startswith(f"{METADATA}/"):
            exported[form.removeprefix(f"{METADATA}/")] = entry.get("source_date_epoch")
        else:
            built.setdefault((entry.get("style"), entry.get("printer")), {})[form] = None
    outcomes: list[Outcome] = []
    for (style, printer), products in built.items():
        outcomes += build([source], Wanted(tuple(products), style=style, printer=printer, output=place))
    for form, epoch in exported.items():
        outcomes += export([source], form, place, epoch=epoch)
    for outcome in outcomes:
        if outcome.state not in (State.BUILT, State.UNCHANGED):
            yield from outcome.findings


def _is_known(product: str) -> bool:
    if product.startswith(f"{METADATA}/"):
        return product.removeprefix(f"{METADATA}/") in (*FORMATS, ALL)
    return product.removeprefix(PRESS) in PRODUCTS


def _differs_anew(place: Path, entry: manifest.Entry) -> Finding | None:
    path = place / str(entry["file"])
    if path.is_file() and digest(path) == entry["sha256"]:
        return None
    what = "is made of other bytes" if path.is_file() else "is not made"
    message = f"{entry['file']} {what} when it is built again from its sources"
    hint = "the sources, the toolkit or its libraries have changed since: the manifest tells with what it was built"
    return Finding("not-reproduced", message, hint=hint, severity=Severity.ERROR)
