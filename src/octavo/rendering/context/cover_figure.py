"""Choose the signs of which the figure on a cover consists: one for each session, recommendation, chapter or country.

A figure tells nothing that the book does not print: it is made from the redacted workshop, and names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...checking import recommendation_status
from ...model import Workshop
from ...model.cover import CoverFigure
from ...model.event import SessionType
from ...model.outcome import Recommendation
from ..graphics.cover_drawing import CoverSign

FEWEST_SIGNS, MOST_SIGNS = 4, 160
"""Fewer signs are no figure, and more are too small to be seen."""
MANY_CHAPTERS = 8
"""From here on, a volume's figure has a sign for each chapter."""
_MOST_POINTS = 24


@dataclass(frozen=True)
class ChosenFigure:
    """The kind of a figure, and its signs in the order in which they are read."""

    kind: CoverFigure
    signs: tuple[CoverSign, ...]

    @property
    def has_points(self) -> bool:
        """Whether any of its signs has points."""
        return any(sign.points for sign in self.signs)


def choose_cover_figure(workshop: Workshop) -> ChosenFigure | None:
    """Return the figure that the workshop asks for, or the richest that its data allow; None if there is none."""
    asked = workshop.cover.figure if workshop.cover else None
    if asked is CoverFigure.NONE:
        return None
    kinds = (asked,) if asked else _usual_kinds(workshop)
    least = 1 if asked else FEWEST_SIGNS
    figures = (ChosenFigure(kind, _SIGNS[kind](workshop)) for kind in kinds)
    return next((one for one in figures if least <= len(one.signs) <= MOST_SIGNS), None)


def _usual_kinds(workshop: Workshop) -> tuple[CoverFigure, ...]:
    others = (CoverFigure.PROGRAMME, CoverFigure.COUNTRIES)
    if workshop.covered_product != "volume":
        return (CoverFigure.RECOMMENDATIONS, *others)
    has_many = len(workshop.chapters) >= MANY_CHAPTERS
    first = (CoverFigure.CHAPTERS, *others) if has_many else (*others, CoverFigure.CHAPTERS)
    return (*first, CoverFigure.RECOMMENDATIONS)


def _session_signs(workshop: Workshop) -> tuple[CoverSign, ...]:
    """Return a clock for each session whose time is known: it shows when the session began. Breaks are dashed."""
    days = workshop.programme.days if workshop.programme else ()
    return tuple(
        CoverSign(
            hands=(session.start.hour, session.start.minute),
            is_whole=session.type not in (SessionType.BREAK, SessionType.SOCIAL),
            is_stressed=session.type is SessionType.OPENING,
        )
        for day in days
        for session in day.sessions
        if session.start
    )


def _recommendation_signs(workshop: Workshop) -> tuple[CoverSign, ...]:
    """Return a disc for each recommendation, filled as far as it is carried out; dashed if its status is unknown.

    If the status of none is known, there is nothing to see.
    """
    if all(recommendation_status.status_of(entry) == _UNKNOWN for entry in workshop.recommendations):
        return ()
    return tuple(_recommendation_sign(workshop, entry) for entry in workshop.recommendations)


def _recommendation_sign(workshop: Workshop, entry: Recommendation) -> CoverSign:
    status, share = str(recommendation_status.status_of(entry)), recommendation_status.done_share(entry)
    share = _SHARES.get(status, 0.0) if share is None else share
    is_late = bool(workshop.report and recommendation_status.is_overdue(entry, workshop.report.status_day))
    return CoverSign(share=share, is_whole=status not in _DASHED, is_stressed=is_late)


_SHARES = {"partially-implemented": 0.5, "in-progress": 0.25}
"""How far a disc is filled where neither per cent nor actions tell it."""
_UNKNOWN = recommendation_status.UNKNOWN_STATUS
_DASHED = (*recommendation_status.DROPPED_STATUSES, _UNKNOWN)


def _chapter_signs(workshop: Workshop) -> tuple[CoverSign, ...]:
    """Return a ring for each chapter, with a point for each author."""
    counts = [len(chapter.authors) for chapter in workshop.chapters]
    most = max(counts, default=0)
    first = counts.index(most) if most else -1
    return tuple(CoverSign(points=min(count, _MOST_POINTS), is_stressed=at == first) for at, count in enumerate(counts))


def _country_signs(workshop: Workshop) -> tuple[CoverSign, ...]:
    """Return a ring for each country, with a point for each participant; dashed if the country is not named."""
    known = workshop.participation
    if known is None:
        return ()
    numbers = [entry.participants or 0 for entry in known.by_country]
    most = max(numbers, default=0)
    first = numbers.index(most) if most else -1
    named = [CoverSign(points=min(one, _MOST_POINTS), is_stressed=at == first) for at, one in enumerate(numbers)]
    unnamed = max(0, (known.countries or 0) - len(named))
    return (*named, *(CoverSign(is_whole=False) for _ in range(min(unnamed, MOST_SIGNS))))


_SIGNS: Mapping[CoverFigure, Callable[[Workshop], tuple[CoverSign, ...]]] = {
    CoverFigure.PROGRAMME: _session_signs,
    CoverFigure.RECOMMENDATIONS: _recommendation_signs,
    CoverFigure.CHAPTERS: _chapter_signs,
    CoverFigure.COUNTRIES: _country_signs,
}
