"""Decide who may be named, and find names in a text."""

from __future__ import annotations

import re
import unicodedata

from ..model import Attribution, Workshop

_APOSTROPHES = "'’ʼ‘"
_SHORTEST_WORD = 4
_TRANSCRIPTIONS = {
    "ä": ("ae",),
    "ö": ("oe",),
    "ü": ("ue",),
    "å": ("aa",),
    "ø": ("o", "oe"),
    "æ": ("ae",),
    "œ": ("oe",),
    "ß": ("ss",),
    "ł": ("l",),
    "đ": ("d",),
    "ð": ("d",),
    "þ": ("th",),
    "ı": ("i",),
}
"""How letters are written on a keyboard that lacks them, besides without their accents."""


def protected_names_pattern(workshop: Workshop) -> re.Pattern[str] | None:
    """Return the pattern of protected family names, in all spellings of spaces, apostrophes and accents.

    A name of several words matches in upper or lower case, and by each of its longer words; a single word matches only
    as written, or in capitals. Returns None if the workshop does not follow the Chatham House rule.
    """
    if workshop.policy.attribution is not Attribution.CHATHAM_HOUSE:
        return None
    allowed = {word.casefold() for word in workshop.policy.not_names}
    families = {person.family for person in workshop.people if not person.consent.attribution}
    wanted = {name for family in families for name in (family, *_longer_words(family))}
    names = sorted((name for name in wanted if name.casefold() not in allowed), key=lambda name: (-len(name), name))
    if not names:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_name_pattern, names))})(?!\w)")


def _name_pattern(name: str) -> str:
    if re.search(r"[\s-]", name):
        return f"(?i:{_loose_pattern(name)})"
    # In ids and addresses, which have no capitals, a name stands between hyphens, slashes or dots.
    lower = _loose_pattern(name.lower())
    return f"{_loose_pattern(name)}|{_loose_pattern(name.upper())}|(?<=[-_/.]){lower}(?![a-z])|\\A{lower}(?=[-_.])"


def _loose_pattern(name: str) -> str:
    """Return a pattern that allows any space or hyphen, any apostrophe or none, and missing accents."""
    return r"[\s-]+".join("".join(map(_letter_pattern, word)) for word in re.split(r"[\s-]+", name) if word)


def _longer_words(family: str) -> list[str]:
    """Return the words that also identify a person: Vries of de Vries, both words of García Núñez."""
    words = re.split(r"[\s-]+", family)
    return [word for word in words if len(word) >= _SHORTEST_WORD and word[0].isupper()] if len(words) > 1 else []


def _letter_pattern(letter: str) -> str:
    if letter in _APOSTROPHES:
        return f"[{_APOSTROPHES}]?"
    if letter.isascii():
        return re.escape(letter)
    bare = unicodedata.normalize("NFD", letter)[0]
    others = _TRANSCRIPTIONS.get(letter.lower(), ())
    ways = [letter, bare, *((way.capitalize() if letter.isupper() else way) for way in others)]
    ways += [way.upper() for way in others] if letter.isupper() else []
    return f"(?:{'|'.join(dict.fromkeys(map(re.escape, ways)))})"
