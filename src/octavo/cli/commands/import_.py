"""octavo import: make a workshop from the files of another toolchain."""

from __future__ import annotations

from pathlib import Path

import click

from ...files.typed_paths import working_folder
from ...findings.console_text import display_path
from ...findings.finding import Severity
from ...importers.folder_import import import_folder
from ...importers.importer_registry import IMPORTERS
from ..console.terminal import ExitCode, print_line, show_findings
from .shared_options import FORMAT, current_project


@click.command(name="import")
@click.argument("kind", type=click.Choice(IMPORTERS))
@click.argument("folder", metavar="DIR", type=click.Path())
@click.argument("name", required=False)
@click.option("--strict", is_flag=True, help="Fail if anything could not be imported as it was.")
@FORMAT
def import_(kind: str, folder: str, name: str | None, strict: bool, form: str) -> int:
    """Import a folder of another toolchain.

    The command makes a workshop in reports/NAME/ from the folder DIR. aclpub2 is the toolchain of the ACL's
    proceedings; scipy reads the reStructuredText papers of a SciPy conference. Everything that could not be imported
    is reported.
    """
    path, found = import_folder(kind, working_folder() / Path(folder), name, current_project())
    show_findings(found, form)
    if path is None:
        return ExitCode.FAULTY
    print_line(display_path(path), err=form != "text")
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return ExitCode.FAULTY if any(finding.severity in grave for finding in found) else ExitCode.FINE
