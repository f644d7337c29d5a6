"""Write links, footnotes, citations, contents and indexes as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from html import escape
from itertools import groupby
from typing import Final

from docutils import nodes

from ...language import text_direction
from ..rst import directives
from ..rst.value_substitution import title_nodes
from .html_document import ContentsEntry, IndexEntry
from .html_figures import wrap_block_image
from .html_state import HtmlState, NodeWriter
from .inline_html import escape_isolated, iter_parents, write_address, write_bidi

_LONGEST_SIDE_NOTE: Final = 420
"""Characters of a note in the outer margin, about twelve lines there; a longer one stands at the foot of the page."""
_BLOCKS: Final = "p|div|aside|ul|ol|li|dl|dt|dd|pre|blockquote|figure|figcaption|table|caption|thead|tbody|tr|th|td"
_BLOCK_TAG: Final = re.compile(rf"<({_BLOCKS})(?=[ >])|</(?:{_BLOCKS})>\n?")


def _write_reference(state: HtmlState, node: nodes.reference) -> str:
    address = node.get("refuri") or "#" + str(node.get("refid", ""))
    if address == "#":
        return state.write_children(node)
    inner = state.write_children(node)
    if node.astext() == address:
        inner = write_address(address)
        if state.translator.direction == text_direction.RTL:
            inner = f'<bdi dir="{text_direction.LTR}">{inner}</bdi>'
    link = f'<a href="{escape(address)}">{inner}</a>'
    pictures = [child for child in node.children if isinstance(child, nodes.image)]
    is_block = pictures and not isinstance(node.parent, nodes.figure | nodes.TextElement)
    return wrap_block_image(link, pictures[0]) if is_block else link


def _write_footnote_reference(state: HtmlState, node: nodes.footnote_reference) -> str:
    """Write a footnote at the first reference to it, since it floats to the foot of that page."""
    identity = str(node.get("refid", ""))
    note = state.notes.get(identity)
    if note is None:
        return ""
    if identity in state.printed_notes:
        number = state.printed_notes[identity]
        return f'<a class="again" href="#{escape(identity)}"><sup>{number}</sup></a>'
    state.numbers["note"] += 1
    state.printed_notes[identity] = state.numbers["note"]
    parts = [child for child in note.children if not isinstance(child, nodes.label)]
    is_plain = len(parts) == 1 and isinstance(parts[0], nodes.paragraph)
    if is_plain and state.options.side_notes and len(note.astext()) <= _LONGEST_SIDE_NOTE and _stands_in_text(node):
        return _write_side_note(state, identity, parts[0].children)
    if is_plain:
        inner = "".join(map(state.write_node, parts[0].children))
    else:
        inner = _blocks_to_spans("".join(map(state.write_node, parts)))
    # The engine counts the notes at the foot of pages alone, and adds one for this note.
    counted = f' style="counter-set: footnote {state.numbers["note"] - 1}"' if state.options.side_notes else ""
    return f'<span class="footnote" id="{escape(identity)}"{counted}>{inner}</span>'


def _stands_in_text(node: nodes.Node) -> bool:
    """Return whether a note has a margin beside it: a table may be on a landscape page, a caption in the margin."""
    return not any(isinstance(parent, nodes.table | nodes.caption) for parent in iter_parents(node))


def _write_side_note(state: HtmlState, identity: str, words: Sequence[nodes.Node]) -> str:
    """Write a note for the outer margin, beside the line that calls it."""
    number, inner = state.numbers["note"], "".join(map(state.write_node, words))
    return (
        f'<a class="note-call" role="doc-noteref" href="#{escape(identity)}"><sup>{number}</sup></a>'
        f'<span class="side-note" role="doc-footnote" id="{escape(identity)}">'
        f'<span class="note-number" data-tag="dt">{number}</span> {inner}</span>'
    )


def _blocks_to_spans(blocks: str) -> str:
    """Turn blocks into spans with their tag in `data-tag`, since HTML allows no blocks within a paragraph."""
    return _BLOCK_TAG.sub(lambda tag: f'<span data-tag="{tag[1]}"' if tag[1] else "</span>", blocks)


def _write_citation_reference(state: HtmlState, node: nodes.citation_reference) -> str:
    return f'<a href="#{escape(str(node.get("refid", "")))}">[{state.write_children(node)}]</a>'


def _write_citation(state: HtmlState, node: nodes.citation) -> str:
    """Write a citation with its label in its first paragraph, and its further blocks below."""
    label, *rest = node.children
    first = ""
    if rest and isinstance(paragraph := rest[0], nodes.paragraph):
        first = state.write_children(paragraph)
        rest = rest[1:]
    written = state.write_tag("p", node, f"[{escape(label.astext())}] {first}")
    return written + "".join(map(state.write_node, rest))


# Contents


_LISTED_LEVELS, _LONG_CONTENTS = 2, 72
"""Levels of headings that are listed, and lines from which their list is set more tightly: about two pages."""


def _write_contents(state: HtmlState, _node: directives.contents) -> str:
    items = "".join(_write_contents_line(state, entry) for entry in state.options.contents)
    lines = sum(entry.heading.level <= _LISTED_LEVELS for entry in state.options.contents)
    long = " long" if lines > _LONG_CONTENTS else ""
    return f'<nav role="doc-toc"><ol class="contents{long}">{items}</ol></nav>'


def _write_contents_line(state: HtmlState, entry: ContentsEntry) -> str:
    heading = entry.heading
    if not entry.folio:
        words = escape_isolated(heading.text, state.translator.direction)
        return f'<li class="section"><p class="section">{words}</p></li>\n'
    number = f'<span class="number">{escape(heading.number)}</span> ' if heading.number else ""
    authors = (
        f'<p class="authors">{escape_isolated(entry.authors, state.translator.direction)}</p>' if entry.authors else ""
    )
    # The last word and the folio stay on one line.
    before, last = (
        "".join(_write_title_run(state, run) for run in runs)
        for runs in _split_last_word(heading.text, state.translator.direction)
    )
    words = f'<span class="words">{before}</span>' if before else ""
    address = f'href="x-ref:{escape(heading.anchor)}"{_name_language(heading.lang)}'
    return (
        f'<li class="level-{heading.level}{f" {entry.kind}" if entry.kind else ""}"><a {address}>{number}{words}'
        f'<span class="end"><span class="words">{last}</span><span class="leader"></span>'
        f'<span class="folio">{escape(entry.folio)}</span></span></a>{authors}</li>\n'
    )


def _name_language(tag: str) -> str:
    """Return the attribute of a title in another language. Its line runs as the others, from title to folio."""
    return f' lang="{escape(tag)}"' if tag else ""


def _write_title_run(state: HtmlState, run: nodes.Node) -> str:
    """Write a run of a title. Plain text is written unchanged."""
    if isinstance(run, nodes.Text):
        around = state.translator.direction
        words = text_direction.isolate_foreign(run.astext(), around) if around == text_direction.RTL else run.astext()
        return write_bidi(escape(words), around)
    return state.write_node(run)


def _split_last_word(title: str, around: str) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Split a title before its last word, but not one that holds words against the direction of its line."""
    before = title_nodes(title)
    if text_direction.has_rtl_letters(title) or around == text_direction.RTL:
        return before, []
    last: list[nodes.Node] = []
    while before:
        run = before.pop()
        words = run.astext()
        if isinstance(run, nodes.Text | nodes.emphasis | nodes.strong) and " " in words:
            head, _, tail = words.rpartition(" ")
            if isinstance(run, nodes.Text):
                return [*before, nodes.Text(f"{head} ")], [nodes.Text(tail), *last]
            kind = type(run)
            return [*before, kind("", head), nodes.Text(" ")], [kind("", tail), *last]
        last.insert(0, run)
    return [], last


