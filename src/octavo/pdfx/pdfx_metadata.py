"""Write the metadata of a press file: its printing condition and its PDF/X version (ISO 15930-4 and -7)."""

from __future__ import annotations

import uuid
from hashlib import sha256

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from ..model.printer_profile import Profile, Standard
from ..pdf.metadata import xmp_writer
from ..pdf.metadata.pdf_dates import format_xmp_date

_VERSIONS = {Standard.X4: "PDF/X-4", Standard.X1A: "PDF/X-1a:2003"}
_COPIED_ENTRIES = ("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/CreationDate", "/ModDate")
_LABELS = (Name.S, Name.P, Name.St)


def write_pdfx_metadata(pdf: Pdf, profile: Profile, icc: bytes, source: bytes) -> None:
    """Reduce the catalogue to what a press reads, and write the PDF/X metadata with the source's dates and names."""
    info = _read_info_entries(pdf)
    language = str(pdf.Root.get(Name.Lang, ""))
    labels = _copy_page_labels(pdf)
    pages = pdf.Root.Pages
    for key in list(pdf.Root.keys()):
        del pdf.Root[key]
    pdf.Root.Type, pdf.Root.Pages = Name.Catalog, pages
    if labels is not None:
        pdf.Root.PageLabels = labels
    pdf.Root.OutputIntents = Array([_make_output_intent(pdf, profile, icc)])
    version = _VERSIONS[profile.standard]
    packet = Stream(pdf, _make_pdfx_packet(info, language, version, profile.standard, source))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    written: dict[str, object] = {key: String(value) for key, value in info.items()}
    written |= {"/Producer": String(xmp_writer.PRODUCER), "/Trapped": Name("/False")}
    if profile.standard is Standard.X1A:
        written["/GTS_PDFXVersion"] = String(version)
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/Size", "/ID"):
            del pdf.trailer[key]
    # qpdf writes the true size, but only if a damaged file has one at all.
    pdf.trailer.Size = len(pdf.objects)
    pdf.trailer.Info = pdf.make_indirect(Dictionary(written))


def _read_info_entries(pdf: Pdf) -> dict[str, str]:
    given = pdf.trailer.get(Name.Info)
    if not isinstance(given, Dictionary):
        return {}
    return {key: str(given[key]) for key in _COPIED_ENTRIES if isinstance(given.get(key), String) and str(given[key])}


def _copy_page_labels(pdf: Pdf) -> Dictionary | None:
    """Copy page labels, without anything else attached to them."""
    given: object = pdf.Root.get(Name.PageLabels)
    listed: object = given.get(Name.Nums) if isinstance(given, Dictionary) else None
    if not isinstance(listed, Array) or len(listed) % 2:
        return None
    nums: list[object] = []
    for at in range(0, len(listed), 2):
        first, label = listed[at], listed[at + 1]
        if not isinstance(first, int) or not isinstance(label, Dictionary):
            return None
        kept = {str(key): label[key] for key in _LABELS if isinstance(label.get(key), Name | String | int)}
        nums += [first, Dictionary(kept)]
    return Dictionary(Nums=Array(nums))


def _make_output_intent(pdf: Pdf, profile: Profile, icc: bytes) -> Dictionary:
    label = profile.condition_label or profile.condition
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(profile.condition),
        OutputCondition=String(label),
        RegistryName=String("http://www.color.org"),
        Info=String(label),
        DestOutputProfile=pdf.make_indirect(Stream(pdf, icc, N=4)),
    )


def _make_pdfx_packet(info: dict[str, str], language: str, version: str, standard: Standard, source: bytes) -> bytes:
    dates = {key: format_xmp_date(info.get(key, "")) for key in ("/CreationDate", "/ModDate")}
    modified = dates["/ModDate"] or dates["/CreationDate"]
    prefix = "pdfxid" if standard is Standard.X4 else "pdfx"
    # The same source gives the same document ID.
    name = f"uuid:{uuid.UUID(bytes=sha256(source).digest()[:16], version=4)}"
    return xmp_writer.wrap_packet(
        xmp_writer.describe_namespace(prefix, [xmp_writer.simple_property(f"{prefix}:GTS_PDFXVersion", version)]),
        xmp_writer.describe_namespace(
            "dc",
            [
                xmp_writer.simple_property("dc:format", "application/pdf"),
                xmp_writer.language_alternative("dc:title", info.get("/Title", ""), language),
                xmp_writer.list_property("dc:creator", "Seq", (info.get("/Author", ""),)),
                xmp_writer.language_alternative("dc:description", info.get("/Subject", ""), language),
            ],
        ),
        xmp_writer.describe_namespace(
            "xmp",
            [
                xmp_writer.simple_property("xmp:CreatorTool", info.get("/Creator", "")),
                xmp_writer.simple_property("xmp:CreateDate", dates["/CreationDate"]),
                xmp_writer.simple_property("xmp:ModifyDate", modified),
                xmp_writer.simple_property("xmp:MetadataDate", modified),
            ],
        ),
        xmp_writer.describe_namespace(
            "pdf",
            [
                xmp_writer.simple_property("pdf:Producer", xmp_writer.PRODUCER),
                xmp_writer.simple_property("pdf:Keywords", info.get("/Keywords", "")),
                xmp_writer.simple_property("pdf:Trapped", "False"),
            ],
        ),
        xmp_writer.describe_namespace(
            "xmpMM",
            [
                xmp_writer.simple_property("xmpMM:DocumentID", name),
                xmp_writer.simple_property("xmpMM:VersionID", "1"),
                xmp_writer.simple_property("xmpMM:RenditionClass", "default"),
            ],
        ),
    )
