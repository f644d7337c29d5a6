"""octavo import: take over people, answers and more, or a folder of another toolchain."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from ...files.typed_paths import working_folder
from ...findings.console_text import display_path
from ...importers.folder_importers import IMPORTERS
from ..console.terminal import ExitCode, print_line, show_findings
from .import_options import STRICT, choose_exit_code
from .shared_options import FORMAT, current_project

_COMMANDS = ("answers", "people", "programme", "text")
"""Commands with modules of their own, which are loaded when they are used."""


class _ImportGroup(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted((*IMPORTERS, *_COMMANDS))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"{__package__}.import_{cmd_name}"), cmd_name)
        return command


@click.group(name="import", cls=_ImportGroup)
def import_() -> None:
    """Import people, a programme, a text or answers, or a folder of another toolchain.

    people, programme and text add to a workshop that exists: the people of a spreadsheet, a programme, a text in Word.
    answers enters what became of recommendations, from the sheets that octavo ask wrote.
    aclpub2 is the toolchain of the ACL's proceedings; scipy reads the reStructuredText papers of a SciPy conference:
    each makes a new workshop. Everything that could not be imported is reported.
    """


def _add_folder_command(kind: str, described: str) -> None:
    @import_.command(kind, help=f"Make the workshop reports/NAME/ from {described}.")
    @click.argument("folder", metavar="DIR", type=click.Path())
    @click.argument("name", required=False)
    @STRICT
    @FORMAT
    def import_kind(folder: str, name: str | None, strict: bool, form: str) -> int:
        return _import_folder(kind, folder, name, strict, form)


for _kind, _described in IMPORTERS.items():
    _add_folder_command(_kind, _described)


def _import_folder(kind: str, folder: str, name: str | None, strict: bool, form: str) -> int:
    from ...importers.folder_import import import_folder

    path, found = import_folder(kind, working_folder() / Path(folder), name, current_project())
    show_findings(found, form)
    if path is None:
        return ExitCode.FAULTY
    print_line(display_path(path), err=form != "text")
    return choose_exit_code(found, strict)
