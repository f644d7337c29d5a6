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
# In text that runs from the right: what may hold a left-to-right phrase, and the letters that make it one.
_FOREIGN_RUN = re.compile(rf"[^{_RTL_LETTER.pattern[1:-1]}()\[\]«»‹›“”\"{_OPEN}{_CLOSE}\n…·—–<>]+")
_LTR_LETTER = re.compile(r"[^\W\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_WORD = re.compile(r"\S+")
# Signed and hyphenated numbers, telephone numbers and percentages, which the algorithm would take apart.
_SIGNED_NUMBER = re.compile(
    r"(?:[+±−]|(?<![\w-])-)\d[\d.,]*(?:[ \u00a0-]\d+)*(?:[ \u00a0\u202f]?[%‰])?|\b\d+(?:-\d+){2,}(?:-[\dX])?\b"
    r"|(?<![\w.,])\d[\d.,]*[ \u00a0\u202f]?[%‰]"
)
_PHRASE_EDGE = ".,;:!?'’"
_FEWEST_FOREIGN_WORDS = 8
"""Words of a paragraph that runs from the left within a document that runs from the right."""


def language_direction(tag: str) -> str:
    """Return the direction of a language tag (BCP 47): that of the script in the tag, else that of the language."""
    first, *others = tag.lower().replace("_", "-").split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    if script:
        return RTL if script in _RTL_SCRIPTS else LTR
    return RTL if find_language(first).is_right_to_left else LTR


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


def paragraph_direction(words: str, around: str = LTR) -> str:
    """Return the direction of a paragraph in a document that runs as `around` says.

    In a document that runs from the right, only sentences without a letter of its script run from the left: names and
    titles in Latin letters stand where others do.
    """
    if around == LTR:
        return base_direction(words)
    is_foreign = not has_rtl_letters(words) and len(words.split()) >= _FEWEST_FOREIGN_WORDS
    return LTR if is_foreign and words.rstrip()[-1:] in ".?!" and _LTR_LETTER.search(words) else RTL


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


def isolate_ltr_phrases(words: str) -> str:
    """Isolate each left-to-right phrase in a right-to-left text: names, titles, addresses, signed numbers."""
    return _FOREIGN_RUN.sub(lambda found: _isolate_in_run(found[0]), words)


def isolate_foreign(words: str, around: str) -> str:
    """Isolate what runs against the text around it: a right-to-left text as a whole, left-to-right phrases each."""
    return isolate_rtl(words) if around == LTR else isolate_ltr_phrases(words)


def _isolate_in_run(run: str) -> str:
    """Isolate the phrases of a text without right-to-left letters.

    A phrase begins and ends with a word of left-to-right letters or a number behind one: it goes on after a comma or
    a colon only with such a word.
    """
    spans: list[tuple[int, int]] = []
    is_open = False
    for word in _WORD.finditer(run):
        has_letter = _LTR_LETTER.search(word[0]) is not None
        bare = word[0].rstrip(_PHRASE_EDGE)
        end = word.start() + len(bare)
        if is_open and (has_letter or (bare and run[spans[-1][1] : word.start()].isspace())):
            spans[-1] = (spans[-1][0], end)
        elif has_letter:
            spans.append((word.start() + len(bare) - len(bare.lstrip(_PHRASE_EDGE)), end))
            is_open = True
        else:
            is_open = False
    written, at = [], 0
    for start, end in spans:
        written += [_SIGNED_NUMBER.sub(_isolate_number, run[at:start]), f"{_OPEN}{run[start:end]}{_CLOSE}"]
        at = end
    return "".join((*written, _SIGNED_NUMBER.sub(_isolate_number, run[at:])))


def _isolate_number(found: re.Match[str]) -> str:
    return f"{_OPEN}{found[0]}{_CLOSE}"


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


def split_ltr_phrases(words: str) -> Iterator[tuple[str, bool]]:
    """Split a right-to-left text with isolated phrases into segments, each with whether it runs from the left."""
    for piece in filter(None, _ISOLATES.split(words)):
        bare = strip_isolates(piece)
        yield bare, piece.startswith(_OPEN) and not has_rtl_letters(bare)


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
            inner = "".join(text for text, _ in parts)
            way = _isolated_direction(inner if around == RTL else own, around)
            open_[-1].append((inner if way == around == RTL else write(inner, way), True))
        elif piece not in (_OPEN, _CLOSE):
            open_[-1].append((piece, False))
    return "".join(text for parts in open_ for text, _ in parts)


def _isolated_direction(words: str, around: str) -> str:
    """Return the direction of isolated text. Within text that runs from the right, one letter of its script decides."""
    words = _ENTITY.sub("", words)
    if around == RTL:
        return RTL if has_rtl_letters(words) else LTR
    return base_direction(words, around)
