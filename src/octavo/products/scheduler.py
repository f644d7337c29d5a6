"""Have parts set by workers, each once: a job in, a promise of the part out, from what is kept if it is kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from ..files import file_digests
from ..files.atomic_files import UnwritableError
from ..files.zip_archive import read_zip, write_zip
from ..findings.finding import Finding, FindingsError, MissingKind, Place
from ..processes.worker_pool import WorkerDied
from ..project.project_folders import Project
from ..project.stored_findings import DAMAGED_JSON_ERRORS
from ..typesetting.part_cache import CachedPart, PartCache
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart, describe_own_styles

if TYPE_CHECKING:
    from ..chapters.author_pdf.pdf_placement import AuthorPdfJob, PlacedPdf
    from ..chapters.chapter_job import ChapterJob, TypesetChapter
    from .chapter_files import ChapterFiles, ChapterFilesJob

P = ParamSpec("P")
T = TypeVar("T")
WORKER_DIED = "typesetter-died"
"""Code of findings on jobs that did not come to their end."""
INTERNAL_DEFECT = "internal-error"
"""Code of findings on what a defect of ours stopped."""


@dataclass
class ScheduledJob(Generic[T]):
    """What will come of a job; once it has come, it is kept."""

    future: Future[T]
    name: str
    keep: Callable[[T], None]
    styles: tuple[Style, ...] = ()
    defects: list[Exception] = field(default_factory=list)

    def result(self) -> T:
        """Wait for it. Raises Faults where the worker died of it."""
        try:
            made = self.future.result()
        except WorkerDied as death:
            message = f"'{self.name}' could not be typeset: {death}{describe_own_styles(self.styles)}"
            hint = "simplify, shorten or divide what it holds"
            finding = Finding(WORKER_DIED, message, death.place, hint)
            raise FindingsError([finding]) from death
        self.keep(made)
        self.keep = _store_nothing
        return made

    def attempt(self, called: str, place: Place, missing: MissingKind) -> T | Finding:
        """Wait for it; where it came to nothing, say of what the product is missing what, and where that stands.

        Raises Unwritable: of a disk that is full no piece is to blame.
        """
        try:
            return self.result()
        except UnwritableError:
            raise
        except FindingsError as faults:
            found = faults.findings[0]
            return replace(
                found,
                message=found.message.replace(f"'{self.name}'", called, 1),
                place=found.place or place,
                missing=missing,
            )
        except Exception as error:  # a defect of ours, which costs this job and no other
            self.defects.append(error)
            message = f"a defect in Octavo stopped {called}: {type(error).__name__}: {error}"
            hint = "this file brings it to light: report what --debug prints, and build without the file meanwhile"
            return Finding(INTERNAL_DEFECT, message, place, hint, missing=missing)


def _store_nothing(_: object) -> None:
    """Do nothing more."""


class AtOnce(Executor):
    """Does each job at once in this process, which must be one that can be stopped."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **keywords: P.kwargs) -> Future[T]:
        """Do a job, and give what came of it as its future."""
        future: Future[T] = Future()
        try:
            future.set_result(function(*args, **keywords))
        except Exception as error:  # it is raised where the result is asked for
            future.set_exception(error)
        return future


