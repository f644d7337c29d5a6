"""Make the cover of a workshop's book: back, spine and front in one piece."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ..findings.finding import Finding, FindingsError, Place, Severity
from ..language.languages import find_language
from ..language.one_line_text import shorten_title
from ..loading.workshop_loader import LoadedWorkshop
from ..model import Workshop
from ..model.press import Press
from ..model.printer_profile import Profile
from ..model.volume import Isbns
from ..pdf.binding.binder import bind_parts
from ..pdf.binding.binding_plan import Leaf, Numbering
from ..pdf.metadata.document_metadata import Metadata
from ..preflight.records.check_results import Expected
from ..product_catalogue import PartPlan, Product
from ..project.printer_profile_lookup import DEFAULT_PROFILE, find_printer_profile
from ..project.project_folders import Project
from ..rendering.context.cover_context import build_cover_context, describe_figure
from ..rendering.context.cover_figure import choose_cover_figure
from ..rendering.context.display_names import DisplayNames, full_name
from ..rendering.context.former_names import TemplateDict
from ..rendering.context.model_to_dict import TemplateValues
from ..rendering.graphics import isbn_barcode
from ..rendering.graphics.images import ImageAsset, open_images
from ..rendering.rst.value_substitution import first_paragraph
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart
from .cover_art import FIGURE, blank_figure, check_picture, draw_figure
from .cover_sizes import FIGURE_SHARES, LONGEST_BLURB, CoverLayout, measure_cover
from .cover_text_fallbacks import (
    TOO_LONG_HINTS,
    CoverText,
    back_wordings,
    band_wordings,
    front_wordings,
    spine_wordings,
)
from .filled_product import (
    FilledProduct,
    check_glyphs,
    collect_findings,
    fill_product,
    make_part_job,
    open_shown_images,
    parse_part,
)
from .product_builder import DocumentChecker, FinishedDocument, FinishedProduct, ProductBuilder, TypesetProduct
from .product_inputs import BuildLog, ProductInputs, iterate_values
from .report_builder import check_meanwhile, report_metadata
from .scheduler import ScheduledJob, Scheduler

_PANELS = ("band", "front", "back", "spine")


class CoverBuilder(ProductBuilder):
    """Makes a cover once the book's page count is known. Each panel is tried out by itself first."""

    def __init__(
        self,
        product: Product,
        loaded: LoadedWorkshop,
        project: Project,
        style: str | None = None,
        executor: Executor | None = None,
        printer: str | None = None,
    ) -> None:
        super().__init__(product, loaded, project, style, executor)
        self._printer = printer

    def inspect(self, _scheduler: Scheduler, _checker: DocumentChecker) -> None:
        """Find faults as far as possible without the book's page count."""
        check_glyphs(fill_product(self.inputs, self.log, ()), _press_texts(self.inputs))

    def compose(self) -> ComposedCover:
        """Check the workshop, find its printer, and prepare the text of the panels."""
        filled = fill_product(self.inputs, self.log, ())
        self.log.stop_at_errors()
        workshop = self.inputs.workshop
        press = workshop.press or Press.model_validate({})
        profile = self._find_profile(press)
        is_hard = profile.board > 0
        facts = _cover_facts(self.inputs, press, is_hard)
        self.log.findings += _check_isbn_binding(workshop.volume.isbns if workshop.volume else None, is_hard)
        self.log.findings += _report_turn_ins() if is_hard else ()
        return ComposedCover(filled, press, profile, facts)

    def _find_profile(self, press: Press) -> Profile:
        place = self.inputs.places.find_value("press", "profile") if press.profile and not self._printer else None
        name = self._printer or press.profile or DEFAULT_PROFILE
        found = find_printer_profile(name, self.inputs.project, place, colours=False)
        self.log.files += found.files
        return found.profile


def _press_texts(inputs: ProductInputs) -> Iterator[str]:
    """Yield text that only the cover prints."""
    return (text for _, text in iterate_values(inputs.workshop.press, str))


