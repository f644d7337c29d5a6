"""octavo verify: check output folders against their manifest, checksums and attestations."""

from __future__ import annotations

import click

from ...building import verify_outputs
from ...files.typed_paths import resolve_above_project, working_folder
from ...findings.console_text import display_path, show_control_characters
from ...findings.finding import Finding, has_errors
from ...project.project_folders import project_at_folder
from ..console.terminal import ExitCode, choose_exit_code, print_line, show_findings
from .shared_options import DEBUG, FORMAT, complete_workshops, current_project, find_origins


@click.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False))
@click.option("--rebuild", is_flag=True, help="Build again from the sources, and compare.")
@click.option(
    "--from",
    "origin",
    metavar="PROJECT",
    shell_complete=complete_workshops,
    help="Rebuild from this project or WORKSHOP instead of the current project.",
)
@click.option("--built", is_flag=True, help="Also accept folders that were built but not released.")
@FORMAT
@DEBUG
def verify(folders: tuple[str, ...], rebuild: bool, origin: str | None, built: bool, form: str, debug: bool) -> int:
    """Verify that folders are as they were released.

    Each folder is compared with its manifest, checksums, SBOM and provenance. A folder without these is not a release.
    With --rebuild, the products are built again from their sources in a temporary folder and compared with the
    manifest.
    """
    named = find_origins(origin) if origin is not None else ()
    told: tuple[Finding, ...] = ()
    code: int = ExitCode.FINE
    for folder in (resolve_above_project(working_folder() / folder) for folder in folders):
        found, how = verify_outputs.verify(folder, built), ""
        if (rebuild or named) and not has_errors(found):
            again = verify_outputs.rebuild(
                folder,
                named or (*current_project().workshop_files(), *project_at_folder(folder).workshop_files()),
            )
            found += again.findings
            code = max(code, choose_exit_code(again.outcomes, debug))
            how = f", and rebuilt with the same bytes from {display_path(again.source)}" if again.source else ""
        told += found
        if form == "text":
            show_findings(found, form)
        if not has_errors(found):
            is_released = verify_outputs.UNSEALED_FOLDER not in {finding.code for finding in found}
            what = "verified as released" if is_released else "as built, but not released"
            print_line(show_control_characters(f"{display_path(folder)}: {what}{how}"), err=form != "text")
    if form != "text":  # one document for all folders
        show_findings(told, form)
    return max(code, ExitCode.UNFIT if has_errors(told) else ExitCode.FINE)
