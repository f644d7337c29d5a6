"""octavo styles: list the house styles, or show them on an HTML page."""

from __future__ import annotations

import click

from ...files.typed_paths import absolute_path, working_folder
from ...findings.console_text import display_path
from ...typesetting.house_styles import HouseStyle, read_house_styles
from ..console.terminal import ExitCode, print_line, show_findings, write_document
from .shared_options import WrittenFile, current_project


@click.command()
@click.option(
    "--html",
    "page",
    type=WrittenFile(),
    metavar="FILE",
    help="Write an HTML page with a cover and a page in each style; the same styles give the same bytes.",
)
def styles(page: str | None) -> int:
    """List the house styles, or show them on an HTML page.

    Those of the project are among them. Each is listed with its name, what it is for, the size of its page, and its
    faces. docs/styles.md describes how to make one of your own. If one cannot be used, the others are shown, and the
    exit code is 1.
    """
    found, faults = read_house_styles(current_project().search_path("styles"))
    if page is None:
        for style in found:
            print_line(_describe(style))
    else:
        from ...building.style_samples import write_style_page
        from ...building.worker_start import start_build_workers

        path = absolute_path(working_folder() / page)
        with start_build_workers() as executor:
            text, untold = write_style_page(found, executor)
        faults = (*faults, *untold)
        write_document(text, "html", path)
        print_line(display_path(path))
    show_findings(faults, "text")
    return ExitCode.FAULTY if faults else ExitCode.FINE


def _describe(style: HouseStyle) -> str:
    return f"{style.name:<18}{style.page:<16}{style.purpose or 'no description'}\n{'':<34}{', '.join(style.faces)}"
