"""Press files made by hand, of which one thing at a time can be put wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from octavo.model.printer_profile import CheckName, CheckSeverity, Profile, Standard, TrimSize
from octavo.preflight.records.check_results import CheckResult, Expected
from octavo.preflight.run_checks import run_preflight

X4 = Profile(label="Offset", trims=(TrimSize(width=160, height=240),))
X1A = Profile(label="Offset", standard=Standard.X1A)
PLAIN_X1A = X1A.model_copy(update={"multiple": 1})
# What a file claims to be, and whether it can be read aloud, is held against files of another kind.
CLAIMS = dict.fromkeys((CheckName.ARCHIVE, CheckName.ACCESS), CheckSeverity.OFF)
SCREEN = Profile(label="Screen", standard=Standard.SCREEN, gravity=CLAIMS)

MM = 72 / 25.4
TRIM = (160.0, 240.0)
WIDTH, HEIGHT = TRIM[0] * MM, TRIM[1] * MM
"""Of the trim, in points; its lower left corner is the origin of what is painted."""

ICC = b"\0" * 12 + b"prtrCMYKLab " + b"\0" * 12 + b"acsp" + b"\0" * 88
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Reading the Tides</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2026-01-01T12:00:00Z</xmp:CreateDate><xmp:ModifyDate>2026-01-01T12:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2026-01-01T12:00:00Z</xmp:MetadataDate><xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

# A band that bleeds, a rule, text in black, and a crop mark to the left of the trim.
CONTENT = b"""q 0 0.2 0.4 0.1 k -10 600 600 300 re f Q
q 0.5 w 0 0 0 1 K 60 100 m 300 100 l S Q
BT /F1 10 Tf 0 0 0 1 k 60 500 Td (Reading the Tides) Tj 0 -14 Td [(by)-250(Kari)] TJ ET
q 0 0 0 1 K 0.25 w -28 0 m -11 0 l S Q
"""

TEXT = b"BT /F1 10 Tf 0 0 0 1 k 60 500 Td (Reading the Tides) Tj ET\n"

Change = Callable[[Pdf], None]


def good(content: bytes = CONTENT, *changes: Change, pages: int = 2, **options: Any) -> bytes:
    """Make a PDF/X-4 file of equal pages with nothing wrong in it, then change it."""
    pdf = Pdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
        page = pdf.pages[-1].obj
        page.MediaBox, page.BleedBox, page.TrimBox = (beyond(reach) for reach in (10, 3, 0))
        page.Contents = Stream(pdf, content)
        page.Resources = Dictionary(Font=Dictionary(F1=font(pdf)))
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String("CGATS TR 001"))
    intent.DestOutputProfile = Stream(pdf, ICC, N=4)
    pdf.Root.OutputIntents = Array([intent])
    pdf.Root.Metadata = Stream(pdf, XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    for change in changes:
        change(pdf)
    return saved(pdf, **options)


def x1a(content: bytes = CONTENT, *changes: Change, **options: Any) -> bytes:
    """Make a PDF/X-1a:2003 file with nothing wrong in it, then change it."""

    def informed(pdf: Pdf) -> None:
        given = {"Title": "Reading the Tides", "GTS_PDFXVersion": "PDF/X-1a:2003"}
        dates = dict.fromkeys(("CreationDate", "ModDate"), "D:20260101120000Z")
        info = Dictionary({f"/{key}": String(value) for key, value in {**given, **dates}.items()})
        info.Trapped = Name("/False")
        pdf.trailer.Info = pdf.make_indirect(info)
        del pdf.Root.Metadata

    return good(content, informed, *changes, **{"force_version": "1.4", **options})


def beyond(millimetres: float, width: float = WIDTH, height: float = HEIGHT) -> Array:
    """Give the box that reaches so much beyond the trim."""
    reach = millimetres * MM
    return Array([-reach, -reach, width + reach, height + reach])


def font(pdf: Pdf, **changes: Any) -> Object:
    """Make a font whose every code is half an em wide; its program is none, which only who draws it would notice."""
    name = Name("/ABCDEF+Serif")
    described = Dictionary(Type=Name.FontDescriptor, FontName=name, Flags=32, Ascent=750, Descent=-250)
    described.FontFile2 = Stream(pdf, b"none")
    made = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=name, FirstChar=0, FontDescriptor=described)
    made.Widths, made.Encoding = Array([500] * 256), Name.WinAnsiEncoding
    for key, value in changes.items():
        made[f"/{key}"] = value
    return pdf.make_indirect(made)


def on_page(number: int, change: Callable[[Object, Pdf], None]) -> Change:
    """Make a change of one page, counted from 1."""
    return lambda pdf: change(pdf.pages[number - 1].obj, pdf)


def setting(key: str, value: Any, number: int = 1) -> Change:
    """Make a change that sets one key of a page."""
    return on_page(number, lambda page, _: page.__setitem__(f"/{key}", value))


def picture(name: str, pixels: tuple[int, int], **changes: Any) -> Change:
    """Put a gray picture among the resources of the first page."""

    def change(page: Object, pdf: Pdf) -> None:
        image = Stream(pdf, bytes(pixels[0] * pixels[1]), Type=Name.XObject, Subtype=Name.Image)
        image.Width, image.Height = pixels
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        for key, value in changes.items():
            image[f"/{key}"] = value
        page.Resources.XObject = Dictionary({f"/{name}": image})

    return on_page(1, change)


def form(content: bytes, **more: Any) -> Change:
    """Put a form among the resources of the first page."""

    def change(page: Object, pdf: Pdf) -> None:
        made = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([-99, -99, 999, 999]))
        for key, value in more.items():
            made[f"/{key}"] = value
        page.Resources.XObject = Dictionary(X=made)

    return on_page(1, change)


def composite(**changes: Any) -> Change:
    """Make the font of the first page one of two bytes a code."""

    def change(page: Object, pdf: Pdf) -> None:
        described = Dictionary(Type=Name.FontDescriptor, FontFile2=Stream(pdf, b"none"))
        below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, FontDescriptor=described, DW=500)
        words = b"1 beginbfrange <0001> <00ff> <0041> endbfrange"
        made = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Serif, Encoding=Name("/Identity-H"))
        made.DescendantFonts, made.ToUnicode = Array([below]), Stream(pdf, words)
        for key, value in changes.items():
            below[f"/{key}"] = value
        page.Resources.Font["/F1"] = pdf.make_indirect(made)

    return on_page(1, change)


def saved(pdf: Pdf, **options: Any) -> bytes:
    """Write a PDF."""
    out = io.BytesIO()
    pdf.save(out, **{"force_version": "1.6", "deterministic_id": True, **options})
    return out.getvalue()


def changed(data: bytes, change: Change, **options: Any) -> bytes:
    """Change a PDF that was made elsewhere."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf, **options)


def judged(data: bytes, profile: Profile = X4, **expected: Any) -> tuple[CheckResult, ...]:
    return run_preflight(data, profile, Expected(**expected)).found


def told(data: bytes, check: CheckName, profile: Profile = X4, **expected: Any) -> list[str]:
    """Give what a check says of the first page, or of the file."""
    return [one.message for one in judged(data, profile, **expected) if one.check is check and one.page < 2]


def the_one(data: bytes, check: CheckName, profile: Profile = X4, **expected: Any) -> CheckResult:
    found = [one for one in judged(data, profile, **expected) if one.page < 2]
    assert [one.check for one in found] == [check], found
    return found[0]
