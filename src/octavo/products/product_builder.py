"""One product on its way from a workshop to a finished document: what each stage has made of it so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from docutils import nodes

from ..checking.consistency import check_consistency
from ..checking.redaction import redact_workshop
from ..findings.finding import Finding, FindingsError, Place, has_errors, resolve_element_place
from ..language import text_direction
from ..language.translator import Translator, get_translator
from ..loading.workshop_loader import LoadedWorkshop
from ..loading.yaml_writer import write_workshop_yaml
from ..model import Rest, Workshop
from ..model.base_model import Model as ModelPart
from ..model.text_types import AssetPath
from ..pdf.binding.binder import BoundPdf, bind_parts, import_binding_modules
from ..pdf.binding.binding_plan import Attachment, Leaf, Numbering
from ..pdf.metadata.document_metadata import Metadata
from ..preflight.records.check_results import Expected
from ..processes.worker_pool import WorkerDied, stopped_finding
from ..product_catalogue import CHAPTER_PRODUCTS, PartPlan, Product
from ..project.project_folders import Project
from ..rendering.context.chart_data import build_charts
from ..rendering.context.display_names import full_name
from ..rendering.context.model_to_dict import TemplateValues
from ..rendering.context.template_context import build_template_context
from ..rendering.graphics import images as assets
from ..rendering.graphics.chart_svg import Chart
from ..rendering.html.html_writer import (
    ContentsEntry,
    Heading,
    HtmlOptions,
    extract_drawn_text,
    list_images,
    write_html,
)
from ..rendering.rst.jinja_templates import RenderedTemplate, render_template
from ..rendering.rst.value_substitution import parse_template
from ..typesetting import glyph_coverage
from ..typesetting.readability import UNSEEN
from ..typesetting.stylesheets import StyleSheets, find_stylesheets
from ..typesetting.typeset_job import FALLBACK_UPRIGHT, TypesetJob, TypesetPart
from .scheduler import ScheduledJob, Scheduler

if TYPE_CHECKING:
    from .faulty_figures import DocumentChecker

T = TypeVar("T")


@dataclass(frozen=True)
class FinishedDocument:
    """A finished file of a product, by its name in the workshop's folder of products; 0 pages where it has none."""

    file: str
    data: bytes
    pages: int = 0
    expected: Expected = field(default_factory=Expected)
    """What is known of it that preflight would not know."""
    chapters: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """First and last page of each chapter, by its id, in the book's own numbers."""

    @property
    def is_pdf(self) -> bool:
        """Tell what preflight and printers take from what they do not."""
        return self.file.endswith(".pdf")


@dataclass(frozen=True)
class FinishedProduct:
    """What came of a product."""

    documents: tuple[FinishedDocument, ...]
    findings: tuple[Finding, ...] = ()


