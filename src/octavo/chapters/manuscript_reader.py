"""Read a chapter's manuscript, written in reStructuredText.

Manuscripts come from many authors. A fault is reported and its text printed as written; it stops no other chapter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from docutils import nodes

from ..findings.finding import Finding, Place, Severity
from ..language.one_line_text import are_similar_titles
from ..loading.source_map import split_lines
from ..loading.text_decoding import decode_leniently
from ..rendering.rst.docutils_parser import ParsedText, parse_lines
from ..rendering.rst.smart_punctuation import apply_smart_punctuation
from ..rendering.rst.unsupported_markup import repair_manuscript_markup
from .manuscript_directives import CHAPTER_MARKUP
from .manuscript_roles import label

MOST_MANUSCRIPT_CHARACTERS = 2_000_000
# Characters at which docutils would split a line, though they do not end one.
_LINE_SEPARATORS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(frozen=True)
class Manuscript:
    """A parsed manuscript: its tree, its own title with the labels that lead to it, and its lines as written."""

    tree: nodes.document
    title: str
    written: ParsedText
    findings: tuple[Finding, ...]
    title_labels: tuple[str, ...] = ()


def read_manuscript_lines(data: bytes, path: Path) -> tuple[ParsedText, list[Finding]]:
    """Decode the lines of a manuscript; text that is not UTF-8 is read as Windows-1252."""
    text, found = decode_leniently(data, path, "the manuscript")
    if len(text) > MOST_MANUSCRIPT_CHARACTERS:
        message = f"the manuscript has {len(text):,} characters; the limit is {MOST_MANUSCRIPT_CHARACTERS:,}"
        found.append(Finding("manuscript-too-long", message, Place(path), "split it into chapters"))
        text = ""
    lines = [line.expandtabs(8).rstrip().translate(_LINE_SEPARATORS) for line in split_lines(text)]
    places = tuple(Place(path, number) for number in range(1, len(lines) + 1))
    return ParsedText(tuple(lines), places, whole=True), found


def parse_manuscript(data: bytes, path: Path, prefix: str, language: str = "", title: str = "") -> Manuscript:
    """Parse a manuscript; `prefix` starts all its ids, and `title` is that of its chapter."""
    written, found = read_manuscript_lines(data, path)
    document, said = parse_lines(written, prefix, CHAPTER_MARKUP, lenient=True)
    found += said
    own_title, labels = _take_title(document, title)
    found += repair_manuscript_markup(document, written)
    apply_smart_punctuation(document, language)
    if not document.astext().strip() and not any(document.findall(nodes.image)):
        found.append(Finding("nothing-printed", "this manuscript has no content to print", Place(path)))
    softened = tuple(replace(one, severity=_soften_severity(one)) for one in found)
    return Manuscript(document, own_title, written, softened, labels)


def _soften_severity(finding: Finding) -> Severity:
    stops = ("nothing-printed", "manuscript-too-long", "rest-too-deep")
    return finding.severity if finding.severity is not Severity.ERROR or finding.code in stops else Severity.WARNING


_OPENING_WORDS = """
    introduction einleitung einführung introducción introduzione introdução inleiding wstęp введение вступ
    abstract summary zusammenfassung résumé resumen background overview preface foreword vorwort préface
"""
_OPENING_HEADINGS = frozenset(_OPENING_WORDS.split())
"""Headings with which a text opens; no chapter has one for a title that another title does not resemble."""


def _take_title(document: nodes.document, chapter_title: str) -> tuple[str, tuple[str, ...]]:
    """Remove and return the manuscript's own title, and the labels that lead to it; the chapter has its title already.

    The title is that of its first section if everything is in this section, or if the chapter has about the same title.
    A first section that is called Introduction is no title: its author marked further sections as parts of it.
    """
    silent = (nodes.comment, nodes.substitution_definition, nodes.target, nodes.footnote, nodes.citation)
    shown = [child for child in document.children if not isinstance(child, silent)]
    section = next((child for child in document.children if isinstance(child, nodes.section)), None)
    if section is None:
        return "", ()
    is_similar = are_similar_titles(section[0].astext(), chapter_title)
    if not is_similar and (len(shown) > 1 or section[0].astext().strip(" .:").casefold() in _OPENING_HEADINGS):
        return "", ()
    title, *rest = section.children
    at = document.index(section)
    labels = (*_names_of(section), *(name for node in _targets_before(document, at) for name in _names_of(node)))
    if any(reference.get("refid") in section["ids"] for reference in document.findall(nodes.reference)):
        rest.insert(0, nodes.target("", "", ids=section["ids"]))
    document.children[at : at + 1] = rest
    for child in rest:
        child.parent = document
    return title.astext(), labels


def _names_of(node: nodes.Element) -> tuple[str, ...]:
    inner = (inside["name"] for inside in node[0].findall(label)) if isinstance(node, nodes.section) else ()
    return (*node["names"], *node.get("dupnames", ()), *inner)


def _targets_before(document: nodes.document, at: int) -> Iterator[nodes.target]:
    """Yield the targets directly above a child of a document."""
    while at and isinstance(document[at - 1], nodes.target | nodes.comment):
        at -= 1
        if isinstance(target := document[at], nodes.target):
            yield target
