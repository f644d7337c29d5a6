"""A fault of what was made from values leads to the value in workshop.yaml, whatever it was made into."""

from __future__ import annotations

from pathlib import Path

import pytest

from immediate_executor import Here
from octavo.building.product_pipeline import make_products
from octavo.findings.finding import Finding
from octavo.project.project_folders import Project

LONG = "w" * 130
WORKSHOP = """\
schema_version: 1
id: tides
event:
  type: workshop
  title: Reading the Tides
  start: 2026-03-30
  end: 2026-04-01
  programme:
    name: A programme
    award_no: 'AWARD'
people:
  - id: hansen
    given: Kari
    family: FAMILY
    affiliation: AFFILIATION
    email: EMAIL@example.org
    country: NO
  - id: okafor
    given: Ngozi
    family: Okafor
    country: NG
directors:
  - person: hansen
summary:
  executive: The workshop compared how tides are read and foretold.
policy:
  disclaimer: The views are those of the participants.
report:
  date: 2026-05-30
  cut_off: 2026-05-30
  doi: 10.5555/DOI
"""
USUAL = {"FAMILY": "Hansen", "AFFILIATION": "Institute", "AWARD": "AW-1", "EMAIL": "kari", "DOI": "tides"}


def findings(folder: Path, product: str, **long: str) -> list[Finding]:
    text = WORKSHOP
    for name, value in {**USUAL, **long}.items():
        text = text.replace(name, value)
    path = folder / "reports" / "tides" / "workshop.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    (made,) = make_products(path, Project(folder), (product,), None, Here(), lambda *_: None)
    return [one for one in made.findings if one.code in ("overflow", "short-line", "lost-words")]


@pytest.mark.parametrize(
    ("product", "key", "value", "line"),
    [
        ("report", "AFFILIATION", LONG, 15),
        ("report", "FAMILY", LONG[:90], 14),
        ("report", "AWARD", LONG[:95], 10),
        ("summary", "FAMILY", LONG[:90], 14),
        ("follow-up", "DOI", LONG * 2, 31),
        ("badges", "FAMILY", LONG[:90], 14),
        ("badges", "AFFILIATION", LONG, 15),
        ("signing-list", "FAMILY", LONG[:90], 14),
        ("signing-list", "AFFILIATION", LONG, 15),
        ("certificates", "FAMILY", LONG[:90], 14),
    ],
)
def test_a_long_word_leads_to_its_value(tmp_path: Path, product: str, key: str, value: str, line: int) -> None:
    found = findings(tmp_path, product, **{key: value})
    assert found
    for one in found:
        assert one.place and one.place.file.name == "workshop.yaml" and one.place.line == line, one
        assert one.hint and "landscape" not in one.hint
