"""Define the stages of a product, and what the last one returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..findings.finding import Finding, Place
from ..loading.workshop_loader import LoadedWorkshop
from ..pdf.objects.geometry import Box, overlap_share
from ..preflight.records.check_results import Expected
from ..product_catalogue import Product
from ..project.project_folders import Project
from ..typesetting.typeset_job import ShownPicture
from .product_inputs import BuildLog, ProductInputs, prepare_inputs
from .scheduler import Scheduler

_MOSTLY = 0.5
"""The share of a box that is within a picture if it is a part of it."""


@dataclass(frozen=True)
class FinishedDocument:
    """A finished file of a product, named relative to the workshop's output folder; 0 pages if it has none."""

    file: str
    data: bytes
    pages: int = 0
    expected: Expected = field(default_factory=Expected)
    """What is known about the document and preflight checks against it."""
    chapters: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """First and last page of each chapter, by its id, in the book's own numbering."""
    places: tuple[tuple[int, Place], ...] = ()
    """Pages from 1 on which a part begins, in order, each with the place where the part was written."""
    papers: Mapping[int, str] = field(default_factory=dict)
    """Those of these pages on which an author's finished PDF begins, each with the name of its file."""

    pictures: tuple[ShownPicture, ...] = ()
    """Its pictures whose places are known; their pages count from 1."""

    def place_of_page(self, page: int) -> Place | None:
        """Return where a page was written, or for page 0, where the document was."""
        return next((place for first, place in reversed(self.places) if first <= max(1, page)), None)

    def place_of_box(self, page: int, box: Box) -> Place | None:
        """Return where what fills a box of a page was written: its picture, or else the page."""
        shares = [(overlap_share(box, one.box), one) for one in self.pictures if one.page == page]
        share, shown = max(shares, key=lambda found: found[0], default=(0.0, None))
        return shown.place if shown and share >= _MOSTLY else self.place_of_page(page)

    def paper_page(self, page: int) -> tuple[str, int] | None:
        """Return the file and page of an author's finished PDF that a page shows, or None if it shows none."""
        first = max((first for first, _ in self.places if first <= page), default=0)
        return (self.papers[first], page - first + 1) if first in self.papers else None

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF, which preflight and printers need."""
        return self.file.endswith(".pdf")


DocumentChecker = Callable[[Sequence[FinishedDocument]], Sequence[Sequence[Finding]]]
"""Returns, for each document, what a build would report of it, or only what keeps it from being published."""


@dataclass(frozen=True)
class FinishedProduct:
    """The documents of a product, and the findings on it."""

    documents: tuple[FinishedDocument, ...]
    findings: tuple[Finding, ...] = ()


class ProductBuilder(ABC):
    """The first stage of a product. Each stage returns the next one, and adds what it finds to the log."""

    def __init__(
        self,
        product: Product,
        loaded: LoadedWorkshop,
        project: Project,
        style: str | None = None,
        executor: Executor | None = None,
    ) -> None:
        self.log = BuildLog(loaded)
        self.inputs = prepare_inputs(product, loaded, project, style, executor)

    @abstractmethod
    def inspect(self, scheduler: Scheduler, checker: DocumentChecker, /) -> None:
        """Find faults as far as possible without typesetting. Raises FindingsError if no more can be checked.

        Finished PDFs of chapters are opened by `scheduler`, and `checker` tells what a build would report of them.
        """

    @abstractmethod
    def compose(self) -> ComposedProduct:
        """Prepare everything for typesetting. Raises FindingsError if the input has errors."""


class ComposedProduct(Protocol):
    """The second stage: templates are filled, texts are read, nothing is typeset."""

    def typeset(self, scheduler: Scheduler) -> TypesetProduct:
        """Submit the jobs that do not depend on others. Raises FindingsError if the input has errors."""


class TypesetProduct(ABC):
    """The third stage: jobs are submitted."""

    of = ""
    """The product that must be finished first, because this one depends on its page count."""

    @property
    @abstractmethod
    def inputs(self) -> ProductInputs:
        """What the product is made from."""

    @property
    @abstractmethod
    def log(self) -> BuildLog:
        """What was found and read so far."""

    @abstractmethod
    def finish(self) -> FinishedProduct:
        """Wait for the jobs, typeset what depends on them, and bind all parts."""

    def with_book(self, pages: int, files: Sequence[Path]) -> TypesetProduct:  # noqa: ARG002 - covers use both
        """Return the product with the page count and the input files of the product `of`."""
        return self

    def drop_faulty_pieces(self, checker: DocumentChecker) -> bool:  # noqa: ARG002 - products of chapters use it
        """Drop pieces that keep the product from being published; return whether there were any."""
        return False
