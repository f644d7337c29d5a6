"""Write findings as text for people, as JSON, or for a build server (GitHub, GitLab)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from .console_text import (
    EXCERPT_WIDTH,
    SEVERITY_COLOURS,
    count_by_severity,
    display_path,
    show_character,
    show_control_characters,
    style_text,
)
from .finding import Finding, Place, Severity

MOST_OF_A_KIND: Final = 20
"""Findings of one severity and code that people are shown."""
_FEWEST_ROWS: Final = 3
"""Places of one fault in a file that are told together."""
_MOST_LINES: Final = 12
"""Lines that are named of a fault."""
_ENTRY_NUMBER: Final = re.compile(r"\bentry \d+\b")
_GITHUB_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_GITLAB_SEVERITIES: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def format_as_text(
    findings: Iterable[Finding], read_lines: Callable[[Path], tuple[str, ...]], colour: bool = False
) -> str:
    """Write findings as text, each with its source line, a caret and a hint; the counts come last."""
    findings = tuple(findings)
    if not findings:
        return ""
    lines = cache(read_lines)
    counted = count_by_severity(finding.severity for finding in findings)
    rows = _group_rows(findings)
    shown, more = _first_of_each_kind(rows)
    rest = [f"and {words}; --format json lists all\n" for words in more]
    told = [_format_finding(finding, colour, lines, _name_lines(rows[finding])) for finding in shown]
    return "\n".join([*told, *rest, counted, ""])


def _group_rows(findings: Iterable[Finding]) -> dict[Finding, list[int]]:
    """Return findings with the lines in which the same fault stands again: in three rows of a file or more.

    Entries of a list are told apart by their numbers only.
    """
    alike: dict[object, list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        message = _ENTRY_NUMBER.sub("entry", finding.message)
        file = finding.place.file if finding.place else None
        alike.setdefault((finding.code, finding.severity, message, finding.hint, file), []).append(finding)
    rows: dict[Finding, list[int]] = {}
    for same in alike.values():
        if len(same) < _FEWEST_ROWS or same[0].place is None:
            rows |= {finding: [] for finding in same}
        else:
            rows[same[0]] = [finding.place.line for finding in same[1:] if finding.place]
    return {finding: rows[finding] for finding in findings if finding in rows}


def _name_lines(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    named = [str(line) for line in lines[:_MOST_LINES]]
    rest = f" and {len(lines) - _MOST_LINES:,} more (--format json lists all)" if len(lines) > _MOST_LINES else ""
    return f"also in lines {', '.join(named)}{rest}"


def _first_of_each_kind(findings: Iterable[Finding]) -> tuple[list[Finding], list[str]]:
    """Choose as many findings of each kind as anybody reads; say in words how many more there are."""
    seen: Counter[tuple[Severity, str]] = Counter()
    shown = []
    for finding in findings:
        kind = finding.severity, finding.code
        seen[kind] += 1
        if seen[kind] <= MOST_OF_A_KIND:
            shown.append(finding)
    left = {kind: number - MOST_OF_A_KIND for kind, number in seen.items() if number > MOST_OF_A_KIND}
    return shown, [f"{number:,} more of the kind {code} ({severity})" for (severity, code), number in left.items()]


def format_as_json(findings: Iterable[Finding]) -> str:
    """Write findings as a JSON list of objects that all have the same keys."""
    return json.dumps([_finding_to_dict(finding) for finding in findings], indent=2, ensure_ascii=False) + "\n"


def format_as_github(findings: Iterable[Finding], root: Path | None = None) -> str:
    """Write findings as GitHub workflow commands, which GitHub shows beside the lines of a pull request.

    Paths are relative to `root`, the root of the repository, in whatever folder the command runs.
    """
    shown, more = _first_of_each_kind(findings)
    rest = [Finding("more", f"and {words}", severity=Severity.ADVICE) for words in more]
    return "".join(f"{_workflow_command(finding, root)}\n" for finding in (*shown, *rest))


def format_as_gitlab(findings: Iterable[Finding], root: Path | None = None) -> str:
    """Write findings as GitLab's code-quality report; a fingerprint stays the same when lines move."""
    seen: Counter[str] = Counter()
    entries = []
    for finding in findings:
        plain = _finding_to_dict(finding, root)
        known = "\0".join((finding.code, str(plain["file"]), finding.message))
        seen[known] += 1
        entries.append(
            {
                "description": show_control_characters(_message_with_hint(finding)),
                "check_name": finding.code,
                "fingerprint": sha256(f"{known}\0{seen[known]}".encode(errors="surrogatepass")).hexdigest(),
                "severity": _GITLAB_SEVERITIES[finding.severity],
                "location": {"path": plain["file"] or ".", "lines": {"begin": plain["line"] or 1}},
            }
        )
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def _format_finding(finding: Finding, colour: bool, lines: Callable[[Path], tuple[str, ...]], again: str = "") -> str:
    severity = style_text(f"{finding.severity}:", colour, fg=SEVERITY_COLOURS[finding.severity], bold=True)
    place = finding.place
    where = [
        style_text(
            f"{show_control_characters(display_path(place.file))}:{place.line}:{place.column}:", colour, bold=True
        )
        if place
        else ""
    ]
    parts = [" ".join(filter(None, [*where, severity, show_control_characters(finding.message)]))]
    if place:
        parts += _format_excerpt(place, lines(place.file), colour)
    if again:
        parts.append(f"  {again}")
    if finding.hint:
        parts.append(f"  {style_text('hint:', colour, fg='green', bold=True)} {show_control_characters(finding.hint)}")
    return "\n".join([*parts, ""])


