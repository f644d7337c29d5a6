"""All that depends on a language stands in one row, so that a new one is a row and a file of words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from octavo.checking.consistency import check_consistency
from octavo.checking.redaction import redact_workshop
from octavo.exporters.bibliographic_record import PageExtents
from octavo.exporters.exporter_registry import EXPORTERS, export_metadata
from octavo.exporters.format_names import ALL_FORMATS
from octavo.findings.finding import Severity
from octavo.language import translator as words_module
from octavo.language.collation import collation_key
from octavo.language.languages import LANGUAGES, code_from_bibtex, find_language, supported_languages
from octavo.loading.value_positions import ValuePositions
from octavo.loading.workshop_loader import LoadedWorkshop
from octavo.model import Workshop
from octavo.product_catalogue import CATALOGUE
from octavo.project.project_folders import PACKAGE, shipped_folder
from octavo.rendering.context.template_context import build_product_context
from octavo.rendering.context.workshop_charts import build_charts
from octavo.rendering.rst.jinja_templates import render_template
from octavo.rendering.rst.value_substitution import parse_template

DATA: dict[str, Any] = {
    "schema_version": "1",
    "id": "w",
    "language": "sv",
    "event": {
        "type": "workshop",
        "title": "Tidvatten",
        "start": "2026-03-30",
        "end": "2026-03-31",
        "utc_offset": "+01:00",
    },
    "people": [{"id": "a", "given": "Åsa", "family": "Berg", "country": "SE"}],
    "organizations": [{"id": "o", "name": "Hamnen"}],
    "directors": [{"person": "a"}],
    "participants": [{"person": "a"}],
    "programme": {"days": [{"date": "2026-03-30", "sessions": [{"start": "09:00", "title": "Ett", "chair": "a"}]}]},
    "summary": {"executive": "x"},
    "recommendations": [{"id": "R1", "text": "Gör.", "due": "2026-05-01", "tracking": {"status": "in-progress"}}],
    "policy": {"disclaimer": "d"},
    "report": {"date": "2026-09-30", "cut_off": "2026-08-31", "publisher": "Hamnen"},
    "publication": {"type": "bok", "status": "published"},
    "volume": {
        "title": "Tidvatten",
        "editors": ["a"],
        "year": 2026,
        "publisher": {"name": "Hamnen", "place": "Lund"},
        "isbns": {"paperback": "978-0-306-40615-7"},
        "doi": "10.5555/t",
        "url": "https://example.org/t",
    },
    "chapters": [
        {
            "id": "c",
            "title": "Ett",
            "authors": ["a"],
            "source": "c.rst",
            "doi": "10.5555/c",
            "url": "https://example.org/c",
        },
        {"id": "d", "title": "Zwei", "authors": ["a"], "source": "d.rst", "language": "de"},
    ],
    "deposit": {
        "depositor": "Hamnen",
        "email": "x@example.org",
        "offers": [{"binding": "paperback", "price": "10", "currency": "SEK"}],
        "subjects": [{"scheme": "thema", "code": "RBK"}],
    },
}
WORDS = """\
msgid ""
msgstr ""
"Language: sv\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Summary"
msgstr "Sammanfattning"
"""


@pytest.fixture
def swedish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add a language: its row says that it is spoken, and a file holds the first of its words."""
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "sv.po").write_text(WORDS, "utf-8")
    monkeypatch.setattr(words_module, "files", lambda _package: tmp_path)
    monkeypatch.setitem(LANGUAGES, "sv", replace(LANGUAGES["sv"], is_translated=True))
    kept = (words_module.get_translator, words_module._load_translations)
    for read_once in kept:
        read_once.cache_clear()
    yield
    for read_once in kept:  # what was read here has words of Swedish alone
        read_once.cache_clear()


