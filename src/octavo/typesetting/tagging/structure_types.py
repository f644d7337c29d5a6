"""Map HTML elements to the structure types of a tagged PDF (ISO 32000-1, 14.8.4) and their attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...findings.finding import Finding
from .tag_nodes import TagNode

if TYPE_CHECKING:
    from weasyprint_types import Box, Element

_SVG = "{http://www.w3.org/2000/svg}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_TAG_TYPES = {
    "main": "Part", "article": "Art", "section": "Sect", "nav": "Sect", "div": "Div", "header": "Div",
    "footer": "Div", "aside": "Aside", "address": "Div", "figure": "Div", "fieldset": "Div",
    "p": "P", "pre": "P", "blockquote": "BlockQuote", "q": "Quote", "code": "Code", "samp": "Code", "kbd": "Code",
    "tt": "Code", "em": "Span", "strong": "Span", "i": "Span", "b": "Span", "cite": "Span", "dfn": "Span",
    "ul": "L", "ol": "L", "dl": "L", "menu": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "caption": "Caption", "figcaption": "Caption", "thead": "THead", "tbody": "TBody",
    "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD", "img": "Figure", f"{_SVG}svg": "Figure",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
}  # fmt: skip
_ROLE_TYPES = {
    "doc-footnote": "Note", "doc-endnote": "Note", "doc-noteref": "Reference", "doc-index": "Index", "math": "Formula",
}  # fmt: skip
_LIST_NUMBERINGS = {
    "none": "None", "disc": "Disc", "circle": "Circle", "square": "Square", "decimal": "Decimal",
    "lower-roman": "LowerRoman", "upper-roman": "UpperRoman", "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha", "lower-latin": "LowerAlpha", "upper-latin": "UpperAlpha",
}  # fmt: skip

GROUPING_TYPES = frozenset(
    {"Document", "Part", "Art", "Sect", "Div", "Aside", "BlockQuote", "Index", "TOC", "TOCI", "L", "LI"}
)
ROLE_MAP = {"Aside": "Sect"}
"""Types of PDF 2.0 (ISO 32000-2, 14.8.4) that we write, and what they are to readers of older ones."""
INLINE_TYPES = frozenset({"Span", "Link", "Quote", "Code", "Reference"})


def pseudo_element(element_tag: str | None) -> str:
    """Return the name of the pseudo-element that a box belongs to (`span::footnote-call`), if any."""
    return (element_tag or "").partition("::")[2]


def is_hidden_element(element: Element) -> bool:
    """Return whether an element is hidden from screen readers: hidden, presentational, or an image with alt=""."""
    return (
        element.get("aria-hidden") == "true"
        or element.get("role") in ("presentation", "none")
        or (element.tag == "img" and element.get("alt") == "")
    )


def structure_type(element: Element, node: TagNode) -> str:
    """Return the structure type of an element inside `node`; "" for an element that only groups text."""
    tag = element.get("data-tag", element.tag)
    if tag == "div" and node.role == "L":
        return ""
    if (role := _ROLE_TYPES.get(element.get("role", ""))) is not None:
        return role
    if tag in ("ul", "ol", "li") and _is_in_contents(node):
        return "TOCI" if tag == "li" else "TOC"
    if tag == "a":
        return _link_type(element, node)
    if tag == "span" or tag not in _TAG_TYPES:
        return (
            "Span" if (_element_language(element) and tag not in ("html", "body")) or _is_abbreviation(element) else ""
        )
    return _TAG_TYPES[tag]


def inner_type(role: str, element: Element) -> str:
    """Return the type of the inner element that holds the content: a list item's body, a reference's link."""
    if role == "Reference" and element.get("href") is not None:
        return "Link"
    return "LBody" if role == "LI" else ""


def _link_type(element: Element, node: TagNode) -> str:
    if element.get("href") is None:
        return ""
    return "Reference" if node.role == "TOCI" else "Link"


def set_attributes(node: TagNode, element: Element, box: Box | None) -> None:
    """Set a node's language, alternative text, list and table attributes from its element."""
    node.lang = _element_language(element) if element.tag not in ("html", "body") else ""
    node.expansion = (element.get("title") or "") if _is_abbreviation(element) else ""
    if node.role in ("Figure", "Formula"):
        node.alt = alternative_text(element)
    elif node.role == "L" and box is not None and element.tag != "dl":
        kind = box.style["list_style_type"]
        # A custom marker (a dash) counts as a disc.
        kind = re.sub("-parenthes[ei]s$", "", kind) if isinstance(kind, str) else "disc"
        node.attributes["List"] = {"ListNumbering": "/" + _LIST_NUMBERINGS.get(kind, "Decimal")}
    elif node.role in ("TH", "TD"):
        node.attributes["Table"] = dict(_cell_attributes(node, element))


def _cell_attributes(node: TagNode, element: Element) -> Iterator[tuple[str, str | int]]:
    if node.role == "TH":
        yield "Scope", "/" + _header_scope(node, element)
    for name, key in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
        if (span := element.get(name, "1")).isdigit() and int(span) > 1:
            yield key, int(span)


def _header_scope(node: TagNode, element: Element) -> str:
    said = {"row": "Row", "rowgroup": "Row", "col": "Column", "colgroup": "Column"}.get(element.get("scope", ""))
    row = node.parent
    in_head = row is not None and row.parent is not None and row.parent.role == "THead"
    opens_row = row is not None and row.kids[0] is node
    return said or ("Row" if opens_row and not in_head else "Column")


def alternative_text(element: Element) -> str:
    """Return the alternative text of a picture: aria-label, alt, or an SVG's title and description."""
    parts = [element.get("aria-label") or element.get("alt") or ""]
    if not parts[0]:
        parts = ["".join(part.itertext()) for name in ("title", "desc") for part in element.findall(f"{_SVG}{name}")]
    said = [" ".join(part.split()) for part in parts if part.strip()]
    return " ".join([*(part if part[-1] in ".:?!…" else part + "." for part in said[:-1]), *said[-1:]])


def _element_language(element: Element) -> str:
    return element.get("lang") or element.get(_XML_LANG) or ""


def _is_abbreviation(element: Element) -> bool:
    return element.tag == "abbr" and bool(element.get("title"))


def _is_in_contents(node: TagNode) -> bool:
    at: TagNode | None = node
    while at is not None:
        if at.element is not None and (at.element.tag == "nav" or at.element.get("role") == "doc-toc"):
            return True
        at = at.parent
    return False


def _is_known_undescribed(node: TagNode) -> bool:
    """Return whether a picture of an author was reported as undescribed, and the claim to PDF/UA is given up for it."""
    return node.element is not None and node.element.get("data-undescribed") is not None


def check_tags(root: TagNode) -> Iterator[Finding]:
    """Find violations of PDF/UA that only the HTML can fix: pictures without text, skipped heading levels."""
    level = 0
    for node in root.iterate_nodes():
        if node.role in ("Figure", "Formula") and not node.alt and not _is_known_undescribed(node):
            named = (node.element.get("src") or node.element.get("id")) if node.element is not None else None
            source = named or "an inline picture"
            yield Finding("no-alternative", f"{source} has no alternative text", hint="add alt or title")
        if node.role[0] == "H" and node.role[1:].isdigit():
            depth, before, level = int(node.role[1:]), level, int(node.role[1:])
            if depth > before + 1:
                message = f"the heading “{node.text_content()}” has level {depth}, but follows level {before}"
                yield Finding("heading-level", message, hint="start at level 1 and skip no level")
