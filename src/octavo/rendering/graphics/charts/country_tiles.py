"""Draw countries as tiles, by continent: north above, west at the left, darker for more participants."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ....language.translator import Translator
from .drawn_chart import Drawing
from .svg_elements import GAP, LINE_HEIGHT, DrawnRow, draw_box, draw_lines, draw_text, stack_rows, text_width, wrap_text

TILE = 84.0
"""Side of a tile: 10.5 mm, in which a code and a number have room."""
_STEP = TILE + 6
_BETWEEN = 44.0
"""Space between two continents."""
_BREADTH = 1.5
"""Columns of a continent for each of its rows, about."""
_LEVELS = ("few", "many", "most")
_LIMITS = ((2, 5), (5, 20), (10, 50))
"""Numbers from which a tile is darker, and darkest."""
_LINES_APART = 32
_REGULAR = 0.95
"""Width of regular type as a share of what is measured."""
_MOST_PER_LIMIT = 6
"""How many times the upper limit the largest number is at most, unless it is beyond all limits."""


@dataclass(frozen=True)
class CountryTile:
    """A country: its code and name, its number of participants, 0 if it is not known, and where it lies in degrees.

    A tile without a code stands for participants, or countries, that the record does not name.
    """

    code: str
    name: str
    number: int
    number_text: str
    north: float = 0.0
    east: float = 0.0

    @property
    def words(self) -> str:
        """What the tile says."""
        return f"{self.name} {self.number_text}".strip()


@dataclass(frozen=True)
class Continent:
    """A continent with its countries; `number_text` is the number of their participants."""

    name: str
    number_text: str
    tiles: tuple[CountryTile, ...]

    @property
    def words(self) -> str:
        """What the continent says."""
        told = ", ".join(tile.words for tile in self.tiles if tile.code)
        return f"{self.name} {self.number_text}".strip() + (f" ({told})" if told else "")


@dataclass(frozen=True)
class CountryTiles:
    """Participants by country: a tile for each country, at its place among its neighbours."""

    title: str
    continents: tuple[Continent, ...]

    def description(self, words: Translator) -> str:
        """Return one sentence with all numbers."""
        return f"{self.title}{words.colon}{words.semicolon.join(one.words for one in self.continents)}."

    def draw(self, words: Translator, width: float, tall: float) -> Sequence[Drawing]:
        """Draw the continents beside each other, on as many lines as they need, and then what the codes mean."""
        blocks = [_Block(continent, width, self._limits) for continent in self.continents]
        if not blocks:
            return ()
        lines = list(_arrange_lines(blocks, width))
        rows = [_draw_line(line) for line in lines]
        foot = [*self._draw_levels(words, width), *self._draw_names(width)]
        pieces = stack_rows([], [*rows, *foot], tall)
        if len(pieces) == 1:
            return [Drawing(pieces[0][1], pieces[0][2], self.description(words), is_map=True)]
        return [
            Drawing(height, content, self._describe_lines(lines[shown.start : shown.stop], words), is_map=True)
            for shown, height, content in pieces
        ]

    def _describe_lines(self, lines: Sequence[Sequence[_Block]], words: Translator) -> str:
        shown = tuple(block.continent for line in lines for block in line)
        return replace(self, continents=shown).description(words) if shown else self.title + "."

    @property
    def _limits(self) -> tuple[int, int]:
        most = max((tile.number for one in self.continents for tile in one.tiles if tile.code), default=0)
        return next((limits for limits in _LIMITS if most <= limits[1] * _MOST_PER_LIMIT), (100, 1000))

    def _draw_levels(self, words: Translator, width: float) -> Iterator[DrawnRow]:
        """Yield what the shades mean, if there is more than one."""
        numbers = [tile.number for one in self.continents for tile in one.tiles if tile.code and tile.number]
        used = [level for level in _LEVELS if any(level_of(number, self._limits) == level for number in numbers)]
        if len(used) < 2:
            return
        many, most = (words.format_number(limit) for limit in self._limits)
        ranges = {
            "few": _write_range(1, self._limits[0] - 1, words),
            "many": _write_range(self._limits[0], self._limits[1] - 1, words),
            "most": words.gettext("{n} or more").format(n=most),
        }
        if "most" not in used:
            ranges["many"] = words.gettext("{n} or more").format(n=many)
        head = words.gettext("Participants") + words.colon
        drawn, x = draw_text(head, 0, LINE_HEIGHT / 2, "axis"), text_width(head) + GAP
        for level in used:
            wide = 32 + text_width(ranges[level])
            if x and x + wide > width:
                yield DrawnRow(LINE_HEIGHT, drawn)
                drawn, x = "", 0.0
            drawn += draw_box(x, LINE_HEIGHT / 2 - 11, 22, 22, f"tile {level}")
            drawn += draw_text(ranges[level], x + 32, LINE_HEIGHT / 2, "label")
            x += wide + GAP * 2
        yield DrawnRow(LINE_HEIGHT + GAP / 2, drawn)

    def _draw_names(self, width: float) -> Iterator[DrawnRow]:
        """Yield lines with the names that belong to the codes, in the order of the codes."""
        named = sorted((tile.code, tile.name) for one in self.continents for tile in one.tiles if tile.code)
        drawn, x = "", 0.0
        for code, name in named:
            beside = text_width(code) + 10
            first, *more = wrap_text(name, width - beside)
            wide = beside + text_width(first)
            if x and x + wide > width:
                yield DrawnRow(LINE_HEIGHT, drawn)
                drawn, x = "", 0.0
            drawn += draw_text(code, x, LINE_HEIGHT / 2, "number")
            drawn += draw_text(first, x + beside, LINE_HEIGHT / 2, "label")
            x += wide * _REGULAR + GAP * 1.6
            for line in more:
                yield DrawnRow(LINE_HEIGHT, drawn)
                drawn, x = draw_text(line, beside, LINE_HEIGHT / 2, "label"), width
        if drawn:
            yield DrawnRow(LINE_HEIGHT, drawn)


def level_of(number: int, limits: tuple[int, int]) -> str:
    """Return the CSS class of a number of participants; one that is not known has the lightest colour."""
    return _LEVELS[sum(number >= limit for limit in limits)]


def _write_range(first: int, last: int, words: Translator) -> str:
    numbers = [words.format_number(number) for number in dict.fromkeys((first, last))]
    return "–".join(numbers)


def place_tiles(tiles: Sequence[CountryTile], columns: int) -> Iterator[tuple[int, int, CountryTile]]:
    """Yield each tile with its row and column: rows from north to south, and in each row from west to east."""
    rows = math.ceil(len(tiles) / columns)
    ordered = sorted(tiles, key=lambda tile: (-tile.north, tile.east, tile.code))
    west = min(tile.east for tile in tiles)
    breadth = max(tile.east for tile in tiles) - west or 1.0
    for row in range(rows):
        line = ordered[row * len(tiles) // rows : (row + 1) * len(tiles) // rows]
        line.sort(key=lambda tile: (tile.east, -tile.north, tile.code))
        column = -1
        for index, tile in enumerate(line):
            wanted = round((tile.east - west) / breadth * (columns - 1))
            column = max(column + 1, min(wanted, columns - len(line) + index))
            yield row, column, tile


class _Block:
    """A continent as a block of tiles below its name."""

    def __init__(self, continent: Continent, width: float, limits: tuple[int, int]) -> None:
        self.continent = continent
        number = len(continent.tiles)
        most = max(1, int((width + _STEP - TILE) / _STEP))
        rows = max(1, round(math.sqrt(number / _BREADTH)))
        columns = min(most, number, max(2, math.ceil(number / rows * 1.2)))
        placed = list(place_tiles(continent.tiles, columns))
        # Columns in which no country lies are left out.
        used = sorted({column for _, column, _ in placed})
        self._placed = [(row, used.index(column), tile) for row, column, tile in placed]
        self._limits = limits
        label = " ".join(filter(None, (continent.name, continent.number_text)))
        self.width = max(len(used) * _STEP - (_STEP - TILE), min(width, text_width(label, strong=True)))
        self._label = wrap_text(label, self.width + GAP)
        self._head = LINE_HEIGHT * len(self._label) + 6
        self.height = self._head + (1 + max(row for row, _, _ in placed)) * _STEP + GAP

    def draw(self, x: float, head: float) -> str:
        """Draw the block; its tiles begin at `head`."""
        drawn = [draw_lines(self._label, x, head - 6 - LINE_HEIGHT * len(self._label) / 2, "number")]
        drawn += [self._draw_tile(tile, x + column * _STEP, head + row * _STEP) for row, column, tile in self._placed]
        return "".join(drawn)

    @property
    def head(self) -> float:
        """The height of its name."""
        return self._head

    def _draw_tile(self, tile: CountryTile, x: float, y: float) -> str:
        level = level_of(tile.number, self._limits) if tile.code else "unnamed"
        written = [(tile.code, "cell-name"), (tile.number_text, "tile-number")]
        lines = [(line, kind) for line, kind in written if line]
        top = y + TILE / 2 - (len(lines) - 1) * _LINES_APART / 2
        texts = "".join(
            draw_text(line, x + TILE / 2, top + index * _LINES_APART, f"{kind} {level}", "middle")
            for index, (line, kind) in enumerate(lines)
        )
        return draw_box(x, y, TILE, TILE, f"tile {level}") + texts


def _arrange_lines(blocks: Sequence[_Block], width: float) -> Iterator[list[_Block]]:
    """Yield the blocks that stand beside each other."""
    line: list[_Block] = []
    for block in blocks:
        if line and sum(one.width + _BETWEEN for one in line) + block.width > width:
            yield line
            line = []
        line.append(block)
    yield line


def _draw_line(blocks: Sequence[_Block]) -> DrawnRow:
    head = max(block.head for block in blocks)
    drawn, x = [], 0.0
    for block in blocks:
        drawn.append(block.draw(x, head))
        x += block.width + _BETWEEN
    height = max(block.height - block.head for block in blocks) + head
    return DrawnRow(height + GAP / 2, "".join(drawn))
