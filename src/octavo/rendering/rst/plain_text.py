"""Extract the plain text of reST, without markup, notes and images."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docutils import nodes

from ...findings.finding import Finding
from ...language.enumerators import format_enumerator
from ...language.one_line_text import to_one_line
from ...model import Rest
from ...model.formula_text import formula_to_text, write_sub_superscript
from ...model.marked_title import MarkedText
from .value_substitution import parse_value

_SKIPPED_NODES = (
    nodes.footnote,
    nodes.footnote_reference,
    nodes.citation,
    nodes.comment,
    nodes.image,
    nodes.problematic,
)
_BLOCKS = (
    nodes.paragraph,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    nodes.line,
    nodes.term,
    nodes.attribution,
    nodes.rubric,
    nodes.caption,
    nodes.title,
)


_KINDS: Final[dict[type[nodes.Element], str]] = {
    nodes.emphasis: "emphasis",
    nodes.title_reference: "emphasis",
    nodes.strong: "strong",
    nodes.superscript: "superscript",
    nodes.subscript: "subscript",
    nodes.math: "math",
    nodes.math_block: "math",
}


def extract_paragraphs(value: Rest | None) -> tuple[tuple[MarkedText, ...], list[Finding]]:
    """Return the paragraphs of a value, and its findings. Each item of a list and each cell of a table is one.

    What stands before an item is part of it: the number in a list, the name of a field, the options of a command.
    """
    if not value:
        return (), []
    tree, findings = parse_value(value)
    _remove_skipped(tree)
    _write_labels(tree)
    blocks = [block for block in tree.findall(nodes.Element) if isinstance(block, _BLOCKS)]
    return tuple(filter(None, (MarkedText.from_runs(extract_runs(block)) for block in blocks))), findings


def _write_labels(tree: nodes.document) -> None:
    """Write what an item is called or counted by at the start of its words."""
    for node in reversed(list(tree.findall(nodes.Element))):
        if isinstance(node, nodes.enumerated_list):
            for place, item in enumerate(node.children, int(node.get("start", 1))):
                number = format_enumerator(node["enumtype"], place)
                _insert_label(item, f"{node.get('prefix', '')}{number}{node.get('suffix', '.')} ")
        elif isinstance(node, nodes.field):
            _insert_label(node[1], f"{node[0].astext()}: ")
        elif isinstance(node, nodes.option_list_item):
            _insert_label(node[1], f"{', '.join(option.astext() for option in node[0].children)}: ")
        elif isinstance(node, nodes.classifier):
            term = next(one for one in node.parent.children if isinstance(one, nodes.term))
            term.insert(1, nodes.Text(f" : {node.astext()}"))


def _insert_label(item: nodes.Node, label: str) -> None:
    block = next((block for block in item.findall(nodes.Element) if isinstance(block, _BLOCKS)), None)
    if block is None and isinstance(item, nodes.Element):
        item.append(nodes.paragraph("", label.rstrip()))
    elif block is not None:
        block.insert(0, nodes.Text(label))


def extract_runs(node: nodes.Element) -> tuple[tuple[str, str], ...]:
    """Return the text of a part of a tree on one line, as pieces with the kind of each (see `MarkedText`).

    The numbers of notes are left out.
    """
    runs: list[tuple[str, str]] = []
    for text in node.findall(nodes.Text):
        kinds = [type(above) for above in _enclosing(text, node)]
        if nodes.footnote_reference in kinds:
            continue
        kind = next((_KINDS[one] for one in kinds if one in _KINDS), "")
        if runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1] + text.astext())
        else:
            runs.append((kind, text.astext()))
    return tuple(_put_on_one_line(runs))


def _enclosing(text: nodes.Text, outermost: nodes.Element) -> Iterator[nodes.Element]:
    """Yield the elements around a text from the inside out, up to and including the outermost."""
    above = text.parent
    while above is not None:
        yield above
        above = None if above is outermost else above.parent


def _put_on_one_line(runs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield runs without line ends, doubled spaces, and spaces at both ends."""
    after_space = True
    for number, (kind, words) in enumerate(runs):
        words = re.sub(r"[ \t\n\r\v\f]+", " ", words)
        words = words[1:] if after_space and words.startswith(" ") else words
        words = words.rstrip(" ") if number == len(runs) - 1 else words
        if words:
            after_space = words.endswith(" ")
            yield kind, words


def extract_plain_text(node: nodes.Element) -> str:
    """Return the text of a part of a tree on one line."""
    return to_one_line(_remove_markup(node.deepcopy()).astext())


def _remove_skipped(tree: nodes.Element) -> None:
    """Remove what is no text from a tree."""
    for node in [node for node in tree.findall(nodes.Element) if isinstance(node, _SKIPPED_NODES)]:
        if node.parent is not None:
            node.parent.remove(node)


def _remove_markup(tree: nodes.Element) -> nodes.Element:
    """Remove what is no text from a tree, and write formulas and scripts with Unicode characters."""
    _remove_skipped(tree)
    for formula in [*tree.findall(nodes.math), *tree.findall(nodes.math_block)]:
        formula.parent.replace(formula, nodes.Text(formula_to_text(formula.astext())))
    for script in [*tree.findall(nodes.superscript), *tree.findall(nodes.subscript)]:
        script.parent.replace(
            script, nodes.Text(write_sub_superscript(script.astext(), isinstance(script, nodes.superscript)))
        )
    return tree
