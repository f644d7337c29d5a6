"""Make press files of finished documents and hold documents against profiles: documents in, proved ones out."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from ..findings.finding import Finding, FindingsError, Severity, has_errors
from ..loading.workshop_loader import LoadedWorkshop
from ..pdf.binding.binder import BoundPdf
from ..pdfx.press_file import make_press_file
from ..preflight.parallel_run import RunningChecks
from ..preflight.records.check_results import CheckResult
from ..preflight.reports.text_json_junit import reports_to_findings
from ..processes.worker_pool import WorkerDied
from ..product_catalogue import PRESS_PREFIX
from ..products.product_builder import FinishedDocument
from ..products.spine_width import WrapSize
from ..project.printer_profile_lookup import SCREEN_PROFILE, Printer, find_printer, find_printer_profile
from ..project.project_folders import Project

T = TypeVar("T")


@dataclass(frozen=True)
class PressFileMaker:
    """What proves the documents of a workshop: its project, the printer that was asked for, the workers that do it."""

    loaded: LoadedWorkshop
    project: Project
    executor: Executor
    asked: str | None = None

    @cached_property
    def screen(self) -> Printer:
        """What a reader on a screen asks of a file."""
        return find_printer_profile(SCREEN_PROFILE, self.project)

    @cached_property
    def printer(self) -> Printer:
        """What the printer asks of a file: the one who was asked for, or the workshop's own."""
        return find_printer(self.loaded, self.project, self.asked)

    def pressed(
        self, documents: Sequence[FinishedDocument], printer: Printer
    ) -> tuple[tuple[FinishedDocument, ...], list[Finding]]:
        """Make the printer's file of each document; it lies in press/, under the same name."""
        made: list[FinishedDocument] = []
        found: list[Finding] = []
        for document in documents:
            folds = _folds(document)
            task = self.executor.submit(make_press_file, document.data, printer.profile, printer.icc, folds)
            result = _result(task, document.file)
            found += [_named(finding, PRESS_PREFIX + document.file) for finding in result.findings]
            made.append(replace(document, file=PRESS_PREFIX + document.file, data=result.pdf, pages=result.pages))
        if has_errors(found):
            raise FindingsError(found)
        return tuple(made), found

    def begin(self, documents: Sequence[FinishedDocument], printer: Printer) -> list[RunningChecks]:
        """Have documents held against a profile, all of them that are PDFs side by side."""
        return [
            RunningChecks(self.executor, one.data, printer.profile, replace(one.expected, icc=printer.icc), one.pages)
            for one in documents
            if one.is_pdf
        ]

    def wrong(self, documents: Sequence[BoundPdf]) -> list[list[Finding]]:
        """Give for each document what is so wrong with it that it is not given to a reader on a screen."""
        judgings = [RunningChecks(self.executor, one.pdf, self.screen.profile, pages=one.pages) for one in documents]
        return [[_error(found) for found in one.report().found if found.severity is Severity.ERROR] for one in judgings]


def _error(found: CheckResult) -> Finding:
    message = f"page {found.page}: {found.message}" if found.page else found.message
    return Finding(f"preflight-{found.check}", message, hint=found.hint)


def _named(finding: Finding, file: str) -> Finding:
    """Say of which file something is true; a printer's profile is the same for all."""
    return finding if finding.code == "press-profile" else replace(finding, message=f"{file}: {finding.message}")


def told(judgings: Sequence[RunningChecks], documents: Sequence[FinishedDocument]) -> list[Finding]:
    """Wait for what is found of documents; mere advice is not told."""
    judged = [one.file for one in documents if one.is_pdf]
    reports = [(judging.report(), file) for judging, file in zip(judgings, judged, strict=True)]
    return [finding for finding in reports_to_findings(reports) if finding.severity is not Severity.ADVICE]


def _folds(document: FinishedDocument) -> tuple[float, ...]:
    expected = document.expected
    return WrapSize(*expected.trim, expected.spine).folds if expected.trim and expected.spine is not None else ()


def _result(task: Future[T], file: str) -> T:
    try:
        return task.result()
    except WorkerDied as death:
        message = f"{file} could not be proved: {death}"
        raise FindingsError([Finding("preflight-died", message, hint="simplify the pictures that it holds")]) from death
