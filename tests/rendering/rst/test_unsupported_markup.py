"""Whatever the parser lets through is printed, in pages and in Word, or told at its line."""

from __future__ import annotations

import importlib
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes, utils
from docutils.parsers import rst
from docutils.parsers.rst import roles
from docutils.parsers.rst.languages import en as english
from PIL import Image

from docx_parts import METADATA, setting
from docx_reader import Word
from octavo.chapters import cross_references, numbering
from octavo.chapters.manuscript_directives import CHAPTER_MARKUP
from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.docx.document_parts import DocumentPiece
from octavo.docx.docx_writer import write_docx
from octavo.findings.finding import Finding, Place
from octavo.language.translator import get_translator
from octavo.model import Rest
from octavo.rendering.graphics.images import ImageAsset
from octavo.rendering.html.html_document import HtmlOptions
from octavo.rendering.html.html_state import SILENT_NODES, SIMPLE_TAGS, TRANSPARENT_NODES
from octavo.rendering.html.html_writer import HTML_WRITERS, write_html
from octavo.rendering.rst import directives
from octavo.rendering.rst.unsupported_markup import MANUSCRIPT_NODES, PRINTED_NODES
from octavo.rendering.rst.value_substitution import parse_value

WORDS = "Some words of it."
"""Stands in every sample: it must be found again in what is printed."""
GIVEN = {
    "table": f"A caption\n\n   =====  =====\n   One    Two\n   =====  =====\n   Three  {WORDS}\n   =====  =====",
    "list-table": f"A caption\n\n   * - One\n     - Two\n   * - Three\n     - {WORDS}",
    "csv-table": f"A caption\n\n   One,Two\n   Three,{WORDS}",
    "figure": f"a.png\n   :alt: Gauge\n\n   {WORDS}",
    "chart": f"bars\n   :title: {WORDS}\n\n   Year,Grants\n   2024,12",
    "image": f"a.png\n   :alt: {WORDS}",
    "full-bleed": f"a.png\n   :alt: Gauge\n\n   {WORDS}",
    "side-by-side": "\n\n   .. image:: a.png\n      :alt: One\n\n   .. figure:: a.png\n      :alt: Two\n\n      "
    + WORDS,
    "math": "\n\n   x = 1",
    "rubric": WORDS,
    "sidebar": f"A title\n\n   {WORDS}",
    "topic": f"A title\n\n   {WORDS}",
    "admonition": f"A title\n\n   {WORDS}",
    "code": f"python\n\n   a = 1\n   {WORDS}\n   b = 2",
    "container": f"outer\n\n   {WORDS}",
    "class": f"special\n\n   {WORDS}",
    "line-block": f"\n\n   {WORDS}\n   More.",
    "default-role": f"strong\n\n{WORDS}",
    "role": f"own(emphasis)\n\n:own:`{WORDS}`",
    "highlight": "python",
    "contents": "",
    "sectnum": "",
    "section-numbering": "",
    "target-notes": "",
    "title": "The title of a document",
    "meta": "\n\n   :keywords: gauges",
    "rst-class": f"special\n\n   {WORDS}",
    "include": "other.rst",
    "raw": f"html\n\n   {WORDS}",
}
"""What follows the two colons."""
GIVEN |= {"code-block": GIVEN["code"], "sourcecode": GIVEN["code"]}
IN_PARAGRAPHS = {"replace": WORDS, "unicode": "0x2014"}
HOLD_NO_WORDS = {"contents", "highlight", "sectnum", "section-numbering", "unicode", "math"}
HOLD_NO_WORDS |= {"meta", "target-notes", "title"}
OPTIONS = {
    "x-axis": "Hours after midnight",
    "credit": "Photo: A. Silva",
    "alt": "Something else", "caption": "What it is", "class": "special", "dedent": "", "delim": ";",
    "emphasize-lines": "2", "encoding": "utf-8", "escape": "\\", "figclass": "special", "figname": "called",
    "file": "a.csv", "force": "", "header": "A, B", "header-rows": "1", "keepspace": "", "label": "called",
    "language": "python", "lineno-start": "7", "linenos": "", "linenostart": "7", "ltrim": "",
    "name": "called", "no-wrap": "", "nowrap": "", "number-lines": "3", "quote": "'", "rtrim": "", "stub-columns": "1",
    "subtitle": "Below it", "tab-width": "4", "target": "https://example.org/", "trim": "", "type": "eqnarray", "url": "https://example.org/",
    "backlinks": "none", "code": "python", "depth": "1", "end-before": "x", "end-line": "3", "format": "html",
    "literal": "", "local": "", "option": "x", "parser": "rst", "prefix": "A", "scale": "50", "start": "3",
    "start-after": "x", "start-line": "2", "suffix": ".", "axis": "Level", "unit": "metres", "data": "rows",
    "title": "What it is",
}  # fmt: skip
LENGTHS = tuple(f"12{unit}" for unit in (*rst.directives.length_units, "%"))
CHOICES = {
    "align": ("left", "center", "right"),
    "width": LENGTHS,
    "height": LENGTHS[:-1],
    "figwidth": ("image", *LENGTHS),
    "widths": ("auto", "grid", "30 70"),
    "loading": ("embed", "lazy", "link"),
    "equal": ("width",),
    "place": ("head",),
    ("image", "align"): ("top", "middle", "bottom", "left", "center", "right"),
    ("table", "width"): LENGTHS,
}
"""All values of options that have several."""


