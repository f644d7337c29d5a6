"""Judge PDFs, pages of one side by side in worker processes: files and a profile in, what was found in each out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..files.guarded_files import read_file
from ..files.typed_paths import settled
from ..findings.console_text import shown_path
from ..findings.finding import FindingsError
from ..findings.report_formats import as_github, as_gitlab
from ..model.printer_profile import CheckName, Profile, Standard
from ..processes.worker_pool import WorkerDied
from ..project.printer_profile_lookup import SCREEN, USUAL, find_profile
from ..project.project_folders import Project
from .records.check_results import CheckResult, Expected, PreflightReport
from .records.criteria import CHECKS
from .reports.text_json_junit import CheckedFile, as_findings, as_json, as_junit, as_text

if TYPE_CHECKING:
    from .reports.html_report import Pictures

T = TypeVar("T")
_MOST_BYTES = 1_000_000_000
_MOST_PARTS = 2
"""Processes among which the pages of a file are divided."""
_FEW = 24
"""Pages that are not worth a process more."""


class RunningChecks:
    """The judging of one file on its way: the document as a whole, and its pages in as many parts as pay.

    Of a file of which it is known how many `pages` it has, these are judged at once; of any other once it is known.
    """

    def __init__(
        self,
        executor: Executor,
        data: bytes,
        profile: Profile,
        expected: Expected | None = None,
        pages: int | None = None,
    ) -> None:
        self.profile = profile
        self._executor, self._data, self._expected = executor, data, expected or Expected()
        self._whole = executor.submit(_of_document, data, profile, self._expected)
        self._pages = None if pages is None else self._begun(pages)

    def _begun(self, pages: int) -> list[Future[tuple[CheckResult, ...]]]:
        return [
            self._executor.submit(_of_pages, self._data, self.profile, self._expected, first, last)
            for first, last in _ranges(pages)
        ]

    def claims(self) -> str:
        """Name the standards that the file claims to follow; none where it cannot be read."""
        report = _result(self._whole)
        return " ".join(report.standards).lower() if isinstance(report, PreflightReport) else ""

    def report(self) -> PreflightReport:
        """Wait for all of it."""
        report = _result(self._whole)
        if not isinstance(report, PreflightReport):  # a file that kills its judge has no pages
            return PreflightReport(0, (report,), readable=False)
        if not report.readable:
            return report
        if self._pages is None:
            self._pages = self._begun(report.pages)
        for part in self._pages:
            found = _result(part)
            report = report.having((found,) if isinstance(found, CheckResult) else found)
        return report


# What judges import is for workers to pay, not for a build that waits for them.


def _of_document(data: bytes, profile: Profile, expected: Expected) -> PreflightReport:
    from .run_checks import of_document

    return of_document(data, profile, expected)


def _of_pages(data: bytes, profile: Profile, expected: Expected, first: int, last: int) -> tuple[CheckResult, ...]:
    from .run_checks import of_pages

    return of_pages(data, profile, expected, first, last)


def _result(task: Future[T]) -> T | CheckResult:
    try:
        return task.result()
    except WorkerDied as death:
        return CheckResult(CheckName.FILE, f"cannot be judged: {death}", "export it again, with simpler pictures")


def _ranges(count: int) -> Iterator[tuple[int, int]]:
    """Divide pages among processes."""
    parts = max(1, min(_MOST_PARTS, count // _FEW))
    for part in range(parts if count else 0):
        yield count * part // parts + 1, count * (part + 1) // parts


def judge(paths: Sequence[Path], name: str | None, project: Project, executor: Executor) -> tuple[CheckedFile, ...]:
    """Judge files; without a profile's name, what a file claims to be decides."""
    named = find_profile(name, project, colours=False).profile if name else None
    judged = []
    for path in paths:
        data = _bytes(settled(path))
        if isinstance(data, CheckResult):
            profile = named or find_profile(SCREEN, project).profile
            judged.append(CheckedFile(path, profile.label, PreflightReport(0, (data,), readable=False)))
            continue
        judging = RunningChecks(executor, data, named) if named else _suiting(data, project, executor)
        judged.append(CheckedFile(path, judging.profile.label, judging.report()))
    return tuple(judged)


def _bytes(path: Path) -> bytes | CheckResult:
    """Read a file, or tell why it is not even read."""
    try:
        data = b"" if (large := path.stat().st_size > _MOST_BYTES) else read_file(path)
    except FindingsError as faults:
        words, name = faults.findings[0].message, path.name
        return CheckResult(CheckName.FILE, words.removeprefix(f"{name} "), faults.findings[0].hint)
    if large:
        return CheckResult(CheckName.FILE, f"is larger than {_MOST_BYTES // 1_000_000:,} MB", "divide it")
    return data


def _suiting(data: bytes, project: Project, executor: Executor) -> RunningChecks:
    """Judge a file by the profile that suits what it says that it is; most are for the screen, and judged once."""
    judging = RunningChecks(executor, data, find_profile(SCREEN, project).profile)
    claims = judging.claims()
    if "pdf/x" not in claims:
        return judging
    standard = Standard.X1A if "pdf/x-1" in claims else Standard.X4
    usual = find_profile(USUAL, project, colours=False).profile
    return RunningChecks(executor, data, usual.model_copy(update={"standard": standard}))


def shown(judged: Sequence[CheckedFile], form: str, colour: bool, executor: Executor) -> str:
    """Put what was found into one of the forms of the command line."""
    if form == "html":
        from .reports.html_report import as_html

        criteria = [(f"{one.number} {one.title}" if one.number else one.title, one.words) for one in CHECKS.values()]
        return as_html([(one, _drawn(one, executor)) for one in judged], criteria)
    if form in ("github", "gitlab"):
        findings = [finding for one in judged for finding in as_findings(one.report, shown_path(one.path))]
        return as_github(findings) if form == "github" else as_gitlab(findings)
    return {"json": as_json, "junit": as_junit}[form](judged) if form != "text" else as_text(judged, colour)


def _drawn(judged: CheckedFile, executor: Executor) -> Pictures:
    from ..pdf.renderers.page_images import pictures
    from .reports.html_report import pages_to_show

    pages = pages_to_show(judged)
    drawn = _result(executor.submit(pictures, read_file(settled(judged.path)), pages)) if pages else {}
    return {} if isinstance(drawn, CheckResult) else drawn
