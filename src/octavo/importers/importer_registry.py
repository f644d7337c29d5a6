"""Turn the material of other toolchains into a workshop: a folder in; workshop.yaml, its files and findings out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..files.guarded_files import find_link, find_links, link_finding
from ..files.typed_paths import settled
from ..findings.finding import Finding, FindingsError, Place, Severity
from ..processes.worker_pool import WorkerDied, reading_workers, stopped
from ..project.project_folders import Project
from . import aclpub2, scipy
from .workshop_writer import ImportResult, settle

KINDS = {"aclpub2": aclpub2.read, "scipy": scipy.read}
"""What can be imported: the ACL's aclpub2, and the papers of a SciPy conference."""


def import_folder(
    kind: str, source: Path, name: str | None, project: Project
) -> tuple[Path | None, tuple[Finding, ...]]:
    """Write reports/<name>/ from a folder of another toolchain; give its workshop.yaml and what was found.

    What could not be carried over is found; nothing is lost in silence, and nothing is made up. Where no workshop can
    be made, the path is None.
    """
    source = settled(source)
    if link := find_link(source):
        return None, (link_finding(link),)
    if not source.is_dir():
        return None, (Finding("no-folder", "there is no folder to import", Place(source), "name a folder"),)
    try:
        with reading_workers(warm, 1) as executor:
            brought = executor.submit(_brought, kind, source).result()
        path, found = settle(brought, name, project)
    except FindingsError as faults:
        return None, faults.findings
    except WorkerDied as death:
        return None, (stopped("the import", death, Place(source)),)
    return path, (*brought.findings, *map(_not_taken, find_links(source)), *found)


def _not_taken(link: Path) -> Finding:
    return replace(link_finding(link), severity=Severity.WARNING)


def warm() -> None:
    """Import nothing more: this module has imported all."""


def _brought(kind: str, source: Path) -> ImportResult:
    return KINDS[kind](source)
