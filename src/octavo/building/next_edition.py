"""Begin the next edition of a report: keep the one that was given away, and set edition and days in workshop.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..files.guarded_files import is_file, read_file
from ..findings.finding import Finding, FindingsError, OutsideError, Place, Severity
from ..follow_up.proved_edit import find_new_errors
from ..importers.workshop_edit import OpenedWorkshop, edit_workshop, open_workshop
from ..loading.value_positions import ValuePositions
from ..loading.workshop_loader import load_workshop_text
from ..loading.yaml_editor import YamlEditor
from ..loading.yaml_reader import read_yaml_bytes
from ..model import Report, Workshop
from ..project.project_folders import Project
from .output_folder import manifest
from .output_folder.kept_editions import EDITIONS, keep_edition, kept_edition_path
from .verify_outputs import verify

_IDENTIFIERS = ("identifier", "doi", "url", "isbn")
"""Keys of the report whose values belong to one edition."""


@dataclass(frozen=True)
class NextEdition:
    """What an edition is to be: its date and cut-off date, if it has one of its own.

    `is_changed` says that workshop.yaml was changed since the last edition was released.
    """

    day: date
    cut_off: date | None = None
    is_changed: bool = False


@dataclass(frozen=True)
class BegunEdition:
    """The text of workshop.yaml before and after, the folder of the edition that is kept, and what is told."""

    number: int
    before: str
    after: str
    kept: Path
    findings: tuple[Finding, ...]


class UnreleasedEditionError(FindingsError):
    """There is no release to keep, or it is not as it was released."""


def prepare_edition(source: Path, project: Project, output: Path, wanted: NextEdition) -> BegunEdition:
    """Return the change of workshop.yaml for the next edition; nothing is written yet.

    Raises FindingsError if the file has errors or the days cannot be, and UnreleasedEditionError.
    """
    opened = open_workshop(source)
    loaded = load_workshop_text(source, opened.text)
    workshop = loaded.workshop
    if workshop is None:
        raise FindingsError(loaded.findings)
    if workshop.report is None:
        hint = "add report: and, indented below it, date: with a day such as 2026-03-31"
        raise FindingsError(
            [Finding("missing-report", "there is no report whose edition could be next", Place(source), hint)]
        )
    report = workshop.report
    _check_days(report, wanted, loaded.places)
    _check_release(opened, project, output / workshop.id, report, wanted)
    after = edit_workshop(opened, lambda editor: _edit(editor, opened, workshop, report, wanted), "report:")
    if new := find_new_errors(source, opened.text, after, f"with edition {report.edition + 1}"):
        raise FindingsError(new)
    found = tuple(_list_stale(report, read_yaml_bytes(source, after.encode()).places))
    kept = kept_edition_path(workshop.id, output, report.edition)
    return BegunEdition(report.edition + 1, opened.text, after, kept, found)


def keep_released_edition(begun: BegunEdition) -> None:
    """Copy the edition that was given away to the folder in which it is kept. Raises UnreleasedEditionError."""
    folder = begun.kept.parent.parent
    try:
        keep_edition(folder.name, folder.parent, begun.number - 1)
    except OutsideError:
        raise
    except FindingsError as faults:
        raise UnreleasedEditionError(faults.findings) from None


def _check_days(report: Report, wanted: NextEdition, places: ValuePositions) -> None:
    day = wanted.cut_off or wanted.day
    if wanted.cut_off and wanted.cut_off > wanted.day:
        message = f"the cut-off date {wanted.cut_off} is after {wanted.day}, the date of the edition"
        raise FindingsError([Finding("date-order", message, None, f"write --cut-off {wanted.day} or earlier")])
    if day <= report.status_day:
        message = f"edition {report.edition} shows the status on {report.status_day}, which is not before {day}"
        place = places.find_value("report", "cut_off" if report.cut_off else "date")
        raise FindingsError([Finding("date-order", message, place, "name a later day with --date and --cut-off")])


def _check_release(opened: OpenedWorkshop, project: Project, folder: Path, report: Report, wanted: NextEdition) -> None:
    source = opened.path
    if found := [one for one in verify(folder) if one.severity is Severity.ERROR]:
        message = f"edition {report.edition} cannot be kept: {found[0].message}"
        hint = "octavo release makes the edition that is given away; release it first"
        raise UnreleasedEditionError(
            [Finding("not-released", message, found[0].place or Place(source), hint), *found[1:]]
        )
    label, released = project.path_label(source), read_file(folder / manifest.NAME)
    last = report.editions[-1].edition if report.editions else 0
    kept = folder / EDITIONS / str(last) / manifest.NAME
    if is_file(kept) and read_file(kept) == released:
        message = f"the last release is edition {last}, which is kept already"
        hint = f"release edition {report.edition} before the next one is begun"
        raise UnreleasedEditionError([Finding("not-released", message, Place(source), hint)])
    entries = manifest.read(released)
    digests = {one["sha256"] for entry in entries for one in entry.get("inputs", ()) if one["path"] == label}
    if digests != {sha256(opened.text.encode()).hexdigest()} and not wanted.is_changed:
        message = f"{source.name} was changed since the last release, which edition {report.edition} is kept from"
        hint = (
            "if that edition is not given away yet, release it again; if it is, add --changed: it then had all "
            f"recommendations but those with added: after {report.status_day}"
        )
        raise UnreleasedEditionError([Finding("changed-since-release", message, Place(source), hint)])


def _edit(editor: YamlEditor, opened: OpenedWorkshop, workshop: Workshop, report: Report, wanted: NextEdition) -> None:
    known: Any = opened.data.get("report")
    values: dict[str, object] = {"edition": report.edition + 1, "date": wanted.day}
    if wanted.cut_off or report.cut_off:
        values["cut_off"] = wanted.cut_off or wanted.day
    values["previous"] = report.status_day
    entry: Mapping[str, object] = {
        "edition": report.edition,
        "date": report.date,
        "cut_off": report.status_day,
        "recommendations": [
            one.id for one in workshop.recommendations if one.added is None or one.added <= report.status_day
        ],
    }
    if known.get("editions"):
        editor.set_values(("report",), values)
        editor.append_items(("report", "editions"), [entry])
    else:
        editor.set_values(("report",), {**values, "editions": [entry]})
    for number, written in enumerate(opened.list_entries("recommendations")):
        if not written.get("id"):  # it was printed, and stays
            editor.set_values(("recommendations", number), {"id": workshop.recommendations[number].id})


def _list_stale(report: Report, places: ValuePositions) -> Iterator[Finding]:
    """Advise to replace what identifies the last edition."""
    named = [key for key in _IDENTIFIERS if getattr(report, key)]
    if named:
        message = f"this is still of edition {report.edition}: {', '.join(named)}"
        hint = "write those of the next edition, or remove them until it has some"
        yield Finding("old-identifier", message, places.find_key("report", named[0]), hint, Severity.ADVICE)
