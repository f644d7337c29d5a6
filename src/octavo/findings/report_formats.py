"""Put findings before their readers: findings in, text for people or for a build server out."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from ..files.guarded_files import read_file
from .finding import Faults, Finding, Place, Severity

WIDTH: Final = 100
"""Columns of a source line that are shown; what is longer is cut around the caret."""
COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "blue"}
_MOST_BYTES: Final = 6_000_000
"""Bytes of a file of which a line is shown; nobody writes longer ones by hand."""
_GITHUB: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}
_GITLAB: Final = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def as_text(findings: Iterable[Finding], colour: bool = False) -> str:
    """Write findings one after the other, each with its source line, a caret and what to write; then their number."""
    findings = tuple(findings)
    if not findings:
        return ""
    lines = cache(_lines)
    counted = count(finding.severity for finding in findings)
    return "\n".join([*(_paragraph(finding, colour, lines) for finding in findings), counted, ""])


def as_json(findings: Iterable[Finding]) -> str:
    """Write findings as a JSON list of objects with the same keys, whatever they hold."""
    return json.dumps([_plain(finding) for finding in findings], indent=2, ensure_ascii=False) + "\n"


def as_github(findings: Iterable[Finding], root: Path | None = None) -> str:
    """Write findings as GitHub workflow commands, which put them beside the lines of a pull request.

    GitHub finds a file by its path from the `root` of the repository, wherever one works in it.
    """
    return "".join(f"{_workflow_command(finding, root)}\n" for finding in findings)


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


# By these, wherever in a line, logs are commanded: ##[ and ##vso[ (Azure, GitHub), section_start: (GitLab).
_COMMAND: Final = r"#(?=#\w*\[)|(?<=section)_(?=(?:start|end):)"
_BIDIRECTIONAL: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSEEN: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_UNFIT: Final = re.compile(rf"[{_UNSEEN}{_BIDIRECTIONAL}]|{_COMMAND}")
# Two colons command GitHub at the head of a line, also after spaces.
_HEAD: Final = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
_LOOK: Final = re.compile(r"(\x1b\[[0-9;]*m)")


def visible(text: str) -> str:
    """Show control characters as signs, so that no value can steer a terminal or command a build server."""
    return _UNFIT.sub(lambda found: _as_number(found[0], "text"), "".join(map(_sign, text)))


def printable(text: str, form: str = "text", colour: bool = False) -> str:
    """Make text fit to be printed: whatever in it could still command its reader is escaped by its number.

    All that goes to a terminal, a log or into a report passes here, once. `form` is that of ``--format``; of text in
    `colour` the codes that colour it stay. Lines of ``github`` are commands, and made of values that are escaped.
    """

    def escaped(found: re.Match[str]) -> str:
        return _as_number(found[0], form)

    parts = _LOOK.split(text) if colour else [text]
    parts[::2] = [_UNFIT.sub(escaped, part) for part in parts[::2]]
    text = "".join(parts)
    return text if form == "github" else _HEAD.sub(lambda found: found[1] + _as_number(":", form), text)


def _as_number(sign: str, form: str) -> str:
    if form in ("json", "gitlab"):
        units = sign.encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
    return f"&#{ord(sign)};" if form in ("html", "junit") else f"<U+{ord(sign):04X}>"


def _sign(character: str) -> str:
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "\u2421"
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return f"<U+{number:04X}>" if hidden and character not in "\u200c\u200d\u00ad" else character


def shown_path(path: Path, root: Path | None = None) -> str:
    """Write a path relative to `root`, else to the current folder, where it lies below it."""
    folders = (folder for folder in (root, Path.cwd()) if folder and path.is_relative_to(folder))
    folder = next(folders, None)
    return os.fspath(path.relative_to(folder) if folder else path)


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
    cells = ["    " if character == "\t" else _sign(character) for character in line]
    widths = [_width(cell) for cell in cells]
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


def _lines(path: Path) -> tuple[str, ...]:
    try:
        data = read_file(path, _MOST_BYTES)
    except (Faults, OSError, ValueError):
        data = b""
    text = data.decode("utf-8-sig", "replace")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or ("\0" in text and "\ufffd" in text):
        return ()  # UTF-16, or no text at all: no line of it can be shown
    return tuple(re.split(r"\r\n|\r|\n", text))


def count(severities: Iterable[Severity]) -> str:
    """Count what was found, the gravest first; "" where nothing was."""
    number = Counter(severities)
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "piece of advice"}
    plural = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.ADVICE: "pieces of advice"}
    return ", ".join(
        f"{number[kind]} {(words if number[kind] == 1 else plural)[kind]}" for kind in words if number[kind]
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


def styled(text: str, colour: bool, fg: str | None = None, bold: bool = False) -> str:
    """Give words the look that a terminal shows, if colours are wanted."""
    if not colour:
        return text
    from click import style

    return style(text, fg=fg, bold=bold)
