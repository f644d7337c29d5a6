"""octavo export: write metadata files."""

from __future__ import annotations

import click

from ...exporters.format_names import ALL_FORMATS, FORMATS
from ..console.terminal import choose_exit_code, collect_findings, print_line, show_findings
from .shared_options import DEBUG, FORMAT, OUTPUT, STRICT, WORKSHOPS, find_workshops, read_epoch


@click.command()
@click.argument("metadata", metavar="FORMAT", type=click.Choice([*FORMATS, ALL_FORMATS]))
@WORKSHOPS
@OUTPUT
@STRICT
@DEBUG
@FORMAT
def export(metadata: str, workshops: tuple[str, ...], output: str | None, strict: bool, debug: bool, form: str) -> int:
    """Export metadata of workshops: for citing, registering, cataloguing, selling, and for calendars.

    FORMAT is one of the names below, or all of those that apply:

    \b
      bibtex ris csl-json cff    for those who cite
      crossref datacite          for those who register DOIs
      schema-org jats marcxml    for search engines, repositories, libraries
      onix                       for booksellers
      icalendar                  for calendars

    Files land in build/<workshop>/metadata/; their paths are printed. Build the volume first: then the pages of its
    chapters are known.
    """
    from ...building.export_files import export as export_all
    from ...files.typed_paths import resolve_above_project, working_folder
    from ...findings.console_text import display_path

    folder = resolve_above_project(working_folder() / output) if output else None
    outcomes = export_all(find_workshops(workshops), metadata, folder, strict, read_epoch())
    show_findings(collect_findings(outcomes), form)
    for outcome in outcomes:
        for file in outcome.files:
            print_line(display_path(file), err=form != "text")
    return choose_exit_code(outcomes, debug)
