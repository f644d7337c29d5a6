"""What is exported is what its receivers ask for: valid, whole, public, and the same each time."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import icalendar
import pymarc
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import isbn

import octavo
from checkout import ROOT
from octavo.building.outcomes import OutcomeState
from octavo.checking.redaction import redact_workshop
from octavo.cli.main import run_command
from octavo.exporters import bibtex, crossref, csl_json, datacite, jats, marc, ris, schema_org
from octavo.exporters import icalendar as calendars
from octavo.exporters.bibliographic_record import (
    Agent,
    BookSeries,
    CitedWork,
    CorporateBody,
    ExportOutput,
    Meeting,
    PageExtents,
    PartialDate,
    Records,
    Work,
    WorkKind,
)
from octavo.exporters.cited_works import read_cited_works
from octavo.exporters.exporter_registry import EXPORTERS, ExportResult, export_metadata
from octavo.exporters.format_names import ALL_FORMATS, FORMATS
from octavo.exporters.schema_validation import list_schema_errors
from octavo.exporters.spdx_licences import parse_licence
from octavo.exporters.xml_writer import element, write_xml
from octavo.findings.finding import FindingsError, Severity
from octavo.language.translator import get_translator
from octavo.loading.workshop_loader import load_workshop
from octavo.loading.yaml_reader import read_yaml
from octavo.loading.yaml_writer import write_workshop_yaml
from octavo.model import Workshop
from octavo.model.formula_text import formula_to_text
from octavo.model.marked_title import MarkedText
from octavo.model.text_checks import is_forbidden_character
from octavo.model.volume import Chapter
from octavo.project import library_versions
from octavo.rendering.bibliography import bibtex_reader, latex_text
from octavo.rendering.bibliography.csl_items import build_csl_item
from small_volume import workshop as small_volume
from small_volume import written as written_volume
from usual_formulas import USUAL

REPORTS = ROOT / "reports"
SPECIMEN = REPORTS / "specimen" / "workshop.yaml"
SPARSE = REPORTS / "illicit-trafficking-2004" / "workshop.yaml"
PAGES = PageExtents({"drift": (1, 14), "travelling": (15, 15)}, 30, 40)
HOSTILE = (
    '<b>&"{{ x }}</b>',
    r"\textbf{50%} of $10_000 & #1 ~ ^ `-- ''",
    "قياس الزمن 🕰️ Ångström",
    "]]> <!-- @x{y, } ER  - ",
    "</script><script>x</script>",
)
# Elements that say what they say by being there.
FLAGS = {"MainSubject", "noisbn"}


def exported(source: Path, form: str = ALL_FORMATS, pages: PageExtents | None = PAGES) -> ExportResult:
    return export_metadata(load_workshop(source), form, pages)


def files(made: ExportResult) -> dict[str, bytes]:
    return {name: data for form in made.files.values() for name, data in form.items()}


def told(made: ExportResult, code: str) -> list[str]:
    return [f"{finding.place}: {finding.message}" for finding in made.findings if finding.code == code]


@pytest.fixture(scope="module")
def specimen() -> ExportResult:
    return exported(SPECIMEN)


@pytest.fixture(scope="module")
def tree() -> dict[str, Any]:
    return dict(read_yaml(SPECIMEN).data)


def changed(folder: Path, tree: Mapping[str, Any], **parts: Any) -> Path:
    """Write a workshop of the specimen's with other parts; a part that is None is left out."""
    kept = {name: part for name, part in {**tree, **parts}.items() if part is not None}
    path = folder / "workshop.yaml"
    for texts in ("texts", "annexes"):
        shutil.copytree(SPECIMEN.parent / texts, folder / texts, dirs_exist_ok=True)
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), "utf-8")
    return path


# All formats


def test_the_names_on_the_command_line_are_those_of_the_table() -> None:
    assert tuple(EXPORTERS) == FORMATS


def test_the_specimen_is_exported_in_every_format(specimen: ExportResult) -> None:
    assert tuple(specimen.files) == FORMATS
    assert not [one for one in specimen.findings if one.severity is Severity.ERROR]


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_workshop_is_valid_in_every_format(specimen: ExportResult, form: str) -> None:
    assert {
        name: found for name, data in specimen.files[form].items() if (found := list_schema_errors(name, data))
    } == {}


def test_a_sparse_workshop_is_valid_in_every_format_that_applies() -> None:
    made = exported(SPARSE, pages=None)
    assert tuple(made.files) == ("bibtex", "ris", "csl-json", "cff", "schema-org", "marcxml", "icalendar")
    assert {name: found for name, data in files(made).items() if (found := list_schema_errors(name, data))} == {}
    assert b"Illicit Trafficking" in files(made)["CITATION.cff"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_valid_in_every_format(tmp_path: Path, tree: dict[str, Any], words: str) -> None:
    people = [{**person, "family": words, "given": words} for person in tree["people"]]
    bodies = [{**body, "name": words} for body in tree["organizations"]]
    chapters = [
        {
            **chapter,
            "title": words,
            "abstract": f"Spoken ``{words.replace('`', '').strip()}``.\n\nTwice.",
            "keywords": [words],
            "source": "a.rst",
        }
        for chapter in tree["chapters"]
    ]
    volume = {**tree["volume"], "title": words, "subtitle": words, "publisher": {"name": words, "place": words}}
    event = {**tree["event"], "title": words, "subtitle": words, "venue": {"name": words, "city": words}}
    parts = {"people": people, "organizations": bodies, "chapters": chapters, "volume": volume, "event": event}
    made = exported(changed(tmp_path, tree, **parts))
    assert tuple(made.files) == FORMATS
    assert {name: found for name, data in files(made).items() if (found := list_schema_errors(name, data))} == {}
    in_pages = b"".join(data for name, data in files(made).items() if name.endswith(("json", "jsonld")))
    assert b"<" not in in_pages  # which could end the script that holds it
    assert json.loads(files(made)["schema-org.jsonld"])["@graph"][0]["name"].split() == words.split()


def test_no_element_and_no_value_is_empty(specimen: ExportResult) -> None:
    for name, data in files(specimen).items():
        assert b"None" not in data, name
        if name.endswith(".xml"):
            hollow = [
                element.tag
                for element in ElementTree.fromstring(data).iter()
                if not len(element) and not (element.text or "").strip() and element.tag.rpartition("}")[2] not in FLAGS
            ]
            assert hollow == [], name
        elif name.endswith(("json", "jsonld")):
            assert not re.search(rb': (""|null|\[\]|\{\})', data), name


@pytest.mark.slow
def test_the_same_input_is_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}", "HOME": str(tmp_path), "LC_ALL": "C"}
        environment.pop("SOURCE_DATE_EPOCH", None)
        command = [
            sys.executable,
            "-m",
            "octavo",
            "export",
            ALL_FORMATS,
            str(SPECIMEN),
            "--output",
            str(tmp_path / seed),
        ]
        subprocess.run(command, check=True, capture_output=True, env=environment, cwd=tmp_path)
        folder = tmp_path / seed / "specimen"
        made.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert len(made[0]) > 15
    assert made[0] == made[1]


# What is lacking


@pytest.mark.parametrize(
    ("form", "missing"), [("crossref", "doi"), ("datacite", "doi"), ("jats", "volume"), ("onix", "volume")]
)
def test_a_format_that_does_not_apply_is_an_error_where_it_was_asked_for(form: str, missing: str) -> None:
    made = exported(SPARSE, form)
    (finding,) = [one for one in made.findings if one.code == "does-not-apply"]
    assert (made.files, finding.severity) == ({}, Severity.ERROR)
    assert finding.place and finding.place.file == SPARSE
    assert finding.hint.startswith(f"add {missing}:")


def test_formats_that_do_not_apply_are_advice_among_all() -> None:
    found = [one for one in exported(SPARSE).findings if one.code == "does-not-apply"]
    assert [one.message.partition(" ")[0] for one in found] == ["Crossref", "DataCite", "JATS", "ONIX"]
    assert {one.severity for one in found} == {Severity.ADVICE}


