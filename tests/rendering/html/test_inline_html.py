"""Where a line may end, and where it may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.rendering.html import inline_html


@pytest.mark.parametrize(
    "held",
    [
        *("30~September~2025", "on 3~Sept~2025", "in Sept.~2025", "May~2025", "September~30, 2025", "1er~juin~2025"),
        *("A.~Durden", "J.~R.~Smith", "Durden,~A.", "Smith,~J.~R., and Doe,~B.", "Svensson~V, Teichmann~SA, Stegle"),
        *("to D.~Levitan, W.~Landry, S.~Groom and B.~Sesar", "Landry,~W., Groom,~S.~B. and O’Neil,~J.~R."),
        *("Dr~Ada Neutral", "Prof.~Neutral", "Prof.~A.~Neutral", "pp.~12 and p.~5", "no.~3"),
        *("see Figure~3 and Tables~2 and 3", "dans le tableau~4", "(fig.~2)", "a table of 3"),
        *("3 words of 2004", "the year 2004", "on the march 2 of them went", "a word, and another"),
    ],
)
def test_names_and_dates_are_held_together(held: str) -> None:
    assert inline_html.join_names_and_dates(held.replace("~", " ")).replace("\u00a0", "~") == held


def test_nothing_is_joined_after_a_dash() -> None:
    """A line may end between a dash and a no-break space, and the next line would begin with that space."""
    heading = "A web-interface to user-defined kernels - BinderHub"
    assert inline_html.join_line_ends(heading, inline_html.LARGE_TYPE_END) == heading
    assert inline_html.join_line_ends("on the way to it all", inline_html.LARGE_TYPE_END).endswith("it\u00a0all")


@pytest.mark.parametrize("word", ["acgt" * 25_000, "a'" * 50_000, "a-" * 50_000])
def test_a_word_as_long_as_a_genome_is_read_once(word: str) -> None:
    """With time that grows with the square, this would take minutes."""
    assert inline_html.join_names_and_dates(f"{word}, A. and Landry, W.") == f"{word},\u00a0A. and Landry,\u00a0W."


FAMILY = st.sampled_from(["Levitan", "Landry", "van der Berg", "O’Neil", "Smith-Jones", "Li"])
NAME = st.tuples(st.sampled_from(["D.", "W.", "J. R.", "S. B. K."]), FAMILY)


@given(
    names=st.lists(NAME, min_size=3, max_size=30),
    form=st.sampled_from(["{0} {1}", "{1}, {0}"]),
    last=st.sampled_from([", ", " and ", " et "]),
)
def test_a_list_of_names_can_be_broken_between_any_two_names(
    names: list[tuple[str, str]], form: str, last: str
) -> None:
    listed = [form.format(*name) for name in names]
    joined = inline_html.join_names_and_dates(", ".join(listed[:-1]) + last + listed[-1])
    assert len(joined.split(" ")) >= len(names) - 1


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
