"""Lay out MathML with ziamath and trace its glyphs and rules as paths."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final
from xml.etree import ElementTree as ET

from .mathml_adjustments import has_stretching

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # ziamath finds its font by a deprecated API
    from ziafont.fonttypes import BBox
    from ziafont.glyph import SimpleGlyph
    from ziafont.svgpath import Lineto, Moveto, Point, Quad, SVGOpType
    from ziamath.drawable import Box, Diagonal, Drawable, Glyph, HLine, VLine
    from ziamath.mathtable import AssembledGlyph
    from ziamath.nodes.mnode import Mnode
    from ziamath.nodes.mrow import Mrow
    from ziamath.nodes.mtable import Mtable
    from ziamath.styles import MathStyle
    from ziamath.zmath import Math

UNITS_PER_EM: Final = 1000  # of STIX Two Math to the em; drawn at this size, lengths are whole numbers
_BLACK: Final = "black"
_DRAWN_AS_RULE: Final = "\u2015"


class MissingGlyphError(Exception):
    """Characters of a formula that the math font lacks, or that the layout has lost."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__(characters)


@dataclass(frozen=True)
class TracedFormula:
    """Paths by colour ("" is that of the text) and their bounding box, in thousandths of an em, with y downwards."""

    paths: tuple[tuple[str, str], ...]
    left: int
    right: int
    top: int
    bottom: int


def trace_formula(fitted: ET.Element) -> TracedFormula:
    """Lay out a formula and trace it. Raises MissingGlyphError if a character would not be drawn."""
    wanted = Counter(_list_characters(fitted))
    math = Math(fitted, size=UNITS_PER_EM)
    leaves = list(_iter_drawables(math.node, 0, 0))
    _check_glyphs(wanted, [leaf for leaf, *_ in leaves])
    return _collect_paths(leaves, math.node.bbox)


def _list_characters(fitted: ET.Element) -> Iterator[str]:
    for element in fitted.iter():
        if element.tag in ("mi", "mn", "mo", "mtext", "roundhand"):
            text = (element.text or "").strip()
            yield from (char for char in text if not char.isspace() and char != _DRAWN_AS_RULE)


def _check_glyphs(wanted: Counter[str], leaves: list[Drawable]) -> None:
    glyphs = [leaf for leaf in leaves if isinstance(leaf, Glyph)]
    missing = [g.char for g in glyphs if not g.char.isspace() and (g.glyph.index == 0 or not _glyph_operators(g.glyph))]
    lost = wanted - Counter(glyph.char for glyph in glyphs)
    if missing or lost:
        raise MissingGlyphError("".join(dict.fromkeys(missing)) or "".join(lost))


def _iter_drawables(node: Mnode, x: float, y: float) -> Iterator[tuple[Drawable, float, float]]:
    """Yield all drawables below a node, each with its position."""
    for (across, down), child in zip(node.nodexy, node.nodes, strict=False):
        if isinstance(child, Mnode):
            yield from _iter_drawables(child, x + across, y + down)
        else:
            yield child, x + across, y + down


def _collect_paths(leaves: list[tuple[Drawable, float, float]], box: BBox) -> TracedFormula:
    paths: dict[str, list[str]] = {}
    left, right, top, bottom = min(0, box.xmin), box.xmax, 0.0, 0.0
    for leaf, x, y in leaves:
        if getattr(leaf, "phantom", False):
            continue
        path = _glyph_path(leaf, x, y) if isinstance(leaf, Glyph) else _rule_path(leaf, x, y)
        if not path:
            continue
        colour = str(getattr(leaf, "style", MathStyle()).mathcolor)
        paths.setdefault("" if colour == _BLACK else colour, []).append(path)
        x0, y0, x1, y1 = _drawable_bounds(leaf, x, y)
        left, right, top, bottom = min(left, x0), max(right, x1), min(top, y0), max(bottom, y1)
    traced = tuple((colour, "".join(parts)) for colour, parts in sorted(paths.items()))
    return TracedFormula(traced, *(round(edge) for edge in (left, right, top, bottom)))


def _drawable_bounds(leaf: Drawable, x: float, y: float) -> tuple[float, float, float, float]:
    if isinstance(leaf, Glyph):
        return x + leaf.bbox.xmin, y - leaf.bbox.ymax, x + leaf.bbox.xmax, y - leaf.bbox.ymin
    if isinstance(leaf, HLine):
        return x, y, x + leaf.length, y + leaf.lw
    if isinstance(leaf, VLine):
        return x - leaf.lw / 2, y, x + leaf.lw / 2, y + leaf.height
    if isinstance(leaf, Box | Diagonal):
        return x, min(y, y - leaf.height), x + leaf.width, max(y, y - leaf.height)
    raise TypeError(type(leaf).__name__)