def line_of(path: Path, words: str) -> int:
    return 1 + path.read_text("utf-8").split("\n").index(words)


def test_what_a_deposit_lacks_is_named_with_the_place_where_it_belongs(tmp_path: Path, tree: dict[str, Any]) -> None:
    volume = {name: value for name, value in tree["volume"].items() if name not in ("url", "publisher")}
    path = changed(tmp_path, tree, volume=volume, deposit={"doi_prefix": "10.5555"})
    made = exported(path, "crossref")
    found = {one.message.split("'")[1]: one for one in made.findings if one.code == "missing-key"}
    assert made.files == {}
    assert {name: one.place and one.place.line for name, one in found.items()} == {
        **dict.fromkeys(("depositor", "email", "chapter_urls"), line_of(path, "deposit:")),
        **dict.fromkeys(("publisher", "url"), line_of(path, "volume:")),
    }
    assert all(one.severity is Severity.ERROR and "Crossref needs it" in one.message for one in found.values())
    assert found["publisher"].hint.startswith("add publisher: and, indented below it, name")


def test_a_part_that_is_missing_as_a_whole_is_named_once_with_the_keys_that_are_needed(
    tmp_path: Path, tree: dict[str, Any]
) -> None:
    chapters = [{name: value for name, value in chapter.items() if name != "url"} for chapter in tree["chapters"]]
    made = exported(changed(tmp_path, tree, deposit=None, chapters=chapters), "crossref")
    (finding,) = [one for one in made.findings if one.code == "missing-key"]
    assert finding.hint == "add deposit: and below it, indented, depositor:, email: and chapter_urls:"


def test_what_is_lacking_among_all_formats_leaves_out_that_format_alone(tmp_path: Path, tree: dict[str, Any]) -> None:
    volume = {name: value for name, value in tree["volume"].items() if name not in ("year", "published")}
    made = exported(changed(tmp_path, tree, volume=volume))
    assert set(FORMATS) - set(made.files) == {"crossref", "datacite", "jats", "onix"}
    (finding,) = [
        one for one in made.findings if "missing key 'year'" in one.message and one.severity is Severity.WARNING
    ]
    assert finding.message.endswith("Crossref, DataCite, JATS and ONIX need it")


def test_an_offer_without_currency_date_or_isbn_is_told(tmp_path: Path, tree: dict[str, Any]) -> None:
    offers = [{"binding": "hardback", "price": 12}, {"binding": "paperback", "availability": "forthcoming"}]
    undated = {name: value for name, value in tree["volume"].items() if name != "published"}
    parts = {"deposit": {**tree["deposit"], "offers": offers}, "volume": undated, "publication": None}
    found = told(exported(changed(tmp_path, tree, **parts), "onix"), "missing-key")
    assert [message.split("'")[1] for message in found if "needs it" in message] == ["currency", "date"]
    volume = {**tree["volume"], "isbns": {"hardback": tree["volume"]["isbns"]["hardback"]}}
    made = exported(changed(tmp_path, tree, volume=volume), "onix")
    assert [message.partition("ONIX: ")[2] for message in told(made, "not-exported")] == [
        "the paperback has no ISBN; its offer is left out",
        "the ebook has no ISBN; its offer is left out",
    ]


def test_a_doi_under_another_prefix_is_an_error_of_the_deposit(tmp_path: Path, tree: dict[str, Any]) -> None:
    path = changed(tmp_path, tree, deposit={**tree["deposit"], "doi_prefix": "10.1234"})
    made = exported(path, "crossref")
    assert made.files == {}
    assert len(told(made, "doi-prefix")) == 4


def test_a_volume_that_is_registered_without_its_chapters_is_told_once(tmp_path: Path, tree: dict[str, Any]) -> None:
    bare = [{name: value for name, value in chapter.items() if name != "doi"} for chapter in tree["chapters"]]
    path = changed(tmp_path, tree, chapters=bare)
    made = exported(path)
    place = f"{path}:{line_of(path, 'chapters:')}:1"
    assert told(made, "no-doi") == [f"{place}: no chapter has a DOI: only the volume is registered"]
    assert {one.severity for one in made.findings if one.code == "no-doi"} == {Severity.ADVICE}
    assert told(exported(path, "datacite"), "no-doi") == told(made, "no-doi")
    volume = {name: value for name, value in tree["volume"].items() if name != "doi"}
    assert told(exported(changed(tmp_path, tree, chapters=bare, volume=volume)), "no-doi") == []


def test_each_chapter_that_is_not_registered_with_the_others_is_told_at_its_line(
    tmp_path: Path, tree: dict[str, Any], specimen: ExportResult
) -> None:
    first, second = tree["chapters"]
    bare = {name: value for name, value in second.items() if name != "doi"}
    path = changed(tmp_path, tree, chapters=[first, bare])
    made = exported(path, "crossref")
    (finding,) = [one for one in made.findings if one.code == "no-doi"]
    assert finding.message == "chapter 'travelling' has no DOI: it is not registered with the others"
    assert finding.place and finding.place.line == line_of(path, "- id: travelling")
    assert finding.severity is Severity.WARNING
    assert told(specimen, "no-doi") == []


def test_what_is_too_long_for_crossref_is_told(specimen: ExportResult) -> None:
    (message,) = told(specimen, "not-exported")
    assert message.startswith(f"{SPECIMEN}:{line_of(SPECIMEN, '  number: SPEC.ARW.2024-05')}:")
    assert message.endswith(": Crossref: at most 15 characters are allowed here; 'SPEC.ARW.2024-05' is left out")


def test_a_workshop_with_faults_is_not_exported(tmp_path: Path, tree: dict[str, Any]) -> None:
    with pytest.raises(FindingsError):
        exported(changed(tmp_path, tree, directors=[{"person": "nobody"}]))
    with pytest.raises(FindingsError):
        exported(changed(tmp_path, tree, chapters=[{**tree["chapters"][0], "abstract": "*never closed"}]))


def test_a_day_of_publication_in_another_year_is_a_fault(tmp_path: Path, tree: dict[str, Any]) -> None:
    path = changed(tmp_path, tree, volume={**tree["volume"], "published": "2025-11-30"})
    with pytest.raises(FindingsError, match="published on 2025-11-30, but its year is 2026"):
        exported(path, "ris")


# What may be seen


def test_nobody_is_named_under_the_chatham_house_rule(tmp_path: Path, tree: dict[str, Any]) -> None:
    people = [
        {**person, "family": f"Quillfeather{number}", "consent": {}, "affiliation": f"Snowdrop{number}"}
        for number, person in enumerate(tree["people"])
    ]
    chapters = [{**chapter, "source": "a.rst"} for chapter in tree["chapters"]]
    policy = {**tree["policy"], "attribution": "chatham-house", "not_names": []}
    path = changed(tmp_path, tree, people=people, policy=policy, chapters=chapters)
    made = exported(path)
    known = ["Quillfeather", "Snowdrop", *(person["orcid"] for person in people if "orcid" in person)]
    assert len(files(made)) > 10
    assert [(name, words) for name, data in files(made).items() for words in known if words.encode() in data] == []
    named = exported(changed(tmp_path, tree, people=people, chapters=chapters))
    assert all(b"Quillfeather" in data for name, data in files(named).items() if name != "recommendations.ics")


def test_private_fields_are_in_no_file(specimen: ExportResult, tree: dict[str, Any]) -> None:
    private = [
        person[name].encode() for person in tree["people"] for name in ("email", "phone", "address") if name in person
    ]
    assert private
    assert [name for name, data in files(specimen).items() if any(words in data for words in private)] == []


def test_who_deposits_is_told_to_crossref_alone(specimen: ExportResult) -> None:
    with_mail = [name for name, data in files(specimen).items() if b"numbers@example.org" in data]
    assert with_mail == ["crossref-volume.xml", "crossref-report.xml"]
    whole = load_workshop(SPECIMEN).workshop
    assert whole
    attached = write_workshop_yaml(redact_workshop(whole))
    assert b"doi_prefix" in attached
    assert b"numbers@example.org" not in attached and b"Office of Numbers" not in attached


