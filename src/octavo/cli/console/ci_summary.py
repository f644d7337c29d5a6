"""Write a summary of a command's outcomes and findings for a CI server, as tables in HTML or Markdown.

The tables are HTML in Markdown too, since values can be escaped completely there, even if they contain Markdown.
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
"""GitHub drops a step's summary if it is larger than 1 MiB."""
_MAX_CELL_LENGTH = 600
_STATES = {
    "built": "built",
    "unchanged": "unchanged",
    "incomplete": "built, but incomplete",
    "faulty": "with errors",
    "blocked": "not read or not written",
    "lacking": "lacking a system library or profile",
    "broken": "stopped by a defect in Octavo",
}
_IN_ORDER = "without problems"
Rows = Iterable[str]


@dataclass(frozen=True)
class CiSummary:
    """The outcomes and findings of a command, each once, and the CI server on which it ran, if any."""

    outcomes: Sequence[Outcome]
    findings: Sequence[Finding]
    server: BuildServer | None = None

    def headline(self) -> str:
        """Return the summary in one line."""
        states = Counter(map(_describe_state, self.outcomes))
        known = [*_STATES.values(), _IN_ORDER]
        told = [f"{states[state]} {state}" for state in known if states[state]]
        return ", ".join([*told, *filter(None, [count_by_severity(finding.severity for finding in self.findings)])])


def summary_to_markdown(summary: CiSummary) -> str:
    """Write the summary as Markdown, at most as large as GitHub shows."""
    tables = summary_to_tables(summary, MAX_SUMMARY_BYTES)
    return f"## Octavo: {_escape_cell(summary.headline())}\n\n{tables}\n\n"


def summary_to_tables(summary: CiSummary, most_bytes: int) -> str:
    """Write a table of products and a table of findings by file, without empty lines, which end a table in Markdown."""
    made = _make_table(
        ("workshop", "product", "state", "file", "pages", "size"), _list_product_rows(summary), most_bytes // 2
    )
    found = _make_table(
        ("", "line", "finding", "what to do"), _list_finding_rows(summary), most_bytes - len(made.encode())
    )
    return "\n".join(filter(None, [made, found]))


def _make_table(heads: Sequence[str], rows: Rows, most_bytes: int) -> str:
    """Make a table with as many rows as fit into `most_bytes`, and the number of rows left out."""
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
    more = [f"<p>{left_out} more are in the log.</p>"] if left_out else []
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
    """Describe the state of a product, or of a workshop that was only checked."""
    return _IN_ORDER if not outcome.product and outcome.state == "unchanged" else _STATES[outcome.state]


def _format_size(number: int) -> str:
    return f"{number / 1_000_000:,.1f} MB" if number >= 1_000_000 else f"{number / 1_000:,.0f} kB"


def _list_finding_rows(summary: CiSummary) -> Iterator[str]:
    """Yield one row per finding, grouped by file."""
    listed = sorted(summary.findings, key=_finding_file)
    for file, findings in groupby(listed, key=_finding_file):
        name = display_path(Path(file), summary.server.root if summary.server else None) if file else ""
        head = f"<code>{_escape_cell(name)}</code>" if name else "no file"
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
    """Write a line number, as a link if the CI server shows the file."""
    if not place:
        return ""
    address = summary.server.line_url(place.file, place.line) if summary.server else ""
    return f'<a href="{escape(address)}">{place.line}</a>' if address else str(place.line)


def _make_row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _escape_cell(text: str) -> str:
    """Escape a value, shortened if it is very long."""
    return escape(show_control_characters(text if len(text) <= _MAX_CELL_LENGTH else f"{text[:_MAX_CELL_LENGTH]}…"))
