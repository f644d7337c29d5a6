"""Write the results of preflight as text, JSON or JUnit. `html_report` writes HTML."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Xml

from ...findings.console_text import (
    SEVERITY_COLOURS,
    count_by_severity,
    display_path,
    show_control_characters,
    style_text,
)
from ...findings.finding import UNVERIFIED, Finding, Severity
from ..records.check_results import CheckResult, PreflightReport, merge_results, result_kind
from ..records.criteria import CRITERIA

_MOST_RUNS = 12
_MOST_FILES = 6


@dataclass(frozen=True)
class CheckedFile:
    """A file with the profile it was checked against, and the report."""

    path: Path
    profile: str
    report: PreflightReport

    def count_by_severity(self, severity: Severity) -> int:
        """Return the number of results of one severity."""
        return sum(found.severity is severity for found in self.report.found)


def write_text_report(checked: Iterable[CheckedFile], colour: bool = False) -> str:
    """Return the results file by file with their hints. Equal results on several pages are merged."""
    return "\n".join(_text_of_file(one, colour) for one in checked)


def _text_of_file(checked: CheckedFile, colour: bool) -> str:
    report = checked.report
    path, profile = show_control_characters(display_path(checked.path)), show_control_characters(checked.profile)
    head = f"{path}: {format_page_count(report.pages)}, checked against {profile}"
    lines = [style_text(head, colour, bold=True)]
    listed = group_alike(report)
    for found, pages in listed.items():
        where = f"{_format_page_ranges(found, pages)}: " if pages else ""
        gravity = style_text(f"{found.severity}:", colour, fg=SEVERITY_COLOURS[found.severity], bold=True)
        lines.append(
            f"  {where}{gravity} {show_control_characters(describe_result(found, len(pages)))} [{found.check}]"
        )
        if found.hint:
            lines.append(
                f"    {style_text('hint:', colour, fg='green', bold=True)} {show_control_characters(found.hint)}"
            )
    return "\n".join([*lines, f"  {_count_results(listed)}", ""])


def group_alike(report: PreflightReport) -> dict[CheckResult, list[int]]:
    """Group results of one kind, with the pages on which they occur."""
    kinds: dict[CheckResult, list[CheckResult]] = {}
    for found in report.found:
        kinds.setdefault(result_kind(found), []).append(found)
    return {merge_results(listed): _list_pages(listed) for listed in kinds.values()}


def _list_pages(listed: Iterable[CheckResult]) -> list[int]:
    return sorted({found.page for found in listed} - {0})


def describe_result(found: CheckResult, pages: int = 1) -> str:
    """Return the message of a result, with the number of places if there are more places than pages."""
    return found.message + (f" ({found.count} places)" if found.count > max(1, pages) else "")


def count_all_results(checked: CheckedFile) -> str:
    """Return the numbers of errors, warnings and pieces of advice."""
    return _count_results(checked.report.found)


def _count_results(listed: Iterable[CheckResult]) -> str:
    return count_by_severity(found.severity for found in listed) or "no problems found"


def format_page_count(number: int) -> str:
    """Return the number of pages as text."""
    return "1 page" if number == 1 else f"{number} pages"


def write_json_report(checked: Iterable[CheckedFile]) -> str:
    """Return one object for each file with all its results. Boxes are in points from the lower left."""
    return json.dumps([_file_to_dict(one) for one in checked], indent=2, ensure_ascii=False) + "\n"


def _file_to_dict(checked: CheckedFile) -> dict[str, object]:
    return {
        "file": display_path(checked.path),
        "profile": checked.profile,
        "pages": checked.report.pages,
        "standards": list(checked.report.standards),
        "checks": [check.value for check in checked.report.checks],
        "errors": checked.count_by_severity(Severity.ERROR),
        "warnings": checked.count_by_severity(Severity.WARNING),
        "findings": [_result_to_dict(found) for found in checked.report.found],
    }


def _result_to_dict(found: CheckResult) -> dict[str, object]:
    return {
        "check": found.check.value,
        "severity": found.severity.value,
        "page": found.page or None,
        "boxes": [[round(edge, 2) for edge in box] for box in found.boxes],
        "places": found.count,
        "condition": found.condition or None,
        "message": found.message,
        "hint": found.hint,
    }


def write_junit_report(checked: Sequence[CheckedFile]) -> str:
    """Return a suite for each file and a case for each check, for build servers. Errors are failures.

    A check that was not made is skipped.
    """
    root = Xml.Element("testsuites", name="preflight")
    for one in checked:
        suite = Xml.SubElement(root, "testsuite", name=show_control_characters(display_path(one.path)))
        cases = Counter({"tests": 0, "failures": 0, "skipped": 0, "errors": 0})
        for check in CRITERIA:
            found = [found for found in one.report.found if found.check is check]
            wrong = [found for found in found if found.severity is Severity.ERROR]
            case = Xml.SubElement(suite, "testcase", classname=show_control_characters(one.profile), name=check.value)
            cases.update(tests=1, failures=bool(wrong))
            unproved = not wrong and any(doubt.unproved for doubt in found)
            if unproved or (check not in one.report.checks and not found):
                cases.update(skipped=1)
                Xml.SubElement(case, "skipped", message="was not requested, or could not be run")
            if wrong:
                message = wrong[0].message if len(wrong) == 1 else f"{len(wrong)} errors"
                Xml.SubElement(case, "failure", message=show_control_characters(message)).text = _junit_lines(wrong)
            mild = [found for found in found if found.severity is not Severity.ERROR]
            if mild:
                Xml.SubElement(case, "system-out").text = _junit_lines(mild)
        suite.attrib.update({key: str(number) for key, number in cases.items()})
    Xml.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{Xml.tostring(root, encoding='unicode')}\n"


def _junit_line(found: CheckResult) -> str:
    where = f"page {found.page}: " if found.page else ""
    return f"{where}{found.severity}: {describe_result(found)}" + (f"; {found.hint}" if found.hint else "")


def _junit_lines(listed: Iterable[CheckResult]) -> str:
    return "\n".join(show_control_characters(_junit_line(found)) for found in listed)


def report_to_findings(report: PreflightReport, called: str) -> tuple[Finding, ...]:
    """Convert the results of a file to findings. Equal results on several pages are merged."""
    return reports_to_findings([(report, called)])


def reports_to_findings(reports: Iterable[tuple[PreflightReport, str]]) -> tuple[Finding, ...]:
    """Convert results of several files, each with its name, to findings, and merge results of one kind."""
    kinds: dict[CheckResult, list[tuple[str, CheckResult]]] = {}
    for report, called in reports:
        for found in report.found:
            kinds.setdefault(result_kind(found), []).append((called, found))
    return tuple(_merge_to_finding(listed) for listed in kinds.values())


def _merge_to_finding(listed: list[tuple[str, CheckResult]]) -> Finding:
    one = merge_results([found for _, found in listed])
    files: dict[str, list[CheckResult]] = {}
    for called, found in listed:
        files.setdefault(called, []).append(found)
    pages = {called: _list_pages(found) for called, found in files.items()}
    where = [f"{called}, {_format_page_ranges(one, pages[called])}" if pages[called] else called for called in files]
    documents = "; ".join(_list_first_places(one, where, _MOST_FILES))
    code = UNVERIFIED if one.unproved else f"preflight-{one.check}"
    message = f"{documents}: {one.message}"
    return Finding(code, message, hint=one.hint, severity=one.severity, documents=documents)


def _list_first_places(found: CheckResult, places: list[str], most: int) -> list[str]:
    """Return the first of many places; for errors, all of them."""
    more = 0 if found.severity is Severity.ERROR else len(places) - most
    return [*places[:most], f"and {more} more"] if more > 0 else places


def _format_page_ranges(found: CheckResult, pages: list[int]) -> str:
    """Format page numbers, with consecutive pages as ranges."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    ranges = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"{'page' if len(pages) == 1 else 'pages'} {', '.join(_list_first_places(found, ranges, _MOST_RUNS))}"
