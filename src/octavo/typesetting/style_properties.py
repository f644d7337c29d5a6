"""The properties that a house style sets: the type of each, what it may hold, and how values are read.

Checks of styles, readers of values and docs/styles.md share this table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

DECIMAL_NUMBER: Final = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
"""Pattern of a number without a sign, as styles and Word styles have it."""
_POINTS: Final = {"mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "pt": 1.0, "px": 0.75, "pc": 12.0}
_LENGTH = re.compile(rf"([-+]?{DECIMAL_NUMBER})(mm|cm|in|pt|px|pc)", re.IGNORECASE)
_NUMBER = re.compile(DECIMAL_NUMBER)
_SHARE = re.compile(rf"({DECIMAL_NUMBER})%")
_EMS = re.compile(rf"({DECIMAL_NUMBER})em", re.IGNORECASE)
_FAMILY = re.compile(r"""\s*(?:"([^"\n]+)"|'([^'\n]+)'|([A-Za-z_][\w-]*(?:[ ]+[A-Za-z_][\w-]*)*))\s*(?:,|$)""")
_NUMERALS = (
    {"lining-nums", "oldstyle-nums"},
    {"proportional-nums", "tabular-nums"},
    {"diagonal-fractions", "stacked-fractions"},
    {"slashed-zero"},
    {"ordinal"},
)
_WHITE = 1.0


@dataclass(frozen=True)
class PropertyType:
    """What values a property may have: in words that go after "must be", an example, and a test."""

    words: str
    example: str
    accepts: Callable[[str], bool]


def read_length(written: str) -> float | None:
    """Return a length in points; None if it is not a number with a unit."""
    number = _LENGTH.fullmatch(written)
    return float(number[1]) * _POINTS[number[2].lower()] if number else None


def read_share(written: str) -> float | None:
    """Return a percentage as a share of 1; None if it is not a number of per cent."""
    number = _SHARE.fullmatch(written)
    return float(number[1]) / 100 if number else None


def read_families(written: str) -> list[str] | None:
    """Return the names in a list of faces, in order; None if it is not a list of names."""
    names: list[str] = []
    at = 0
    while at < len(written):
        if not (found := _FAMILY.match(written, at)):
            return None
        names.append(" ".join((found[1] or found[2] or found[3]).split()))
        at = found.end()
    return names if names and not written.rstrip().endswith(",") else None


def read_hex_colour(written: str) -> str | None:
    """Return a colour of CSS as #rrggbb, on white if light comes through; None if it is not a colour of its own."""
    from tinycss2.color5 import parse_color  # not needed for the styles that ship

    try:
        colour = parse_color(written)  # type: ignore[no-untyped-call]
        if colour is None or colour == "currentcolor":
            return None
        if colour.space == "device-cmyk":
            *inks, black = (share or 0.0 for share in colour.coordinates)
            parts = [(1 - ink) * (1 - black) for ink in inks]
        else:
            parts = [part or 0.0 for part in colour.to("srgb").coordinates]
    except NotImplementedError:
        return None
    shown = (colour.alpha * part + (1 - colour.alpha) * _WHITE for part in parts)
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in shown)


def _is_length(least: float, is_least_allowed: bool) -> Callable[[str], bool]:
    def accepts(written: str) -> bool:
        length = read_length(written)
        return length is not None and (length > least or (is_least_allowed and length == least))

    return accepts


def _is_share(written: str) -> bool:
    share = read_share(written)
    return share is not None and 0 < share <= 1


