"""The way from a workshop file to its finished products, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from .assets import open_images
from .book import Book, Document, values
from .findings import Faults, Finding, has_errors
from .kept import Store
from .load import Loaded, load
from .manuscripts import Manuscripts
from .model import Rest
from .model.text import AssetPath
from .offprints import Offprints
from .parse import parse_value
from .products import CATALOGUE
from .project import Project
from .setter import Setter
from .volume import Volume
from .word_reports import WordReports

Tell = Callable[[str, str], None]
MANUSCRIPTS = (".rst", ".txt", ".pdf", ".bib")


@dataclass(frozen=True)
class Made:
    """One product, finished in memory; it has no documents where the findings hold an error."""

    product: str
    workshop: str
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]

    @property
    def pdf(self) -> bytes:
        """Give the bytes of its first document; none where there is none."""
        return self.documents[0].data if self.documents else b""

    @property
    def pages(self) -> int:
        """Count the pages of all its documents."""
        return sum(document.pages for document in self.documents)


def make(
    source: Path,
    project: Project,
    products: Sequence[str],
    style: str | None,
    executor: Executor,
    tell: Tell,
    store: Store | None = None,
) -> tuple[Made, ...]:
    """Make products of one workshop; what is wrong with one does not stop the others.

    All of them are composed before the first is finished, so that their parts are set side by side.
    """
    tell("load", source.parent.name)
    loaded = load(source)
    setter = Setter(executor, store or Store(None, project, ""), project)
    begun = [_begin(name, loaded, project, style, setter, tell) for name in products]
    return tuple(_finish(book, setter, tell) if isinstance(book, Book) else book for book in begun)


def _book(name: str, loaded: Loaded, project: Project, style: str | None = None) -> Book:
    kind = {"volume": Volume, "offprints": Offprints, "docx": WordReports, "manuscript": Manuscripts}.get(name, Book)
    return kind(CATALOGUE[name], loaded, project, style)


def _begin(name: str, loaded: Loaded, project: Project, style: str | None, setter: Setter, tell: Tell) -> Book | Made:
    book = None
    try:
        book = _book(name, loaded, project, style)
        tell("compose", name)
        book.compose()
        tell("typeset", name)
        book.typeset(setter)
    except Faults as faults:
        if book:
            return _faulty(book, faults)
        return Made(name, "", (), _once([*loaded.findings, *faults.findings]), (loaded.places.file,))
    return book


def _finish(book: Book, setter: Setter, tell: Tell) -> Made:
    try:
        finished = book.finish(setter)
    except Faults as faults:
        return _faulty(book, faults)
    tell("bind", book.product.name)
    found = _once([*book.findings, *finished.findings])
    documents = () if has_errors(found) else finished.documents
    return Made(book.product.name, book.workshop.id, documents, found, book.inputs())


def _faulty(book: Book, faults: Faults) -> Made:
    found = _once([*book.findings, *faults.findings])
    return Made(book.product.name, book.workshop.id, (), found, book.inputs())


def inspect(source: Path, project: Project, products: Sequence[str]) -> tuple[Finding, ...]:
    """Check a workshop by every stage short of typesetting, every value and image of it, printed or not."""
    loaded = load(source)
    found = list(loaded.findings)
    for name in products:
        book = None
        try:
            book = _book(name, loaded, project)
            book.compose()
            found += book.inspected() if isinstance(book, Volume) else []
        except Faults as faults:
            found += faults.findings
        found += book.findings if book else []
    if loaded.workshop:
        for _, value in values(loaded.workshop, Rest):
            found += parse_value(value)[1]
        named = [(str(path), loaded.places.value(*at)) for at, path in values(loaded.workshop, AssetPath)]
        images = [(path, place) for path, place in named if not path.lower().endswith(MANUSCRIPTS)]
        found += open_images(source.parent, images).findings
    return _once(found)


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))
