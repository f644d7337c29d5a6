"""The sections of a report: in the order that is asked for, the last ones as annexes."""

from __future__ import annotations

import pytest
import yaml

from minimal_workshop import MINIMAL
from octavo.model import Workshop
from octavo.model.report_sections import REPORT_SECTIONS, sections_key
from octavo.project.project_folders import shipped_folder
from octavo.rendering.context.sections_context import list_sections

OWN = {"title": "Own", "text": "x"}


def listed(product: str, *sections: object) -> list[tuple[str, bool]]:
    asked = {"sections": {sections_key(product): list(sections)}} if sections else {}
    workshop = Workshop.model_validate({**yaml.load(MINIMAL, yaml.BaseLoader), **asked})
    return [(one["name"] or one["title"], one["is_annex"]) for one in list_sections(workshop, product)]


@pytest.mark.parametrize("product", REPORT_SECTIONS)
def test_the_usual_sections_have_their_templates(product: str) -> None:
    workshop = Workshop.model_validate(yaml.load(MINIMAL, yaml.BaseLoader))
    for section in list_sections(workshop, product):
        assert any((shipped_folder("templates") / name).is_file() for name in section["templates"]), section["name"]


def test_without_a_list_all_are_there_and_the_last_are_annexes() -> None:
    sections = listed("follow-up")
    assert [name for name, _ in sections] == [plan.name for plan in REPORT_SECTIONS["follow-up"]]
    assert [name for name, is_annex in sections if is_annex][:2] == ["programme", "abstracts"]


def test_own_sections_are_annexes_between_annexes_alone() -> None:
    asked = ("participants", OWN, "summary", OWN | {"title": "Two"}, "glossary", OWN | {"title": "Three"}, "annexes")
    assert listed("follow-up", *asked) == [
        ("participants", False),
        ("Own", False),
        ("summary", False),
        ("Two", False),
        ("glossary", True),
        ("Three", True),
        ("annexes", True),
    ]
