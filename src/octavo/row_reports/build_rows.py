"""Build a report for each row of a table: what is up to date stays, each other row is a job of its own.

Every row lies in a folder of its own with its manifest and record, written as soon as it is made: a run that was
interrupted is continued by the next one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..building.build_workshops import list_missing_library_findings
from ..building.outcomes import BuildRequest, OutcomeState, ProgressListener, make_failed_outcome
from ..building.output_folder import manifest
from ..building.worker_start import open_cluster
from ..files.atomic_files import UnwritableError, hold_lock, open_folder, write_file_atomically
from ..findings.finding import Finding, OutsideError, Place, Severity
from ..processes.worker_pool import JobTimeout, WorkerDied, WorkerPool, count_processors, stopped_finding
from ..project.project_folders import RECORDS_FOLDER
from .outcome_table import OUTCOMES_FILE, RowOutcome, write_outcomes
from .row_findings import RowFindings
from .row_job import RowJob, RowProduct, import_row_libraries, make_row
from .row_publisher import NotedRow, RowPublisher, read_template
from .row_table import TableRow, read_row_table

_LOCK: Final = "all rows.lock"
"""The lock of a run: no row can have this name, whose lock would take its place."""
_MOST_NAMED: Final = 5
_WRITERS: Final = 8
"""Threads that write what is made."""
_TRIES: Final = 2
"""How often a row is tried whose worker was stopped from outside."""


@dataclass(frozen=True)
class RowsResult:
    """What became of all rows: an outcome for each product of each, the findings, and the table of outcomes."""

    outcomes: tuple[RowOutcome, ...]
    findings: tuple[Finding, ...]
    table: Path | None
    defects: tuple[Exception, ...] = ()

    def count_states(self) -> Mapping[str, int]:
        """Return the number of rows by what became of them: built, unchanged, failed or not begun."""
        rows: dict[int, str] = {}
        for one in self.outcomes:
            kind = "not begun" if one.state is None else one.state.value
            kind = kind if kind in _SUCCESSES or one.state is None else "failed"
            rows[one.row] = max(rows.get(one.row, kind), kind, key=_ORDER.index)
        return {kind: number for kind in _ORDER if (number := list(rows.values()).count(kind))}


_SUCCESSES: Final = ("built", "unchanged")
_ORDER: Final = ("unchanged", "built", "not begun", "failed")


def build_rows(
    source: Path,
    table: Path,
    wanted: BuildRequest,
    tell: ProgressListener,
    *,
    sheet: str = "",
    clock: Callable[[], float] = time.monotonic,
) -> RowsResult:
    """Build the products of a workshop for each row of a table; workers are started when a row has to be made.

    Raises FindingsError if nothing can be built: the template or the table cannot be read, the folder cannot be
    written, or the cluster cannot be used.
    """
    template = read_template(source)
    publisher = RowPublisher(template, read_row_table(table, template.source.data, sheet), wanted)
    run = _Run(publisher, tell, clock)
    with open_folder(publisher.output, RECORDS_FOLDER) as records, hold_lock(records, _LOCK):
        return run.build()


@dataclass
class _Run:
    """One run over a table."""

    publisher: RowPublisher
    tell: ProgressListener
    clock: Callable[[], float]
    outcomes: list[RowOutcome] = field(default_factory=list)
    defects: list[Exception] = field(default_factory=list)
    stopped: bool = False
    """Whether no more rows are begun: the disk is full, or the cluster is gone."""
    made: int = 0
    failed: int = 0

    def __post_init__(self) -> None:
        self.table = self.publisher.table
        self.findings = RowFindings(self.table)
        self.begun = self.told = self.clock()

    def build(self) -> RowsResult:
        """Keep what is up to date, make the rest, and write the table of outcomes."""
        for number, (name, fault) in self.table.faults.items():
            row = TableRow(number, name, {})
            self.note([self.publisher.note_failure(row, "", OutcomeState.FAULTY, [fault])], is_read=False)
        stale = [(row, products) for row in self.table.rows if (products := self.find_stale_products(row))]
        if stale and (lacking := list_missing_library_findings()):
            for row, products in stale:
                noted = [self.publisher.note_failure(row, one, OutcomeState.LACKING, lacking) for one in products]
                self.note(noted)
        elif stale:
            self.make_rows(stale)
        return self.finish()

    def finish(self) -> RowsResult:
        """Write the table of outcomes, and tell what else lies in the folder."""
        found = [*self.table.findings, *self.findings.collect(), *self.find_older_rows()]
        path: Path | None = self.publisher.output / OUTCOMES_FILE
        try:
            write_file_atomically(self.publisher.output / OUTCOMES_FILE, write_outcomes(self.outcomes))
        except UnwritableError as error:
            found += error.findings
            path = None
        return RowsResult(tuple(self.outcomes), tuple(dict.fromkeys(found)), path, tuple(self.defects))

    def note(self, noted: Iterable[NotedRow], *, is_read: bool = True) -> None:
        """Note outcomes of one row."""
        for one in noted:
            self.findings.add(one.outcome.row, one.findings, is_read=is_read)
            self.outcomes.append(one.outcome)
            self.stopped = self.stopped or one.is_stopping
            if one.defect and len(self.defects) < _MOST_NAMED:
                self.defects.append(one.defect)

    def find_stale_products(self, row: TableRow) -> tuple[str, ...]:
        """Return the products of a row that have to be made, and note the others as unchanged."""
        kept = {product: self.publisher.find_kept(row, product) for product in self.publisher.products}
        self.note(one for one in kept.values() if one)
        return tuple(product for product, one in kept.items() if one is None)

    def make_rows(self, stale: Sequence[tuple[TableRow, tuple[str, ...]]]) -> None:
        """Make rows in workers; only as many are handed out as keep all workers busy.

        Threads write what is made: most of their time they wait for the disk.
        """
        self.begun = self.clock()
        jobs = iter(stale)
        running: dict[Future[tuple[RowProduct, ...]], tuple[RowJob, int]] = {}
        writing: dict[Future[list[NotedRow]], RowJob] = {}
        with ThreadPoolExecutor(_WRITERS) as writers, ExitStack() as stack:
            executor, size = self.start_workers(stack)
            try:
                while True:
                    room = 2 * size + 2 - len(writing) // 2
                    while not self.stopped and len(running) < room and (job := self.next_job(jobs)):
                        running[executor.submit(make_row, job)] = (job, 1)
                    if not running and not writing:
                        break
                    pending: list[Future[Any]] = [*running, *writing]
                    for future in wait(pending, return_when=FIRST_COMPLETED).done:
                        if future in writing:
                            del writing[future]
                            self.take_row(future.result())
                            self.tell_progress(len(stale))
                            continue
                        job, tries = running.pop(future)
                        if self.is_worth_another_try(future, tries):
                            running[executor.submit(make_row, job)] = (job, tries + 1)
                        else:
                            writing[writers.submit(self.write_row, job, future)] = job
            finally:
                for future in running:
                    future.cancel()
        left = ((row, product) for row, products in jobs for product in products)
        self.outcomes += [RowOutcome(row.number, row.name, product, None) for row, product in left]

    def start_workers(self, stack: ExitStack) -> tuple[Executor, int]:
        """Start the workers until `stack` is left; return them and their number. Raises ClusterError."""
        address, project = self.publisher.wanted.scheduler, self.publisher.project
        if address:
            cluster = stack.enter_context(open_cluster(address, project, import_row_libraries))
            return cluster, cluster.count_workers()
        size = count_processors() or os.cpu_count() or 1
        return stack.enter_context(WorkerPool(size, warm=import_row_libraries)), size

    def next_job(self, jobs: Iterator[tuple[TableRow, tuple[str, ...]]]) -> RowJob | None:
        """Return the job of the next row; None after the last."""
        row, products = next(jobs, (None, ()))
        if row is None:
            return None
        template, wanted = self.publisher.template, self.publisher.wanted
        return RowJob(
            template.file,
            template.digest,
            self.publisher.project,
            self.table.file,
            self.table.columns,
            row,
            products,
            wanted.style,
            wanted.printer,
        )

    def is_worth_another_try(self, future: Future[tuple[RowProduct, ...]], tries: int) -> bool:
        """Return whether the worker of a job was stopped, which may have had nothing to do with the job."""
        if future.cancelled() or tries >= _TRIES or self.stopped:
            return False
        error = future.exception()
        return isinstance(error, WorkerDied) and not isinstance(error, JobTimeout)

    def write_row(self, job: RowJob, future: Future[tuple[RowProduct, ...]]) -> list[NotedRow]:
        """Publish what was made of a row, or return why it was not made; runs in a thread."""
        publisher, row = self.publisher, job.row
        defect: Exception | None = None
        is_stopping = False
        try:
            return [publisher.publish(row, made) for made in future.result()]
        except WorkerDied as death:
            state = OutcomeState.FAULTY
            found: tuple[Finding, ...] = (stopped_finding("this row", death, Place(self.table.file, row.number)),)
        except Exception as error:
            failed = make_failed_outcome(publisher.template.file, f"row {row.number}", error)
            state, found, defect = failed.state, failed.findings, failed.error
            is_stopping = isinstance(error, OutsideError)
        return [publisher.note_failure(row, one, state, found, defect, is_stopping) for one in job.products]

    def take_row(self, noted: list[NotedRow]) -> None:
        """Note what became of a row."""
        self.made += 1
        self.failed += any(one.outcome.state not in _SUCCESSES for one in noted)
        self.note(noted)

    def find_older_rows(self) -> list[Finding]:
        """Return findings on reports in the folder that this table did not give."""
        names = {row.name for row in self.table.rows} | {name for name, _ in self.table.faults.values()}
        failed = {one.name for one in self.outcomes if not one.files}
        there: list[str] = []
        with suppress(OSError):
            there = sorted(path.name for path in self.publisher.output.iterdir() if (path / manifest.NAME).is_file())
        gone, older = [one for one in there if one not in names], [one for one in there if one in failed]
        found = []
        if gone:
            message = f"there are reports of {len(gone):,} rows that the table does not have: {_name_some(gone)}"
            hint = f"delete the folders in {self.publisher.output.name}/, if nobody needs them"
            found.append(Finding("older-files", message, None, hint, Severity.ADVICE))
        if older:
            message = f"of rows that were not built there are reports of an older run: {_name_some(older)}"
            found.append(Finding("older-files", message, None, "correct the rows and build again", Severity.WARNING))
        return found

    def tell_progress(self, total: int) -> None:
        """Tell how far the run is, and how long the rest will take; less often the longer it lasts."""
        now = self.clock()
        elapsed = now - self.begun
        if self.made < total and now - self.told < max(1.0, elapsed / 50):
            return
        self.told = now
        left = elapsed / self.made * (total - self.made)
        words = f"{self.made:,} of {total:,} rows"
        words += f", {self.failed:,} failed" if self.failed else ""
        words += f", about {format_seconds(left)} left" if self.made < total else ""
        self.tell(self.publisher.template.file.parent.name, "", words)


def _name_some(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + rest


def format_seconds(seconds: float) -> str:
    """Return a time that is left, in words: "40 s", "12 min", "3 h 05 min"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
