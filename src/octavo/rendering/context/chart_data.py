"""Build the charts of a workshop: recommendations by status, and participants by country."""

from __future__ import annotations

from ...checking import recommendation_status
from ...language.translator import Translator
from ...model import Status, Workshop
from ..graphics.chart_svg import Bar, BarChart
from ..graphics.charts.drawn_chart import Chart
from ..graphics.charts.recommendation_strip import RecommendationStrip, StripGroup
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues
from .participation_context import build_participation_context


def build_charts(workshop: Workshop, words: Translator) -> dict[str, Chart | BarChart]:
    """Return the charts that the directive ``chart`` can draw, by name."""
    lookup = DisplayNames.from_workshop(workshop, words)
    told = build_participation_context(lookup)
    countries = (
        _country_bars(lookup, told)
        if told["has_counts"] and not told["unnamed_country_count"]
        else _naming_bars(lookup, told)
    )
    return {
        "recommendation-strip": _recommendation_strip(lookup),
        "status": BarChart(words.gettext("Recommendations by status"), _status_bars(lookup)),
        "participation": BarChart(words.gettext("Participants by country"), countries, dots=True),
    }


def _recommendation_strip(lookup: DisplayNames) -> RecommendationStrip:
    """Return the strip of all recommendations by status, with those that are overdue at the cut-off date."""
    words, report = lookup.translator, lookup.workshop.report
    entries = lookup.workshop.recommendations
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
    late = [one.id for one in entries if report and recommendation_status.is_overdue(one, report.status_day)]
    title = words.gettext("Recommendations by status")
    if report:
        on_day = words.gettext("Recommendations by status on {date}")
        title = on_day.replace("{date}", words.format_date(report.status_day))
    return RecommendationStrip(title, tuple(groups), frozenset(late), words.gettext("Overdue"))


_STRIP_GROUPS = {
    "implemented": (Status.IMPLEMENTED,),
    "partially-implemented": (Status.PARTIALLY_IMPLEMENTED,),
    "in-progress": (Status.IN_PROGRESS,),
    "not-started": (Status.NOT_STARTED,),
    "closed": (Status.CLOSED_NOT_IMPLEMENTED, Status.SUPERSEDED),
    "unknown": (recommendation_status.UNKNOWN_STATUS,),
}
"""The statuses of each group of the strip, in its order, by the CSS class of its cells."""


def _status_bars(lookup: DisplayNames) -> tuple[Bar, ...]:
    counted = recommendation_status.count_by_status(lookup.workshop.recommendations)
    return tuple(
        Bar(
            enum_labels.recommendation_status_label(lookup.translator, status),
            number,
            lookup.translator.format_number(number),
            kind=status,
        )
        for status, number in counted.items()
        if number
    )


def _country_bars(lookup: DisplayNames, told: TemplateValues) -> tuple[Bar, ...]:
    """Return a bar for each country, the longest first, and one for participants whose country is not known."""
    rows = sorted(told["rows"], key=lambda row: -row["number"])
    bars = [
        Bar(row["name"], row["number"], lookup.translator.format_number(row["number"]), kind="country") for row in rows
    ]
    if rest := told["unknown_country_count"]:
        bars.append(
            Bar(
                lookup.translator.gettext("Country not known"),
                rest,
                lookup.translator.format_number(rest),
                kind="unnamed",
            )
        )
    return tuple(bars)


def _naming_bars(lookup: DisplayNames, told: TemplateValues) -> tuple[Bar, ...]:
    """Return a bar for the countries named and one for the others, for use without counts of participants."""
    named, unnamed = told["named_country_count"], told["unnamed_country_count"]
    return (
        Bar(
            lookup.translator.gettext("named in the record"),
            named,
            lookup.translator.format_number(named),
            kind="country",
        ),
        Bar(lookup.translator.gettext("not named"), unnamed, lookup.translator.format_number(unnamed), kind="unnamed"),
    )
