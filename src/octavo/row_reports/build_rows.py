"""Build a report for each row of a table: what is up to date stays, each other row is a job of its own.

Every row lies in a folder of its own with its manifest and record, written as soon as it is made: a run that was
interrupted is continued by the next one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Final

from ..building.build_workshops import (
    MAX_STAMPED_FILES,
    choose_stopped_state,
    list_missing_library_findings,
    list_requested_products,
)
from ..building.outcomes import BuildRequest, OutcomeState, ProgressListener, make_failed_outcome
from ..building.output_folder import build_record, manifest
from ..building.output_folder.output_writer import OutputFile, make_manifest_entry, publish_products
from ..building.worker_start import open_cluster
from ..files.atomic_files import UnwritableError, hold_lock, open_folder, write_file_atomically
from ..files.file_digests import digest_file
from ..files.guarded_files import find_link, link_finding, read_file
from ..findings.finding import Finding, FindingsError, OutsideError, Place, Severity, has_errors, is_incomplete
from ..loading.text_decoding import MAX_BYTES
from ..loading.yaml_reader import YamlSource, read_yaml_bytes
from ..processes.worker_pool import JobTimeout, WorkerDied, WorkerPool, count_processors, stopped_finding
from ..product_catalogue import COVER, PRESS_PREFIX
from ..project.project_folders import RECORDS_FOLDER, Project, project_of_workshop
from .outcome_table import OUTCOMES_FILE, RowOutcome, write_outcomes
from .row_findings import RowFindings
from .row_job import RowJob, RowProduct, changed_finding, import_row_libraries, make_row
from .row_table import RowTable, TableRow, read_row_table

EACH_FOLDER: Final = "each"
"""The folder of the rows in the output folder of a workshop."""
_LOCK: Final = "each.lock"
_MOST_NAMED: Final = 5
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
    template = _read_template(source)
    rows = read_row_table(table, template.source.data, sheet)
    run = _Run(template, rows, wanted, tell, clock)
    with open_folder(run.output, RECORDS_FOLDER) as records, hold_lock(records, _LOCK):
        return run.build()


@dataclass(frozen=True)
class _Template:
    """The workshop that is filled: its file, digest and plain data."""

    source: YamlSource
    digest: str

    @property
    def file(self) -> Path:
        return self.source.places.file


def _read_template(file: Path) -> _Template:
    """Read the template. Raises FindingsError."""
    if link := find_link(file):
        raise FindingsError([link_finding(link)])
    data = read_file(file, MAX_BYTES + 1)
    source = read_yaml_bytes(file, data)
    if has_errors(source.findings) or not isinstance(source.data, dict):
        raise FindingsError([*source.findings] or [Finding("not-a-workshop", "this is no workshop", Place(file))])
    if not _is_slug(source.data.get("id")):
        hint = "write one, such as id: coastal-observation"
        raise FindingsError([Finding("missing-key", "the template has no id to name its folder", Place(file), hint)])
    return _Template(source, sha256(data).hexdigest())


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value.replace("-", "").replace("_", "").isalnum()


@dataclass
class _Inputs:
    """Digests of input files, each read once in a run; a file that changes meanwhile is noted."""

    before: build_record.FileStamps
    known: dict[Path, str] = field(default_factory=dict)

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of a file as it was when it was first asked for."""
        if path not in self.known:
            self.known[path] = digest_file(path)
        return self.known[path]

    def find_changed(self, paths: Sequence[Path]) -> list[Finding]:
        """Return a finding for each file that is not as it was when the run began."""
        now = build_record.stat_files([path for path in paths if path in self.before])
        return [changed_finding(path) for path in paths if path in self.before and now.get(path) != self.before[path]]


