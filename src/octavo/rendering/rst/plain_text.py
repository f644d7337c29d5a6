"""Extract the plain text of reST, without markup, notes and images."""

from __future__ import annotations

from docutils import nodes

from ...findings.finding import Finding
from ...language.one_line_text import to_one_line
from ...model import Rest
from ...model.marked_title import write_sub_superscript
from .value_substitution import parse_value

_SKIPPED_NODES = (
    nodes.footnote,
    nodes.footnote_reference,
    nodes.citation,
    nodes.comment,
    nodes.image,
    nodes.problematic,
)
_BLOCKS = (nodes.paragraph, nodes.literal_block, nodes.math_block, nodes.line, nodes.term, nodes.attribution)


def extract_paragraphs(value: Rest | None) -> tuple[tuple[str, ...], list[Finding]]:
    """Return the paragraphs of a value, and its findings. Each item of a list and each cell of a table is one."""
    if not value:
        return (), []
    tree, findings = parse_value(value)
    blocks = _remove_markup(tree).findall(lambda node: isinstance(node, _BLOCKS))
    return tuple(filter(None, (to_one_line(block.astext()) for block in blocks))), findings


def extract_plain_text(node: nodes.Element) -> str:
    """Return the text of a part of a tree on one line."""
    return to_one_line(_remove_markup(node.deepcopy()).astext())


def _remove_markup(tree: nodes.Element) -> nodes.Element:
    """Remove what is no text from a tree, and write superscripts and subscripts with Unicode characters."""
    for node in [node for node in tree.findall(nodes.Element) if isinstance(node, _SKIPPED_NODES)]:
        if node.parent is not None:
            node.parent.remove(node)
    for script in [*tree.findall(nodes.superscript), *tree.findall(nodes.subscript)]:
        script.parent.replace(
            script, nodes.Text(write_sub_superscript(script.astext(), isinstance(script, nodes.superscript)))
        )
    return tree
