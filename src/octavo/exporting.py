"""Export metadata of workshops and put it among their products: workshop files in, what became of each out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from . import record
from .exporters import ALL, FOLDER, FORMATS
from .exporters.pages import Pages
from .findings import has_errors
from .project import project_of
from .verbs import Outcome, State, failed


def export(
    sources: Iterable[Path], form: str, output: Path | None = None, strict: bool = False, epoch: int | None = None
) -> tuple[Outcome, ...]:
    """Export metadata of workshops in the format of a name, or in all that apply; one outcome for each workshop.

    What was exported already of the same input is left as it stands. `epoch` (seconds since 1970) stands for the time
    of the export where a format asks for one.
    """
    return tuple(_exported(source, form, output or project_of(source).build, strict, epoch) for source in sources)


def _exported(source: Path, form: str, output: Path, strict: bool, epoch: int | None) -> Outcome:
    project, name = project_of(source), f"{FOLDER}/{form}"
    pages = _pages(record.Request(source, "volume", project, output, record.circumstances(project)))
    told = json.dumps([record.circumstances(project), epoch, pages and asdict(pages)])
    request = record.Request(source, name, project, output, told)
    known = record.recall(request)
    if known is not None and not has_errors(known.findings, strict):
        files = tuple(output / known.workshop / entry["file"] for entry in known.entries)
        return Outcome(source, name, State.UNCHANGED, known.findings, files, entries=known.entries)
    try:
        return _anew(request, form, pages, strict, epoch)
    except Exception as error:
        return failed(source, name, error)


def _anew(request: record.Request, form: str, pages: Pages | None, strict: bool, epoch: int | None) -> Outcome:
    from .exporters.export import export as made_of
    from .exporters.publishing import finished
    from .load import load
    from .publish import publish

    exported = made_of(load(request.source), form, pages, epoch)
    if has_errors(exported.findings, strict):
        return Outcome(request.source, request.product, State.FAULTY, exported.findings)
    gone = [f"{FOLDER}/{name}" for name in FORMATS if form == ALL and name not in exported.files]
    made = finished(exported, request, epoch)
    files = publish(exported.workshop, made, request.output, gone)
    entries = tuple(one.entry for one in made)
    return Outcome(request.source, request.product, State.BUILT, exported.findings, files, entries=entries)


def _pages(volume: record.Request) -> Pages | None:
    """Tell what stands on which page, if the volume stands built of the input as it is."""
    bound, report = (record.recall(replace(volume, product=name)) for name in ("volume", "follow-up"))
    if bound is None:
        return None
    entry = bound.entries[0]
    chapters = {name: (first, last) for name, (first, last) in entry.get("chapters", {}).items()}
    return Pages(chapters, entry["pages"], report.entries[0]["pages"] if report else 0)
