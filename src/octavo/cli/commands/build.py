"""octavo build: build the products of workshops."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ...building import build_workshops
from ...building.outcomes import BuildRequest
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path
from ..console.progress_line import show_progress
from ..console.terminal import (
    EXIT_CODES,
    ExitCode,
    choose_exit_code,
    collect_findings,
    print_line,
    show_findings,
    show_tracebacks,
    write_summaries,
)
from .shared_options import (
    DEBUG,
    FORMAT,
    LANGUAGE,
    OUTPUT,
    PRINTER,
    PRODUCT,
    QUIET,
    STRICT,
    STYLE,
    SUMMARY,
    WORKSHOPS,
    choose_workshop,
    find_workshops,
    keep_languages,
)


@click.command()
@WORKSHOPS
@PRODUCT
@LANGUAGE
@FORMAT
@STRICT
@DEBUG
@STYLE
@click.option(
    "--for",
    "use",
    type=click.Choice(["screen", "press"]),
    default="screen",
    help="press: also make press files, in press/, and the cover.",
)
@PRINTER
@click.option(
    "--each",
    "rows",
    metavar="ROWS",
    type=click.Path(exists=True, dir_okay=False),
    help="Build the workshop once for each row of a spreadsheet or CSV file; its columns are keys of workshop.yaml.",
)
@click.option("--sheet", metavar="NAME", default="", help="Sheet with the rows for --each, if the file has several.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Have the pages made by a Dask cluster, such as tcp://10.0.0.5:8786, in place of this machine.",
)
@OUTPUT
@QUIET
@SUMMARY
def build(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    languages: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    style: str | None,
    use: str,
    printer: str | None,
    rows: str | None,
    sheet: str,
    scheduler: str | None,
    output: str | None,
    quiet: bool,
    summaries: tuple[str, ...],
) -> int:
    """Build the documents of workshops.

    The documents and a manifest go to build/<workshop>/, and their paths are printed. Documents that are up to date are
    not built again. Each document is checked for screen or print and is not written if the check finds an error.
    A workshop that is written in several languages is built in each: its French summary is summary.fr.pdf.

    With --each, the one WORKSHOP is a template: a column headed event.title replaces that key, people.3.given that of
    the third person, row.NAME is for {{ row.NAME }} in texts, and id names the row. The documents of each row go to
    build/<workshop>/each/<row>/, and what became of all rows to outcomes.csv there.
    """
    if printer and use != "press":
        raise click.UsageError("--printer selects the printer of press files: add --for press")
    if sheet and not rows:
        raise click.UsageError("--sheet names a sheet of the rows: add --each")
    folder = resolve_above_project(working_folder() / output) if output else None
    wanted = BuildRequest(
        products, style, use == "press", printer, folder, strict, scheduler=scheduler, languages=languages
    )
    if rows:
        if summaries:
            raise click.UsageError("--summary shows single workshops; with --each, see outcomes.csv")
        (source,) = keep_languages([choose_workshop(workshops)], languages, is_typed=True)
        return _build_each_row(source, rows, sheet, wanted, quiet, form, debug)
    sources = keep_languages(find_workshops(workshops), languages, is_typed=bool(workshops))
    with show_progress(sys.stderr, quiet) as tell:
        outcomes = build_workshops.build(sources, wanted, tell)
    found = collect_findings(outcomes)
    code = max(choose_exit_code(outcomes, debug), write_summaries(outcomes, found, summaries, debug))
    show_findings(found, form)
    for outcome in outcomes:
        for file in outcome.files:
            print_line(display_path(file), err=form != "text")
    return code


def _build_each_row(
    source: Path, rows: str, sheet: str, wanted: BuildRequest, quiet: bool, form: str, debug: bool
) -> int:
    """Build a workshop for each row of a table; print the path of the table of outcomes, and return the exit code."""
    from ...row_reports.build_rows import build_rows

    with show_progress(sys.stderr, quiet) as tell:
        result = build_rows(source, resolve_above_project(working_folder() / rows), wanted, tell, sheet=sheet)
    show_findings(result.findings, form)
    counts = result.count_states()
    words = ", ".join(f"{number:,} {kind}" for kind, number in counts.items())
    print_line(f"Rows: {words or 'none'}", err=True)
    if result.table:
        print_line(display_path(result.table), err=form != "text")
    if debug:
        show_tracebacks(result.defects)
    codes = [EXIT_CODES.get(one.state, ExitCode.FINE) for one in result.outcomes if one.state]
    return max([*codes, ExitCode.FINE if result.table else ExitCode.BLOCKED])
