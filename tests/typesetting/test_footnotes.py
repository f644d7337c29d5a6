"""Notes stand on the page of their call, and those that are too long go on over pages."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from octavo.typesetting.typeset_job import TypesetPart
from typeset_parts import PHRASE, part

PAGE = """
@page { size: 80mm 60mm; margin: 5mm }
body { font: 8pt/10pt Serif }
p { orphans: 2; widows: 2 }
.footnote { text-align: justify; hyphens: auto }
.footnote [data-tag] { display: block }
"""
LINES = "Line.<br>" * 8


def note(name: str, words: str) -> str:
    return f'<span class="footnote" id="{name}">{words}</span>'


def pages(made: TypesetPart) -> list[str]:
    with pypdfium2.PdfDocument(made.pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return [re.sub(r"[\x02\ufffe]?\r\n", " ", text).replace("\x02", "") for text in texts]


@pytest.mark.parametrize("before", range(5, 13))
def test_a_note_stands_on_the_page_of_its_call(before: int) -> None:
    calling = f"<p>First line.{note('a', 'Noted.')}<br>Second line.{note('b', 'Also noted.')}<br>Third line.</p>"
    made = part(f"<p>{'Line.<br>' * before}Line.</p>{calling}<p>{LINES}Last.</p>", PAGE)
    for words, printed in (("First line", "Noted"), ("Second line", "Also noted")):
        (page,) = (text for text in pages(made) if words in text)
        assert printed in page


def test_a_note_longer_than_a_page_is_printed_whole_over_pages() -> None:
    words = [f"word{number}" for number in range(500)]
    made = part(f"<p>A call{note('a', ' '.join(words))} and more.</p><p>Next.</p>", PAGE)
    assert made.pages > 3 and made.anchors["a"] == 0
    printed = " ".join(pages(made))
    assert [int(number) for number in re.findall(r"word(\d+)", printed)] == list(range(500))


def test_text_goes_on_beside_a_note_that_is_continued() -> None:
    made = part(f"<p>A call{note('a', PHRASE * 30)}.</p>" + "<p>Body text.</p>" * 30, PAGE)
    assert all("Body text" in page for page in pages(made)[1:4])


def test_blocks_of_a_long_note_keep_their_order_over_pages() -> None:
    blocks = "".join(f'<span data-tag="p">Block {number}. {PHRASE}</span>' for number in range(20))
    made = part(f"<p>A call{note('a', f'Begun. {blocks}')}.</p>", PAGE)
    numbers = [int(number) for number in re.findall(r"Block (\d+)", " ".join(pages(made)))]
    assert numbers == list(range(20))


def test_a_note_of_a_few_lines_is_not_cut() -> None:
    made = part(f"<p>{'Line.<br>' * 11}</p><p>Call{note('a', f'Begun. {PHRASE} Ended.')} here.</p>", PAGE)
    (page,) = (text for text in pages(made) if "Begun" in text)
    assert "Ended" in page and "Call" in page


def test_a_note_over_pages_is_one_element() -> None:
    made = part(f"<p>A call{note('a', PHRASE * 30)}.</p>", PAGE)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        kinds = [str(item.S) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
    assert kinds.count("/Note") + kinds.count("/FENote") == 1


def test_a_line_cut_from_its_note_is_justified() -> None:
    made = part(f"<p>A call{note('a', PHRASE * 30)}.</p>", PAGE)
    with pypdfium2.PdfDocument(made.pdf) as document:
        ends = []
        for page in list(document)[:-1]:
            text = page.get_textpage()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            lowest = min(box[1] for box in boxes if box[2] > box[0])
            ends.append(max(box[2] for box in boxes if box[1] < lowest + 6))
    assert all(abs(one - other) < 2 for one, other in pairwise(ends))
