"""Write headers and footers with running heads and folios, and the section properties that refer to them."""

from __future__ import annotations

from enum import StrEnum

from ..language import text_direction
from . import runs_and_fields
from .formatting import DocxOptions
from .ooxml_elements import Element, make, write_xml_part
from .right_to_left import turn_from_right
from .word_styles import WordPage
from .writer_state import TWIPS_PER_POINT

HEADERS = {"header-right": "default", "header-left": "even", "header-first": "first"}
FOOTERS = {"footer-right": "default", "footer-left": "even", "footer-first": "first"}
_BARE_FOOTER = "footer-bare"
"""Footer of pages that have only the marking."""


def write_header_parts(setting: DocxOptions) -> dict[str, bytes]:
    """Return header and footer parts by name: for right, left and first pages of a section."""
    verso, recto = setting.heads
    is_turned = setting.words.direction == text_direction.RTL

    def write_part(name: str, paragraphs: list[Element]) -> bytes:
        return write_xml_part(name, turn_from_right(paragraphs) if is_turned else paragraphs)

    marking = [runs_and_fields.make_run(setting.marking)] if setting.marking else []
    outer = [runs_and_fields.make_run("\t\t"), *marking] if marking else []
    made = {
        "header-right": write_part(
            "w:hdr",
            [
                _make_paragraph(
                    "Header",
                    [
                        runs_and_fields.make_run("\t"),
                        runs_and_fields.make_run(recto),
                        runs_and_fields.make_run("\t"),
                        *_make_page_field(),
                    ],
                )
            ],
        ),
        "header-left": write_part(
            "w:hdr", [_make_paragraph("Header", [*_make_page_field(), runs_and_fields.make_run(f"\t{verso}")])]
        ),
        "header-first": write_part("w:hdr", [_make_paragraph("Header", [])]),
        "footer-right": write_part("w:ftr", [_make_paragraph("Footer", outer)]),
        "footer-left": write_part("w:ftr", [_make_paragraph("Footer", marking)]),
        "footer-first": write_part(
            "w:ftr",
            [_make_paragraph("Footer", [runs_and_fields.make_run("\t"), *_make_page_field(), *_align_right(marking)])],
        ),
    }
    return {**made, _BARE_FOOTER: write_part("w:ftr", [_make_paragraph("Footer", outer)])} if marking else made


def _align_right(marking: list[Element]) -> list[Element]:
    return [runs_and_fields.make_run("\t"), *marking] if marking else []


def _make_page_field() -> list[Element]:
    return runs_and_fields.make_field("PAGE", [runs_and_fields.make_run("1")])


def _make_paragraph(style: str, content: list[Element]) -> Element:
    return make("w:p", make("w:pPr", make("w:pStyle", val=style)), *content)


def relation_id(name: str) -> str:
    """Return the id of the relationship to a header or footer part."""
    return f"rId-{name}"


class HeaderKind(StrEnum):
    """What a section has in its margins: nothing, its own headers and footers, or those of the previous section."""

    BARE = "bare"
    FIRST = "first"
    LATER = "later"


def has_headers(described: Element) -> bool:
    """Check whether section properties refer to headers and footers of their own."""
    return described.find("w:headerReference") is not None


def make_section_properties(
    page: WordPage, kind: HeaderKind, roman: bool, first: int | None, marked: bool = False
) -> Element:
    """Make section properties: page size, margins, headers, footers, and folios that start at `first` if it is given.

    A bare section has the marking if it is `marked`.
    """
    described = make("w:sectPr")
    if marked:
        for where in ("default", "even"):
            described.append(make("w:footerReference", type=where, r_id=relation_id(_BARE_FOOTER)))
    if kind is HeaderKind.FIRST:
        for edge, names in (("header", HEADERS), ("footer", FOOTERS)):
            for name, where in names.items():
                described.append(make(f"w:{edge}Reference", type=where, r_id=relation_id(name)))
    # With oddPage, LibreOffice treats the second page of a section as its first.
    described.append(make("w:type", val="nextPage"))
    described.append(make("w:pgSz", w=_to_twips(page.width), h=_to_twips(page.height)))
    edges = {"top": page.top, "right": page.outer, "bottom": page.bottom, "left": page.inner}
    edges |= {"header": page.head, "footer": page.bottom / 2}
    described.append(make("w:pgMar", **{edge: _to_twips(width) for edge, width in edges.items()}, gutter=0))
    numbered = make("w:pgNumType", fmt="lowerRoman" if roman else "decimal")
    if first is not None:
        numbered.set("w:start", str(first))
    described.append(numbered)
    if kind is not HeaderKind.BARE:
        described.append(make("w:titlePg"))
    return described


def _to_twips(points: float) -> int:
    return round(points * TWIPS_PER_POINT)
