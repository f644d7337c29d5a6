"""Draw the figure of a cover in SVG: rings in rows and columns, which fill the room that the words leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, pi, sin

LEAST_DIAMETER, MOST_DIAMETER = 4.0, 34.0
"""Smallest and largest ring, in mm."""
_DIAMETER_SHARE = 0.68
"""Diameter of a ring, as a share of the step from one to the next."""
_SMALLNESS_COST = 2.0
"""What smaller rings cost, beside a last row that is not full."""
_HOUR, _MINUTE, _POINT_CIRCLE = 0.5, 0.72, 0.6
"""Lengths in radii of a ring: of its hands, and of the circle on which its points lie."""


@dataclass(frozen=True)
class CoverSign:
    """A ring, and what is in it: the hands of a clock, the share of a disc, or points in a circle."""

    hands: tuple[int, int] | None = None
    """Hour and minute."""
    share: float | None = None
    """Share of the disc that is filled, from 0 to 1."""
    points: int = 0
    is_whole: bool = True
    """Whether the ring is a line; else it is dashed."""
    is_stressed: bool = False


@dataclass(frozen=True)
class FigureColours:
    """The colours of a figure: of whole rings, of dashed ones, and of what is stressed."""

    ink: str
    soft: str
    stressed: str


@dataclass(frozen=True)
class FigureGrid:
    """Where the rings stand, in mm: `step` from one column to the next, `down` from one row to the next."""

    columns: int
    rows: int
    diameter: float
    step: float
    down: float

    @property
    def height(self) -> float:
        """Height of the figure in mm."""
        return self.diameter + (self.rows - 1) * self.down


def lay_out_figure(count: int, width: float, height: float) -> FigureGrid | None:
    """Return the grid of so many rings that fills a box best; None if they would be too small. Lengths are in mm."""
    grids = [grid for columns in range(1, count + 1) if (grid := _make_grid(count, columns, width, height))]
    if not grids:
        return None
    largest = max(grid.diameter for grid in grids)

    def cost(grid: FigureGrid) -> tuple[float, int]:
        holes = (grid.columns * grid.rows - count) / grid.columns
        return holes + _SMALLNESS_COST * (1 - grid.diameter / largest), -grid.columns

    return min(grids, key=cost)


def _make_grid(count: int, columns: int, width: float, height: float) -> FigureGrid | None:
    """Return a grid of so many columns, which are spread over the whole width."""
    rows = ceil(count / columns)
    across = width / (columns - 1 + _DIAMETER_SHARE)
    down = height / (rows - 1 + _DIAMETER_SHARE)
    diameter = min(_DIAMETER_SHARE * min(across, down), MOST_DIAMETER)
    if diameter < LEAST_DIAMETER:
        return None
    # Rows stand no wider apart than columns, and columns no wider than looks like one figure.
    step = min(2 * diameter, (width - diameter) / (columns - 1) if columns > 1 else 2 * diameter)
    return FigureGrid(columns, rows, diameter, step, min(step, (height - diameter) / max(1, rows - 1)))


def draw_cover_figure(signs: Sequence[CoverSign], grid: FigureGrid, width: float, colours: FigureColours) -> bytes:
    """Draw the signs in their grid as SVG, `width` mm wide."""
    radius = grid.diameter / 2
    drawn = "".join(
        f'<g transform="translate({radius + at % grid.columns * grid.step:.3f} '
        f'{radius + at // grid.columns * grid.down:.3f})">{"".join(_draw_sign(sign, radius, colours))}</g>'
        for at, sign in enumerate(signs)
    )
    # The strokes of the rings at the edges lie half outside.
    edge = _stroke(radius)
    box = f"{-edge:.3f} {-edge:.3f} {width + 2 * edge:.3f} {grid.height + 2 * edge:.3f}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{drawn}</svg>'.encode()


def _stroke(radius: float) -> float:
    return max(0.25, min(0.6, 0.075 * radius))


def _draw_sign(sign: CoverSign, radius: float, colours: FigureColours) -> Iterator[str]:
    line = _stroke(radius)
    ring = colours.ink if sign.is_whole else colours.soft
    inner = colours.stressed if sign.is_stressed else ring
    if sign.share == 1:
        yield f'<circle r="{radius:.3f}" fill="{inner}" stroke="{inner}" stroke-width="{line:.3f}"/>'
        return
    dash = 2 * pi * radius / 32
    dashes = "" if sign.is_whole else f' stroke-dasharray="{dash:.3f}"'
    colour = inner if sign.share is not None else ring
    yield f'<circle r="{radius:.3f}" fill="none" stroke="{colour}" stroke-width="{line:.3f}"{dashes}/>'
    if sign.share:
        x, y = _point(sign.share, radius - 1.6 * line)
        large = int(sign.share > 0.5)
        r = radius - 1.6 * line
        yield f'<path d="M0 0V{-r:.3f}A{r:.3f} {r:.3f} 0 {large} 1 {x:.3f} {y:.3f}Z" fill="{inner}"/>'
    if sign.hands:
        yield from _draw_hands(*sign.hands, radius, inner)
    for at in range(sign.points):
        x, y = _point(at / sign.points, 0 if sign.points == 1 else radius * _POINT_CIRCLE)
        dot = min(0.17, 1.1 / max(5, sign.points)) * radius
        yield f'<circle cx="{x:.3f}" cy="{y:.3f}" r="{dot:.3f}" fill="{inner}"/>'


def _draw_hands(hour: int, minute: int, radius: float, colour: str) -> Iterator[str]:
    for turn, length, thickness in (
        ((hour % 12 + minute / 60) / 12, _HOUR, 2.2),
        (minute / 60, _MINUTE, 1.5),
    ):
        x, y = _point(turn, radius * length)
        yield (
            f'<path d="M0 0L{x:.3f} {y:.3f}" stroke="{colour}" stroke-width="{thickness * _stroke(radius):.3f}" '
            f'stroke-linecap="round" fill="none"/>'
        )


def _point(turn: float, radius: float) -> tuple[float, float]:
    """Return the point at a share of a turn, clockwise from the top."""
    return radius * sin(2 * pi * turn) + 0.0, -radius * cos(2 * pi * turn) + 0.0
