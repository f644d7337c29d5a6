"""Write numbers as PDF does (ISO 32000-1, 7.3.3): in decimals, without an exponent, to the precision needed."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object

_PLACES = 6
"""Decimals of numbers from 1 on; a smaller number gets one more for each zero after its point."""
_LEAST = 1e-12
"""Smaller numbers are written as 0: readers need not support them."""
_COLOUR_PLACES = 4


def write_number(value: float) -> str:
    """Write a length, a coordinate or an element of a matrix with six significant decimals; raise ValueError.

    With six decimals in all, 1/29793 would become 0.000034: a formula of 29,793 units would be drawn 1.3 per cent too
    wide.
    """
    if not isfinite(value):
        raise ValueError("a PDF cannot hold a number that is not finite")
    size = abs(value)
    if size < _LEAST:
        return "0"
    places = _PLACES if size >= 1 else _PLACES - floor(log10(size))
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".")


def write_numbers(values: Iterable[float]) -> str:
    """Write numbers as the operands of an operator."""
    return " ".join(map(write_number, values))


def number_array(values: Iterable[float]) -> Object:
    """Return a PDF array of the exact numbers; from floats, pikepdf would write six decimals."""
    from pikepdf import Object

    return Object.parse(f"[ {write_numbers(values)} ]".encode("ascii"))


def write_colour(value: float) -> str:
    """Write a colour component, from 0 to 1, with four decimals: no device distinguishes more."""
    text = f"{value:.{_COLOUR_PLACES}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def write_colours(values: Iterable[float]) -> str:
    """Write colour components as the operands of an operator."""
    return " ".join(map(write_colour, values))
