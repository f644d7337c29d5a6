"""Check for broken links, and for page numbers in tables of contents that differ from the link's target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from ...findings.finding import Severity
from ...language import text_direction
from ...model.printer_profile import CheckName
from ...pdf.content.page_content import PaintedText
from ...pdf.objects import value_reader
from ...pdf.objects.annotations import list_annotations
from ...pdf.objects.geometry import Box
from ...pdf.objects.value_reader import get_value
from ...pdf.structure.link_destinations import LinkTargets
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord

# Digits after a decimal point are not a folio.
_PAGE_NUMBER = re.compile(r"(?:^|[\s.·…])(?<!\d[.·])(\d{1,5}|[ivxlcdm]{1,9})$", re.IGNORECASE)
_LEADER = re.compile(r"[\s.·…]*(?:\d{1,5}|[ivxlcdm]{1,9})?", re.IGNORECASE)
_MOST_LINKS = 2000
_FEWEST = 3
_LEAST_SHARE = 0.7
_FLUSH_TOLERANCE = 3.0
"""In points: line ends that differ by no more are aligned."""


class ContentsLine(NamedTuple):
    """A line of a table of contents: its box, the number at its end, and the page its link leads to."""

    box: Box
    number: str
    page: int


def check_links(page: object, number: int, targets: LinkTargets) -> Iterator[CheckResult]:
    """Report links within the file whose target is missing."""
    dead = [
        value_reader.as_box(get_value(note, "/Rect"))
        for note in _list_link_annotations(page)
        if targets.page_of_link(note) == 0
    ]
    if dead:
        message = "links without a target" if len(dead) > 1 else "a link without a target"
        found = CheckResult(CheckName.TEXT, message, "export it again with link targets")
        yield found.with_places(number, [box for box in dead if box], len(dead))


def check_outline(targets: LinkTargets) -> Iterator[CheckResult]:
    """Report bookmarks whose target is missing."""
    dead = targets.broken_outline_entries()
    if dead:
        message = f"bookmarks without a target ({', '.join(dead[:3])})"
        yield CheckResult(
            CheckName.TEXT, message, "export it again with link targets", Severity.WARNING, count=len(dead)
        )


class LinkedLine(NamedTuple):
    """A line with a link that ends in a number: the link's place among those of its page, the line, its box and number.

    It does not depend on what the links lead to.
    """

    link: int
    line: int
    box: Box
    number: str


def check_contents_numbers(
    lines: Sequence[LinkedLine], page: object, number: int, targets: LinkTargets
) -> Iterator[CheckResult]:
    """Report lines of a table of contents whose page number is not the label of the page they link to.

    Lines belong to a table of contents if at least three lines with links end in aligned, rising numbers. If most of
    them are wrong, each in another way, they may be any other list that ends in numbers: that is a warning.
    """
    entries = _list_contents_lines(lines, page, targets) if len(lines) >= _FEWEST else []
    if not _is_contents_table(entries):
        return
    wrong = [one for one in entries if one.number.casefold() != targets.page_label(one.page).casefold()]
    shifts = {one.page - int(one.number) if one.number.isdecimal() else None for one in wrong}
    if not targets.has_page_labels and len(wrong) >= _FEWEST and len(shifts) == 1 and None not in shifts:
        message = "its table of contents counts pages differently from the file"
        found = CheckResult(CheckName.TEXT, message, "add page labels to the file", Severity.ADVICE)
        yield found.with_places(number, [one.box for one in wrong])
        return
    is_doubtful = 2 * len(wrong) > len(entries) and len(shifts) > 1
    severity = Severity.WARNING if is_doubtful else Severity.ERROR
    for one in wrong:
        message = (
            f"the table of contents says page {one.number}, but the link leads to page {targets.page_label(one.page)}"
        )
        found = CheckResult(CheckName.TEXT, message, "update the table of contents", severity)
        yield found.with_places(number, [one.box])


def _list_link_annotations(page: Any) -> list[object]:
    notes = list_annotations(page)[:_MOST_LINKS]
    return [note for note in notes if value_reader.as_name(get_value(note, "/Subtype")) == "Link"]


def read_linked_lines(record: PageRecord, page: object) -> list[LinkedLine]:
    """Return the lines with links that end in a number, each as often as it has links."""
    links = _list_link_annotations(page)
    rows = {key: _turn_line(row) for key, row in _group_by_line(record.visible_texts).items()} if links else {}
    found = []
    for place, note in enumerate(links):
        box = value_reader.as_box(get_value(note, "/Rect"))
        if not box:
            continue
        middle = (box[1] + box[3]) / 2
        beside = [
            (row[-1].box[2], key)
            for key, row in rows.items()
            if row[0].box[1] <= middle <= row[0].box[3]
            and any(one.box[0] < seen[2] and one.box[2] > seen[0] for seen in [_seen_from(box, row)] for one in row)
        ]
        # Superscripts count as lines of their own here; the folio is furthest to the right.
        _, key = max(beside, default=(0, 0))
        match = _PAGE_NUMBER.search(_join_line(rows[key])) if beside else None
        if match and _is_contents_link(_seen_from(box, rows[key]), rows[key]):
            found.append(LinkedLine(place, key, rows[key][-1].box, match[1]))
    return found


def _turn_line(row: list[PaintedText]) -> list[PaintedText]:
    """Return a line that is read from the right as if it were seen in a mirror: its folio is furthest to the right.

    Mirrored boxes have negative abscissas.
    """
    if not any(text_direction.has_rtl_letters(one.text) for one in row):
        return row
    return [one._replace(box=_mirror(one.box)) for one in reversed(row)]


def _mirror(box: Box) -> Box:
    return (-box[2], box[1], -box[0], box[3])


def _seen_from(box: Box, row: list[PaintedText]) -> Box:
    """Return the box of a link as a line sees it, which may be mirrored."""
    return _mirror(box) if row[0].box[2] < 0 else box


def _list_contents_lines(lines: Sequence[LinkedLine], page: object, targets: LinkTargets) -> list[ContentsLine]:
    """Return the lines with links within the file, each once, from the top."""
    links = _list_link_annotations(page)
    found: dict[int, ContentsLine] = {}
    for one in lines:
        target = targets.page_of_link(links[one.link])
        if target and one.line not in found:
            found[one.line] = ContentsLine(one.box, one.number, target)
    return sorted(found.values(), key=lambda one: -one.box[1])


def _is_contents_link(box: Box, row: list[PaintedText]) -> bool:
    """Return whether only a leader and a number follow a link on its line, as in a table of contents.

    Other text may follow a link inside a paragraph, or a second column may stand beside it.
    """
    after = [one for one in row if one.box[0] >= box[2] - 1]
    return not after or _LEADER.fullmatch(_join_line(after)) is not None


def _group_by_line(words: list[PaintedText]) -> dict[int, list[PaintedText]]:
    """Group strings by line, and sort each line from left to right."""
    rows: dict[int, list[PaintedText]] = {}
    for one in sorted((one for one in words if one.upright), key=lambda one: one.box[0]):
        base = round(one.box[1] + one.size * -one.face.descent)
        near = next((key for key in (base, base - 1, base + 1) if key in rows), base)
        rows.setdefault(near, []).append(one)
    return rows


def _join_line(row: list[PaintedText]) -> str:
    """Join the strings of a line, with spaces where there are gaps."""
    message = row[0].text
    for before, one in pairwise(row):
        apart = one.box[0] - before.box[2] > 0.15 * one.size
        message += (" " if apart else "") + one.text
    return message.strip()


def _is_contents_table(entries: list[ContentsLine]) -> bool:
    if len(entries) < _FEWEST:
        return False
    right = sorted(one.box[2] for one in entries)[len(entries) // 2]
    flush = sum(abs(one.box[2] - right) <= _FLUSH_TOLERANCE for one in entries)
    numbers = [int(one.number) for one in entries if one.number.isdecimal()]
    rising = sum(one <= other for one, other in pairwise(numbers))
    return flush >= _LEAST_SHARE * len(entries) and rising >= _LEAST_SHARE * max(0, len(numbers) - 1)
