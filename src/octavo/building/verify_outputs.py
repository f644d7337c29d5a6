"""Verify a folder of products against its manifest, and against products rebuilt from the sources."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..exporters.format_names import ALL_FORMATS, FORMATS
from ..exporters.format_names import METADATA_FOLDER as METADATA
from ..files.file_digests import digest_large_file
from ..files.guarded_files import file_size, find_link, is_file, link_finding, read_file
from ..files.temporary_folders import temporary_folder
from ..findings.console_text import display_path
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..language.written_languages import split_language
from ..product_catalogue import PRESS_PREFIX, PRODUCTS
from ..project.project_folders import EACH_FOLDER
from .outcomes import BuildRequest
from .output_folder import attestations, manifest
from .output_folder.kept_editions import EDITIONS

if TYPE_CHECKING:
    from .outcomes import Outcome

_MAX_MANIFEST_BYTES = 100_000_000
"""Maximum size of a manifest or seal, in bytes."""
UNSEALED_FOLDER = "unsealed"
"""Code of the finding that a folder was built but not released."""
SEAL_CODES = (UNSEALED_FOLDER, "broken-seal")
"""Codes of findings that a release corrects."""


def verify(folder: Path, built: bool = False) -> tuple[Finding, ...]:
    """Check that a folder holds all files of its manifest and seals, unchanged, and no others.

    A folder without seals is not a release: somebody who altered it could have removed them. With `built`, a folder
    that was only built is accepted.
    """
    listed = _read_manifest(folder)
    if isinstance(listed, Finding):
        return (listed,)
    found = [fault for entry in listed.entries if (fault := _check_file(folder, entry))]
    found += _check_seals(folder, listed, built)
    found += _find_unknown_files(
        folder, {manifest.NAME, *attestations.ATTESTATION_FILES, *(str(entry["file"]) for entry in listed.entries)}
    )
    return tuple(found)


@dataclass(frozen=True)
class _ManifestContent:
    """The content of a manifest: its bytes, the id of the workshop, and an entry for each file."""

    data: bytes
    workshop: str
    entries: tuple[manifest.ManifestEntry, ...]


def _check_seals(folder: Path, listed: _ManifestContent, built: bool) -> Iterator[Finding]:
    """Compare the seals of a release with what the manifest yields; a folder that was only built has none."""
    standing = {name: _read_or_empty(folder / name) for name in attestations.ATTESTATION_FILES}
    if not any(os.path.lexists(folder / name) for name in standing):
        message = f"{display_path(folder)} was built but not released: it has no seals"
        hint = "octavo release writes them" + ("" if built else "; octavo verify --built takes a folder without")
        yield Finding(UNSEALED_FOLDER, message, hint=hint, severity=Severity.ADVICE if built else Severity.ERROR)
        return
    expected = attestations.write_attestations(listed.workshop, listed.entries, manifest.read_commits(listed.data))
    if listed.data != expected[manifest.NAME]:
        yield Finding(
            "broken-seal",
            f"{display_path(folder / manifest.NAME)} was changed after it was written",
            hint="release again",
        )
    for name in attestations.ATTESTATION_FILES:
        if standing[name] != expected[name]:
            how = "does not match the manifest" if os.path.lexists(folder / name) else "is missing"
            yield Finding("broken-seal", f"{display_path(folder / name)} {how}", hint="release again")


def _read_or_empty(path: Path) -> bytes:
    """Return the content of a file, or b"" if it is missing, unreadable or too large."""
    try:
        data = read_file(path, _MAX_MANIFEST_BYTES + 1)
        return data if len(data) <= _MAX_MANIFEST_BYTES else b""
    except (FindingsError, OSError):
        return b""


def _read_manifest(folder: Path) -> _ManifestContent | Finding:
    if link := find_link(folder):
        return link_finding(link)
    hint = "name a folder that octavo build or octavo release made, such as build/my-workshop"
    if not os.path.lexists(folder / manifest.NAME):
        return Finding("no-manifest", f"there is no {manifest.NAME} in {display_path(folder)}", hint=hint)
    data = _read_or_empty(folder / manifest.NAME)
    entries = manifest.read(data)
    if not entries and manifest.is_package(data):
        message = f"{display_path(folder)} is a publisher's package, not a released folder"
        return Finding("no-release", message, hint="to verify its files, run in it: sha256sum --check SHA256SUMS")
    if not entries:
        message = "the manifest is damaged: it lists no files, or has entries that no build writes"
        return Finding("bad-manifest", message, Place(folder / manifest.NAME), hint)
    return _ManifestContent(data, manifest.read_workshop_name(data), entries)


def _check_file(folder: Path, entry: manifest.ManifestEntry) -> Finding | None:
    path = folder / str(entry["file"])
    try:
        return _compare_with_entry(path, folder, entry)
    except OSError as error:
        return Finding("unreadable-product", f"{display_path(path)} cannot be read: {error.strerror}")


def _compare_with_entry(path: Path, folder: Path, entry: manifest.ManifestEntry) -> Finding | None:
    if not _is_within(path, folder):
        return Finding("outside", f"the manifest names '{entry['file']}', which is outside the folder")
    try:
        size, total = file_size(path), digest_large_file(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, FindingsError):
        return Finding("missing-product", f"{display_path(path)} is missing", hint="build it again")
    if total == entry["sha256"] and size == entry.get("bytes", size):
        return None
    how = f"{size:,} bytes instead of {entry['bytes']:,}" if entry.get("bytes", size) != size else "different bytes"
    return Finding(
        "altered-product", f"{display_path(path)} was changed after it was built: it has {how}", hint="build it again"
    )


def _is_within(path: Path, folder: Path) -> bool:
    plain = Path(os.path.abspath(path))  # noqa: PTH100 - links are looked at, not followed
    inside = plain.is_relative_to(os.path.abspath(folder))  # noqa: PTH100
    return inside and not find_link(path)


def _find_unknown_files(folder: Path, known: Set[str]) -> Iterator[Finding]:
    """Yield a finding for each file that is not in the manifest, and for each folder that cannot be read."""
    closed: list[OSError] = []
    if (folder / EACH_FOLDER).is_dir() and not (folder / EACH_FOLDER).is_symlink():
        message = f"{display_path(folder / EACH_FOLDER)} holds reports of the rows of a table: they are no part of this"
        hint = "they are not verified; before you give the folder away, move them elsewhere"
        yield Finding("row-reports", message, None, hint, Severity.ADVICE)
    for parent, folders, files in os.walk(folder, onerror=closed.append):
        if Path(parent) == folder:
            folders[:] = [name for name in folders if name != EACH_FOLDER or Path(parent, name).is_symlink()]
        folders.sort()
        if Path(parent) == folder / EDITIONS:  # each of these is verified by itself
            folders[:] = [name for name in folders if not name.isdigit() or Path(parent, name).is_symlink()]
        links = [name for name in folders if Path(parent, name).is_symlink()]  # which are not walked into
        for path in (Path(parent, name) for name in sorted([*files, *links])):
            if path.relative_to(folder).as_posix() not in known:
                message = f"{display_path(path)} is not in the manifest"
                yield Finding("unknown-product", message, hint="remove it, or build the product that it belongs to")
    for error in closed:
        message = f"{display_path(Path(error.filename))} cannot be read: {error.strerror}"
        yield Finding("unreadable-product", message)


@dataclass(frozen=True)
class RebuildResult:
    """The result of building the products of a folder again. `source` is None if no workshop has their id."""

    source: Path | None
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...] = ()


def rebuild(folder: Path, workshops: Iterable[Path]) -> RebuildResult:
    """Build the products of a folder again in a temporary folder and compare them.

    They are built from the first of `workshops` that has their id.
    """
    listed = _read_manifest(folder)
    if isinstance(listed, Finding):
        return RebuildResult(None, (listed,))
    source = next((path for path in workshops if _has_id(path, listed.workshop)), None)
    if source is None:
        message = f"no workshop here has the id '{listed.workshop}', named in {display_path(folder / manifest.NAME)}"
        hint = "run this in its project, or name the project or workshop: --from PROJECT"
        return RebuildResult(None, (Finding("no-source", message, hint=hint),))
    with temporary_folder() as made:
        place = Path(os.path.realpath(made))
        outcomes = _build_products_again(source, [entry for entry in listed.entries if _is_known_product(entry)], place)
        found = [finding for outcome in outcomes if not outcome.is_made for finding in outcome.findings]
        found += filter(None, (_compare_rebuilt_file(place / listed.workshop, entry) for entry in listed.entries))
    return RebuildResult(source, tuple(dict.fromkeys(found)), outcomes)


def _has_id(path: Path, identity: str) -> bool:
    """Return whether a workshop file has this id; the file may have errors elsewhere."""
    from ..loading.top_level_keys import read_top_keys

    return read_top_keys(path).get("id") == identity


def _build_products_again(source: Path, entries: Iterable[manifest.ManifestEntry], place: Path) -> tuple[Outcome, ...]:
    """Build the products of manifest entries again, with the same options."""
    from .build_workshops import build
    from .export_files import export

    exported: dict[tuple[str, str], int | None] = {}
    built: dict[tuple[str | None, str | None, str], dict[str, None]] = {}
    for entry in entries:
        form, language = split_language(str(entry["product"]))
        if form.startswith(f"{METADATA}/"):
            exported[form.removeprefix(f"{METADATA}/"), language] = entry.get("source_date_epoch")
        else:
            built.setdefault((entry.get("style"), entry.get("printer"), language), {})[form] = None
    outcomes: list[Outcome] = []
    for (style, printer, language), products in built.items():
        wanted = BuildRequest(tuple(products), style=style, printer=printer, output=place, languages=(language,))
        outcomes += build([source], wanted)
    for (form, language), epoch in exported.items():
        outcomes += export([source], form, place, epoch=epoch, languages=(language,))
    return tuple(outcomes)


def _is_known_product(entry: manifest.ManifestEntry) -> bool:
    product, _ = split_language(str(entry["product"]))
    if product.startswith(f"{METADATA}/"):
        return product.removeprefix(f"{METADATA}/") in (*FORMATS, ALL_FORMATS)
    return product.removeprefix(PRESS_PREFIX) in PRODUCTS


def _compare_rebuilt_file(place: Path, entry: manifest.ManifestEntry) -> Finding | None:
    if not _is_known_product(entry):
        message = f"{entry['file']} belongs to a product that Octavo does not make: '{entry['product']}'"
        return Finding("not-reproduced", message)
    path = place / str(entry["file"])
    if is_file(path) and digest_large_file(path) == entry["sha256"]:
        return None
    what = "has different bytes" if is_file(path) else "is not made"
    message = f"{entry['file']} {what} when built again from its sources"
    hint = "the sources, Octavo or its libraries have changed since: the manifest lists what it was built with"
    return Finding("not-reproduced", message, hint=hint, severity=Severity.ERROR)
