"""Convert colours to the inks of a printing condition with its ICC profile."""

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
"""Components of a colour, from 0 to 1; for Lab, L is 0 to 100, and a and b are -128 to 127."""

_BLACK = (0.0, 0.0, 0.0, 1.0)
_ROUNDED = 2 / 255
"""Components that differ by no more are meant to be equal, and were rounded."""
_DARK, _NEUTRAL = 40 / 255, 16 / 255
"""Text that is at least as dark and as neutral is meant to be black."""
_SPACES = {"GRAY": ("gray", "L", 1), "RGB": ("rgb", "RGB", 3), "CMYK": ("cmyk", "CMYK", 4)}


class IccProfileError(Exception):
    """A profile that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Base:
    """What the components of a colour mean: gray, rgb, lab or cmyk, and the digest of the profile, if there is one."""

    kind: str
    profile: str = ""


GRAY, RGB, LAB, CMYK = Base("gray"), Base("rgb"), Base("lab"), Base("cmyk")


class Inks:
    """Converts colours to cyan, magenta, yellow and black within an ink limit.

    Colours are converted relative to the paper, with black point compensation. Neutral colours get black ink alone,
    with the same lightness. CMYK colours keep their values, within the limit.
    """

    space, size = "DeviceCMYK", 4

    def __init__(self, icc: bytes, limit: float) -> None:
        self.limit = limit
        self._target = _open_profile(icc)
        described = self._target.profile
        if described.device_class.strip() != "prtr" or described.xcolor_space.strip() != "CMYK":
            raise IccProfileError("is not a CMYK output profile")
        self._profiles: dict[str, Any] = {}
        self._transforms: dict[Base, Any] = {}
        self._known: dict[tuple[Base, Colour, bool], Colour] = {}
        self._screen = ImageCms.createProfile("sRGB")
        self._screen_transform = _build_transform(self._target, self._screen, "CMYK", "RGB", compensated=False)
        self._steps, self._shares, self._darkest = self._measure_black()
        self._solid = max(self._to_screen_values([_BLACK])[0])

    def read_source_profile(self, icc: bytes, components: int) -> Base:
        """Return the base for an embedded profile. Raises IccProfileError.

        CMYK colours of other presses keep their values.
        """
        name = sha256(icc).hexdigest()
        opened = self._profiles.get(name) or _open_profile(icc)
        kind = _SPACES.get(opened.profile.xcolor_space.strip())
        if kind is None or kind[2] != components:
            raise IccProfileError("has another number of components than its colour space")
        if kind[0] == "cmyk":
            return CMYK
        if name not in self._profiles:
            _build_transform(opened, self._screen, kind[1], "RGB")
            self._profiles[name] = opened
        return Base(kind[0], name)

    def convert_all(self, base: Base, colours: Sequence[Colour], apart: bool = True) -> list[Colour]:
        """Return the inks of colours.

        Unless the colours stand `apart`, black ink alone is used for all of them or for none.

        Within one image or gradient, a seam would show where one way of mixing gray meets the other.
        """
        if base.kind == "cmyk":
            return [limit_inks(colour, self.limit) for colour in colours]
        grays = self._neutral_luminances(base, colours)
        if None not in grays:
            return [self._matching_black(gray) for gray in grays if gray is not None]
        mixed = self._mix_inks(base, colours)
        if not apart:
            return mixed
        return [ink if gray is None else self._matching_black(gray) for gray, ink in zip(grays, mixed, strict=True)]

    def convert_one(self, base: Base, colour: Colour) -> Colour:
        """Return the inks of a colour that is painted by itself."""
        return self._convert_cached(base, colour, False)

    def convert_text(self, base: Base, colour: Colour) -> Colour:
        """Return the inks of text. What looks black is printed in black ink alone, since plates never register exactly.

        Almost black becomes solid black, since thin strokes cannot be screened.
        """
        return self._convert_cached(base, colour, True)

    def _convert_cached(self, base: Base, colour: Colour, text: bool) -> Colour:
        known = (base, colour, text)
        if known not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[known] = (
                self._convert_text_colour(base, colour) if text else self.convert_all(base, [colour])[0]
            )
        return self._known[known]

    def _convert_text_colour(self, base: Base, colour: Colour) -> Colour:
        ink = self.convert_one(base, colour)
        if not preflight.Colour(preflight.CMYK, ink).is_dark_and_neutral:
            return ink
        if base.kind == "cmyk":
            (shown,) = self._to_screen_values([colour])
            # Measured on paper, where black is not as dark as on a screen.
            light, dark = (_shown_luminance(shown) - self._darkest) / (1 - self._darkest), self._solid + 8 / 255
        else:
            (shown,) = self._to_screen(base, [colour])
            light, dark = _shown_luminance(shown), _DARK
        if max(shown) <= dark and max(shown) - min(shown) <= _NEUTRAL:
            return _BLACK
        return self._matching_black(light) if any(ink[:3]) else ink

    def limit_picture(self, image: Image.Image, spare: float = 0) -> Image.Image:
        """Reduce a CMYK image to the ink limit less `spare`. An image within the limit is returned as it is."""
        most = int((self.limit - spare) * 255)
        bands = dict(zip("cmyk", image.split(), strict=True))
        total = ImageMath.lambda_eval(_total_ink, **bands)
        if total.getextrema()[1] <= most:
            return image
        kept = [_limit_band(bands, band, total, most) for band in "cmy"]
        return Image.merge("CMYK", [*kept, bands["k"]])

    def _neutral_luminances(self, base: Base, colours: Sequence[Colour]) -> list[float | None]:
        """Return the luminance of neutral colours, and None for others."""
        if base.kind == "lab":
            return [lightness_to_luminance(c[0]) if max(abs(c[1]), abs(c[2])) <= 1 else None for c in colours]
        if base.kind == "rgb":
            neutral = [max(colour) - min(colour) <= _ROUNDED for colour in colours]
            wanted = [colour for colour, is_gray in zip(colours, neutral, strict=True) if is_gray]
            values = iter(self._to_screen(base, wanted))
            return [_decode_srgb(sum(next(values)) / 3) if is_gray else None for is_gray in neutral]
        return [_decode_srgb(sum(shown) / 3) for shown in self._to_screen(base, colours)]

    def _matching_black(self, light: float) -> Colour:
        """Return the share of black ink with this luminance, between bare paper and solid black."""
        wanted = self._darkest + (1 - self._darkest) * min(max(light, 0), 1)
        at = bisect_left(self._steps, wanted)
        if at == 0:
            return _BLACK
        if at == len(self._steps):
            return 0.0, 0.0, 0.0, 0.0
        low, high = self._steps[at - 1], self._steps[at]
        part = (wanted - low) / (high - low)
        return 0.0, 0.0, 0.0, self._shares[at - 1] + part * (self._shares[at] - self._shares[at - 1])

    def _measure_black(self) -> tuple[list[float], list[float], float]:
        """Measure the luminance of shares of black ink: rising luminances, with falling shares."""
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

    def _mix_inks(self, base: Base, colours: Sequence[Colour]) -> list[Colour]:
        values = self._transform_colours(base, colours, "CMYK")
        inks = [limit_inks(tuple(share / 255 for share in value), self.limit) for value in values]
        white = (100.0, 0.0, 0.0) if base.kind == "lab" else (1.0, 1.0, 1.0)
        # White is bare paper; a profile may round to a trace of ink.
        return [(0.0,) * 4 if colour == white else ink for colour, ink in zip(colours, inks, strict=True)]

    def _to_screen(self, base: Base, colours: Sequence[Colour]) -> list[Colour]:
        """Return the sRGB values that a screen shows."""
        if not base.profile and base.kind != "lab":
            return [colour * 3 if base.kind == "gray" else colour for colour in colours]
        return [tuple(value / 255 for value in shown) for shown in self._transform_colours(base, colours, "RGB")]

    def _transform_colours(self, base: Base, colours: Sequence[Colour], to: str) -> list[tuple[int, ...]]:
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
        return [
            tuple(v / 255 for v in value) for value in _pixel_values(_apply_transform(self._screen_transform, row), 3)
        ]


def limit_inks(ink: Colour, limit: float) -> Colour:
    """Reduce inks to a limit. Black keeps its share, since it carries the text."""
    total = sum(ink)
    if total <= limit:
        return ink
    *colours, black = ink
    scale = max(limit - black, 0) / (total - black)
    # Rounded down to four decimals, so that their sum stays within the limit.
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
        # Pillow reads a and b as signed bytes.
        return bytes(v for c in colours for v in (_byte_value(c[0] / 100), round(c[1]) & 255, round(c[2]) & 255))
    return bytes(_byte_value(value) for colour in colours for value in colour)


def _byte_value(value: float) -> int:
    return min(max(round(value * 255), 0), 255)


def _apply_transform(transform: ImageCms.ImageCmsTransform, row: Image.Image) -> Image.Image:
    """Convert a row of colours. Pillow's own function also attaches a copy of the profile to each row."""
    out = Image.new(transform.output_mode, row.size)
    transform.transform.apply(row.getim(), out.getim())
    return out


