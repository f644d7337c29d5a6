"""Authors' PDFs are placed on the trim with their links; what is wrong with them is told by name and page."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from octavo.findings import Severity
from octavo.papers import Paper, PaperJob, Trim, place
from parts import part

A5 = Trim(453.54, 680.31, 70.9, 70.9, 51.0, 48.2, 54.0, 48.0)
WORDS = "Reading the Tides by Kari Hansen and a good many more words that fill a line or so"


def own(pages: int = 2, size: tuple[float, float] = (595, 842)) -> bytes:
    """Set pages of our own, with embedded fonts and a mark at the top left."""
    css = f"@page {{ size: {size[0]}pt {size[1]}pt; margin: 90pt }} p + p {{ break-before: page }}"
    return part("".join(f"<p>{WORDS} {number}" for number in range(1, pages + 1)), css).pdf


def changed(change: Callable[[Pdf], None], data: bytes | None = None, **options: object) -> bytes:
    with pikepdf.open(io.BytesIO(data or own())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, **options)
        return out.getvalue()


def placed(data: bytes, trim: Trim = A5, title: str = "Reading the Tides") -> Paper:
    return place(PaperJob("c-x", "papers/x.pdf", data, trim, title, ("Hansen",)))


def told(paper: Paper) -> dict[str, str]:
    return {finding.code: finding.message for finding in paper.part.findings}


def test_a_good_paper_is_placed_without_a_word() -> None:
    paper = placed(own())
    assert paper.part.findings == () and paper.part.pages == 2 and paper.part.anchors["c-x"] == 0
    with pikepdf.open(io.BytesIO(paper.part.pdf)) as pdf:
        for page in pdf.pages:
            assert [round(float(side)) for side in page.MediaBox] == [0, 0, 454, 680]
    text = pypdfium2.PdfDocument(paper.part.pdf)[1].get_textpage().get_text_bounded()
    assert "Reading the Tides" in text


def test_equal_papers_are_equal_bytes() -> None:
    assert placed(own()).part.pdf == placed(own()).part.pdf


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-pdf"),
        (b"Dear editor", "not-a-pdf"),
        (b"%PDF-1.7\nnothing", "paper-damaged"),
    ],
)
def test_what_is_no_pdf_is_refused(data: bytes, code: str) -> None:
    paper = placed(data)
    assert paper.part.pages == 0 and code in told(paper) and "papers/x.pdf" in told(paper)[code]


def test_a_paper_that_needs_a_password_is_refused() -> None:
    lock = pikepdf.Encryption(owner="o", user="u")
    assert "paper-encrypted" in told(placed(changed(lambda _: None, encryption=lock)))


def test_a_lock_that_opens_is_told_and_left_out() -> None:
    paper = placed(changed(lambda _: None, encryption=pikepdf.Encryption(owner="o", user="")))
    assert paper.part.pages == 2 and "paper-locked" in told(paper)


def test_half_a_file_is_told() -> None:
    data = own(12)
    paper = placed(data[: len(data) * 2 // 3])
    assert paper.part.pages == 0 or set(told(paper)) & {"paper-mended", "paper-blank"}


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.pages[1].Annots = Array(
        [
            pdf.make_indirect(
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch))
            )
        ]
    )


def test_scripts_and_programs_are_left_out_and_told_with_their_pages() -> None:
    paper = placed(changed(script))
    messages = [finding.message for finding in paper.part.findings]
    assert any("JavaScript" in message for message in messages)
    assert any("page 2" in message and "programs" in message for message in messages)
    assert b"JavaScript" not in paper.part.pdf and b"Launch" not in paper.part.pdf
    with pikepdf.open(io.BytesIO(paper.part.pdf)) as pdf:
        assert "/OpenAction" not in pdf.Root and "/Annots" not in pdf.pages[1]


def test_fonts_that_are_not_embedded_are_told_with_their_pages() -> None:
    def strip(pdf: Pdf) -> None:
        for font in pdf.pages[1].Resources.Font.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            for key in ("/FontFile2", "/FontFile3"):
                if key in descriptor:
                    del descriptor[key]

    message = told(placed(changed(strip)))["font-not-embedded"]
    assert "is not embedded" in message and "page" in message


def test_pages_of_another_size_are_told() -> None:
    def widen(pdf: Pdf) -> None:
        pdf.pages[1].MediaBox = Array([0, 0, 842, 595])

    assert "page 2: of another size" in told(placed(changed(widen)))["paper-size-mixed"]


def test_another_title_and_other_authors_are_told() -> None:
    paper = placed(own(), title="An Entirely Different Matter")
    assert "does not bear the title" in told(paper)["title-differs"]
    other = place(PaperJob("c-x", "x.pdf", own(), A5, "Reading the Tides", ("Okonkwo",)))
    assert "Okonkwo" in told(other)["author-differs"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_stands_upright(turn: int) -> None:
    def rotate(pdf: Pdf) -> None:
        pdf.pages[0].Rotate = turn

    paper = placed(changed(rotate))
    with pikepdf.open(io.BytesIO(paper.part.pdf)) as pdf:
        assert "/Rotate" not in pdf.pages[0] and pdf.pages[0].MediaBox[3] > pdf.pages[0].MediaBox[2]


def test_ink_keeps_clear_of_the_running_head() -> None:
    css = "@page { size: 453.54pt 680.31pt; margin: 12pt } p + p { break-before: page }"
    tight = part(f"<p>{WORDS}<p>{WORDS}", css).pdf
    paper = placed(tight)
    text = pypdfium2.PdfDocument(paper.part.pdf)[1].get_textpage()
    assert text.get_charbox(0)[3] <= A5.height - A5.head


def test_links_lead_to_the_same_words() -> None:
    def link(pdf: Pdf) -> None:
        target = Array([pdf.pages[1].obj, Name.XYZ, 90, 752, None])
        inner = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([90, 740, 200, 752]), Dest=target)
        outer = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([90, 700, 200, 712]),
            A=Dictionary(S=Name.URI, URI=String("https://example.org")),
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(inner), pdf.make_indirect(outer)])

    paper = placed(changed(link))
    with pikepdf.open(io.BytesIO(paper.part.pdf)) as pdf:
        inner, outer = pdf.pages[0].Annots
        assert outer.A.URI == "https://example.org" and str(inner.Dest) == "c-x-0"
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        page, _, x, y, _ = names["c-x-0"]
        assert page.objgen == pdf.pages[1].obj.objgen
    text = (
        pypdfium2.PdfDocument(paper.part.pdf)[1]
        .get_textpage()
        .get_text_bounded(float(x) - 2, float(y) - 20, 400, float(y) + 2)
    )
    assert "Reading" in text


def test_a_name_tree_that_goes_in_circles_ends() -> None:
    def circle(pdf: Pdf) -> None:
        node = pdf.make_indirect(Dictionary())
        node.Kids = Array([node])
        pdf.Root.Names = Dictionary(Dests=node)
        pdf.pages[0].Annots = Array(
            [
                pdf.make_indirect(
                    Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=String("nowhere"))
                )
            ]
        )

    assert "paper-dead-links" in told(placed(changed(circle)))


def test_a_bomb_is_refused() -> None:
    def swell(pdf: Pdf) -> None:
        pdf.pages[0].Contents = Stream(pdf, b" " * 120_000_000)

    assert "paper-too-large" in told(placed(changed(swell, compress_streams=True)))


def test_bytes_gone_astray_raise_nothing() -> None:
    data, chosen = own(1), random.Random(7)
    for _ in range(150):
        bad = bytearray(data)
        for _ in range(chosen.randint(1, 20)):
            bad[chosen.randrange(len(bad))] = chosen.randrange(256)
        paper = placed(bytes(bad))
        assert paper.part.pages or any(finding.severity is Severity.ERROR for finding in paper.part.findings)
