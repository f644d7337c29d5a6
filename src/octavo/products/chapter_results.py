"""Submit the chapters of a volume, take their results, and replace what fails by a notice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ..chapters.author_pdf.pdf_placement import AuthorPdfJob, PlacedPdf, TypeArea
from ..chapters.chapter_job import TypesetChapter
from ..chapters.chapter_typesetter import check_chapter
from ..checking.name_leaks import NAME_REVEALED, check_pdf_names
from ..checking.naming_rule import protected_names_pattern
from ..findings.finding import MISSING_GLYPH, Finding, MissingKind, Place, has_errors
from ..model.volume import Volume
from ..pdf.binding.binding_plan import Leaf
from ..processes.current_file import working_on
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetPart
from .faulty_figures import drop_faulty_figures, find_chapter_faults, find_leaf_faults, make_chapter_leaf
from .figure_judgement import judge_figure
from .filled_product import FilledProduct, collect_findings
from .product_builder import DocumentChecker
from .scheduler import ScheduledJob, Scheduler
from .volume_chapters import (
    NEUTRAL_REASON,
    VolumeChapter,
    compare_title,
    find_ambiguous_references,
    find_repeated_texts,
    known_labels,
    limit_to_chapter,
    make_chapter_job,
    mark_missing,
    select_wanted_labels,
)


@dataclass(frozen=True)
class SubmittedChapters:
    """The chapters of a volume that are being typeset; `area` is the type area on which finished PDFs are placed.

    A `VolumeChapter` holds how far it is, so `gather` can run again after `drop_faulty_pieces`.
    """

    filled: FilledProduct
    volume: Volume
    chapters: tuple[VolumeChapter, ...]
    scheduler: Scheduler
    area: TypeArea

    def submit(self) -> None:
        """Submit all chapters, the longest first."""
        terms = self._index_terms()
        for read in sorted(self.chapters, key=lambda one: -len(one.data) // (20 if one.is_author_pdf else 1)):
            if read.is_author_pdf:
                read.scheduled_pdf = self.scheduler.submit_author_pdf(self._author_pdf_job(read, terms))
            else:
                read.job = make_chapter_job(self.filled, self.volume, read, terms)
                read.scheduled_text = self.scheduler.submit_chapter(read.job)

    def inspect_author_pdfs(self, checker: DocumentChecker) -> None:
        """Place and check authors' PDFs as a build would, and collect what is wrong with them."""
        for read in [read for read in self.chapters if read.is_author_pdf]:
            with working_on(read.file):
                scheduled = self.scheduler.submit_author_pdf(self._author_pdf_job(read, self._index_terms()))
            faults = self._take_author_pdf(read, scheduled) or self._check_placed_pdf(read, checker)
            if faults:
                mark_missing(read, faults, self.filled.log)
        self.filled.log.findings += find_repeated_texts(self.chapters)

    def _check_placed_pdf(self, read: VolumeChapter, checker: DocumentChecker) -> list[Finding]:
        """Check a placed PDF by itself. Return what keeps it out of the book; the rest goes to the log."""
        with working_on(read.file):
            (found,) = find_leaf_faults([chapter_leaf(read)], checker)
        located = [replace(one, place=read.source_place) for one in found]
        if has_errors(located):
            return located
        self.filled.log.findings += located
        return []

    def _index_terms(self) -> tuple[str, ...]:
        """Return the terms that the subject index searches for."""
        return tuple(entry.term for entry in self.filled.inputs.workshop.index_terms if not entry.see)

    def _author_pdf_job(self, read: VolumeChapter, terms: tuple[str, ...]) -> AuthorPdfJob:
        inputs, entry = self.filled.inputs, read.chapter
        families = tuple(inputs.people[author].family for author in entry.authors)
        protected = protected_names_pattern(inputs.whole)
        return AuthorPdfJob(
            read.name, str(entry.source), read.data, self.area, entry.title, families, terms,
            protected.pattern if protected else "",
        )  # fmt: skip

    def gather(self) -> None:
        """Wait for the chapters; those that refer to others are typeset once all labels are known."""
        log = self.filled.log
        for read in self.chapters:
            self._take_chapter(read)
        labels = known_labels(self.chapters, self.filled.inputs.words)
        waiting = [read for read in self.chapters if read.result is not None and read.result.unknown]
        for read in waiting:
            assert read.job is not None and read.result is not None  # noqa: S101 - it was typeset from a job
            log.findings += find_ambiguous_references(read, self.chapters)
            read.job = replace(read.job, others=select_wanted_labels(read.result, labels))
            read.scheduled_text = self.scheduler.submit_chapter(read.job)
        for read in waiting:
            self._take_chapter(read)
        for read in self.chapters:
            if read.scheduled_pdf is not None:
                if faults := self._take_author_pdf(read, read.scheduled_pdf):
                    self._typeset_notice(read, faults)
            elif read.result is not None:
                log.files += read.result.inputs
                log.findings += compare_title(read)
        log.findings += find_repeated_texts(self.chapters)

    def _take_chapter(self, read: VolumeChapter) -> None:
        """Take the result of a chapter in reStructuredText; if it failed, drop figures or else its text."""
        if read.scheduled_text is None:
            return
        made = read.scheduled_text.attempt(f"'{read.chapter.source}'", Place(read.file), MissingKind.CHAPTER)
        faults = [made] if isinstance(made, Finding) else self._find_stopping_faults(read, made)
        if faults:
            self._drop_figures(read, faults)
        else:
            assert not isinstance(made, Finding)  # noqa: S101 - that would be a fault
            read.result = made

    def _find_stopping_faults(self, read: VolumeChapter, made: TypesetChapter) -> list[Finding]:
        """Return the located findings of a chapter if it has errors; otherwise nothing.

        Protected names stop the book: no page or package may say why the chapter is missing, for that would name them.
        """
        if not has_errors(made.part.findings):
            return []
        known = filter(None, map(self.filled.locate_finding, made.part.findings))
        located = [replace(one, place=one.place or Place(read.file)) for one in known]
        self.filled.log.findings += [one for one in located if one.code == NAME_REVEALED]
        others = [one for one in located if one.code != NAME_REVEALED]
        return others if has_errors(others) else []

    def _drop_figures(
        self, read: VolumeChapter, faults: Sequence[Finding], checker: DocumentChecker | None = None
    ) -> None:
        """Typeset a chapter without the figures at fault; if none is, typeset a notice page."""
        job = drop_faulty_figures(read.job, faults, self.scheduler, checker) if read.job else None
        if job is not None:
            scheduled = self.scheduler.submit_chapter(job)
            made = scheduled.attempt(f"'{read.chapter.source}'", Place(read.file), MissingKind.CHAPTER)
            if not isinstance(made, Finding) and not find_chapter_faults(made, checker):
                read.job, read.result, read.scheduled_text = job, made, None
                return
        self._typeset_notice(read, faults)

    def _typeset_notice(self, read: VolumeChapter, faults: Sequence[Finding]) -> None:
        """Typeset only the opening page of a chapter, which says why its text is missing."""
        mark_missing(read, faults, self.filled.log)
        read.scheduled_text = read.scheduled_pdf = None
        read.result = self._typeset_opening(read)
        if any(
            one.code == MISSING_GLYPH for one in read.result.part.findings
        ):  # the reason may contain characters that no face has
            read.missing = NEUTRAL_REASON
            read.result = self._typeset_opening(read)

    def _typeset_opening(self, read: VolumeChapter) -> TypesetChapter:
        read.job = make_chapter_job(self.filled, self.volume, read, ())
        return self.scheduler.submit_chapter(read.job).result()

    def _take_author_pdf(self, read: VolumeChapter, scheduled: ScheduledJob[PlacedPdf]) -> list[Finding]:
        """Take the result of a finished PDF; if it cannot be bound, return what was found instead."""
        placed = scheduled.attempt(f"'{read.chapter.source}'", read.place, MissingKind.CHAPTER)
        if isinstance(placed, Finding):
            return [placed]
        part, inputs = placed.part, self.filled.inputs
        findings = [replace(finding, place=finding.place or read.place) for finding in part.findings]
        if not part.pages:
            message = f"'{read.chapter.source}' has no pages to bind"
            empty = [] if has_errors(findings) else [Finding("paper-empty", message, read.place, "export it again")]
            return [*findings, *empty]
        authors = inputs.whole.chapters[read.number].authors
        findings += check_pdf_names(inputs.whole, authors, placed.guarded_pages, str(read.chapter.source), read.place)
        self.filled.log.findings += findings
        index = {term: tuple(pages) for term, pages in placed.terms.items()}
        read.result = TypesetChapter(replace(part, findings=()), index=index)
        read.text_digest = placed.text_digest
        return []

    def drop_faulty_pieces(self, checker: DocumentChecker) -> bool:
        """Drop figures, or else chapters, that keep the book from being published.

        Return whether any was dropped; then the product can be finished again.
        """
        whole = [read for read in self.chapters if not read.missing]
        faults = find_leaf_faults([chapter_leaf(read) for read in whole], checker)
        for read, found in zip(whole, faults, strict=True):
            if found:
                located = [
                    replace(one, message=f"'{read.chapter.source}': {one.message}", place=read.source_place)
                    for one in found
                ]
                self._drop_figures(read, located, checker)
        return any(faults)

    def part_place(self, part: TypesetPart) -> Place | None:
        """Return where a part that is a chapter was written."""
        return find_chapter_place(self.chapters, part)


