"""Build a path from instructions, and return the boxes of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from ..objects.geometry import Box, Matrix, transform_point
from .page_content import contains_box

_ALIKE = 0.001
"""Points by which two equal coordinates may differ."""


class Subpath:
    """The bounding box of a subpath, and whether all its segments are parallel to the axes."""

    __slots__ = ("axial", "box", "last", "points", "thickness")

    def __init__(self, x: float, y: float) -> None:
        self.box: Box = (x, y, x, y)
        self.last = (x, y)
        self.points = 1
        self.axial = True
        self.thickness: float | None = None

    def add_point(self, x: float, y: float, curved: bool = False) -> None:
        """Extend the box to a point."""
        x0, y0, x1, y1 = self.box
        self.box = (x if x < x0 else x0, y if y < y0 else y0, x if x > x1 else x1, y if y > y1 else y1)
        along = abs(x - self.last[0]) < _ALIKE or abs(y - self.last[1]) < _ALIKE
        self.axial = self.axial and along and not curved
        self.last = (x, y)
        self.points += 1

    @property
    def is_line(self) -> bool:
        """Return whether it is a single horizontal or vertical line."""
        return self.points == 2 and self.axial

    @property
    def is_upright(self) -> bool:
        """Return whether it is a rectangle parallel to the axes."""
        return self.axial and self.points in (4, 5)

    @property
    def shorter_side(self) -> float | None:
        """Return the shorter side of a rectangle, or None for another shape."""
        if self.thickness is not None or not self.is_upright:
            return self.thickness
        return min(self.box[2] - self.box[0], self.box[3] - self.box[1])


class Path:
    """The current path, in points of the page."""

    def __init__(self) -> None:
        self.parts: list[Subpath] = []

    def move_to(self, x: float, y: float) -> None:
        """Begin a subpath."""
        if self.parts and self.parts[-1].points == 1:
            self.parts.pop()
        self.parts.append(Subpath(x, y))

    def line_to(self, x: float, y: float, curved: bool = False) -> None:
        """Add a line or a curve to a point."""
        if self.parts:
            self.parts[-1].add_point(x, y, curved)
        else:
            self.parts.append(Subpath(x, y))

    def add_rectangle(self, way: Matrix, x: float, y: float, width: float, height: float) -> None:
        """Add a rectangle, given before the matrix is applied."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.move_to(*transform_point(way, *corners[0]))
        for corner in corners[1:]:
            self.line_to(*transform_point(way, *corner))
        sides = abs(width) * hypot(way[0], way[1]), abs(height) * hypot(way[2], way[3])
        self.parts[-1].thickness = min(sides)

    @property
    def box(self) -> Box | None:
        """Return the bounding box of the path."""
        return box_union(part.box for part in self.parts)

    def painted_parts(self, by_turns: bool = False) -> Iterator[tuple[Box, Subpath | None]]:
        """Yield rectangles and lines one by one, and all other subpaths together, since a letter has many subpaths.

        If the path is filled `by_turns` (even-odd), a rectangle inside another is a frame, and the four sides are
        yielded.
        """
        parts = list(_frame_sides(*self.parts)) if by_turns and len(self.parts) == 2 else self.parts
        rest: list[Box] = []
        for part in parts:
            if part.points == 1:
                continue
            if part.shorter_side is not None or part.is_line:
                yield part.box, part
            else:
                rest.append(part.box)
        whole = box_union(rest)
        if whole is not None:
            yield whole, None


def _frame_sides(one: Subpath, other: Subpath) -> Iterator[Subpath]:
    """Yield the four sides of the frame between two rectangles, or the rectangles if they do not form a frame."""
    inner, outer = sorted((one, other), key=lambda part: (part.box[2] - part.box[0]) * (part.box[3] - part.box[1]))
    if not (inner.is_upright and outer.is_upright and contains_box(outer.box, inner.box, _ALIKE)):
        yield from (one, other)
        return
    (a, b, c, d), (left, bottom, right, top) = outer.box, inner.box
    for side in ((a, b, left, d), (right, b, c, d), (a, b, c, bottom), (a, top, c, d)):
        if side[2] - side[0] > _ALIKE and side[3] - side[1] > _ALIKE:
            part = Subpath(side[0], side[1])
            part.add_point(side[2], side[3])
            part.thickness = min(side[2] - side[0], side[3] - side[1])
            yield part


def box_union(boxes: Iterator[Box] | list[Box]) -> Box | None:
    """Return the smallest box that contains the others, or None without boxes."""
    listed = list(boxes)
    if not listed:
        return None
    lefts, bottoms, rights, tops = zip(*listed, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
