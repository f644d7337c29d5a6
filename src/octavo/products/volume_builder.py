"""Make a proceedings volume from a workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import cached_property

from ..findings.finding import Finding, FindingsError, Place, Severity
from ..model.volume import Volume
from ..pdf.binding.binder import bind_parts
from ..pdf.binding.binding_plan import Leaf, Numbering
from ..pdf.metadata.document_metadata import Metadata
from ..product_catalogue import RUNNING_HEADS, PartPlan
from ..rendering.context.display_names import full_name, name_sort_key, sorted_name
from ..rendering.html.html_document import ContentsEntry, IndexEntry
from ..rendering.html.html_writer import extract_drawn_text
from ..typesetting.readability import UNREADABLE_TEXT
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetPart
from . import indexes
from .chapter_results import SubmittedChapters, inspect_manuscripts, measure_type_area
from .contents_length import estimate_contents_length
from .filled_product import (
    FilledProduct,
    PartListings,
    SubmittedPart,
    collect_findings,
    fill_product,
    find_sheets,
    make_part_job,
    parse_part,
    submit_part,
)
from .indexes import PageLocator
from .page_placement import PlacedPart, next_page, place_next
from .part_openers import VolumePart, chapter_entry, group_parts, parse_openers, place_chapters
from .product_builder import DocumentChecker, FinishedProduct, ProductBuilder, TypesetProduct
from .product_inputs import BuildLog, ProductInputs
from .report_builder import check_meanwhile, finish_product, inspect_parts, make_attachment, report_metadata
from .running_head_pages import format_folio
from .running_heads import (
    RunningHeads,
    choose_running_heads,
    fit_head,
    measure_head,
    submit_expected_heads,
    typeset_running_heads,
)
from .scheduler import Scheduler
from .volume_chapters import VolumeChapter, printed_texts, read_chapters

_CONTENTS_TRIALS = 4


@dataclass(frozen=True)
class ComposedVolume:
    """A volume whose templates are filled and whose manuscripts are read."""

    filled: FilledProduct
    volume: Volume
    head_sheets: StyleSheets
    head_width: float
    chapters: tuple[VolumeChapter, ...]
    parts: tuple[VolumePart, ...]

    @property
    def short_title(self) -> str:
        """The volume's title as in a running head."""
        return fit_head(self.volume.title, self.head_width)

    def printed_texts(self) -> Iterator[str]:
        """Yield the text of the filled templates, and what contents and running heads print of chapters."""
        yield from self.filled.tree_texts()
        yield from (extract_drawn_text(self.filled.trees[part.name]) for part in self.parts)
        yield from printed_texts(self.chapters)

    def running_heads(self) -> RunningHeads:
        """Return what the running heads are made from."""
        titles = {read.name: read.heads for read in self.chapters}
        marking = self.filled.inputs.workshop.policy.marking or ""
        return RunningHeads(
            titles, self.short_title, marking, self.head_sheets, self.head_width, self.filled.inputs.words.tag
        )

    def prepare_chapters(self, scheduler: Scheduler) -> SubmittedChapters:
        """Return the chapters, ready to be submitted. Raises FindingsError if a measure is unreadable."""
        area = measure_type_area(self.filled.sheets, bool(self.filled.inputs.workshop.policy.marking))
        return SubmittedChapters(self.filled, self.volume, self.chapters, scheduler, area)

    def submit_heads(self, scheduler: Scheduler) -> None:
        """Submit the running heads of the chapters, and folios for the estimated number of pages."""
        pages = sum(len(read.data) // (80_000 if read.is_author_pdf else 3_000) + 1 for read in self.chapters)
        submit_expected_heads(self.running_heads(), pages, scheduler)

    @cached_property
    def metadata(self) -> Metadata:
        """The metadata of the volume, with its editors as creators."""
        inputs, volume = self.filled.inputs, self.volume
        known = report_metadata(inputs, self.filled.facts, volume.title)
        editors = tuple(full_name(inputs.people[editor]) for editor in volume.editors)
        rights = (f"© {volume.copyright_holder}" if volume.copyright_holder else "", volume.licence)
        keywords = dict.fromkeys(word for entry in inputs.workshop.chapters for word in entry.keywords)
        return replace(
            known,
            created=_creation_time(volume, inputs.workshop.event.end),
            authors=editors or known.authors,
            subject=self.filled.facts["volume"]["proceedings"],
            keywords=tuple(keywords)[:40],
            identifiers=_identifiers(volume) or (f"{inputs.workshop.id}/{inputs.product.name}",),
            publisher=volume.publisher.name if volume.publisher else "",
            rights=". ".join(filter(None, rights)),
        )


def compose_volume(inputs: ProductInputs, log: BuildLog, plans: list[PartPlan]) -> ComposedVolume:
    """Check the workshop, fill and parse the templates of `plans`, and read the manuscripts."""
    filled = fill_product(inputs, log, plans)
    assert inputs.workshop.volume is not None  # noqa: S101 - checked before
    head_sheets = find_sheets(inputs, log, RUNNING_HEADS)
    width = measure_head(head_sheets)
    chapters = read_chapters(inputs, log, width)
    parts = group_parts(inputs.workshop.volume, chapters)
    filled = parse_openers(inputs, log, filled, parts)
    return ComposedVolume(filled, inputs.workshop.volume, head_sheets, width, chapters, parts)


def inspect_volume(
    volume: ComposedVolume, plans: list[PartPlan], scheduler: Scheduler, checker: DocumentChecker
) -> None:
    """Find faults of parts, manuscripts and authors' PDFs, as far as possible without typesetting."""
    plans = [*plans, *(part.plan for part in volume.parts)]
    inspect_parts(volume.filled, plans, volume.volume.title, volume.printed_texts())
    inspect_manuscripts(volume.filled, volume.volume, volume.chapters)
    volume.prepare_chapters(scheduler).inspect_author_pdfs(checker)


class VolumeBuilder(ProductBuilder):
    """Makes a volume: typeset the chapters, then everything that refers to their pages, then bind."""

    def inspect(self, scheduler: Scheduler, checker: DocumentChecker) -> None:
        """Find faults of parts and manuscripts, as far as possible without typesetting."""
        volume = self._fill()
        inspect_volume(volume, volume.filled.independent_parts, scheduler, checker)

    def compose(self) -> TypesettableVolume:
        """Prepare everything for typesetting. Raises FindingsError if the input has errors."""
        volume = self._fill()
        self.log.stop_at_errors()
        return TypesettableVolume(volume)

    def _fill(self) -> ComposedVolume:
        plans = [plan for plan in self.inputs.product.parts if not plan.chapters and plan.name != "index"]
        return compose_volume(self.inputs, self.log, plans)


@dataclass(frozen=True)
class TypesettableVolume:
    """A composed volume that will be bound as one book."""

    volume: ComposedVolume

    def typeset(self, scheduler: Scheduler) -> TypesetVolume:
        """Submit the chapters, the longest first, and the parts that do not depend on others."""
        volume = self.volume
        filled = volume.filled
        chapters = volume.prepare_chapters(scheduler)
        plans = [plan for plan in filled.independent_parts if filled.has_content(plan.name)]
        length = estimate_contents_length(volume.chapters, volume.parts, filled.sheets, chapters.area)
        parts = {
            plan.name: _submit_volume_part(
                volume, plan, scheduler, is_verso=plan.name == "front" and _ends_recto(length)
            )
            for plan in plans
        }
        chapters.submit()
        volume.submit_heads(scheduler)
        check_meanwhile(filled, (*volume.printed_texts(), *(one.part.text for one in parts.values())))
        return TypesetVolume(volume, scheduler, chapters, parts, length)


def _submit_volume_part(
    volume: ComposedVolume,
    plan: PartPlan,
    scheduler: Scheduler,
    contents: tuple[ContentsEntry, ...] = (),
    index: Mapping[str, tuple[IndexEntry, ...]] | None = None,
    is_verso: bool = False,
) -> SubmittedPart:
    options = volume.filled.html_options(plan, volume.volume.title, PartListings(contents))
    options = replace(options, indexes=index or {})
    return submit_part(make_part_job(volume.filled, plan, options, margins=False, is_verso=is_verso), scheduler)


def _ends_recto(contents_length: int) -> bool:
    """Return whether contents of so many pages, which begin on a right-hand page, end on one."""
    return contents_length % 2 == 1


@dataclass(frozen=True)
class TypesetChapters(TypesetProduct):
    """A product of a volume's chapters, which are submitted."""

    volume: ComposedVolume
    scheduler: Scheduler
    chapters: SubmittedChapters

    @property
    def inputs(self) -> ProductInputs:
        """What the volume is made from."""
        return self.volume.filled.inputs

    @property
    def log(self) -> BuildLog:
        """What was found and read so far."""
        return self.volume.filled.log

    def drop_faulty_pieces(self, checker: DocumentChecker) -> bool:
        """Drop figures, or else chapters, that keep a document from being published."""
        return self.chapters.drop_faulty_pieces(checker)


@dataclass(frozen=True)
class TypesetVolume(TypesetChapters):
    """A volume whose chapters and independent parts are submitted."""

    parts: Mapping[str, SubmittedPart]
    contents_length: int
    """The estimated number of pages of the contents, behind which the front matter is set."""

    def finish(self) -> FinishedProduct:
        """Typeset contents and indexes once the pages are known, and bind all parts."""
        self.chapters.gather()
        parts = {name: self._typeset_part(submitted) for name, submitted in self.parts.items()}
        chapters = place_chapters(self.volume.filled, self.volume.volume, self.volume.chapters, self.scheduler)
        by_name, arabic = chapters.chapters, list(chapters.placed)
        if "back" in parts:
            arabic.append(place_next(arabic, Leaf(parts["back"])))
        index = self._submit_index(by_name, next_page(arabic))
        roman, contents, front = self._place_roman_parts(parts, arabic, index)
        if index is not None:
            arabic.append(place_next(arabic, Leaf(index.result(), recto=False)))
        heads = self.volume.running_heads()
        chosen = choose_running_heads(heads, [*roman, *arabic])
        sheets = typeset_running_heads(heads, chosen, self.scheduler)
        others = (one for name, one in self.parts.items() if name != "front")
        submitted = [*others, *front, *chapters.openers.values(), contents, *([index] if index else [])]
        leaves = tuple(placed.leaf for placed in chosen.placed)
        heads_set = [part for _, part in sheets]
        collect_page_findings(self.chapters, heads_set, [leaf.part for leaf in leaves], submitted)
        attachments = (make_attachment(self.inputs),)
        bound = bind_parts(leaves, self.volume.metadata, attachments, tuple(sheet for sheet, _ in sheets))
        pages = {read.chapter.id: (by_name[read.name].first, by_name[read.name].last) for read in self.volume.chapters}
        workshop = Place(self.inputs.source)
        places = [self.chapters.part_place(leaf.part) or workshop for leaf in leaves]
        return finish_product(self.inputs, self.volume.filled.sheets, bound, leaves, pages, places)

    def _typeset_part(self, submitted: SubmittedPart) -> TypesetPart:
        return self.volume.filled.with_picture_places(submitted.result(), submitted.part.places)

    def _plan(self, name: str) -> PartPlan:
        return next(plan for plan in self.inputs.product.parts if plan.name == name)

    # Contents

    def _place_roman_parts(
        self, parts: Mapping[str, TypesetPart], arabic: list[PlacedPart], index: SubmittedPart | None
    ) -> tuple[list[PlacedPart], SubmittedPart, list[SubmittedPart]]:
        """Place the front matter, which runs on behind the contents; their length is tried until it is stable."""
        plan, guess = self._plan("contents"), self.contents_length
        for _ in range(_CONTENTS_TRIALS):
            title = place_next([], Leaf(parts["title"], Numbering.ROMAN))
            contents = place_next([title], Leaf(TypesetPart("contents", b"", guess, {}), Numbering.ROMAN))
            texts = self._submit_front(next_page([contents]))
            leaves = [Leaf(self._typeset_part(one), Numbering.ROMAN, recto=False) for one in texts]
            front = [place_next([contents], leaf) for leaf in leaves]
            headings = (entry for one in front for entry in _heading_entries(texts[0], one, "before"))
            entries = (*headings, *self._contents_entries(arabic, index))
            submitted = _submit_volume_part(self.volume, plan, self.scheduler, entries)
            made = submitted.result()
            if made.pages == guess or not front:
                placed = PlacedPart(replace(contents.leaf, part=made), contents.first)
                return [title, placed, *front], submitted, texts
            guess = made.pages
        message = "the number of pages of the contents does not become stable"
        raise FindingsError([Finding("contents-unsettled", message)])

    def _submit_front(self, first: int) -> list[SubmittedPart]:
        """Return the front matter, if there is any; it is set anew if it begins on the other side than expected."""
        front, is_verso = self.parts.get("front"), first % 2 == 0
        if front is None or is_verso == _ends_recto(self.contents_length):
            return [front] if front else []
        return [_submit_volume_part(self.volume, self._plan("front"), self.scheduler, is_verso=is_verso)]

    def _contents_entries(self, placed: list[PlacedPart], index: SubmittedPart | None) -> Iterator[ContentsEntry]:
        """Yield the lines of the contents: parts, chapters with their authors, and what follows by its headings."""
        chapters = {read.name: read for read in self.volume.chapters}
        openers = {part.name: part for part in self.volume.parts}
        for one in placed:
            name = one.leaf.part.name.rpartition("/")[2]
            folio = format_folio(Numbering.ARABIC, one.first)
            if name in openers:
                yield ContentsEntry(openers[name].heading, folio, kind="part")
            elif name in chapters:
                yield chapter_entry(chapters[name], folio)
            elif name in self.parts:
                yield from _heading_entries(self.parts[name], one, "after")
        if index is not None:
            leaf = Leaf(index.result(), recto=False)
            yield from _heading_entries(index, place_next(placed, leaf), "after")

    # Indexes

    def _submit_index(self, placed: Mapping[str, PlacedPart], first: int) -> SubmittedPart | None:
        """Make the indexes from the chapters' results, and submit them if they have content; `first` is their page."""
        filled, plan = self.volume.filled, self._plan("index")
        entries = self._make_indexes(placed)
        facts = {**filled.facts, "index": {name: bool(listed) for name, listed in entries.items()}}
        tree = parse_part(self.inputs, self.log, plan, facts)
        volume = replace(self.volume, filled=replace(filled, facts=facts, trees={**filled.trees, plan.name: tree}))
        if not volume.filled.has_content(plan.name):
            return None
        return _submit_volume_part(volume, plan, self.scheduler, index=entries, is_verso=first % 2 == 0)

    def _make_indexes(self, placed: Mapping[str, PlacedPart]) -> dict[str, tuple[IndexEntry, ...]]:
        signed: list[tuple[indexes.IndexedAuthor, PageLocator]] = []
        by_particle, tag = self.inputs.workshop.sort_by_particle, self.inputs.workshop.language
        marked: dict[str, list[PageLocator]] = {}
        for read in self.volume.chapters:
            assert read.result is not None  # noqa: S101 - all were gathered
            first = placed[read.name].first
            for author in read.chapter.authors:
                person = self.inputs.people[author]
                key = name_sort_key(person, by_particle, tag)
                name = indexes.IndexedAuthor(key, sorted_name(person, by_particle))
                signed.append((name, PageLocator(first, read.name)))
            for term, pages in read.result.index.items():
                anchor = read.result.anchors.get(term, read.name)
                marked.setdefault(term, []).extend(PageLocator(first + page, anchor) for page in pages)
        terms = self.inputs.workshop.index_terms
        subjects, missing = indexes.subject_entries(marked, [(entry.term, entry.see) for entry in terms], tag)
        for number, entry in enumerate(terms):
            if entry.term in missing:
                message = f"“{entry.term}” occurs on no page, so the index omits it"
                place = self.inputs.places.find_value("index_terms", number, "term")
                hint = "correct the term, or mark its occurrences with :index:"
                self.log.findings.append(Finding("term-nowhere", message, place, hint, Severity.ADVICE))
        return {"authors": indexes.author_entries(signed, tag), "subjects": subjects}


def collect_page_findings(
    chapters: SubmittedChapters,
    heads: list[TypesetPart],
    parts: list[TypesetPart],
    submitted: list[SubmittedPart],
) -> None:
    """Add the findings of running heads and parts to the log.

    Raises FindingsError if a style hides running heads: then none can be laid over a page.
    """
    filled = chapters.filled
    collect_findings(filled, heads, submitted, chapters.part_place)
    are_hidden = any(one.code == UNREADABLE_TEXT and one.missing is None for one in filled.log.findings)
    collect_findings(filled, parts, submitted, chapters.part_place)
    if are_hidden:
        raise FindingsError([])


def _heading_entries(submitted: SubmittedPart, placed: PlacedPart, kind: str) -> Iterator[ContentsEntry]:
    """Yield the contents lines of a placed part's main headings."""
    anchors = placed.leaf.part.anchors
    for heading in submitted.part.headings:
        if heading.level == 1 and heading.anchor in anchors:
            folio = format_folio(placed.leaf.numbering, placed.first + anchors[heading.anchor])
            yield ContentsEntry(heading, folio, kind=kind)


def _creation_time(volume: Volume, end: date) -> datetime:
    day = date(volume.year, 1, 1) if volume.year and volume.year != end.year else end
    return datetime.combine(day, time(12), tzinfo=UTC)


def _identifiers(volume: Volume) -> tuple[str, ...]:
    isbns = volume.isbns
    isbn = (isbns.ebook or isbns.paperback or isbns.hardback) if isbns else None
    return tuple(filter(None, (volume.doi and f"doi:{volume.doi}", isbn and f"isbn:{isbn}")))
