"""Write numbers as words in Polish and Ukrainian, in the cases that our sentences need.

The forms are those of a noun of the feminine: "f" the nominative, "a" the accusative, "g" the genitive, which is
known up to 100; "" is the masculine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class _Numerals:
    """The numerals of a language: from 0 to 19, the tens from 20, the hundreds, and their genitives."""

    ones: tuple[str, ...]
    tens: tuple[str, ...]
    hundreds: tuple[str, ...]
    thousands: tuple[str, str, str]
    """Thousand after 1, after 2 to 4, and after 5."""
    genitive_ones: tuple[str, ...]
    genitive_tens: tuple[str, ...]
    genitive_hundred: str
    feminine: dict[int, str]
    accusative_one: str
    is_one_declined: bool
    """Whether a final 1 agrees with its noun in 21 and 31 too."""
    is_thousand_feminine: bool


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_POLISH: Final = _Numerals(
    _words(
        "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście"
        " czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
    ),
    _words(
        "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt"
    ),
    _words("sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"),
    ("tysiąc", "tysiące", "tysięcy"),
    _words(
        "zera jednej dwóch trzech czterech pięciu sześciu siedmiu ośmiu dziewięciu dziesięciu jedenastu dwunastu"
        " trzynastu czternastu piętnastu szesnastu siedemnastu osiemnastu dziewiętnastu"
    ),
    _words(
        "dwudziestu trzydziestu czterdziestu pięćdziesięciu sześćdziesięciu siedemdziesięciu osiemdziesięciu"
        " dziewięćdziesięciu"
    ),
    "stu",
    {1: "jedna", 2: "dwie"},
    "jedną",
    is_one_declined=False,
    is_thousand_feminine=False,
)
_UKRAINIAN: Final = _Numerals(
    _words(
        "нуль один два три чотири п’ять шість сім вісім дев’ять десять одинадцять дванадцять тринадцять"
        " чотирнадцять п’ятнадцять шістнадцять сімнадцять вісімнадцять дев’ятнадцять"
    ),
    _words("двадцять тридцять сорок п’ятдесят шістдесят сімдесят вісімдесят дев’яносто"),
    _words("сто двісті триста чотириста п’ятсот шістсот сімсот вісімсот дев’ятсот"),
    ("тисяча", "тисячі", "тисяч"),
    _words(
        "нуля однієї двох трьох чотирьох п’яти шести семи восьми дев’яти десяти одинадцяти дванадцяти тринадцяти"
        " чотирнадцяти п’ятнадцяти шістнадцяти сімнадцяти вісімнадцяти дев’ятнадцяти"
    ),
    _words("двадцяти тридцяти сорока п’ятдесяти шістдесяти сімдесяти вісімдесяти дев’яноста"),
    "ста",
    {1: "одна", 2: "дві"},
    "одну",
    is_one_declined=True,
    is_thousand_feminine=True,
)


def spell_polish(number: int, form: str = "") -> str:
    """Write a number in Polish words: dwadzieścia dwa; "f" is dwadzieścia dwie, "g" dwudziestu dwóch."""
    return _spell(number, form, _POLISH)


def spell_ukrainian(number: int, form: str = "") -> str:
    """Write a number in Ukrainian words: двадцять один; "f" is двадцять одна, "a" двадцять одну."""
    return _spell(number, form, _UKRAINIAN)


def _spell(number: int, form: str, numerals: _Numerals) -> str:
    if form == "g" and number <= 100:
        return _spell_genitive(number, numerals)
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands > 1:
        parts += _below_thousand(thousands, "f" if numerals.is_thousand_feminine else "", numerals)
    if thousands:
        parts.append(numerals.thousands[_plural(thousands, numerals)])
    if rest or not thousands:
        parts += _below_thousand(rest, form, numerals, is_alone=not thousands)
    return " ".join(parts)


def _plural(number: int, numerals: _Numerals) -> int:
    if number == 1 or (numerals.is_one_declined and number % 10 == 1 and number % 100 != 11):
        return 0
    return 1 if 2 <= number % 10 <= 4 and number % 100 not in (12, 13, 14) else 2


def _below_thousand(number: int, form: str, numerals: _Numerals, is_alone: bool = False) -> list[str]:
    hundreds, rest = divmod(number, 100)
    parts = [numerals.hundreds[hundreds - 1]] if hundreds else []
    if rest >= 20:
        parts.append(numerals.tens[rest // 10 - 2])
        rest %= 10
    elif not rest and not parts:
        return [numerals.ones[0]]
    if rest:
        is_agreeing = rest != 1 or numerals.is_one_declined or (is_alone and number == 1)
        parts.append(_agree(rest, form if is_agreeing else "", numerals))
    return parts


def _agree(number: int, form: str, numerals: _Numerals) -> str:
    """Return a numeral below 20 in the gender and case of its noun."""
    if not form or number not in numerals.feminine:
        return numerals.ones[number]
    return numerals.accusative_one if form == "a" and number == 1 else numerals.feminine[number]


def _spell_genitive(number: int, numerals: _Numerals) -> str:
    if number == 100:
        return numerals.genitive_hundred
    if number < 20:
        return numerals.genitive_ones[number]
    tens, ones = divmod(number, 10)
    last = "" if not ones else numerals.genitive_ones[ones]
    if ones == 1 and not numerals.is_one_declined:
        last = numerals.ones[1]
    return f"{numerals.genitive_tens[tens - 2]} {last}".rstrip()
