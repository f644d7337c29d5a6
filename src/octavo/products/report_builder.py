"""Make the reports of a workshop, its book of abstracts, and its internal products."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from docutils import nodes

from ..findings.finding import Place
from ..language import text_direction
from ..loading.yaml_writer import write_workshop_yaml
from ..pdf.binding.binder import BoundPdf, bind_parts
from ..pdf.binding.binding_plan import Attachment, Leaf, Numbering
from ..pdf.metadata.document_metadata import Metadata
from ..preflight.records.check_results import Expected
from ..product_catalogue import INTERNAL_PREFIX, PartPlan
from ..rendering.context.display_names import full_name
from ..rendering.context.model_to_dict import TemplateValues
from ..rendering.html.html_document import ContentsEntry, IndexEntry
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import ShownPicture
from .filled_product import (
    FilledProduct,
    PartListings,
    SubmittedPart,
    check_glyphs,
    collect_findings,
    fill_product,
    make_part_job,
    submit_part,
)
from .indexes import IndexedAuthor, PageLocator, author_entries
from .page_limit import check_page_limit
from .product_builder import DocumentChecker, FinishedDocument, FinishedProduct, ProductBuilder, TypesetProduct
from .product_inputs import BuildLog, ProductInputs
from .scheduler import Scheduler
from .short_contents import place_short_contents


class ReportBuilder(ProductBuilder):
    """Makes a report. Each stage raises its errors; the log holds everything found."""

    def inspect(self, _scheduler: Scheduler, _checker: DocumentChecker) -> None:
        """Find faults as far as possible without typesetting. Raises FindingsError if no more can be checked."""
        report = self._fill()
        inspect_parts(report.filled, report.filled.independent_parts, report.title, report.filled.tree_texts())

    def compose(self) -> ComposedReport:
        """Prepare everything for typesetting. Raises FindingsError if the input has errors."""
        report = self._fill()
        self.log.stop_at_errors()
        return report

    def _fill(self) -> ComposedReport:
        filled = fill_product(self.inputs, self.log, self.inputs.product.parts)
        for plan in self.inputs.product.parts:
            if plan.lists_contents and plan.roman:
                place_short_contents(
                    filled.trees[plan.name], [filled.trees[one.name] for one in filled.independent_parts]
                )
        return ComposedReport(filled)


@dataclass(frozen=True)
class ComposedReport:
    """A report whose templates are filled."""

    filled: FilledProduct

    @property
    def name(self) -> str:
        """The name of the product."""
        return self.filled.inputs.product.name

    @property
    def trees(self) -> Mapping[str, nodes.document]:
        """The filled templates by part."""
        return self.filled.trees

    @property
    def title(self) -> str:
        """The title of the report for title bars and catalogues."""
        inputs = self.filled.inputs
        kind = inputs.product.kind(inputs.words) if inputs.product.kind else inputs.product.name
        return f"{inputs.workshop.event.title}{inputs.words.colon}{kind}"

    @property
    def metadata(self) -> Metadata:
        """The metadata of the document."""
        return report_metadata(self.filled.inputs, self.filled.facts, self.title)

    def typeset(self, scheduler: Scheduler) -> TypesetReport:
        """Submit the parts that do not list the headings of others."""
        parts = submit_parts(self.filled, self.filled.independent_parts, self.title, scheduler)
        check_meanwhile(self.filled, (*self.filled.tree_texts(), *(one.part.text for one in parts.values())))
        return TypesetReport(self, scheduler, parts)


@dataclass(frozen=True)
class TypesetReport(TypesetProduct):
    """A report whose independent parts are submitted."""

    report: ComposedReport
    scheduler: Scheduler
    parts: Mapping[str, SubmittedPart]

    @property
    def inputs(self) -> ProductInputs:
        """What the report is made from."""
        return self.report.filled.inputs

    @property
    def log(self) -> BuildLog:
        """What was found and read so far."""
        return self.report.filled.log

    def finish(self) -> FinishedProduct:
        """Typeset the parts that list the headings of others, and bind all parts."""
        filled, plans = self.report.filled, self.inputs.product.parts
        submitted = dict(self.parts)
        # What stands in front lists the headings of what stands behind, also those of an index.
        for plan in sorted((plan for plan in plans if plan.lists_contents), key=lambda plan: plan.roman):
            bodies = {one.name: submitted[one.name] for one in plans if one.name in submitted}
            if not filled.has_content(plan.name):
                continue
            entries = _list_contents(bodies, frozenset(one.name for one in plans if one.runs_on))
            indexes = _list_indexes(filled, bodies, self.inputs.workshop.language)
            listed = PartListings(entries, indexes, _count_pages(plan, bodies))
            submitted |= submit_parts(filled, [plan], self.report.title, self.scheduler, listed)
        plans = tuple(plan for plan in plans if plan.name in submitted)
        made = {
            plan.name: filled.with_picture_places(submitted[plan.name].result(), submitted[plan.name].part.places)
            for plan in plans
        }
        collect_findings(filled, made.values(), submitted.values())
        filled.log.findings += check_page_limit(self.inputs, tuple(made.values()))
        leaves = tuple(
            Leaf(made[plan.name], Numbering.ROMAN if plan.roman else Numbering.ARABIC, recto=not plan.runs_on)
            for plan in plans
        )
        attachments = () if self.inputs.product.is_internal else (make_attachment(self.inputs),)
        bound = bind_parts(leaves, self.report.metadata, attachments)
        return finish_product(self.inputs, filled.sheets, bound, leaves)


def inspect_parts(filled: FilledProduct, plans: list[PartPlan], title: str, texts: Iterator[str]) -> None:
    """Check how parts are written, and whether the faces have all characters of these and of other printed texts."""
    jobs = [
        make_part_job(filled, plan, filled.html_options(plan, title)) for plan in plans if plan.name in filled.trees
    ]
    check_glyphs(filled, (*texts, *(job.text for job in jobs)))


def submit_parts(
    filled: FilledProduct,
    plans: list[PartPlan],
    title: str,
    scheduler: Scheduler,
    listed: PartListings | None = None,
) -> dict[str, SubmittedPart]:
    """Submit parts, and return them by name."""
    before = listed.pages_before if listed else 0
    jobs = {
        plan.name: make_part_job(
            filled,
            plan,
            filled.html_options(plan, title, listed),
            pages_before=before,
            is_verso=plan.runs_on and before % 2 == 1,
        )
        for plan in plans
    }
    return {name: submit_part(job, scheduler) for name, job in jobs.items()}


def check_meanwhile(filled: FilledProduct, texts: tuple[str, ...]) -> None:
    """Do the work that does not depend on the workers. Raises FindingsError if the input has errors."""
    check_glyphs(filled, texts)
    filled.log.stop_at_errors()


def _list_contents(
    parts: Mapping[str, SubmittedPart], running_on: frozenset[str] = frozenset()
) -> tuple[ContentsEntry, ...]:
    """Return the headings of parts with their folios; pages are counted through the arabic parts.

    Parts open on a right-hand page, but for those that are `running_on`.
    """
    entries: list[ContentsEntry] = []
    before = 0
    for name, submitted in parts.items():
        part = submitted.result()
        before += 0 if name in running_on else before % 2
        entries += [
            ContentsEntry(heading, str(before + part.anchors[heading.anchor] + 1))
            for heading in submitted.part.headings
            if heading.anchor in part.anchors
        ]
        before += part.pages
    return tuple(entries)


_TALK_LEVEL = 2


def _count_pages(plan: PartPlan, parts: Mapping[str, SubmittedPart]) -> int:
    """Return the pages before a part that has the same folios as the parts before it."""
    before = 0
    for submitted in parts.values() if not plan.roman else ():
        before += before % 2 + submitted.result().pages
    return before if plan.runs_on else before + before % 2


def _list_indexes(
    filled: FilledProduct, parts: Mapping[str, SubmittedPart], tag: str
) -> Mapping[str, tuple[IndexEntry, ...]]:
    """Return the index of speakers: names with the pages of their talks, whose headings are those of level 2."""
    talks = [
        PageLocator(int(entry.folio), entry.heading.anchor)
        for entry in _list_contents(parts)
        if entry.heading.level == _TALK_LEVEL
    ]
    signed = [
        (IndexedAuthor(one["sort_key"], one["sort_name"]), talks[number])
        for one in filled.facts["abstract_book"]["speakers"]
        for number in one["talks"]
        if number < len(talks)
    ]
    # Two talks on one page are one place.
    first = {(author, place.page): (author, place) for author, place in reversed(signed)}
    return {"speakers": author_entries(first.values(), tag)}


def finish_product(
    inputs: ProductInputs,
    sheets: StyleSheets,
    bound: BoundPdf,
    leaves: Sequence[Leaf],
    chapters: Mapping[str, tuple[int, int]] = MappingProxyType({}),
    places: Sequence[Place] = (),
) -> FinishedProduct:
    """Return the bound document of `leaves` as the product, with its expected page data and the pages of its chapters.

    `places` tell where each of its parts was written, if not in the workshop file.
    """
    trim = tuple(sheets.measure(name) * 25.4 / 72 for name in ("--trim-width", "--trim-height"))
    expected = Expected((trim[0], trim[1]), bound.rectos, bound.blanks)
    begun = zip(bound.openings, places, strict=True) if places else [(1, Place(inputs.source))]
    file = f"{INTERNAL_PREFIX if inputs.product.is_internal else ''}{inputs.product.name}.pdf"
    document = FinishedDocument(
        file,
        bound.pdf,
        bound.pages,
        expected,
        chapters,
        tuple(begun),
        locate_papers(bound.openings, leaves),
        locate_pictures(bound.openings, leaves),
    )
    return FinishedProduct((document,), bound.findings)


def locate_papers(openings: Sequence[int], leaves: Sequence[Leaf]) -> dict[int, str]:
    """Return the pages on which authors' finished PDFs begin, with their files."""
    return {opening: leaf.foreign for opening, leaf in zip(openings, leaves, strict=True) if leaf.foreign}


