"""octavo new: create a workshop."""

from __future__ import annotations

import click

from ...findings.console_text import display_path
from ...project.ci_templates import write_ci_files
from ...project.new_workshop import create_workshop
from ..console.terminal import ExitCode, print_line, show_findings
from .shared_options import current_project


@click.command()
@click.argument("name", required=False)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="Also write files that release the workshops on GitHub or GitLab and check them before each commit, at the "
    "root of the repository. Without NAME, write only these.",
)
def new(name: str | None, ci: str | None) -> int:
    """Create a workshop that is ready to build.

    The command writes reports/NAME/workshop.yaml, with comments.
    """
    if name is None and ci is None:
        raise click.MissingParameter(param_type="argument", param_hint="'NAME'")
    project = current_project()
    if name is not None:
        print_line(display_path(create_workshop(name, project)))
    if ci:
        made, found = write_ci_files(ci, project)
        for path in made:
            print_line(display_path(path))
        show_findings(found, "text")
    return ExitCode.FINE
