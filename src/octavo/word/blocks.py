"""Write blocks: sections, paragraphs, lists, quotations, listings and boxes in, paragraphs in Word's styles out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from docutils import nodes

from .. import vocabulary
from . import contents, fields, figures, formulas, tables
from .lists import ANNEXES, BULLETS, HEADINGS, LEVELS
from .setting import Face, Manner
from .state import State
from .xml import Element

_HEADINGS = 6
_STYLED_LISTS = 5
# The styles of what templates and manuscripts put into containers of a class.
_STYLES = {
    "abstract": ("Abstract", "AbstractHeading"),
    "affiliation": ("Affiliation", ""),
    "authors": ("Author", ""),
    "byline": ("Byline", ""),
    "chapter-end": ("ChapterEnd", ""),
    "cover": ("EventLine", ""),
    "directed": ("EventLine", ""),
    "edition": ("Edition", ""),
    "event-line": ("EventLine", ""),
    "form-line": ("FormLine", ""),
    "imprint-page": ("Imprint", ""),
    "keywords": ("Keywords", ""),
    "kind": ("Kind", ""),
    "marking": ("Marking", ""),
    "name": ("PersonName", ""),
    "office": ("Office", ""),
    "post": ("Post", ""),
    "publisher": ("Publisher", ""),
    "recommended": ("Recommendation", ""),
    "signature": ("Signature", ""),
    "small-print": ("SmallPrint", "SmallPrintHeading"),
    "strap": ("Strap", ""),
    "subtitle": ("Subtitle", ""),
    "work": ("Title", ""),
}
_CODE = Face(verbatim=True)


def _section(state: State, node: nodes.section, manner: Manner) -> list[Element]:
    state.depth += 1
    if "annex" in node["classes"] and not _follows_annex(node):
        state.breaks = True
    if "box" in node["classes"]:
        manner = replace(manner, style="Box", following="Box")
    if "references" in node["classes"]:
        manner = replace(manner, style="Bibliography", following="Bibliography")
    made = state.blocks(node.children, manner)
    state.depth -= 1
    return made


def _follows_annex(node: nodes.section) -> bool:
    at = node.parent.index(node)
    return at > 0 and "annex" in getattr(node.parent[at - 1], "attributes", {}).get("classes", ())


def _title(state: State, node: nodes.title, manner: Manner) -> list[Element]:
    owner = node.parent
    if not isinstance(owner, nodes.section):
        return [state.paragraph(manner.rubric, state.inlines(node.children, manner.face), manner)]
    level = state.depth - int(state.setting.titled)
    unlisted = "contents-page" in owner["classes"]
    style = "TOCHeading" if unlisted else f"Heading{min(level, _HEADINGS)}" if level else "Title"
    classes = owner["classes"]
    kind = HEADINGS if "numbered" in classes else ANNEXES if "annex" in classes else 0
    content = state.marks(state.names(owner), state.inlines(node.children, manner.face))
    return [state.paragraph(style, content, replace(manner, left=0), number=(kind, 0) if kind else None)]


def _paragraph(state: State, node: nodes.paragraph, manner: Manner) -> list[Element]:
    style = "Missing" if "missing" in node["classes"] else manner.style
    content = state.inlines(node.children, manner.face)
    return [state.paragraph(style, content, manner, natural=_natural(state, style, manner))]


def _natural(state: State, style: str, manner: Manner) -> float:
    """Say how far a style moves a paragraph in by itself."""
    if style.startswith("ListContinue"):
        return state.page.indent * min(manner.level, _STYLED_LISTS)
    return state.page.indent if style in ("Quote", "Attribution", "Definition") else 0


def _transparent(state: State, node: nodes.Element, manner: Manner) -> list[Element]:
    return state.blocks(node.children, manner)


def _container(state: State, node: nodes.Element, manner: Manner) -> list[Element]:
    classes = node["classes"]
    if "tile" in classes:
        return [_tally(state, node, manner)]
    if "listing" not in classes:
        state.put_off(node)
    if "imprint-page" in classes:
        state.breaks = True
    for name in classes:
        if name in _STYLES:
            style, rubric = _STYLES[name]
            manner = replace(manner, style=style, following=style, rubric=rubric or manner.rubric)
    return state.blocks(node.children, manner)


def _tally(state: State, node: nodes.Element, manner: Manner) -> Element:
    """Write a number and what it counts on one line."""
    number, *said = [child.astext().strip() for child in node.children]
    content = [fields.run(f"\t{number}", Face(style="TallyNumber")), fields.run(f"\t{' '.join(said)}", manner.face)]
    return state.paragraph("Tally", content, manner)


def _rubric(state: State, node: nodes.Element, manner: Manner) -> list[Element]:
    return [state.paragraph(manner.rubric, state.inlines(node.children, manner.face), manner)]


def _quote(state: State, node: nodes.block_quote, manner: Manner) -> list[Element]:
    inner = replace(manner, left=manner.left + state.page.indent)
    return state.blocks(node.children, inner if manner.cell else replace(inner, style="Quote", following="Quote"))


def _attribution(state: State, node: nodes.attribution, manner: Manner) -> list[Element]:
    content = [fields.run("— ", manner.face), *state.inlines(node.children, manner.face)]
    return [state.paragraph("Attribution", content, manner, natural=state.page.indent)]


def _transition(state: State, _: nodes.transition, manner: Manner) -> list[Element]:
    return [state.paragraph("Transition", [fields.run("* * *")], replace(manner, left=0))]


def _line(state: State, node: nodes.line, manner: Manner) -> list[Element]:
    style = manner.style if manner.cell else "LineBlock"
    return [state.paragraph(style, state.inlines(node.children, manner.face), manner)]


def _line_block(state: State, node: nodes.line_block, manner: Manner) -> list[Element]:
    inner = isinstance(node.parent, nodes.line_block)
    return state.blocks(node.children, replace(manner, left=manner.left + state.page.indent) if inner else manner)


def _listing(state: State, node: nodes.Element, manner: Manner) -> list[Element]:
    """Write a listing as one paragraph, whose lines end where they do in the source."""
    code = replace(manner.face, verbatim=True)
    left = replace(manner, left=manner.left + (0 if manner.cell else state.page.indent))
    natural = state.page.indent
    return [state.paragraph("SourceCode", state.inlines(node.children, code), left, natural=natural)]


# Boxes


def _admonition(word: str) -> Callable[[State, nodes.Element, Manner], list[Element]]:
    def write(state: State, node: nodes.Element, manner: Manner) -> list[Element]:
        inner = _boxed(manner, "Admonition")
        translate = state.words.text
        heading = [state.paragraph("AdmonitionHeading", [fields.run(translate(word))], inner)] if word else []
        return [*heading, *state.blocks(node.children, inner)]

    return write


def _panel(state: State, node: nodes.Element, manner: Manner) -> list[Element]:
    return state.blocks(node.children, _boxed(manner, "Panel"))


def _boxed(manner: Manner, style: str) -> Manner:
    if manner.cell:
        return manner
    return replace(manner, style=style, following=style, rubric=f"{style}Heading")


# Lists


def _bullet_list(state: State, node: nodes.bullet_list, manner: Manner) -> list[Element]:
    if "references" in node["classes"]:
        entries = [entry for entry in node.children if isinstance(entry, nodes.list_item)]
        return [made for entry in entries for made in _source(state, entry, manner)]
    return _list(state, node, manner, "ListBullet", BULLETS)


def _enumerated_list(state: State, node: nodes.enumerated_list, manner: Manner) -> list[Element]:
    before, after = str(node.get("prefix", "")), str(node.get("suffix", "."))
    number = state.lists.numbered(node["enumtype"], before, after, int(node.get("start", 1)))
    return _list(state, node, manner, "ListNumber", number)


def _list(state: State, node: nodes.Element, manner: Manner, style: str, number: int) -> list[Element]:
    level = min(manner.level, LEVELS - 1)
    suffix = str(min(level + 1, _STYLED_LISTS)) if level else ""
    own, further = f"{style}{suffix}", f"ListContinue{suffix}"
    if manner.cell:
        own = further = manner.style
    left = manner.left + state.page.indent
    inner = replace(manner, left=left, level=level + 1, style=further, following=further)
    made: list[Element] = []
    for item in node.children:
        if isinstance(item, nodes.Element):
            made += _item(state, item, inner, own, (number, level))
    return made


def _item(state: State, item: nodes.Element, manner: Manner, style: str, number: tuple[int, int]) -> list[Element]:
    """Write an entry: its first paragraph bears the number, whatever else is in it stands below."""
    state.put_off(item)
    natural = state.page.indent * (number[1] + 1)
    first = next((child for child in item if not isinstance(child, nodes.comment | nodes.target)), None)
    if not isinstance(first, nodes.paragraph):
        return [state.paragraph(style, [], manner, natural, number), *state.blocks(item.children, manner)]
    state.put_off(first)
    content = state.inlines(first.children, manner.face)
    rest = [child for child in item if child is not first]
    return [state.paragraph(style, content, manner, natural, number), *state.blocks(rest, manner)]


def _source(state: State, item: nodes.Element, manner: Manner) -> list[Element]:
    """Write an entry of the list of references, its number before a tab."""
    state.put_off(item)
    inner = replace(manner, style="Bibliography", following="Bibliography")
    first = item[0] if len(item) and isinstance(item[0], nodes.paragraph) else None
    if first is None or not _is_label(first):
        return state.blocks(item.children, inner)
    label, space, *rest = first.children
    spaced = [] if space.astext().strip() else [fields.run("\t")]
    content = [*state.inlines([label], manner.face), *spaced]
    content += state.inlines(rest if spaced else [space, *rest], manner.face)
    return [state.paragraph("Bibliography", content, manner), *state.blocks(item[1:], inner)]


def _is_label(paragraph: nodes.paragraph) -> bool:
    return len(paragraph) > 1 and isinstance(paragraph[0], nodes.inline) and "label" in paragraph[0]["classes"]


def _citation(state: State, node: nodes.citation, manner: Manner) -> list[Element]:
    label, *rest = node.children
    inner = replace(manner, style="Bibliography", following="Bibliography")
    content = [fields.run(f"[{label.astext()}]\t", manner.face)]
    if rest and isinstance(rest[0], nodes.paragraph):
        content += state.inlines(rest.pop(0).children, manner.face)
    return [state.paragraph("Bibliography", content, manner), *state.blocks(rest, inner)]


def _term(state: State, node: nodes.term, manner: Manner) -> list[Element]:
    """Write a term with the classifiers that follow it."""
    content = state.inlines(node.children, manner.face)
    for child in node.parent:
        if isinstance(child, nodes.classifier):
            slanted = replace(manner.face, italic=True)
            content += [fields.run(" : ", manner.face), *state.inlines(child.children, slanted)]
    return [state.paragraph("DefinitionTerm", content, manner)]


def _definition(state: State, node: nodes.Element, manner: Manner) -> list[Element]:
    left = manner.left + state.page.indent
    return state.blocks(node.children, replace(manner, style="Definition", following="Definition", left=left))


def _option_group(state: State, node: nodes.option_group, manner: Manner) -> list[Element]:
    options = ", ".join(option.astext() for option in node)
    return [state.paragraph("DefinitionTerm", [fields.run(options, Face(style="CodeCharacter"))], manner)]


def _contents(state: State, _: vocabulary.contents, manner: Manner) -> list[Element]:
    return contents.contents(state, manner)


def _nothing(_: State, __: nodes.Element, ___: Manner) -> list[Element]:
    return []


BLOCKS: dict[str, Any] = {
    "admonition": _admonition(""),
    "attribution": _attribution,
    "block_quote": _quote,
    "bullet_list": _bullet_list,
    "caption": figures.caption,
    "chart": figures.chart,
    "citation": _citation,
    "compound": _transparent,
    "container": _container,
    "contents": _contents,
    "definition": _definition,
    "definition_list": _transparent,
    "definition_list_item": _transparent,
    "description": _definition,
    "doctest_block": _listing,
    "enumerated_list": _enumerated_list,
    "field": _transparent,
    "field_body": _definition,
    "field_list": _transparent,
    "field_name": _term,
    "figure": figures.figure,
    "image": figures.image,
    "legend": figures.legend,
    "line": _line,
    "line_block": _line_block,
    "literal_block": _listing,
    "math_block": formulas.math_block,
    "option_group": _option_group,
    "option_list": _transparent,
    "option_list_item": _transparent,
    "paragraph": _paragraph,
    "rubric": _rubric,
    "section": _section,
    "sidebar": _panel,
    "subtitle": _rubric,
    "table": tables.table,
    "term": _term,
    "title": _title,
    "topic": _panel,
    "transition": _transition,
    **{name: _admonition("Warning") for name in ("attention", "caution", "danger", "error", "warning")},
    **{name: _admonition("Hint") for name in ("hint", "tip")},
    "important": _admonition("Important"),
    "note": _admonition("Note"),
}
OWN_ANCHORS = frozenset(("container", "figure", "list_item", "math_block", "section", "table"))