@dataclass
class _Run:
    """One run over a table."""

    template: _Template
    table: RowTable
    wanted: BuildRequest
    tell: ProgressListener
    clock: Callable[[], float]
    outcomes: list[RowOutcome] = field(default_factory=list)
    defects: list[Exception] = field(default_factory=list)
    stopped: bool = False
    """Whether no more rows are begun: the disk is full, or the cluster is gone."""

    def __post_init__(self) -> None:
        self.findings = RowFindings(self.table)
        files = islice(self.template.file.parent.rglob("*"), MAX_STAMPED_FILES)
        self.inputs = _Inputs(build_record.stat_files(files))
        self.begun = self.told = self.clock()
        self.made = self.failed = self.kept = 0

    @cached_property
    def project(self) -> Project:
        return project_of_workshop(self.template.file)

    @cached_property
    def output(self) -> Path:
        """The folder of all rows."""
        return (self.wanted.output or self.project.build_folder) / str(self.template.source.data["id"]) / EACH_FOLDER

    @cached_property
    def products(self) -> tuple[str, ...]:
        output = self.wanted.output or self.project.build_folder
        return tuple(list_requested_products(self.template.file, self.wanted, self.project, output))

    @cached_property
    def environment(self) -> str:
        return build_record.digest_build_environment(self.project)

    def build(self) -> RowsResult:
        """Keep what is up to date, make the rest, and write the table of outcomes."""
        for number, (name, fault) in self.table.faults.items():
            self.note_failure(number, name, "", OutcomeState.FAULTY, [fault], is_read=False)
        stale = [(row, products) for row in self.table.rows if (products := self.find_stale_products(row))]
        if stale and (lacking := list_missing_library_findings()):
            self.findings.add(stale[0][0].number, lacking, is_read=False)
            self.outcomes += [
                RowOutcome(row.number, row.name, product, OutcomeState.LACKING, message=lacking[0].message)
                for row, products in stale
                for product in products
            ]
        elif stale:
            self.make_rows(stale)
        return self.finish()

    def finish(self) -> RowsResult:
        """Write the table of outcomes, and tell what else lies in the folder."""
        found = [*self.table.findings, *self.findings.collect(), *self.find_older_rows()]
        path: Path | None = self.output / OUTCOMES_FILE
        try:
            write_file_atomically(self.output / OUTCOMES_FILE, write_outcomes(self.outcomes))
        except UnwritableError as error:
            found += error.findings
            path = None
        return RowsResult(tuple(self.outcomes), tuple(dict.fromkeys(found)), path, tuple(self.defects))

    def request(self, row: TableRow, product: str) -> build_record.ProductRequest:
        """Return the request for a product of a row."""
        printer = self.wanted.printer if product.startswith(PRESS_PREFIX) or product == COVER else None
        return build_record.ProductRequest(
            self.template.file,
            product,
            self.project,
            self.output,
            self.environment,
            self.wanted.style,
            printer,
            row.name,
            row.digest(self.table.columns),
        )

    def find_stale_products(self, row: TableRow) -> tuple[str, ...]:
        """Return the products of a row that have to be made, and note the others as unchanged."""
        stale = []
        for product in self.products:
            kept = build_record.find_unchanged_record(self.request(row, product), self.inputs.digest)
            if kept is None or is_incomplete(kept.findings) or has_errors(kept.findings, self.wanted.strict):
                stale.append(product)
                continue
            self.findings.add(row.number, [self.table_finding(one, row) for one in kept.findings])
            files = tuple(f"{row.name}/{entry['file']}" for entry in kept.entries)
            pages = sum(entry.get("pages", 0) for entry in kept.entries)
            self.outcomes.append(RowOutcome(row.number, row.name, product, OutcomeState.UNCHANGED, files, pages))
        self.kept += not stale
        return tuple(stale)

    def table_finding(self, finding: Finding, row: TableRow) -> Finding:
        """Return a recorded finding on a cell at the place where the row stands now."""
        place = finding.place
        if place is None or place.file.name != self.table.file.name:
            return finding
        return replace(finding, place=Place(self.table.file, row.number, place.column))

    def make_rows(self, stale: Sequence[tuple[TableRow, tuple[str, ...]]]) -> None:
        """Make rows in workers; only as many are handed out as keep all workers busy."""
        self.begun = self.clock()
        jobs = iter(stale)
        running: dict[Future[tuple[RowProduct, ...]], tuple[RowJob, int]] = {}
        with ExitStack() as stack:
            executor, size = self.start_workers(stack)
            try:
                while True:
                    while not self.stopped and len(running) < 2 * size + 2 and (job := self.next_job(jobs)):
                        running[executor.submit(make_row, job)] = (job, 1)
                    if not running:
                        break
                    done, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        job, tries = running.pop(future)
                        if self.is_worth_another_try(future, tries):
                            running[executor.submit(make_row, job)] = (job, tries + 1)
                        else:
                            self.take_result(job, future)
                            self.tell_progress(len(stale))
            finally:
                for future in running:
                    future.cancel()
        self.outcomes += [RowOutcome(row.number, row.name, one, None) for row, products in jobs for one in products]

    def start_workers(self, stack: ExitStack) -> tuple[Executor, int]:
        """Start the workers until `stack` is left; return them and their number. Raises ClusterError."""
        if self.wanted.scheduler:
            cluster = stack.enter_context(open_cluster(self.wanted.scheduler, self.project, import_row_libraries))
            return cluster, cluster.count_workers()
        size = count_processors() or os.cpu_count() or 1
        return stack.enter_context(WorkerPool(size, warm=import_row_libraries)), size

    def next_job(self, jobs: Iterator[tuple[TableRow, tuple[str, ...]]]) -> RowJob | None:
        """Return the job of the next row; None after the last."""
        row, products = next(jobs, (None, ()))
        if row is None:
            return None
        template, wanted = self.template, self.wanted
        return RowJob(
            template.file,
            template.digest,
            self.project,
            self.table.file,
            self.table.columns,
            row,
            products,
            wanted.style,
            wanted.printer,
        )

    def is_worth_another_try(self, future: Future[Any], tries: int) -> bool:
        """Return whether the worker of a job was stopped, which may have had nothing to do with the job."""
        if future.cancelled() or tries >= _TRIES or self.stopped:
            return False
        error = future.exception()
        return isinstance(error, WorkerDied) and not isinstance(error, JobTimeout)

    def take_result(self, job: RowJob, future: Future[tuple[RowProduct, ...]]) -> None:
        """Publish what was made of a row, or note why it was not made."""
        row = job.row
        try:
            products = future.result()
        except WorkerDied as death:
            found = [stopped_finding("this row", death, self.row_place(row))]
            self.note_row_failure(job, OutcomeState.FAULTY, found)
        except Exception as error:
            outcome = make_failed_outcome(self.template.file, f"row {row.number}", error)
            self.stopped = self.stopped or isinstance(error, OutsideError)
            self.note_row_failure(job, outcome.state, list(outcome.findings), outcome.error)
        else:
            self.made += 1
            failed = [not self.publish(row, made) for made in products]
            self.failed += any(failed)

    def row_place(self, row: TableRow) -> Place:
        return Place(self.table.file, row.number, 1)

    def note_row_failure(
        self, job: RowJob, state: OutcomeState, found: Sequence[Finding], error: Exception | None = None
    ) -> None:
        """Note that no product of a row was made."""
        self.made += 1
        self.failed += 1
        if error is not None and state is OutcomeState.BROKEN:
            self.defects = [*self.defects, error][:_MOST_NAMED]
        for product in job.products:
            self.note_failure(job.row.number, job.row.name, product, state, found)

    def note_failure(
        self,
        row: int,
        name: str,
        product: str,
        state: OutcomeState,
        found: Sequence[Finding],
        *,
        is_read: bool = True,
    ) -> None:
        """Note that a product of a row was not made, and why."""
        self.findings.add(row, found, is_read=is_read)
        errors = [one for one in found if one.severity is Severity.ERROR] or found
        message = self.table.locate(errors[0], row).message if errors else ""
        self.outcomes.append(RowOutcome(row, name, product, state, message=message))

    def publish(self, row: TableRow, made: RowProduct) -> bool:
        """Publish a product of a row if it has no errors; return whether it was."""
        request = self.request(row, made.product)
        found = [*made.findings, *self.inputs.find_changed(made.inputs)]
        if made.defect:
            words = f"a defect in Octavo stopped {made.product}: {made.defect}"
            hint = "your input is not to blame; build one row alone with --debug and report what it prints"
            found.append(Finding("internal-error", words, None, hint))
            self.note_failure(row.number, row.name, made.product, OutcomeState.BROKEN, found)
            return False
        if has_errors(found, self.wanted.strict) or not made.documents:
            self.note_failure(row.number, row.name, made.product, choose_stopped_state(found), found)
            return False
        files, entries = self.prepare_files(request, made)
        try:
            publish_products(row.name, files, self.output)
        except UnwritableError as error:
            self.stopped = True
            self.note_failure(row.number, row.name, made.product, OutcomeState.BLOCKED, error.findings)
            return False
        self.findings.add(row.number, found)
        state = OutcomeState.INCOMPLETE if is_incomplete(found) else OutcomeState.BUILT
        names = tuple(f"{row.name}/{entry['file']}" for entry in entries)
        pages = sum(document.pages for document in made.documents)
        message = next((one.message for one in found if one.missing), "") if state is OutcomeState.INCOMPLETE else ""
        self.outcomes.append(RowOutcome(row.number, row.name, made.product, state, names, pages, message))
        return state is OutcomeState.BUILT

    def prepare_files(
        self, request: build_record.ProductRequest, made: RowProduct
    ) -> tuple[list[OutputFile], list[manifest.ManifestEntry]]:
        """Return the files of a product to be written, and their manifest entries."""
        read = {self.project.path_label(path): self.inputs.digest(path) for path in sorted(set(made.inputs))}
        entries: list[manifest.ManifestEntry] = [
            make_manifest_entry(
                made.product, one.data, one.pages, request.style, read, one.file, one.chapters, request.printer
            )
            for one in made.documents
        ]
        known = build_record.BuildRecord(
            build_record.request_key(request), read, request.row, tuple(entries), made.findings
        )
        written = build_record.write(known, self.project)
        files = [
            OutputFile(made.product, document.data, entry, request.record_name, None if number else written)
            for number, (document, entry) in enumerate(zip(made.documents, entries, strict=True))
        ]
        return files, entries

    def find_older_rows(self) -> list[Finding]:
        """Return findings on reports in the folder that this table did not give."""
        names = {row.name for row in self.table.rows} | {name for name, _ in self.table.faults.values()}
        failed = {one.name for one in self.outcomes if not one.files}
        there: list[str] = []
        with suppress(OSError):
            there = sorted(path.name for path in self.output.iterdir() if (path / manifest.NAME).is_file())
        gone, older = [one for one in there if one not in names], [one for one in there if one in failed]
        found = []
        if gone:
            message = f"there are reports of {len(gone):,} rows that the table does not have: {_name_some(gone)}"
            hint = f"delete the folders in {self.output.name}/, if nobody needs them"
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
        self.tell(self.template.file.parent.name, "", words)


def _name_some(names: Sequence[str]) -> str:
    rest = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + rest


def format_seconds(seconds: float) -> str:
    """Return a time that is left, in words: "40 s", "12 min", "3 h 05 min"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"
