"""The sheets of addressees hold their own recommendations as text, and nothing that may not be shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import python_calamine
from openxml_audit import OpenXmlValidator

from octavo.findings.finding import FindingsError
from octavo.follow_up.answer_sheets import AskedWorkshop, make_answer_sheets

WORKSHOP = """schema_version: 1
id: w
event: {{type: workshop, title: Clocks, start: 2026-03-30, end: 2026-04-01}}
{more}
people: [{{id: a, family: Solovyov, email: solo@example.org}}]
organizations: [{{id: office, name: Office of Records, short: Records}}, {{id: harbour, name: Harbour Authority}}]
directors: [{{person: a}}]
recommendations:
  - {{id: R1, title: '=1+1', text: 'Wind *all* clocks.', addressees: [office, harbour], due: 2026-06-30}}
  - id: R2
    text: '@Count them.'
    addressees: [office]
    tracking: {{owner: Registry, history: [{{date: 2026-05-01, status: in-progress, note: Begun.}}]}}
  - id: R3
    text: Ring the bells.
    addressees: [harbour]
    tracking: {{evidence: [{{title: E}}], history: [{{date: 2026-05-01, status: implemented}}]}}
  - {{id: R4, text: Draw them.}}
"""
DAY = date(2026, 12, 31)


def ask(tmp_path: Path, more: str = "", includes_closed: bool = False) -> AskedWorkshop:
    path = tmp_path / "workshop.yaml"
    path.write_text(WORKSHOP.format(more=more), "utf-8")
    return make_answer_sheets(path, DAY, includes_closed)


def cells(asked: AskedWorkshop, name: str, tmp_path: Path) -> list[list[object]]:
    (tmp_path / name).write_bytes(asked.files[name])
    return python_calamine.CalamineWorkbook.from_path(tmp_path / name).get_sheet_by_index(0).to_python()


def test_each_addressee_gets_its_own_open_recommendations(tmp_path: Path) -> None:
    asked = ask(tmp_path)
    assert {sheet.name: [row.id for row in sheet.rows] for sheet in asked.sheets} == {
        "office": ["R1", "R2"],
        "harbour": ["R1"],
    }
    assert [(one.code, "R4" in one.message) for one in asked.findings] == [("not-asked", True)]
    everything = ask(tmp_path, includes_closed=True)
    assert [row.id for row in everything.sheets[1].rows] == ["R1", "R3"]


def test_a_sheet_is_text_that_spreadsheet_programs_read(tmp_path: Path) -> None:
    asked = ask(tmp_path)
    rows = cells(asked, "office.xlsx", tmp_path)
    assert rows[0][0] == "Clocks"
    assert "31 December 2026" in str(rows[2][0])
    assert rows[4][:4] == ["R1", "=1+1\nWind all clocks.", "30 Jun 2026", "–"]
    assert rows[5][:4] == ["R2", "@Count them.", "", "In progress, 1 May 2026\nRegistry"]
    found = OpenXmlValidator().validate(tmp_path / "office.xlsx")
    # The validator asks for a theme, which spreadsheets may lack (ISO/IEC 29500-1, 14.2.7).
    assert [str(error) for error in found.errors if "relationships/theme" not in str(error)] == []
    assert asked.files == ask(tmp_path).files


def test_the_form_to_print_says_the_same(tmp_path: Path) -> None:
    form = ask(tmp_path, "language: fr").files["harbour.html"].decode()
    assert '<html lang="fr">' in form and "31 décembre 2026" in form
    assert "1 recommandation" in form and form.count("<section>") == 1
    assert "\u240a" not in ask(tmp_path).files["office.html"].decode()  # a line end is no sign
    assert "Wind all clocks." in form and "Mise en œuvre partielle" in form


def test_nobody_who_may_not_be_named_is_on_a_sheet(tmp_path: Path) -> None:
    asked = ask(tmp_path, "policy: {attribution: chatham-house}")
    for name, data in asked.files.items():
        words = str(cells(asked, name, tmp_path)) if name.endswith("xlsx") else data.decode()
        assert "Solovyov" not in words and "solo@" not in words


def test_a_workshop_with_errors_is_not_asked_about(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        ask(tmp_path, "policy: {attribution: chatham}")
    assert caught.value.findings[0].place is not None
    with pytest.raises(FindingsError):  # a name leaks
        ask(tmp_path, "policy: {attribution: chatham-house, disclaimer: Written by Solovyov.}")
