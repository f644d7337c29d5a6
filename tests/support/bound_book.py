"""A book of three parts, bound."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import cache

from octavo.pdf.binding.binder import BoundPdf, bind
from octavo.pdf.binding.binding_plan import Attachment, Leaf, Numbering
from octavo.pdf.metadata.document_metadata import Metadata
from typeset_parts import PHRASE, part

METADATA = Metadata(
    title="Reading the Tides: “R&D” <b>in</b> the Arctic",
    language="en",
    created=datetime(2026, 3, 30, 12, tzinfo=timezone(timedelta(hours=2))),
    authors=("Kari “K.” Hansen & Søn", "Жанна О'Коннор (ed.)", "A, B"),
    subject="What was said of gauges",
    keywords=("tides", "gauges & buoys"),
    identifiers=("doi:10.1000/182", "isbn:9783161484100"),
    publisher="Harbour Authority",
    rights="CC BY 4.0",
)

DATA = Attachment("workshop.yaml", "application/yaml", b"id: tides\n", "The workshop's data")

PRELIMS = (
    '<h1 id="title">Title</h1><p style="break-before: page">Imprint</p>'
    '<h1 style="break-before: page">Contents</h1>'
    '<nav role="doc-toc"><ul><li><a href="x-ref:c-one">One</a></li>'
    '<li><a href="x-ref:c-s%C3%BCd">South</a></li></ul></nav>'
)

CHAPTER = (
    '<h1 id="c-one">One</h1><p>Words <span class="footnote" id="c-n1">Note one.</span> and '
    '<a href="x-ref:title">the title</a>.</p>'
    f'<h2 id="c-süd">South</h2><p>{PHRASE * 30}</p>'
)

APPENDIX = '<h1 id="d-two">Two</h1><p>More<span class="footnote" id="d-n1">Note two.</span></p>'


@cache
def leaves() -> tuple[Leaf, ...]:
    return (
        Leaf(part(PRELIMS, name="prelims"), Numbering.ROMAN),
        Leaf(part(CHAPTER, name="chapter")),
        Leaf(part(APPENDIX, name="appendix"), recto=False),
    )


@cache
def book() -> BoundPdf:
    return bind(leaves(), METADATA, (DATA,))
