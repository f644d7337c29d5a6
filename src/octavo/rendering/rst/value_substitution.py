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
from ...model.marked_title import MarkedTitle
from . import directives
from .docutils_parser import ParsedText, parse_lines, split_value_lines
from .expansion_limits import is_indented_too_deep
from .jinja_templates import VALUE_MARK, RenderedTemplate
from .smart_punctuation import apply_smart_punctuation
from .unsupported_markup import repair_value_markup


def parse_template(
    composed: RenderedTemplate, prefix: str = "", language: str = ""
) -> tuple[nodes.document, tuple[Finding, ...]]:
    """Parse a filled template; give its tree and what was wrong, in the template or in a value.

    `prefix` begins every id, so that no two parts of a book share one. In reST values, quotes and dashes are written as
    the `language` does; plain values and templates stay as they are.
    """
    written = ParsedText(composed.lines, composed.places)
    document, findings = parse_lines(written, prefix, directives.TEMPLATE_MARKUP, touching=True)
    _Graft(composed, prefix, language, findings).fill_tree(document)
    return document, tuple(dict.fromkeys(findings))


def parse_value(value: Rest, prefix: str = "") -> tuple[nodes.document, list[Finding]]:
    """Parse a reST value as a document of its own, with what is allowed in values."""
    written = split_value_lines(value)
    if is_indented_too_deep(written.lines):
        deep = Finding("rest-too-deep", "the text is nested too deep", written.start, "divide it")
        return utils.new_document(""), [deep]
    document, findings = parse_lines(written, prefix, directives.VALUE_MARKUP)
    return document, findings or repair_value_markup(document, written)


def first_paragraph(value: Rest) -> str:
    """Give the words of the first paragraph of a reST value, without its notes."""
    document, _ = parse_value(value)
    paragraph = next(document.findall(nodes.paragraph), None)
    if paragraph is None:
        return ""
    told = (text for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, nodes.footnote_reference))
    return " ".join("".join(text.astext() for text in told).split())


def _substitute_attribute(value: Any, composed: RenderedTemplate) -> Any:
    """Put values into an attribute: an alternative text, an address, a file."""
    if isinstance(value, str):
        return text_direction.strip_isolates(VALUE_MARK.sub(lambda mark: composed.values[int(mark[1])], value))
    if isinstance(value, list):
        return [_substitute_attribute(item, composed) for item in value]
    return value


def title_nodes(title: str) -> list[nodes.Node]:
    """Give the words of a plain value as nodes: of a title that is marked, each run as it is marked."""
    if not isinstance(title, MarkedTitle):
        return [_text_node(title)]
    if not title.has_markup:
        return [_text_node(str(title))]
    return [_TITLE_NODE_TYPES[kind](words, words) if kind else nodes.Text(words) for kind, words in title.runs]


_TITLE_NODE_TYPES: dict[str, type[nodes.TextElement]] = {
    "emphasis": nodes.emphasis,
    "strong": nodes.strong,
    "subscript": nodes.subscript,
    "superscript": nodes.superscript,
    "math": nodes.math,
}


def _text_node(value: str) -> nodes.Text:
    return nodes.Text(text_direction.isolate_rtl(value))


def _paragraph_nodes(paragraph: nodes.paragraph) -> list[nodes.Node]:
    """Give the words of a paragraph that stands within another, which may run the other way."""
    if text_direction.base_direction(paragraph.astext()) == text_direction.RTL:
        return [nodes.inline("", "", *paragraph.children, dir=text_direction.RTL)]
    return list(paragraph.children)


class _Graft:
    """Puts values in the places of their marks."""

    def __init__(self, composed: RenderedTemplate, prefix: str, language: str, findings: list[Finding]) -> None:
        self._composed, self._prefix, self._language, self._findings = composed, prefix, language, findings

    def fill_tree(self, document: nodes.document) -> None:
        """Fill a tree, its words and its attributes."""
        for text in list(document.findall(nodes.Text)):
            if VALUE_MARK.search(text):
                self._replace_marks(text)
        for node in document.findall(nodes.Element):
            for name, value in list(node.attributes.items()):
                node[name] = _substitute_attribute(value, self._composed)

    def _replace_marks(self, text: nodes.Text) -> None:
        parent = text.parent
        alone = isinstance(parent, nodes.paragraph) and len(parent) == 1 and VALUE_MARK.fullmatch(text.strip())
        if alone and isinstance(value := self._composed.values[int(alone[1])], Rest):
            headings = isinstance(parent.parent, nodes.section)
            parent.parent.replace(parent, self._block_nodes(value, alone[1], headings))
            return
        pieces: list[nodes.Node] = []
        at = 0
        for mark in VALUE_MARK.finditer(text):
            if mark.start() > at:
                pieces.append(nodes.Text(text[at : mark.start()]))
            value = self._composed.values[int(mark[1])]
            pieces += self._inline_nodes(value, mark[1]) if isinstance(value, Rest) else title_nodes(value)
            at = mark.end()
        if at < len(text):
            pieces.append(nodes.Text(text[at:]))
        parent.replace(text, pieces)

    def _parse_rest_value(self, value: Rest, number: str) -> tuple[nodes.document, list[Finding]]:
        document, found = parse_value(value, f"{self._prefix}v{number}-")
        apply_smart_punctuation(document, self._language)
        self._findings += found
        return document, found

    def _block_nodes(self, value: Rest, number: str, headings: bool) -> list[nodes.Node]:
        """Parse a reST value; give the blocks that stand in the place of its mark."""
        document, _ = self._parse_rest_value(value, number)
        if not headings and (section := next(document.findall(nodes.section), None)) is not None:
            place = split_value_lines(value).find_place(section[0].astext())
            hint = "use **bold** words"
            self._findings.append(Finding("heading-here", "a heading cannot stand in this text", place, hint))
        return list(document.children)

    def _inline_nodes(self, value: Rest, number: str) -> list[nodes.Node]:
        """Parse a reST value that stands within a line; it must be one paragraph."""
        document, found = self._parse_rest_value(value, number)
        paragraphs = [child for child in document.children if isinstance(child, nodes.paragraph)]
        notes = [child for child in document.children if isinstance(child, nodes.footnote | nodes.target)]
        if len(paragraphs) == 1 and len(paragraphs) + len(notes) == len(document.children):
            return [*_paragraph_nodes(paragraphs[0]), *notes]
        if not found:
            start, hint = split_value_lines(value).start, "join its paragraphs"
            self._findings.append(Finding("not-one-paragraph", "this text must be one paragraph", start, hint))
        return []
