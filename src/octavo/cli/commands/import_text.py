"""octavo import text: turn a text in Word into a reST file of a workshop."""

from __future__ import annotations

import click

from ...files.atomic_files import UnwritableError, write_file_atomically
from ...findings.console_text import display_path
from ...findings.finding import FindingsError
from ...importers.text.text_import import TextUse, import_text
from ..console.terminal import ExitCode, print_line, show_findings
from .import_options import FILE, STRICT, WORKSHOP, choose_exit_code, source_path
from .shared_options import FORMAT, choose_workshop


@click.command()
@FILE
@WORKSHOP
@click.option(
    "--for",
    "use",
    type=click.Choice([use.value for use in TextUse]),
    default=TextUse.CHAPTER.value,
    help="What the text is for; default: chapter.",
)
@click.option("--to", metavar="PATH", default="", help="File in the workshop's folder; default: chapters/NAME.rst.")
@click.option("--replace", is_flag=True, help="Write over files that are there and differ.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the text.")
@STRICT
@FORMAT
def text(
    file: str, workshop: str | None, use: str, to: str, replace: bool, dry_run: bool, strict: bool, form: str
) -> int:
    """Turn a text in Word into a reST file of a workshop.

    FILE is a Word document (.docx). Headings, lists, tables, notes, pictures, links and formulas become
    reStructuredText; pictures are written beside it. A text for an annex (or a section of a report) names its pictures
    from the workshop's folder. Everything that was lost is reported, with its place.
    """
    folder = choose_workshop([workshop] if workshop else [], " after the file").parent
    try:
        done = import_text(source_path(file), folder, to, TextUse(use), replace or dry_run)
        for path, content in () if dry_run else done.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file_atomically(path, content)
    except UnwritableError:
        raise
    except FindingsError as faults:
        show_findings(faults.findings, form)
        return ExitCode.FAULTY
    show_findings(done.findings, form)
    if dry_run and form == "text":
        print_line(done.files.get(done.target, b"").decode().rstrip("\n"))
    for path in () if dry_run else done.files or [done.target]:
        print_line(display_path(path), err=form != "text")
    return choose_exit_code(done.findings, strict)