# Numbers and dates


def test_an_isbn_of_ten_digits_is_exported_with_thirteen(tmp_path: Path, tree: dict[str, Any]) -> None:
    old = "0-306-40615-2"
    path = changed(tmp_path, tree, volume={**tree["volume"], "isbns": {"hardback": old}})
    made = files(exported(path))
    number = isbn.to_isbn13(old.replace("-", ""))
    assert isbn.is_valid(number) and number.startswith("978")
    for name in ("crossref-volume.xml", "onix.xml", "marc.xml", "datacite-volume.json", "jats-drift.xml"):
        assert number.encode() in made[name], name
    assert old.encode() in made["specimen.bib"] and old.encode() in made["specimen.ris"]


def test_pages_of_chapters_stand_in_every_format_that_has_a_place_for_them(specimen: ExportResult) -> None:
    made = files(specimen)
    for name, words in {
        "specimen.bib": "pages = {1--14}",
        "specimen.ris": "SP  - 1\r\nEP  - 14",
        "specimen.csl.json": '"page": "1-14"',
        "CITATION.cff": "start: '1'\n  end: '14'",
        "datacite-chapter-drift.json": '"lastPage": "14"',
        "schema-org.jsonld": '"pageEnd": "14"',
        "jats-drift.xml": "<lpage>14</lpage>",
        "onix.xml": "<LastPageNumber>14</LastPageNumber>",
        "marc.xml": "pages 1-14",
    }.items():
        assert words in made[name].decode(), name
    assert told(specimen, "no-pages") == []


def test_without_a_built_volume_page_numbers_are_left_out_and_that_is_told() -> None:
    made = exported(SPECIMEN, "bibtex", pages=None)
    assert b"pages" not in files(made)["specimen.bib"]
    assert len(told(made, "no-pages")) == 1


def test_time_is_told_by_the_input_or_by_whoever_calls(specimen: ExportResult) -> None:
    assert b"<timestamp>202603311200000001</timestamp>" in files(specimen)["crossref-report.xml"]
    later = export_metadata(load_workshop(SPECIMEN), "crossref", PAGES, epoch=1_800_000_000)
    assert b"<timestamp>202701150800000001</timestamp>" in files(later)["crossref-report.xml"]


def test_a_deposit_that_is_raised_is_newer_and_one_that_says_something_else_has_another_number(
    tmp_path: Path, tree: dict[str, Any], specimen: ExportResult
) -> None:
    again = exported(changed(tmp_path, tree, deposit={**tree["deposit"], "revision": 2}), "crossref")
    stamps = [
        int(re.findall(rb"<timestamp>(\d+)<", files(made)["crossref-report.xml"])[0]) for made in (specimen, again)
    ]
    assert stamps[0] < stamps[1]
    other = exported(changed(tmp_path, tree, report={**tree["report"], "identifier": "X/1"}), "crossref")
    numbers = [
        re.findall(rb"<doi_batch_id>(.*?)<", files(made)["crossref-report.xml"]) for made in (specimen, again, other)
    ]
    assert numbers[0] == numbers[1] != numbers[2]


@pytest.mark.parametrize(
    ("words", "spdx", "url"),
    [
        ("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("Published under CC-BY-NC-SA 3.0.", "CC-BY-NC-SA-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        (
            "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International",
            "CC-BY-NC-ND-4.0",
            "https://creativecommons.org/licenses/by-nc-nd/4.0/",
        ),
        (
            "Creative Commons Attribution 4.0 International (CC BY 4.0)",
            "CC-BY-4.0",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
        (
            "see https://creativecommons.org/licenses/by-sa/2.5/",
            "CC-BY-SA-2.5",
            "https://creativecommons.org/licenses/by-sa/2.5/",
        ),
        ("CC0", "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("Terms: https://example.org/terms.", "", "https://example.org/terms"),
        ("Creative Commons Attribution License", "", ""),
        ("CC BY 9.9", "", ""),
        ("All rights reserved.", "", ""),
    ],
)
def test_terms_of_use_are_known_by_their_words(words: str, spdx: str, url: str) -> None:
    known = parse_licence(words)
    assert (known.words, known.spdx, known.url) == (words, spdx, url)


# Citing


def test_sources_that_a_chapter_cites_are_listed_and_no_others(specimen: ExportResult) -> None:
    drift = ElementTree.fromstring(files(specimen)["jats-drift.xml"])
    assert [title.text for title in drift.iterfind(".//ref//source")] == [
        "Annals of the Specimen Observatory",
        "First Specimen Conference on Public Time",
        "Doors, and What Passes Through Them",
    ]
    assert ElementTree.fromstring(files(specimen)["jats-travelling.xml"]).find(".//ref") is None


def test_dois_of_sources_are_exported_and_a_dirty_bibliography_harms_nothing(
    tmp_path: Path, tree: dict[str, Any]
) -> None:
    (tmp_path / "c.rst").write_text("C\n=\n\n:cite:`One, two`, :cite:`nobody` and :cite:`bad`.\n")
    (tmp_path / "c.bib").write_text(
        "@article{one, title={On {\\'E}t\x01ude \\& <b>}, author={M{\\\"u}ller, J and others}, year=2001,"
        " doi={https://doi.org/10.1000/a<b>c}, journal={J}}\n"
        "@book{two, title={T}, author={{The Team}}, year={in press}, doi={10.1000/xyz}}\n@book{bad, title={x"
    )
    (tmp_path / "none.rst").write_text("C\n=\n\nNothing is cited.\n")
    first, second = ({**chapter, "bibliography": ["c.bib"]} for chapter in tree["chapters"])
    chapters = [{**first, "source": "c.rst"}, {**second, "source": "none.rst"}]
    made = exported(changed(tmp_path, tree, chapters=chapters))
    assert {name: found for name, data in files(made).items() if (found := list_schema_errors(name, data))} == {}
    assert b"<doi>10.1000/a&lt;b&gt;c</doi>" in files(made)["crossref-volume.xml"]
    related = json.loads(files(made)["datacite-chapter-drift.json"])["relatedIdentifiers"]
    assert {"10.1000/a<b>c", "10.1000/xyz"} <= {one["relatedIdentifier"] for one in related}
    assert "Étude & <b>" in ElementTree.fromstring(files(made)["jats-drift.xml"]).findtext(".//ref//article-title", "")
    assert ElementTree.fromstring(files(made)["jats-travelling.xml"]).find(".//ref") is None


SIGNS = "\\{}$&#%_~^'`-<>|\"@,;:= "
EVERY_SIGN = f"{SIGNS}a -- --- ``'' !` <<x>> \\n {{}}"


def text() -> st.SearchStrategy[str]:
    """Give texts of one line as the model lets them in, with many signs that mean something to some format."""
    characters = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp"))
    pieces = st.lists(st.sampled_from(SIGNS) | st.text(characters, max_size=8), min_size=1, max_size=30)
    words = pieces.map(lambda one: unicodedata.normalize("NFC", "".join(one)).strip())
    return words.filter(lambda one: bool(one) and not any(map(is_forbidden_character, one)))


@cache
def sparse() -> Workshop:
    workshop = load_workshop(SPARSE).workshop
    assert workshop
    return workshop


def records(words: str) -> Records:
    """Make the record of a volume and a chapter in which everything is called the same."""
    agent = Agent("x", words, words, affiliations=(CorporateBody(words),))
    series = BookSeries(words, words, words, "0028-0836")
    day = PartialDate(2026, 3, 31)
    volume = Work(
        WorkKind.VOLUME, "volume", ("volume",), words, "en", words, editors=(agent,),
        publisher=CorporateBody(words, place=words),
        published=day, abstract=(words,), keywords=(words,), series=series, doi="10.5555/v", url="https://example.org/v",
    )  # fmt: skip
    chapter = replace(volume, kind=WorkKind.CHAPTER, id="c", at=("chapters", 0), authors=(agent,), subtitle="")
    event = Meeting("Workshop", words, date(2026, 3, 1), date(2026, 3, 2))
    return Records(sparse(), event, datetime(2026, 3, 31, tzinfo=UTC), None, volume, (chapter,), words, "a@example.org")


def spaced(words: str) -> str:
    return " ".join(words.split())


@example(EVERY_SIGN)
@given(text())
def test_whatever_stands_in_bibtex_is_read_back(words: str) -> None:
    (data,) = bibtex.write(records(words)).files.values()
    entries, findings = bibtex_reader.parse_bibtex(Path("x.bib"), data.decode())
    assert [entry.entry_type for entry in entries] == ["proceedings", "inproceedings"]
    assert findings == () or {finding.code for finding in findings} == {"lost-character"}
    read = {name: latex_text.latex_to_plain(value) for name, value in entries[1].fields.items()}
    expected = spaced(words.replace("'", "’"))
    for name in ("title", "publisher", "address", "abstract", "keywords", "eventtitle"):
        assert read[name] == expected, name
    assert latex_text.parse_latex(entries[1].fields["title"]).unknown_commands == []


@pytest.mark.parametrize(
    ("given_name", "family"),
    [
        ("Jan", "de Boer"),
        ("", "Plato"),
        ("Anne and Bob", "Smith"),
        ("A.", "Research, Development & Co"),
        ("J.", "{Curly}"),
        ("Li", "others"),
    ],
)
def test_names_in_bibtex_are_read_back_as_one_person(given_name: str, family: str) -> None:
    known = records("x")
    agent = Agent("x", family, given_name)
    known = replace(known, chapters=(replace(known.chapters[0], authors=(agent, Agent("y", "Last"))),))
    (data,) = bibtex.write(known).files.values()
    entry = bibtex_reader.parse_bibtex(Path("x.bib"), data.decode())[0][1]
    first, last = build_csl_item(entry, "en")[0].names["author"]
    read = " ".join(filter(None, (first.given, first.particle, first.family or first.literal)))
    assert (read, last.family or last.literal) == (" ".join(filter(None, (given_name, family))), "Last")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("How clocks are kept in Norway and at NATO", "How clocks are kept in {Norway} and at {NATO}"),
        ("The Care of Old Clocks at NATO", "The Care of Old Clocks at {NATO}"),
        ("A 5G-Based pH Meter", "A {5G-Based} {pH} {Meter}"),
        ("Agent-Based Support of Old Clocks", "Agent-Based Support of Old Clocks"),
    ],
)
def test_capitals_of_names_are_kept_from_bibliography_styles(words: str, title: str) -> None:
    assert bibtex.protect_title(words) == title


@example(EVERY_SIGN)
@given(text())
def test_whatever_stands_in_ris_stays_on_its_line(words: str) -> None:
    (data,) = ris.write(records(words)).files.values()
    lines = data.decode().split("\r\n")
    assert [line[:2] for line in lines if line].count("TY") == 2
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)
    titles = [line[6:] for line in lines if line.startswith("TI")]
    assert titles[1] == re.sub("[ \x85]+", " ", words)


