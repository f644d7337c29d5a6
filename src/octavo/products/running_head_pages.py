"""Write the sheets of running heads and folios: pieces in, jobs for the typesetter out, one piece on each page."""

from __future__ import annotations

from ..language.enumerators import to_roman
from ..model.marked_title import MarkedTitle
from ..pdf.binding.binding_plan import Numbering
from ..rendering.html.html_writer import escape_isolated
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetJob

BLOCK_SIZE = 128
"""Folios are set in blocks of so many: a block is the same for every book of a style, and is kept."""


def format_folio(numbering: Numbering, number: int) -> str:
    """Write the number of a page."""
    return to_roman(number) if numbering is Numbering.ROMAN else str(number)


def folio_block(number: int) -> int:
    """Tell in which block a folio is set."""
    return (number - 1) // BLOCK_SIZE


def folio_sheet(numbering: Numbering, block: int, sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write a block of the folios that stand beside running heads."""
    first = block * BLOCK_SIZE + 1
    names = [
        f"folio {'recto' if number % 2 else 'verso'} {format_folio(numbering, number)}"
        for number in range(first, first + BLOCK_SIZE)
    ]
    return _make_sheet(f"folios-{numbering}-{block}", names, sheets)


def opening_sheet(names: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write the folios that stand at the foot of opening pages."""
    return _make_sheet("openings", names, sheets)


def head_sheet(names: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write the running heads."""
    return _make_sheet("heads", names, sheets)


def marking_sheet(names: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write the marking (such as Draft) that every page bears at its foot."""
    return _make_sheet("markings", names, sheets)


def _make_sheet(name: str, pieces: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    body = "\n".join(map(_piece_html, pieces))
    html = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title></head>'
        f'<body class="furniture">\n{body}\n</body></html>\n'
    )
    return TypesetJob(name, html, sheets.styles, dict(sheets.fonts), furniture=True, margins=False), tuple(pieces)


MARKED_HEAD = "marked-head"
"""Kind of a running head whose words are a title as its author wrote it, with its marks."""


def head_piece(side: str, words: str) -> str:
    """Name the running head of a left or right page."""
    marked = isinstance(words, MarkedTitle) and words.has_markup
    return f"{MARKED_HEAD} {side} {words.written}" if marked else f"head {side} {words}"  # type: ignore[attr-defined]


def _piece_html(name: str) -> str:
    kind, side, words = name.split(" ", 2)
    if kind != MARKED_HEAD:
        return f'<div class="piece {kind} {side}">{escape_isolated(words)}</div>'
    return f'<div class="piece head {side}">{"".join(map(_run_html, MarkedTitle.parse(words).runs))}</div>'


def _run_html(run: tuple[str, str]) -> str:
    """Write a piece of a title; of a formula its source."""
    kind, words = run
    tag = {"emphasis": "em", "strong": "strong", "subscript": "sub", "superscript": "sup"}.get(kind, "span")
    return f"<{tag}>{escape_isolated(words)}</{tag}>"
