"""Commands that bring something in or out: new, import, export, schema."""

from __future__ import annotations

import click

from ...exporters.format_names import ALL, FORMATS
from ..console.terminal import Exit, findings_of, hand_over, say, settle, show
from .shared_options import DEBUG, FORM, OUTPUT, STRICT, WORKSHOPS, epoch, sources


@click.command()
@click.argument("name", required=False)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="Also write, at the root of the repository, what has its workshops built on GitHub or GitLab and checked "
    "before each commit; without NAME, that alone.",
)
def new(name: str | None, ci: str | None) -> int:
    """Begin a workshop: a commented reports/NAME/workshop.yaml that builds at once."""
    from ...findings.report_formats import shown_path
    from ...project.new_workshop import scaffold
    from ...project.project_folders import here, project_at

    if name is None and ci is None:
        raise click.MissingParameter(param_type="argument", param_hint="'NAME'")
    project = project_at(here())
    if name is not None:
        say(shown_path(scaffold(name, project)))
    if ci:
        from ...project.ci_templates import automate

        made, found = automate(ci, project)
        for path in made:
            say(shown_path(path))
        show(found, "text")
    return Exit.FINE


@click.command(name="import")
@click.argument("kind", type=click.Choice(["aclpub2", "scipy"]))
@click.argument("folder", metavar="DIR", type=click.Path())
@click.argument("name", required=False)
@click.option("--strict", is_flag=True, help="Take for a fault whatever could not be carried over as it was.")
@FORM
def import_(kind: str, folder: str, name: str | None, strict: bool, form: str) -> int:
    """Turn the material of another toolchain into a workshop: reports/NAME/ from the folder DIR.

    aclpub2 is that of the ACL's proceedings, scipy the reStructuredText papers of a SciPy conference. What could not
    be carried over is told.
    """
    from pathlib import Path

    from ...findings.finding import Severity
    from ...findings.report_formats import shown_path
    from ...importers.importer_registry import import_folder
    from ...project.project_folders import here, project_at

    path, found = import_folder(kind, here() / Path(folder), name, project_at(here()))
    show(found, form)
    if path is None:
        return Exit.FAULTY
    say(shown_path(path), err=form != "text")
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Exit.FAULTY if any(finding.severity in grave for finding in found) else Exit.FINE


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
    from ...findings.report_formats import shown_path
    from ...project.project_folders import here, settled

    folder = settled(here() / output) if output else None
    outcomes = export_all(sources(workshops), metadata, folder, strict, epoch())
    show(findings_of(outcomes), form)
    for outcome in outcomes:
        for file in outcome.files:
            say(shown_path(file), err=form != "text")
    return settle(outcomes, debug)


@click.command()
def schema() -> int:
    """Print the JSON Schema of workshop.yaml, for editors."""
    import json

    from ...loading.json_schema import json_schema

    hand_over(json.dumps(json_schema(), indent=2, ensure_ascii=False), "json")
    return Exit.FINE
