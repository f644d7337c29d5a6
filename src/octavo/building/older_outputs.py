"""Name the products of earlier builds that lie where a build failed, so that nobody takes them for the new edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from ..files import file_digests
from ..files.guarded_files import is_file, read_file
from ..findings.console_text import display_path
from ..findings.finding import Finding, FindingsError, Severity
from ..project.project_folders import Project
from .outcomes import Outcome
from .output_folder import manifest

OLDER_EDITION = "older-edition"
"""Code of the finding that a failed build left an older file in its place."""
_MAX_MANIFEST_BYTES = 20_000_000


def add_older_files(outcomes: Iterable[Outcome], folder: Path, project: Project) -> tuple[Outcome, ...]:
    """Add a warning to the first outcome that failed, if `folder` holds older files of products that failed."""
    outcomes = tuple(outcomes)
    failed = [outcome for outcome in outcomes if not outcome.is_made and not outcome.files]
    older = list(_find_older_files({outcome.product for outcome in failed}, folder, project))
    if not older:
        return outcomes
    warned = replace(failed[0], findings=(*failed[0].findings, _older_finding(older, folder)))
    return tuple(warned if outcome is failed[0] else outcome for outcome in outcomes)


def _find_older_files(products: set[str], folder: Path, project: Project) -> Iterator[Path]:
    """Yield the files of products that were made from other inputs than there are now."""
    try:
        entries = manifest.read(read_file(folder / manifest.NAME, _MAX_MANIFEST_BYTES))
    except (FindingsError, OSError, ValueError):
        return
    for entry in entries:
        path = folder / str(entry["file"])
        if entry["product"] in products and is_file(path) and not _is_current(entry, project):
            yield path


def _is_current(entry: manifest.ManifestEntry, project: Project) -> bool:
    try:
        return all(
            file_digests.digest_file(project.locate_label(str(read["path"]))) == read["sha256"]
            for read in entry.get("inputs", ())
        )
    except (FindingsError, OSError, ValueError, KeyError, TypeError):
        return False


def _older_finding(older: list[Path], folder: Path) -> Finding:
    made = min(datetime.fromtimestamp(path.stat().st_mtime) for path in older)
    names = ", ".join(path.relative_to(folder).as_posix() for path in older)
    are = "is of an older edition" if len(older) == 1 else "are of an older edition"
    message = (
        f"{names} in {display_path(folder)} {are}, made on {made:%Y-%m-%d at %H:%M}: this build has not replaced it"
    )
    hint = "send none of it; correct the errors and build again"
    return Finding(OLDER_EDITION, message, hint=hint, severity=Severity.WARNING)
