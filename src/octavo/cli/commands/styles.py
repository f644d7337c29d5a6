"""octavo styles: list the house styles, or show them on an HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from ...findings.console_text import display_path
from ...typesetting.house_styles import HouseStyle, read_house_styles
from ..console.terminal import ExitCode, print_line, write_document
from .shared_options import current_project


@click.command()
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write an HTML page with a cover and a page in each style; the same styles give the same bytes.",
)
def styles(page: Path | None) -> int:
    """List the house styles, or show them on an HTML page.

    Those of the project are among them. Each is listed with its name, what it is for, the size of its page, and its
    faces. docs/styles.md describes how to make one of your own.
    """
    found = tuple(read_house_styles(current_project().search_path("styles")))
    if page is None:
        for style in found:
            print_line(_describe(style))
        return ExitCode.FINE
    from ...building.style_samples import write_style_page
    from ...building.worker_start import start_build_workers

    with start_build_workers() as executor:
        write_document(write_style_page(found, executor), "html", page)
    print_line(display_path(page))
    return ExitCode.FINE


def _describe(style: HouseStyle) -> str:
    return f"{style.name:<18}{style.page:<16}{style.purpose or 'no description'}\n{'':<34}{', '.join(style.faces)}"
