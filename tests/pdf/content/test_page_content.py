"""What a page paints is read with its place, size and colour, however it got there."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pdfplumber
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from content_instructions import INSTRUCTIONS
from octavo.pdf.content import content_reader
from octavo.pdf.content.page_content import ARTIFACT, TAGGED, PageContent
from octavo.pdf.content.resource_cache import ResourceCache
from octavo.pdf.fonts import cmaps
from octavo.pdf.objects import optional_content, value_reader
from octavo.pdf.objects.geometry import Box, multiply_matrices, transform_box
from press_files import font, form, good, on_page
from typeset_parts import part

SHEET: Box = (0.0, 0.0, 1000.0, 1000.0)


def read(content: bytes, *changes: Any, shown: Box = SHEET) -> PageContent:
    with pikepdf.open(io.BytesIO(good(content, *changes))) as pdf:
        sources = ResourceCache(pdf, frozenset(optional_content.hidden_groups(pdf)))
        return content_reader.read_page_content(sources, pdf.pages[0].obj, shown)


def text(operators: str) -> PageContent:
    return read(f"BT /F1 10 Tf 100 500 Td {operators} ET".encode())


def boxes(read_page: PageContent) -> list[Box]:
    return [tuple(round(side, 2) for side in one.box) for one in read_page.words]  # type: ignore[misc]


# Text: each code is half an em wide, letters reach 7.5 up and 2.5 down at 10 points


@pytest.mark.parametrize(
    ("operators", "left", "right", "bottom"),
    [
        ("(abcd) Tj", 100, 120, 497.5),
        ("(ab) Tj (cd) Tj", 110, 120, 497.5),
        ("[(ab) -1000 (cd)] TJ", 100, 130, 497.5),
        ("2 Tc (ab) Tj", 100, 114, 497.5),
        ("3 Tw (a b) Tj", 100, 118, 497.5),
        ("50 Tz (abcd) Tj", 100, 110, 497.5),
        ("4 Ts (ab) Tj", 100, 110, 501.5),
        ("12 TL T* (ab) Tj", 100, 110, 485.5),
        ("12 TL (ab) '", 100, 110, 485.5),
        ('12 TL 3 2 (a b) "', 100, 124, 485.5),
        ("5 -12 TD (ab) Tj T* (ab) Tj", 105, 115, 473.5),
        ("1 0 0 1 7 9 Tm (ab) Tj", 7, 17, 6.5),
        ("2 0 0 2 7 9 Tm (ab) Tj", 7, 27, 4),
        ("( ab  ) Tj", 105, 115, 497.5),
    ],
)
def test_text_stands_where_its_operators_put_it(operators: str, left: float, right: float, bottom: float) -> None:
    box = boxes(text(operators))[-1]
    assert (box[0], box[2], box[1]) == (left, right, bottom)


def test_letters_set_apart_are_words_apart() -> None:
    assert [one.text for one in text("[(by)-250(Ka)20(ri)] TJ").words] == ["by Kari"]


def test_spaces_alone_leave_nothing() -> None:
    assert text("(   ) Tj").words == []


def test_text_of_a_part_stands_where_another_reader_sees_it() -> None:
    data = part("<h1>Reading the Tides</h1><p>By Kari <em>Hansen</em>, <sup>2</sup> and others.").pdf
    with pikepdf.open(io.BytesIO(data)) as pdf, pdfplumber.open(io.BytesIO(data)) as other:
        found = content_reader.read_page_content(
            ResourceCache(pdf), pdf.pages[0].obj, value_reader.as_box(pdf.pages[0].obj.MediaBox) or SHEET
        )
        height = other.pages[0].height
        letters = [one for one in other.pages[0].chars if not one["text"].isspace()]
    assert "".join(one.text for one in found.words).replace(" ", "") == "".join(one["text"] for one in letters)
    at = 0
    for words in found.words:
        count = len(words.text.replace(" ", ""))
        own, at = letters[at : at + count], at + count
        assert words.box[0] == pytest.approx(own[0]["x0"], abs=0.1)
        assert words.box[2] == pytest.approx(own[-1]["x1"], abs=0.6)
        assert words.size == pytest.approx(own[0]["size"], abs=0.1)
        base = height - own[0]["bottom"]
        assert words.box[1] == pytest.approx(base, abs=words.size * 0.3)


NUMBERS = st.floats(-3, 3).map(lambda value: round(value, 3))
MATRICES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)


def written(matrix: tuple[float, ...]) -> str:
    return " ".join(f"{value:.3f}" for value in matrix)


@given(MATRICES, MATRICES)
def test_matrices_add_up_the_same_whether_set_one_by_one_joined_or_by_a_form(first: Any, second: Any) -> None:
    paint = "10 20 30 40 re f"
    wide = (-1e5, -1e5, 1e5, 1e5)
    apart = read(f"{written(second)} cm {written(first)} cm {paint}".encode(), shown=wide)
    formed = read(f"{written(second)} cm /X Do".encode(), form(paint.encode(), Matrix=Array([*first])), shown=wide)
    whole = transform_box(multiply_matrices(first, second), (10.0, 20.0, 40.0, 60.0))
    assert apart.shapes[0].box == pytest.approx(whole, abs=1e-3)
    if formed.shapes:  # the form's own box may be turned so that nothing is left of it
        assert formed.shapes[0].box == pytest.approx(whole, abs=1e-3)


def test_what_was_saved_is_restored() -> None:
    found = read(b"q 2 0 0 2 0 0 cm 0.5 g q 1 0 0 rg Q 10 10 10 10 re f Q Q Q 10 10 10 10 re f")
    assert [one.box[2] for one in found.shapes] == [40, 20]
    assert [one.fill.amounts for one in found.shapes if one.fill] == [(0.5,), (0,)]


def test_what_is_clipped_away_is_not_there() -> None:
    found = read(
        b"q 0 0 50 50 re W n 100 100 9 9 re f 40 40 99 99 re f BT /F1 9 Tf 90 90 Td (x) Tj ET Q 60 60 9 9 re f"
    )
    assert [one.box for one in found.shapes] == [(40, 40, 50, 50), (60, 60, 69, 69)] and found.words == []


def test_rectangles_and_lines_of_a_path_are_told_apart_and_curves_together() -> None:
    found = read(
        b"10 10 5 5 re 90 90 5 5 re f 1 w 0 0 m 50 0 l 0 9 m 50 9 l S 1 1 m 2 2 3 3 4 1 c 5 1 m 6 2 7 3 8 1 c f"
    )
    assert [one.box for one in found.shapes] == [
        (10, 10, 15, 15),
        (90, 90, 95, 95),
        (0, 0, 50, 0.5),
        (0, 8.5, 50, 9.5),
        (1, 1, 8, 3),
    ]


def test_a_frame_of_two_rectangles_is_its_sides() -> None:
    found = read(b"10 10 100 50 re 10 10.2 99 49.8 re f*")
    assert [one.box for one in found.shapes] == [(109, 10, 110, 60), (10, 10, 110, 10.2)]
    assert [one.thickness for one in found.shapes] == pytest.approx([1, 0.2])


def test_letters_of_type_3_are_as_high_as_they_are_drawn() -> None:
    def drawn(page: Object, pdf: Pdf) -> None:
        made = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]))
        made.FontBBox, made.FirstChar, made.Widths = Array([0, -2, 7, 8]), 65, Array([7])
        made.Encoding = Dictionary(Differences=Array([65, Name.A]))
        made.CharProcs = Dictionary(A=Stream(pdf, b"7 0 d0 1 0 0 rg 0 0 7 8 re f"))
        page.Resources.Font["/F1"] = pdf.make_indirect(made)

    found = read(b"BT /F1 6 Tf 10 20 Td (AA) Tj ET", on_page(1, drawn))
    assert found.words[0].size == pytest.approx(6) and found.words[0].box == pytest.approx((10, 18.8, 18.4, 24.8))
    assert {one.family for one in found.spaces} == {"DeviceGray", "DeviceRGB"} and found.shapes == []


def test_letters_and_cells_without_colour_take_it_from_where_they_are_used() -> None:
    def drawn(page: Object, pdf: Pdf) -> None:
        made = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]))
        made.Encoding = Dictionary(Differences=Array([65, Name.A]))
        made.CharProcs = Dictionary(A=Stream(pdf, b"7 0 0 0 7 8 d1 1 0 0 rg 0 0 7 8 re f"))
        page.Resources.Font["/F1"] = pdf.make_indirect(made)
        cell = Stream(pdf, b"1 0 0 rg 0 0 9 9 re f", PatternType=1, PaintType=2, BBox=Array([0, 0, 9, 9]))
        page.Resources.Pattern = Dictionary(P=pdf.make_indirect(cell))
        page.Resources.ColorSpace = Dictionary(C=Array([Name.Pattern, Name.DeviceCMYK]))

    content = b"0.5 g BT /F1 6 Tf 10 20 Td (AA) Tj ET /C cs 0 0 1 0 /P scn 50 50 60 60 re f"
    found = read(content, on_page(1, drawn))
    assert {one.family for one in found.spaces} == {"DeviceGray", "DeviceCMYK"}
    assert {one.box for one in found.shapes} == {(50, 50, 110, 110)}
    assert found.shapes[0].fill and found.shapes[0].fill.inks == {"Cyan": 0, "Magenta": 0, "Yellow": 1, "Black": 0}


def test_a_pattern_of_a_form_is_found_each_time_the_form_is_drawn() -> None:
    def patterned(page: Object, pdf: Pdf) -> None:
        cell = Stream(pdf, b"1 0 0 rg 0 0 9 9 re f", PatternType=1, PaintType=1, BBox=Array([0, 0, 9, 9]))
        page.Resources.XObject.X.Resources = Dictionary(Pattern=Dictionary(P=pdf.make_indirect(cell)))

    data = good(b"/X Do", form(b"/Pattern cs /P scn 1 1 5 5 re f"), on_page(1, patterned))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sources = ResourceCache(pdf)
        pages = [content_reader.read_page_content(sources, pdf.pages[0].obj, SHEET) for _ in range(2)]
    assert [{one.family for one in page.spaces} for page in pages] == [{"DeviceRGB"}, {"DeviceRGB"}]


@given(st.lists(INSTRUCTIONS, max_size=15).map(b"".join))
def test_a_page_is_the_same_whoever_reads_its_instructions(content: bytes) -> None:
    read_by_lexer = read(b"BT /F1 9 Tf 1 g 9 9 Td (ab) Tj 20 20 9 9 re f " + content)
    # qpdf reads a stream with a comment.
    assert read(b"BT /F1 9 Tf 1 g 9 9 Td (ab) Tj 20 20 9 9 re f % odd\n" + content) == read_by_lexer


# Marks and layers


def test_paint_is_content_an_artifact_or_unmarked() -> None:
    found = read(
        b"/P <</MCID 3>> BDC 1 1 5 5 re f /Span BMC 2 2 5 5 re f EMC EMC"
        b" /Artifact BMC 3 3 5 5 re f EMC 4 4 5 5 re f EMC 5 5 5 5 re f"
        b" /P <</MCID 4>> BDC /Artifact BMC 6 6 5 5 re f"
    )
    assert [one.marked for one in found.shapes] == [TAGGED, TAGGED, ARTIFACT, 0, 0, TAGGED | ARTIFACT]
    assert found.unmarked.count == 2 and found.unmarked.boxes[0][0] == 4 and found.mcids == {3, 4}


def test_what_a_form_paints_is_marked_as_it_is_placed() -> None:
    assert read(b"/Artifact BMC /X Do EMC", form(b"1 1 5 5 re f")).unmarked.count == 0
    assert read(b"/X Do", form(b"1 1 5 5 re f")).unmarked.count == 1
    assert read(b"/X Do", form(b"1 1 5 5 re f", StructParent=1)).unmarked.count == 0


def test_hidden_layers_are_left_out() -> None:
    def layered(pdf: Pdf) -> None:
        groups = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in "ab"]
        pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=Dictionary(OFF=Array(groups[:1])))
        resources = pdf.pages[0].obj.Resources
        resources.Properties = Dictionary(A=groups[0], B=groups[1])
        resources.XObject.X.OC = groups[0]

    found = read(b"/OC /A BDC 1 1 5 5 re f EMC /OC /B BDC 2 2 5 5 re f EMC /X Do", form(b"3 3 5 5 re f"), layered)
    assert [one.box[0] for one in found.shapes] == [2]


# What makes no sense


@pytest.mark.parametrize(
    "nonsense",
    [
        b"1 0 0 1 cm",
        b"(x) w",
        b"99999999999999999999 0 0 1 0 0 cm",
        b"1 2 rg",
        b"5000000000 Tj",
        b"/F1 Tf",
        b"/Absent gs",
        b"BT 5 Tj ET",
        b"1 2 m 3 c",
        b"0 0 0 0 99999999 0 re",
    ],
)
def test_nonsense_is_counted_and_the_rest_is_read(nonsense: bytes) -> None:
    found = read(nonsense + b"\n10 20 30 40 re f")
    assert found.shapes[-1].box == (10, 20, 40, 60)
    assert found.broken or found.absent


def test_numbers_too_many_are_left_alone() -> None:
    assert read(b"7 7 10 20 30 40 re f").shapes[0].box == (10, 20, 40, 60)


def test_unknown_operators_are_passed_over() -> None:
    assert read(b"BX 1 2 foo EX 10 20 30 40 re f").broken == 0


def test_a_form_that_shows_itself_is_read_once() -> None:
    def knot(page: Object, _: Pdf) -> None:
        page.Resources.XObject.X.Resources = Dictionary(XObject=Dictionary(X=page.Resources.XObject.X))

    found = read(b"/X Do", form(b"1 1 5 5 re f /X Do /X Do"), on_page(1, knot))
    assert len(found.shapes) == 1 and found.broken == 2


def test_what_resources_lack_is_named() -> None:
    found = read(b"BT /F9 9 Tf 9 9 Td (x) Tj ET /Y Do /Z gs /C cs")
    assert list(found.absent) == ["the font F9", "the object Y", "the graphics state Z", "the colour space C"]


@pytest.mark.parametrize("end", [b"[(abc", b"BI /W 10 ID zzz", b"<</A"])
def test_a_content_that_ends_in_the_midst_of_something_is_broken(end: bytes) -> None:
    found = read(b"10 20 30 40 re f " + end)
    assert found.broken and len(found.shapes) == 1


@pytest.mark.parametrize(("packed", "broken"), [(zlib.compress(b""), 0), (b"no Flate at all", 1)])
def test_a_blank_page_whose_content_is_packed_is_blank_and_no_damage(packed: bytes, broken: int) -> None:
    def change(page: Any, pdf: Pdf) -> None:
        page.Contents = pdf.make_stream(b"")
        page.Contents.write(packed, filter=Name.FlateDecode, decode_parms=None)

    assert read(b"", on_page(1, change)).broken == broken


# Codes


def test_a_map_of_codes_is_read() -> None:
    found = cmaps.parse_cmap(
        b"1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <01> <0041> <02> <00660069> endbfchar"
        b" 2 beginbfrange <10> <12> <0061> <20> <21> [<0078> <D835DC00>] endbfrange"
        b" 1 begincidrange <30> <32> 7 endcidrange 1 begincidchar <40> 9 endcidchar /WMode 1 def"
    )
    assert found.words == {1: "A", 2: "fi", 16: "a", 17: "b", 18: "c", 32: "x", 33: "\U0001d400"}
    assert found.glyphs == {48: 7, 49: 8, 50: 9, 64: 9} and found.lengths == {1} and found.vertical


@given(st.binary(max_size=300))
def test_no_map_of_codes_makes_its_reader_fail(data: bytes) -> None:
    for block in (b"bfrange", b"bfchar", b"cidrange", b"codespacerange"):
        cmaps.parse_cmap(b"1 begin" + block + b" <00> <ff> " + data + b" end" + block)


def test_ranges_without_end_are_cut_short() -> None:
    found = cmaps.parse_cmap(b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange" * 5)
    assert len(found.words) <= 70_000


def test_a_font_with_a_built_in_encoding_is_read() -> None:
    def built_in(page: Object, pdf: Pdf) -> None:
        program = b"%!PS /Encoding 256 array dup 97 /alpha put dup 98 /fi put readonly def eexec x"
        described = Dictionary(Type=Name.FontDescriptor, Flags=4, FontFile=Stream(pdf, program))
        made = font(pdf, Subtype=Name.Type1, FontDescriptor=described)
        del made["/Encoding"]
        page.Resources.Font["/F1"] = made

    (words,) = read(b"BT /F1 9 Tf 9 9 Td (ab) Tj ET", on_page(1, built_in)).words
    assert words.text == "α\ufb01" and words.face.speaks