# Paths


def _glyph_path(leaf: Glyph, x: float, y: float) -> str:
    """Write the contours of a glyph at its position as path data, in absolute whole units."""
    across, down, last = round(x), round(y), ""
    written: list[str] = []
    for command, numbers in _glyph_contours(_GlyphKey(leaf.glyph), round(leaf.size)):
        places = " ".join(str(n + (down if at % 2 else across)) for at, n in enumerate(numbers))
        # A repeated command needs no letter.
        written.append(f" {places}" if command == last else command + places)
        last = command
    return "".join(written).replace(" -", "-")


def _rule_path(leaf: Drawable, x: float, y: float) -> str:
    """Write a rule, a frame or a stroke as a filled shape, so that all paths are filled."""
    if isinstance(leaf, HLine):
        return _bar_path(x, y, leaf.length, leaf.lw)
    if isinstance(leaf, VLine):
        return _bar_path(x - leaf.lw / 2, y, leaf.lw, leaf.height)
    if isinstance(leaf, Box):
        top, w, h, lw = y - leaf.height, leaf.width, leaf.height, leaf.lw
        sides = ((x, top, w, lw), (x, y - lw, w, lw), (x, top, lw, h), (x + w - lw, top, lw, h))
        return "".join(_bar_path(*side) for side in sides)
    if isinstance(leaf, Diagonal):
        width, height, thick = round(leaf.width), round(leaf.height), round(leaf.lw * 1.4)
        x, y = round(x), round(y)
        return f"M{x} {y - height}H{x + thick}L{x + width} {y}H{x + width - thick}Z"
    raise TypeError(type(leaf).__name__)


def _bar_path(x: float, y: float, width: float, height: float) -> str:
    # Clockwise like glyphs, so that a rule that overlaps a glyph cuts no hole into it.
    if not round(width) or not height:
        return ""
    x, y = round(x), round(y)
    return f"M{x} {y}H{x + round(width)}V{y + max(1, round(height))}H{x}Z"


def _glyph_operators(glyph: SimpleGlyph) -> list[SVGOpType]:
    """Return the drawing operators of a glyph. An assembled glyph is drawn part by part."""
    if not isinstance(glyph, AssembledGlyph):
        return list(glyph.operators)
    parts = list(glyph.glyphs)
    places = [(0, by) if glyph.vert else (by, 0) for by in glyph.offsets]
    return [
        step.xform(1, 0, 0, 1, across, down, 1, 1)
        for part, (across, down) in zip(parts, places, strict=True)
        for step in part.operators
    ]


class _GlyphKey:
    """A glyph as a key of the cache. Assembled glyphs have no glyph index, so they count by identity."""

    def __init__(self, glyph: SimpleGlyph) -> None:
        self.glyph = glyph
        self.key = glyph.index if glyph.index > 0 else id(glyph)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _GlyphKey) and self.key == other.key


Step = tuple[str, tuple[int, ...]]


@lru_cache(maxsize=4096)
def _glyph_contours(shape: _GlyphKey, size: int) -> tuple[Step, ...]:
    """Return the path commands of a glyph at a size with their coordinates, relative to its origin, in whole units."""
    scale = size / shape.glyph.font.info.layout.unitsperem
    steps: list[Step] = []
    for step in _glyph_operators(shape.glyph):
        command, points = _path_command(step)
        if command == "M" and steps:
            steps.append(("Z", ()))
        places = tuple(round(n * scale) for point in points for n in (point.x, -point.y))
        if command != "L" or places != steps[-1][1][-2:]:
            steps.append((command, places))
    return (*steps, ("Z", ())) if steps else ()


def _path_command(step: SVGOpType) -> tuple[str, tuple[Point, ...]]:
    if isinstance(step, Moveto):
        return "M", (step.p,)
    if isinstance(step, Lineto):
        return "L", (step.p,)
    return ("Q", (step.p1, step.p2)) if isinstance(step, Quad) else ("C", (step.p1, step.p2, step.p3))


# What ziamath lacks: roundhand letters, arrows as long as their labels, tables with rules


class _Row(Mrow, tag="mrow"):
    """A row that may be empty, and that is measured before its layout only if it holds a stretchy operator."""

    def _setup(self, **kwargs: object) -> None:
        super()._setup(**kwargs)
        if not self.nodes:
            self.bbox = BBox(0, 0, 0, 0)

    def _get_height_nostretch(self, line: list[ET.Element], **kwargs: object) -> tuple[float, float]:
        if not has_stretching(self.element):
            return 0.0, 0.0
        height: tuple[float, float] = super()._get_height_nostretch(line, **kwargs)
        return height


