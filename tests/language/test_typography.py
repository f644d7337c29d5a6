"""What a language asks of a line: what stays together, the spaces before signs, the ends of lines of a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.language import typography


@pytest.mark.parametrize(
    "held",
    [
        *("30~September~2025", "on 3~Sept~2025", "in Sept.~2025", "May~2025", "September~30, 2025", "1er~juin~2025"),
        *("A.~Durden", "J.~R.~Smith", "Durden,~A.", "Smith,~J.~R., and Doe,~B.", "Svensson~V, Teichmann~SA, Stegle"),
        *("to D.~Levitan, W.~Landry, S.~Groom and B.~Sesar", "Landry,~W., Groom,~S.~B. and O’Neil,~J.~R."),
        *(
            "Dr.~rer.~nat.~Ada Neutral",
            "Prof.~em. und",
            "Prof.~Dr.-Ing.~Ada",
            "Mag.~Dr.~techn.~Ada",
            "PD~Dr.~habil.~Ada",
        ),
        *("Dr~Ada Neutral", "Prof.~Neutral", "Prof.~A.~Neutral", "pp.~12 and p.~5", "no.~3"),
        *("see Figure~3 and Tables~2 and 3", "dans le tableau~4", "(fig.~2)", "a table of 3"),
        *("3 words of 2004", "the year 2004", "on the march 2 of them went", "a word, and another"),
        "of 1.4~cm, 12~m² and 48~mg/l, 30~% or EUR 5",
        "30~min at 21~°C; 3 men in 2 mills, 5 m-shaped and 7 km’s",
        *("am 1.~Juni~2026 und", "1~de junio~de~2026", "el 1.º~de junio~de~2026", "1º~giugno~2026", "12~вер.~2025 і"),
        *("siehe Abb.~3 und S.~12", "por la tabla~2", "na rys.~4 i w tabeli~5", "рис.~4, №~5", "w 12~wrz~2025~r."),
        *("І.~Франко та Л.~Українка", "Шевченко,~Т.~Г.", "Ł.~Śliwa oraz Ż.~Ćwik"),
    ],
)
def test_names_and_dates_are_held_together(held: str) -> None:
    assert typography.join_names_and_dates(held.replace("~", " ")).replace("\u00a0", "~") == held


def test_nothing_is_joined_after_a_dash() -> None:
    """A line may end between a dash and a no-break space, and the next line would begin with that space."""
    heading = "A web-interface to user-defined kernels - BinderHub"
    assert typography.join_line_ends(heading, typography.LARGE_TYPE_END) == heading
    assert typography.join_line_ends("on the way to it all", typography.LARGE_TYPE_END).endswith("it\u00a0all")


@pytest.mark.parametrize("word", ["acgt" * 25_000, "a'" * 50_000, "a-" * 50_000])
def test_a_word_as_long_as_a_genome_is_read_once(word: str) -> None:
    """With time that grows with the square, this would take minutes."""
    assert typography.join_names_and_dates(f"{word}, A. and Landry, W.") == f"{word},\u00a0A. and Landry,\u00a0W."


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
    joined = typography.join_names_and_dates(", ".join(listed[:-1]) + last + listed[-1])
    assert len(joined.split(" ")) >= len(names) - 1


@pytest.mark.parametrize(
    "written",
    [
        *(
            "Il dit~: «~bonjour~»",
            "Quoi~? Non~! Si~; oui",
            "100~%",
            "à 10:30, http://a.fr:80/b?c=d;e",
            "Sans espace: rien?",
        ),
        *("fin~:", "mot~;", "(voir~!)"),
    ],
)
@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009", "  "])
def test_french_signs_have_spaces_of_one_width(written: str, space: str) -> None:
    assert typography.space_signs(written.replace("~", space), "fr").replace("\u202f", "~") == written


def test_a_sign_after_other_markup_keeps_its_space() -> None:
    assert typography.space_signs(" : suite", "fr-FR") == "\u202f: suite"


@pytest.mark.parametrize(("tag", "spaced"), [("en", ""), ("de", ""), ("fr-CH", ":»"), ("fr-CA", ":»"), ("fr", ";:!?»")])
def test_signs_are_spaced_as_the_country_does(tag: str, spaced: str) -> None:
    words = typography.space_signs("a ; b : c ! d ? e »", tag)
    assert [words[words.index(sign) - 1] == "\u202f" for sign in ";:!?»"] == [sign in spaced for sign in ";:!?»"]


@given(st.text(alphabet="ab ;:!?»«%\u00a0\u202f\n", max_size=60), st.sampled_from(["fr", "fr-CA", "en"]))
def test_spacing_changes_nothing_but_spaces_and_is_done_once(words: str, tag: str) -> None:
    spaced = typography.space_signs(words, tag)
    assert "".join(spaced.split()) == "".join(words.split())
    assert typography.space_signs(spaced, tag) == spaced


@given(st.text(max_size=80))
def test_joining_changes_spaces_alone(words: str) -> None:
    joined = typography.join_names_and_dates(words)
    assert joined.replace("\u00a0", " ") == words.replace("\u00a0", " ")
    assert len(joined) == len(words)


@pytest.mark.parametrize(
    ("word", "tag", "weak"),
    [
        *(
            ("the", "en", True),
            ("Of", "en-GB", True),
            ("clock", "en", False),
            ("(The", "en", True),
            ("Of:", "en", False),
        ),
        *(("d’", "fr", False), ("aux", "fr", True), ("l'", "fr", False), ("für", "de", True), ("der", "en", False)),
        *(("with", "xx", False), ("", "en", False)),
    ],
)
def test_a_line_of_a_title_does_not_end_with_a_small_word(word: str, tag: str, weak: bool) -> None:
    assert typography.is_weak_end(word, tag) is weak


def test_a_capital_within_a_sentence_tells_a_name() -> None:
    assert typography.is_name("Vandermeulen", "it was said by ", "en")
    assert not typography.is_name("Measurement", "", "en")
    assert not typography.is_name("Measurement", "It was so. ", "en")
    assert not typography.is_name("Measurement", "It was so. “", "en")
    assert not typography.is_name("Vergleichsmessung", "es war eine ", "de-AT")


@pytest.mark.parametrize(
    ("tag", "held"),
    [
        ("pl", "Spotkanie w~Warszawie i~w~Krakowie, a~potem (z~nimi) o~tym. W~dniu na co"),
        ("uk", "Зустріч у~Києві й~у~Львові, а~потім (з~ним) та до"),
        ("de", "so z.~B. und i.~d.~R. in A dur"),
        ("en", "a book, i am, z. B."),
    ],
)
def test_short_words_and_abbreviations_end_no_line(tag: str, held: str) -> None:
    assert typography.hold_words(held.replace("~", " "), tag).replace("\u00a0", "~") == held


@given(st.text(alphabet="awzвуі a.B(„\n", max_size=60), st.sampled_from(["pl", "uk", "de"]))
def test_holding_words_changes_spaces_alone_and_is_done_once(words: str, tag: str) -> None:
    held = typography.hold_words(words, tag)
    assert held.replace("\u00a0", " ") == words
    assert typography.hold_words(held, tag) == held
