"""octavo export: write metadata files."""

from __future__ import annotations

import click

from ...building import export_files
from ...exporters.format_names import ALL_FORMATS, FORMATS
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path
from ..console.terminal import choose_exit_code, collect_findings, print_line, show_findings
from .shared_options import (
    DEBUG,
    FORMAT,
    LANGUAGE,
    OUTPUT,
    STRICT,
    WORKSHOPS,
    find_workshops,
    keep_languages,
    read_epoch,
)


@click.command()
@click.argument("metadata", metavar="FORMAT", type=click.Choice([*FORMATS, ALL_FORMATS]))
@WORKSHOPS
@LANGUAGE
@OUTPUT
@STRICT
@DEBUG
@FORMAT
def export(
    metadata: str,
    workshops: tuple[str, ...],
    languages: tuple[str, ...],
    output: str | None,
    strict: bool,
    debug: bool,
    form: str,
) -> int:
    """Export metadata of workshops.

    FORMAT is one of these names, or all for all formats that apply:

    \b
      bibtex ris csl-json cff    for citations
      crossref datacite          for DOI registration
      schema-org jats marcxml    for search engines, repositories, libraries
      onix                       for booksellers
      icalendar                  for calendars

    The files go to build/<workshop>/metadata/, and their paths are printed. Build the volume first, so that the page
    numbers of its chapters are known. A workshop in several languages has files in each, such as metadata/jats.fr.xml.
    """
    folder = resolve_above_project(working_folder() / output) if output else None
    sources = keep_languages(find_workshops(workshops), languages, is_typed=bool(workshops))
    outcomes = export_files.export(sources, metadata, folder, strict, read_epoch(), languages)
    show_findings(collect_findings(outcomes), form)
    for outcome in outcomes:
        for file in outcome.files:
            print_line(display_path(file), err=form != "text")
    return choose_exit_code(outcomes, debug)
