"""Draw the diagrams of the sample: two sections, a map of the water table and three logos; nothing in, drawings out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from .painting import Point, Size, face, mix

INK, GREY, WATER, DEEP, RUST = "#16252e", "#6b6b6b", "#2f7ca8", "#0b3c5d", "#c1440e"
SOIL, SAND, CLAY, ROCK, SKY = "#b39a72", "#e6d6b0", "#a9a596", "#8c8478", "#f2f5f4"
FINE = 2


def _drawn(size: Size, draw: Callable[[_Pen], None]) -> Image.Image:
    canvas = Image.new("RGB", (size[0] * FINE, size[1] * FINE), "white")
    draw(_Pen(canvas))
    return canvas.resize(size, Image.Resampling.BOX)


class _Pen:
    """Draw in pixels of the finished picture on a canvas that is twice as large."""

    def __init__(self, canvas: Image.Image) -> None:
        self._pen = ImageDraw.Draw(canvas)

    def area(self, points: Sequence[Point], fill: str) -> None:
        self._pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], fill: str = INK, width: float = 3) -> None:
        placed = [(x * FINE, y * FINE) for x, y in points]
        self._pen.line(placed, fill=fill, width=round(width * FINE), joint="curve")

    def dashes(self, points: Sequence[Point], fill: str, width: float = 4, every: int = 3) -> None:
        for n in range(0, len(points) - every, 2 * every):
            self.line(points[n : n + every + 1], fill, width)

    def dot(self, x: float, y: float, radius: float, fill: str, outline: str = INK, width: float = 3) -> None:
        box = [(x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE]
        self._pen.ellipse(box, fill=fill, outline=outline, width=round(width * FINE))

    def words(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 32,
        fill: str = INK,
        anchor: str = "ls",
        name: str = "OctavoSans-Regular",
    ) -> None:
        self._pen.text((x * FINE, y * FINE), text, font=face(size * FINE, name), fill=fill, anchor=anchor)

    def arrow(self, one: Point, other: Point, fill: str = DEEP, width: float = 5) -> None:
        turn = math.atan2(other[1] - one[1], other[0] - one[0])
        back = other[0] - 16 * math.cos(turn), other[1] - 16 * math.sin(turn)
        self.line([one, back], fill, width)
        sides = [(other[0] - 24 * math.cos(turn + a), other[1] - 24 * math.sin(turn + a)) for a in (-0.42, 0.42)]
        self.area([other, *sides], fill)


def _curve(width: int, height: Callable[[float], float], start: float = 0) -> list[Point]:
    return [(float(x), height(x)) for x in range(round(start), width + 1, 8)]


def valley_section() -> Image.Image:
    """A section across a valley with two dug wells and a borehole."""
    return _drawn((1500, 770), _valley)


def _land(x: float) -> float:
    return 225 + 120 * math.exp(-(((x - 760) / 230) ** 2)) - 65 * math.exp(-(((x - 150) / 240) ** 2)) - x * 0.018


def _table(x: float) -> float:
    return 372 - 34 * math.exp(-(((x - 150) / 330) ** 2)) - 26 * math.exp(-(((x - 1380) / 380) ** 2))


def _clay(x: float) -> float:
    return 528 + 26 * math.sin(x / 260 + 1)


def _valley(pen: _Pen) -> None:
    width, foot = 1500, 770.0
    land, table, clay = (_curve(width, line) for line in (_land, _table, _clay))
    rock = _curve(width, lambda x: 688 + 22 * math.sin(x / 190))
    pen.area([(0, 0), (1500, 0), (1500, 600), (0, 600)], SKY)
    pen.area([*land, (1500, foot), (0, foot)], SAND)
    pen.area([*land, *[(x, y + 34) for x, y in reversed(land)]], SOIL)
    pen.area([*table, *reversed(clay)], mix_hex(SAND, WATER, 0.42))
    pen.area([*clay, *[(x, y + 56) for x, y in reversed(clay)]], CLAY)
    pen.area([*[(x, y + 56) for x, y in clay], *reversed(rock)], mix_hex(SAND, DEEP, 0.5))
    pen.area([*rock, (1500, foot), (0, foot)], ROCK)
    pen.line(land, INK, 4)
    pen.dashes(table, DEEP, 5)
    pen.area(
        [(700, _table(760) - 16), (820, _table(760) - 16), (790, _table(760) + 12), (730, _table(760) + 12)], WATER
    )
    _dug_well(pen, 300, 452)
    _dug_well(pen, 1040, 425)
    _borehole(pen, 1190, 660)
    for one, other in (
        ((420, 430), (520, 446)),
        ((560, 440), (660, 424)),
        ((1000, 462), (900, 446)),
        ((620, 640), (740, 640)),
    ):
        pen.arrow(one, other)
    for x, y, text, anchor in (
        (300, 108, "Dug well 17", "ms"),
        (1010, 168, "Dug well 23", "ms"),
        (1240, 168, "Borehole", "ms"),
        (760, 300, "River", "ms"),
        (24, 470, "Upper aquifer", "ls"),
        (24, 566, "Clay", "ls"),
        (24, 640, "Lower aquifer", "ls"),
        (24, 748, "Bedrock", "ls"),
    ):
        pen.words(x, y, text, anchor=anchor)
    pen.words(1476, 470, "water table", 30, DEEP, "rs", "OctavoSans-Italic")
    pen.line([(1476, 410), (1440, _table(1440) + 6)], DEEP, 2)


def mix_hex(one: str, other: str, share: float) -> str:
    """Return the mixed colour written #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*mix(one, other, share))


