"""Write the sheets of running heads and folios, with one piece on each page."""

from __future__ import annotations

from html import escape

from ..language import text_direction
from ..language.enumerators import to_roman
from ..model.marked_title import MarkedTitle
from ..pdf.binding.binding_plan import Numbering
from ..rendering.html.inline_html import escape_isolated
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetJob

_BLOCK_SIZES = {Numbering.ROMAN: 32, Numbering.ARABIC: 64}
"""Folios are typeset in blocks of these sizes. A block is the same for every book of a style, so it is cached."""


def format_folio(numbering: Numbering, number: int) -> str:
    """Return a page number as printed."""
    return to_roman(number) if numbering is Numbering.ROMAN else str(number)


def folio_block(numbering: Numbering, number: int) -> int:
    """Return the number of the block that contains a folio."""
    return (number - 1) // _BLOCK_SIZES[numbering]


def folio_sheet(
    numbering: Numbering, block: int, sheets: StyleSheets, language: str = "en"
) -> tuple[TypesetJob, tuple[str, ...]]:
    """Return the job of a block of folios that stand beside running heads."""
    size = _BLOCK_SIZES[numbering]
    first = block * size + 1
    names = [
        f"folio {'recto' if number % 2 else 'verso'} {format_folio(numbering, number)}"
        for number in range(first, first + size)
    ]
    return _make_sheet(f"folios-{numbering}-{block}", names, sheets, language)


def opening_sheet(names: list[str], sheets: StyleSheets, language: str = "en") -> tuple[TypesetJob, tuple[str, ...]]:
    """Return the job of the folios at the foot of opening pages."""
    return _make_sheet("openings", names, sheets, language)


def head_sheet(names: list[str], sheets: StyleSheets, language: str = "en") -> tuple[TypesetJob, tuple[str, ...]]:
    """Return the job of the running heads."""
    return _make_sheet("heads", names, sheets, language)


def marking_sheet(names: list[str], sheets: StyleSheets, language: str = "en") -> tuple[TypesetJob, tuple[str, ...]]:
    """Return the job of the marking (such as Draft) at the foot of every page."""
    return _make_sheet("markings", names, sheets, language)


def _make_sheet(name: str, pieces: list[str], sheets: StyleSheets, language: str) -> tuple[TypesetJob, tuple[str, ...]]:
    way = text_direction.language_direction(language)
    body = "\n".join(_piece_html(piece, way) for piece in pieces)
    # Of languages that are written from the left, a sheet is the same, and cached for all.
    known = f'lang="{escape(language)}" dir="{way}"' if way == text_direction.RTL else 'lang="en"'
    html = (
        f'<!DOCTYPE html>\n<html {known}><head><meta charset="utf-8"><title>{name}</title></head>'
        f'<body class="furniture">\n{body}\n</body></html>\n'
    )
    return TypesetJob(name, html, sheets.styles, dict(sheets.fonts), is_running_heads=True, margins=False), tuple(
        pieces
    )


MARKED_HEAD = "marked-head"
"""Kind of a running head whose text is a title with markup."""


def head_piece(side: str, words: str) -> str:
    """Return the name of the running head of a left or right page."""
    marked = isinstance(words, MarkedTitle) and words.has_markup
    return f"{MARKED_HEAD} {side} {words.written}" if marked else f"head {side} {words}"  # type: ignore[attr-defined]


def _piece_html(name: str, way: str) -> str:
    kind, side, words = name.split(" ", 2)
    if kind == "marking":
        # On a plate of its own, for it also stands on photographs.
        return f'<div class="piece {kind} {side}"><span>{escape_isolated(words, way)}</span></div>'
    if kind != MARKED_HEAD:
        return f'<div class="piece {kind} {side}">{escape_isolated(words, way)}</div>'
    return (
        f'<div class="piece head {side}">{"".join(_run_html(run, way) for run in MarkedTitle.parse(words).runs)}</div>'
    )


def _run_html(run: tuple[str, str], way: str) -> str:
    """Return a run of a title as HTML; a formula as its source."""
    kind, words = run
    tag = {"emphasis": "em", "strong": "strong", "subscript": "sub", "superscript": "sup"}.get(kind, "span")
    return f"<{tag}>{escape_isolated(words, way)}</{tag}>"
