"""Choose the running heads and folios of each page, and have them typeset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..language.one_line_text import shorten_title
from ..language.personal_names import join_name
from ..model import Person
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

LONGEST_HEAD = 64
"""Maximum length of a running head, in characters."""


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

    def chapter_heads(self) -> tuple[str, ...]:
        """Return the names of the heads of all chapters, sorted."""
        sides = (side for titles in self.titles.values() for side in titles_by_side(titles))
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
                head = head_piece(side, shorten_title(_head_text(heads, leaf.part.name, number, page), LONGEST_HEAD))
                pieces = (head, f"folio {side} {format_folio(leaf.numbering, number)}")
                names[head] = None
                blocks[leaf.numbering, folio_block(number)] = None
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
    scheduler.submit_part(head_sheet(list(heads.chapter_heads()), heads.sheets)[0])
    for block in range(folio_block(max(1, pages)) + 1):
        scheduler.submit_part(folio_sheet(Numbering.ARABIC, block, heads.sheets)[0])


def typeset_running_heads(
    heads: RunningHeads, chosen: ChosenHeads, scheduler: Scheduler
) -> list[tuple[RunningHeadSheet, TypesetPart]]:
    """Typeset the chosen running heads and folios; each sheet comes with its typeset part."""
    known = heads.chapter_heads()
    jobs = [
        head_sheet(list(known), heads.sheets),
        head_sheet([name for name in chosen.heads if name not in known], heads.sheets),
        opening_sheet(list(chosen.openings), heads.sheets),
        marking_sheet([*heads.marking_pieces("recto"), *heads.marking_pieces("verso")], heads.sheets),
        *(folio_sheet(numbering, block, heads.sheets) for numbering, block in chosen.blocks),
    ]
    submitted = [(pieces, scheduler.submit_part(job)) for job, pieces in jobs if pieces]
    made = [(pieces, scheduled.result()) for pieces, scheduled in submitted]
    return [(RunningHeadSheet(part.pdf, pieces), part) for pieces, part in made]


def titles_by_side(titles: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the shortened titles of left and right pages, each with its side."""
    return tuple(
        (side, shorten_title(title, LONGEST_HEAD)) for side, title in zip(("verso", "recto"), titles, strict=True)
    )


def short_author_names(lookup: DisplayNames, chapter: Chapter) -> str:
    """Return the authors of a chapter as in a running head; of more than three, the first and "et al."."""
    names = [lookup.people[author] for author in chapter.authors]
    if len(names) > 3:
        return lookup.translator.gettext("{name} et al.").replace("{name}", _abbreviate_name(names[0]))
    return lookup.translator.join_list([_abbreviate_name(name) for name in names])


def _abbreviate_name(person: Person) -> str:
    given = person.given or ""
    if person.is_group or person.is_family_first:
        return join_name(given, person.family, person.is_family_first)
    initials = " ".join(
        "-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split() if word[0].isalpha()
    )
    return " ".join(filter(None, (initials, person.family)))
