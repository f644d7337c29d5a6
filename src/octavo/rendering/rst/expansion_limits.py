"""Bound what docutils expands: marks within a paragraph, substitutions within substitutions, cells of tables.

Its time grows with the square of these. What is over a bound is printed as it was written, and told at its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from docutils import nodes
from docutils.parsers.rst import states
from docutils.transforms import references

MAX_INLINE_MARKS: Final = 2_000
"""Marks of inline markup in one paragraph."""
MAX_PARAGRAPH_LENGTH: Final = 100_000
"""Characters of a paragraph in which marks are looked for."""
MAX_MARKUP_FAULTS: Final = 500
"""Faults of a text that are told; after as many unclosed marks, those that follow are printed as they are."""
MAX_SUBSTITUTED_NODES: Final = 20_000
"""Nodes that all substitutions of a text may put in."""
MAX_TABLE_BORDERS: Final = 40_000
"""Borders of all tables of a text, of which each cell of a simple table or one of CSV has two."""
MAX_INDENT: Final = 120
"""Columns of indentation of a value."""


class _Bounded:
    """Reads inline markup by an inliner, but not that of a paragraph that holds too much of it."""

    def __init__(self, inliner: states.Inliner) -> None:
        self.inliner, self.read = inliner, inliner.parse
        self.faults = 0

    def parse(self, text: str, lineno: int, memo: Any, parent: nodes.Element) -> tuple[list[nodes.Node], list[Any]]:
        """Give the nodes of a paragraph, and what is wrong in it."""
        if self.faults < MAX_MARKUP_FAULTS and (why := self._excess(text)):
            memo.reporter.warning(why, line=lineno)
        elif self.faults < MAX_MARKUP_FAULTS:
            made, messages = self.read(text, lineno, memo, parent)
            self.faults += len(messages)
            if self.faults >= MAX_MARKUP_FAULTS:
                memo.reporter.warning(
                    "Too many faults of markup: it is printed from here on as it is written", line=lineno
                )
            return made, messages
        return [nodes.Text(text)], []

    def _excess(self, text: str) -> str:
        if len(text) > MAX_PARAGRAPH_LENGTH:
            return f"Too long a paragraph: it has {len(text):,} characters"
        marks = sum(1 for _ in self.inliner.patterns.initial.finditer(text)) if len(text) > MAX_INLINE_MARKS else 0
        return f"Too much inline markup: the paragraph has {marks:,} marks" if marks > MAX_INLINE_MARKS else ""


def create_inliner() -> states.Inliner:
    """Give what reads inline markup within bounds; docutils' own class reads its own attributes, and has no heirs."""
    bare = states.Inliner()
    bare.parse = _Bounded(bare).parse  # type: ignore[method-assign]
    return bare


class BoundedSubstitutions(references.Substitutions):
    """Puts in what substitutions stand for, unless that grows without bounds."""

    def apply(self) -> None:
        """Replace every reference; where that would be too much, by its own words."""
        called = list(self.document.findall(nodes.substitution_reference))
        weights = self._weights()
        total = sum(weights.get(_reference_name(one), 1) for one in called)
        if total <= MAX_SUBSTITUTED_NODES:
            super().apply()
            return
        worst = max(called, key=lambda one: weights.get(_reference_name(one), 1))
        self.document.reporter.error(
            f"Substitutions too large: together they stand for {total:,} pieces of text", base_node=worst
        )
        for one in called:
            one.parent.replace(one, nodes.Text(f"|{one.astext()}|"))

    def _weights(self) -> dict[str, int]:
        """Count what each definition stands for, with all that it refers to; those in a circle count once."""
        definitions = {name.lower(): one for name, one in self.document.substitution_defs.items()}
        weights: dict[str, int] = {}
        for start in definitions:
            path = [start]
            while path:
                name = path[-1]
                within = [_reference_name(one) for one in definitions[name].findall(nodes.substitution_reference)]
                open_ones = [one for one in within if one in definitions and one not in weights and one not in path]
                if open_ones:
                    path.append(open_ones[0])
                else:
                    weights[name] = 1 + len(definitions[name]) + sum(weights.get(one, 1) for one in within)
                    path.pop()
        return weights


def _reference_name(reference: nodes.Element) -> str:
    return str(reference.get("refname", "")).lower()


def find_excess(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Find what is not even parsed: the index of the line where it begins, and why."""
    borders = columns = 0
    records: _Records | None = None
    for index, line in enumerate(lines):
        if line.lstrip()[:1] in ("|", "+"):
            borders += line.count("|") + line.count("+")
        elif _SIMPLE.fullmatch(line):
            is_last = columns and not "".join(lines[index + 1 : index + 2]).strip()
            columns = 0 if is_last else len(line.split())
        elif line.strip():
            records = _Records.begun(line) or (records if records and records.hold(line) else None)
            borders += 2 * (records.cells(line) if records else columns)
        if borders > MAX_TABLE_BORDERS:
            yield index, "the table is too large"
            return


_SIMPLE = re.compile(r"\s*=+(?: +=+)+\s*")
_CSV = re.compile(r"( *)\.\. csv-table::.*")
_DELIMITER = re.compile(r"\s*:delim:\s*(\S+)\s*")


class _Records:
    """The lines of one table of CSV, as long as they stand further in than its directive."""

    def __init__(self, indent: int) -> None:
        self.indent, self.delimiter = indent, ","

    @classmethod
    def begun(cls, line: str) -> _Records | None:
        found = _CSV.fullmatch(line)
        return cls(len(found[1])) if found else None

    def hold(self, line: str) -> bool:
        return len(line) - len(line.lstrip()) > self.indent

    def cells(self, line: str) -> int:
        if found := _DELIMITER.fullmatch(line):
            self.delimiter = {"tab": "\t", "space": " "}.get(found[1], found[1][:1])
        return line.count(self.delimiter)


def is_indented_too_deep(lines: Sequence[str]) -> bool:
    """Tell whether lines of a value stand further in than any text needs."""
    return any(re.match(rf" {{{MAX_INDENT},}}\S", line) for line in lines)
