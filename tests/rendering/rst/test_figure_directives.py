"""Figures side by side: how they share the line, and what is said of those that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.findings.finding import Severity
from octavo.rendering.rst.figure_directives import side_by_side
from octavo.rendering.rst.picture_credits import credit
from octavo.rendering.rst.picture_rows import LEAST_SHARE, arrange_rows

ONE = "   .. figure:: one.png\n      :alt: One\n\n      The first.\n\n"
TWO = "   .. image:: two.png\n      :alt: Two\n\n"
SHAPES = st.lists(st.floats(0.2, 5), min_size=2, max_size=6)


def read(text: str) -> tuple[nodes.document, list[tuple[str, str, int]]]:
    made = parse_manuscript(text.encode(), Path("m.rst"), "c-", title="T")
    told = [(one.message, one.hint, one.place.line if one.place else 0) for one in made.findings]
    assert all(one.severity is not Severity.ERROR for one in made.findings)
    return made.tree, told


def test_figures_and_pictures_share_a_row() -> None:
    tree, told = read(f".. side-by-side::\n\n{ONE}{TWO}")
    (group,) = tree.findall(side_by_side)
    assert told == [] and [type(child) for child in group] == [nodes.figure, nodes.figure]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (f".. side-by-side::\n\n{ONE}", "takes two to 6 figures, and has 1", ".. figure:: FILE"),
        (f".. side-by-side::\n\n{ONE}{TWO}   Words between.\n", "“Words between.” is none", "move it above or below"),
        (f".. side-by-side::\n   :equal: area\n\n{ONE}{TWO}", "':equal: area' is not known", ":equal: height"),
        (f".. side-by-side::\n\n{ONE * 7}", "takes two to 6 figures, and has 7", ".. figure:: FILE"),
    ],
)
def test_what_cannot_stand_side_by_side_is_told_and_printed(text: str, message: str, hint: str) -> None:
    tree, told = read(text)
    ((said, remedy, line),) = told
    assert message in said and hint in remedy and line
    assert not list(tree.findall(side_by_side)) and next(tree.findall(nodes.figure)).astext().endswith("The first.")


def test_a_size_of_its_own_is_told_to_be_ignored() -> None:
    asked = ONE.replace(":alt: One", ":alt: One\n      :width: 40mm")
    tree, told = read(f".. side-by-side::\n\n{asked}{TWO}")
    assert [message for message, _, _ in told] == [
        "':width:' is ignored: pictures side by side share the width of the text"
    ]
    assert {image["width"] for image in tree.findall(nodes.image)} == {"100%"}


def test_an_unknown_place_of_a_photograph_is_told() -> None:
    tree, told = read(".. full-bleed:: sea.jpg\n   :alt: The sea\n   :place: left\n")
    ((said, remedy, line),) = told
    assert (said, line) == ("':place: left' is not known", 3) and ":place: page" in remedy
    assert not next(tree.findall(nodes.figure)).get("bleed")


@given(SHAPES, st.booleans())
def test_rows_hold_all_pictures_none_too_narrow_for_its_caption(shapes: list[float], equal_width: bool) -> None:
    rows = arrange_rows(shapes, equal_width)
    assert sum(len(row.shares) for row in rows) == len(shapes)
    assert all(sum(row.shares) == pytest.approx(1) and 0 < row.width <= 1 for row in rows)
    one_each = len(rows) == len(shapes)
    assert one_each or all(row.width * share >= LEAST_SHARE for row in rows for share in row.shares)
    left = list(shapes)
    for row in rows:
        heights = {round(row.width * share / left.pop(0), 6) for share in row.shares}
        assert equal_width or len(heights) == 1


CREDITS = [
    ".. figure:: one.png\n   :alt: One\n   :credit: Photo: A. Silva, *Survey*\n\n   The first.\n",
    ".. full-bleed:: one.png\n   :alt: One\n   :credit: Photo: A. Silva, *Survey*\n\n   The first.\n",
    ".. chart:: bars\n   :title: The first.\n   :credit: Photo: A. Silva, *Survey*\n\n   A,B\n   1,2\n",
]


@pytest.mark.parametrize("text", CREDITS)
def test_a_credit_is_apart_from_the_caption(text: str) -> None:
    tree, told = read(text)
    (figure,) = tree.findall(nodes.figure)
    assert told == [] and [child.astext() for child in figure][1:] == ["The first.", "Photo: A. Silva, Survey"]
    assert isinstance(figure[2], credit) and any(figure[2].findall(nodes.emphasis))


def test_an_image_with_a_credit_is_a_figure_without_caption() -> None:
    tree, told = read(".. image:: one.png\n   :alt: One\n   :align: center\n   :credit: Map: Survey\n")
    (figure,) = tree.findall(nodes.figure)
    assert told == [] and [type(child) for child in figure] == [nodes.image, credit] and figure["align"] == "center"


def test_a_credit_of_an_image_within_a_line_is_told() -> None:
    made = parse_manuscript(b".. |x| image:: x.png\n   :credit: A\n\nSee |x| here.\n", Path("m.rst"), "c-", title="T")
    assert any("has no place for a credit: write it into the text" in one.message for one in made.findings)
