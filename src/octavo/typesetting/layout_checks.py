"""Check laid-out pages for faults that WeasyPrint does not report: text past an edge, lost notes, one-word lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ..findings.finding import Finding, Severity
from .box_checks import POINTS_PER_PIXEL, check_boxes, check_listings, describe_element, finding_subject, overflow_hint
from .line_breaking import is_balanced
from .margin_placement import list_lost_boxes

if TYPE_CHECKING:
    from weasyprint_types import Box, Boxes, Document, Element, LineBox, Page, StyleFor, TextBox

# In points (half an inch, 47 inches). Pages outside these limits come from a mistake in a style sheet.
_SIDE_LIMITS = (36, 3400)
_MOST_LOST = 10
"""Maximum number of findings on lost text: where one line is lost, all that follow are."""
_NOTE_CLASSES = frozenset(("footnote", "side-note"))
_SHORT_LINE_HINT = "write a shorter word in place of the one that follows, or say it in another way"
_LEAST_PRINTED_SHARE = 0.9
"""Share of an element's letters that must be on the pages; ligatures and capitals may change the count."""


def check_layout(document: Document, boxes: Boxes, styles: Sequence[StyleFor] = ()) -> Iterator[Finding]:
    """Find what is lost or damaged on laid-out pages; the last of `styles` computes the styles of elements."""
    yield from _merge_repeats(_check_pages(document, boxes))
    yield from check_listings(document, boxes)
    yield from _check_notes(document)
    if styles:
        yield from islice(_find_lost_words(document, boxes, styles[-1]), _MOST_LOST)


class _PageFaults(NamedTuple):
    """What was found on a page of a number: findings, and those on cells, by the table that holds them."""

    number: int
    findings: Sequence[Finding]
    cells: Mapping[Element | None, Sequence[tuple[int, Finding]]]


def _check_pages(document: Document, boxes: Boxes) -> Iterator[Finding]:
    wide: dict[Element | None, list[tuple[int, Finding]]] = {}
    for number, page in enumerate(document.pages, 1):
        known = page.__dict__.get("octavo_faults")
        # A page may have been checked in an earlier layout, of which it was kept.
        if known is None or known.number != number:
            known = page.__dict__["octavo_faults"] = _check_page(page, number, boxes)
        yield from known.findings
        for table, crowded in known.cells.items():
            wide.setdefault(table, []).extend(crowded)
    for table, crowded in wide.items():
        yield _merge_cells(table, crowded)


def _check_page(page: Page, number: int, boxes: Boxes) -> _PageFaults:
    findings = list(_check_size(page, number))
    cells: dict[Element | None, list[tuple[int, Finding]]] = {}
    told: set[Box] = set(list_lost_boxes(page))
    for box, finding in check_boxes(page, number, boxes):
        # Its content sticks out for the same reason.
        told.update(box.descendants())
        findings.append(finding)
    found = [*_check_edges(page, number, boxes, told), *_check_lines(page, number, boxes, told)]
    tables = _find_tables(page, boxes) if found else {}
    for place, finding in found:
        if finding.code == "overflow" and place in tables:
            cells.setdefault(tables[place], []).append((number, finding))
        else:
            findings.append(finding)
    return _PageFaults(number, findings, cells)


def _find_tables(page: Page, boxes: Boxes) -> dict[Box | None, Element | None]:
    """Return the outermost table (its element) of each box that stands in one."""
    tables: dict[Box | None, Element | None] = {}
    for box in page._page_box.descendants(placeholders=True):
        if isinstance(box, boxes.TableBox) and box not in tables:
            tables.update(dict.fromkeys(box.descendants(placeholders=True), box.element))
    return tables


def _merge_cells(table: Element | None, crowded: Sequence[tuple[int, Finding]]) -> Finding:
    """Report the words that do not fit in a table's cells, in one finding on the table if there are several."""
    number, first = crowded[0]
    if len(crowded) == 1:
        return first
    message = (
        f"{describe_element(table)} is too wide: {len(crowded)} words or numbers, the first “{first.subject[:60]}”"
    )
    message = f"{message} on page {number}, do not fit in their columns"
    return Finding("overflow", message, hint=overflow_hint(table), subject=finding_subject(table))


