"""Draw the QR code of a web address (ISO/IEC 18004) as SVG."""

from __future__ import annotations

from html import escape
from itertools import groupby

import segno

QUIET_ZONE = 4
"""Modules of white on each side that a reader needs (ISO/IEC 18004, 9.1)."""


def draw_qr_code(address: str, title: str) -> str:
    """Draw the QR code of an address, black on white, with its quiet zone; `title` is what is read aloud.

    Error correction is of level M, or better where the symbol grows no larger by it. Raises ValueError for an address
    that is longer than a symbol holds.
    """
    rows = segno.make(address, error="m", micro=False).matrix
    side = len(rows) + 2 * QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr-code" viewBox="0 0 {side} {side}" '
        f'width="{side}" height="{side}" role="img"><title>{escape(title)}</title>'
        f'<rect x="0" y="0" width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{"".join(_draw_row(row, at) for at, row in enumerate(rows, QUIET_ZONE))}" fill="#000"/></svg>'
    )


def _draw_row(row: bytearray, top: int) -> str:
    """Draw adjacent dark modules as one piece, so that no white hairline shows between them."""
    drawn = []
    left = QUIET_ZONE
    for is_dark, run in groupby(map(bool, row)):
        width = len(list(run))
        if is_dark:
            drawn.append(f"M{left},{top}h{width}v1h-{width}z")
        left += width
    return "".join(drawn)
