"""Parse reStructuredText: composed lines in, a docutils tree out, with every value in the place of its mark.

A plain value becomes a text node, whatever it contains. A reST value is parsed as a document of its own, with the
directives and roles that are allowed in values, and grafted in, so that its targets, notes and substitutions meet no
others. Faults are reported where the author wrote them.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes, utils

from ...findings.finding import Finding
from ...language import text_direction
from ...model import Rest
from ...model.text_types import MarkedTitle
from . import directives
from .docutils_parser import ParsedText, tree, written_value
from .expansion_limits import too_deep
from .jinja_templates import VALUE, RenderedTemplate
from .smart_punctuation import educate
from .unsupported_markup import mend


def parse(
    composed: RenderedTemplate, prefix: str = "", language: str = ""
) -> tuple[nodes.document, tuple[Finding, ...]]:
    """Parse a filled template; give its tree and what was wrong, in the template or in a value.

    `prefix` begins every id, so that no two parts of a book share one. In reST values, quotes and dashes are written as
    the `language` does; plain values and templates stay as they are.
    """
    written = ParsedText(composed.lines, composed.places)
    document, findings = tree(written, prefix, directives.TEMPLATE, touching=True)
    _Graft(composed, prefix, language, findings).into(document)
    return document, tuple(dict.fromkeys(findings))


def parse_value(value: Rest, prefix: str = "") -> tuple[nodes.document, list[Finding]]:
    """Parse a reST value as a document of its own, with what is allowed in values."""
    written = written_value(value)
    if too_deep(written.lines):
        deep = Finding("rest-too-deep", "the text is nested too deep", written.start, "divide it")
        return utils.new_document(""), [deep]
    document, findings = tree(written, prefix, directives.VALUE)
    return document, findings or mend(document, written)


def first_paragraph(value: Rest) -> str:
    """Give the words of the first paragraph of a reST value, without its notes."""
    document, _ = parse_value(value)
    paragraph = next(document.findall(nodes.paragraph), None)
    if paragraph is None:
        return ""
    told = (text for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, nodes.footnote_reference))
    return " ".join("".join(text.astext() for text in told).split())


def _filled(value: Any, composed: RenderedTemplate) -> Any:
    """Put values into an attribute: an alternative text, an address, a file."""
    if isinstance(value, str):
        return text_direction.bare(VALUE.sub(lambda mark: composed.values[int(mark[1])], value))
    if isinstance(value, list):
        return [_filled(item, composed) for item in value]
    return value


def title_nodes(title: str) -> list[nodes.Node]:
    """Give the words of a plain value as nodes: of a title that is marked, each run as it is marked."""
    if not isinstance(title, MarkedTitle):
        return [_plain(title)]
    if not title.is_marked:
        return [_plain(str(title))]
    return [_MARKED[kind](words, words) if kind else nodes.Text(words) for kind, words in title.runs]


_MARKED: dict[str, type[nodes.TextElement]] = {
    "emphasis": nodes.emphasis,
    "strong": nodes.strong,
    "subscript": nodes.subscript,
    "superscript": nodes.superscript,
    "math": nodes.math,
}


def _plain(value: str) -> nodes.Text:
    return nodes.Text(text_direction.isolated(value))


def _in_line(paragraph: nodes.paragraph) -> list[nodes.Node]:
    """Give the words of a paragraph that stands within another, which may run the other way."""
    if text_direction.of_words(paragraph.astext()) == text_direction.RTL:
        return [nodes.inline("", "", *paragraph.children, dir=text_direction.RTL)]
    return list(paragraph.children)


class _Graft:
    """Puts values in the places of their marks."""

    def __init__(self, composed: RenderedTemplate, prefix: str, language: str, findings: list[Finding]) -> None:
        self._composed, self._prefix, self._language, self._findings = composed, prefix, language, findings

    def into(self, document: nodes.document) -> None:
        """Fill a tree, its words and its attributes."""
        for text in list(document.findall(nodes.Text)):
            if VALUE.search(text):
                self._replace(text)
        for node in document.findall(nodes.Element):
            for name, value in list(node.attributes.items()):
                node[name] = _filled(value, self._composed)

    def _replace(self, text: nodes.Text) -> None:
        parent = text.parent
        alone = isinstance(parent, nodes.paragraph) and len(parent) == 1 and VALUE.fullmatch(text.strip())
        if alone and isinstance(value := self._composed.values[int(alone[1])], Rest):
            headings = isinstance(parent.parent, nodes.section)
            parent.parent.replace(parent, self._blocks(value, alone[1], headings))
            return
        pieces: list[nodes.Node] = []
        at = 0
        for mark in VALUE.finditer(text):
            if mark.start() > at:
                pieces.append(nodes.Text(text[at : mark.start()]))
            value = self._composed.values[int(mark[1])]
            pieces += self._inline(value, mark[1]) if isinstance(value, Rest) else title_nodes(value)
            at = mark.end()
        if at < len(text):
            pieces.append(nodes.Text(text[at:]))
        parent.replace(text, pieces)

    def _parsed(self, value: Rest, number: str) -> tuple[nodes.document, list[Finding]]:
        document, found = parse_value(value, f"{self._prefix}v{number}-")
        educate(document, self._language)
        self._findings += found
        return document, found

    def _blocks(self, value: Rest, number: str, headings: bool) -> list[nodes.Node]:
        """Parse a reST value; give the blocks that stand in the place of its mark."""
        document, _ = self._parsed(value, number)
        if not headings and (section := next(document.findall(nodes.section), None)) is not None:
            place = written_value(value).find(section[0].astext())
            hint = "use **bold** words"
            self._findings.append(Finding("heading-here", "a heading cannot stand in this text", place, hint))
        return list(document.children)

    def _inline(self, value: Rest, number: str) -> list[nodes.Node]:
        """Parse a reST value that stands within a line; it must be one paragraph."""
        document, found = self._parsed(value, number)
        paragraphs = [child for child in document.children if isinstance(child, nodes.paragraph)]
        notes = [child for child in document.children if isinstance(child, nodes.footnote | nodes.target)]
        if len(paragraphs) == 1 and len(paragraphs) + len(notes) == len(document.children):
            return [*_in_line(paragraphs[0]), *notes]
        if not found:
            start, hint = written_value(value).start, "join its paragraphs"
            self._findings.append(Finding("not-one-paragraph", "this text must be one paragraph", start, hint))
        return []
