"""Convert a short text in HTML, Markdown or no markup, such as an abstract, to reStructuredText for workshop.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ...model import Rest
from ...rendering.rst.value_substitution import parse_value
from ..latex_to_rst import escape_rst
from .block_writer import RstWriter
from .document_tree import UnreadableDocument, read_document
from .inline_writer import clean_text, protect_start, wrap_line

LONGEST_TEXT: Final = 100_000
"""Characters of a source; the rest is cut off."""


class MarkupForm(StrEnum):
    """The markup of a text, by the name that pandoc has for its reader."""

    PLAIN = "plain"
    HTML = "html+tex_math_dollars"
    MARKDOWN = "commonmark+tex_math_dollars+raw_html+pipe_tables+strikeout"


@dataclass(frozen=True)
class ConvertedText:
    """A text in reStructuredText, and what was lost, with examples."""

    text: str
    losses: Mapping[str, Sequence[str]] = field(default_factory=dict)


_TAG: Final = re.compile(
    r"<(?:p|br|div|span|ul|ol|li|em|strong|b|i|u|a|h[1-6]|table|sub|sup|blockquote)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_BLOCK: Final = re.compile(r"\s*<(?:p|div|ul|ol|h[1-6]|table|blockquote|span)(?:\s[^<>]*)?>", re.IGNORECASE)
_MARKDOWN: Final = re.compile(r"[*_`#\[\]<>|\\~$&]|^\s*(?:[-+]|\d+[.)])\s|^\s*(?:---|===)", re.MULTILINE)
_ANY_TAG: Final = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_BULLET: Final = re.compile(r"\s*(?:[-*•–·▪]|\u2043)\s+(?=\S)")


def guess_form(text: str, otherwise: MarkupForm) -> MarkupForm:
    """Return HTML for a text with tags, else the markup that is usual where it comes from.

    Markdown may hold tags too, but does not begin with that of a paragraph.
    """
    is_html = _BLOCK.match(text) if otherwise is MarkupForm.MARKDOWN else _TAG.search(text)
    return MarkupForm.HTML if is_html else otherwise


def convert_markup(text: str, otherwise: MarkupForm) -> ConvertedText:
    """Return a text as reStructuredText that is sure to be read; words are kept where their markup cannot be."""
    losses: dict[str, Sequence[str]] = {}
    if len(text) > LONGEST_TEXT:
        losses["all beyond 100,000 characters was left out"] = [text[LONGEST_TEXT:]]
    text = text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    form = guess_form(text, otherwise)
    written = ""
    is_plain = form is MarkupForm.PLAIN or (form is MarkupForm.MARKDOWN and not _MARKDOWN.search(text))
    if not is_plain:
        try:
            document = RstWriter().write(read_document(text.encode("utf-8", "replace"), form))
            written, is_plain = document.text, bool(document.text) and not is_readable(document.text)
            losses |= document.losses
        except UnreadableDocument as fault:
            losses[f"its markup was left out: it {fault}"] = [text]
            is_plain = True
    if is_plain:
        written = write_plain(_ANY_TAG.sub(" ", text) if form is MarkupForm.HTML else text)
    kept = shorten(written.strip("\n"), Rest.max_length)
    if kept != written.strip("\n"):
        losses["all beyond 20,000 characters was left out"] = [written[len(kept) :]]
    return ConvertedText(kept, losses)


def is_readable(text: str) -> bool:
    """Return whether a text is read as a value of workshop.yaml without findings."""
    return not parse_value(Rest(text))[1]


def write_plain(text: str) -> str:
    """Write a text without markup: lines are joined, but for lists, and empty lines divide paragraphs."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        items = [_BULLET.match(line) for line in lines]
        first = next((at for at, item in enumerate(items) if item), len(lines))
        blocks.append(_write_paragraph(" ".join(lines[:first])))
        listed: list[str] = []
        for line, item in zip(lines[first:], items[first:], strict=True):
            if item:
                listed.append(line[item.end() :])
            else:
                listed[-1] += f" {line}"
        blocks.append("\n".join(f"- {_write_paragraph(entry)}".replace("\n", "\n  ") for entry in listed))
    return "\n\n".join(filter(None, blocks))


def _write_paragraph(words: str) -> str:
    text = escape_rst(" ".join(clean_text(words).split()))
    return "\n".join(wrap_line(protect_start(text))) if text else ""


def shorten(text: str, longest: int) -> str:
    """Return the paragraphs of a text that fit."""
    if len(text) <= longest:
        return text
    kept = text[:longest].rpartition("\n\n")[0]
    return kept or text[:longest].rpartition(" ")[0]
