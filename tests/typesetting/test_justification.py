"""Lines that would be torn are left ragged, and code is broken without a trace in its text."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pdfplumber
import pypdfium2
import pytest

from typeset_parts import part

TORN = "<p>Two words here <code>unbreakablename</code> and more of them until the paragraph ends here.</p>"
CSS = "@page { size: 60mm 60mm; margin: 8mm } p { text-align: justify } code { font-family: Serif }"


def widest_gap(css: str) -> float:
    made = part(TORN, f"{CSS} {css}")
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        words = document.pages[0].extract_words(use_text_flow=True)
    return max(after["x0"] - before["x1"] for before, after in pairwise(words) if before["top"] == after["top"])


def test_a_line_with_gaps_over_the_widest_is_not_justified() -> None:
    assert widest_gap("") > 9
    assert widest_gap(":root { --widest-gap: 0.6em }") < 6


def test_a_line_with_narrower_gaps_is_justified() -> None:
    assert widest_gap(":root { --widest-gap: 9em }") == pytest.approx(widest_gap(""))


def test_code_broken_at_a_line_end_is_copied_as_written() -> None:
    code = "\u200b".join(("recorded_", "elements_", "of_", "it"))
    made = part(f"<p>Words before <code>{code}</code> and after.</p>", CSS)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        letters = "".join(letter["text"] for letter in document.pages[0].chars)
        lines = document.pages[0].extract_text_lines()
    assert len(lines) > 1 and not any("recorded_elements_of_it" in line["text"] for line in lines), "it is broken"
    assert "before recorded_elements_of_it and after." in letters
    with pypdfium2.PdfDocument(made.pdf) as document:
        assert "\u200b" not in document[0].get_textpage().get_text_range()
