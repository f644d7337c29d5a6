"""Paint the landscapes of the sample: nothing in, pictures out; no such place exists."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .painting import (
    FINE,
    Colour,
    Point,
    Size,
    below,
    dimmed,
    glow,
    gradient,
    grained,
    levels,
    mix,
    noise,
    polygon,
    rgb,
    ridge,
    seeded,
    shape,
    tint,
    veil,
)

NIGHT = "#0d1a24"


def plain_at_dawn() -> Image.Image:
    """A plain in the mist before sunrise, with three well sweeps."""
    size = 2000, 1270
    sky = [(0, "#27425a"), (0.3, "#6f8a9a"), (0.5, "#d9b48f"), (0.6, "#f3d9ae"), (1, "#f3d9ae")]
    canvas = gradient(size, sky)
    streaks = levels(noise(size, 4, (2, 14), 5, 0.55), 120, 220).point([v // 3 for v in range(256)])
    canvas.paste(Image.new("RGB", size, "#fbe6c6"), mask=streaks)
    canvas = glow(canvas, (1330, 700), 620, "#ffcf8a", 0.9)
    canvas = glow(canvas, (1330, 690), 120, "#fff3d6", 1)
    for seed, base, height, waves, colour in (
        (11, 700, 46, 1.3, "#b99a86"),
        (12, 748, 40, 1.8, "#94857f"),
        (13, 800, 30, 1.2, "#6c6f74"),
        (14, 872, 26, 1.6, "#455562"),
    ):
        canvas = _hill(canvas, ridge(size[0], seed, base, height, waves), colour, "#ecd5b4")
    canvas = _sweeps(canvas, ((1500, 880, 0.34), (1130, 868, 0.2), (520, 1130, 1.25)))
    ground = ridge(size[0], 15, 1120, 24, 0.9)
    canvas.paste(rgb("#14212b"), mask=below(size, ground))
    canvas.paste(rgb("#14212b"), mask=blades(size, ground, 5))
    return grained(dimmed(canvas, 0.25), 6)


def _hill(canvas: Image.Image, line: Sequence[Point], colour: str, mist: str) -> Image.Image:
    """Put one more row of hills in front, with mist in the valley before it."""
    size = canvas.size
    top = min(y for _, y in line)
    hill = Image.new("RGB", size, colour)
    fog, density = veil(size, top, top + 190, 225, mist)
    hill.paste(fog, mask=density)
    return Image.composite(hill, canvas, below(size, line))


def _sweeps(canvas: Image.Image, places: Sequence[tuple[float, float, float]]) -> Image.Image:
    """Draw well sweeps: a forked post, a beam with a weight, a rod and a bucket over a kerb."""
    for x, y, scale in places:
        dark = mix(NIGHT, "#56636d", 0 if scale > 1 else 0.8 - scale)
        canvas.paste(dark, mask=shape(canvas.size, lambda pen, at=(x, y, scale): _sweep(pen, *at)))
    return canvas


def _sweep(pen: ImageDraw.ImageDraw, x: float, y: float, scale: float) -> None:
    def at(dx: float, dy: float) -> Point:
        return (x + dx * scale) * FINE, (y + dy * scale) * FINE

    def bar(one: Point, other: Point, width: float) -> None:
        pen.line((*at(*one), *at(*other)), fill=255, width=max(2, round(width * scale * FINE)))

    bar((0, 40), (0, -330), 17)
    bar((0, -300), (-16, -362), 11)
    bar((0, -300), (16, -362), 11)
    bar((-250, -205), (330, -500), 11)
    bar((-300, -180), (-225, -218), 34)
    bar((330, -500), (326, -95), 4)
    pen.polygon([at(304, -100), at(348, -100), at(341, -48), at(311, -48)], fill=255)
    pen.polygon([at(248, 50), at(404, 50), at(396, -38), at(256, -38)], fill=255)
    bar((240, -38), (412, -38), 15)


def blades(size: Size, ground: Sequence[Point], seed: int, tallest: float = 60) -> Image.Image:
    """Return the mask of blades of grass along a line."""
    dice = seeded(seed)

    def draw(pen: ImageDraw.ImageDraw) -> None:
        for x, y in ground:
            for _ in range(5):
                start, high = x + dice.uniform(-3, 3), dice.uniform(8, tallest) * dice.random()
                tip = start + dice.uniform(-0.5, 0.7) * high, y - high
                pen.line((start * FINE, (y + 6) * FINE, tip[0] * FINE, tip[1] * FINE), fill=255, width=3)

    return shape(size, draw)


def shaft() -> Image.Image:
    """The sky seen from the bottom of a well: rings of stone, lit from above."""
    size = 2040, 2800
    centre = 1050.0, 1180.0
    canvas = Image.new("RGB", size, "#070b0e")
    big = canvas.resize((size[0] * FINE // 2, size[1] * FINE // 2))
    pen = ImageDraw.Draw(big)
    dice = seeded(21)
    rings = [300 * 1.135**n for n in range(18)]
    for inner, outer in reversed(list(pairwise(rings))):
        depth = (inner - 300) / 1500
        _ring(pen, centre, (inner, outer), depth, dice)
    rough = noise(size, 22, (40, 54), 4, 0.8)
    canvas = ImageChops.overlay(big, tint(levels(rough, 30, 225), "#3a3a3a", "#c4c4c4"))
    moss = levels(noise(size, 23, (7, 9), 5, 0.6), 140, 220).point([v // 3 for v in range(256)])
    canvas = Image.composite(ImageChops.multiply(canvas, Image.new("RGB", size, "#8fb08a")), canvas, moss)
    canvas.paste(_disc_of_sky(size), mask=_circle(size, centre, 296))
    canvas.paste(rgb("#11181d"), mask=shape(size, lambda pen: _windlass(pen, centre)))
    canvas = glow(canvas, centre, 900, "#9fc3d6", 0.42)
    return grained(canvas, 24, 0.04)


def front_of_cover() -> Image.Image:
    """The middle of that sky, for the front of the cover."""
    return shaft().crop((10, 600, 2040, 1780))


def _ring(pen: ImageDraw.ImageDraw, centre: Point, radii: Point, depth: float, dice: random.Random) -> None:
    """Lay one course of stones, wedges with dark joints; the deeper the darker."""
    inner, outer = radii
    count = dice.randrange(25, 31)
    turn = dice.random()
    edges = [math.tau * (turn + (n + dice.uniform(-0.16, 0.16)) / count) for n in range(count)]
    for first, last in zip(edges, [*edges[1:], edges[0] + math.tau], strict=True):
        light = 1 / (1 + 5.2 * depth) * dice.uniform(0.72, 1.12) * (1.06 - 0.22 * math.sin((first + last) / 2))
        stone = mix("#04080b", mix("#93a3a6", "#b0a38d", dice.random()), light)
        joint, step = (last - first) * 0.035, (outer - inner) * 0.06
        low, high = inner + step * dice.uniform(0.5, 1.5), outer - step * dice.uniform(0.5, 1.5)
        arc = [first + joint + (last - first - 2 * joint) * n / 6 for n in range(7)]
        wobble = [dice.uniform(-0.35, 0.35) * step for _ in range(14)]
        points = [(a, low + w) for a, w in zip(arc, wobble, strict=False)]
        points += [(a, high + w) for a, w in zip(reversed(arc), wobble[7:], strict=True)]
        placed = [(centre[0] + r * math.cos(a), centre[1] + r * math.sin(a)) for a, r in points]
        pen.polygon(placed, fill=stone)
        pen.line(
            [(centre[0] + r * math.cos(a), centre[1] + r * math.sin(a)) for a, r in points[:7]],
            fill=mix(stone, "#e9f0ee", 0.5 * light),
            width=3,
        )


def _disc_of_sky(size: Size) -> Image.Image:
    sky = gradient(size, [(0, "#8db4cc"), (0.34, "#a9cadb"), (0.5, "#dce9ec"), (1, "#e8eeea")])
    clouds = levels(noise(size, 25, (7, 13), 6, 0.55), 118, 205)
    sky.paste(Image.new("RGB", size, "#fbfaf5"), mask=clouds.point([round(v * 0.85) for v in range(256)]))
    return sky


def _circle(size: Size, centre: Point, radius: float) -> Image.Image:
    box = [(c + s * radius) * FINE for s in (-1, 1) for c in centre]
    return shape(size, lambda pen: pen.ellipse(box, fill=255))


def _windlass(pen: ImageDraw.ImageDraw, centre: Point) -> None:
    x, y = centre
    pen.line([(x - 300) * FINE, (y - 66) * FINE, (x + 300) * FINE, (y - 44) * FINE], fill=255, width=34 * FINE)
    for turn in range(7):
        left = x - 40 + turn * 13
        pen.line([left * FINE, (y - 82) * FINE, (left + 9) * FINE, (y - 30) * FINE], fill=255, width=9 * FINE)
    pen.line([x * FINE, (y - 50) * FINE, (x + 16) * FINE, (y + 120) * FINE], fill=255, width=7 * FINE)
    pen.ellipse([(x - 52) * FINE, (y + 90) * FINE, (x + 84) * FINE, (y + 226) * FINE], fill=255)
    for radius in (20, 40):
        box = [(x + 16 - radius) * FINE, (y + 158 - radius) * FINE, (x + 16 + radius) * FINE, (y + 158 + radius) * FINE]
        pen.ellipse(box, outline=205, width=4 * FINE)
    pen.line([(x - 62) * FINE, (y + 152) * FINE, (x + 94) * FINE, (y + 160) * FINE], fill=255, width=11 * FINE)


def dry_bed() -> Image.Image:
    """A dry river bed in the plain: cracked clay up to low hills."""
    size = 1900, 1180
    canvas = gradient(size, [(0, "#8fb0c4"), (0.28, "#d5dfdd"), (0.42, "#eee3cf"), (1, "#eee3cf")])
    clouds = levels(noise(size, 31, (3, 9), 6, 0.55), 132, 230).point([round(v * 0.6) for v in range(256)])
    canvas.paste(Image.new("RGB", size, "#fbfaf6"), mask=clouds)
    for seed, base, colour in ((32, 400, "#a8b2b2"), (33, 428, "#8d948a"), (34, 446, "#6d7463")):
        canvas = _hill(canvas, ridge(size[0], seed, base, 26, 2.1), colour, "#e6dcc8")
    clay = _cracked((3600, 2400), 35)
    plane = _ground_plane(size, 440)
    placed = clay.transform(size, Image.Transform.PERSPECTIVE, plane, Image.Resampling.BICUBIC)
    reached = Image.new("L", clay.size, 255).transform(size, Image.Transform.PERSPECTIVE, plane)
    reached = reached.filter(ImageFilter.GaussianBlur(8))
    mask = below(size, [(0.0, 452.0), (float(size[0] + 8), 452.0)])
    canvas.paste(rgb("#a8926f"), mask=mask)
    canvas.paste(placed, mask=ImageChops.multiply(reached, mask))
    haze, density = veil(size, size[1] * 0.8, 450, 235, "#e6d9c0")
    canvas.paste(haze, mask=ImageChops.multiply(density, mask))
    return grained(dimmed(canvas, 0.3), 36)


def _cracked(size: Size, seed: int) -> Image.Image:
    """Return clay seen from above: plates of uneven shape with dark cracks between them."""
    dice = seeded(seed)
    canvas = Image.new("RGB", size, "#4d4033")
    pen = ImageDraw.Draw(canvas)
    step = 104
    columns, rows = size[0] // step + 3, size[1] // step + 3
    knots = {
        (c, r): ((c - 1 + (r % 2) / 2 + dice.uniform(-0.36, 0.36)) * step, (r - 1 + dice.uniform(-0.36, 0.36)) * step)
        for c in range(columns)
        for r in range(rows)
    }
    for c in range(columns - 1):
        for r in range(rows - 1):
            corners = [knots[place] for place in ((c, r), (c + 1, r), (c + 1, r + 1), (c, r + 1))]
            for plate in [corners] if dice.random() < 0.86 else [corners[:3], [corners[0], *corners[2:]]]:
                _plate(pen, plate, dice)
    rough = levels(noise(size, seed + 1, (60, 60), 4, 0.8), 40, 215)
    return ImageChops.overlay(canvas.filter(ImageFilter.GaussianBlur(1)), tint(rough, "#5c5c5c", "#a6a6a6"))


def _plate(pen: ImageDraw.ImageDraw, corners: Sequence[Point], dice: random.Random) -> None:
    x, y = (sum(values) / len(corners) for values in zip(*corners, strict=True))
    clay = mix("#a58c6d", "#cdb594", dice.random())
    for shrink, colour in ((0.93, mix(clay, "#6b5744", 0.45)), (0.87, clay), (0.7, mix(clay, "#e4d3b6", 0.3))):
        edge: list[Point] = []
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            for n in range(4):
                bend = 1 + dice.uniform(-0.03, 0.03)
                px, py = ax + (bx - ax) * n / 4, ay + (by - ay) * n / 4
                edge.append((x + (px - x) * shrink * bend, y + (py - y) * shrink * bend))
        pen.polygon(edge, fill=colour)


def _ground_plane(size: Size, horizon: float) -> list[float]:
    """Return Pillow's coefficients, by which a plane seen from above runs to the horizon."""
    # x' = 1800 + (x - middle) · k / (y - horizon), y' = 2380 - 210 · near / (y - horizon)
    near, middle = size[1] - horizon, size[0] / 2
    k = 0.75 * near
    return [k, 1800, -k * middle - 1800 * horizon, 0, 2380, -2380 * horizon - 210 * near, 0, 1, -horizon]


