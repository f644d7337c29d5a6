"""A workshop in several languages is read as a workshop of one language: with its texts, and with every fault told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkout import ROOT
from minimal_workshop import MINIMAL
from octavo.findings.finding import Finding, MissingKind, Severity
from octavo.language.written_languages import file_in_language, name_in_language, split_language
from octavo.loading.model_fields import language_rule, type_below, unwrap_type
from octavo.loading.value_positions import Location
from octavo.loading.workshop_loader import LoadedWorkshop, load_workshop, load_workshop_text
from octavo.loading.yaml_reader import read_yaml
from octavo.loading.yaml_writer import write_workshop_yaml
from octavo.model import Rest, Workshop
from octavo.model.text_types import AssetPath

FILE = Path("workshop.yaml")
BILINGUAL = MINIMAL.replace("language: en", "languages: [en, fr]").replace(
    "title: Reading the Tides", "title: {en: Reading the Tides, fr: Lire les marées}"
)
PLAIN = MINIMAL.replace("language: en\n", "")


def load(text: str, language: str = "") -> LoadedWorkshop:
    return load_workshop_text(FILE, text, language)


def told(loaded: LoadedWorkshop) -> list[str]:
    places = [(one.place.line, one.place.column) if one.place else (0, 0) for one in loaded.findings]
    return [f"{line}:{column} {one.code}" for (line, column), one in zip(places, loaded.findings, strict=True)]


def only_finding(loaded: LoadedWorkshop) -> Finding:
    (found,) = loaded.findings
    return found


def translate(value: Any, kind: object, at: Location, french: dict[Location, str]) -> Any:
    """Write every text of a workshop's plain data by language; `french` gets the other text of each."""
    rule = language_rule(kind)
    if isinstance(value, dict):
        if set(value) == {"source"} and rule:
            return {"source": {"en": value["source"], "fr": value["source"]}}
        return {key: translate(item, type_below(kind, key), (*at, key), french) for key, item in value.items()}
    if isinstance(value, list):
        return [translate(item, type_below(kind, number), (*at, number), french) for number, item in enumerate(value)]
    if rule is None or not isinstance(value, str):
        return value
    part = unwrap_type(kind)
    is_words = re.search(r"[^\W\d_]", value) and not value.startswith(("http", "10.", "978")) and "@" not in value
    if isinstance(part, type) and issubclass(part, AssetPath):
        is_words = None
    end = "\n\nEn français.\n" if isinstance(part, type) and issubclass(part, Rest) else " ié"
    french[at] = value + end if (is_words and len(value) < 190) or end.startswith("\n") else value
    return {"en": value, "fr": french[at]}


def replace_texts(value: Any, at: Location, french: dict[Location, str]) -> Any:
    if isinstance(value, dict):
        return {key: replace_texts(item, (*at, key), french) for key, item in value.items()}
    if isinstance(value, list):
        return [replace_texts(item, (*at, number), french) for number, item in enumerate(value)]
    return french.get(at, value)


def test_with_every_text_in_two_languages_each_is_a_workshop_of_that_language(tmp_path: Path) -> None:
    source = ROOT / "reports" / "specimen"
    for name in ("annexes", "chapters", "images", "portraits", "texts"):
        shutil.copytree(source / name, tmp_path / name)
    data = read_yaml(source / "workshop.yaml").data
    french: dict[Location, str] = {}
    both = {**translate(data, Workshop, (), french), "languages": ["en", "fr"]}
    texts = {"en": {**data}, "fr": {**replace_texts(data, (), french), "language": "fr"}}
    assert len(french) > 800 and len({type_name(at) for at in french}) > 100
    for language, alone in texts.items():
        for name, content in (("both", {**both, "language": "en"}), ("alone", alone)):
            (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))
        loaded, wanted = load_workshop(tmp_path / "both.yaml", language), load_workshop(tmp_path / "alone.yaml")
        assert [one.message for one in loaded.findings] == [one.message for one in wanted.findings]
        assert loaded.workshop is not None and wanted.workshop is not None, loaded.findings
        assert loaded.workshop == wanted.workshop
        assert write_workshop_yaml(loaded.workshop) == write_workshop_yaml(wanted.workshop)


def type_name(at: Location) -> str:
    return ".".join(step for step in at if isinstance(step, str))


