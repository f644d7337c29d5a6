"""Make a PDF/X file for a printer from a finished screen PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..findings.finding import Finding

if TYPE_CHECKING:
    from ..model.printer_profile import Profile


@dataclass(frozen=True)
class PressFile:
    """A press file. It has no bytes if something cannot be printed; the findings then say what."""

    pdf: bytes
    pages: int
    findings: tuple[Finding, ...] = ()


def make_press_file(pdf: bytes, profile: Profile, icc: bytes, folds: tuple[float, ...] = ()) -> PressFile:
    """Convert a finished PDF to the PDF/X standard and the inks of a profile. Equal input gives equal bytes.

    `icc` is the ICC profile of the printing condition. The page becomes the trim box, and paint outside it becomes
    bleed. `folds` are the folds of a cover, in points from its left edge.
    """
    # Imported here, so that a build that finds its press files made does not import it.
    from .conversion import convert_to_pdfx

    data, pages, findings = convert_to_pdfx(pdf, profile, icc, folds)
    return PressFile(data, pages, findings)
