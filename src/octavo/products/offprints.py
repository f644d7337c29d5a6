"""Make the offprints of a volume: each chapter as in the book, under a cover of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from docutils import nodes

from ..findings.finding import Finding, MissingKind, Severity
from ..pdf.binding.binder import CLAIMS_LOST, bind_parts
from ..pdf.binding.binding_plan import Leaf, Numbering, RunningHeadSheet
from ..pdf.metadata.document_metadata import Metadata
from ..rendering.context.display_names import full_name
from .chapter_results import SubmittedChapters
from .filled_product import (
    PartJob,
    SubmittedPart,
    collect_findings,
    make_part_job,
    parse_part,
    submit_part,
)
from .page_placement import PlacedPart
from .part_openers import place_chapters
from .product_builder import DocumentChecker, FinishedDocument, FinishedProduct, ProductBuilder
from .product_inputs import BuildLog, ProductInputs
from .report_builder import check_meanwhile, locate_papers, locate_pictures
from .running_heads import choose_running_heads, typeset_running_heads
from .scheduler import Scheduler
from .volume_builder import (
    ComposedVolume,
    TypesetChapters,
    collect_page_findings,
    compose_volume,
    inspect_volume,
)
from .volume_chapters import VolumeChapter


class OffprintsBuilder(ProductBuilder):
    """Makes offprints: the chapters of a volume, each bound by itself."""

    def inspect(self, scheduler: Scheduler, checker: DocumentChecker) -> None:
        """Find faults of the manuscripts, as far as possible without typesetting."""
        inspect_volume(compose_chapters(self.inputs, self.log), [], scheduler, checker)

    def compose(self) -> ComposedOffprints:
        """Prepare everything for typesetting. Raises FindingsError if the input has errors."""
        volume = compose_chapters(self.inputs, self.log)
        self.log.stop_at_errors()
        return ComposedOffprints(volume)


@dataclass(frozen=True)
class ComposedOffprints:
    """A composed volume whose chapters will be bound one by one."""

    volume: ComposedVolume

    def typeset(self, scheduler: Scheduler) -> TypesetOffprints:
        """Submit the chapters, the longest first."""
        return TypesetOffprints(self.volume, scheduler, submit_chapters(self.volume, scheduler))


@dataclass(frozen=True)
class TypesetOffprints(TypesetChapters):
    """Offprints whose chapters are submitted."""

    def finish(self) -> FinishedProduct:
        """Bind each chapter with its cover."""
        self.chapters.gather()
        bound = bind_offprints(self.volume, self.chapters, self.scheduler)
        return FinishedProduct(bound.documents, bound.findings)


@dataclass(frozen=True)
class BoundOffprints:
    """The offprints in the order of the chapters, the findings on them, and the places of the chapters in the book."""

    documents: tuple[FinishedDocument, ...]
    findings: tuple[Finding, ...]
    placed: tuple[PlacedPart, ...]


def compose_chapters(inputs: ProductInputs, log: BuildLog) -> ComposedVolume:
    """Compose a volume without its covers, which need the pages of the chapters."""
    return compose_volume(inputs, log, [plan for plan in inputs.product.parts if plan.name != "cover"])


def submit_chapters(volume: ComposedVolume, scheduler: Scheduler) -> SubmittedChapters:
    """Submit the chapters, the longest first, and their running heads."""
    chapters = volume.prepare_chapters(scheduler)
    chapters.submit()
    volume.submit_heads(scheduler)
    check_meanwhile(volume.filled, tuple(volume.printed_texts()))
    return chapters


def bind_offprints(volume: ComposedVolume, chapters: SubmittedChapters, scheduler: Scheduler) -> BoundOffprints:
    """Bind each chapter with its cover, once all were gathered."""
    heads = volume.running_heads()
    whole = place_chapters(volume.filled, volume.volume, volume.chapters, scheduler)
    chosen = choose_running_heads(heads, whole.chapters.values())
    sheets = typeset_running_heads(heads, chosen, scheduler)
    collect_page_findings(chapters, [part for _, part in sheets], [one.leaf.part for one in chosen.placed], [])
    pairs = list(zip(volume.chapters, chosen.placed, strict=True))
    covers = [submit_part(_make_cover_job(volume, read, placed), scheduler) for read, placed in pairs]
    documents: list[FinishedDocument] = []
    findings: list[Finding] = []
    for (read, placed), cover in zip(pairs, covers, strict=True):
        parts = (*_take_cover(volume, read, cover), placed.leaf)
        first = f"{read.name}-cover" if len(parts) > 1 else read.name
        needed = _select_sheets(parts, (sheet for sheet, _ in sheets))
        made = bind_parts(parts, chapter_metadata(volume, read, placed.first), (), needed, elsewhere=first)
        findings += [one for one in made.findings if one.code != CLAIMS_LOST]
        places = tuple((opening, read.source_place) for opening in made.openings)
        papers, pictures = locate_papers(made.openings, parts), locate_pictures(made.openings, parts)
        file = f"offprints/{read.chapter.id}.pdf"
        documents.append(FinishedDocument(file, made.pdf, made.pages, places=places, papers=papers, pictures=pictures))
    findings += _report_lost_claims([placed.leaf for placed in chosen.placed])
    return BoundOffprints(tuple(documents), tuple(findings), chosen.placed)


def _select_sheets(parts: Iterable[Leaf], sheets: Iterable[RunningHeadSheet]) -> tuple[RunningHeadSheet, ...]:
    wanted = {piece for part in parts for page in part.head_pieces for piece in page}
    return tuple(sheet for sheet in sheets if wanted & set(sheet.pieces))


def _report_lost_claims(leaves: list[Leaf]) -> Iterator[Finding]:
    foreign = [leaf.foreign for leaf in leaves if leaf.foreign]
    if foreign:
        message = f"offprints of finished PDFs ({len(foreign)}) claim neither PDF/UA nor PDF/A, as those do not"
        yield Finding(CLAIMS_LOST, message, severity=Severity.ADVICE)


def _take_cover(volume: ComposedVolume, read: VolumeChapter, submitted: SubmittedPart) -> Iterator[Leaf]:
    """Yield the cover of an offprint; if it fails, the offprint has none."""
    called = f"the cover of the offprint '{read.chapter.id}'"
    cover = submitted.scheduled.attempt(called, read.place, MissingKind.COVER)
    if isinstance(cover, Finding):
        volume.filled.log.findings.append(cover)
        return
    collect_findings(volume.filled, [cover], [submitted])
    sides = ("recto" if number % 2 == 0 else "verso" for number in range(cover.pages))
    yield Leaf(cover, Numbering.NONE, head_pieces=tuple(map(volume.running_heads().marking_pieces, sides)))


def _make_cover_job(volume: ComposedVolume, read: VolumeChapter, placed: PlacedPart) -> PartJob:
    filled = volume.filled
    first, last = placed.first, placed.last
    facts = {
        **filled.facts,
        "offprint": {
            **read.facts,
            "first": str(first),
            "last": str(last),
            "pages": f"{first}–{last}" if last > first else str(first),
        },
    }
    plan = next(plan for plan in filled.inputs.product.parts if plan.name == "cover")
    tree = parse_part(filled.inputs, filled.log, plan, facts)
    for section in list(tree.findall(nodes.section))[:1]:
        section["ids"].insert(0, f"{read.name}-cover")
    shown = replace(filled, facts=facts, trees={**filled.trees, plan.name: tree})
    part = make_part_job(shown, plan, shown.html_options(plan, volume.volume.title), margins=False)
    return replace(part, job=replace(part.job, name=f"{read.name}/cover"))


def chapter_metadata(volume: ComposedVolume, read: VolumeChapter, first: int) -> Metadata:
    """Return the metadata of a chapter by itself; `first` is the number of its first page."""
    inputs, entry = volume.filled.inputs, read.chapter
    return replace(
        volume.metadata,
        title=entry.title,
        authors=tuple(full_name(inputs.people[author]) for author in entry.authors),
        subject=volume.volume.title,
        keywords=entry.keywords,
        identifiers=(f"doi:{entry.doi}",) if entry.doi else (f"{inputs.workshop.id}/{entry.id}",),
        first_folio=first,
    )
