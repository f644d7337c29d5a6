"""Part of check 22: links that lead nowhere, and contents that give other pages than those where things stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.content.page_content import PaintedText
from ...pdf.objects import value_reader
from ...pdf.objects.annotations import list_annotations
from ...pdf.objects.geometry import Box
from ...pdf.objects.value_reader import get_value
from ...pdf.structure.link_destinations import Targets
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord

# The digits after a decimal point are no folio.
_PAGE_NUMBER = re.compile(r"(?:^|[\s.·…])(?<!\d[.·])(\d{1,5}|[ivxlcdm]{1,9})$", re.IGNORECASE)
_LEADER = re.compile(r"[\s.·…]*(?:\d{1,5}|[ivxlcdm]{1,9})?", re.IGNORECASE)
_MOST_LINKS = 2000
_FEWEST = 3
_LEAST_SHARE = 0.7
_FLUSH_TOLERANCE = 3.0
"""Points by which the ends of lines may differ and still stand flush."""


class ContentsLine(NamedTuple):
    """A line of a table of contents: its box, the number at its end, and the page that its link leads to."""

    box: Box
    number: str
    page: int


def check_links(sight: PageRecord, page: Any, targets: Targets) -> Iterator[CheckResult]:
    """Ask that each link within the file leads to one of its pages."""
    dead = [
        value_reader.as_box(get_value(note, "/Rect"))
        for note in _list_link_annotations(page)
        if targets.of_link(note) == 0
    ]
    if dead:
        said = "links that lead nowhere" if len(dead) > 1 else "a link that leads nowhere"
        found = CheckResult(CheckName.TEXT, said, "export it again with its targets")
        yield found.at(sight.page.number, [box for box in dead if box], len(dead))


def check_outline(targets: Targets) -> Iterator[CheckResult]:
    """Ask the same of the entries of the outline."""
    dead = targets.dead_headings()
    if dead:
        said = f"bookmarks that lead nowhere ({', '.join(dead[:3])})"
        yield CheckResult(CheckName.TEXT, said, "export it again with its targets", Severity.WARNING, count=len(dead))


def check_contents_numbers(sight: PageRecord, page: Any, targets: Targets) -> Iterator[CheckResult]:
    """Ask that the number at the end of a line of contents is the name of the page to which its link leads.

    Lines are those of contents where at least three with links end in numbers that stand flush and rise.
    """
    entries = _read_contents_lines(sight, page, targets)
    if not _is_contents_table(entries):
        return
    wrong = [one for one in entries if one.number.casefold() != targets.label(one.page).casefold()]
    shifts = {one.page - int(one.number) if one.number.isdecimal() else None for one in wrong}
    if not targets.are_labelled and len(wrong) >= _FEWEST and len(shifts) == 1 and None not in shifts:
        said = "its contents count pages from another one than readers of the file do"
        found = CheckResult(CheckName.TEXT, said, "give the file page labels", Severity.ADVICE)
        yield found.at(sight.page.number, [one.box for one in wrong])
        return
    for one in wrong:
        said = f"the contents give page {one.number} for what is on page {targets.label(one.page)}"
        yield CheckResult(CheckName.TEXT, said, "set the contents again").at(sight.page.number, [one.box])


def _list_link_annotations(page: Any) -> list[Any]:
    notes = list_annotations(page)[:_MOST_LINKS]
    return [note for note in notes if value_reader.as_name(get_value(note, "/Subtype")) == "Link"]


def _read_contents_lines(sight: PageRecord, page: Any, targets: Targets) -> list[ContentsLine]:
    """Read the lines with links that end in a number, each once, from the top."""
    rows = _group_by_line(sight.words)
    found: dict[int, ContentsLine] = {}
    for note in _list_link_annotations(page):
        box, number = value_reader.as_box(get_value(note, "/Rect")), targets.of_link(note)
        if not box or not number:
            continue
        middle = (box[1] + box[3]) / 2
        beside = [
            (row[-1].box[2], key)
            for key, row in rows.items()
            if row[0].box[1] <= middle <= row[0].box[3]
            and any(one.box[0] < box[2] and one.box[2] > box[0] for one in row)
        ]
        # What is raised or lowered in a line stands on a line of its own here; the folio ends furthest to the right.
        _, key = max(beside, default=(0, 0))
        match = _PAGE_NUMBER.search(_join_line(rows[key])) if beside and key not in found else None
        if match and _is_contents_link(box, rows[key]):
            found[key] = ContentsLine(rows[key][-1].box, match[1], number)
    return sorted(found.values(), key=lambda one: -one.box[1])


def _is_contents_link(box: Box, row: list[PaintedText]) -> bool:
    """Tell whether nothing but a leader and a number follows a link on its line, as in contents.

    Words do after a link within a text, or where a second column stands beside it.
    """
    after = [one for one in row if one.box[0] >= box[2] - 1]
    return not after or _LEADER.fullmatch(_join_line(after)) is not None


def _group_by_line(words: list[PaintedText]) -> dict[int, list[PaintedText]]:
    """Gather words by the line that they stand on, from left to right."""
    rows: dict[int, list[PaintedText]] = {}
    for one in sorted((one for one in words if one.upright), key=lambda one: one.box[0]):
        base = round(one.box[1] + one.size * -one.face.descent)
        near = next((key for key in (base, base - 1, base + 1) if key in rows), base)
        rows.setdefault(near, []).append(one)
    return rows


def _join_line(row: list[PaintedText]) -> str:
    """Join the words of a line, apart where they stand apart."""
    said = row[0].text
    for before, one in pairwise(row):
        apart = one.box[0] - before.box[2] > 0.15 * one.size
        said += (" " if apart else "") + one.text
    return said.strip()


def _is_contents_table(entries: list[ContentsLine]) -> bool:
    if len(entries) < _FEWEST:
        return False
    right = sorted(one.box[2] for one in entries)[len(entries) // 2]
    flush = sum(abs(one.box[2] - right) <= _FLUSH_TOLERANCE for one in entries)
    numbers = [int(one.number) for one in entries if one.number.isdecimal()]
    rising = sum(one <= other for one, other in pairwise(numbers))
    return flush >= _LEAST_SHARE * len(entries) and rising >= _LEAST_SHARE * max(0, len(numbers) - 1)
