"""Check that the data of images are whole, and of a depth that presses print."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ...pdf.objects.image_decoding import find_image_damage
from ...pdf.objects.value_reader import DIRECT_OBJECT, object_number
from ..records.check_results import CheckResult
from ..records.page_record import PageRecord

_USUAL_BITS = 8


class ImageDataCheck:
    """Decodes each image of a file once."""

    def __init__(self) -> None:
        self._damage: dict[tuple[int, int], str] = {}

    def check_images(self, record: PageRecord) -> Iterator[CheckResult]:
        """Report images that cannot be decoded, and those with more than 8 bits per channel in press files."""
        for picture in record.contents.pictures:
            damage = self._find_damage(picture.source, picture.channels, picture.bits)
            if damage:
                hint = "export the picture again, and place it anew"
                found = CheckResult(CheckName.IMAGES, f"an image {damage}", hint)
                yield found.with_places(record.page.number, [picture.box])
            if picture.bits > _USUAL_BITS and record.profile.standard is not Standard.SCREEN:
                exact = record.profile.standard is Standard.X1A
                words = f"an image has {picture.bits} bits per channel, which " + (
                    "PDF 1.4, and so PDF/X-1a, does not know" if exact else "some presses cannot print"
                )
                grave = Severity.ERROR if exact else Severity.WARNING
                found = CheckResult(CheckName.IMAGES, words, "convert it to 8 bits per channel", grave)
                yield found.with_places(record.page.number, [picture.box])

    def _find_damage(self, source: object, channels: int, bits: int) -> str:
        mark = object_number(source)
        if mark == DIRECT_OBJECT:  # inline images have no stream of their own
            return ""
        if mark not in self._damage:
            self._damage[mark] = find_image_damage(source, channels, bits)
        return self._damage[mark]
