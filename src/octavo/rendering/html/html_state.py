"""The state of writing one part as HTML, and the elements that all writers share."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from docutils import nodes

from ...findings.finding import Finding, Place, Severity
from ...language import text_direction, typography
from . import inline_html
from .html_document import Heading, HtmlOptions

SIMPLE_TAGS: Final = {
    "emphasis": "em",
    "strong": "strong",
    "literal": "code",
    "subscript": "sub",
    "superscript": "sup",
    "title_reference": "cite",
    "abbreviation": "abbr",
    "bullet_list": "ul",
    "enumerated_list": "ol",
    "list_item": "li",
    "definition_list": "dl",
    "term": "dt",
    "definition": "dd",
    "option_list": "dl",
    "description": "dd",
    "target": "span",
    "field_list": "dl",
    "field_name": "dt",
    "field_body": "dd",
    "block_quote": "blockquote",
    "container": "div",
    "compound": "div",
    "topic": "div",
    "legend": "div",
    "tbody": "tbody",
    "row": "tr",
}
"""Elements that are written as a tag around their children, by the name of the node."""
TRANSPARENT_NODES: Final = ("definition_list_item", "field", "option_list_item")
"""Nodes of which only the children are written."""
SILENT_NODES: Final = ("classifier", "comment", "substitution_definition", "footnote", "system_message", "pending")
"""Nodes that are not written, or by the writer of another node."""
_OWN_LINE: Final = ("p", "ul", "ol", "li", "dl", "dd", "div", "tr", "section", "blockquote")

_TAG_WITHOUT_ID: Final = re.compile(r"<[a-z][a-z0-9]*(?=[\s>])(?![^>]*\sid=)")

NodeWriter = Callable[["HtmlState", Any], str]


class HtmlState:
    """Options, counters and results of writing one part. `writers` has a function for each kind of node."""

    def __init__(self, tree: nodes.document, options: HtmlOptions, writers: Mapping[str, NodeWriter]) -> None:
        self.options = options
        self.translator = options.words
        self.writers = writers
        self.headings: list[Heading] = []
        self.findings: list[Finding] = []
        self.formulas: dict[str, str] = {}
        self.places: list[Place] = []
        self.depth = 0
        self.numbers = {"numbered": 0, "annex": 0, "table": 0, "figure": 0, "listing": 0, "note": 0}
        self.notes = {identity: note for note in tree.findall(nodes.footnote) for identity in note["ids"]}
        self.printed_notes: dict[str, int] = {}
        self._written_ids: set[str] = set()

    def write_children(self, node: nodes.Element) -> str:
        """Write the children of a node."""
        return "".join(map(self.write_node, node.children))

    def write_node(self, node: nodes.Node) -> str:
        """Write a node by the function for its kind, or as a tag around its children."""
        if not isinstance(node, nodes.Element):
            return self._write_text(node)
        name = type(node).__name__
        if name in SILENT_NODES or _only_names_address(node):
            return ""
        if write := self.writers.get(name):
            return self._add_lost_anchors(node, write(self, node))
        if name in SIMPLE_TAGS:
            return self.write_tag(SIMPLE_TAGS[name], node, self.write_children(node))
        if name not in TRANSPARENT_NODES:
            self._report_unknown(node)
        return self._add_lost_anchors(node, self.write_children(node))

    def write_tag(self, tag: str, node: nodes.Element, inner: str, also: str = "", **attributes: str) -> str:
        """Write an element with the ids, classes and language of a node, and one class more (`also`)."""
        written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items() if value)
        language = "".join(inline_html.list_languages(node)[-1:])
        written += inline_html.language_attributes(language) or inline_html.direction_attribute(
            tag, node, self.translator.direction
        )
        written += self.write_place(node)
        names = [name for name in (also, *node["classes"]) if name and not inline_html.is_language_class(name)]
        classes = f' class="{escape(" ".join(names))}"' if names else ""
        first, *others = self._take_ids(node["ids"]) or [""]
        identity = f' id="{escape(first)}"' if first else ""
        more = "".join(f'<span id="{escape(other)}"></span>' for other in others)
        end = "\n" if tag in _OWN_LINE else ""
        return f"<{tag}{identity}{classes}{written}>{more}{inner}</{tag}>{end}"

    def write_sole_paragraph(self, node: nodes.Element) -> str:
        """Write the children of a node. A paragraph that is the only child is written without its tag."""
        if len(node) == 1 and isinstance(node[0], nodes.paragraph):
            return typography.join_line_ends(self.write_children(node[0]), typography.RAGGED_END)
        return self.write_children(node)

    def write_place(self, node: nodes.Element) -> str:
        """Return the attribute that numbers an element of known place, so that layout checks can report its place."""
        place = node.get("place")
        if place is None:
            return ""
        self.places.append(place)
        return f' data-at="{len(self.places) - 1}"'

    def _take_ids(self, ids: list[str]) -> list[str]:
        """Return those ids that were not written yet; links lead to the first element with an id."""
        fresh = [identity for identity in dict.fromkeys(ids) if identity not in self._written_ids]
        self._written_ids.update(fresh)
        return fresh

    def _add_lost_anchors(self, node: nodes.Element, written: str) -> str:
        """Put the ids of a node into its first tag or before it, except those that are in it.

        WeasyPrint breaks no line at an empty element. The ids of references to notes are for links back, which we do
        not print.
        """
        if isinstance(node, nodes.footnote_reference | nodes.citation_reference):
            return written
        lost = self._take_ids([identity for identity in node["ids"] if f'id="{escape(identity)}"' not in written])
        if lost and (tag := _TAG_WITHOUT_ID.match(written)):
            written = f'{tag[0]} id="{escape(lost.pop(0))}"{written[tag.end() :]}'
        return "".join(f'<span id="{escape(identity)}"></span>' for identity in lost) + written

    def _report_unknown(self, node: nodes.Element) -> None:
        message = f"unsupported markup '{type(node).__name__.replace('_', ' ')}': only its text is printed"
        subject = " ".join(node.astext().split())[:40]
        hint = "write it in another way"
        self.findings.append(Finding("unprintable", message, node.get("place"), hint, Severity.WARNING, subject))

    def _write_text(self, node: nodes.Node) -> str:
        """Write text. Line ends of the source are spaces, except in listings."""
        words, parents = node.astext(), list(inline_html.iter_parents(node))
        if any(isinstance(parent, nodes.literal_block | nodes.doctest_block) for parent in parents):
            return escape(words, quote=False)
        is_code = isinstance(node.parent, nodes.literal)
        if not any(isinstance(parent, nodes.title) for parent in parents):
            words = inline_html.allow_breaks(words) if is_code else inline_html.allow_technical_breaks(words)
        words = words.replace("\n", " ")
        if not is_code:
            tag = _find_language(parents) or self.translator.tag
            words = typography.hold_words(typography.space_signs(words, tag), tag)
        around = self._surrounding_direction(node) if self.translator.direction == text_direction.RTL else ""
        if around == text_direction.RTL and not is_code:
            words = text_direction.isolate_ltr_phrases(words)
        words = escape(words, quote=False)
        if is_code:
            return inline_html.write_bidi(words, text_direction.LTR)
        if around:
            words = inline_html.write_bidi(words, around)
        elif text_direction.has_rtl_letters(words):
            words = self._isolate(words, node)
        return typography.join_names_and_dates(words, is_before_number=_is_before_number(node))

    def _isolate(self, words: str, node: nodes.Node) -> str:
        """Isolate right-to-left text: names in a list of references, elsewhere phrases."""
        parents = inline_html.iter_parents(node)
        if any(isinstance(one, nodes.Element) and "references" in one["classes"] for one in parents):
            words = text_direction.isolate_names(words)
        elif self._surrounding_direction(node) == text_direction.LTR:
            words = text_direction.isolate_phrases(words)
        return inline_html.write_bidi(words, self.translator.direction)

    def _surrounding_direction(self, node: nodes.Node) -> str:
        """Return the direction of the innermost element around a text that has one."""
        for parent in inline_html.iter_parents(node):
            if isinstance(parent, nodes.Element):
                languages = inline_html.list_languages(parent)
                own = parent.get("dir") or (text_direction.language_direction(languages[-1]) if languages else "")
                is_block = isinstance(parent, nodes.TextElement) and not isinstance(parent, nodes.Inline)
                if own or is_block:
                    return own or text_direction.paragraph_direction(parent.astext(), self.translator.direction)
        return self.translator.direction


def _only_names_address(node: nodes.Element) -> bool:
    """Return whether a node is a target without text that leads elsewhere, as in ``.. _invoke: https://pyinvoke.org``.

    An empty element would part the paragraphs before and after it.
    """
    return isinstance(node, nodes.target) and not node.children and ("refuri" in node or "refid" in node)


def _is_before_number(node: nodes.Node) -> bool:
    """Return whether a reference that begins with a number follows a text."""
    following = node.next_node(descend=False, siblings=True)
    return isinstance(following, nodes.reference) and following.astext()[:1].isdigit()


def _find_language(parents: list[nodes.Node]) -> str:
    """Return the language that the innermost of some nodes names; "" for none."""
    named = (inline_html.list_languages(parent) for parent in parents if isinstance(parent, nodes.Element))
    return next((languages[-1] for languages in named if languages), "")
