"""Tell in which direction words run, and keep those of one direction apart from others: words in, words out.

Words that a template or a list puts beside others are isolated (Unicode Standard Annex 9): they stand between two marks
that `load` lets into no value, so that the neighbours of a name in Arabic stay where they are. Writers turn the marks
into markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from .languages import language

LTR, RTL = "ltr", "rtl"
_SCRIPTS = frozenset(("adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"))
_FROM_THE_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_OPEN, _CLOSE = "\u2068", "\u2069"
_INNERMOST = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
# Letters from the right, with what stands between those of one name: spaces, marks, hyphens, quotes, full stops.
_RUN = re.compile(rf"{_FROM_THE_RIGHT.pattern}(?:[\s\u0300-\u036f.'’\"״׳־-]*{_FROM_THE_RIGHT.pattern})*")

_PHRASE = re.compile(_RUN.pattern.replace("[\\s", "[\\s,;:،؛؟!?"))
_ISOLATES = re.compile(f"({_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE})")
_MARKS = re.compile(f"([{_OPEN}{_CLOSE}])")
_ENTITY = re.compile(r"&#?\w+;")


def of_language(tag: str) -> str:
    """Give the direction of a language (BCP 47): of the script that its tag names, or else of its usual one."""
    first, *others = tag.lower().replace("_", "-").split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    if script:
        return RTL if script in _SCRIPTS else LTR
    return RTL if language(first).is_leftward else LTR


def runs_back(words: str) -> bool:
    """Tell whether any letter of some words belongs to a script that is written from the right."""
    return not words.isascii() and _FROM_THE_RIGHT.search(words) is not None


def of_words(words: str, around: str = LTR) -> str:
    """Give the direction of the first letter that has one (UAX 9, P2); what is isolated within does not count."""
    while _OPEN in words and (outside := _INNERMOST.sub("", words)) != words:
        words = outside
    for letter in words:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return LTR if kind == "L" else RTL
    return around


def isolated(words: str) -> str:
    """Keep words apart from those beside them, if any of their letters is written from the right."""
    return f"{_OPEN}{words}{_CLOSE}" if runs_back(words) else words


def joined(between: str, items: Iterable[str]) -> str:
    """Join words that each run by themselves."""
    return between.join(map(isolated, items))


def apart(words: str) -> str:
    """Isolate each name in words of which nobody said where names begin and end."""
    return _RUN.sub(_isolate, words) if runs_back(words) else words


def phrases_apart(words: str) -> str:
    """Isolate each phrase written from the right in words that run from the left: what follows it stays behind it."""
    return _PHRASE.sub(_isolate, words) if runs_back(words) and _OPEN not in words else words


def _isolate(found: re.Match[str]) -> str:
    return isolated(found[0])


def bare(words: str) -> str:
    """Take the marks out again, for what knows of none."""
    return words.replace(_OPEN, "").replace(_CLOSE, "") if _OPEN in words else words


def segments(words: str) -> Iterator[tuple[str, bool]]:
    """Part words that run from the left from those within them that run from the right."""
    for piece in _ISOLATES.split(words):
        if piece.startswith(_OPEN):
            yield bare(piece), of_words(bare(piece)) == RTL
            continue
        at = 0
        for found in _PHRASE.finditer(piece):
            yield bare(piece[at : found.start()]), False
            yield found[0], True
            at = found.end()
        yield bare(piece[at:]), False


def marked_up(words: str, around: str, write: Callable[[str, str], str]) -> str:
    """Have `write` put what is isolated in HTML, with its direction, in the place of the marks."""
    if _OPEN not in words:
        return words
    open_: list[list[tuple[str, bool]]] = [[]]
    for piece in _MARKS.split(words):
        if piece == _OPEN:
            open_.append([])
        elif piece == _CLOSE and len(open_) > 1:
            parts = open_.pop()
            own = "".join(text for text, is_isolated in parts if not is_isolated)
            written = write("".join(text for text, _ in parts), of_words(_ENTITY.sub("", own), around))
            open_[-1].append((written, True))
        elif piece not in (_OPEN, _CLOSE):
            open_[-1].append((piece, False))
    return "".join(text for parts in open_ for text, _ in parts)
