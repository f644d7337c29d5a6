"""Paint the things of the sample: a reader's book, a sediment core, a dip meter; nothing in, pictures out."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .painting import Point, Size, dimmed, face, glow, gradient, grained, levels, mix, noise, rgb, seeded, tint

INK = "#3a3327"
# Depth to water in cm, a line for each week: what the keeper of well 17 wrote.
READINGS = (
    412,
    409,
    411,
    398,
    391,
    385,
    379,
    384,
    390,
    402,
    417,
    425,
    431,
    436,
    440,
    438,
    441,
    447,
    452,
    450,
    449,
    444,
)


def keepers_book() -> Image.Image:
    """Two pages of a reading book, on a table."""
    size = 1900, 1260
    table = tint(levels(noise(size, 71, (2, 60), 5, 0.6), 70, 190), "#3d2a1d", "#7d5a3c")
    book = Image.new("RGBA", size)
    book.paste(_leaf((860, 1080), 72, 0), (84, 92))
    book.paste(_leaf((860, 1080), 73, 11), (950, 92))
    shade = Image.new("L", size, 0)
    ImageDraw.Draw(shade).rectangle((100, 112, 1834, 1196), fill=210)
    shade = shade.filter(ImageFilter.GaussianBlur(26)).rotate(-1.6, Image.Resampling.BICUBIC)
    table.paste(rgb("#140c07"), mask=shade)
    placed = _folded(book).rotate(-1.6, Image.Resampling.BICUBIC)
    table.paste(placed.convert("RGB"), mask=placed.getchannel("A"))
    table = ImageChops.multiply(table, gradient(size, [(0, "#ffffff"), (0.6, "#fff6e6"), (1, "#c9b89c")]))
    return grained(dimmed(table, 0.35), 74, 0.04)


def _folded(book: Image.Image) -> Image.Image:
    """Darken the pages towards the fold."""
    row = Image.new("L", (book.width, 1), 255)
    for x in range(book.width):
        row.putpixel((x, 0), round(255 - 105 * math.exp(-abs(x - 947) / 46) - 22 * math.exp(-abs(x - 947) / 240)))
    fold = row.resize(book.size).convert("RGB")
    return Image.merge("RGBA", [*ImageChops.multiply(book.convert("RGB"), fold).split(), book.getchannel("A")])


def _leaf(size: Size, seed: int, first: int) -> Image.Image:
    """Return a ruled page with a date, a depth and a remark on each line."""
    dice = seeded(seed)
    paper = tint(levels(noise(size, seed, (4, 5), 6, 0.6), 60, 210), "#dcc79d", "#f1e5c8")
    pen = ImageDraw.Draw(paper)
    for line in range(13):
        y = 168 + line * 70
        pen.line((40, y, size[0] - 40, y), fill="#a9b7bd", width=2)
    for x in (250, 420):
        pen.line((x, 96, x, size[1] - 40), fill="#b98072", width=3)
    for x, words in ((60, "Day"), (268, "cm"), (440, "Remarks")):
        _write(paper, (x, 104), words, 40, dice)
    remarks = (
        "",
        "rain",
        "rain, two days",
        "",
        "clear",
        "cistern filled",
        "",
        "rope changed",
        "",
        "wind",
        "Anna reads",
    )
    for line in range(11):
        number = first + line
        y = 174 + line * 70
        _write(
            paper,
            (54, y),
            f"{number * 7 % 30 + 1}. {('iii', 'iv', 'v', 'vi', 'vii', 'viii')[number * 7 // 30]}.",
            44,
            dice,
        )
        _write(paper, (276, y), f"{READINGS[number]}", 46, dice)
        _write(paper, (440, y), remarks[(number * 5) % 11], 42, dice)
    return paper


def _write(paper: Image.Image, place: Point, words: str, size: float, dice: random.Random) -> None:
    """Write words as a hand does: letters of uneven height and ink."""
    x, y = place
    pen = ImageDraw.Draw(paper)
    for letter in words:
        font = face(size * dice.uniform(0.95, 1.06), "OctavoSerif-Italic")
        colour = mix(INK, "#6c5f4a", dice.random() * 0.6)
        pen.text((x, y + dice.uniform(-2.5, 2.5)), letter, font=font, fill=colour)
        x += pen.textlength(letter, font=font) + dice.uniform(-1.2, 0.6)


LAYERS = (
    (0.0, "#5b4632", "#7d6346", 0.6),
    (0.13, "#8a6d48", "#a98c61", 0.5),
    (0.3, "#c2a878", "#dcc79c", 0.7),
    (0.42, "#77766b", "#98978a", 0.4),
    (0.5, "#b9a988", "#d8cbb0", 0.9),
    (0.66, "#5e6a70", "#7f8c91", 0.3),
    (0.79, "#8f7a60", "#b39f82", 0.8),
    (1.0, "#8f7a60", "#b39f82", 0.8),
)


def sediment_core() -> Image.Image:
    """Four metres of core in their trays, with a scale."""
    size = 1900, 1000
    canvas = tint(levels(noise(size, 81, (3, 2), 4, 0.5), 60, 200), "#2a3036", "#3a424a")
    for row in range(4):
        top = 60 + row * 216
        shade = Image.new("L", size, 0)
        ImageDraw.Draw(shade).rectangle((64, top + 14, 1852, top + 190), fill=200)
        canvas.paste(rgb("#0c0f12"), mask=shade.filter(ImageFilter.GaussianBlur(14)))
        canvas.paste(_core((1780, 166), row), (60, top))
    pen = ImageDraw.Draw(canvas)
    for n in range(10):
        box = (60 + n * 178, 936, 60 + (n + 1) * 178, 958)
        pen.rectangle(box, fill="#f2efe6" if n % 2 else "#16191c", outline="#f2efe6", width=2)
    for n in range(0, 11, 5):
        pen.text((60 + n * 178, 930), f"{n * 10} cm", font=face(30), fill="#f2efe6", anchor="ls" if n < 10 else "rs")
    return grained(dimmed(canvas, 0.22), 82, 0.03)


def _core(size: Size, row: int) -> Image.Image:
    """Return a metre of core: the next quarter of the layers, wavy where they meet, round like a cylinder."""
    width, height = size
    dice = seeded(83 + row)
    core = Image.new("RGB", size)
    grit = noise(size, 84 + row, (90, 9), 4, 0.9)
    for (start, dark, light, rough), (end, *_) in pairwise(LAYERS):
        left, right = (start * 4 - row) * width, (end * 4 - row) * width
        if right < 0 or left > width:
            continue
        layer = tint(levels(grit, round(128 - 110 / (rough + 0.6)), round(128 + 110 / (rough + 0.6))), dark, light)
        bands = ImageDraw.Draw(layer)
        for _ in range(round(14 * rough)):
            x = dice.uniform(left, right)
            bands.line(
                (x, 0, x + dice.uniform(-24, 24), height),
                fill=mix(dark, light, dice.random()),
                width=dice.randrange(2, 9),
            )
        mask = Image.new("L", size, 0)
        edge = [(left + 9 * math.sin(y / 21 + start * 40) + dice.uniform(-2, 2), y) for y in range(0, height + 4, 4)]
        ImageDraw.Draw(mask).polygon([*edge, (width + 40, height), (width + 40, 0)], fill=255)
        core.paste(layer, mask=mask.filter(ImageFilter.GaussianBlur(1.2)))
    column = Image.new("L", (1, height))
    for y in range(height):
        across = y / height * 2 - 1
        column.putpixel((0, y), round(255 * max(0.18, math.sqrt(max(0, 1 - across * across)) - 0.12 * across)))
    return ImageChops.multiply(core, column.resize(size).convert("RGB"))


def dip_meter() -> Image.Image:
    """A reel of marked tape with its probe over the kerb of a well."""
    size = 1900, 1260
    canvas = gradient(size, [(0, "#8fa79b"), (0.45, "#b8c0a0"), (0.75, "#8b8d6c"), (1, "#6d6a55")])
    canvas = _blurred_lights(canvas, 91)
    kerb = tint(levels(noise((size[0], 430), 92, (26, 8), 5, 0.8), 40, 215), "#6f6a60", "#b7b0a1")
    canvas.paste(kerb, (0, 850))
    shade = gradient((size[0], 430), [(0, "#ffffff"), (0.1, "#e2dfd8"), (1, "#6d6860")])
    canvas.paste(ImageChops.multiply(kerb, shade), (0, 850))
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).ellipse((520, 850, 1420, 960), fill=190)
    canvas.paste(rgb("#1d1b17"), mask=shadow.filter(ImageFilter.GaussianBlur(26)))
    canvas = _reel(canvas, (900, 560))
    return grained(dimmed(glow(canvas, (300, 150), 900, "#fff1cf", 0.25), 0.3), 93, 0.03).crop((200, 130, 1800, 1130))


def _blurred_lights(canvas: Image.Image, seed: int) -> Image.Image:
    dice = seeded(seed)
    lights = Image.new("RGB", canvas.size)
    pen = ImageDraw.Draw(lights)
    for _ in range(70):
        x, y, radius = dice.uniform(0, 1900), dice.uniform(0, 800), dice.uniform(20, 95)
        pen.ellipse(
            (x - radius, y - radius, x + radius, y + radius), fill=mix("#000000", "#8f9a6a", dice.random() * 0.5)
        )
    return ImageChops.screen(canvas, lights.filter(ImageFilter.GaussianBlur(22)))


def _reel(canvas: Image.Image, centre: Point) -> Image.Image:
    """Put the reel on the canvas: frame, flange, tape, crank, and the probe on its tape."""
    fine = 2
    big = canvas.resize((canvas.width * fine, canvas.height * fine))
    pen = ImageDraw.Draw(big)
    x, y = centre[0] * fine, centre[1] * fine

    def disc(radius: float, colour: str, dx: float = 0, dy: float = 0) -> None:
        r = radius * fine
        pen.ellipse((x + dx * fine - r, y + dy * fine - r, x + dx * fine + r, y + dy * fine + r), fill=colour)

    def bar(points: tuple[float, ...], colour: str, width: float) -> None:
        placed = [(value * fine) + (x, y)[n % 2] for n, value in enumerate(points)]
        pen.line(placed, fill=colour, width=round(width * fine), joint="curve")

    for side in (-1, 1):
        bar((0, 0, side * 260, 340), "#20262b", 34)
        bar((side * 210, 340, side * 330, 340), "#20262b", 38)
        bar((-4, -4, side * 260 - 6, 336), "#4a545c", 7)
    disc(352, "#161b1f", 8, 10)
    disc(350, "#2b343b")
    disc(338, "#39454e")
    for turn in range(22):
        disc(300 - turn * 6.6, "#e3b83a" if turn % 2 else "#b98f22")
    disc(154, "#2b343b")
    disc(142, "#4b5963")
    for n in range(6):
        disc(26, "#1a2024", 96 * math.cos(n * math.tau / 6), 96 * math.sin(n * math.tau / 6))
    disc(44, "#161b1f")
    disc(24, "#8d9aa3", -4, -4)
    bar((0, 0, 205, -150), "#161b1f", 26)
    bar((0, -4, 200, -152), "#5e6b74", 6)
    disc(46, "#161b1f", 212, -156)
    disc(36, "#a63a1c", 208, -160)
    disc(12, "#e08a6a", 198, -172)
    bar((120, -276, 470, -186, 588, -60, 600, 170), "#e3b83a", 15)
    bar((120, -281, 470, -191, 593, -62, 605, 170), "#f3d778", 4)
    for n in range(9):
        bar((594 + n * 0.6, -40 + n * 24, 606 + n * 0.6, -40 + n * 24), "#16191c", 4 if n % 3 else 7)
    bar((600, 160, 600, 300), "#7d8a92", 34)
    bar((592, 164, 592, 296), "#d5dde1", 8)
    bar((600, 300, 600, 340), "#3a444b", 22)
    bar((600, 340, 600, 356), "#c9a13b", 8)
    return big.resize(canvas.size, Image.Resampling.LANCZOS)
