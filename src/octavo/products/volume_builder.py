"""A proceedings volume on its way from a workshop to one bound book, or to the offprints of its chapters."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from ..chapters.author_pdf.pdf_placement import AuthorPdfJob, PlacedPdf, TypeArea
from ..chapters.chapter_job import ChapterJob, TypesetChapter
from ..chapters.chapter_typesetter import check_chapter
from ..chapters.manuscript_reader import read_manuscript_lines as read_lines
from ..chapters.numbering import LabelTarget
from ..checking.name_leaks import check_manuscript_names, check_pdf_names
from ..checking.naming_rule import protected_names_pattern
from ..findings.finding import Finding, FindingsError, MissingKind, Place, Severity, has_errors
from ..language.one_line_text import shorten_title
from ..language.translator import get_translator as words_of
from ..model import volume as model
from ..pdf.binding.binder import bind_parts
from ..pdf.binding.binding_plan import Leaf, Numbering, RunningHeadSheet
from ..pdf.metadata.document_metadata import Metadata
from ..processes.current_file import working_on
from ..product_catalogue import PartPlan
from ..rendering.context.display_names import DisplayNames, full_name, sorted_name
from ..rendering.context.volume_context import build_chapter_context
from ..rendering.graphics.images import read_workshop_file
from ..rendering.html.html_writer import ContentsEntry, Heading, HtmlOptions, IndexEntry
from ..typesetting.readability import UNSEEN
from ..typesetting.typeset_job import PageKind, TypesetJob, TypesetPage, TypesetPart
from . import indexes
from .faulty_figures import (
    DocumentChecker,
    drop_faulty_figures,
    find_chapter_faults,
    find_leaf_faults,
    make_chapter_leaf,
)
from .indexes import PageLocator
from .product_builder import FinishedProduct, ProductBuilder
from .running_head_pages import (
    folio_block,
    folio_sheet,
    format_folio,
    head_piece,
    head_sheet,
    marking_sheet,
    opening_sheet,
)
from .running_heads import LONGEST_HEAD, short_author_names, titles_by_side
from .scheduler import INTERNAL_DEFECT, WORKER_DIED, ScheduledJob, Scheduler
from .volume_chapters import PlacedPart, VolumeChapter, find_repeated_files, find_repeated_texts, select_wanted_labels

PDF_SUFFIX, TEXT_SUFFIXES = ".pdf", (".rst", ".txt")


class VolumeBuilder(ProductBuilder):
    """A volume being made: chapters are set by themselves, then all that tells of their pages, then all is bound."""

    chapters: list[VolumeChapter]

    def fill(self) -> None:
        """Check the workshop, fill and parse the templates, read the manuscripts."""
        super().fill()
        assert self.workshop.volume is not None  # noqa: S101 - checked before
        self.volume: model.Volume = self.workshop.volume
        self.furniture = self._find_sheets("furniture")
        lookup = DisplayNames.from_workshop(self.workshop, self.words)
        self.chapters = [
            self._read_chapter(number, entry, lookup) for number, entry in enumerate(self.workshop.chapters)
        ]
        self.findings += find_repeated_files(self.chapters)

    def composed_parts(self) -> Iterator[PartPlan]:
        """Yield the parts whose templates can be filled before any page is known: all but the index."""
        return (plan for plan in self.product.parts if not plan.chapters and plan.name != "index")

    def _independent_parts(self) -> list[PartPlan]:
        return [plan for plan in super()._independent_parts() if not plan.chapters]

    def _read_chapter(self, number: int, entry: model.Chapter, lookup: DisplayNames) -> VolumeChapter:
        place = self.places.find_value("chapters", number, "source")
        file, data, refused = read_workshop_file(self.source.parent, str(entry.source), place)
        told = build_chapter_context(lookup, entry)
        if entry.language:
            # Its opening is in its own language; the contents list its authors in that of the book.
            own = DisplayNames.from_workshop(self.workshop, words_of(entry.language))
            told = {**build_chapter_context(own, entry), "names": told["names"]}
        title = entry.short_title or shorten_title(entry.title, LONGEST_HEAD)
        self.files.append(file)
        read = VolumeChapter(entry, number, place, told, (short_author_names(lookup, entry), title), file, data)
        suffix = file.suffix.lower()
        if refused is not None:
            self._mark_missing(read, [refused])
        elif suffix not in (*TEXT_SUFFIXES, PDF_SUFFIX):
            message = f"'{entry.source}' is neither reStructuredText (.rst) nor a finished PDF"
            self._mark_missing(read, [Finding("unknown-manuscript", message, place, "convert it to one of the two")])
        read.foreign = suffix == PDF_SUFFIX and not read.missing
        if not read.foreign and not read.missing:
            self.findings += check_manuscript_names(self.whole, read_lines(data, file)[0].lines, file)
        return read

    def _listed_texts(self) -> Iterator[str]:
        """Yield what contents and heads print of chapters too, some of which are finished PDFs."""
        yield from super()._listed_texts()
        for read in self.chapters:
            yield from (read.chapter.title, read.chapter.section or "", *read.heads)
            yield str(read.facts["names"])

    def inspect(self, setter: Scheduler) -> None:
        """Find what is wrong with parts and manuscripts, as far as can be told without setting them."""
        super().inspect(setter)
        texts = [read for read in self.chapters if not read.foreign and not read.missing]
        for read in texts:
            read.job = self._chapter_job(read, ())
            read.set = check_chapter(read.job)
        labels = self._known_labels()
        for read in texts:
            assert read.job is not None and read.set is not None  # noqa: S101 - just made
            if read.set.unknown:
                self.findings += self._find_ambiguous_references(read)
                read.set = check_chapter(replace(read.job, others=select_wanted_labels(read.set, labels)))
            self._compare_title(read)
            part = read.set.part
            self._collect_findings([replace(part, findings=tuple(map(_limit_to_chapter, part.findings)))])
        self._inspect_author_pdfs(setter)

    def _inspect_author_pdfs(self, setter: Scheduler) -> None:
        """Place authors' PDFs as a build would, and collect what is wrong with them."""
        self.trim = self._measure_type_area()
        for read in [read for read in self.chapters if read.foreign]:
            with working_on(read.file):
                promise = setter.submit_author_pdf(self._author_pdf_job(read, self._index_terms()))
            if faults := self._take_author_pdf(read, promise):
                self._mark_missing(read, faults)
        self.findings += find_repeated_texts(self.chapters)

    # Setting

    def typeset(self, setter: Scheduler) -> None:
        """Have the chapters set, and the parts that stand alone, side by side; the longest first."""
        self.setter = setter
        self.trim = self._measure_type_area()
        terms = self._index_terms()
        for plan in self._independent_parts():
            if self._has_content(plan.name):
                self._submit_part(plan, (), setter)
        for read in sorted(self.chapters, key=lambda one: -len(one.data) // (20 if one.foreign else 1)):
            self._submit_chapter(read, terms)
        self._submit_running_heads()
        self._check_meanwhile()

    def _submit_running_heads(self) -> None:
        """Have the heads of the chapters set, and folios for about as many pages as there will be."""
        known = {head_piece(side, words) for read in self.chapters for side, words in titles_by_side(read.heads)}
        self.known_heads = tuple(sorted(known))
        self.setter.submit_part(head_sheet(list(self.known_heads), self.furniture)[0])
        pages = sum(len(read.data) // (80_000 if read.foreign else 3_000) + 1 for read in self.chapters)
        for block in range(folio_block(max(1, pages)) + 1):
            self.setter.submit_part(folio_sheet(Numbering.ARABIC, block, self.furniture)[0])

    def _submit_chapter(self, read: VolumeChapter, terms: tuple[str, ...]) -> None:
        if read.foreign:
            read.paper = self.setter.submit_author_pdf(self._author_pdf_job(read, terms))
        else:
            read.job = self._chapter_job(read, terms)
            read.promise = self.setter.submit_chapter(read.job)

    def _index_terms(self) -> tuple[str, ...]:
        """List the words that the subject index looks for."""
        return tuple(entry.term for entry in self.workshop.index_terms if not entry.see)

    def _author_pdf_job(self, read: VolumeChapter, terms: tuple[str, ...]) -> AuthorPdfJob:
        entry, protected = read.chapter, protected_names_pattern(self.whole)
        families = tuple(self.people[author].family for author in entry.authors)
        return AuthorPdfJob(
            read.name, str(entry.source), read.data, self.trim, entry.title, families, terms,
            protected.pattern if protected else "",
        )  # fmt: skip

    def _chapter_job(self, read: VolumeChapter, terms: tuple[str, ...]) -> ChapterJob:
        bibliography = []
        for number, path in enumerate(read.chapter.bibliography):
            place = self.places.find_value("chapters", read.number, "bibliography", number)
            file, data, refused = read_workshop_file(self.source.parent, str(path), place)
            self.files.append(file)
            if refused is not None:
                self.findings.append(replace(refused, severity=Severity.WARNING, missing=MissingKind.BIBLIOGRAPHY))
            else:
                bibliography.append((file, data))
        return ChapterJob(
            name=read.name,
            root=self.source.parent,
            path=read.file,
            data=b"" if read.missing else read.data,
            bibliography=tuple(bibliography),
            facts={"chapter": {**read.facts, "missing": read.missing}},
            language=read.chapter.language or self.workshop.language,
            title=read.chapter.title,
            templates=self.project.search_path("templates"),
            sheets=self.sheets,
            house=self.house,
            citation_style=self.volume.citation_style,
            terms=terms,
        )

    def _has_content(self, name: str) -> bool:
        return name in self.trees and bool(self.trees[name].children)

    def _measure_type_area(self) -> TypeArea:
        measure = self.sheets.measure
        head = measure("--top") - measure("--head-drop") + 1
        foot = measure("--bottom") - 22.7
        return TypeArea(
            measure("--trim-width"), measure("--trim-height"), measure("--top"), measure("--bottom"),
            measure("--inner"), measure("--outer"), head, max(0.0, foot + measure("--head-size")),
            bool(self.workshop.policy.marking),
        )  # fmt: skip

    # Finishing

    def finish(self, setter: Scheduler) -> FinishedProduct:
        """Have the contents and indexes set once the pages are known, and bind all."""
        self._gather_chapters()
        parts = {plan.name: self._part_result(plan) for plan in self._independent_parts() if plan.name in self.running}
        arabic = self._place_arabic_parts(parts)
        stands = {part.leaf.part.name: part for part in arabic}
        self._make_indexes(stands)
        if self._has_content("index"):
            self._submit_part(self._find_plan("index"), (), setter)
        roman = self._place_roman_parts(parts, arabic)
        if "index" in self.running:
            leaf = Leaf(self._part_result(self._find_plan("index")))
            arabic.append(PlacedPart(leaf, _next_recto(arabic)))
        ordered = [*roman, *arabic]
        leaves, sheets = self._typeset_running_heads(ordered)
        self._collect_findings(leaf.part for leaf in leaves)
        bound = bind_parts(leaves, self.metadata(), (self.attachment(),), sheets)
        pages = {read.chapter.id: _page_span(stands[read.name]) for read in self.chapters}
        return self.finish_product(bound, pages)

    def _find_plan(self, name: str) -> PartPlan:
        return next(plan for plan in self.product.parts if plan.name == name)

    def _gather_chapters(self) -> None:
        """Wait for the chapters; those that refer to others are set once the labels of all are known."""
        for read in self.chapters:
            self._take_chapter(read)
        labels = self._known_labels()
        waiting = [read for read in self.chapters if read.set is not None and read.set.unknown]
        for read in waiting:
            assert read.job is not None and read.set is not None  # noqa: S101 - it was set from a job
            self.findings += self._find_ambiguous_references(read)
            read.job = replace(read.job, others=select_wanted_labels(read.set, labels))
            read.promise = self.setter.submit_chapter(read.job)
        for read in waiting:
            self._take_chapter(read)
        for read in self.chapters:
            if read.paper is not None:
                if faults := self._take_author_pdf(read, read.paper):
                    self._typeset_notice(read, faults)
            elif read.set is not None:
                self.files += read.set.inputs
                self._compare_title(read)
        self.findings += find_repeated_texts(self.chapters)

    def _take_chapter(self, read: VolumeChapter) -> None:
        """Take what came of a chapter in reST, if it is one; what stops it costs a figure, or else its text alone."""
        if read.promise is None:
            return
        made = read.promise.attempt(f"'{read.chapter.source}'", Place(read.file), MissingKind.CHAPTER)
        faults = [made] if isinstance(made, Finding) else self._find_stopping_faults(read, made)
        if faults:
            self._drop_figures(read, faults)
        else:
            assert not isinstance(made, Finding)  # noqa: S101 - that would be a fault
            read.set = made

    def _find_stopping_faults(self, read: VolumeChapter, made: TypesetChapter) -> list[Finding]:
        """Give all that was found in a chapter, each with its place, if it is so wrong that it cannot be bound."""
        if not has_errors(made.part.findings):
            return []
        placed = filter(None, map(self._locate_finding, made.part.findings))
        return [replace(one, place=one.place or Place(read.file)) for one in placed]

    def _drop_figures(
        self, read: VolumeChapter, faults: Sequence[Finding], judge: DocumentChecker | None = None
    ) -> None:
        """Set a chapter without the figures that are to blame; where none is, leave a page that says so."""
        job = drop_faulty_figures(read.job, faults, self.setter, judge) if read.job else None
        if job is not None:
            made = self.setter.submit_chapter(job).attempt(
                f"'{read.chapter.source}'", Place(read.file), MissingKind.CHAPTER
            )
            if not isinstance(made, Finding) and not find_chapter_faults(made, judge):
                read.job, read.set, read.promise = job, made, None
                return
        self._typeset_notice(read, faults)

    def _typeset_notice(self, read: VolumeChapter, faults: Sequence[Finding]) -> None:
        """Set the opening of a chapter alone, which says why its text is missing: it is not lost in silence."""
        self._mark_missing(read, faults)
        read.promise = read.paper = None
        read.set = self._typeset_opening(read)
        if has_errors(read.set.part.findings):  # the reason may name letters that no face has
            read.missing = _NEUTRAL_REASON
            read.set = self._typeset_opening(read)

    def _typeset_opening(self, read: VolumeChapter) -> TypesetChapter:
        read.job = self._chapter_job(read, ())
        return self.setter.submit_chapter(read.job).result()

    def _mark_missing(self, read: VolumeChapter, faults: Sequence[Finding]) -> None:
        """Tell why the text of a chapter is missing, and have its page say so."""
        told = [_limit_to_chapter(finding) for finding in faults]
        self.findings += told
        worst = next(finding for finding in told if finding.missing is MissingKind.CHAPTER)
        read.foreign, read.missing = False, _NEUTRAL_REASON if worst.code in _INTERNAL_CODES else worst.message

    def drop_faulty_pieces(self, judge: DocumentChecker) -> bool:
        """Give up the figures, or else the chapters, that bring into the book what must not be there.

        Tells whether any was given up; then the product can be finished anew.
        """
        whole = [read for read in self.chapters if not read.missing]
        brought = find_leaf_faults([_chapter_leaf(read) for read in whole], judge)
        for read, said in zip(whole, brought, strict=True):
            if said:
                place = read.place if read.foreign else Place(read.file)
                told = [replace(one, message=f"'{read.chapter.source}': {one.message}", place=place) for one in said]
                self._drop_figures(read, told, judge)
        return any(brought)

    def _known_labels(self) -> dict[str, LabelTarget]:
        """Give what chapters may call one another by: first their ids, then the labels within them."""
        labels = {read.chapter.id: read.label_target for read in self.chapters}
        within = self.words.gettext("{thing} in “{title}”")
        for read in self.chapters:
            for name, one in (read.set.labels if read.set else {}).items():
                there = within.replace("{title}", read.label_target.number)
                number, called = there.replace("{thing}", one.number), there.replace("{thing}", one.name)
                labels.setdefault(name, replace(one, number=number, name=called))
        return labels

    def _find_ambiguous_references(self, read: VolumeChapter) -> Iterator[Finding]:
        """Find references of a chapter to labels that several others have."""
        titles = {other.chapter.id for other in self.chapters}
        for name in dict.fromkeys(read.set.unknown if read.set else ()):
            homes = [other.chapter.title for other in self.chapters if other.set and name in other.set.labels]
            if len(homes) > 1 and name not in titles:
                message = f"the label '{name}' stands in {len(homes)} chapters; the reference leads to “{homes[0]}”"
                line = read.data[: max(0, read.data.find(f"`{name}`".encode()))].count(b"\n") + 1
                hint = "give each its own label"
                yield Finding("label-twice", message, Place(read.file, line), hint, Severity.WARNING)

    def _take_author_pdf(self, read: VolumeChapter, promise: ScheduledJob[PlacedPdf]) -> list[Finding]:
        """Take what came of a finished PDF; where it cannot be bound, return what was found instead."""
        paper = promise.attempt(f"'{read.chapter.source}'", read.place, MissingKind.CHAPTER)
        if isinstance(paper, Finding):
            return [paper]
        part = paper.part
        placed = [replace(finding, place=finding.place or read.place) for finding in part.findings]
        if not part.pages:
            message = f"'{read.chapter.source}' holds nothing that could be bound"
            empty = [] if has_errors(placed) else [Finding("paper-empty", message, read.place, "export it again")]
            return [*placed, *empty]
        authors = self.whole.chapters[read.number].authors
        placed += check_pdf_names(self.whole, authors, paper.guarded_pages, str(read.chapter.source), read.place)
        self.findings += placed
        index = {term: tuple(pages) for term, pages in paper.terms.items()}
        read.set, read.digest = TypesetChapter(replace(part, findings=()), index=index), paper.text_digest
        return []

    def _compare_title(self, read: VolumeChapter) -> None:
        said = read.set.title if read.set else ""
        if said and _comparable_title(said) != _comparable_title(read.chapter.title):
            message = (
                f"the manuscript calls itself “{said}”, the workshop “{read.chapter.title}”; the latter is printed"
            )
            found = Finding("title-differs", message, Place(read.file), "correct one of the two", Severity.WARNING)
            self.findings.append(found)

    def _part_place(self, part: TypesetPart) -> Place | None:
        return next((Place(read.file) for read in self.chapters if read.name == part.name), None)

    def _place_arabic_parts(self, parts: Mapping[str, TypesetPart]) -> list[PlacedPart]:
        """Put the chapters and the back matter in their places; each opens on a right-hand page."""
        placed: list[PlacedPart] = []
        for read in self.chapters:
            assert read.set is not None  # noqa: S101 - all were gathered
            placed.append(PlacedPart(_chapter_leaf(read), _next_recto(placed)))
        if "back" in parts:
            placed.append(PlacedPart(Leaf(parts["back"]), _next_recto(placed)))
        return placed

    def _place_roman_parts(self, parts: Mapping[str, TypesetPart], arabic: list[PlacedPart]) -> list[PlacedPart]:
        """Put the prelims in their places; the contents list what stands after them, so their length is tried out."""
        plan, pages = self._find_plan("contents"), 0
        for _ in range(4):
            guess = pages or self._estimate_contents_length()
            placed = [PlacedPart(Leaf(parts["title"], Numbering.ROMAN), 1)]
            contents = PlacedPart(Leaf(TypesetPart("contents", b"", guess, {}), Numbering.ROMAN), _next_recto(placed))
            front = (
                [PlacedPart(Leaf(parts["front"], Numbering.ROMAN), _next_recto([*placed, contents]))]
                if "front" in parts
                else []
            )
            self._submit_part(plan, tuple(self._contents_entries([*front, *arabic])), self.setter)
            made = self._part_result(plan)
            placed = [*placed, PlacedPart(replace(contents.leaf, part=made), contents.first), *front]
            if made.pages == guess or not front:
                return placed
            pages = made.pages
        raise FindingsError([Finding("contents-unsettled", "the length of the contents does not settle")])

    def _estimate_contents_length(self) -> int:
        """Guess how many pages the contents take: some three lines for a chapter, below a heading of six."""
        lines = (self.trim.height - self.trim.top - self.trim.bottom) / self.sheets.measure("--leading")
        return max(1, math.ceil((6 + 2.8 * len(self.chapters) + 8) / lines))

    def _contents_entries(self, leaves: list[PlacedPart]) -> Iterator[ContentsEntry]:
        """Write the lines of the contents: chapters with their authors, other parts by their headings."""
        chapters = {read.name: read for read in self.chapters}
        section = None
        for bound in leaves:
            part = bound.leaf.part
            read = chapters.get(part.name)
            if read is not None:
                if read.chapter.section and read.chapter.section != section:
                    section = read.chapter.section
                    yield ContentsEntry(Heading(1, "", section, ""), "")
                heading = Heading(1, "", read.chapter.title, read.name, read.chapter.language or "")
                yield ContentsEntry(heading, format_folio(bound.leaf.numbering, bound.first), str(read.facts["names"]))
                continue
            for heading in self.headings.get(part.name.rpartition("/")[2], ()):
                if heading.level == 1 and heading.anchor in part.anchors:
                    number = bound.first + part.anchors[heading.anchor]
                    yield ContentsEntry(heading, format_folio(bound.leaf.numbering, number))
        if self._has_content("index"):
            first = _next_recto([bound for bound in leaves if bound.leaf.numbering is Numbering.ARABIC])
            yield from self._index_entries(first)

    def _index_entries(self, first: int) -> Iterator[ContentsEntry]:
        part = self._part_result(self._find_plan("index"))
        for heading in self.headings["index"]:
            if heading.level == 1 and heading.anchor in part.anchors:
                yield ContentsEntry(heading, format_folio(Numbering.ARABIC, first + part.anchors[heading.anchor]))

    def _make_indexes(self, placed: Mapping[str, PlacedPart]) -> None:
        """Make the indexes of what the chapters report, and fill the template that holds them."""
        signed: list[tuple[str, PageLocator]] = []
        marked: dict[str, list[PageLocator]] = {}
        for read in self.chapters:
            assert read.set is not None  # noqa: S101
            first = placed[read.set.part.name].first
            for author in read.chapter.authors:
                signed.append((sorted_name(self.people[author]), PageLocator(first, read.name)))
            for term, pages in read.set.index.items():
                anchor = read.set.anchors.get(term, read.name)
                marked.setdefault(term, []).extend(PageLocator(first + page, anchor) for page in pages)
        terms = [(entry.term, entry.see) for entry in self.workshop.index_terms]
        subjects, missing = indexes.subject_entries(marked, terms)
        self.indexes: dict[str, tuple[IndexEntry, ...]] = {
            "authors": indexes.author_entries(signed),
            "subjects": subjects,
        }
        for number, entry in enumerate(self.workshop.index_terms):
            if entry.term in missing:
                message = f"“{entry.term}” stands on no page, so the index does without it"
                place = self.places.find_value("index_terms", number, "term")
                hint = "correct it, or mark where it is meant with :index:"
                self.findings.append(Finding("term-nowhere", message, place, hint, Severity.ADVICE))
        self.facts["index"] = {name: bool(entries) for name, entries in self.indexes.items()}
        plan = self._find_plan("index")
        self.trees[plan.name] = self._parse_part(plan)

    def make_job(self, plan: PartPlan, contents: tuple[ContentsEntry, ...]) -> tuple[TypesetJob, tuple[Heading, ...]]:
        """Write one part as HTML; nothing stands in its margins."""
        job, headings = super().make_job(plan, contents)
        return replace(job, margins=False), headings

    def _html_options(self, plan: PartPlan, contents: tuple[ContentsEntry, ...]) -> HtmlOptions:
        return replace(super()._html_options(plan, contents), indexes=getattr(self, "indexes", {}))

    # Furniture

    def _typeset_running_heads(self, placed: list[PlacedPart]) -> tuple[tuple[Leaf, ...], tuple[RunningHeadSheet, ...]]:
        """Say of every page which running head and folio it bears, and have those set."""
        leaves = []
        titles = {read.name: read.heads for read in self.chapters}
        running_heads: dict[str, None] = {}
        opened: dict[str, None] = {}
        blocks: dict[tuple[Numbering, int], None] = {}
        for bound in placed:
            leaf = bound.leaf
            pages: list[tuple[str, ...]] = []
            verso, recto = titles.get(leaf.part.name, ("", ""))
            for number, face in enumerate(_classified_pages(leaf.part)):
                page = bound.first + number
                side = "recto" if page % 2 else "verso"
                marked = () if face.kind is PageKind.BLANK else self._marking_pieces(side)
                if face.kind in (PageKind.BARE, PageKind.BLANK):
                    pages.append(marked)
                elif face.kind is PageKind.OPENING:
                    name = f"opening {side} {format_folio(leaf.numbering, page)}"
                    opened[name] = None
                    pages.append((name, *marked))
                else:
                    words = (recto or face.section) if page % 2 else (verso or self._short_title())
                    name = head_piece(side, shorten_title(words, LONGEST_HEAD))
                    running_heads[name] = None
                    blocks[leaf.numbering, folio_block(page)] = None
                    pages.append((name, f"folio {side} {format_folio(leaf.numbering, page)}", *marked))
            leaves.append(replace(leaf, furniture=tuple(pages)))
        jobs = [
            head_sheet(list(self.known_heads), self.furniture),
            head_sheet([name for name in running_heads if name not in self.known_heads], self.furniture),
            opening_sheet(list(opened), self.furniture),
            marking_sheet([*self._marking_pieces("recto"), *self._marking_pieces("verso")], self.furniture),
            *(folio_sheet(numbering, block, self.furniture) for numbering, block in blocks),
        ]
        promises = [(pieces, self.setter.submit_part(job)) for job, pieces in jobs if pieces]
        made = [(pieces, promise.result()) for pieces, promise in promises]
        self._collect_findings(part for _, part in made)
        if any(one.code == UNSEEN and one.missing is None for one in self.findings):
            self._collect_findings(leaf.part for leaf in leaves)
            raise FindingsError([])  # of heads that a style hides none can be laid over a page
        return tuple(leaves), tuple(RunningHeadSheet(part.pdf, pieces) for pieces, part in made)

    def _marking_pieces(self, side: str) -> tuple[str, ...]:
        """Name the piece that bears the marking of the workshop, if it has one."""
        marking = self.workshop.policy.marking
        return (f"marking {side} {marking}",) if marking else ()

    def _short_title(self) -> str:
        return shorten_title(self.volume.title, LONGEST_HEAD)

    # What the book says of itself

    def title(self) -> str:
        """Name the volume."""
        return self.volume.title if self.workshop.volume else ""

    def metadata(self) -> Metadata:
        """Say what the volume is: its editors are its creators."""
        known = super().metadata()
        editors = tuple(full_name(self.people[editor]) for editor in self.volume.editors)
        rights = (f"© {self.volume.copyright_holder}" if self.volume.copyright_holder else "", self.volume.licence)
        return replace(
            known,
            title=self.volume.title,
            created=self._creation_time(),
            authors=editors or known.authors,
            subject=self.facts["volume"]["proceedings"],
            keywords=tuple(dict.fromkeys(word for entry in self.workshop.chapters for word in entry.keywords))[:40],
            identifiers=self._identifiers(),
            publisher=self.volume.publisher.name if self.volume.publisher else "",
            rights=". ".join(filter(None, rights)),
        )

    def _creation_time(self) -> datetime:
        end = self.workshop.event.end
        day = date(self.volume.year, 1, 1) if self.volume.year and self.volume.year != end.year else end
        return datetime.combine(day, time(12), tzinfo=UTC)

    def _identifiers(self) -> tuple[str, ...]:
        isbns = self.volume.isbns
        isbn = (isbns.ebook or isbns.paperback or isbns.hardback) if isbns else None
        known = (self.volume.doi and f"doi:{self.volume.doi}", isbn and f"isbn:{isbn}")
        return tuple(filter(None, known)) or (f"{self.workshop.id}/{self.product.name}",)


_INTERNAL_CODES = (WORKER_DIED, INTERNAL_DEFECT)
"""Codes of findings that tell more of this machine than a reader of the book needs to know."""
_NEUTRAL_REASON = "It could not be set."


def _limit_to_chapter(finding: Finding) -> Finding:
    """Let what is wrong with a chapter cost that chapter alone."""
    stops = has_errors([finding])
    return replace(finding, missing=MissingKind.CHAPTER) if stops else finding


def _chapter_leaf(read: VolumeChapter) -> Leaf:
    assert read.set is not None  # noqa: S101 - all were gathered
    heading, foreign = (read.chapter.title, str(read.chapter.source)) if read.foreign else ("", "")
    return make_chapter_leaf(read.set.part, heading, foreign)


def _page_span(bound: PlacedPart) -> tuple[int, int]:
    return bound.first, bound.first + bound.leaf.part.pages - 1


def _next_recto(placed: list[PlacedPart]) -> int:
    """Give the number of the next right-hand page after what is placed."""
    if not placed:
        return 1
    last = placed[-1]
    after = last.first + last.leaf.part.pages
    return after if after % 2 else after + 1


def _classified_pages(part: TypesetPart) -> tuple[TypesetPage, ...]:
    return part.page_kinds or (TypesetPage(PageKind.OPENING), *[TypesetPage()] * (part.pages - 1))


def _comparable_title(words: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", words).casefold() if letter.isalnum())
