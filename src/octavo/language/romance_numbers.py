"""Write numbers as words in Spanish, Italian and Portuguese."""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SPANISH_TABLE: Final = """
    cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete
    dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete
    veintiocho veintinueve
"""
_ITALIAN_TABLE: Final = """
    zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici
    diciassette diciotto diciannove
"""
_PORTUGUESE_TABLE: Final = """
    zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete dezoito
    dezanove
"""
_SPANISH: Final = _words(_SPANISH_TABLE)
_ITALIAN: Final = _words(_ITALIAN_TABLE)
_PORTUGUESE: Final = _words(_PORTUGUESE_TABLE)
_SPANISH_TENS: Final = _words("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_ITALIAN_TENS: Final = _words("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
_PORTUGUESE_TENS: Final = _words("vinte trinta quarenta cinquenta sessenta setenta oitenta noventa")
_SPANISH_HUNDREDS: Final = _words(
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
)
_PORTUGUESE_HUNDREDS: Final = _words(
    "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"
)


def spell_spanish(number: int, form: str = "") -> str:
    """Write a number in Spanish words: treinta y uno; "f" is the feminine: treinta y una, doscientas.

    "m" is the masculine before its noun: treinta y un, veintiún.
    """
    thousands, rest = divmod(number, 1000)
    words = _spanish_below_thousand(rest) if rest or not thousands else ""
    if thousands:
        # Before "mil" the number one loses its vowel: veintiún mil.
        many = _shorten_spanish(_spanish_below_thousand(thousands))
        words = f"{'' if thousands == 1 else many + ' '}mil {words}".rstrip()
    if form == "m":
        return _shorten_spanish(words)
    return re.sub("uno$", "una", re.sub(r"(ient|cient)os\b", r"\1as", words)) if form else words


def _shorten_spanish(words: str) -> str:
    return re.sub(r"\buno$", "un", re.sub("veintiuno$", "veintiún", words))


def _spanish_below_thousand(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    below = _spanish_below_hundred(rest) if rest or not hundreds else ""
    return f"{_SPANISH_HUNDREDS[hundreds - 1]} {below}".rstrip() if hundreds else below


def _spanish_below_hundred(number: int) -> str:
    if number < 30:
        return _SPANISH[number]
    tens, ones = divmod(number, 10)
    return _SPANISH_TENS[tens - 3] + (f" y {_SPANISH[ones]}" if ones else "")


def spell_italian(number: int, form: str = "") -> str:
    """Write a number in Italian, as one word: ventuno, ventitré; "f" is the feminine, which only 1 has: una."""
    if number == 1 and form:
        return "una"
    thousands, rest = divmod(number, 1000)
    words = _italian_below_thousand(rest) if rest or not thousands else ""
    if thousands:
        words = ("mille" if thousands == 1 else f"{_italian_below_thousand(thousands)}mila") + words
    # "Tre" has an accent where it ends a longer word, and only there.
    return re.sub("(?<=.)tre$", "tré", words)


def _italian_below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _italian_below_hundred(rest)
    words = ("" if hundreds == 1 else _ITALIAN[hundreds]) + "cento"
    below = _italian_below_hundred(rest) if rest else ""
    return words[:-1] + below if below.startswith("ott") else words + below


def _italian_below_hundred(number: int) -> str:
    if number < 20:
        return _ITALIAN[number]
    tens, ones = divmod(number, 10)
    words = _ITALIAN_TENS[tens - 2]
    if ones in (1, 8):
        return words[:-1] + _ITALIAN[ones]
    return words + (_ITALIAN[ones] if ones else "")


def spell_portuguese(number: int, form: str = "", is_brazilian: bool = False) -> str:
    """Write a number in Portuguese words: vinte e um; "f" is the feminine: vinte e uma, duas, duzentas."""
    thousands, rest = divmod(number, 1000)
    words = _portuguese_below_thousand(rest) if rest or not thousands else ""
    if thousands:
        many = "" if thousands == 1 else f"{_portuguese_below_thousand(thousands)} "
        link = "e " if rest and (rest < 100 or rest % 100 == 0) else ""
        words = f"{many}mil {link}{words}".rstrip()
    if form:
        words = re.sub(r"\bum\b", "uma", re.sub(r"\bdois\b", "duas", re.sub(r"(ent|zent)os\b", r"\1as", words)))
    return re.sub("(?<=dez)a(?=ss|n)", "e", words) if is_brazilian else words


def _portuguese_below_thousand(number: int) -> str:
    if number == 100:
        return "cem"
    hundreds, rest = divmod(number, 100)
    parts = [_PORTUGUESE_HUNDREDS[hundreds - 1]] if hundreds else []
    if rest or not hundreds:
        parts.append(_portuguese_below_hundred(rest))
    return " e ".join(parts)


def _portuguese_below_hundred(number: int) -> str:
    if number < 20:
        return _PORTUGUESE[number]
    tens, ones = divmod(number, 10)
    return _PORTUGUESE_TENS[tens - 2] + (f" e {_PORTUGUESE[ones]}" if ones else "")
