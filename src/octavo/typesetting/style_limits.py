"""Check a user's style sheet against limits, so that no style makes the typesetter hang or crash.

The typesetter expands custom properties wherever they are used, sets every letter of a `content`, and calculates with
any measure. Without limits it could work for minutes or crash, and could not say which style is the cause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from ..findings.finding import Finding, Place

MOST_STYLE_CHARACTERS: Final = 300_000
"""Per style sheet, including comments."""
LONGEST_STRING: Final = 5_000
LONGEST_SELECTOR: Final = 1_000
MOST_SELECTOR_STEPS: Final = 12
"""Number of nested elements in one selector."""
MOST_EXPANDED_CHARACTERS: Final = 200_000
"""Characters that the custom properties of a style may expand to, over all uses."""
DEEPEST_NESTING: Final = 24
LARGEST_MEASURE: Final = 100_000
"""In any unit; no page is that large."""
SMALLEST_MEASURE: Final = 1e-4
MOST_REPEATED_TRACKS: Final = 1_000

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*+(?:\"|$|\n|\Z)|'(?:[^'\\\n]|\\.)*+(?:'|$|\n|\Z)", re.DOTALL)
_ADDRESS = re.compile(r"\burl\([^)]*\)|\bU\+[0-9A-F?]+(?:-[0-9A-F]+)?", re.IGNORECASE)
_MEASURE = re.compile(r"(?<![\w.#-])([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?!e[-+]?\d)([a-z%]*)", re.IGNORECASE)
_RULE_PIECE = re.compile(r"([^{};]*+)([{};]|\Z)")
_REPEAT = re.compile(r"\brepeat\(\s*(\d+)", re.IGNORECASE)
_PROPERTY = re.compile(r"(?<![\w-])(--[\w-]+)\s*+:([^;{}]*+)")
_VAR_REFERENCE = re.compile(r"\bvar\(\s*(--[\w-]+)", re.IGNORECASE)
_UNMEASURED_PROPERTIES = re.compile(r"(?:z-index|order)\s*:[^;}]*", re.IGNORECASE)


def check_style(file: Path, text: str, others: Iterable[str] = ()) -> Iterator[Finding]:
    """Find everything in a style sheet that exceeds a limit; `others` are the sheets below it in the cascade."""
    if len(text) > MOST_STYLE_CHARACTERS:
        message = f"the style has {len(text):,} characters; the limit is {MOST_STYLE_CHARACTERS:,}"
        yield Finding("style-too-large", message, Place(file), "remove rules that no page needs")
        return
    yield from _StyleCheck(file, text).find_faults("\n".join(others))


class _StyleCheck:
    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.text = _COMMENT.sub(_blank_out, text)
        self.bare = _ADDRESS.sub(_blank_out, _STRING.sub(_blank_out, self.text))

    def find_faults(self, others: str) -> Iterator[Finding]:
        """Yield each kind of fault once, at its first position."""
        for kind in (
            self._check_strings(),
            self._check_depth(),
            self._check_selectors(),
            self._check_measures(),
            self._check_repeats(),
        ):
            yield from list(kind)[:1]
        yield from self._check_expansion(others)

    def _make_finding(self, code: str, message: str, at: int, hint: str) -> Finding:
        line = bisect_right(self.lines, at)
        return Finding(code, message, Place(self.file, line, at - self.lines[line - 1] + 1), hint)

    def _check_strings(self) -> Iterator[Finding]:
        for found in _STRING.finditer(self.text):
            if len(found[0]) > LONGEST_STRING:
                message = f"this string has {len(found[0]):,} characters; the limit is {LONGEST_STRING:,}"
                yield self._make_finding("style-too-large", message, found.start(), "shorten it")

    def _check_depth(self) -> Iterator[Finding]:
        depth = 0
        for found in re.finditer(r"[{}()\[\]]", self.bare):
            depth += 1 if found[0] in "{([" else -1
            if depth > DEEPEST_NESTING:
                message = f"blocks and brackets are nested more than {DEEPEST_NESTING} deep"
                yield self._make_finding("style-too-deep", message, found.start(), "use fewer nested blocks")
                return
            depth = max(0, depth)

    def _check_selectors(self) -> Iterator[Finding]:
        for found in _RULE_PIECE.finditer(self.bare):
            if found[2] != "{":
                continue
            steps = max(len(re.findall(r"[^\s>+~]+", one)) for one in found[1].split(","))
            if len(found[1].strip()) > LONGEST_SELECTOR or steps > MOST_SELECTOR_STEPS:
                message = "this selector is too long"
                hint = f"use at most {MOST_SELECTOR_STEPS} nested elements and {LONGEST_SELECTOR:,} characters"
                at = found.start() + len(found[1]) - len(found[1].lstrip())
                yield self._make_finding("style-too-deep", message, at, hint)

    def _check_measures(self) -> Iterator[Finding]:
        text = _UNMEASURED_PROPERTIES.sub(_blank_out, self.bare)
        for found in _MEASURE.finditer(text):
            size = abs(float(found[1][:400]))
            if size > LARGEST_MEASURE or 0 < size < SMALLEST_MEASURE:
                what = "larger" if size > 1 else "smaller"
                hint = f"write a measure between {SMALLEST_MEASURE:f} and {LARGEST_MEASURE:,}, or 0"
                yield self._make_finding(
                    "bad-measure", f"{found[0][:40]} is {what} than the limit", found.start(), hint
                )

    def _check_repeats(self) -> Iterator[Finding]:
        for found in _REPEAT.finditer(self.bare):
            if len(found[1]) > 6 or int(found[1]) > MOST_REPEATED_TRACKS:
                message = f"repeat() creates {found[1][:20]} columns or rows"
                yield self._make_finding(
                    "bad-measure", message, found.start(), f"at most {MOST_REPEATED_TRACKS:,} are allowed"
                )

    def _check_expansion(self, others: str) -> Iterator[Finding]:
        """Find the first property that expands to too much text; otherwise check the total of all uses."""
        definitions: dict[str, list[str]] = {}
        places: dict[str, int] = {}
        for found in _PROPERTY.finditer(self.text):
            definitions.setdefault(found[1], []).append(found[2])
            places.setdefault(found[1], found.start())
        for found in _PROPERTY.finditer(others):
            definitions.setdefault(found[1], []).append(found[2])
        weights = _count_expansions(definitions)
        too_much = [name for name in places if weights[name] > MOST_EXPANDED_CHARACTERS]
        hint = "write the value itself instead of combining many properties"
        for name in too_much[:1]:
            message = f"{name} expands to more than {MOST_EXPANDED_CHARACTERS:,} characters"
            yield self._make_finding("style-too-much", message, places[name], hint)
        if not too_much:
            used = sum(weights.get(found[1], 0) for found in _VAR_REFERENCE.finditer(self.text))
            if used > MOST_EXPANDED_CHARACTERS:
                message = f"all uses of var() expand to more than {MOST_EXPANDED_CHARACTERS:,} characters"
                yield self._make_finding("style-too-much", message, 0, hint)


def _count_expansions(definitions: Mapping[str, list[str]]) -> dict[str, int]:
    """Count the characters that each property expands to; in a cycle, each property counts once."""
    uses = {
        name: [one for value in values for one in _VAR_REFERENCE.findall(value)] for name, values in definitions.items()
    }
    weights: dict[str, int] = {}
    for start in definitions:
        path = [start]
        within = {start}
        while path:
            name = path[-1]
            following = next(
                (one for one in uses[name] if one in uses and one not in weights and one not in within), ""
            )
            if following:
                path.append(following)
                within.add(following)
            else:
                own = max(map(len, definitions[name]))
                weights[name] = min(10**12, own + sum(weights.get(one, 0) for one in uses[name]))
                within.discard(path.pop())
    return weights


def _blank_out(found: re.Match[str]) -> str:
    """Replace a match by spaces, so that all other positions stay the same."""
    return re.sub(r"[^\n]", " ", found[0])
