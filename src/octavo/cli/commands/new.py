"""octavo new: create a workshop."""

from __future__ import annotations

import click

from ...findings.console_text import display_path
from ...project.ci_templates import write_ci_files
from ...project.new_workshop import FACTS, create_workshop
from ..console.terminal import ExitCode, print_line, show_findings
from .shared_options import complete_styles, current_project


@click.command()
@click.argument("name", required=False)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="Also write files that release the workshops on GitHub or GitLab and check them before each commit, at the "
    "root of the repository. Without NAME, write only these.",
)
@click.option("--title", metavar="TITLE", help="Title of the event.")
@click.option("--start", metavar="DAY", help="First day of the event, as 2026-03-30 or 30.3.2026.")
@click.option("--end", metavar="DAY", help="Last day of the event.")
@click.option("--city", metavar="CITY", help="Where it was held.")
@click.option("--country", metavar="COUNTRY", help="Country, as a code (GB) or in words.")
@click.option("--language", metavar="CODE", help="Language of its documents, as de; docs/languages.md lists them.")
@click.option(
    "--style",
    metavar="STYLE",
    shell_complete=complete_styles,
    help="House style of its products; octavo styles lists them.",
)
def new(name: str | None, ci: str | None, style: str | None, **given: str | None) -> int:
    """Create a workshop.

    The command writes reports/NAME/workshop.yaml. With --title, --start and --end, that is a short file with these
    facts, to which people and programme can be imported. Without them, it describes an example that is made up, with
    a comment on every key, and is ready to build.
    """
    facts = {fact: words for fact in FACTS if (words := given[fact]) is not None}
    if name is None and (ci is None or facts or style):
        raise click.MissingParameter(param_type="argument", param_hint="'NAME'")
    project = current_project()
    if name is not None:
        print_line(display_path(create_workshop(name, project, facts, style)))
    if ci:
        made, found = write_ci_files(ci, project)
        for path in made:
            print_line(display_path(path))
        show_findings(found, "text")
    return ExitCode.FINE
