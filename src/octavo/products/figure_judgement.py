"""Judge a PDF figure by itself, as the book that shows it will be judged, before the book is bound.

What keeps the book from a claim, or from being published, is then known by the figure's name and line.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ..chapters.figure_faults import NOT_ARCHIVAL, NOT_READABLE, UNFIT, FigureFault
from ..chapters.pdf_figures import PdfFigure, UnusableFigure, write_tagged_figure
from ..findings.finding import Severity
from ..model.printer_profile import CheckName
from ..pdf.binding.binder import bind_parts
from ..pdf.binding.binding_plan import Leaf
from ..pdf.metadata.document_metadata import Metadata
from ..preflight.records.check_results import CheckResult
from ..preflight.records.claims import CLAIMS_PROFILE, breaks_claim, explain_lost_claim
from ..typesetting.typeset_job import TypesetPart

_METADATA = Metadata("A figure by itself", "en", datetime(2000, 1, 1, tzinfo=UTC))
_STOPPING_CHECKS = frozenset({CheckName.FILE, CheckName.FONTS, CheckName.FORBIDDEN, CheckName.TEXT})


def judge_figure(drawn: PdfFigure) -> tuple[FigureFault, ...]:
    """Return what is wrong with a figure: what keeps it out of the book, or the book from a claim."""
    from ..preflight.run_checks import run_preflight  # loaded only where a PDF figure is shown

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            part = TypesetPart("figure", write_tagged_figure(drawn), 1, {})
            results = run_preflight(bind_parts((Leaf(part),), _METADATA).pdf, CLAIMS_PROFILE).found
    except UnusableFigure as unusable:
        return (FigureFault(UNFIT, *map(str, unusable.args)),)
    return tuple(_list_faults(results))


def _list_faults(results: Sequence[CheckResult]) -> Iterator[FigureFault]:
    for found in results:
        if found.page and found.check in _STOPPING_CHECKS and found.severity is Severity.ERROR and not found.unproved:
            yield FigureFault(UNFIT, found.message, found.hint)
    lost = [found for found in results if breaks_claim(found) or (found.check is CheckName.FILE and found.unproved)]
    if lost:
        unreadable = [found for found in lost if found.check is not CheckName.ARCHIVE]
        what = "cannot be read aloud completely" if unreadable else "is not fit for an archive"
        words = f"{what}, since {explain_lost_claim(unreadable or lost)}"
        yield FigureFault(NOT_READABLE if unreadable else NOT_ARCHIVAL, words)
