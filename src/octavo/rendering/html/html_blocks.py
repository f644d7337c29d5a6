"""Write sections, headings, paragraphs, boxes and listings as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from docutils import nodes

from ...language.enumerators import annex_letter
from ...language.typography import LARGE_TYPE_END, PARAGRAPH_END, RAGGED_END, join_line_ends
from .html_document import Heading
from .html_state import HtmlState, NodeWriter
from .inline_html import direction_attribute, heading_text

_DEEPEST_HEADING: Final = 6
_MOST_DIGITS: Final = 4
_LONGEST_ITALIC_LABEL: Final = 80
_NUMBER_GAP: Final = 3
"""Columns between the number of a line and the line, at most."""


def _write_section(state: HtmlState, node: nodes.section) -> str:
    state.depth += 1
    inner = state.write_children(node)
    state.depth -= 1
    return state.write_tag("section", node, inner)


def _write_title(state: HtmlState, node: nodes.title) -> str:
    parent = node.parent
    if not isinstance(parent, nodes.section):
        return state.write_tag("p", node, state.write_children(node), also="title")
    level = min(state.depth, _DEEPEST_HEADING)
    number = _next_number(state, parent["classes"])
    shown = f'<span class="number">{escape(number)}</span> ' if number else ""
    words = heading_text(node)
    if "unlisted" not in parent["classes"]:
        state.headings.append(Heading(level, number, words, parent["ids"][0]))
    # Bookmarks and running heads are plain text: there a formula is its source, and H₂O has Unicode subscripts.
    marked = any(isinstance(inner, nodes.math | nodes.subscript | nodes.superscript) for inner in node.findall())
    label = f' data-label="{escape(f"{number} {words}".strip())}"' if marked else ""
    inner = join_line_ends(state.write_children(node), LARGE_TYPE_END)
    return f"<h{level}{label}{direction_attribute('p', node, state.translator.direction)}>{shown}{inner}</h{level}>\n"


def _next_number(state: HtmlState, classes: list[str]) -> str:
    if "numbered" in classes:
        state.numbers["numbered"] += 1
        return str(state.numbers["numbered"])
    if "annex" in classes:
        state.numbers["annex"] += 1
        return f"{state.translator.gettext('Annex')} {annex_letter(state.numbers['annex'], state.translator.tag)}"
    return ""


def _write_rubric(state: HtmlState, node: nodes.rubric) -> str:
    return state.write_tag("p", node, state.write_children(node), also="rubric")


def _write_paragraph(state: HtmlState, node: nodes.paragraph) -> str:
    ragged = isinstance(node.parent, nodes.list_item | nodes.entry)
    large = "work" in node.parent.get("classes", ())
    ends = LARGE_TYPE_END if large else RAGGED_END if ragged else PARAGRAPH_END
    also = "label-line" if _is_label(node) else ""
    return state.write_tag("p", node, join_line_ends(state.write_children(node), ends), also=also)


def _is_label(node: nodes.paragraph) -> bool:
    """Return whether a paragraph is a heading that its author made: all bold, or short and all italic, and not last."""
    is_followed = isinstance(node.next_node(descend=False, siblings=True), nodes.Element)
    return (
        is_followed
        and "member" not in node["classes"]
        and (_is_all_of(node, nodes.strong) or (_is_all_of(node, nodes.emphasis) and _is_short(node)))
    )


def _is_all_of(node: nodes.paragraph, kind: type[nodes.Node]) -> bool:
    others = (child.astext() for child in node.children if not isinstance(child, kind))
    return any(isinstance(child, kind) for child in node.children) and not "".join(others).strip(" :.")


def _is_short(node: nodes.paragraph) -> bool:
    """Return whether words are no sentence, as a quotation in italics is."""
    words = node.astext().strip()
    return len(words) <= _LONGEST_ITALIC_LABEL and not words.endswith((".", "!", "?", ",", ";", "…", "”", "’", "»"))


def _write_inline(state: HtmlState, node: nodes.Element) -> str:
    return state.write_tag("span", node, state.write_children(node))


def _write_line(state: HtmlState, node: nodes.line) -> str:
    return state.write_tag("div", node, state.write_children(node) or "<br>", also="line")


def _write_line_block(state: HtmlState, node: nodes.line_block) -> str:
    return state.write_tag("div", node, state.write_children(node), also="lines")


def _write_attribution(state: HtmlState, node: nodes.attribution) -> str:
    return state.write_tag("p", node, f"— {state.write_children(node)}", also="attribution")


def _write_transition(_state: HtmlState, _node: nodes.transition) -> str:
    return '<hr role="presentation">'


def _write_admonition(state: HtmlState, node: nodes.Element) -> str:
    """Write a box with the label of its kind, or with a title of its own."""
    kind = type(node).__name__
    word = {
        "key_finding": state.translator.gettext("Key finding"),
        "tip": state.translator.gettext("Tip"),
        "hint": state.translator.gettext("Hint"),
        "note": state.translator.gettext("Note"),
        "important": state.translator.gettext("Important"),
        **dict.fromkeys(("warning", "attention", "caution", "danger", "error"), state.translator.gettext("Warning")),
    }.get(kind)
    rubric = f'<p class="rubric">{escape(word)}</p>' if word else ""
    inner = rubric + state.write_children(node)
    if kind in _CALLOUTS:
        return state.write_tag("aside", node, inner, also=f"callout {kind.replace('_', '-')}")
    return state.write_tag("div", node, inner, also="admonition")


def _write_sidebar(state: HtmlState, node: nodes.sidebar) -> str:
    return state.write_tag("aside", node, state.write_children(node), also="sidebar")


def _write_subtitle(state: HtmlState, node: nodes.subtitle) -> str:
    return state.write_tag("p", node, state.write_children(node), also="under-title")


# Listings


def _write_listing(state: HtmlState, node: nodes.literal_block) -> str:
    """Write a listing. Line numbers are hidden from screen readers."""
    first, stressed = node.get("first-number"), node.get("stressed", ())
    columns = _count_columns(node)
    if first is None and not stressed:
        return state.write_tag("pre", node, state.write_children(node), style=f"--columns: {columns}")
    lines = [
        _write_listing_line(line, number, first, number in stressed)
        for number, line in enumerate(_split_lines(state, node), 1)
    ]
    digits = len(str((first or 0) + len(lines) - 1))
    numbered = {"data-digits": str(min(_MOST_DIGITS, digits))} if first is not None else {}
    columns += digits + _NUMBER_GAP if numbered else 0
    return state.write_tag("pre", node, "\n".join(lines), style=f"--columns: {columns}", **numbered)


def _count_columns(node: nodes.Element) -> int:
    """Return the columns of a listing's longest line, from which its size follows."""
    return max(1, *(len(line.rstrip()) for line in node.astext().split("\n")))


