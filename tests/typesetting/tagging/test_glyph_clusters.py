"""Letters that are shaped together can be set, and what is read from the page is what was written."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from structure_tree import read_tree
from typeset_parts import added, part

SCRIPTS = {
    "arabic": "نص عربي هنا، لا يبدأ",
    "devanagari": "क्षितिज शर्मा कि त्र कर्म",
    "tamil": "கொண்டு தமிழ் ஸ்ரீ",
    "thai": "ภาษาไทยน้ำใจ",
}


def maps(data: bytes) -> list[bytes]:
    """Read the maps to Unicode of all fonts."""
    with pikepdf.open(BytesIO(data)) as pdf:
        fonts = [font for page in pdf.pages for font in dict(page.resources["/Font"]).values()]
        return [font.ToUnicode.read_bytes() for font in fonts]


@pytest.mark.parametrize("script", SCRIPTS)
def test_letters_that_are_shaped_together_are_read_as_they_were_written(script: str) -> None:
    words = SCRIPTS[script]
    data = added(f"<p>Before {words} after", script).pdf
    assert f"Before {words} after" in read_tree(data).text


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_glyph_stands_for_something(script: str) -> None:
    for map_ in maps(added(f"<p>{SCRIPTS[script]}", script).pdf):
        assert not re.search(rb"<[0-9a-f]+>\s*<>", map_)


def test_a_letter_means_the_same_alone_and_in_a_cluster() -> None:
    # Of कि the sign stands first: its letter must not be named by both.
    (map_,) = [one for one in maps(added("<p>कि क", "devanagari").pdf) if b"0915" in one]
    assert b"0915093f" not in map_ and b"<0915>" in map_ and b"<093f>" in map_


def test_a_mark_of_a_latin_letter_is_read_with_it() -> None:
    assert "m̃ and n̥ then" in read_tree(part("<p>m̃ and n̥ then", "body { font-family: Serif, Sans }").pdf).text
