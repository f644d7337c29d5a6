"""Limit what docutils expands: inline markup of a paragraph, nested substitutions, cells of tables.

Its running time grows with the square of these. Text beyond a limit is printed unparsed and reported at its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Final

from docutils import nodes
from docutils.parsers.rst import states
from docutils.transforms import references

MAX_INLINE_MARKS: Final = 2_000
"""Starts of inline markup in one paragraph."""
MAX_PARAGRAPH_LENGTH: Final = 100_000
"""Characters of a paragraph whose inline markup is parsed."""
MAX_WORD_WORK: Final = 5_000_000
"""Sum of the squares of the lengths of a paragraph's words: docutils looks for names and addresses at each letter."""
MAX_MARKUP_FAULTS: Final = 500
"""Faults reported for one text. After as many faults of inline markup, the rest is printed unparsed."""
MAX_SUBSTITUTED_NODES: Final = 20_000
"""Nodes that all substitutions of a text may insert."""
MAX_TABLE_BORDERS: Final = 40_000
"""Borders of all tables of a text. Each cell of a simple table or a CSV table counts as two."""
MAX_INDENT: Final = 120
"""Columns of indentation in a value."""


class _Bounded:
    """Wraps an inliner that parses no paragraph beyond the limits."""

    def __init__(self, inliner: states.Inliner) -> None:
        self.inliner, self.read = inliner, inliner.parse
        self.faults = 0

    def parse(
        self, text: str, lineno: int, memo: SimpleNamespace, parent: nodes.Element
    ) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the nodes of a paragraph, and docutils' messages."""
        if self.faults < MAX_MARKUP_FAULTS and (why := self._describe_excess(text)):
            memo.reporter.warning(why, line=lineno)
        elif self.faults < MAX_MARKUP_FAULTS:
            made, messages = self.read(text, lineno, memo, parent)
            self.faults += len(messages)
            if self.faults >= MAX_MARKUP_FAULTS:
                memo.reporter.warning(
                    "Too many faults of markup: the text is printed unparsed from here on", line=lineno
                )
            return made, messages
        return [nodes.Text(text)], []

    def _describe_excess(self, text: str) -> str:
        if len(text) > MAX_PARAGRAPH_LENGTH:
            return f"Too long a paragraph: it has {len(text):,} characters"
        words = [len(word) for word in _WORD.findall(text)] if len(text) ** 2 > MAX_WORD_WORK else []
        if sum(length**2 for length in words) > MAX_WORD_WORK:
            return f"Too long words: the longest has {max(words):,} characters"
        marks = sum(1 for _ in self.inliner.patterns.initial.finditer(text)) if len(text) > MAX_INLINE_MARKS else 0
        return f"Too much inline markup: the paragraph has {marks:,} marks" if marks > MAX_INLINE_MARKS else ""


_WORD = re.compile(r"[\w.,:;!?+\-~*'{|}/#^`&=$%@\0]+")
"""Whatever may be within the name of a reference or an address."""


def create_inliner() -> states.Inliner:
    """Create an inliner with limits. docutils' own class reads its class attributes, so it cannot be subclassed."""
    bare = states.Inliner()
    bare.parse = _Bounded(bare).parse  # type: ignore[method-assign]
    return bare


class BoundedSubstitutions(references.Substitutions):
    """Expands substitutions within a limit."""

    def apply(self) -> None:
        """Replace every reference by its substitution, or all by their own text if that would exceed the limit."""
        called = list(self.document.findall(nodes.substitution_reference))
        weights = self._count_nodes()
        total = sum(weights.get(_reference_name(one), 1) for one in called)
        if total <= MAX_SUBSTITUTED_NODES:
            self._report_undefined()
            super().apply()
            return
        worst = max(called, key=lambda one: weights.get(_reference_name(one), 1))
        self.document.reporter.error(
            f"Substitutions too large: together they stand for {total:,} pieces of text", base_node=worst
        )
        for one in called:
            one.parent.replace(one, nodes.Text(f"|{one.astext()}|"))

    def _report_undefined(self) -> None:
        """Report references to nothing within definitions: docutils looks them up as if each were defined."""
        defined = {name.lower() for name in self.document.substitution_defs}
        for definition in self.document.substitution_defs.values():
            for one in list(definition.findall(nodes.substitution_reference)):
                if _reference_name(one) not in defined:
                    words = f'Undefined substitution referenced: "{one["refname"]}".'
                    message = self.document.reporter.error(words, base_node=one)
                    shown = nodes.problematic(one.rawsource, one.rawsource, refid=self.document.set_id(message))
                    message.add_backref(self.document.set_id(shown))
                    one.replace_self(shown)

    def _count_nodes(self) -> dict[str, int]:
        """Count the nodes that each definition expands to. Definitions in a circle count once."""
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
    """Yield what is too large to be parsed at all: the index of its first line, and the reason."""
    borders = columns = 0
    records: _Records | None = None
    for index, line in enumerate(lines):
        if line.lstrip()[:1] in ("|", "+"):
            borders += line.count("|") + line.count("+")
        elif _SIMPLE.fullmatch(line):
            is_last = columns and not "".join(lines[index + 1 : index + 2]).strip()
            columns = 0 if is_last else len(line.split())
        elif line.strip():
            records = _Records.from_directive(line) or (records if records and records.contains_line(line) else None)
            borders += 2 * (records.count_cells(line) if records else columns)
        if borders > MAX_TABLE_BORDERS:
            yield index, "the table is too large"
            return


_SIMPLE = re.compile(r"\s*=+(?: +=+)+\s*")
_CSV = re.compile(r"( *)\.\. csv-table::.*")
_DELIMITER = re.compile(r"\s*:delim:\s*(\S+)\s*")


class _Records:
    """The lines of a CSV table, which are indented more than its directive."""

    def __init__(self, indent: int) -> None:
        self.indent, self.delimiter = indent, ","

    @classmethod
    def from_directive(cls, line: str) -> _Records | None:
        found = _CSV.fullmatch(line)
        return cls(len(found[1])) if found else None

    def contains_line(self, line: str) -> bool:
        return len(line) - len(line.lstrip()) > self.indent

    def count_cells(self, line: str) -> int:
        if found := _DELIMITER.fullmatch(line):
            self.delimiter = {"tab": "\t", "space": " "}.get(found[1], found[1][:1])
        return line.count(self.delimiter)


def is_indented_too_deep(lines: Sequence[str]) -> bool:
    """Return whether any line of a value is indented beyond the limit."""
    return any(re.match(rf" {{{MAX_INDENT},}}\S", line) for line in lines)
