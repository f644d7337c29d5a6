"""Short contents stand on the page of the imprint; longer ones keep pages of their own."""

from __future__ import annotations

import pytest
from docutils import nodes, utils

from octavo.products.short_contents import place_short_contents


def prelims(*more: nodes.Node) -> nodes.document:
    made = utils.new_document("")
    made += nodes.container("", nodes.paragraph("", "Cover"), classes=["cover"])
    made += nodes.container("", *more, nodes.paragraph("", "Imprint"), classes=["imprint-page"])
    made += nodes.section("", nodes.title("", "Contents"), classes=["contents-page", "unlisted"])
    return made


def body(first: int, second: int) -> nodes.document:
    made = utils.new_document("")
    made += [nodes.section("", nodes.title("", "One")) for _ in range(first)]
    made[0] += [nodes.section("", nodes.title("", "Two")) for _ in range(second)]
    return made


@pytest.mark.parametrize(
    ("first", "second", "is_moved", "is_cut"),
    [(5, 5, True, False), (12, 18, True, True), (12, 30, False, False), (20, 0, False, False)],
)
def test_contents_run_on_where_they_fit(first: int, second: int, is_moved: bool, is_cut: bool) -> None:
    made = prelims()
    place_short_contents(made, [body(first, second)])
    contents = next(one for one in made.findall(nodes.section))
    assert ("imprint-page" in contents.parent["classes"] if contents.parent is not made else False) is is_moved
    assert ("first-level" in contents["classes"]) is is_cut
    order = ["Cover", "Contents", "Imprint"] if is_moved else ["Cover", "Imprint", "Contents"]
    assert made.astext().split() == order, "and all is read in the order of the page"


def test_a_picture_above_the_imprint_leaves_no_room() -> None:
    made = prelims(nodes.container("", classes=["frontispiece"]))
    before = made.pformat()
    place_short_contents(made, [body(3, 0)])
    assert made.pformat() == before
