"""Collect the numberings of a Word document and write the part numbering.xml."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..language.enumerators import format_enumerator, to_letters
from .ooxml_elements import Element, make, write_xml_part

LEVELS = 9
_LETTERS = 26
BULLETS, FIGURES, HEADINGS, ANNEXES = 1, 2, 3, 4
_KINDS = {
    "arabic": "decimal",
    "loweralpha": "lowerLetter",
    "upperalpha": "upperLetter",
    "lowerroman": "lowerRoman",
    "upperroman": "upperRoman",
}


ABJAD_KIND = "arabicAbjad"
"""Word's numbering with Arabic letters (ECMA-376-1, 17.18.59)."""


@dataclass(frozen=True)
class NumberingPattern:
    """How list items are numbered: the number format (w:numFmt), and the text before and after each number."""

    kind: str
    before: str = ""
    after: str = "."
    heading: bool = False
    fixed: str = ""
    """The number itself if Word would write another one: after z, Word continues with aa, bb."""


@dataclass
class Numberings:
    """The numberings of a document. Each list has its own, so that it starts at its own number."""

    annex: str
    indent: int
    """Indent of one list level in twentieths of a point."""
    is_arabic: bool = False
    """Whether letters that count are those of the abjad."""
    patterns: list[NumberingPattern] = field(default_factory=list)
    lists: list[tuple[int, int]] = field(default_factory=list)
    """Index of the pattern and first number of each numbering."""

    def __post_init__(self) -> None:
        """Add the numberings that the styles refer to."""
        for pattern in (
            NumberingPattern("bullet", "–", ""),
            NumberingPattern("decimal"),
            NumberingPattern("decimal", "", "", heading=True),
            NumberingPattern(ABJAD_KIND if self.is_arabic else "upperLetter", f"{self.annex} ", "", heading=True),
        ):
            self._add_numbering(pattern, 1)

    def add_list(self, kind: str, before: str, after: str, start: int) -> int:
        """Return a new numbering for a docutils list: its enumtype, prefix, suffix and start."""
        known = ABJAD_KIND if self.is_arabic and kind.endswith("alpha") else _KINDS.get(kind, "decimal")
        return self._add_numbering(NumberingPattern(known, before, after), start)

    def add_annex(self, number: int) -> int:
        """Return the numbering of an annex."""
        if number <= _LETTERS:
            return ANNEXES
        return self._add_numbering(
            NumberingPattern("upperLetter", f"{self.annex} ", "", True, to_letters(number).upper()), number
        )

    def add_entry(self, kind: str, before: str, after: str, number: int) -> int:
        """Return a numbering for one list item that Word would number differently from its author; otherwise 0."""
        if not kind.endswith("alpha") or number <= _LETTERS:
            return 0
        return self._add_numbering(
            NumberingPattern(_KINDS[kind], before, after, fixed=format_enumerator(kind, number)), number
        )

    def _add_numbering(self, pattern: NumberingPattern, start: int) -> int:
        if pattern not in self.patterns:
            self.patterns.append(pattern)
        self.lists.append((self.patterns.index(pattern), start))
        return len(self.lists)

    def write_part(self) -> bytes:
        """Write the part: abstract numberings first, then the numberings that use them."""
        patterns = [self._make_pattern(number, one) for number, one in enumerate(self.patterns)]
        return write_xml_part(
            "w:numbering", [*patterns, *(_make_list(number, *one) for number, one in enumerate(self.lists, 1))]
        )

    def _make_pattern(self, number: int, pattern: NumberingPattern) -> Element:
        made = make("w:abstractNum", abstractNumId=number)
        made.append(make("w:multiLevelType", val="singleLevel" if pattern.heading else "hybridMultilevel"))
        made.extend(self._make_level(level, pattern) for level in range(1 if pattern.heading else LEVELS))
        return made

    def _make_level(self, level: int, pattern: NumberingPattern) -> Element:
        number = pattern.fixed or f"%{level + 1}"
        shown = pattern.before if pattern.kind == "bullet" else f"{pattern.before}{number}{pattern.after}"
        made = make("w:lvl", ilvl=level)
        made.extend((make("w:start", val=1), make("w:numFmt", val=pattern.kind)))
        if pattern.heading:
            made.append(make("w:suff", val="space"))
        made.extend((make("w:lvlText", val=shown), make("w:lvlJc", val="left")))
        if not pattern.heading:
            hanging = make("w:ind", left=self.indent * (level + 1), hanging=self.indent)
            made.append(make("w:pPr", hanging))
        return made


def _make_list(number: int, pattern: int, start: int) -> Element:
    made = make("w:num", make("w:abstractNumId", val=pattern), numId=number)
    if number > ANNEXES:
        for level in range(LEVELS):
            made.append(make("w:lvlOverride", make("w:startOverride", val=start), ilvl=level))
    return made