@example(EVERY_SIGN)
@given(text())
def test_whatever_stands_in_csl_json_is_read_back(words: str) -> None:
    (data,) = csl_json.write(records(words)).files.values()
    assert json.loads(data)[1]["title"] == words


def test_a_chapter_is_called_what_each_format_calls_one(specimen: ExportResult) -> None:
    made = files(specimen)
    (chapter, _, report) = yaml.safe_load(made["CITATION.cff"])["references"]
    assert (chapter["type"], report["type"]) == ("conference-paper", "report")
    assert json.loads(made["datacite-chapter-drift.json"])["types"]["resourceTypeGeneral"] == "ConferencePaper"
    assert [node["@type"] for node in json.loads(made["schema-org.jsonld"])["@graph"]] == [
        "Event",
        "Book",
        "Chapter",
        "Chapter",
        "Report",
    ]
    assert re.findall(r"TY  - (\w+)", made["specimen.ris"].decode()) == ["EDBOOK", "CPAPER", "CPAPER", "RPRT"]


def test_what_xml_cannot_hold_is_left_out() -> None:
    made = element("a", "x\x01\ufffe\ud800y\u2028z")
    assert made is not None
    assert ElementTree.fromstring(write_xml(made)).text == "xy z"
    assert element("a", "\x01", [None, ""]) is None


@example(EVERY_SIGN)
@given(text())
def test_whatever_stands_in_xml_is_read_back(words: str) -> None:
    expected = re.sub(" +", " ", words)
    known = records(words)
    deposit = ElementTree.fromstring(crossref.write(known).files["crossref-volume.xml"])
    home = "{http://www.crossref.org/schema/5.5.0}"
    assert deposit.findtext(f".//{home}conference_paper/{home}titles/{home}title") == expected
    article = ElementTree.fromstring(jats.write(known).files["jats-c.xml"])
    assert article.findtext(".//article-title") == expected
    (found,) = (
        field
        for record in pymarc.parse_xml_to_array(io.BytesIO(marc.write(known).files["marc.xml"]))
        for field in record.get_fields("245")
        if field.get("b") is None
    )
    assert found["a"] == expected


@example(EVERY_SIGN)
@given(text())
def test_whatever_stands_in_a_calendar_is_read_back(words: str) -> None:
    read = icalendar.Calendar.from_ical(calendars.write(records(words)).files["programme.ics"])
    (event,) = read.walk("VEVENT")
    assert str(event["SUMMARY"]) == words
    assert event["DTEND"].dt == date(2026, 3, 3)


# Calendars


def test_signs_of_calendars_are_escaped_and_lines_are_folded_between_letters() -> None:
    data = calendars.write(records("a;b,c\\d " + "ü🕰" * 30)).files["programme.ics"]
    assert b"SUMMARY:a\\;b\\,c\\\\d " in data
    assert all(line.decode() for line in data.split(b"\r\n")[:-1])


