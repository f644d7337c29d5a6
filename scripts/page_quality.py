"""Measure what a reader notices on the pages of PDFs: word gaps, rivers, ladders, stubs, notes, empty pages, pictures.

scripts/page_quality.py build/*/*.pdf [--list] [--json]

Lines are found by their letters, so any PDF can be measured; notes, headings and labels by its tags. Pages of authors'
own PDFs are counted, and not measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_double
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
from pypdfium2 import raw

WIDE_GAP, TORN_GAP = 5.0, 10.0
"""Points between the words of a justified line, above which it is loose, and torn."""
EMPTY = 45
"""Per cent of a type area that a page may leave empty."""
JUSTIFIED = 0.7
"""Points by which the end of a justified line may miss the edge of its text."""
FEWEST_LINES = 4
"""Lines of a page that must end at the same place before they count as justified."""
FEWEST_WORDS = 4
UNEVEN = 0.15
"""Share of the usual gap by which the gaps of a justified line differ at most; cells of a table differ more."""
WIDEST = 2.5
"""Ems between two words, at most; what is farther away is in another column."""
NARROWEST_SPACE = 0.11
"""Ems between two words, at least."""
LEADING = 1.7
"""Ems from one line of a paragraph to the next, at most."""
INDENT = 0.8
"""Ems by which a line stands in, at least, if it begins a paragraph."""
SAME_SIZE = 0.3
"""Points by which letters of one kind of text differ."""
STUB = 0.1
"""Share of the measure below which the last line of a paragraph is a stub."""
RIVER_LINES, RIVER_GAP = 4, 0.4
"""Lines through which a river runs, at least, and its width in ems."""
LADDER = 3
"""Hyphens in a row that make a ladder."""
NEARLY = (0.75, 0.985)
"""Shares of the measure between which a picture looks as if it had missed the measure."""
HEADINGS = ("/H2", "/H3", "/H4", "/H5", "/H6")
FOOT = 0.86
"""Share of a page's height above which its text ends; what stands below is the folio."""
HEAD = 0.1
"""Share of a page's height that the running head takes."""
HYPHENS = "-\u00ad\u2010\u0002\ufffe"


