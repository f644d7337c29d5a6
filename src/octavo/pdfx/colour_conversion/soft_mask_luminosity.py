"""Give colours as light alone, as soft masks take them (ISO 32000-1, 11.5.3): used in the place of inks."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from .icc_transform import Base, Colour, encode_srgb, lightness_to_luminance


class SoftMaskLuminosity:
    """Turns colours into their luminosity; it is asked for as inks are."""

    space, size = "DeviceGray", 1

    def printed(self, base: Base, colours: Sequence[Colour], apart: bool = True) -> list[Colour]:  # noqa: ARG002 - as Inks
        """Give the luminosity of colours."""
        return [self.one(base, colour) for colour in colours]

    def one(self, base: Base, colour: Colour) -> Colour:
        """Give the luminosity of a colour."""
        if base.kind == "gray":
            return colour
        if base.kind == "rgb":
            red, green, blue = colour
            return (0.3 * red + 0.59 * green + 0.11 * blue,)
        if base.kind == "lab":
            return (encode_srgb(lightness_to_luminance(colour[0])),)
        cyan, magenta, yellow, black = colour
        return (1 - min(1.0, 0.3 * cyan + 0.59 * magenta + 0.11 * yellow + black),)

    lettered = one

    def limited(self, image: Image.Image, spare: float = 0) -> Image.Image:  # noqa: ARG002 - as Inks
        """Give the picture back: light has no limit."""
        return image
