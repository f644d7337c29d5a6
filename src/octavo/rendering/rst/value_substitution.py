"""Parse a rendered template to a docutils tree, with every value in the place of its mark.

A plain value becomes a text node and is never parsed. A reST value is parsed as a document of its own, with the
directives and roles that are allowed in values, and inserted, so that its targets, notes and substitutions cannot
clash with others. Faults are reported where the author wrote them.
"""

from __future__ import annotations

from docutils import nodes, utils

from ...findings.finding import Finding, Severity
from ...language import text_direction
from ...model import Rest
from ...model.marked_title import MarkedTitle
from . import directives, uniform_columns
from .docutils_parser import ParsedText, parse_lines, split_value_lines
from .expansion_limits import is_indented_too_deep
from .jinja_templates import VALUE_MARK, RenderedTemplate
from .smart_punctuation import apply_smart_punctuation
from .unsupported_markup import repair_value_markup


def parse_template(
    composed: RenderedTemplate, prefix: str = "", language: str = ""
) -> tuple[nodes.document, tuple[Finding, ...]]:
    """Parse a rendered template. Return its tree, and findings on the template and its values.

    `prefix` begins every id, so that no two parts of a book share one. Quotes and dashes in reST values follow the
    `language`; those in plain values and templates stay as they are.
    """
    written = ParsedText(composed.lines, composed.places)
    document, findings = parse_lines(written, prefix, directives.TEMPLATE_MARKUP, touching=True)
    uniform_columns.mark_generated_tables(document)
    _Graft(composed, prefix, language, findings).fill_tree(document)
    return document, tuple(dict.fromkeys(findings))


def parse_value(value: Rest, prefix: str = "") -> tuple[nodes.document, list[Finding]]:
    """Parse a reST value as a document of its own. Return its tree and findings."""
    written = split_value_lines(value)
    if is_indented_too_deep(written.lines):
        deep = Finding("rest-too-deep", "the markup is nested too deep", written.start, "split it")
        return utils.new_document(""), [deep]
    document, findings = parse_lines(written, prefix, directives.VALUE_MARKUP)
    return document, findings or repair_value_markup(document, written)


def first_paragraph(value: Rest) -> str:
    """Return the text of the first paragraph of a reST value, without footnote references."""
    document, _ = parse_value(value)
    paragraph = next(document.findall(nodes.paragraph), None)
    if paragraph is None:
        return ""
    told = (text for text in paragraph.findall(nodes.Text) if not isinstance(text.parent, nodes.footnote_reference))
    return " ".join("".join(text.astext() for text in told).split())


def _substitute_attribute(value: object, composed: RenderedTemplate) -> object:
    """Replace the marks in an attribute, such as an alternative text, an address or a file."""
    if isinstance(value, str):
        return text_direction.strip_isolates(VALUE_MARK.sub(lambda mark: composed.values[int(mark[1])], value))
    if isinstance(value, list):
        return [_substitute_attribute(item, composed) for item in value]
    return value


def is_one_paragraph(document: nodes.document) -> bool:
    """Return whether a parsed reST value can be printed within a line: it is a paragraph, perhaps with its notes."""
    blocks = [child for child in document.children if not isinstance(child, nodes.Invisible | nodes.footnote)]
    return len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph)


def _advise_one_paragraph(document: nodes.document) -> str:
    """Return how a reST value becomes a paragraph, by what it is."""
    blocks = [child for child in document.children if not isinstance(child, nodes.Invisible | nodes.footnote)]
    if len(blocks) == 1 and isinstance(blocks[0], nodes.block_quote):
        return "remove the spaces at its start"
    if len(blocks) == 1 and not isinstance(blocks[0], nodes.paragraph):
        return "write it as a sentence; if it is meant as one, put a backslash before its first sign"
    return "merge its paragraphs"


def title_nodes(title: str) -> list[nodes.Node]:
    """Return a plain value as nodes. Each styled run of a marked title is a node of its own."""
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
    """Return the nodes of a paragraph within another one, which may run in the other direction."""
    if text_direction.base_direction(paragraph.astext()) == text_direction.RTL:
        return [nodes.inline("", "", *paragraph.children, dir=text_direction.RTL)]
    return list(paragraph.children)


class _Graft:
    """Replaces the marks of a tree by their values."""

    def __init__(self, composed: RenderedTemplate, prefix: str, language: str, findings: list[Finding]) -> None:
        self._composed, self._prefix, self._language, self._findings = composed, prefix, language, findings

    def fill_tree(self, document: nodes.document) -> None:
        """Replace all marks in the text and the attributes of a tree."""
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
        """Parse a reST value and return the blocks that replace its mark."""
        document, _ = self._parse_rest_value(value, number)
        if not headings and (section := next(document.findall(nodes.section), None)) is not None:
            place = split_value_lines(value).find_place(section[0].astext())
            hint = "use **bold** words"
            self._findings.append(Finding("heading-here", "headings are not allowed in this text", place, hint))
        return list(document.children)

    def _inline_nodes(self, value: Rest, number: str) -> list[nodes.Node]:
        """Parse a reST value within a line, which must be a single paragraph."""
        document, found = self._parse_rest_value(value, number)
        if is_one_paragraph(document):
            paragraph = next(child for child in document.children if isinstance(child, nodes.paragraph))
            notes = [child for child in document.children if isinstance(child, nodes.footnote | nodes.target)]
            return [*_paragraph_nodes(paragraph), *notes]
        if not any(finding.severity is Severity.ERROR for finding in found):
            start, hint = split_value_lines(value).start, _advise_one_paragraph(document)
            self._findings.append(Finding("not-one-paragraph", "this text must be one paragraph", start, hint))
        return []