def _format_excerpt(place: Place, lines: tuple[str, ...], colour: bool) -> list[str]:
    """Return the line of a place, with a caret under its column; wide characters before it are counted as two."""
    if not 1 <= place.line <= len(lines) or not lines[place.line - 1].strip():
        return []
    number = f"{place.line:>5}"
    text, caret = _cut_around_column(lines[place.line - 1], place.column - 1)
    margin = " " * len(number)
    return [f"{number} | {text}", f"{margin} | {' ' * caret}{style_text('^', colour, fg='red', bold=True)}"]


def _cut_around_column(line: str, column: int) -> tuple[str, int]:
    """Cut a line around a column; return the text that is shown, and how many screen columns precede the caret."""
    near = max(0, column - EXCERPT_WIDTH)  # a line may have a million characters
    line, column, before = line[near : column + EXCERPT_WIDTH], column - near, near > 0
    plain = line.isascii() and line.isprintable()
    cells = list(line) if plain else ["    " if character == "\t" else show_character(character) for character in line]
    widths = [1] * len(cells) if plain else [_display_width(cell) for cell in cells]
    column = min(column, len(cells))
    first, last = 0, len(cells)
    while sum(widths[first:last]) > EXCERPT_WIDTH:
        if column - first > last - column - 1:
            first += 1
        else:
            last -= 1
    lead, tail = "…" if first or before else "", "…" if last < len(cells) else ""
    return f"{lead}{''.join(cells[first:last]).rstrip()}{tail}", len(lead) + sum(widths[first:column])


def _display_width(cell: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in cell
    )


def _finding_to_dict(finding: Finding, root: Path | None = None) -> dict[str, str | int | None]:
    place = finding.place
    return {
        "file": display_path(place.file, root) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
    }


def _message_with_hint(finding: Finding) -> str:
    return f"{finding.message}; {finding.hint}" if finding.hint else finding.message


def _workflow_command(finding: Finding, root: Path | None) -> str:
    place = finding.place
    where = []
    if place:
        where = [
            f"file={_escape_property(show_control_characters(display_path(place.file, root)))}",
            f"line={place.line}",
            f"col={place.column}",
        ]
    properties = ",".join([*where, f"title={_escape_property(finding.code)}"])
    message = _escape_message(
        "\n".join(show_control_characters(line) for line in filter(None, (finding.message, finding.hint)))
    )
    return f"::{_GITHUB_LEVELS[finding.severity]} {properties}::{message}"


def _escape_message(text: str) -> str:
    """Escape the text of a workflow command, as GitHub's own toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")
