"""Every word that the toolkit prints stands in every language that it speaks."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from babel.messages.pofile import read_po

from checkout import ROOT
from octavo.language.collation import collation_key
from octavo.language.languages import supported_languages
from octavo.language.translator import get_translator, look_up_message

Message = tuple[str | None, str]
TRANSLATED = [row.code for row in supported_languages() if row.code != "en"]


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


@cache
def used_messages() -> frozenset[Message]:
    return frozenset(message for message in (*of_templates(), *of_modules()) if message[1])


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_no_translation_is_left_over(language: str) -> None:
    with (ROOT / f"src/octavo/language/locale/{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language, abort_invalid=True)
    known = {
        (entry.context, entry.id if isinstance(entry.id, str) else entry.id[0])
        for entry in catalogue
        if entry.id and (entry.string if isinstance(entry.string, str) else all(entry.string))
    }
    used = used_messages()
    assert used - known == set()
    assert known - used == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_places_for_values(language: str) -> None:
    with (ROOT / f"src/octavo/language/locale/{language}.po").open("rb") as file:
        for entry in read_po(file, locale=language):
            if not entry.id:
                continue
            originals = (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)
            translated = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)
            asked = {frozenset(re.findall(r"\{(\w+)\}", one)) for one in originals}
            for place, translation in enumerate(translated):
                kept = frozenset(re.findall(r"\{(\w+)(?: [adfgm])?\}", translation))
                # The form that is for the number 1 alone may say it in words of its own.
                is_of_one = place == 0 and len(translated) > 1 and language not in ("uk", "ar")
                of_one = is_of_one and kept in {one - {"unknown", "total"} for one in asked}
                # Arabic has forms for none, for one and for two, which say the number themselves.
                counted = {"n", "N", "done", "total", "closed", "unknown", "open", "late"}
                is_said = (
                    len(translated) == 6 and place < 3 and any(kept < one and one - kept <= counted for one in asked)
                )
                assert kept in asked or of_one or is_said, translation
                assert (
                    translation.count("{")
                    == translation.count("}")
                    == len(re.findall(r"\{\w+(?: [adfgm])?\}", translation))
                )


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_phrase_that_depends_on_a_number_has_all_forms_that_cldr_knows(language: str) -> None:
    with (ROOT / f"src/octavo/language/locale/{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    rule = gettext.c2py(catalogue.plural_expr)
    forms = [rule(number) for number in range(200)]
    assert set(forms) == set(range(catalogue.num_plurals))
    plural = get_translator(language).locale.plural_form
    # Numbers of one kind in CLDR take one form.
    kinds = {
        kind: {forms[number] for number in range(200) if plural(number) == kind} for kind in map(plural, range(200))
    }
    assert all(len(taken) == 1 for taken in kinds.values()), kinds
    for entry in catalogue:
        if isinstance(entry.id, tuple):
            assert len(entry.string) == catalogue.num_plurals and all(entry.string), entry.id


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
        ("uk", ": ", "; "),
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
        ("de", "1. Juni 2026", "01.06.2026", "Montag, 1. Juni", "1.–3. Juni 2026", "30. Mai – 1. Juni 2026"),
        (
            *("es", "1 de junio de 2026", "1 jun 2026", "lunes, 1 de junio", "1–3 de junio de 2026"),
            "30 de mayo – 1 de junio de 2026",
        ),
        (
            *("es-MX", "1.º de junio de 2026", "1.º jun 2026", "lunes, 1.º de junio", "1.º–3 de junio de 2026"),
            "30 de mayo – 1.º de junio de 2026",
        ),
        ("it", "1º giugno 2026", "1º giu 2026", "lunedì 1º giugno", "1º–3 giugno 2026", "30 maggio – 1º giugno 2026"),
        ("nl", "1 juni 2026", "1 jun 2026", "maandag 1 juni", "1–3 juni 2026", "30 mei – 1 juni 2026"),
        (
            *("pt", "1.º de junho de 2026", "01/06/2026", "segunda-feira, 1.º de junho", "1.º–3 de junho de 2026"),
            "30 de maio – 1.º de junho de 2026",
        ),
        (
            "pl",
            "1 czerwca 2026",
            "1 cze 2026",
            "poniedziałek, 1 czerwca",
            "1–3 czerwca 2026",
            "30 maja – 1 czerwca 2026",
        ),
        (
            *("uk", "1 червня 2026 року", "1 черв. 2026", "понеділок, 1 червня", "1–3 червня 2026 року"),
            "30 травня – 1 червня 2026 року",
        ),
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
        ("de", 1, "Eine Person nahm teil"),
        ("de", 21, "Einundzwanzig Personen nahmen teil"),
        ("es", 21, "Veintiuna personas participaron"),
        ("it", 23, "Ventitré persone hanno partecipato"),
        ("nl", 1, "Eén persoon nam deel"),
        ("nl", 22, "Tweeëntwintig personen namen deel"),
        ("pt", 2, "Duas pessoas participaram"),
        ("pl", 1, "Jedna osoba wzięła udział"),
        ("pl", 22, "Dwadzieścia dwie osoby wzięły udział"),
        ("pl", 25, "Dwadzieścia pięć osób wzięło udział"),
        ("uk", 21, "Двадцять одна особа взяла участь"),
        ("uk", 3, "Три особи взяли участь"),
        ("uk", 12, "Дванадцять осіб взяли участь"),
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
        ("de", "1864", "1.864"),
        ("es", "1864", "1864"),
        ("pl", "1864", "1864"),
        ("pl", "18640.5", "18\u00a0640,5"),
        ("en", "1864", "1,864"),
        ("en", "-0.0", "-0.0"),
        ("en", "1E+3", "1,000"),
        ("en", "0.05", "0.05"),
    ],
)
def test_a_number_keeps_the_decimals_that_were_written(tag: str, number: str, written: str) -> None:
    assert get_translator(tag).format_number(Decimal(number)) == written


@pytest.mark.parametrize(
    ("tag", "names", "joined"),
    [
        ("de", ["Anna", "Ida"], "Anna und Ida"),
        ("es", ["Anna", "Eva", "Ida"], "Anna, Eva e Ida"),
        ("es", ["Agua", "Hielo"], "Agua y Hielo"),
        ("es", ["Padres", "Hijos"], "Padres e Hijos"),
        ("it", ["Anna", "Eva"], "Anna ed Eva"),
        ("it", ["Anna", "Ida"], "Anna e Ida"),
        ("pl", ["Anna", "Ewa", "Ida"], "Anna, Ewa i Ida"),
        ("uk", ["Анна", "Ірина"], "Анна та Ірина"),
        ("uk", ["Анна"], "Анна"),
    ],
)
def test_the_word_before_the_last_of_a_list_is_that_of_the_language(tag: str, names: list[str], joined: str) -> None:
    assert get_translator(tag).join_list(names) == joined


@pytest.mark.parametrize(
    ("tag", "number", "phrase", "said"),
    [
        ("pl", 5, "z {total g}", "z pięciu"),
        ("pl", 1, "{total a}", "jedną"),
        ("uk", 21, "з {total g}", "з двадцяти однієї"),
        ("uk", 1, "про {total a}", "про одну"),
        ("uk", 5, "{total d}", "5"),
        ("pl", 101, "z {total g}", "z 101"),
        ("es", 21, "{total f}", "veintiuna"),
    ],
)
def test_a_number_within_a_sentence_has_the_case_of_its_noun(tag: str, number: int, phrase: str, said: str) -> None:
    assert get_translator(tag).fill_numbers(phrase, total=number) == said


@pytest.mark.parametrize(
    ("tag", "day", "said"),
    [
        ("it", date(2026, 9, 8), "Stato all’8 settembre 2026"),
        ("it", date(2026, 9, 11), "Stato all’11 settembre 2026"),
        ("it", date(2026, 9, 18), "Stato al 18 settembre 2026"),
        ("it", date(2026, 9, 1), "Stato al 1º settembre 2026"),
        ("es", date(2026, 9, 8), "Stato al 8 de septiembre de 2026"),
    ],
)
def test_the_article_before_a_date_loses_its_vowel_in_italian(tag: str, day: date, said: str) -> None:
    words = get_translator(tag)
    assert words.put_date("Stato al {date}", words.format_date(day)) == said


@pytest.mark.parametrize("tag", [known.code for known in supported_languages()])
def test_a_message_that_is_looked_up_alone_is_that_of_the_catalogue(tag: str) -> None:
    for message in ("Proceedings of the {title}", "Photo", "Contents"):
        assert look_up_message(tag, message) == get_translator(tag).gettext(message)
    assert look_up_message(tag, "Nobody says this") == "Nobody says this"
