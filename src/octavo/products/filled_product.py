"""Fill the templates of a product, and turn its parts into typesetting jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from docutils import nodes

from ..checking.consistency import check_consistency
from ..checking.name_leaks import find_data_names
from ..checking.naming_rule import protected_names_pattern
from ..findings.finding import MISSING_GLYPH, Finding, FindingsError, Place, find_element_place, resolve_element_place
from ..language.translator import get_translator
from ..model.text_types import AssetPath
from ..processes.worker_pool import WorkerDied, stopped_finding
from ..product_catalogue import PartPlan
from ..project.project_folders import shipped_folder
from ..rendering.context.model_to_dict import TemplateValues
from ..rendering.context.template_context import build_product_context
from ..rendering.context.workshop_charts import build_charts
from ..rendering.graphics.charts.drawn_chart import Chart
from ..rendering.graphics.images import ImageAsset, ImageAssets, open_images
from ..rendering.html.html_document import ContentsEntry, Heading, HtmlOptions, IndexEntry
from ..rendering.html.html_writer import extract_drawn_text, list_images, write_html
from ..rendering.rst.chart_data_files import complete_charts
from ..rendering.rst.jinja_templates import RenderedTemplate, render_template
from ..rendering.rst.uniform_columns import drop_uniform_columns
from ..rendering.rst.value_substitution import parse_template
from ..typesetting import glyph_coverage
from ..typesetting.readability import UNREADABLE_TEXT
from ..typesetting.stylesheets import StyleSheets, find_stylesheets
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart
from .product_inputs import BuildLog, ProductInputs, iterate_values
from .scheduler import ScheduledJob, Scheduler


@dataclass(frozen=True)
class FilledProduct:
    """A product whose templates are filled and whose images are open; nothing is typeset yet."""

    inputs: ProductInputs
    log: BuildLog
    facts: TemplateValues
    charts: Mapping[str, Chart]
    sheets: StyleSheets
    trees: Mapping[str, nodes.document]
    images: ImageAssets

    @property
    def independent_parts(self) -> list[PartPlan]:
        """The parts that can be typeset before any page is known."""
        return [plan for plan in self.inputs.product.parts if not plan.lists_contents and not plan.chapters]

    def has_content(self, name: str) -> bool:
        """Return whether a part has anything to print."""
        return name in self.trees and bool(self.trees[name].children)

    def tree_texts(self) -> Iterator[str]:
        """Yield the text of the filled templates, with what they list."""
        parts = self.inputs.product.parts
        return (extract_drawn_text(self.trees[plan.name]) for plan in parts if plan.name in self.trees)

    def html_options(
        self,
        plan: PartPlan,
        title: str,
        listed: PartListings | None = None,
    ) -> HtmlOptions:
        """Return how a part is written as HTML."""
        inputs = self.inputs
        product = inputs.product
        # A report that has the style sheet of another is told from it by its name.
        own = (product.name,) if product.kind and product.name != product.sheet else ()
        return HtmlOptions(
            title=title,
            short_title=self.facts["event"]["short_title"],
            classes=(product.sheet, *own, f"part-{plan.name}", f"style-{inputs.house}"),
            words=inputs.words,
            images=self.images.images,
            charts=self.charts,
            chart_style=self.sheets.chart,
            marking=inputs.workshop.policy.marking or "",
            contents=listed.contents if listed else (),
            indexes=listed.indexes if listed else {},
            side_notes=self.sheets.side_notes,
        )

    def locate_finding(self, finding: Finding) -> Finding | None:
        """Add to a typesetter's finding its position: a style sheet for text that a style hides, else the YAML file.

        Return None for a finding that is not to be reported.
        """
        if finding.code == UNREADABLE_TEXT and finding.subject and not finding.place:
            named = [file for file in self.sheets.files if f"styles/{file.name}" == finding.subject]
            return replace(finding, place=Place(named[-1]) if named else None, subject="")
        return self.inputs.locate_finding(finding)

    def locate_element_finding(self, finding: Finding, places: Sequence[Place]) -> Finding | None:
        """Add to a typesetter's finding its position, by the `places` of elements or by its words.

        What stands in a template that ships was made of values: they are what the user can change.
        """
        known = resolve_element_place(finding, places)
        if known is finding or (known.place and not known.place.file.is_relative_to(shipped_folder("templates"))):
            return self.locate_finding(known)
        written = self.locate_finding(replace(known, place=None, hint=_VALUE_HINT))
        return written if not written or written.place else known

    def with_picture_places(self, part: TypesetPart, places: Sequence[Place]) -> TypesetPart:
        """Return a part with the places of its pictures: of their elements, or of the values that name them."""
        by_asset = {asset.id: self.images.places.get(path) for path, asset in self.images.images.items()}
        pictures = []
        for one in part.pictures:
            place = find_element_place(one.subject, places)
            is_value = place is None or place.file.is_relative_to(shipped_folder("templates"))
            pictures.append(replace(one, place=by_asset.get(one.asset) if is_value else place))
        return replace(part, pictures=tuple(pictures))


_VALUE_HINT = "shorten it; words may also have spaces or hyphens, at which they are broken"


@dataclass(frozen=True)
class PartListings:
    """What a part lists of others: headings and indexes, and the pages before it that share its folios."""

    contents: tuple[ContentsEntry, ...] = ()
    indexes: Mapping[str, tuple[IndexEntry, ...]] = field(default_factory=dict)
    pages_before: int = 0


@dataclass(frozen=True)
class PartJob:
    """The job of one part, with its headings, the places of its elements, and all text that it draws."""

    job: TypesetJob
    headings: tuple[Heading, ...]
    places: tuple[Place, ...]
    text: str


@dataclass(frozen=True)
class SubmittedPart:
    """A part that is being typeset."""

    part: PartJob
    scheduled: ScheduledJob[TypesetPart]

    def result(self) -> TypesetPart:
        """Wait for the typeset part. Raises FindingsError if its worker died."""
        return self.scheduled.result()


def fill_product(inputs: ProductInputs, log: BuildLog, parts: Iterable[PartPlan]) -> FilledProduct:
    """Check the workshop, fill and parse the templates of `parts`, and open their images.

    Raises FindingsError only if nothing more can be checked.
    """
    log.findings += check_consistency(inputs.whole, inputs.places, inputs.product.name)
    log.stop_at_errors()
    facts = build_product_context(inputs.workshop, inputs.words, inputs.product)
    charts = build_charts(inputs.workshop, inputs.words)
    sheets = find_sheets(inputs, log, inputs.product.sheet)
    trees = {plan.name: parse_part(inputs, log, plan, facts) for plan in parts}
    return FilledProduct(inputs, log, facts, charts, sheets, trees, open_shown_images(inputs, log, trees))


def find_sheets(inputs: ProductInputs, log: BuildLog, name: str) -> StyleSheets:
    """Return the style sheets of a product, with its house style."""
    sheets = find_stylesheets(name, inputs.house, inputs.project.search_path("styles"), inputs.style_place)
    log.files += sheets.files
    return sheets


def parse_part(
    inputs: ProductInputs, log: BuildLog, plan: PartPlan, facts: TemplateValues, template: str = ""
) -> nodes.document:
    """Fill the template of a part, which has its name or another, and parse the result."""
    rendered = fill_template(inputs, log, f"{plan.of or inputs.product.name}/{template or plan.name}.rst", facts)
    tree, found = parse_template(rendered, f"{plan.name}-", inputs.words.tag)
    log.findings += found
    drop_uniform_columns(tree, inputs.words)
    charts = complete_charts(tree, inputs.source.parent, inputs.words)
    log.files += charts.files
    log.findings += charts.findings
    log.findings += find_data_names(protected_names_pattern(inputs.whole), charts.lines)
    log.data_lines += charts.lines
    return tree


def fill_template(inputs: ProductInputs, log: BuildLog, template: str, facts: TemplateValues) -> RenderedTemplate:
    """Fill a template, in a worker if users may have changed it. Raises FindingsError if it fails."""
    folders = inputs.project.search_path("templates")
    if inputs.executor is None or len(folders) == 1:
        rendered, files = render_template(template, facts, folders, inputs.words.template_functions())
    else:
        task = inputs.executor.submit(_fill_in_worker, template, facts, folders, inputs.workshop.language)
        try:
            rendered, files = task.result()
        except WorkerDied as death:
            raise FindingsError([stopped_finding(f"the template {template}", death)]) from death
    log.files += files
    return rendered


def _fill_in_worker(
    template: str, facts: TemplateValues, folders: tuple[Path, ...], language: str
) -> tuple[RenderedTemplate, tuple[Path, ...]]:
    return render_template(template, facts, folders, get_translator(language).template_functions())


def open_shown_images(
    inputs: ProductInputs,
    log: BuildLog,
    trees: Mapping[str, nodes.document],
    drawn: Mapping[str, ImageAsset] = MappingProxyType({}),
) -> ImageAssets:
    """Open the images that the filled templates show, but those that were `drawn` for them."""
    by_path = {str(path): inputs.places.find_value(*at) for at, path in iterate_values(inputs.whole, AssetPath)}
    shown = chain.from_iterable(map(list_images, trees.values()))
    wanted = {path: by_path.get(path) or place for path, place in shown if path not in drawn}
    drawings = frozenset(str(logo.file) for logo in inputs.whole.logos)
    images = open_images(inputs.source.parent, [(path, place) for path, place in wanted.items() if place], drawings)
    log.findings += images.findings
    log.files += images.files
    return replace(images, images={**images.images, **drawn}) if drawn else images


def check_glyphs(filled: FilledProduct, texts: Iterable[str]) -> None:
    """Report characters of printed texts that no face has, with the lines where they were written."""
    missing = glyph_coverage.find_missing_characters("\n".join(texts), filled.sheets)
    filled.log.findings += glyph_coverage.report_missing_characters(
        missing, chain(filled.inputs.workshop_texts(), filled.log.located_data())
    )


def make_part_job(
    filled: FilledProduct,
    plan: PartPlan,
    options: HtmlOptions,
    margins: bool = True,
    pages_before: int = 0,
    is_verso: bool = False,
) -> PartJob:
    """Write one part as HTML, with everything that typesets it; `margins` tells whether its margins hold anything.

    `pages_before` are those before the part that share its folios. `is_verso` has it begin on a verso.
    """
    inputs = filled.inputs
    page = write_html(filled.trees[plan.name], options)
    filled.log.findings += filter(None, map(filled.locate_finding, page.findings))
    formulas = {name: svg.encode() for name, svg in page.formulas.items()}
    shown = {asset.id: asset.data for asset in filled.images.images.values()}
    name = f"{inputs.workshop.id}/{plan.name}"
    assets = {**shown, **formulas, **filled.sheets.fonts}
    first = f"@page :first {{ counter-increment: page {pages_before + 1} }}"
    side = "html { break-before: verso }"
    added = (*([Style("folios", first)] if pages_before else ()), *([Style("side", side)] if is_verso else ()))
    styles = (*filled.sheets.styles, *added)
    job = TypesetJob(name, page.html, styles, assets, margins=margins)
    return PartJob(job, page.headings, page.places, glyph_coverage.printed_text(page.html))


def submit_part(part: PartJob, scheduler: Scheduler) -> SubmittedPart:
    """Submit the job of a part."""
    return SubmittedPart(part, scheduler.submit_part(part.job))


def collect_findings(
    filled: FilledProduct,
    parts: Iterable[TypesetPart],
    submitted: Iterable[SubmittedPart] = (),
    part_place: Callable[[TypesetPart], Place | None] = lambda _: None,
) -> None:
    """Add the findings of parts to the log, each with its position; `part_place` gives the file of a whole part.

    Letters that no face has were reported with their lines, if any were, before the parts were typeset.
    """
    are_letters_known = any(one.code == MISSING_GLYPH for one in filled.log.findings)
    element_places = {one.part.job.name: one.part.places for one in submitted}
    for part in parts:
        told = (one for one in part.findings if one.place or one.code != MISSING_GLYPH or not are_letters_known)
        places = element_places.get(part.name, ())
        located = filter(None, (filled.locate_element_finding(one, places) for one in told))
        whole = part_place(part)
        filled.log.findings += [one if one.place or not whole else replace(one, place=whole) for one in located]