def _pixel_values(image: Image.Image, bands: int) -> list[tuple[int, ...]]:
    data = image.tobytes()
    return list(zip(*(data[band::bands] for band in range(bands)), strict=True))


def _decode_srgb(value: float) -> float:
    """Decode an sRGB value to linear light (IEC 61966-2-1)."""
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _shown_luminance(shown: Colour) -> float:
    """Return the luminance of sRGB values."""
    red, green, blue = map(_decode_srgb, shown)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def encode_srgb(light: float) -> float:
    """Encode linear light as sRGB (IEC 61966-2-1)."""
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def lightness_to_luminance(lightness: float) -> float:
    """Return the luminance of a lightness L* (ISO 11664-4)."""
    return ((lightness + 16) / 116) ** 3 if lightness > 8 else lightness / 903.3


def _total_ink(at: Any) -> object:
    return at["int"](at["c"]) + at["int"](at["m"]) + at["int"](at["y"]) + at["int"](at["k"])


def _limit_band(bands: dict[str, Image.Image], name: str, total: object, most: int) -> Image.Image:
    """Reduce one band of an image where the total ink exceeds the limit."""

    def held_band(at: Any) -> object:
        black, band = at["int"](at["k"]), at["int"](at[name])
        over = at["total"] > most
        return band * (1 - over) + over * (band * (most - black) / at["max"](at["total"] - black, 1))

    image: Image.Image = ImageMath.lambda_eval(held_band, total=total, **bands).convert("L")
    return image
