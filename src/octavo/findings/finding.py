"""What is wrong, and where: the values in which every stage reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from .fix import Fix, Remedy

UNVERIFIED = "unproved"
"""Code of findings that report what could not be checked: it is neither right nor wrong."""
MISSING_GLYPH = "missing-glyph"
"""Code of findings that report letters that no face has; a box stands in their place."""

TOO_MANY_PAGES = "too-many-pages"
"""Code of the finding that a product has more pages than it was asked to keep to; with it nothing is released."""

CITATIONS_NOT_SET = "style-failed"
"""Code of findings on citations that were not set in their style: it may go well another time."""


class Severity(StrEnum):
    """How grave a finding is; an error stops a product before anything is written, unless it has `missing`."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class MissingKind(StrEnum):
    """What a product lacks because of a finding; a placeholder stands in its place, or nothing."""

    CHAPTER = "chapter"
    TEXT = "text"
    """Words that could not be read, in whose place stands what was written, or letters that no face has."""
    FIGURE = "figure"
    FORMULA = "formula"
    CITATION = "citation"
    REFERENCE = "cross-reference"
    BIBLIOGRAPHY = "bibliography"
    COVER = "cover"
    FILE = "file"
    FACTS = "own facts in place of an example"
    TRANSLATION = "translation"
    """A text in the language that is built: that of another language stands in its place, with a sign."""


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A position in a source file; line and column count from 1."""

    file: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """An error, a warning or a piece of advice: what is wrong, where, and what to write instead.

    ``code`` is stable, in lower case with hyphens (``unknown-key``). ``message`` says what is wrong, ``hint`` what to
    write. ``place`` is None only if no line of any file is to blame. ``subject`` is the text that a later stage found
    at fault; its place can be found from it. ``missing`` says what the product lacks: such a product is written, but
    never released. ``documents`` are the words that begin the message if it names finished documents and their pages,
    as in "volume.pdf, page 3"; a colon follows them. ``fix`` is the hint in a form that a program can follow.
    """

    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    severity: Severity = Severity.ERROR
    subject: str = field(default="", compare=False)
    missing: MissingKind | None = None
    documents: str = field(default="", compare=False)
    fix: Fix | None = field(default=None, compare=False)

    @classmethod
    def with_remedy(
        cls, code: str, message: str, place: Place | None, remedy: Remedy, severity: Severity = Severity.ERROR
    ) -> Finding:
        """Make a finding whose hint is a sentence, or the words of a fix."""
        if isinstance(remedy, Fix):
            return cls(code, message, place, remedy.hint, severity, fix=remedy)
        return cls(code, message, place, remedy, severity)

    @property
    def message_without_documents(self) -> str:
        """Return the message without the documents that it begins with."""
        return self.message.removeprefix(f"{self.documents}: ") if self.documents else self.message


def merge_by_cause(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, each once; what has the same cause in several documents becomes one finding that names them."""
    merged: dict[Finding, dict[str, None]] = {}
    for finding in findings:
        cause = replace(finding, message=finding.message_without_documents, documents="")
        named = merged.setdefault(cause if finding.documents and finding.place else finding, {})
        if finding.documents:
            named[finding.documents] = None
    return tuple(_name_documents(cause, "; ".join(named)) for cause, named in merged.items())


def _name_documents(cause: Finding, documents: str) -> Finding:
    if not documents or cause.documents:
        return cause
    return replace(cause, message=f"{documents}: {cause.message}", documents=documents)


def element_subject(number: str, words: str = "") -> str:
    """Return the subject of a finding about an HTML element: the number in its attribute ``data-at``, and its words.

    `number` is empty if the element has none; `words` are those by which it is found where it was made from values.
    """
    return f"\0{number}\0{words}"


def resolve_element_place(finding: Finding, places: Sequence[Place]) -> Finding:
    """Return a finding about an HTML element with the place where that was written; `places` are by its number.

    The subject of what it returns are the words of the element.
    """
    if not finding.subject.startswith("\0"):
        return finding
    words = finding.subject[1:].partition("\0")[2]
    return replace(finding, place=find_element_place(finding.subject, places), subject=words)


def find_element_place(subject: str, places: Sequence[Place]) -> Place | None:
    """Return where the HTML element of a finding's subject was written, if that is known."""
    number = subject[1:].partition("\0")[0] if subject.startswith("\0") else ""
    return places[int(number)] if number and int(number) < len(places) else None


class FindingsError(Exception):
    """Errors of an author, raised where nothing can be returned; it carries all of them."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.message for finding in self.findings))

    def __reduce__(self) -> tuple[type[FindingsError], tuple[tuple[Finding, ...]]]:
        """Let a worker send it with all its findings."""
        return type(self), (self.findings,)


class OutsideError(FindingsError):
    """Errors whose cause is not the input: the disk, permissions, another build, or a cluster."""


def has_errors(findings: Iterable[Finding], strict: bool = False) -> bool:
    """Return whether any finding stops a product; if `strict`, warnings and missing pieces stop it too."""
    stops = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(finding.severity in stops and (strict or finding.missing is None) for finding in findings)


def is_incomplete(findings: Iterable[Finding]) -> bool:
    """Return whether a finished product lacks something that its author must correct before a release."""
    return any(finding.severity is Severity.ERROR and finding.missing is not None for finding in findings)
