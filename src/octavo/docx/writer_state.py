"""The state of a Word document under construction; it converts docutils nodes to elements.

Other modules write the individual kinds of nodes. They call this one for the children of a node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from docutils import nodes

from ..findings.finding import Finding, Severity
from ..language import text_direction, typography
from ..rendering.graphics.images import ImageAsset
from . import runs_and_fields
from .formatting import DocxOptions, ParagraphFormat, RunFormat
from .list_numbering import Numberings
from .ooxml_elements import ILLEGAL, Element, make

TWIPS_PER_POINT = 20
_BEFORE_TABLE = 120
"""Space between text and a table without a caption, in twentieths of a point."""
SKIPPED_NODES = frozenset(
    ("classifier", "comment", "substitution_definition", "footnote", "system_message", "pending", "label")
)
_LANGUAGE = re.compile(r"language-([a-z]{2,3}(?:-[a-z0-9]{2,8})*)")


@dataclass(frozen=True)
class NodeWriters:
    """The writers of block and inline nodes, by class name of the node."""

    blocks: Mapping[str, Callable[[WriterState, Any, ParagraphFormat], list[Element]]]
    inline: Mapping[str, Callable[[WriterState, Any, RunFormat], list[Element]]]
    own_anchors: frozenset[str]
    """Blocks that place their own bookmarks."""


class WriterState:
    """A Word document under construction."""

    def __init__(self, trees: Sequence[nodes.document], setting: DocxOptions, kinds: NodeWriters) -> None:
        self.setting = setting
        self.words = setting.words
        self.page = setting.look.page
        self.kinds = kinds
        self.findings: list[Finding] = []
        self.lists = Numberings(
            self.words.gettext("Annex"), round(self.page.indent * TWIPS_PER_POINT), self.words.locale.language == "ar"
        )
        self.links: dict[str, str] = {}
        self.pictures: dict[str, tuple[str, ImageAsset]] = {}
        self.notes: list[Element] = []
        self.called: dict[str, str] = {}
        """Bookmarks of the notes that were referenced, by id."""
        self.within_note = False
        self.note_nodes = {
            identity: note for tree in trees for note in tree.findall(nodes.footnote) for identity in note["ids"]
        }
        self.sections = tuple((node, _section_depth(node)) for tree in trees for node in tree.findall(nodes.section))
        self.depth = 0
        self.breaks = False
        """Whether the next paragraph starts a page."""
        self.numbers = {id(node): number for node, number in _number_nodes(trees)}
        self._names = _name_bookmarks(trees)
        self._called = dict(_list_labels(trees, self.numbers))
        self._pending: list[str] = []
        self._marks = 0
        self._shown = 0
        self._annexes = 0

    # Nodes

    def write_blocks(self, children: Iterable[nodes.Node], block_format: ParagraphFormat) -> list[Element]:
        """Write nodes as blocks; inline nodes between blocks become a paragraph."""
        made: list[Element] = []
        line: list[nodes.Node] = []
        before: nodes.Node | None = None
        for child in children:
            name = type(child).__name__
            if name in SKIPPED_NODES or (isinstance(child, nodes.Text) and not child.strip() and not line):
                continue
            if isinstance(child, nodes.target) and not child.children:
                self.defer_bookmarks(child)
                continue
            if name not in self.kinds.blocks and (isinstance(child, nodes.Text) or name in self.kinds.inline):
                line.append(child)
                continue
            made += self._write_line(line, block_format)
            if made and isinstance(before, nodes.paragraph | nodes.container) and _is_bare_table(child):
                _add_space_after(made[-1])
            if isinstance(child, nodes.Element):
                made += self._write_block(
                    child, _format_after(before, block_format) if isinstance(child, nodes.paragraph) else block_format
                )
            before, line = child, []
        return made + self._write_line(line, block_format)

    def _write_block(self, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
        name = type(node).__name__
        if name not in self.kinds.own_anchors:
            self.defer_bookmarks(node)
        language = _node_language(node)
        if language:
            block_format = replace(block_format, run_format=replace(block_format.run_format, language=language))
        if isinstance(node, nodes.paragraph | nodes.title | nodes.rubric | nodes.attribution):
            way = text_direction.paragraph_direction(node.astext(), self.words.direction)
            block_format = replace(
                block_format,
                from_the_right=way == text_direction.RTL,
                from_the_left=way == text_direction.LTR != self.words.direction,
            )
        write = self.kinds.blocks.get(name)
        if write is not None:
            return write(self, node, block_format)
        self.report_loss(
            "not-in-word",
            f"Word does not support '{name.replace('_', ' ')}'; its text is written without formatting",
            node,
        )
        return self.write_blocks(node.children, block_format)

    def _write_line(self, line: list[nodes.Node], block_format: ParagraphFormat) -> list[Element]:
        content = self.write_inlines(line, block_format.run_format)
        return [self.make_paragraph(block_format.style, content, block_format)] if content else []

    def write_inlines(self, inner: Iterable[nodes.Node], run_format: RunFormat) -> list[Element]:
        """Write inline nodes."""
        made: list[Element] = []
        for child in inner:
            made += self._write_inline(child, run_format)
        return made

    def _write_inline(self, node: nodes.Node, run_format: RunFormat) -> list[Element]:
        if isinstance(node, nodes.Text):
            return self._write_text(node.astext(), run_format)
        name = type(node).__name__
        if name in SKIPPED_NODES or not isinstance(node, nodes.Element):
            return []
        language = _node_language(node)
        if language:
            run_format = replace(run_format, language=language)
        write = self.kinds.inline.get(name)
        if write is not None:
            return [*self.add_bookmarks(self.list_bookmarks(node)), *write(self, node, run_format)]
        self.report_loss(
            "not-in-word",
            f"Word does not support '{name.replace('_', ' ')}'; its text is written without formatting",
            node,
        )
        return self.write_inlines(node.children, run_format)

    def _write_text(self, text: str, run_format: RunFormat) -> list[Element]:
        if bad := ILLEGAL.search(text):
            message = f"a Word document cannot contain the character U+{ord(bad[0]):04X}; it was left out"
            self.findings.append(Finding("forbidden-character", message, None, "remove it", Severity.WARNING))
        if not run_format.verbatim:
            text = text.replace("\n", " ")
            if not run_format.style:
                tag = run_format.language or self.words.tag
                spaced = typography.hold_words(typography.space_signs(text, tag), tag)
                text = typography.join_names_and_dates(spaced)
        if self.words.direction == text_direction.RTL and text and not run_format.verbatim:
            return list(self._write_pieces(text_direction.isolate_ltr_phrases(text), run_format))
        if not text_direction.has_rtl_letters(text):
            return [runs_and_fields.make_run(text_direction.strip_isolates(text), run_format)] if text else []
        if text_direction.language_direction(run_format.language) == text_direction.RTL:
            return [
                runs_and_fields.make_run(text_direction.strip_isolates(text), replace(run_format, from_the_right=True))
            ]
        pieces = text_direction.split_by_direction(text)
        return [
            runs_and_fields.make_run(piece, replace(run_format, from_the_right=back)) for piece, back in pieces if piece
        ]

    def _write_pieces(self, text: str, run_format: RunFormat) -> Iterator[Element]:
        """Yield the runs of a text in a document that runs from the right; phrases in Latin letters are their own."""
        for piece, is_foreign in text_direction.split_ltr_phrases(text):
            yield runs_and_fields.make_run(piece, replace(run_format, from_the_right=not is_foreign))

    # Paragraphs

    def make_paragraph(
        self,
        style: str,
        content: Iterable[Element],
        block_format: ParagraphFormat,
        natural: float = 0,
        number: tuple[int, int] | None = None,
        aligned: str = "",
    ) -> Element:
        """Make a paragraph. `natural` is the indent of its style in points, `number` its numbering and list level."""
        properties = make("w:pPr", make("w:pStyle", val=style))
        if self.breaks:
            properties.append(make("w:pageBreakBefore"))
            self.breaks = False
        if number:
            identity, level = number
            properties.append(make("w:numPr", make("w:ilvl", val=level), make("w:numId", val=identity)))
        content = list(content)
        if (
            block_format.from_the_right
            or text_direction.language_direction(block_format.run_format.language) == text_direction.RTL
        ):
            properties.append(make("w:bidi"))
        elif self.words.direction == text_direction.RTL and (block_format.from_the_left or style == "SourceCode"):
            properties.append(make("w:bidi", val=0))
        if block_format.left != natural:
            properties.append(make("w:ind", left=round(block_format.left * TWIPS_PER_POINT)))
        if aligned:
            properties.append(make("w:jc", val=aligned))
        pending, self._pending = self._pending, []
        if style != "SourceCode":
            runs_and_fields.collapse_spaces(content)
        return make("w:p", properties, *self.add_bookmarks(pending), *content)

    # Bookmarks

    def list_bookmarks(self, node: nodes.Element) -> list[str]:
        """Return the bookmarks of a node: one for each of its ids that something refers to."""
        return [self._names[identity] for identity in node["ids"] if identity in self._names]

    def find_bookmark(self, identity: str) -> str:
        """Return the bookmark of an id; "" if it has none."""
        return self._names.get(identity, "")

    def split_at_label(self, words: str, identity: str) -> tuple[str, str, str] | None:
        """Split words at the text inside a bookmark (a number or a heading): before, inside, after; None if absent."""
        held = self._called.get(identity)
        found = re.search(rf"(?<!\w){re.escape(held)}(?!\w)", words) if held else None
        return (words[: found.start()], found[0], words[found.end() :]) if found else None

    def defer_bookmarks(self, node: nodes.Element) -> None:
        """Add the bookmarks of a node to the next paragraph."""
        self._pending += self.list_bookmarks(node)

    def add_bookmarks(self, names: Iterable[str], around: Sequence[Element] = ()) -> list[Element]:
        """Put bookmarks around elements, which may be none."""
        made = list(around)
        for name in names:
            self._marks += 1
            opened = make("w:bookmarkStart", id=self._marks, name=name)
            made = [opened, *made, make("w:bookmarkEnd", id=self._marks)]
        return made

    @contextmanager
    def separate_flow(self) -> Iterator[None]:
        """Write a separate flow of text, such as a note; deferred bookmarks and page breaks wait until it ends."""
        pending, breaks = self._pending, self.breaks
        self._pending, self.breaks = [], False
        yield
        self._pending, self.breaks = pending, breaks

    # Relationships

    def add_link(self, written: str) -> str:
        """Return the relationship id of a URL."""
        return self.links.setdefault(runs_and_fields.quote_address(written), f"rIdLink{len(self.links) + 1}")

    def add_picture(self, asset: ImageAsset) -> str:
        """Return the relationship id of a picture."""
        if asset.id not in self.pictures:
            self.pictures[asset.id] = f"rIdPicture{len(self.pictures) + 1}", asset
        return self.pictures[asset.id][0]

    def next_annex(self) -> int:
        """Return the numbering of the next annex."""
        self._annexes += 1
        return self.lists.add_annex(self._annexes)

    def next_picture_number(self) -> int:
        """Return the number of the next drawing: each use of a picture has its own."""
        self._shown += 1
        return self._shown

    def report_loss(self, code: str, message: str, node: nodes.Node, hint: str = "") -> None:
        """Add a finding about something that a Word document cannot represent."""
        place = node.get("place") if isinstance(node, nodes.Element) else None
        subject = " ".join(node.astext().split())[:40]
        self.findings.append(Finding(code, message, place, hint, Severity.ADVICE, subject))


def _is_bare_table(node: nodes.Node) -> bool:
    return isinstance(node, nodes.table) and not any(isinstance(child, nodes.title) for child in node)


def _add_space_after(block: Element) -> None:
    """Add space below a paragraph, since a table has none above it."""
    properties = block.find("w:pPr") if block.tag == "w:p" else None
    if properties is not None and properties.find("w:spacing") is None:
        at = next((place for place, one in enumerate(properties) if one.tag in ("w:ind", "w:jc")), len(properties))
        properties.insert(at, make("w:spacing", after=_BEFORE_TABLE))


def _format_after(before: nodes.Node | None, block_format: ParagraphFormat) -> ParagraphFormat:
    """Return the format of a paragraph that follows another block."""
    if isinstance(before, nodes.paragraph):
        return replace(block_format, style=block_format.following)
    if isinstance(before, nodes.table) and block_format.style == ParagraphFormat.style:
        return replace(block_format, style="TextAfterTable")
    return block_format


def _name_bookmarks(trees: Iterable[nodes.document]) -> dict[str, str]:
    """Name a bookmark for each id that something refers to, in the order of the references."""
    wanted = dict.fromkeys(identity for tree in trees for identity in _list_targets(tree))
    return {identity: f"_Ref{number:06}" for number, identity in enumerate(wanted, 1)}


def _number_nodes(trees: Iterable[nodes.document]) -> Iterator[tuple[nodes.Element, str]]:
    """Number figures, tables, listings and equations through all pieces, as in the PDF."""
    counts = {"figure": 0, "table": 0, "listing": 0}
    for node in (node for tree in trees for node in tree.findall(nodes.Element)):
        kind = type(node).__name__
        if isinstance(node, nodes.container):
            kind = "listing" if "listing" in node["classes"] else ""
        titled = any(isinstance(child, nodes.caption | nodes.title) for child in node)
        if "photograph" in node["classes"]:
            continue
        if kind in counts and titled:
            counts[kind] += 1
            yield node, str(counts[kind])
        elif isinstance(node, nodes.math_block) and node.get("number"):
            yield node, str(node["number"])


def _list_labels(trees: Iterable[nodes.document], numbers: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for node in (node for tree in trees for node in tree.findall(nodes.Element)):
        number = numbers.get(id(node), "")
        if isinstance(node, nodes.section):
            number = text_direction.strip_isolates(
                next((child.astext() for child in node if isinstance(child, nodes.title)), "")
            )
        yield from ((identity, number) for identity in node["ids"] if number)


def _list_targets(tree: nodes.document) -> Iterator[str]:
    for node in tree.findall(nodes.Element):
        if isinstance(node, nodes.reference | nodes.citation_reference) and node.get("refid"):
            yield str(node["refid"])
        elif isinstance(node, nodes.section) and node["ids"]:
            # The contents link to it.
            yield str(node["ids"][0])


def _section_depth(node: nodes.Node) -> int:
    """Return the nesting depth of a section; 1 at the top."""
    depth = 0
    while node is not None:
        depth += isinstance(node, nodes.section)
        node = node.parent
    return depth


def _node_language(node: nodes.Element) -> str:
    """Return the language of a node from its class, as docutils writes it: language-de."""
    return next((found[1] for name in node["classes"] if (found := _LANGUAGE.fullmatch(name))), "")
