"""Submit jobs to workers, each once, and take results from the cache where possible."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar

from ..files import file_digests
from ..files.zip_archive import read_zip, write_zip
from ..findings.finding import Finding, FindingsError, MissingKind, OutsideError, Place
from ..processes.worker_pool import WorkerDied
from ..project.project_folders import Project
from ..project.stored_findings import DAMAGED_JSON_ERRORS
from ..typesetting.cache_key import FileNamer
from ..typesetting.part_cache import CachedPart, PartCache
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart, describe_own_styles

if TYPE_CHECKING:
    from ..chapters.author_pdf.pdf_placement import AuthorPdfJob, PlacedPdf
    from ..chapters.chapter_job import ChapterJob, TypesetChapter
    from .chapter_files import ChapterFiles, ChapterFilesJob

P = ParamSpec("P")
T = TypeVar("T")
WORKER_DIED = "typesetter-died"
"""Code of findings on jobs whose worker died."""
INTERNAL_DEFECT = "internal-error"
"""Code of findings on jobs stopped by a defect of Octavo."""


class CacheableJob(Protocol):
    """A job of which equal ones give equal results."""

    @property
    def name(self) -> str:
        """The name of the part, for messages."""

    def cache_key(self, environment: str, name: FileNamer) -> str:
        """Return the key under which the result is cached."""


@dataclass
class ScheduledJob(Generic[T]):
    """The future result of a job; it is cached as soon as it is known."""

    future: Future[T]
    name: str
    keep: Callable[[T], None]
    styles: tuple[Style, ...] = ()
    defects: list[Exception] = field(default_factory=list)

    def result(self) -> T:
        """Wait for the result. Raises FindingsError if the worker died."""
        try:
            made = self.future.result()
        except WorkerDied as death:
            message = f"'{self.name}' cannot be typeset: {death}{describe_own_styles(self.styles)}"
            hint = "simplify, shorten or split its content"
            finding = Finding(WORKER_DIED, message, death.place, hint)
            raise FindingsError([finding]) from death
        self.keep(made)
        self.keep = _store_nothing
        return made

    def attempt(self, called: str, place: Place, missing: MissingKind) -> T | Finding:
        """Wait for the result; if the job failed, return a finding on what the product now lacks.

        Raises OutsideError: a full disk, or a cluster that is lost, is no fault of the input.
        """
        try:
            return self.result()
        except OutsideError:
            raise
        except FindingsError as faults:
            found = faults.findings[0]
            return replace(
                found,
                message=found.message.replace(f"'{self.name}'", called, 1),
                place=found.place or place,
                missing=missing,
            )
        except Exception as error:  # a defect of Octavo, which affects this job only
            self.defects.append(error)
            message = f"a defect in Octavo stopped {called}: {type(error).__name__}: {error}"
            hint = "report what --debug prints; until then, build without this file"
            return Finding(INTERNAL_DEFECT, message, place, hint, missing=missing)


def _store_nothing(_: object) -> None:
    """Do nothing."""


class ImmediateExecutor(Executor):
    """Runs each job at once in this process, which must be one that can be stopped."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **keywords: P.kwargs) -> Future[T]:
        """Run a job and return its future."""
        future: Future[T] = Future()
        try:
            future.set_result(function(*args, **keywords))
        except Exception as error:  # raised where the result is requested
            future.set_exception(error)
        return future


class Scheduler:
    """The workers and the cache; equal jobs run once."""

    def __init__(self, executor: Executor, store: PartCache, project: Project) -> None:
        self.executor, self._store, self._project = executor, store, project
        self._promises: dict[str, ScheduledJob[Any]] = {}
        self.defects: list[Exception] = []
        """Defects of Octavo that stopped a job, for tracebacks."""

    def forget_results(self) -> None:
        """Forget all results; jobs that are submitted after this run anew, unless they are cached."""
        self._promises.clear()

    def submit_part(self, job: TypesetJob) -> ScheduledJob[TypesetPart]:
        """Submit a part of our own."""
        return self._schedule(_run_typesetter, job, lambda part: CachedPart(part), lambda kept: kept.part, job.styles)

    def submit_chapter(self, job: ChapterJob) -> ScheduledJob[TypesetChapter]:
        """Submit a chapter in reStructuredText."""
        return self._schedule(_run_chapter, job, self._pack_chapter, self._unpack_chapter, job.sheets.styles)

    def submit_figure_list(self, job: ChapterJob) -> ScheduledJob[tuple[str, ...]]:
        """Submit the search for the figures that a chapter names; the result is not cached."""
        return ScheduledJob(self.executor.submit(_run_figure_list, job), job.name, _store_nothing, defects=self.defects)

    def submit_chapter_files(self, job: ChapterFilesJob) -> ScheduledJob[ChapterFiles]:
        """Submit the publisher's files of a chapter in reStructuredText."""
        return self._schedule(_run_chapter_files, job, self._pack_chapter_files, self._unpack_chapter_files)

    def submit_author_pdf(self, job: AuthorPdfJob) -> ScheduledJob[PlacedPdf]:
        """Submit the placement of an author's finished PDF."""
        return self._schedule(_run_placement, job, _pack_author_pdf, _unpack_author_pdf)

    def _schedule(
        self,
        function: Callable[[Any], T],
        job: CacheableJob,
        pack: Callable[[T], CachedPart],
        unpack: Callable[[CachedPart], T],
        styles: tuple[Style, ...] = (),
    ) -> ScheduledJob[T]:
        key = job.cache_key(self._store.environment, self._project.path_label)
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
        """Return the cached result under a key, if it is intact."""
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


# Imports are inside, so that the workers pay for them and not the build that waits.


def _run_typesetter(job: TypesetJob) -> TypesetPart:
    from ..typesetting.typesetter import typeset

    return typeset(job)


def _run_chapter(job: ChapterJob) -> TypesetChapter:
    from ..chapters.chapter_typesetter import typeset_chapter
    from .figure_judgement import judge_figure

    return typeset_chapter(job, judge_figure)


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