def measure_type_area(sheets: StyleSheets, is_marked: bool) -> TypeArea:
    """Return the type area that the styles define, in points."""
    measure = sheets.measure
    head = measure("--top") - measure("--head-drop") + 1
    foot = measure("--bottom") - 22.7
    return TypeArea(
        measure("--trim-width"), measure("--trim-height"), measure("--top"), measure("--bottom"),
        measure("--inner"), measure("--outer"), head, max(0.0, foot + measure("--head-size")), is_marked,
    )  # fmt: skip


def chapter_leaf(read: VolumeChapter) -> Leaf:
    """Return the leaf of a typeset chapter."""
    assert read.result is not None  # noqa: S101 - all were gathered
    heading, foreign = (read.chapter.title, str(read.chapter.source)) if read.is_author_pdf else ("", "")
    return make_chapter_leaf(read.result.part, heading, foreign)


def inspect_manuscripts(filled: FilledProduct, volume: Volume, chapters: tuple[VolumeChapter, ...]) -> None:
    """Find faults of the manuscripts, as far as possible without typesetting."""
    log = filled.log
    texts = [read for read in chapters if not read.is_author_pdf and not read.missing]
    for read in texts:
        read.job = make_chapter_job(filled, volume, read, ())
        read.result = check_chapter(read.job, judge_figure)
    labels = known_labels(chapters, filled.inputs.words)
    for read in texts:
        assert read.job is not None and read.result is not None  # noqa: S101 - just made
        if read.result.unknown:
            log.findings += find_ambiguous_references(read, chapters)
            read.result = check_chapter(
                replace(read.job, others=select_wanted_labels(read.result, labels)), judge_figure
            )
        log.findings += compare_title(read)
        part = replace(read.result.part, findings=tuple(map(limit_to_chapter, read.result.part.findings)))
        collect_findings(filled, [part], part_place=partial(find_chapter_place, chapters))


def find_chapter_place(chapters: Iterable[VolumeChapter], part: TypesetPart) -> Place | None:
    """Return where a part that is a chapter was written: its manuscript, or the line that names its finished PDF."""
    return next((read.source_place for read in chapters if read.name == part.name), None)