def _dug_well(pen: _Pen, x: float, depth: float) -> None:
    top, table = _land(x) - 26, _table(x)
    pen.area([(x - 30, top), (x + 30, top), (x + 30, depth), (x - 30, depth)], "#ffffff")
    pen.area([(x - 30, table), (x + 30, table), (x + 30, depth), (x - 30, depth)], WATER)
    for side in (-1, 1):
        for y in range(round(top), round(depth), 16):
            left = x + side * 37
            pen.area([(left - 9, y + 1), (left + 9, y + 1), (left + 9, y + 14), (left - 9, y + 14)], "#5a5348")
    pen.line([(x, top - 30), (x, table)], RUST, 3)
    pen.dot(x, table, 6, RUST, RUST)


def _borehole(pen: _Pen, x: float, depth: float) -> None:
    top = _land(x) - 30
    pen.area([(x - 9, top), (x + 9, top), (x + 9, depth), (x - 9, depth)], "#ffffff")
    pen.area([(x - 9, _table(x) + 44), (x + 9, _table(x) + 44), (x + 9, depth), (x - 9, depth)], WATER)
    for side in (-10, 10):
        pen.line([(x + side, top), (x + side, depth)], INK, 4)
    for y in range(600, round(depth), 14):
        pen.line([(x - 14, y), (x + 14, y)], INK, 3)


def gallery_section() -> Image.Image:
    """A section along a gallery that leads water from the foot of a mountain to gardens."""
    return _drawn((1500, 612), _gallery)


def _gallery(pen: _Pen) -> None:
    def land(x: float) -> float:
        return 96 + 262 / (1 + math.exp(-(x - 330) / 170)) + x * 0.06 + 7 * math.sin(x / 60)

    def floor(x: float) -> float:
        return 462 - (1500 - x) * 0.018

    def table(x: float) -> float:
        return 262 + 196 / (1 + math.exp(-(x - 440) / 150)) + max(0, x - 700) * 0.07

    top = _curve(1500, land)
    pen.area([(0, 0), (1500, 0), (1500, 640), (0, 640)], SKY)
    pen.area([*top, (1500, 612), (0, 612)], SAND)
    water = [point for point in _curve(1500, table) if point[1] < 590]
    pen.area([*water, (water[-1][0], 612), (0, 612)], mix_hex(SAND, WATER, 0.42))
    pen.line(top, INK, 4)
    pen.dashes(water, DEEP, 5)
    for x in range(300, 1180, 110):
        pen.area([(x - 11, land(x) - 4), (x + 11, land(x) - 4), (x + 11, floor(x)), (x - 11, floor(x))], "#ffffff")
        pen.area([(x - 44, land(x) + 2), (x - 14, land(x) - 22), (x - 11, land(x) + 2)], SOIL)
        pen.area([(x + 44, land(x) + 4), (x + 14, land(x) - 20), (x + 11, land(x) + 2)], SOIL)
    tunnel = _curve(1270, floor, 260)
    pen.line(tunnel, "#ffffff", 26)
    pen.line([(x, y + 8) for x, y in tunnel], WATER, 9)
    mouth = floor(1270)
    pen.line([(1262, mouth + 8), (1300, mouth + 10), (1480, mouth + 26)], WATER, 9)
    for x in range(1330, 1490, 44):
        pen.line([(x, mouth + 14), (x, mouth - 36)], "#4a5b3a", 6)
        pen.dot(x, mouth - 52, 22, "#6d8a4d", "#4a5b3a")
    for one, other in (((120, 420), (220, 440)), ((120, 510), (236, 474))):
        pen.arrow(one, other)
    pen.words(300, 100, "Mother well", anchor="ls")
    pen.line([(298, 112), (300, land(300) - 26)], INK, 2)
    pen.words(760, 300, "Shafts, 30 to 40 m apart", anchor="ls")
    pen.words(1330, 352, "Gardens", anchor="ls")
    pen.words(700, 540, "Gallery, falling 1 in 900", 32, DEEP, "ls")
    pen.words(24, 590, "Gravel fan", anchor="ls")
    pen.words(24, 300, "water table", 30, DEEP, "ls", "OctavoSans-Italic")


def water_table_map() -> Image.Image:
    """A map with contours of the water table, the wells and the river."""
    return _drawn((1500, 1060), _map)


