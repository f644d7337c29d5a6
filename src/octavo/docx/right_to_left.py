"""Turn the parts of a Word document to run from right to left: paragraphs, tables, sections, and runs of words."""

from __future__ import annotations

from collections.abc import Iterable

from ..language import text_direction
from .ooxml_elements import Element, make

_AFTER_BIDI = frozenset(
    ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc",
     "w:textDirection", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr")
)  # fmt: skip
"""Properties of a paragraph that stand behind its direction (ECMA-376-1, 17.3.1.26)."""
_BEFORE_VISUAL = frozenset(("w:tblStyle", "w:tblpPr", "w:tblOverlap"))


def turn_from_right(elements: Iterable[Element]) -> list[Element]:
    """Turn elements, with all inside them, to run from the right; return them.

    A paragraph that has a direction keeps it. Numbers in cells, which Word aligns at the right or at the decimal sign,
    run from the left.
    """
    turned = list(elements)
    for root in turned:
        for element in root.iter():
            if element.tag == "w:p":
                _turn_paragraph(element)
            elif element.tag == "w:tblPr":
                place = sum(child.tag in _BEFORE_VISUAL for child in element)
                element.insert(place, make("w:bidiVisual"))
            elif element.tag == "w:sectPr":
                element.append(make("w:bidi"))
    return turned


def _turn_paragraph(paragraph: Element) -> None:
    properties = paragraph.find("w:pPr")
    if properties is None:
        properties = make("w:pPr")
        paragraph.insert(0, properties)
    if properties.find("w:bidi") is None and not _is_number_cell(properties):
        at = next((place for place, one in enumerate(properties) if one.tag in _AFTER_BIDI), len(properties))
        properties.insert(at, make("w:bidi"))
    for run in paragraph.iter("w:r"):
        words = "".join(text.text or "" for text in run.iter("w:t"))
        own = run.find("w:rPr")
        if text_direction.has_rtl_letters(words) and (own is None or own.find("w:rtl") is None):
            if own is None:
                own = make("w:rPr")
                run.insert(0, own)
            # The direction stands before the language, which ends the properties.
            own.insert(len(own) - (own.find("w:lang") is not None), make("w:rtl"))


def _is_number_cell(properties: Element) -> bool:
    aligned = properties.find("w:jc")
    tabs = properties.find("w:tabs")
    decimal = tabs is not None and any(tab.get("w:val") == "decimal" for tab in tabs)
    return decimal or (aligned is not None and aligned.get("w:val") == "right")
