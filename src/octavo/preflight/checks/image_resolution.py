"""Check the resolution of images, in pixels per inch."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ...pdf.content.page_content import PaintedImage
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord

_FEWEST_PIXELS = 16
_EXACT = 0.5


def check_image_resolution(record: PageRecord) -> Iterator[CheckResult]:
    """Report images below the profile's resolution as placed, except those of a few pixels (flat colour)."""
    profile, coarse = record.profile, {limit: [] for limit in ("least", "fair", "bitmap")}  # type: ignore[var-annotated]
    for picture in record.contents.pictures:
        ppi = min(picture.ppi) + _EXACT
        if min(picture.pixels) <= _FEWEST_PIXELS or not record.is_in_print(picture):
            continue
        if ppi < profile.image_least:
            coarse["least"].append(picture)
        elif picture.bits == 1 and ppi < profile.image_bitmap:
            coarse["bitmap"].append(picture)
        elif ppi < profile.image_fair:
            coarse["fair"].append(picture)
    screen = profile.standard is Standard.SCREEN
    grave = Severity.ADVICE if screen else Severity.ERROR
    yield from _coarse_images(record, coarse["least"], profile.image_least, grave)
    if not screen:
        yield from _coarse_images(record, coarse["fair"], profile.image_fair, Severity.WARNING)
        yield from _coarse_images(
            record, coarse["bitmap"], profile.image_bitmap, Severity.WARNING, " in black and white"
        )


def _coarse_images(
    record: PageRecord, found: list[PaintedImage], limit: float, grave: Severity, kind: str = ""
) -> Iterator[CheckResult]:
    if found:
        of = [round(min(picture.ppi)) for picture in found]
        ends = tuple(map(str, dict.fromkeys((min(of), max(of)))))
        several = f"images{kind} with {{}} pixels per inch; {limit:g} are required"
        message = several.replace("images", "an image" if len(found) == 1 else "images", 1)
        hint = "use an image with more pixels, or show it smaller"
        made = CheckResult(
            CheckName.IMAGES, message.replace("{}", " to ".join(ends)), hint, grave, several=several, items=ends
        )
        yield made.with_places(record.page.number, [picture.box for picture in found])
