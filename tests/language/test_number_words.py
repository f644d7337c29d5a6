"""Numbers are written as the grammars of our languages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.language.number_words import LARGEST_NUMBER, spell_number


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "zero", "zéro"),
        (1, "one", "un"),
        (16, "sixteen", "seize"),
        (17, "seventeen", "dix-sept"),
        (21, "twenty-one", "vingt et un"),
        (22, "twenty-two", "vingt-deux"),
        (40, "forty", "quarante"),
        (70, "seventy", "soixante-dix"),
        (71, "seventy-one", "soixante et onze"),
        (79, "seventy-nine", "soixante-dix-neuf"),
        (80, "eighty", "quatre-vingts"),
        (81, "eighty-one", "quatre-vingt-un"),
        (90, "ninety", "quatre-vingt-dix"),
        (91, "ninety-one", "quatre-vingt-onze"),
        (99, "ninety-nine", "quatre-vingt-dix-neuf"),
        (100, "one hundred", "cent"),
        (101, "one hundred and one", "cent un"),
        (180, "one hundred and eighty", "cent quatre-vingts"),
        (200, "two hundred", "deux cents"),
        (215, "two hundred and fifteen", "deux cent quinze"),
        (1000, "one thousand", "mille"),
        (1005, "one thousand and five", "mille cinq"),
        (1100, "one thousand one hundred", "mille cent"),
        (2004, "two thousand and four", "deux mille quatre"),
        (80_000, "eighty thousand", "quatre-vingt mille"),
        (200_300, "two hundred thousand three hundred", "deux cent mille trois cents"),
        (
            999_999,
            "nine hundred and ninety-nine thousand nine hundred and ninety-nine",
            "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf",
        ),
    ],
)
def test_numbers_are_written_by_the_rules_of_the_language(number: int, english: str, french: str) -> None:
    assert (spell_number(number, "en"), spell_number(number, "fr")) == (english, french)


def test_one_agrees_with_its_noun_in_french() -> None:
    assert [spell_number(number, "fr", "f") for number in (1, 21, 11, 81)] == [
        *("une", "vingt et une", "onze", "quatre-vingt-une")
    ]
    assert spell_number(1, "en", "f") == "one"


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("de", "eins, siebzehn, einundzwanzig, dreißig, hunderteins, tausendeinhundertzwei, einundzwanzigtausend"),
        ("es", "uno, diecisiete, veintiuno, treinta, ciento uno, mil ciento dos, veintiún mil"),
        ("it", "uno, diciassette, ventuno, trenta, centouno, millecentodue, ventunomila"),
        ("nl", "één, zeventien, eenentwintig, dertig, honderdeen, duizend honderdtwee, eenentwintigduizend"),
        ("pt", "um, dezassete, vinte e um, trinta, cento e um, mil cento e dois, vinte e um mil"),
        ("pt-BR", "um, dezessete, vinte e um, trinta, cento e um, mil cento e dois, vinte e um mil"),
        (
            "pl",
            "jeden, siedemnaście, dwadzieścia jeden, trzydzieści, sto jeden, tysiąc sto dwa, dwadzieścia jeden tysięcy",
        ),
        ("uk", "один, сімнадцять, двадцять один, тридцять, сто один, тисяча сто два, двадцять одна тисяча"),
    ],
)
def test_numbers_have_the_words_of_the_language(tag: str, written: str) -> None:
    assert ", ".join(spell_number(number, tag) for number in (1, 17, 21, 30, 101, 1102, 21_000)) == written


@pytest.mark.parametrize(
    ("tag", "form", "written"),
    [
        ("de", "f", "eine, zwei, einundzwanzig, zweihundert"),
        ("es", "f", "una, dos, veintiuna, doscientas"),
        ("it", "f", "una, due, ventuno, duecento"),
        ("pt", "f", "uma, duas, vinte e uma, duzentas"),
        ("pl", "f", "jedna, dwie, dwadzieścia jeden, dwieście"),
        ("uk", "f", "одна, дві, двадцять одна, двісті"),
        ("pl", "a", "jedną, dwie, dwadzieścia jeden, dwieście"),
        ("uk", "a", "одну, дві, двадцять одну, двісті"),
    ],
)
def test_numbers_agree_with_a_noun_of_the_feminine(tag: str, form: str, written: str) -> None:
    assert ", ".join(spell_number(number, tag, form) for number in (1, 2, 21, 200)) == written


def test_a_number_before_a_noun_of_the_masculine_is_short_in_spanish() -> None:
    assert [spell_number(number, "es", "m") for number in (1, 4, 21, 31, 101, 200)] == [
        *("un", "cuatro", "veintiún", "treinta y un", "ciento un", "doscientos")
    ]


def test_numbers_have_a_genitive_in_polish_and_ukrainian() -> None:
    assert [spell_number(number, "pl", "g") for number in (1, 2, 21, 45, 100)] == [
        *("jednej", "dwóch", "dwudziestu jeden", "czterdziestu pięciu", "stu")
    ]
    assert [spell_number(number, "uk", "g") for number in (1, 2, 21, 45, 100)] == [
        *("однієї", "двох", "двадцяти однієї", "сорока п’яти", "ста")
    ]


@given(st.integers(0, LARGEST_NUMBER - 1), st.sampled_from(["en", "fr", "de", "es", "it", "nl", "pt", "pl", "uk"]))
def test_different_numbers_have_different_words(number: int, language: str) -> None:
    assert spell_number(number, language) != spell_number(number + 1, language)


@pytest.mark.parametrize("number", [-1, LARGEST_NUMBER + 1])
def test_a_number_outside_the_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="is not a number from 0"):
        spell_number(number, "en")