class Letter(NamedTuple):
    """A letter on a page, with its edges, its baseline and its size in points."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


class Place(NamedTuple):
    """Something on a page, counted from one, in words."""

    page: int
    text: str


class SetLine(NamedTuple):
    """A justified line: the usual gap between its words in points, and the size of its letters."""

    page: int
    gap: float
    size: float
    text: str


@dataclass
class Quality:
    """What was measured of a PDF."""

    pages: int = 0
    foreign: int = 0
    """Pages of authors' PDFs."""
    lines: list[SetLine] = field(default_factory=list)
    ragged: list[Place] = field(default_factory=list)
    """Lines in justified paragraphs that end short of the edge."""
    rivers: list[Place] = field(default_factory=list)
    ladders: list[Place] = field(default_factory=list)
    paragraphs: int = 0
    """Last lines of justified paragraphs."""
    stubs: list[Place] = field(default_factory=list)
    widows: list[Place] = field(default_factory=list)
    orphans: list[Place] = field(default_factory=list)
    notes: int = 0
    notes_off: list[Place] = field(default_factory=list)
    torn: list[Place] = field(default_factory=list)
    empty: list[tuple[int, int]] = field(default_factory=list)
    """Pages after which their section goes on, with the per cent of the type area that is empty."""
    pictures: int = 0
    off_measure: list[Place] = field(default_factory=list)

    @property
    def wide(self) -> list[SetLine]:
        """The loose lines, the widest first."""
        return sorted((line for line in self.lines if line.gap > WIDE_GAP), key=lambda line: -line.gap)

    def summarize(self) -> dict[str, float]:
        """Return the figures of the table."""
        gaps = [line.gap for line in self.lines] or [0.0]
        return {
            "pages": self.pages,
            "pages of authors": self.foreign,
            "justified lines": len(self.lines),
            "mean gap (pt)": round(fmean(gaps), 2),
            "widest gap (pt)": round(max(gaps), 1),
            f"gap over {WIDE_GAP:.0f} pt (%)": round(100 * len(self.wide) / len(gaps), 2),
            f"gap over {TORN_GAP:.0f} pt": sum(gap > TORN_GAP for gap in gaps),
            "left ragged": len(self.ragged),
            "rivers": len(self.rivers),
            "ladders": len(self.ladders),
            "hyphens (%)": round(100 * sum(line.text[-1:] in HYPHENS for line in self.lines) / len(gaps), 1),
            "stubs": len(self.stubs),
            "widows": len(self.widows),
            "orphans": len(self.orphans),
            "notes": self.notes,
            "notes off page": len(self.notes_off),
            "torn labels": len(self.torn),
            f"over {EMPTY} % empty": sum(share > EMPTY for _, share in self.empty),
            "emptiest (%)": max((share for _, share in self.empty), default=0),
            "pictures": self.pictures,
            "off measure": len(self.off_measure),
        }

    def list_places(self) -> Iterator[str]:
        """Yield every place that was counted."""
        yield from (f"page {line.page}: gap {line.gap:.1f} pt: {line.text}" for line in self.wide)
        for kind in ("ragged", "rivers", "ladders", "stubs", "widows", "orphans", "notes_off", "torn", "off_measure"):
            yield from (f"page {place.page}: {kind.replace('_', ' ')}: {place.text}" for place in getattr(self, kind))
        yield from (f"page {page}: {share} % empty" for page, share in self.empty if share > EMPTY)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every PDF that is named; exit 1 if one cannot be read."""
    options = _parser().parse_args(arguments)
    measured: dict[str, Quality] = {}
    status = 0
    for source in options.pdf:
        try:
            measured[str(source)] = measure(source)
        except (pypdfium2.PdfiumError, pikepdf.PdfError, OSError) as error:
            print(f"page_quality: {source}: {error}", file=sys.stderr)
            status = 1
    if options.json:
        told = {name: {"figures": one.summarize(), **asdict(one)} for name, one in measured.items()}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_table(measured)))
    if options.list:
        for name, one in measured.items():
            print("\n".join([name, *(f"  {place}" for place in one.list_places())]))
    return status


def _table(measured: dict[str, Quality]) -> Iterator[str]:
    """Yield a row for each figure, with a column for each PDF."""
    figures = [one.summarize() for one in measured.values()]
    columns = [[str(index), *(f"{figure:g}" for figure in one.values())] for index, one in enumerate(figures, 1)]
    yield from (f"{index}  {name}" for index, name in enumerate(measured, 1))
    for number, name in enumerate(["", *(figures[0] if figures else ())]):
        yield f"{name:20}" + "".join(f"{column[number]:>9}" for column in columns)


def measure(source: Path) -> Quality:
    """Measure a PDF; raises PdfiumError or PdfError if it cannot be read."""
    made = Quality()
    with pypdfium2.PdfDocument(source) as document, pikepdf.open(source) as pdf:
        opening, made.notes, made.notes_off, made.torn = _walk_structure(pdf)
        made.pages = len(document)
        feet: list[float] = []
        before: _PageText | None = None
        for number, page in enumerate(document, 1):
            if _is_foreign(page):
                made.foreign += 1
                feet.append(0.0)
                before = None
                continue
            text = _PageText(number, page.get_height(), list(_rows(_letters(page))))
            text.measure(made)
            if before and number not in opening:
                _compare_pages(before, text, made)
            before = text
            feet.append(_lowest_ink(page))
            _measure_pictures(number, page, text, made)
        made.empty = list(_empty_shares(feet, opening))
    return made


def _is_foreign(page: Any) -> bool:
    """Return whether a page is of an author's PDF, which stands on it as a form, beside no text of ours."""
    kinds = {item.type for item in page.get_objects(max_depth=1)}
    return raw.FPDF_PAGEOBJ_FORM in kinds and raw.FPDF_PAGEOBJ_TEXT not in kinds


