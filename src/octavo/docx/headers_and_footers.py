"""Write what stands in the margins: heads and folios of a document in, the parts that hold them and sections out."""

from __future__ import annotations

from enum import StrEnum

from . import runs_and_fields
from .formatting import DocxOptions
from .ooxml_elements import Element, make, part
from .word_styles import WordPage
from .writer_state import TWENTIETHS

HEADS = {"header-right": "default", "header-left": "even", "header-first": "first"}
FEET = {"footer-right": "default", "footer-left": "even", "footer-first": "first"}
_BARE_FOOT = "footer-bare"
"""Foot of pages that bear nothing but the marking."""


def parts(setting: DocxOptions) -> dict[str, bytes]:
    """Write heads and feet, by their names: of right and left pages, and of those that open a section."""
    verso, recto = setting.heads
    marking = [runs_and_fields.run(setting.marking)] if setting.marking else []
    outer = [runs_and_fields.run("\t\t"), *marking] if marking else []
    made = {
        "header-right": part(
            "w:hdr",
            [
                _line(
                    "Header",
                    [runs_and_fields.run("\t"), runs_and_fields.run(recto), runs_and_fields.run("\t"), *_folio()],
                )
            ],
        ),
        "header-left": part("w:hdr", [_line("Header", [*_folio(), runs_and_fields.run(f"\t{verso}")])]),
        "header-first": part("w:hdr", [_line("Header", [])]),
        "footer-right": part("w:ftr", [_line("Footer", outer)]),
        "footer-left": part("w:ftr", [_line("Footer", marking)]),
        "footer-first": part("w:ftr", [_line("Footer", [runs_and_fields.run("\t"), *_folio(), *_right(marking)])]),
    }
    return {**made, _BARE_FOOT: part("w:ftr", [_line("Footer", outer)])} if marking else made


def _right(marking: list[Element]) -> list[Element]:
    return [runs_and_fields.run("\t"), *marking] if marking else []


def _folio() -> list[Element]:
    return runs_and_fields.field("PAGE", [runs_and_fields.run("1")])


def _line(style: str, content: list[Element]) -> Element:
    return make("w:p", make("w:pPr", make("w:pStyle", val=style)), *content)


def relation(name: str) -> str:
    """Name the relation to a head or foot."""
    return f"rId-{name}"


class HeaderKind(StrEnum):
    """What a section bears in its margins: nothing, heads and feet, or those of the section before."""

    BARE = "bare"
    FIRST = "first"
    LATER = "later"


def is_headed(described: Element) -> bool:
    """Tell whether a section names heads and feet of its own."""
    return described.find("w:headerReference") is not None


def section(page: WordPage, kind: HeaderKind, roman: bool, first: int | None, marked: bool = False) -> Element:
    """Describe a section: its page, its heads and feet, its folios, which begin at `first` if that is said.

    One that is bare bears the marking where it is `marked`.
    """
    described = make("w:sectPr")
    if marked:
        for where in ("default", "even"):
            described.append(make("w:footerReference", type=where, r_id=relation(_BARE_FOOT)))
    if kind is HeaderKind.FIRST:
        for edge, names in (("header", HEADS), ("footer", FEET)):
            for name, where in names.items():
                described.append(make(f"w:{edge}Reference", type=where, r_id=relation(name)))
    # With oddPage, LibreOffice takes the second page of a section for its first.
    described.append(make("w:type", val="nextPage"))
    described.append(make("w:pgSz", w=_twips(page.width), h=_twips(page.height)))
    edges = {"top": page.top, "right": page.outer, "bottom": page.bottom, "left": page.inner}
    edges |= {"header": page.head, "footer": page.bottom / 2}
    described.append(make("w:pgMar", **{edge: _twips(width) for edge, width in edges.items()}, gutter=0))
    numbered = make("w:pgNumType", fmt="lowerRoman" if roman else "decimal")
    if first is not None:
        numbered.set("w:start", str(first))
    described.append(numbered)
    if kind is not HeaderKind.BARE:
        described.append(make("w:titlePg"))
    return described


def _twips(points: float) -> int:
    return round(points * TWENTIETHS)
