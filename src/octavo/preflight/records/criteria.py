"""The name and the requirement of each check, for reports and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ...model.printer_profile import CheckName


class Criterion(NamedTuple):
    """The number of a check, its name, and what it requires."""

    number: int
    title: str
    words: str


CRITERIA: Mapping[CheckName, Criterion] = {
    CheckName.FILE: Criterion(0, "File", "it can be opened and read: no damage, no password, no decompression bomb"),
    CheckName.BOXES: Criterion(
        1,
        "Page boxes",
        "TrimBox is inside BleedBox is inside MediaBox; every page is trimmed to the size of the book and to one that"
        " the printer offers (± 0.1 mm), or all to the same size; for the press no Rotate, no UserUnit, not TrimBox and"
        " ArtBox together",
    ),
    CheckName.BLEED: Criterion(
        2, "Bleed", "content at the trim extends into the bleed as far as the profile requires (3 mm)"
    ),
    CheckName.MARKS: Criterion(
        3, "Crop marks", "marks are outside the bleed; there are none if the printer forbids them"
    ),
    CheckName.SAFETY: Criterion(
        4, "Safety margin", "text, including folios, keeps the profile's distance from the trim (5 mm); none is cut off"
    ),
    CheckName.FONTS: Criterion(
        5, "Font embedding", "all fonts are embedded and have characters for their codes; none is a Type 3 font"
    ),
    CheckName.COLOUR: Criterion(
        6,
        "Colour",
        "PDF/X-1a: only CMYK, gray and spot colours; PDF/X-4: no RGB without a profile; also in forms, patterns and"
        " letters; transparency is blended in CMYK; white does not overprint",
    ),
    CheckName.BLACK_TEXT: Criterion(
        7, "Black text", "dark type smaller than the profile's limit (12 pt) is printed in black ink only"
    ),
    CheckName.INK: Criterion(
        8,
        "Ink coverage",
        "no square millimetre has more ink than the profile allows, of all four together (± 3 %); measured on plates"
        " that Ghostscript makes of pages whose colours could exceed the limit",
    ),
    CheckName.IMAGES: Criterion(
        9,
        "Image resolution",
        "pixels per inch as placed: an error below one limit (149), a warning below another (224), for black and"
        " white below a third (600); images of up to 16 pixels are not checked",
    ),
    CheckName.RULES: Criterion(
        10,
        "Line width",
        "no line, or rectangle filled as a line, is thinner than the profile's limit (0.25 pt) or has width 0",
    ),
    CheckName.TYPE: Criterion(
        11,
        "Type size",
        "no type is smaller than the profile's limit (6 pt), or for light type another limit (8 pt) where it is on dark"
        " paint or on an image",
    ),
    CheckName.TRANSPARENCY: Criterion(
        12, "Transparency", "PDF/X-1a: no opacity below 1, blend mode, soft mask or transparency group"
    ),
    CheckName.OUTPUT_INTENT: Criterion(
        13, "Output intent", "exactly one for PDF/X, with the profile's printing condition and a CMYK profile (prtr)"
    ),
    CheckName.INFO: Criterion(
        14,
        "Document information",
        "title, dates, Trapped, identifier and the version of PDF/X: in the document information"
        " (X-1a) or the XMP metadata (X-4)",
    ),
    CheckName.FORBIDDEN: Criterion(
        15,
        "Forbidden content",
        "no encryption, JavaScript, program or form; for the press no actions, no annotation within the bleed, no"
        " transfer function or PostScript, and for PDF/X-1a no attached files or layers",
    ),
    CheckName.VERSION: Criterion(16, "PDF version", "at most PDF 1.4 for PDF/X-1a, and 1.6 for PDF/X-4"),
    CheckName.EXTENT: Criterion(
        17, "Page count", "the number of pages is one that the printer takes; chapters and parts begin on odd pages"
    ),
    CheckName.BLANKS: Criterion(
        18,
        "Blank pages",
        "blank pages are empty; without a list of blank pages, those with only a running head or folio are reported",
    ),
    CheckName.COVER: Criterion(
        19,
        "Cover spine",
        "one sheet, trimmed to twice the book's width and its spine (± 0.5 mm), with bleed on all sides; text on the"
        " spine only from the profile's width (6 mm), and inside it",
    ),
    CheckName.ARCHIVE: Criterion(20, "PDF/A", "the requirements of the part of PDF/A that it claims"),
    CheckName.ACCESS: Criterion(21, "PDF/UA", "the requirements of PDF/UA (Matterhorn Protocol), if it claims PDF/UA"),
    CheckName.TEXT: Criterion(
        22,
        "Readable text",
        "each letter has a glyph (no .notdef) and a character (no U+FFFD); links and bookmarks lead to pages; the"
        " page numbers of the table of contents are those of the pages that its links lead to",
    ),
}
