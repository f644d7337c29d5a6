"""Tell what a reST value says in plain words: the value in, its paragraphs out, without markup, notes and pictures."""

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
    """Give the paragraphs of a value, and what is wrong with it; a list or table has one for each item or cell."""
    if not value:
        return (), []
    tree, findings = parse_value(value)
    blocks = _remove_markup(tree).findall(lambda node: isinstance(node, _BLOCKS))
    return tuple(filter(None, (to_one_line(block.astext()) for block in blocks))), findings


def extract_plain_text(node: nodes.Element) -> str:
    """Give the words of a part of a tree on one line."""
    return to_one_line(_remove_markup(node.deepcopy()).astext())


def _remove_markup(tree: nodes.Element) -> nodes.Element:
    """Take out of a tree what is no words, and write what is raised or lowered with characters of its own."""
    for node in [node for node in tree.findall(nodes.Element) if isinstance(node, _SKIPPED_NODES)]:
        if node.parent is not None:
            node.parent.remove(node)
    for script in [*tree.findall(nodes.superscript), *tree.findall(nodes.subscript)]:
        script.parent.replace(
            script, nodes.Text(write_sub_superscript(script.astext(), isinstance(script, nodes.superscript)))
        )
    return tree
