"""Templates of a project replace shipped files one by one, and may use former names of variables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.checking.redaction import redact_workshop
from octavo.findings.finding import FindingsError
from octavo.language.translator import get_translator
from octavo.loading.workshop_loader import load_workshop
from octavo.product_catalogue import CATALOGUE
from octavo.project.project_folders import PACKAGE, shipped_folder
from octavo.rendering.context.former_names import FORMER_NAMES, TemplateDict, accept_former_names
from octavo.rendering.context.template_context import build_product_context
from octavo.rendering.rst.jinja_templates import RenderedTemplate, render_template
from octavo.rendering.rst.value_substitution import parse_template

SPECIMEN = PACKAGE.parent.parent / "reports" / "specimen" / "workshop.yaml"


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    workshop = load_workshop(SPECIMEN).workshop
    return build_product_context(redact_workshop(workshop), get_translator("en"), CATALOGUE["follow-up"])


def render(folder: Path, values: dict[str, Any], template: str = "follow-up/body.rst") -> RenderedTemplate:
    words = get_translator("en").template_functions()
    return render_template(template, values, [folder, shipped_folder("templates")], words)[0]


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_an_own_section_replaces_the_shipped_one_alone(tmp_path: Path, values: dict[str, Any]) -> None:
    shipped = parse_template(render(tmp_path, values))[0].astext()
    write(tmp_path / "follow-up" / "sections" / "method.rst", "Ours\n====\n\nOur method.\n\n")
    own = parse_template(render(tmp_path, values))[0].astext()
    assert "Method and cut-off date" in shipped and "Method and cut-off date" not in own
    assert "Our method." in own and "Recommendations one by one" in own


def test_an_own_body_replaces_all_sections_and_can_include_shipped_ones(tmp_path: Path, values: dict[str, Any]) -> None:
    body = 'Ours\n====\n\nOur text.\n\n{% include "follow-up/sections/method.rst" %}'
    write(tmp_path / "follow-up" / "body.rst", body)
    words = parse_template(render(tmp_path, values))[0].astext()
    assert "Our text." in words and "Method and cut-off date" in words
    assert "Recommendations one by one" not in words and "Background" not in words


@pytest.mark.parametrize(
    ("fault", "line"),
    [("{{ event.tilte }}", 5), ("{% endfor %}", 5), ("{{ 1 // 0 }}", 5), ("{% include 'gone.rst' %}", 5)],
)
def test_a_fault_in_an_own_section_is_reported_at_its_own_file_and_line(
    tmp_path: Path, values: dict[str, Any], fault: str, line: int
) -> None:
    file = write(tmp_path / "follow-up" / "sections" / "method.rst", f"Ours\n====\n\nOur method.\n{fault}\n")
    with pytest.raises(FindingsError) as raised:
        render(tmp_path, values)
    place = raised.value.findings[0].place
    assert place is not None and (place.file, place.line) == (file, line)


def test_faulty_markup_in_an_own_section_is_reported_at_its_own_file_and_line(
    tmp_path: Path, values: dict[str, Any]
) -> None:
    file = write(tmp_path / "follow-up" / "sections" / "method.rst", "Ours\n====\n\nFine.\n\nA *star.\n\n")
    (finding,) = parse_template(render(tmp_path, values))[1]
    assert finding.place is not None and (finding.place.file, finding.place.line) == (file, 6)


def test_every_line_of_the_report_comes_from_its_section(tmp_path: Path, values: dict[str, Any]) -> None:
    rendered = render(tmp_path, values)
    lines = zip(rendered.lines, rendered.places, strict=True)
    mark = f"\ufdd0{rendered.values.index('Lessons')}\ufdd1"
    place = next(place for line, place in lines if line == mark)
    written = place.file.read_text("utf-8").split("\n")[place.line - 1]
    assert (place.file.name, written) == ("lessons.rst", '{{ ngettext("Lesson", "Lessons", results.lessons|length) }}')


FORMER = """
{{ directed[0] }} {{ event.short }} {{ event["length"] }} {{ event.facts[0].words }} {{ participation.said }}
{{ participation.countries }} {{ participants[0].sorted }} {{ tracking.made }} {{ recommendations[0].addressed_short }}
{{ participants|map(attribute="sorted")|join }} {{ volume.edited }}
"""
CURRENT = """
{{ director_lines[0] }} {{ event.short_title }} {{ event["title_length"] }} {{ event.facts[0].value }}
{{ participation.sentence }}
{{ participation.country_count }} {{ participants[0].sort_name }} {{ tracking.origin_statement }}
{{ recommendations[0].addressees_short }}
{{ participants|map(attribute="sort_name")|join }} {{ volume.editor_names }}
"""


def test_former_names_of_variables_give_the_same_values(tmp_path: Path, values: dict[str, Any]) -> None:
    write(tmp_path / "former.rst", FORMER)
    write(tmp_path / "current.rst", CURRENT)
    assert render(tmp_path, values, "former.rst").values == render(tmp_path, values, "current.rst").values


@pytest.mark.parametrize(("former", "current"), FORMER_NAMES.items())
def test_a_former_name_is_found_at_any_depth_but_not_listed(former: str, current: str) -> None:
    (found,) = accept_former_names({"entries": [{current: 1}]})["entries"]
    assert found[former] == 1
    assert list(found) == [current] and former not in found


def test_a_former_name_without_its_current_one_is_missing() -> None:
    with pytest.raises(KeyError, match="said"):
        TemplateDict(kind="x")["said"]


def test_every_former_name_is_in_the_documentation() -> None:
    table = (PACKAGE.parent.parent / "docs" / "templates.md").read_text("utf-8").partition("## Renamed")[2]
    assert [name for name in FORMER_NAMES if f"{name}`" not in table] == []
