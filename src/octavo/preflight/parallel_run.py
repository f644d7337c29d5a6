"""Check PDFs with the pages of each file in parallel worker processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ..files.guarded_files import read_file
from ..files.typed_paths import resolve_above_project
from ..findings.console_text import display_path
from ..findings.finding import FindingsError
from ..findings.report_formats import format_as_github, format_as_gitlab
from ..model.printer_profile import CheckName, Profile, Standard
from ..processes.worker_pool import WorkerDied
from ..project.printer_profile_lookup import DEFAULT_PROFILE, SCREEN_PROFILE, find_printer_profile
from ..project.project_folders import Project
from .records.check_results import CheckResult, Expected, PreflightReport
from .records.criteria import CRITERIA
from .records.kept_verdicts import KeptVerdicts
from .reports.text_json_junit import (
    CheckedFile,
    report_to_findings,
    write_json_report,
    write_junit_report,
    write_text_report,
)
from .verdict_store import VerdictStore, parse_verdicts

if TYPE_CHECKING:
    from .reports.html_report import Pictures

T = TypeVar("T")
_PageAnswer = tuple[tuple[CheckResult, ...], dict[str, object]]
"""What was found of pages, and the verdicts that were used or added."""
_MOST_BYTES = 1_000_000_000
_MOST_PARTS = 2
"""The most parts of the pages of one file, each for a process."""
_MOST_PARTS_BESIDE_FILE = 4
"""The most parts of its pages while the file as a whole is checked too: smaller parts keep all processes busy."""
_FEW = 24
"""The number of pages for which another part is not worth it."""


class RunningChecks:
    """The checks of one file while they run: the document as a whole, and its pages in parts.

    If the number of `pages` is known, page checks start at once; otherwise they start after the document checks. With
    0 no pages are checked. What
    `verdicts` hold of pages and fonts is taken over. If they hold anything, one process goes through the file first,
    and others help only where much of it is new.
    """

    def __init__(
        self,
        executor: Executor,
        data: bytes,
        profile: Profile,
        expected: Expected | None = None,
        pages: int | None = None,
        verdicts: VerdictStore | None = None,
    ) -> None:
        self.profile = profile
        self._executor, self._data, self._expected = executor, data, expected or Expected()
        self._verdicts = verdicts or VerdictStore(None, "")
        self._known = self._verdicts.known if self._verdicts.is_writable else None
        most = _FEW if self._known and pages != 0 else None
        self._whole = executor.submit(_check_file_guarded, data, profile, self._expected, self._known, most)
        starts_at_once = pages == 0 or (pages is not None and not self._known)
        numbers = range(1, (pages or 0) + 1)
        self._pages = self._submit_pages(numbers, _MOST_PARTS_BESIDE_FILE) if starts_at_once else None

    def _submit_pages(self, numbers: Sequence[int], most: int) -> list[Future[_PageAnswer]]:
        return [
            self._executor.submit(
                _check_pages_guarded, self._data, self.profile, self._expected, numbers[first:last], self._known
            )
            for first, last in _page_ranges(len(numbers), most)
        ]

    def claimed_standards(self) -> str:
        """Return the standards that the file claims, or "" if it cannot be read."""
        answer = _wait_for_result(self._whole)
        return "" if isinstance(answer, CheckResult) else " ".join(answer[0].standards).lower()

    def wait_for_report(self) -> PreflightReport:
        """Wait for all checks, and return the report."""
        answer = _wait_for_result(self._whole)
        if isinstance(answer, CheckResult):  # a file that crashes its worker has no pages
            return PreflightReport(0, (answer,), readable=False)
        report, left, used = answer
        if not report.readable:
            return report
        self._verdicts.add(used)
        if self._pages is None:
            self._pages = self._submit_pages(left if self._known else range(1, report.pages + 1), _MOST_PARTS)
        for part in self._pages:
            found = _wait_for_result(part)
            if isinstance(found, CheckResult):
                report = report.with_results((found,))
            else:
                report = report.with_results(found[0])
                self._verdicts.add(found[1])
        return report


# The checks are imported in workers only, so that a waiting build does not import them.


def _check_file_guarded(
    data: bytes, profile: Profile, expected: Expected, known: bytes | None, most: int | None
) -> tuple[PreflightReport, list[int], dict[str, object]]:
    from .run_checks import check_file

    kept = KeptVerdicts(parse_verdicts(known or b""), is_kept=known is not None)
    report, left = check_file(data, profile, expected, kept, most)
    return report, left, kept.used


def _check_pages_guarded(
    data: bytes, profile: Profile, expected: Expected, numbers: Sequence[int], known: bytes | None
) -> _PageAnswer:
    from .run_checks import check_pages

    kept = KeptVerdicts(parse_verdicts(known or b""), is_kept=known is not None)
    return check_pages(data, profile, expected, numbers, kept), kept.used


def _wait_for_result(task: Future[T]) -> T | CheckResult:
    try:
        return task.result()
    except WorkerDied as death:
        return CheckResult(CheckName.FILE, f"cannot be checked: {death}", "export it again with simpler figures")


def _page_ranges(count: int, most: int) -> Iterator[tuple[int, int]]:
    """Divide a number of pages into at most `most` ranges."""
    parts = max(1, min(most, count // _FEW))
    for part in range(parts if count else 0):
        yield count * part // parts, count * (part + 1) // parts


def check_files(
    paths: Sequence[Path], name: str | None, project: Project, executor: Executor
) -> tuple[CheckedFile, ...]:
    """Check files. Without the name of a profile, each file's claims decide."""
    named = find_printer_profile(name, project, colours=False).profile if name else None
    checked = []
    for path in paths:
        data = _read_file_bytes(resolve_above_project(path))
        if isinstance(data, CheckResult):
            profile = named or find_printer_profile(SCREEN_PROFILE, project).profile
            checked.append(CheckedFile(path, profile.label, PreflightReport(0, (data,), readable=False)))
            continue
        running = RunningChecks(executor, data, named) if named else _check_by_claim(data, project, executor)
        checked.append(CheckedFile(path, running.profile.label, running.wait_for_report()))
    return tuple(checked)


