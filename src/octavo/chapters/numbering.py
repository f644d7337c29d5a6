"""Number the elements of a manuscript and collect its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

from ..findings.finding import Finding, Severity
from ..language.translator import Translator
from ..rendering.rst.docutils_parser import ParsedText
from .manuscript_roles import get_line, indexed, label


@dataclass(frozen=True)
class LabelTarget:
    """The target of a label: its anchor, its number (or title), its name (Figure 2), and its kind if numbered."""

    anchor: str
    number: str
    name: str
    kind: str = ""


@dataclass(frozen=True)
class IndexOccurrence:
    """A place that is marked for the subject index."""

    term: str
    anchor: str


@dataclass(frozen=True)
class ContentCounts:
    """How many elements of each kind a manuscript has; the typeset book is compared with these."""

    equations: int
    formulas: int
    figures: int
    tables: int
    listings: int
    citations: int
    notes: int


def number_labels(
    document: nodes.document, prefix: str, words: Translator, written: ParsedText
) -> tuple[dict[str, LabelTarget], list[Finding]]:
    """Number figures, tables, listings and equations in reading order, and return the labels.

    Labels come from ``:label:``, from the options ``:name:`` or ``:label:``, and from a target ``.. _name:`` directly
    above.
    """
    numbered = dict(_number_elements(document, words))
    labels: dict[str, LabelTarget] = {}
    owners: dict[str, nodes.Element] = {}
    findings = []
    for name, node in _named_elements(document):
        owner = _label_owner(node, numbered)
        if owner is None:
            continue
        first = owners.setdefault(name, owner)
        if first is owner:
            called = numbered.get(id(owner)) or _title_names(owner)
            labels.setdefault(name, LabelTarget(_ensure_anchor(owner, name, prefix), *called))
        elif isinstance(node, label | nodes.math_block):
            message = f"the label '{name}' is defined twice; references lead to the first"
            place = written.find_place(name, written.line_index(*get_line(node)))
            findings.append(Finding("label-twice", message, place, "use different labels", Severity.WARNING))
    for node in list(document.findall(label)):
        _remove_label(node)
    return labels, findings


def _number_elements(document: nodes.document, words: Translator) -> Iterator[tuple[int, tuple[str, str, str]]]:
    names = {
        "figure": words.gettext("Figure {n}"),
        "table": words.gettext("Table {n}"),
        "listing": words.gettext("Listing {n}"),
        "equation": words.gettext("Equation ({n})"),
    }
    counts = dict.fromkeys(names, 0)

    def count(node: nodes.Element, kind: str) -> tuple[int, tuple[str, str, str]]:
        counts[kind] += 1
        node["number"] = str(counts[kind])
        shown = f"({node['number']})" if kind == "equation" else node["number"]
        return id(node), (shown, names[kind].replace("{n}", node["number"]), kind)

    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.figure) and any(isinstance(child, nodes.caption) for child in node):
            yield count(node, "figure")
        elif isinstance(node, nodes.table) and any(isinstance(child, nodes.title) for child in node):
            yield count(node, "table")
        elif isinstance(node, nodes.container) and "listing" in node["classes"]:
            yield count(node, "listing")
        elif isinstance(node, nodes.math_block) and (node.get("label") or node["names"] or node["ids"]):
            yield count(node, "equation")


def _named_elements(document: nodes.document) -> Iterator[tuple[str, nodes.Element]]:
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.citation | nodes.footnote):
            continue
        if isinstance(node, label):
            yield node["name"], node
        elif isinstance(node, nodes.math_block) and node.get("label"):
            yield node["label"], node
        owner = _target_element(node) if isinstance(node, nodes.target) else node
        if owner is not None:
            yield from ((name, owner) for name in (*node["names"], *node.get("dupnames", ())))


def _target_element(target: nodes.target) -> nodes.Element | None:
    """Return the element below a target; a target with an address has none.

    docutils leaves a target above a heading at the end of the section before.
    """
    if "refuri" in target or "refname" in target:
        return None
    at: nodes.Node | None = target
    while isinstance(at, nodes.target | nodes.comment):
        at = at.next_node(descend=False, siblings=True, ascend=True)
    return at if isinstance(at, nodes.Element) else target


def _label_owner(node: nodes.Element, numbered: Mapping[int, tuple[str, str, str]]) -> nodes.Element | None:
    """Return the element that a label belongs to: the numbered element around or before it, else the section."""
    at: nodes.Node | None = node
    while at is not None:
        if id(at) in numbered or isinstance(at, nodes.section):
            return at if isinstance(at, nodes.Element) else None
        at = at.parent
    return node if isinstance(node, nodes.figure | nodes.table | nodes.literal_block) and node["ids"] else None


def _title_names(node: nodes.Element) -> tuple[str, str]:
    """Return the number and name of a titled element; the space before a label is not part of the title."""
    title = next((" ".join(child.astext().split()) for child in node.children if isinstance(child, nodes.title)), "")
    return (title, f"“{title}”") if title else ("↑", "↑")


def _ensure_anchor(owner: nodes.Element, name: str, prefix: str) -> str:
    if not owner["ids"]:
        owner["ids"].append(f"{prefix}{nodes.make_id(name) or 'label'}-{_name_digest(name)}")
    return str(owner["ids"][0])


def _name_digest(name: str) -> str:
    """Return digits that tell apart names which give the same id."""
    return f"{sum(ord(letter) * (place + 1) for place, letter in enumerate(name)) % 9973}"


def _remove_label(node: nodes.Element) -> None:
    """Remove a label and the space before it. A paragraph of labels alone goes too, so that it parts no others."""
    parent, at = node.parent, node.parent.index(node)
    parent.remove(node)
    if isinstance(parent, nodes.paragraph) and not parent.astext().strip() and not parent["ids"]:
        if not any(isinstance(child, nodes.Element) for child in parent.children):
            parent.parent.remove(parent)
        return
    before = parent[at - 1] if at else None
    if isinstance(before, nodes.Text):
        trimmed = before.rstrip() if at >= len(parent) else before
        parent.replace(before, nodes.Text(trimmed))


def anchor_index_terms(document: nodes.document, prefix: str) -> tuple[IndexOccurrence, ...]:
    """Give every index mark an anchor, and return the marks."""
    found = []
    for place, node in enumerate(document.findall(indexed)):
        anchor = f"{prefix}index.{place}"
        node["ids"].append(anchor)
        found.append(IndexOccurrence(node["term"], anchor))
    return tuple(found)


def count_elements(document: nodes.document, citations: int) -> ContentCounts:
    """Count the elements of a manuscript by kind."""

    def all_of(kind: type[nodes.Element]) -> int:
        return sum(1 for _ in document.findall(kind))

    listings = sum(1 for node in document.findall(nodes.literal_block) if node.astext().strip())
    listings += all_of(nodes.doctest_block)
    notes = all_of(nodes.footnote)
    return ContentCounts(
        equations=all_of(nodes.math_block),
        formulas=all_of(nodes.math),
        figures=sum(1 for node in document.findall(nodes.figure)),
        tables=all_of(nodes.table),
        listings=listings,
        citations=citations,
        notes=notes,
    )
