"""Collect the findings of all rows: what all rows share is told once, and the rest with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from ..findings.finding import Finding, Severity
from ..importers.tables.row_findings import count_rows
from .row_table import RowTable

_MOST_DISTINCT: Final = 2_000
"""Findings that are kept of one run, so that memory does not grow with the table."""


class RowFindings:
    """The distinct findings of rows, each with the numbers of its rows."""

    def __init__(self, table: RowTable) -> None:
        self._table = table
        self._rows: dict[tuple[Finding, bool], set[int]] = {}
        self._read: set[int] = set()
        self._dropped = 0

    def add(self, row: int, findings: Iterable[Finding], *, is_read: bool = True) -> None:
        """Add the findings of a row; one that is not `is_read` never became a workshop."""
        if is_read:
            self._read.add(row)
        for finding in findings:
            told = self._table.locate(finding, row)
            key = told, told is not finding
            if key in self._rows or len(self._rows) < _MOST_DISTINCT:
                self._rows.setdefault(key, set()).add(row)
            else:
                self._dropped += 1

    def collect(self) -> tuple[Finding, ...]:
        """Return all findings; one that is not on the table, nor the same for all rows, names its rows."""
        told = [
            finding if is_named else self._name_rows(finding, rows) for (finding, is_named), rows in self._rows.items()
        ]
        if self._dropped:
            message = f"{self._dropped:,} more findings on rows are not shown"
            told.append(Finding("too-many-faults", message, None, "see the table of outcomes", Severity.WARNING))
        return tuple(told)

    def _name_rows(self, finding: Finding, rows: set[int]) -> Finding:
        if rows >= self._read and len(rows) > 1:
            return finding
        return replace(finding, message=f"{self._table.file.name}, {count_rows(sorted(rows))}: {finding.message}")
