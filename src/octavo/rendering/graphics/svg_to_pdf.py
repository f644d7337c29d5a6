"""Convert an SVG of paths, rectangles and lines into the content stream of a PDF form.

WeasyPrint takes 20 ms to draw the SVG of a formula; a form costs no more than an image.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from ...pdf_numbers import write_number, write_numbers

_TOKEN = re.compile(r"[MLHVQCZ]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "Z": 0}


@dataclass(frozen=True)
class Outline:
    """A black drawing: its operators, with y pointing up, and its box (left, bottom, right, top) in their units."""

    operators: bytes
    box: tuple[float, float, float, float]


@lru_cache(maxsize=1024)
def convert_outline(svg: str) -> Outline:
    """Convert the paths, rectangles and lines of an SVG. Raises ValueError for any other element."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn by ourselves a moment ago
    left, top, width, height = map(float, root.get("viewBox", "").split())
    drawn: list[str] = []
    for element in root.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "path":
            drawn += [*_write_path(element.get("d", "")), "f"]
        elif kind == "rect":
            if element.get("fill") not in ("none", "transparent"):
                drawn += [_write_rectangle(element), "f"]
        elif kind == "line":
            drawn.append(_write_line(element))
        elif kind not in ("svg", "g", "title", "desc") or element.get("transform"):
            raise ValueError(f"an outline cannot hold <{kind}>")
    return Outline("\n".join(drawn).encode("ascii"), (left, -top - height, left + width, -top))


def _write_point(x: float, y: float) -> str:
    return write_numbers((x, -y))


def _write_path(data: str) -> Iterator[str]:
    tokens = _TOKEN.findall(data)
    at, x, y, start = 0, 0.0, 0.0, (0.0, 0.0)
    command = ""
    while at < len(tokens):
        if tokens[at] in _ARGUMENTS:
            command, at = tokens[at], at + 1
        if command not in _ARGUMENTS:
            raise ValueError(f"a path cannot hold {tokens[at]}")
        numbers = [float(token) for token in tokens[at : at + _ARGUMENTS[command]]]
        at += _ARGUMENTS[command]
        if command == "Z":
            yield "h"
            (x, y), command = start, ""
            continue
        if command == "Q":
            yield _write_quadratic(x, y, *numbers)
        elif command == "C":
            a, b, c, d, e, f = numbers
            yield f"{_write_point(a, b)} {_write_point(c, d)} {_write_point(e, f)} c"
        if command in "HV":
            numbers = [numbers[0], y] if command == "H" else [x, numbers[0]]
        x, y = numbers[-2:]
        if command == "M":
            start = (x, y)
        if command in "MLHV":
            yield f"{_write_point(x, y)} {'m' if command == 'M' else 'l'}"
        command = "L" if command == "M" else command


def _write_quadratic(x: float, y: float, a: float, b: float, c: float, d: float) -> str:
    """Write a quadratic Bézier curve as a cubic one, since PDF has no other."""
    first = _write_point(x + 2 / 3 * (a - x), y + 2 / 3 * (b - y))
    second = _write_point(c + 2 / 3 * (a - c), d + 2 / 3 * (b - d))
    return f"{first} {second} {_write_point(c, d)} c"


def _write_rectangle(element: ElementTree.Element) -> str:
    x, y, width, height = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
    return f"{_write_point(x, y + height)} {write_numbers((width, height))} re"


def _write_line(element: ElementTree.Element) -> str:
    x1, y1, x2, y2 = (float(element.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
    weight = float(element.get("stroke-width", "1"))
    return f"q {write_number(weight)} w {_write_point(x1, y1)} m {_write_point(x2, y2)} l S Q"
