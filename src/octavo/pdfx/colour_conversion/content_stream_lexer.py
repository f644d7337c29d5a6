"""Find the operators in a content stream (ISO 32000-1, 7.8.2) that matter for colour, with their positions.

All other content is skipped without making objects, since a page of vector graphics may hold millions of operators. Use
`content_streams` where operands are needed as objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Dictionary, Object, PdfError

from ...pdf.objects.stream_reader import Unprintable

_REGULAR = rb"[^\x00\t\n\f\r ()<>\[\]{}/%]"
_KNOWN_OPERATORS = rb"(?:rg|RG|g|G|k|K|scn|SCN|sc|SC|cs|CS|ri|BI|BT|ET|q|Q)(?!" + _REGULAR + rb")"
_IRRELEVANT = re.compile(
    rb"(?>[\x00\t\n\f\r \[\]{}>]++"
    rb"|<(?:[\x00\t\n\f\r 0-9A-Fa-f]*+>)?"
    rb"|/" + _REGULAR + rb"*+"
    rb"|[-+.0-9]++"
    rb"|(?!" + _KNOWN_OPERATORS + rb")[^-+.0-9\x00\t\n\f\r ()<>\[\]{}/%]" + _REGULAR + rb"*+"
    rb"|\((?:[^()\\]++|\\.)*+\))*+",
    re.DOTALL,
)
_OPERATOR = re.compile(_KNOWN_OPERATORS)
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_COMMENT = re.compile(rb"%[^\r\n]*+")
_TOKEN = re.compile(rb"/?" + _REGULAR + rb"++|/")
_OPERAND = re.compile(rb"/.*|[-+.0-9]+", re.DOTALL)
_GAP = re.compile(rb"[\x00\t\n\f\r ]*+")
_INLINE = re.compile(rb"BI(?=[^A-Za-z])(.*?)(?<![^\x00\t\n\f\r )>\]])ID[\x00\t\n\f\r ]", re.DOTALL)
_INLINE_END = re.compile(rb"[\x00\t\n\f\r ]EI(?!" + _REGULAR + rb")")
_LOOKED_BACK = (120, 4000)
_PERCENT = ord("%")
_MOST_OPERANDS = 40
_FOLLOWS_DATA = re.compile(rb"[\t\n\f\r -~]*+\Z")


@dataclass(frozen=True, slots=True)
class OperatorToken:
    """An operator with its operands; `start` and `end` enclose all of them."""

    name: str
    start: int
    end: int
    operands: tuple[bytes, ...] = ()
    picture: Object | None = None
    """The dictionary of an inline image."""
    data: bytes = b""


def find_operators(content: bytes) -> Iterator[OperatorToken]:
    """Yield the operators of colour, state and text, and inline images, in order. Raises Unprintable."""
    at = since = 0
    remarks: list[tuple[int, int]] = []
    while True:
        dull = _IRRELEVANT.match(content, at)
        at = dull.end() if dull else at
        if at >= len(content):
            return
        found = _OPERATOR.match(content, at)
        if found is None:
            passed = _skip_non_operator(content, at)
            if content[at] == _PERCENT:
                remarks.append((at, passed))
            at = passed
            continue
        if found[0] == b"BI":
            word = _read_inline_image(content, at)
        else:
            start, operands = _operands_before(content, since, at, remarks)
            word = OperatorToken(found[0].decode(), start, found.end(), operands)
        at = since = word.end
        remarks.clear()
        yield word


def _skip_non_operator(content: bytes, at: int) -> int:
    """Skip a comment, a string with nested parentheses, or a stray delimiter."""
    if content[at : at + 1] == b"%":
        comment = _COMMENT.match(content, at)
        return comment.end() if comment else at + 1
    if content[at : at + 1] != b"(":
        return at + 1
    depth = 0
    for found in _IN_STRING.finditer(content, at):
        if found[0] == b"(":
            depth += 1
        elif found[0] == b")":
            depth -= 1
            if depth == 0:
                return found.end()
    raise Unprintable("an unterminated string")


def _operands_before(
    content: bytes, since: int, at: int, remarks: list[tuple[int, int]]
) -> tuple[int, tuple[bytes, ...]]:
    """Collect the operands before a position, with only comments between; most stand close."""
    start, operands = at, tuple[bytes, ...]()
    for far in _LOOKED_BACK:
        first = max(since, at - far)
        before = content[first:at]
        for begin, end in remarks:
            if end > first:
                begin = max(begin, first)
                before = before[: begin - first] + b" " * (end - begin) + before[end - first :]
        offset, operands = _split_last_operands(before)
        start = first + offset
        if offset or first == since:
            break
    return start, operands


def _split_last_operands(before: bytes) -> tuple[int, tuple[bytes, ...]]:
    start, operands = len(before), []
    for token in reversed(list(_TOKEN.finditer(before))[-_MOST_OPERANDS:]):
        gap = _GAP.match(before, token.end(), start)
        if gap is None or gap.end() != start or not _OPERAND.fullmatch(token[0]):
            break
        start = token.start()
        operands.append(token[0])
    return start, tuple(reversed(operands))


def _read_inline_image(content: bytes, at: int) -> OperatorToken:
    opening = _INLINE.match(content, at, at + 20_000)
    if opening is None:
        raise Unprintable("an invalid inline image")
    try:
        picture = Object.parse(b"<<" + opening[1] + b">>")
    except PdfError:
        raise Unprintable("an invalid inline image") from None
    if not isinstance(picture, Dictionary):
        raise Unprintable("an invalid inline image")
    for end in _INLINE_END.finditer(content, opening.end() - 1):
        # Data may contain "EI" by chance; the real one is followed by text.
        if _FOLLOWS_DATA.match(content[end.end() : end.end() + 24]):
            return OperatorToken("BI", at, end.end(), picture=picture, data=content[opening.end() : end.start()])
    raise Unprintable("an unterminated inline image")
