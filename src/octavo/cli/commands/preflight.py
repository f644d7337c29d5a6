"""Commands that look at what is made: preflight, verify, diff."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..console.terminal import Exit, colours, hand_over, say, settle, show, show_stopped, write_out
from .shared_options import DEBUG, FORM, STRICT, origins, profile_names, workshop_names

if TYPE_CHECKING:
    from ...findings.finding import Finding


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--profile",
    "name",
    metavar="NAME",
    shell_complete=profile_names,
    help="What the files are held against: screen, a printer, or one of your own in profiles/. Without it, what the "
    "files claim to be decides.",
)
@STRICT
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "junit", "html", "github", "gitlab"]),
    default="text",
    help="How findings are shown, on standard output.",
)
@click.option("--output", metavar="FILE", type=click.Path(), help="Where they are written; else standard output.")
def preflight(files: tuple[str, ...], name: str | None, strict: bool, form: str, output: str | None) -> int:
    """Hold PDFs against what a printer, or a reader on a screen, asks of them.

    Any PDF may be judged, whoever made it. Findings come with their pages and what to do.
    """
    from ...building.build_workshops import judging_workers
    from ...findings.finding import Severity
    from ...project.project_folders import absolute, here, project_at

    with judging_workers() as executor:
        from ...preflight.parallel_run import judge, shown

        judged = judge([absolute(here() / file) for file in files], name, project_at(here()), executor)
        text = shown(judged, form, colours(sys.stdout) and not output, executor)
    if output:
        write_out(text, form, absolute(here() / output))
    else:
        hand_over(text, form)
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Exit.FAULTY if any(found.severity in grave for one in judged for found in one.report.found) else Exit.FINE


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
    from ...findings.finding import has_errors
    from ...findings.report_formats import shown_path, visible
    from ...project.project_folders import here, project_at, settled

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


@click.command()
@click.argument("old", type=click.Path(exists=True))
@click.argument("new", type=click.Path(exists=True))
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", help="How it is shown.")
@click.option("--output", metavar="FILE", type=click.Path(), help="Where it is written, in place of standard output.")
@click.option(
    "--pictures", metavar="DIR", type=click.Path(file_okay=False), help="Folder for pictures of pages that differ."
)
def diff(old: str, new: str, form: str, output: str | None, pictures: str | None) -> int:
    """Compare two editions: files, or folders of products.

    Tells which words differ in reading order, which recommendations moved, which pages look otherwise, and which files
    have other bytes or are in one folder alone. The exit code is that of diff: 0 nothing differs, 1 something does,
    2 a file cannot be read.
    """
    from ...building.comparison import diff_report, file_diff
    from ...files.atomic_files import write_whole
    from ...findings.finding import Faults
    from ...project.project_folders import absolute, here

    try:
        compared = file_diff.compare(absolute(here() / old), absolute(here() / new))
    except Faults as faults:
        show_stopped(faults.findings, form)
        return Exit.USAGE
    if pictures:
        for name, png in diff_report.pictures(compared):
            write_whole(absolute(here() / pictures / name), png)
    colour = colours(sys.stdout) and not output
    text = {"text": lambda: diff_report.as_text(compared, colour), "json": lambda: diff_report.as_json(compared)}.get(
        form, lambda: diff_report.as_html(compared)
    )()
    if output:
        write_out(text, form, absolute(here() / output))
    else:
        hand_over(text, form)
    return Exit.FINE if all(one.is_same for one in compared) else Exit.FAULTY
