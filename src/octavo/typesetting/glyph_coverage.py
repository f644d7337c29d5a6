"""Find characters that no face has, before anything is set: texts and styles in, a finding for each script out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape

from ..findings.finding import Finding, Place
from ..language import unicode_scripts
from . import shipped_fonts
from .stylesheets import StyleSheets
from .tagging import font_mapping, glyph_clusters

Line = tuple[str, Callable[[int], Place]]
"""A text, and what gives the place of the character at an offset of it."""

_SHIPPED = re.compile(r"asset:font/([A-Za-z0-9._-]+)")
_MOST_LINES = 5
# Spaces, soft hyphens, joiners and marks of direction are never drawn.
_NEVER_DRAWN = frozenset("\xa0\xad\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
                         "\u200e\u200f\u202f\u205f\u2060\u2068\u2069\u3000\ufeff")  # fmt: skip
# What stands in the HTML of a part and is not painted: descriptions of drawings, the head, tags and their attributes.
_UNPAINTED = re.compile(r"<head>.*?</head>|<(?:title|desc)\b[^>]*>.*?</(?:title|desc)>|<[^>]*>", re.DOTALL)
_RUNNING = re.compile(r'<body[^>]* data-title="([^"]*)" data-short="([^"]*)" data-marking="([^"]*)"')


def printed(html: str) -> str:
    """Give all words of a part that faces draw, those of its running heads included."""
    running = _RUNNING.search(html)
    return unescape("\n".join((*(running.groups() if running else ()), _UNPAINTED.sub("", html))))


def lost(text: str, sheets: StyleSheets) -> str:
    """List the characters of a text that no face of the styles has, each once, in their order.

    What the faces map is known to be drawn; of the rest the typesetter itself is asked: a letter with a mark may be
    drawn by its parts, and what draws nothing is missed by nobody.
    """
    text = glyph_clusters.stand_in(text)
    wanted = {letter for letter in set(text) if not letter.isascii()} - _NEVER_DRAWN
    doubtful = wanted.difference(_known(sheets)) if wanted else wanted
    if not doubtful:
        return ""
    from .typesetter import undrawn

    letters = re.escape("".join(sorted(doubtful)))
    words = dict.fromkeys(re.findall(rf"\S{{0,4}}[{letters}]\S{{0,2}}", text))
    return "".join(sorted(undrawn(words, sheets.styles, sheets.fonts)))


def _known(sheets: StyleSheets) -> frozenset[str]:
    """Give the characters of all faces, any of which stands in for another."""
    named = dict.fromkeys(name for style in sheets.styles for name in _SHIPPED.findall(style.text))
    files = [*map(shipped_fonts.shipped_face, named), *sheets.fonts.values()]
    return frozenset().union(*(font_mapping.mapped(file) for file in files if file is not None))


def tell(letters: str, lines: Iterable[Line]) -> Iterator[Finding]:
    """Word what is lost, once for each script, with the lines of the files where it stands."""
    known = list(lines) if letters else []
    for script, group in unicode_scripts.by_script(letters).items():
        places = list(dict.fromkeys(_stands(group, known)))
        message = f"no face has {unicode_scripts.named(script, group)}{_where(places)}"
        yield Finding(
            "missing-glyph", message, min(places, default=None), unicode_scripts.hint(script, group), subject=group[0]
        )


def _stands(letters: str, lines: list[Line]) -> Iterator[Place]:
    """Give the first place in each line."""
    pattern = re.compile(f"[{re.escape(letters)}]")
    for text, place_of in lines:
        offset = 0
        for line in text.split("\n"):
            if match := pattern.search(line):
                yield place_of(offset + match.start())
            offset += len(line) + 1


def _where(places: list[Place]) -> str:
    files = {place.file for place in places}
    if len(places) < 2 or len(files) > 1:
        return ""
    numbers = [str(number) for number in dict.fromkeys(sorted(place.line for place in places))]
    if len(numbers) < 2:
        return ""
    return f"; lines {', '.join(numbers[:_MOST_LINES])}" + (" …" if len(numbers) > _MOST_LINES else "")
