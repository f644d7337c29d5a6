"""Map the words of a YAML scalar to their lines and columns in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Position = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as written: its style (| > ' " or none), and the line and column of its start and end, from 0."""

    value: str
    style: str
    start: Position
    end: Position


_ESCAPED = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|(?:\r\n|[\r\n])[ \t]*|.)")
_WHITE_ESCAPES = frozenset("tnvfrNLP_ \t")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def split_lines(text: str) -> list[str]:
    """Split a file into lines as YAML and editors do; `str.splitlines` would also split at form feeds and the like."""
    return _LINE_BREAK.split(text)


def map_word_positions(scalar: Scalar, lines: Sequence[str]) -> tuple[tuple[Position, ...], ...]:
    """Return the positions in the file of the words of each line of a scalar's value.

    An empty line has one position: its own line in a literal block, else the position of the next word.
    """
    value = scalar.value.splitlines()
    (first, column), (last, end) = scalar.start, scalar.end
    if scalar.style == "|":
        return _literal_positions(value, first + 1, lines)
    if scalar.style == ">":
        words = list(_find_words(list(lines[first + 1 : last + 1]), first + 1, 0, escapes=False))
    else:
        written = list(lines[first : last + 1])
        written[-1] = written[-1][:end]
        start = column + 1 if scalar.style else column
        words = list(_find_words([written[0][start:], *written[1:]], first, start, escapes=scalar.style == '"'))
    return _align_words(value, words or [(first + 1, column + 1)])


def _literal_positions(value: list[str], first: int, lines: Sequence[str]) -> tuple[tuple[Position, ...], ...]:
    written = lines[first : first + len(value)]
    indents = (len(there) - len(here) for here, there in zip(value, written, strict=False) if here.strip())
    column = next(indents, 0) + 1
    return tuple(
        tuple((first + number, column + word.start()) for word in re.finditer(r"\S+", line))
        or ((first + number, column),)
        for number, line in enumerate(value, 1)
    )


def _align_words(value: list[str], words: list[Position]) -> tuple[tuple[Position, ...], ...]:
    """Assign the positions of words to the lines of the value; folding changes the space between words only."""
    positions, taken = [], 0
    for line in value:
        number = len(line.split())
        positions.append(tuple(words[taken : taken + number]) or (words[min(taken, len(words) - 1)],))
        taken += number
    return tuple(positions)


def _find_words(written: list[str], first: int, column: int, *, escapes: bool) -> Iterator[Position]:
    """Return the position of every word; in double quotes an escaped space ends a word, an escaped break does not."""
    text = "\n".join(written)
    blank = _ESCAPED.sub(_mask_escape, text) if escapes else text
    for match in re.finditer(r"[^\s\0][^\s]*", blank):
        line = text.count("\n", 0, match.start())
        start = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        yield first + line + 1, start + 1 + (0 if line else column)


def _mask_escape(match: re.Match[str]) -> str:
    """Replace an escape by as many blanks, letters or (for a joined line) marks that continue a word."""
    escape = match[0]
    if escape[1] in "\r\n":
        return "\0" * len(escape)
    white = escape[1] in _WHITE_ESCAPES or (escape[1] in "xuU" and chr(int(escape[2:], 16)).isspace())
    return (" " if white else "x") * len(escape)
