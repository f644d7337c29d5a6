"""The functions of `octavo` for programs: what the commands do, with findings returned instead of printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from .building import build_workshops, export_files, outcomes, release_workshops, verify_outputs
from .building.outcomes import Outcome
from .building.release_workshops import ReleaseResult
from .files.typed_paths import absolute_path, working_folder
from .findings.finding import Finding
from .loading.json_schema import make_workshop_schema
from .project.new_workshop import create_workshop
from .project.project_folders import find_workshop, project_at_folder

Workshop = str | PathLike[str]
"""A folder, a workshop.yaml, or the name of a folder in reports/."""


def build(
    workshops: Iterable[Workshop] = (),
    *,
    products: Sequence[str] = (),
    style: str | None = None,
    press: bool = False,
    printer: str | None = None,
    output: str | PathLike[str] | None = None,
    strict: bool = False,
    tell: Callable[[str, str, str], None] | None = None,
) -> tuple[Outcome, ...]:
    """Build the documents of workshops, and return the outcome of each product.

    Without `workshops`, all of reports/ are built; without `products`, all that a workshop describes. `press` adds
    press files, for the printer profile named `printer`, or for the workshop's own. `tell` is called on progress with
    workshop, product or "", and stage. Errors of the input raise nothing: they are findings of an outcome. Raises
    LookupError if there is no such workshop.
    """
    wanted = outcomes.BuildRequest(products, style, press, printer, absolute_path(output) if output else None, strict)
    return build_workshops.build(_sources(workshops), wanted, tell or outcomes.ignore_progress)


def check(
    workshops: Iterable[Workshop] = (), *, products: Sequence[str] = (), strict: bool = False
) -> tuple[Outcome, ...]:
    """Check workshops for everything that can be known without typesetting; like `build`, but nothing is written."""
    return build_workshops.check(_sources(workshops), products, strict)


def export(
    format: str,
    workshops: Iterable[Workshop] = (),
    *,
    output: str | PathLike[str] | None = None,
    strict: bool = False,
) -> tuple[Outcome, ...]:
    """Export metadata of workshops in a format of `format_names.FORMATS`, or in "all" that apply.

    The files are written into the metadata folder of each workshop's products. Page numbers are included if the volume
    has been built.
    """
    return export_files.export(_sources(workshops), format, absolute_path(output) if output else None, strict)


def release(
    workshops: Iterable[Workshop] = (),
    *,
    press: bool = True,
    printer: str | None = None,
    output: str | PathLike[str] | None = None,
    strict: bool = False,
    tell: Callable[[str, str, str], None] | None = None,
) -> tuple[ReleaseResult, ...]:
    """Build, check and seal all products of workshops; `is_fit` of a result says whether it may be published.

    Without `press`, no press files are made.
    """
    folder = absolute_path(output) if output else None
    wanted = outcomes.BuildRequest(press=press, printer=printer, output=folder, strict=strict)
    return release_workshops.release(_sources(workshops), wanted, tell or outcomes.ignore_progress)


def verify(
    folder: str | PathLike[str], *, rebuild: bool = False, source: Workshop | None = None, built: bool = False
) -> tuple[Finding, ...]:
    """Verify a folder of products against its manifest and seals, and with `rebuild` against its sources.

    The sources are those of `source`, or of the project of the current folder, or of the project that the folder lies
    in. With `built`, a folder that was built but not released is accepted too.
    """
    place = absolute_path(folder)
    found = verify_outputs.verify(place, built)
    if not rebuild and source is None:
        return found
    meant = _sources([source]) if source is not None else (*_sources(()), *project_at_folder(place).workshop_files())
    return found + verify_outputs.rebuild(place, meant).findings


def new(name: str, folder: str | PathLike[str] = ".") -> Path:
    """Create a workshop in the project that `folder` lies in, and return the path of its workshop.yaml.

    Raises octavo.findings.finding.FindingsError if the name is invalid or taken.
    """
    return create_workshop(name, project_at_folder(absolute_path(folder)))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of workshop.yaml (draft 2020-12)."""
    return make_workshop_schema()


def _sources(workshops: Iterable[Workshop]) -> tuple[Path, ...]:
    named = tuple(dict.fromkeys(find_workshop(str(workshop), working_folder()) for workshop in workshops))
    return named or project_at_folder(working_folder()).workshop_files()
