"""octavo verify: prove a folder of products against its manifest and seals."""

from __future__ import annotations

import click

from ...findings.finding import Finding
from ..console.terminal import ExitCode, choose_exit_code, print_line, show_findings
from .shared_options import DEBUG, FORMAT, complete_workshops, find_origins


@click.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False))
@click.option("--rebuild", is_flag=True, help="Build from the sources once more, and compare.")
@click.option(
    "--from",
    "origin",
    metavar="PROJECT",
    shell_complete=complete_workshops,
    help="Rebuild from the sources of this project, or WORKSHOP, in place of the project in which one works.",
)
@click.option("--built", is_flag=True, help="Take folders that were built and not released as well.")
@FORMAT
@DEBUG
def verify(folders: tuple[str, ...], rebuild: bool, origin: str | None, built: bool, form: str, debug: bool) -> int:
    """Prove folders of products against their manifests and seals.

    What is proved was released: a folder without seals is none. With --rebuild the products are built from their
    sources once more, elsewhere, and held against the manifest.
    """
    from ...building.verify_outputs import UNSEALED
    from ...building.verify_outputs import rebuild as build_again
    from ...building.verify_outputs import verify as verify_one
    from ...files.typed_paths import resolve_above_project, working_folder
    from ...findings.console_text import display_path, show_control_characters
    from ...findings.finding import has_errors
    from ...project.project_folders import project_at_folder

    named = find_origins(origin) if origin is not None else ()
    told: tuple[Finding, ...] = ()
    code: int = ExitCode.FINE
    for folder in (resolve_above_project(working_folder() / folder) for folder in folders):
        found, how = verify_one(folder, built), ""
        if (rebuild or named) and not has_errors(found):
            again = build_again(
                folder,
                named or (*project_at_folder(working_folder()).workshops(), *project_at_folder(folder).workshops()),
            )
            found += again.findings
            code = max(code, choose_exit_code(again.outcomes, debug))
            how = f", and as made again from {display_path(again.source)}" if again.source else ""
        told += found
        if form == "text":
            show_findings(found, form)
        if not has_errors(found):
            is_released = UNSEALED not in {finding.code for finding in found}
            what = "proved as released" if is_released else "as it was built, but not released"
            print_line(show_control_characters(f"{display_path(folder)}: {what}{how}"), err=form != "text")
    if form != "text":  # one document, of however many folders
        show_findings(told, form)
    return max(code, ExitCode.UNFIT if has_errors(told) else ExitCode.FINE)
