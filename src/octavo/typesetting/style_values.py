"""Check the values that a user's styles give to the properties of a house style."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..findings.finding import Finding, Place
from ..loading.near_words import is_same_word
from ..rendering.graphics.charts.chart_style import read_properties, resolve_properties
from .style_properties import FACES, PROPERTIES, read_families, read_length

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PIECE = re.compile(r"""((?:"[^"\n]*+(?:"|(?=\n)|\Z)|'[^'\n]*+(?:'|(?=\n)|\Z)|[^{};"'])*+)([{};]|\Z)""")
_DECLARATION = re.compile(r"\s*(--[\w-]+)\s*:\s*")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_VAR = re.compile(r"\bvar\(\s*(--[\w-]+)", re.IGNORECASE)
_FAMILY_RULE = re.compile(r"@font-face\s*\{[^{}]*?font-family\s*:\s*([^;{}]+)", re.IGNORECASE)
_GENERIC_FAMILIES = {"serif", "sans-serif", "monospace"}
_LONGEST_SIDE = 3400
"""Points of the side of a page, at most: there are no larger sheets, and to fill one takes minutes."""
_MM_PER_POINT = 25.4 / 72
_SIDES = {"--trim-width": ("--inner", "--outer"), "--trim-height": ("--top", "--bottom")}
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Sheet:
    """A style sheet with its file, and whether it is of the user's own."""

    file: Path
    text: str
    is_own: bool


@dataclass(frozen=True)
class _Declaration:
    name: str
    value: str
    selector: str
    place: Place


def check_values(sheets: Sequence[Sheet]) -> list[Finding]:
    """Return what is wrong with properties in the user's sheets; all sheets are given, in cascade order."""
    known = read_properties("\n".join(sheet.text for sheet in sheets))
    declared = [one for sheet in sheets if sheet.is_own for one in _read_declarations(sheet)]
    circles = list(_find_circles(sheets, declared))
    caught = {name for _, circle in circles for name in circle}
    found = [*(finding for finding, _ in circles), *_find_misspelt(sheets, declared)]
    for one in declared:
        if one.name not in caught:
            found += _check_value(one, known)
    families = {name for sheet in sheets for name in _list_families(sheet.text)}
    found += [] if found else _check_faces(declared, known, families)
    return found or list(_check_measures(declared, known))


def _read_declarations(sheet: Sheet) -> Iterator[_Declaration]:
    text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), sheet.text)
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    selectors: list[str] = []
    for piece in _PIECE.finditer(text):
        if piece[2] == "{":
            selectors.append(" ".join(piece[1].split()))
        elif found := _DECLARATION.match(piece[1]):
            at = piece.start() + (found.end() if found.end() < len(piece[1]) else found.start(1))
            line = bisect_right(lines, at)
            value = _IMPORTANT.sub("", piece[1][found.end() :]).strip()
            selector = selectors[-1] if selectors else ""
            yield _Declaration(found[1], value, selector, Place(sheet.file, line, at - lines[line - 1] + 1))
        if piece[2] == "}" and selectors:
            selectors.pop()


def _find_circles(sheets: Sequence[Sheet], declared: Sequence[_Declaration]) -> Iterator[tuple[Finding, list[str]]]:
    """Yield a finding for each circle of properties through ``var()``, and the properties: they have no value."""
    places = {(one.selector, one.name): one.place for one in declared}
    uses: dict[str, dict[str, list[str]]] = {}
    for one in (one for sheet in sheets for one in _read_declarations(sheet)):
        uses.setdefault(one.selector, {})[one.name] = _VAR.findall(one.value)
    for selector, used in uses.items():
        for circle in _list_circles(used):
            own = [name for name in circle if (selector, name) in places]
            if own:
                at = circle.index(own[0])
                way = (*circle[at:], *circle[:at], own[0])
                message = f"{own[0]} has no value, for it leads back to itself: {' → '.join(way)}"
                kind = PROPERTIES.get(own[0])
                hint = f"write a value for {own[0]}" + (f", as in  {own[0]}: {kind.example}" if kind else "")
                yield Finding("bad-style-value", message, places[selector, own[0]], hint), circle