def _is_positive(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    def accepts(written: str) -> bool:
        found = pattern.fullmatch(written)
        return bool(found) and float(written.rstrip("emEM")) > 0

    return accepts


def _are_numerals(written: str) -> bool:
    words = written.split()
    if words == ["normal"]:
        return True
    return bool(words) and all(sum(word in group for word in words) < 2 for group in _NUMERALS) and all(
        any(word in group for group in _NUMERALS) for word in words
    )  # fmt: skip


def _one_of(*words: str) -> PropertyType:
    listed = f"{', '.join(words[:-1])} or {words[-1]}"
    return PropertyType(listed, words[0], lambda written: written in words)


TRIM: Final = PropertyType("a length of at most 1,199 mm, above 0", "240mm", _is_length(0, False))
SIZE: Final = PropertyType("a length above 0, in mm, cm, in or pt", "9pt", _is_length(0, False))
LENGTH: Final = PropertyType("a length of 0 or more, in mm, cm, in or pt", "18mm", _is_length(0, True))
GAP: Final = PropertyType("a number above 0 with the unit em", "0.6em", _is_positive(_EMS))
NUMBER: Final = PropertyType("a number above 0, without a unit", "0.6", _is_positive(_NUMBER))
SHARE: Final = PropertyType("a percentage above 0% and up to 100%", "88%", _is_share)
COLOUR: Final = PropertyType(
    "a colour, as #rrggbb or another form of CSS", "#0a5c4a", lambda written: read_hex_colour(written) is not None
)
FACES: Final = PropertyType(
    "names of faces in quotation marks, with commas between", '"Octavo Sans", "Octavo Serif"',
    lambda written: read_families(written) is not None,
)  # fmt: skip
FACE: Final = PropertyType(
    "the name of one face in quotation marks", '"Arial"', lambda written: len(read_families(written) or ()) == 1
)
NUMERALS: Final = PropertyType(
    "normal, or one word each of lining-nums or oldstyle-nums, proportional-nums or tabular-nums, "
    "diagonal-fractions or stacked-fractions, slashed-zero, ordinal",
    "lining-nums proportional-nums",
    _are_numerals,
)

_TYPES: Final = {
    TRIM: "--trim-width --trim-height",
    SIZE: (
        "--text-size --leading --small-size --small-leading --head-size --side-width "
        "--side-size --side-leading --side-column --photograph-height --code-size --least-code-size "
        "--word-figure-height --band-height --key-size --key-leading --cover-title-size --cover-least --spine-largest "
        "--spine-least"
    ),
    LENGTH: (
        "--inner --outer --top --bottom --head-drop --side-gap --gutter --bleed --indent --paragraph-space --rule "
        "--heavy-rule --word-indent --side --band-over --cover-edge --cover-band --cover-rise --cover-drop "
        "--cover-over --spine-clear --spine-broad"
    ),
    GAP: "--widest-gap",
    NUMBER: "--code-letter",
    SHARE: "--chart-width",
    COLOUR: (
        "--ink --accent --signal --faint --tint --chart-1 --chart-2 --chart-3 --chart-4 --chart-5 --overdue "
        "--band-ground --band-ink --band-soft --overdue-ink --cover-ground --cover-ink --cover-title --cover-soft "
        "--cover-accent --cover-figure --cover-figure-soft --cover-plate --cover-band-ground --cover-band-ink "
        "--cover-rule"
    ),
    FACES: (
        "--text-face --heading-face --head-face --display-face --small-face --mono-face --chart-face --label-face "
        "--cover-strap-face"
    ),
    FACE: "--word-face --word-heading-face --word-mono-face",
    NUMERALS: "--numerals",
    _one_of("foot", "side"): "--note-place",
    _one_of("justify", "start", "left"): "--align",
    _one_of("auto", "manual", "none"): "--hyphens",
    _one_of("auto", "balanced"): "--line-breaks",
    _one_of("normal", "italic"): "--head-style",
    _one_of("normal", "bold", *(str(weight) for weight in range(100, 1000, 100))): "--cover-title-weight",
}
PROPERTIES: Final[Mapping[str, PropertyType]] = MappingProxyType(
    {name: kind for kind, names in _TYPES.items() for name in names.split()}
)
"""The type of every property of docs/styles.md."""


def describe_types() -> str:
    """Return a table of the types in Markdown, with their properties and an example of each."""
    rows = ["| what it may be | example | properties |", "|---|---|---|"]
    for kind, names in _TYPES.items():
        rows.append(f"| {kind.words} | `{kind.example}` | {', '.join(f'`{name}`' for name in names.split())} |")
    return "\n".join(rows)
