"""Make press files from finished documents, and check documents against printer profiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from ..findings.finding import Finding, FindingsError, Place, Severity, has_errors
from ..loading.workshop_loader import LoadedWorkshop
from ..pdf.objects.geometry import Box
from ..pdfx.press_file import make_press_file
from ..preflight.parallel_run import RunningChecks
from ..preflight.records.check_results import CheckResult, PreflightReport
from ..preflight.records.claims import CLAIM_CHECKS
from ..preflight.reports.text_json_junit import reports_to_findings
from ..preflight.verdict_store import VerdictStore
from ..processes.worker_pool import WorkerDied
from ..product_catalogue import PRESS_PREFIX
from ..products.product_builder import FinishedDocument
from ..products.proved_claims import is_stopping, settle_results
from ..products.spine_width import WrapSize
from ..project.printer_profile_lookup import SCREEN_PROFILE, Printer, find_printer, find_printer_profile
from ..project.project_folders import Project

T = TypeVar("T")


@dataclass(frozen=True)
class PressFileMaker:
    """Makes and checks the press files of a workshop. `printer_name` is the profile asked for, if any."""

    loaded: LoadedWorkshop
    project: Project
    executor: Executor
    printer_name: str | None = None
    verdicts: VerdictStore | None = None
    """What is known of pages that were checked before; none without it."""

    @cached_property
    def screen_printer(self) -> Printer:
        """The profile for reading on a screen. A project's own cannot make claims hold that are not kept."""
        found = find_printer_profile(SCREEN_PROFILE, self.project)
        gravity = {check: grave for check, grave in found.profile.gravity.items() if check not in CLAIM_CHECKS}
        return replace(found, profile=found.profile.model_copy(update={"gravity": gravity}))

    @cached_property
    def printer(self) -> Printer:
        """The printer's profile: the one asked for, or the workshop's own."""
        return find_printer(self.loaded, self.project, self.printer_name)

    def make_press_files(
        self, documents: Sequence[FinishedDocument], printer: Printer
    ) -> tuple[tuple[FinishedDocument, ...], list[Finding]]:
        """Make a press file of each document, under the same name in press/. Raises FindingsError if one has errors."""
        made: list[FinishedDocument] = []
        found: list[Finding] = []
        for document in documents:
            folds = _cover_folds(document)
            task = self.executor.submit(make_press_file, document.data, printer.profile, printer.icc, folds)
            result = _wait_for_press_file(task, document.file)
            found += [_name_file_in_finding(finding, PRESS_PREFIX + document.file) for finding in result.findings]
            made.append(replace(document, file=PRESS_PREFIX + document.file, data=result.pdf, pages=result.pages))
        if has_errors(found):
            raise FindingsError(found)
        return tuple(made), found

    def start_checks(self, documents: Sequence[FinishedDocument], printer: Printer) -> list[RunningChecks]:
        """Start checking the PDFs among the documents against a profile, in parallel."""
        return [
            RunningChecks(
                self.executor,
                one.data,
                printer.profile,
                replace(one.expected, icc=printer.icc),
                one.pages,
                self.verdicts,
            )
            for one in documents
            if one.is_pdf
        ]

    def find_screen_errors(self, documents: Sequence[FinishedDocument]) -> list[list[Finding]]:
        """Return, for each document, the errors that keep it from being published for the screen."""
        judgings = self.start_checks(documents, self.screen_printer)
        return [
            [_check_result_to_finding(found) for found in judging.wait_for_report().found if is_stopping(found, one)]
            for one, judging in zip(documents, judgings, strict=True)
        ]

    def list_screen_findings(self, documents: Sequence[FinishedDocument]) -> list[list[Finding]]:
        """Return, for each document, what a build for the screen reports of it."""
        judgings = self.start_checks(documents, self.screen_printer)
        return [
            collect_check_findings([settle_results(judging.wait_for_report(), one)], [one])
            for one, judging in zip(documents, judgings, strict=True)
        ]


def _check_result_to_finding(found: CheckResult) -> Finding:
    message = f"page {found.page}: {found.message}" if found.page else found.message
    return Finding(f"preflight-{found.check}", message, hint=found.hint)


def _name_file_in_finding(finding: Finding, file: str) -> Finding:
    """Put the file name before a message, unless the finding is about the profile, which all files share."""
    return finding if finding.code == "press-profile" else replace(finding, message=f"{file}: {finding.message}")


def collect_check_findings(reports: Sequence[PreflightReport], documents: Sequence[FinishedDocument]) -> list[Finding]:
    """Return the findings of reports on documents, each at the source of its page; advice is left out.

    What is found in authors' finished PDFs is told by their own names and pages.
    """
    by_place: dict[Place | None, list[tuple[PreflightReport, str]]] = {}
    for report, document in zip(reports, documents, strict=True):
        for (place, file), results in _group_by_place(report, document).items():
            by_place.setdefault(place, []).append((replace(report, found=results), file))
    return [
        replace(finding, place=place)
        for place, several in by_place.items()
        for finding in reports_to_findings(several)
        if finding.severity is not Severity.ADVICE
    ]


def _group_by_place(
    report: PreflightReport, document: FinishedDocument
) -> dict[tuple[Place | None, str], tuple[CheckResult, ...]]:
    grouped: dict[tuple[Place | None, str], list[CheckResult]] = {}
    for found in report.found:
        file, page = document.paper_page(found.page) or (document.file, found.page)
        for place, part in _divide_by_place(found, document):
            grouped.setdefault((place, file), []).append(replace(part, page=page))
    return {key: tuple(results) for key, results in grouped.items()}


def _divide_by_place(found: CheckResult, document: FinishedDocument) -> Iterator[tuple[Place | None, CheckResult]]:
    """Yield a result on a page once for each place where something that it was found in was written."""
    boxes: dict[Place | None, list[Box]] = {}
    for box in found.boxes:
        boxes.setdefault(document.place_of_box(found.page, box), []).append(box)
    if len(boxes) <= 1:
        yield next(iter(boxes), document.place_of_page(found.page)), found
        return
    for place, inside in boxes.items():
        yield place, found.with_places(found.page, inside)


def _cover_folds(document: FinishedDocument) -> tuple[float, ...]:
    expected = document.expected
    return WrapSize(*expected.trim, expected.spine).folds if expected.trim and expected.spine is not None else ()


def _wait_for_press_file(task: Future[T], file: str) -> T:
    try:
        return task.result()
    except WorkerDied as death:
        message = f"{file} could not be checked: {death}"
        raise FindingsError([Finding("preflight-died", message, hint="simplify its pictures")]) from death
