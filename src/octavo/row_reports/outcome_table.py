"""Write the table of outcomes: a line for each product of each row, as CSV for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from typing import Final

from ..building.outcomes import OutcomeState

OUTCOMES_FILE: Final = "outcomes.csv"
_HEADINGS: Final = ("row", "name", "product", "outcome", "pages", "files", "message")
_MOST_CHARACTERS: Final = 500


@dataclass(frozen=True)
class RowOutcome:
    """The outcome for a product of a row; `files` are relative to the folder of all rows."""

    row: int
    name: str
    product: str
    state: OutcomeState | None
    """None if the run ended before the row was begun."""
    files: tuple[str, ...] = ()
    pages: int = 0
    message: str = ""
    """The first error, if the product was not made."""


def write_outcomes(outcomes: Iterable[RowOutcome]) -> bytes:
    """Return the table in UTF-8 with a byte order mark, without which spreadsheet programs misread accents."""
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for one in sorted(outcomes, key=lambda one: (one.row, one.product)):
        state = one.state or "not begun"
        cells = (one.row, one.name, one.product, state, one.pages or "", " ".join(one.files), one.message)
        writer.writerow(map(_disarm, cells))
    return written.getvalue().encode("utf-8-sig", "replace")


def _disarm(value: object) -> str:
    """Return a cell that no spreadsheet program takes for a formula (OWASP, CSV injection)."""
    text = " ".join(str(value).split())[:_MOST_CHARACTERS]
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
