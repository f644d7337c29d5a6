"""The offprints of a volume: its chapters, each by itself as it stands in the book, under a cover that says where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docutils import nodes

from ..findings.finding import Finding, MissingKind, Severity
from ..pdf.binding.binder import CLAIMS_LOST, bind_parts
from ..pdf.binding.binding_plan import Leaf, Numbering
from ..pdf.metadata.document_metadata import Metadata
from ..product_catalogue import PartPlan
from ..rendering.context.display_names import full_name
from ..typesetting.typeset_job import TypesetJob, TypesetPart
from .product_builder import FinishedDocument, FinishedProduct
from .scheduler import ScheduledJob, Scheduler
from .volume_builder import VolumeBuilder
from .volume_chapters import PlacedPart, VolumeChapter


class OffprintsBuilder(VolumeBuilder):
    """Offprints being made: as the volume, but that each chapter is bound by itself."""

    def composed(self) -> Iterator[PartPlan]:
        """Offprints need no prelims and no back matter; their covers come last."""
        return (plan for plan in self.product.parts if plan.name != "cover")

    def _alone(self) -> list[PartPlan]:
        return []

    def finish(self, setter: Scheduler) -> FinishedProduct:
        """Bind each chapter with its cover."""
        self._gather()
        self.placed = placed = self._arabic({})
        leaves, sheets = self._furnished(placed)
        self._collect(leaf.part for leaf in leaves)
        jobs = [self._cover(read, bound) for read, bound in zip(self.chapters, placed, strict=True)]
        covers = [setter.part(job) for job in jobs]
        documents: list[FinishedDocument] = []
        findings: list[Finding] = []
        for read, bound, leaf, promise in zip(self.chapters, placed, leaves, covers, strict=True):
            parts = (*self._covering(read, promise), leaf)
            first = f"{read.name}-cover" if len(parts) > 1 else read.name
            wanted = {piece for part in parts for page in part.furniture for piece in page}
            needed = tuple(sheet for sheet in sheets if wanted & set(sheet.pieces))
            made = bind_parts(parts, self._of(read, bound.first), (), needed, elsewhere=first)
            findings += [one for one in made.findings if one.code != CLAIMS_LOST]
            documents.append(FinishedDocument(f"offprints/{read.chapter.id}.pdf", made.pdf, made.pages))
        foreign = [leaf.foreign for leaf in leaves if leaf.foreign]
        if foreign:
            message = f"offprints of finished PDFs ({len(foreign)}) claim neither PDF/UA nor PDF/A, as those do not"
            findings.append(Finding(CLAIMS_LOST, message, severity=Severity.ADVICE))
        return FinishedProduct(tuple(documents), tuple(findings))

    def _covering(self, read: VolumeChapter, promise: ScheduledJob[TypesetPart]) -> Iterator[Leaf]:
        """Give the cover of an offprint; what stops it costs the cover alone."""
        cover = promise.attempt(f"the cover of the offprint '{read.chapter.id}'", read.place, MissingKind.COVER)
        if isinstance(cover, Finding):
            self.findings.append(cover)
            return
        self._collect([cover])
        sides = ("recto" if number % 2 == 0 else "verso" for number in range(cover.pages))
        yield Leaf(cover, Numbering.NONE, furniture=tuple(map(self._marked, sides)))

    def _cover(self, read: VolumeChapter, bound: PlacedPart) -> TypesetJob:
        last = bound.first + bound.leaf.part.pages - 1
        self.facts["offprint"] = {
            **read.facts,
            "first": str(bound.first),
            "last": str(last),
            "pages": f"{bound.first}–{last}" if last > bound.first else str(bound.first),
        }
        tree = self._tree(plan := self._plan("cover"))
        for section in list(tree.findall(nodes.section))[:1]:
            section["ids"].insert(0, f"{read.name}-cover")
        self.trees["cover"] = tree
        job, _ = self.job(plan, ())
        return replace(job, name=f"{read.name}/cover")

    def _of(self, read: VolumeChapter, first: int) -> Metadata:
        entry = read.chapter
        return replace(
            self.metadata(),
            title=entry.title,
            authors=tuple(full_name(self.people[author]) for author in entry.authors),
            subject=self.volume.title,
            keywords=entry.keywords,
            identifiers=(f"doi:{entry.doi}",) if entry.doi else (f"{self.workshop.id}/{entry.id}",),
            first_folio=first,
        )
