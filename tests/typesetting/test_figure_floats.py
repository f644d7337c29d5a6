"""Figures that do not fit move on, and the text that follows fills their page."""

from __future__ import annotations

import pypdfium2
import pytest

from octavo.typesetting.stylesheets import StyleSheets
from octavo.typesetting.typeset_job import TypesetJob, TypesetPart
from octavo.typesetting.typesetter import typeset
from typeset_parts import png

WORDS = "Words of it go on here and there, and then some more of them. "


def figure(name: str, height: int = 90) -> str:
    picture = f'<img src="asset:a.png" alt="Navy" style="width: 100mm; height: {height}mm">'
    return f"<figure>{picture}<figcaption>{name}</figcaption></figure>"


def paragraph(name: str, times: int = 4) -> str:
    return f"<p>{name} {WORDS * times}</p>"


def set_chapter(sheets: StyleSheets, body: str) -> TypesetPart:
    html = f'<!DOCTYPE html><html lang="en"><title>Part</title><body class="part-chapter">{body}</body></html>'
    return typeset(TypesetJob("part", html, sheets.styles, {"a.png": png(40, 40), **sheets.fonts}))


def lines(made: TypesetPart) -> list[list[tuple[str, float]]]:
    """Return the lines of each page, with the place where they begin."""
    pages = []
    with pypdfium2.PdfDocument(made.pdf) as document:
        for page in document:
            text = page.get_textpage()
            starts = [text.get_rect(index) for index in range(text.count_rects())]
            pages.append([(text.get_text_bounded(*rect), rect[0]) for rect in starts])
    return pages


def start_of(made: TypesetPart, name: str) -> tuple[int, float]:
    """Return the page on which a line begins with a name, and how far from the left."""
    return next(
        (number, left) for number, page in enumerate(lines(made)) for words, left in page if words.startswith(name)
    )


def test_paragraphs_keep_their_indent_when_figures_move(sheets: StyleSheets) -> None:
    floats = f"{figure('Figure A')}{paragraph('Second')}{figure('Figure B')}{paragraph('Third')}{paragraph('Fourth')}"
    body = f"<section><h1>One</h1>{paragraph('First', 24)}{floats}</section>"
    made = set_chapter(sheets, body)
    assert start_of(made, "Figure B")[0] > start_of(made, "Third")[0], "the third paragraph rose above the figure"
    indents = {name: start_of(made, name)[1] for name in ("Second", "Third", "Fourth")}
    # Left and right pages have other margins, so each is compared with the edge of its page.
    edges = [min(left for _, left in page) for page in lines(made)]
    for name, left in indents.items():
        assert left - edges[start_of(made, name)[0]] == pytest.approx(14.2, abs=0.5), name


def test_a_figure_before_a_subsection_moves_below_its_first_paragraph(sheets: StyleSheets) -> None:
    below = f"<section><h2>Inner</h2>{paragraph('Risen', 12)}{paragraph('After')}</section>"
    body = f"<section><h1>One</h1>{paragraph('First', 20)}{figure('Figure A', 140)}{below}</section>"
    made = set_chapter(sheets, body)
    assert start_of(made, "Risen")[0] == 0 and start_of(made, "Figure A")[0] == 1
    assert start_of(made, "After")[0] == 1


def test_a_paragraph_below_a_figure_that_opens_a_section_is_not_indented(sheets: StyleSheets) -> None:
    made = set_chapter(sheets, f"<section><h1>One</h1>{figure('Figure A', 30)}{paragraph('First')}</section>")
    assert start_of(made, "First")[1] == pytest.approx(start_of(made, "One")[1], abs=0.5)


def test_figures_stand_before_the_references_and_pass_one_heading_at_most(sheets: StyleSheets) -> None:
    floats = f"{figure('Figure A')}{paragraph('Second')}{figure('Figure B')}{figure('Figure C')}{paragraph('Third')}"
    first = f"<section><h1>One</h1>{paragraph('First', 26)}{floats}</section>"
    conclusion = f"<section><h1>Conclusion</h1>{paragraph('Last')}</section>"
    references = '<section class="references"><h1>References</h1><ul class="references"><li>Source</li></ul></section>'
    made = set_chapter(sheets, f"{first}{conclusion}{references}".replace("h1>", "h2>"))
    pages = [start_of(made, name)[0] for name in ("Figure A", "Figure B", "Figure C", "References")]
    assert pages == sorted(pages)
