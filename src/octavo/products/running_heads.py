"""Choose the running heads and folios of each page."""

from __future__ import annotations

from ..language.one_line_text import shorten_title
from ..model import Person
from ..model.volume import Chapter
from ..rendering.context.display_names import DisplayNames

LONGEST_HEAD = 64
"""Letters of a running head."""


def short_author_names(lookup: DisplayNames, known: Chapter) -> str:
    """Name the authors of a chapter as a running head does: of more than three, the first."""
    names = [lookup.people[author] for author in known.authors]
    if len(names) > 3:
        return lookup.words.text("{name} et al.").replace("{name}", _abbreviate_name(names[0]))
    return lookup.words.listing([_abbreviate_name(name) for name in names])


def _abbreviate_name(known: Person) -> str:
    given = known.given or ""
    initials = " ".join(
        "-".join(f"{part[0]}." for part in word.split("-") if part) for word in given.split() if word[0].isalpha()
    )
    return " ".join(filter(None, (initials, known.family)))


def titles_by_side(titles: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (side, shorten_title(title, LONGEST_HEAD)) for side, title in zip(("verso", "recto"), titles, strict=True)
    )