def night_reading() -> Image.Image:
    """A well house at night under stars, with a lamp in it."""
    size = 1900, 1240
    canvas = gradient(size, [(0, "#0a1626"), (0.5, "#1b3a55"), (0.78, "#5d7d8c"), (0.86, "#b99f83"), (1, "#b99f83")])
    band = levels(noise(size, 41, (6, 5), 6, 0.6), 118, 225)
    slope = Image.linear_gradient("L").resize((3200, 1700)).rotate(24).crop((650, 230, 650 + size[0], 230 + size[1]))
    near = slope.point([max(0, round(255 - abs(v - 118) * 3.4)) for v in range(256)])
    canvas = ImageChops.screen(canvas, tint(ImageChops.multiply(band, near), "#000000", "#8796a8"))
    canvas = ImageChops.screen(canvas, _stars(size, 42))
    for seed, base, colour in ((43, 1000, "#32495a"), (44, 1040, "#1c2f3d")):
        canvas.paste(rgb(colour), mask=below(size, ridge(size[0], seed, base, 30, 1.4)))
    ground = ridge(size[0], 45, 1105, 10, 0.7)
    canvas.paste(rgb("#0a141c"), mask=below(size, ground))
    canvas.paste(rgb("#0a141c"), mask=blades(size, ground, 46))
    canvas = _well_house(canvas, (1290, 1106))
    return grained(canvas, 47, 0.03)


