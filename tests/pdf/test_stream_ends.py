"""A stream whose data ends in CR ends where its length says, also for a reader that looks for `endstream`."""

from __future__ import annotations

import zlib
from io import BytesIO

import page
import pikepdf
from pikepdf import Name, ObjectStreamMode, Pdf, Stream

from octavo.pdf.objects.stream_ends import separate_stream_ends

ENDS_IN_CR = b"q 1007999 w Q"
"""Its compressed data ends in CR."""
MEETS_KEYWORD = b"a page of words\r\nendstream\nendobj\n"


def saved() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.One = pdf.make_indirect(Stream(pdf, zlib.compress(ENDS_IN_CR), Filter=Name.FlateDecode))
        pdf.Root.Two = pdf.make_indirect(Stream(pdf, MEETS_KEYWORD))
        out = BytesIO()
        modes = {"object_stream_mode": ObjectStreamMode.generate, "compress_streams": False}
        pdf.save(out, deterministic_id=True, **modes)
        return out.getvalue()


def wrong_lengths(pdf: bytes) -> list[str]:
    return [one.rule_id for one in page.validate_pdf_bytes(pdf, profile="3b").failures if "LENGTH" in one.rule_id]


def test_data_that_ends_in_cr_is_told_from_the_line_end_after_it() -> None:
    assert zlib.compress(ENDS_IN_CR).endswith(b"\r")
    before = saved()
    after = separate_stream_ends(before)
    assert wrong_lengths(before) and not wrong_lengths(after)
    assert len(after) == len(before)
    with Pdf.open(BytesIO(after)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert (pdf.Root.One.read_bytes(), pdf.Root.Two.read_bytes()) == (ENDS_IN_CR, MEETS_KEYWORD)


def test_a_file_without_such_streams_stays_as_it_is() -> None:
    after = separate_stream_ends(saved())
    assert separate_stream_ends(after) == after
