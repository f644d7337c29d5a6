"""Make text safe and readable for a terminal or a log: control characters, paths, counts, colour."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .finding import Severity

# These character sequences, anywhere in a line, are commands to CI logs: ##[ and ##vso[ (Azure, GitHub),
# section_start: (GitLab).
_LOG_COMMAND: Final = r"#(?=#\w*\[)|(?<=section)_(?=(?:start|end):)"
_BIDI_CONTROLS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE: Final = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_UNPRINTABLE: Final = re.compile(rf"[{_INVISIBLE}{_BIDI_CONTROLS}]|{_LOG_COMMAND}")
# Two colons at the start of a line, also after spaces, are a command to GitHub.
_GITHUB_COMMAND: Final = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
_COLOUR_CODE: Final = re.compile(r"(\x1b\[[0-9;]*m)")


EXCERPT_WIDTH: Final = 100
"""Columns of a source line that are shown; a longer line is cut around the caret."""


SEVERITY_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "blue"}


def show_control_characters(text: str) -> str:
    """Replace control characters by visible ones, so that no value can steer a terminal or a build server."""
    shown = text if text.isprintable() else "".join(map(show_character, text))
    return _UNPRINTABLE.sub(lambda found: _escape_character(found[0], "text"), shown)


def show_character(character: str) -> str:
    number = ord(character)
    if number < 0x20:
        return chr(0x2400 + number)
    if number == 0x7F:
        return "\u2421"
    hidden = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return f"<U+{number:04X}>" if hidden and character not in "\u200c\u200d\u00ad" else character


def display_path(path: Path, root: Path | None = None) -> str:
    """Return a path relative to `root`, else relative to the current folder; unchanged if it lies in neither."""
    folders = (folder for folder in (root, Path.cwd()) if folder and path.is_relative_to(folder))
    folder = next(folders, None)
    return os.fspath(path.relative_to(folder) if folder else path)


def count_by_severity(severities: Iterable[Severity]) -> str:
    """Count findings by severity, errors first: "2 errors, 1 warning"; "" if there are none."""
    number = Counter(severities)
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "piece of advice"}
    plural = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.ADVICE: "pieces of advice"}
    return ", ".join(
        f"{number[kind]} {(words if number[kind] == 1 else plural)[kind]}" for kind in words if number[kind]
    )


def style_text(text: str, colour: bool, fg: str | None = None, bold: bool = False) -> str:
    """Return text with the colour codes of a terminal, or unchanged if `colour` is off."""
    if not colour:
        return text
    from click import style

    return style(text, fg=fg, bold=bold)


def format_page_list(numbers: Iterable[int]) -> str:
    """Write page numbers as in a sentence: page 3; pages 2, 3 and 7."""
    known = [str(number) for number in sorted(set(numbers))]
    if len(known) == 1:
        return f"page {known[0]}"
    shown = known if len(known) <= 8 else [*known[:7], f"{len(known) - 7} more"]
    return f"pages {', '.join(shown[:-1])} and {shown[-1]}"


def escape_unprintable(text: str, form: str = "text", colour: bool = False) -> str:
    """Escape by number whatever could still command the reader of a log, a terminal or a report.

    All output passes through this once. `form` is the value of ``--format``. With `colour`, the codes that colour text
    stay. Lines of ``github`` are commands already, made of escaped values.
    """

    def escaped(found: re.Match[str]) -> str:
        return _escape_character(found[0], form)

    parts = _COLOUR_CODE.split(text) if colour else [text]
    parts[::2] = [_UNPRINTABLE.sub(escaped, part) for part in parts[::2]]
    text = "".join(parts)
    return (
        text if form == "github" else _GITHUB_COMMAND.sub(lambda found: found[1] + _escape_character(":", form), text)
    )


def _escape_character(sign: str, form: str) -> str:
    if form in ("json", "gitlab"):
        units = sign.encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
    return f"&#{ord(sign)};" if form in ("html", "junit") else f"<U+{ord(sign):04X}>"