def test_a_text_knows_the_line_that_it_has_in_its_language() -> None:
    text = BILINGUAL.replace(
        "  executive: The workshop compared how tides are read and foretold.",
        "  executive:\n    en: |\n      It compared\n      tides.\n    fr: |\n      Il a comparé\n      les marées.",
    )
    loaded = load(text, "fr")
    assert loaded.workshop and loaded.workshop.summary
    executive = loaded.workshop.summary.executive
    assert str(executive).startswith("Il a comparé")
    line = text.splitlines().index("      les marées.") + 1
    assert executive.source_position(executive.index("marées")) == (line, 11)


def test_a_missing_text_is_told_at_its_place_and_signed_on_the_page() -> None:
    loaded = load(BILINGUAL, "fr")
    assert [one.missing for one in loaded.findings] == [MissingKind.TRANSLATION] * 3
    assert told(loaded) == [f"{at} missing-translation" for at in ("28:14", "32:11", "36:15")]
    assert loaded.workshop and loaded.workshop.recommendations[0].text == "[en] Share the records of all gauges."
    assert loaded.workshop.organizations[0].name == "Harbour Authority", "a name stands in all languages"
    assert load(BILINGUAL).findings == ()


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Words.", "[en] Words."),
        ("- a\n- b", "[en]\n\n- a\n- b"),
        ("1. a", "[en]\n\n1. a"),
        ("Title\n=====\n\nWords.", "[en]\n\nTitle\n=====\n\nWords."),
        (".. note:: Words.", "[en]\n\n.. note:: Words."),
    ],
)
def test_the_sign_leaves_lists_headings_and_directives_as_they_are(text: str, signed: str) -> None:
    content = yaml.load(PLAIN, Loader=yaml.BaseLoader) | {"languages": ["en", "fr"]}
    content["summary"]["executive"] = text
    loaded = load(yaml.safe_dump(content), "fr")
    assert loaded.workshop and loaded.workshop.summary and loaded.workshop.summary.executive.strip() == signed


@pytest.mark.parametrize(
    ("written", "code", "words", "hint"),
    [
        ("{en: Reading, fr: }", "missing-translation", "'title' has no text in French", "after fr:"),
        ("{en: Reading, fr: ''}", "missing-translation", "'title' has no text in French", "after fr:"),
        ("{en: Reading}", "missing-translation", "'title' has no text in French", "add fr: beside en:"),
        ("Reading", "missing-translation", "in English alone", "write en: with this text"),
        ("{en: Reading, frr: Lire}", "unknown-text-language", "'frr' is not a language", "did you mean fr?"),
        ("{en: Reading, FR: Lire}", "unknown-text-language", "'FR' is not a language", "did you mean 'fr'?"),
        ("{en: Reading, french: Lire}", "unknown-text-language", "'french' is not", "did you mean fr?"),
        ("{en: Reading, de: Lesen, fr: Lire}", "unknown-text-language", "'de' is not", "add it to languages:"),
        ("{en: Reading, ja: x, fr: Lire}", "unknown-text-language", "'ja' is not", "no words in Japanese"),
    ],
)
def test_what_is_wrong_with_a_text_by_language_is_told(written: str, code: str, words: str, hint: str) -> None:
    content = yaml.load(PLAIN, Loader=yaml.BaseLoader)
    for part, key in ((content["summary"], "executive"), (content["policy"], "disclaimer")):
        part[key] = {"all": part[key]}
    content["recommendations"][0]["text"] = {"all": "Share."}
    text = "languages: [en, fr]\n" + yaml.safe_dump(content).replace("title: Reading the Tides", f"title: {written}")
    found = only_finding(load(text, "fr"))
    assert found.code == code and words in found.message and hint in found.hint and found.place


@pytest.mark.parametrize(
    ("before", "after", "code", "hint"),
    [
        ("start: 2026-03-30", "start: {en: 2026-03-30, fr: 2026-03-30}", "not-by-language", "once: 2026-03-30"),
        ("id: tides", "id: {en: tides, fr: marees}", "not-by-language", "once: tides"),
        ("  - person: hansen", "  - person: {en: hansen, fr: hansen}", "not-by-language", "once: hansen"),
        ("policy:\n", "policy:\n  attribution: {en: open, fr: open}\n", "not-by-language", "once: open"),
        ("languages: [en, fr]", "language: en", "no-languages", "add languages: [en, fr]"),
        ("languages: [en, fr]", "languages: [en, fr]\nlanguage: de", "language-not-listed", "add de to languages:"),
        ("languages: [en, fr]", "languages: [en, fr, en]", "listed-twice", "remove one of the two"),
        ("languages: [en, fr]", "languages: [en, fr, xx]", "unknown-language", "write a tag"),
    ],
)
def test_languages_where_none_belong_and_wrong_lists_of_them_are_told(
    before: str, after: str, code: str, hint: str
) -> None:
    assert before in BILINGUAL
    loaded = load(BILINGUAL.replace(before, after))
    assert loaded.workshop is None
    found = [one for one in loaded.findings if one.severity is Severity.ERROR and one.missing is None]
    assert code in {one.code for one in found} and hint in next(one.hint for one in found if one.code == code)


