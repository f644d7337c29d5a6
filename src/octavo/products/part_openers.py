"""Make the openers of a volume's parts: a right-hand page with the title of the part, its text and its chapters."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from docutils import nodes

from ..findings.finding import Finding, FindingsError
from ..language.letter_widths import text_width
from ..model.rest_text import Rest
from ..model.volume import Volume
from ..pdf.binding.binding_plan import Leaf, Numbering
from ..product_catalogue import PartPlan
from ..rendering.html.html_document import ContentsEntry, Heading
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import TypesetPart
from .chapter_results import chapter_leaf
from .filled_product import FilledProduct, PartJob, PartListings, SubmittedPart, make_part_job, parse_part, submit_part
from .page_placement import PlacedPart, place_next
from .product_inputs import BuildLog, ProductInputs
from .running_head_pages import format_folio
from .scheduler import Scheduler
from .volume_chapters import VolumeChapter

_TEMPLATE = "part"
_TRIALS = 4
_HEAD_LINES = 20
"""Lines above the chapters of an opener whose title takes one line and that has no text, as volume.css has them."""


@dataclass(frozen=True)
class VolumePart:
    """A part of a volume: its number, if there are several, its title and text, and its chapters."""

    name: str
    number: str
    title: str
    text: Rest | None
    chapters: tuple[VolumeChapter, ...]

    @property
    def plan(self) -> PartPlan:
        """How its opener is named and made."""
        return PartPlan(self.name, of="volume")

    @property
    def heading(self) -> Heading:
        """Its heading, as contents list it."""
        return Heading(1, self.number, self.title, self.name)


@dataclass(frozen=True)
class PlacedChapters:
    """The openers of parts and the chapters on their pages, and the openers as they were submitted, by name."""

    placed: tuple[PlacedPart, ...]
    openers: Mapping[str, SubmittedPart]

    @property
    def chapters(self) -> Mapping[str, PlacedPart]:
        """The chapters without the openers, by name."""
        openers = {one.part.job.name for one in self.openers.values()}
        return {one.leaf.part.name: one for one in self.placed if one.leaf.part.name not in openers}


def group_parts(volume: Volume, chapters: Sequence[VolumeChapter]) -> tuple[VolumePart, ...]:
    """Return the parts of a volume in order. A chapter that names none stands in the part of the chapter before it."""
    texts = {part.title: part.text for part in reversed(volume.parts)}
    named, section = [], ""
    for read in chapters:
        section = read.chapter.section or section
        named.append((section, read))
    runs = [(title, tuple(read for _, read in run)) for title, run in groupby(named, lambda pair: pair[0]) if title]
    return tuple(
        VolumePart(f"part-{number}", str(number) if len(runs) > 1 else "", title, texts.get(title), within)
        for number, (title, within) in enumerate(runs, 1)
    )


def parse_openers(
    inputs: ProductInputs, log: BuildLog, filled: FilledProduct, parts: Sequence[VolumePart]
) -> FilledProduct:
    """Fill and parse the template of each part's opener. Return the product with their trees."""
    trees = {part.name: _parse_opener(inputs, log, filled, part) for part in parts}
    return replace(filled, trees={**filled.trees, **trees})


def _parse_opener(inputs: ProductInputs, log: BuildLog, filled: FilledProduct, part: VolumePart) -> nodes.document:
    facts = {**filled.facts, "part": {"number": part.number, "title": part.title, "text": part.text}}
    tree = parse_part(inputs, log, part.plan, facts, _TEMPLATE)
    for section in list(tree.findall(nodes.section))[:1]:
        section["ids"].insert(0, part.name)
    return tree


def place_chapters(
    filled: FilledProduct, volume: Volume, chapters: Sequence[VolumeChapter], scheduler: Scheduler
) -> PlacedChapters:
    """Place the chapters and the openers of parts, each on a right-hand page, and typeset the openers.

    An opener lists its chapters with their pages, which depend on its length: that is tried until it is stable.
    """
    parts = group_parts(volume, chapters)
    lengths = {part.name: 1 for part in parts}
    for _ in range(_TRIALS):
        placed = tuple(_place(chapters, parts, lengths))
        stands = {one.leaf.part.name: one.first for one in placed}
        openers = {part.name: submit_part(_make_opener_job(filled, volume, part, stands), scheduler) for part in parts}
        made = {name: submitted.result() for name, submitted in openers.items()}
        before, lengths = lengths, {name: part.pages for name, part in made.items()}
        if all((lengths[name] + 1) // 2 == (before[name] + 1) // 2 for name in lengths):
            return PlacedChapters(tuple(_put_openers(placed, made)), openers)
    message = "the number of pages of the part openers does not become stable"
    raise FindingsError([Finding("contents-unsettled", message)])


def _place(
    chapters: Sequence[VolumeChapter], parts: Sequence[VolumePart], lengths: Mapping[str, int]
) -> Iterator[PlacedPart]:
    first = {part.chapters[0].name: part for part in parts}
    placed: list[PlacedPart] = []
    is_in_part = False
    for read in chapters:
        if (part := first.get(read.name)) is not None:
            is_in_part = True
            opener = Leaf(TypesetPart(part.name, b"", lengths[part.name], {}))
            placed.append(place_next(placed, opener))
        placed.append(place_next(placed, replace(chapter_leaf(read), in_part=is_in_part)))
    yield from placed


def _put_openers(placed: Sequence[PlacedPart], made: Mapping[str, TypesetPart]) -> Iterator[PlacedPart]:
    for one in placed:
        part = made.get(one.leaf.part.name)
        yield replace(one, leaf=replace(one.leaf, part=part)) if part is not None else one


def _make_opener_job(filled: FilledProduct, volume: Volume, part: VolumePart, stands: Mapping[str, int]) -> PartJob:
    listed = tuple(chapter_entry(read, format_folio(Numbering.ARABIC, stands[read.name])) for read in part.chapters)
    if not _fits_with_authors(filled.sheets, part):
        listed = tuple(replace(entry, authors="", kind="brief") for entry in listed)
    options = filled.html_options(part.plan, volume.title, PartListings(listed))
    return make_part_job(filled, part.plan, options, margins=False)


def _fits_with_authors(sheets: StyleSheets, part: VolumePart) -> bool:
    """Return whether an opener has room for its chapters with their authors on one page; if not, it lists titles."""
    measure, size = sheets.measure, sheets.measure("--text-size")
    width = (measure("--trim-width") - measure("--inner") - measure("--outer")) / size
    room = (measure("--trim-height") - measure("--top") - measure("--bottom")) / measure("--leading")
    titles = sum(math.ceil(text_width(read.chapter.title) / width) + 1.5 for read in part.chapters)
    heading = 2.5 * (math.ceil(2.6 * text_width(part.title) / width) - 1)
    text = text_width(part.text) / width + 2 if part.text else 0
    return _HEAD_LINES + heading + text + titles <= room


def chapter_entry(read: VolumeChapter, folio: str) -> ContentsEntry:
    """Return the line of a chapter in the contents."""
    heading = Heading(1, "", read.chapter.title, read.name, read.chapter.language or "")
    return ContentsEntry(heading, folio, str(read.facts["names"]))
