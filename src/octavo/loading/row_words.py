"""Fill in the words of a row of a table: ``{{ row.NAME }}`` in the texts of a workshop that is a template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any, Final

from ..findings.finding import Finding, Severity
from .value_positions import Location
from .yaml_reader import YamlSource

ROW_WORDS: Final = re.compile(r"\{\{\s*row\.(\w+)\s*\}\}")
Escape = Callable[[Location, str], str]
"""Returns words as they must be written at a location to be printed as they are."""


def find_row_words(source: YamlSource) -> tuple[Finding, ...]:
    """Return a warning for each text that asks for the words of a row, where there is no row."""
    return tuple(
        Finding(
            "no-row",
            f"'{found[0]}' is printed as it is written: there is no row to take it from",
            source.places.find_value(*at),
            "name a table of rows with --each, or write the words out",
            Severity.WARNING,
        )
        for at, text in _walk_texts(source.data, ())
        if (found := ROW_WORDS.search(text))
    )


def fill_row_words(
    source: YamlSource, words: Mapping[str, str], escape: Escape
) -> tuple[YamlSource, tuple[Finding, ...]]:
    """Return a workshop file with the words of a row in its texts, and an error for each that the row does not have."""
    found: list[Finding] = []
    data = source.data
    for at, text in _walk_texts(source.data, ()):
        if not ROW_WORDS.search(text):
            continue
        lacking = dict.fromkeys(name for name in ROW_WORDS.findall(text) if not words.get(name))
        found += [_lacking_finding(name, at, source, words) for name in lacking]
        filled = ROW_WORDS.sub(lambda mark, at=at: escape(at, words.get(mark[1], "")), text)  # type: ignore[misc]
        data = replace_value(data, at, filled)
    return replace(source, data=data), tuple(found)


def replace_value(data: Any, at: Location, value: object) -> object:
    """Return plain data with another value at a location; groups on the way are made if they are missing.

    None removes a key.
    """
    if not at:
        return value
    step = at[0]
    if isinstance(step, int):
        return [replace_value(item, at[1:], value) if number == step else item for number, item in enumerate(data)]
    group = dict(data) if isinstance(data, Mapping) else {}
    if len(at) > 1 and value is None and step not in group:
        return group
    group[step] = replace_value(group.get(step), at[1:], value)
    if group[step] is None:
        del group[step]
    return group


def _walk_texts(value: object, at: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk_texts(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk_texts(inner, (*at, number))


def _lacking_finding(name: str, at: Location, source: YamlSource, words: Mapping[str, str]) -> Finding:
    place = source.places.find_value(*at)
    if name in words:
        message = f"this text prints row.{name}, and the row has nothing in that column"
        return Finding("empty-cell", message, place, f"fill the cell of the column row.{name}")
    near = get_close_matches(name, words, 1)
    known = ", ".join(f"row.{one}" for one in words) or "none that begins with row."
    hint = f"did you mean row.{near[0]}?" if near else f"add the column row.{name}; the table has {known}"
    return Finding("unknown-column", f"this text prints row.{name}, and the table has no such column", place, hint)