def _merge_repeats(found: Iterable[Finding]) -> Iterator[Finding]:
    """Merge overflow findings on the same text: text in a margin overflows on every page."""
    alike: dict[object, list[Finding]] = {}
    for place, finding in enumerate(found):
        said, _, _ = finding.message.rpartition(" on page ")
        alike.setdefault(said if finding.code == "overflow" else place, []).append(finding)
    for first, *others in alike.values():
        more = f", and in {len(others)} more places" if len(others) > 1 else ", and in one more place"
        yield replace(first, message=first.message + more) if others else first


def _check_size(page: Page, number: int) -> Iterator[Finding]:
    if not all(_SIDE_LIMITS[0] <= side * POINTS_PER_PIXEL <= _SIDE_LIMITS[1] for side in (page.width, page.height)):
        measured = f"{page.width * POINTS_PER_PIXEL:.0f} × {page.height * POINTS_PER_PIXEL:.0f} pt"
        yield Finding("page-size", f"page {number} is {measured}", hint="check the size in @page")


def _check_edges(page: Page, number: int, boxes: Boxes, told: set[Box]) -> Iterator[tuple[Box | None, Finding]]:
    """Find text that leaves the page or, in normal flow, the bottom of the type area. Skip boxes in `told`.

    A finding stands beside its box, which is None for text that is too low.
    """
    area = page._page_box
    foot = area.content_box_y() + area.height + 2
    last: Box | None = None
    for box, placed in _text_boxes(area, boxes):
        if box in told:
            continue
        if last and _follows_on_line(box, last):
            # What pushed it out is told.
            told.add(box)
            continue
        right, bottom = box.position_x + box.width, box.position_y + box.margin_height()
        if box.position_x < -1 or right > page.width + 1 or box.position_y < -1 or bottom > page.height + 1:
            told.add(box)
            last = box
            yield box, _overflow_finding(box.text, "the edge of the page", number)
        elif not placed and bottom > foot:
            yield None, _overflow_finding(box.text, "the bottom of the type area", number)


def _follows_on_line(box: Box, last: Box) -> bool:
    is_beside = abs(box.position_y - last.position_y) < last.height
    return bool(is_beside and box.position_x >= last.position_x + last.width - 1)


def _text_boxes(box: Box, boxes: Boxes, placed: bool = False) -> Iterator[tuple[TextBox, bool]]:
    """Yield text boxes, each with whether a style placed it (in a margin, by position) rather than the flow."""
    box = getattr(box, "_box", box)
    placed = placed or isinstance(box, boxes.MarginBox) or box.style["position"] not in ("static", "relative")
    if isinstance(box, boxes.TextBox):
        if box.text.strip():
            yield box, placed
    elif box.transformation_matrix is None:
        for child in box.children:
            yield from _text_boxes(child, boxes, placed)


def _overflow_finding(words: str, edge: str, number: int) -> Finding:
    hint = "shorten or split the text, or give it more space"
    shown = words.strip()
    return Finding("overflow", f"“{shown[:60]}” runs past {edge} on page {number}", hint=hint, subject=shown)


def _check_lines(page: Page, number: int, boxes: Boxes, told: set[Box]) -> Iterator[tuple[Box | None, Finding]]:
    for block in page._page_box.descendants(placeholders=True):
        lines = [child for child in block.children if isinstance(child, boxes.LineBox)]
        for line, following in zip_longest(lines, lines[1:]):
            words = [box for box, placed in _text_boxes(line, boxes) if box.is_in_normal_flow() and not placed]
            if not words:
                continue
            # What has a negative margin, as the folio of a line of the contents, hangs out by design.
            end = "margin_left" if block.style["direction"] == "rtl" else "margin_right"
            hanging = -min((getattr(child, end) for child in line.children if hasattr(child, end)), default=0)
            if told.isdisjoint(words) and _sticks_out(block, words, max(0, hanging)):
                yield words[-1], _overflow_finding(words[-1].text, "the edge of its box", number)
            # Lines of a title are as short as their words ask.
            if (
                following is not None
                and not is_balanced(line.style)
                and not _has_forced_break(line)
                and _is_broken_early(block, words, [box for box, _ in _text_boxes(following, boxes)])
            ):
                message = f"“{words[0].text}” is alone on its line on page {number}"
                subject = _join_lines(words[0].text, next(box.text for box, _ in _text_boxes(following, boxes)))
                yield None, Finding("short-line", message, None, _SHORT_LINE_HINT, Severity.WARNING, subject)