class _PageText:
    """The rows of a page, and which of them are justified."""

    def __init__(self, number: int, height: float, rows: list[list[Letter]]) -> None:
        self.number, self.height = number, height
        self.rows = [row for row in rows if any(not letter.text.isspace() for letter in row)]
        self.ends = [_end(row) for row in self.rows]
        self.set: dict[int, SetLine] = dict(self._justified_lines())
        self.edges = Counter(round(self.ends[index]) for index in self.set)
        self.left = min((self.rows[index][0].left for index in self.set), default=0.0)
        self.right = max((self.ends[index] for index in self.set), default=0.0)

    def measure(self, made: Quality) -> None:
        """Add what this page shows to the measures."""
        made.lines += self.set.values()
        hyphens = 0
        for index, row in enumerate(self.rows):
            text = _text(row)
            hyphens = hyphens + 1 if index in self.set and text[-1:] in HYPHENS else 0
            if hyphens == LADDER:
                made.ladders.append(Place(self.number, text))
            if index in self.set or index - 1 not in self.set or not self.follows(index):
                continue
            short = self.ends[index - 1] - self.ends[index] > 3
            if short and index + 1 in self.set and self.follows(index + 1) and len(_words(row)) >= FEWEST_WORDS:
                made.ragged.append(Place(self.number, text))
            elif short:
                made.paragraphs += 1
                if self.ends[index] - row[0].left < STUB * (self.right - self.left):
                    made.stubs.append(Place(self.number, text))
        made.rivers += self._rivers()

    def follows(self, index: int) -> bool:
        """Return whether a row goes on with the paragraph of the row before it."""
        above, row = self.rows[index - 1], self.rows[index]
        step = above[0].baseline - row[0].baseline
        indent = row[0].left - min(above[0].left, self.left if index - 1 in self.set else above[0].left)
        return (
            0 < step < LEADING * row[0].size and abs(row[0].size - above[0].size) < 1 and indent < INDENT * row[0].size
        )

    def find_first(self) -> int | None:
        """Return the first row of the text below the running head."""
        return next((index for index, row in enumerate(self.rows) if row[0].baseline < self.height * (1 - HEAD)), None)

    def find_last(self) -> int | None:
        """Return the last row of the text above the folio, if no note stands there."""
        low = [index for index, row in enumerate(self.rows) if row[0].baseline > self.height * (1 - FOOT)]
        return low[-1] if low and self.is_body(low[-1]) else None

    def is_body(self, index: int) -> bool:
        """Return whether a row has the size of most justified lines."""
        sizes = Counter(round(line.size, 1) for line in self.set.values())
        return bool(sizes) and abs(self.rows[index][0].size - sizes.most_common(1)[0][0]) < SAME_SIZE

    def ends_full(self) -> bool:
        """Return whether the last row is justified, so that its paragraph goes on."""
        return (last := self.find_last()) is not None and last in self.set

    def left_edge(self, other: _PageText) -> float:
        """Return the left edge of the text of another page, or of this one if that has none."""
        return other.left if other.set else self.left

    def _rivers(self) -> Iterator[Place]:
        """Yield the place where wide gaps of consecutive lines stand below each other."""
        streams: list[tuple[float, float, int]] = []
        for index, row in enumerate(self.rows):
            if index not in self.set or (streams and not self.follows(index)):
                streams = []
            if index not in self.set:
                continue
            words = _words(row)
            gaps = [(one[-1].right, two[0].left) for one, two in pairwise(words)]
            wide = [gap for gap in gaps if gap[1] - gap[0] > RIVER_GAP * row[0].size]
            flowing = []
            for left, right in wide:
                above = max(
                    (length for a, b, length in streams if min(b, right) - max(a, left) > (right - left) / 2), default=0
                )
                flowing.append((left, right, above + 1))
                if above + 1 == RIVER_LINES:
                    yield Place(self.number, _text(row))
            streams = flowing

    def _justified_lines(self) -> Iterator[tuple[int, SetLine]]:
        """Yield the lines that end where several lines of the page end and are spaced evenly, formulas aside."""
        rows = {
            index: row
            for index, row in enumerate(self.rows)
            if len(_words(row)) >= FEWEST_WORDS and not _is_listing(row)
        }
        edges = Counter(round(self.ends[index], 1) for index in rows)
        for index, row in rows.items():
            if sum(count for edge, count in edges.items() if abs(edge - self.ends[index]) <= JUSTIFIED) < FEWEST_LINES:
                continue
            words = _words(row)
            gaps = [after[0].left - before[-1].right for before, after in pairwise(words)]
            usual = median(gaps)
            if usual > WIDEST * row[0].size:
                continue
            named = sum(any(letter.text.isalpha() for letter in word) for word in words)
            if named * 2 <= len(gaps) + 1 or sum(abs(gap - usual) < UNEVEN * usual for gap in gaps) * 2 <= len(gaps):
                continue
            yield index, SetLine(self.number, usual, row[0].size, _text(row))


