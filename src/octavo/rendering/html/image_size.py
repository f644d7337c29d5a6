"""Convert the size options of an image to CSS that keeps its proportions."""

from __future__ import annotations

import re
from typing import Final

from docutils import nodes

from ..graphics.images import DEFAULT_DPI, ImageAsset

_LENGTH: Final = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*(%|[A-Za-z]*)")
_INCHES_PER_UNIT: Final = {
    "in": 1.0,
    "pt": 1 / 72,
    "pc": 1 / 6,
    "px": 1 / 96,
    "": 1 / 96,
    "mm": 1 / 25.4,
    "cm": 1 / 2.54,
    "Q": 1 / 101.6,
}
_RELATIVE_UNITS: Final = ("%", "em", "ex", "ch", "rem", "vw", "vh", "vmin", "vmax")
_TALLEST_LOGO: Final = 1.5
_WIDEST_LOGO: Final = 3.6
"""The most that a logo is tall or wide, in sides of a square one."""
_VERTICAL_ALIGN: Final = {"top": "text-top", "middle": "middle", "bottom": "text-bottom"}


def picture_style(node: nodes.image, asset: ImageAsset) -> str:
    """Return the CSS of an image: a width in relative units, or else its resolution.

    In both cases its height follows from its width, even if the style sheets make it narrower.
    """
    scale = float(node.get("scale", 100)) / 100
    width, height = _parse_length(node.get("width")), _parse_length(node.get("height"))
    styles = [f"vertical-align: {_VERTICAL_ALIGN[node['align']]}"] if node.get("align") in _VERTICAL_ALIGN else []
    if width is None and height is not None and height[1] in _RELATIVE_UNITS:
        width = height[0] * asset.width / asset.height, height[1]
    elif width is not None and height is not None and {width[1], height[1]} & {*_RELATIVE_UNITS}:
        styles.append(f"max-height: {height[0] * scale:.4g}{height[1] or 'px'}")
    if width is not None and width[1] in _RELATIVE_UNITS:
        styles.append(f"width: {width[0] * scale:.4g}{width[1]}")
    elif (dots := _image_resolution(asset, width, height) / scale) != DEFAULT_DPI:
        styles.append(f"image-resolution: {dots:.6f}dpi")
    return "; ".join(styles)


def logo_style(asset: ImageAsset) -> str:
    """Return the CSS of a logo: all logos of a page have the same area, so that none looks larger than the others.

    A style sheet sets the side of a square logo as the size of type. Very tall and very wide ones are held back.
    """
    shape = asset.width / asset.height
    return f"width: {min(shape**0.5, _TALLEST_LOGO * shape, _WIDEST_LOGO):.4g}em"


def figure_style(node: nodes.figure) -> str:
    """Return the CSS of a figure with ``:figwidth:``, which includes its caption."""
    width = _parse_length(node.get("width"))
    return f"width: {width[0]:.4g}{width[1] or 'px'}" if width else ""


def _parse_length(written: object) -> tuple[float, str] | None:
    """Parse a length into number and unit. Return None for a missing or zero length."""
    found = _LENGTH.fullmatch(str(written or "").strip())
    if found is None or not float(found[1]) or found[2] not in (*_INCHES_PER_UNIT, *_RELATIVE_UNITS):
        return None
    return float(found[1]), found[2]


def _image_resolution(asset: ImageAsset, width: tuple[float, str] | None, height: tuple[float, str] | None) -> float:
    """Return the resolution, in pixels per inch, at which an image fits into the width and height asked for."""
    asked = [
        pixels / (length[0] * _INCHES_PER_UNIT[length[1]])
        for pixels, length in ((asset.width, width), (asset.height, height))
        if length is not None and length[1] in _INCHES_PER_UNIT
    ]
    return max(asked, default=asset.dpi)
