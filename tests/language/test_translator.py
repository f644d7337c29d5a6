"""Every word that the toolkit prints stands in every language that it speaks."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from babel.messages.pofile import read_po

from checkout import ROOT
from octavo.language.collation import collation_key
from octavo.language.languages import supported_languages
from octavo.language.translator import get_translator

Message = tuple[str | None, str]


def of_templates() -> Iterator[Message]:
    for file in (ROOT / "templates").rglob("*.rst"):
        text = file.read_text("utf-8")
        for found in re.finditer(r'\b(?:_|ngettext)\("([^"]*)"', text):
            yield None, found[1]


def of_modules() -> Iterator[Message]:
    for file in (ROOT / "src/octavo").rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = ast.unparse(call.func)
            given = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            called = name.rpartition(".")[2].lstrip("_")
            if given and (name == "_" or called in ("gettext", "ngettext")):
                yield None, given[0]
            elif given and called == "pgettext":
                yield given[0], given[1]


@pytest.mark.parametrize("language", [row.code for row in supported_languages() if row.code != "en"])
def test_every_message_is_translated_and_no_translation_is_left_over(language: str) -> None:
    with (ROOT / f"src/octavo/language/locale/{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    known = {
        (entry.context, entry.id if isinstance(entry.id, str) else entry.id[0])
        for entry in catalogue
        if entry.id and (entry.string if isinstance(entry.string, str) else all(entry.string))
    }
    used = {message for message in (*of_templates(), *of_modules()) if message[1]}
    assert used - known == set()
    assert known - used == set()


def test_a_translation_keeps_the_places_for_values() -> None:
    with (ROOT / "src/octavo/language/locale/fr.po").open("rb") as file:
        for entry in read_po(file):
            if not entry.id:
                continue
            originals = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
            translated = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
            for original, translation in zip(originals, translated, strict=True):
                places = (re.findall(r"\{(\w+)(?: f)?\}", one) for one in (original, translation))
                assert len(set(map(tuple, places))) == 1, original


def test_names_are_sorted_by_their_letters_word_by_word() -> None:
    names = [
        "C", "C++", "de Souza, Ana", "Delacroix, Eve", "Li, Wei", "Li Wei, An", "Lin, Ai", "Łoś, Jan", "Lund, Åse",
        "O’Connor, Siobhán", "O'Connor, Tom", "Oconto, Al", "Øre, Bo", "Öztürk, Çağrı", "Saint-Exupéry, A.",
        "Sainte, B.",
    ]  # fmt: skip
    assert sorted(set(names), key=collation_key) == names


def test_a_word_that_has_a_plural_is_translated_by_itself_on_every_python(monkeypatch: pytest.MonkeyPatch) -> None:
    def as_in_python_3_11_2(self: gettext.GNUTranslations, message: str) -> str:
        return str(vars(self)["_catalog"].get(message, message))

    assert get_translator("fr").gettext("Co-director") == "Codirecteur"
    monkeypatch.setattr(type(get_translator("fr").translations), "gettext", as_in_python_3_11_2)
    assert get_translator("fr").gettext("Co-director") == "Codirecteur"
    assert get_translator("fr").gettext("Summary") == "Synthèse"
    assert get_translator("fr").gettext("no such word") == "no such word"


@pytest.mark.parametrize(
    ("tag", "colon", "semicolon"),
    [
        ("en", ": ", "; "),
        ("en-GB", ": ", "; "),
        ("de", ": ", "; "),
        ("fr", "\u00a0: ", "\u202f; "),
        ("fr-CH", "\u00a0: ", "\u202f; "),
    ],
)
def test_a_colon_and_a_semicolon_are_spaced_as_the_language_spaces_them(tag: str, colon: str, semicolon: str) -> None:
    translator = get_translator(tag)
    assert (translator.colon, translator.semicolon) == (colon, semicolon)
    in_templates = translator.template_functions()
    assert (in_templates["colon"], in_templates["semicolon"]) == (colon, semicolon)


@pytest.mark.parametrize(
    ("tag", "long", "short", "week", "span", "over"),
    [
        ("fr", "1er juin 2026", "1er juin 2026", "lundi 1er juin", "1er–3 juin 2026", "30 mai – 1er juin 2026"),
        ("en", "1 June 2026", "1 Jun 2026", "Monday, 1 June", "1–3 June 2026", "30 May – 1 June 2026"),
        ("en-US", "June 1, 2026", "Jun 1, 2026", "Monday, June 1", "June 1–3, 2026", "May 30 – June 1, 2026"),
    ],
)
def test_the_first_of_a_month_is_written_as_the_language_writes_it(
    tag: str, long: str, short: str, week: str, span: str, over: str
) -> None:
    words, day = get_translator(tag), date(2026, 6, 1)
    assert (words.format_date(day), words.format_short_date(day), words.format_weekday(day)) == (long, short, week)
    assert words.format_date_range(day, date(2026, 6, 3)) == span
    assert words.format_date_range(date(2026, 5, 30), day) == over
    assert all("1er" not in words.format_date(date(2026, 6, other)) for other in (2, 11, 21, 30))


@pytest.mark.parametrize(
    ("tag", "number", "said"),
    [
        ("en", 1, "One person took part"),
        ("en", 21, "Twenty-one people took part"),
        ("en", 1250, "One thousand two hundred and fifty people took part"),
        ("fr", 1, "Une personne a participé"),
        ("fr", 21, "Vingt et une personnes ont participé"),
        ("fr", 80, "Quatre-vingts personnes ont participé"),
    ],
)
def test_a_number_that_opens_a_sentence_is_a_word(tag: str, number: int, said: str) -> None:
    assert get_translator(tag).ngettext("{N} person took part", "{N} people took part", number) == said


@pytest.mark.parametrize(
    ("tag", "number", "written"),
    [
        ("en", "1.0", "1.0"),
        ("en", "12.50", "12.50"),
        ("fr", "1.0", "1,0"),
        ("en", "1864", "1,864"),
        ("en", "-0.0", "-0.0"),
        ("en", "1E+3", "1,000"),
        ("en", "0.05", "0.05"),
    ],
)
def test_a_number_keeps_the_decimals_that_were_written(tag: str, number: str, written: str) -> None:
    assert get_translator(tag).format_number(Decimal(number)) == written
