"""Find characters that no face has, before anything is set: texts and styles in, a finding for each script out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import BytesIO

from . import fonts, scripts
from .findings import Finding, Place
from .stylesheets import Sheets

Line = tuple[str, Callable[[int], Place]]
"""A text, and what gives the place of the character at an offset of it."""

_SHIPPED = re.compile(r"asset:font/([A-Za-z0-9._-]+)")
_UNDRAWN = ("Mn", "Me", "Cf", "Cc", "Cn", "Zs", "Zl", "Zp")
"""Categories of characters that draw nothing by themselves, or that the shaper makes of others."""
_MOST_LINES = 5
_FAMILIAR = 0x7E


def lost(text: str, sheets: Sheets) -> str:
    """List the characters of a text that no face of the styles has, each once, in their order."""
    wanted = {letter for letter in text if ord(letter) > _FAMILIAR and unicodedata.category(letter) not in _UNDRAWN}
    known = _known(sheets) if wanted else None
    if known is None:
        return ""
    return "".join(sorted(letter for letter in wanted if not _is_drawn(letter, known)))


def _is_drawn(letter: str, known: frozenset[int]) -> bool:
    # The shaper draws a letter with a mark by its parts, and a hyphen that does not break as any other.
    parts = "\u2010" if letter == "\u2011" else unicodedata.normalize("NFD", letter)
    return ord(letter) in known or all(ord(part) in known for part in parts)


def _known(sheets: Sheets) -> frozenset[int] | None:
    """Give the characters of all faces, any of which stands in for another; None where one cannot be read."""
    named = dict.fromkeys(name for style in sheets.styles for name in _SHIPPED.findall(style.text))
    files = [*map(fonts.shipped_face, named), *sheets.fonts.values()]
    maps = [_characters(file) for file in files if file is not None]
    known = [one for one in maps if one is not None]
    return frozenset().union(*known) if len(known) == len(maps) else None


@lru_cache(maxsize=64)
def _characters(file: bytes) -> frozenset[int] | None:
    from fontTools.ttLib import TTFont

    try:
        with TTFont(BytesIO(file), fontNumber=0, lazy=True) as font:
            return frozenset(font.getBestCmap() or {})
    except Exception:  # a damaged font, or one packed in a way that is not unpacked here: the typesetter tells
        return None


def tell(letters: str, lines: Iterable[Line]) -> Iterator[Finding]:
    """Word what is lost, once for each script, with the lines of the files where it stands."""
    known = list(lines) if letters else []
    for script, group in scripts.by_script(letters).items():
        places = list(dict.fromkeys(_stands(group, known)))
        message = f"no face has {scripts.named(script, group)}{_where(places)}"
        yield Finding("missing-glyph", message, min(places, default=None), scripts.hint(script), subject=group[0])


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
