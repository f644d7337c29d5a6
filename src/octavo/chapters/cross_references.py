"""Resolve the references in a manuscript to links, with the labels of the whole book."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from docutils import nodes

from ..findings.finding import Finding, MissingKind, Severity
from ..rendering.rst.docutils_parser import ParsedText
from .manuscript_roles import cross, get_line
from .numbering import LabelTarget

_KIND_WORDS: Final = {
    "figure": r"fig(?:ure)?s?|plots?|graphs?|charts?|diagrams?|images?|pictures?|panels?|maps?|schemes?",
    "table": r"tab(?:le)?s?|tableaux?",
    "listing": r"listings?|listes?|code|program(?:me)?s?|algorithms?|scripts?|examples?|snippets?",
    "equation": r"eq(?:uation|n)?s?|éq(?:uation)?s?|formul(?:a|as|ae|e|es)|expressions?|relations?|inequalit(?:y|ies)",
}
"""Words that authors write before a number."""
_CONJUNCTION: Final = re.compile(r"[\s,;–-]*(?:(?:and|or|to|et|ou|à|&)\s+)?", re.IGNORECASE)


def resolve_references(
    document: nodes.document, labels: Mapping[str, LabelTarget], others: Mapping[str, LabelTarget], written: ParsedText
) -> tuple[list[str], list[Finding]]:
    """Replace references by linked text; return the labels found neither here nor in `others`.

    A reference prints the full name (Figure 2), or only the number if its author wrote the kind: ``Figure
    :ref:`drift```. ``:eq:`` always prints the number, in brackets.
    """
    unknown: list[str] = []
    findings: list[Finding] = []
    numbered: dict[nodes.Node, str] = {}
    for node in list(document.findall(cross)):
        made: list[nodes.Node] = []
        for name in node["keys"]:
            here, there = _find_label(name, labels), _find_label(name, others)
            if made:
                made.append(nodes.Text(", "))
            if here is not None:
                made.append(
                    nodes.reference("", _reference_text(node, here, numbered) or here.number, refid=here.anchor)
                )
            elif there is not None:
                words = _reference_text(node, there, numbered) or there.name
                made.append(nodes.reference("", words, refuri=f"x-ref:{there.anchor}"))
            else:
                unknown.append(name)
                message = f"unknown label '{name}'"
                hint = "correct the reference, or add :label:`…` at its target"
                place = written.find_place(node.rawsource.partition("\n")[0], written.line_index(*get_line(node)))
                found = Finding("unknown-label", message, place, hint, Severity.WARNING, missing=MissingKind.REFERENCE)
                findings.append(found)
                made.append(nodes.Text(node.get("words") or f"[{name}]"))
        if node in numbered:
            numbered[made[-1]] = numbered[node]
        node.parent.replace(node, made)
    return unknown, findings


def _reference_text(node: cross, known: LabelTarget, numbered: dict[nodes.Node, str]) -> str:
    """Return the number or the name of a numbered element; "" if it has no number.

    `numbered` holds the references that follow a kind word, with that kind.
    """
    if "words" in node:
        return str(node["words"]).replace("%s", known.number).replace("{number}", known.number)
    if not known.kind:
        return ""
    if node["role"] != "eq" and not _is_kind_written(node, known.kind, numbered):
        return known.name
    numbered[node] = known.kind
    return known.number[1:-1] if _is_bracketed(node) and known.number.endswith(")") else known.number


def _is_kind_written(node: cross, kind: str, numbered: dict[nodes.Node, str]) -> bool:
    """Return whether the author wrote the kind before a reference: Figure, or Figures 1 and."""
    at = node.parent.index(node)
    before = node.parent[at - 1] if at else None
    if not isinstance(before, nodes.Text):
        return False
    if at > 1 and _CONJUNCTION.fullmatch(before.astext()):
        return numbered.get(node.parent[at - 2]) == kind
    return re.search(rf"(?<!\w)(?:{_KIND_WORDS[kind]})[.\s]*\(?\Z", before.astext(), re.IGNORECASE) is not None


def _is_bracketed(node: cross) -> bool:
    """Return whether a reference stands alone in brackets."""
    at = node.parent.index(node)
    before, after = node.parent[:at], node.parent[at + 1 :]
    opened = bool(before) and before[-1].astext().endswith("(")
    return opened and bool(after) and after[0].astext().startswith(")")


def _find_label(name: str, labels: Mapping[str, LabelTarget]) -> LabelTarget | None:
    return labels.get(name) or labels.get(nodes.fully_normalize_name(name))
