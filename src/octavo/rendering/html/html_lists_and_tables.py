"""Write lists and tables as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from docutils import nodes

from ...language.typography import HEAD_CELL_END
from ..rst import numeric_columns, table_grid
from ..rst.table_layout import column_shares, mark_table_layout
from .html_state import HtmlState, NodeWriter
from .inline_html import iter_parents

_ENUMERATORS: Final = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}


def _write_list_item(state: HtmlState, node: nodes.list_item) -> str:
    return state.write_tag("li", node, state.write_sole_paragraph(node))


def _write_enumerated_list(state: HtmlState, node: nodes.enumerated_list) -> str:
    """Write a list with its author's enumerators: their kind, prefix and suffix, and the first number."""
    start = int(node.get("start", 1))
    first = f"counter-reset: list-item {start - 1}" if start != 1 else ""
    around = f"{node.get('prefix', '')}{node.get('suffix', '.')}"
    attributes = {"type": _ENUMERATORS.get(node["enumtype"], "1"), "style": first}
    if around != ".":
        attributes["data-around"] = around
    return state.write_tag("ol", node, state.write_children(node), **attributes)


def _write_term(state: HtmlState, node: nodes.term) -> str:
    """Write a term with the classifiers that follow it; in a list of labels each stands on a line of its own."""
    is_label = any("labelled" in one["classes"] for one in iter_parents(node) if isinstance(one, nodes.definition_list))
    sign = " " if is_label else " : "
    classifiers = "".join(
        f"{sign}<em>{state.write_children(child)}</em>"
        for child in node.parent.children
        if isinstance(child, nodes.classifier)
    )
    return state.write_tag("dt", node, state.write_children(node) + classifiers)


def _write_option_group(state: HtmlState, node: nodes.option_group) -> str:
    options = ", ".join(f"<code>{escape(option.astext())}</code>" for option in node.children)
    return state.write_tag("dt", node, options)


# Tables


def _write_table(state: HtmlState, node: nodes.table) -> str:
    title = node.next_node(nodes.title)
    caption = ""
    if title is not None and title.parent is node:
        state.numbers["table"] += 1
        label = state.translator.gettext("Table {n}").replace("{n}", str(state.numbers["table"]))
        again = escape(state.translator.gettext("{label} (continued)").replace("{label}", label))
        words = f'<span class="label">{escape(label)}</span> {state.write_children(title)}'
        caption = f'<caption data-continued="{again}">{words}</caption>'
    group = next(node.findall(nodes.tgroup))
    numeric_columns.mark_numeric_columns(node, state.translator.decimal_sign)
    mark_table_layout(node)
    parts = [state.write_node(child) for child in group.children if not isinstance(child, nodes.colspec)]
    return state.write_tag("table", node, f"{caption}{_write_columns(node)}{''.join(parts)}") + "\n"


def _write_columns(table: nodes.table) -> str:
    shares = [] if "colwidths-auto" in table["classes"] else column_shares(table)
    columns = "".join(f'<col style="width: {100 * share:.4g}%">' for share in shares)
    return columns and f"<colgroup>{columns}</colgroup>"


def _write_head(state: HtmlState, node: nodes.thead) -> str:
    return f"<thead>{state.write_children(node)}</thead>"


def _write_cell(state: HtmlState, node: nodes.entry) -> str:
    row = node.parent
    spans = {
        "colspan": str(node.get("morecols", 0) + 1) if node.get("morecols") else "",
        "rowspan": str(node.get("morerows", 0) + 1) if node.get("morerows") else "",
    }
    inner = state.write_sole_paragraph(node)
    if isinstance(row.parent, nodes.thead):
        inner = HEAD_CELL_END.sub("\u00a0", inner)
        return state.write_tag("th", node, inner, scope="col", **spans)
    pad = {f"data-{numeric_columns.PAD}": node.get(numeric_columns.PAD, "")}
    columns = [column.get("stub") for column in table_grid.list_columns(row.parent.parent)]
    index = row.index(node)
    if index < len(columns) and columns[index]:
        return state.write_tag("th", node, inner, scope="row", **spans, **pad)
    return state.write_tag("td", node, inner, **spans, **pad)


LIST_AND_TABLE_HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {
    "entry": _write_cell,
    "enumerated_list": _write_enumerated_list,
    "list_item": _write_list_item,
    "option_group": _write_option_group,
    "table": _write_table,
    "term": _write_term,
    "thead": _write_head,
}