def test_times_of_the_programme_are_in_utc(specimen: ExportResult, tree: dict[str, Any]) -> None:
    read = icalendar.Calendar.from_ical(files(specimen)["programme.ics"])
    starts = [event["DTSTART"].dt for event in read.walk("VEVENT")][1:]
    sessions = [(day["date"], session) for day in tree["programme"]["days"] for session in day["sessions"]]
    assert len(starts) == len(sessions)
    day, first = sessions[0]
    assert (str(day), str(first["start"])) == ("2024-05-14", "08:30")
    assert starts[0] == datetime(2024, 5, 14, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(("start", "end", "last"), [("19:30", "01:30", "15T013000"), ("12:00", "12:30", "14T123000")])
def test_a_session_past_midnight_ends_on_the_next_day(
    tmp_path: Path, tree: dict[str, Any], start: str, end: str, last: str
) -> None:
    event = {name: value for name, value in tree["event"].items() if name != "utc_offset"}
    session = {"start": start, "end": end, "title": "Dinner"}
    programme = {"days": [{"date": tree["programme"]["days"][0]["date"], "sessions": [session]}]}
    made = exported(changed(tmp_path, tree, event=event, programme=programme), "icalendar")
    assert f"\r\nDTEND:202405{last}\r\n".encode() in files(made)["programme.ics"]


def test_times_float_where_no_distance_from_utc_is_known(tmp_path: Path, tree: dict[str, Any]) -> None:
    event = {name: value for name, value in tree["event"].items() if name != "utc_offset"}
    made = exported(changed(tmp_path, tree, event=event), "icalendar")
    assert b"\r\nDTSTART:20240514T083000\r\n" in files(made)["programme.ics"]
    (message,) = told(made, "missing-key")
    assert "missing key 'utc_offset' in 'event'; iCalendar recommends it" in message


def test_every_event_and_task_has_a_name_of_its_own(specimen: ExportResult) -> None:
    for name in ("programme.ics", "recommendations.ics"):
        names = [
            str(part["UID"]) for part in icalendar.Calendar.from_ical(files(specimen)[name]).walk() if "UID" in part
        ]
        assert len(names) == len(set(names)) > 20


def test_recommendations_are_tasks_with_their_day_and_status(specimen: ExportResult, tree: dict[str, Any]) -> None:
    read = icalendar.Calendar.from_ical(files(specimen)["recommendations.ics"])
    tasks = {str(task["UID"]): task for task in read.walk("VTODO")}
    due = [entry for entry in tree["recommendations"] if "due" in entry]
    assert due
    for entry in due:
        task = tasks[f"due-{entry['id']}.specimen@octavo.invalid"]
        assert str(task["DUE"].dt) == str(entry["due"])
        if entry.get("tracking", {}).get("status") == "implemented":
            assert (str(task["STATUS"]), int(task["PERCENT-COMPLETE"])) == ("COMPLETED", 100)


# Booksellers and libraries


ONIX = "{http://ns.editeur.org/onix/3.1/reference}"


def products(made: ExportResult, *tags: str) -> list[tuple[str | None, ...]]:
    message = ElementTree.fromstring(files(made)["onix.xml"])
    return [tuple(product.findtext(f".//{ONIX}{tag}") for tag in tags) for product in message.iter(f"{ONIX}Product")]


STANDING = ("NotificationType", "PublishingStatus", "ProductAvailability")


def test_each_binding_is_a_product_with_its_price(specimen: ExportResult) -> None:
    assert products(specimen, "ProductForm", "PriceAmount", "UnpricedItemType", "SupplyDate/" + ONIX + "Date") == [
        ("BB", "85.00", None, "20261130"),
        ("BC", "40.00", None, "20270201"),
        ("EB", None, "01", "20261130"),
    ]


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("planned", [("01", "02", "10"), ("01", "02", "10")]),
        ("submitted", [("01", "02", "10"), ("01", "02", "10")]),
        ("in-press", [("02", "02", "10"), ("02", "02", "10")]),
        ("published", [("03", "04", "23"), ("03", "04", "20")]),
    ],
)
def test_what_is_not_published_is_offered_to_no_bookseller_as_if_it_were(
    tmp_path: Path, tree: dict[str, Any], status: str, standing: list[tuple[str, ...]]
) -> None:
    isbns = {name: tree["volume"]["isbns"][name] for name in ("paperback", "ebook")}
    offers = [{"binding": "paperback", "availability": "on-demand"}, {"binding": "ebook"}]
    parts = {"volume": {**tree["volume"], "isbns": isbns}, "deposit": {**tree["deposit"], "offers": offers}}
    path = changed(tmp_path, tree, **parts, publication={**tree["publication"], "status": status})
    made = exported(path)
    assert products(made, *STANDING) == standing
    assert ("<SupplyDate>" in files(made)["onix.xml"].decode()) is (status != "published")
    assert list_schema_errors("onix.xml", files(made)["onix.xml"]) == []
    line = line_of(path, "    availability: on-demand")
    assert told(made, "not-yet-published") == (
        []
        if status == "published"
        else [
            f"{path}:{line}:19: the paperback is on-demand, but the status of the publication is {status}; "
            "it is exported as forthcoming"
        ]
    )
    assert (b"MadeToOrder" in files(made)["schema-org.jsonld"]) is (status == "published")


def test_of_a_book_of_which_nobody_says_whether_it_is_out_booksellers_are_told_to_ask(
    tmp_path: Path, tree: dict[str, Any]
) -> None:
    offers = [{"binding": name} for name in tree["volume"]["isbns"]]
    parts = {"publication": None, "deposit": {**tree["deposit"], "offers": offers}}
    path = changed(tmp_path, tree, **parts)
    made = exported(path, "onix")
    assert products(made, *STANDING) == [("03", None, "99")] * 3
    (finding,) = [one for one in made.findings if "'publication'" in one.message]
    assert (finding.severity, finding.message.rpartition("; ")[2]) == (Severity.ADVICE, "ONIX recommends it")
    assert finding.hint == "add publication: and below it, indented, type: and status:"
    later = export_metadata(load_workshop(path), "onix", PAGES, epoch=1_800_000_000)
    assert products(later, *STANDING) == [("03", "04", "20")] * 3


def test_a_volume_is_described_by_its_own_words_or_by_none(
    tmp_path: Path, tree: dict[str, Any], specimen: ExportResult
) -> None:
    blurb, scope = tree["press"]["blurb"], "clocks on towers"
    assert products(specimen, "TextContent/" + ONIX + "Text") == [(blurb,)] * 3
    assert pymarc.parse_xml_to_array(io.BytesIO(files(specimen)["marc.xml"]))[0]["520"]["a"] == blurb
    made = exported(changed(tmp_path, tree, press=None), "onix")
    assert products(made, "TextContent/" + ONIX + "Text") == [(None,)] * 3
    assert scope not in files(made)["onix.xml"].decode()
    (finding,) = [one for one in made.findings if "'press'" in one.message]
    assert (finding.severity, finding.hint) == (Severity.ADVICE, "add press: and below it, indented, blurb:")


def test_a_catalogue_reads_title_people_and_host(specimen: ExportResult) -> None:
    volume, drift, _, report = pymarc.parse_xml_to_array(io.BytesIO(files(specimen)["marc.xml"]))
    assert volume["245"]["a"] == "Time in Common: Proceedings of a Specimen Workshop"
    assert [field["a"] for field in volume.get_fields("700")] == ["Specimen, A.", "Specimen, B."]
    assert (drift["773"]["g"], drift["773"]["w"]) == ("pages 1-14", volume["001"].data)
    assert report["088"]["a"] == "SCT/REP/2026/2"


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        (b'tag="245" ind1="1"', b'tag="245" ind1="7"'),
        (b'tag="250" ind1=" " ind2=" "', b'tag="245" ind1="1" ind2="0"'),
        (b'<subfield code="4">edt', b'<subfield code="z">edt'),
        (b"|eng d</controlfield>", b"|eng  d</controlfield>"),
        (b"a22000005c 4500", b"a22000005c 4600"),
    ],
)
def test_the_judge_of_records_knows_the_fields_of_marc_21(specimen: ExportResult, known: bytes, unknown: bytes) -> None:
    data = files(specimen)["marc.xml"]
    assert known in data and list_schema_errors("marc.xml", data) == []
    assert list_schema_errors("marc.xml", data.replace(known, unknown, 1))


def test_a_record_is_of_one_carrier(tmp_path: Path, tree: dict[str, Any], specimen: ExportResult) -> None:
    volume, *_, report = pymarc.parse_xml_to_array(io.BytesIO(files(specimen)["marc.xml"]))
    assert [(field["q"], field.get("a") is not None) for field in volume.get_fields("020")] == [
        ("hardback", True),
        ("paperback", True),
        ("ebook", False),
    ]
    assert (volume["338"]["a"], volume.get("007")) == ("volume", None)
    assert (report["338"]["a"], report["007"].data[:2], report["020"]["a"]) == (
        "online resource",
        "cr",
        "9780000000262",
    )
    isbns = {"ebook": tree["volume"]["isbns"]["ebook"]}
    path = changed(tmp_path, tree, volume={**tree["volume"], "isbns": isbns})
    online, *_ = pymarc.parse_xml_to_array(io.BytesIO(files(exported(path, "marcxml"))["marc.xml"]))
    assert (online["007"].data[:2], online["020"]["a"]) == ("cr", isbns["ebook"].replace("-", ""))


def test_an_article_that_begins_a_title_is_passed_over(tmp_path: Path, tree: dict[str, Any]) -> None:
    path = changed(tmp_path, tree, volume={**tree["volume"], "title": "The Clock"})
    volume = pymarc.parse_xml_to_array(io.BytesIO(files(exported(path, "marcxml"))["marc.xml"]))[0]
    assert volume["245"].indicators[1] == "4"


# The command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


def test_files_land_in_the_metadata_folder_and_in_the_manifest(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["export", "bibtex", str(SPARSE), "--output", "out"]) == 0
    file = "out/illicit-trafficking-2004/metadata/illicit-trafficking-2004.bib"
    assert capsys.readouterr().out.split() == [file]
    manifest = json.loads((project / "out/illicit-trafficking-2004/manifest.json").read_text())
    (entry,) = manifest["products"]
    assert (entry["product"], entry["file"]) == ("metadata/bibtex", file.split("/", 2)[2])
    assert entry["bytes"] == (project / file).stat().st_size