def _level(x: float, y: float) -> float:
    """Return the height of the water table in m at a place in pixels."""
    river = 560 + 90 * math.sin(x / 260)
    hill = 11 * math.exp(-(((x - 300) / 420) ** 2) - ((y - 140) / 300) ** 2)
    other = 9 * math.exp(-(((x - 1250) / 380) ** 2) - ((y - 930) / 300) ** 2)
    cone = 7.5 * math.exp(-(((x - 1080) / 150) ** 2) - ((y - 250) / 130) ** 2)
    return 204 + abs(y - river) / 62 + hill + other - cone - x / 420


WELLS = (
    *((120, 150), (250, 300), (360, 120), (470, 260), (600, 180), (740, 330), (820, 150), (960, 300), (1090, 250)),
    *((1190, 140), (1240, 360), (1390, 230), (140, 520), (300, 760), (200, 930), (420, 900), (520, 720), (640, 930)),
    *((760, 780), (870, 930), (980, 690), (1100, 860), (1210, 760), (1330, 940), (1400, 700), (1330, 540)),
)


def _map(pen: _Pen) -> None:
    pen.area([(0, 0), (1500, 0), (1500, 1060), (0, 1060)], "#f6f4ef")
    step = 12
    for level in range(200, 226):
        strong = level % 5 == 0
        for x in range(0, 1500, step):
            for y in range(0, 1060, step):
                cut = _crossing(level, x, y, step)
                if len(cut) >= 2:
                    pen.line(cut[:2], DEEP if strong else "#7fb0cd", 4 if strong else 2)
    pen.line(_curve(1500, lambda x: 560 + 90 * math.sin(x / 260)), WATER, 14)
    pen.words(60, 632, "Ribeira Seca", 34, WATER, "lt", "OctavoSerif-Italic")
    for number, (x, y) in enumerate(WELLS):
        dry = number in (7, 8, 9, 10)
        pen.dot(x, y, 13, "#ffffff" if dry else INK, RUST if dry else "#ffffff", 5 if dry else 3)
    for x, y, text in (
        (232, 214, "215"),
        (690, 262, "208"),
        (1192, 262, "205"),
        (880, 1000, "210"),
        (420, 1010, "211"),
    ):
        pen.area([(x - 32, y - 19), (x + 32, y - 19), (x + 32, y + 19), (x - 32, y + 19)], "#f6f4ef")
        pen.words(x, y, text, 30, DEEP, "mm", "OctavoSans-Semibold")
    _legend(pen)


def _crossing(level: float, x: int, y: int, step: int) -> list[Point]:
    """Return where a contour crosses the edges of a square of the grid."""
    corners = [(x, y), (x + step, y), (x + step, y + step), (x, y + step)]
    heights = [_level(*corner) - level for corner in corners]
    cut: list[Point] = []
    for n in range(4):
        (ax, ay), (bx, by), a, b = corners[n], corners[(n + 1) % 4], heights[n], heights[(n + 1) % 4]
        if (a < 0) != (b < 0):
            share = a / (a - b)
            cut.append((ax + (bx - ax) * share, ay + (by - ay) * share))
    return cut


def _legend(pen: _Pen) -> None:
    pen.area([(28, 846), (28, 1032), (450, 1032), (450, 846)], "#ffffff")
    pen.line([(28, 846), (450, 846), (450, 1032), (28, 1032), (28, 846)], INK, 2)
    pen.dot(62, 884, 13, INK, "#ffffff")
    pen.words(96, 895, "Well with water", 30)
    pen.dot(62, 930, 13, "#ffffff", RUST, 5)
    pen.words(96, 941, "Well that fell dry", 30)
    pen.line([(44, 975), (80, 975)], DEEP, 4)
    pen.words(96, 986, "Water table, m", 30)
    pen.line([(60, 1012), (260, 1012)], INK, 5)
    for x in (60, 260):
        pen.line([(x, 1003), (x, 1021)], INK, 4)
    pen.words(276, 1022, "2 km", 28)


INSTITUTE_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120">
<circle cx="60" cy="60" r="57" fill="#0b3c5d"/>
<circle cx="60" cy="60" r="40" fill="none" stroke="#9cc4dc" stroke-width="5"/>
<circle cx="60" cy="60" r="25" fill="#f6f4ef"/>
<path d="M35 60h50v4H35z M58 62h4v18h-4z M52 78h16l-3 12h-10z" fill="#0b3c5d"/>
</svg>
"""
SURVEY_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 100">
<path d="M38 92V40l-5-12h5l4 8 4-8h5l-5 12v52z M4 62L140 6l2 5L6 67z M0 58l14-6 5 12-14 6z M136 12h3v52h-3z
M129 62h17l-3 17h-11z" fill="#16252e"/>
<path d="M20 92h128v5H20z" fill="#c1440e"/>
</svg>
"""
TRUST_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 110 110">
<path d="M55 4C78 36 92 54 92 72a37 34 0 0 1-74 0C18 54 32 36 55 4z" fill="#2f7ca8"/>
<path d="M30 76c14-9 36-9 50 0l-4 6c-12-7-30-7-42 0z M34 62c12-7 30-7 42 0l-4 6c-10-5-24-5-34 0z" fill="#ffffff"/>
</svg>
"""
