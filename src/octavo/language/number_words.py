"""Write numbers as words, by the rules of the languages that Octavo is translated into.

The library that knows them (num2words) needs a package that exists as source code only, which a locked installation
refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from .germanic_numbers import spell_dutch, spell_german
from .romance_numbers import spell_italian, spell_portuguese, spell_spanish
from .slavic_numbers import spell_polish, spell_ukrainian

_ENGLISH_TABLE: Final = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_FRENCH_TABLE: Final = """
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
    dix-neuf
"""
_ENGLISH_TENS_TABLE: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_FRENCH_TENS_TABLE: Final = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt"
_ENGLISH: Final = _ENGLISH_TABLE.split()
_ENGLISH_TENS: Final = _ENGLISH_TENS_TABLE.split()
_FRENCH: Final = _FRENCH_TABLE.split()
_FRENCH_TENS: Final = _FRENCH_TENS_TABLE.split()
LARGEST_NUMBER: Final = 999_999
"""Larger numbers stay numerals."""


def spell_number(number: int, tag: str, form: str = "") -> str:
    """Write a number in the words of a language, by default in English: twenty-one, vingt et un.

    `form` is how the number agrees with its noun: "f" in the feminine, and in Polish and Ukrainian "a" in its
    accusative and "g" in its genitive; in Spanish "m" in the masculine before it.
    Raises ValueError above LARGEST_NUMBER.
    """
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"{number} is not a number from 0 to {LARGEST_NUMBER}")
    code, *regions = tag.lower().split("-")
    if code == "pt":
        return spell_portuguese(number, form, is_brazilian="br" in regions)
    return _SPELLERS.get(code, _spell_in_english)(number, form)


def _spell_in_english(number: int, form: str) -> str:  # noqa: ARG001 (numbers have one form)
    return _spell_english(number)


def _spell_in_french(number: int, form: str) -> str:
    words = _spell_french(number)
    return re.sub(r"\bun$", "une", words) if form else words


def _spell_english(number: int) -> str:
    if number < 20:
        return _ENGLISH[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH[ones]}" if ones else "")
    size, word = (1000, "thousand") if number >= 1000 else (100, "hundred")
    many, rest = divmod(number, size)
    link = " and " if rest < 100 else " "
    return f"{_spell_english(many)} {word}" + (f"{link}{_spell_english(rest)}" if rest else "")


def _spell_french(number: int, is_last: bool = True) -> str:
    """Write a number in French. "Cent" and "quatre-vingt" have an s only at the end of a number (`is_last`)."""
    if number < 20:
        return _FRENCH[number]
    if number < 100:
        base = 10 if number // 10 not in (7, 9) else 20
        tens = _FRENCH_TENS[number // 10 - 2]
        ones = number - (number // 10 * 10 if base == 10 else (number // 10 - 1) * 10)
        if not ones:
            return f"{tens}s" if number == 80 and is_last else tens
        link = " et " if ones in (1, 11) and number < 80 else "-"
        return f"{tens}{link}{_FRENCH[ones]}"
    if number < 1000:
        many, rest = divmod(number, 100)
        hundreds = "cent" if many == 1 else f"{_FRENCH[many]} cent"
        if rest:
            return f"{hundreds} {_spell_french(rest, is_last)}"
        return f"{hundreds}s" if many > 1 and is_last else hundreds
    many, rest = divmod(number, 1000)
    thousands = "mille" if many == 1 else f"{_spell_french(many, is_last=False)} mille"
    return f"{thousands} {_spell_french(rest)}" if rest else thousands


_SPELLERS: Final[Mapping[str, Callable[[int, str], str]]] = {
    "fr": _spell_in_french,
    "de": spell_german,
    "es": spell_spanish,
    "it": spell_italian,
    "nl": spell_dutch,
    "pl": spell_polish,
    "uk": spell_ukrainian,
}
