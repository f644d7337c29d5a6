"""Find the figures that stop a chapter or its book, and exclude them from the chapter's job.

Each figure is typeset as a chapter of its own, in the same way as the whole, so it shows the same fault. This is done
only after something has failed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ..chapters.chapter_job import ChapterJob, TypesetChapter
from ..chapters.chapter_typesetter import single_figure_job
from ..chapters.figure_faults import NOT_ARCHIVAL, NOT_DESCRIBED, NOT_READABLE
from ..findings.finding import Finding, MissingKind, Place, Severity, has_errors
from ..pdf.binding.binder import bind_parts
from ..pdf.binding.binding_plan import Leaf
from ..pdf.metadata.document_metadata import Metadata
from ..typesetting.typeset_job import TypesetPart
from .product_builder import DocumentChecker, FinishedDocument
from .scheduler import Scheduler


def drop_faulty_figures(
    job: ChapterJob, faults: Sequence[Finding], scheduler: Scheduler, checker: DocumentChecker | None = None
) -> ChapterJob | None:
    """Return the job without the figures that cause its faults; None if no figure does."""
    if any(
        finding.subject for finding in faults if finding.severity is Severity.ERROR
    ):  # text is the cause, and reported with its position
        return None
    paths = scheduler.submit_figure_list(job).attempt(job.name, Place(job.path), MissingKind.CHAPTER)
    if isinstance(paths, Finding):
        return None
    trials = {path: scheduler.submit_chapter(single_figure_job(job, path)) for path in paths}
    blamed: dict[str, Finding] = {}
    for path, trial in trials.items():
        made = trial.attempt(f"the figure '{path}'", Place(job.path), MissingKind.FIGURE)
        wrong = [made] if isinstance(made, Finding) else find_chapter_faults(made, checker)
        if wrong:
            blamed[path] = replace(wrong[0], message=_name_figure(wrong[0].message, path), place=None, subject="")
    return replace(job, without=blamed) if blamed else None


def _name_figure(message: str, path: str) -> str:
    return message if f"'{path}'" in message else f"the figure '{path}' cannot be printed: {message}"


def find_chapter_faults(made: TypesetChapter, checker: DocumentChecker | None = None) -> list[Finding]:
    """Return what keeps a chapter, or a book that contains it, from being published."""
    stops = [finding for finding in made.part.findings if has_errors([finding])]
    return stops if stops or checker is None else list(find_leaf_faults([make_chapter_leaf(made.part)], checker)[0])


def find_leaf_faults(leaves: Sequence[Leaf], checker: DocumentChecker) -> Sequence[Sequence[Finding]]:
    """Bind each chapter by itself and check it."""
    return checker([_bind_alone(leaf) for leaf in leaves])


def _bind_alone(leaf: Leaf) -> FinishedDocument:
    bound = bind_parts((leaf,), _TRIAL_METADATA, elsewhere=leaf.part.name)
    papers = {1: leaf.foreign} if leaf.foreign else {}
    return FinishedDocument(
        leaf.foreign or f"{leaf.part.name}.pdf", bound.pdf, bound.pages, papers=papers, places=((1, _TRIAL_PLACE),)
    )


def make_chapter_leaf(part: TypesetPart, heading: str = "", foreign: str = "") -> Leaf:
    """Return a chapter's leaf, with the conformance claims that its figures allow."""
    codes = {finding.code for finding in part.findings}
    archival, readable = not codes & {NOT_ARCHIVAL, NOT_READABLE}, not codes & {NOT_DESCRIBED, NOT_READABLE}
    return Leaf(part, heading=heading, foreign=foreign, archival=archival, readable=readable)


_TRIAL_PLACE = Place(Path())
_TRIAL_METADATA = Metadata("A chapter by itself", "en", datetime(2000, 1, 1, tzinfo=UTC))