class _Roundhand(Mnode, tag="roundhand"):
    """Script letters in roundhand style. Those that the font has by default are in chancery style."""

    def __init__(self, element: ET.Element, parent: Mnode, **kwargs: object) -> None:
        super().__init__(element, parent, **kwargs)
        x = low = high = 0.0
        substitutions: Any = self.font.gsub
        for char in element.text or "":
            (index,) = substitutions.sub([self.font.glyphindex(char)], {"ss01": True})
            letter = Glyph(self.font.glyph_fromid(index), char, self.glyphsize, self.style, **kwargs)
            self.nodes.append(letter)
            self.nodexy.append((x, 0.0))
            x += letter.xadvance()
            low, high = min(low, letter.bbox.ymin), max(high, letter.bbox.ymax)
        self.bbox = BBox(0, x, low, high)


class _Arrow(Mnode, tag="arrow"):
    """An arrow with a label above it, below it, or both."""

    def __init__(self, element: ET.Element, parent: Mnode, **kwargs: object) -> None:
        super().__init__(element, parent, **kwargs)
        for label in element[1:]:
            self.increase_child_scriptlevel(label)
        labels = [Mnode.fromelement(label, parent=self, **kwargs) for label in element[1:]]
        widest = max(label.bbox.xmax - label.bbox.xmin for label in labels if label.nodes or len(labels) == 1)
        width = max(1.5 * self.glyphsize, widest + 0.6 * self.glyphsize)
        arrow = Mnode.fromelement(element[0], parent=self, **{**kwargs, "width": width})
        self._place_labels(arrow, labels, width, element.get("under") == "true")

    def _place_labels(self, arrow: Mnode, labels: list[Mnode], width: float, under: bool) -> None:
        gap = 0.12 * self.glyphsize
        self.nodes, self.nodexy = [arrow], [(0.0, 0.0)]
        low, high = arrow.bbox.ymin, arrow.bbox.ymax
        for number, label in enumerate(labels):
            if not label.nodes:
                continue
            box = label.bbox
            below = under and number == 0
            y = gap + box.ymax - arrow.bbox.ymin if below else -(arrow.bbox.ymax + gap) + box.ymin
            self.nodes.append(label)
            self.nodexy.append(((width - box.xmax - box.xmin) / 2, y))
            low, high = min(low, box.ymin - y), max(high, box.ymax - y)
        self.bbox = BBox(0, width, low, high)


class _RuledTable(Mtable, tag="mtable"):
    """A table with the rules that its ``lines`` attribute names."""

    def _setup(self, **kwargs: object) -> None:
        super()._setup(**kwargs)
        lines = self.element.get("lines", "").split()
        if not lines:
            return
        down, across = self._cell_edges()
        thick = self.units_to_points(self.font.math.consts.fractionRuleThickness)
        for line in lines:
            number = int(line[1:])
            if line[0] == "v":
                rule: Drawable = VLine(down[-1] - down[0], thick, style=self.style)
                self.nodexy.append((across[min(number, len(across) - 1)], down[0]))
            else:
                rule = HLine(across[-1] - across[0], thick, style=self.style)
                self.nodexy.append((across[0], down[min(number, len(down) - 1)] - thick / 2))
            self.nodes.append(rule)
        self.bbox = BBox(across[0], across[-1], min(self.bbox.ymin, -down[-1]), max(self.bbox.ymax, -down[0]))

    def _cell_edges(self) -> tuple[list[float], list[float]]:
        """Return the edges of the rows from top to bottom, and those of the columns from left to right."""
        rows: list[tuple[float, float]] = []
        columns: dict[int, tuple[float, float]] = {}
        cells = iter(zip(self.nodexy, self.nodes, strict=True))
        pad = 0.2 * self.glyphsize
        for row in self.element:
            tops, bottoms = [], []
            for column, ((x, y), cell) in zip(range(len(row)), cells, strict=False):
                tops.append(y - cell.bbox.ymax)
                bottoms.append(y - cell.bbox.ymin)
                left, right = columns.get(column, (x, x))
                columns[column] = min(left, x), max(right, x + cell.bbox.xmax)
            rows.append((min(tops), max(bottoms)))
        spans = [columns[column] for column in sorted(columns)]
        return _boundary_positions(rows, 0.0), _boundary_positions(spans, pad)


def _boundary_positions(spans: list[tuple[float, float]], pad: float) -> list[float]:
    inner = [(before[1] + after[0]) / 2 for before, after in pairwise(spans)]
    return [spans[0][0] - pad, *inner, spans[-1][1] + pad]
