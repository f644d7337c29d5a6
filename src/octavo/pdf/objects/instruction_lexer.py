"""Read the instructions of a content stream in plain form (ISO 32000-1, 7.8.2), several times as fast as qpdf.

Nothing is repaired here. A stream with anything but known operators and the right operands is refused, and qpdf reads
it (`content_streams`), which says what is wrong. What is read here needs no further check: there are as many operands
as the operator has, of the right types, and all numbers are smaller than `value_reader.LARGEST`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Name, Object

from . import value_reader

PATH = "path"
"""The name of a run of path segments (m, l, c, v, y, re, h); its operand is a list of tokens, b"1", b"2", b"l"."""

PlainInstruction = tuple[str, Any]
"""The name of an operator, and its operands, which nobody may change.

Numbers alone are a tuple, all others a list. Strings are `bytes`, names and dictionaries are pikepdf's. The operand of
TJ is what `group_strings` makes of it.
"""

_APART = 180
"""A gap between letters that separates words, in thousandths of the font size."""


class PlainStream(NamedTuple):
    """The instructions of a stream, and how many there are (`number`) if path segments are counted one by one."""

    instructions: list[PlainInstruction]
    number: int


def group_strings(array: Iterable[object]) -> list[tuple[bytes, float]]:
    """Join the strings of the array of TJ, except where a gap separates words.

    Each is followed by a shift in thousandths of the font size. Raises ValueError for anything but strings and numbers.
    """
    groups: list[tuple[bytes, float]] = []
    strings: list[bytes] = []
    shift = 0.0
    for item in array:
        kind = type(item)
        if kind is bytes:
            strings.append(item)  # type: ignore[arg-type]
        elif kind is float or kind is int or kind is Decimal:
            by = float(item)  # type: ignore[arg-type]
            shift -= by
            if by < -_APART:
                groups.append((b"".join(strings), shift))
                strings, shift = [], 0.0
        elif value_reader.is_string(item):
            strings.append(bytes(item))  # type: ignore[call-overload]
        else:
            raise ValueError("an operand that is not a string")
    groups.append((b"".join(strings), shift))
    return groups


_SPACE = r"[\t\n\f\r ]"
_NUMBER = r"[-+]?(?:(?:[0-9]{1,6}+(?![0-9])|[0-8][0-9]{6})(?:\.[0-9]*+)?|\.[0-9]++)"
_NAME = r"/[!$&'*-.0-;=?-Z\\^-z|~]++"
_TEXT = r"\((?:[^()\\\r]++|\\(?:[nrtbf()\\]|[0-3][0-7]{0,2}+|[4-7][0-7]?+(?![0-7])))*+\)"
_DIGITS = r"<(?:[0-9A-Fa-f]{2})*+>"
_VALUE = rf"(?:{_NAME}|{_NUMBER}(?=[\t\n\f\r />])|{_DIGITS}|{_TEXT}|(?:true|false)(?=[\t\n\f\r />]))"
_DICTIONARY = rf"<<{_SPACE}*+(?:{_NAME}{_SPACE}*+{_VALUE}{_SPACE}*+)*+>>"
_ITEMS = rf"(?:{_TEXT}|{_NUMBER}(?=[\t\n\f\r \](<])|{_SPACE}++|{_DIGITS})*+"
_PAIR = rf"(?:{_NUMBER}{_SPACE}++){{2}}"
_SEGMENT = rf"(?:h|{_PAIR}(?:[lm]|{_PAIR}(?:re|[vy]|{_PAIR}c)))(?:{_SPACE}++|\Z)"
_END = r"(?=[\t\n\f\r /\[(<]|\Z)"
_OPERATOR = rf"[A-Za-z'\"][A-Za-z0-9]{{0,2}}+\*?+{_END}"
_OPERAND = rf"(?:{_NAME}|{_NUMBER}(?=[\t\n\f\r /\[(<])|{_TEXT}|{_DIGITS}|{_DICTIONARY}|\[{_ITEMS}\]){_SPACE}*+"
_UNMARKED = rf"(?:{_NUMBER}{_SPACE}++)*+(?:[wJjMigG]|rg|RG|[kK]|cm|Td|TD|Tm|T\*|T[cwLsz]|BT|ET|n|W\*?)(?:{_SPACE}++|\Z)"
"""Instructions that neither mark nor show anything; how many operands they have is not looked at."""


def _compile_instructions(run: str) -> re.Pattern[bytes]:
    """Return what finds a run of these, or an instruction, or a letter that belongs to neither."""
    alternatives = (
        rf"((?:{run})++)",
        rf"((?:{_NUMBER}{_SPACE}++)*+)({_OPERATOR}){_SPACE}*+",
        rf"\[({_ITEMS})\]{_SPACE}*+TJ{_END}{_SPACE}*+",
        rf"((?:{_OPERAND})++)({_OPERATOR}){_SPACE}*+",
        r"([\0-\377])",
    )
    return re.compile("|".join(alternatives).encode("latin-1"), re.DOTALL)


_INSTRUCTION, _MARKING_INSTRUCTION = (_compile_instructions(run) for run in (_SEGMENT, f"{_SEGMENT}|{_UNMARKED}"))
_ITEM = re.compile(rb"\(((?:[^()\\]++|\\.)*+)\)|<([^>]*+)>|([-+.0-9]++)", re.DOTALL)
_WHOLE_NAME, _ONE_STRING, _ONE_DICTIONARY = (
    re.compile(form.encode(), re.DOTALL) for form in (_NAME, rf"{_TEXT}|{_DIGITS}", _DICTIONARY)
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NUMBERS = {
    **dict.fromkeys(("q", "Q", "W", "W*", "n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"), 0),
    **dict.fromkeys(("BT", "ET", "T*", "EMC", "BX", "EX"), 0),
    **dict.fromkeys(("w", "J", "j", "M", "i", "g", "G", "Tc", "Tw", "TL", "Ts", "Tz"), 1),
    **dict.fromkeys(("Td", "TD", "d0"), 2),
    **dict.fromkeys(("rg", "RG"), 3),
    **dict.fromkeys(("k", "K"), 4),
    **dict.fromkeys(("cm", "Tm", "d1"), 6),
}
_WITH_NUMBERS = {name.encode(): (name, count, (name, ())) for name, count in _NUMBERS.items()}
"""The operators with numbers alone, how many these are, and the instruction without any."""
_MARKING = frozenset(b"q Q EMC f F f* B B* b b* S s".split())
_NOT_SEGMENTS = b"0123456789+-. \t\r\n\fr"


class _NotPlain(Exception):  # noqa: N818 - named for what is the matter
    """A stream that qpdf must read."""


def read_plain_stream(data: bytes) -> PlainStream | None:
    """Return the instructions of a content stream, or None if qpdf must read it."""
    found: list[PlainInstruction] = []
    add, count, known = found.append, 0, dict[tuple[bytes, bytes], PlainInstruction]()
    try:
        for segments, numbers, plain, items, operands, operator, rest in _INSTRUCTION.findall(
            data.lstrip(b"\t\n\f\r ")
        ):
            if plain and (form := _WITH_NUMBERS.get(plain)):
                if form[1]:
                    amounts = tuple(map(float, numbers.split()))
                    if len(amounts) != form[1]:
                        return None
                    add((form[0], amounts))
                elif numbers:
                    return None
                else:
                    add(form[2])
            elif segments:
                add((PATH, segments.split()))
                count += len(segments.translate(None, _NOT_SEGMENTS)) - 1
            elif rest:
                return None
            elif not operator and not plain:
                add(("TJ", [group_strings(_read_items(items))]))
            else:
                key = (operands, operator) if operator else (numbers, plain)
                if key not in known:
                    known[key] = key[1].decode(), _READERS[key[1]](key[0])
                add(known[key])
    except (_NotPlain, KeyError, ValueError, pikepdf.PdfError):
        return None
    return PlainStream(found, len(found) + count)


def read_marks_and_text(data: bytes) -> list[PlainInstruction] | None:
    """Return the instructions of a content stream that mark or show text, select it, or paint; None as above.

    Of the others, the operands are not looked at. The operand of TJ is all its strings, joined.
    """
    found: list[PlainInstruction] = []
    add, known = found.append, dict[tuple[bytes, bytes], PlainInstruction]()
    try:
        for segments, numbers, plain, items, operands, operator, rest in _MARKING_INSTRUCTION.findall(
            data.lstrip(b"\t\n\f\r ")
        ):
            if segments:
                continue
            if plain in _WITH_NUMBERS:
                if plain in _MARKING:
                    add(_WITH_NUMBERS[plain][2])
            elif rest:
                return None
            elif not operator and not plain:
                add(("TJ", [_join_strings(items)]))
            else:
                key = (operands, operator) if operator else (numbers, plain)
                if key not in known:
                    known[key] = key[1].decode(), _READERS[key[1]](key[0])
                add(known[key])
    except (_NotPlain, KeyError, ValueError, pikepdf.PdfError):
        return None
    return found


def _join_strings(items: bytes) -> bytes:
    if b"\\" in items or b"<" in items:
        return b"".join([item for item in _read_items(items) if type(item) is bytes])
    return b"".join(items.replace(b")", b"(").split(b"(")[1::2])


def _read_items(items: bytes) -> list[object]:
    """Return the strings and numbers of an array."""
    listed: list[object] = []
    if b"\\" in items or b"<" in items:
        for text, digits, number in _ITEM.findall(items):
            listed.append(float(number) if number else bytes.fromhex(digits.decode()) if digits else _unescape(text))
        return listed
    between = True
    for part in items.replace(b")", b"(").split(b"("):
        if not between:
            listed.append(part)
        elif part:
            listed.extend(map(float, part.split()))
        between = not between
    return listed


def _read_one_name(operands: bytes) -> list[object]:
    return [_make_name(operands.rstrip())]


def _read_font(operands: bytes) -> list[object]:
    name, size = operands.split()
    return [_make_name(name), float(size)]


def _read_mode(operands: bytes) -> tuple[int]:
    return (int(operands),)


def _read_amounts(operands: bytes) -> tuple[float, ...] | list[object]:
    listed = operands.replace(b"/", b" /").split()
    if listed and listed[-1].startswith(b"/"):
        return [*map(float, listed[:-1]), _make_name(listed[-1])]
    return tuple(map(float, listed))


def _read_mark(operands: bytes) -> list[object]:
    tag = _WHOLE_NAME.match(operands)
    if tag is None:
        raise _NotPlain
    given = operands[tag.end() :].strip()
    return [_make_name(tag.group()), _make_name(given) if given.startswith(b"/") else _make_dictionary(given)]


def _read_string(operands: bytes) -> list[object]:
    given = operands.rstrip()
    if _ONE_STRING.fullmatch(given) is None:
        raise _NotPlain
    return [bytes.fromhex(given[1:-1].decode()) if given.startswith(b"<") else _unescape(given[1:-1])]


def _read_spaced_string(operands: bytes) -> list[object]:
    word, letter, text = operands.split(None, 2)
    return [float(word), float(letter), *_read_string(text)]


def _read_dashes(operands: bytes) -> tuple[()]:
    """Check a dash pattern, which nobody asks for."""
    array, _, phase = operands.rpartition(b"]")
    if not array.startswith(b"["):
        raise _NotPlain
    for number in (*array[1:].split(), phase):
        float(number)
    return ()


def _unescape(text: bytes) -> bytes:
    return _ESCAPE.sub(_replace_escape, text) if b"\\" in text else text


def _replace_escape(match: re.Match[bytes]) -> bytes:
    escaped = match.group(1)
    return bytes([int(escaped, 8)]) if escaped.isdigit() else _ESCAPED.get(escaped, escaped)


@lru_cache(4096)
def _make_name(name: bytes) -> Name:
    if _WHOLE_NAME.fullmatch(name) is None:
        raise _NotPlain
    return Name(name.decode())


@lru_cache(512)
def _make_dictionary(given: bytes) -> Object:
    keys = re.findall(_NAME.encode(), given)
    if _ONE_DICTIONARY.fullmatch(given) is None or len(keys) != len(set(keys)):
        raise _NotPlain
    return Object.parse(given)


_READERS: dict[bytes, Callable[[bytes], object]] = {
    **dict.fromkeys((b"Do", b"gs", b"cs", b"CS", b"sh", b"ri", b"BMC", b"MP"), _read_one_name),
    **dict.fromkeys((b"sc", b"scn", b"SC", b"SCN"), _read_amounts),
    **dict.fromkeys((b"BDC", b"DP"), _read_mark),
    **dict.fromkeys((b"Tj", b"'"), _read_string),
    b'"': _read_spaced_string,
    b"Tf": _read_font,
    b"Tr": _read_mode,
    b"d": _read_dashes,
}
