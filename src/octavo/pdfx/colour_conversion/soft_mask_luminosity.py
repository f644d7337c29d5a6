"""Convert colours to luminosity, as soft masks use it (ISO 32000-1, 11.5.3)."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from .icc_transform import Base, Colour, encode_srgb, lightness_to_luminance


class SoftMaskLuminosity:
    """Converts colours to luminosity, with the interface of `Inks`."""

    space, size = "DeviceGray", 1

    def convert_all(self, base: Base, colours: Sequence[Colour], apart: bool = True) -> list[Colour]:  # noqa: ARG002 - as Inks
        """Return the luminosity of colours."""
        return [self.convert_one(base, colour) for colour in colours]

    def convert_one(self, base: Base, colour: Colour) -> Colour:
        """Return the luminosity of a colour."""
        if base.kind == "gray":
            return colour
        if base.kind == "rgb":
            red, green, blue = colour
            return (0.3 * red + 0.59 * green + 0.11 * blue,)
        if base.kind == "lab":
            return (encode_srgb(lightness_to_luminance(colour[0])),)
        cyan, magenta, yellow, black = colour
        return (1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black),)

    convert_text = convert_one

    def limit_picture(self, image: Image.Image, spare: float = 0) -> Image.Image:  # noqa: ARG002 - as Inks
        """Return the image unchanged, since luminosity has no limit."""
        return image
