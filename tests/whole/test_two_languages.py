"""A workshop in two languages, by the command line: each language has its own files, and drafts are not given away."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from checkout import ROOT
from documentation_pages import FENCE
from octavo.cli.main import run_command
from octavo.loading.workshop_loader import load_workshop

PAGE = ROOT / "docs" / "two-languages.md"
(EXAMPLE,) = (found["body"] for found in FENCE.finditer(PAGE.read_text("utf-8")) if found["name"])


def pick(value: Any, language: str) -> Any:
    """Return plain data with the texts of a language."""
    if isinstance(value, list):
        return [pick(item, language) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) <= {"en", "fr"}:
        return value.get(language)
    picked = {key: pick(item, language) for key, item in value.items()}
    return {key: item for key, item in picked.items() if item is not None}


def write(folder: Path, text: str) -> Path:
    file = folder / "reports" / "marees" / "workshop.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return file


def read_pdf(path: Path) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)).split())


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the workshop of docs/two-languages.md, as the working folder."""
    write(tmp_path, EXAMPLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_language_has_the_bytes_of_a_workshop_in_that_language_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = EXAMPLE.replace("products: [summary, follow-up]", "products: [summary, follow-up, docx]")
    data = yaml.load(text, Loader=yaml.BaseLoader)
    made: dict[str, dict[str, bytes]] = {}
    for name in ("both", "en", "fr"):
        alone = {**pick(data, name), "language": name}
        alone.pop("languages")
        write(tmp_path / name, text if name == "both" else yaml.safe_dump(alone, allow_unicode=True, sort_keys=False))
        monkeypatch.chdir(tmp_path / name)
        assert run_command(["build", "--quiet"]) == 0
        assert run_command(["export", "all"]) == 0
        home = tmp_path / name / "build" / "marees"
        files = (file for file in home.rglob("*") if file.is_file() and file.name != "manifest.json")
        made[name] = {file.relative_to(home).as_posix(): file.read_bytes() for file in files}
    french = {name: data for name, data in made["both"].items() if ".fr." in name}
    assert {name.replace(".fr.", "."): data for name, data in french.items()} == made["fr"]
    assert {name: data for name, data in made["both"].items() if name not in french} == made["en"]
    assert {"summary.fr.pdf", "follow-up.fr.docx", "metadata/marees.fr.ris"} <= set(french) or sorted(french)


def test_a_language_that_the_workshop_has_not_is_a_slip_of_the_command(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("build", "check"):
        assert run_command([command, "marees", "--language", "de"]) == 2
        assert "marees is not written in 'de', but in en, fr" in capsys.readouterr().err
    assert not (project / "build").exists()


def test_workshops_of_another_language_are_left_out_by_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = project / "reports" / "other" / "workshop.yaml"
    other.parent.mkdir()
    other.write_text(yaml.safe_dump({**pick(yaml.safe_load(EXAMPLE), "en"), "id": "other", "languages": []}))
    assert run_command(["check", "--language", "fr"]) == 0
    told = capsys.readouterr()
    assert "other is not written in French, and is left out" in told.err and "marees" in told.out


def test_a_draft_has_a_sign_for_each_text_in_another_language_and_is_not_given_away(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "reports/marees/workshop.yaml"
    file.write_text(EXAMPLE.replace("    title: {en: Open records, fr: Relevés ouverts}", "    title: Open records"))
    assert run_command(["build", "--quiet"]) == 1
    told = capsys.readouterr().err
    line = EXAMPLE[: EXAMPLE.index("title: {en: Open records")].count("\n") + 1
    assert f"workshop.yaml:{line}:12: error: 'title' is written in English alone, and has no text in French" in told
    home = project / "build" / "marees"
    assert "[en] Open records" in read_pdf(home / "summary.fr.pdf")
    assert "[en]" not in read_pdf(home / "summary.pdf")
    assert run_command(["build", "--quiet", "--language", "en"]) == 0, "English is complete"
    assert run_command(["check"]) == 1
    assert run_command(["export", "ris"]) == 1
    assert [path.name for path in (home / "metadata").iterdir() if ".fr." in path.name] == []
    assert run_command(["release", "--quiet", "--for", "screen"]) == 5
    assert "pieces are missing, see the messages above: translation" in capsys.readouterr().err
    assert not (home / "SHA256SUMS").exists()


def test_a_release_holds_all_languages_is_rebuilt_and_kept_as_an_edition(project: Path) -> None:
    assert run_command(["release", "--quiet", "--for", "screen"]) == 0
    home = project / "build" / "marees"
    listed = {entry["file"] for entry in json.loads((home / "manifest.json").read_bytes())["products"]}
    assert {"summary.pdf", "summary.fr.pdf", "follow-up.fr.pdf", "metadata/marees.fr.ris"} <= listed or sorted(listed)
    assert run_command(["verify", "--rebuild", "build/marees"]) == 0
    assert run_command(["edition", "next", "--date", "2027-03-31"]) == 0
    assert (home / "editions" / "1" / "follow-up.fr.pdf").is_file()
    loaded = load_workshop(project / "reports/marees/workshop.yaml", "fr")
    assert loaded.workshop and loaded.workshop.report and loaded.workshop.report.edition == 2
    assert loaded.workshop.event.title == "Lire les marées"


def test_statuses_and_lists_of_people_go_into_the_main_language(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "reports/marees/workshop.yaml"
    file.write_text(EXAMPLE.replace("country: NO}", "country: NO, position: {en: Head, fr: Directrice}}"))
    assert run_command(["status"]) == 0
    assert "Harbour Authority" in capsys.readouterr().out
    assert run_command(["status", "R1", "in-progress", "--on", "2027-01-10", "--note", "Begun."]) == 0
    (project / "people.csv").write_text("Given,Family,Country,Position\nAda,Berg,Norway,Chief\n")
    assert run_command(["import", "people", "people.csv"]) == 0
    written = file.read_text()
    assert "position: {en: Chief, fr: Directrice}" in written
    capsys.readouterr()
    assert run_command(["check"]) == 1
    told = capsys.readouterr().err
    assert "'note' is written in English alone" in told and told.count("error: ") == 1
    file.write_text(written.replace("note: Begun.", "note: {en: Begun., fr: Commencé.}"))
    assert run_command(["check"]) == 0
    assert run_command(["status", "R1"]) == 0
    assert "in-progress: Begun." in capsys.readouterr().out


def test_rows_of_a_table_are_built_in_each_language(project: Path) -> None:
    rows = [("id", "event.title.en", "event.title.fr"), ("a", "High Water", "Pleine mer")]
    table = io.StringIO()
    csv.writer(table).writerows(rows)
    (project / "rows.csv").write_text(table.getvalue())
    assert run_command(["build", "marees", "--each", "rows.csv", "--product", "summary", "--quiet"]) == 0
    home = project / "build/marees/each/a"
    assert "High Water" in read_pdf(home / "summary.pdf")
    assert "Pleine mer" in read_pdf(home / "summary.fr.pdf")


def test_an_answer_is_known_in_whatever_language_it_was_asked(project: Path) -> None:
    text = EXAMPLE.replace("[harbour]", "[{en: Harbour Master, fr: Maître de port}]")
    (project / "reports/marees/workshop.yaml").write_text(text)
    marks = set()
    for language, name in (("en", "harbour-master.xlsx"), ("fr", "harbour-master.fr.xlsx")):
        assert run_command(["ask", "--by", "2027-02-28", "--language", language]) == 0
        sheet = project / "build/marees.ask/2027-02-28" / name
        assert sheet.is_file()
        marks.add(_read_mark(sheet))
    (mark,) = marks
    assert mark.startswith("marees/harbour-master/")


def _read_mark(sheet: Path) -> str:
    from octavo.importers.tables.table_reader import read_tables

    rows = read_tables(sheet, sheet.read_bytes())[0].rows
    return next(cell for row in rows for cell in row.cells if cell.startswith("marees/"))


def test_the_schema_for_editors_takes_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    assert run_command(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    valid = jsonschema.Draft202012Validator(schema)
    content = yaml.load(EXAMPLE, Loader=yaml.BaseLoader)
    content["report"]["keywords"] = {"en": ["tides"], "fr": ["marées"]}
    assert [error.message for error in valid.iter_errors(content)] == []
    content["event"]["start"] = {"en": "2026-09-10"}
    content["event"]["title"]["FR"] = "Lire"
    assert len([*valid.iter_errors(content)]) == 2
