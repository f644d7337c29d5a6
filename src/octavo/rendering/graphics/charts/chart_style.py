"""The look of charts: their style sheet with a house style's colours put in, and the measure that they fill.

SVG does not see the styles of its page, and knows no custom properties. So `styles/chart.css` is resolved before it is
handed to a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

UNITS_PER_MM = 8
"""Units of a drawing's own grid in a millimetre of a page."""
USUAL_WIDTH = 1000.0
"""Width of the measure of a page of 160 x 240 mm, in units."""
_MOST_VALUE_CHARACTERS = 200
_MOST_STEPS = 12
_PROPERTY = re.compile(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;{}]*)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_LANGUAGE_RULE = re.compile(r":root(?::lang\([^(){}]{0,100}\)|\[dir=.rtl.\])\s{0,100}\{[^{}]*\}")
_VAR = re.compile(r"\bvar\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_CONTRAST = re.compile(r"\bcontrast-color\(([^()]*(?:\([^()]*\))?[^()]*)\)")
_HEX = re.compile(r"#(?:([0-9a-f]{6})(?:[0-9a-f]{2})?|([0-9a-f]{3})[0-9a-f]?)", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\b.*\)", re.IGNORECASE)


@dataclass(frozen=True)
class ChartStyle:
    """How charts look: `css` is resolved, `width` is that of the measure in units."""

    css: str = ""
    width: float = USUAL_WIDTH

    @property
    def element(self) -> str:
        """The style element of a drawing."""
        return f"<style>{escape(self.css, quote=False)}</style>"


def read_properties(sheet: str) -> dict[str, str]:
    """Return the custom properties that a style sheet sets, the last value of each, whatever they are set on.

    What it sets for one language or direction alone is left out.
    """
    general = strip_language_rules(_COMMENT.sub("", sheet))
    return {name: value.strip() for name, value in _PROPERTY.findall(general)}


def strip_language_rules(sheet: str) -> str:
    """Remove from a style sheet without comments what it sets on ``:root`` for one language or direction alone."""
    return _LANGUAGE_RULE.sub("", sheet)


def resolve_properties(sheet: str, known: Mapping[str, str]) -> str:
    """Put the values of custom properties in the place of each ``var()``, and black or white for ``contrast-color()``.

    ``contrast-color(COLOUR)``, of CSS Color 5, is whichever of the two is read more easily on the colour, which may be
    written as #rrggbb or rgb(). A ``var()`` without a value is left, and has no effect, as an unknown colour has none.
    """
    text = _VAR.sub(lambda found: _value_of(found, known, _MOST_STEPS), _COMMENT.sub("", sheet))
    return _CONTRAST.sub(lambda found: legible_colour(found[1].strip()), text)


def _value_of(found: re.Match[str], known: Mapping[str, str], steps: int) -> str:
    value = known.get(found[1], "") or (found[2] or "").strip()
    if not value or not steps or len(value) > _MOST_VALUE_CHARACTERS:
        return found[0]
    put_in = _VAR.sub(lambda inner: _value_of(inner, known, steps - 1), value)
    return put_in if len(put_in) <= _MOST_VALUE_CHARACTERS else found[0]


def read_colour(written: str) -> tuple[int, int, int] | None:
    """Return red, green and blue, from 0 to 255, of a colour written as #rgb, #rrggbb or rgb(); None for any other."""
    if found := _HEX.fullmatch(written):
        digits = found[1] or "".join(digit * 2 for digit in found[2])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := _RGB.fullmatch(written):
        red, green, blue = (min(255, int(found[group][:4])) for group in (1, 2, 3))
        return red, green, blue
    return {"white": (255, 255, 255), "black": (0, 0, 0)}.get(written.lower())


def luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (part / 255 for part in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def legible_colour(ground: str) -> str:
    """Return black or white, whichever contrasts more with a ground; black on a colour that cannot be read."""
    colour = read_colour(ground)
    # The contrast of both is equal where (L + 0.05)² = 1.05 · 0.05.
    return "#fff" if colour and luminance(colour) < (1.05 * 0.05) ** 0.5 - 0.05 else "#000"
