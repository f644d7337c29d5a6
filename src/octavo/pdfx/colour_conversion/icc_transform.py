"""Turn colours of screens and files into the inks of a printing condition: its ICC profile in, shares of ink out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageMath

from ...pdf.content import colour_spaces as preflight

Colour = tuple[float, ...]
"""Components of a colour, from 0 to 1 but for Lab: L to 100, a and b from -128 to 127."""

_BLACK = (0.0, 0.0, 0.0, 1.0)
_ROUNDED = 2 / 255
"""Components that differ by no more are meant to be the same, and were rounded on the way."""
_DARK, _NEUTRAL = 40 / 255, 16 / 255
"""Text of no lighter and no more coloured a black is meant to be black."""
_SPACES = {"GRAY": ("gray", "L", 1), "RGB": ("rgb", "RGB", 3), "CMYK": ("cmyk", "CMYK", 4)}


class IccProfileError(Exception):
    """A profile that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Base:
    """What the numbers of a colour mean: gray, rgb, lab or cmyk, and the digest of the profile that says more."""

    kind: str
    profile: str = ""


GRAY, RGB, LAB, CMYK = Base("gray"), Base("rgb"), Base("lab"), Base("cmyk")


class Inks:
    """Prints colours in cyan, magenta, yellow and black, of which there is never more than a limit.

    Colours are converted relative to the paper, with black point compensation; neutral ones get black ink alone, of
    the same lightness. What is given in the four inks keeps its numbers but for the limit.
    """

    space, size = "DeviceCMYK", 4

    def __init__(self, icc: bytes, limit: float) -> None:
        self.limit = limit
        self._target = _open_profile(icc)
        described = self._target.profile
        if described.device_class.strip() != "prtr" or described.xcolor_space.strip() != "CMYK":
            raise IccProfileError("is not the profile of a printer with four inks")
        self._profiles: dict[str, Any] = {}
        self._transforms: dict[Base, Any] = {}
        self._known: dict[tuple[Base, Colour, bool], Colour] = {}
        self._screen = ImageCms.createProfile("sRGB")
        self._to_screen = _build_transform(self._target, self._screen, "CMYK", "RGB", compensated=False)
        self._steps, self._shares, self._darkest = self._measured()
        self._solid = max(self._to_screen_values([_BLACK])[0])

    def source(self, icc: bytes, components: int) -> Base:
        """Tell what numbers mean in an embedded profile; raises Unfit. Those of other presses keep their numbers."""
        name = sha256(icc).hexdigest()
        opened = self._profiles.get(name) or _open_profile(icc)
        kind = _SPACES.get(opened.profile.xcolor_space.strip())
        if kind is None or kind[2] != components:
            raise IccProfileError("is of another kind of colour than what it stands with")
        if kind[0] == "cmyk":
            return CMYK
        if name not in self._profiles:
            _build_transform(opened, self._screen, kind[1], "RGB")
            self._profiles[name] = opened
        return Base(kind[0], name)

    def printed(self, base: Base, colours: Sequence[Colour], apart: bool = True) -> list[Colour]:
        """Give the inks of colours; unless they stand `apart`, none gets black ink alone if not all can.

        Within one picture or gradient, a seam would show where the one way of mixing gray meets the other.
        """
        if base.kind == "cmyk":
            return [limit_inks(colour, self.limit) for colour in colours]
        grays = self._grays(base, colours)
        if None not in grays:
            return [self._black(gray) for gray in grays if gray is not None]
        mixed = self._mixed(base, colours)
        if not apart:
            return mixed
        return [ink if gray is None else self._black(gray) for gray, ink in zip(grays, mixed, strict=True)]

    def one(self, base: Base, colour: Colour) -> Colour:
        """Give the inks of a colour that is painted by itself."""
        return self._remembered(base, colour, False)

    def lettered(self, base: Base, colour: Colour) -> Colour:
        """Give the inks of text: what an eye takes for black is printed in black alone, as inks never fit quite.

        What is as good as black is solid, as thin strokes bear no screen.
        """
        return self._remembered(base, colour, True)

    def _remembered(self, base: Base, colour: Colour, text: bool) -> Colour:
        known = (base, colour, text)
        if known not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[known] = self._of_text(base, colour) if text else self.printed(base, [colour])[0]
        return self._known[known]

    def _of_text(self, base: Base, colour: Colour) -> Colour:
        ink = self.one(base, colour)
        if not preflight.Colour(preflight.CMYK, ink).is_dark_and_neutral:
            return ink
        if base.kind == "cmyk":
            (shown,) = self._to_screen_values([colour])
            # It is measured on paper, on which black is not as dark as on a screen.
            light, dark = (_shown_luminance(shown) - self._darkest) / (1 - self._darkest), self._solid + 8 / 255
        else:
            (shown,) = self._shown(base, [colour])
            light, dark = _shown_luminance(shown), _DARK
        if max(shown) <= dark and max(shown) - min(shown) <= _NEUTRAL:
            return _BLACK
        return self._black(light) if any(ink[:3]) else ink

    def limited(self, image: Image.Image, spare: float = 0) -> Image.Image:
        """Hold a picture in the four inks to the limit, less a share to spare; itself comes back if it keeps it."""
        most = int((self.limit - spare) * 255)
        bands = dict(zip("cmyk", image.split(), strict=True))
        total = ImageMath.lambda_eval(_total_ink, **bands)
        if total.getextrema()[1] <= most:
            return image
        kept = [_limit_band(bands, band, total, most) for band in "cmy"]
        return Image.merge("CMYK", [*kept, bands["k"]])

    def _grays(self, base: Base, colours: Sequence[Colour]) -> list[float | None]:
        """Give the luminance of neutral colours, and None for others."""
        if base.kind == "lab":
            return [lightness_to_luminance(c[0]) if max(abs(c[1]), abs(c[2])) <= 1 else None for c in colours]
        if base.kind == "rgb":
            neutral = [max(colour) - min(colour) <= _ROUNDED for colour in colours]
            wanted = [colour for colour, is_gray in zip(colours, neutral, strict=True) if is_gray]
            values = iter(self._shown(base, wanted))
            return [_decode_srgb(sum(next(values)) / 3) if is_gray else None for is_gray in neutral]
        return [_decode_srgb(sum(shown) / 3) for shown in self._shown(base, colours)]

    def _black(self, light: float) -> Colour:
        """Find the share of black ink that is as light; the lightest is bare paper, the darkest solid."""
        wanted = self._darkest + (1 - self._darkest) * min(max(light, 0), 1)
        at = bisect_left(self._steps, wanted)
        if at == 0:
            return _BLACK
        if at == len(self._steps):
            return 0.0, 0.0, 0.0, 0.0
        low, high = self._steps[at - 1], self._steps[at]
        part = (wanted - low) / (high - low)
        return 0.0, 0.0, 0.0, self._shares[at - 1] + part * (self._shares[at] - self._shares[at - 1])

    def _measured(self) -> tuple[list[float], list[float], float]:
        """Measure how light each share of black ink is: luminances that rise, with shares that fall."""
        to_lab = _build_transform(self._target, ImageCms.createProfile("LAB"), "CMYK", "LAB", compensated=False)
        ramp = Image.frombytes("CMYK", (256, 1), b"".join(bytes((0, 0, 0, share)) for share in range(256)))
        lightness = _apply_transform(to_lab, ramp).tobytes()[::3]
        alike: dict[int, list[int]] = {}
        lowest = 255
        for share, light in enumerate(lightness):
            lowest = min(lowest, light)
            alike.setdefault(lowest, []).append(share)
        steps = sorted(alike)
        shares = [sum(alike[step]) / len(alike[step]) / 255 for step in steps]
        shares[0], shares[-1] = 1.0, 0.0
        luminances = [lightness_to_luminance(step / 2.55) for step in steps]
        return luminances, shares, luminances[0]

    def _mixed(self, base: Base, colours: Sequence[Colour]) -> list[Colour]:
        values = self._through(base, colours, "CMYK")
        inks = [limit_inks(tuple(share / 255 for share in value), self.limit) for value in values]
        white = (100.0, 0.0, 0.0) if base.kind == "lab" else (1.0, 1.0, 1.0)
        # Paper is white of itself; a profile may round to a trace of ink.
        return [(0.0,) * 4 if colour == white else ink for colour, ink in zip(colours, inks, strict=True)]

    def _shown(self, base: Base, colours: Sequence[Colour]) -> list[Colour]:
        """Give what a screen shows of colours (sRGB)."""
        if not base.profile and base.kind != "lab":
            return [colour * 3 if base.kind == "gray" else colour for colour in colours]
        return [tuple(value / 255 for value in shown) for shown in self._through(base, colours, "RGB")]

    def _through(self, base: Base, colours: Sequence[Colour], to: str) -> list[tuple[int, ...]]:
        if not colours:
            return []
        mode = {"gray": "L", "rgb": "RGB", "lab": "LAB"}[base.kind]
        key = Base(base.kind + to, base.profile)
        if key not in self._transforms:
            given = ImageCms.createProfile("LAB") if mode == "LAB" else self._profiles.get(base.profile, self._screen)
            self._transforms[key] = _build_transform(given, self._target if to == "CMYK" else self._screen, mode, to)
        row = Image.frombytes(mode, (len(colours), 1), _colours_to_bytes(base, colours))
        return _pixel_values(_apply_transform(self._transforms[key], row), len(to))

    def _to_screen_values(self, inks: Sequence[Colour]) -> list[Colour]:
        row = Image.frombytes("CMYK", (len(inks), 1), _colours_to_bytes(CMYK, inks))
        return [tuple(v / 255 for v in value) for value in _pixel_values(_apply_transform(self._to_screen, row), 3)]


