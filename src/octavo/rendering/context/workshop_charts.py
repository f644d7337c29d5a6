"""Build the charts of a workshop: recommendations by status and by due date, and participants by country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from statistics import fmean

from ...checking import recommendation_status
from ...language.collation import collation_key
from ...language.country_coordinates import Coordinates, country_coordinates
from ...language.translator import Translator
from ...language.world_regions import CONTINENT_OF, CONTINENTS, REGION_OF
from ...model import Recommendation, Status, Workshop
from ..graphics.charts.country_tiles import Continent, CountryTile, CountryTiles
from ..graphics.charts.drawn_chart import Chart
from ..graphics.charts.due_date_chart import DueDateChart, DueRow
from ..graphics.charts.recommendation_strip import RecommendationStrip, StripGroup
from ..graphics.charts.unit_squares import SquareRow, UnitSquares
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues
from .participation_context import build_participation_context


def build_charts(workshop: Workshop, words: Translator) -> dict[str, Chart]:
    """Return the charts that the directive ``chart`` can draw, by name."""
    lookup = DisplayNames.from_workshop(workshop, words)
    return {
        "recommendation-strip": _recommendation_strip(lookup),
        "due-dates": _due_dates(lookup),
        "status": UnitSquares(_status_title(lookup), _status_rows(lookup)),
        "participation": _participation(lookup),
    }


def _status_title(lookup: DisplayNames) -> str:
    words, report = lookup.translator, lookup.workshop.report
    if report is None:
        return words.gettext("Recommendations by status")
    on_day = words.gettext("Recommendations by status on {date}")
    return words.put_date(on_day, words.format_date(report.status_day))


def _recommendation_strip(lookup: DisplayNames) -> RecommendationStrip:
    """Return the strip of all recommendations by status, with those that are overdue at the cut-off date."""
    words, entries = lookup.translator, lookup.workshop.recommendations
    groups = []
    for kind, statuses in _STRIP_GROUPS.items():
        found = [one for one in entries if recommendation_status.status_of(one) in statuses]
        if found:
            # What was closed for one reason alone is named by it.
            status = str(recommendation_status.status_of(found[0]))
            alike = all(recommendation_status.status_of(one) == status for one in found)
            label = enum_labels.short_status_label(words, status if alike else kind)
            full = enum_labels.recommendation_status_label(words, status) if alike else label
            names = tuple(one.id for one in found)
            groups.append(StripGroup(label, kind, names, words.format_number(len(found)), full))
    late = [one.id for one in entries if lookup.is_overdue(one)]
    return RecommendationStrip(_status_title(lookup), tuple(groups), frozenset(late), words.gettext("Overdue"))


_STRIP_GROUPS = {
    "implemented": (Status.IMPLEMENTED,),
    "partially-implemented": (Status.PARTIALLY_IMPLEMENTED,),
    "in-progress": (Status.IN_PROGRESS,),
    "not-started": (Status.NOT_STARTED,),
    "closed": recommendation_status.DROPPED_STATUSES,
    "unknown": (recommendation_status.UNKNOWN_STATUS,),
}
"""The statuses of each group of the strip, in its order, by the CSS class of its cells."""


def _due_dates(lookup: DisplayNames) -> DueDateChart:
    """Return the chart of recommendations from the day on which each was made to the day on which it is due."""
    entries = lookup.workshop.recommendations
    ordered = [
        (kind, one)
        for kind, statuses in _STRIP_GROUPS.items()
        for one in entries
        if recommendation_status.status_of(one) in statuses
    ]
    report = lookup.workshop.report
    return DueDateChart(
        lookup.translator.gettext("Recommendations from their adoption to the day they are due"),
        tuple(_due_row(lookup, kind, one) for kind, one in ordered),
        report.status_day if report else None,
    )


def _due_row(lookup: DisplayNames, kind: str, entry: Recommendation) -> DueRow:
    words, report = lookup.translator, lookup.workshop.report
    status = recommendation_status.status_of(entry)
    closed, share = _closing_day(entry), recommendation_status.done_share(entry) or 0.0
    end = closed or entry.due if kind == "closed" else entry.due or closed
    overdue = lookup.is_overdue(entry)
    note = ""
    if end is None:
        note = words.gettext("no due date")
    elif overdue and report and entry.due:
        late = (report.status_day - entry.due).days
        note = words.ngettext("{n} day late", "{n} days late", late)
    told = [entry.id, entry.title, enum_labels.recommendation_status_label(words, status)]
    told.append(words.put_date(words.gettext("due {date}"), words.format_date(entry.due)) if entry.due else "")
    if kind in ("partially-implemented", "in-progress") and share:
        told.append(words.gettext("{share} done").replace("{share}", words.format_percent(round(share * 100))))
    told.append(note)
    return DueRow(
        name=entry.id,
        title=entry.title or "",
        kind=kind,
        start=entry.added or lookup.workshop.event.end,
        end=end,
        share=share,
        is_met=kind == "implemented",
        is_closed=kind == "closed",
        is_overdue=overdue,
        note=note,
        words=words.comma.join(filter(None, told)),
    )


def _closing_day(entry: Recommendation) -> date | None:
    """Return the day on which a recommendation was closed, if its history tells."""
    tracking = entry.tracking
    if tracking is None or tracking.status not in recommendation_status.CLOSED_STATUSES:
        return None
    closed = [item.date for item in tracking.history if item.status is tracking.status]
    return closed[0] if closed else None


def _status_rows(lookup: DisplayNames) -> tuple[SquareRow, ...]:
    counted = recommendation_status.count_by_status(lookup.workshop.recommendations)
    return tuple(
        SquareRow(
            enum_labels.recommendation_status_label(lookup.translator, status),
            number,
            lookup.translator.format_number(number),
            kind=status,
        )
        for status, number in counted.items()
        if number
    )


def _participation(lookup: DisplayNames) -> CountryTiles:
    """Return participants by continent and country, and what is known of their number alone."""
    words, told = lookup.translator, build_participation_context(lookup)
    title = told["sentence"].rstrip(".") or words.gettext("Participants by country")
    continents = list(_list_continents(lookup, told))
    if rest := told["unknown_country_count"]:
        continents.append(_unnamed(words, words.gettext("Country not known"), rest, rest))
    if rest := told["unnamed_country_count"]:
        label = words.ngettext("Country not named", "Countries not named", rest)
        continents.append(_unnamed(words, label, rest, 0))
    return CountryTiles(title, tuple(continents))


def _unnamed(words: Translator, label: str, number: int, people: int) -> Continent:
    """Return what stands for participants of unknown countries, or for countries that the record does not name."""
    tile = CountryTile("", "", people, words.format_number(people) if people else "")
    return Continent(label, words.format_number(number), (tile,))


def _list_continents(lookup: DisplayNames, told: TemplateValues) -> Iterator[Continent]:
    """Yield the continents with their countries; of these, those with most participants come first."""
    words, places = lookup.translator, country_coordinates()
    by_continent: dict[str, list[TemplateValues]] = {}
    for row in told["rows"]:
        by_continent.setdefault(CONTINENT_OF.get(row["code"], ""), []).append(row)
    for continent in (*CONTINENTS, ""):
        if rows := by_continent.get(continent):
            rows.sort(key=lambda row: (-(row["number"] or 0), collation_key(row["name"], words.tag)))
            name = words.country_name(continent) if continent else words.gettext("Other countries")
            number = sum(row["number"] or 0 for row in rows)
            are_known = all(row["number"] for row in rows)
            yield Continent(
                name[:1].upper() + name[1:],
                words.format_number(number if are_known else len(rows)),
                tuple(_country_tile(words, row, places) for row in rows),
            )


def _country_tile(words: Translator, row: TemplateValues, places: Mapping[str, Coordinates]) -> CountryTile:
    number = row["number"] or 0
    near = [
        places[code] for code, region in REGION_OF.items() if region == REGION_OF.get(row["code"]) and code in places
    ]
    # A country without time zones of its own lies amid those of its region.
    middle = (
        Coordinates(fmean(one.north for one in near), fmean(one.east for one in near)) if near else Coordinates(0, 0)
    )
    place = places.get(row["code"], middle)
    return CountryTile(row["code"], row["name"], number, words.format_number(number) if number else "", *place)
