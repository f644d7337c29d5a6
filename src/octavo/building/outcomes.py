"""What became of each product, and what was asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ..files.atomic_files import UnwritableError
from ..findings.finding import Finding, FindingsError, Place
from .output_folder.manifest import ManifestEntry

Tell = Callable[[str, str, str], None]
"""Hears of progress: workshop, product or "", stage."""


class OutcomeState(StrEnum):
    """What became of a product."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    INCOMPLETE = "incomplete"
    """Made and written, but for a piece that something is wrong with: its author must mend that before a release."""
    FAULTY = "faulty"
    """The input holds faults, which its author can mend."""
    BLOCKED = "blocked"
    """Files could not be read or written, or another build was writing."""
    LACKING = "lacking"
    """A library is missing or of an unknown version, or the ICC profile of a printer is missing."""
    BROKEN = "broken"
    """A defect of the toolkit; `Outcome.error` holds it."""


@dataclass(frozen=True)
class Outcome:
    """What became of one product, or of one workshop that was checked (`product` is "" then)."""

    source: Path
    product: str
    state: OutcomeState
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()
    error: Exception | None = None
    entries: tuple[ManifestEntry, ...] = ()
    """What the manifest tells of each of the files."""

    @property
    def is_made(self) -> bool:
        """Tell whether it is built whole, or in order."""
        return self.state in (OutcomeState.BUILT, OutcomeState.UNCHANGED)

    @property
    def file(self) -> Path | None:
        """Give the file of a product that has but one, or its first."""
        return self.files[0] if self.files else None


@dataclass(frozen=True)
class BuildRequest:
    """What is to be built of each workshop; `output` stands in for each project's build/.

    Without `products`, those that the workshop describes. `press` asks for a printer's file of each as well, and for
    the cover; `printer` names his profile, in place of the workshop's own. `complete` asks for all that can be made.
    """

    products: Sequence[str] = ()
    style: str | None = None
    press: bool = False
    printer: str | None = None
    output: Path | None = None
    strict: bool = False
    complete: bool = False


def silent(workshop: str, product: str, stage: str) -> None:
    """Tell nobody."""


def failed(source: Path, product: str, error: Exception, found: Sequence[Finding] = ()) -> Outcome:
    """Say what became of a product that an error stopped: a fault of the input, of the machine, or one of ours."""
    if isinstance(error, FindingsError):
        state = OutcomeState.BLOCKED if isinstance(error, UnwritableError) else OutcomeState.FAULTY
        return Outcome(source, product, state, (*found, *error.findings))
    if isinstance(error, OSError) and error.errno:
        # Where the system does not say of which file it speaks, no line of the workshop is to blame.
        place = Place(Path(os.fsdecode(error.filename))) if isinstance(error.filename, str | bytes) else None
        where = "" if place else f" a file for {product or 'the check'} of {source.parent.name}"
        blocked = Finding("cannot-access", f"cannot read or write{where}: {error.strerror}", place)
        return Outcome(source, product, OutcomeState.BLOCKED, (*found, blocked), error=error)
    words = f"a defect in Octavo stopped {product or 'the check'}: {type(error).__name__}: {error}"
    hint = "your input is not to blame; run again with --debug and report what it prints"
    broken = Finding("internal-error", words, Place(source), hint)
    return Outcome(source, product, OutcomeState.BROKEN, (*found, broken), error=error)