class ProductBuilder:
    """A product being made. Faults are raised by the stage that finds them; `findings` holds all that was found."""

    of = ""
    """The product that has to be finished first, since this one is measured by it."""
    executor: Executor | None = None
    """Has templates filled that are not ours; none where this process is one that can be stopped."""

    def __init__(self, product: Product, loaded: LoadedWorkshop, project: Project, style: str | None = None) -> None:
        self.product = product
        self.project = project
        self.source = loaded.places.file
        self.places = loaded.places
        self.findings: list[Finding] = list(loaded.findings)
        self.files: list[Path] = [self.source]
        self.trees: dict[str, nodes.document] = {}
        self.headings: dict[str, tuple[Heading, ...]] = {}
        self.element_places: dict[str, tuple[Place, ...]] = {}
        self.running: dict[str, ScheduledJob[TypesetPart]] = {}
        self.printed: list[str] = []
        if loaded.workshop is None:
            raise FindingsError([])
        self.whole: Workshop = loaded.workshop
        self.workshop: Workshop = redact_workshop(loaded.workshop)
        self.words: Translator = get_translator(self.workshop.language)
        self.people = {person.id: person for person in self.workshop.people}
        part, field = self._style_field()
        chosen = getattr(getattr(self.workshop, part), field, None)
        self.house = style or chosen or product.style
        self.asked = self.places.find_value(part, field) if chosen and not style else None

    def _style_field(self) -> tuple[str, str]:
        """Name the part of the workshop and its field that choose the house style."""
        part = "volume" if self.product.name in CHAPTER_PRODUCTS else "report"
        return part, "summary_style" if self.product.name == "summary" else "style"

    def compose(self) -> None:
        """Make everything ready to be set. Raises Faults where the input holds an error."""
        self.fill()
        self._stop_at_errors()

    def fill(self) -> None:
        """Check the workshop, then fill and parse the template of each part, and open the images that they show.

        Raises Faults only where no more can be looked at.
        """
        self.findings += check_consistency(self.whole, self.places, self.product.name)
        self._stop_at_errors()
        self.facts: TemplateValues = {**build_template_context(self.workshop, self.words), "product": self.product.name}
        self.charts: dict[str, Chart] = build_charts(self.workshop, self.words)
        self.sheets = self._find_sheets(self.product.sheet)
        for plan in self.composed_parts():
            self.trees[plan.name] = self._parse_part(plan)
        self.images = self._open_shown_images()

    def _check_glyphs(self) -> None:
        """Tell of letters that no face has, with the lines where they were written."""
        lost = glyph_coverage.find_missing_characters("\n".join((*self._listed_texts(), *self.printed)), self.sheets)
        self.findings += glyph_coverage.report_missing_characters(lost, self._workshop_texts())

    def _listed_texts(self) -> Iterator[str]:
        """Yield the words of trees that are set later, with what they list."""
        return (extract_drawn_text(self.trees[plan.name]) for plan in self.product.parts if plan.name in self.trees)

    def _workshop_texts(self) -> Iterator[glyph_coverage.LocatedText]:
        """Walk through all texts of the workshop, each with what tells where a character of it was written."""
        for at, text in iterate_values(self.whole, str):
            yield text, partial(self._locate_text, at, text)

    def _locate_text(self, at: tuple[str | int, ...], text: str, offset: int) -> Place:
        if isinstance(text, Rest) and text.origin:
            return Place(text.origin.file, *text.source_position(offset))
        return self.places.find_value(*at)

    def inspect(self, setter: Scheduler) -> None:  # noqa: ARG002 (products of chapters have finished PDFs opened)
        """Find what is wrong with a product as far as can be told without setting it. Raises Faults as `fill` does."""
        self.fill()
        for plan in self._independent_parts():
            if plan.name in self.trees:
                self.make_job(plan, ())
        self._check_glyphs()

    def drop_faulty_pieces(self, judge: DocumentChecker) -> bool:  # noqa: ARG002 (products of chapters do more)
        """Give up pieces that keep the whole from being given away; tells whether there were such."""
        return False

    def take_page_count(self, pages: int, inputs: Sequence[Path]) -> None:
        """Take over how many pages the product `of` has, and what it was made of."""

    def composed_parts(self) -> Iterator[PartPlan]:
        """Yield the parts whose templates are filled before anything is set."""
        return iter(self.product.parts)

    def _find_sheets(self, name: str) -> StyleSheets:
        sheets = find_stylesheets(name, self.house, self.project.search_path("styles"), self.asked)
        self.files += sheets.files
        return sheets

    def _parse_part(self, plan: PartPlan) -> nodes.document:
        template = f"{plan.of or self.product.name}/{plan.name}.rst"
        composed = self.fill_template(template, self.facts)
        tree, found = parse_template(composed, f"{plan.name}-", self.words.tag)
        self.findings += found
        return tree

    def fill_template(self, template: str, facts: TemplateValues) -> RenderedTemplate:
        """Fill a template; one that is not ours alone in a worker, which can be stopped. Raises Faults if it fails."""
        folders = self.project.search_path("templates")
        if self.executor is None or len(folders) == 1:
            composed, files = render_template(template, facts, folders, self.words.template_functions())
        else:
            task = self.executor.submit(_fill_in_worker, template, facts, folders, self.workshop.language)
            try:
                composed, files = task.result()
            except WorkerDied as death:
                raise FindingsError([stopped_finding(f"the template {template}", death)]) from death
        self.files += files
        return composed

    def _open_shown_images(self) -> assets.ImageAssets:
        by_path = {str(path): self.places.find_value(*at) for at, path in iterate_values(self.whole, AssetPath)}
        shown = chain.from_iterable(map(list_images, self.trees.values()))
        wanted = {path: by_path.get(path) or place for path, place in shown}
        images = assets.open_images(self.source.parent, [(path, place) for path, place in wanted.items() if place])
        self.findings += images.findings
        self.files += images.files
        return images

    def _stop_at_errors(self) -> None:
        if has_errors(self.findings):
            raise FindingsError([])

    def typeset(self, setter: Scheduler) -> None:
        """Have the parts set that stand alone, side by side."""
        for plan in self._independent_parts():
            self._submit_part(plan, (), setter)
        self._check_meanwhile()

    def _check_meanwhile(self) -> None:
        """Do what the workers need not wait for. Raises Faults where the input holds an error."""
        self._check_glyphs()
        self._stop_at_errors()
        import_binding_modules()

    def finish(self, setter: Scheduler) -> FinishedProduct:
        """Have the parts set that list the headings of the others, and bind all."""
        alone = {plan.name: self._part_result(plan) for plan in self._independent_parts()}
        contents = _list_contents(alone, self.headings)
        for plan in self.product.parts:
            if plan.lists_contents:
                self._submit_part(plan, contents, setter)
        parts = {plan.name: self._part_result(plan) for plan in self.product.parts}
        self._collect_findings(parts.values())
        leaves = tuple(
            Leaf(parts[plan.name], Numbering.ROMAN if plan.roman else Numbering.ARABIC) for plan in self.product.parts
        )
        bound = bind_parts(leaves, self.metadata(), (self.attachment(),))
        return self.finish_product(bound)

    def finish_product(
        self, bound: BoundPdf, chapters: Mapping[str, tuple[int, int]] = MappingProxyType({})
    ) -> FinishedProduct:
        """Name a bound document as the product, with what preflight may know of it and where its chapters are."""
        trim = tuple(self.sheets.measure(name) * 25.4 / 72 for name in ("--trim-width", "--trim-height"))
        expected = Expected((trim[0], trim[1]), bound.openings, bound.blanks)
        document = FinishedDocument(f"{self.product.name}.pdf", bound.pdf, bound.pages, expected, chapters)
        return FinishedProduct((document,), bound.findings)

    def _collect_findings(self, parts: Iterable[TypesetPart]) -> None:
        """Take over what was found in parts, each with its place."""
        for part in parts:
            known = (resolve_element_place(one, self.element_places.get(part.name, ())) for one in part.findings)
            placed = filter(None, map(self._locate_finding, known))
            whole = self._part_place(part)
            self.findings += [one if one.place or not whole else replace(one, place=whole) for one in placed]

    def _part_place(self, _part: TypesetPart) -> Place | None:
        """Give the file that a part is made of, if it is of one."""
        return None

    def _locate_finding(self, finding: Finding) -> Finding | None:
        """Give what the typesetter found the place in the YAML file where its text was written, if it was there.

        A name or title can hold no emphasis: that our style slants it in vain is no loss to anybody, and not told.
        """
        if finding.place or not finding.subject:
            return finding
        if finding.code == UNSEEN:
            named = [file for file in self.sheets.files if f"styles/{file.name}" == finding.subject]
            return replace(finding, place=Place(named[-1]) if named else None, subject="")
        for at, text in iterate_values(self.whole, str):
            offset = text.find(finding.subject)
            if offset >= 0:
                plain = finding.code == FALLBACK_UPRIGHT and not isinstance(text, Rest)
                return None if plain else replace(finding, place=self._locate_text(at, text, offset))
        return finding

    def _independent_parts(self) -> list[PartPlan]:
        return [plan for plan in self.product.parts if not plan.lists_contents]

    def _submit_part(self, plan: PartPlan, contents: tuple[ContentsEntry, ...], setter: Scheduler) -> None:
        job, self.headings[plan.name] = self.make_job(plan, contents)
        self.running[plan.name] = setter.submit_part(job)

    def _part_result(self, plan: PartPlan) -> TypesetPart:
        return self.running[plan.name].result()

    def _html_options(self, plan: PartPlan, contents: tuple[ContentsEntry, ...]) -> HtmlOptions:
        return HtmlOptions(
            title=self.title(),
            short_title=self.facts["event"]["short"],
            classes=(self.product.sheet, f"part-{plan.name}", f"style-{self.house}"),
            words=self.words,
            images=self.images.images,
            charts=self.charts,
            chart_style=self.sheets.chart,
            marking=self.workshop.policy.marking or "",
            contents=contents,
        )

    def make_job(self, plan: PartPlan, contents: tuple[ContentsEntry, ...]) -> tuple[TypesetJob, tuple[Heading, ...]]:
        """Write one part as HTML, with all that it is set with."""
        page = write_html(self.trees[plan.name], self._html_options(plan, contents))
        self.findings += filter(None, map(self._locate_finding, page.findings))
        self.printed.append(glyph_coverage.printed_text(page.html))
        formulas = {name: svg.encode() for name, svg in page.formulas.items()}
        shown = {asset.id: asset.data for asset in self.images.images.values()}
        job = TypesetJob(
            f"{self.workshop.id}/{plan.name}", page.html, self.sheets.styles, {**shown, **formulas, **self.sheets.fonts}
        )
        self.element_places[job.name] = page.places
        return job, page.headings

    def title(self) -> str:
        """Name the product as its title bar and catalogues do."""
        kind = {
            "summary": self.words.gettext("Summary"),
            "follow-up": self.words.gettext("Follow-up report"),
        }[self.product.name]
        return f"{self.workshop.event.title}{self.words.colon}{kind}"

    def metadata(self) -> Metadata:
        """Say what the document is, from the workshop's public data alone."""
        workshop, report, event = self.workshop, self.workshop.report, self.facts["event"]
        day: date = report.date if report else workshop.event.end
        return Metadata(
            title=self.title(),
            language=workshop.language,
            created=datetime.combine(day, time(12), tzinfo=UTC),
            authors=tuple(full_name(self.people[director.person]) for director in workshop.directors),
            subject=text_direction.strip_isolates(
                ", ".join(filter(None, (event["kind"], event["place"], event["dates"])))
            ),
            keywords=report.keywords if report else (),
            identifiers=self._identifiers(),
            publisher=(report.publisher or "") if report else "",
            rights=" ".join(filter(None, (report.copyright, report.licence))) if report else "",
        )

    def _identifiers(self) -> tuple[str, ...]:
        """Give the report's identifiers to the report, and to other products their own."""
        own = f"{self.workshop.id}/{self.product.name}"
        report = self.workshop.report
        if report is None or self.product.name != "follow-up":
            return (own,)
        doi, isbn = report.doi and f"doi:{report.doi}", report.isbn and f"isbn:{report.isbn}"
        return tuple(filter(None, (doi, isbn, report.identifier))) or (own,)

    def attachment(self) -> Attachment:
        """Carry the public data along, as YAML."""
        words = self.words.gettext("The public data of the workshop, from which this document was made")
        return Attachment("workshop.yaml", "application/yaml", write_workshop_yaml(self.workshop), words)

    def inputs(self) -> tuple[Path, ...]:
        """List every file that was read."""
        return tuple(sorted(set(self.files)))


def _fill_in_worker(
    template: str, facts: TemplateValues, folders: tuple[Path, ...], language: str
) -> tuple[RenderedTemplate, tuple[Path, ...]]:
    return render_template(template, facts, folders, get_translator(language).template_functions())


def _list_contents(
    parts: dict[str, TypesetPart], headings: dict[str, tuple[Heading, ...]]
) -> tuple[ContentsEntry, ...]:
    """List the headings of parts with the folios on which they stand; pages are counted through arabic parts."""
    entries: list[ContentsEntry] = []
    before = 0
    for name, part in parts.items():
        before += before % 2  # each part opens recto
        entries += [
            ContentsEntry(heading, str(before + part.anchors[heading.anchor] + 1))
            for heading in headings[name]
            if heading.anchor in part.anchors
        ]
        before += part.pages
    return tuple(entries)


def iterate_values(
    part: object, kind: type[T], at: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], T]]:
    """Walk through the values of a kind, each with its way from the top."""
    if isinstance(part, kind):
        yield at, part
    elif isinstance(part, ModelPart):
        for name in type(part).model_fields:
            yield from iterate_values(getattr(part, name), kind, (*at, name))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            yield from iterate_values(item, kind, (*at, index))
