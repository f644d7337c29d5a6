"""The cover of a workshop's book: how many pages that has in, back, spine and front in one piece out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ..findings.finding import Finding, FindingsError, Severity
from ..language.languages import find_language
from ..language.one_line_text import shorten_title
from ..loading.workshop_loader import LoadedWorkshop
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
from ..rendering.context.cover_context import build_cover_context, cover_product
from ..rendering.context.display_names import DisplayNames, full_name
from ..rendering.context.model_to_dict import TemplateValues
from ..rendering.graphics import isbn_barcode
from ..rendering.html.html_writer import ContentsEntry, Heading
from ..rendering.rst.value_substitution import first_paragraph
from ..typesetting.typeset_job import Style, TypesetJob, TypesetPart
from .cover_layout import LONGEST_BLURB, PANEL_SCALES, SPINE_STEP, STACKED_HEIGHT
from .cover_text_fallbacks import (
    TOO_LONG_HINTS,
    CoverText,
    back_wordings,
    band_wordings,
    front_wordings,
    spine_wordings,
)
from .product_builder import FinishedDocument, FinishedProduct, ProductBuilder, iterate_values
from .scheduler import ScheduledJob, Scheduler
from .spine_width import POINTS_PER_MM, WrapSize, printed_page_count, spine_width


class CoverBuilder(ProductBuilder):
    """A cover being made, once `measured` says how long the book is; each panel is tried out by itself first."""

    def __init__(
        self,
        product: Product,
        loaded: LoadedWorkshop,
        project: Project,
        style: str | None = None,
        printer: str | None = None,
    ) -> None:
        super().__init__(product, loaded, project, style)
        self.of = cover_product(self.workshop)
        self.asked_printer = printer
        self.pages = 0

    def _styled_by(self) -> tuple[str, str]:
        return ("volume" if self.workshop.volume else "report"), "style"

    def measured(self, pages: int, inputs: Sequence[Path]) -> None:
        """Take how many pages the book has, and the files that it was made of."""
        self.pages = pages
        self.files += inputs

    def compose(self) -> None:
        """Check the workshop, find who prints it, and word the panels; they are filled when the spine is known."""
        super().compose()
        self.press = self.workshop.press or Press.model_validate({})
        self.profile = self._profile()
        hard = self.profile.board > 0
        told = build_cover_context(DisplayNames.of(self.workshop, self.words), hard)
        lines = isbn_barcode.isbn_lines(told["isbn"]) if told["isbn"] else ()
        upward = find_language(self.workshop.language).is_upward
        self.told: TemplateValues = {
            **told,
            "isbn_lines": lines,
            "blurb": self._blurb(),
            "upward": upward,
            "spine": None,
        }
        self.findings += _check_isbn_binding(self.workshop.volume.isbns if self.workshop.volume else None, hard)
        self.findings += _report_turn_ins() if hard else ()

    def composed(self) -> Iterator[PartPlan]:
        """Nothing is filled before the spine is known."""
        return iter(())

    def _listed(self) -> Iterator[str]:
        """Yield what a cover alone prints."""
        return (text for _, text in iterate_values(self.workshop.press, str))

    def _alone(self) -> list[PartPlan]:
        return []

    def _profile(self) -> Profile:
        place = self.places.value("press", "profile") if self.press.profile and not self.asked_printer else None
        name = self.asked_printer or self.press.profile or DEFAULT_PROFILE
        found = find_printer_profile(name, self.project, place, colours=False)
        self.files += found.files
        return found.profile

    def _blurb(self) -> str:
        if self.press.blurb or self.workshop.summary is None:
            return self.press.blurb or ""
        return shorten_title(first_paragraph(self.workshop.summary.executive), LONGEST_BLURB)

    # Making

    def finish(self, setter: Scheduler) -> FinishedProduct:
        """Find how far the words of each panel must shrink, set the whole, and bind it."""
        self.setter = setter
        self.wrap = self._wrap()
        self.told["stacked"] = self._broad()
        self.sizes = {"band": 1.0, "front": 1.0, "back": 1.0, "spine": self._largest()}
        for panel in ("band", "front", "back", "spine"):
            self._settle(panel)
        part = self._set("wrap", {}, {}).result()
        self._collect([part])
        self._stop_at_errors()
        bound = bind_parts((Leaf(part, Numbering.NONE),), self.metadata())
        expected = Expected((self.wrap.trim_width, self.wrap.trim_height), spine=self.wrap.spine)
        return FinishedProduct(
            (FinishedDocument(f"{self.product.name}.pdf", bound.pdf, bound.pages, expected),), bound.findings
        )

    def _wrap(self) -> WrapSize:
        pages = printed_page_count(self.pages, self.profile.multiple)
        spine = spine_width(pages, self.press.paper or self.profile.paper, self.profile.board)
        width, height = (self.sheets.measure(name) / POINTS_PER_MM for name in ("--trim-width", "--trim-height"))
        return WrapSize(width, height, spine)

    def _settle(self, panel: str) -> None:
        """Choose the fullest wording of a panel that fits, in the largest type in which it does."""
        wordings, sizes = tuple(self._wordings(panel)), self._scales(panel)
        if not wordings:
            return
        wording, size = self._fitted(panel, wordings, sizes)
        self.told |= wording.facts
        self.sizes[panel] = size
        if wording.missing:
            message = f"{wording.missing}, since there is no room on the {panel} of the cover"
            self.findings.append(Finding("cover-shortened", message, None, wording.hint, wording.severity))

    def _fitted(self, panel: str, wordings: Sequence[CoverText], sizes: Sequence[float]) -> tuple[CoverText, float]:
        if self._fits(panel, wordings[0], sizes[0]):
            return wordings[0], sizes[0]
        for wording in wordings:
            if self._fits(panel, wording, sizes[-1]):
                return wording, sizes[bisect_left(sizes, True, key=partial(self._fits, panel, wording))]
        message = f"the words of the {panel} of the cover do not fit, however small"
        raise FindingsError([Finding("overflow", message, hint=TOO_LONG_HINTS[panel])])

    def _fits(self, panel: str, wording: CoverText, size: float) -> bool:
        part = self._set(panel, wording.facts, {panel: size}).result()
        return part.pages == 1 and all(found.code != "overflow" for found in part.findings)

    def _set(self, name: str, facts: Mapping[str, Any], sizes: Mapping[str, float]) -> ScheduledJob[TypesetPart]:
        """Have a panel set on a page of its own size, or the whole."""
        self.facts["cover"] = {**self.told, **facts}
        plan = PartPlan(name)
        self.trees = {name: self._tree(plan)}
        self.images = self._images()
        self._stop_at_errors()
        job, _ = self.job(plan, ())
        styles = (*job.styles, Style("wrap", self._measures({**self.sizes, **sizes})))
        return self.setter.part(replace(job, styles=styles))

    def job(self, plan: PartPlan, contents: tuple[ContentsEntry, ...]) -> tuple[TypesetJob, tuple[Heading, ...]]:
        """Write one panel, or the whole, as HTML; nothing stands in its margins."""
        job, headings = super().job(plan, contents)
        # A picture does not see the colour of the words that it stands among.
        ink = (self.sheets.colour("--cover-title") or "#000").encode()
        assets = {
            name: data.replace(b"currentColor", ink) if name.startswith("formula-") else data
            for name, data in job.assets.items()
        }
        return replace(job, assets=assets, margins=False), headings

    def _measures(self, sizes: Mapping[str, float]) -> str:
        panels = " ".join(f"--panel-{name}: {sizes[name]:g};" for name in ("band", "front", "back"))
        return f":root {{ --spine: {self.wrap.spine:.4f}mm; --spine-size: {sizes['spine']:.3f}pt; {panels} }}"

    # What may be left out where there is no room

    def _scales(self, panel: str) -> Sequence[float]:
        if panel != "spine":
            return PANEL_SCALES
        sizes, least = [self._largest()], self._least()
        while sizes[-1] * SPINE_STEP > least:
            sizes.append(sizes[-1] * SPINE_STEP)
        return [*sizes, least]

    def _largest(self) -> float:
        """Give the size of the largest type that keeps clear of both folds."""
        room = self.wrap.spine * POINTS_PER_MM - 2 * self.sheets.measure("--spine-clear")
        return min(self.sheets.measure("--spine-largest"), max(0.0, room) / (STACKED_HEIGHT if self._broad() else 1))

    def _broad(self) -> bool:
        return self.wrap.spine * POINTS_PER_MM >= self.sheets.measure("--spine-broad")

    def _least(self) -> float:
        return max(self.sheets.measure("--spine-least"), self.profile.type_reversed)

    def _wordings(self, panel: str) -> Iterator[CoverText]:
        """Give the wordings of a panel, the fullest first; none for a spine that is too thin for any."""
        if panel == "band":
            return band_wordings(self.told)
        if panel == "front":
            return front_wordings(self.told, partial(self.words.text("{name} et al.").replace, "{name}"))
        if panel == "back":
            return back_wordings(self.told)
        if self.wrap.spine >= self.profile.spine_text and self._largest() >= self._least():
            return spine_wordings(self.told, self.press.spine_title or self.told["title"])
        message = f"the spine, {self.wrap.spine:.1f} mm wide, is too thin for words"
        self.findings.append(Finding("thin-spine", message, severity=Severity.ADVICE))
        return iter(())

    # What the cover says of itself

    def title(self) -> str:
        """Name the cover as that of its book."""
        return f"{self.told['title']}{self.words.colon}{self.words.text('Cover')}"

    def metadata(self) -> Metadata:
        """Say what the cover is: its book's editors, or directors, are its creators."""
        known, volume = super().metadata(), self.workshop.volume
        editors = tuple(full_name(self.people[editor]) for editor in volume.editors) if volume else ()
        publisher = (volume.publisher.name if volume.publisher else "") if volume else known.publisher
        return replace(known, authors=editors or known.authors, publisher=publisher)


def _report_turn_ins() -> Iterator[Finding]:
    """Say what the cover of a hard book has beside its panels, which no general rule gives."""
    message = "a hard cover is larger than its panels: turn-ins, hinges and squares are not added"
    yield Finding("case-wrap", message, None, "ask the binder for his template", Severity.ADVICE)


def _check_isbn_binding(known: Isbns | None, hard: bool) -> Iterator[Finding]:
    """Warn of a bar code that is that of another binding."""
    if known is None or (known.hardback if hard else known.paperback):
        return
    this, other = ("hardback", "paperback") if hard else ("paperback", "hardback")
    if getattr(known, other):
        message = f"the cover is that of a {this}, but the {other} alone has an ISBN, which is printed"
        hint = f"add {this}: below isbns:, or choose a printer profile " + ("without boards" if hard else "with board:")
        yield Finding("other-binding", message, None, hint, Severity.WARNING)
