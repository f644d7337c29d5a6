"""Draw the bar code of an ISBN as an EAN-13 symbol in SVG."""

from __future__ import annotations

from html import escape
from itertools import groupby

from stdnum import isbn

# ISO/IEC 15420: lengths in modules of 0.33 mm at full size. The quiet zone has 11 modules on the left and 7 on the
# right. Guard bars are 5 modules longer than the other bars, and the digits stand below the shorter ones.
QUIET_ZONE_LEFT, QUIET_ZONE_RIGHT, BAR_HEIGHT, GUARD_HEIGHT = 11, 7, 69, 74
BARCODE_WIDTH, BARCODE_HEIGHT = QUIET_ZONE_LEFT + 95 + QUIET_ZONE_RIGHT, 80
_GUARD_MODULES = frozenset([*range(3), *range(45, 50), *range(92, 95)])
_BASELINE, _LETTER = 79, 10
_FIRST, _LEFT, _RIGHT, _DIGIT = 3.5, QUIET_ZONE_LEFT + 3, QUIET_ZONE_LEFT + 50, 7


def isbn_digits(number: str) -> str:
    """Return the thirteen digits of an ISBN-10 or ISBN-13. Raises ValueError if it is neither."""
    return isbn.compact(isbn.validate(number), convert=True)


def isbn_lines(number: str) -> tuple[str, ...]:
    """Return the lines printed above the bars: the ISBN-13, and before it the ISBN-10 of an older book."""
    whole = f"ISBN {isbn.format(number, convert=True)}"
    return (whole,) if isbn.isbn_type(number) == "ISBN13" else (f"ISBN-10 {isbn.format(number)}", whole)


def draw_barcode(number: str) -> str:
    """Draw the EAN-13 symbol of an ISBN, black on white, with its quiet zones and digits."""
    from barcode.ean import EAN13  # most reports have no bar code

    digits = isbn_digits(number)
    (pattern,) = EAN13(digits).build()
    words = escape(f"{isbn.format(digits)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="barcode" viewBox="0 0 {BARCODE_WIDTH} {BARCODE_HEIGHT}" '
        f'width="{BARCODE_WIDTH}" height="{BARCODE_HEIGHT}" role="img"><title>ISBN {words}</title>'
        f'<rect x="0" y="0" width="{BARCODE_WIDTH}" height="{BARCODE_HEIGHT}" fill="#fff"/>'
        f"<g>{_draw_bars(pattern)}</g>"
        f'<g font-family="Octavo Sans" font-size="{_LETTER}" text-anchor="middle">{_draw_digits(digits)}</g></svg>'
    )


def _draw_bars(pattern: str) -> str:
    """Draw adjacent dark modules as one bar, so that no white hairline shows between them."""
    drawn = []
    for _, run in groupby(enumerate(pattern), lambda module: (module[1], module[0] in _GUARD_MODULES)):
        modules = list(run)
        at, dark = modules[0]
        if dark == "1":
            height = GUARD_HEIGHT if at in _GUARD_MODULES else BAR_HEIGHT
            drawn.append(
                f'<rect x="{QUIET_ZONE_LEFT + at}" y="0" width="{len(modules)}" height="{height}" fill="#000"/>'
            )
    return "".join(drawn)


def _draw_digits(digits: str) -> str:
    left = [(_LEFT + _DIGIT * (place + 0.5), digit) for place, digit in enumerate(digits[1:7])]
    right = [(_RIGHT + _DIGIT * (place + 0.5), digit) for place, digit in enumerate(digits[7:])]
    placed = [(_FIRST, digits[0]), *left, *right]
    return "".join(f'<text x="{x:g}" y="{_BASELINE}">{digit}</text>' for x, digit in placed)
