"""What was found wrong, and where: the one vocabulary in which every stage reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

UNVERIFIED = "unproved"
"""Code of findings which say that something could not be judged: it is neither fit nor unfit."""


class Severity(StrEnum):
    """How grave a finding is; an error stops a product before anything is written, unless it says what is `missing`."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class MissingKind(StrEnum):
    """What a product does without, since something is wrong with it: a placeholder stands there, or nothing."""

    CHAPTER = "chapter"
    TEXT = "text"
    """Words that could not be read, in whose place stands what was written."""
    FIGURE = "figure"
    FORMULA = "formula"
    CITATION = "citation"
    REFERENCE = "cross-reference"
    BIBLIOGRAPHY = "bibliography"
    COVER = "cover"
    FILE = "file"


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
    the text that a later stage found at fault, by which its place can still be told. ``missing`` says that the product
    is made all the same, and what it lacks: such a product is written, and never released.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR
    subject: str = field(default="", compare=False)
    missing: MissingKind | None = None


def element_subject(number: str) -> str:
    """Say that an element of a page is at fault, by the number that its HTML bears (``data-at``)."""
    return f"\0{number}"


def resolve_element_place(finding: Finding, places: Sequence[Place]) -> Finding:
    """Give a finding on an element of a page the place where that was written; `places` are by its number."""
    if not finding.subject.startswith("\0"):
        return finding
    number = int(finding.subject[1:])
    return replace(finding, place=places[number] if number < len(places) else None, subject="")


class FindingsError(Exception):
    """Faults that an author can mend, raised once with all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message for finding in self.findings))

    def __reduce__(self) -> tuple[type[FindingsError], tuple[tuple[Finding, ...]]]:
        """Let workers send it, with all its findings."""
        return type(self), (self.findings,)


def has_errors(findings: Iterable[Finding], strict: bool = False) -> bool:
    """Tell whether any finding stops a product; where it is `strict`, warnings and missing pieces do too."""
    stops = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(finding.severity in stops and (strict or finding.missing is None) for finding in findings)


def is_incomplete(findings: Iterable[Finding]) -> bool:
    """Tell whether a product that was made lacks what its author must mend before anybody is given it."""
    return any(finding.severity is Severity.ERROR and finding.missing is not None for finding in findings)
