"""The bytes of a file are checked where PDF/A asks for more than PDF does."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from octavo.preflight.archive.file_syntax import check_file_syntax, inherits_resources


def make_file() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = Stream(pdf, b"0 0 9 9 re f")
        pdf.Root.Note = pdf.make_indirect(
            Dictionary(Words=String("an endobj, a (stream) and 1 0 obj"), Name=Name.stream)
        )
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


def clauses(data: bytes, part: str = "2") -> list[str]:
    with pikepdf.open(BytesIO(data)) as pdf:
        return [one.clause if part == "1" else one.later_clause for one in check_file_syntax(data, pdf, part)]


def test_a_file_as_we_write_it_passes() -> None:
    assert clauses(make_file()) == clauses(make_file(), "1") == []


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        (b"%PDF-1.3\n", b"junk\n%PDF-1.3\n", "6.1.2"),
        (b"%PDF-1.3\n", b"%PDF-1.3  \n", "6.1.2"),
        (b"\n%\xbf\xf7", b"\n%a\xf7", "6.1.2"),
        (b"\n%%EOF\n", b"\n%%EOF\nmore", "6.1.3"),
        (b"\nxref\n", b"\nxref \n", "6.1.4"),
        (b"\nxref\n", b"\nxref\n\n", "6.1.4"),
        (b"stream\n0 0", b"stream\r0 0", "6.1.7.1"),
        (b"stream\n0 0", b"stream  \n0 0", "6.1.7.1"),
        (b"re f\nendstream", b"re fendstream", "6.1.7.1"),
        (b"/Length 12", b"/Length 11", "6.1.7.1"),
        (b"\n1 0 obj\n", b"\n1  0 obj\n", "6.1.9"),
        (b"\n1 0 obj\n", b"\n1 0  obj\n", "6.1.9"),
        (b"\n1 0 obj\n", b"\n 1 0 obj\n", "6.1.9"),
        (b"\n1 0 obj\n", b"\n1 0 obj ", "6.1.9"),
        (b"\nendobj\n", b" endobj\n", "6.1.9"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_each_fault_breaks_its_clause(old: bytes, new: bytes, clause: str) -> None:
    data = make_file()
    assert old in data
    assert clauses(data.replace(old, new, 1)) == [clause]


def test_resources_belong_to_each_page() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = Stream(pdf, b"/F Do")
        pdf.pages[0].Resources = Dictionary()
        own, shared = BytesIO(), BytesIO()
        pdf.save(own)
        del pdf.pages[0].obj["/Resources"]
        pdf.Root.Pages.Resources = Dictionary(ProcSet=Array([Name.PDF]))
        pdf.save(shared)
    assert not inherits_resources(own.getvalue())
    assert inherits_resources(shared.getvalue())
