"""Tell what a reST value says in plain words: the value in, its paragraphs out, without markup, notes and pictures."""

from __future__ import annotations

from docutils import nodes

from ...findings.finding import Finding
from ...language.one_line_text import one_line
from ...model import Rest
from ...model.text_types import raised
from .value_substitution import parse_value

_LEFT_OUT = (nodes.footnote, nodes.footnote_reference, nodes.citation, nodes.comment, nodes.image, nodes.problematic)
_BLOCKS = (nodes.paragraph, nodes.literal_block, nodes.math_block, nodes.line, nodes.term, nodes.attribution)


def paragraphs(value: Rest | None) -> tuple[tuple[str, ...], list[Finding]]:
    """Give the paragraphs of a value, and what is wrong with it; a list or table has one for each item or cell."""
    if not value:
        return (), []
    tree, findings = parse_value(value)
    blocks = _bare(tree).findall(lambda node: isinstance(node, _BLOCKS))
    return tuple(filter(None, (one_line(block.astext()) for block in blocks))), findings


def plain(node: nodes.Element) -> str:
    """Give the words of a part of a tree on one line."""
    return one_line(_bare(node.deepcopy()).astext())


def _bare(tree: nodes.Element) -> nodes.Element:
    """Take out of a tree what is no words, and write what is raised or lowered with characters of its own."""
    for node in [node for node in tree.findall(nodes.Element) if isinstance(node, _LEFT_OUT)]:
        if node.parent is not None:
            node.parent.remove(node)
    for script in [*tree.findall(nodes.superscript), *tree.findall(nodes.subscript)]:
        script.parent.replace(script, nodes.Text(raised(script.astext(), isinstance(script, nodes.superscript))))
    return tree
