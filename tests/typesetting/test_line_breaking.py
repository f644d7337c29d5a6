"""Justified paragraphs are broken as a whole: even gaps, few hyphens, and all words as written."""

from __future__ import annotations

from contextlib import nullcontext
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.typesetting import weasyprint_patches
from octavo.typesetting.paragraph_measure import DASH_BREAK, HYPHEN_BREAK, SPACE_BREAK, BreakPoint
from octavo.typesetting.total_fit import TitleEnd, choose_breaks, choose_title_breaks
from typeset_parts import part

CSS = "@page { size: 80mm 200mm; margin: 10mm } p { text-align: justify; hyphens: auto; hyphenate-limit-chars: 6 2 3 }"
CSS += " code { font-family: Serif }"
TORN = (
    "<p>The results of the second comparison are shown in the last figure. This version differs from the one before"
    " by using <code>multiprocessing_of_everything</code> and by returning no result at all from the mapped function,"
    " in order to exclude the copying from the measurement of what was left.</p>"
)


def lines_of(html: str, css: str = CSS) -> list[str]:
    with pypdfium2.PdfDocument(part(html, css).pdf) as document:
        text = document[0].get_textpage().get_text_range()
    return [line.strip() for line in text.replace("\x02", "-").replace("\ufffe", "-\n").splitlines() if line.strip()]


def widest_gap(html: str) -> float:
    with pdfplumber.open(BytesIO(part(html, CSS).pdf)) as document:
        words = document.pages[0].extract_words(use_text_flow=True, x_tolerance=0.5)
    return max(after["x0"] - before["x1"] for before, after in pairwise(words) if before["top"] == after["top"])


def points(*widths: float) -> list[BreakPoint]:
    """Words of these widths with spaces of 3 between them, as points after each."""
    made, x = [], 0.0
    for number, width in enumerate(widths):
        x += width
        made.append(BreakPoint(number + 1, x, x + 3, number, number + 1, SPACE_BREAK))
        x += 3
    return made


def chosen(*widths: float, measure: float) -> list[int]:
    words = points(*widths)
    start = BreakPoint(0, 0, 0, 0, 0, SPACE_BREAK)
    return [point.offset for point in choose_breaks(words[:-1], words[:-1], (start, words[-1]), (measure, measure), 3)]


def test_a_line_gives_up_a_word_for_a_better_next_line() -> None:
    # Filling the first line leaves 60 alone with 10 on the second.
    assert chosen(30, 30, 30, 10, 60, 40, 50, measure=103) == [3, 5]


def test_spaces_shrink_a_little_to_take_a_word() -> None:
    assert chosen(30, 30, 34, 90, measure=99.5) == [3]
    assert chosen(30, 30, 34, 90, measure=98) == [2, 3]


def test_text_that_cannot_be_broken_is_left_to_the_engine() -> None:
    assert chosen(200, 200, measure=100) == []


@given(st.lists(st.floats(1, 90), min_size=2, max_size=40))
def test_no_line_is_wider_than_its_spaces_allow(widths: list[float]) -> None:
    ends = [0, *chosen(*widths, measure=100), len(widths)]
    for first, last in pairwise(ends):
        spaces = last - first - 1
        assert sum(widths[first:last]) + 3 * spaces * 0.84 <= 100.001


def test_gaps_before_long_code_stay_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [TORN.replace("The", "The " * count, 1) for count in range(1, 7)]
    planned = max(map(widest_gap, texts))
    monkeypatch.setattr(weasyprint_patches, "planned_paragraphs", lambda _: nullcontext())
    assert planned < 0.7 * max(map(widest_gap, texts))


def test_the_last_word_of_a_paragraph_has_no_hyphen() -> None:
    for count in range(1, 12):
        words = f"{'so ' * count}and the measurements of all of them were made by institutions of instrumentation."
        assert lines_of(f"<p>{words}</p>")[-1].endswith("instrumentation.")


def test_three_hyphens_do_not_follow_each_other() -> None:
    words = "instrumentation internationalization characterization administration " * 6
    ends = [line.endswith("-") for line in lines_of(f"<p>{words}and so on.</p>")]
    assert any(ends) and not any(all(ends[index : index + 3]) for index in range(len(ends) - 2))


