"""Paint one kerb twice, broken and mended, for two photographs side by side; nothing in, pictures out."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageChops, ImageDraw

from .landscapes import blades
from .painting import (
    FINE,
    below,
    dimmed,
    gradient,
    grained,
    levels,
    mix,
    noise,
    rgb,
    ridge,
    seeded,
    tint,
    veil,
)

SIZE = 1000, 800
MIDDLE, HALF, TOP, COURSE, COURSES = 500.0, 300.0, 330.0, 64.0, 5


def broken_kerb() -> Image.Image:
    """A kerb whose upper stones have fallen, among weeds."""
    return _kerb(seed=101, is_whole=False)


def mended_kerb() -> Image.Image:
    """The same kerb whole, with a grating and the painted mark."""
    return _kerb(seed=101, is_whole=True)


def _kerb(seed: int, is_whole: bool) -> Image.Image:
    canvas = gradient(SIZE, [(0, "#9db9c6" if is_whole else "#b3b5ae"), (0.5, "#e3e4d8"), (1, "#e3e4d8")])
    for number, (base, colour) in enumerate(((360, "#a9b3a3"), (410, "#87947a"))):
        hill = Image.new("RGB", SIZE, colour)
        mist, density = veil(SIZE, base - 60, base + 130, 150, "#e3e0cf")
        hill.paste(mist, mask=density)
        canvas = Image.composite(hill, canvas, below(SIZE, ridge(SIZE[0], seed + number, base, 34, 1.5)))
    ground = tint(levels(noise(SIZE, seed + 3, (14, 10), 5, 0.75), 50, 205), "#4f5a30", "#7f8652")
    canvas.paste(ground, mask=below(SIZE, [(0.0, 560.0), (SIZE[0] + 8.0, 548.0)]))
    wall = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE))
    mask = Image.new("L", wall.size, 0)
    _stones(ImageDraw.Draw(wall), ImageDraw.Draw(mask), seeded(seed + 5), is_whole)
    stones = wall.resize(SIZE, Image.Resampling.BOX)
    rough = tint(levels(noise(SIZE, seed + 6, (40, 32), 4, 0.8), 40, 215), "#505050", "#b0b0b0")
    canvas.paste(ImageChops.overlay(stones, rough), mask=mask.resize(SIZE, Image.Resampling.BOX))
    foot = [(x, 690 + 24 * math.cos((x - MIDDLE) / 330)) for x in range(0, SIZE[0] + 8, 3)]
    weeds = blades(SIZE, foot if is_whole else [*foot, *foot, *foot], seed + 7, 46 if is_whole else 120)
    canvas.paste(rgb("#5d6a38"), mask=weeds)
    return grained(dimmed(canvas, 0.28), seed + 8, 0.04)


def _stones(pen: ImageDraw.ImageDraw, mask: ImageDraw.ImageDraw, dice: random.Random, is_whole: bool) -> None:
    """Lay the courses from the ground up, each stone narrower towards the sides, as on a cylinder."""
    rim = (MIDDLE - HALF, TOP - 58, MIDDLE + HALF, TOP + 58)
    for drawn, fill in ((pen, "#201d18"), (mask, 255)):
        drawn.ellipse([value * FINE for value in rim], fill=fill)
        drawn.rectangle([value * FINE for value in (rim[0], TOP, rim[2], TOP + COURSE * COURSES)], fill=fill)
        drawn.ellipse([value * FINE for value in (rim[0], 600, rim[2], 716)], fill=fill)
    for course in reversed(range(COURSES + 1)):
        turn = -0.5 + dice.random() * 0.06
        while turn < 0.5:
            wide = dice.uniform(0.07, 0.12)
            shade = dice.random()
            lost = not is_whole and course < 3 and abs(turn - 0.05) < 0.2 - course * 0.055 + dice.uniform(-0.02, 0.04)
            _stone(pen, course, (turn, min(0.5, turn + wide)), shade, lost)
            turn += wide
    if is_whole:
        _grating(pen)


def _stone(pen: ImageDraw.ImageDraw, course: int, ends: tuple[float, float], shade: float, lost: bool) -> None:
    left, right = (
        MIDDLE + HALF * math.sin(math.pi * (end * 0.96 + gap)) for end, gap in zip(ends, (0.004, -0.004), strict=True)
    )
    sag = [58 * math.cos(math.pi * end * 0.96) for end in ends]
    top = TOP + course * COURSE + 3
    low = top + COURSE - 6
    light = 0.35 + 0.65 * math.cos(math.pi * ((ends[0] + ends[1]) / 2 + 0.12))
    colour = "#26221c" if lost else mix("#26231e", mix("#9c927f", "#c2b8a2", shade), light)
    corners = [(left, top + sag[0]), (right, top + sag[1]), (right, low + sag[1]), (left, low + sag[0])]
    pen.polygon([(x * FINE, y * FINE) for x, y in corners], fill=colour)
    if not lost:
        pen.line(
            [(x * FINE, (y + 2) * FINE) for x, y in corners[:2]], fill=mix(colour, "#efe8d6", 0.35), width=3 * FINE
        )


def _grating(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse(
        [v * FINE for v in (MIDDLE - HALF, TOP - 58, MIDDLE + HALF, TOP + 58)], outline="#8d8471", width=34 * FINE
    )
    for n in range(-6, 7):
        x = MIDDLE + n * 40
        rise = 44 * math.sqrt(max(0.0, 1 - (n * 40 / 282) ** 2))
        pen.line([v * FINE for v in (x, TOP - rise, x, TOP + rise)], fill="#4a5258", width=7 * FINE)
    pen.line([v * FINE for v in (MIDDLE - 270, TOP, MIDDLE + 270, TOP)], fill="#5b646b", width=9 * FINE)
    pen.polygon(
        [v * FINE for v in (MIDDLE + 60, TOP + 62, MIDDLE + 100, TOP + 59, MIDDLE + 80, TOP + 100)], fill="#b23a1c"
    )
