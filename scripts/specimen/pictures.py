"""Draw the pictures of the specimens: nothing in, images as bytes out; nobody and no place is shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from octavo.typesetting.shipped_fonts import list_shipped_fonts

INK, PAPER, STONE, SHADE, SKY, GROUND = "#22303c", "#f4f1ea", "#d9d3c5", "#a9a294", "#c9d8e2", "#8f9a86"
CLOTHES = ("#33475b", "#6b4f4f", "#4f6b5a", "#7a6a45", "#55506e", "#8a8f98", "#2f2f35")
HAIR = ("#2b2422", "#5a4030", "#8c8c8c", "#3b2a1e", "#b08d57")
SKINS = ("#e6c7a8", "#c99b72", "#8d6146", "#f0d9c2", "#6f4a36")
# Everything is drawn twice as large and made smaller, so that slanting edges are smooth.
FINE = 2

Draw = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]


def pictures() -> dict[str, bytes]:
    """Draw all pictures; the keys are their files."""
    drawn = {name: _image(name, size, draw) for name, (size, draw) in SCENES.items()}
    return {**drawn, "images/foundation.png": _logo((300, 340), _foundation)}


def _image(name: str, size: tuple[int, int], draw: Callable[[Draw, int, int], None]) -> bytes:
    width, height = size[0] * FINE, size[1] * FINE
    canvas = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(canvas)
    draw(pen, width, height)
    _stamp(pen, width, height)
    return _encoded(canvas.resize(size, Image.Resampling.BOX), Path(name).suffix)


def _logo(size: tuple[int, int], draw: Callable[[Draw, int, int], None]) -> bytes:
    canvas = Image.new("RGB", (size[0] * FINE, size[1] * FINE), "white")
    draw(ImageDraw.Draw(canvas), *canvas.size)
    return _encoded(canvas.resize(size, Image.Resampling.BOX), ".png")


def _encoded(image: Image.Image, suffix: str) -> bytes:
    file = BytesIO()
    if suffix == ".png":
        image.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True, dpi=(300, 300))
    elif suffix == ".webp":
        image.save(file, "WEBP", quality=82, method=6)
    else:
        image.save(file, "JPEG", quality=82, optimize=True, dpi=(300, 300))
    return file.getvalue()


def _face(size: float) -> ImageFont.FreeTypeFont:
    """Return the shipped bold sans serif; the host's fonts are not asked."""
    file = list_shipped_fonts()["OctavoSans-Semibold.ttf"]
    return ImageFont.truetype(str(file), round(size), layout_engine=ImageFont.Layout.BASIC)


def _stamp(pen: Draw, width: int, height: int) -> None:
    """Write SPECIMEN on a band along the lower edge."""
    band = height * 0.09
    pen.rectangle((0, height - band, width, height), fill=INK)
    pen.text((width / 2, height - band / 2), "SPECIMEN", font=_face(band * 0.62), fill=PAPER, anchor="mm")


def _clock(pen: Draw, x: float, y: float, radius: float, hour: float) -> None:
    """Draw a dial; the hour has a fraction for the minutes."""
    pen.ellipse(_round(x, y, radius), fill=PAPER, outline=INK, width=max(2, round(radius / 14)))
    for mark in range(12):
        turn = math.tau * mark / 12
        pen.line((*_at(x, y, radius * 0.78, turn), *_at(x, y, radius * 0.9, turn)), fill=INK, width=round(radius / 22))
    for length, turn, width in ((0.5, hour / 12, 12), (0.72, hour % 1, 18)):
        pen.line((x, y, *_at(x, y, radius * length, math.tau * turn)), fill=INK, width=round(radius / width))
    pen.ellipse(_round(x, y, radius * 0.06), fill=INK)


def _round(x: float, y: float, radius: float) -> Box:
    return (x - radius, y - radius, x + radius, y + radius)


def _at(x: float, y: float, radius: float, turn: float) -> tuple[float, float]:
    return (x + radius * math.sin(turn), y - radius * math.cos(turn))


def _figure(pen: Draw, x: float, y: float, size: float, number: int) -> None:
    """Draw a person without a face, from the shoulders up; y is the chin."""
    clothes, skin = CLOTHES[number * 5 % len(CLOTHES)], SKINS[number * 3 % len(SKINS)]
    pen.rounded_rectangle((x - size, y + size * 0.25, x + size, y + size * 4), radius=size * 0.75, fill=clothes)
    pen.polygon([(x - size * 0.35, y + size * 0.2), (x + size * 0.35, y + size * 0.2), (x, y + size * 1.1)], fill=PAPER)
    pen.rectangle((x - size * 0.22, y - size * 0.2, x + size * 0.22, y + size * 0.4), fill=skin)
    pen.ellipse((x - size * 0.55, y - size * 1.3, x + size * 0.55, y + size * 0.1), fill=skin)
    top = size * (0.75 + number * 7 % 4 * 0.1)
    pen.chord(
        (x - size * 0.6, y - size * 1.42, x + size * 0.6, y - size * 1.42 + top * 1.6),
        180,
        360,
        fill=HAIR[number * 2 % len(HAIR)],
    )


