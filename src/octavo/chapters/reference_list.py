"""Format the citations of a chapter and add its reference list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from docutils import nodes

from ..findings.finding import CITATIONS_NOT_SET, Finding, Place, Severity
from ..rendering.bibliography.citations import FormattedReference, OwnStyle, format_citations
from ..rendering.bibliography.cited_entries import CitedEntries
from ..rendering.bibliography.styled_runs import Runs, effective_styles
from ..rendering.rst.docutils_parser import ParsedText
from .manuscript_references import is_list_heading
from .manuscript_roles import cite as citation

_WIDE_LIST = 100
"""Entries of a list whose labels have three digits."""
_STYLE_NODES = {
    "emphasis": nodes.emphasis,
    "strong": nodes.strong,
    "superscript": nodes.superscript,
    "subscript": nodes.subscript,
}


@dataclass(frozen=True)
class ReferenceStyle:
    """How a chapter cites: the style, the project's own file of that name, the language, and the list's heading."""

    name: str
    own: OwnStyle | None
    language: str
    heading: str


def cite_sources(
    document: nodes.document,
    files: Sequence[tuple[Path, str]],
    style: ReferenceStyle,
    prefix: str,
    written: ParsedText,
) -> tuple[int, list[Finding]]:
    """Replace every citation by formatted text and append the reference list; return the number of citations."""
    calls = list(document.findall(citation))
    native = list(document.findall(nodes.citation))
    findings: list[Finding] = []
    entries: list[nodes.list_item] = []
    if calls:
        library, found = CitedEntries.parse_files(files)
        findings += [_locate_finding(finding, written) for finding in found]
        # As in BibTeX, keys are case-insensitive.
        spelt = {key.casefold(): key for key in library.keys}
        for call in calls:
            call["keys"] = [spelt.get(key.casefold(), key) for key in call["keys"]]
        keys = [call["keys"] for call in calls]
        cited, references, found = format_citations(library, keys, style.name, style.language, style.own)
        # The name of the style stands in workshop.yaml.
        findings += [
            replace(finding, severity=Severity.WARNING)
            if finding.subject == style.name and not finding.place
            else _locate_finding(finding, written)
            for finding in found
        ]
        known = {reference.key for reference in references}
        for call, words in zip(calls, cited, strict=True):
            aim = next((key for key in call["keys"] if key in known), "")
            call.parent.replace(call, _link_runs(words.runs, _source_anchor(prefix, aim) if aim else ""))
        entries += [_list_entry(reference, prefix) for reference in references]
    entries += [_convert_citation(node) for node in native]
    if section := _find_own_section(document):
        section["classes"].append("references")
    if entries:
        numeric = bool(native) or any(entry.get("numeric") for entry in entries)
        _insert_list(document, entries, prefix, style.heading, numeric)
    return len(calls) + sum(1 for _ in document.findall(nodes.citation_reference)), findings


def _locate_finding(finding: Finding, written: ParsedText) -> Finding:
    """Add the line to a finding on a citation; such a finding stops no book, unless no citation was set."""
    is_softened = finding.severity is Severity.ERROR and finding.code != CITATIONS_NOT_SET
    severity = Severity.WARNING if is_softened else finding.severity
    if finding.code == "no-title":
        severity = Severity.ADVICE
    place = finding.place
    if place is None:
        place = written.find_place(finding.subject) if finding.subject else Place(written.start.file)
    return replace(finding, place=place, severity=severity)


def _source_anchor(prefix: str, key: str) -> str:
    return f"{prefix}source.{key}"


def _link_runs(runs: Runs, anchor: str) -> list[nodes.Node]:
    inner = list(_run_nodes(runs))
    return [nodes.reference("", "", *inner, refid=anchor)] if anchor else inner


def _run_nodes(runs: Runs) -> Iterator[nodes.Node]:
    for run in runs:
        node: nodes.Node = nodes.Text(run.text)
        for style in reversed(effective_styles(run)):
            if style in _STYLE_NODES:
                node = _STYLE_NODES[style]("", "", node)
            elif style == "small-caps":
                node = nodes.inline("", "", node, classes=["small-caps"])
        linked = run.address.startswith(("http://", "https://", "mailto:"))
        yield nodes.reference("", "", node, refuri=run.address) if linked else node


def _list_entry(reference: FormattedReference, prefix: str) -> nodes.list_item:
    words = nodes.paragraph("", "", *_run_nodes(reference.runs))
    if reference.label:
        words.insert(0, nodes.inline("", reference.label, classes=["label"]))
        words.insert(1, nodes.Text(" "))
    return nodes.list_item("", words, ids=[_source_anchor(prefix, reference.key)], numeric=bool(reference.label))


def _convert_citation(node: nodes.citation) -> nodes.list_item:
    """Convert a docutils citation, ``.. [Author2004] …``, to a list entry."""
    label, *rest = node.children
    node.parent.remove(node)
    first = rest[0] if rest and isinstance(rest[0], nodes.paragraph) else nodes.paragraph()
    first.insert(0, nodes.inline("", f"[{label.astext()}]", classes=["label"]))
    first.insert(1, nodes.Text(" "))
    return nodes.list_item("", first, *rest[1:], ids=list(node["ids"]))


def _insert_list(
    document: nodes.document, entries: list[nodes.list_item], prefix: str, heading: str, numeric: bool
) -> None:
    """Insert the list in the manuscript's own section for it, or in a new one."""
    own = _find_own_section(document)
    kinds = ["numeric", *(["wide"] if len(entries) >= _WIDE_LIST else [])] if numeric else []
    listed = nodes.bullet_list("", *entries, classes=["references", *kinds])
    if own is not None:
        parts = [number for number, child in enumerate(own.children) if isinstance(child, nodes.section)]
        own.insert(parts[0] if parts else len(own), listed)
        return
    taken = {identity for node in document.findall(nodes.Element) for identity in node["ids"]}
    names = (f"{prefix}references{number or ''}" for number in count())
    identity = next(name for name in names if name not in taken)
    document.append(nodes.section("", nodes.title("", heading), listed, ids=[identity], classes=["references"]))


def _find_own_section(document: nodes.document) -> nodes.section | None:
    """Return the section in which a manuscript lists its sources: the last one with such a heading."""
    sections = reversed(list(document.findall(nodes.section)))
    return next((section for section in sections if is_list_heading(section)), None)


def find_unused_bibliographies(files: Sequence[tuple[Path, str]], calls: int) -> list[Finding]:
    """Report bibliography files from which nothing is cited."""
    if calls or not files:
        return []
    message = "nothing is cited from this bibliography"
    return [Finding("bibliography-unused", message, Place(file), severity=Severity.ADVICE) for file, _ in files]
