"""A style sheet that was read before sets the same page, and what is wrong with it is told each time."""

from __future__ import annotations

import pytest

from octavo.typesetting import parsed_styles
from octavo.typesetting.typesetter import typeset
from typeset_parts import job, part

STYLE = """
:root { --ink: #0b3c5d; --space: 3mm }
p, .a > p:first-child { color: var(--ink); margin: var(--space) 0 1mm; font: italic 9pt/12pt Serif }
.a { & p { color: red } p + p { text-indent: 1em } }
@media print { p::before { content: "§ " counter(page) } }
@media screen { p { display: none } }
@page { @bottom-center { content: "folio " counter(page); font: 9pt/12pt Serif } }
@page :first { margin: 12mm; size: 90mm 100mm }
@font-face { font-family: Other; src: url(asset:font/OctavoSans-Regular.ttf) }
h1 { font-family: Other }
"""
BODY = '<h1>One</h1><div class="a"><p>Two</p><p>Three</p></div><p style="color: var(--ink)">Four</p>'


def test_a_style_that_was_read_before_sets_the_same_page() -> None:
    first, second = part(BODY, STYLE), part(BODY, STYLE)
    assert first.pdf == second.pdf
    assert part(BODY, STYLE.replace("red", "blue")).pdf != first.pdf


@pytest.mark.parametrize(
    "rule",
    [
        "p { color: ruddy }",
        "p { --ink: 3mm; color: var(--ink) }",
        "p { font: var(--ink); --ink: ruddy }",
        "div { p { colour: red } }",
        "p:ruddy { color: red }",
        "@page { margin: red }",
        "@page { @bottom-middle { content: 'a' } }",
        "@media print { p { color: ruddy } }",
        "p { color: red; ruddy }",
    ],
)
def test_what_is_wrong_with_a_style_is_told_each_time_that_it_is_used(rule: str) -> None:
    first, second, third = (typeset(job("<div><p>Words</p></div>", rule)).findings for _ in range(3))
    assert first and first == second == third


def test_of_very_many_rules_the_last_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    known = part(BODY, STYLE)
    monkeypatch.setattr(parsed_styles, "_MOST_RULES", 3)
    assert part(BODY, STYLE).pdf == known.pdf == part(BODY, STYLE + "\n").pdf
