"""Check that text can be read and searched."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.fonts.font_reader import REPLACEMENT_CHARACTER
from ...pdf.objects.geometry import Box
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord, boxes_share_area


def check_readable_text(record: PageRecord) -> Iterator[CheckResult]:
    """Report letters without a glyph (.notdef) or without a character (U+FFFD)."""
    shapeless: dict[str, list[Box]] = {}
    silent: dict[str, list[Box]] = {}
    for words in record.contents.words:
        if not boxes_share_area(words.box, record.page.media):
            continue
        if words.missing and words.mode != 3:
            shapeless.setdefault(words.face.name, []).append(words.box)
        if words.face.speaks and REPLACEMENT_CHARACTER in words.text:
            silent.setdefault(words.face.name, []).append(words.box)
    for name, boxes in sorted(shapeless.items()):
        message = f"letters without a glyph in the font {name}; an empty box is printed instead (.notdef)"
        yield CheckResult(CheckName.TEXT, message, "use a font that has these letters").with_places(
            record.page.number, boxes
        )
    for name, boxes in sorted(silent.items()):
        message = f"letters of the font {name} without a character (U+FFFD); they cannot be copied or read aloud"
        found = CheckResult(CheckName.TEXT, message, "export it with a complete ToUnicode map", Severity.WARNING)
        yield found.with_places(record.page.number, boxes)
