"""Put what preflight found before its readers: judged files in; text, JSON or JUnit out. `sheet` has the HTML page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from ...findings.console_text import COLOURS, count, shown_path, styled, visible
from ...findings.finding import UNPROVED, Finding, Severity
from ..records.check_results import CheckResult, PreflightReport, kind, together
from ..records.criteria import CHECKS

_MOST_RUNS = 12
_MOST_FILES = 6


@dataclass(frozen=True)
class CheckedFile:
    """A file with the profile that it was held against, and what came of it."""

    path: Path
    profile: str
    report: PreflightReport

    def number(self, severity: Severity) -> int:
        """Count what was found of one gravity."""
        return sum(found.severity is severity for found in self.report.found)


def as_text(judged: Iterable[CheckedFile], colour: bool = False) -> str:
    """Write findings file by file, each with what to do; what is alike on several pages is one."""
    return "\n".join(_file(one, colour) for one in judged)


def _file(judged: CheckedFile, colour: bool) -> str:
    report = judged.report
    head = f"{visible(shown_path(judged.path))}: {in_pages(report.pages)}, held against {visible(judged.profile)}"
    lines = [styled(head, colour, bold=True)]
    listed = alike(report)
    for found, pages in listed.items():
        where = f"{_listed(found, pages)}: " if pages else ""
        gravity = styled(f"{found.severity}:", colour, fg=COLOURS[found.severity], bold=True)
        lines.append(f"  {where}{gravity} {visible(said(found, len(pages)))} [{found.check}]")
        if found.hint:
            lines.append(f"    {styled('hint:', colour, fg='green', bold=True)} {visible(found.hint)}")
    return "\n".join([*lines, f"  {_counted(listed)}", ""])


def alike(report: PreflightReport) -> dict[CheckResult, list[int]]:
    """Bring together what was found of one kind, with the pages on which it is."""
    kinds: dict[CheckResult, list[CheckResult]] = {}
    for found in report.found:
        kinds.setdefault(kind(found), []).append(found)
    return {together(listed): _pages(listed) for listed in kinds.values()}


def _pages(listed: Iterable[CheckResult]) -> list[int]:
    return sorted({found.page for found in listed} - {0})


def said(found: CheckResult, pages: int = 1) -> str:
    """Say what was found, and in how many places if they are more than its pages."""
    return found.message + (f" ({found.count} places)" if found.count > max(1, pages) else "")


def counted(judged: CheckedFile) -> str:
    """Count what was found, the gravest first."""
    return _counted(judged.report.found)


def _counted(listed: Iterable[CheckResult]) -> str:
    return count(found.severity for found in listed) or "nothing was found"


def in_pages(number: int) -> str:
    """Say how many pages there are."""
    return "1 page" if number == 1 else f"{number} pages"


def as_json(judged: Iterable[CheckedFile]) -> str:
    """Write one object for each file, with all its findings; boxes are in points from the lower left."""
    return json.dumps([_plain(one) for one in judged], indent=2, ensure_ascii=False) + "\n"


def _plain(judged: CheckedFile) -> dict[str, Any]:
    return {
        "file": shown_path(judged.path),
        "profile": judged.profile,
        "pages": judged.report.pages,
        "standards": list(judged.report.standards),
        "checks": [check.value for check in judged.report.checks],
        "errors": judged.number(Severity.ERROR),
        "warnings": judged.number(Severity.WARNING),
        "findings": [_finding(found) for found in judged.report.found],
    }


def _finding(found: CheckResult) -> dict[str, Any]:
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


def as_junit(judged: Sequence[CheckedFile]) -> str:
    """Write one suite for each file and one case for each check, which fails on errors, as build servers read it.

    One that was not made is skipped.
    """
    root = Xml.Element("testsuites", name="preflight")
    for one in judged:
        suite = Xml.SubElement(root, "testsuite", name=visible(shown_path(one.path)))
        cases = Counter({"tests": 0, "failures": 0, "skipped": 0, "errors": 0})
        for check in CHECKS:
            found = [found for found in one.report.found if found.check is check]
            wrong = [found for found in found if found.severity is Severity.ERROR]
            case = Xml.SubElement(suite, "testcase", classname=visible(one.profile), name=check.value)
            cases.update(tests=1, failures=bool(wrong))
            unproved = not wrong and any(doubt.unproved for doubt in found)
            if unproved or (check not in one.report.checks and not found):
                cases.update(skipped=1)
                Xml.SubElement(case, "skipped", message="was not asked for, or could not be made")
            if wrong:
                message = wrong[0].message if len(wrong) == 1 else f"{len(wrong)} errors"
                Xml.SubElement(case, "failure", message=visible(message)).text = _lines(wrong)
            mild = [found for found in found if found.severity is not Severity.ERROR]
            if mild:
                Xml.SubElement(case, "system-out").text = _lines(mild)
        suite.attrib.update({key: str(number) for key, number in cases.items()})
    Xml.indent(root)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{Xml.tostring(root, encoding='unicode')}\n"


def _line(found: CheckResult) -> str:
    where = f"page {found.page}: " if found.page else ""
    return f"{where}{found.severity}: {said(found)}" + (f"; {found.hint}" if found.hint else "")


def _lines(listed: Iterable[CheckResult]) -> str:
    return "\n".join(visible(_line(found)) for found in listed)


def as_findings(report: PreflightReport, called: str) -> tuple[Finding, ...]:
    """Give what was found of a file in the vocabulary of all stages, the same on several pages once."""
    return merged([(report, called)])


def merged(reports: Iterable[tuple[PreflightReport, str]]) -> tuple[Finding, ...]:
    """Give what was found of several files, each with what it is called; what is of one kind in several is one."""
    kinds: dict[CheckResult, list[tuple[str, CheckResult]]] = {}
    for report, called in reports:
        for found in report.found:
            kinds.setdefault(kind(found), []).append((called, found))
    return tuple(_finding_of(listed) for listed in kinds.values())


def _finding_of(listed: list[tuple[str, CheckResult]]) -> Finding:
    one = together([found for _, found in listed])
    files: dict[str, list[CheckResult]] = {}
    for called, found in listed:
        files.setdefault(called, []).append(found)
    pages = {called: _pages(found) for called, found in files.items()}
    where = [f"{called}, {_listed(one, pages[called])}" if pages[called] else called for called in files]
    said = f"{'; '.join(_few(one, where, _MOST_FILES))}: {one.message}"
    return Finding(UNPROVED if one.unproved else f"preflight-{one.check}", said, hint=one.hint, severity=one.severity)


def _few(found: CheckResult, places: list[str], most: int) -> list[str]:
    """Name the first of many places; of errors all."""
    more = 0 if found.severity is Severity.ERROR else len(places) - most
    return [*places[:most], f"and {more} more"] if more > 0 else places


def _listed(found: CheckResult, pages: list[int]) -> str:
    """List pages, those that follow one another as a range."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    told = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"{'page' if len(pages) == 1 else 'pages'} {', '.join(_few(found, told, _MOST_RUNS))}"
