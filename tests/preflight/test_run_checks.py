"""Preflight finds what a printer would send back, and nothing in a file that is as it should be."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
import yaml
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from octavo.findings.finding import Severity
from octavo.model.printer_profile import CheckName, CheckSeverity, Profile
from octavo.preflight.records.check_results import Expected, PreflightReport
from octavo.preflight.records.criteria import CRITERIA
from octavo.preflight.run_checks import check_document, check_pages, run_preflight
from octavo.project.project_folders import shipped_folder
from press_files import (
    CONTENT,
    ICC,
    MM,
    SCREEN,
    TEXT,
    TRIM,
    WIDTH,
    X1A,
    X4,
    XMP,
    beyond,
    good,
    judged,
    on_page,
    setting,
    the_one,
    told,
    x1a,
)

# A file in which nothing is wrong


@pytest.mark.parametrize(("data", "profile"), [(good(), X4), (x1a(), X1A), (good(), SCREEN)])
def test_nothing_is_found_in_a_good_file(data: bytes, profile: Profile) -> None:
    report = run_preflight(data, profile, Expected(openings=(1,), blanks=()))
    assert report.found == () and report.pages == 2 and report.readable


def test_a_report_tells_title_claims_and_sizes() -> None:
    report = run_preflight(good(), X4)
    assert (report.title, report.standards) == ("Reading the Tides", ("PDF/X-4",))
    assert [tuple(round(side, 3) for side in size) for size in report.sizes] == [TRIM, TRIM]


def test_pages_may_be_judged_apart() -> None:
    data = good(b"q 0.1 w 60 100 m 300 100 l S Q", pages=5)
    whole = run_preflight(data, X4, Expected())
    parts: PreflightReport = check_document(data, X4, Expected())
    for first, last in ((4, 5), (1, 3)):
        parts = parts.with_results(check_pages(data, X4, Expected(), range(first, last + 1)))
    assert parts == whole and [one.page for one in whole.found] == [0, 1, 2, 3, 4, 5]


def test_every_check_has_a_criterion_and_a_number_of_its_own() -> None:
    assert set(CRITERIA) == set(CheckName)
    assert sorted(one.number for one in CRITERIA.values()) == list(range(23))


# How grave


@pytest.mark.parametrize("gravity", [CheckSeverity.WARNING, CheckSeverity.ERROR])
def test_a_profile_says_how_grave_a_check_is(gravity: CheckSeverity) -> None:
    profile = X4.model_copy(update={"gravity": {CheckName.RULES: gravity}})
    assert the_one(good(b"0.1 w 60 100 m 300 100 l S"), CheckName.RULES, profile).severity.value == gravity.value


def test_a_check_may_be_off() -> None:
    profile = X4.model_copy(update={"gravity": {CheckName.RULES: CheckSeverity.OFF}})
    assert judged(good(b"0.1 w 60 100 m 300 100 l S"), profile) == ()


def test_equal_findings_on_a_page_are_one_with_their_places() -> None:
    lines = b"0.1 w " + b"".join(b"60 %d m 300 %d l S\n" % (y, y) for y in range(100, 500, 2))
    found = the_one(good(lines), CheckName.RULES)
    assert found.count == 200 and len(found.others) == 49
    assert found.box == pytest.approx((60, 99.95, 300, 100.05))


# 13 Output intent


def intent(**changes: Any) -> Any:
    def change(pdf: Pdf) -> None:
        for key, value in changes.items():
            pdf.Root.OutputIntents[0][f"/{key}"] = value(pdf) if callable(value) else value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "has no PDF/X output intent"),
        (lambda pdf: pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0]), "has 2 PDF/X output intents"),
        (intent(S=Name.GTS_PDFA1), "has no PDF/X output intent"),
        (intent(OutputConditionIdentifier=String("FOGRA39")), "is made for the printing condition FOGRA39"),
        (intent(OutputConditionIdentifier=String("")), "the output intent does not name its printing condition"),
        (
            intent(DestOutputProfile=lambda pdf: Stream(pdf, ICC.replace(b"prtr", b"mntr"), N=4)),
            "the profile of the output intent has the class mntr",
        ),
        (
            intent(DestOutputProfile=lambda pdf: Stream(pdf, ICC.replace(b"CMYK", b"RGB "), N=3)),
            "the profile of the output intent is for RGB",
        ),
        (intent(DestOutputProfile=lambda pdf: Stream(pdf, b"none", N=4)), "the output intent has no valid ICC profile"),
    ],
)
def test_the_output_intent_is_that_of_the_press(change: Any, words: str) -> None:
    found = the_one(good(CONTENT, change), CheckName.OUTPUT_INTENT)
    assert found.message.startswith(words)


def test_an_output_intent_for_an_archive_has_the_same_profile() -> None:
    def other(pdf: Pdf) -> None:
        archive = Dictionary(S=Name.GTS_PDFA1, DestOutputProfile=Stream(pdf, ICC + b"x", N=4))
        pdf.Root.OutputIntents.append(archive)

    assert "has another profile" in the_one(good(CONTENT, other), CheckName.OUTPUT_INTENT).message


def test_x1a_may_name_a_printing_condition_without_its_profile() -> None:
    assert judged(x1a(CONTENT, lambda pdf: pdf.Root.OutputIntents[0].__delitem__("/DestOutputProfile")), X1A) == ()


# 14 Document information


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Reading the Tides", "", "lacks in its XMP metadata: title"),
        ("<xmp:CreateDate>2026-01-01T12:00:00Z</xmp:CreateDate>", "", "creation date"),
        ("<xmpMM:VersionID>1</xmpMM:VersionID>", "", "version"),
        ("PDF/X-4<", "PDF/X-3<", "does not claim to be PDF/X-4 in its XMP metadata (PDF/X-3)"),
        ("False", "Unknown", "does not say whether it is trapped"),
        (XMP, "tides", "its XMP metadata cannot be read"),
    ],
)
def test_what_x4_has_a_file_say_is_asked_for(old: str, new: str, words: str) -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.Metadata.write(XMP.replace(old, new, 1).encode())

    data = good(CONTENT, change, fix_metadata_version=False)
    assert any(words in said for said in told(data, CheckName.INFO))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("Title", "", "lacks in the document information: title"),
        ("ModDate", "", "modification date"),
        ("GTS_PDFXVersion", "PDF/X-3:2003", "does not claim to be PDF/X-1a:2003"),
        ("Trapped", "Unknown", "does not say whether it is trapped"),
    ],
)
def test_what_x1a_has_a_file_say_is_asked_for(key: str, value: str, words: str) -> None:
    data = x1a(CONTENT, lambda pdf: pdf.trailer.Info.__setitem__(f"/{key}", String(value)))
    assert any(words in said for said in told(data, CheckName.INFO, X1A))


def test_a_file_says_once_whether_it_is_trapped() -> None:
    def contradict(pdf: Pdf) -> None:
        pdf.trailer.Info = pdf.make_indirect(Dictionary(Trapped=Name("/True")))

    assert "does not say whether it is trapped" in told(good(CONTENT, contradict), CheckName.INFO)[0]


def test_an_identifier_is_asked_for() -> None:
    data = good().replace(b"/ID [", b"/IQ [")
    assert told(data, CheckName.INFO) == ["has no file identifier (ID)"]


# 15 Forbidden


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def note(kind: str, rectangle: list[float], **more: Any) -> Any:
    def change(page: Object, pdf: Pdf) -> None:
        made = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(rectangle))
        for key, value in more.items():
            made[f"/{key}"] = value
        page.Annots = Array([pdf.make_indirect(made)])

    return on_page(1, change)


INSIDE = [60.0, 60.0, 90.0, 70.0]


@pytest.mark.parametrize(
    ("change", "words", "on_screen"),
    [
        (lambda pdf: pdf.Root.__setitem__("/OpenAction", SCRIPT), "contains JavaScript", True),
        (lambda pdf: pdf.Root.__setitem__("/Names", Dictionary(JavaScript=Dictionary())), "contains JavaScript", True),
        (
            note("Link", INSIDE, A=Dictionary(S=Name.Launch)),
            "its links or comments contain actions that launch programs",
            True,
        ),
        (note("Link", INSIDE, A=Dictionary(S=Name.URI, URI="https://x.org")), "has annotations (Link) in", False),
        (
            note("Link", INSIDE, A=Dictionary(S=Name.URI, URI="www.x.org")),
            "has links to addresses that are not",
            True,
        ),
        (lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.GoTo)), "has actions that run when", False),
        (setting("AA", Dictionary(O=Dictionary(S=Name.Named))), "has actions", False),
        (
            lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array([Dictionary()]))),
            "contains form fields",
            True,
        ),
    ],
)
def test_what_is_forbidden_is_told(change: Any, words: str, on_screen: bool) -> None:
    data = good(CONTENT, change)
    assert any(said.startswith(words) for said in told(data, CheckName.FORBIDDEN))
    assert bool(told(data, CheckName.FORBIDDEN, SCREEN)) is on_screen


def test_annotations_may_stand_beyond_the_bleed() -> None:
    assert told(good(CONTENT, note("Text", [-25, 0, -10, 9])), CheckName.FORBIDDEN) == []


def test_a_lock_is_told() -> None:
    data = good(encryption=pikepdf.Encryption(owner="o", user="", R=4), deterministic_id=False)
    assert told(data, CheckName.FORBIDDEN)[0].startswith("is encrypted, although")


def test_layers_and_attached_files_are_not_for_x1a() -> None:
    def layered(pdf: Pdf) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Notes")))
        configuration = Dictionary(Name=String("Usual"))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=configuration)

    def laden(pdf: Pdf) -> None:
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array()))

    assert told(x1a(CONTENT, layered), CheckName.FORBIDDEN, X1A) == [
        "has layers (optional content), which PDF/X-1a forbids"
    ]
    assert told(x1a(CONTENT, laden), CheckName.FORBIDDEN, X1A) == ["has attached files, which PDF/X-1a forbids"]
    assert told(good(CONTENT, layered, laden), CheckName.FORBIDDEN) == []


def test_layers_of_x4_do_not_switch_by_themselves() -> None:
    def switching(pdf: Pdf) -> None:
        pdf.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary(Name=String("Usual"), AS=Array()))

    assert "automatic states" in the_one(good(CONTENT, switching), CheckName.FORBIDDEN).message


def test_transfer_functions_are_told() -> None:
    def change(page: Object, _: Pdf) -> None:
        page.Resources.ExtGState = Dictionary(T=Dictionary(TR=Dictionary(FunctionType=2)))

    assert "a transfer function" in told(good(b"/T gs 60 300 99 99 re f", on_page(1, change)), CheckName.FORBIDDEN)[0]


# 16 Version


def test_a_file_is_of_no_later_version_than_its_standard() -> None:
    assert told(good(force_version="1.7"), CheckName.VERSION) == ["is PDF 1.7; PDF/X-4 allows at most PDF 1.6"]
    assert told(x1a(force_version="1.5"), CheckName.VERSION, X1A) == [
        "is PDF 1.5; PDF/X-1a:2003 allows at most PDF 1.4"
    ]
    assert told(x1a(CONTENT, lambda pdf: pdf.Root.__setitem__("/Version", Name("/1.6"))), CheckName.VERSION, X1A) != []


# 17 Extent, 18 Blanks


def test_a_book_has_a_multiple_of_the_pages_that_are_printed_together() -> None:
    profile = X4.model_copy(update={"multiple": 8})
    found = [one for one in judged(good(pages=6), profile) if one.check is CheckName.EXTENT]
    assert [one.hint for one in found] == ["add 2 blank pages at the end"]
    assert told(good(pages=8), CheckName.EXTENT, profile) == []


def test_a_book_has_as_many_pages_as_the_printer_takes() -> None:
    profile = X4.model_copy(update={"least_pages": 4, "most_pages": 8})
    for pages, said in (
        (2, ["has 2 pages, but the printer takes no book under 4"]),
        (4, []),
        (8, []),
        (10, ["has 10 pages, but the printer takes no book over 8"]),
    ):
        found = [one for one in judged(good(pages=pages), profile) if one.check is CheckName.EXTENT]
        assert [one.message for one in found] == said
        assert all(one.severity is Severity.ERROR for one in found)


def test_kdp_takes_24_to_828_pages() -> None:
    known = Profile.model_validate(yaml.safe_load((shipped_folder("profiles") / "pod-kdp.yaml").read_text("utf-8")))
    assert (known.least_pages, known.most_pages) == (24, 828)


def test_parts_open_on_the_right() -> None:
    found = [one for one in judged(good(pages=4), openings=(1, 3)) if one.check is CheckName.EXTENT]
    assert found == []
    (found_one,) = [one for one in judged(good(pages=4), openings=(1, 2)) if one.check is CheckName.EXTENT]
    assert found_one.page == 2 and found_one.severity is Severity.ERROR


def test_blank_pages_are_bare() -> None:
    assert told(good(b""), CheckName.BLANKS, blanks=(1, 2)) == []
    folio = b"BT /F1 9 Tf 200 30 Td (12) Tj ET"
    assert told(good(folio), CheckName.BLANKS, blanks=(1,)) == ["should be blank, but is not"]
    assert told(good(b"q 0 0 m 9 9 l S Q"), CheckName.BLANKS, blanks=(1,)) != []
    assert told(good(folio), CheckName.BLANKS, blanks=()) == []


def test_a_page_with_a_folio_alone_is_mentioned_where_nobody_said_what_is_blank() -> None:
    assert the_one(good(b"BT /F1 9 Tf 200 30 Td (12) Tj ET"), CheckName.BLANKS).severity is Severity.ADVICE
    assert told(good(TEXT), CheckName.BLANKS) == []


# 19 Cover


SPINE = 20.0


def cover(content: bytes = b"", spine: float = SPINE) -> bytes:
    width = 2 * WIDTH + spine * MM
    boxes = {"MediaBox": 10, "BleedBox": 3, "TrimBox": 0}
    return good(content, *(setting(key, beyond(reach, width)) for key, reach in boxes.items()), pages=1)


def on_cover(data: bytes, spine: float = SPINE) -> list[str]:
    return [one.message for one in judged(data, trim=TRIM, spine=spine)]


def upright(x: float) -> bytes:
    return b"BT /F1 12 Tf 0 0 0 1 k 0 -1 1 0 %f 400 Tm (Reading the Tides) Tj ET" % x


MIDDLE = WIDTH + SPINE * MM / 2


def test_a_good_cover_passes() -> None:
    assert on_cover(cover(upright(MIDDLE - 4))) == []


def test_a_cover_has_the_size_that_its_spine_asks_for() -> None:
    assert "make 345.0 × 240.0 mm" in on_cover(cover(), 25)[0]
    assert on_cover(good(pages=2))[0] == "has 2 pages; a cover must be one sheet"


def test_a_cover_leaves_room_for_the_bleed() -> None:
    data = good(b"", *(setting(key, beyond(0, 2 * WIDTH + SPINE * MM)) for key in ("BleedBox", "TrimBox")), pages=1)
    assert any("has no room for a bleed of 3 mm" in said for said in on_cover(data))


def test_text_of_the_spine_stays_on_it() -> None:
    assert any("runs over the edge of the spine" in said for said in on_cover(cover(upright(MIDDLE + 22))))


def test_a_thin_spine_bears_no_text() -> None:
    x = WIDTH + 2.5 * MM - 4
    assert any("it must be at least 6 mm wide" in said for said in on_cover(cover(upright(x), 5), 5))
    assert on_cover(cover(upright(100), 5), 5) == []
