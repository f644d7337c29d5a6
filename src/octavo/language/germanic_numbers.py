"""Write numbers as words in German and Dutch, as one word up to the thousands."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GERMAN_TABLE: Final = """
    null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn
    achtzehn neunzehn
"""
_DUTCH_TABLE: Final = """
    nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
    achttien negentien
"""
_GERMAN: Final = _words(_GERMAN_TABLE)
_DUTCH: Final = _words(_DUTCH_TABLE)
_GERMAN_TENS: Final = _words("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_DUTCH_TENS: Final = _words("twintig dertig veertig vijftig zestig zeventig tachtig negentig")


def spell_german(number: int, form: str = "") -> str:
    """Write a number in German words: einundzwanzig; "f" is the feminine, which only the number 1 has: eine."""
    if number == 1:
        return "eine" if form else "eins"
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _german_below_thousand(rest)
    many = "" if thousands == 1 else _german_below_thousand(thousands).removesuffix("s" if thousands % 100 == 1 else "")
    return f"{many}tausend{_german_below_thousand(rest, is_within=True) if rest else ''}"


def _german_below_thousand(number: int, is_within: bool = False) -> str:
    hundreds, rest = divmod(number, 100)
    below = _german_below_hundred(rest) if rest or not hundreds else ""
    if not hundreds:
        return below
    return f"{'ein' if is_within else ''}hundert{below}" if hundreds == 1 else f"{_GERMAN[hundreds]}hundert{below}"


def _german_below_hundred(number: int) -> str:
    if number < 20:
        return _GERMAN[number]
    tens, ones = divmod(number, 10)
    return (f"{'ein' if ones == 1 else _GERMAN[ones]}und" if ones else "") + _GERMAN_TENS[tens - 2]


def spell_dutch(number: int, form: str = "") -> str:  # noqa: ARG001 (numbers have one form)
    """Write a number in Dutch words: tweeëntwintig. The number 1 has accents, which tell it from the article: één."""
    if number == 1:
        return "één"
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _dutch_below_thousand(rest)
    many = "" if thousands == 1 else _dutch_below_thousand(thousands)
    return f"{many}duizend" + (f" {_dutch_below_thousand(rest)}" if rest else "")


def _dutch_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    below = _dutch_below_hundred(rest) if rest or not hundreds else ""
    return f"{'' if hundreds == 1 else _DUTCH[hundreds]}honderd{below}" if hundreds else below


def _dutch_below_hundred(number: int) -> str:
    if number < 20:
        return _DUTCH[number]
    tens, ones = divmod(number, 10)
    # A diaeresis parts the two vowels: tweeëntwintig.
    link = "ën" if ones in (2, 3) else "en"
    return (f"{_DUTCH[ones]}{link}" if ones else "") + _DUTCH_TENS[tens - 2]
