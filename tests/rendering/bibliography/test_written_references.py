"""What is read from a reference that its author wrote out, and what is left in its text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.rendering.bibliography.written_references import WrittenReference, read_reference


def reference(words: str) -> WrittenReference:
    """Make a reference, in which *words* are emphasized."""
    runs = tuple(
        ("emphasis", piece.strip("*")) if piece.startswith("*") else ("", piece)
        for piece in re.split(r"(\*[^*]+\*)", words)
        if piece
    )
    return WrittenReference("", runs)


@pytest.mark.parametrize(
    ("words", "authors", "year", "title", "kind"),
    [
        ("Author, A. (2004). A work. doi:10.5555/1", ["Author/A."], 2004, "A work", "document"),
        ("A. One. *A title*. 2001.", ["One/A."], 2001, "A title", "document"),
        (
            "Smith, J., & van den Berg, P. Q. (2010). On things. *Journal of Things, 3*(2), 12–15.",
            ["Smith/J.", "van den Berg/P. Q."],
            2010,
            "On things",
            "article-journal",
        ),
        (
            "Carroll, Christopher, Jiri Slacalek, and Matthew N White. 2017. “The Distribution.” *QE* 8 (3): 9–10.",
            ["Carroll/Christopher", "Slacalek/Jiri", "White/Matthew N"],
            2017,
            "The Distribution",
            "article-journal",
        ),
        (
            "D. Rubin. *Inference and missing data*, Biometrika, 63:581-592, 1976.",
            ["Rubin/D."],
            1976,
            "Inference and missing data",
            "article-journal",
        ),
        (
            'Ann Other, "Threads", Proc. of the 15th Conf. (C 2016), July 11-17, 2016.',
            [],
            2016,
            "Threads",
            "paper-conference",
        ),
        (
            "World Health Organization (2004). Health. Geneva: WHO.",
            ["World Health Organization"],
            2004,
            "Health",
            "document",
        ),
        # What is in doubt stays untold: a journal, a body or a person, editors, the end of a title, two years.
        ("Smith, J. *Nature* 2004, 3, 5.", ["Smith/J."], 2004, "", "document"),
        ("United Nations (2004). Peace. New York.", [], 2004, "", "document"),
        ("Doe, A. and Roe, B., eds. 2006. Handbook of all.", [], 2006, "", "document"),
        ("Berg, J. (1999) Title, Journal, vol 3.", ["Berg/J."], 1999, "", "document"),
        ("NumPy, 1999 and 2004", [], 0, "", "document"),
        ("FOSSEE group website, last seen on 7th May 2018", [], 0, "", "document"),
    ],
)
def test_what_can_be_told_is_told_and_what_is_in_doubt_is_not(
    words: str, authors: list[str], year: int, title: str, kind: str
) -> None:
    told = read_reference(reference(words))
    named = [
        name.literal or f"{' '.join(filter(None, (name.particle, name.family)))}/{name.given}" for name in told.authors
    ]
    assert (named, told.year, told.title, told.csl_type) == (authors, year, title, kind)


@pytest.mark.parametrize(
    ("words", "doi", "url"),
    [
        ("See doi:10.1016/S1574-0021(18)30018-2.", "10.1016/S1574-0021(18)30018-2", ""),
        ("(https://doi.org/10.1000/a.b)", "10.1000/a.b", ""),
        ("Two: doi:10.1000/a and doi:10.1000/b", "", ""),
        ("NumPy, http://www.numpy.org/.", "", "http://www.numpy.org/"),
        ("10.5 metres and 10.1/x", "", ""),
    ],
)
def test_identifiers_end_before_punctuation_and_two_of_them_are_none(words: str, doi: str, url: str) -> None:
    told = read_reference(reference(words))
    assert (told.doi, told.url) == (doi, url)


def test_a_link_behind_words_is_read_too() -> None:
    told = read_reference(
        WrittenReference("", (("", "A work"),), ("https://doi.org/10.1000/x", "https://example.org/y"))
    )
    assert (told.doi, told.url) == ("10.1000/x", "https://example.org/y")


@given(st.text(alphabet='Ab. ,;&"“”()*2004:/-', max_size=80))
def test_no_text_is_too_odd(words: str) -> None:
    assert read_reference(reference(words)).year >= 0
