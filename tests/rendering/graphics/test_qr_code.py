"""The QR code of an address: its modules are those of the symbol, within their quiet zone."""

from __future__ import annotations

import re

import pytest
import segno

from octavo.rendering.graphics.qr_code import QUIET_ZONE, draw_qr_code

ADDRESS = "https://doi.org/10.5555/tides.1?a=1&b=<2>"


def drawn_modules(svg: str) -> set[tuple[int, int]]:
    """Return the column and row of each dark module."""
    pieces = re.findall(r"M(\d+),(\d+)h(\d+)v1h-(\d+)z", svg)
    assert all(width == back for _, _, width, back in pieces)
    return {(int(left) + step, int(top)) for left, top, width, _ in pieces for step in range(int(width))}


def test_each_dark_module_is_drawn_in_its_place_and_nothing_in_the_quiet_zone() -> None:
    svg = draw_qr_code(ADDRESS, "x")
    rows = segno.make(ADDRESS, error="m", micro=False).matrix
    dark = {
        (column + QUIET_ZONE, line + QUIET_ZONE)
        for line, row in enumerate(rows)
        for column, module in enumerate(row)
        if module
    }
    assert drawn_modules(svg) == dark
    assert f'viewBox="0 0 {len(rows) + 2 * QUIET_ZONE} {len(rows) + 2 * QUIET_ZONE}"' in svg


def test_what_is_read_aloud_is_no_markup() -> None:
    assert "<title>at &lt;b&gt; &amp; c</title>" in draw_qr_code(ADDRESS, "at <b> & c")


def test_the_same_address_is_drawn_the_same_and_one_that_is_too_long_is_refused() -> None:
    assert draw_qr_code(ADDRESS, "x") == draw_qr_code(ADDRESS, "x")
    with pytest.raises(ValueError, match="Data too large"):
        draw_qr_code("https://example.org/" + "x" * 5000, "x")
