"""Measure what a reader notices on the pages of tagged PDFs: torn lines, notes, headings and labels, empty pages.

scripts/measure_pages.py build/*/volume.pdf [--list] [--gap 0.5] [--empty 40]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_double
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from pypdfium2 import raw

JUSTIFIED = 0.7
"""Points by which the end of a justified line may miss the edge of its text."""
FEWEST_LINES = 4
"""Lines of a page that must end at the same place before they count as justified."""
FEWEST_WORDS = 3
UNEVEN = 0.15
"""Share of the usual gap by which the gaps of a justified line differ at most; cells of a table differ more."""
NARROWEST_SPACE = 0.15
"""Ems between two words, at least."""
HEADINGS = ("/H2", "/H3", "/H4", "/H5", "/H6")
FOOT = 0.86
"""Share of a page's height above which its text ends; what stands below is the folio."""


class Letter(NamedTuple):
    """A letter on a page, with its edges, its baseline and its size in points."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


class TornLine(NamedTuple):
    """A justified line, with the usual gap between its words in points and the size of its letters."""

    page: int
    gap: float
    size: float
    text: str


class Measures(NamedTuple):
    """What was measured of a PDF; pages are counted from one."""

    lines: list[TornLine]
    notes: int
    notes_off: list[str]
    torn: list[str]
    empty: list[tuple[int, int]]
    pages: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every PDF that is named; exit 1 if one cannot be read."""
    options = _parser().parse_args(arguments)
    status = 0
    for source in options.pdf:
        try:
            measured = measure(source)
        except (pypdfium2.PdfiumError, pikepdf.PdfError, OSError) as error:
            print(f"measure_pages: {source}: {error}", file=sys.stderr)
            status = 1
            continue
        print("\n".join(describe(source, measured, options.gap, options.empty, options.list)))
    return status


def describe(source: Path, measured: Measures, gap: float, empty: int, is_long: bool) -> Iterator[str]:
    """Word the measures: a line each, and with `is_long` the places."""
    wide = sorted((line for line in measured.lines if line.gap > gap * line.size), key=lambda line: -line.gap)
    gaps = [line.gap for line in measured.lines] or [0.0]
    bare = [(page, share) for page, share in measured.empty if share >= empty]
    yield f"{source}: {measured.pages} pages"
    share = 100 * len(wide) / len(gaps)
    yield f"  justified lines: {len(measured.lines)}, mean gap {fmean(gaps):.2f} pt, widest {max(gaps):.1f} pt"
    yield f"  lines with a gap over {gap} em: {len(wide)} ({share:.1f} %)"
    yield f"  notes: {measured.notes}, begun on another page than their call: {len(measured.notes_off)}"
    yield f"  headings and labels torn from their text: {len(measured.torn)}"
    yield f"  pages at least {empty} % empty, before others of their section: {len(bare)}"
    if is_long:
        yield from (f"  page {line.page}: gap {line.gap:.1f} pt: {line.text}" for line in wide)
        yield from (f"  {place}" for place in (*measured.notes_off, *measured.torn))
        yield from (f"  page {page}: {share} % empty" for page, share in bare)


def measure(source: Path) -> Measures:
    """Measure a tagged PDF; raises PdfiumError or PdfError if it cannot be read."""
    with pypdfium2.PdfDocument(source) as document, pikepdf.open(source) as pdf:
        opening, notes, notes_off, torn = _walk_structure(pdf)
        lines: list[TornLine] = []
        feet: list[float] = []
        for number, page in enumerate(document, 1):
            rows = list(_rows(_letters(page)))
            lines += _justified_lines(number, rows)
            feet.append(_lowest_ink(page))
        return Measures(lines, notes, notes_off, torn, list(_empty_shares(feet, opening)), len(document))


def _letters(page: Any) -> Iterator[Letter]:
    text = page.get_textpage()
    x, y = c_double(), c_double()
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter in "\r\n\x02\ufffe" or raw.FPDFText_IsGenerated(text, index):
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        left, _, right, _ = text.get_charbox(index, loose=True)
        yield Letter(letter, left, right, y.value, raw.FPDFText_GetFontSize(text, index))