def test_a_file_of_a_chapter_that_is_gone_goes_and_files_of_other_formats_stay(
    project: Path, tree: dict[str, Any]
) -> None:
    folder = project / "reports" / "specimen"
    folder.mkdir(parents=True)
    chapters = [{**chapter, "source": "a.rst"} for chapter in tree["chapters"]]
    programme = [{**day, "sessions": []} for day in tree["programme"]["days"]]
    parts = {"photos": [], "figures": [], "programme": {"days": programme}}
    changed(folder, tree, chapters=chapters, **parts)
    metadata = project / "build" / "specimen" / "metadata"
    assert run_command(["export", "jats"]) == run_command(["export", "ris"]) == 0
    assert sorted(path.name for path in metadata.iterdir()) == ["jats-drift.xml", "jats-travelling.xml", "specimen.ris"]
    changed(folder, tree, chapters=chapters[:1], **parts)
    assert run_command(["export", "jats"]) == 0
    assert sorted(path.name for path in metadata.iterdir()) == ["jats-drift.xml", "specimen.ris"]


def test_what_its_receivers_would_refuse_is_not_written(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = replace(
        EXPORTERS["ris"], write=lambda _records: ExportOutput({"x.ris": b"TY  - RPRT\r\nno line of RIS\r\n"})
    )
    monkeypatch.setitem(EXPORTERS, "ris", refused)
    assert run_command(["export", "ris", str(SPARSE), "--format", "json", "--output", "out"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["code"], finding["severity"]) == ("not-to-schema", "error")
    assert finding["message"] == "x.ris does not match the schema of its format: no line of RIS"
    assert not (project / "out" / "illicit-trafficking-2004").exists()


def test_what_was_exported_unjudged_is_judged_once_the_schemas_are_there(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(library_versions, "SCHEMA_FOLDER", project / "nowhere")
        assert octavo.export("ris", [SPARSE], output="out")[0].state is OutcomeState.BUILT
        assert octavo.export("ris", [SPARSE], output="out")[0].state is OutcomeState.UNCHANGED
    assert octavo.export("ris", [SPARSE], output="out")[0].state is OutcomeState.BUILT


def test_what_is_lacking_fails_and_leaves_what_stood_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["export", "jats", str(SPARSE), "--format", "json", "--output", "out"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["code"], finding["line"]) == ("does-not-apply", 1)
    assert not (project / "out").exists()
    assert run_command(["export", "all", str(SPARSE), "--output", "out"]) == 0


@pytest.mark.usefixtures("project")
def test_warnings_fail_where_they_are_to() -> None:
    assert run_command(["export", "crossref", str(SPECIMEN), "--output", "out"]) == 0
    assert run_command(["export", "crossref", str(SPECIMEN), "--output", "out", "--strict"]) == 1


@pytest.mark.parametrize("words", [["export"], ["export", "word"], ["export", "all", "nowhere"]])
@pytest.mark.usefixtures("project")
def test_what_is_typed_wrongly_is_told(words: list[str]) -> None:
    assert run_command(words) == 2


@pytest.mark.usefixtures("project")
def test_an_epoch_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run_command(["export", "ris", str(SPARSE), "--output", "out"]) == 2


@pytest.mark.usefixtures("project")
def test_a_program_may_export_too() -> None:
    (outcome,) = octavo.export("ris", [SPARSE], output="out")
    assert [file.name for file in outcome.files] == ["illicit-trafficking-2004.ris"]


def test_pages_are_those_of_the_book_that_stands_built(project: Path) -> None:
    path = written_volume(project, small_volume())
    assert run_command(["build", str(path), "--product", "volume", "--quiet"]) == 0
    assert run_command(["export", "csl-json", str(path)]) == 0
    exported = json.loads((project / "build" / "tides" / "metadata" / "tides.csl.json").read_text())
    pages = [item["page"] for item in exported if item["type"] == "paper-conference"]
    entry = json.loads((project / "build" / "tides" / "manifest.json").read_text())["products"]
    known = next(one for one in entry if one["product"] == "volume")
    assert len(pages) == 3 and pages[0].startswith("1-")
    assert [int(one.partition("-")[0]) % 2 for one in pages] == [1, 1, 1]
    assert next(item for item in exported if item["type"] == "book")["number-of-pages"] == str(known["pages"])
    path.write_text(path.read_text().replace("year: ", "edition: Second\n  year: "))
    (outcome,) = octavo.export("csl-json", [path])
    assert [finding.code for finding in outcome.findings] == ["no-pages"]
    assert b'"page"' not in (project / "build" / "tides" / "metadata" / "tides.csl.json").read_bytes()


def test_a_link_in_the_way_is_not_written_through(project: Path) -> None:
    home = project / "out" / "illicit-trafficking-2004"
    home.mkdir(parents=True)
    (project / "elsewhere").mkdir()
    (home / "metadata").symlink_to(project / "elsewhere")
    assert run_command(["export", "ris", str(SPARSE), "--output", "out"]) == 3
    assert list((project / "elsewhere").iterdir()) == []


def test_sources_are_read_as_the_volume_reads_them_whatever_wrote_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.rst").write_text("See :cite:`mer`.")
    (tmp_path / "a.bib").write_bytes("@book{mer, title={La mer en été}, author={A, B}, year=2000}".encode("latin-1"))
    told = {"id": "a", "title": "T", "authors": ["a"], "source": "a.rst", "bibliography": ["a.bib"]}
    (source,) = read_cited_works(tmp_path, Chapter.model_validate(told), "fr").works
    assert source.texts["title"] == "La mer en été"


# References that authors write out, and marked titles and abstracts


WRITTEN = """\
Words of [Author2004]_ and a gate [Gate]_, and :cite:`entry`.

.. [Author2004] Author, A. (2004). A work of *Salmo*. doi:10.5555/12345678
.. [Gate] Gates of all kinds, https://example.org/gates
"""


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, tree: dict[str, Any]) -> ExportResult:
    folder = tmp_path_factory.mktemp("marked")
    (folder / "c.rst").write_text(WRITTEN)
    (folder / "c.bib").write_text("@book{entry, title={An entry}, author={B, Ann}, year=2001}")
    first = {
        **tree["chapters"][0],
        "source": "c.rst",
        "bibliography": ["c.bib"],
        "title": r"Of H:sub:`2`\ O in *Salmo trutta*, :math:`x^{-3}` & <b>",
        "abstract": r"A path of :math:`x^2 < \frac{1}{2}`, H\ :sub:`2`\ O, 10\ :sup:`-9`, *Salmo* **trutta** & more.",
    }
    return exported(changed(folder, tree, chapters=[first, *tree["chapters"][1:]]), pages=None)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_written_references_and_marks_are_valid_in_every_format(marked: ExportResult, form: str) -> None:
    found = {name: list_schema_errors(name, data) for name, data in marked.files[form].items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_references_that_their_author_wrote_out_reach_every_format_that_has_references(marked: ExportResult) -> None:
    article = ElementTree.fromstring(files(marked)["jats-drift.xml"])
    labels = [label.text for label in article.iterfind(".//ref/label")]
    assert labels == ["1", "Author2004", "Gate"]
    known = article.find(".//ref[2]//element-citation")
    assert known is not None
    assert [known.findtext(path) for path in ("person-group/name/surname", "year", "pub-id")] == [
        "Author",
        "2004",
        "10.5555/12345678",
    ]
    written = [ElementTree.tostring(one, "unicode") for one in article.iterfind(".//mixed-citation")]
    assert "A work of <italic>Salmo</italic>. doi:<pub-id" in written[0] and ">https://example.org/gates<" in written[1]
    deposit = files(marked)["crossref-volume.xml"].decode()
    assert "<unstructured_citation>Gates of all kinds, https://example.org/gates</unstructured_citation>" in deposit
    assert deposit.count("<doi>10.5555/12345678</doi>") == 1
    items = json.loads(files(marked)["datacite-chapter-drift.json"])
    assert "10.5555/12345678" in {one["relatedIdentifier"] for one in items["relatedIdentifiers"]}
    cited = [one["titles"][0]["title"] for one in items["relatedItems"] if one["relationType"] == "References"]
    assert cited == ["An entry", "Gates of all kinds, https://example.org/gates"]
    graph = json.loads(files(marked)["schema-org.jsonld"])["@graph"]
    named = next(node["citation"] for node in graph if node["@type"] == "Chapter")
    assert [one.get("@id") or one["name"] for one in named] == [
        "An entry",
        "https://doi.org/10.5555/12345678",
        "Gates of all kinds, https://example.org/gates",
    ]


def test_a_group_that_edits_a_book_contributes_to_it_in_schema_org() -> None:
    known = records("x")
    assert known.volume
    people = (Agent("a", "One", "Ann"), Agent("g", "Tides Group", is_group=True))
    ((name, data),) = schema_org.write(replace(known, volume=replace(known.volume, editors=people))).files.items()
    assert list_schema_errors(name, data) == []
    book = next(node for node in json.loads(data)["@graph"] if node["@type"] == "Book")
    assert [one["name"] for one in book["editor"]] == ["Ann One"]
    assert book["contributor"] == [{"@type": "Organization", "name": "Tides Group"}]


def test_datacite_hears_once_of_works_of_which_the_same_is_known() -> None:
    known = records("x")
    sources = tuple(CitedWork(label, "document", {"title": "Introduction"}) for label in "ab")
    made = datacite.write(replace(known, chapters=(replace(known.chapters[0], sources=sources),))).files
    assert not any(list_schema_errors(name, data) for name, data in made.items())
    items = json.loads(made["datacite-chapter-c.json"])["relatedItems"]
    assert [item["titles"] for item in items if item["relationType"] == "References"] == [[{"title": "Introduction"}]]


def test_the_title_of_a_book_keeps_the_names_of_its_own_language() -> None:
    known = records("x")
    assert known.volume
    volume = replace(known.volume, title="The Tides Measured Every Morning In May", subtitle="")
    chapter = replace(known.chapters[0], language="fr", title="Les mesures")
    (data,) = bibtex.write(replace(known, volume=volume, chapters=(chapter,))).files.values()
    assert "booktitle = {The Tides Measured Every Morning In {May}}" in data.decode()


def test_references_without_labels_or_with_the_same_are_cited_under_keys_of_their_own() -> None:
    labels = ["", "1", "1", "3-1", "3-1", "x" * 200, "x" * 200, ""]
    sources = tuple(CitedWork(label, "document", {"title": f"Work {at}"}) for at, label in enumerate(labels))
    known = records("x")
    made = crossref.write(replace(known, chapters=(replace(known.chapters[0], sources=sources),)))
    ((name, data),) = made.files.items()
    assert list_schema_errors(name, data) == []
    cited = ElementTree.fromstring(data).findall(".//{*}citation")
    assert [one.findtext("{*}volume_title") for one in cited] == [f"Work {at}" for at in range(len(labels))]
    assert len({one.get("key") for one in cited}) == len(labels)


def test_chapters_that_are_pdfs_are_told_once_to_give_no_references(
    tmp_path: Path, tree: dict[str, Any], specimen: ExportResult
) -> None:
    chapters = [{**chapter, "source": f"{chapter['id']}.pdf"} for chapter in tree["chapters"]]
    (advice,) = told(exported(changed(tmp_path, tree, chapters=chapters)), "references-not-read")
    assert told(specimen, "references-not-read") == []
    assert (
        f"{len(chapters)} chapters are PDFs, from which no references are read: Crossref, DataCite, schema.org, JATS"
        in advice
    )


def test_marks_of_titles_and_abstracts_are_those_of_each_format(marked: ExportResult) -> None:
    made = {name: data.decode() for name, data in files(marked).items()}
    formula = "<mml:msup><mml:mi>x</mml:mi>"
    assert "Of H<sub>2</sub>O in <italic>Salmo trutta</italic>, <inline-formula><mml:math>" in made["jats-drift.xml"]
    assert f"A path of <inline-formula><mml:math>{formula}" in made["jats-drift.xml"]
    assert "10<sup>-9</sup>, <italic>Salmo</italic> <bold>trutta</bold> &amp; more." in made["jats-drift.xml"]
    deposit = made["crossref-volume.xml"]
    assert "<title>Of H<sub>2</sub>O in <i>Salmo trutta</i>, <mml:math>" in deposit
    assert f"<jats:p>A path of <jats:inline-formula><mml:math>{formula}" in deposit
    item = next(one for one in json.loads(made["specimen.csl.json"]) if one["id"] == "specimen:drift")
    assert item["title"] == "Of H<sub>2</sub>O in <i>Salmo trutta</i>, x⁻³ & <b>"
    title = r"title = {Of {H}\textsubscript{2}{O} in \emph{Salmo trutta}, {$x^{-3}$} \& {\textless}b{\textgreater}}"
    assert title in made["specimen.bib"]
    for name in ("specimen.ris", "datacite-chapter-drift.json", "marc.xml", "onix.xml", "CITATION.cff"):
        plain = json.loads(made[name])["titles"][0]["title"] if name.endswith(".json") else made[name]
        assert "Of H₂O in Salmo trutta, x⁻³ &" in plain, name
    plain = "A path of x² < 1/2, H₂O, 10⁻⁹, Salmo trutta & more."
    assert plain in made["specimen.ris"] and item["abstract"] == plain
    assert not [name for name, text in made.items() if r"\frac" in text and not name.endswith(".bib")]


@pytest.mark.parametrize("start", range(0, len(USUAL), 12))
def test_usual_formulas_are_valid_in_jats_and_crossref(start: int) -> None:
    runs = [
        ("math", formula) for formula in USUAL[start : start + 12] if formula.strip() and "backslash" not in formula
    ]
    known = records("x")
    chapter = replace(known.chapters[0], title=MarkedText.from_runs(runs), abstract=(MarkedText.from_runs(runs),))
    known = replace(known, chapters=(chapter,))
    written = {**jats.write(known).files, **crossref.write(known).files}
    assert {name: found for name, data in written.items() if (found := list_schema_errors(name, data))} == {}
    assert not re.search(r"\\[a-z]{2}", str(chapter.title))


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"x^2 < \frac{1}{2}", "x² < 1/2"),
        (r"10^{-3}", "10⁻³"),
        (r"\alpha_i \in \mathbb{R}", "αᵢ ∈ ℝ"),
        (r"\sqrt{x+1}\,\text{if } n", "√(x + 1) if n"),
        (r"\left(\frac{a+b}{c}\right)^n", "((a + b)/c)ⁿ"),
        (r"x\in\{1,\dots,n\}", "x ∈ {1,…,n}"),
        (r"90^\circ\mathrm{C}", "90°C"),
        (r"\not\in \foo{x", "∉ foo x"),
        (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", "(a b; c d)"),
    ],
)
def test_formulas_are_plain_text_without_tex(tex: str, text: str) -> None:
    assert formula_to_text(tex) == text


@given(st.text(alphabet="\\{}[]^_$&ab2 frcqt", max_size=60))
def test_no_formula_is_too_odd_for_plain_text(tex: str) -> None:
    assert "\\frac" not in formula_to_text(tex)


# Groups, particles, products and entries


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory, tree: dict[str, Any]) -> ExportResult:
    folder = tmp_path_factory.mktemp("named")
    people = [
        *tree["people"],
        {"id": "berg", "given": "Jan van", "family": "den Berg"},
        {"id": "survey", "given": "Path Survey", "family": "Collaboration"},
        {"id": "makers", "family": "Makers of Clocks", "group": True},
        {"id": "wang", "given": "伟", "family": "王", "sort_as": "Wang, Wei"},
        {"id": "mao", "given": "Zedong", "family": "Mao", "name_order": "family-first"},
        {
            "id": "hansen",
            "given": "Kari",
            "family": "Hansen",
            "country": "GB",
            "posts": [
                {"affiliation": "Specimen Institute of Time", "city": "Elsewhere", "country": "FR"},
                {"position": "Member", "affiliation": "Harbour Academy"},
            ],
        },
    ]
    first = {
        **tree["chapters"][0],
        "authors": ["berg", "survey", "makers", "wang", "mao", "hansen"],
        "corresponding": "wang",
        "equal_contribution": ["berg", "wang"],
    }
    return exported(changed(folder, tree, people=people, chapters=[first, *tree["chapters"][1:]]))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_groups_and_particles_are_valid_in_every_format(named: ExportResult, form: str) -> None:
    found = {name: list_schema_errors(name, data) for name, data in named.files[form].items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


@pytest.mark.parametrize(
    ("name", "group", "particle"),
    [
        ("jats-drift.xml", "<collab>{}</collab>", "<surname>van den Berg</surname>"),
        ("crossref-volume.xml", 'contributor_role="author">{}</organization>', "<surname>van den Berg</surname>"),
        ("onix.xml", "<CorporateName>{}</CorporateName>", "<PrefixToKey>van den</PrefixToKey>"),
        ("marc.xml", '<subfield code="a">{}</subfield>', '<subfield code="a">van den Berg, Jan</subfield>'),
        ("specimen.bib", "and {{{}}}", "author = {van den Berg, Jan and"),
        ("specimen.ris", "AU  - {}\r\n", "AU  - van den Berg, Jan\r\n"),
        ("specimen.csl.json", '"literal": "{}"', '"non-dropping-particle": "van den"'),
        ("CITATION.cff", "- name: {}\n", "name-particle: van den\n"),
        (
            "datacite-chapter-drift.json",
            '"name": "{}",\n      "nameType": "Organizational"',
            '"familyName": "van den Berg"',
        ),
        ("schema-org.jsonld", '"@type": "Organization",\n          "name": "{}"', '"familyName": "van den Berg"'),
    ],
)
def test_groups_are_no_people_and_particles_are_no_given_names(
    named: ExportResult, name: str, group: str, particle: str
) -> None:
    text = files(named)[name].decode()
    for one in ("Path Survey Collaboration", "Makers of Clocks"):
        assert group.format(one) in text
    assert particle in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "jats-drift.xml",
            '<name name-style="eastern">\n      <surname>王</surname>\n      <given-names>伟</given-names>',
        ),
        ("jats-drift.xml", '<contrib contrib-type="author" corresp="yes" equal-contrib="yes">'),
        ("jats-drift.xml", '<contrib contrib-type="author" equal-contrib="yes">'),
        ("crossref-volume.xml", 'contributor_role="author" name-style="eastern">'),
        ("crossref-volume.xml", "<institution_place>Elsewhere, France</institution_place>"),
        ("onix.xml", "<PersonName>王伟</PersonName>"),
        ("onix.xml", "<PersonName>Mao Zedong</PersonName>"),
        ("marc.xml", '<subfield code="a">Mao, Zedong</subfield>'),
        ("specimen.bib", "and 王, 伟 and Mao, Zedong and Hansen, Kari}"),
        ("specimen.bib", "and Wang, Wei and Mao, Zedong and Hansen, Kari}"),
        ("specimen.ris", "AU  - 王, 伟\r\n"),
        ("specimen.csl.json", '"static-ordering": true'),
        ("schema-org.jsonld", '"name": "王伟"'),
        ("schema-org.jsonld", '"addressLocality": "Elsewhere"'),
        ("datacite-chapter-drift.json", '"name": "王, 伟"'),
    ],
)
def test_names_have_their_order_and_affiliations_their_place(named: ExportResult, name: str, words: str) -> None:
    assert words in files(named)[name].decode()


