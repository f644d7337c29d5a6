"""Make the sheets on which addressees tell what became of their recommendations, and forms to print.

What may not be shown is in none of them (`redaction`). Each row has a mark: the workshop, the addressee, and a digest
of what was known of the recommendation, by which an import sees what was changed meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..checking.consistency import check_consistency
from ..checking.recommendation_status import CLOSED_STATUSES, UNKNOWN_STATUS, status_of
from ..checking.redaction import redact_workshop
from ..findings.finding import Finding, FindingsError, MissingKind, Place, Severity, has_errors
from ..importers.workshop_edit import open_workshop
from ..language.slugs import derive_id
from ..language.translator import Translator, get_translator
from ..language.written_languages import file_in_language
from ..loading.workshop_loader import load_workshop_text
from ..model import Recommendation, Status, Workshop
from ..rendering.context.display_names import DisplayNames
from ..rendering.context.enum_labels import recommendation_status_label
from ..rendering.html.page_templates import render_page
from ..rendering.rst.plain_text import extract_paragraphs
from .workbook_writer import Cell, CellStyle, Workbook, write_workbook

_MARK_LENGTH: Final = 10
"""Hexadecimal digits of a digest in a mark."""
_MOST_IN_MARK: Final = 60
OFFERED: Final = (
    Status.NOT_STARTED,
    Status.IN_PROGRESS,
    Status.PARTIALLY_IMPLEMENTED,
    Status.IMPLEMENTED,
    Status.CLOSED_NOT_IMPLEMENTED,
)
"""Statuses that an addressee may choose; what supersedes a recommendation, or withdraws it, is not for them to say."""


class SheetColumn(StrEnum):
    """What a column of a sheet holds."""

    NUMBER = "number"
    TEXT = "text"
    DUE = "due"
    KNOWN = "known"
    STATUS = "status"
    PROGRESS = "progress"
    DATE = "date"
    NOTE = "note"
    EVIDENCE = "evidence"
    OWNER = "owner"
    NEXT_STEP = "next-step"
    MARK = "mark"


ANSWERS: Final = (
    SheetColumn.STATUS,
    SheetColumn.PROGRESS,
    SheetColumn.DATE,
    SheetColumn.NOTE,
    SheetColumn.EVIDENCE,
    SheetColumn.OWNER,
    SheetColumn.NEXT_STEP,
)
"""Columns that are filled in."""
_WIDTHS: Final = (6, 44, 12, 22, 20, 9, 12, 36, 36, 22, 28, 24)


def column_headings(words: Translator) -> dict[SheetColumn, str]:
    """Return the headings of the columns in a language."""
    _ = words.gettext
    return {
        SheetColumn.NUMBER: _("No."),
        SheetColumn.TEXT: _("Recommendation"),
        SheetColumn.DUE: _("Due"),
        SheetColumn.KNOWN: _("Known so far"),
        SheetColumn.STATUS: _("Status now"),
        SheetColumn.PROGRESS: _("Done, in per cent"),
        SheetColumn.DATE: _("Since (date)"),
        SheetColumn.NOTE: _("What happened"),
        SheetColumn.EVIDENCE: _("Evidence (title and address)"),
        SheetColumn.OWNER: _("Responsible office"),
        SheetColumn.NEXT_STEP: _("Next step"),
        SheetColumn.MARK: _("Mark (please leave)"),
    }


@dataclass(frozen=True)
class AskedRow:
    """A recommendation on a sheet: texts in the workshop's language, without markup."""

    id: str
    title: str
    text: str
    due: str
    known: str
    mark: str

    @property
    def heading(self) -> str:
        """Title and text in one cell."""
        return "\n".join(filter(None, (self.title, self.text)))


@dataclass(frozen=True)
class AnswerSheet:
    """The sheet of one addressee."""

    name: str
    """Name of its files, without their ending."""
    addressee: str
    title: str
    rows: tuple[AskedRow, ...]