def _compare_pages(before: _PageText, after: _PageText, made: Quality) -> None:
    """Note a last line alone at the head of a page, and a first line alone at the foot of one."""
    start = after.find_first()
    if start is not None and start not in after.set and after.is_body(start) and before.ends_full():
        row = after.rows[start]
        is_flush = row[0].left - before.left_edge(after) < INDENT * row[0].size
        goes_on = start + 1 < len(after.rows) and after.follows(start + 1)
        if is_flush and not goes_on:
            made.widows.append(Place(after.number, _text(row)))
    last = before.find_last()
    if last is not None and last in before.set and start is not None and start in after.set:
        row = before.rows[last]
        indent = row[0].left - before.left
        if INDENT * row[0].size < indent < 3 * row[0].size and not before.follows(last):
            made.orphans.append(Place(before.number, _text(row)))


def _measure_pictures(number: int, page: Any, text: _PageText, made: Quality) -> None:
    measure = text.right - text.left
    for item in page.get_objects(max_depth=2) if measure > 0 else ():
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if top - bottom < 20:
                continue
            made.pictures += 1
            share = (right - left) / measure
            if NEARLY[0] < share < NEARLY[1] or share > 2 - NEARLY[1]:
                made.off_measure.append(Place(number, f"{right - left:.0f} pt wide on a measure of {measure:.0f} pt"))


def _text(row: Sequence[Letter]) -> str:
    return " ".join("".join(letter.text for letter in word) for word in _words(row))


def _letters(page: Any) -> Iterator[Letter]:
    text = page.get_textpage()
    x, y = c_double(), c_double()
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        if letter in "\r\n" or raw.FPDFText_IsGenerated(text, index):
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
    for number, foot in enumerate(feet[:-1], 1):
        is_prelim = bool(opening) and number < min(opening)
        if not is_prelim and foot and feet[number] and number + 1 not in opening and number not in opening:
            yield number, round(100 * max(0.0, full - foot) / (full - HEAD))


def _walk_structure(pdf: pikepdf.Pdf) -> tuple[set[int], int, list[Place], list[Place]]:
    """Return the pages on which first-level sections open, the notes, and the places of what is torn."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    root = pdf.Root.get("/StructTreeRoot")
    elements = list(_elements(root, numbers, None)) if root is not None else []
    opening = {page for kind, pages in elements if kind == "/H1" for page in pages[:1]}
    notes = 0
    notes_off: list[Place] = []
    torn: list[Place] = []
    for (kind, pages), (following, next_pages) in pairwise(elements):
        if not pages or not next_pages:
            continue
        if kind == "/Reference" and following == "/Note":
            notes += 1
            if pages[-1] != next_pages[0]:
                notes_off.append(Place(pages[-1], f"its note begins on page {next_pages[0]}"))
        elif (kind in HEADINGS or (kind, following) == ("/Lbl", "/LBody")) and pages[-1] != next_pages[0]:
            torn.append(Place(pages[-1], f"{kind[1:]} is torn from {following[1:]} on page {next_pages[0]}"))
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
    parser.add_argument("--json", action="store_true", help="print all figures and places as JSON")
    parser.add_argument("--list", action="store_true", help="list the places too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
