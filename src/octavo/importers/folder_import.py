"""Import a folder of another toolchain as a workshop."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..files.guarded_files import find_link, find_links, link_finding
from ..files.typed_paths import resolve_above_project
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..processes.worker_pool import WorkerDied, start_reading_workers, stopped_finding
from ..project.project_folders import Project
from .folder_importers import IMPORTERS, load_importer
from .workshop_writer import ImportResult, write_workshop


def import_folder(
    kind: str, source: Path, name: str | None, project: Project
) -> tuple[Path | None, tuple[Finding, ...]]:
    """Write reports/<name>/ from a folder of another toolchain; return the path of its workshop.yaml, and findings.

    There is a finding for everything that could not be imported, and nothing is invented. If no workshop can be made,
    the path is None.
    """
    source = resolve_above_project(source)
    if link := find_link(source):
        return None, (link_finding(link),)
    if not source.is_dir():
        return None, (Finding("no-folder", "this is not a folder", Place(source), "name the folder to import"),)
    try:
        with start_reading_workers(preload_importers, 1) as executor:
            result = executor.submit(_run_importer, kind, source).result()
        path, found = write_workshop(result, name, project)
    except FindingsError as faults:
        return None, faults.findings
    except WorkerDied as death:
        return None, (stopped_finding("the import", death, Place(source)),)
    return path, (*result.findings, *map(_warn_about_link, find_links(source)), *found)


def _warn_about_link(link: Path) -> Finding:
    return replace(link_finding(link), severity=Severity.WARNING)


def preload_importers() -> None:
    """Load all importers, so that forked workers have them."""
    for kind in IMPORTERS:
        load_importer(kind)


def _run_importer(kind: str, source: Path) -> ImportResult:
    return load_importer(kind)(source)
