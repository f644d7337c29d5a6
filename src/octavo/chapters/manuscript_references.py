"""Find the references that an author wrote into a manuscript: citations, notes and lists, without a .bib file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from docutils import nodes

from ..findings.finding import Finding, Severity
from ..loading.text_decoding import decode_leniently
from ..rendering.bibliography.written_references import WrittenReference, read_reference
from ..rendering.rst.plain_text import extract_runs
from .manuscript_reader import parse_manuscript
from .manuscript_roles import cite

_HEADINGS: Final = (
    r"references?|bibliograph(?:y|ie)|literature(?: cited)?|works cited|références?|sources|literatur(?:verzeichnis)?"
    r"|quellen(?:verzeichnis)?|referencias|bibliograf[ií]a"
)
_LIST_HEADING: Final = re.compile(_HEADINGS, re.IGNORECASE)
_AROUND_HEADING: Final = " .:0123456789"
_LABELLED: Final = re.compile(r"[ \t]*\.\.[ \t]+\[[^\]\n]+\]")
_LABEL: Final = re.compile(r"\s*\[([^\[\]]{1,60})\]\s*")
_SILENT: Final = (nodes.title, nodes.comment, nodes.target, nodes.substitution_definition, nodes.pending)
_ITEMS: Final = (nodes.list_item, nodes.definition_list_item, nodes.field, nodes.line_block)


def is_list_heading(section: nodes.section) -> bool:
    """Return whether a section is headed as a list of references."""
    title = section[0] if section.children and isinstance(section[0], nodes.title) else None
    return title is not None and _is_list_title(title.astext())


def _is_list_title(words: str) -> bool:
    return bool(_LIST_HEADING.fullmatch(unicodedata.normalize("NFC", words).strip(_AROUND_HEADING)))


def _may_have_references(data: bytes, path: Path) -> bool:
    """Return whether a manuscript must be parsed: whether a line of it may be a reference or the heading of a list."""
    lines = decode_leniently(data, path, "")[0].splitlines()
    return any(_LABELLED.match(line) or _is_list_title(line.strip(" \t*`")) for line in lines)


def read_written_references(data: bytes, path: Path) -> tuple[tuple[WrittenReference, ...], tuple[Finding, ...]]:
    """Read the references of a manuscript, and find lists of references that could not be read."""
    if not _may_have_references(data, path):
        return (), ()
    manuscript = parse_manuscript(data, path, "")
    references = find_written_references(manuscript.tree)
    unread = [
        Finding(
            "references-not-read",
            f"no reference could be read from '{section[0].astext()}', so none of it is in any metadata",
            manuscript.written.find_place(section[0].astext()),
            "write each reference as  .. [Name2004] Author, A. (2004). Title.  or as an item of a list",
            Severity.WARNING,
        )
        for section in manuscript.tree.findall(nodes.section)
        if is_list_heading(section)
        and any(not isinstance(child, _SILENT) for child in section.children)
        and not (references or any(manuscript.tree.findall(cite)))
    ]
    return references, tuple(unread)


def find_written_references(tree: nodes.document) -> tuple[WrittenReference, ...]:
    """Return the references written in a tree: each citation once, notes that are references, and items of lists."""
    found = [_read_labelled(node) for node in tree.findall(nodes.citation)]
    lists = [section for section in tree.findall(nodes.section) if is_list_heading(section)]
    own_notes = {id(note) for section in lists for note in _list_notes(section)}
    for note in tree.findall(nodes.footnote):
        reference = _read_labelled(note)
        if id(note) in own_notes or _is_reference(reference):
            found.append(reference)
    for section in lists:
        found += _read_section(section)
    return tuple({(one.label, one.text): one for one in found if one.text.strip()}.values())


def _list_notes(section: nodes.section) -> list[nodes.footnote]:
    """Return the notes of a section that consists of them alone; beside other text they are the chapter's own notes."""
    shown = [child for child in section.children if not isinstance(child, (*_SILENT, nodes.citation))]
    notes = [child for child in shown if isinstance(child, nodes.footnote)]
    return notes if len(notes) == len(shown) else []


def _is_reference(reference: WrittenReference) -> bool:
    """Return whether a note refers to one work: it has a DOI, or authors and title."""
    told = read_reference(reference)
    return bool(told.doi or (told.authors and told.title))


def _read_section(section: nodes.section) -> Iterator[WrittenReference]:
    items = [item for item in section.findall(nodes.Element) if isinstance(item, _ITEMS)]
    items = [item for item in items if not any(isinstance(above, _ITEMS) for above in _list_parents(item, section))]
    numbers: dict[int, int] = {}
    for item in items:
        above = item.parent
        if isinstance(above, nodes.enumerated_list):
            numbers[id(above)] = numbers.get(id(above), int(above.get("start", 1)) - 1) + 1
        yield _read_item(item, str(numbers.get(id(above), "")))
    paragraphs = (child for child in section.children if isinstance(child, nodes.paragraph | nodes.block_quote))
    for paragraph in paragraphs:
        reference = _read_block([paragraph], "")
        told = read_reference(reference)
        sure = bool(reference.label or told.doi or (told.authors and told.title))
        if sure or (not items and (told.year or told.url) and not reference.text.rstrip().endswith(":")):
            yield reference


def _list_parents(node: nodes.Element, outermost: nodes.Element) -> Iterator[nodes.Element]:
    above = node.parent
    while above is not None and above is not outermost:
        yield above
        above = above.parent


def _read_item(item: nodes.Element, label: str) -> WrittenReference:
    if isinstance(item, nodes.field):
        name, body = item.children
        return _read_block([body], name.astext())
    return _read_block([item], label)


def _read_labelled(node: nodes.citation | nodes.footnote) -> WrittenReference:
    """Read ``.. [Author2004] …``."""
    blocks = [child for child in node.children if not isinstance(child, nodes.label)]
    label = next((child.astext() for child in node.children if isinstance(child, nodes.label)), "")
    return _read_block(blocks, label)


def _read_block(blocks: Iterable[nodes.Node], label: str) -> WrittenReference:
    runs: list[tuple[str, str]] = []
    addresses: dict[str, None] = {}
    for block in blocks:
        if not isinstance(block, nodes.Element):
            continue
        addresses |= {str(link["refuri"]): None for link in block.findall(nodes.reference) if "refuri" in link}
        leaves: list[nodes.Element] = [node for node in block.findall(nodes.TextElement) if _is_leaf(node)]
        for leaf in leaves or [block]:
            runs += [("", " ")] if runs else []
            runs += extract_runs(leaf)
    runs = list(_drop_leading_spaces(runs))
    if not label and runs and runs[0][0] == "" and (named := _LABEL.match(runs[0][1])):
        label, runs[0] = named[1], ("", runs[0][1][named.end() :])
    return WrittenReference(label, tuple(run for run in runs if run[1]), tuple(addresses))


def _is_leaf(node: nodes.Element) -> bool:
    """Return whether an element is a block of text, such as a paragraph."""
    return isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline)


def _drop_leading_spaces(runs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    r"""Yield runs without spaces of formulas at their head, as in ``:math:`\;\;` [Author2004] …``."""
    begun = False
    for kind, words in runs:
        if not begun and (not words.strip() or (kind == "math" and not re.sub(r"\\[;:,!> ]|[\s~]", "", words))):
            continue
        yield kind, (words if begun else words.lstrip())
        begun = True
