"""Write the sheets of running heads and folios: pieces in, jobs for the typesetter out, one piece on each page."""

from __future__ import annotations

from ..language.enumerators import roman
from ..model.text_types import MarkedTitle
from ..pdf.binding.binding_plan import Numbering
from ..rendering.html.html_writer import escape_apart
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetJob

BLOCK = 128
"""Folios are set in blocks of so many: a block is the same for every book of a style, and is kept."""


def folio(numbering: Numbering, number: int) -> str:
    """Write the number of a page."""
    return roman(number) if numbering is Numbering.ROMAN else str(number)


def block_of(number: int) -> int:
    """Tell in which block a folio is set."""
    return (number - 1) // BLOCK


def running(numbering: Numbering, block: int, sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write a block of the folios that stand beside running heads."""
    first = block * BLOCK + 1
    names = [
        f"folio {'recto' if number % 2 else 'verso'} {folio(numbering, number)}"
        for number in range(first, first + BLOCK)
    ]
    return _sheet(f"folios-{numbering}-{block}", names, sheets)


def openings(names: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write the folios that stand at the foot of opening pages."""
    return _sheet("openings", names, sheets)


def heads(names: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write the running heads."""
    return _sheet("heads", names, sheets)


def markings(names: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    """Write the marking (such as Draft) that every page bears at its foot."""
    return _sheet("markings", names, sheets)


def _sheet(name: str, pieces: list[str], sheets: StyleSheets) -> tuple[TypesetJob, tuple[str, ...]]:
    body = "\n".join(map(_piece, pieces))
    html = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title></head>'
        f'<body class="furniture">\n{body}\n</body></html>\n'
    )
    return TypesetJob(name, html, sheets.styles, dict(sheets.fonts), furniture=True, margins=False), tuple(pieces)


MARKED = "marked-head"
"""Kind of a running head whose words are a title as its author wrote it, with its marks."""


def head(side: str, words: str) -> str:
    """Name the running head of a left or right page."""
    marked = isinstance(words, MarkedTitle) and words.is_marked
    return f"{MARKED} {side} {words.written}" if marked else f"head {side} {words}"  # type: ignore[attr-defined]


def _piece(name: str) -> str:
    kind, side, words = name.split(" ", 2)
    if kind != MARKED:
        return f'<div class="piece {kind} {side}">{escape_apart(words)}</div>'
    return f'<div class="piece head {side}">{"".join(map(_run, MarkedTitle.read(words).runs))}</div>'


def _run(run: tuple[str, str]) -> str:
    """Write a piece of a title; of a formula its source."""
    kind, words = run
    tag = {"emphasis": "em", "strong": "strong", "subscript": "sub", "superscript": "sup"}.get(kind, "span")
    return f"<{tag}>{escape_apart(words)}</{tag}>"
