"""Build the charts of a workshop: recommendations by status, and participants by country."""

from __future__ import annotations

from ...checking import recommendation_status
from ...language.translator import Translator
from ...model import Workshop
from ..graphics.chart_svg import Bar, Chart
from . import enum_labels
from .display_names import DisplayNames
from .model_to_dict import TemplateValues
from .participation_context import build_participation_context


def build_charts(workshop: Workshop, words: Translator) -> dict[str, Chart]:
    """Return the charts that the directive ``chart`` can draw, by name."""
    lookup = DisplayNames.from_workshop(workshop, words)
    told = build_participation_context(lookup)
    countries = (
        _country_bars(lookup, told)
        if told["has_counts"] and not told["unnamed_country_count"]
        else _naming_bars(lookup, told)
    )
    return {
        "status": Chart(words.gettext("Recommendations by status"), _status_bars(lookup)),
        "participation": Chart(words.gettext("Participants by country"), countries, dots=True),
    }


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
