"""Find characters that no face can draw, before anything is typeset. Findings are grouped by script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from ..findings.finding import MISSING_GLYPH, Finding, MissingKind, Place
from ..language import unicode_scripts
from . import shipped_fonts
from .stylesheets import StyleSheets
from .tagging import font_mapping, glyph_clusters

LocatedText = tuple[str, Callable[[int], Place]]
"""A text and a function that returns the source position of the character at an offset of it."""

_SHIPPED = re.compile(r"asset:font/([A-Za-z0-9._-]+)")
_MOST_LINES = 5
# Spaces, soft hyphens, joiners and marks of direction are never drawn.
_NEVER_DRAWN = frozenset("\xa0\xad\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
                         "\u200e\u200f\u202f\u205f\u2060\u2068\u2069\u3000\ufeff")  # fmt: skip
# Parts of the HTML that are not painted: descriptions of drawings, the head, tags and their attributes.
_UNPAINTED = re.compile(r"<head>.*?</head>|<(?:title|desc)\b[^>]*>.*?</(?:title|desc)>|<[^>]*>", re.DOTALL)
_RUNNING_HEAD_DATA = re.compile(r'<body[^>]* data-title="([^"]*)" data-short="([^"]*)" data-marking="([^"]*)"')


def printed_text(html: str) -> str:
    """Return all text of a part that is drawn, including that of its running heads."""
    running = _RUNNING_HEAD_DATA.search(html)
    return unescape("\n".join((*(running.groups() if running else ()), _UNPAINTED.sub("", html))))


def find_missing_characters(text: str, sheets: StyleSheets) -> str:
    """Return the characters of a text that no face of the styles has, each once, sorted.

    Characters in a face's cmap can be drawn. The others are given to the typesetter: a letter with a mark may be drawn
    from its parts, and a character that draws nothing is not missing.
    """
    text = glyph_clusters.replace_rare_hyphens(text)
    doubtful = {letter for letter in set(text) if not letter.isascii()} - _NEVER_DRAWN
    for file in _read_faces(sheets):
        if not doubtful:
            break
        doubtful.difference_update(font_mapping.map_characters(file))
    if not doubtful:
        return ""
    from .typesetter import find_undrawn_characters

    letters = re.escape("".join(sorted(doubtful)))
    words = dict.fromkeys(re.findall(rf"\S{{0,4}}[{letters}]\S{{0,2}}", text))
    return "".join(sorted(find_undrawn_characters(words, sheets.styles, sheets.fonts)))


def _read_faces(sheets: StyleSheets) -> Iterator[bytes]:
    """Read one face after the other; any can stand in for another, so that the first has nearly all characters."""
    named = dict.fromkeys(name for style in sheets.styles for name in _SHIPPED.findall(style.text))
    yield from filter(None, map(shipped_fonts.read_shipped_font, named))
    yield from sheets.fonts.values()


def report_missing_characters(letters: str, lines: Iterable[LocatedText]) -> Iterator[Finding]:
    """Yield a finding for each script with missing characters, with the lines where they occur."""
    known = list(lines) if letters else []
    for script, group in unicode_scripts.group_by_script(letters).items():
        places = list(dict.fromkeys(_find_places(group, known)))
        message = f"no face has {unicode_scripts.describe_characters(script, group)}{_format_lines(places)}"
        yield Finding(
            MISSING_GLYPH,
            message,
            min(places, default=None),
            unicode_scripts.missing_glyph_hint(script, group),
            subject=group[0],
            missing=MissingKind.TEXT,
        )


def _find_places(letters: str, lines: list[LocatedText]) -> Iterator[Place]:
    """Yield the first position in each line."""
    pattern = re.compile(f"[{re.escape(letters)}]")
    for text, place_of in lines:
        offset = 0
        for line in text.split("\n"):
            if match := pattern.search(line):
                yield place_of(offset + match.start())
            offset += len(line) + 1


def _format_lines(places: list[Place]) -> str:
    files = {place.file for place in places}
    if len(places) < 2 or len(files) > 1:
        return ""
    numbers = [str(number) for number in dict.fromkeys(sorted(place.line for place in places))]
    if len(numbers) < 2:
        return ""
    return f"; lines {', '.join(numbers[:_MOST_LINES])}" + (" …" if len(numbers) > _MOST_LINES else "")
