"""Which notes stand in the outer margin, in styles that have one."""

from __future__ import annotations

import re

import pytest
from docutils import core

from octavo.language.translator import get_translator
from octavo.rendering.graphics.charts.chart_style import ChartStyle
from octavo.rendering.html.html_document import HtmlOptions
from octavo.rendering.html.html_writer import write_html


def classes_of_notes(source: str, side_notes: bool = True) -> list[str]:
    tree = core.publish_doctree(source, settings_overrides={"report_level": 5})
    options = HtmlOptions("T", "T", (), get_translator("en"), {}, {}, ChartStyle(), side_notes=side_notes)
    return re.findall(r'class="((?:side-|foot)note?(?:note)?)"', write_html(tree, options).html)


LONG = "word " * 100


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("Words [#]_.\n\n.. [#] A note.\n", "side-note"),
        (f"Words [#]_.\n\n.. [#] {LONG}\n", "footnote"),
        ("Words [#]_.\n\n.. [#] A note.\n\n   Of two paragraphs.\n", "footnote"),
        (".. figure:: a.png\n\n   A caption [#]_.\n\n.. [#] A note.\n", "footnote"),
        (".. list-table::\n\n   * - One [#]_\n     - Two\n\n.. [#] A note.\n", "footnote"),
    ],
)
def test_short_notes_of_the_text_stand_in_the_margin(source: str, where: str) -> None:
    assert classes_of_notes(source) == [where]
    assert classes_of_notes(source, side_notes=False) == ["footnote"]
