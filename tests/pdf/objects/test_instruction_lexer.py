"""What the lexer reads of a content stream is what qpdf reads of it; what is odd it leaves to qpdf."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Pdf, Stream, String

from content_instructions import GAPS, INSTRUCTIONS
from octavo.pdf.objects.instruction_lexer import (
    PATH,
    group_strings,
    read_marks_and_text,
    read_plain_stream,
)

ODD = (
    b"1 0 0 rg (a(b)c) Tj",
    b"(a\\qb) Tj",
    b"(a\rb) Tj",
    b"/F#31 9 Tf",
    b"1 2 l 3 m",
    b"q 1 Q",
    b"--5 w",
    b"1e3 w",
    b"99999999999999999999 w",
    b"9999999.99 w",
    b"3.0 Tr",
    b"[1 [2]] TJ",
    b"[(a)] [(b)] TJ",
    b"(a) (b) Tj",
    b"/F1 Tf",
    b"(12) w",
    b"/A 1 Do",
    b"<</MCID 1/MCID 2>>BDC",
    b"/P <</MCID 1/MCID 2>> BDC",
    b"q % a comment\nQ",
    b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI",
    b"1 0 0",
    b"(never ends",
    b"<</MCID",
    b"true w",
    b"q\xffQ",
    b"q\0Q",
    b"<123> Tj",
    b"1 0 0 rgQ",
    b"{ 1 } w",
)


def qpdf_instructions(data: bytes) -> list[tuple[str, list[Any]]]:
    with Pdf.new() as pdf:
        listed = pikepdf.parse_content_stream(Stream(pdf, data))
        return [(str(one.operator), [plain(operand) for operand in one.operands]) for one in listed]


def plain(value: Any) -> Any:
    """Return a value of PDF as something that can be compared."""
    if isinstance(value, Array | list):
        return [plain(item) for item in value]
    if isinstance(value, String):
        return bytes(value)
    if isinstance(value, Dictionary):
        return value.unparse()
    return float(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def lexer_instructions(data: bytes) -> list[tuple[str, list[Any]]] | None:
    """Return what the lexer reads, in the form of `qpdf_instructions`."""
    read = read_plain_stream(data)
    if read is None:
        return None
    listed: list[tuple[str, list[Any]]] = []
    for name, operands in read.instructions:
        if name != PATH:
            listed.append((name, [plain(operand) for operand in operands]))
            continue
        numbers: list[float] = []
        for token in operands:
            if token.isalpha():
                listed.append((token.decode(), numbers))
                numbers = []
            else:
                numbers.append(float(token))
    assert read.number == len(listed)
    return listed


def grouped(listed: list[tuple[str, list[Any]]]) -> list[tuple[str, list[Any]]]:
    return [(name, [group_strings(operands[0])] if name == "TJ" else operands) for name, operands in listed]


@given(st.lists(INSTRUCTIONS, max_size=12).map(b"".join))
def test_the_lexer_reads_what_qpdf_reads(data: bytes) -> None:
    assert lexer_instructions(data) == grouped(qpdf_instructions(data))


@given(st.lists(INSTRUCTIONS, max_size=8).map(b"".join), st.sampled_from((*ODD, b"\xff", b"2", b"(")), GAPS)
def test_with_anything_odd_the_lexer_refuses_a_stream(data: bytes, odd: bytes, gap: bytes) -> None:
    assert read_plain_stream(data + gap + odd) is None


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_is_left_to_qpdf(odd: bytes) -> None:
    assert read_plain_stream(b"q " + odd + b" Q") is None


@given(st.binary(max_size=40))
def test_no_bytes_make_the_lexer_fail(data: bytes) -> None:
    read_plain_stream(data)
    read_marks_and_text(data)


@given(st.lists(INSTRUCTIONS, max_size=12).map(b"".join))
def test_marks_and_text_are_those_that_qpdf_reads(data: bytes) -> None:
    wanted = re.compile(r"q|Q|BDC|BMC|EMC|Tf|Tr|gs|Do|f\*|S|Tj|TJ|'|\"")
    joined = [
        (name, [b"".join(item for item in operands[0] if isinstance(item, bytes))] if name == "TJ" else operands)
        for name, operands in qpdf_instructions(data)
        if wanted.fullmatch(name)
    ]
    read = read_marks_and_text(data)
    assert read is not None
    assert [
        (name, [plain(operand) for operand in operands]) for name, operands in read if wanted.fullmatch(name)
    ] == joined


def test_gaps_of_a_shown_array_separate_words() -> None:
    assert group_strings([b"ab", -200.0, b"c", 30.0, b"d"]) == [(b"ab", 200.0), (b"cd", -30.0)]
    with pytest.raises(ValueError, match="not a string"):
        group_strings([b"ab", None])
