"""What each check of preflight asks for, in words: for reports and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...model.printer_profile import CheckName


class Criterion(NamedTuple):
    """The number of a check, what it is called, and what it asks for."""

    number: int
    title: str
    words: str


CRITERIA: Mapping[CheckName, Criterion] = {
    CheckName.FILE: Criterion(0, "File", "it can be opened and read: no damage, no password, no bomb"),
    CheckName.BOXES: Criterion(
        1,
        "Boxes",
        "MediaBox holds BleedBox holds TrimBox; every page is trimmed to the size of the book and to one that the"
        " printer has (± 0.1 mm), or all to one; for the press no Rotate, no UserUnit, never TrimBox and ArtBox"
        " together",
    ),
    CheckName.BLEED: Criterion(
        2, "Bleed", "what is painted up to the trim or across it goes on as far as the profile asks for (3 mm)"
    ),
    CheckName.MARKS: Criterion(
        3, "Marks", "marks keep out of the bleed; there are none where the printer forbids them"
    ),
    CheckName.SAFETY: Criterion(
        4, "Safety", "text, folios too, keeps the profile's distance from the trim (5 mm); none is cut"
    ),
    CheckName.FONTS: Criterion(
        5, "Fonts", "all are embedded, and each says which characters its letters are; none is of Type 3"
    ),
    CheckName.COLOUR: Criterion(
        6,
        "Colour",
        "PDF/X-1a: CMYK, gray and spot colours alone; PDF/X-4: no RGB without a profile; in forms, patterns and letters"
        " too; transparency is blended in CMYK; no white is overprinted",
    ),
    CheckName.BLACK_TEXT: Criterion(
        7, "Black text", "dark type smaller than the profile's limit (12 pt) is printed with black ink alone"
    ),
    CheckName.INK: Criterion(
        8,
        "Ink",
        "no square millimetre bears more ink than the profile allows, of all four together (± 3 %); measured on plates"
        " that Ghostscript makes of those pages whose colours could exceed it",
    ),
    CheckName.IMAGES: Criterion(
        9,
        "Images",
        "pixels an inch as placed: an error below one limit (149), a warning below another (224), of pure black and"
        " white below a third (600); pictures of up to 16 pixels are not looked at",
    ),
    CheckName.RULES: Criterion(
        10,
        "Rules",
        "no line, nor rectangle filled as one, is thinner than the profile's limit (0.25 pt) or of no width",
    ),
    CheckName.TYPE: Criterion(
        11,
        "Type",
        "no type is smaller than the profile's limit (6 pt), nor light type than another (8 pt) where it lies on dark"
        " paint or on a picture",
    ),
    CheckName.TRANSPARENCY: Criterion(
        12, "Transparency", "PDF/X-1a: no opacity below 1, blend mode, soft mask or transparency group"
    ),
    CheckName.OUTPUT_INTENT: Criterion(
        13, "Output intent", "exactly one of PDF/X, for the profile's printing condition, with its CMYK profile (prtr)"
    ),
    CheckName.INFO: Criterion(
        14,
        "Document information",
        "title, dates, Trapped, identifier and the part of PDF/X that is followed: in the document information"
        " (X-1a) or the XMP metadata (X-4)",
    ),
    CheckName.FORBIDDEN: Criterion(
        15,
        "Forbidden",
        "no lock, JavaScript, program or form; for the press no actions, no annotation within the bleed, no transfer"
        " function or PostScript, and for PDF/X-1a no attached files or layers",
    ),
    CheckName.VERSION: Criterion(16, "Version", "PDF/X-1a is made of PDF 1.4 or earlier, PDF/X-4 of 1.6"),
    CheckName.EXTENT: Criterion(
        17, "Extent", "the number of pages is a multiple of the profile's; chapters and parts open on odd pages"
    ),
    CheckName.BLANKS: Criterion(
        18,
        "Blanks",
        "blank pages bear nothing; a page with a head or folio alone is told where none is known to be blank",
    ),
    CheckName.COVER: Criterion(
        19,
        "Cover",
        "one sheet, trimmed to twice the book's width and its spine (± 0.5 mm), with bleed all round; text on the spine"
        " only from the profile's width (6 mm), and within it",
    ),
    CheckName.ARCHIVE: Criterion(20, "Archive", "what the part of PDF/A that it claims asks for"),
    CheckName.ACCESS: Criterion(
        21, "Access", "what PDF/UA asks for (Matterhorn Protocol), where it claims to follow it"
    ),
    CheckName.TEXT: Criterion(
        22,
        "Text",
        "each letter has a shape (no .notdef) and a character (no U+FFFD); links and bookmarks lead to pages; the"
        " numbers of contents are those of the pages to which their lines lead",
    ),
}
