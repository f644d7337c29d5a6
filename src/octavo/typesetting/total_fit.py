"""Choose the breaks of a paragraph together, as Knuth and Plass do (Software: Practice and Experience, 1981).

The cost of a line grows with the third power of how far its spaces are from their natural width; hyphens, hyphens in
a row and a short last line cost too. Spaces may be stretched, and shrunk a little. A title has as few lines as can
be, of like widths, which end after a colon if they can, and not after an article or preposition.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum, auto
from math import inf

from .paragraph_measure import DASH_BREAK, HYPHEN_BREAK, JOINT_BREAK, SPACE_BREAK, BreakPoint

SHRINK = 0.16
"""Share of its width by which a space may shrink."""
_STRETCH = 0.5
"""Share of its width by which a space stretches at the price of a bad line."""
_TOLERANCE = 1.5
"""Stretch up to which a paragraph is set without hyphens."""
_SHORTEST = 0.7
"""Share of the measure that a line fills, at least, if it can."""
_MOST_STRETCH, _HOPELESS = 20, 1e12
_LINE_COST = 10.0
_BREAK_COSTS = {SPACE_BREAK: 0.0, JOINT_BREAK: 40.0**2, DASH_BREAK: 50.0**2, HYPHEN_BREAK: 100.0**2}
_ROW_COSTS = (0.0, 20_000.0, 2_000_000.0)
"""What a hyphen costs after so many others at the ends of the lines before it."""
_STUB_COST = 60_000.0
_STUB = 0.12
"""Share of the measure below which a last line is too short."""


class TitleEnd(Enum):
    """What a line of a title ends with."""

    COLON = auto()
    PLAIN = auto()
    WEAK = auto()


def choose_breaks(
    points: Sequence[BreakPoint], hyphenated: Sequence[BreakPoint], ends: tuple[BreakPoint, BreakPoint],
    measures: tuple[float, float], space: float,
) -> list[BreakPoint]:  # fmt: skip
    """Return the ends of all lines but the last; [] if the text cannot be broken.

    `ends` are the start and the end of the text, `measures` the widths of the first line and of the others in pixels,
    and `space` is the width of a space. Hyphens are used only where a paragraph without them has a bad line.
    """
    start, end = ends
    found, worst = _search([start, *points, end], measures, space)
    if hyphenated is not points and worst > _TOLERANCE:
        again, better = _search([start, *hyphenated, end], measures, space)
        return again if better < inf else found
    return found


def _search(
    points: Sequence[BreakPoint], measures: tuple[float, float], space: float
) -> tuple[list[BreakPoint], float]:
    """Return the cheapest breaks, and the stretch of their worst line: infinite if there are none."""
    search = _Search(points, measures, space)
    last = len(points) - 1
    for index in range(1, last + 1):
        search.add(index, index == last)
    if search.costs[last] == inf:
        return [], inf
    chosen, worst, at = [], search.stretches[last], search.before[last]
    while at > 0:
        chosen.append(points[at])
        worst = max(worst, search.stretches[at])
        at = search.before[at]
    return chosen[::-1], worst


class _Search:
    """The cheapest way to each break: its cost, the break before it, hyphens in a row and the stretch of its line."""

    def __init__(self, points: Sequence[BreakPoint], measures: tuple[float, float], space: float) -> None:
        self._points, self._measures, self._space = points, measures, space
        self._starts = [point.start for point in points]
        self._spaces = [point.spaces_to_start for point in points]
        self.costs, self.before, self.hyphens, self.stretches = [0.0], [-1], [0], [0.0]

    def add(self, index: int, is_last: bool) -> None:
        """Find the cheapest line that ends at a break."""
        end = self._points[index].end
        widest, narrowest = max(self._measures) * (1 + SHRINK), min(self._measures) * _SHORTEST
        first = bisect_left(self._starts, end - widest, 0, index)
        middle = index if is_last else bisect_left(self._starts, end - narrowest, first, index)
        best = self._best_last_line(first, index) if is_last else self._best_line(first, middle, index)
        if best[0] == inf and not is_last:
            best = self._best_line(middle, index, index)
        cost, begin, stretch = best
        kind = self._points[index].kind
        self.costs.append(cost)
        self.before.append(begin)
        self.hyphens.append(self.hyphens[begin] + 1 if kind in (HYPHEN_BREAK, DASH_BREAK) else 0)
        self.stretches.append(stretch)

    def _best_line(self, first: int, last: int, index: int) -> tuple[float, int, float]:
        point = self._points[index]
        end, spaces_to_end = point.end, point.spaces_to_end
        best, chosen, stretch = inf, 0, 0.0
        fixed = _BREAK_COSTS[point.kind]
        is_hyphen = point.kind in (HYPHEN_BREAK, DASH_BREAK)
        costs, starts, counts, space = self.costs, self._starts, self._spaces, self._space
        for begin in range(first, last):
            cost = costs[begin]
            if cost >= best:
                continue
            extra = self._measures[begin > 0] - end + starts[begin]
            spaces = spaces_to_end - counts[begin]
            if extra >= 0:
                ratio = extra / ((spaces or 0.3) * space * _STRETCH)
            else:
                ratio = -extra / ((spaces or 0.01) * space * SHRINK)
                if ratio > 1:
                    continue
            own = (_LINE_COST + 100 * ratio**3) ** 2 + fixed if ratio < _MOST_STRETCH else _HOPELESS * ratio
            if own >= best and extra >= 0 and begin:
                break  # a line that begins later is looser still
            cost += own
            if is_hyphen:
                cost += _ROW_COSTS[min(self.hyphens[begin], len(_ROW_COSTS) - 1)]
            if cost < best:
                best, chosen, stretch = cost, begin, ratio if extra >= 0 else 0.0
        return best, chosen, stretch

    def _best_last_line(self, first: int, index: int) -> tuple[float, int, float]:
        best, chosen = inf, 0
        for begin in range(first, index):
            width = self._points[index].end - self._starts[begin]
            measure = self._measures[begin > 0]
            cost = self.costs[begin] + (_STUB_COST if width < _STUB * measure else 0.0)
            if width <= measure and cost < best:
                best, chosen = cost, begin
        return best, chosen, 0.0


_SHORT_TITLE_LINE = 0.3
"""Share of the measure below which a colon is no reason to end a line of a title."""
_ROUNDING = 0.001
_TITLE_LINE, _TITLE_WEAK, _TITLE_PLAIN, _TITLE_HYPHEN, _TITLE_RAGGED = 100.0, 20.0, 2.0, 50.0, 4.5


def choose_title_breaks(
    points: Sequence[BreakPoint], ends: tuple[BreakPoint, BreakPoint], measure: float, kinds: Sequence[TitleEnd]
) -> list[BreakPoint]:
    """Return the ends of all lines of a title but the last; [] if a word is wider than the measure.

    `kinds` tells for each point what a line would end with.
    """
    places = [ends[0], *points, ends[1]]
    price = {TitleEnd.COLON: 0.0, TitleEnd.PLAIN: _TITLE_PLAIN, TitleEnd.WEAK: _TITLE_WEAK}
    within = [
        price[kind] + _TITLE_HYPHEN * (point.kind != SPACE_BREAK) for kind, point in zip(kinds, points, strict=True)
    ]
    prices, costs, before = [0.0, *within, 0.0], [0.0], [-1]
    starts = [place.start for place in places]
    for index in range(1, len(places)):
        best, chosen = inf, 0
        # No line that begins earlier can end here, so a long title costs no more than its letters.
        first = bisect_left(starts, places[index].end - measure - _ROUNDING, 0, index)
        for begin in range(first, index):
            extra = measure - (places[index].end - places[begin].start)
            cost = costs[begin] + _TITLE_LINE + (extra / measure) ** 2 * _TITLE_RAGGED + prices[index]
            if measure - extra < _SHORT_TITLE_LINE * measure:
                cost += _TITLE_PLAIN
            if extra >= 0 and cost < best:
                best, chosen = cost, begin
        costs.append(best)
        before.append(chosen)
    found, at = [], before[-1] if costs[-1] < inf else 0
    while at > 0:
        found.append(places[at])
        at = before[at]
    return found[::-1]
