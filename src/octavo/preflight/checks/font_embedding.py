"""Check that fonts are embedded, are not Type 3, and have characters for their codes."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, CheckSeverity, Standard
from ...pdf.fonts.font_reader import PdfFont
from ...pdf.objects.geometry import Box
from ..records.check_results import UNEMBEDDED_FONTS, CheckResult
from ..records.page_record import PageRecord


def check_font_embedding(record: PageRecord) -> Iterator[CheckResult]:
    """Report fonts that are not embedded, that are Type 3, or that lack characters for their codes."""
    screen = record.profile.standard is Standard.SCREEN
    places: dict[int, tuple[PdfFont, list[Box]]] = {}
    for words in record.contents.words:
        if words.mode != 3:
            places.setdefault(words.face.number, (words.face, []))[1].append(words.box)
    # Subsets of one font are often embedded separately: equal results are merged.
    merged: dict[CheckResult, list[Box]] = {}
    for face, boxes in places.values():
        for found in _check_face(face, screen, record.profile.type3, face.number in record.contents.dotted):
            merged.setdefault(found, []).extend(boxes)
    for found, boxes in sorted(merged.items(), key=lambda pair: pair[0].message):
        yield found.with_places(record.page.number, boxes)


def _check_face(face: PdfFont, screen: bool, type3: CheckSeverity, is_dotted: bool) -> Iterator[CheckResult]:
    hint = "export it with all fonts embedded"
    if not face.embedded:
        words = f"the font {face.name} is not embedded; another font would replace it"
        several = UNEMBEDDED_FONTS
        grave = Severity.WARNING if screen else Severity.ERROR
        yield CheckResult(CheckName.FONTS, words, hint, grave, several=several, items=(face.name,))
    if face.kind == "Type3" and type3 is not CheckSeverity.OFF:
        what = "bitmaps, which print coarsely" if is_dotted else "drawings, which some printers refuse"
        words = f"the font {face.name} is a Type 3 font: its letters are {what}"
        grave = Severity.ADVICE if screen else Severity(type3.value)
        several = f"the fonts {{}} are Type 3 fonts: their letters are {what}"
        hint = "use an OpenType, TrueType or Type 1 font"
        yield CheckResult(CheckName.FONTS, words, hint, grave, several=several, items=(face.name,))
    if not face.speaks:
        words = (
            f"the font {face.name} does not define the characters of its codes; its text cannot be copied or searched"
        )
        grave = Severity.WARNING if screen else Severity.ADVICE
        several = "the fonts {} do not define the characters of their codes; their text cannot be copied or searched"
        hint = "export it with a ToUnicode map for each font"
        yield CheckResult(CheckName.FONTS, words, hint, grave, several=several, items=(face.name,))
