"""A file that claims to be PDF/UA-1 is held to it: for each condition of the Matterhorn Protocol, one that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from octavo.findings.finding import Severity
from octavo.pdf.structure import structure_tree_reader
from octavo.preflight.accessibility import matterhorn_conditions
from octavo.preflight.checks.pdf_ua import check_pdf_ua
from octavo.preflight.records.check_results import CheckResult
from pdf_changes import FIELD, NAMED, every, layers, packet, painted, root, setting, without
from pdf_ua_documents import (
    Change,
    annotated,
    changed,
    cmap,
    composite,
    document,
    element,
    elements,
    holding,
    kid,
    link,
    paint,
    true_type,
    type1,
    with_font,
)

TWO = b"\0\1"


def conditions(pdf: Pdf) -> set[str]:
    """Name the conditions that a file is told to meet."""
    return {found.condition for found in check_pdf_ua(pdf)}


def tree(pdf: Pdf) -> Any:
    return pdf.Root.StructTreeRoot


def first(kind: str) -> Callable[[Pdf], Any]:
    return lambda pdf: element(pdf, kind)


def roles(**mapped: str) -> Change:
    """Map types of elements to others."""
    return setting(
        tree, "RoleMap", lambda _: Dictionary({f"/{key}": Name(f"/{value}") for key, value in mapped.items()})
    )


def form_drawn(times: int, content: bytes, **entries: Any) -> Change:
    """Draw a form on the first page, of which content belongs to the first paragraph."""

    def change(pdf: Pdf) -> None:
        made = {key: make(pdf) if callable(make) else make for key, make in entries.items()}
        page = pdf.pages[0].obj
        form = pdf.make_indirect(Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])))
        for key, value in made.items():
            form[f"/{key}"] = value
        if "/XObject" not in page.Resources:
            page.Resources.XObject = Dictionary()
        page.Resources.XObject.Extra = form
        paragraph, parents = element(pdf, "P"), tree(pdf).ParentTree.Nums
        form.StructParents = int(tree(pdf).ParentTreeNextKey)
        parents.extend([form.StructParents, Array([paragraph])])
        paragraph.K = Array([*paragraph.K, Dictionary(Type=Name.MCR, Pg=page, Stm=form, MCID=0)])
        paint(pdf, b"/Extra Do " * times)

    return change


def media(**clip: Any) -> Change:
    """Put a film on the page, of which the clip has some entries."""
    rendition = Dictionary(S=Name.MR, C=Dictionary(S=Name.MCD, **clip))
    action = Dictionary(S=Name.Rendition, R=rendition, OP=0)
    return annotated("Annot", Subtype=Name.Screen, Contents=String("A film"), A=action)


def attached(*names: str) -> Dictionary:
    return Dictionary(Type=Name.Filespec, EF=Dictionary(), **{name: String("x.txt") for name in names})


def reorganized(pdf: Pdf) -> None:
    """Have the cells of the table point to their heads, and give those IDs but for one."""
    heads = elements(pdf, "TH")
    for number, head in enumerate(heads[1:]):
        head.ID = String(f"head{number}")
    for head in heads:
        del head["/A"]
    for cell in elements(pdf, "TD"):
        cell.A = Dictionary(O=Name.Table, Headers=Array([String("head0")]))


def in_tables(above: str, *below: str) -> Change:
    return holding(lambda pdf, at: [kid(pdf, at, one) for one in below], above)


NO_LANGUAGE = without(root, "Lang")

DAMAGES: dict[str, Change] = {
    "01-003": painted(b"/P <</MCID 0>> BDC /Artifact BMC EMC EMC"),
    "01-004": painted(b"/Artifact BMC /P <</MCID 0>> BDC EMC EMC"),
    "01-005": painted(b"0 0 9 9 re f"),
    "01-006": in_tables("Table"),
    "01-007": setting(root, "MarkInfo", Dictionary(Marked=True, Suspects=True)),
    "02-001": holding(lambda pdf, at: [kid(pdf, at, "Mystery")]),
    "02-003": every(roles(One="Two", Two="One"), holding(lambda pdf, at: [kid(pdf, at, "One")])),
    "02-004": roles(P="H1"),
    "06-003": packet(rb"<dc:title>.*</dc:title>", b""),
    "07-001": without(lambda pdf: pdf.Root.ViewerPreferences, "DisplayDocTitle"),
    "07-002": setting(lambda pdf: pdf.Root.ViewerPreferences, "DisplayDocTitle", False),
    "09-004": in_tables("Div", "TR"),
    "09-005": in_tables("L", "P"),
    "09-006": in_tables("P", "TOCI"),
    "09-007": in_tables("Ruby", "RB"),
    "09-008": in_tables("P", "WT"),
    "11-001": NO_LANGUAGE,
    "11-002": NO_LANGUAGE,
    "11-003": NO_LANGUAGE,
    "11-004": NO_LANGUAGE,
    "11-005": every(annotated("Form", TU=String("Name"), **FIELD), NO_LANGUAGE),
    "11-006": every(NO_LANGUAGE, packet(rb'<rdf:li xml:lang="en">.*?</rdf:li>', b"")),
    "13-004": without(first("Figure"), "Alt"),
    "14-002": setting(first("H1"), "S", Name.H2),
    "14-003": setting(first("H2"), "S", Name.H4),
    "14-006": in_tables("Sect", "H", "H"),
    "14-007": in_tables("Sect", "H"),
    "15-003": without(first("TH"), "A"),
    "17-002": without(first("Formula"), "Alt"),
    "19-003": without(first("Note"), "ID"),
    "19-004": lambda pdf: [setattr(note, "ID", String("same")) for note in elements(pdf, "Note")],
    "20-001": every(layers(Name=NAMED), setting(lambda pdf: pdf.Root.OCProperties, "Configs", Array([Dictionary()]))),
    "20-002": layers(),
    "20-003": layers(Name=NAMED, AS=Array()),
    "21-001": lambda pdf: pdf.make_indirect(pdf.Root.AF[0]).__delitem__("/UF"),
    "25-001": setting(
        root, "AcroForm", lambda pdf: Dictionary(XFA=Stream(pdf, b"<a><dynamicRender> required</dynamicRender></a>"))
    ),
    "28-002": annotated(Subtype=Name.Text, Contents=NAMED),
    "28-004": annotated("Annot", Subtype=Name.Text),
    "28-005": annotated("Form", **FIELD),
    "28-006": annotated(Subtype=Name.Mystery, Contents=NAMED),
    "28-007": annotated(Subtype=Name.TrapNet),
    "28-008": without(lambda pdf: pdf.pages[0].obj, "Tabs"),
    "28-009": setting(lambda pdf: pdf.pages[0].obj, "Tabs", Name.R),
    "28-010": annotated("P", TU=NAMED, **FIELD),
    "28-011": annotated("P", Subtype=Name.Link, Contents=NAMED),
    "28-012": without(link, "Contents"),
    "28-014": media(Alt=Array([String(""), String("A film")])),
    "28-015": media(CT=String("video/mp4")),
    "28-016": annotated("Annot", Subtype=Name.FileAttachment, Contents=NAMED, FS=attached("F")),
    "28-017": annotated("P", Subtype=Name.PrinterMark),
    "28-018": annotated(
        Subtype=Name.PrinterMark,
        AP=lambda pdf: Dictionary(N=pdf.make_indirect(Stream(pdf, b"0 0 9 9 re f", Subtype=Name.Form))),
    ),
    "30-001": form_drawn(1, b"", Ref=Dictionary(F=String("other.pdf"), Page=0)),
    "30-002": form_drawn(2, b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC"),
}  # fmt: skip

ADOBE = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
NEWER = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=3)
FONTS: dict[str, Pdf | Callable[[], Pdf]] = {
    "10-001": lambda: with_font(true_type(flags=4, maps=((3, 0),), spoken="", Encoding=None)),
    "31-001": lambda: with_font(composite(cmap(registry="Other")), TWO),
    "31-002": lambda: with_font(composite(cmap(ordering="Other")), TWO),
    "31-003": lambda: with_font(composite(cmap(), system=NEWER), TWO),
    "31-004": lambda: with_font(composite(CIDToGIDMap=Name.Other), TWO),
    "31-005": lambda: with_font(composite(CIDToGIDMap=None), TWO),
    "31-006": lambda: with_font(composite(Name("/Own-H")), TWO),
    "31-007": lambda: with_font(composite(cmap(inside=1, outside=0)), TWO),
    "31-008": lambda: with_font(composite(cmap(use="Own-H")), TWO),
    "31-009": lambda: with_font(true_type(embedded=False)),
    "31-011": lambda: with_font(composite(), b"\0\7"),
    "31-012": lambda: with_font(type1("/A")),
    "31-014": lambda: with_font(composite(cff=True, CIDSet=b"\xf0"), TWO),
    "31-016": lambda: with_font(true_type(width=700)),
    "31-017": lambda: with_font(true_type(maps=((3, 0),))),
    "31-019": lambda: with_font(true_type(Encoding=None)),
    "31-020": lambda: with_font(true_type(Encoding=Dictionary(Type=Name.Encoding))),
    "31-021": lambda: with_font(true_type(Encoding=Name.StandardEncoding)),
    "31-022": lambda: with_font(
        true_type(Encoding=Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([66, Name("/g7")])))
    ),
    "31-023": lambda: with_font(
        true_type(
            maps=((1, 0),), Encoding=Dictionary(BaseEncoding=Name.MacRomanEncoding, Differences=Array([66, Name.B]))
        )
    ),
    "31-024": lambda: with_font(true_type(flags=4, maps=((3, 0),))),
    "31-025": lambda: with_font(true_type(flags=4, maps=((1, 0), (3, 1)), Encoding=None)),
    "31-027": lambda: with_font(true_type(flags=4, maps=((3, 0),), spoken="", Encoding=None)),
    "31-028": lambda: with_font(true_type(spoken="\0")),
    "31-029": lambda: with_font(true_type(spoken="\ufeff")),
    "31-030": lambda: with_font(composite(), b"\0\0"),
}


def in_a_formula() -> Pdf:
    pdf = with_font(true_type(flags=4, maps=((3, 0),), spoken="", Encoding=None))
    element(pdf, "P").S = Name.Formula
    element(pdf, "Formula").Alt = String("x")
    return pdf


def encrypted(read_aloud: bool) -> Pdf:
    allow = pikepdf.Permissions(accessibility=read_aloud)
    lock = pikepdf.Encryption(owner="secret", user="", R=3, aes=False, metadata=False, allow=allow)
    return changed(lambda _: None, encryption=lock)


OTHERS: dict[str, Callable[[], Pdf]] = {
    "06-001": lambda: changed(without(root, "Metadata")),
    "06-002": lambda: changed(packet(rb"<pdfuaid:part>1</pdfuaid:part>", b"")),
    "17-003": in_a_formula,
    "26-002": lambda: encrypted(False),
}


def test_a_document_that_is_what_it_claims_has_nothing_told_of_it() -> None:
    assert list(check_pdf_ua(changed(lambda _: None))) == []
    assert list(check_pdf_ua(encrypted(True))) == []


@pytest.mark.parametrize("number", DAMAGES)
def test_one_damage_meets_its_condition(number: str) -> None:
    change = DAMAGES[number]
    if number == "01-006":
        change = holding(lambda pdf, at: [*rows(pdf, at, (1, 2))], "Table")
    found = {each.condition: each for each in check_pdf_ua(changed(change))}
    assert number in found, found
    assert found[number].severity is Severity.ERROR and found[number].message and found[number].hint


@pytest.mark.parametrize("number", FONTS)
def test_a_font_that_fails_meets_its_condition(number: str) -> None:
    make = FONTS[number]
    assert callable(make)
    found = {each.condition: each for each in check_pdf_ua(make())}
    assert number in found, found
    assert "Test" in found[number].message and found[number].page == 1


@pytest.mark.parametrize(
    ("font", "text"),
    [
        (true_type(), b"A"),
        (true_type(spoken=""), b"A"),
        (true_type(flags=4, maps=((3, 0),), Encoding=None), b"A"),
        (true_type(Encoding=Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([66, Name.B]))), b"B"),
        (type1(), b"A"),
        (type1(None), b"AB"),
        (composite(), TWO),
        (composite(cmap()), TWO),
        (composite(cff=True, CIDSet=b"\xe0"), TWO),
    ],
)
def test_fonts_that_are_as_they_must_be_pass(font: Callable[[Pdf], Any], text: bytes) -> None:
    assert list(check_pdf_ua(with_font(font, text))) == []


def test_a_predefined_map_belongs_to_its_collection() -> None:
    japanese = Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=2)
    assert "31-002" in conditions(with_font(composite(Name("/UniGB-UCS2-H"), japanese), TWO))
    assert "31-002" not in conditions(with_font(composite(Name("/UniJIS-UCS2-H"), japanese), TWO))


def test_a_map_may_be_for_vertical_writing_in_both_places() -> None:
    (told,) = check_pdf_ua(with_font(composite(cmap(inside=1, outside=1)), TWO))
    assert told.severity is Severity.ADVICE and "vertical" in told.message


def test_text_that_leaves_no_ink_needs_no_font_in_the_file() -> None:
    unseen = b"BT /F 12 Tf 3 Tr (A) Tj ET"
    assert conditions(with_font(true_type(embedded=False), content=unseen)) == set()


def test_text_that_is_replaced_as_a_whole_needs_no_map_for_each_character() -> None:
    font = true_type(flags=4, maps=((3, 0),), spoken="", Encoding=None)
    said = b"/Span <</ActualText (A)>> BDC BT /F 12 Tf (A) Tj ET EMC"
    assert "10-001" not in conditions(with_font(font, content=said))


def test_the_rest_meet_their_conditions() -> None:
    assert "17-003" in conditions(OTHERS["17-003"]())
    assert "26-002" in conditions(OTHERS["26-002"]())
    # A file that does not claim to be PDF/UA is not held to claim it.
    (only,) = check_pdf_ua(OTHERS["06-001"]())
    assert only.severity is Severity.ADVICE and "(06-001)" in only.message
    (only,) = check_pdf_ua(OTHERS["06-002"]())
    assert only.severity is Severity.ADVICE and "does not claim" in only.message and "would not be" not in only.message


def test_each_condition_that_is_told_has_a_file_here_that_meets_it() -> None:
    told = {condition.number for condition in matterhorn_conditions.CONDITIONS if not condition.told_as}
    # qpdf opens no file that is encrypted without saying what is allowed.
    assert told - {"26-001"} == (DAMAGES.keys() | FONTS.keys() | OTHERS.keys()) - {"01-006"}
    assert len(matterhorn_conditions.CONDITIONS) == 87


def rows(pdf: Pdf, table: Any, lengths: tuple[int, ...], **attributes: Any) -> Iterator[Any]:
    """Make rows of some cells each; the first cell of the first row has the attributes."""
    for number, length in enumerate(lengths):
        row = kid(pdf, table, "TR")
        row.K = Array([kid(pdf, row, "TD") for _ in range(length)])
        if attributes and not number:
            row.K[0].A = Dictionary(O=Name.Table, **attributes)
        yield row


@pytest.mark.parametrize(
    ("lengths", "attributes", "regular"),
    [
        ((2, 2), {}, True),
        ((2, 1), {}, False),
        ((1, 2), {"ColSpan": 2}, True),
        ((2, 1), {"RowSpan": 2}, True),
        ((2, 2), {"RowSpan": 2}, False),
        ((2,), {"RowSpan": 2}, False),
        ((1, 1), {"ColSpan": 10**9}, False),
        ((2, 2, 1), {"RowSpan": -4}, False),
    ],
)
def test_a_table_is_regular_with_all_that_spans_counted(
    lengths: tuple[int, ...], attributes: dict[str, int], regular: bool
) -> None:
    change = holding(lambda pdf, at: [*rows(pdf, at, lengths, **attributes)], "Table")
    assert ("01-006" not in conditions(changed(change))) is regular


def test_head_cells_may_be_named_in_place_of_a_scope() -> None:
    assert list(check_pdf_ua(changed(reorganized))) == []
    (told,) = check_pdf_ua(changed(every(reorganized, without(first("TD"), "A"))))
    assert told.condition == "15-003" and "times" not in told.message


def test_a_cell_names_head_cells_that_exist() -> None:
    headers = Dictionary(O=Name.Table, Headers=Array([String("nowhere")]))
    (told,) = check_pdf_ua(changed(setting(first("TD"), "A", headers)))
    assert told.condition == "15-003" and "nowhere" in told.message


def test_a_scope_may_come_from_a_class() -> None:
    def change(pdf: Pdf) -> None:
        head = element(pdf, "TH")
        del head["/A"]
        head.C = Name.Head
        tree(pdf).ClassMap = Dictionary(Head=Dictionary(O=Name.Table, Scope=Name.Column))

    assert list(check_pdf_ua(changed(change))) == []


@pytest.mark.parametrize(
    "change",
    [
        every(roles(Paragraph="Body", Body="P"), holding(lambda pdf, at: [kid(pdf, at, "Paragraph")], "Div")),
        holding(lambda pdf, at: [kid(pdf, at, "TR", K=Array([]))], "Table"),
        annotated("Annot", Subtype=Name.Text, Contents=NAMED),
        annotated("Form", TU=NAMED, **FIELD),
        annotated("Form", Parent=lambda pdf: pdf.make_indirect(Dictionary(TU=NAMED)), **FIELD),
        annotated(Subtype=Name.Popup),
        annotated("Annot", Subtype=Name.FileAttachment, Contents=NAMED, FS=attached("F", "UF")),
        media(CT=String("video/mp4"), Alt=Array([String(""), String("A film")])),
        layers(Name=NAMED),
        painted(b"/Artifact BMC 0 0 9 9 re f EMC"),
        painted(b"0 0 9 9 re W n"),
        form_drawn(1, b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC"),
    ],
)
def test_what_is_allowed_passes(change: Change) -> None:
    assert list(check_pdf_ua(changed(change))) == []


def test_an_annotation_that_nobody_sees_is_not_asked_for_words() -> None:
    hidden = annotated(Subtype=Name.Text)

    def change(pdf: Pdf) -> None:
        hidden(pdf)
        pdf.pages[0].Annots[-1].F = 2

    assert list(check_pdf_ua(changed(change))) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without(root, "MarkInfo"), "is not marked as tagged"),
        (setting(first("P"), "P", lambda pdf: element(pdf, "H1")), "names the wrong parent"),
        (lambda pdf: element(pdf, "H1").K.append(element(pdf, "P")), "twice"),
        (lambda pdf: element(pdf, "H1").K.append(pdf.Root.StructTreeRoot.K[0]), "inside itself"),
        (lambda pdf: element(pdf, "H1").K.append(String("no kid")), "an invalid kid"),
        (lambda pdf: element(pdf, "H1").K.append(int(element(pdf, "P").K[0])), "belongs to two"),
        (lambda pdf: tree(pdf).ParentTree.__setitem__("/Nums", Array()), "does not lead from"),
    ],
)
def test_a_tree_that_is_bent_is_told(change: Change, words: str) -> None:
    told = " ".join(found.message for found in check_pdf_ua(changed(change)))
    assert words in told


def test_a_language_tag_has_the_form_of_one() -> None:
    for change in (setting(root, "Lang", String("English (UK)")), setting(first("P"), "Lang", String("en_GB"))):
        assert any(
            found.condition == "11-001" and "not a language tag" in found.message
            for found in check_pdf_ua(changed(change))
        )


def test_what_is_alike_is_told_once_a_page_with_how_often() -> None:
    (told,) = check_pdf_ua(changed(painted(b"0 0 9 9 re f " * 5000)))
    assert (
        told.condition == "01-005" and told.page == 1 and "5000 times" in told.message and "a drawing" in told.message
    )


def test_what_is_on_many_pages_is_told_once() -> None:
    def change(pdf: Pdf) -> None:
        for number in range(30):
            page = pdf.add_blank_page(page_size=(100, 100))
            page.Contents = Stream(pdf, b"0 0 9 9 re f" if number else b"")

    (told,) = check_pdf_ua(changed(change))
    assert told.page == 0 and "on 29 pages" in told.message


def test_a_file_that_claims_nothing_gets_one_advice() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        (told,) = check_pdf_ua(pdf)
    assert told.severity is Severity.ADVICE and "not tagged" in told.message
    damaged = every(packet(rb"<pdfuaid:part>1</pdfuaid:part>", b""), DAMAGES["13-004"], DAMAGES["01-005"])
    (told,) = check_pdf_ua(changed(damaged))
    assert told.severity is Severity.ADVICE and "(01-005, 13-004)" in told.message
    (told,) = check_pdf_ua(changed(packet(rb"<pdfuaid:part>1", b"<pdfuaid:part>2")))
    assert told.severity is Severity.ADVICE and "PDF/UA-2" in told.message


# Of strangers


@pytest.mark.slow
def test_a_tree_of_a_hundred_thousand_levels_is_read() -> None:
    def change(pdf: Pdf) -> None:
        above = pdf.Root.StructTreeRoot.K[0]
        for _ in range(100_000):
            below = kid(pdf, above, "Div")
            above.K = Array([below]) if Name.Div == above.S else Array([*above.K, below])
            above = below

    pdf = pikepdf.open(BytesIO(document()))
    change(pdf)
    assert len(structure_tree_reader.read_structure_tree(pdf).elements) > 100_000
    assert list(check_pdf_ua(pdf)) == []


def test_a_cell_deep_below_what_is_no_structure_stands_in_its_row() -> None:
    def kids(pdf: Pdf, table: Any) -> list[Any]:
        above = row = kid(pdf, table, "TR")
        for _ in range(200):
            above.K = Array([kid(pdf, above, "NonStruct")])
            above = above.K[0]
        above.K = Array([kid(pdf, above, "TD") for _ in range(200)])
        return [row]

    assert list(check_pdf_ua(changed(holding(kids, "Table")))) == []


def test_knots_in_all_that_can_be_knotted_end() -> None:
    def change(pdf: Pdf) -> None:
        top = tree(pdf)
        top.ParentTree.Kids = Array([top.ParentTree])
        names = pdf.make_indirect(pdf.Root.Names.EmbeddedFiles)
        names.Kids = Array([names])
        pdf.Root.Names.EmbeddedFiles = names
        field = pdf.make_indirect(Dictionary(FT=Name.Tx))
        field.Parent = field
        annotated("Form", Parent=field, **FIELD)(pdf)
        rendition = pdf.make_indirect(Dictionary(S=Name.SR))
        rendition.R = Array([rendition] * 64)
        annotated("Annot", Subtype=Name.Screen, Contents=NAMED, A=Dictionary(S=Name.Rendition, R=rendition))(pdf)

    pdf = pikepdf.open(BytesIO(document()))
    change(pdf)
    assert conditions(pdf) == {"28-005"}


def test_a_form_that_draws_itself_ends() -> None:
    def change(pdf: Pdf) -> None:
        form_drawn(1, b"/Self Do 0 0 9 9 re f")(pdf)
        form = pdf.pages[0].Resources.XObject.Extra
        form.Resources = Dictionary(XObject=Dictionary(Self=form))

    assert "01-005" in conditions(changed(change))


def test_content_of_a_size_that_no_page_has_is_left_unread_and_that_is_told() -> None:
    told = list(check_pdf_ua(changed(painted(b"0 0 9 9 re f " + b" " * 9_000_000))))
    assert any(one.severity is Severity.ADVICE and "damaged or too large" in one.message for one in told)


_WRONG = st.sampled_from(
    [
        b"7",
        b"-1",
        b"1.5",
        b"true",
        b"(x)",
        b"/Other",
        b"/#ff",
        b"[]",
        b"[1 /x]",
        b"<<>>",
        b"<</S /P>>",
        b"<feffd8>",
    ]
)


@settings(max_examples=100)
@given(st.data())
def test_whatever_stands_where_something_else_should_nothing_is_raised(data: st.DataObject) -> None:
    with pikepdf.open(BytesIO(document())) as pdf:
        things = [item for item in pdf.objects if isinstance(item, Dictionary | Stream) and len(item.keys())]
        for _ in range(data.draw(st.integers(1, 4))):
            thing = things[data.draw(st.integers(0, len(things) - 1))]
            key = data.draw(st.sampled_from(sorted(thing.keys())))
            inner = thing[key]
            if isinstance(inner, Dictionary) and len(inner.keys()) and data.draw(st.booleans()):
                thing, key = inner, data.draw(st.sampled_from(sorted(inner.keys())))
            if key not in ("/Length", "/Pages", "/Kids", "/Type"):
                thing[key] = Object.parse(data.draw(_WRONG))
        assert all(isinstance(found, CheckResult) for found in check_pdf_ua(pdf))


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=40))
def test_damaged_bytes_raise_nothing(place: int, noise: bytes) -> None:
    data = bytearray(_plain())
    place %= len(data)
    data[place : place + len(noise)] = noise
    try:
        pdf = pikepdf.open(BytesIO(bytes(data)))
    except pikepdf.PdfError:
        return
    assert all(isinstance(found, CheckResult) for found in check_pdf_ua(pdf))


def _plain() -> bytes:
    """Write the document without compression, so that damage hits what is said."""
    with pikepdf.open(BytesIO(document())) as pdf:
        out = BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
        return out.getvalue()


def test_maps_of_codes_are_read_in_both_ways_of_writing() -> None:
    ranges = b"1 beginbfrange <41> <42> <0041> endbfrange 1 beginbfrange <43> <44> [<0043> <0044>] endbfrange"

    def font(pdf: Pdf) -> Any:
        made = true_type(flags=4, maps=((3, 0),), letters="ABCD", spoken="", Encoding=None)(pdf)
        made.FirstChar, made.LastChar, made.Widths = 65, 68, Array([500] * 4)
        made.ToUnicode = pdf.make_indirect(Stream(pdf, ranges))
        return made

    assert list(check_pdf_ua(with_font(font, b"ABCD"))) == []
    unmapped = true_type(flags=4, maps=((3, 0),), spoken="A", Encoding=None)
    assert conditions(with_font(unmapped, b"AB")) == {"10-001"}