def _stars(size: Size, seed: int) -> Image.Image:
    dice = seeded(seed)
    sky = Image.new("RGB", size)
    pen = ImageDraw.Draw(sky)
    for _ in range(1500):
        x, y, bright = dice.uniform(0, size[0]), dice.random() ** 1.5 * size[1] * 0.8, dice.random() ** 5
        radius, shade = 0.7 + 2.1 * bright, round(90 + 165 * bright)
        colour = mix("#000000", mix("#cfe0ff", "#ffe9cf", dice.random()), shade / 255 * (1 - y / size[1] * 0.7))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return sky.filter(ImageFilter.GaussianBlur(0.6))


def _well_house(canvas: Image.Image, foot: Point) -> Image.Image:
    x, y = foot
    dark: Colour = rgb("#091118")
    canvas = glow(canvas, (x, y - 130), 330, "#e8a24a", 0.75)
    canvas.paste(
        rgb("#f5c77a"), mask=polygon(canvas.size, [(x - 92, y), (x + 92, y), (x + 92, y - 215), (x - 92, y - 215)])
    )
    canvas = glow(canvas, (x + 6, y - 150), 90, "#fff2cf", 1)

    def draw(pen: ImageDraw.ImageDraw) -> None:
        def box(left: float, top: float, right: float, bottom: float) -> None:
            pen.rectangle([(x + left) * FINE, (y + top) * FINE, (x + right) * FINE, (y + bottom) * FINE], fill=255)

        def blob(points: Sequence[Point]) -> None:
            pen.polygon([((x + dx) * FINE, (y + dy) * FINE) for dx, dy in points], fill=255)

        blob([(-160, -205), (0, -330), (160, -205), (148, -196), (0, -308), (-148, -196)])
        blob([(-140, -205), (0, -318), (140, -205)])
        box(-104, -215, -88, 20)
        box(88, -215, 104, 20)
        box(-112, -66, 112, 30)
        box(-104, -178, 104, -168)
        box(-3, -170, 3, -60)
        # The reader leans over the kerb.
        blob(
            [
                (-62, -60),
                (-58, -128),
                (-44, -150),
                (-22, -150),
                (-8, -132),
                (24, -108),
                (20, -98),
                (-12, -114),
                (-16, -60),
            ]
        )
        pen.ellipse([(x - 46) * FINE, (y - 186) * FINE, (x - 14) * FINE, (y - 150) * FINE], fill=255)

    canvas.paste(dark, mask=shape(canvas.size, draw))
    return canvas


