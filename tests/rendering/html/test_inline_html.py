"""Where a line may end, and where it may not."""

from __future__ import annotations

import pytest

from octavo.rendering.html import inline_html


@pytest.mark.parametrize(
    "broken",
    [
        *("concurrent.|futures.|Future", "recorded_|elements", "std::|vector::|iterator", "knot.|jobs[-1].|done"),
        *("Cons|IndShock|Model.py", "__init__", "np.dot", "1.2.3.4.5.6", "--verbose", "environment.yml"),
        "https://example.org/mixed-|data/|blob",
    ],
)
def test_code_is_broken_after_signs_and_before_capitals_of_long_words(broken: str) -> None:
    assert inline_html.allow_breaks(broken.replace("|", "")).replace("\u200b", "|") == broken


@pytest.mark.parametrize(
    "kept", ["and/or", "e.g. one", "in-between-words-of-it", "12:30:45.123456789", "U.S.A. and others"]
)
def test_plain_words_are_broken_nowhere_else(kept: str) -> None:
    assert inline_html.allow_technical_breaks(kept) == kept


def test_a_name_of_a_program_among_plain_words_may_be_broken() -> None:
    words = inline_html.allow_technical_breaks("call the numpy.random.normal function")
    assert words.replace("\u200b", "|") == "call the numpy.|random.|normal function"


def test_addresses_are_escaped_once() -> None:
    assert inline_html.write_address("https://example.org/a?b=c&d=e").count("&amp;") == 1


def test_long_words_take_no_longer_by_the_square() -> None:
    words = inline_html.allow_technical_breaks("a" * 1_000_000 + " " + "a_" * 500_000)
    assert len(words) > 1_000_000
