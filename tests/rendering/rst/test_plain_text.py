"""What exports, calendars and sheets have of a reST text: all its words, and what counts or names them."""

from __future__ import annotations

import pytest

from octavo.model import Rest
from octavo.rendering.rst.plain_text import extract_paragraphs

TOLD = {
    ":Due: today\n:By: all": ["Due: today", "By: all"],
    ":Due:": ["Due:"],
    "-a, --all  lists\n--by=DAY  ends": ["-a, --all: lists", "--by=DAY: ends"],
    "Term : of art : old\n  meaning": ["Term : of art : old", "meaning"],
    ">>> run\n1": [">>> run 1"],
    ".. rubric:: Words\n\nx": ["Words", "x"],
    ".. table:: Heights\n\n   == ==\n   a  b\n   == ==": ["Heights", "a", "b"],
    ".. figure:: a.png\n   :alt: a\n\n   Caption\n\n   Legend": ["Caption", "Legend"],
    "(c) x\n\n    y\n(d) z": ["(c) x", "y", "(d) z"],
    "4. a) x\n   b) y\n5. z": ["4. a) x", "b) y", "5. z"],
    "- x\n- y": ["x", "y"],
}


@pytest.mark.parametrize("text", TOLD)
def test_plain_paragraphs_have_all_words_and_their_labels(text: str) -> None:
    paragraphs, findings = extract_paragraphs(Rest(text))
    assert (list(map(str, paragraphs)), findings) == (TOLD[text], [])