def picture() -> ImageAsset:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    return ImageAsset("a.png", out.getvalue(), "image/png", 40, 20)


def sample(name: str, option: str = "", value: str = "") -> str:
    if name in IN_PARAGRAPHS:
        return f"Here |it| is.\n\n.. |it| {name}:: {IN_PARAGRAPHS[name]}\n   :{option}: {value}\n".replace(
            "   :: \n", ""
        )
    argument, _, rest = GIVEN.get(name, f"\n\n   {WORDS}").partition("\n")
    options = f"   :{option}: {value}\n" if option else ""
    return f"Before.\n\n.. {name}:: {argument}\n{options}{rest}\n\nAfter.\n"


def page_of(tree: nodes.document) -> tuple[str, tuple[Finding, ...]]:
    for image in tree.findall(nodes.image):
        image["uri"] = "a.png"
    made = write_html(tree, HtmlOptions("T", "T", (), get_translator("en"), {"a.png": picture()}, {}))
    return made.html, made.findings


def chapter(text: str) -> tuple[str, tuple[Finding, ...], nodes.document]:
    read = parse_manuscript(text.encode(), Path("m.rst"), "c-")
    labels, found = numbering.number_labels(read.tree, "c-", get_translator("en"), read.written)
    _, more = cross_references.resolve_references(read.tree, labels, {}, read.written)
    page, told = page_of(read.tree)
    return page, (*read.findings, *found, *more, *told), read.tree


def words_of(page: str) -> str:
    spoken = re.sub(r'<img[^>]*? alt="([^"]*)"[^>]*>', r"\1", page.partition("<body")[2])
    return " ".join(unescape(re.sub("<[^>]+>", "", spoken)).replace("\u00a0", " ").split())


def in_word(tree: nodes.document) -> str:
    made = write_docx([DocumentPiece(tree)], setting({"a.png": picture()}), METADATA)
    return " ".join([*Word(made.data).paragraphs(), *Word(made.data).notes()])


@pytest.mark.parametrize("name", sorted(CHAPTER_MARKUP.directives))
def test_every_directive_of_chapters_is_printed(name: str) -> None:
    page, found, tree = chapter(sample(name))
    assert [one.code for one in found if one.code not in ("not-used", "rest", "no-alternative-text")] == []
    if name in HOLD_NO_WORDS:
        return
    assert WORDS in words_of(page)
    if name != "image":
        assert WORDS in " ".join(in_word(tree).replace("\u00a0", " ").split())


def test_words_for_the_margins_are_told_at_their_line() -> None:
    for name in ("header", "footer"):
        _, found, _ = chapter(sample(name))
        assert [(one.place and one.place.line, f"'.. {name}::'" in one.message) for one in found] == [(3, True)]


def registered() -> dict[str, Any]:
    """Return all directives that docutils has."""
    modules = {name: f"docutils.parsers.rst.directives.{where[0]}" for name, where in REGISTRY.items()}
    return {name: getattr(importlib.import_module(modules[name]), where[1]) for name, where in REGISTRY.items()}


