"""Where countries lie on the globe, from the public-domain table of time zones that the package tzdata carries."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from statistics import fmean
from typing import NamedTuple

_ROW = re.compile(r"([A-Z]{2})\t([+-]\d{4,6})([+-]\d{5,7})\t")
_SEAM = -30
"""The meridian through the Atlantic at which the globe is cut open: no country lies on both of its sides."""


class Coordinates(NamedTuple):
    """A place: degrees north of the equator, and degrees east of the meridian of 30° west, from 0 to 360."""

    north: float
    east: float


@cache
def country_coordinates() -> dict[str, Coordinates]:
    """Return the middle of the towns that name a country's time zones, by the country's code."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    towns: dict[str, list[tuple[float, float]]] = {}
    for code, north, east in _ROW.findall(table):
        towns.setdefault(code, []).append((_to_degrees(north, 2), _to_degrees(east, 3)))
    return {code: _find_middle(places) for code, places in towns.items()}


def _to_degrees(written: str, digits: int) -> float:
    """Convert ±DDMM, ±DDDMM or the same with seconds (ISO 6709) to degrees."""
    degrees, minutes, seconds = (written[1:][at:end] or "0" for at, end in _cuts(digits))
    size = int(degrees) + int(minutes) / 60 + int(seconds) / 3600
    return -size if written[0] == "-" else size


def _cuts(digits: int) -> tuple[tuple[int, int], ...]:
    return ((0, digits), (digits, digits + 2), (digits + 2, digits + 4))


def _find_middle(places: list[tuple[float, float]]) -> Coordinates:
    easts = [east for _, east in places]
    if max(easts) - min(easts) > 180:  # towns on both sides of the date line
        easts = [east % 360 for east in easts]
    return Coordinates(fmean(north for north, _ in places), (fmean(easts) - _SEAM) % 360)