def _group(pen: Draw, width: int, height: int) -> None:
    pen.rectangle((0, 0, width, height * 0.5), fill=SKY)
    pen.rectangle((0, height * 0.16, width, height * 0.8), fill=STONE)
    pen.polygon([(width * 0.06, height * 0.2), (width / 2, height * 0.02), (width * 0.94, height * 0.2)], fill=STONE)
    pen.line((width * 0.06, height * 0.2, width * 0.94, height * 0.2), fill=SHADE, width=width // 200)
    _clock(pen, width / 2, height * 0.13, height * 0.05, 10.17)
    for column in range(8):
        x = width * (0.085 + column * 0.1186)
        pen.rectangle((x - width * 0.022, height * 0.23, x + width * 0.022, height * 0.75), fill=PAPER)
        pen.rectangle((x + width * 0.012, height * 0.23, x + width * 0.022, height * 0.75), fill=SHADE)
    pen.rectangle((0, height * 0.7, width, height), fill=GROUND)
    for number, (x, y) in enumerate(_places()):
        _figure(pen, width * x, height * y, width * 0.027, number)


def _places() -> Iterator[tuple[float, float]]:
    """Return the places of the 35 who came in person, from the back row to the front."""
    for row, many in enumerate((8, 9, 9, 9)):
        for seat in range(many):
            yield 0.5 + (seat - (many - 1) / 2) * (0.088 + row * 0.002), 0.42 + row * 0.135


def _hall(pen: Draw, width: int, height: int) -> None:
    pen.rectangle((0, 0, width, height), fill="#e4dfd3")
    pen.polygon(
        [(0, height), (width * 0.2, height * 0.58), (width * 0.8, height * 0.58), (width, height)], fill="#9b8b76"
    )
    pen.rectangle(
        (width * 0.29, height * 0.1, width * 0.71, height * 0.52), fill=PAPER, outline=INK, width=width // 160
    )
    _clock(pen, width / 2, height * 0.31, height * 0.17, 10.17)
    pen.polygon(
        [
            (width * 0.15, height * 0.42),
            (width * 0.24, height * 0.42),
            (width * 0.22, height * 0.64),
            (width * 0.17, height * 0.64),
        ],
        fill="#6b4f4f",
    )
    _figure(pen, width * 0.195, height * 0.36, width * 0.017, 3)
    for row in range(5):
        _row_of_seats(pen, width, height * (0.6 + row * 0.075), 0.05 + row * 0.011)


def _row_of_seats(pen: Draw, width: int, y: float, step: float) -> None:
    """Draw a row of seats seen from behind, some of them taken."""
    for seat in range(-5, 6):
        x, half = width * (0.5 + seat * step * 1.25), width * step * 0.45
        number = round(y / step / width) + seat * 11
        if number % 3:
            _figure(pen, x, y - half * 0.2, half * 0.55, number)
        pen.rounded_rectangle((x - half, y, x + half, y + half * 2.2), radius=half * 0.3, fill="#3f5468", outline=INK)


def _bench(pen: Draw, width: int, height: int) -> None:
    pen.rectangle((0, 0, width, height * 0.68), fill="#dfe3e0")
    for line in range(1, 12):
        pen.line((0, height * line * 0.06, width, height * line * 0.06), fill="#d2d7d3", width=width // 600)
    pen.rectangle((0, height * 0.68, width, height), fill="#a07f5c")
    pen.rectangle((0, height * 0.68, width, height * 0.71), fill="#7d6146")
    tops = ((0.2, 0.36, 10.17), (0.5, 0.28, 10.19), (0.8, 0.42, 10.12))
    for x, y, hour in tops:
        _case(pen, width * x, height * y, height * 0.7, width * 0.085, hour)
    for (x1, y1, _), (x2, y2, _) in pairwise(tops):
        for dot in range(1, 12):
            part = 0.3 + dot * 0.4 / 12
            at = width * (x1 + (x2 - x1) * part), height * (y1 + (y2 - y1) * part)
            pen.ellipse(_round(*at, width * 0.004), fill=INK)


def _case(pen: Draw, x: float, y: float, foot: float, half: float, hour: float) -> None:
    """Draw a clock in its case, which stands on the bench."""
    pen.rectangle((x - half, y - half * 1.25, x + half, foot), fill="#6d4b34", outline=INK, width=6)
    pen.polygon([(x - half * 1.15, y - half * 1.25), (x, y - half * 1.9), (x + half * 1.15, y - half * 1.25)], fill=INK)
    _clock(pen, x, y, half * 0.85, hour)
    pen.rectangle((x - half * 0.4, y + half * 1.1, x + half * 0.4, foot - half * 0.2), fill="#3a2a1f")
    bob = foot - half * 0.55
    pen.line((x, y + half * 1.1, x + half * 0.1, bob), fill="#d8b45a", width=6)
    pen.ellipse(_round(x + half * 0.1, bob, half * 0.18), fill="#d8b45a")


def _tower(pen: Draw, width: int, height: int) -> None:
    """Draw a tower at night, with a dial that is lit; the roofs of a town stand before it."""
    for step in range(24):
        shade = 26 + step * 3
        top = height * step / 24
        pen.rectangle((0, top, width, top + height / 24 + 1), fill=(shade, shade + 12, shade + 34))
    for star in range(60):
        x, y = (star * 0.618) % 1 * width, (star * 0.377) % 0.62 * height
        pen.ellipse(_round(x, y, width / (500 + star % 4 * 90)), fill="#e8e4d8")
    left, right = width * 0.33, width * 0.67
    pen.rectangle((left, height * 0.3, right, height), fill="#b9a98c")
    pen.rectangle((width * 0.5, height * 0.3, right, height), fill="#a39378")
    pen.rectangle((left - width * 0.025, height * 0.29, right + width * 0.025, height * 0.31), fill="#8a7b63")
    pen.polygon([(left, height * 0.29), (width * 0.5, height * 0.08), (right, height * 0.29)], fill="#5a4a45")
    pen.line((width * 0.5, height * 0.08, width * 0.5, height * 0.04), fill=INK, width=width // 120)
    _clock(pen, width * 0.5, height * 0.41, width * 0.135, 10.87)
    for floor in range(3):
        y = height * (0.56 + floor * 0.1)
        pen.rectangle((width * 0.475, y, width * 0.525, y + height * 0.045), fill="#f0dfae" if floor == 1 else INK)
    for house in range(7):
        x, y = width * (house / 7 - 0.02), height * (0.8 + house * 3 % 4 * 0.02)
        middle = x + width * 0.09
        pen.polygon([(x, y), (middle, y - height * 0.05), (x + width * 0.18, y)], fill="#3a3f47")
        pen.rectangle((x, y, x + width * 0.18, height), fill="#2a2f37")
        pen.rectangle(
            (middle - width * 0.012, y + height * 0.03, middle + width * 0.012, y + height * 0.05), fill="#f0dfae"
        )


def _ring(pen: Draw, width: int, height: int) -> None:
    pen.rectangle((0, 0, width, height), fill="white")
    stations = [
        (
            width / 2 + width * 0.36 * math.sin(math.tau * k / 8),
            height * 0.45 - height * 0.34 * math.cos(math.tau * k / 8),
        )
        for k in range(8)
    ]
    pen.line([*stations, stations[0]], fill=INK, width=width // 220, joint="curve")
    for number, (x, y) in enumerate(stations, 1):
        radius = width * 0.042
        pen.ellipse(_round(x, y, radius), fill=INK if number == 1 else "white", outline=INK, width=width // 220)
        colour = "white" if number == 1 else INK
        pen.text((x, y), str(number), font=_face(radius * 1.1), fill=colour, anchor="mm")
    _clock(pen, width / 2, height * 0.45, height * 0.12, 7.0)


def _portrait(number: int, wall: str) -> Callable[[Draw, int, int], None]:
    def draw(pen: Draw, width: int, height: int) -> None:
        pen.rectangle((0, 0, width, height), fill=wall)
        _figure(pen, width / 2, height * 0.58, width * 0.3, number)

    return draw


def _foundation(pen: Draw, width: int, height: int) -> None:
    """Draw a logo: a shield with a dial."""
    pen.rectangle((0, 0, width, height), fill="white")
    pen.polygon([(0, 0), (width, 0), (width, height * 0.5), (width / 2, height), (0, height * 0.5)], fill="#7a1f2b")
    _clock(pen, width / 2, height * 0.4, width * 0.28, 10)


SCENES: dict[str, tuple[tuple[int, int], Callable[[Draw, int, int], None]]] = {
    "images/group.jpg": ((1500, 1000), _group),
    "images/hall.png": ((1740, 1160), _hall),
    "images/bench.webp": ((1350, 900), _bench),
    "images/tower.jpg": ((1740, 2430), _tower),
    "images/round.png": ((1200, 800), _ring),
    "portraits/a.jpg": ((400, 500), _portrait(0, "#cfd6da")),
    "portraits/b.png": ((400, 500), _portrait(9, "#e0d8c8")),
    "portraits/d.webp": ((400, 500), _portrait(4, "#d4dbcf")),
}
