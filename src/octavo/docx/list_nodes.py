"""Write lists of all kinds as paragraphs that Word numbers, or that hang below their terms."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from . import runs_and_fields
from .formatting import ParagraphFormat, RunFormat
from .list_numbering import BULLETS, LEVELS
from .ooxml_elements import Element
from .writer_state import WriterState

STYLED_LISTS = 5
"""The number of list levels for which Word has styles."""
_LARGEST_NUMBER = 2_147_483_647
"""The greatest number that Word supports."""


def write_bullet_list(state: WriterState, node: nodes.bullet_list, block_format: ParagraphFormat) -> list[Element]:
    """Write a bullet list, or the list of references."""
    if "references" in node["classes"]:
        entries = [entry for entry in node.children if isinstance(entry, nodes.list_item)]
        return [made for entry in entries for made in _write_bibliography_entry(state, entry, block_format)]
    return _write_list(state, node, block_format, "ListBullet", BULLETS)


def write_enumerated_list(
    state: WriterState, node: nodes.enumerated_list, block_format: ParagraphFormat
) -> list[Element]:
    """Write a numbered list that starts at its own number."""
    before, after = str(node.get("prefix", "")), str(node.get("suffix", "."))
    number = state.lists.add_list(node["enumtype"], before, after, min(int(node.get("start", 1)), _LARGEST_NUMBER))
    return _write_list(state, node, block_format, "ListNumber", number)


def _choose_numbering(state: WriterState, node: nodes.Element, place: int, usual: int) -> int:
    """Return the numbering of a list item: that of the list, unless Word would write another number."""
    if not isinstance(node, nodes.enumerated_list):
        return usual
    before, after = str(node.get("prefix", "")), str(node.get("suffix", "."))
    return state.lists.add_entry(node["enumtype"], before, after, int(node.get("start", 1)) + place) or usual


def _write_list(
    state: WriterState, node: nodes.Element, block_format: ParagraphFormat, style: str, number: int
) -> list[Element]:
    level = min(block_format.level, LEVELS - 1)
    suffix = str(min(level + 1, STYLED_LISTS)) if level else ""
    own, further = f"{style}{suffix}", f"ListContinue{suffix}"
    if block_format.cell:
        own = further = block_format.style
    left = block_format.left + state.page.indent
    inner = replace(block_format, left=left, level=level + 1, style=further, following=further)
    made: list[Element] = []
    for place, item in enumerate(child for child in node.children if isinstance(child, nodes.list_item)):
        made += _write_list_item(state, item, inner, own, (_choose_numbering(state, node, place, number), level))
    return made


def _write_list_item(
    state: WriterState, item: nodes.Element, block_format: ParagraphFormat, style: str, number: tuple[int, int]
) -> list[Element]:
    """Write a list item: the first paragraph has the number, and the rest follows below."""
    state.defer_bookmarks(item)
    natural = state.page.indent * (number[1] + 1)
    first = next((child for child in item if not isinstance(child, nodes.comment | nodes.target)), None)
    if not isinstance(first, nodes.paragraph):
        return [
            state.make_paragraph(style, [], block_format, natural, number),
            *state.write_blocks(item.children, block_format),
        ]
    state.defer_bookmarks(first)
    content = state.write_inlines(first.children, block_format.run_format)
    rest = [child for child in item if child is not first]
    return [
        state.make_paragraph(style, content, block_format, natural, number),
        *state.write_blocks(rest, block_format),
    ]


def _write_bibliography_entry(state: WriterState, item: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    """Write an entry of the list of references, with a tab after its number."""
    state.defer_bookmarks(item)
    inner = replace(block_format, style="Bibliography", following="Bibliography")
    first = item[0] if len(item) and isinstance(item[0], nodes.paragraph) else None
    if first is None or not _is_label(first):
        return state.write_blocks(item.children, inner)
    label, space, *rest = first.children
    spaced = [] if space.astext().strip() else [runs_and_fields.make_run("\t")]
    content = [*state.write_inlines([label], block_format.run_format), *spaced]
    content += state.write_inlines(rest if spaced else [space, *rest], block_format.run_format)
    return [state.make_paragraph("Bibliography", content, block_format), *state.write_blocks(item[1:], inner)]


def _is_label(paragraph: nodes.paragraph) -> bool:
    return len(paragraph) > 1 and isinstance(paragraph[0], nodes.inline) and "label" in paragraph[0]["classes"]


def write_citation(state: WriterState, node: nodes.citation, block_format: ParagraphFormat) -> list[Element]:
    """Write a reST citation."""
    label, *rest = node.children
    inner = replace(block_format, style="Bibliography", following="Bibliography")
    content = [runs_and_fields.make_run(f"[{label.astext()}]\t", block_format.run_format)]
    if rest and isinstance(rest[0], nodes.paragraph):
        content += state.write_inlines(rest.pop(0).children, block_format.run_format)
    return [state.make_paragraph("Bibliography", content, block_format), *state.write_blocks(rest, inner)]


def write_term(state: WriterState, node: nodes.term, block_format: ParagraphFormat) -> list[Element]:
    """Write a term with its classifiers."""
    content = state.write_inlines(node.children, block_format.run_format)
    for child in node.parent:
        if isinstance(child, nodes.classifier):
            slanted = replace(block_format.run_format, italic=True)
            content += [
                runs_and_fields.make_run(" : ", block_format.run_format),
                *state.write_inlines(child.children, slanted),
            ]
    return [state.make_paragraph("DefinitionTerm", content, block_format)]


def write_definition(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    """Write the definition of a term."""
    left = block_format.left + state.page.indent
    return state.write_blocks(
        node.children, replace(block_format, style="Definition", following="Definition", left=left)
    )


def write_option_group(state: WriterState, node: nodes.option_group, block_format: ParagraphFormat) -> list[Element]:
    """Write the options of a command."""
    options = ", ".join(option.astext() for option in node)
    return [
        state.make_paragraph(
            "DefinitionTerm", [runs_and_fields.make_run(options, RunFormat(style="CodeCharacter"))], block_format
        )
    ]