def group_on_the_dyke() -> Image.Image:
    """The participants against the evening sky: figures without faces."""
    size = 1900, 900
    canvas = gradient(size, [(0, "#35597a"), (0.35, "#8aa7b3"), (0.62, "#f0cfa2"), (0.74, "#f7e3bd"), (1, "#f7e3bd")])
    streaks = levels(noise(size, 51, (2, 12), 5, 0.55), 125, 225).point([v // 2 for v in range(256)])
    canvas.paste(Image.new("RGB", size, "#fdf0d8"), mask=streaks)
    canvas = glow(canvas, (620, 640), 560, "#ffd59a", 0.8)
    canvas = _hill(canvas, ridge(size[0], 52, 640, 22, 1.6), "#a99a8d", "#efd9b6")
    dice = seeded(53)
    crest = ridge(size[0], 54, 742, 7, 0.5)
    for row, (count, lift, shade) in enumerate(((19, 26, "#3b4f5e"), (19, 0, "#15222c"))):
        spread = 1320 / count
        for n in range(count):
            x = 300 + spread * (n + 0.5 * row) + dice.uniform(-11, 11)
            scale = dice.uniform(0.9, 1.08)
            canvas.paste(mix(shade, "#5b6d78", dice.random() * 0.12), mask=_figure(size, (x, 760 - lift), scale, dice))
    canvas.paste(rgb("#101b24"), mask=below(size, crest))
    canvas.paste(rgb("#101b24"), mask=blades(size, crest, 55))
    return grained(dimmed(canvas, 0.2), 56)


def _figure(size: Size, foot: Point, scale: float, dice: random.Random) -> Image.Image:
    """Return the mask of somebody who stands there."""
    x, y = foot
    tall, wide, skirt = 178 * scale, 27 * scale * dice.uniform(0.9, 1.15), dice.random() < 0.4
    hat = dice.random() < 0.2

    def draw(pen: ImageDraw.ImageDraw) -> None:
        def blob(points: Sequence[Point]) -> None:
            pen.polygon([((x + dx) * FINE, (y - dy) * FINE) for dx, dy in points], fill=255)

        hip, shoulder = tall * 0.48, tall * 0.82
        foot_width = wide * (1.02 if skirt else 0.78)
        blob([(-wide * 0.8, hip), (-foot_width, 0), (foot_width, 0), (wide * 0.8, hip)])
        blob(
            [
                (-wide * 0.78, hip - 8),
                (-wide, shoulder - 14),
                (-wide * 0.7, shoulder),
                (wide * 0.7, shoulder),
                (wide, shoulder - 14),
                (wide * 0.78, hip - 8),
            ]
        )
        for side in (-1, 1):
            blob(
                [
                    (side * wide * 0.8, shoulder - 4),
                    (side * wide * 1.12, shoulder - 16),
                    (side * wide * 1.22, hip + 8),
                    (side * wide * 0.95, hip - 2),
                ]
            )
        head = 12.5 * scale
        pen.rectangle([(x - 5) * FINE, (y - shoulder - 14) * FINE, (x + 5) * FINE, (y - shoulder + 2) * FINE], fill=255)
        pen.ellipse(
            [
                (x - head) * FINE,
                (y - shoulder - 36 * scale) * FINE,
                (x + head) * FINE,
                (y - shoulder - 6 * scale) * FINE,
            ],
            fill=255,
        )
        if hat:
            pen.ellipse(
                [
                    (x - head * 2) * FINE,
                    (y - shoulder - 32 * scale) * FINE,
                    (x + head * 2) * FINE,
                    (y - shoulder - 24 * scale) * FINE,
                ],
                fill=255,
            )

    return shape(size, draw)


def fields_from_above() -> Image.Image:
    """Irrigated fields seen from a balloon: parcels, round fields, a river and white points at the wells."""
    size = 1900, 1280
    dice = seeded(61)
    canvas = Image.new("RGB", size, "#8f9068")
    pen = ImageDraw.Draw(canvas)
    for parcel in _parcels((-300.0, -300.0, size[0] + 300.0, size[1] + 300.0), dice, 7):
        _field(pen, parcel, dice)
    canvas = canvas.rotate(9, Image.Resampling.BICUBIC)
    canvas = canvas.crop((210, 150, size[0] - 210, size[1] - 150)).resize(size, Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(canvas)
    for x, y, radius in ((430, 330, 205), (850, 300, 190), (1560, 960, 225), (620, 760, 160)):
        _round_field(pen, (x, y), radius, dice)
    course = [
        (x, 690 + 120 * math.sin(x / 300) + 60 * math.sin(x / 117 + 1) - x * 0.1) for x in range(-20, size[0] + 40, 6)
    ]
    for width, colour in ((64, "#6c7d4c"), (40, "#c9bf9d"), (26, "#3f6a7a")):
        pen.line(course, fill=colour, width=width, joint="curve")
    for _ in range(46):
        x, y = dice.uniform(40, size[0] - 40), dice.uniform(40, size[1] - 40)
        pen.ellipse((x - 9, y - 9, x + 9, y + 9), fill="#fdfbf3", outline="#22303c", width=3)
    rough = levels(noise(size, 62, (30, 20), 5, 0.75), 40, 215)
    canvas = ImageChops.overlay(canvas, tint(rough, "#676767", "#989898"))
    return grained(dimmed(canvas, 0.25), 63)


Box = tuple[float, float, float, float]


def _parcels(box: Box, dice: random.Random, depth: int) -> list[Box]:
    left, top, right, bottom = box
    if depth == 0 or (depth < 3 and dice.random() < 0.35):
        return [box]
    cut = dice.uniform(0.32, 0.68)
    if right - left > bottom - top:
        middle = left + (right - left) * cut
        halves = (left, top, middle, bottom), (middle, top, right, bottom)
    else:
        middle = top + (bottom - top) * cut
        halves = (left, top, right, middle), (left, middle, right, bottom)
    return [parcel for half in halves for parcel in _parcels(half, dice, depth - 1)]


def _field(pen: ImageDraw.ImageDraw, box: Box, dice: random.Random) -> None:
    left, top, right, bottom = (round(value) for value in box)
    soil = dice.choice(("#a59a6b", "#7f8a55", "#66793f", "#b9a878", "#8c7b58", "#9aa566", "#c4b68b", "#56683c"))
    pen.rectangle((left, top, right, bottom), fill="#6f6c4c")
    pen.rectangle((left + 3, top + 3, right - 3, bottom - 3), fill=soil)
    stripe, across = dice.choice((9, 13, 18)), dice.random() < 0.5
    darker = mix(soil, "#3c3a26", 0.16)
    for at in range(top + 6, bottom - 5, stripe) if across else range(left + 6, right - 5, stripe):
        line = (left + 4, at, right - 4, at) if across else (at, top + 4, at, bottom - 4)
        pen.line(line, fill=darker, width=3)


def _round_field(pen: ImageDraw.ImageDraw, centre: Point, radius: float, dice: random.Random) -> None:
    x, y = centre
    green = dice.choice(("#4f7040", "#5f7f45", "#6d8a4d"))
    pen.ellipse((x - radius - 5, y - radius - 5, x + radius + 5, y + radius + 5), fill="#c0b288")
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=green)
    for n in range(1, 9):
        r = radius * n / 9
        pen.ellipse((x - r, y - r, x + r, y + r), outline=mix(green, "#2e4327", 0.4), width=4)
    start = dice.uniform(0, 360)
    pen.pieslice((x - radius, y - radius, x + radius, y + radius), start, start + 70, fill=mix(green, "#b8a66c", 0.55))
    turn = math.radians(start)
    pen.line((x, y, x + radius * math.cos(turn), y + radius * math.sin(turn)), fill="#e7e2cf", width=5)
