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
from ..preflight.records.check_results import CheckResult, PreflightReport
from ..preflight.records.claims import CLAIM_CHECKS, CLAIMS_PROFILE, breaks_claim, explain_lost_claim
from .product_builder import FinishedDocument


def withdraw_unproved_claims(document: FinishedDocument, report: PreflightReport) -> FinishedDocument:
    """Return a document with only the claims that a report proves; nothing else in it changes."""
    lost = {found.check for found in report.found if breaks_claim(found)} if report.readable else set(CLAIM_CHECKS)
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
    if not report.readable:
        why = next((found.message for found in report.found), "it could not be checked")
        for claim in CLAIM_CHECKS.values():
            yield _withdrawn_finding(document, claim, why)
        return
    for check, claim in CLAIM_CHECKS.items():
        lost = [found for found in report.found if found.check is check and breaks_claim(found)]
        if lost:
            worst = min(lost, key=lambda found: (found.unproved, not found.page))
            yield _withdrawn_finding(document, claim, explain_lost_claim([worst]), worst.page)


def _withdrawn_finding(document: FinishedDocument, claim: str, why: str, page: int = 0) -> Finding:
    documents = f"{document.file}, page {page}" if page else document.file
    message = f"{documents}: the claim to {claim} is withdrawn: {why}"
    hint = f"to claim {claim}, replace the figure or font at fault" if page else ""
    place = document.place_of_page(page)
    return Finding(CLAIMS_LOST, message, place, hint, Severity.WARNING, documents=documents)


def without_claim_results(report: PreflightReport) -> PreflightReport:
    """Return a report without results on claims that were withdrawn."""
    return replace(report, found=tuple(found for found in report.found if not breaks_claim(found)))


def is_stopping(found: CheckResult) -> bool:
    """Return whether a result keeps a document from being published, with or without its claims."""
    return found.severity is Severity.ERROR and not breaks_claim(found)
