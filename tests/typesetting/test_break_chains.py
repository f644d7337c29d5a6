"""Blocks that avoid a page break leave no page mostly empty, and headings stay with their text."""

from __future__ import annotations

import pypdfium2
import pytest

from octavo.typesetting.typeset_job import TypesetPart
from typeset_parts import part

CSS = "@page { size: 80mm 80mm; margin: 10mm } body { font: 9pt/11pt Serif } "
LINES = 15
"""Lines of a page."""


def pages(made: TypesetPart) -> list[list[str]]:
    with pypdfium2.PdfDocument(made.pdf) as document:
        return [page.get_textpage().get_text_bounded().split("\r\n") for page in document]


@pytest.mark.parametrize("avoiding", ["break-before: avoid", "break-after: avoid"])
def test_a_chain_longer_than_what_is_left_of_a_page_is_broken(avoiding: str) -> None:
    chain = "".join(f'<p class="entry">Entry {number}</p>' for number in range(LINES + 5))
    made = part(f"<p>First.</p><p>Second.</p><p>Third.</p>{chain}", f"{CSS} .entry {{ {avoiding} }}")
    assert len(pages(made)[0]) > LINES - 3 and made.pages == 2


def test_a_heading_within_a_chain_stays_with_its_text() -> None:
    entries = [f'<h2 class="entry">Head {number}</h2><p class="entry">Text {number}</p>' for number in range(20)]
    made = part(f"<h1>One</h1>{''.join(entries)}", f"{CSS} .entry, h1 {{ break-after: avoid }} h2 {{ font-size: 9pt }}")
    for page in pages(made):
        assert not page[-1].startswith("Head")


def test_a_short_chain_is_kept() -> None:
    chain = "".join(f'<p class="entry">Entry {number}</p>' for number in range(3))
    made = part(f"<p>{'Line.<br>' * (LINES - 2)}</p>{chain}", f"{CSS} .entry + .entry {{ break-before: avoid }}")
    assert pages(made)[1] == ["Entry 0", "Entry 1", "Entry 2"]


def card(lines: int) -> str:
    told = "".join(f"<p>Line {number}</p>" for number in range(lines))
    return f'<section class="card"><p class="rubric">Card</p>{told}<p class="particulars">Particulars</p></section>'


CARDS = (
    CSS
    + "p { margin: 0 } .card { break-inside: HOW } .rubric { break-after: avoid } .particulars { break-before: avoid }"
)


def test_a_card_is_parted_only_where_it_would_leave_half_of_a_page_empty() -> None:
    for share, parted in ((5, True), (10, False)):
        first = "<p>Text.</p>" * share
        for avoiding, free in (("avoid-page", True), ("avoid", False)):
            made = part(f"{first}{card(11)}", CARDS.replace("HOW", avoiding))
            assert ("Card" in pages(made)[0]) == (parted and free), (share, avoiding)


def test_what_ends_a_card_is_not_alone_on_a_page() -> None:
    made = part(f"{'<p>Text.</p>' * 4}{card(LINES - 5)}", CARDS.replace("HOW", "avoid-page"))
    (_, *_), second = pages(made)
    assert second == ["Line 9", "Particulars"]