# Indexes


_FEWEST_WITH_LETTERS: Final = 20
"""Entries of an index above which a letter stands over those that begin with it."""


def _write_index(state: HtmlState, node: directives.index) -> str:
    entries = state.options.indexes.get(node["which"], ())
    groups = "".join(_write_letter_group(state, letter, run) for letter, run in _group(entries))
    return f'<div class="index of-{node["which"]}">{groups}</div>'


def _write_letter_group(state: HtmlState, letter: str, entries: Iterable[IndexEntry]) -> str:
    written = "".join(map(partial(_write_index_entry, state), entries))
    head = f'<p class="letter">{escape(letter)}</p>\n' if letter else ""
    return f'<div class="letter-group">{head}{written}</div>\n'


def _group(entries: Sequence[IndexEntry]) -> Iterable[tuple[str, Iterable[IndexEntry]]]:
    """Return the entries by their letters, or all together if they are few."""
    return groupby(entries, lambda entry: entry.letter if len(entries) >= _FEWEST_WITH_LETTERS else "")


def _write_index_entry(state: HtmlState, entry: IndexEntry) -> str:
    places = state.translator.comma.join(
        f'<a href="x-ref:{escape(anchor)}">{escape(words)}</a>' for words, anchor in entry.places
    )
    see = (
        f"<em>{escape(state.translator.gettext('see'))}</em> {escape_isolated(entry.see, state.translator.direction)}"
        if entry.see
        else ""
    )
    pages = state.translator.comma.join(
        filter(None, (f"<span>{escape_isolated(entry.words, state.translator.direction)}</span>", places))
    )
    return f"<p>{pages}{' ' if see else ''}{see}</p>\n"


REFERENCE_HTML_WRITERS: Final[Mapping[str, NodeWriter]] = {
    "citation": _write_citation,
    "citation_reference": _write_citation_reference,
    "contents": _write_contents,
    "footnote_reference": _write_footnote_reference,
    "index": _write_index,
    "reference": _write_reference,
}
