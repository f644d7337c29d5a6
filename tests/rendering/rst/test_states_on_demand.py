"""Machines that make their states on demand give the trees that docutils' own give, and nothing is kept of a text."""

from __future__ import annotations

import gc
import weakref
from contextlib import nullcontext
from pathlib import Path

import pytest
from docutils import nodes
from docutils.parsers.rst import states

from octavo.findings.finding import Finding, Place
from octavo.rendering.rst import docutils_parser
from octavo.rendering.rst.directives import TEMPLATE_MARKUP
from octavo.rendering.rst.docutils_parser import ParsedText, parse_lines

TEXTS = {
    "sections": "Title\n=====\n\nPart\n----\n\ntext\n\nOther\n=====\n\nDeep\n~~~~\n\ntext",
    "lists": "- one\n\n  1. two\n  2. three\n\n     - four\n\n- five\n\n:field: six\n:other: seven\n\nterm\n  eight",
    "a list-table": ".. list-table::\n\n   * - a\n     - b\n   * - - c\n       - d\n     - | e\n       | f",
    "tables": "== ==\na  b\n== ==\nc  - d\n== ==\n\n+---+---+\n| a | b |\n+---+---+\n| c | d |\n+---+---+",
    "blocks": "a::\n\n  literal\n\n    quote\n\n    -- by\n\n| line\n|   line\n\n>>> doctest\n\n-a  option\n--b  other",
    "a quoted literal": "text::\n\n> one\n> two\n\nend",
    "notes and targets": "a [#]_ [n]_ `b`_ |c|\n\n.. [#] one\n.. [n] two\n.. _b: https://b.org\n.. |c| replace:: d",
    "faults": "- one\ntwo\n\n*three\n\n.. nothing:: here\n\n  1. four\n 2. five\n\nShort\n=\n\n:strange:`role`\n\n====",
    "an end in a block": ".. note::\n\n   - one\n\n     term\n       two::",
}


def parsed(text: str) -> tuple[nodes.document, list[Finding]]:
    lines = tuple(text.split("\n"))
    places = tuple(Place(Path("w.yaml"), number) for number in range(1, len(lines) + 1))
    return parse_lines(ParsedText(lines, places), "t-", TEMPLATE_MARKUP, lenient=True)


def parse_as_docutils_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docutils_parser, "ParserMachine", states.RSTStateMachine)
    monkeypatch.setattr(docutils_parser, "nested_states_on_demand", nullcontext)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_gives_the_tree_and_the_findings_that_docutils_gives(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tree, found = parsed(text)
    parse_as_docutils_does(monkeypatch)
    expected, told = parsed(text)
    assert tree.pformat() == expected.pformat()
    assert found == told
    assert [(node.source, node.line) for node in tree.findall(nodes.Element)] == [
        (node.source, node.line) for node in expected.findall(nodes.Element)
    ]


def test_nothing_is_kept_of_a_text_whose_tree_is_forgotten() -> None:
    tree, _ = parsed(TEXTS["a list-table"])
    forgotten = weakref.ref(tree)
    del tree
    gc.collect()
    assert forgotten() is None


def test_docutils_parses_for_others_as_before() -> None:
    before = states.RSTState.nested_sm, states.RSTState.nested_sm_cache
    parsed(TEXTS["lists"])
    assert (states.RSTState.nested_sm, states.RSTState.nested_sm_cache) == before
