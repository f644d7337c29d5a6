"""Publish what was made of a row, each in a folder of its own, and find what is there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path

from ..building.build_workshops import (
    MAX_STAMPED_FILES,
    choose_stopped_state,
    list_requested_languages,
    list_requested_products,
)
from ..building.outcomes import BuildRequest, OutcomeState, make_failed_outcome
from ..building.output_folder import build_record, manifest
from ..building.output_folder.output_writer import OutputFile, make_manifest_entry, publish_products
from ..files.file_digests import digest_file
from ..files.guarded_files import find_link, link_finding, read_file
from ..findings.finding import Finding, FindingsError, OutsideError, Place, Severity, has_errors, is_incomplete
from ..language.written_languages import name_in_language, split_language
from ..loading.text_decoding import MAX_BYTES
from ..loading.yaml_reader import YamlSource, read_yaml_bytes
from ..product_catalogue import COVER, PRESS_PREFIX
from ..project.project_folders import EACH_FOLDER, Project, project_of_workshop
from .outcome_table import RowOutcome
from .row_job import RowProduct, changed_finding
from .row_table import RowTable, TableRow


@dataclass(frozen=True)
class RowTemplate:
    """The workshop that is filled: its file, digest and plain data."""

    source: YamlSource
    digest: str

    @property
    def file(self) -> Path:
        """The workshop.yaml."""
        return self.source.places.file


def read_template(file: Path) -> RowTemplate:
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
    return RowTemplate(source, sha256(data).hexdigest())


def _is_slug(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value.replace("-", "").replace("_", "").isalnum()


@dataclass
class InputDigests:
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


@dataclass(frozen=True)
class NotedRow:
    """The outcome for a product of a row, with all findings on it, and the defect that stopped it, if one did."""

    outcome: RowOutcome
    findings: tuple[Finding, ...]
    defect: Exception | None = None
    is_stopping: bool = False
    """Whether no further row can be written."""


class RowPublisher:
    """Publishes the products of rows; several threads may do so at a time."""

    def __init__(self, template: RowTemplate, table: RowTable, wanted: BuildRequest) -> None:
        self.template, self.table, self.wanted = template, table, wanted
        files = islice(template.file.parent.rglob("*"), MAX_STAMPED_FILES)
        self.inputs = InputDigests(build_record.stat_files(files))

    @cached_property
    def project(self) -> Project:
        """The project of the template."""
        return project_of_workshop(self.template.file)

    @cached_property
    def output(self) -> Path:
        """The folder of all rows."""
        return (self.wanted.output or self.project.build_folder) / str(self.template.source.data["id"]) / EACH_FOLDER

    @cached_property
    def products(self) -> tuple[str, ...]:
        """The products of each row, each in its languages."""
        given = (self.template.file, self.wanted, self.project, self.wanted.output or self.project.build_folder)
        products = tuple(list_requested_products(*given))
        return tuple(
            name_in_language(one, language) for language in list_requested_languages(*given) for one in products
        )

    @cached_property
    def environment(self) -> str:
        """The digest of all that products depend on besides their inputs."""
        return build_record.digest_build_environment(self.project)

    def request(self, row: TableRow, product: str) -> build_record.ProductRequest:
        """Return the request for a product of a row, in its language."""
        product, language = split_language(product)
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
            language,
        )

    def find_kept(self, row: TableRow, product: str) -> NotedRow | None:
        """Return the outcome of a product that is up to date; None if it has to be made."""
        kept = build_record.find_unchanged_record(self.request(row, product), self.inputs.digest)
        if kept is None or is_incomplete(kept.findings) or has_errors(kept.findings, self.wanted.strict):
            return None
        found = tuple(self.table_finding(one, row) for one in kept.findings)
        files = tuple(f"{row.name}/{entry['file']}" for entry in kept.entries)
        pages = sum(entry.get("pages", 0) for entry in kept.entries)
        return NotedRow(RowOutcome(row.number, row.name, product, OutcomeState.UNCHANGED, files, pages), found)

    def table_finding(self, finding: Finding, row: TableRow) -> Finding:
        """Return a recorded finding on a cell at the place where the row stands now."""
        place = finding.place
        if place is None or place.file.name != self.table.file.name:
            return finding
        return replace(finding, place=Place(self.table.file, row.number, place.column))

    def publish(self, row: TableRow, made: RowProduct) -> NotedRow:
        """Publish a product of a row if it has no errors."""
        found = [*made.findings, *self.inputs.find_changed(made.inputs)]
        if made.defect:
            words = f"a defect in Octavo stopped {made.product}: {made.defect}"
            hint = "your input is not to blame; build one row alone with --debug and report what it prints"
            found.append(Finding("internal-error", words, None, hint))
            return self.note_failure(row, made.product, OutcomeState.BROKEN, found)
        if has_errors(found, self.wanted.strict) or not made.documents:
            return self.note_failure(row, made.product, choose_stopped_state(found), found)
        try:
            files, entries = self.prepare_files(self.request(row, made.product), made)
            publish_products(row.name, files, self.output)
        except Exception as error:
            failed = make_failed_outcome(self.template.file, made.product, error)
            stops = isinstance(error, OutsideError)
            return self.note_failure(row, made.product, failed.state, failed.findings, error, stops)
        state = OutcomeState.INCOMPLETE if is_incomplete(found) else OutcomeState.BUILT
        names = tuple(f"{row.name}/{entry['file']}" for entry in entries)
        pages = sum(document.pages for document in made.documents)
        message = next((one.message for one in found if one.missing), "") if state is OutcomeState.INCOMPLETE else ""
        return NotedRow(RowOutcome(row.number, row.name, made.product, state, names, pages, message), tuple(found))

    def note_failure(
        self,
        row: TableRow,
        product: str,
        state: OutcomeState,
        found: Sequence[Finding],
        error: Exception | None = None,
        is_stopping: bool = False,
    ) -> NotedRow:
        """Return the outcome of a product that was not made, with the first error as its reason."""
        errors = [one for one in found if one.severity is Severity.ERROR] or found
        message = self.table.locate(errors[0], row.number).message if errors else ""
        outcome = RowOutcome(row.number, row.name, product, state, message=message)
        defect = error if state is OutcomeState.BROKEN else None
        return NotedRow(outcome, tuple(found), defect, is_stopping)

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
