"""Put findings before their readers: findings in, text for people or for a build server out."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from .console_text import COLOURS, WIDTH, count, shown_path, styled, visible, visible_sign
from .finding import Finding, Place, Severity

MOST_OF_A_KIND: Final = 100
"""Findings of one severity and code that people are shown."""
_GITHUB: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_GITLAB: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def as_text(findings: Iterable[Finding], read_lines: Callable[[Path], tuple[str, ...]], colour: bool = False) -> str:
    """Write findings one after the other, each with its source line, a caret and what to write; then their number."""
    findings = tuple(findings)
    if not findings:
        return ""
    lines = cache(read_lines)
    counted = count(finding.severity for finding in findings)
    shown, more = _first_of_each_kind(findings)
    rest = [f"and {words}; --format json lists all\n" for words in more]
    return "\n".join([*(_paragraph(finding, colour, lines) for finding in shown), *rest, counted, ""])


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


def as_json(findings: Iterable[Finding]) -> str:
    """Write findings as a JSON list of objects with the same keys, whatever they hold."""
    return json.dumps([_plain(finding) for finding in findings], indent=2, ensure_ascii=False) + "\n"


def as_github(findings: Iterable[Finding], root: Path | None = None) -> str:
    """Write findings as GitHub workflow commands, which put them beside the lines of a pull request.

    GitHub finds a file by its path from the `root` of the repository, wherever one works in it.
    """
    shown, more = _first_of_each_kind(findings)
    rest = [Finding("more", f"and {words}", severity=Severity.ADVICE) for words in more]
    return "".join(f"{_workflow_command(finding, root)}\n" for finding in (*shown, *rest))


def as_gitlab(findings: Iterable[Finding], root: Path | None = None) -> str:
    """Write findings as GitLab's code-quality report; a fingerprint stays when lines move."""
    seen: Counter[str] = Counter()
    entries = []
    for finding in findings:
        plain = _plain(finding, root)
        known = "\0".join((finding.code, str(plain["file"]), finding.message))
        seen[known] += 1
        entries.append(
            {
                "description": visible(_sentence(finding)),
                "check_name": finding.code,
                "fingerprint": sha256(f"{known}\0{seen[known]}".encode(errors="surrogateescape")).hexdigest(),
                "severity": _GITLAB[finding.severity],
                "location": {"path": plain["file"] or ".", "lines": {"begin": plain["line"] or 1}},
            }
        )
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def _paragraph(finding: Finding, colour: bool, lines: Callable[[Path], tuple[str, ...]]) -> str:
    severity = styled(f"{finding.severity}:", colour, fg=COLOURS[finding.severity], bold=True)
    place = finding.place
    where = [
        styled(f"{visible(shown_path(place.file))}:{place.line}:{place.column}:", colour, bold=True) if place else ""
    ]
    parts = [" ".join(filter(None, [*where, severity, visible(finding.message)]))]
    if place:
        parts += _excerpt(place, lines(place.file), colour)
    if finding.hint:
        parts.append(f"  {styled('hint:', colour, fg='green', bold=True)} {visible(finding.hint)}")
    return "\n".join([*parts, ""])


def _excerpt(place: Place, lines: tuple[str, ...], colour: bool) -> list[str]:
    """Show the line of a place with a caret under its column, however wide the characters before it."""
    if not 1 <= place.line <= len(lines) or not lines[place.line - 1].strip():
        return []
    number = f"{place.line:>5}"
    text, caret = _window(lines[place.line - 1], place.column - 1)
    margin = " " * len(number)
    return [f"{number} | {text}", f"{margin} | {' ' * caret}{styled('^', colour, fg='red', bold=True)}"]


def _window(line: str, column: int) -> tuple[str, int]:
    """Cut a line around a column; give what is shown and how many columns of the screen stand before the caret."""
    near = max(0, column - WIDTH)  # a line may have a million characters
    line, column, before = line[near : column + WIDTH], column - near, near > 0
    plain = line.isascii() and line.isprintable()
    cells = list(line) if plain else ["    " if character == "\t" else visible_sign(character) for character in line]
    widths = [1] * len(cells) if plain else [_width(cell) for cell in cells]
    column = min(column, len(cells))
    first, last = 0, len(cells)
    while sum(widths[first:last]) > WIDTH:
        if column - first > last - column - 1:
            first += 1
        else:
            last -= 1
    lead, tail = "…" if first or before else "", "…" if last < len(cells) else ""
    return f"{lead}{''.join(cells[first:last]).rstrip()}{tail}", len(lead) + sum(widths[first:column])


def _width(cell: str) -> int:
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in cell
    )


def _plain(finding: Finding, root: Path | None = None) -> dict[str, str | int | None]:
    place = finding.place
    return {
        "file": shown_path(place.file, root) if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
    }


def _sentence(finding: Finding) -> str:
    return f"{finding.message}; {finding.hint}" if finding.hint else finding.message


def _workflow_command(finding: Finding, root: Path | None) -> str:
    place = finding.place
    where = []
    if place:
        where = [
            f"file={_property(visible(shown_path(place.file, root)))}",
            f"line={place.line}",
            f"col={place.column}",
        ]
    properties = ",".join([*where, f"title={_property(finding.code)}"])
    message = _data("\n".join(visible(line) for line in filter(None, (finding.message, finding.hint))))
    return f"::{_GITHUB[finding.severity]} {properties}::{message}"


def _data(text: str) -> str:
    """Escape as GitHub's own toolkit does."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
