"""What pandoc reads becomes reStructuredText that reads back as the same words, marks and parts."""

from __future__ import annotations

import pytest
from docutils import nodes
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.importers.rst.block_writer import RstWriter
from octavo.importers.rst.document_tree import DocumentTree, Node, UnreadableDocument, read_document
from octavo.importers.rst.inline_writer import clean_text, wrap_line
from octavo.importers.rst.markup_texts import MarkupForm, convert_markup
from octavo.model import Rest
from octavo.rendering.rst.value_substitution import parse_value


def write(markdown: str, **images: str) -> str:
    return RstWriter(images, has_headings=True).write(read_document(markdown.encode(), "markdown")).text


def tree_of(text: str) -> nodes.document:
    document, findings = parse_value(Rest(text))
    assert findings == [], text
    return document


def paragraph(*inlines: Node) -> DocumentTree:
    return DocumentTree([{"t": "Para", "c": list(inlines)}], {})


def test_markup_that_nests_is_written_side_by_side() -> None:
    text = write("Un*believ*able **bold *both*** `a\\b` H~2~O, x^2^: [a_b](https://example.org/x_) and $\\frac{a}{b}$.")
    assert text == (
        "Un\\ *believ*\\ able **bold both** ``a\\b`` H\\ :sub:`2`\\ O, x\\ :sup:`2`: "
        "`a\\_b <https://example.org/x\\_>`__\nand :math:`\\frac{a}{b}`.\n"
    )


def test_blocks_are_written_as_a_person_would() -> None:
    text = write(
        "# One\n\n## Two\n\n- a\n- b\n\n<!-- -->\n\n- c\n\n3. x\n4. y\n\n> said\n\n---\n\n"
        "Term\n:   meaning\n\n"
        "| a | b |\n|---|---|\n| 1 | *2* |\n\n: Caption\n\n    code\n\n"
        "![A hill](hill.png)\n\nNote[^1].\n\n[^1]: Below.\n",
        **{"hill.png": "x-1.png"},
    )
    assert text == (
        "One\n====\n\nTwo\n----\n\n- a\n- b\n\n* c\n\n3. x\n4. y\n\n.. epigraph::\n\n   said\n\n----\n\n"
        "Term\n   meaning\n\n"
        ".. list-table:: Caption\n   :header-rows: 1\n\n   * - a\n     - b\n   * - 1\n     - *2*\n\n::\n\n   code\n\n"
        ".. figure:: x-1.png\n   :alt: A hill\n\n   A hill\n\nNote\\ [#]_.\n\n.. [#] Below.\n"
    )


def test_joined_cells_are_drawn_and_read_back() -> None:
    cell = ["", [], []], {"t": "AlignDefault"}

    def make(words: str, rows: int = 1, columns: int = 1) -> list[object]:
        return [*cell, rows, columns, [{"t": "Plain", "c": [{"t": "Str", "c": words}]}]]

    rows = [
        [cell[0], [make("A", 1, 2), make("東京")]],
        [cell[0], [make("b"), make("c*|+"), make("d", 2)]],
        [cell[0], [make("e")]],
    ]
    spec = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * 3
    head, foot = [cell[0], rows[:1]], [cell[0], []]
    table = {"t": "Table", "c": [cell[0], [None, []], spec, head, [[cell[0], 0, [], rows[1:]]], foot]}
    document = tree_of(RstWriter().write(DocumentTree([table], {})).text)
    entries = [(one.astext(), one.get("morerows", 0), one.get("morecols", 0)) for one in document.findall(nodes.entry)]
    assert entries == [("A", 0, 1), ("東京", 0, 0), ("b", 0, 0), ("c*|+", 0, 0), ("d", 1, 0), ("e", 0, 0), ("", 0, 0)]


def test_losses_are_told() -> None:
    tree = read_document(b"[u]{.underline} ~~s~~ [x](ftp://e.org) [y](#here) <i>r</i>\n\n![p](no.png)", "markdown")
    written = RstWriter().write(tree)
    assert written.text == "*u* s x y r\n\np\n"
    assert {what: list(cases) for what, cases in written.losses.items()} == {
        "underlined words became emphasis": ["u"],
        "words that were struck out are printed as others are": ["s"],
        "a link that leads to no web page became text": ["x (ftp://e.org)"],
        "markup of another language was left out": ["<i>", "</i>"],
        "a picture was left out": ["p"],
    }


def test_a_formula_that_cannot_be_set_is_written_as_its_text() -> None:
    written = RstWriter().write(paragraph({"t": "Math", "c": [{"t": "InlineMath"}, "\\nosuch{x}"]}))
    assert written.text == "\\\\nosuch{x}\n"
    assert any("cannot be set" in what for what in written.losses)