def _read_file_bytes(path: Path) -> bytes | CheckResult:
    """Read a file, or return a result that says why it is not read."""
    try:
        data = b"" if (large := path.stat().st_size > _MOST_BYTES) else read_file(path)
    except FindingsError as faults:
        words, name = faults.findings[0].message, path.name
        return CheckResult(CheckName.FILE, words.removeprefix(f"{name} "), faults.findings[0].hint)
    if large:
        return CheckResult(CheckName.FILE, f"is larger than {_MOST_BYTES // 1_000_000:,} MB", "divide it")
    return data


def _check_by_claim(data: bytes, project: Project, executor: Executor) -> RunningChecks:
    """Check a file with the profile that fits its claims. Most files are for the screen, and are checked only once."""
    running = RunningChecks(executor, data, find_printer_profile(SCREEN_PROFILE, project).profile)
    claims = running.claimed_standards()
    if "pdf/x" not in claims:
        return running
    standard = Standard.X1A if "pdf/x-1" in claims else Standard.X4
    usual = find_printer_profile(DEFAULT_PROFILE, project, colours=False).profile
    return RunningChecks(executor, data, usual.model_copy(update={"standard": standard}))


def format_checked_files(checked: Sequence[CheckedFile], form: str, colour: bool, executor: Executor) -> str:
    """Format results as the command line asks."""
    if form == "html":
        from .reports.html_report import choose_pages_shown, write_html_report

        criteria = [(f"{one.number} {one.title}" if one.number else one.title, one.words) for one in CRITERIA.values()]
        drawn = [(one, _render_checked_pages(one, choose_pages_shown(one), executor)) for one in checked]
        return write_html_report(drawn, criteria)
    if form in ("github", "gitlab"):
        findings = [finding for one in checked for finding in report_to_findings(one.report, display_path(one.path))]
        return format_as_github(findings) if form == "github" else format_as_gitlab(findings)
    return (
        {"json": write_json_report, "junit": write_junit_report}[form](checked)
        if form != "text"
        else write_text_report(checked, colour)
    )


def _render_checked_pages(checked: CheckedFile, pages: Sequence[int], executor: Executor) -> Pictures:
    from ..pdf.renderers.page_images import render_pages

    drawn = (
        _wait_for_result(executor.submit(render_pages, read_file(resolve_above_project(checked.path)), pages))
        if pages
        else {}
    )
    return {} if isinstance(drawn, CheckResult) else drawn