def limit_inks(ink: Colour, limit: float) -> Colour:
    """Hold inks to a limit; black keeps its share, as it bears what can be read."""
    total = sum(ink)
    if total <= limit:
        return ink
    *colours, black = ink
    scale = max(limit - black, 0) / (total - black)
    # Rounded down where four decimals are written, so that their sum keeps the limit as well.
    return *(int(share * scale * 10_000) / 10_000 for share in colours), black


def _open_profile(icc: bytes) -> ImageCms.ImageCmsProfile:
    try:
        return ImageCms.ImageCmsProfile(BytesIO(icc))
    except (OSError, ImageCms.PyCMSError):
        raise IccProfileError("is not an ICC profile") from None


def _build_transform(given: Any, wanted: Any, mode: str, to: str, compensated: bool = True) -> Any:
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION if compensated else ImageCms.Flags.NONE
    try:
        return ImageCms.buildTransform(given, wanted, mode, to, ImageCms.Intent.RELATIVE_COLORIMETRIC, flags)
    except (OSError, ImageCms.PyCMSError):
        raise IccProfileError("cannot be used to convert colours") from None


def _colours_to_bytes(base: Base, colours: Sequence[Colour]) -> bytes:
    if base.kind == "lab":
        # Pillow takes a and b as signed bytes.
        return bytes(v for c in colours for v in (_byte_value(c[0] / 100), round(c[1]) & 255, round(c[2]) & 255))
    return bytes(_byte_value(value) for colour in colours for value in colour)


