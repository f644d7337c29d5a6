"""Write items as CSL-JSON, in which text has the small markup that citation processors know."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from .bibtex_dates import Date
from .bibtex_names import ET_AL_MARK, Name
from .csl_items import CslItem, CslText
from .latex_text import STYLE_END, STYLE_MARKS

# Put behind a "<", or before a note, so that no markup and no field is seen there; `styled_runs` removes it.
GUARD: Final = "\ue025"
# A variable of our own that every item has: see `csl_adaptation`. What is printed of it is removed in the same way.
MARK_VARIABLE: Final = "octavo-mark"
MARK: Final = "\ue028"
# In place of opening quotation marks where a text has many: each that is not closed doubles the processor's time.
OPENING_STAND_INS: Final = {"“": "\ue029", "‘": "\ue02a"}
_OPENING_TO_STAND_INS: Final = str.maketrans(OPENING_STAND_INS)
_MOST_OPENED: Final = 8
_EAST_ASIAN: Final = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA"}
_TAGS: Final = {
    "emphasis": ("<i>", "</i>"),
    "strong": ("<b>", "</b>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "small-caps": ('<span style="font-variant:small-caps;">', "</span>"),
}
_UNCHANGED: Final = ('<span class="nocase">', "</span>")
_STYLE_OF_MARK: Final = {mark: kind for kind, mark in STYLE_MARKS.items()}
# Names of CSL 1.0.1 for what has another name since: styles use both.
_OLDER_NAMES: Final = {"event_title": "event"}


def write_item(
    key: str, item: CslItem, known_types: frozenset[str], initials_end: str | None = None
) -> dict[str, object]:
    """Return an item as CSL-JSON. `known_types` are those that the style names.

    `initials_end` is what follows initials in a style that writes no given name in full.
    """
    written: dict[str, object] = {"id": key, "type": _choose_type(item, known_types), MARK_VARIABLE: MARK}
    for variable, text in item.texts.items():
        written[variable.replace("_", "-")] = _write_text(variable, text)
        if variable in _OLDER_NAMES:
            written[_OLDER_NAMES[variable]] = _write_text(variable, text)
    written |= {role: [_write_name(name, initials_end) for name in names] for role, names in item.names.items()}
    return written | {variable.replace("_", "-"): _write_date(date) for variable, date in item.dates.items()}


def _choose_type(item: CslItem, known_types: frozenset[str]) -> str:
    """Return the type of an item. A style that is older than the type `software` would not print its URL."""
    return "webpage" if item.type not in known_types and "URL" in item.texts else item.type


def _write_text(variable: str, text: CslText) -> str:
    if variable in ("DOI", "URL"):  # which have no markup
        return "".join(words for words, _ in text)
    marked = _hide_many_quotations("".join(_write_pieces(text)))
    return GUARD + marked if variable == "note" else marked


def _hide_many_quotations(words: str) -> str:
    """Return words in which quotation marks are opened no more often than the processor can match them."""
    if sum(map(words.count, OPENING_STAND_INS)) <= _MOST_OPENED:
        return words
    return words.translate(_OPENING_TO_STAND_INS)


def _write_pieces(text: CslText) -> Iterator[str]:
    """Yield pieces of text, each with all of its tags: styles and protected words may overlap in any way."""
    styles: list[str] = []
    for words, kept in text:
        piece = ""
        for letter in words:
            if letter in _STYLE_OF_MARK or letter == STYLE_END:
                yield _enclose(piece, styles, kept)
                piece = ""
                if letter == STYLE_END:
                    del styles[-1:]
                else:
                    styles.append(_STYLE_OF_MARK[letter])
            else:
                piece += letter
        yield _enclose(piece, styles, kept)


def _enclose(piece: str, styles: list[str], kept: bool) -> str:
    words = piece.strip(" ")
    if not words:
        return piece
    tags = [_TAGS[style] for style in styles if style in _TAGS]
    opened, closed = "".join(tag for tag, _ in tags), "".join(tag for _, tag in reversed(tags))
    before, after = _UNCHANGED if kept else ("", "")
    # A protected piece that ended in a space would hide the start of the next word.
    inner = piece.replace(words, f"{before}{words.replace('<', f'<{GUARD}')}{after}")
    return f"{opened}{inner}{closed}"


def _write_name(name: Name, initials_end: str | None) -> dict[str, str]:
    if name.literal:
        return {"literal": "others" if name.literal == ET_AL_MARK else name.literal}
    if _has_no_initials(name):
        # The processor would put a full stop behind the given name, as behind an initial.
        return {"literal": name.family + name.given}
    given = name.given if initials_end is None else _shorten_small_names(name.given, initials_end.rstrip())
    parts = {"family": name.family, "given": given, "suffix": name.suffix, "non-dropping-particle": name.particle}
    return {part: words for part, words in parts.items() if words}


def _shorten_small_names(given: str, end: str) -> str:
    """Return the initials of given names in small letters, as of bell hooks, which the processor leaves whole."""
    return "".join(f"{word[0]}{end}" for word in given.split()) if given.islower() else given


def _has_no_initials(name: Name) -> bool:
    """Return whether a name is written in a script of East Asia: family name first, without a space."""
    letters = [letter for letter in name.family + name.given if letter.isalpha()]
    scripts = {unicodedata.name(letter, "").split()[0] for letter in letters if unicodedata.name(letter, "")}
    return bool(name.family and name.given) and bool(letters) and scripts <= _EAST_ASIAN


def _write_date(date: Date) -> dict[str, object]:
    if not date.parts:
        return {"literal": date.literal}
    days = [_write_day(parts) for parts in (date.parts, date.until) if parts]
    return {"date-parts": days} | ({"circa": True} if date.is_circa else {})


def _write_day(parts: tuple[int, ...]) -> list[int]:
    """Return a day as CSL counts years: 1 BC is -1. ISO 8601 and biblatex have the year 0 for it."""
    year, *others = parts
    return [year if year > 0 else year - 1, *others]
