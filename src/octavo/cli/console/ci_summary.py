"""Sum up what a command did, for the page of a build server: outcomes and findings in, tables in HTML or Markdown out.

The tables are HTML in Markdown too: there a value can be escaped wholly, whatever signs of Markdown stand in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ...findings.console_text import count_by_severity, display_path, show_control_characters
from ...findings.finding import Finding, Place
from ...project.ci_environment import BuildServer

if TYPE_CHECKING:
    from ...building.outcomes import Outcome

MAX_SUMMARY_BYTES = 1_000_000
"""GitHub drops the summary of a step whole if it is larger than a mebibyte."""
_MAX_CELL_LENGTH = 600
_STATES = {
    "built": "built",
    "unchanged": "unchanged",
    "incomplete": "built, but not whole",
    "faulty": "with faults",
    "blocked": "not read or not written",
    "lacking": "lacking a part of the system",
    "broken": "stopped by a defect in Octavo",
}
_IN_ORDER = "in order"
Rows = Iterable[str]


@dataclass(frozen=True)
class CiSummary:
    """What a command did, with all that it found, each once, and the build server on which it ran, if on any."""

    outcomes: Sequence[Outcome]
    findings: Sequence[Finding]
    server: BuildServer | None = None

    def headline(self) -> str:
        """Say in a line what came of it."""
        states = Counter(map(_describe_state, self.outcomes))
        known = [*_STATES.values(), _IN_ORDER]
        told = [f"{states[state]} {state}" for state in known if states[state]]
        return ", ".join([*told, *filter(None, [count_by_severity(finding.severity for finding in self.findings)])])


def summary_to_markdown(summary: CiSummary) -> str:
    """Write the summary as Markdown of a size that GitHub shows."""
    tables = summary_to_tables(summary, MAX_SUMMARY_BYTES)
    return f"## Octavo: {_escape_cell(summary.headline())}\n\n{tables}\n\n"


def summary_to_tables(summary: CiSummary, most_bytes: int) -> str:
    """Write what was made, then what was found, file by file; an empty line would end a table in Markdown."""
    made = _make_table(
        ("workshop", "product", "state", "file", "pages", "size"), _list_product_rows(summary), most_bytes // 2
    )
    found = _make_table(
        ("", "line", "what was found", "what to do"), _list_finding_rows(summary), most_bytes - len(made.encode())
    )
    return "\n".join(filter(None, [made, found]))


def _make_table(heads: Sequence[str], rows: Rows, most_bytes: int) -> str:
    """Put rows below their heads, as many as fit; say how many did not."""
    fitting, left_out = [], 0
    for row in rows:
        most_bytes -= len(row.encode()) + 1
        if most_bytes > 1_000:
            fitting.append(row)
        else:
            left_out += 1
    if not fitting and not left_out:
        return ""
    head = "".join(f'<th align="left">{name}</th>' for name in heads)
    more = [f"<p>{left_out} more are told in the log.</p>"] if left_out else []
    return "\n".join([f"<table><thead><tr>{head}</tr></thead><tbody>", *fitting, "</tbody></table>", *more])


def _list_product_rows(summary: CiSummary) -> Iterator[str]:
    for outcome in summary.outcomes:
        cells = [
            _escape_cell(outcome.source.parent.name),
            _escape_cell(outcome.product),
            _escape_cell(_describe_state(outcome)),
        ]
        for entry in outcome.entries:
            file = f"<code>{_escape_cell(entry['file'])}</code>"
            pages = f"{entry['pages']:,}" if "pages" in entry else ""
            yield _make_row(*cells, file, pages, _format_size(entry["bytes"]))
        if not outcome.entries:
            yield _make_row(*cells, "", "", "")


def _describe_state(outcome: Outcome) -> str:
    """Word what became of a product; a workshop that was only checked has none."""
    return _IN_ORDER if not outcome.product and outcome.state == "unchanged" else _STATES[outcome.state]


def _format_size(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB" if number >= 1_000_000 else f"{number / 1_000:,.0f} kB"


def _list_finding_rows(summary: CiSummary) -> Iterator[str]:
    """Write one row for each finding, those of a file together below its name."""
    listed = sorted(summary.findings, key=_finding_file)
    for file, findings in groupby(listed, key=_finding_file):
        name = display_path(Path(file), summary.server.root if summary.server else None) if file else ""
        head = f"<code>{_escape_cell(name)}</code>" if name else "in no one file"
        yield f'<tr><th colspan="4" align="left">{head}</th></tr>'
        for finding in findings:
            yield _make_row(
                str(finding.severity),
                _link_line(finding.place, summary),
                _escape_cell(finding.message),
                _escape_cell(finding.hint),
            )


def _finding_file(finding: Finding) -> str:
    return str(finding.place.file) if finding.place else ""


def _link_line(place: Place | None, summary: CiSummary) -> str:
    """Number a line, as a link to it where the build server shows it."""
    if not place:
        return ""
    address = summary.server.address(place.file, place.line) if summary.server else ""
    return f'<a href="{escape(address)}">{place.line}</a>' if address else str(place.line)


def _make_row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _escape_cell(text: str) -> str:
    """Escape a value, cut if nobody would read to its end."""
    return escape(show_control_characters(text if len(text) <= _MAX_CELL_LENGTH else f"{text[:_MAX_CELL_LENGTH]}…"))