REGISTRY = rst.directives._directive_registry  # type: ignore[attr-defined] # docutils names it nowhere else


def options() -> list[tuple[str, str, str]]:
    """Return each directive of docutils and of ours, with each of its options, and each of its values."""
    known = [*registered().items(), *CHAPTER_MARKUP.directives.items()]
    pairs = dict.fromkeys((name, option) for name, kind in known for option in getattr(kind, "option_spec", None) or ())
    values = {pair: CHOICES.get(pair) or CHOICES.get(pair[1]) or (OPTIONS[pair[1]],) for pair in pairs}
    return [(*pair, value) for pair in sorted(values) for value in values[pair]]


# The sample of a directive shows what these do only with words that they change.
SHOWN_BY = {
    ("csv-table", "delim"): f"A caption\n\n   One;Two\n   Three;{WORDS}",
    ("csv-table", "escape"): f"A caption\n\n   One\\,Two,Three\n   Four,{WORDS}",
    ("csv-table", "keepspace"): f'A caption\n\n   One, "Two"\n   Three, {WORDS}',
    ("csv-table", "quote"): f"A caption\n\n   'One,Two',Three\n   Four,{WORDS}",
    ("chart", "x-axis"): f"lines\n   :title: {WORDS}\n\n   Hour,Level\n   1,12\n   2,14",
    ("chart", "title"): "bars\n\n   Year,Grants\n   2024,12",
    **{(name, "language"): "\n\n   def a(): pass" for name in ("code", "code-block", "sourcecode")},
}
NEEDS_NOTHING = {(name, "force") for name in ("code", "code-block", "sourcecode")}
"""What is done without being asked for."""
NEEDS_NOTHING |= {(name, "dedent") for name in ("code", "code-block", "sourcecode")}
NEEDS_NOTHING |= {("csv-table", "encoding"), ("math", "nowrap"), ("math", "no-wrap")}