def test_a_group_of_keys_that_are_no_languages_is_still_a_slip_of_punctuation() -> None:
    loaded = load(MINIMAL.replace("title: Reading the Tides", "title: {Safety: a review}"))
    assert only_finding(loaded).code == "not-one-value"


def test_ids_are_those_of_the_main_language_and_names_of_either_refer() -> None:
    content = yaml.load(PLAIN, Loader=yaml.BaseLoader) | {"languages": ["en", "fr"]}
    content["organizations"] = [{"name": {"en": "Harbour Authority", "fr": "Capitainerie"}}]
    content["recommendations"][0] |= {"addressees": ["Harbour Authority", "Capitainerie"]}
    loaded = load(yaml.safe_dump(content), "fr")
    assert loaded.workshop
    (organization,) = loaded.workshop.organizations
    assert (organization.id, organization.name) == ("harbour-authority", "Capitainerie")
    assert loaded.workshop.recommendations[0].addressees == ("harbour-authority", "harbour-authority")


def test_an_edition_may_lack_an_isbn_and_one_for_both_is_a_warning() -> None:
    report = "report:\n  date: 2026-10-01\n  isbn: "
    known = load(f"{BILINGUAL}{report}{{en: 978-1-4020-1234-1}}\n", "fr")
    assert known.workshop and known.workshop.report and known.workshop.report.isbn is None
    assert {one.code for one in known.findings} == {"missing-translation"}
    shared = load(f"{BILINGUAL}{report}978-1-4020-1234-1\n", "fr")
    assert [one.severity for one in shared.findings if one.code == "of-one-edition"] == [Severity.WARNING]
    meant = load(f"{BILINGUAL}{report}{{all: 978-1-4020-1234-1}}\n", "fr")
    assert meant.workshop and meant.workshop.report and meant.workshop.report.isbn
    assert {one.code for one in meant.findings} == {"missing-translation"}


def test_whole_lists_may_be_by_language_and_unequal_ones_are_a_warning() -> None:
    more = "  findings: {en: [One., Two.], fr: [Un.]}\n  key_message: {all: Ja.}\n\nrecommendations"
    loaded = load(BILINGUAL.replace("\nrecommendations", more))
    assert loaded.workshop and loaded.workshop.summary and len(loaded.workshop.summary.findings) == 2
    assert only_finding(loaded).code == "unequal-lists"
    french = load(BILINGUAL.replace("\nrecommendations", more), "fr")
    assert french.workshop and french.workshop.summary and french.workshop.summary.findings == ("Un.",)


def test_texts_stand_in_a_file_for_each_language(tmp_path: Path) -> None:
    (tmp_path / "a.rst").write_text("In English.\n")
    (tmp_path / "b.rst").write_text("En français.\n")
    annexes = "annexes:\n  - title: {en: A, fr: B}\n    source: "
    file = tmp_path / "workshop.yaml"
    for written, text in (
        ("{en: a.rst, fr: b.rst}", "En français.\n"),
        ("a.rst", "[en] In English.\n"),
        ("{all: a.rst}", "In English.\n"),
        ("{en: a.rst}", "[en] In English.\n"),
    ):
        file.write_text(f"{BILINGUAL}{annexes}{written}\n")
        loaded = load_workshop(file, "fr")
        assert loaded.workshop and loaded.workshop.annexes[0].text == text
        assert ("[en]" in text) == any("'source'" in one.message for one in loaded.findings)


def test_a_language_of_a_country_takes_the_texts_of_the_language() -> None:
    text = BILINGUAL.replace("languages: [en, fr]", "languages: [en-GB, fr-CA]")
    loaded = load(text, "fr-CA")
    assert loaded.workshop and loaded.workshop.event.title == "Lire les marées" and loaded.workshop.language == "fr-CA"
    assert load(text).workshop.language == "en-GB"  # type: ignore[union-attr]


def test_products_and_files_have_the_code_of_their_language_in_their_names() -> None:
    assert name_in_language("press/volume", "fr") == "press/volume.fr"
    assert name_in_language("volume", "") == "volume"
    assert file_in_language("metadata/crossref.xml", "pt-BR") == "metadata/crossref.pt-BR.xml"
    assert split_language("press/volume.fr") == ("press/volume", "fr")
    assert split_language("volume") == ("volume", "")