def _list_circles(uses: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield circles, each property using the next; one for each that a walk meets."""
    done: set[str] = set()
    for start in uses:
        way: dict[str, Iterator[str]] = {} if start in done else {start: iter(uses[start])}
        while way:
            name = next(reversed(way))
            other = next(way[name], None)
            if other is None:
                way.popitem()
                done.add(name)
            elif other in way:
                names = list(way)
                yield names[names.index(other) :]
            elif other in uses and other not in done:
                way[other] = iter(uses[other])


def _find_misspelt(sheets: Sequence[Sheet], declared: Sequence[_Declaration]) -> Iterator[Finding]:
    """Find properties that nothing uses and whose names are nearly those of properties."""
    used = {name for sheet in sheets for name in _VAR.findall(sheet.text)}
    shipped = {name for sheet in sheets if not sheet.is_own for name in read_properties(sheet.text)}
    for one in declared:
        if one.name in PROPERTIES or one.name in used or one.name in shipped:
            continue
        if meant := next((name for name in PROPERTIES if is_same_word(name, one.name)), ""):
            message = f"there is no property {one.name}, and nothing uses it"
            yield Finding("unknown-property", message, one.place, f"write {meant}")


def _check_value(one: _Declaration, known: Mapping[str, str]) -> Iterator[Finding]:
    kind = PROPERTIES.get(one.name)
    value = resolve_properties(one.value, known).strip()
    if kind is None or kind.accepts(value):
        return
    lost = next((name for name in _VAR.findall(value) if name not in known), "")
    shown = one.value if len(one.value) <= _LONGEST_SHOWN else one.value[: _LONGEST_SHOWN - 1] + "…"
    said = f" and is '{value[:_LONGEST_SHOWN]}' in '{shown}'" if value != one.value else f", not '{shown}'"
    message = f"{one.name} must be {kind.words}{said}" if value else f"{one.name} has no value"
    if lost:
        message = f"{one.name} has no value, for no style sets {lost}"
    yield Finding("bad-style-value", message, one.place, f"write it as in  {one.name}: {kind.example}")


def _list_families(text: str) -> Iterator[str]:
    for found in _FAMILY_RULE.finditer(_COMMENT.sub("", text)):
        yield from read_families(found[1].strip()) or ()


def _check_faces(
    declared: Sequence[_Declaration], known: Mapping[str, str], families: set[str]
) -> Iterator[Finding]:  # fmt: skip
    """Find lists of faces of which no style declares any: nothing can be set in them."""
    folded = {name.casefold() for name in families}
    for one in declared:
        if PROPERTIES.get(one.name) is FACES:
            names = read_families(resolve_properties(one.value, known).strip()) or ()
            if not any(name.casefold() in folded for name in names):
                message = f"no style declares a face that {one.name} names"
                hint = f"add one of these to the list: {', '.join(sorted(families - _GENERIC_FAMILIES))}"
                yield Finding("bad-style-value", message, one.place, hint)


def _check_measures(declared: Sequence[_Declaration], known: Mapping[str, str]) -> Iterator[Finding]:
    """Find pages in which no text can be set, at the last of the values that make them so."""
    places = {one.name: one.place for one in declared}
    length = {name: read_length(resolve_properties(known.get(name, ""), known).strip()) for name in PROPERTIES}
    for name, sides in _SIDES.items():
        own = [places[one] for one in (name, *sides) if one in places]
        side, *margins = (length[one] for one in (name, *sides))
        if not own or side is None:
            continue
        longest = f"{_LONGEST_SIDE * _MM_PER_POINT:,.0f} mm"
        if side > _LONGEST_SIDE:
            yield Finding("bad-measure", f"{name} is more than {longest}", own[0], f"write at most {longest}")
        elif None not in margins and side - sum(one or 0 for one in margins) < 1:
            message = f"{' and '.join(sides)} are as large as {name} or larger, and leave no room for text"
            hint = f"make {sides[0]} or {sides[1]} smaller, or {name} larger"
            yield Finding("bad-measure", message, max(own), hint)