class Scheduler:
    """Workers and what is kept of their work; the same part asked for twice is set once."""

    def __init__(self, executor: Executor, store: PartCache, project: Project) -> None:
        self.executor, self._store, self._project = executor, store, project
        self._promises: dict[str, ScheduledJob[Any]] = {}
        self.defects: list[Exception] = []
        """Errors of our own that cost a job, for those who ask for tracebacks."""

    def submit_part(self, job: TypesetJob) -> ScheduledJob[TypesetPart]:
        """Have a part of our own set."""
        return self._schedule(_run_typesetter, job, lambda part: CachedPart(part), lambda kept: kept.part, job.styles)

    def submit_chapter(self, job: ChapterJob) -> ScheduledJob[TypesetChapter]:
        """Have a chapter in reST set."""
        return self._schedule(_run_chapter, job, self._pack_chapter, self._unpack_chapter, job.sheets.styles)

    def submit_figure_list(self, job: ChapterJob) -> ScheduledJob[tuple[str, ...]]:
        """Have the figures listed that a chapter names; the answer is not kept."""
        return ScheduledJob(self.executor.submit(_run_figure_list, job), job.name, _store_nothing, defects=self.defects)

    def submit_chapter_files(self, job: ChapterFilesJob) -> ScheduledJob[ChapterFiles]:
        """Have a chapter in reST written as files for its publisher."""
        return self._schedule(_run_chapter_files, job, self._pack_chapter_files, self._unpack_chapter_files)

    def submit_author_pdf(self, job: AuthorPdfJob) -> ScheduledJob[PlacedPdf]:
        """Have an author's finished PDF placed on the trim."""
        return self._schedule(_run_placement, job, _pack_author_pdf, _unpack_author_pdf)

    def _schedule(
        self,
        function: Callable[[Any], T],
        job: Any,
        pack: Callable[[T], CachedPart],
        unpack: Callable[[CachedPart], T],
        styles: tuple[Style, ...] = (),
    ) -> ScheduledJob[T]:
        key = self._store.compute_key(job)
        if key not in self._promises:
            known = self._load_result(key, unpack)
            if known is not None:
                ready: Future[T] = Future()
                ready.set_result(known)
                self._promises[key] = ScheduledJob(ready, job.name, _store_nothing, defects=self.defects)
            else:
                future = self.executor.submit(function, job)
                keep = partial(self._store_result, key, pack)
                self._promises[key] = ScheduledJob(future, job.name, keep, styles, self.defects)
        promise: ScheduledJob[T] = self._promises[key]
        return promise

    def _store_result(self, key: str, pack: Callable[[T], CachedPart], made: T) -> None:
        self._store.store_part(key, pack(made))

    def _load_result(self, key: str, unpack: Callable[[CachedPart], T]) -> T | None:
        """Give what was kept under a key, if it is that which is kept under such a key."""
        kept = self._store.load_part(key)
        if kept is None:
            return None
        try:
            return unpack(kept)
        except DAMAGED_JSON_ERRORS:
            return None

    def _pack_chapter(self, made: TypesetChapter) -> CachedPart:
        told = {
            "title": made.title,
            "labels": {name: asdict(one) for name, one in made.labels.items()},
            "unknown": list(made.unknown),
            "index": {term: list(pages) for term, pages in made.index.items()},
            "anchors": dict(made.anchors),
            "counts": dict(made.counts),
        }
        inputs = {self._project.path_label(path): file_digests.digest_file(path) for path in made.inputs}
        return CachedPart(made.part, told, inputs)

    def _pack_chapter_files(self, made: ChapterFiles) -> CachedPart:
        inputs = {self._project.path_label(path): file_digests.digest_file(path) for path in made.inputs}
        told = {"pictures": [asdict(one) for one in made.pictures], "counts": dict(made.counts)}
        return CachedPart(TypesetPart(made.name, write_zip(made.files), 0, {}, made.findings), told, inputs)

    def _unpack_chapter_files(self, kept: CachedPart) -> ChapterFiles:
        from .chapter_files import ChapterFigure, ChapterFiles

        inputs = tuple(self._project.locate_label(label) for label in kept.inputs)
        told, part = kept.details, kept.part
        pictures = tuple(ChapterFigure(**one) for one in told["pictures"])
        return ChapterFiles(part.name, read_zip(part.pdf), pictures, told["counts"], part.findings, inputs)

    def _unpack_chapter(self, kept: CachedPart) -> TypesetChapter:
        from ..chapters.chapter_job import TypesetChapter
        from ..chapters.numbering import LabelTarget

        told = kept.details
        return TypesetChapter(
            kept.part,
            told["title"],
            {name: LabelTarget(**one) for name, one in told["labels"].items()},
            tuple(told["unknown"]),
            {term: tuple(pages) for term, pages in told["index"].items()},
            told["anchors"],
            told["counts"],
            tuple(self._project.locate_label(label) for label in kept.inputs),
        )


# What these import is for workers to pay, not for a build that waits for them.


def _run_typesetter(job: TypesetJob) -> TypesetPart:
    from ..typesetting.typesetter import typeset

    return typeset(job)


def _run_chapter(job: ChapterJob) -> TypesetChapter:
    from ..chapters.chapter_typesetter import typeset_chapter

    return typeset_chapter(job)


def _run_figure_list(job: ChapterJob) -> tuple[str, ...]:
    from ..chapters.chapter_typesetter import list_figure_paths

    return list_figure_paths(job)


def _run_chapter_files(job: ChapterFilesJob) -> ChapterFiles:
    from .chapter_files import write_chapter_files

    return write_chapter_files(job)


def _run_placement(job: AuthorPdfJob) -> PlacedPdf:
    from ..chapters.author_pdf.pdf_placement import place_author_pdf

    return place_author_pdf(job)


def _pack_author_pdf(made: PlacedPdf) -> CachedPart:
    found = {"terms": made.terms, "named": made.guarded_pages}
    pages = {kind: {words: list(pages) for words, pages in stands.items()} for kind, stands in found.items()}
    return CachedPart(made.part, {"text_digest": made.text_digest, **pages})


def _unpack_author_pdf(kept: CachedPart) -> PlacedPdf:
    from ..chapters.author_pdf.pdf_placement import PlacedPdf

    terms, named = ({words: tuple(pages) for words, pages in kept.details[kind].items()} for kind in ("terms", "named"))
    return PlacedPdf(kept.part, kept.details["text_digest"], terms, named)
