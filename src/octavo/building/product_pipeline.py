"""Lead the products of a workshop through all stages, from the workshop file to checked documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..checking.example_text import find_example_text
from ..findings.finding import Finding, FindingsError, has_errors
from ..loading.workshop_loader import LoadedWorkshop, load_workshop
from ..model import Rest
from ..model.text_types import AssetPath
from ..preflight.parallel_run import RunningChecks
from ..preflight.verdict_store import VerdictStore
from ..processes.current_file import working_on
from ..processes.gc_pause import release_memory
from ..product_catalogue import CATALOGUE, CHAPTER_PRODUCTS, COVER, PRESS_PREFIX
from ..products.product_builder import DocumentChecker, FinishedDocument, ProductBuilder, TypesetProduct
from ..products.product_inputs import BuildLog, ProductInputs, iterate_values
from ..products.proved_claims import (
    is_stopping,
    report_withdrawn_claims,
    settle_results,
    withdraw_unproved_claims,
)
from ..products.scheduler import INTERNAL_DEFECT, ImmediateExecutor, Scheduler
from ..project.printer_profile_lookup import find_printer
from ..project.project_folders import Project
from ..rendering.graphics.images import open_images
from ..rendering.rst.value_substitution import parse_value
from ..typesetting.part_cache import PartCache
from .press_files import PressFileMaker, collect_check_findings

StageListener = Callable[[str, str], None]
"""Is called with a stage that begins, and the document that it works on."""
TEXT_FILE_FIELDS = frozenset(("source", "bibliography"))
"""Fields of a chapter that name files other than images."""


@dataclass(frozen=True)
class BuildResult:
    """One product, finished in memory. It has no documents if a finding is an error."""

    product: str
    workshop: str
    documents: tuple[FinishedDocument, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]
    error: Exception | None = None
    """A defect in Octavo that stopped the product, or a part of it."""

    @property
    def pdf(self) -> bytes:
        """The bytes of the first document, or b"" if there is none."""
        return self.documents[0].data if self.documents else b""

    @property
    def pages(self) -> int:
        """The page count of all documents together."""
        return sum(document.pages for document in self.documents)


def make_products(
    source: Path,
    project: Project,
    products: Sequence[str],
    style: str | None,
    executor: Executor,
    tell: StageListener,
    store: PartCache | None = None,
    printer: str | None = None,
    verdicts: VerdictStore | None = None,
    language: str = "",
) -> Iterator[BuildResult]:
    """Make products of one workshop in a language, and yield each when it is checked.

    Errors in one product do not stop the others.
    All products are composed before the first is finished, so that their parts are typeset in parallel. Press files are
    made from the finished products, as the printer's profile requires. Every document is checked by preflight.
    """
    tell("load", source.parent.name)
    loaded = _add_advice(load_workshop(source, language), project)
    return make_loaded_products(loaded, project, products, style, executor, tell, store, printer, verdicts)


def make_loaded_products(
    loaded: LoadedWorkshop,
    project: Project,
    products: Sequence[str],
    style: str | None,
    executor: Executor,
    tell: StageListener,
    store: PartCache | None = None,
    printer: str | None = None,
    verdicts: VerdictStore | None = None,
) -> Iterator[BuildResult]:
    """Make products of a workshop that is loaded, as `make_products` does."""
    scheduler = Scheduler(executor, store or PartCache(None, project, ""), project)
    bases = _list_base_products(products, loaded)
    begun = {name: _compose_product(name, loaded, project, style, scheduler, tell, printer) for name in bases}
    proving = PressFileMaker(loaded, project, executor, printer, verdicts)
    finished: dict[str, BuildResult] = {}
    judgings: dict[str, list[RunningChecks]] = {}
    book: TypesetProduct | BuildResult | None = None
    for name, book in begun.items():
        if isinstance(book, TypesetProduct) and book.of:
            finished[name] = _finish_cover(book, finished[book.of], scheduler, tell)
        else:
            finished[name] = _finish_product(book, scheduler, tell) if isinstance(book, TypesetProduct) else book
        if name in CHAPTER_PRODUCTS:
            release_memory()  # what binding a book took is as much again as the book
        if name in products:  # it is checked while the next one is being bound
            with suppress(FindingsError):  # reported when the result is needed
                judgings[name] = proving.start_checks(finished[name].documents, proving.screen_printer)
    if any(_have_errors(finished[name], judgings[name]) for name in CHAPTER_PRODUCTS if name in judgings):
        for name in _finish_without_faulty_pieces(begun, finished, proving, scheduler, tell):
            if name in products:
                judgings[name] = proving.start_checks(finished[name].documents, proving.screen_printer)
    # Nothing is set again: chapters, parts and trees, as large as the books, make room for press files.
    begun.clear()
    book = None
    scheduler.forget_results()
    if any(name.startswith(PRESS_PREFIX) for name in products):
        release_memory()
    for name in products:
        tell("preflight", name)
        yield _check_product(name, finished[name.removeprefix(PRESS_PREFIX)], proving, judgings.get(name))


def _have_errors(made: BuildResult, judgings: Sequence[RunningChecks]) -> bool:
    judged = [document for document in made.documents if document.is_pdf]
    pairs = zip(judged, judgings, strict=True)
    return any(is_stopping(found, document) for document, one in pairs for found in one.wait_for_report().found)


def _finish_without_faulty_pieces(
    begun: Mapping[str, TypesetProduct | BuildResult],
    finished: dict[str, BuildResult],
    proving: PressFileMaker,
    scheduler: Scheduler,
    tell: StageListener,
) -> Iterator[str]:
    """Finish products again without the figures or chapters that keep them from being published, and the cover too.

    Yield the name of each product that was finished again.
    """
    again: set[str] = set()
    for name, book in begun.items():
        if not isinstance(book, TypesetProduct):
            continue
        if book.of in again:
            finished[name] = _finish_cover(book, finished[book.of], scheduler, tell)
        elif (
            name in CHAPTER_PRODUCTS
            and finished[name].documents
            and book.drop_faulty_pieces(proving.find_screen_errors)
        ):
            finished[name] = _finish_product(book, scheduler, tell)
        else:
            continue
        again.add(name)
        yield name


def _list_base_products(products: Sequence[str], loaded: LoadedWorkshop) -> tuple[str, ...]:
    """List the products to make, each once. A cover comes after its book, whose page count it needs."""
    bases = dict.fromkeys(name.removeprefix(PRESS_PREFIX) for name in products)
    if COVER in bases and loaded.workshop:
        del bases[COVER]
        bases |= dict.fromkeys((loaded.workshop.covered_product, COVER))
    return tuple(bases)


def _finish_cover(cover: TypesetProduct, book: BuildResult, scheduler: Scheduler, tell: StageListener) -> BuildResult:
    """Finish the cover of a book. Without the book there is no cover."""
    if not book.documents:
        return BuildResult(
            COVER,
            cover.inputs.workshop.id,
            (),
            _remove_duplicates([*cover.log.findings, *book.findings]),
            book.inputs,
            book.error,
        )
    return _finish_product(cover.with_book(book.pages, book.inputs), scheduler, tell)


def _add_advice(loaded: LoadedWorkshop, project: Project) -> LoadedWorkshop:
    return replace(loaded, findings=(*loaded.findings, *find_example_text(loaded, project)))


def _check_product(
    name: str, made: BuildResult, proving: PressFileMaker, judgings: list[RunningChecks] | None
) -> BuildResult:
    """Check a product against the profile for its use, after making its press files if it is for press."""
    on_press = name.startswith(PRESS_PREFIX)
    if not made.documents:
        return replace(made, product=name)
    try:
        printer = proving.printer if on_press else proving.screen_printer
        documents, found = made.documents, list(made.findings)
        if on_press:
            documents, said = proving.make_press_files(documents, printer)
            found += said
        documents, said = _prove_documents(documents, judgings or proving.start_checks(documents, printer))
        found += said
    except FindingsError as faults:
        return BuildResult(name, made.workshop, (), _remove_duplicates([*made.findings, *faults.findings]), made.inputs)
    inputs = tuple(sorted({*made.inputs, *printer.files}))
    return BuildResult(
        name, made.workshop, () if has_errors(found) else documents, _remove_duplicates(found), inputs, made.error
    )


def _prove_documents(
    documents: Sequence[FinishedDocument], judgings: Sequence[RunningChecks]
) -> tuple[tuple[FinishedDocument, ...], list[Finding]]:
    """Wait for the checks of documents. Return the documents with the claims that were proved, and what was found."""
    judged = [document for document in documents if document.is_pdf]
    reports = [judging.wait_for_report() for judging in judgings]
    proved: dict[str, FinishedDocument] = {}
    found: list[Finding] = []
    for document, report in zip(judged, reports, strict=True):
        proved[document.file] = withdraw_unproved_claims(document, report)
        found += report_withdrawn_claims(document, report)
    found += collect_check_findings([settle_results(*pair) for pair in zip(reports, judged, strict=True)], judged)
    return tuple(proved.get(document.file, document) for document in documents), found


def _make_builder(
    name: str,
    loaded: LoadedWorkshop,
    project: Project,
    style: str | None = None,
    executor: Executor | None = None,
    printer: str | None = None,
) -> ProductBuilder:
    """Return the builder of a product. Modules for chapters and for Word are imported only if they are needed."""
    product = CATALOGUE[name]
    match name:
        case "cover":
            from ..products.cover_builder import CoverBuilder

            return CoverBuilder(product, loaded, project, style, executor, printer)
        case "volume":
            from ..products.volume_builder import VolumeBuilder

            return VolumeBuilder(product, loaded, project, style, executor)
        case "offprints":
            from ..products.offprints import OffprintsBuilder

            return OffprintsBuilder(product, loaded, project, style, executor)
        case "docx":
            from ..products.docx_reports import DocxReportsBuilder

            return DocxReportsBuilder(product, loaded, project, style, executor)
        case "manuscript":
            from ..products.publisher_package import PackageBuilder

            return PackageBuilder(product, loaded, project, style, executor)
    from ..products.report_builder import ReportBuilder

    return ReportBuilder(product, loaded, project, style, executor)


def _compose_product(
    name: str,
    loaded: LoadedWorkshop,
    project: Project,
    style: str | None,
    scheduler: Scheduler,
    tell: StageListener,
    printer: str | None = None,
) -> TypesetProduct | BuildResult:
    builder = None
    try:
        builder = _make_builder(name, loaded, project, style, scheduler.executor, printer)
        tell("compose", name)
        composed = builder.compose()
        tell("typeset", name)
        return composed.typeset(scheduler)
    except FindingsError as faults:
        if builder:
            return _make_faulty_result(builder.inputs, builder.log, faults)
        return BuildResult(
            name, "", (), _remove_duplicates([*loaded.findings, *faults.findings]), (loaded.places.file, *loaded.files)
        )
    except Exception as error:  # a defect of Octavo, which affects this product only
        return BuildResult(name, "", (), loaded.findings, (loaded.places.file, *loaded.files), error)


def _finish_product(book: TypesetProduct, scheduler: Scheduler, tell: StageListener) -> BuildResult:
    inputs, log = book.inputs, book.log
    product, workshop = inputs.product.name, inputs.workshop.id
    try:
        finished = book.finish()
    except FindingsError as faults:
        return _make_faulty_result(inputs, log, faults)
    except Exception as error:  # a defect of Octavo, which affects this product only
        return BuildResult(product, workshop, (), _remove_duplicates(log.findings), log.read_files(), error)
    tell("bind", product)
    found = _remove_duplicates([*log.findings, *finished.findings])
    documents = () if has_errors(found) else finished.documents
    defect = next(iter(scheduler.defects), None) if any(one.code == INTERNAL_DEFECT for one in found) else None
    return BuildResult(product, workshop, documents, found, log.read_files(), defect)


def _make_faulty_result(inputs: ProductInputs, log: BuildLog, faults: FindingsError) -> BuildResult:
    found = _remove_duplicates([*log.findings, *faults.findings])
    return BuildResult(inputs.product.name, inputs.workshop.id, (), found, log.read_files())


def inspect_workshop(
    source: Path, project: Project, products: Sequence[str], store: PartCache | None = None, language: str = ""
) -> tuple[Finding, ...]:
    """Check a workshop in one language in every stage before typesetting, with every value and image, printed or not.

    Finished PDFs are opened and placed in this process, unless `store` holds the result.
    """
    scheduler = Scheduler(ImmediateExecutor(), store or PartCache(None, project, ""), project)
    loaded = _add_advice(load_workshop(source, language), project)
    found = list(loaded.findings)
    checker = _remember_checks(PressFileMaker(loaded, project, scheduler.executor).list_screen_findings)
    # Offprints consist of the same chapters as the volume.
    for name in [one for one in products if one != "offprints" or "volume" not in products]:
        builder = None
        try:
            builder = _make_builder(name, loaded, project)
            builder.inspect(scheduler, checker)
        except FindingsError as faults:
            found += faults.findings
        found += builder.log.findings if builder else []
    if loaded.workshop:
        found += _check_printer(loaded, project) if loaded.workshop.press else ()
        for at, value in iterate_values(loaded.workshop, Rest):
            with working_on(source, loaded.places.find_value(*at).line):
                found += parse_value(value)[1]
        named = iterate_values(loaded.workshop, AssetPath)
        images = [(str(path), loaded.places.find_value(*at)) for at, path in named if not TEXT_FILE_FIELDS & set(at)]
        found += open_images(
            source.parent, images, frozenset(str(logo.file) for logo in loaded.workshop.logos)
        ).findings
    return _remove_duplicates(found)


def _remember_checks(checker: DocumentChecker) -> DocumentChecker:
    """Return a checker that checks each document once, although several products have the same chapters."""
    known: dict[tuple[str, bytes], Sequence[Finding]] = {}

    def check(documents: Sequence[FinishedDocument]) -> Sequence[Sequence[Finding]]:
        keys = [(document.file, document.data) for document in documents]
        for key, document in zip(keys, documents, strict=True):
            if key not in known:
                (known[key],) = checker([document])
        return [known[key] for key in keys]

    return check


def _check_printer(loaded: LoadedWorkshop, project: Project) -> tuple[Finding, ...]:
    """Return the errors of the printer profile that a workshop names. Its ICC profile may be missing here."""
    try:
        find_printer(loaded, project, colours=False)
    except FindingsError as faults:
        return faults.findings
    return ()


def _remove_duplicates(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))
