"""Write blocks: sections, paragraphs, lists, quotations, listings and boxes in, paragraphs in Word's styles out."""

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

_HEADINGS = 6
# The styles of what templates and manuscripts put into containers of a class.
_STYLES = {
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
_CODE = RunFormat(verbatim=True)


def _section(state: WriterState, node: nodes.section, manner: ParagraphFormat) -> list[Element]:
    state.depth += 1
    if _opens_page(state, node):
        state.breaks = True
    if "box" in node["classes"]:
        manner = replace(manner, style="Box", following="Box")
    if "references" in node["classes"]:
        manner = replace(manner, style="Bibliography", following="Bibliography")
    made = state.blocks(node.children, manner)
    state.depth -= 1
    return made


def _opens_page(state: WriterState, node: nodes.section) -> bool:
    at = node.parent.index(node)
    if state.setting.openings and state.depth == 1:
        return at > 0
    before = node.parent[at - 1] if at else None
    return "annex" in node["classes"] and "annex" not in getattr(before, "attributes", {}).get("classes", ())


def _title(state: WriterState, node: nodes.title, manner: ParagraphFormat) -> list[Element]:
    owner = node.parent
    if not isinstance(owner, nodes.section):
        return [state.paragraph(manner.rubric, state.inlines(node.children, manner.face), manner)]
    level = state.depth - int(state.setting.titled)
    unlisted = "contents-page" in owner["classes"]
    style = "TOCHeading" if unlisted else f"Heading{min(level, _HEADINGS)}" if level else "Title"
    classes = owner["classes"]
    kind = HEADINGS if "numbered" in classes else state.next_annex() if "annex" in classes else 0
    content = state.marks(state.names(owner), state.inlines(node.children, manner.face))
    return [state.paragraph(style, content, replace(manner, left=0), number=(kind, 0) if kind else None)]


def _paragraph(state: WriterState, node: nodes.paragraph, manner: ParagraphFormat) -> list[Element]:
    style = "Missing" if "missing" in node["classes"] else manner.style
    content = state.inlines(node.children, manner.face)
    return [state.paragraph(style, content, manner, natural=_natural(state, style, manner))]


def _natural(state: WriterState, style: str, manner: ParagraphFormat) -> float:
    """Say how far a style moves a paragraph in by itself."""
    if style.startswith("ListContinue"):
        return state.page.indent * min(manner.level, list_nodes.STYLED_LISTS)
    return state.page.indent if style in ("Quote", "Attribution", "Definition") else 0


def _transparent(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> list[Element]:
    return state.blocks(node.children, manner)


def _container(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> list[Element]:
    classes = node["classes"]
    if "tile" in classes:
        return [_tally(state, node, manner)]
    if "signature" in classes or "form-line" in classes:
        return [_line_to_fill(state, node, manner)]
    if "listing" not in classes:
        state.put_off(node)
    if {"imprint-page", "leaf"} & set(classes):
        state.breaks = True
    for name in classes:
        if name in _STYLES:
            style, rubric = _STYLES[name]
            manner = replace(manner, style=style, following=style, rubric=rubric or manner.rubric)
    return state.blocks(node.children, manner)


def _tally(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> Element:
    """Write a number and what it counts on one line."""
    number, *said = [child.astext().strip() for child in node.children]
    content = [
        runs_and_fields.run(f"\t{number}", RunFormat(style="TallyNumber")),
        runs_and_fields.run(f"\t{' '.join(said)}", manner.face),
    ]
    return state.paragraph("Tally", content, manner)


def _line_to_fill(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> Element:
    """Write what is to be filled in by hand before a line for it, and who signs below one."""
    said = state.inlines([inner for child in node.children for inner in child.children], manner.face)
    if "signature" in node["classes"]:
        return state.paragraph("Signature", [runs_and_fields.run("\t\n", manner.face), *said], manner)
    return state.paragraph("FormLine", [*said, runs_and_fields.run(" \t", manner.face)], manner)


def _rubric(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> list[Element]:
    return [state.paragraph(manner.rubric, state.inlines(node.children, manner.face), manner)]


def _quote(state: WriterState, node: nodes.block_quote, manner: ParagraphFormat) -> list[Element]:
    inner = replace(manner, left=manner.left + state.page.indent)
    return state.blocks(node.children, inner if manner.cell else replace(inner, style="Quote", following="Quote"))


def _attribution(state: WriterState, node: nodes.attribution, manner: ParagraphFormat) -> list[Element]:
    content = [runs_and_fields.run("— ", manner.face), *state.inlines(node.children, manner.face)]
    return [state.paragraph("Attribution", content, manner, natural=state.page.indent)]


def _transition(state: WriterState, _: nodes.transition, manner: ParagraphFormat) -> list[Element]:
    return [state.paragraph("Transition", [runs_and_fields.run("* * *")], replace(manner, left=0))]


def _line(state: WriterState, node: nodes.line, manner: ParagraphFormat) -> list[Element]:
    style = manner.style if manner.cell else "LineBlock"
    return [state.paragraph(style, state.inlines(node.children, manner.face), manner)]


def _line_block(state: WriterState, node: nodes.line_block, manner: ParagraphFormat) -> list[Element]:
    inner = isinstance(node.parent, nodes.line_block)
    return state.blocks(node.children, replace(manner, left=manner.left + state.page.indent) if inner else manner)


def _listing(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> list[Element]:
    """Write a listing as one paragraph, whose lines end where they do in the source."""
    code = replace(manner.face, verbatim=True)
    left = replace(manner, left=manner.left + (0 if manner.cell else state.page.indent))
    natural = state.page.indent
    return [state.paragraph("SourceCode", state.inlines(node.children, code), left, natural=natural)]


# Boxes


def _admonition(word: str) -> Callable[[WriterState, nodes.Element, ParagraphFormat], list[Element]]:
    def write(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> list[Element]:
        inner = _boxed(manner, "Admonition")
        translate = state.words.text
        heading = [state.paragraph("AdmonitionHeading", [runs_and_fields.run(translate(word))], inner)] if word else []
        return [*heading, *state.blocks(node.children, inner)]

    return write


def _panel(state: WriterState, node: nodes.Element, manner: ParagraphFormat) -> list[Element]:
    return state.blocks(node.children, _boxed(manner, "Panel"))


def _boxed(manner: ParagraphFormat, style: str) -> ParagraphFormat:
    if manner.cell:
        return manner
    return replace(manner, style=style, following=style, rubric=f"{style}Heading")


def _contents(state: WriterState, _: directives.contents, manner: ParagraphFormat) -> list[Element]:
    return table_of_contents.contents(state, manner)


def _nothing(_: WriterState, __: nodes.Element, ___: ParagraphFormat) -> list[Element]:
    return []


BLOCKS: dict[str, Any] = {
    "admonition": _admonition(""),
    "attribution": _attribution,
    "block_quote": _quote,
    "bullet_list": list_nodes.bullet_list,
    "caption": figure_nodes.caption,
    "chart": figure_nodes.chart,
    "citation": list_nodes.citation,
    "compound": _transparent,
    "container": _container,
    "contents": _contents,
    "definition": list_nodes.definition,
    "definition_list": _transparent,
    "definition_list_item": _transparent,
    "description": list_nodes.definition,
    "doctest_block": _listing,
    "enumerated_list": list_nodes.enumerated_list,
    "field": _transparent,
    "field_body": list_nodes.definition,
    "field_list": _transparent,
    "field_name": list_nodes.term,
    "figure": figure_nodes.figure,
    "image": figure_nodes.image,
    "legend": figure_nodes.legend,
    "line": _line,
    "line_block": _line_block,
    "literal_block": _listing,
    "math_block": formula_nodes.math_block,
    "option_group": list_nodes.option_group,
    "option_list": _transparent,
    "option_list_item": _transparent,
    "paragraph": _paragraph,
    "rubric": _rubric,
    "section": _section,
    "sidebar": _panel,
    "subtitle": _rubric,
    "table": table_nodes.table,
    "term": list_nodes.term,
    "title": _title,
    "topic": _panel,
    "transition": _transition,
    **{name: _admonition("Warning") for name in ("attention", "caution", "danger", "error", "warning")},
    **{name: _admonition("Hint") for name in ("hint", "tip")},
    "important": _admonition("Important"),
    "note": _admonition("Note"),
}
OWN_ANCHORS = frozenset(("container", "figure", "list_item", "math_block", "section", "table"))
