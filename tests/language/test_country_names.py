"""Countries are found by their names in many languages, by old and common names, and by codes."""

from __future__ import annotations

import pytest
from babel import Locale

from octavo.language.country_names import find_country_code, suggest_country


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Norway", "NO"),
        (" norge ", "NO"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("DEU", "DE"),
        ("fr", "FR"),
        ("Deutschland", "DE"),
        ("Allemagne", "DE"),
        ("Côte d’Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Россия", "RU"),
        ("日本", "JP"),
        ("Korea, Republic of", "KR"),
        ("Republic of Korea", "KR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("The Netherlands", "NL"),
        ("Kingdom of Norway", "NO"),
        ("Bosnia & Herzegovina", "BA"),
        ("Czech Republic", "CZ"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Democratic Republic of the Congo", "CD"),
        ("Republic of the Congo", "CG"),
        ("Taiwan, Province of China", "TW"),
        ("Holy See (Vatican City State)", "VA"),
        ("U.K.", "GB"),
        ("SIN", ""),
        ("Nowhere", ""),
        ("Europe", ""),
        ("EU", ""),
        ("", ""),
    ],
)
def test_countries_are_found_by_name_or_code(words: str, code: str) -> None:
    assert find_country_code(words) == code


@pytest.mark.parametrize("language", ["en", "fr", "de", "pl", "uk", "ar", "hi", "km", "my", "vi"])
def test_every_name_of_a_country_leads_to_its_code(language: str) -> None:
    names = Locale.parse(language).territories
    codes = [code for code in names if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ")]
    wrong = {names[code]: code for code in codes if find_country_code(names[code], language) != code}
    assert set(wrong.values()) <= {"QO", "XA", "XB"}


@pytest.mark.parametrize(("words", "language"), [("Congo", "en"), ("Kongo", "de"), ("Конго", "uk"), ("الكونغو", "ar")])
def test_a_name_that_two_countries_share_is_not_guessed(words: str, language: str) -> None:
    assert find_country_code(words, language) == ""
    assert suggest_country(words, "en") == "Congo - Kinshasa / Congo - Brazzaville"
    assert find_country_code("DR Congo") == "CD" and find_country_code("Congo-Brazzaville", "fr") == "CG"


def test_names_in_languages_that_are_not_likely_are_found() -> None:
    found = [find_country_code(words) for words in ("Norvegija", "Ujerumani", "Þýskaland", "გერმანია", "ጀርመን")]
    assert found == ["NO", "DE", "DE", "DE", "DE"]


def test_looking_for_a_country_leaves_what_is_known_of_languages_as_it_was() -> None:
    assert find_country_code("Nowhere at all") == ""
    for language in ("sw", "lv", "ka"):
        assert len(Locale.parse(language).months["stand-alone"]["wide"]) == 12