def test_catalogues_enter_a_name_under_its_particle_or_not_as_indexes_do() -> None:
    berg = Agent("b", "van der Berg", "Jan")
    assert berg.catalogue_name == "van der Berg, Jan"
    assert replace(berg, sorts_by_particle=False).catalogue_name == "Berg, Jan van der"


def test_a_post_without_a_country_has_not_that_of_the_person(named: ExportResult) -> None:
    tree = ElementTree.fromstring(files(named)["jats-drift.xml"])
    places = [(aff.findtext(".//institution"), aff.findtext("country")) for aff in tree.iter("aff")]
    # It stands in another country than the organization of that name.
    assert ("Specimen Institute of Time", "France") in places and ("Specimen Institute of Time", "Norway") in places
    assert ("Harbour Academy", None) in places


def test_the_doi_of_a_work_identifies_none_of_its_bindings(specimen: ExportResult) -> None:
    message = ElementTree.fromstring(files(specimen)["onix.xml"])
    space = {"o": "http://ns.editeur.org/onix/3.1/reference"}
    for product in message.iterfind("o:Product", space):
        kinds = [kind.text for kind in product.iterfind("o:ProductIdentifier/o:ProductIDType", space)]
        assert kinds == ["15"]
        work = product.find("o:RelatedMaterial/o:RelatedWork", space)
        assert work is not None and work.findtext(".//o:IDValue", "", space).startswith("10.")