@pytest.mark.usefixtures("swedish")
def test_a_new_language_is_a_row_and_a_file_of_words() -> None:
    workshop = Workshop.model_validate(DATA)
    assert [
        one for one in check_consistency(workshop, ValuePositions(Path("w.yaml"))) if one.severity is Severity.ERROR
    ] == []
    said = words_module.get_translator("sv")
    shown = redact_workshop(workshop)
    assert build_charts(shown, said)["status"].description(said)
    for template in (
        "summary/body.rst",
        "follow-up/body.rst",
        "follow-up/prelims.rst",
        "report/body.rst",
        "volume/front.rst",
        "volume/back.rst",
    ):
        product = template.split("/")[0]
        composed, _ = render_template(
            template,
            build_product_context(shown, said, CATALOGUE[product]),
            [shipped_folder("templates")],
            said.template_functions(),
        )
        tree, found = parse_template(composed)
        assert found == ()
        if product == "summary":
            assert "Sammanfattning" in tree.astext() and "30–31 mars 2026" in tree.astext()


@pytest.mark.usefixtures("swedish")
@pytest.mark.parametrize("form", [*EXPORTERS, ALL_FORMATS])
def test_every_export_takes_a_new_language(form: str) -> None:
    loaded = LoadedWorkshop(Workshop.model_validate(DATA), ValuePositions(Path("w.yaml")), ())
    files = export_metadata(loaded, form, PageExtents({"c": (1, 2), "d": (3, 4)}, 10, 10), 1_700_000_000).files
    told = "\n".join(data.decode("utf-8") for named in files.values() for data in named.values())
    assert told
    if form == "bibtex":
        assert "swedish" in told and "german" in told
    if form == "marcxml":
        assert "swe d" in told and "ger d" in told
    if form == "csl-json":
        assert {entry["language"] for entry in json.loads(told)} == {"sv", "de"}


def test_a_workshop_in_a_language_without_words_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(
        ValidationError, match=r"into English, French, .* and Arabic, not into 'sv'; write en, fr, .* or ar"
    ):
        Workshop.model_validate(DATA)
    assert Workshop.model_validate({**DATA, "language": "fr-CA"}).chapters[1].language == "de"
    with pytest.raises(ValidationError, match="'dutch' is not a language tag"):
        Workshop.model_validate({**DATA, "language": "en", "chapters": [{**DATA["chapters"][0], "language": "dutch"}]})


def test_the_languages_that_are_spoken_are_those_with_words() -> None:
    written = {file.stem for file in (PACKAGE / "language" / "locale").glob("*.po")}
    assert {row.code for row in supported_languages()} == {"en", *written}
    for row in supported_languages():  # what a translator of a language that is spoken cannot leave to others
        assert row.name and row.bibliographic != "und" and row.works and row.request


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("english", "en"),
        ("American", "en"),
        ("ngerman", "de"),
        ("french", "fr"),
        ("Spanish", "es"),
        ("xx", "xx"),
        ("", ""),
    ],
)
def test_bibtex_names_languages_in_many_ways(name: str, code: str) -> None:
    assert code_from_bibtex(name) == code


@pytest.mark.parametrize(
    ("tag", "direction"), [("ar-EG", "rtl"), ("ckb", "rtl"), ("yi", "rtl"), ("en", "ltr"), ("sw", "ltr")]
)
def test_the_direction_of_a_script_is_known_in_one_place(tag: str, direction: str) -> None:
    assert find_language(tag).is_right_to_left == (direction == "rtl")


def test_arabic_dates_lists_and_numbers_are_those_of_the_country_and_of_the_count() -> None:
    said = words_module.get_translator("ar")
    day = date(2026, 9, 10)
    assert said.format_date(day) == said.format_short_date(day) == "10 سبتمبر 2026"
    assert words_module.get_translator("ar-LB").format_date(day) == "10 أيلول 2026"
    assert said.format_date_range(day, date(2026, 9, 12)) == "10–12 سبتمبر 2026"
    assert said.join_list(["أ", "ب"]).replace("\u2068", "").replace("\u2069", "") == "أ وب"
    forms = [said.ngettext("{n} recommendation", "{n} recommendations", number) for number in (0, 1, 2, 3, 11, 100)]
    assert forms == ["0 توصية", "توصية واحدة", "توصيتان", "3 توصيات", "11 توصية", "100 توصية"]
    assert said.ngettext("{N} person took part", "{N} people took part", 7) == "شارك 7 أشخاص"


def test_arabic_words_are_sorted_without_their_marks() -> None:
    assert sorted(["تمر", "أحمد", "باب", "إبراهيم", "آمنة"], key=collation_key) == [
        "إبراهيم",
        "أحمد",
        "آمنة",
        "باب",
        "تمر",
    ]
