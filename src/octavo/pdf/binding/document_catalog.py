"""Write the catalogue of a bound PDF: page labels, metadata, output intent and attachments."""

from __future__ import annotations

from hashlib import md5
from importlib.util import find_spec
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from ...language import text_direction
from ..metadata import xmp_writer
from ..metadata.document_metadata import Metadata
from ..metadata.pdf_dates import format_pdf_date
from .binding_plan import Attachment, Leaf, Numbering
from .part_merge import build_tree, sort_name_entries


def page_labels(leaves: tuple[Leaf, ...], openings: list[int], first: int = 1) -> Dictionary:
    """Return page labels i, ii… and 1, 2…: each series continues, and a blank page belongs to the part before it."""
    styles = {Numbering.ROMAN: Name("/r"), Numbering.ARABIC: Name("/D")}
    counted = {**dict.fromkeys(Numbering, 0), Numbering.ARABIC: first - 1}
    nums: list[object] = []
    before: Numbering | None = None
    page = 0
    for leaf, opening in zip(leaves, openings, strict=True):
        if before is not None:
            counted[before] += opening - page
        if leaf.numbering is not before:
            style = styles.get(leaf.numbering)
            numbered = Dictionary(S=style, St=counted[leaf.numbering] + 1) if style else Dictionary()
            nums.extend([opening, numbered])
        before, page = leaf.numbering, opening
    return Dictionary(Nums=Array(nums))


def write_document_metadata(
    pdf: Pdf, metadata: Metadata, tagged: bool, archival: bool = True, accessible: bool = True
) -> None:
    """Write metadata, viewer preferences and the output intent into the catalogue and the Info dictionary.

    `tagged` claims level A, and PDF/UA-1 if the document is also `accessible`. Without `archival`, PDF/A is not
    claimed.
    """
    root = pdf.Root
    root.Lang = String(metadata.language)
    root.MarkInfo = Dictionary(Marked=tagged)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if text_direction.language_direction(metadata.language) == text_direction.RTL:
        root.ViewerPreferences.Direction = Name.R2L
    root.Metadata = Stream(
        pdf, xmp_writer.write_xmp_packet(metadata, "A" if tagged else "U", tagged and accessible, archival)
    )
    root.Metadata.Type, root.Metadata.Subtype = Name.Metadata, Name.XML
    profile = Stream(pdf, _read_srgb_profile(), N=3)
    # Also without a claim to PDF/A: it defines what the colours of Octavo's own parts mean.
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )
    date = format_pdf_date(xmp_writer.round_timestamp(metadata.created))
    info = {
        "/Title": metadata.title,
        "/Author": ", ".join(metadata.authors),
        "/Subject": metadata.subject,
        "/Keywords": ", ".join(metadata.keywords),
        "/Creator": xmp_writer.PRODUCER,
        "/Producer": xmp_writer.PRODUCER,
        "/CreationDate": date,
        "/ModDate": date,
    }
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: String(value) for key, value in info.items() if value}))


def _read_srgb_profile() -> bytes:
    """Read the ICC's sRGB profile from WeasyPrint's package without importing WeasyPrint."""
    spec = find_spec("weasyprint")
    if not spec or not spec.submodule_search_locations:
        raise ModuleNotFoundError("weasyprint", name="weasyprint")
    return (Path(spec.submodule_search_locations[0]) / "pdf" / "sRGB2014.icc").read_bytes()


def attach_files(pdf: Pdf, metadata: Metadata, attachments: tuple[Attachment, ...]) -> None:
    """Embed files, and associate them with the document (PDF/A-3)."""
    if not attachments:
        return
    files = {
        attachment.name: _make_file_specification(
            pdf, attachment, format_pdf_date(xmp_writer.round_timestamp(metadata.created))
        )
        for attachment in attachments
    }
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = build_tree(pdf, "/Names", sort_name_entries(files))
    pdf.Root.AF = Array(list(files.values()))


def _make_file_specification(pdf: Pdf, attachment: Attachment, date: str) -> Object:
    # ISO 32000-1, table 46: the checksum of an embedded file is its MD5.
    checksum = md5(attachment.data, usedforsecurity=False).digest()
    params = Dictionary(
        Size=len(attachment.data), CreationDate=String(date), ModDate=String(date), CheckSum=String(checksum)
    )
    data = Stream(
        pdf, attachment.data, Type=Name.EmbeddedFile, Subtype=Name("/" + attachment.media_type), Params=params
    )
    name = String(attachment.name)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=name,
            UF=name,
            Desc=String(attachment.description),
            AFRelationship=Name("/" + attachment.relationship),
            EF=Dictionary(F=data, UF=data),
        )
    )
