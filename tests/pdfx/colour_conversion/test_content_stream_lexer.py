"""The operators that are found in contents are those that a full parser finds, with the same operands."""

from __future__ import annotations

from decimal import Decimal

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.pdf.objects.stream_reader import Unprintable
from octavo.pdfx.colour_conversion.content_stream_lexer import find_operators

OURS = ["rg", "RG", "g", "G", "k", "K", "sc", "SC", "scn", "SCN", "cs", "CS", "ri", "BT", "ET", "q", "Q"]
OTHERS = ["re", "f", "S", "Tj", "TJ", "d0", "d1", "T*", "f*", "m", "l", "gs", "Do", "BDC", "EMC", "w", "grg"]
numbers = st.sampled_from(["0", "1", "-1", "+.5", "0.25", "12.", "007"])
names = st.sampled_from(["/P1", "/rg", "/k", "/BI", "/a#20b"])
texts = st.sampled_from(["(rg)", "(1 0 0 rg)", "(a (k) \\) \\( b)", "(50%)", "()", "<6b 20>", "(q\nQ)", "(\\\\)"])
others = st.sampled_from(["[1 (g) -2 /k]", "<</MCID 1 /A (rg) /B [/k 1]>>", "<</k <6b>>>", "[]"])
operands = st.lists(st.one_of(numbers, names, texts, others), max_size=5)
spaces = st.sampled_from([" ", "\n", "\r\n", "\t ", " % 1 0 0 rg\n", " %(\n ", "\x00"])


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    tokens: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        tokens += [*draw(operands), draw(st.sampled_from(OURS + OTHERS))]
    return "".join(token + draw(spaces) for token in tokens).encode("latin-1")


def parsed(content: bytes) -> list[tuple[str, list[object]]]:
    """Have qpdf parse a content stream, and give the operands that stand last before each operator."""
    with pikepdf.new() as pdf:
        found = []
        for instruction in pikepdf.parse_content_stream(pikepdf.Stream(pdf, content)):
            if str(instruction.operator) in OURS:
                last: list[object] = []
                for operand in reversed(list(instruction.operands)):
                    if not isinstance(operand, pikepdf.Name | int | Decimal):
                        break
                    last.insert(0, str(operand) if isinstance(operand, pikepdf.Name) else float(operand))
                found.append((str(instruction.operator), last))
        return found


def plain(operand: bytes) -> object:
    return operand.decode().replace("#20", " ") if operand[:1] == b"/" else float(operand)


@given(contents())
def test_operators_and_operands_are_those_of_a_full_parser(content: bytes) -> None:
    assert [(word.name, list(map(plain, word.operands))) for word in find_operators(content)] == parsed(content)


@given(contents())
def test_what_is_not_of_an_operator_is_left_between_them(content: bytes) -> None:
    at = 0
    for word in find_operators(content):
        assert at <= word.start <= word.end and content[word.start : word.end].endswith(word.name.encode())
        at = word.end


@pytest.mark.parametrize("data", [bytes(range(256)), b" EI\x80\x81 ", b"rg (", b""])
def test_the_data_of_inline_pictures_are_not_taken_for_operators(data: bytes) -> None:
    content = b"q BI /W 1 /H 1 /IM true ID " + data + b"\nEI\n1 g Q"
    assert [word.name for word in find_operators(content)] == ["q", "BI", "g", "Q"]
    assert [word.data for word in find_operators(content) if word.picture is not None] == [data]


@pytest.mark.parametrize("content", [b"(", b"((a)", b"BI /W 1 ID ", b"BI >> ID x\nEI ", b"BI"])
def test_what_does_not_end_is_told(content: bytes) -> None:
    with pytest.raises(Unprintable):
        list(find_operators(content))