def _split_lines(state: HtmlState, node: nodes.literal_block) -> list[str]:
    """Write each line of a listing by itself. A node that spans several lines is repeated in each."""
    lines = [""]
    for child in node.children:
        first, *rest = child.astext().split("\n")
        for number, words in enumerate((first, *rest)):
            if number:
                lines.append("")
            written = escape(words, quote=False)
            plain = isinstance(child, nodes.Text) or not words
            lines[-1] += written if plain else state.write_tag("span", child, written)  # type: ignore[arg-type]
    return lines


def _write_listing_line(line: str, number: int, first: int | None, stressed: bool) -> str:
    shown = f'<strong class="stressed">{line}</strong>' if stressed else line
    return (
        shown if first is None else f'<span class="line-number" aria-hidden="true">{first + number - 1}</span>{shown}'
    )


_CALLOUTS: Final = ("key_finding", "note", "tip")
"""Boxes beside the text, rather than warnings within it."""
_ADMONITIONS: Final = (
    "admonition", "note", "important", "warning", "attention", "caution", "danger", "error", "hint", "tip",
    "key_finding",
)  # fmt: skip
BLOCK_HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {
    **dict.fromkeys(_ADMONITIONS, _write_admonition),
    "attribution": _write_attribution,
    "indexed": _write_inline,
    "inline": _write_inline,
    "line": _write_line,
    "line_block": _write_line_block,
    **dict.fromkeys(("doctest_block", "literal_block"), _write_listing),
    "paragraph": _write_paragraph,
    "rubric": _write_rubric,
    "section": _write_section,
    "sidebar": _write_sidebar,
    "subtitle": _write_subtitle,
    "title": _write_title,
    "transition": _write_transition,
}
