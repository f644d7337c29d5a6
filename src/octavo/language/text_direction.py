"""Find the direction of text, and isolate right-to-left text from the text around it.

A template or a list puts values beside each other. Each value is isolated (Unicode Standard Annex 9): it stands
between two marks that no value can contain, so that an Arabic name does not reorder its neighbours. The writers
replace the marks by markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from .languages import find_language

LTR, RTL = "ltr", "rtl"
_RTL_SCRIPTS = frozenset(
    ("adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi")
)
_RTL_LETTER = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_OPEN, _CLOSE = "\u2068", "\u2069"
_INNERMOST = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
# Right-to-left letters, and what may stand between those of one name: spaces, marks, hyphens, quotes, full stops.
_RTL_NAME = re.compile(rf"{_RTL_LETTER.pattern}(?:[\s\u0300-\u036f.'’\"״׳־-]*{_RTL_LETTER.pattern})*")

_RTL_PHRASE = re.compile(_RTL_NAME.pattern.replace("[\\s", "[\\s,;:،؛؟!?"))
_ISOLATES = re.compile(f"({_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE})")
_MARKS = re.compile(f"([{_OPEN}{_CLOSE}])")
_ENTITY = re.compile(r"&#?\w+;")


def language_direction(tag: str) -> str:
    """Return the direction of a language tag (BCP 47): that of the script in the tag, else that of the language."""
    first, *others = tag.lower().replace("_", "-").split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    if script:
        return RTL if script in _RTL_SCRIPTS else LTR
    return RTL if find_language(first).is_leftward else LTR


def has_rtl_letters(words: str) -> bool:
    """Return whether a text contains a letter of a right-to-left script."""
    return not words.isascii() and _RTL_LETTER.search(words) is not None


def base_direction(words: str, around: str = LTR) -> str:
    """Return the direction of the first letter that has one (UAX 9, P2); isolated text is skipped."""
    while _OPEN in words and (outside := _INNERMOST.sub("", words)) != words:
        words = outside
    for letter in words:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return LTR if kind == "L" else RTL
    return around


def isolate_rtl(words: str) -> str:
    """Put isolating marks around a text that contains right-to-left letters."""
    return f"{_OPEN}{words}{_CLOSE}" if has_rtl_letters(words) else words


def join_isolated(between: str, items: Iterable[str]) -> str:
    """Join texts, each isolated from the others."""
    return between.join(map(isolate_rtl, items))


def isolate_names(words: str) -> str:
    """Isolate each right-to-left name in a text that does not say where its names begin and end."""
    return _RTL_NAME.sub(_isolate_match, words) if has_rtl_letters(words) else words


def isolate_phrases(words: str) -> str:
    """Isolate each right-to-left phrase in a left-to-right text, so that what follows stays behind it."""
    return _RTL_PHRASE.sub(_isolate_match, words) if has_rtl_letters(words) and _OPEN not in words else words


def _isolate_match(found: re.Match[str]) -> str:
    return isolate_rtl(found[0])


def strip_isolates(words: str) -> str:
    """Remove the isolating marks, for writers that have no markup for them."""
    return words.replace(_OPEN, "").replace(_CLOSE, "") if _OPEN in words else words


def split_by_direction(words: str) -> Iterator[tuple[str, bool]]:
    """Split a left-to-right text into segments, each with whether it runs from right to left."""
    for piece in _ISOLATES.split(words):
        if piece.startswith(_OPEN):
            yield strip_isolates(piece), base_direction(strip_isolates(piece)) == RTL
            continue
        at = 0
        for found in _RTL_PHRASE.finditer(piece):
            yield strip_isolates(piece[at : found.start()]), False
            yield found[0], True
            at = found.end()
        yield strip_isolates(piece[at:]), False


def replace_isolates(words: str, around: str, write: Callable[[str, str], str]) -> str:
    """Replace isolating marks by what `write` returns for the HTML between them and its direction."""
    if _OPEN not in words:
        return words
    open_: list[list[tuple[str, bool]]] = [[]]
    for piece in _MARKS.split(words):
        if piece == _OPEN:
            open_.append([])
        elif piece == _CLOSE and len(open_) > 1:
            parts = open_.pop()
            own = "".join(text for text, is_isolated in parts if not is_isolated)
            written = write("".join(text for text, _ in parts), base_direction(_ENTITY.sub("", own), around))
            open_[-1].append((written, True))
        elif piece not in (_OPEN, _CLOSE):
            open_[-1].append((piece, False))
    return "".join(text for parts in open_ for text, _ in parts)
