"""Find months and days of the week by their names, in the languages in which programmes are often written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from babel import Locale, localedata

from .collation import strip_marks

_LANGUAGES: Final = (
    "en",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "uk",
    "ru",
    "sv",
    "nb",
    "da",
    "fi",
    "cs",
    "tr",
    "ar",
)
_SHORTEST: Final = 3


def find_month(word: str, language: str = "en") -> int:
    """Return the number of a month, or 0. Names in `language` are tried first; abbreviations have three letters."""
    return _find(word, language, "months")


def find_weekday(word: str, language: str = "en") -> int | None:
    """Return the number of a day of the week, 0 for Monday, or None."""
    found = _find(word, language, "days")
    return found - 1 if found else None


def _find(word: str, language: str, kind: str) -> int:
    spelt = _fold(word)
    if len(spelt) < _SHORTEST:
        return 0
    for tongue in dict.fromkeys((language.partition("-")[0], *_LANGUAGES)):
        if found := _list_names(tongue, kind).get(spelt):
            return found
    return 0


@cache
def _list_names(language: str, kind: str) -> Mapping[str, int]:
    if not localedata.exists(language):
        return {}
    locale = Locale.parse(language)
    by_context = locale.months if kind == "months" else locale.days
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in by_context[context][width].items():
                spelt = _fold(str(name))
                if len(spelt) >= _SHORTEST:
                    names.setdefault(spelt, number + (kind == "days"))
    return names


def _fold(word: str) -> str:
    return strip_marks(word).strip(" .,")
