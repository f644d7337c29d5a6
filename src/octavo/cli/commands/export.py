"""octavo export: write metadata files."""

from __future__ import annotations

import click

from ...exporters.format_names import ALL, FORMATS
from ..console.terminal import findings_of, say, settle, show
from .shared_options import DEBUG, FORM, OUTPUT, STRICT, WORKSHOPS, epoch, sources


@click.command()
@click.argument("metadata", metavar="FORMAT", type=click.Choice([*FORMATS, ALL]))
@WORKSHOPS
@OUTPUT
@STRICT
@DEBUG
@FORM
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
    from ...files.typed_paths import here, settled
    from ...findings.console_text import shown_path

    folder = settled(here() / output) if output else None
    outcomes = export_all(sources(workshops), metadata, folder, strict, epoch())
    show(findings_of(outcomes), form)
    for outcome in outcomes:
        for file in outcome.files:
            say(shown_path(file), err=form != "text")
    return settle(outcomes, debug)