@dataclass(frozen=True)
class AskedWorkshop:
    """The sheets of a workshop, the files that they are written to, by name, and what is told of them."""

    workshop: str
    sheets: tuple[AnswerSheet, ...]
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def make_mark(workshop: str, addressee: str, identity: str, entry: Mapping[str, object]) -> str:
    """Return the mark of a row: the workshop, the addressee, and a digest of what a file says of a recommendation."""
    told = [identity, entry.get("text"), entry.get("superseded_by"), entry.get("tracking")]
    digest = sha256(json.dumps(told, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
    return f"{workshop}/{addressee[:_MOST_IN_MARK]}/{digest[:_MARK_LENGTH]}"


def addressee_key(reference: str) -> str:
    """Return the name of an addressee in marks and files: its id, or one that follows from its name."""
    return derive_id(reference, "addressee", ())


def make_answer_sheets(source: Path, until: date, includes_closed: bool, language: str = "") -> AskedWorkshop:
    """Return a sheet and a form for each addressee, who is to answer `until` a day, in a language of the workshop.

    Recommendations that are closed are asked about only if it `includes_closed`. Raises FindingsError if the workshop
    has errors, or no text in that language.
    """
    opened = open_workshop(source)
    loaded = load_workshop_text(source, opened.text, language)
    workshop = loaded.workshop
    if workshop is None or any(one.missing is MissingKind.TRANSLATION for one in loaded.findings):
        raise FindingsError(loaded.findings)
    found = [*loaded.findings, *check_consistency(workshop, loaded.places)]
    if has_errors(found):
        raise FindingsError([one for one in found if one.severity is Severity.ERROR])
    shown = redact_workshop(workshop)
    words = get_translator(shown.language)
    lookup = DisplayNames(
        shown, words, {one.id: one for one in shown.people}, {one.id: one for one in shown.organizations}
    )
    entries = opened.list_entries("recommendations")
    asked = [
        (one, entry)
        for one, entry in zip(shown.recommendations, entries, strict=True)
        if includes_closed or status_of(one) not in CLOSED_STATUSES
    ]
    other = language if language != loaded.languages.main else ""
    sheets = tuple(_make_sheets(lookup, asked))
    files = {
        file_in_language(name, other): data for sheet in sheets for name, data in _write_files(lookup, sheet, until)
    }
    return AskedWorkshop(shown.id, sheets, files, tuple(_report_unasked(source, shown, asked)))


def _make_sheets(
    lookup: DisplayNames, asked: Sequence[tuple[Recommendation, Mapping[str, object]]]
) -> Iterator[AnswerSheet]:
    known = {one.id for one in lookup.workshop.organizations}
    rows: dict[str, list[AskedRow]] = {}
    names: dict[str, str] = {}
    for one, entry in asked:
        for reference, written in _pair_addressees(one, entry):
            rows.setdefault(reference, []).append(_make_row(lookup, one, entry, addressee_key(written)))
            names.setdefault(reference, reference if reference in known else written)
    taken: set[str] = set()
    for reference, written in names.items():
        name = derive_id(written, "addressee", taken)
        taken.add(name)
        title = str(lookup.workshop.event.title)
        yield AnswerSheet(name, lookup.organization_name(reference), title, tuple(rows[reference]))


def _pair_addressees(one: Recommendation, entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield the addressees of a recommendation, each with what the file says in the main language of the workshop.

    By that an import knows them, in whatever language they were asked.
    """
    names, written = one.addressees or (), entry.get("addressees")
    main = [*map(str, written)] if isinstance(written, list) and len(written) == len(names) else [*names]
    yield from dict(zip(names, main, strict=True)).items()


def _make_row(lookup: DisplayNames, one: Recommendation, entry: Mapping[str, object], key: str) -> AskedRow:
    tracking, words = one.tracking, lookup.translator
    status = recommendation_status_label(words, str(status_of(one)))
    looked = words.format_short_date(tracking.last_update) if tracking and tracking.last_update else ""
    known = [", ".join(filter(None, (status, looked)))] if status_of(one) != UNKNOWN_STATUS else []
    known += [tracking.owner] if tracking and tracking.owner else []
    paragraphs, _ = extract_paragraphs(one.text)
    mark = make_mark(lookup.workshop.id, key, one.id, entry)
    return AskedRow(
        one.id,
        one.title or "",
        "\n".join(map(str, paragraphs)),
        lookup.format_day(one.due),
        "\n".join(known) or "–",
        mark,
    )


def _write_files(lookup: DisplayNames, sheet: AnswerSheet, until: date) -> Iterator[tuple[str, bytes]]:
    words = lookup.translator
    request = words.gettext("Please fill in the tinted columns, and answer by {date}.").replace(
        "{date}", words.format_date(until)
    )
    headings = column_headings(words)
    labels = [recommendation_status_label(words, str(status)) for status in OFFERED]
    yield f"{sheet.name}.xlsx", write_workbook(_make_workbook(lookup, sheet, request, labels))
    page = render_page(
        __package__,
        "answer_form.html",
        title=f"{sheet.addressee}: {sheet.title}",
        language=lookup.workshop.language,
        sheet=sheet,
        request=words.gettext("Please fill in the form, and answer by {date}.").replace(
            "{date}", words.format_date(until)
        ),
        count=words.ngettext("{n} recommendation", "{n} recommendations", len(sheet.rows)),
        headings={str(column): heading for column, heading in headings.items()},
        answers=[headings[column] for column in ANSWERS if column is not SheetColumn.STATUS],
        labels=labels,
    )
    yield f"{sheet.name}.html", page.encode()


def _make_workbook(lookup: DisplayNames, sheet: AnswerSheet, request: str, labels: Sequence[str]) -> Workbook:
    columns = tuple(SheetColumn)
    headings = column_headings(lookup.translator)
    rows = [
        [Cell(sheet.title, CellStyle.TITLE)],
        [Cell(sheet.addressee)],
        [Cell(request)],
        [Cell(headings[column], CellStyle.HEADING) for column in columns],
    ]
    rows += [[_make_cell(row, column) for column in columns] for row in sheet.rows]
    return Workbook(
        name=lookup.translator.gettext("Answers"),
        rows=rows,
        widths=_WIDTHS,
        heading_row=4,
        choices=labels,
        choice_column=columns.index(SheetColumn.STATUS),
    )


def _make_cell(row: AskedRow, column: SheetColumn) -> Cell:
    known = {
        SheetColumn.NUMBER: row.id,
        SheetColumn.TEXT: row.heading,
        SheetColumn.DUE: row.due,
        SheetColumn.KNOWN: row.known,
    }
    if column is SheetColumn.MARK:
        return Cell(row.mark, CellStyle.SMALL)
    return Cell("", CellStyle.ANSWER) if column in ANSWERS else Cell(known[column], CellStyle.KNOWN)


def _report_unasked(
    source: Path, workshop: Workshop, asked: Sequence[tuple[Recommendation, Mapping[str, object]]]
) -> Iterator[Finding]:
    lost = [one.id for one, _ in asked if not one.addressees]
    if lost:
        message = f"nobody is asked about these, since they have no addressees: {', '.join(lost)}"
        hint = "add addressees: with ids of organizations, or names"
        yield Finding("not-asked", message, Place(source), hint, Severity.WARNING)
    if not asked:
        message = f"{workshop.id} has no open recommendation to ask about"
        yield Finding("nothing-to-ask", message, Place(source), "to ask about closed ones too, use --closed")