def _cover_facts(inputs: ProductInputs, press: Press, is_hard: bool) -> TemplateValues:
    workshop = inputs.workshop
    facts = build_cover_context(DisplayNames.from_workshop(workshop, inputs.words), is_hard)
    lines = isbn_barcode.isbn_lines(facts["isbn"]) if facts["isbn"] else ()
    upward = find_language(workshop.language).is_spine_upward
    blank = {"upward": upward, "spine": None, "figure": ""}
    return {**facts, "isbn_lines": lines, "blurb": _blurb_text(workshop, press), **blank}


def _blurb_text(workshop: Workshop, press: Press) -> str:
    if press.blurb or workshop.summary is None:
        return press.blurb or ""
    return shorten_title(first_paragraph(workshop.summary.executive), LONGEST_BLURB)


@dataclass(frozen=True)
class ComposedCover:
    """A cover whose texts are known, and its printer."""

    filled: FilledProduct
    press: Press
    profile: Profile
    facts: TemplateValues

    @property
    def title(self) -> str:
        """The title of the cover, which names its book."""
        words = self.filled.inputs.words
        return f"{self.facts['title']}{words.colon}{words.gettext('Cover')}"

    @property
    def metadata(self) -> Metadata:
        """The metadata of the cover, with its book's editors or directors as creators."""
        inputs = self.filled.inputs
        known, volume = report_metadata(inputs, self.filled.facts, self.title), inputs.workshop.volume
        editors = tuple(full_name(inputs.people[editor]) for editor in volume.editors) if volume else ()
        publisher = (volume.publisher.name if volume.publisher else "") if volume else known.publisher
        return replace(known, authors=editors or known.authors, publisher=publisher)

    def typeset(self, scheduler: Scheduler) -> TypesetCover:
        """Check the texts; nothing can be submitted before the page count is known."""
        check_meanwhile(self.filled, tuple(_press_texts(self.filled.inputs)))
        return TypesetCover(self, scheduler)


@dataclass(frozen=True)
class TypesetCover(TypesetProduct):
    """A cover that waits for the page count of its book (`pages`)."""

    cover: ComposedCover
    scheduler: Scheduler
    pages: int = 0

    @property
    def of(self) -> str:  # type: ignore[override] # a property here, a constant in products without a book
        """The product that it is the cover of."""
        return self.inputs.workshop.covered_product

    @property
    def inputs(self) -> ProductInputs:
        """What the cover is made from."""
        return self.cover.filled.inputs

    @property
    def log(self) -> BuildLog:
        """What was found and read so far."""
        return self.cover.filled.log

    def with_book(self, pages: int, files: Sequence[Path]) -> TypesetCover:
        """Return the cover with the page count of its book; `files` are those that the book was made from."""
        self.log.files += files
        return replace(self, pages=pages)

    def finish(self) -> FinishedProduct:
        """Find the type size of each panel, typeset the whole cover, and bind it."""
        cover = self.cover
        layout = measure_cover(self.pages, cover.filled.sheets, cover.profile, cover.press)
        panels = _fit_panels(_PanelTypesetter(cover, layout, self.scheduler))
        part = panels.typesetter.submit("wrap", panels.facts, panels.sizes).result()
        collect_findings(cover.filled, [part])
        self.log.stop_at_errors()
        bound = bind_parts((Leaf(part, Numbering.NONE),), cover.metadata)
        expected = Expected((layout.wrap.trim_width, layout.wrap.trim_height), spine=layout.wrap.spine)
        name, places = f"{self.inputs.product.name}.pdf", ((1, Place(self.inputs.source)),)
        document = FinishedDocument(name, bound.pdf, bound.pages, expected, places=places)
        return FinishedProduct((document,), bound.findings)