def _rows(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Group letters that follow each other on one baseline; raised and lowered ones belong to the line."""
    row: list[Letter] = []
    for letter in letters:
        if row and (abs(letter.baseline - row[0].baseline) > 0.45 * row[0].size or letter.left < row[-1].left - 1):
            yield row
            row = []
        row.append(letter)
    if row:
        yield row


def _justified_lines(page: int, rows: Sequence[list[Letter]]) -> Iterator[TornLine]:
    """Yield the lines that end where several lines of the page end and are spaced evenly, formulas aside."""
    rows = [row for row in rows if len(_words(row)) >= FEWEST_WORDS and not _is_listing(row)]
    edges = Counter(round(_end(row), 1) for row in rows)
    for row in rows:
        if sum(count for edge, count in edges.items() if abs(edge - _end(row)) <= JUSTIFIED) >= FEWEST_LINES:
            gaps = [after[0].left - before[-1].right for before, after in pairwise(_words(row))]
            usual = median(gaps)
            named = sum(any(letter.text.isalpha() for letter in word) for word in _words(row))
            if named * 2 <= len(gaps) + 1 or sum(abs(gap - usual) < UNEVEN * usual for gap in gaps) * 2 <= len(gaps):
                continue
            yield TornLine(
                page, usual, row[0].size, " ".join("".join(letter.text for letter in word) for word in _words(row))
            )


def _is_listing(row: Sequence[Letter]) -> bool:
    """Return whether all letters have one width, or dots lead to a number."""
    widths = {round(letter.right - letter.left, 1) for letter in row if not letter.text.isspace()}
    return len(widths) <= 2 or ". . ." in "".join(letter.text for letter in row)


def _words(row: Sequence[Letter]) -> list[list[Letter]]:
    """Split a row where it is white, whether a space is written there or not."""
    words: list[list[Letter]] = []
    for letter in row:
        if not letter.text.isspace():
            if not words or letter.left - words[-1][-1].right > NARROWEST_SPACE * row[0].size:
                words.append([])
            words[-1].append(letter)
    return words


def _end(row: Sequence[Letter]) -> float:
    return max(letter.right for letter in row if not letter.text.isspace())


def _lowest_ink(page: Any) -> float:
    """Return the share of a page's height that is above its lowest text or picture, folio aside."""
    height = page.get_height()
    bottoms = [height - item.get_bounds()[1] for item in page.get_objects(max_depth=1)]
    return max((bottom / height for bottom in bottoms if bottom / height < 1 - (1 - FOOT) / 2), default=0.0)


def _empty_shares(feet: Sequence[float], opening: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the pages after which the same section goes on, each with the empty share of its type area."""
    full = max(feet, default=0.0)
    head = 0.1
    for number, foot in enumerate(feet[:-1], 1):
        if foot and feet[number] and number + 1 not in opening:
            yield number, round(100 * max(0.0, full - foot) / (full - head))


def _walk_structure(pdf: pikepdf.Pdf) -> tuple[set[int], int, list[str], list[str]]:
    """Return the pages on which first-level sections open, the notes, and the places of what is torn."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    root = pdf.Root.get("/StructTreeRoot")
    elements = list(_elements(root, numbers, None)) if root is not None else []
    opening = {page for kind, pages in elements if kind == "/H1" for page in pages[:1]}
    notes, notes_off, torn = 0, [], []
    for (kind, pages), (following, next_pages) in pairwise(elements):
        if not pages or not next_pages:
            continue
        if kind == "/Reference" and following == "/Note":
            notes += 1
            if pages[-1] != next_pages[0]:
                notes_off.append(f"page {pages[-1]}: its note begins on page {next_pages[0]}")
        elif (kind in HEADINGS or (kind, following) == ("/Lbl", "/LBody")) and pages[-1] != next_pages[0]:
            torn.append(f"page {pages[-1]}: {kind[1:]} is torn from {following[1:]} on page {next_pages[0]}")
    return opening, notes, notes_off, torn


def _elements(item: Any, numbers: dict[Any, int], page: int | None) -> Iterator[tuple[str, list[int]]]:
    """Yield the structure elements in their order, each with the pages that its content stands on."""
    for child in _children(item):
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            own = _page_of(child, numbers, page)
            yield str(child.S), list(dict.fromkeys(_content_pages(child, numbers, own)))
            yield from _elements(child, numbers, own)


def _content_pages(item: Any, numbers: dict[Any, int], page: int | None) -> Iterator[int]:
    for child in _children(item):
        if isinstance(child, pikepdf.Dictionary):
            own = _page_of(child, numbers, page)
            if "/S" in child:
                if str(child.S) != "/Note":
                    yield from _content_pages(child, numbers, own)
            elif own is not None:
                yield own
        elif page is not None:
            yield page


def _children(item: Any) -> list[Any]:
    inner = item.get("/K")
    return [] if inner is None else list(inner) if isinstance(inner, pikepdf.Array) else [inner]


def _page_of(item: Any, numbers: dict[Any, int], page: int | None) -> int | None:
    return numbers.get(item.Pg.objgen) if "/Pg" in item else page


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--gap", type=float, default=0.5, help="the gap of a torn line, in ems (default 0.5)")
    parser.add_argument("--empty", type=int, default=40, help="the empty share of a page that is told (default 40 %%)")
    parser.add_argument("--list", action="store_true", help="list the places too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
