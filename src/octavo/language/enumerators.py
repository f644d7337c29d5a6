"""Write numbers of list entries, annexes and pages as letters or Roman numerals, of any size."""

from __future__ import annotations

ABJAD: tuple[str, ...] = (*"أبجد", "هـ", *"وزحطيكلمنسعفصقرشتثخذضظغ")
"""The letters that count entries in Arabic, as documents of the United Nations use them."""
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def to_letters(number: int) -> str:
    """Write a number from 1 on as lower-case letters: a to z, then aa, ab."""
    before, place = divmod(number - 1, 26)
    return (to_letters(before) if before else "") + chr(ord("a") + place)


def annex_letter(number: int, tag: str) -> str:
    """Write the number of an annex as a capital letter; in Arabic as a letter in the order of the abjad."""
    if tag.split("-")[0] != "ar" or number > len(ABJAD):
        return to_letters(number).upper()
    return ABJAD[number - 1]


def to_roman(number: int) -> str:
    """Write a number from 1 on as a lower-case Roman numeral."""
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


def format_enumerator(kind: str, number: int) -> str:
    """Write the number of a list entry in a style of docutils: arabic, loweralpha, upperroman."""
    if number < 1 or not kind.endswith(("alpha", "roman")):
        return str(number)
    written = to_letters(number) if kind.endswith("alpha") else to_roman(number)
    return written.upper() if kind.startswith("upper") else written