@dataclass(frozen=True)
class _PanelTypesetter:
    """Typesets panels of a cover, each on a page of its own size, or the whole cover."""

    cover: ComposedCover
    layout: CoverLayout
    scheduler: Scheduler
    figure: ImageAsset = field(default_factory=blank_figure)

    def submit(self, name: str, facts: TemplateValues, sizes: Mapping[str, float]) -> ScheduledJob[TypesetPart]:
        """Submit a panel, or the whole cover (`wrap`)."""
        filled, plan = self.cover.filled, PartPlan(name)
        facts = {**filled.facts, "cover": TemplateDict(facts)}
        trees = {name: parse_part(filled.inputs, filled.log, plan, facts)}
        images = open_shown_images(filled.inputs, filled.log, trees, {FIGURE: self.figure})
        filled.log.stop_at_errors()
        shown = replace(filled, facts=facts, trees=trees, images=images)
        job = make_part_job(shown, plan, shown.html_options(plan, self.cover.title), margins=False).job
        styles = (*job.styles, Style("wrap", self.layout.size_properties(sizes)))
        return self.scheduler.submit_part(replace(job, styles=styles, assets=self._coloured_assets(job)))

    def _coloured_assets(self, job: TypesetJob) -> Mapping[str, bytes]:
        # An image does not inherit the colour of the text around it.
        ink = (self.layout.sheets.colour("--cover-title") or "#000").encode()
        return {
            name: data.replace(b"currentColor", ink) if name.startswith("formula-") else data
            for name, data in job.assets.items()
        }


@dataclass(frozen=True)
class _FittedPanels:
    """The facts and type sizes with which panels fit, so far."""

    typesetter: _PanelTypesetter
    facts: TemplateValues
    sizes: Mapping[str, float]

    def fits(self, panel: str, wording: CoverText, size: float) -> bool:
        """Return whether a text fits its panel in a type size."""
        facts, sizes = {**self.facts, **wording.facts}, {**self.sizes, panel: size}
        part = self.typesetter.submit(panel, facts, sizes).result()
        return part.pages == 1 and all(found.code != "overflow" for found in part.findings)


def _fit_panels(typesetter: _PanelTypesetter) -> _FittedPanels:
    """Choose for each panel the longest text that fits, in the largest type that fits."""
    layout = typesetter.layout
    facts = {**typesetter.cover.facts, "stacked": layout.is_spine_broad}
    sizes = {"band": 1.0, "front": 1.0, "back": 1.0, "spine": layout.largest_spine_type, "figure": 0.0}
    sizes["title"] = layout.title_size(facts["title_first"])
    # The picture is tried when the words are known to fit.
    panels = _FittedPanels(typesetter, {**facts, "picture": ""}, sizes)
    for panel in _PANELS:
        if wordings := tuple(_panel_wordings(panels, panel)):
            wording, size = _fit_panel(panels, panel, wordings)
            panels = replace(panels, facts={**panels.facts, **wording.facts}, sizes={**panels.sizes, panel: size})
            if wording.missing:
                message = f"{wording.missing}: there is no space on the {panel} of the cover"
                finding = Finding("cover-shortened", message, None, wording.hint, wording.severity)
                typesetter.cover.filled.log.findings.append(finding)
        if panel == "front":
            panels = _add_picture(panels, facts) if facts["picture"] else _add_figure(panels)
    return panels


def _add_picture(panels: _FittedPanels, facts: TemplateValues) -> _FittedPanels:
    """Put the picture on the front, as high as there is room for."""
    shown = {"picture": facts["picture"]}
    inputs, log = panels.typesetter.cover.filled.inputs, panels.typesetter.cover.filled.log
    place = inputs.places.find_value("cover", "picture")
    height = _find_room(panels, shown)
    if not height:
        message = "the picture of the cover is omitted: there is no space on the front"
        log.findings.append(Finding("cover-shortened", message, place, TOO_LONG_HINTS["front"], Severity.WARNING))
        return replace(panels, facts={**panels.facts, "figure_note": ""})
    layout, profile = panels.typesetter.layout, panels.typesetter.cover.profile
    opened = open_images(inputs.source.parent, [(facts["picture"], place or Place(inputs.source))])
    for picture in opened.images.values():
        log.findings += check_picture(picture, layout, height, profile, place)
    return replace(panels, facts={**panels.facts, **shown}, sizes={**panels.sizes, "figure": height})


