"""Find the figures that stop a chapter, or the book that binds it: a job in, the same job without them out.

Each figure of the chapter is set as a chapter of its own, by the same way as the whole: what is wrong with it is then
wrong with that one too. It is done only where something has gone wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ..chapters.chapter_job import ChapterJob, TypesetChapter
from ..chapters.chapter_typesetter import NOT_ARCHIVAL, NOT_READABLE, single_figure_job
from ..findings.finding import Finding, MissingKind, Place, Severity, has_errors
from ..pdf.binding.binder import BoundPdf, bind_parts
from ..pdf.binding.binding_plan import Leaf
from ..pdf.metadata.document_metadata import Metadata
from ..typesetting.typeset_job import TypesetPart
from .scheduler import Scheduler

DocumentChecker = Callable[[Sequence[BoundPdf]], Sequence[Sequence[Finding]]]
"""Gives for each of several documents what is so wrong with it that it cannot be given away."""


def drop_faulty_figures(
    job: ChapterJob, faults: Sequence[Finding], setter: Scheduler, judge: DocumentChecker | None = None
) -> ChapterJob | None:
    """Take from a chapter the figures that are to blame for its faults; None where no figure is, or it has none."""
    if any(
        finding.subject for finding in faults if finding.severity is Severity.ERROR
    ):  # words are to blame, and told with their place
        return None
    paths = setter.picture_paths(job).attempt(job.name, Place(job.path), MissingKind.CHAPTER)
    if isinstance(paths, Finding):
        return None
    trials = {path: setter.chapter(single_figure_job(job, path)) for path in paths}
    blamed: dict[str, Finding] = {}
    for path, trial in trials.items():
        made = trial.attempt(f"the figure '{path}'", Place(job.path), MissingKind.FIGURE)
        wrong = [made] if isinstance(made, Finding) else find_chapter_faults(made, judge)
        if wrong:
            blamed[path] = replace(wrong[0], message=_name_figure(wrong[0].message, path), place=None, subject="")
    return replace(job, without=blamed) if blamed else None


def _name_figure(message: str, path: str) -> str:
    return message if f"'{path}'" in message else f"the figure '{path}' cannot be printed: {message}"


def find_chapter_faults(made: TypesetChapter, judge: DocumentChecker | None = None) -> list[Finding]:
    """Give what keeps a chapter from being bound, and what it would bring into a book that must not be there."""
    stops = [finding for finding in made.part.findings if has_errors([finding])]
    return stops if stops or judge is None else list(find_leaf_faults([make_chapter_leaf(made.part)], judge)[0])


def find_leaf_faults(leaves: Sequence[Leaf], judge: DocumentChecker) -> Sequence[Sequence[Finding]]:
    """Judge chapters, each bound by itself."""
    return judge([bind_parts((leaf,), _TRIAL_METADATA, elsewhere=leaf.part.name) for leaf in leaves])


def make_chapter_leaf(part: TypesetPart, heading: str = "", foreign: str = "") -> Leaf:
    """Make a leaf of a chapter, which says what its figures keep the book from claiming."""
    codes = {finding.code for finding in part.findings}
    archival, readable = not codes & {NOT_ARCHIVAL, NOT_READABLE}, NOT_READABLE not in codes
    return Leaf(part, heading=heading, foreign=foreign, archival=archival, readable=readable)


_TRIAL_METADATA = Metadata("A chapter by itself", "en", datetime(2000, 1, 1, tzinfo=UTC))
