"""Write the numbers and dates of a chart, and say in words what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ....language.translator import Translator
from .chart_table import ChartDate, ChartKind, ChartSpan, ChartTable

_MOST_SPOKEN = 24
"""Values that an alternative text reads out; of more it says the range."""
_MOST_SHORT = 3
"""Letters of a unit that stands at every number."""


def write_number(words: Translator, value: Decimal | None, unit: str = "") -> str:
    """Write a number with the signs of the language and its unit, if that is short; "–" if there is none."""
    if value is None:
        return "–"
    if unit == "%":
        return _with_minus(words.format_percent(value))
    written = _with_minus(words.format_number(value))
    return f"{written}\u00a0{unit}" if is_short_unit(unit) else written


def _with_minus(written: str) -> str:
    """Write a minus sign, which is as wide as figures, for the hyphen that CLDR has in many languages."""
    return written.replace("-", "\u2212")


def is_short_unit(unit: str) -> bool:
    """Return whether a unit stands at every number, instead of once for all."""
    return 0 < len(unit) <= _MOST_SHORT


def write_date(words: Translator, day: ChartDate) -> str:
    """Write a year, month or day as exactly as it was given."""
    if day.parts == 1:
        return str(day.first.year)
    return words.format_short_date(day.first) if day.parts > 2 else words.format_month(day.first)


def write_span(words: Translator, span: ChartSpan) -> str:
    """Write a span of time."""
    start = write_date(words, span.start)
    end = write_date(words, span.end) if span.end else start
    return start if start == end else f"{start} – {end}"


def span_days(span: ChartSpan) -> tuple[int, int]:
    """Return the first day of a span and the day after its last one, as numbers of days."""
    last = span.end.last if span.end else span.start.first
    return span.start.first.toordinal(), last.toordinal() + 1


def describe_chart(kind: ChartKind, table: ChartTable, title: str, axis: str, unit: str, words: Translator) -> str:
    """Return one sentence that says what a chart shows, with its data, or with their range if they are many."""
    named = {
        ChartKind.BARS: words.gettext("Bar chart"),
        ChartKind.LINES: words.gettext("Line chart"),
        ChartKind.STACKED: words.gettext("Stacked bar chart"),
        ChartKind.TIMELINE: words.gettext("Timeline"),
    }[kind]
    measured = words.comma.join(filter(None, (axis, "" if is_short_unit(unit) else unit)))
    opening = f"{named}{words.colon}{title.rstrip(' .')}" + (f" ({measured})" if measured else "")
    told = list(_describe_rows(table, unit, words))
    return f"{opening}{words.colon}{words.semicolon.join(told)}."


def _describe_rows(table: ChartTable, unit: str, words: Translator) -> Iterator[str]:
    if table.spans:
        for label, span in zip(table.labels, table.spans, strict=True):
            yield f"{label}{words.comma}{write_span(words, span)}"
    elif len(table.labels) * len(table.series) <= _MOST_SPOKEN:
        for index, label in enumerate(table.labels):
            values = [(one.name, write_number(words, one.values[index], unit)) for one in table.series]
            yield (
                f"{label}{words.comma}{values[0][1]}"
                if len(values) == 1
                else (f"{label}{words.comma}" + words.comma.join(f"{name} {value}" for name, value in values))
            )
    else:
        for one in table.series:
            known = [(value, label) for value, label in zip(one.values, table.labels, strict=True) if value is not None]
            if known:
                least, most = min(known, key=lambda pair: pair[0]), max(known, key=lambda pair: pair[0])
                yield words.gettext("{series} in {n} rows, from {least} ({first}) to {most} ({second})").format(
                    series=one.name,
                    n=words.format_number(len(known)),
                    least=write_number(words, least[0], unit),
                    first=least[1],
                    most=write_number(words, most[0], unit),
                    second=most[1],
                )
