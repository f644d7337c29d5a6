"""Authors' PDFs are placed on the trim with their links; what is wrong with them is told by name and page."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from PIL import Image, ImageDraw

from octavo.chapters import pdf_figures
from octavo.chapters.author_pdf.pdf_placement import AuthorPdfJob, PlacedPdf, TypeArea, place_author_pdf
from octavo.findings.finding import Severity, has_errors, is_incomplete
from octavo.pdf.binding.binder import bind_parts
from octavo.pdf.binding.binding_plan import Leaf
from octavo.pdf.metadata.document_metadata import Metadata
from octavo.pdf.objects import decompression_limits
from octavo.pdf.renderers import pdfium_text
from typeset_parts import part

A5 = TypeArea(453.54, 680.31, 70.9, 70.9, 51.0, 48.2, 54.0, 48.0)
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


def placed(data: bytes, trim: TypeArea = A5, title: str = "Reading the Tides") -> PlacedPdf:
    return place_author_pdf(AuthorPdfJob("c-x", "papers/x.pdf", data, trim, title, ("Hansen",)))


def told(paper: PlacedPdf) -> dict[str, str]:
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


def test_what_is_said_of_a_damaged_file_is_the_same_whenever_it_is_read() -> None:
    data = own()
    said = [told(placed(data[: len(data) // 2]))["paper-damaged"] for _ in range(2)]
    assert said[0] == said[1] and "BytesIO" not in said[0] and " 0x" not in said[0]
    assert said[0].startswith("papers/x.pdf: cannot be read as a PDF: unable to find")


def test_a_paper_that_needs_a_password_is_refused() -> None:
    lock = pikepdf.Encryption(owner="o", user="u")
    assert "paper-encrypted" in told(placed(changed(lambda _: None, encryption=lock)))


def test_a_lock_that_opens_is_told_and_left_out() -> None:
    paper = placed(changed(lambda _: None, encryption=pikepdf.Encryption(owner="o", user="")))
    assert paper.part.pages == 2 and "paper-locked" in told(paper)


def test_half_a_file_is_told() -> None:
    data = own(12)
    for share in (0.3, 0.5, 2 / 3, 0.9):
        findings = placed(data[: int(len(data) * share)]).part.findings
        assert any(found.severity is Severity.ERROR for found in findings)


def test_a_damaged_file_is_read_as_it_was_mended() -> None:
    """In a form with a broken dictionary pdfium sees what qpdf does not, and what was neither weighed nor bound."""

    def fold(pdf: Pdf) -> None:
        page = pdf.pages[0]
        words = page.as_form_xobject().read_bytes()
        box, resources = page.obj.MediaBox, page.obj.Resources
        form = pdf.make_stream(words, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=resources)
        page.obj.Resources, page.obj.Contents = Dictionary(XObject=Dictionary(X=form)), pdf.make_stream(b"/X Do")

    whole = changed(fold, own(1), qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    broken = whole.replace(b"/Subtype /Form\n", b"<< /Subtype /Form\n")
    for data, pages in ((whole, (0,)), (broken, ())):
        job = AuthorPdfJob("c-x", "x.pdf", data, A5, "Reading the Tides", ("Hansen",), (), "Hansen")
        assert place_author_pdf(job).guarded_pages == ({"Hansen": pages} if pages else {})


def test_a_damaged_file_is_bound_as_it_was_mended_and_never_released() -> None:
    paper = placed(re.sub(rb"/Length \d+", b"/Length 3", own(1)))
    (found,) = [one for one in paper.part.findings if one.code == "paper-mended"]
    assert paper.part.pages == 1 and is_incomplete([found]) and not has_errors([found])


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

    assert "page 2: page size differs" in told(placed(changed(widen)))["paper-size-mixed"]


def test_another_title_and_other_authors_are_told() -> None:
    paper = placed(own(), title="An Entirely Different Matter")
    assert "does not contain the title" in told(paper)["title-differs"]
    other = place_author_pdf(AuthorPdfJob("c-x", "x.pdf", own(), A5, "Reading the Tides", ("Okonkwo",)))
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
        assert outer.A.URI == "https://example.org" and str(inner.Dest) == "c-x.0"
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        page, _, x, y, _ = names["c-x.0"]
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


# Where pages stand


LETTER, A4 = [0, 0, 612, 792], TypeArea(595.28, 841.89, 70.9, 70.9, 51.0, 48.2, 54.0, 48.0)


def drawn(*pages: bytes, box: list[float] | None = None, **keys: object) -> bytes:
    """Make pages from content streams."""
    with pikepdf.new() as pdf:
        for content in pages:
            page = Dictionary(Type=Name.Page, MediaBox=Array(box or [0, 0, 595, 842]), Contents=Stream(pdf, content))
            page.Resources = Dictionary()
            for key, value in keys.items():
                page[f"/{key}"] = value
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def spot(*boxes: tuple[float, float, float, float]) -> bytes:
    return b" ".join(b"%f %f %f %f re f" % box for box in boxes)


def ink(paper: PlacedPdf | bytes, number: int = 0) -> tuple[float, float, float, float] | None:
    """Find the box of what is dark on a page: left, bottom, right, top."""
    data = paper if isinstance(paper, bytes) else paper.part.pdf
    page = pypdfium2.PdfDocument(data)[number]
    image = page.render(scale=2).to_pil().convert("L").point(lambda value: 255 if value < 128 else 0)
    box = image.getbbox()
    high = page.get_height()
    return box and (box[0] / 2, high - box[3] / 2, box[2] / 2, high - box[1] / 2)


def scale_of(paper: PlacedPdf, number: int = 0) -> float:
    with pikepdf.open(io.BytesIO(paper.part.pdf)) as pdf:
        a, b = (float(value) for value in pdf.pages[number].Contents.read_bytes().split()[1:3])
        return max(abs(a), abs(b))


BODY = (90.0, 90.0, 400.0, 660.0)


@pytest.mark.parametrize(
    ("box", "keys"),
    [
        ([100, 100, 695, 942], {}),
        ([-300, -50, 1000, 1000], {"CropBox": Array([100, 100, 695, 942])}),
        ([100, 100, 695, 942], {"TrimBox": Array([300, 300, 400, 400])}),
    ],
)
def test_where_a_page_has_its_origin_makes_no_difference(box: list[float], keys: dict[str, object]) -> None:
    plain = placed(drawn(spot(BODY)))
    paper = placed(drawn(spot((190, 190, 400, 660)), box=box, **keys))
    assert ink(paper) == pytest.approx(ink(plain), abs=1)


def test_what_lies_beyond_the_page_of_the_author_is_not_shown() -> None:
    paper = placed(drawn(spot(BODY, (-200, 300, 150, 50)), box=[50, 0, 645, 842]), A4)
    left, *_ = ink(paper) or (0,)
    assert left == pytest.approx(40, abs=1)


def test_a_page_in_units_of_its_own_is_measured_in_points() -> None:
    half = drawn(spot((45, 45, 200, 330)), box=[0, 0, 297.5, 421], UserUnit=2)
    assert ink(placed(half)) == pytest.approx(ink(placed(drawn(spot(BODY)))), abs=1)


def test_letter_keeps_its_size_on_a4() -> None:
    paper = placed(drawn(spot((72, 72, 468, 648)), box=LETTER), A4)
    assert scale_of(paper) == 1
    left, _, right, _ = ink(paper) or (0, 0, 0, 0)
    assert left == pytest.approx(595.28 - right, abs=1)


def test_a_small_page_stands_in_the_middle() -> None:
    paper = placed(drawn(spot((10, 10, 280, 380)), box=[0, 0, 300, 400]), A4)
    assert scale_of(paper) == 1
    assert ink(paper) == pytest.approx((157.6, 230.9, 437.6, 610.9), abs=1)


def test_each_page_takes_its_own_limits_but_all_one_scale() -> None:
    paper = placed(drawn(spot((90, 60, 400, 700)), spot((90, 5, 400, 832))), A4)
    limit = (A4.height - A4.head - 4 - 14) / 832
    assert scale_of(paper, 0) == scale_of(paper, 1) == pytest.approx(limit, abs=0.005)
    boxes = [ink(paper, number) or (0, 0, 0, 0) for number in (0, 1)]
    assert boxes[0][1] >= A4.foot and boxes[1][1] >= 13 and boxes[1][3] <= A4.height - A4.head


def test_what_nobody_sees_moves_no_page() -> None:
    ground = b"1 g 0 0 595 842 re f 0 g "
    clipped = b"q 90 90 400 600 re W n -500 300 2000 50 re f Q "
    paper = placed(drawn(ground + spot(BODY), clipped + spot(BODY)), A4)
    assert scale_of(paper) == 1 and "ink-in-margin" not in told(paper)


def test_ink_that_cannot_be_cleared_is_told_with_its_page() -> None:
    tall = TypeArea(595, 842, 70, 70, 50, 50, head=400, foot=48)
    message = told(placed(drawn(spot(BODY), spot((90, 5, 400, 832))), tall))["ink-in-margin"]
    assert "page 2: ink" in message


def test_type_that_becomes_small_is_told() -> None:
    paper = placed(drawn(spot((90, 90, 1000, 1400)), box=[0, 0, 1190, 1684]), A4)
    assert "10 point type becomes 5.0 points" in told(paper)["paper-small"]


def test_a_scan_is_not_blank_and_a_white_page_is() -> None:
    picture = Image.new("L", (595, 842), 255)
    ImageDraw.Draw(picture).rectangle((90, 90, 500, 750), 0)
    white = Image.new("L", (595, 842), 255)
    with pikepdf.new() as pdf:
        for image in (picture, white):
            pdf.add_blank_page(page_size=(595, 842))
            form = Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=595,
                Height=842,
                ColorSpace=Name.DeviceGray,
                BitsPerComponent=8,
            )
            shown = Stream(pdf, image.tobytes(), **{key[1:]: value for key, value in form.items()})
            pdf.pages[-1].Resources = Dictionary(XObject=Dictionary(I=shown))
            pdf.pages[-1].Contents = Stream(pdf, b"q 595 0 0 842 0 0 cm /I Do Q")
        out = io.BytesIO()
        pdf.save(out)
    messages = told(placed(out.getvalue()))
    assert "page 2: blank" in messages["paper-blank"] and "paper-without-text" in messages


def test_graphics_states_left_open_harm_nobody() -> None:
    paper = placed(drawn(b"q q 2 0 0 2 0 0 cm " + spot((45, 45, 200, 330)), b"Q Q " + spot(BODY)))
    assert ink(paper, 0) == pytest.approx(ink(paper, 1), abs=1)


# Links on pages that are turned, moved, enlarged


def reference(pdf: Pdf, page: int, **keys: object) -> Object:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([90, 740, 200, 752]))
    for key, value in keys.items():
        link[f"/{key}"] = value
    link = pdf.make_indirect(link)
    pdf.pages[page].Annots = Array([link])
    return link


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"Rotate": 90},
        {"Rotate": 180},
        {"Rotate": 270},
        {"UserUnit": 2},
        {"CropBox": Array([50, 50, 545, 792])},
        {"MediaBox": Array([-100, -100, 700, 900])},
    ],
)
def test_a_link_lies_on_its_words_however_its_page_stands(keys: dict[str, object]) -> None:
    def change(pdf: Pdf) -> None:
        for page in pdf.pages:
            for key, value in keys.items():
                page.obj[f"/{key}"] = value
        # Half a line: what lies beside it would be found too.
        quads = Array([90, 752, 200, 752, 90, 740, 200, 740])
        target = Array([pdf.pages[1].obj, Name.XYZ, 90, 752, None])
        reference(pdf, 0, Dest=target, QuadPoints=quads, Contents=String("to page two"))

    paper = placed(changed(change))
    page = pypdfium2.PdfDocument(paper.part.pdf)[0].get_textpage()
    with pikepdf.open(io.BytesIO(paper.part.pdf)) as pdf:
        (link,) = pdf.pages[0].Annots
        left, bottom, right, top = (float(value) for value in link.Rect)
        assert "eading" in page.get_text_bounded(left, bottom, right, top)
        corners = [float(value) for value in link.QuadPoints]
        assert min(corners[::2]) == left and max(corners[1::2]) == top and str(link.Contents) == "to page two"
        _, _, x, y, _ = pikepdf.NameTree(pdf.Root.Names.Dests)["c-x.0"]
        corner = min(
            ((cx, cy) for cx, cy in zip(corners[::2], corners[1::2], strict=True)),
            key=lambda at: abs(at[0] - float(x)) + abs(at[1] - float(y)),
        )
        assert corner == pytest.approx((float(x), float(y)), abs=0.1)


@pytest.mark.parametrize("kind", ["tree", "old", "action", "number"])
def test_destinations_of_every_kind_are_followed(kind: str) -> None:
    def change(pdf: Pdf) -> None:
        place = Array([pdf.pages[1].obj, Name.FitH, 500])
        if kind == "tree":
            leaf = pdf.make_indirect(Dictionary(Names=Array([String("there"), Dictionary(D=place)])))
            pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([Dictionary(Kids=Array([leaf]))])))
            reference(pdf, 0, Dest=String("there"))
        elif kind == "old":
            pdf.Root.Dests = Dictionary(there=place)
            reference(pdf, 0, Dest=Name.there)
        elif kind == "action":
            reference(pdf, 0, A=Dictionary(S=Name.GoTo, D=place, Next=Dictionary(S=Name.JavaScript, JS=String("x"))))
        else:
            reference(pdf, 0, Dest=Array([1, Name.Fit]))

    paper = placed(changed(change))
    assert paper.part.anchors == {"c-x": 0, "c-x.0": 1} and b"JavaScript" not in paper.part.pdf


def test_a_link_to_another_program_or_file_is_left_out() -> None:
    def change(pdf: Pdf) -> None:
        reference(pdf, 0, A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd")))
        reference(pdf, 1, A=Dictionary(S=Name.GoToR, F=String("other.pdf"), D=Array([0, Name.Fit])))

    paper = placed(changed(change))
    messages = [finding.message for finding in paper.part.findings]
    assert any("page 1: removed: links to addresses" in message for message in messages)
    assert any("page 2: removed: links to other files" in message for message in messages)
    assert b"passwd" not in paper.part.pdf and b"other.pdf" not in paper.part.pdf


def test_an_outline_that_goes_in_circles_is_written_straight() -> None:
    def change(pdf: Pdf) -> None:
        items = [pdf.make_indirect(Dictionary(Title=String(title))) for title in ("One", "Two", "Lost")]
        for item in items[:2]:
            item.Dest = Array([pdf.pages[1].obj, Name.Fit])
        items[0].First, items[0].Next, items[1].Next = items[1], items[2], items[0]
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=items[0], Last=items[2]))

    with pikepdf.open(io.BytesIO(placed(changed(change)).part.pdf)) as pdf, pdf.open_outline() as outline:
        (one,) = outline.root
        assert one.title == "One" and [below.title for below in one.children] == ["Two"]


# What is left out


def layered(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("draft")))
    either = Dictionary(Type=Name.OCMD, OCGs=Array([layer]), P=Name.AllOff)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(BaseState=Name.OFF))
    form = Stream(pdf, spot((200, 200, 50, 50)), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 800]))
    form.OC = layer
    page = pdf.pages[0]
    page.Resources.Properties, page.Resources.XObject = Dictionary(L=layer, M=either), Dictionary(X=form)


def test_a_hidden_layer_stays_hidden_in_the_book() -> None:
    hidden = b"/OC /L BDC q 2 w " + spot((90, 100, 400, 300)) + b" Q EMC /X Do "
    shown = b"/OC /M BDC " + spot((90, 500, 100, 100)) + b" EMC"
    paper = placed(changed(layered, drawn(hidden + shown)))
    bound = bind_parts((Leaf(paper.part),), Metadata("t", "en", datetime(2026, 1, 1, tzinfo=UTC)))
    box = ink(bound.pdf)
    assert box == ink(paper) and box is not None
    assert box[3] - box[1] == pytest.approx(100 * scale_of(paper), abs=1.5)


def test_hidden_words_still_move_those_behind_them() -> None:
    def change(pdf: Pdf) -> None:
        layered(pdf)
        content = pdf.pages[0].Contents.read_bytes()
        words = re.sub(rb"(\[[^]]*\]\s*TJ|<[^>]*>\s*Tj)", rb"/OC /L BDC \1 EMC \1", content, count=1)
        assert words != content
        pdf.pages[0].Contents = Stream(pdf, words)

    plain, moved = ink(placed(own(1))), ink(placed(changed(change, own(1))))
    assert plain and moved and moved[2] > plain[2] + 20


def test_what_a_form_keeps_of_its_own_file_is_left_out_however_deep_it_lies() -> None:
    def change(pdf: Pdf) -> None:
        inner = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        inner.Ref, inner.PieceInfo = Dictionary(F=String("/etc/passwd")), Dictionary(X=String("private"))
        inner.F = Dictionary(FS=Name.URL, F=String("http://evil.example"))
        outer = Stream(pdf, b"/I Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        outer.Resources = Dictionary(XObject=Dictionary(I=inner))
        pdf.pages[0].Resources.XObject = Dictionary(O=outer)

    paper = placed(changed(change))
    assert "other files" in told(paper)["paper-live"]
    with pikepdf.open(io.BytesIO(paper.part.pdf)) as pdf:
        written = b"".join(item.unparse(resolved=True) for item in pdf.objects if isinstance(item, Stream | Dictionary))
    assert b"passwd" not in written and b"private" not in written and b"evil" not in written


def test_a_font_is_missed_where_it_is_used_and_nowhere_else() -> None:
    def change(pdf: Pdf) -> None:
        def font(name: str) -> Dictionary:
            return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"))

        form = Stream(pdf, b"BT /F 9 Tf (x) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.Resources = Dictionary(Font=Dictionary(F=font("Courier")))
        pdf.pages[0].Resources.Font.Idle = font("Helvetica")
        pdf.pages[1].Resources.XObject = Dictionary(X=form)
        pdf.pages[1].contents_add(b"/X Do")

    (finding,) = placed(changed(change)).part.findings
    assert finding.code == "font-not-embedded" and "page 2: the font Courier" in finding.message


# Words


@pytest.mark.parametrize(
    ("title", "told_of"),
    [
        ("READING, the {T}ides", False),
        ("Reading \\textit{the} Tides", False),
        ("Réading the Tídes", False),
        ("Reading of Tides", True),
        ("The Tides, Read", True),
        ("Reading the Tides Through the Ages", True),
    ],
)
def test_a_title_differs_by_a_word_but_not_by_how_it_is_typed(title: str, told_of: bool) -> None:
    assert ("title-differs" in told(placed(own(), title=title))) is told_of


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Jinchao Li2, Wei Fan", "Li", True),
        ("Wei Lia,b", "Li", True),
        ("the light of literature", "Li", False),
        ("Veronica P \u00b4 erez-Rosas", "Pérez-Rosas", True),
        ("Dilek Hakkani-Tur\u00a8\r\n2", "Hakkani-Tür", True),
        ("H. van der Berg1", "van der Berg", True),
        ("Ramiro Gal\u0002\r\nvez", "Gálvez", True),
        ("Kari Hansen", "Hans", False),
    ],
)
def test_a_family_name_is_found_as_a_name(text: str, name: str, found: bool) -> None:
    assert pdfium_text.names_family(text, name) is found


def test_terms_are_found_though_lines_part_them() -> None:
    texts = ["multi\u0002lingual and state-of-\r\nthe-art work", "of\ufb01ce\r\nhours", "officers"]
    terms = ["multilingual", "state-of-the-art", "office hour", "officer", "offic"]
    found = {"multilingual": (0,), "state-of-the-art": (0,), "office hour": (1,), "officer": (2,)}
    assert pdfium_text.pages_of_terms(texts, terms) == found


# Bombs


@cache
def swollen() -> bytes:
    return zlib.compress(b" " * 120_000_000, 9)


@pytest.mark.parametrize(
    ("pack", "keys"),
    [
        (swollen, {"Filter": Name.FlateDecode, "Subtype": Name.Image}),
        (lambda: zlib.compress(swollen(), 9), {"Filter": Array([Name.FlateDecode, Name.FlateDecode])}),
        (lambda: swollen().hex().encode() + b">", {"Filter": Array([Name.ASCIIHexDecode, Name.Fl])}),
        (lambda: b"\x81 " * 1_000_000 + b"\x80", {"Filter": Name.RunLengthDecode}),
    ],
)
def test_a_bomb_is_refused_however_it_is_packed(pack: Callable[[], bytes], keys: dict[str, Object]) -> None:
    def swell(pdf: Pdf) -> None:
        pdf.pages[0].Contents = Stream(pdf, pack(), **keys)

    packed = changed(swell, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    assert "paper-too-large" in told(placed(packed))


def nested(pdf: Pdf, depth: int, times: int) -> None:
    form = None
    for _ in range(depth):
        inner = form
        form = Stream(pdf, b"/F Do " * times if inner is not None else b"0 0 9 9 re f")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 400, 400])
        form.Resources = Dictionary(XObject=Dictionary(F=inner)) if inner is not None else Dictionary()
    pdf.pages[0].Contents = Stream(pdf, b"/F Do")
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(F=form))


@pytest.mark.parametrize(("depth", "times"), [(8, 10), (25, 2), (60, 1), (2, 600_000)])
def test_forms_within_forms_are_counted_before_anybody_draws_them(depth: int, times: int) -> None:
    data = changed(lambda pdf: nested(pdf, depth, times))
    assert "paper-too-large" in told(placed(data))
    with pytest.raises(pdf_figures.UnusableFigure, match="so often"):
        pdf_figures.open_pdf_figure(data)


@pytest.mark.parametrize(("step", "scale", "is_refused"), [(0.001, 1, True), (5, 0.001, True), (1, 1, False)])
def test_tiles_are_counted_before_anybody_draws_them(step: float, scale: float, is_refused: bool) -> None:
    def tile(pdf: Pdf) -> None:
        pattern = Stream(pdf, b"0 0 1 1 re f", BBox=Array([0, 0, 1, 1]), Resources=Dictionary())
        pattern.PatternType, pattern.PaintType, pattern.TilingType = 1, 1, 1
        pattern.XStep, pattern.YStep = Decimal(str(step)), Decimal(str(step))
        pattern.Matrix = Array([Decimal(str(scale)), 0, 0, Decimal(str(scale)), 0, 0])
        pdf.pages[0].Resources.Pattern = Dictionary(P=pdf.make_indirect(pattern))

    assert ("paper-too-large" in told(placed(changed(tile)))) is is_refused


def test_a_form_that_draws_itself_and_a_plot_of_many_markers_are_no_bombs() -> None:
    def circle(pdf: Pdf) -> None:
        nested(pdf, 1, 1)
        form = pdf.pages[0].Resources.XObject.F
        form.write(b"/F Do")
        form.Resources = Dictionary(XObject=Dictionary(F=form))

    for change in (circle, lambda pdf: nested(pdf, 2, 3_000)):
        assert "paper-too-large" not in told(placed(changed(change)))


def test_lzw_is_weighed_as_it_unpacks() -> None:
    # An example from ISO 32000-1, 7.4.4.2.
    with pikepdf.new() as pdf:
        packed = Stream(pdf, bytes.fromhex("800B6050220C0C8501"), Filter=Name.LZWDecode)
        assert decompression_limits.unpacked_size(pdf, packed) == len(packed.read_bytes()) == 10


def test_what_is_told_of_damage_is_the_same_each_time() -> None:
    def damage(data: bytes) -> str:
        return told(placed(data))["paper-mended"]

    data = re.sub(rb"/Length \d+", b"/Length 3", own(1))
    assert damage(data) == damage(data) and "0x" not in damage(data)