def _join_lines(end: str, start: str) -> str:
    """Return a line of one word with the first word of the next line, as they were written."""
    first = start.split()[0] if start.split() else ""
    return f"{end.strip()}{'' if end.endswith('-') else ' '}{first}"


def _sticks_out(block: Box, words: list[TextBox], hanging: float) -> bool:
    """Return whether a line ends past the end of its block; its start may hang out by design, and `hanging` its end."""
    left, slack = block.content_box_x(), words[-1].style["font_size"] * 0.3 + hanging
    if block.style["direction"] == "rtl":
        return bool(min(box.position_x for box in words) < left - slack)
    return bool(max(box.position_x + box.width for box in words) > left + block.width + slack)


def _has_forced_break(line: LineBox) -> bool:
    """Return whether a style sheet writes a line break of its own within a line, as below a number in large type."""
    return any(box.style["white_space"] not in ("normal", "nowrap") for box in line.descendants())


def _is_broken_early(block: Box, words: list[TextBox], following: list[TextBox]) -> bool:
    """Return whether a line of one word has space for the next word too: the engine broke it without reason."""
    text = "".join(box.text for box in words).strip()
    width = sum(box.width for box in words)
    if " " in text or not following or width > block.width * 0.4 or block.element is None:
        return False
    if block.style["white_space"] != "normal" or next(block.element.iter("br"), None) is not None:
        return False
    first = following[0].text.split(" ")[0]
    return bool((len(text) + 1 + len(first)) * width / len(text) < block.width * 0.8)


def _check_notes(document: Document) -> Iterator[Finding]:
    """Find notes (elements of class footnote or side-note with an id) that are printed on no page or on several."""
    for element in document._html.etree_element.iter():
        name = element.get("id")
        if name and not _NOTE_CLASSES.isdisjoint(element.get("class", "").split()):
            pages = [number for number, page in enumerate(document.pages, 1) if name in page.anchors]
            if len(pages) != 1:
                words = " ".join("".join(element.itertext()).split())[:60]
                where = f"on pages {', '.join(map(str, pages))}" if pages else "on no page"
                yield Finding("lost-footnote", f"the note “{words}” is printed {where}")


def _find_lost_words(document: Document, boxes: Boxes, style_of: StyleFor) -> Iterator[Finding]:
    """Find elements whose text is missing from the pages in whole or part: a fixed height cuts off text."""
    printed: Counter[int] = Counter()
    for page in document.pages:
        known = page.__dict__
        if "octavo_letters" not in known:
            known["octavo_letters"] = _count_printed_letters(page, boxes)
        printed.update(known["octavo_letters"])
    named = {name for page in document.pages for name in page.anchors}

    def is_reported_or_hidden(element: Element) -> bool:
        is_note = "footnote" in element.get("class", "").split()
        return bool(style_of(element)["display"] == ("none",) or (is_note and element.get("id") not in named))

    for element in _text_elements(document._html.etree_element.find("body"), is_reported_or_hidden):
        own = "".join((element.text or "", *(child.tail or "" for child in element)))
        if printed[id(element)] < _LEAST_PRINTED_SHARE * _count_letters(own):
            shown = " ".join(own.split())[:60]
            where = "only in part" if printed[id(element)] else "on no page"
            hint = "shorten it or give it more space"
            yield Finding("lost-words", f"“{shown}” is printed {where}", hint=hint, subject=shown)


def _count_printed_letters(page: Page, boxes: Boxes) -> Counter[int]:
    """Count the letters on a page by the id of the element in which they stand."""
    printed: Counter[int] = Counter()
    for box in page._page_box.descendants(placeholders=True):
        if isinstance(box, boxes.TextBox):
            printed[id(box.element)] += _count_letters(box.text)
    return printed


def _count_letters(words: str) -> int:
    """Count visible letters; the engine adds hyphens and removes invisible characters."""
    return sum(letter.isalnum() for letter in words)


def _text_elements(element: Element | None, is_passed: Callable[[Element], bool]) -> Iterator[Element]:
    """Yield the elements that are laid out as text."""
    if element is None:
        return
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "svg"
    if tag not in ("svg", "math") and not is_passed(element):
        yield element
        for child in element:
            yield from _text_elements(child, is_passed)
