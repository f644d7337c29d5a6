"""The functions of `octavo` for programs: what the commands do, with findings returned instead of printed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from os import PathLike
from pathlib import Path

from .building import build_workshops, check_workshops, export_files, outcomes, release_workshops, verify_outputs
from .building.outcomes import Outcome
from .building.release_workshops import ReleaseResult
from .files.typed_paths import absolute_path, resolve_above_project, working_folder
from .findings.finding import Finding, has_errors
from .loading.json_schema import make_workshop_schema
from .project.new_workshop import create_workshop
from .project.project_folders import find_workshop, find_workshops_in, project_at_folder
from .project.source_date import read_source_date_epoch

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
    languages: Sequence[str] = (),
    tell: Callable[[str, str, str], None] | None = None,
) -> tuple[Outcome, ...]:
    """Build the documents of workshops, and return the outcome of each product.

    Without `workshops`, all of reports/ are built; without `products`, all that a workshop describes; without
    `languages`, all that it lists. `press` adds
    press files, for the printer profile named `printer`, or for the workshop's own. `tell` is called on progress with
    workshop, product or "", and stage. Errors of the input raise nothing: they are findings of an outcome. Raises
    LookupError if there is no such workshop.
    """
    folder = _output_folder(output)
    wanted = outcomes.BuildRequest(products, style, press, printer, folder, strict, languages=languages)
    return build_workshops.build(_sources(workshops), wanted, tell or outcomes.ignore_progress)


def check(
    workshops: Iterable[Workshop] = (),
    *,
    products: Sequence[str] = (),
    strict: bool = False,
    languages: Sequence[str] = (),
) -> tuple[Outcome, ...]:
    """Check workshops for everything that can be known without typesetting; like `build`, but nothing is written."""
    return check_workshops.check(_sources(workshops), products, strict, languages)


def export(
    format: str,
    workshops: Iterable[Workshop] = (),
    *,
    output: str | PathLike[str] | None = None,
    strict: bool = False,
    languages: Sequence[str] = (),
) -> tuple[Outcome, ...]:
    """Export metadata of workshops in a format of `format_names.FORMATS`, or in "all" that apply.

    The files are written into the metadata folder of each workshop's products. Page numbers are included if the volume
    has been built. SOURCE_DATE_EPOCH, if it is set, is the time of export; raises ValueError if it is not a number.
    """
    folder = _output_folder(output)
    return export_files.export(
        _sources(workshops), format, folder, strict, languages=languages, epoch=read_source_date_epoch()
    )


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

    Without `press`, no press files are made. SOURCE_DATE_EPOCH, if it is set, is the time of the release; raises
    ValueError if it is not a number.
    """
    wanted = outcomes.BuildRequest(press=press, printer=printer, output=_output_folder(output), strict=strict)
    tell = tell or outcomes.ignore_progress
    return release_workshops.release(_sources(workshops), wanted, tell, read_source_date_epoch())


def verify(
    folder: str | PathLike[str], *, rebuild: bool = False, source: Workshop | None = None, built: bool = False
) -> tuple[Finding, ...]:
    """Verify a folder of products against its manifest and seals, and with `rebuild` against its sources.

    The sources are those of `source`, a workshop or the folder of a project; without it, those of the project of the
    current folder, or of the project that the folder lies in. With `built`, a folder that was built but not released is
    accepted too. A folder with errors is not built again.
    """
    place = resolve_above_project(working_folder() / folder)
    found = verify_outputs.verify(place, built)
    if has_errors(found) or not (rebuild or source is not None):
        return found
    if source is not None:
        meant = find_workshops_in(os.fspath(source), working_folder())
    else:
        meant = (*_sources(()), *project_at_folder(place).workshop_files())
    return found + verify_outputs.rebuild(place, meant).findings


def new(name: str, folder: str | PathLike[str] = ".") -> Path:
    """Create a workshop in the project that `folder` lies in, and return the path of its workshop.yaml.

    Raises octavo.findings.finding.FindingsError if the name is invalid or taken.
    """
    return create_workshop(name, project_at_folder(absolute_path(folder)))


def schema() -> dict[str, object]:
    """Return the JSON Schema of workshop.yaml (draft 2020-12)."""
    return make_workshop_schema()


def _output_folder(output: str | PathLike[str] | None) -> Path | None:
    return resolve_above_project(working_folder() / output) if output else None


def _sources(workshops: Iterable[Workshop]) -> tuple[Path, ...]:
    if isinstance(workshops, str):
        raise TypeError(f"workshops is a text; write a list of names or folders: [{workshops!r}]")
    named = tuple(dict.fromkeys(find_workshop(os.fspath(workshop), working_folder()) for workshop in workshops))
    return named or project_at_folder(working_folder()).workshop_files()
