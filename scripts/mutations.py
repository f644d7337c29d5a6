"""Spoil files by chance: the bytes of good ones in, one that is somehow wrong out; the same chance spoils the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Any

import yaml

MOST_BYTES = 2_000_000
_TOKEN = re.compile(rb"[A-Za-z0-9_\x80-\xff]+|\s+|[^\sA-Za-z0-9_\x80-\xff]")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NUMBERS = (
    *(b"0", b"-0", b"-1", b"1e999", b"1e-999", b"Infinity", b"NaN", b"0x7fffffff", b"2147483648", b"1_000", b"0.1e5"),
    *(b"99999999999999999999", b"9" * 5000, b"9999-12-31", b"0000-00-00", b"00:60", b"1/0", b"+", b"."),
    *("٣".encode(), "²".encode(), "Ⅻ".encode()),
)
_WORDS = tuple(
    sign.encode("utf-8", "surrogatepass")
    for sign in (
        *("\0", "\x1b[2J", "\x85", "\u2028", "\u202e", "\ufdd0", "\ufffe", "\ufeff", "\ud800", "\udfff", "\ue000"),
        *(
            "\r",
            "\f",
            "\v",
            "\t",
            "\n\n",
            "\u0301" * 200,
            "\u0130",
            "\u1e9e",
            "\U0001f468\u200d\U0001f469",
            "\U0010ffff",
        ),
        *(
            "&",
            "*a",
            "!!python",
            "<<",
            "|",
            ">-",
            "%",
            "@",
            "`",
            '"',
            "'",
            "\\",
            "\\\\",
            "\\u0000",
            "\\ud800",
            "${",
            "#",
        ),
        *("../", "/etc/passwd", "file:///", "C:\\", "nul", ".", "", " ", "null", "true", "[]", "{}", "-", "--", "---"),
    )
)
_PAIRS = (b"()", b"[]", b"{}", b'""', b"''", b"<>", b"$$", b"``", b"**", b"__", b"||", b"- ", b"> ", b"::", b"%%")
_VALUES: tuple[Any, ...] = (None, True, 0, -1, 10**30, 1e308, float("nan"), "", " ", "x" * 3000, "\ud800", [], {}, [[]])
_DEEP = 200
_MOST_HOLDERS = 20_000
"""Of one tree: an entry repeated a thousand times, in which an entry was repeated, has many more."""

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]


def spoil(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Spoil a file once, or a few times over; `others` are good ones of the same kind, from which pieces are taken."""
    for _ in range(1 + int(chance.expovariate(0.7))):
        data = chance.choice(_ALL)(data, chance, others)[:MOST_BYTES]
    return data


def _slice(data: bytes, chance: Random, most: int = 200) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 1, 2, 8, chance.randint(1, most))))


def _flip(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _slice(data, chance, 4)
    return data[:start] + bytes(chance.randrange(256) for _ in range(end - start)) + data[end:]


def _delete(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _slice(data, chance, len(data) or 1)
    return data[:start] + data[end:]


def _double(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _slice(data, chance, 2000)
    return data[:end] + data[start:end] * chance.choice((1, 1, 3, 40)) + data[end:]


def _splice(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    (start, end), (begin, stop) = _slice(data, chance), _slice(other, chance, 2000)
    return data[:start] + other[begin:stop] + data[end:]


def _token(data: bytes, chance: Random) -> tuple[int, int]:
    """Choose a token: the one that stands where chance falls."""
    at = chance.randint(0, len(data))
    found = _TOKEN.search(data, max(0, at - 8), at + 400)
    return found.span() if found else (at, at)


def _swap(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    (start, end), (begin, stop) = sorted((_token(data, chance), _token(data, chance)))
    if begin < end:
        return data
    return data[:start] + data[begin:stop] + data[end:begin] + data[start:end] + data[stop:]


def _repeat(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _token(data, chance)
    return data[:end] + data[start:end] * chance.choice((2, 10, 1000)) + data[end:]


def _nest(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _token(data, chance)
    pair = chance.choice(_PAIRS)
    depth = chance.choice((1, 2, 30, 1000))
    closing = pair[1:] * (depth if chance.random() < 0.8 else 0)
    return data[:start] + pair[:1] * depth + data[start:end] + closing + data[end:]


def _other_token(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    (start, end), (begin, stop) = _token(data, chance), _token(other, chance)
    return data[:start] + other[begin:stop] + data[end:]


def _odd_word(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _token(data, chance)
    return data[: chance.choice((start, end))] + chance.choice(_WORDS) + data[end:]


def _odd_number(data: bytes, chance: Random, _others: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(data))
    found = _NUMBER.search(data, at, at + 3000) or _NUMBER.search(data)
    return data[: found.start()] + chance.choice(_NUMBERS) + data[found.end() :] if found else data


def _line(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Move, double, indent or lose a line, or take one from another file."""
    lines = data.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.choice(others).split(b"\n")
    taken = chance.choice((lines.pop(at), chance.choice(other), b"  " + chance.choice(other), b""))
    lines.insert(chance.randint(0, len(lines)), taken)
    return b"\n".join(lines)


def _structure(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Change types, keys and depth of what a file of JSON or YAML holds; any other is spoilt by its lines."""
    is_json = data.lstrip()[:1] in (b"{", b"[")
    if len(data) > 200_000 or (not is_json and b":" not in data[:300]):
        return _line(data, chance, others)
    with suppress(Exception):
        tree = json.loads(data) if is_json else yaml.load(data, yaml.CBaseLoader)  # noqa: S506 - makes texts, lists and keys alone
        for _ in range(chance.choice((1, 1, 2, 5))):
            _change(tree, chance)
        words = json.dumps(tree, ensure_ascii=chance.random() < 0.5) if is_json else _as_yaml(tree)
        return words.encode("utf-8", "surrogatepass")
    return _line(data, chance, others)


def _as_yaml(tree: Any) -> str:
    return str(yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))


def _change(tree: Any, chance: Random) -> None:
    """Change one value or key, anywhere in a tree."""
    holders = [tree]
    for holder in holders:
        below = holder.values() if isinstance(holder, dict) else holder
        holders += [one for one in below if isinstance(one, dict | list) and one]
        if len(holders) > _MOST_HOLDERS:
            break
    holder = chance.choice(holders)
    key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
    value = holder[key]
    match chance.randrange(7):
        case 0:
            del holder[key]
        case 1:
            holder[key] = chance.choice(_VALUES)
        case 2:
            holder[key] = [value] if chance.random() < 0.5 else {"x": value}
        case 3:
            for _ in range(chance.choice((2, 20, _DEEP))):
                value = [value] if chance.random() < 0.5 else {"id": value}
            holder[key] = value
        case 4 if isinstance(holder, list):
            # A list within itself a thousand times, and that again, would be a million times as large.
            holder += [value] * chance.choice((1, 1, 1 if isinstance(value, dict | list) else 1000))
        case 5 if isinstance(holder, dict):
            holder[f"{key} {chance.choice('abc')}" if chance.random() < 0.5 else ""] = holder.pop(key)
        case _:
            other = chance.choice(holders)
            taken = chance.choice(list(other.values()) if isinstance(other, dict) else other) if other else ""
            holder[key] = deepcopy(taken)  # or the tree might come to hold itself


_ALL: tuple[Mutation, ...] = (
    *(_flip, _delete, _double, _splice, _swap, _repeat, _nest),
    *(_other_token, _odd_word, _odd_number, _line, _structure, _structure, _structure),
)