def test_names_have_no_hyphen_but_nouns_of_german_may() -> None:
    said = "of the and <i>or</i> " * 3
    names = f"<p>{'it is said by Vandermeulenbroekstra and Christopherson that so it was, ' * 5}{said}.</p>"
    assert not any(line.endswith("-") and line.split()[-1][0].isupper() for line in lines_of(names))


PLAIN = "b { font-weight: normal } i { font-style: italic } code { font-family: Serif }"
PIECES = st.sampled_from(
    ["the", "of", "internationalization", "a\u00a0b", "<em>emphasized words</em>", "<code>x_\u200by.z</code>",
     "well-known", "difficult", "office", "(see)", '<a href="https://example.org">link</a>,', "–", "naïveté",
     "10&nbsp;km", '<span class="n">word</span>', "<b>bold</b><i>italic</i>", "“quoted”", "end."]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=5, max_size=80), st.integers(60, 110))
def test_all_words_are_set_once_and_in_order(pieces: list[str], width: int) -> None:
    html = f"<p>{' '.join(pieces)}</p>"
    plain = part(html, f"@page {{ size: {width}mm 900mm; margin: 5mm }} p {{ text-align: start }} {PLAIN}")
    broken = part(
        html, f"@page {{ size: {width}mm 900mm; margin: 5mm }} p {{ text-align: justify; hyphens: auto }} {PLAIN}"
    )

    def letters(pdf: bytes) -> str:
        with pypdfium2.PdfDocument(pdf) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        return "".join(letter for letter in text if letter.isalnum())

    assert letters(broken.pdf) == letters(plain.pdf)


@pytest.mark.parametrize("kind", [HYPHEN_BREAK, DASH_BREAK])
def test_a_third_hyphen_in_a_row_is_avoided(kind: str) -> None:
    words = [point._replace(kind=kind) if point.offset in (2, 4, 6) else point for point in points(*[47.0] * 8)]
    start = BreakPoint(0, 0, 0, 0, 0, SPACE_BREAK)
    found = choose_breaks(words[:-1], words[:-1], (start, words[-1]), (100, 100), 3)
    assert [point.kind for point in found].count(kind) <= 3


TITLE_CSS = "@page { size: 100mm 200mm; margin: 10mm } h1 { font-size: 14pt; --line-breaks: balanced }"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Time in Common: the comparison of clocks", ["Time in Common:", "the comparison of clocks"]),
        ("Public clocks and the people who wind them", ["Public clocks and", "the people who wind them"]),
        ("Recommendations of the clock room of 1998", ["Recommendations", "of the clock room of 1998"]),
        ("A short title", ["A short title"]),
    ],
)
def test_lines_of_a_title_end_where_a_reader_pauses(title: str, lines: list[str]) -> None:
    found = lines_of(f"<h1>{title}</h1>", TITLE_CSS)
    assert not any(line.split()[-1] in ("the", "of", "and") for line in found[:-1])
    assert len(found) == len(lines)
    if ":" in title:
        assert found == lines


def test_a_title_of_ten_thousand_words_takes_no_longer_than_its_letters() -> None:
    class Counted(BreakPoint):
        __slots__ = ()
        read = 0

        @property
        def start(self) -> float:
            Counted.read += 1
            return self[2]

    count = 10_000
    places = [Counted(index, index * 5.0, index * 5.0, index, index, SPACE_BREAK) for index in range(count + 1)]
    found = choose_title_breaks(places[1:-1], (places[0], places[-1]), 400.0, [TitleEnd.PLAIN] * (count - 1))
    assert len(found) == 124
    assert Counted.read < 200 * count


def test_a_right_to_left_paragraph_is_left_to_the_engine() -> None:
    made = part(f'<p dir="rtl">{"words in the paragraph " * 12}</p>', CSS + " p { direction: rtl }")
    assert made.pages == 1


@given(st.integers(0, 30))
@settings(max_examples=31, deadline=None)
def test_no_line_runs_past_the_edge_after_code(count: int) -> None:
    # A line may end between an element and the space that follows it.
    words = (
        f"{'so ' * count}the name in this case <code>Python\u200bAssertion\u200bEvaluator</code> is the one and only."
    )
    assert part(f"<p>{words} {words}</p>", CSS).findings == ()


def test_a_short_line_of_a_title_is_no_fault() -> None:
    made = part("<h1>A Clock in the Luggage: Ten Journeys with a Travelling Standard</h1>", TITLE_CSS)
    assert made.findings == ()
