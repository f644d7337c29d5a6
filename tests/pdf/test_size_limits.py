"""Limits on what a file unpacks to and draws grow with it: if every paper is within them, so is the book."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from octavo.pdf.content import content_reader, resource_cache
from octavo.pdf.objects import decompression_limits, drawing_limits
from octavo.pdf.objects.decompression_limits import find_excessive_size

WHOLE = (0.0, 0.0, 500.0, 500.0)


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"_MOST_BYTES": 100_000, "_PAGE_BYTES": 20_000, "_PAGE_PICTURE_BYTES": 50_000}
    for name, value in {**small, "_RATIO": 10, "_PICTURE_RATIO": 20}.items():
        monkeypatch.setattr(decompression_limits, name, value)
    monkeypatch.setattr(drawing_limits, "MOST_DRAWN", 10)
    monkeypatch.setattr(resource_cache, "_MOST_READ", 1000)


def document(pages: Sequence[Sequence[bytes]], pictures: bool) -> Pdf:
    """Return a document of pages, each with streams that unpack to the bytes given."""
    pdf = pikepdf.new()
    for streams in pages:
        page = pdf.add_blank_page(page_size=(100, 100))
        packed = [Stream(pdf, zlib.compress(data), Filter=Name.FlateDecode) for data in streams]
        for one in packed:
            one.Subtype = Name.Image if pictures else Name.Form
        page.Resources = Dictionary(
            XObject=Dictionary({f"/X{number}": pdf.make_indirect(one) for number, one in enumerate(packed)})
        )
    return reopened(pdf)


def reopened(pdf: Pdf) -> Pdf:
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return pikepdf.open(out)


@pytest.mark.parametrize("pictures", [True, False])
def test_many_papers_unpack_to_more_than_one_may(pictures: bool) -> None:
    one = bytes(45_000 if pictures else 18_000)
    assert find_excessive_size(document([[one]], pictures)) == ""
    assert find_excessive_size(document([[one]] * 40, pictures)) == ""
    assert "times their size" in find_excessive_size(document([[one] * 3], pictures))


def test_one_stream_alone_may_be_too_large() -> None:
    assert "an image unpacks" in find_excessive_size(document([[bytes(100_001)]] * 9, True))
    assert "a stream unpacks" in find_excessive_size(document([[bytes(100_001)]] * 9, False))


STREAMS = st.lists(st.builds(lambda size, seed: bytes([seed]) * size, st.integers(0, 60_000), st.integers(0, 255)))
PAPERS = st.lists(st.lists(STREAMS, min_size=1, max_size=3), min_size=1, max_size=4)


@given(papers=PAPERS, pictures=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_book_is_within_the_limits_if_every_paper_is(papers: list[list[list[bytes]]], pictures: bool) -> None:
    if not any(find_excessive_size(document(paper, pictures)) for paper in papers):
        assert find_excessive_size(document([page for paper in papers for page in paper], pictures)) == ""


def drawn(times: Sequence[int]) -> Pdf:
    """Return a document whose pages draw a form so many times each."""
    pdf = pikepdf.new()
    form = pdf.make_indirect(
        Stream(pdf, b"0 0 1 1 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    )
    for number in times:
        page = pdf.add_blank_page(page_size=(100, 100))
        page.Contents, page.Resources = Stream(pdf, b"/F Do " * number), Dictionary(XObject=Dictionary(F=form))
    return pdf


def test_forms_are_counted_for_each_page() -> None:
    assert not drawing_limits.draws_too_much(drawn([8] * 20))
    assert drawing_limits.draws_too_much(drawn([1, 11]))


def test_instructions_are_counted_for_each_page() -> None:
    pdf = drawn([3] * 10)
    sources = resource_cache.ResourceCache(pdf)
    assert [content_reader.read_page_content(sources, page.obj, WHOLE).unread for page in pdf.pages] == [""] * 10
    far = drawn([2000])
    assert content_reader.read_page_content(resource_cache.ResourceCache(far), far.pages[0].obj, WHOLE).unread