words = st.text(max_size=30) | st.text("ab *`_|\\:.-+#[]()<>=~^\"'0123 1.A)\u00a0“”", min_size=1, max_size=25)
inline = st.recursive(
    words.map(lambda text: {"t": "Str", "c": text}) | st.just({"t": "Space"}),
    lambda inner: (
        st.tuples(
            st.sampled_from(["Emph", "Strong", "Superscript", "Subscript"]), st.lists(inner, min_size=1, max_size=3)
        ).map(lambda pair: {"t": pair[0], "c": pair[1]})
        | st.lists(inner, min_size=1, max_size=3).map(
            lambda said: {"t": "Link", "c": [["", [], []], said, ["https://example.org/a_", ""]]}
        )
        | words.map(lambda text: {"t": "Code", "c": [["", [], []], text]})
    ),
    max_leaves=6,
)


@given(st.lists(inline, min_size=1, max_size=6))
@settings(max_examples=300)
def test_the_words_of_any_paragraph_read_back(inlines: list[Node]) -> None:
    text = RstWriter().write(paragraph(*inlines)).text
    if not text:
        return
    document, findings = parse_value(Rest(text))
    if any(one.code == "backslash" for one in findings):
        return  # what looks like a path of Windows keeps its backslashes, and that is told
    serious = [one for one in findings if one.code not in ("nothing-printed", "markdown", "lookalike")]
    assert not [one for one in serious if "inline" in one.code or "rest" in one.code], (text, serious)

    def collect(node: Node) -> str:
        kind, content = node["t"], node.get("c")
        if kind == "Str":
            return clean_text(content)
        if kind == "Space":
            return " "
        if kind == "Code":
            return clean_text(content[1])
        return "".join(map(collect, content[1] if kind == "Link" else content))

    expected = "".join("".join(map(collect, inlines)).split())
    assert "".join(document.astext().split()) == "".join(expected.split()), text


@given(st.text(max_size=300) | st.text("<>pbli/ulem*_`#-[]()$\n &;a", max_size=120), st.sampled_from(list(MarkupForm)))
@settings(max_examples=80)
def test_whatever_is_written_in_an_abstract_becomes_a_value_without_findings(text: str, form: MarkupForm) -> None:
    converted = convert_markup(text, form).text
    if converted.strip():
        assert [one for one in parse_value(Rest(converted))[1] if one.code != "backslash"] == []


@given(st.lists(st.text("abcX-*.1)#|", min_size=1, max_size=12), min_size=1, max_size=60))
def test_no_line_of_a_paragraph_begins_anything(words: list[str]) -> None:
    lines = wrap_line(" ".join(words))
    assert " ".join(lines) == " ".join(words)
    assert all(line[0].isalpha() and line[1:2].isalpha() for line in lines[1:])


_TABLE = ".. list-table::\n   :header-rows: 1\n\n   * - a\n     - b\n   * - 1\n     - 2"


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("a\nb\n\n• c\n• d\ne", MarkupForm.PLAIN, "a b\n\n- c\n- d e"),
        ("<p>It <em>pulls</em>&nbsp;2&lt;3</p><script>x()</script>", MarkupForm.PLAIN, "It *pulls*\u00a02<3"),
        ("*a* and <b>raw</b>\n\n1. x", MarkupForm.MARKDOWN, "*a* and raw\n\n1. x"),
        ("# Big\n\ntext", MarkupForm.MARKDOWN, "**Big**\n\ntext"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", MarkupForm.MARKDOWN, _TABLE),
        ("~~old~~ new", MarkupForm.MARKDOWN, "old new"),
        ("costs $5 and $10", MarkupForm.MARKDOWN, "costs $5 and $10"),
        ("$x_1$ holds", MarkupForm.MARKDOWN, ":math:`x_1` holds"),
        ("![a](http://example.org/a.png) b", MarkupForm.MARKDOWN, "b"),
        (".. raw:: html\n\n   <x", MarkupForm.PLAIN, "\\.. raw:\\: html\n\n\\<x"),
        ("", MarkupForm.HTML, ""),
    ],
)
def test_abstracts_of_other_programs(text: str, form: MarkupForm, expected: str) -> None:
    assert convert_markup(text, form).text == expected


def test_texts_that_nest_too_deep_or_are_too_long_lose_only_that() -> None:
    deep = convert_markup("<div>" * 3000 + "words" + "</div>" * 3000, MarkupForm.HTML)
    assert "words" in deep.text
    with pytest.raises(UnreadableDocument, match="too deep"):
        read_document(("> " * 200 + "x").encode(), "commonmark")
    long = convert_markup("word " * 30_000, MarkupForm.PLAIN)
    assert len(long.text) <= Rest.max_length and any("20,000" in what for what in long.losses)
