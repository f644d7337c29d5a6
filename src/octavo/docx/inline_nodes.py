"""Write inline nodes (emphasis, links, references, notes, formulas, pictures) as runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docutils import nodes

from ..chapters.manuscript_roles import indexed
from ..rendering.rst import directives
from . import figure_nodes, footnotes, formula_nodes, runs_and_fields
from .formatting import RunFormat
from .ooxml_elements import Element, make
from .writer_state import WriterState

_KEYWORDS = frozenset(("k", "kn", "kd", "kc", "kr", "kt", "ow", "keyword"))
_COMMENTS = frozenset(("c", "c1", "cm", "ch", "cs", "cp", "sd", "comment"))


def _write_plain(state: WriterState, node: nodes.Element, run_format: RunFormat) -> list[Element]:
    return state.write_inlines(node.children, run_format)


def _write_emphasis(state: WriterState, node: nodes.Element, run_format: RunFormat) -> list[Element]:
    return state.write_inlines(node.children, replace(run_format, italic=True))


def _write_strong(state: WriterState, node: nodes.Element, run_format: RunFormat) -> list[Element]:
    return state.write_inlines(node.children, replace(run_format, bold=True))


def _write_literal(state: WriterState, node: nodes.Element, run_format: RunFormat) -> list[Element]:
    return state.write_inlines(node.children, replace(run_format, style="CodeCharacter"))


def _write_subscript(state: WriterState, node: nodes.Element, run_format: RunFormat) -> list[Element]:
    return state.write_inlines(node.children, replace(run_format, position="subscript"))


def _write_superscript(state: WriterState, node: nodes.Element, run_format: RunFormat) -> list[Element]:
    return state.write_inlines(node.children, replace(run_format, position="superscript"))


def _write_inline(state: WriterState, node: nodes.Element, run_format: RunFormat) -> list[Element]:
    classes = set(node["classes"])
    if "small-caps" in classes:
        run_format = replace(run_format, small_caps=True)
    elif run_format.verbatim and classes & _KEYWORDS:
        run_format = replace(run_format, style="CodeKeyword")
    elif run_format.verbatim and classes & _COMMENTS:
        run_format = replace(run_format, style="CodeComment")
    return state.write_inlines(node.children, run_format)


def _write_index_term(state: WriterState, node: indexed, run_format: RunFormat) -> list[Element]:
    """Write words that are marked for the index, with an XE field for Word's own index."""
    return [*runs_and_fields.make_index_entry(str(node["term"])), *state.write_inlines(node.children, run_format)]


def _write_reference(state: WriterState, node: nodes.reference, run_format: RunFormat) -> list[Element]:
    inner = state.write_inlines(node.children, run_format)
    aim = state.find_bookmark(str(node.get("refid", "")))
    written = str(node.get("refuri", ""))
    told = state.split_at_label(node.astext(), str(node.get("refid", ""))) if aim else None
    if told:
        before, held, after = ([runs_and_fields.make_run(words, run_format)] if words else [] for words in told)
        return [*before, *runs_and_fields.make_field(f"REF {aim} \\h", held, run_format), *after]
    if aim:
        return [make("w:hyperlink", *inner, anchor=aim, history=1)]
    # Another chapter of the book is in another file, so the reference is only text.
    if not written or written.startswith("x-ref:"):
        return inner
    styled = state.write_inlines(
        node.children, run_format if run_format.style else replace(run_format, style="Hyperlink")
    )
    return [make("w:hyperlink", *styled, r_id=state.add_link(written), w_history=1)]


def _write_citation_reference(
    state: WriterState, node: nodes.citation_reference, run_format: RunFormat
) -> list[Element]:
    inner = [
        runs_and_fields.make_run("[", run_format),
        *state.write_inlines(node.children, run_format),
        runs_and_fields.make_run("]", run_format),
    ]
    aim = state.find_bookmark(str(node.get("refid", "")))
    return [make("w:hyperlink", *inner, anchor=aim, history=1)] if aim else inner


def _write_target(state: WriterState, node: nodes.target, run_format: RunFormat) -> list[Element]:
    return state.write_inlines(node.children, run_format)


def _write_symbol(state: WriterState, node: directives.symbol, run_format: RunFormat) -> list[Element]:
    """Write what a sign says, as a label of the words behind it."""
    return [runs_and_fields.make_run(f"{node.astext()}{state.words.colon}", replace(run_format, italic=True))]


def _write_progress(state: WriterState, node: directives.progress, run_format: RunFormat) -> list[Element]:
    share = directives.read_share(node)
    text = node.astext() if share is None else state.words.format_percent(share)
    return [runs_and_fields.make_run(text, run_format)]


INLINE_WRITERS: dict[str, Any] = {
    "abbreviation": _write_plain,
    "acronym": _write_plain,
    "citation_reference": _write_citation_reference,
    "emphasis": _write_emphasis,
    "footnote_reference": footnotes.write_footnote_reference,
    "image": figure_nodes.write_inline_image,
    "indexed": _write_index_term,
    "inline": _write_inline,
    "literal": _write_literal,
    "math": formula_nodes.write_inline_formula,
    "progress": _write_progress,
    "reference": _write_reference,
    "strong": _write_strong,
    "subscript": _write_subscript,
    "superscript": _write_superscript,
    "symbol": _write_symbol,
    "target": _write_target,
    "title_reference": _write_emphasis,
}