def _add_figure(panels: _FittedPanels) -> _FittedPanels:
    """Draw a figure from the data into the room that the words leave; without room or data there is none."""
    typesetter, shown = panels.typesetter, {"figure": FIGURE}
    inputs = typesetter.cover.filled.inputs
    chosen = choose_cover_figure(inputs.workshop)
    height = _find_room(panels, shown) if chosen else 0.0
    drawn = draw_figure(chosen, typesetter.layout, height) if chosen and height else None
    if chosen is None or drawn is None:
        return panels
    figure, height = drawn
    facts = {**panels.facts, **shown, "figure_note": describe_figure(inputs.words, chosen)}
    return _FittedPanels(replace(typesetter, figure=figure), facts, {**panels.sizes, "figure": height})


def _find_room(panels: _FittedPanels, shown: TemplateValues) -> float:
    """Return the largest height, in mm, at which a picture or figure fits between the words of the front; 0 if none."""
    heights = [panels.typesetter.layout.panel_height * share for share in FIGURE_SHARES]

    def fits(height: float) -> bool:
        tried = replace(panels, sizes={**panels.sizes, "figure": height})
        return tried.fits("front", CoverText(shown), panels.sizes["front"])

    at = bisect_left(heights, True, key=fits)
    return heights[at] if at < len(heights) else 0.0


def _panel_wordings(panels: _FittedPanels, panel: str) -> Iterator[CoverText]:
    """Yield the texts of a panel, the longest first; none if the spine is too thin for text."""
    cover, layout, facts = panels.typesetter.cover, panels.typesetter.layout, panels.facts
    words, log = cover.filled.inputs.words, cover.filled.log
    if panel == "band":
        return band_wordings(facts)
    if panel == "front":
        return front_wordings(facts, partial(words.gettext("{name} et al.").replace, "{name}"))
    if panel == "back":
        return back_wordings(facts)
    if layout.wrap.spine >= cover.profile.spine_text and layout.largest_spine_type >= layout.least_spine_type:
        return spine_wordings(facts, cover.press.spine_title or facts["title"])
    message = f"the spine, {layout.wrap.spine:.1f} mm wide, is too thin for text"
    log.findings.append(Finding("thin-spine", message, severity=Severity.ADVICE))
    return iter(())


def _fit_panel(panels: _FittedPanels, panel: str, wordings: Sequence[CoverText]) -> tuple[CoverText, float]:
    sizes = panels.typesetter.layout.panel_sizes(panel)
    if panels.fits(panel, wordings[0], sizes[0]):
        return wordings[0], sizes[0]
    for wording in wordings:
        if panels.fits(panel, wording, sizes[-1]):
            return wording, sizes[bisect_left(sizes, True, key=partial(panels.fits, panel, wording))]
    message = f"the text of the {panel} of the cover does not fit, even at the smallest size"
    raise FindingsError([Finding("overflow", message, hint=TOO_LONG_HINTS[panel])])


def _report_turn_ins() -> Iterator[Finding]:
    """Yield advice on what a hard cover needs besides its panels."""
    message = "a hard cover is larger than its panels: turn-ins, hinges and squares are not added"
    yield Finding("case-wrap", message, None, "ask the bookbinder for a template", Severity.ADVICE)


def _check_isbn_binding(known: Isbns | None, is_hard: bool) -> Iterator[Finding]:
    """Warn if the bar code is that of another binding."""
    if known is None or (known.hardback if is_hard else known.paperback):
        return
    this, other = ("hardback", "paperback") if is_hard else ("paperback", "hardback")
    if getattr(known, other):
        message = f"the cover is for a {this}, but only the {other} has an ISBN, which is printed"
        profile = "without board:" if is_hard else "with board:"
        hint = f"add {this}: to isbns:, or choose a printer profile {profile}"
        yield Finding("other-binding", message, None, hint, Severity.WARNING)
