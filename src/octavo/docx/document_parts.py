"""Convert docutils trees to the XML parts of a Word document, and report what Word cannot represent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docutils import nodes

from ..findings.finding import Finding, FindingsError
from ..language import text_direction
from . import headers_and_footers
from .block_nodes import BLOCK_WRITERS, OWN_ANCHORS
from .footnotes import write_footnotes_part
from .formatting import DocxOptions, ParagraphFormat
from .inline_nodes import INLINE_WRITERS
from .ooxml_elements import TOO_DEEP, Element, make, write_xml_part
from .right_to_left import turn_from_right
from .writer_state import NodeWriters, WriterState

_NODE_WRITERS = NodeWriters(BLOCK_WRITERS, INLINE_WRITERS, OWN_ANCHORS)
_COVER_CLASSES = frozenset(("cover", "imprint-page", "leaf"))


@dataclass(frozen=True)
class DocumentPiece:
    """A piece of the document: its tree, and whether its folios are roman."""

    tree: nodes.document
    roman: bool = False


@dataclass(frozen=True)
class DocxParts:
    """The parts of a package, their relationships, and findings."""

    document: bytes
    notes: bytes
    numbering: bytes
    margins: Mapping[str, bytes]
    links: Mapping[str, str]
    pictures: Mapping[str, tuple[str, bytes]]
    """File names and bytes of pictures, by relationship id."""
    findings: tuple[Finding, ...]


def write_document_parts(pieces: Sequence[DocumentPiece], setting: DocxOptions) -> DocxParts:
    """Write trees one after the other. Raises FindingsError if one is nested too deeply."""
    state = WriterState([piece.tree for piece in pieces], setting, _NODE_WRITERS)
    sections: list[tuple[list[Element], Element]] = []
    try:
        for piece in pieces:
            sections += _split_into_sections(
                state, piece, headed=any(headers_and_footers.has_headers(section) for _, section in sections)
            )
    except RecursionError:
        raise FindingsError([TOO_DEEP]) from None
    body: list[Element] = []
    for number, (blocks, described) in enumerate(sections):
        last = number == len(sections) - 1
        body += blocks if last else _end_section(blocks, described)
    body.append(sections[-1][1])
    if setting.words.direction == text_direction.RTL:
        body, state.notes[:] = turn_from_right(body), turn_from_right(state.notes)
    return DocxParts(
        document=write_xml_part("w:document", [make("w:body", *body)]),
        notes=write_footnotes_part(state),
        numbering=state.lists.write_part(),
        margins=headers_and_footers.write_header_parts(setting),
        links={relation: address for address, relation in state.links.items()},
        pictures={relation: (asset.id, asset.data) for relation, asset in state.pictures.values()},
        findings=tuple(state.findings),
    )


def _split_into_sections(state: WriterState, piece: DocumentPiece, headed: bool) -> list[tuple[list[Element], Element]]:
    """Split a piece into its covers, which have no running heads and folios, and the rest.

    If an earlier section is `headed`, this one inherits its headers and footers.
    """
    children = list(piece.tree.children)
    covers = 0
    while covers < len(children) and _COVER_CLASSES & set(_list_classes(children[covers])):
        covers += 1
    block_format = ParagraphFormat(width=state.page.text_width)
    made = []
    if covers:
        inner = replace(block_format, following=block_format.style)
        # A cover shows the marking in its own text.
        marked = bool(state.setting.marking) and not any("cover" in _list_classes(child) for child in children[:covers])
        bare = headers_and_footers.make_section_properties(
            state.page, headers_and_footers.HeaderKind.BARE, piece.roman, first=1, marked=marked
        )
        made.append((state.write_blocks(children[:covers], inner), bare))
    if covers < len(children) or not covers:
        kind = headers_and_footers.HeaderKind.LATER if headed else headers_and_footers.HeaderKind.FIRST
        described = headers_and_footers.make_section_properties(
            state.page, kind, piece.roman, first=None if covers else 1
        )
        made.append((state.write_blocks(children[covers:], block_format), described))
    return made


def _list_classes(node: nodes.Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


def _end_section(blocks: list[Element], described: Element) -> list[Element]:
    """End a section with an empty paragraph: LibreOffice loses fields in headers if a section ends in a field."""
    return [*blocks, make("w:p", make("w:pPr", described))]
