"""What was found wrong, and where: the one vocabulary in which every stage reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

UNPROVED = "unproved"
"""Code of findings which say that something could not be judged: it is neither fit nor unfit."""


class Severity(StrEnum):
    """How grave a finding is; an error stops the build before anything is written."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a file that somebody wrote; line and column count from 1."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or remark: what was found, where, and what to write instead.

    ``code`` is stable and lowercase with hyphens (``unknown-key``); ``message`` says what was found in plain
    words; ``hint`` says what to write. ``place`` is None only where no line of any file is to blame; ``subject`` is
    the text that a later stage found at fault, by which its place can still be told.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR
    subject: str = field(default="", compare=False)


class Faults(Exception):  # noqa: N818 - named for what it holds
    """Faults that an author can mend, raised once with all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message for finding in self.findings))

    def __reduce__(self) -> tuple[type[Faults], tuple[tuple[Finding, ...]]]:
        """Let a worker raise them: an exception is carried by what it was made of."""
        return type(self), (self.findings,)


def has_errors(findings: Iterable[Finding], strict: bool = False) -> bool:
    """Tell whether any finding stops a build; where it is `strict`, warnings do too."""
    stops = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(finding.severity in stops for finding in findings)
