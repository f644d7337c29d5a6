"""A file that claims to be PDF/A is held to it, and to no more than it claims."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from octavo.findings.finding import Severity
from octavo.pdf.metadata import pdf_dates
from octavo.preflight.checks.pdf_a import check_pdf_a
from octavo.preflight.records.check_results import CheckResult
from pdf_changes import FIELD, NAMED, every, layers, packet, painted, root, setting, without
from pdf_ua_documents import Change, annotated, changed, document, first_part, link, paint, true_type, with_font

SCRIPT = Dictionary(S=Name.JavaScript, JS=String("1"))


def claiming(claim: str) -> Change:
    """Claim another part and level."""
    return every(
        packet(rb"<pdfaid:part>3", b"<pdfaid:part>" + claim[:1].encode()),
        packet(rb"<pdfaid:conformance>A", b"<pdfaid:conformance>" + claim[1:].encode()),
    )


def broken(pdf: Pdf) -> list[tuple[str, str]]:
    """Name what is wrong, by clause, with the words for it."""
    return [
        (one.condition.rpartition(" ")[2], one.message) for one in check_pdf_a(pdf) if one.severity is Severity.ERROR
    ]


def test_a_document_of_ours_is_what_it_claims() -> None:
    assert list(check_pdf_a(changed(lambda _: None))) == []


@pytest.mark.parametrize("claim", ["3A", "3U", "3B"])
def test_each_level_of_part_3_is_one_that_it_could_claim(claim: str) -> None:
    assert list(check_pdf_a(changed(claiming(claim)))) == []


def test_a_file_that_claims_nothing_gets_one_advice() -> None:
    (told,) = check_pdf_a(
        changed(every(packet(rb"<pdfaid:.*</pdfaid:conformance>", b""), painted(b"0 0 0 1 k 0 0 9 9 re f")))
    )
    assert told.severity is Severity.ADVICE and "does not claim" in told.message
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        (told,) = check_pdf_a(pdf)
        assert told.severity is Severity.ADVICE


def test_a_claim_that_readers_cannot_see_is_an_error() -> None:
    for change in (
        packet(rb"<pdfaid:part>3</pdfaid:part>", b""),
        packet(rb"http://www.aiim.org/pdfa/ns/id/", b"http://www.aiim.org/pdfa/"),
    ):
        (told,) = check_pdf_a(changed(change))
        assert told.severity is Severity.ERROR and told.message.startswith("claims")


@pytest.mark.parametrize(("claim", "grave"), [("4E", False), ("3Z", True), ("1U", True), ("9B", True), ("3", True)])
def test_a_claim_that_nobody_can_make_is_told(claim: str, grave: bool) -> None:
    (told,) = check_pdf_a(changed(claiming(claim)))
    assert (told.severity is Severity.ERROR) is grave and f"PDF/A-{claim[:1]}" in told.message


def lzw(pdf: Pdf) -> None:
    pdf.pages[0].Extra = pdf.make_indirect(Stream(pdf, b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", Filter=Name.LZWDecode))


def second_intent(pdf: Pdf) -> None:
    pdf.Root.OutputIntents = Array([*pdf.Root.OutputIntents, *pdf.Root.OutputIntents])


def shaded(pdf: Pdf) -> None:
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([0, 0, 0, 1]), N=1)
    coords = Array([0, 0, 9, 0])
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=coords, Function=ramp)
    pdf.pages[0].Resources.Shading = Dictionary(S=pdf.make_indirect(shading))
    paint(pdf, b"/Artifact BMC /S sh EMC")


def see_through(pdf: Pdf) -> None:
    pdf.pages[0].Resources.ExtGState.See = Dictionary(Type=Name.ExtGState, ca=0.5)
    paint(pdf, b"/Artifact BMC /See gs 0 0 9 9 re f EMC")


def shown(pdf: Pdf) -> Dictionary:
    """Make an appearance."""
    form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    return Dictionary(N=pdf.make_indirect(form))


BREACHES: dict[str, tuple[str, Change]] = {
    "a script when it opens": ("6.5.1", setting(root, "OpenAction", SCRIPT)),
    "a script after a jump": ("6.5.1", setting(root, "OpenAction", Dictionary(S=Name.GoTo, Next=Array([SCRIPT])))),
    "an action that turns no pages": ("6.5.1", setting(root, "OpenAction", Dictionary(S=Name.Named, N=Name.Print))),
    "a program that a link starts": ("6.5.1", setting(link, "A", Dictionary(S=Name.Launch, F=String("x")))),
    "a script of a bookmark": ("6.5.1", setting(lambda pdf: pdf.Root.Outlines.First, "A", SCRIPT)),
    "actions of the document": ("6.5.2", setting(root, "AA", Dictionary(WC=SCRIPT))),
    "no output intent": ("6.2.4.3", without(root, "OutputIntents")),
    "colours that the output intent does not cover": ("6.2.4.3", painted(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC")),
    "shades that it does not cover": ("6.2.4.3", shaded),
    "two output intents": ("6.2.3", second_intent),
    "a link that is not printed": ("6.3.2", setting(link, "F", 0)),
    "a kind of annotation that may not be": ("6.3.1", annotated("Annot", Contents=NAMED, Subtype=Name.Sound)),
    "a file without its relationship": ("6.8", without(lambda pdf: pdf.Root.AF[0], "AFRelationship")),
    "a file without its kind": ("6.8", without(lambda pdf: pdf.Root.AF[0].EF.F, "Subtype")),
    "a file that belongs to nothing": ("6.8", without(root, "AF")),
    "a form of XML": ("6.4.2", setting(root, "AcroForm", lambda pdf: Dictionary(XFA=Stream(pdf, b"<x/>")))),
    "a form without a look": ("6.4.1", setting(root, "AcroForm", Dictionary(Fields=Array(), NeedAppearances=True))),
    "a field that does something": ("6.4.1", annotated("Form", TU=NAMED, A=SCRIPT, AP=shown, **FIELD)),
    "layers without a name": ("6.9", layers()),
    "layers that come and go": ("6.9", layers(Name=NAMED, AS=Array())),
    "a property that is in no schema": ("6.6.2.3.1", packet(rb"<pdf:Producer>", b"<pdf:Odd>x</pdf:Odd><pdf:Producer>")),
    "a schema that is not described": ("6.6.2.3.1", packet(rb"<pdfaExtension:schemas>.*</pdfaExtension:schemas>", b"")),
    "a schema described in part": ("6.6.2.3.3", packet(rb"<pdfaProperty:category>.*</pdfaProperty:category>", b"")),
    "a property not described": ("6.6.2.3.1", packet(rb"<pdfaProperty:name>part", b"<pdfaProperty:name>whole")),
    "metadata that is no XML": ("6.6.2.1", packet(rb"<pdf:Producer>", b"<pdf:Producer")),
    "no tags": ("6.7.2", without(root, "StructTreeRoot")),
    "tags that it does not tell of": ("6.7.2", setting(root, "MarkInfo", Dictionary(Marked=False))),
    "a language that is none": ("6.7.4", setting(root, "Lang", String("en_GB"))),
}  # fmt: skip


@pytest.mark.parametrize("breach", BREACHES)
def test_one_breach_is_told_with_its_clause(breach: str) -> None:
    clause, change = BREACHES[breach]
    told = broken(changed(change))
    assert clause in [each for each, _ in told], told
    assert len({each for each, _ in told}) == 1, told


def test_levels_ask_for_less() -> None:
    for claim, breach in (("3U", "no tags"), ("3B", "no tags"), ("3B", "a language that is none")):
        assert broken(changed(every(claiming(claim), BREACHES[breach][1]))) == []


def unspoken(claim: str) -> Pdf:
    pdf = with_font(true_type(flags=4, maps=((3, 0),), spoken="", Encoding=None))
    claiming(claim)(pdf)
    return pdf


def test_text_must_be_readable_from_level_u_on() -> None:
    for claim in ("3A", "3U"):
        assert "6.2.11.7" in [clause for clause, _ in broken(unspoken(claim))]
    assert "6.2.11.7" not in [clause for clause, _ in broken(unspoken("3B"))]


def test_private_characters_are_told_of() -> None:
    told = list(check_pdf_a(with_font(true_type(spoken="\ue001"))))
    assert [one.severity for one in told if one.condition.endswith("6.2.11.7.3")] == [Severity.ERROR]


def test_encryption_and_a_missing_identifier_are_told() -> None:
    lock = pikepdf.Encryption(owner="secret", user="")
    assert [clause for clause, _ in broken(changed(lambda _: None, encryption=lock))] == ["6.1.3"]
    pdf = changed(lambda _: None)
    del pdf.trailer["/ID"]
    assert [clause for clause, _ in broken(pdf)] == ["6.1.3"]


def test_data_packed_as_lzw_are_told() -> None:
    as_it_is = pikepdf.StreamDecodeLevel.none
    pdf = changed(lzw, compress_streams=False, stream_decode_level=as_it_is)
    assert "6.1.7.2" in [clause for clause, _ in broken(pdf)]


def test_part_1_forbids_what_came_later() -> None:
    told = {clause for clause, _ in broken(changed(every(claiming("1B"), layers(Name=NAMED))))}
    assert {"6.1.4", "6.1.11", "6.1.13"} <= told
    assert broken(pikepdf.open(BytesIO(first_part(document())))) == []
    plain = {"object_stream_mode": pikepdf.ObjectStreamMode.disable}
    assert "6.4" in [clause for clause, _ in broken(changed(see_through, first_part(document()), **plain))]
    assert broken(changed(every(claiming("2B"), see_through))) == []


@pytest.mark.parametrize(
    "key", ["Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate"]
)
def test_info_and_metadata_say_the_same(key: str) -> None:
    value = "D:20200101000000Z" if "Date" in key else "Other"
    for claim, severity in (("3A", Severity.WARNING), ("1B", Severity.ERROR)):
        found = check_pdf_a(changed(every(claiming(claim), setting(lambda pdf: pdf.trailer.Info, key, String(value)))))
        told = [one for one in found if f"differ in {key}" in one.message]
        assert [one.severity for one in told] == [severity] and value in told[0].message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("D:20260330120000+02'00'", "2026-03-30T12:00:00+02:00"),
        ("D:20260330120000+02'00'", "2026-03-30T10:00:00Z"),
        ("D:20260330120000-05", "2026-03-30T17:00:00Z"),
        ("D:2026", "2026-01-01T00:00:00Z"),
        ("D:202603301200Z", "2026-03-30T12:00"),
    ],
)
def test_dates_are_the_same_however_they_are_written(one: str, other: str) -> None:
    assert pdf_dates.parse_date(one) == pdf_dates.parse_date(other) is not None


@pytest.mark.parametrize("date", ["", "D:", "D:20261330", "yesterday", "D:20260330120000+99'99'", "2026-02-30"])
def test_a_date_that_is_none_is_none(date: str) -> None:
    assert pdf_dates.parse_date(date) is None


def test_metadata_that_would_unfold_is_not_read() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>"

    def change(pdf: Pdf) -> None:
        pdf.Root.Metadata.write(bomb)

    (told,) = check_pdf_a(changed(change))
    assert told.severity is Severity.ADVICE


@settings(max_examples=25)
@given(st.data())
def test_whatever_stands_in_metadata_nothing_is_raised(data: st.DataObject) -> None:
    with pikepdf.open(BytesIO(document())) as pdf:
        told = pdf.Root.Metadata.read_bytes()
        at = data.draw(st.integers(0, len(told) - 1))
        noise = data.draw(st.sampled_from([b"<", b">", b"</rdf:li>", b"&", b"\0", b"\xff", b"<a:b>", b'"', b"]]>"]))
        pdf.Root.Metadata.write(told[:at] + noise + told[at + data.draw(st.integers(0, 40)) :])
        assert all(isinstance(one, CheckResult) for one in check_pdf_a(pdf))


def test_no_message_names_an_address_of_memory() -> None:
    def damaged(pdf: Pdf) -> None:
        # The profile is no Flate data.
        pdf.Root.OutputIntents[0].DestOutputProfile.write(b"no Flate at all", filter=Name.FlateDecode)

    told = [one.message for one in check_pdf_a(changed(damaged))]
    assert any("ICC profile" in words for words in told)
    assert not any(" at 0x" in words for words in told)
