"""octavo new: begin a workshop."""

from __future__ import annotations

import click

from ..console.terminal import Exit, say, show


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
    from ...files.typed_paths import here
    from ...findings.console_text import shown_path
    from ...project.new_workshop import scaffold
    from ...project.project_folders import project_at

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
