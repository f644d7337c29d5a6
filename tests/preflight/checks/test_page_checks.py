"""Preflight finds on pages what would go wrong in print or reading, at its place."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from octavo.findings.finding import Severity
from octavo.model.printer_profile import CheckName, CheckSeverity, Profile, TrimSize
from octavo.pdf.renderers.ghostscript_plates import most_converted_ink
from octavo.preflight.checks import ink_coverage
from octavo.preflight.records.check_results import Expected
from octavo.preflight.records.kept_verdicts import KeptVerdicts
from octavo.preflight.run_checks import run_preflight
from press_files import (
    CONTENT,
    MM,
    PLAIN_X1A,
    SCREEN,
    TEXT,
    WIDTH,
    X1A,
    X4,
    beyond,
    composite,
    font,
    form,
    good,
    judged,
    on_page,
    picture,
    setting,
    the_one,
    told,
    x1a,
)

# 1 Boxes


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (setting("TrimBox", beyond(0, WIDTH + 2)), "is trimmed to 160.7 × 240 mm, not to 160 × 240 mm"),
        (setting("BleedBox", beyond(11)), "BleedBox extends beyond MediaBox"),
        (setting("BleedBox", beyond(-1)), "TrimBox extends beyond BleedBox"),
        (setting("Rotate", 90), "is rotated by 90° (Rotate), which presses may ignore"),
        (setting("Rotate", 37), "is rotated by 37° (Rotate), which viewers treat differently"),
        (setting("UserUnit", 2), "is scaled by 2 (UserUnit), which presses may ignore"),
        (setting("ArtBox", beyond(-5)), "has a TrimBox and an ArtBox; PDF/X allows only one of them"),
        (setting("TrimBox", Array([0, 0, Name.None_, 5])), "TrimBox: not a rectangle"),
        (on_page(1, lambda page, _: page.__delitem__("/TrimBox")), "has no TrimBox"),
        (setting("MediaBox", Array([0, 0, 20000, 700])), "is 20,000 × 700 points large"),
    ],
)
def test_boxes_that_mislead_the_press_are_told(change: Any, words: str) -> None:
    assert any(said.startswith(words) for said in told(good(CONTENT, change), CheckName.BOXES))


@pytest.mark.parametrize(("pages", "words"), [(2, "others are to 160 × 240 mm"), (3, "most pages are to 160 × 240 mm")])
def test_a_page_of_another_size_is_told_beside_what_is_usual(pages: int, words: str) -> None:
    data = good(CONTENT, setting("TrimBox", beyond(-5), pages), pages=pages)
    found = [one for one in judged(data, X4.model_copy(update={"trims": ()})) if one.check is CheckName.BOXES]
    assert [(one.page, one.message) for one in found] == [(pages, f"is trimmed to 150 × 230 mm, {words}")]


def test_boxes_of_a_tenth_of_a_millimetre_more_pass() -> None:
    assert told(good(CONTENT, setting("TrimBox", beyond(0, WIDTH + 0.09 * MM))), CheckName.BOXES) == []


def test_a_size_that_was_expected_counts_before_those_of_the_profile() -> None:
    assert told(good(), CheckName.BOXES, trim=(160, 240)) == []
    assert told(good(), CheckName.BOXES, trim=(170, 240)) == ["is trimmed to 160 × 240 mm, not to 170 × 240 mm"]


def test_a_size_that_the_printer_does_not_have_is_told_of_a_book_of_that_size_too() -> None:
    small = X4.model_copy(update={"trims": (TrimSize(width=100, height=100),)})
    assert told(good(), CheckName.BOXES, small, trim=(160, 240))[0] == "is trimmed to 160 × 240 mm, not to 100 × 100 mm"


def test_pages_of_another_size_than_most_are_told_where_none_was_asked_for() -> None:
    data = good(CONTENT, setting("TrimBox", beyond(-5)), pages=4)
    (found,) = [one for one in judged(data, Profile(label="Any")) if one.check is CheckName.BOXES]
    assert (found.page, found.severity) == (1, Severity.ERROR) and "150 × 230" in found.message


def test_boxes_are_inherited_from_the_nodes_above() -> None:
    def lift(pdf: Pdf) -> None:
        pdf.Root.Pages.MediaBox = pdf.pages[0].obj.MediaBox
        for page in pdf.pages:
            del page.obj["/MediaBox"]

    assert judged(good(CONTENT, lift)) == ()


# 2 Bleed


@pytest.mark.parametrize("box", ["-4 500 300 100", "0 500 300 100", "300 500 153.5 90", "20 0 300 40"])
def test_paint_that_ends_at_the_trim_or_just_beyond_has_no_bleed(box: str) -> None:
    found = the_one(good(f"0 0.2 0.4 0 k {box} re f".encode()), CheckName.BLEED)
    assert "3 mm are required" in found.message and found.box is not None


def test_the_edge_and_the_least_bleed_are_named() -> None:
    found = the_one(good(f"0 1 0 0 k 100 600 {WIDTH - 100 + MM} 90 re f".encode()), CheckName.BLEED)
    assert "(right) extends 1.0 mm beyond it" in found.message


@pytest.mark.parametrize(
    "content",
    [
        b"0 0.2 0.4 0 k -8.6 600 300 100 re f",  # as far as is asked for
        b"0 0.2 0.4 0 k 5 600 300 100 re f",  # clear of the edge
        b"0 0 0 0 k 0 600 300 100 re f",  # white
        b"0 1 0 0 k -6 500 5 30 re f",  # in the bleed alone
        b"q 20 600 50 50 re W n 0 1 0 0 k 0 600 300 99 re f Q",  # clipped
    ],
)
def test_paint_that_bleeds_or_keeps_clear_passes(content: bytes) -> None:
    assert judged(good(content), blanks=()) == ()


def test_paint_beyond_the_bleed_box_is_not_there_for_the_press() -> None:
    data = good(b"0 1 0 0 k -9 500 300 100 re f", setting("BleedBox", beyond(1)))
    assert told(data, CheckName.BLEED)[0].startswith("content at the trim (left) extends 1.0 mm")


def test_pictures_must_bleed_too() -> None:
    data = good(b"q 453.5 0 0 300 0 0 cm /P Do Q", picture("P", (2000, 1300)))
    assert "(left, foot and right)" in told(data, CheckName.BLEED)[0]


# 3 Marks


def test_marks_inside_the_bleed_are_told() -> None:
    found = the_one(good(CONTENT + b"0.25 w -20 300 m -5 300 l S"), CheckName.MARKS)
    assert "marks are 1.8 mm from the trim" in found.message


def test_marks_are_told_where_the_printer_forbids_them() -> None:
    profile = X4.model_copy(update={"marks": False})
    assert told(good(), CheckName.MARKS, profile) == ["has printer's marks, which this printer does not accept"]
    assert told(good(TEXT), CheckName.MARKS, profile) == []


# 4 Safety


@pytest.mark.parametrize(
    ("x", "severity"), [(14.5, None), (10, Severity.WARNING), (-8, Severity.ERROR), (WIDTH - 84, Severity.WARNING)]
)
def test_text_keeps_clear_of_the_trim(x: float, severity: Severity | None) -> None:
    found = judged(good(b"BT /F1 10 Tf 0 0 0 1 k %f 500 Td (Reading the Tides) Tj ET" % x))
    assert {one.severity for one in found if one.check is CheckName.SAFETY} == ({severity} if severity else set())


def test_spaces_at_the_end_of_a_line_are_not_cut() -> None:
    line = b"BT /F1 10 Tf 0 0 0 1 k %f 500 Td (Tides%s) Tj ET"
    assert told(good(line % (WIDTH - 60, b" " * 20)), CheckName.SAFETY) == []
    assert told(good(line % (WIDTH - 60, b"x" * 20)), CheckName.SAFETY) == [
        "text extends beyond the trim and would be cut off"
    ]


def test_text_that_nobody_sees_may_stand_anywhere() -> None:
    assert told(good(b"BT 3 Tr /F1 10 Tf 0 500 Td (Reading) Tj ET"), CheckName.SAFETY) == []
    assert told(good(b"BT /F1 6 Tf 0 0 0 1 k 0 -20 Td (slug) Tj ET"), CheckName.SAFETY) == []


# 5 Fonts


def with_font(**changes: Any) -> Any:
    return on_page(1, lambda page, pdf: page.Resources.Font.__setitem__("/F1", font(pdf, **changes)))


def test_a_font_that_is_not_embedded_is_told_once() -> None:
    found = the_one(good(CONTENT, with_font(FontDescriptor=Dictionary(Flags=32))), CheckName.FONTS)
    assert found.message == "the font Serif is not embedded; another font would replace it" and found.count == 2


def test_a_font_that_is_not_embedded_may_be_listed_and_not_used() -> None:
    assert told(good(b"", with_font(FontDescriptor=Dictionary(Flags=32))), CheckName.FONTS) == []


def test_a_descendant_font_that_is_not_embedded_is_told() -> None:
    content = b"BT /F1 10 Tf 0 0 0 1 k 60 500 Td <00010002> Tj ET"
    assert told(good(content, composite()), CheckName.FONTS) == []
    data = good(content, composite(FontDescriptor=Dictionary(Flags=4)))
    assert told(data, CheckName.FONTS) == ["the font Serif is not embedded; another font would replace it"]


def type3(letter: bytes) -> bytes:
    """Make a page on which one letter is set, of a font whose letters are drawn."""

    def drawn(page: Object, pdf: Pdf) -> None:
        made = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]))
        made.FontBBox, made.FirstChar, made.Widths = Array([0, 0, 700, 700]), 65, Array([700])
        made.Encoding = Dictionary(Differences=Array([65, Name.A]))
        made.CharProcs = Dictionary(A=Stream(pdf, b"700 0 d0 " + letter))
        page.Resources.Font["/F1"] = pdf.make_indirect(made)

    return good(b"BT /F1 10 Tf 60 500 Td (A) Tj ET", on_page(1, drawn))


def test_type_3_fonts_of_dots_are_told_from_those_of_outlines() -> None:
    dots = b"700 0 0 700 0 0 cm BI /W 8 /H 8 /IM true /BPC 1 ID " + b"\xaa" * 8 + b" EI"
    assert "bitmaps" in told(type3(dots), CheckName.FONTS)[0]
    assert "drawings, which some printers refuse" in told(type3(b"0 0 700 700 re f"), CheckName.FONTS)[0]


@pytest.mark.parametrize("grave", list(CheckSeverity))
def test_a_profile_says_how_grave_type_3_fonts_are(grave: CheckSeverity) -> None:
    data = type3(b"0 0 700 700 re f")
    profile = X4.model_copy(update={"type3": grave})
    found = [one.severity.value for one in judged(data, profile) if one.check is CheckName.FONTS]
    assert found == ([] if grave is CheckSeverity.OFF else [grave.value])


@pytest.mark.parametrize(("profile", "severity"), [(X4, Severity.ADVICE), (SCREEN, Severity.WARNING)])
def test_a_font_that_does_not_say_its_characters_is_told(profile: Profile, severity: Severity) -> None:
    change = with_font(Encoding=Dictionary(Differences=Array([65, Name.g37])))
    found = the_one(good(CONTENT, change), CheckName.FONTS, profile)
    assert found.severity is severity and "does not define the characters" in found.message


# 6 Colour


RGB = b"1 0 0 rg 60 300 100 100 re f"


def space(name: str, make: Any) -> Any:
    def change(page: Object, pdf: Pdf) -> None:
        page.Resources.ColorSpace = Dictionary({f"/{name}": make(pdf)})

    return on_page(1, change)


def profiled(pdf: Pdf) -> Array:
    return Array([Name.ICCBased, Stream(pdf, b"", N=3)])


def separation(_: Pdf, ink: str = "Gold", base: Name = Name.DeviceCMYK) -> Array:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0] * 4), C1=Array([0, 0.2, 0.9, 0]))
    return Array([Name.Separation, Name(f"/{ink}"), base, tint])


def test_rgb_of_a_device_is_told_of_both_standards() -> None:
    assert "painted in DeviceRGB without a profile" in told(good(RGB), CheckName.COLOUR)[0]
    assert "PDF/X-1a allows only CMYK" in told(x1a(RGB), CheckName.COLOUR, X1A)[0]
    assert told(good(RGB), CheckName.COLOUR, SCREEN) == []


def test_rgb_with_a_profile_is_for_x4_alone() -> None:
    content = b"/C cs 1 0 0 sc 60 300 100 100 re f"
    assert told(good(content, space("C", profiled)), CheckName.COLOUR) == []
    assert "RGB with a profile" in told(x1a(content, space("C", profiled)), CheckName.COLOUR, X1A)[0]


def test_cmyk_with_a_profile_is_for_x4_alone() -> None:
    change = space("C", lambda pdf: Array([Name.ICCBased, Stream(pdf, b"", N=4)]))
    content = b"/C cs 1 0 0 0 sc 60 300 100 100 re f"
    assert told(good(content, change), CheckName.COLOUR) == []
    assert "CMYK with a profile" in told(x1a(content, change), CheckName.COLOUR, X1A)[0]


def test_a_default_space_stands_in_for_that_of_the_device() -> None:
    assert told(good(RGB, space("DefaultRGB", profiled)), CheckName.COLOUR) == []


def test_spot_colours_pass_and_are_mentioned() -> None:
    found = the_one(
        x1a(b"/C cs 0.5 sc 60 300 100 100 re f", space("C", separation), pages=1), CheckName.COLOUR, PLAIN_X1A
    )
    assert found.severity is Severity.ADVICE and "Gold" in found.message


def test_a_spot_colour_described_in_rgb_is_told() -> None:
    change = space("C", lambda pdf: separation(pdf, base=Name.DeviceRGB))
    data = x1a(b"/C cs 0.5 sc 60 300 100 100 re f", change)
    assert any("the spot colour Gold is defined in DeviceRGB" in said for said in told(data, CheckName.COLOUR, X1A))


def test_colours_are_found_in_forms_patterns_and_shadings() -> None:
    def pattern(page: Object, pdf: Pdf) -> None:
        cell = Stream(pdf, RGB, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, XStep=9, YStep=9)
        cell.BBox, cell.Resources = Array([0, 0, 99, 99]), Dictionary()
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 9, 9]))
        page.Resources.Pattern = Dictionary(P=pdf.make_indirect(cell), Q=Dictionary(PatternType=2, Shading=shading))
        page.Resources.Shading = Dictionary(S=shading)

    assert len(told(good(b"/X Do", form(RGB)), CheckName.COLOUR)) == 1
    for content in (
        b"/Pattern cs /P scn 60 60 9 9 re f",
        b"/Pattern cs /Q scn 60 60 9 9 re f",
        b"q 60 60 9 9 re W n /S sh Q",
    ):
        assert len(told(good(content, on_page(1, pattern)), CheckName.COLOUR)) == 1
    assert told(good(TEXT, on_page(1, pattern), form(RGB)), CheckName.COLOUR) == []


TRANSPARENT = b"/T gs 0 0.5 0 0 k 60 300 99 99 re f"


def grouped(space: Any, opacity: float = 0.5) -> Any:
    """Have the first page blended in a space; what is painted with /T is transparent."""

    def change(page: Object, pdf: Pdf) -> None:
        page.Resources.ExtGState = Dictionary(T=Dictionary(ca=opacity))
        made = space(pdf) if callable(space) else space
        page.Group = Dictionary(S=Name.Transparency, CS=made)

    return on_page(1, change)


def test_transparency_that_is_blended_in_rgb_is_told() -> None:
    def found(space: Any, opacity: float = 0.5) -> list[tuple[Severity, str]]:
        listed = judged(good(TRANSPARENT, grouped(space, opacity)))
        return [(one.severity, one.message) for one in listed if one.check is CheckName.COLOUR]

    said = "its transparency is blended in {}, which turns black text into four inks"
    assert found(Name.DeviceRGB) == [(Severity.ERROR, said.format("DeviceRGB"))]
    assert found(profiled) == [(Severity.WARNING, said.format("RGB with a profile (ICCBased)"))]
    assert found(profiled, 1.0) == found(Name.DeviceCMYK) == []
    forbidden = "has the blending space DeviceRGB without a profile, which PDF/X-4 forbids"
    assert found(Name.DeviceRGB, 1.0) == [(Severity.ERROR, forbidden)]
    assert told(x1a(TRANSPARENT, grouped(Name.DeviceRGB)), CheckName.COLOUR, X1A) == []


def test_groups_on_a_page_are_blended_by_themselves_if_they_are_isolated() -> None:
    group = {"S": Name.Transparency, "CS": Name.DeviceRGB}
    assert told(good(b"/X Do", form(b"0 0 99 99 re f", Group=Dictionary(**group))), CheckName.COLOUR) == []
    isolated = form(b"0 0 99 99 re f", Group=Dictionary(**group, I=True))
    assert "has the blending space DeviceRGB" in told(good(b"/X Do", isolated), CheckName.COLOUR)[0]


@pytest.mark.parametrize(
    ("state", "colour", "wrong"),
    [
        ({"OP": True, "OPM": 1}, b"0 0 0 0 k", True),
        ({"op": True, "OPM": 1}, b"0 0 0 0 k", True),
        ({"op": True, "OPM": 0}, b"0 0 0 0 k", False),  # paints over all four inks
        ({"op": True, "OPM": 1}, b"0 0 0 1 k", False),
        ({"OP": True, "op": False, "OPM": 1}, b"0 0 0 0 k", False),
        ({"op": True}, b"1 g", False),
        ({"op": True}, b"/C cs 0 scn", True),
        ({"op": False}, b"/C cs 0 scn", False),
    ],
)
def test_white_that_is_overprinted_is_told(state: dict[str, Any], colour: bytes, wrong: bool) -> None:
    def change(page: Object, _: Pdf) -> None:
        page.Resources.ExtGState = Dictionary(T=Dictionary(**state))

    content = b"0 0.3 0 0 k 60 300 99 99 re f /T gs " + colour + b" 70 310 50 50 re f"
    found = [
        one
        for one in judged(good(content, on_page(1, change), space("C", separation)))
        if "set to overprint" in one.message
    ]
    assert [one.box for one in found] == ([pytest.approx((70, 310, 120, 360))] if wrong else [])


# 7 Black text


@pytest.mark.parametrize(
    ("colour", "wrong"),
    [
        (b"0 0 0 1 k", False),
        (b"0 g", False),
        (b"0.6 0.5 0.5 1 k", True),
        (b"0 0 0 rg", True),
        (b"0 0 0.6 rg", False),  # blue
        (b"1 0.8 0 0 k", False),
    ],
)
def test_black_type_is_printed_in_black_alone(colour: bytes, wrong: bool) -> None:
    data = good(TEXT.replace(b"0 0 0 1 k", colour))
    assert bool(told(data, CheckName.BLACK_TEXT)) is wrong


@pytest.mark.parametrize(
    ("count", "colour", "severity"), [(1, b"0", Severity.WARNING), (4, b"0 0 0 1", Severity.ERROR)]
)
def test_black_with_a_profile_is_not_black_ink_alone(count: int, colour: bytes, severity: Severity) -> None:
    change = space("C", lambda pdf: Array([Name.ICCBased, Stream(pdf, b"", N=count)]))
    data = good(TEXT.replace(b"0 0 0 1 k", b"/C cs " + colour + b" sc"), change)
    assert the_one(data, CheckName.BLACK_TEXT).severity is severity


def test_a_colour_near_to_black_is_told_less_gravely() -> None:
    found = the_one(good(TEXT.replace(b"0 0 0 1 k", b"0.8 0.7 0.55 0.6 k")), CheckName.BLACK_TEXT)
    assert found.message.startswith("nearly black type") and found.severity is Severity.WARNING


def test_large_type_may_be_of_many_inks() -> None:
    assert told(good(TEXT.replace(b"10 Tf 0 0 0 1", b"12 Tf 0.6 0.5 0.5 1")), CheckName.BLACK_TEXT) == []


# 8 Ink


needs_gs = pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript measures ink")


@needs_gs
@pytest.mark.parametrize(
    ("content", "most"),
    [
        (b"1 1 1 0.5 k 60 300 100 100 re f", 350),
        (b"0.9 0.9 0.9 0.4 k 60 300 100 100 re f", None),
        (b"1 1 1 0.5 k 60 300 100 0.5 re f", None),  # thin: it dries
        (b"/M gs 1 1 1 0.5 k 60 300 100 0.5 re f", None),
        (b"1 1 1 0.5 k -25 300 10 10 re f", None),  # off the bleed
        (b"/M gs 1 1 0 0 k 60 300 100 100 re f 0 0 1 1 k 60 300 100 100 re f", 400),
        (b"1 1 0 0 k 60 300 100 100 re f 0 0 1 1 k 60 300 100 100 re f", None),
    ],
)
def test_too_much_ink_is_measured_at_its_place(content: bytes, most: float | None) -> None:
    def blending(page: Object, _: Pdf) -> None:
        page.Resources.ExtGState = Dictionary(M=Dictionary(BM=Name.Multiply))

    def without_profile(pdf: Pdf) -> None:
        del pdf.Root.OutputIntents

    found = [one for one in judged(good(content, on_page(1, blending), without_profile)) if one.check is CheckName.INK]
    if most is None:
        assert found == []
        return
    assert f"ink coverage up to {most} %; 320 % is the limit" in found[0].message
    assert found[0].box == pytest.approx((60, 300, 160, 400), abs=8)


@needs_gs
def test_black_that_becomes_rich_as_it_is_blended_in_rgb_is_measured() -> None:
    content = b"0 g 200 300 100 100 re f " + TRANSPARENT
    lean = X4.model_copy(update={"ink": 240})

    def inked(cs: Name) -> list[str]:
        return told(good(content, grouped(cs), lambda pdf: pdf.Root.__delitem__("/OutputIntents")), CheckName.INK, lean)

    assert len(inked(Name.DeviceRGB)) == 1 and inked(Name.DeviceCMYK) == []


@needs_gs
def test_all_places_of_too_much_ink_are_counted() -> None:
    squares = (b"%d %d 12 12 re f" % (30 * column, 40 * row) for column in range(1, 13) for row in range(1, 13))
    data = good(b"1 1 1 0.5 k " + b" ".join(squares), lambda pdf: pdf.Root.__delitem__("/OutputIntents"))
    (found,) = [one for one in judged(data) if one.check is CheckName.INK and one.page == 1]
    assert found.count == 144 and len(found.boxes) == 50


@needs_gs
def test_a_picture_of_too_much_ink_is_measured() -> None:
    change = picture("P", (40, 40), ColorSpace=Name.DeviceCMYK)

    def fill(page: Object, pdf: Pdf) -> None:
        page.Resources.XObject.P.write(b"\xff\xff\xff\x80" * 1600)
        del pdf.Root.OutputIntents

    found = [
        one
        for one in judged(good(b"q 20 0 0 20 60 300 cm /P Do Q", change, on_page(1, fill)))
        if one.check is CheckName.INK
    ]
    assert len(found) == 1 and "350 %" in found[0].message


ICC_OF_A_PRESS = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc")


@needs_gs
@pytest.mark.skipif(not ICC_OF_A_PRESS.exists(), reason="a profile of a press is needed")
@pytest.mark.parametrize("brought", [True, False])
def test_a_file_is_measured_with_the_profile_of_its_press(brought: bool) -> None:
    icc = ICC_OF_A_PRESS.read_bytes()

    def intend(pdf: Pdf) -> None:
        pdf.Root.OutputIntents = Array()
        if brought:
            pdf.Root.OutputIntents.append(Dictionary(DestOutputProfile=Stream(pdf, icc, N=4)))

    data = good(b"1 1 1 0.5 k 60 300 100 100 re f 0.8 0.8 0.8 0.7 k 200 300 100 100 re f", intend)
    found = [one for one in judged(data, icc=icc) if one.check is CheckName.INK and one.page == 1]
    assert [(one.message.partition(";")[0], one.count) for one in found] == [("ink coverage up to 350 %", 1)]


@pytest.mark.skipif(not ICC_OF_A_PRESS.exists(), reason="a profile of a press is needed")
def test_colours_of_a_screen_are_not_measured_where_the_profile_of_the_press_bounds_them() -> None:
    icc = ICC_OF_A_PRESS.read_bytes()
    assert 290 < most_converted_ink(icc) < 310
    assert ink_coverage.profile_keeps_limit(icc, X4) and not ink_coverage.profile_keeps_limit(
        icc, X4.model_copy(update={"ink": 240})
    )
    assert not ink_coverage.profile_keeps_limit(b"", X4) and not ink_coverage.profile_keeps_limit(b"none", X4)


def test_without_ghostscript_ink_is_said_not_to_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    (found,) = [one for one in judged(good(b"1 1 1 0.5 k 60 300 100 100 re f")) if one.check is CheckName.INK]
    assert found.severity is Severity.WARNING and found.unproved and "Ghostscript is not installed" in found.message
    assert told(good(), CheckName.INK) == []


# 9 Images


@pytest.mark.parametrize(
    ("pixels", "bits", "severity"),
    [
        (300, 8, None),
        (200, 8, Severity.WARNING),
        (140, 8, Severity.ERROR),
        (16, 8, None),
        (600, 1, None),
        (500, 1, Severity.WARNING),
    ],
)
def test_pictures_need_enough_pixels_an_inch(pixels: int, bits: int, severity: Severity | None) -> None:
    data = good(b"q 72 0 0 72 60 300 cm /P Do Q", picture("P", (pixels, pixels), BitsPerComponent=bits))
    found = [one for one in judged(data) if one.check is CheckName.IMAGES]
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert all(one.box == pytest.approx((60, 300, 132, 372)) for one in found)


def test_pixels_are_counted_as_they_are_placed_whatever_turns_them() -> None:
    content = b"q 0 72 -144 0 300 300 cm q 0.5 0 0 0.5 0 0 cm /P Do Q Q"
    (found,) = [one for one in judged(good(content, picture("P", (300, 200)))) if one.check is CheckName.IMAGES]
    assert "an image with 200 pixels per inch" in found.message


def test_of_several_coarse_pictures_the_range_is_told() -> None:
    content = b"q 72 0 0 72 60 300 cm /P Do Q q 80 0 0 80 200 300 cm /P Do Q"
    (found,) = [one for one in judged(good(content, picture("P", (200, 200)))) if one.check is CheckName.IMAGES]
    assert found.message == "images with 180 to 200 pixels per inch; 224 are required" and found.count == 2


def test_on_a_screen_coarse_pictures_are_mentioned() -> None:
    data = good(b"q 72 0 0 72 60 300 cm /P Do Q", picture("P", (100, 100)))
    assert the_one(data, CheckName.IMAGES, SCREEN).severity is Severity.ADVICE


# 10 Rules


@pytest.mark.parametrize(
    ("content", "severity"),
    [
        (b"0.25 w 60 100 m 300 100 l S", None),
        (b"0.2 w 60 100 m 300 100 l S", Severity.WARNING),
        (b"0 w 60 100 m 300 100 l S", Severity.ERROR),
        (b"q 0.5 0 0 0.5 0 0 cm 0.4 w 60 100 m 300 100 l S Q", Severity.WARNING),
        (b"60 100 200 0.2 re f", Severity.WARNING),
        (b"60 100 200 0.3 re f", None),
        (b"60 100 m 260 100 l 260 100.2 l 60 100.2 l h f", Severity.WARNING),
        (b"1 G 0.1 w 60 100 m 300 100 l S", None),  # white
        (b"0.1 w 60 100 m 61 100 l S", None),  # a dot
    ],
)
def test_rules_are_thick_enough(content: bytes, severity: Severity | None) -> None:
    found = [one.severity for one in judged(good(content)) if one.check is CheckName.RULES]
    assert found == ([severity] * 2 if severity else [])


# 11 Type


def test_what_differs_from_page_to_page_can_be_told_in_one_line() -> None:
    content = b"q 72 0 0 72 60 300 cm /P Do Q 0.1 w 60 90 m 99 90 l S BT 0 0 0 1 k /F1 5 Tf 10 500 Td (Reading) Tj ET"
    found = judged(
        good(content, picture("P", (200, 200)), with_font(Encoding=Dictionary(Differences=Array([65, Name.g37]))))
    )
    said = {one.check: one.several.replace("{}", " to ".join(one.items)) for one in found if one.page == 1}
    assert said == {
        CheckName.SAFETY: "text is 3.5 mm from the trim; 5 mm are required",
        CheckName.FONTS: "the fonts Serif do not define the characters of their codes;"
        " their text cannot be copied or searched",
        CheckName.IMAGES: "images with 200 pixels per inch; 224 are required",
        CheckName.RULES: "lines of 0.10 pt; 0.25 pt is the minimum",
        CheckName.TYPE: "type of 5.0 pt; 6 pt is the minimum",
    }


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"BT /F1 6 Tf 60 500 Td (Reading) Tj ET", False),
        (b"BT /F1 5.5 Tf 60 500 Td (Reading) Tj ET", True),
        (b"BT /F1 1 Tf 5.5 0 0 5.5 60 500 Tm (Reading) Tj ET", True),
        (b"q BT 7 Tr /F1 5.5 Tf 60 500 Td (Reading) Tj ET 0 g 50 490 99 30 re f Q", True),  # paint shows in letters
        (b"q 0.5 0 0 0.5 0 0 cm BT /F1 10 Tf 160 500 Td (Reading) Tj ET Q", True),
        (b"q 0 0.9 -0.9 0 0 0 cm BT /F1 10 Tf 160 -300 Td (Reading) Tj ET Q", False),
        (b"0 0 0 1 k 50 490 200 30 re f 0 g BT 1 g /F1 7 Tf 60 500 Td (Reading) Tj ET", True),
        (b"0 0 0 1 k 50 490 200 30 re f 0 g BT 1 g /F1 8 Tf 60 500 Td (Reading) Tj ET", False),
        (b"BT 1 g /F1 7 Tf 60 500 Td (Reading) Tj ET", False),  # on paper
        (b"0 g 50 490 200 30 re f 1 g 55 495 99 20 re f BT /F1 7 Tf 60 500 Td (Reading) Tj ET", False),
    ],
)
def test_type_is_large_enough(content: bytes, wrong: bool) -> None:
    assert bool(told(good(content), CheckName.TYPE)) is wrong


# 12 Transparency


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"ca": 0.5}, "opacity"),
        ({"BM": Name.Multiply}, "the blend mode Multiply"),
        ({"SMask": Dictionary(S=Name.Alpha)}, "a soft mask"),
        ({"ca": 1, "BM": Name.Normal, "SMask": Name.None_}, ""),
    ],
)
def test_transparency_is_not_for_x1a(state: dict[str, Any], words: str) -> None:
    def change(page: Object, _: Pdf) -> None:
        page.Resources.ExtGState = Dictionary(T=Dictionary({f"/{key}": value for key, value in state.items()}))

    content = b"/T gs 0.5 g 60 300 99 99 re f"
    assert any(words in said for said in told(x1a(content, on_page(1, change)), CheckName.TRANSPARENCY, X1A)) is bool(
        words
    )
    assert told(good(content, on_page(1, change)), CheckName.TRANSPARENCY) == []


def test_transparency_that_nothing_is_painted_in_passes() -> None:
    def change(page: Object, _: Pdf) -> None:
        page.Resources.ExtGState = Dictionary(T=Dictionary(ca=0.5))

    assert told(x1a(b"q /T gs Q 0.5 g 60 300 99 99 re f", on_page(1, change)), CheckName.TRANSPARENCY, X1A) == []


def test_groups_and_masks_of_pictures_are_transparent() -> None:
    group = Dictionary(S=Name.Transparency)
    assert "a transparency group" in told(x1a(b"/X Do", form(b"", Group=group)), CheckName.TRANSPARENCY, X1A)[0]
    assert "a transparency group" in told(x1a(TEXT, setting("Group", group)), CheckName.TRANSPARENCY, X1A)[0]

    def masked(page: Object, pdf: Pdf) -> None:
        page.Resources.XObject.P.SMask = Stream(pdf, b"", Width=1, Height=1)

    data = x1a(b"q 72 0 0 72 60 300 cm /P Do Q", picture("P", (300, 300)), on_page(1, masked))
    assert "a soft mask" in told(data, CheckName.TRANSPARENCY, X1A)[0]


# 22 Text


def test_a_letter_without_a_shape_is_told() -> None:
    data = good(b"BT /F1 10 Tf 60 500 Td <00010000> Tj ET", composite())
    assert "without a glyph in" in told(data, CheckName.TEXT)[0]
    differing = with_font(
        Encoding=Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([82, Name("/.notdef")]))
    )
    assert "without a glyph in" in told(good(TEXT, differing), CheckName.TEXT, SCREEN)[0]


def test_a_letter_without_a_character_is_told() -> None:
    def partial(page: Object, pdf: Pdf) -> None:
        page.Resources.Font.F1.ToUnicode = Stream(pdf, b"2 beginbfchar <52> <0052> <65> <FFFD> endbfchar")

    found = judged(good(b"BT /F1 10 Tf 60 500 Td (RRR) Tj ET", on_page(1, partial)), SCREEN)
    assert found == ()
    assert (
        "without a character"
        in told(good(b"BT /F1 10 Tf 60 500 Td (Re) Tj ET", on_page(1, partial)), CheckName.TEXT)[0]
    )
    assert (
        "without a character"
        in told(good(b"BT /F1 10 Tf 60 500 Td (Rx) Tj ET", on_page(1, partial)), CheckName.TEXT)[0]
    )


def linked(numbers: list[str], targets: list[int], labels: Dictionary | None = None, after: str = "") -> bytes:
    """Set contents on the first of eight pages: lines with links to pages, words after these, numbers at the ends."""
    lines = [
        b"BT /F1 10 Tf 0 0 0 1 k 60 %d Td (Chapter) Tj %f 0 Td (%s) Tj %f 0 Td (%s) Tj ET"
        % (600 - 20 * place, 50, after.encode(), 250 - 5 * len(number), number.encode())
        for place, number in enumerate(numbers)
    ]

    def change(page: Object, pdf: Pdf) -> None:
        page.Annots = Array()
        for place, target in enumerate(targets):
            link = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 597 - 20 * place, 100, 609 - 20 * place])
            )
            link.Dest = Array([pdf.pages[target - 1].obj, Name.Fit]) if target else String("nowhere")
            page.Annots.append(pdf.make_indirect(link))
        if labels is not None:
            pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 3, labels]))

    return good(b"\n".join(lines), on_page(1, change), pages=8)


ARABIC = Dictionary(S=Name.D)


@pytest.mark.parametrize(
    ("numbers", "targets", "labels", "wrong"),
    [
        (["2", "3", "7"], [2, 3, 7], None, []),
        (
            ["ii", "iii", "1", "12"],
            [2, 3, 4, 6],
            ARABIC,
            ["the table of contents says page 12, but the link leads to page 3"],
        ),
        (["ii", "iii", "1", "3"], [2, 3, 4, 6], ARABIC, []),
        (["2", "3", "8"], [2, 3, 7], None, ["the table of contents says page 8, but the link leads to page 7"]),
        (["2", "3"], [3, 4], None, []),  # two lines are no contents
        (
            ["2", "3", "5"],
            [4, 5, 7],
            ARABIC,
            [
                f"the table of contents says page {said}, but the link leads to page {right}"
                for said, right in ((2, 1), (3, 2), (5, 4))
            ],
        ),
        (["1", "2", "4"], [3, 4, 6], None, ["its table of contents counts pages differently from the file"]),
    ],
)
def test_contents_give_the_pages_that_their_lines_lead_to(
    numbers: list[str], targets: list[int], labels: Any, wrong: list[str]
) -> None:
    assert told(linked(numbers, targets, labels), CheckName.TEXT) == wrong


@pytest.mark.parametrize(("numbers", "after"), [(["62.1", "63.2", "70.4"], ""), (["2", "3", "8"], "et al. report")])
def test_a_table_of_results_with_citations_is_no_contents(numbers: list[str], after: str) -> None:
    assert told(linked(numbers, [6, 7, 7], None, after), CheckName.TEXT) == []


def test_a_list_of_links_that_end_in_any_numbers_is_only_doubted() -> None:
    doubted = judged(linked(["2", "5", "8"], [7, 3, 1]), SCREEN)
    assert {(one.check, one.severity) for one in doubted} == {(CheckName.TEXT, Severity.WARNING)}
    wrong = [one for one in judged(linked(["2", "3", "8"], [2, 3, 7]), SCREEN) if one.check is CheckName.TEXT]
    assert [one.severity for one in wrong] == [Severity.ERROR]


def test_links_that_lead_nowhere_are_told() -> None:
    assert told(linked(["2", "3", "7"], [2, 3, 0]), CheckName.TEXT, SCREEN) == ["a link without a target"]


def test_bookmarks_that_lead_nowhere_are_told() -> None:
    def change(pdf: Pdf) -> None:
        items = [Dictionary(Title=String(f"Part {n}")) for n in (1, 2)]
        items[0].Dest, items[1].Dest = Array([pdf.pages[1].obj, Name.Fit]), Array([99, Name.Fit])
        first, second = (pdf.make_indirect(item) for item in items)
        first.Next = second
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=first, Last=second, Count=2))

    assert told(good(CONTENT, change), CheckName.TEXT, SCREEN) == ["bookmarks without a target (Part 2)"]


def test_what_is_kept_of_contents_needs_no_module_of_the_judge_where_it_is_received() -> None:
    kept = KeptVerdicts()
    run_preflight(linked(["2", "3", "7"], [2, 3, 7]), SCREEN, Expected(), kept)
    assert '"7"' in json.dumps(kept.used) and b"octavo" not in pickle.dumps(kept.used)
