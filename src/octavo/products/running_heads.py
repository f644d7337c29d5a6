"""Choose the running heads and folios of each page, and have them typeset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..language import text_direction
from ..language.letter_widths import text_width
from ..language.personal_names import join_name
from ..language.title_shortening import fit_title
from ..model import Person
from ..model.marked_title import MarkedTitle
from ..model.volume import Chapter
from ..pdf.binding.binding_plan import Numbering, RunningHeadSheet
from ..rendering.context.display_names import DisplayNames
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import PageKind, TypesetPage, TypesetPart
from .page_placement import PlacedPart
from .running_head_pages import (
    folio_block,
    folio_sheet,
    format_folio,
    head_piece,
    head_sheet,
    marking_sheet,
    opening_sheet,
)
from .scheduler import Scheduler

_ESTIMATED_SHARE = 0.94
"""What letters of our faces measure of their estimated width, at most; semibold ones are estimated."""
_BESIDE_HEAD = 24 * 72 / 25.4
"""Points that a running head leaves free for folios, as running-heads.css has it."""


def measure_head(sheets: StyleSheets) -> float:
    """Return how wide a running head may be, in ems of `text_width`. Raises FindingsError for an unreadable measure."""
    measure = sheets.measure
    room = measure("--trim-width") - measure("--inner") - measure("--outer") - _BESIDE_HEAD
    return max(1.0, room / max(1.0, measure("--head-size")) / _ESTIMATED_SHARE)


def fit_head(title: str, width: float) -> str:
    """Return a title that fits into a running head of `width` ems, with the marks of what is left of it."""
    kept = fit_title(title, width)
    if kept == title:
        return title
    if not isinstance(title, MarkedTitle) or not title.has_markup:
        return kept
    sign = "…" if kept.endswith("…") else ""
    parsed = (MarkedTitle.parse(title.written[:end] + sign) for end in range(len(title.written)))
    return next((marked for marked in parsed if marked == kept), kept)


@dataclass(frozen=True)
class RunningHeads:
    """What the running heads of a volume are made from.

    `titles` gives the heads of left and right pages by the name of a part; `short_title` is on the left-hand pages of
    all other parts. `marking` is on every page.
    """

    titles: Mapping[str, tuple[str, str]]
    short_title: str
    marking: str
    sheets: StyleSheets
    width: float
    """How wide a head may be, in ems of `text_width`."""
    language: str = "en"
    """Language of the volume: where it is written from the right, a recto is a left-hand page."""

    def chapter_heads(self) -> tuple[str, ...]:
        """Return the names of the heads of all chapters, sorted."""
        sides = (side for titles in self.titles.values() for side in titles_by_side(titles, self.width))
        return tuple(sorted({head_piece(side, words) for side, words in sides}))

    def marking_pieces(self, side: str) -> tuple[str, ...]:
        """Return the name of the piece with the workshop's marking, if it has one."""
        return (f"marking {side} {self.marking}",) if self.marking else ()


@dataclass(frozen=True)
class ChosenHeads:
    """The placed parts with the pieces of each page, and the pieces by kind, each once."""

    placed: tuple[PlacedPart, ...]
    heads: tuple[str, ...]
    openings: tuple[str, ...]
    blocks: tuple[tuple[Numbering, int], ...]


