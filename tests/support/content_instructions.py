"""Make instructions of content streams, as producers of PDF write them."""

from __future__ import annotations

from hypothesis import strategies as st

GAPS = st.sampled_from((b" ", b"\n", b"\r\n", b"  ", b"\t", b"\f"))
NUMBERS = st.one_of(
    st.integers(-999_999, 999_999).map(lambda number: b"%d" % number),
    st.sampled_from((b"+7", b"0.5", b"-.25", b"+.5", b"3.", b"-0", b"007", b"0.000078740157", b"8914400")),
)
NAMES = st.sampled_from((b"/F1", b"/Im.0", b"/A-b", b"/P_1*", b"/T1_0"))
TEXTS = st.one_of(
    st.binary(max_size=6).map(lambda data: b"<" + data.hex().encode() + b">"),
    st.sampled_from((b"()", b"(ab c)", rb"(a\)b\(\\)", rb"(\101\7x\60)", rb"(\n\r\t\b\f)", b"(l\xe9\n)", b"(% <)")),
)
ARRAYS = st.lists(st.one_of(NUMBERS, TEXTS), max_size=6).map(lambda items: b"[" + b" ".join(items) + b"]")
MARKS = st.sampled_from((b"<</MCID 3>>", b"<< /Lang (en-GB) /ActualText <FEFF0041> >>", b"<<>>", b"/MC0"))


def instruction(operator: bytes, *operands: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Make instructions, with gaps of all kinds between their parts."""
    gaps = st.lists(GAPS, min_size=len(operands) + 1, max_size=len(operands) + 1)
    return st.tuples(gaps, *operands).map(
        lambda made: b"".join(part + gap for part, gap in zip((*made[1:], operator), made[0], strict=True))
    )


INSTRUCTIONS = st.one_of(
    *(instruction(name) for name in (b"q", b"Q", b"BT", b"ET", b"h", b"f*", b"S", b"n", b"W*", b"T*", b"EMC")),
    *(instruction(name, NUMBERS) for name in (b"w", b"g", b"Tc", b"TL")),
    *(instruction(name, NUMBERS, NUMBERS) for name in (b"m", b"l", b"l", b"Td", b"TD")),
    *(instruction(name, *[NUMBERS] * 4) for name in (b"re", b"v", b"y", b"k")),
    *(instruction(name, *[NUMBERS] * 6) for name in (b"c", b"cm", b"Tm")),
    *(instruction(name, NAMES) for name in (b"Do", b"gs", b"cs", b"scn", b"BMC")),
    *(instruction(name, TEXTS) for name in (b"Tj", b"'")),
    instruction(b"rg", NUMBERS, NUMBERS, NUMBERS),
    instruction(b"scn", NUMBERS, NUMBERS, NAMES),
    instruction(b"Tr", st.sampled_from((b"0", b"3", b"7"))),
    instruction(b"Tf", NAMES, NUMBERS),
    instruction(b'"', NUMBERS, NUMBERS, TEXTS),
    instruction(b"TJ", ARRAYS),
    instruction(b"BDC", NAMES, MARKS),
)