def _byte_value(value: float) -> int:
    return min(max(round(value * 255), 0), 255)


def _apply_transform(transform: ImageCms.ImageCmsTransform, row: Image.Image) -> Image.Image:
    """Convert a row of colours; Pillow's own function also hangs a copy of the profile on each, however short."""
    out = Image.new(transform.output_mode, row.size)
    transform.transform.apply(row.getim(), out.getim())
    return out


def _pixel_values(image: Image.Image, bands: int) -> list[tuple[int, ...]]:
    data = image.tobytes()
    return list(zip(*(data[band::bands] for band in range(bands)), strict=True))


def _decode_srgb(value: float) -> float:
    """Undo the coding of sRGB (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _shown_luminance(shown: Colour) -> float:
    """Give the luminance of what a screen shows."""
    red, green, blue = map(_decode_srgb, shown)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def encode_srgb(light: float) -> float:
    """Code a share of light as sRGB does (IEC 61966-2-1)."""
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def lightness_to_luminance(lightness: float) -> float:
    """Give the luminance of a lightness L* (ISO 11664-4)."""
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _total_ink(at: Any) -> Any:
    return at["int"](at["c"]) + at["int"](at["m"]) + at["int"](at["y"]) + at["int"](at["k"])


def _limit_band(bands: dict[str, Image.Image], name: str, total: Any, most: int) -> Image.Image:
    """Scale one band of a picture where all of them are too much."""

    def held_band(at: Any) -> Any:
        black, band = at["int"](at["k"]), at["int"](at[name])
        over = at["total"] > most
        return band * (1 - over) + over * (band * (most - black) / at["max"](at["total"] - black, 1))

    image: Image.Image = ImageMath.lambda_eval(held_band, total=total, **bands).convert("L")
    return image