def choose_running_heads(heads: RunningHeads, placed: Iterable[PlacedPart]) -> ChosenHeads:
    """Choose the running head and folio of every page.

    An opening page has a folio at its foot, a usual one head and folio; a bare or blank page has neither.
    """
    parts: list[PlacedPart] = []
    names: dict[str, None] = {}
    openings: dict[str, None] = {}
    blocks: dict[tuple[Numbering, int], None] = {}
    for one in placed:
        leaf, pages = one.leaf, []
        for number, page in enumerate(_classified_pages(leaf.part), one.first):
            side = "recto" if number % 2 else "verso"
            marking = () if page.kind is PageKind.BLANK else heads.marking_pieces(side)
            pieces: tuple[str, ...] = ()
            if page.kind is PageKind.OPENING:
                pieces = (f"opening {side} {format_folio(leaf.numbering, number)}",)
                openings[pieces[0]] = None
            elif page.kind is PageKind.USUAL:
                head = head_piece(side, fit_head(_head_text(heads, leaf.part.name, number, page), heads.width))
                pieces = (head, f"folio {side} {format_folio(leaf.numbering, number)}")
                names[head] = None
                blocks[leaf.numbering, folio_block(leaf.numbering, number)] = None
            pages.append((*pieces, *marking))
        parts.append(replace(one, leaf=replace(leaf, head_pieces=tuple(pages))))
    return ChosenHeads(tuple(parts), tuple(names), tuple(openings), tuple(blocks))


def _head_text(heads: RunningHeads, part: str, number: int, page: TypesetPage) -> str:
    verso, recto = heads.titles.get(part, ("", ""))
    return (recto or page.section) if number % 2 else (verso or heads.short_title)


def _classified_pages(part: TypesetPart) -> tuple[TypesetPage, ...]:
    return part.page_kinds or (TypesetPage(PageKind.OPENING), *[TypesetPage()] * (part.pages - 1))


def submit_expected_heads(heads: RunningHeads, pages: int, scheduler: Scheduler) -> None:
    """Submit what is known before any page is: the heads of chapters, and folios for an estimated number of pages."""
    scheduler.submit_part(head_sheet(list(heads.chapter_heads()), heads.sheets, heads.language)[0])
    for block in range(folio_block(Numbering.ARABIC, max(1, pages)) + 1):
        scheduler.submit_part(folio_sheet(Numbering.ARABIC, block, heads.sheets, heads.language)[0])


def typeset_running_heads(
    heads: RunningHeads, chosen: ChosenHeads, scheduler: Scheduler
) -> list[tuple[RunningHeadSheet, TypesetPart]]:
    """Typeset the chosen running heads and folios; each sheet comes with its typeset part."""
    known = heads.chapter_heads()
    jobs = [
        head_sheet(list(known), heads.sheets, heads.language),
        head_sheet([name for name in chosen.heads if name not in known], heads.sheets, heads.language),
        opening_sheet(list(chosen.openings), heads.sheets, heads.language),
        marking_sheet([*heads.marking_pieces("recto"), *heads.marking_pieces("verso")], heads.sheets, heads.language),
        *(folio_sheet(numbering, block, heads.sheets, heads.language) for numbering, block in chosen.blocks),
    ]
    submitted = [(pieces, scheduler.submit_part(job)) for job, pieces in jobs if pieces]
    made = [(pieces, scheduled.result()) for pieces, scheduled in submitted]
    return [(RunningHeadSheet(part.pdf, pieces), part) for pieces, part in made]


def titles_by_side(titles: Sequence[str], width: float) -> tuple[tuple[str, str], ...]:
    """Return the titles of left and right pages, each with its side, as wide as a running head may be."""
    return tuple((side, fit_head(title, width)) for side, title in zip(("verso", "recto"), titles, strict=True))


def short_author_names(lookup: DisplayNames, chapter: Chapter, width: float) -> str:
    """Return the authors of a chapter as in a running head; of more than three, or if too long, "A et al."."""
    names = [lookup.people[author] for author in chapter.authors]
    whole = lookup.translator.join_list([_abbreviate_name(name) for name in names])
    if len(names) > 3 or (len(names) > 1 and text_width(whole) > width):
        return lookup.translator.gettext("{name} et al.").replace("{name}", _abbreviate_name(names[0]))
    return whole


def _abbreviate_name(person: Person) -> str:
    given = person.given or ""
    # Arabic and Hebrew names are not abbreviated.
    if person.is_group or person.is_family_first or text_direction.has_rtl_letters(given):
        return join_name(given, person.family, person.is_family_first)
    initials = " ".join(
        "-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split() if word[0].isalpha()
    )
    return " ".join(filter(None, (initials, person.family)))