@pytest.mark.parametrize(("printed", "pages"), [(0, "32"), (36, "36")])
def test_each_product_has_its_own_number_of_pages(printed: int, pages: str) -> None:
    made = exported(SPECIMEN, "onix", PageExtents({}, 31, 40, printed))
    message = ElementTree.fromstring(files(made)["onix.xml"])
    space = {"o": "http://ns.editeur.org/onix/3.1/reference"}
    told = {
        product.findtext(".//o:ProductForm", "", space): [
            product.findtext(f".//o:{tag}", "", space) for tag in ("ExtentType", "ExtentValue")
        ]
        for product in message.iterfind("o:Product", space)
    }
    assert told["EB"] == ["07", "31"]
    assert {form: value for form, value in told.items() if form != "EB"} == {
        form: ["06", pages] for form in told if form != "EB"
    }


def test_entries_have_no_fields_that_biblatex_does_not_know(specimen: ExportResult) -> None:
    """biber --tool --validate-datamodel warned of these."""
    text = files(specimen)["specimen.bib"].decode()
    entries = bibtex_reader.parse_bibtex(Path("x.bib"), text)[0]
    fields = {entry.entry_type: set(entry.fields) for entry in entries}
    assert not {"issn", "edition"} & (fields["proceedings"] | fields["inproceedings"])
    report = fields.get("techreport", set())
    assert not {"edition", "isbn"} & report and "institution" in report
    sparse = files(exported(SPARSE, "bibtex"))["illicit-trafficking-2004.bib"].decode()
    assert sparse.startswith("@misc{") and " institution = " not in sparse


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("The Great Floods of Norway’s Rivers in the United States", "{Norway’s} Rivers in the {United} {States}"),
        ("A study of non-Abelian and (Gauss-Seidel) methods", "{non-Abelian} and {(Gauss-Seidel)} methods"),
    ],
)
def test_proper_nouns_are_protected_in_titles_with_many_capitals_too(words: str, title: str) -> None:
    assert bibtex.protect_title(words, get_translator("en").proper_nouns()).endswith(title)


def test_sessions_without_hours_are_one_event_of_the_whole_day(tmp_path: Path, tree: dict[str, Any]) -> None:
    days = [
        {
            "date": "2024-05-14",
            "title": "First day",
            "sessions": [
                {"title": "Opening", "start": "09:00"},
                {"title": "Gauges", "talks": [{"title": "Of gauges"}]},
                {"title": "Moons"},
            ],
        }
    ]
    made = exported(changed(tmp_path, tree, programme={"days": days}), "icalendar")
    said = files(made)["programme.ics"].decode().replace("\r\n ", "")
    assert said.count("BEGIN:VEVENT") == 3
    assert "DTSTART;VALUE=DATE:20240514\r\nDTEND;VALUE=DATE:20240515\r\nSUMMARY:First day\r\n" in said
    assert "DESCRIPTION:Gauges\\nOf gauges\\n\\nMoons\r\n" in said
    assert "None" not in said