@pytest.mark.parametrize(("name", "option", "value"), options())
def test_every_option_is_carried_out_or_told(
    name: str, option: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (name, option) in NEEDS_NOTHING:
        return
    if (name, option) in SHOWN_BY:
        monkeypatch.setitem(GIVEN, name, SHOWN_BY[name, option])
    without, found, _ = chapter(sample(name))
    text = sample(name, option, value)
    with_it, told, _ = chapter(text)
    news = [one for one in told if one.message not in {before.message for before in found}]
    is_told_as_a_whole = any(one.code == "not-used" or name not in CHAPTER_MARKUP.directives for one in found)
    assert with_it != without or news or is_told_as_a_whole, text
    assert all(one.place and one.place.line for one in news)


@pytest.mark.parametrize("name", sorted({*REGISTRY, *english.directives}))
def test_every_directive_of_docutils_is_carried_out_or_told(name: str) -> None:
    page, found, _ = chapter(sample(name))
    if name not in CHAPTER_MARKUP.directives:
        assert any(one.place and one.place.line == 3 and name in one.message for one in found)
    if name not in HOLD_NO_WORDS | {"date", "include"}:
        assert WORDS in words_of(page)
    for one in found:
        assert one.place and one.place.line and one.hint


@pytest.mark.parametrize("name", sorted({*roles._role_registry, *english.roles}))
def test_every_role_of_docutils_is_carried_out_or_told(name: str) -> None:
    page, found, _ = chapter(f"First.\n\nBefore :{name}:`8` after.")
    assert "8" in words_of(page)
    if name not in CHAPTER_MARKUP.roles:
        assert any(one.place == Place(Path("m.rst"), 3, 8) and f":{name}:" in one.message for one in found)


ROLES = [name for name in sorted(CHAPTER_MARKUP.roles.keys() - {"", "label"}) if not name.startswith("language-")]


@pytest.mark.parametrize("name", [*ROLES, "language-de"])
def test_every_role_of_chapters_is_printed(name: str) -> None:
    page, found, tree = chapter(f"Before :{name}:`one` after.")
    if name == "math":
        assert "one" in words_of(page)
    elif name == "cite":
        assert any(tree.findall(lambda node: type(node).__name__ == "cite"))
    else:
        assert "one" in words_of(page) and "one" in in_word(tree), found


@pytest.mark.parametrize("name", sorted(directives.VALUE_MARKUP.directives))
def test_every_directive_of_values_is_printed(name: str) -> None:
    tree, found = parse_value(Rest(sample(name)))
    assert found == []
    page, told = page_of(tree)
    assert told == () and (name in HOLD_NO_WORDS or WORDS in words_of(page))
    if name not in ("image", "math"):
        assert WORDS in " ".join(in_word(tree).split())


def test_the_writers_know_what_the_parser_lets_through() -> None:
    within = {"Text", "document", "tgroup", "colspec", "cite", "cross", "label"}
    within |= {"option", "option_string", "option_argument"}
    written = HTML_WRITERS.keys() | SIMPLE_TAGS.keys() | set(TRANSPARENT_NODES) | set(SILENT_NODES)
    assert (PRINTED_NODES | MANUSCRIPT_NODES) - written - within == set()


KINDS = [getattr(nodes, name) for name in nodes.node_class_names if name not in ("Text", "document")]
NO_WORDS = {
    "comment",
    "pending",
    "substitution_definition",
    "system_message",
    "colspec",
    "footnote",
    "label",
    "classifier",
}
NO_WORDS |= {"transition", "footnote_reference"}
"""Kinds whose words are told of elsewhere, or stand with what they belong to."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_no_kind_of_node_stops_a_book_or_loses_its_words(kind: Any) -> None:
    document = utils.new_document("")
    inner: nodes.Node = nodes.Text(WORDS)
    if not issubclass(kind, nodes.TextElement):
        inner = nodes.paragraph("", WORDS)
    node = kind("", *([inner] if not issubclass(kind, nodes.image) else []))
    node["ids"] = ["here"]
    attributes = {"uri": "a.png", "alt": WORDS, "enumtype": "arabic", "prefix": "", "suffix": ".", "refid": "here"}
    node.attributes.update(attributes)
    document += _placed(node)
    made = write_html(document, HtmlOptions("T", "T", (), get_translator("en"), {"a.png": picture()}, {}))
    if kind.__name__ not in NO_WORDS:
        assert WORDS in words_of(made.html), made.html
    written = write_docx([DocumentPiece(document)], setting({"a.png": picture()}), METADATA)
    if kind.__name__ not in NO_WORDS | {"image"}:
        assert WORDS.replace(" ", "") in re.sub(r"\s", "", "".join(Word(written.data).paragraphs()))


def _placed(node: nodes.Element) -> nodes.Element:
    """Put a node where it can stand, with what it must hold."""
    if isinstance(node, nodes.math | nodes.math_block):
        node.children = [nodes.Text(WORDS)]
    if isinstance(node, nodes.citation):
        node.insert(0, nodes.label("", "L"))
    if isinstance(node, nodes.bullet_list | nodes.enumerated_list):
        node.children = [nodes.list_item("", nodes.paragraph("", WORDS))]
    if isinstance(node, nodes.title | nodes.caption | nodes.legend):
        return nodes.section("", node, ids=["around"]) if isinstance(node, nodes.title) else nodes.figure("", node)
    return table() if isinstance(node, nodes.table | nodes.Part) and type(node).__name__ in IN_TABLES else node


IN_TABLES = ("table", "tgroup", "tbody", "thead", "row", "entry")


def table() -> nodes.table:
    """Make a table with a head."""
    rows = [nodes.row("", nodes.entry("", nodes.paragraph("", WORDS))) for _ in range(2)]
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.thead("", rows[0]), nodes.tbody("", rows[1]), cols=1)
    return nodes.table("", group)


@pytest.mark.parametrize("text", ["Here |sub|.\n\n.. |sub| replace:: a |none|\n", ".. |sub| replace:: |sub| |none|\n"])
def test_a_substitution_that_holds_one_that_is_not_defined_is_told(text: str) -> None:
    read = parse_manuscript(text.encode(), Path("m.rst"), "c-")
    assert "undefined substitution |none|" in [finding.message for finding in read.findings]
    assert "|none|" in read.tree.astext()
