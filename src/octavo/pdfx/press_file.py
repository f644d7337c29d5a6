"""Make a PDF fit for a press: a finished screen PDF and what a printer asks in, a PDF/X and what was found out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..findings.finding import Finding

if TYPE_CHECKING:
    from ..model.printer_profile import Profile


@dataclass(frozen=True)
class PressFile:
    """A press file; without bytes if something cannot be printed, which the findings then tell."""

    pdf: bytes
    pages: int
    findings: tuple[Finding, ...] = ()


def make_press_file(pdf: bytes, profile: Profile, icc: bytes, folds: tuple[float, ...] = ()) -> PressFile:
    """Make a PDF/X of a finished PDF, to the standard and in the inks of a profile; equal input gives equal bytes.

    `icc` is the ICC profile of the printing condition. The page becomes the trim; what lies around it bleeds.
    `folds` says where a cover is folded, in points from its left edge.
    """
    # A build that finds its press files made never pays for what this imports.
    from .conversion import convert_to_pdfx

    data, pages, findings = convert_to_pdfx(pdf, profile, icc, folds)
    return PressFile(data, pages, findings)
