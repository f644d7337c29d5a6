"""Write block nodes (sections, paragraphs, lists, quotations, listings, boxes) as paragraphs in Word's styles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from docutils import nodes

from ..rendering.rst import directives
from . import figure_nodes, formula_nodes, list_nodes, runs_and_fields, table_nodes, table_of_contents
from .formatting import ParagraphFormat, RunFormat
from .list_numbering import HEADINGS
from .ooxml_elements import Element
from .writer_state import WriterState

_DEEPEST_HEADING = 6
# By the class of a container: the styles of its paragraphs and of its rubric.
_CONTAINER_STYLES = {
    "abstract": ("Abstract", "AbstractHeading"),
    "affiliation": ("Affiliation", ""),
    "authors": ("Author", ""),
    "byline": ("Byline", ""),
    "chapter-end": ("ChapterEnd", ""),
    "cover": ("EventLine", ""),
    "directed": ("EventLine", ""),
    "edited": ("EventLine", ""),
    "edition": ("Edition", ""),
    "event-line": ("EventLine", ""),
    "imprint-page": ("Imprint", ""),
    "keywords": ("Keywords", ""),
    "kind": ("Kind", ""),
    "marking": ("Marking", ""),
    "name": ("PersonName", ""),
    "number": ("EventLine", ""),
    "office": ("Office", ""),
    "opening-foot": ("ChapterEnd", ""),
    "place": ("Affiliation", ""),
    "post": ("Post", ""),
    "publisher": ("Publisher", ""),
    "recommended": ("Recommendation", ""),
    "series": ("Strap", ""),
    "small-print": ("SmallPrint", "SmallPrintHeading"),
    "statement": ("EventLine", ""),
    "strap": ("Strap", ""),
    "sub-series": ("EventLine", ""),
    "subtitle": ("Subtitle", ""),
    "work": ("Title", ""),
}
_CODE_FORMAT = RunFormat(verbatim=True)


def _write_section(state: WriterState, node: nodes.section, block_format: ParagraphFormat) -> list[Element]:
    state.depth += 1
    if _starts_new_page(state, node):
        state.breaks = True
    if "box" in node["classes"]:
        block_format = replace(block_format, style="Box", following="Box")
    if "references" in node["classes"]:
        block_format = replace(block_format, style="Bibliography", following="Bibliography")
    made = state.write_blocks(node.children, block_format)
    state.depth -= 1
    return made


def _starts_new_page(state: WriterState, node: nodes.section) -> bool:
    at = node.parent.index(node)
    if state.setting.openings and state.depth == 1:
        return at > 0
    before = node.parent[at - 1] if at else None
    return "annex" in node["classes"] and "annex" not in getattr(before, "attributes", {}).get("classes", ())


def _write_title(state: WriterState, node: nodes.title, block_format: ParagraphFormat) -> list[Element]:
    owner = node.parent
    if not isinstance(owner, nodes.section):
        return [
            state.make_paragraph(
                block_format.rubric, state.write_inlines(node.children, block_format.run_format), block_format
            )
        ]
    level = state.depth - int(state.setting.titled)
    unlisted = "contents-page" in owner["classes"]
    style = "TOCHeading" if unlisted else f"Heading{min(level, _DEEPEST_HEADING)}" if level else "Title"
    classes = owner["classes"]
    kind = HEADINGS if "numbered" in classes else state.next_annex() if "annex" in classes else 0
    content = state.add_bookmarks(
        state.list_bookmarks(owner), state.write_inlines(node.children, block_format.run_format)
    )
    return [state.make_paragraph(style, content, replace(block_format, left=0), number=(kind, 0) if kind else None)]


def _write_paragraph(state: WriterState, node: nodes.paragraph, block_format: ParagraphFormat) -> list[Element]:
    style = "Missing" if "missing" in node["classes"] else block_format.style
    content = state.write_inlines(node.children, block_format.run_format)
    return [state.make_paragraph(style, content, block_format, natural=_style_indent(state, style, block_format))]


_INDENTED = ("Quote", "Epigraph", "PullQuote", "Attribution", "Definition")


def _style_indent(state: WriterState, style: str, block_format: ParagraphFormat) -> float:
    """Return the left indent that a style has by itself, in points."""
    if style.startswith("ListContinue"):
        return state.page.indent * min(block_format.level, list_nodes.STYLED_LISTS)
    return state.page.indent if style in _INDENTED else 0


def _write_children(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    return state.write_blocks(node.children, block_format)


def _write_container(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    classes = node["classes"]
    if "logos" in classes:
        return figure_nodes.write_logos(state, node, block_format)
    if "tile" in classes:
        return [_write_tally(state, node, block_format)]
    if "signature" in classes or "form-line" in classes:
        return [_write_form_line(state, node, block_format)]
    if "listing" not in classes:
        state.defer_bookmarks(node)
    if {"imprint-page", "leaf"} & set(classes):
        state.breaks = True
    for name in classes:
        if name in _CONTAINER_STYLES:
            style, rubric = _CONTAINER_STYLES[name]
            block_format = replace(block_format, style=style, following=style, rubric=rubric or block_format.rubric)
    return state.write_blocks(node.children, block_format)


def _write_tally(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> Element:
    """Write a number and its label on one line."""
    number, *said = [child.astext().strip() for child in node.children]
    content = [
        runs_and_fields.make_run(f"\t{number}", RunFormat(style="TallyNumber")),
        runs_and_fields.make_run(f"\t{' '.join(said)}", block_format.run_format),
    ]
    return state.make_paragraph("Tally", content, block_format)


def _write_form_line(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> Element:
    """Write a line to fill in by hand: after its label, or above the name of the person who signs."""
    said = state.write_inlines([inner for child in node.children for inner in child.children], block_format.run_format)
    if "signature" in node["classes"]:
        return state.make_paragraph(
            "Signature", [runs_and_fields.make_run("\t\n", block_format.run_format), *said], block_format
        )
    return state.make_paragraph(
        "FormLine", [*said, runs_and_fields.make_run(" \t", block_format.run_format)], block_format
    )


def _write_rubric(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    return [
        state.make_paragraph(
            block_format.rubric, state.write_inlines(node.children, block_format.run_format), block_format
        )
    ]


_QUOTE_STYLES = {"epigraph": "Epigraph", "pull-quote": "PullQuote"}


def _write_block_quote(state: WriterState, node: nodes.block_quote, block_format: ParagraphFormat) -> list[Element]:
    inner = replace(block_format, left=block_format.left + state.page.indent)
    style = next((style for name, style in _QUOTE_STYLES.items() if name in node["classes"]), "Quote")
    return state.write_blocks(
        node.children, inner if block_format.cell else replace(inner, style=style, following=style)
    )


def _write_attribution(state: WriterState, node: nodes.attribution, block_format: ParagraphFormat) -> list[Element]:
    content = [
        runs_and_fields.make_run("— ", block_format.run_format),
        *state.write_inlines(node.children, block_format.run_format),
    ]
    return [state.make_paragraph("Attribution", content, block_format, natural=state.page.indent)]


def _write_transition(state: WriterState, _: nodes.transition, block_format: ParagraphFormat) -> list[Element]:
    return [state.make_paragraph("Transition", [runs_and_fields.make_run("* * *")], replace(block_format, left=0))]


def _write_line(state: WriterState, node: nodes.line, block_format: ParagraphFormat) -> list[Element]:
    style = block_format.style if block_format.cell else "LineBlock"
    return [state.make_paragraph(style, state.write_inlines(node.children, block_format.run_format), block_format)]


def _write_line_block(state: WriterState, node: nodes.line_block, block_format: ParagraphFormat) -> list[Element]:
    inner = isinstance(node.parent, nodes.line_block)
    return state.write_blocks(
        node.children, replace(block_format, left=block_format.left + state.page.indent) if inner else block_format
    )


def _write_listing(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    """Write a listing as one paragraph with the line breaks of the source."""
    code = replace(block_format.run_format, verbatim=True)
    left = replace(block_format, left=block_format.left + (0 if block_format.cell else state.page.indent))
    natural = state.page.indent
    return [state.make_paragraph("SourceCode", state.write_inlines(node.children, code), left, natural=natural)]


# Boxes


def _make_admonition_writer(
    word: str, style: str = "Admonition"
) -> Callable[[WriterState, nodes.Element, ParagraphFormat], list[Element]]:
    def write(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
        inner = _box_format(block_format, style)
        translate = state.words.gettext
        heading = (
            [state.make_paragraph(f"{style}Heading", [runs_and_fields.make_run(translate(word))], inner)]
            if word
            else []
        )
        return [*heading, *state.write_blocks(node.children, inner)]

    return write


def _write_panel(state: WriterState, node: nodes.Element, block_format: ParagraphFormat) -> list[Element]:
    return state.write_blocks(node.children, _box_format(block_format, "Panel"))


def _box_format(block_format: ParagraphFormat, style: str) -> ParagraphFormat:
    if block_format.cell:
        return block_format
    return replace(block_format, style=style, following=style, rubric=f"{style}Heading")


def _write_contents(state: WriterState, _: directives.contents, block_format: ParagraphFormat) -> list[Element]:
    return table_of_contents.write_contents_field(state, block_format)


def _nothing(_: WriterState, __: nodes.Element, ___: ParagraphFormat) -> list[Element]:
    return []


BLOCK_WRITERS: dict[str, Any] = {
    "admonition": _make_admonition_writer(""),
    "attribution": _write_attribution,
    "block_quote": _write_block_quote,
    "bullet_list": list_nodes.write_bullet_list,
    "caption": figure_nodes.write_figure_caption,
    "chart": figure_nodes.write_chart,
    "credit": figure_nodes.write_credit,
    "data_chart": figure_nodes.write_chart,
    "citation": list_nodes.write_citation,
    "compound": _write_children,
    "container": _write_container,
    "contents": _write_contents,
    "definition": list_nodes.write_definition,
    "definition_list": _write_children,
    "definition_list_item": _write_children,
    "description": list_nodes.write_definition,
    "doctest_block": _write_listing,
    "enumerated_list": list_nodes.write_enumerated_list,
    "field": _write_children,
    "field_body": list_nodes.write_definition,
    "field_list": _write_children,
    "field_name": list_nodes.write_term,
    "figure": figure_nodes.write_figure,
    "image": figure_nodes.write_image,
    "legend": figure_nodes.write_legend,
    "line": _write_line,
    "line_block": _write_line_block,
    "literal_block": _write_listing,
    "math_block": formula_nodes.write_equation,
    "option_group": list_nodes.write_option_group,
    "option_list": _write_children,
    "option_list_item": _write_children,
    "paragraph": _write_paragraph,
    "qr_code": _nothing,  # its address stands beside it, and a reader of Word can follow that
    "rubric": _write_rubric,
    "section": _write_section,
    "side_by_side": figure_nodes.write_side_by_side,
    "sidebar": _write_panel,
    "subtitle": _write_rubric,
    "table": table_nodes.write_table,
    "term": list_nodes.write_term,
    "title": _write_title,
    "topic": _write_panel,
    "transition": _write_transition,
    **{name: _make_admonition_writer("Warning") for name in ("attention", "caution", "danger", "error", "warning")},
    "hint": _make_admonition_writer("Hint"),
    "important": _make_admonition_writer("Important"),
    "key_finding": _make_admonition_writer("Key finding", "KeyFinding"),
    "note": _make_admonition_writer("Note", "Callout"),
    "tip": _make_admonition_writer("Tip", "Callout"),
}
OWN_ANCHORS = frozenset(("container", "figure", "list_item", "math_block", "section", "table"))
