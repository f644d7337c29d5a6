"""Keep the numberings of a Word document: lists in, the part that says how they are numbered out."""

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


@dataclass(frozen=True)
class NumberingPattern:
    """How the entries of a list are numbered: the kind of its figures, and what stands before and after each."""

    kind: str
    before: str = ""
    after: str = "."
    heading: bool = False
    fixed: str = ""
    """The number itself, where Word would write another: after z it goes on with aa, bb."""


@dataclass
class Numberings:
    """The lists of a document; each has a numbering of its own, so that it begins where it says."""

    annex: str
    indent: int
    """Twentieths of a point by which a list is moved in."""
    patterns: list[NumberingPattern] = field(default_factory=list)
    lists: list[tuple[int, int]] = field(default_factory=list)
    """Pattern and first number of each numbering."""

    def __post_init__(self) -> None:
        """Lay down those that the styles name."""
        for pattern in (
            NumberingPattern("bullet", "–", ""),
            NumberingPattern("decimal"),
            NumberingPattern("decimal", "", "", heading=True),
            NumberingPattern("upperLetter", f"{self.annex} ", "", heading=True),
        ):
            self._add(pattern, 1)

    def numbered(self, kind: str, before: str, after: str, start: int) -> int:
        """Give the numbering of a list that docutils calls by such names."""
        return self._add(NumberingPattern(_KINDS.get(kind, "decimal"), before, after), start)

    def annexed(self, number: int) -> int:
        """Give the numbering of an annex by its number."""
        if number <= _LETTERS:
            return ANNEXES
        return self._add(
            NumberingPattern("upperLetter", f"{self.annex} ", "", True, to_letters(number).upper()), number
        )

    def entered(self, kind: str, before: str, after: str, number: int) -> int:
        """Give the numbering of one entry of a list that Word would number otherwise than its author; 0 for others."""
        if not kind.endswith("alpha") or number <= _LETTERS:
            return 0
        return self._add(NumberingPattern(_KINDS[kind], before, after, fixed=format_enumerator(kind, number)), number)

    def _add(self, pattern: NumberingPattern, start: int) -> int:
        if pattern not in self.patterns:
            self.patterns.append(pattern)
        self.lists.append((self.patterns.index(pattern), start))
        return len(self.lists)

    def part(self) -> bytes:
        """Write the part: patterns first, then the lists that follow them."""
        patterns = [self._pattern(number, one) for number, one in enumerate(self.patterns)]
        return write_xml_part(
            "w:numbering", [*patterns, *(_make_list(number, *one) for number, one in enumerate(self.lists, 1))]
        )

    def _pattern(self, number: int, pattern: NumberingPattern) -> Element:
        made = make("w:abstractNum", abstractNumId=number)
        made.append(make("w:multiLevelType", val="singleLevel" if pattern.heading else "hybridMultilevel"))
        made.extend(self._level(level, pattern) for level in range(1 if pattern.heading else LEVELS))
        return made

    def _level(self, level: int, pattern: NumberingPattern) -> Element:
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
