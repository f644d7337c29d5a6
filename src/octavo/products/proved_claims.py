"""Withdraw the claims to PDF/A and PDF/UA that preflight did not prove, and say why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from ..findings.finding import Finding, Severity
from ..model.printer_profile import CheckName
from ..pdf.binding.binder import CLAIMS_LOST
from ..pdf.binding.claim_withdrawal import withdraw_claims
from ..preflight.parallel_run import RunningChecks
from ..preflight.records.check_results import UNEMBEDDED_FONTS, CheckResult, PreflightReport
from ..preflight.records.claims import CLAIM_CHECKS, CLAIMS_PROFILE, breaks_claim, explain_lost_claim, find_lost_claims
from .product_builder import FinishedDocument


def withdraw_unproved_claims(document: FinishedDocument, report: PreflightReport) -> FinishedDocument:
    """Return a document with only the claims that a report proves; nothing else in it changes."""
    lost = find_lost_claims(report)
    if not lost:
        return document
    kept = withdraw_claims(document.data, CheckName.ARCHIVE not in lost, CheckName.ACCESS not in lost)
    return replace(document, data=kept)


def prove_claims(
    documents: Sequence[FinishedDocument], executor: Executor
) -> tuple[tuple[FinishedDocument, ...], list[Finding]]:
    """Judge documents that are packed with others. Return them with the claims that hold, and what was lost."""
    judgings = [RunningChecks(executor, one.data, CLAIMS_PROFILE, pages=0) for one in documents]
    reports = [judging.wait_for_report() for judging in judgings]
    pairs = list(zip(documents, reports, strict=True))
    found = [finding for pair in pairs for finding in report_withdrawn_claims(*pair)]
    return tuple(withdraw_unproved_claims(*pair) for pair in pairs), found


def report_withdrawn_claims(document: FinishedDocument, report: PreflightReport) -> Iterator[Finding]:
    """Yield a warning for each claim that a document lost, at the source of its first fault."""
    for check, worst in find_lost_claims(report).items():
        claim, page = CLAIM_CHECKS[check], worst.page if worst else 0
        why = explain_lost_claim([worst]) if worst else "it could not be checked"
        documents = f"{document.file}, page {page}" if page else document.file
        message = f"{documents}: the claim to {claim} is withdrawn: {why}"
        hint = f"to claim {claim}, replace the figure or font at fault" if page else ""
        place = document.place_of_page(page)
        yield Finding(CLAIMS_LOST, message, place, hint, Severity.WARNING, documents=documents)


def settle_results(report: PreflightReport, document: FinishedDocument) -> PreflightReport:
    """Return a report without results on claims that were withdrawn; what does not stop the document is a warning.

    Fonts that authors' finished PDFs do not embed were reported when these were accepted.
    """
    kept = (found for found in report.found if not breaks_claim(found) and not _was_reported(found, document))
    return replace(report, found=tuple(replace(one, severity=_settled_severity(one, document)) for one in kept))


def _was_reported(found: CheckResult, document: FinishedDocument) -> bool:
    return found.several == UNEMBEDDED_FONTS and document.paper_page(found.page) is not None


def _settled_severity(found: CheckResult, document: FinishedDocument) -> Severity:
    is_mild = found.severity is not Severity.ERROR or is_stopping(found, document)
    return found.severity if is_mild else Severity.WARNING


def is_stopping(found: CheckResult, document: FinishedDocument) -> bool:
    """Return whether a result keeps a document from being published, with or without its claims.

    What could not be checked may be right: it takes the claims away, and stops a release. A letter without a glyph in
    an author's finished PDF is printed as its author saw it; only its author can mend it.
    """
    if found.severity is not Severity.ERROR or found.unproved or breaks_claim(found):
        return False
    return not (found.check is CheckName.TEXT and document.paper_page(found.page))
