"""What can be wrong with a PDF figure in a book, and how that is reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..findings.finding import Finding, MissingKind, Place, Severity
from .pdf_figures import PdfFigure

NOT_ARCHIVAL, NOT_READABLE = "figure-not-archival", "figure-not-readable"
"""Codes of findings that take the claim to PDF/A away, or the claims to PDF/UA and PDF/A."""
NOT_DESCRIBED = "figure-not-described"
"""Code of findings on pictures without alternative text and caption: they take the claim to PDF/UA away."""
UNFIT = "figure-unfit"
"""Code of findings on figures that are left out, because a book that shows them cannot be published."""
_LOST_CLAIMS = {
    NOT_ARCHIVAL: "the book can then not claim PDF/A",
    NOT_READABLE: "the book can then claim neither PDF/UA nor PDF/A",
}
_AS_IMAGE = "export it again, or as a PNG image of 300 pixels per inch"


@dataclass(frozen=True)
class FigureFault:
    """A fault of a figure: the code of its finding, what is wrong in words that follow its name, and a hint."""

    code: str
    words: str
    hint: str = _AS_IMAGE

    def report(self, uri: str, place: Place) -> Finding:
        """Return the finding on the figure `uri`."""
        if self.code == UNFIT:
            message = f"the figure '{uri}' cannot be printed: {self.words}"
            return Finding(UNFIT, message, place, self.hint, missing=MissingKind.FIGURE)
        message = f"the figure '{uri}' {self.words}: {_LOST_CLAIMS[self.code]}"
        return Finding(self.code, message, place, self.hint, Severity.WARNING)


FigureJudge = Callable[[PdfFigure], Sequence[FigureFault]]
"""Returns what is wrong with a figure."""


def pass_any_figure(_: PdfFigure) -> tuple[FigureFault, ...]:
    """Return no fault: for documents that claim nothing."""
    return ()
