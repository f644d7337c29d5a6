"""octavo verify: prove a folder of products against its manifest and seals."""

from __future__ import annotations

import click

from ...findings.finding import Finding
from ..console.terminal import Exit, say, settle, show
from .shared_options import DEBUG, FORM, origins, workshop_names


@click.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False))
@click.option("--rebuild", is_flag=True, help="Build from the sources once more, and compare.")
@click.option(
    "--from",
    "origin",
    metavar="PROJECT",
    shell_complete=workshop_names,
    help="Rebuild from the sources of this project, or WORKSHOP, in place of the project in which one works.",
)
@click.option("--built", is_flag=True, help="Take folders that were built and not released as well.")
@FORM
@DEBUG
def verify(folders: tuple[str, ...], rebuild: bool, origin: str | None, built: bool, form: str, debug: bool) -> int:
    """Prove folders of products against their manifests and seals.

    What is proved was released: a folder without seals is none. With --rebuild the products are built from their
    sources once more, elsewhere, and held against the manifest.
    """
    from ...building.verify_outputs import UNSEALED
    from ...building.verify_outputs import rebuild as build_again
    from ...building.verify_outputs import verify as verify_one
    from ...files.typed_paths import here, settled
    from ...findings.console_text import shown_path, visible
    from ...findings.finding import has_errors
    from ...project.project_folders import project_at

    named = origins(origin) if origin is not None else ()
    told: tuple[Finding, ...] = ()
    code: int = Exit.FINE
    for folder in (settled(here() / folder) for folder in folders):
        found, how = verify_one(folder, built), ""
        if (rebuild or named) and not has_errors(found):
            again = build_again(folder, named or (*project_at(here()).workshops(), *project_at(folder).workshops()))
            found += again.findings
            code = max(code, settle(again.outcomes, debug))
            how = f", and as made again from {shown_path(again.source)}" if again.source else ""
        told += found
        if form == "text":
            show(found, form)
        if not has_errors(found):
            is_released = UNSEALED not in {finding.code for finding in found}
            what = "proved as released" if is_released else "as it was built, but not released"
            say(visible(f"{shown_path(folder)}: {what}{how}"), err=form != "text")
    if form != "text":  # one document, of however many folders
        show(told, form)
    return max(code, Exit.UNFIT if has_errors(told) else Exit.FINE)
