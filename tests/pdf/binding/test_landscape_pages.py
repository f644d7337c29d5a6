"""Pages of wide tables: typeset across, turned when the book is bound, upright on screens, with all that they hold."""

from __future__ import annotations

from io import BytesIO

import pdfplumber
import pikepdf
import pypdfium2
import pytest

from bound_book import METADATA
from octavo.pdf.binding.binder import bind_parts
from octavo.pdf.binding.binding_plan import Leaf
from octavo.pdfx.trim_and_crop_marks import read_trim_box
from structure_tree import read_tree
from typeset_parts import part

ACROSS = (
    "@page landscape { size: 120mm 100mm; margin: 15mm } table { page: landscape; break-after: page; width: 100% }"
    " h1 { bookmark-level: 1 }"
)
BODY = (
    '<p>Before.</p><table class="landscape"><caption>Heights</caption><tr><th scope="col">Gauge</th></tr>'
    '<tr><td id="bergen"><a href="https://example.org/">Bergen</a></td></tr></table><h1>After</h1>'
    '<p><a href="#bergen">See</a></p>'
)
MM = 72 / 25.4


@pytest.fixture(scope="module")
def bound() -> bytes:
    made = part(BODY, ACROSS)
    assert made.landscape_pages == (1,)
    return bind_parts((Leaf(made),), METADATA).pdf


def test_all_pages_have_one_size_and_the_wide_one_is_upright_on_screens(bound: bytes) -> None:
    with pikepdf.open(BytesIO(bound)) as pdf:
        sizes = {tuple(round(float(side)) for side in page.MediaBox) for page in pdf.pages}
        assert sizes == {(0, 0, round(100 * MM), round(120 * MM))}
        assert [page.get("/Rotate", 0) for page in pdf.pages] == [0, 90, 0]
    document = pypdfium2.PdfDocument(bound)
    assert [round(document[number].get_width() / MM) for number in range(3)] == [100, 120, 100]
    assert "Gauge" in document[1].get_textpage().get_text_bounded()


def test_the_head_lies_at_the_left_edge_and_reads_upwards(bound: bytes) -> None:
    with pikepdf.open(BytesIO(bound)) as pdf:
        del pdf.pages[1].Rotate
        out = BytesIO()
        pdf.save(out)
    with pdfplumber.open(out) as read:
        letters = [one for one in read.pages[1].chars if one["text"] in "GaugeBr"]
    assert all(not one["upright"] for one in letters)
    head, cell = (next(one for one in letters if one["text"] == text) for text in "GB")
    assert head["x0"] < cell["x0"] and abs(head["bottom"] - cell["bottom"]) < 3
    assert head["bottom"] > 100 * MM


def test_links_destinations_and_tags_go_along(bound: bytes) -> None:
    with pikepdf.open(BytesIO(bound)) as pdf:
        (link,) = pdf.pages[1].Annots
        left, low, right, high = (float(side) for side in link.Rect)
        assert right - left < high - low and 15 * MM <= left < right < 35 * MM and high < 106 * MM
        names = {str(key): value for key, value in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
        place = names["bergen"]
        assert place[0].objgen == pdf.pages[1].obj.objgen
        assert abs(float(place[2]) - left) < 8 and abs(float(place[3]) - low) < 8
    (table,) = read_tree(bound).all("Table")
    assert [one.text for one in table.all("TH")] == ["Gauge"]
    with pikepdf.open(BytesIO(bound)) as pdf:
        assert read_trim_box(pdf.pages[1].obj) == read_trim_box(pdf.pages[0].obj)


def test_equal_parts_give_equal_bytes(bound: bytes) -> None:
    assert bind_parts((Leaf(part(BODY, ACROSS)),), METADATA).pdf == bound