def locate_pictures(openings: Sequence[int], leaves: Sequence[Leaf]) -> tuple[ShownPicture, ...]:
    """Return the pictures of a bound document whose places are known, with the pages of the document, from 1."""
    return tuple(
        replace(picture, page=opening + picture.page)
        for opening, leaf in zip(openings, leaves, strict=True)
        for picture in leaf.part.pictures
        if picture.place
    )


def report_metadata(inputs: ProductInputs, facts: TemplateValues, title: str) -> Metadata:
    """Return the metadata of a document, from public data only."""
    workshop, report, event = inputs.workshop, inputs.workshop.report, facts["event"]
    day: date = report.date if report else workshop.event.end
    return Metadata(
        title=title,
        language=workshop.language,
        created=datetime.combine(day, time(12), tzinfo=UTC),
        authors=tuple(full_name(inputs.people[director.person]) for director in workshop.directors),
        subject=text_direction.strip_isolates(
            inputs.words.comma.join(filter(None, (event["kind"], event["place"], event["dates"])))
        ),
        keywords=_list_keywords(inputs),
        identifiers=_identifiers(inputs),
        publisher=(report.publisher or "") if report else "",
        rights=" ".join(filter(None, (report.copyright, report.licence))) if report else "",
    )


def _list_keywords(inputs: ProductInputs) -> tuple[str, ...]:
    if inputs.product.is_internal:
        return (inputs.words.gettext("internal"),)
    return inputs.workshop.report.keywords if inputs.workshop.report else ()


def _identifiers(inputs: ProductInputs) -> tuple[str, ...]:
    """Return the report's identifiers for the report, and own identifiers for other products."""
    own = f"{inputs.workshop.id}/{inputs.product.name}"
    report = inputs.workshop.report
    if report is None or inputs.product.name != inputs.workshop.identified_product:
        return (own,)
    doi, isbn = report.doi and f"doi:{report.doi}", report.isbn and f"isbn:{report.isbn}"
    return tuple(filter(None, (doi, isbn, report.identifier))) or (own,)


def make_attachment(inputs: ProductInputs) -> Attachment:
    """Return the public data as YAML, to be attached to the document."""
    words = inputs.words.gettext("The public data of the workshop, from which this document was made")
    return Attachment("workshop.yaml", "application/yaml", write_workshop_yaml(inputs.workshop), words)
