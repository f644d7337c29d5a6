"""Tell what the charts show: recommendations by status and participants by country in, charts by name out."""

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
    """Give the charts that the directive ``chart`` draws, by name."""
    lookup = DisplayNames.of(workshop, words)
    told = build_participation_context(lookup)
    countries = _country_bars(lookup, told) if told["counted"] and not told["unnamed"] else _naming_bars(lookup, told)
    return {
        "status": Chart(words.text("Recommendations by status"), _status_bars(lookup)),
        "participation": Chart(words.text("Participants by country"), countries, dots=True),
    }


def _status_bars(lookup: DisplayNames) -> tuple[Bar, ...]:
    counted = recommendation_status.count_by_status(lookup.workshop.recommendations)
    return tuple(
        Bar(
            enum_labels.recommendation_status_label(lookup.words, status),
            number,
            lookup.words.number(number),
            kind=status,
        )
        for status, number in counted.items()
        if number
    )


def _country_bars(lookup: DisplayNames, told: TemplateValues) -> tuple[Bar, ...]:
    """Give a bar for each country, the longest first, and one for those whose country is not known."""
    rows = sorted(told["rows"], key=lambda row: -row["number"])
    bars = [Bar(row["name"], row["number"], lookup.words.number(row["number"]), kind="country") for row in rows]
    if rest := told["rest"]:
        bars.append(Bar(lookup.words.text("Country not known"), rest, lookup.words.number(rest), kind="unnamed"))
    return tuple(bars)


def _naming_bars(lookup: DisplayNames, told: TemplateValues) -> tuple[Bar, ...]:
    """Give a bar for the countries on record and one for the others, where participants are not counted."""
    named, unnamed = told["named"], told["unnamed"]
    return (
        Bar(lookup.words.text("named in the record"), named, lookup.words.number(named), kind="country"),
        Bar(lookup.words.text("not named"), unnamed, lookup.words.number(unnamed), kind="unnamed"),
    )
