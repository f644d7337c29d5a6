"""Define what is asked of a build, and the outcome for each product."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ..findings.finding import Finding, FindingsError, OutsideError, Place
from .output_folder.manifest import ManifestEntry

ProgressListener = Callable[[str, str, str], None]
"""Is called when a stage begins or ends, with the workshop, the product or "", and the stage."""


class OutcomeState(StrEnum):
    """The result of building or checking a product."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    INCOMPLETE = "incomplete"
    """Written, but a piece is missing or faulty; it must be corrected before a release."""
    FAULTY = "faulty"
    """The input has errors that its author can correct."""
    BLOCKED = "blocked"
    """Files could not be read or written, or another build was writing."""
    LACKING = "lacking"
    """A library is missing or of an unknown version, or the ICC profile of a printer is missing."""
    BROKEN = "broken"
    """A defect in Octavo; it is in `Outcome.error`."""


@dataclass(frozen=True)
class Outcome:
    """The outcome for one product, or for one checked workshop (then `product` is "")."""

    source: Path
    product: str
    state: OutcomeState
    findings: tuple[Finding, ...] = ()
    files: tuple[Path, ...] = ()
    error: Exception | None = None
    entries: tuple[ManifestEntry, ...] = ()
    """The manifest entry of each file."""

    @property
    def is_made(self) -> bool:
        """Whether the product is complete and up to date, or the checked workshop has no errors."""
        return self.state in (OutcomeState.BUILT, OutcomeState.UNCHANGED)

    @property
    def file(self) -> Path | None:
        """The first file of the product, or None."""
        return self.files[0] if self.files else None


@dataclass(frozen=True)
class BuildRequest:
    """What to build of each workshop. `output` replaces each project's build/.

    Without `products`, the products that the workshop describes are built. `press` adds a press file for each, and the
    cover. `printer` is a profile that replaces the workshop's own. `complete` asks for all products that can be made.
    `scheduler` is the address of a Dask cluster whose workers make the pages in place of this machine's. Without
    `languages`, all that the workshop lists are built; "" means its main one.
    """

    products: Sequence[str] = ()
    style: str | None = None
    press: bool = False
    printer: str | None = None
    output: Path | None = None
    strict: bool = False
    complete: bool = False
    scheduler: str | None = None
    languages: Sequence[str] = ()


def ignore_progress(workshop: str, product: str, stage: str) -> None:
    """Do nothing."""


def missing_library_finding(error: Exception) -> Finding | None:
    """Return the finding for a library of others that is not installed, as in an environment made for an older Octavo.

    None for any other error, and for a module of Octavo itself.
    """
    name = (error.name or "") if isinstance(error, ImportError) else ""
    if not name or name.partition(".")[0] == __package__.partition(".")[0]:
        return None
    message = f"the library '{name}' is missing: this installation is older than Octavo, or incomplete"
    hint = "run make setup in Octavo's folder; elsewhere: python -m pip install --upgrade octavo"
    return Finding("missing-library", message, hint=hint)


def make_failed_outcome(source: Path, product: str, error: Exception, found: Sequence[Finding] = ()) -> Outcome:
    """Return the outcome of a product that an error stopped: an input error, a system error, or a defect in Octavo."""
    if isinstance(error, FindingsError):
        state = OutcomeState.BLOCKED if isinstance(error, OutsideError) else OutcomeState.FAULTY
        return Outcome(source, product, state, (*found, *error.findings))
    if isinstance(error, OSError) and error.errno:
        # If the system does not name the file, no line of the workshop is shown.
        place = Place(Path(os.fsdecode(error.filename))) if isinstance(error.filename, str | bytes) else None
        where = "" if place else f" a file for {product or 'the check'} of {source.parent.name}"
        blocked = Finding("cannot-access", f"cannot read or write{where}: {error.strerror}", place)
        return Outcome(source, product, OutcomeState.BLOCKED, (*found, blocked), error=error)
    if missing := missing_library_finding(error):
        return Outcome(source, product, OutcomeState.LACKING, (*found, missing), error=error)
    words = f"a defect in Octavo stopped {product or 'the check'}: {type(error).__name__}: {error}"
    hint = "your input is not to blame; run again with --debug and report what it prints"
    broken = Finding("internal-error", words, Place(source), hint)
    return Outcome(source, product, OutcomeState.BROKEN, (*found, broken), error=error)
