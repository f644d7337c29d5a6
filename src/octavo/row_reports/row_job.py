"""Make the products of one row, in a worker: values in, finished documents out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from ..building.product_pipeline import BuildResult, make_loaded_products
from ..files.guarded_files import read_file
from ..findings.finding import Finding, FindingsError, Place
from ..language.written_languages import file_in_language, name_in_language, split_language
from ..loading.text_decoding import MAX_BYTES
from ..loading.yaml_reader import YamlSource, read_yaml_bytes
from ..processes.gc_pause import pause_garbage_collection
from ..products.scheduler import ImmediateExecutor
from ..project.project_folders import Project
from .row_keys import RowColumn
from .row_table import TableRow
from .row_workshop import load_row_workshop


@dataclass(frozen=True)
class RowJob:
    """What the products of a row are made from, besides the files of the workshop `source`, its template.

    `digest` is that of the template, so that a row is never made from another one than it was planned with.
    """

    source: Path
    digest: str
    project: Project
    table: Path
    columns: tuple[RowColumn, ...]
    row: TableRow
    products: tuple[str, ...]
    """Names of products, each in its language, such as follow-up.fr."""
    style: str | None = None
    printer: str | None = None


@dataclass(frozen=True)
class RowDocument:
    """A finished file of a product, named relative to the folder of its row."""

    file: str
    data: bytes
    pages: int
    chapters: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class RowProduct:
    """A product of a row; without documents if a finding is an error. `defect` is the text of a defect in Octavo."""

    product: str
    documents: tuple[RowDocument, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]
    defect: str = ""


def import_row_libraries() -> None:
    """Import everything that a row needs, so that forks have it."""
    from ..building.check_workshops import import_checks
    from ..building.worker_start import import_chapter_typesetter, import_preflight

    import_chapter_typesetter()
    import_preflight()
    import_checks()


def make_row(job: RowJob) -> tuple[RowProduct, ...]:
    """Make the products of a row. Raises FindingsError if the template changed since the row was planned."""
    with pause_garbage_collection():
        template = _read_template(job.source, job.digest)
        languages = dict.fromkeys(split_language(name)[1] for name in job.products)
        return tuple(made for language in languages for made in _make_in_language(job, template, language))


def _make_in_language(job: RowJob, template: YamlSource, language: str) -> Iterator[RowProduct]:
    loaded = load_row_workshop(template, job.table, job.columns, job.row, language)
    products = tuple(base for base, one in map(split_language, job.products) if one == language)
    made = make_loaded_products(
        loaded, job.project, products, job.style, ImmediateExecutor(), _ignore_stage, printer=job.printer
    )
    return (_describe_result(one, language) for one in made)


@lru_cache(maxsize=1)
def _read_template(source: Path, digest: str) -> YamlSource:
    """Read the template, once for all rows that a worker makes."""
    data = read_file(source, MAX_BYTES + 1)
    if sha256(data).hexdigest() != digest:
        raise FindingsError([changed_finding(source)])
    return read_yaml_bytes(source, data)


def changed_finding(file: Path) -> Finding:
    """Make the finding for a file that changed while rows were made from it."""
    words = "this file was changed during the build"
    return Finding("changed-meanwhile", words, Place(file), "build again")


def _ignore_stage(*_words: object) -> None:
    """Do nothing: one row is a step of its own."""


def _describe_result(made: BuildResult, language: str) -> RowProduct:
    documents = tuple(
        RowDocument(file_in_language(one.file, language), one.data, one.pages, dict(one.chapters))
        for one in made.documents
    )
    defect = f"{type(made.error).__name__}: {made.error}" if made.error else ""
    return RowProduct(name_in_language(made.product, language), documents, made.findings, made.inputs, defect)
