"""The way from a workshop file to its finished products, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ..findings.finding import Finding, FindingsError, Severity, has_errors
from ..loading.workshop_loader import LoadedWorkshop, load_workshop
from ..model import Rest
from ..model.text_types import AssetPath
from ..preflight.parallel_run import RunningChecks
from ..processes.current_file import working_on
from ..product_catalogue import CATALOGUE, CHAPTER_PRODUCTS, COVER, PRESS_PREFIX
from ..products.product_builder import FinishedDocument, ProductBuilder, TypesetProduct
from ..products.product_inputs import BuildLog, ProductInputs, iterate_values
from ..products.scheduler import INTERNAL_DEFECT, AtOnce, Scheduler
from ..project.printer_profile_lookup import find_printer
from ..project.project_folders import Project
from ..rendering.context.cover_context import cover_product
from ..rendering.graphics.images import open_images
from ..rendering.rst.value_substitution import parse_value
from ..typesetting.part_cache import PartCache
from .press_files import PressFileMaker, told

TellStage = Callable[[str, str], None]
"""Takes a stage that begins, and the document that it works on."""
TEXTS = frozenset(("source", "bibliography"))
"""Fields of a chapter that name files which are no images."""


@dataclass(frozen=True)
class BuildResult:
    """One product, finished in memory; it has no documents where the findings hold an error."""

    product: str
    workshop: str
    documents: tuple[FinishedDocument, ...]
    findings: tuple[Finding, ...]
    inputs: tuple[Path, ...]
    error: Exception | None = None
    """A defect of ours that cost the product, or a part of it."""

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
    tell: TellStage,
    store: PartCache | None = None,
    printer: str | None = None,
) -> tuple[BuildResult, ...]:
    """Make products of one workshop; what is wrong with one does not stop the others.

    All of them are composed before the first is finished, so that their parts are set side by side. What goes to press
    is made from the finished product, as the printer's profile asks. No document is given away unproved.
    """
    tell("load", source.parent.name)
    loaded = load_workshop(source)
    setter = Scheduler(executor, store or PartCache(None, project, ""), project)
    bases = _bases(products, loaded)
    begun = {name: _begin(name, loaded, project, style, setter, tell, printer) for name in bases}
    proving = PressFileMaker(loaded, project, executor, printer)
    finished: dict[str, BuildResult] = {}
    judgings: dict[str, list[RunningChecks]] = {}
    for name, book in begun.items():
        if isinstance(book, TypesetProduct) and book.of:
            finished[name] = _covered(book, finished[book.of], setter, tell)
        else:
            finished[name] = _finish(book, setter, tell) if isinstance(book, TypesetProduct) else book
        if name in products:  # what is finished is judged while the next is being bound
            with suppress(FindingsError):  # told where it is waited for
                judgings[name] = proving.begin(finished[name].documents, proving.screen)
    if _are_unfit(judgings[name] for name in CHAPTER_PRODUCTS if name in judgings):
        for name in _mended(begun, finished, proving, setter, tell):
            if name in products:
                judgings[name] = proving.begin(finished[name].documents, proving.screen)
    proved = []
    for name in products:
        tell("preflight", name)
        proved.append(_proved(name, finished[name.removeprefix(PRESS_PREFIX)], proving, judgings.get(name)))
    return tuple(proved)


def _are_unfit(judgings: Iterable[list[RunningChecks]]) -> bool:
    found = (found for several in judgings for judging in several for found in judging.wait_for_report().found)
    return any(one.severity is Severity.ERROR for one in found)


def _mended(
    begun: Mapping[str, TypesetProduct | BuildResult],
    finished: dict[str, BuildResult],
    proving: PressFileMaker,
    setter: Scheduler,
    tell: TellStage,
) -> Iterator[str]:
    """Finish anew, without the figures or chapters that are to blame, what those have made unfit; and the cover."""
    again: set[str] = set()
    for name, book in begun.items():
        if not isinstance(book, TypesetProduct):
            continue
        if book.of in again:
            finished[name] = _covered(book, finished[book.of], setter, tell)
        elif name in CHAPTER_PRODUCTS and finished[name].documents and book.drop_faulty_pieces(proving.wrong):
            finished[name] = _finish(book, setter, tell)
        else:
            continue
        again.add(name)
        yield name


def _bases(products: Sequence[str], loaded: LoadedWorkshop) -> tuple[str, ...]:
    """Name what is to be made, each once; a cover after the book that it is measured by."""
    bases = dict.fromkeys(name.removeprefix(PRESS_PREFIX) for name in products)
    if COVER in bases and loaded.workshop:
        del bases[COVER]
        bases |= dict.fromkeys((cover_product(loaded.workshop), COVER))
    return tuple(bases)


def _covered(cover: TypesetProduct, book: BuildResult, setter: Scheduler, tell: TellStage) -> BuildResult:
    """Finish the cover of a book that was made; without the book there is none."""
    if not book.documents:
        return BuildResult(
            COVER, cover.inputs.workshop.id, (), _once([*cover.log.findings, *book.findings]), book.inputs, book.error
        )
    return _finish(cover.with_book(book.pages, book.inputs), setter, tell)


def _proved(name: str, made: BuildResult, proving: PressFileMaker, judgings: list[RunningChecks] | None) -> BuildResult:
    """Hold what was made against the profile that suits it; what goes to press is made first."""
    on_press = name.startswith(PRESS_PREFIX)
    if not made.documents:
        return replace(made, product=name)
    try:
        printer = proving.printer if on_press else proving.screen
        documents, found = made.documents, list(made.findings)
        if on_press:
            documents, said = proving.pressed(documents, printer)
            found += said
        found += told(judgings or proving.begin(documents, printer), documents)
    except FindingsError as faults:
        return BuildResult(name, made.workshop, (), _once([*made.findings, *faults.findings]), made.inputs)
    inputs = tuple(sorted({*made.inputs, *printer.files}))
    return BuildResult(name, made.workshop, () if has_errors(found) else documents, _once(found), inputs, made.error)


def _book(
    name: str,
    loaded: LoadedWorkshop,
    project: Project,
    style: str | None = None,
    executor: Executor | None = None,
    printer: str | None = None,
) -> ProductBuilder:
    """Return the builder of a product. What only some of them need, chapters or Word, is imported for those alone."""
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


def _begin(
    name: str,
    loaded: LoadedWorkshop,
    project: Project,
    style: str | None,
    setter: Scheduler,
    tell: TellStage,
    printer: str | None = None,
) -> TypesetProduct | BuildResult:
    builder = None
    try:
        builder = _book(name, loaded, project, style, setter.executor, printer)
        tell("compose", name)
        composed = builder.compose()
        tell("typeset", name)
        return composed.typeset(setter)
    except FindingsError as faults:
        if builder:
            return _faulty(builder.inputs, builder.log, faults)
        return BuildResult(name, "", (), _once([*loaded.findings, *faults.findings]), (loaded.places.file,))
    except Exception as error:  # a defect of ours, which costs this product and no other
        return BuildResult(name, "", (), loaded.findings, (loaded.places.file,), error)


def _finish(book: TypesetProduct, setter: Scheduler, tell: TellStage) -> BuildResult:
    inputs, log = book.inputs, book.log
    product, workshop = inputs.product.name, inputs.workshop.id
    try:
        finished = book.finish()
    except FindingsError as faults:
        return _faulty(inputs, log, faults)
    except Exception as error:  # a defect of Octavo, which affects this product only
        return BuildResult(product, workshop, (), _once(log.findings), log.read_files(), error)
    tell("bind", product)
    found = _once([*log.findings, *finished.findings])
    documents = () if has_errors(found) else finished.documents
    defect = next(iter(setter.defects), None) if any(one.code == INTERNAL_DEFECT for one in found) else None
    return BuildResult(product, workshop, documents, found, log.read_files(), defect)


def _faulty(inputs: ProductInputs, log: BuildLog, faults: FindingsError) -> BuildResult:
    found = _once([*log.findings, *faults.findings])
    return BuildResult(inputs.product.name, inputs.workshop.id, (), found, log.read_files())


def inspect(
    source: Path, project: Project, products: Sequence[str], store: PartCache | None = None
) -> tuple[Finding, ...]:
    """Check a workshop by every stage short of typesetting, every value and image of it, printed or not.

    Finished PDFs are opened and placed in this process, unless the store has kept what came of them.
    """
    setter = Scheduler(AtOnce(), store or PartCache(None, project, ""), project)
    loaded = load_workshop(source)
    found = list(loaded.findings)
    # Offprints are of the same chapters as their volume.
    for name in [one for one in products if one != "offprints" or "volume" not in products]:
        builder = None
        try:
            builder = _book(name, loaded, project)
            builder.inspect(setter)
        except FindingsError as faults:
            found += faults.findings
        found += builder.log.findings if builder else []
    if loaded.workshop:
        found += _unfit_printer(loaded, project) if loaded.workshop.press else ()
        for at, value in iterate_values(loaded.workshop, Rest):
            with working_on(source, loaded.places.find_value(*at).line):
                found += parse_value(value)[1]
        named = iterate_values(loaded.workshop, AssetPath)
        images = [(str(path), loaded.places.find_value(*at)) for at, path in named if not TEXTS & set(at)]
        found += open_images(source.parent, images).findings
    return _once(found)


def _unfit_printer(loaded: LoadedWorkshop, project: Project) -> tuple[Finding, ...]:
    """Tell what is wrong with the printer whom a workshop names; his ICC profile need not be on this machine."""
    try:
        find_printer(loaded, project, colours=False)
    except FindingsError as faults:
        return faults.findings
    return ()


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(findings))
