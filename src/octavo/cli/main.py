"""The command line: run the command that was typed, and return its exit code."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import StringIO
from itertools import pairwise, takewhile
from keyword import iskeyword

import click
from click.shell_completion import CompletionItem

from ..findings.finding import Finding, FindingsError, OutsideError
from .console.terminal import (
    DOCUMENT_FORMATS,
    ExitCode,
    ignore_interruptions,
    interrupt_on_termination,
    print_line,
    show_fatal_findings,
    show_findings,
    show_tracebacks,
    silence_stream,
)

EPILOG = """\b
Exit codes:
    0  success
    1  the input has errors; the product was not written, or lacks what the error names
    2  the command was typed wrongly
    3  files cannot be read or written, another build is writing, or no scheduler answers
    4  a library or the printer's ICC profile is missing, or has an unknown version
    5  a release is not fit to be given away, or a folder does not match its manifest
   70  a defect in Octavo
  130  interrupted

\b
Shell completion for bash (zsh and fish likewise):
  eval "$(_OCTAVO_COMPLETE=bash_source octavo)"
"""


_LACKING_CODES = ("missing-library", "cluster-version")
"""Codes of findings on libraries that are missing, here or on a cluster, or have another version there."""


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from ..project.library_versions import toolkit_version

        print_line(f"octavo {toolkit_version()}")
        ctx.exit()


COMMANDS = {
    "ask": "Write a sheet with its recommendations for each addressee.",
    "build": "Build the documents of workshops.",
    "check": "Check workshops for mistakes without typesetting them.",
    "diff": "Compare two files or two output folders.",
    "edition": "Keep the edition that was given away, and begin the next.",
    "export": "Export metadata of workshops.",
    "fix": "Correct in workshop.yaml what is certainly wrong.",
    "import": "Import people, a programme, a text or answers, or a folder of another toolchain.",
    "new": "Create a workshop.",
    "preflight": "Check PDFs for a printer, or for reading on a screen.",
    "release": "Build, check and attest all products of workshops.",
    "schema": "Print the JSON Schema of workshop.yaml, for editors.",
    "status": "Show where the recommendations stand, or enter a status.",
    "styles": "List the house styles, or show them on an HTML page.",
    "verify": "Verify that folders are as they were released.",
    "watch": "Build workshops again whenever their files change.",
    # DEL are as they were released.",
}
"""The commands with their summaries, so that `octavo --help` need not import them."""


class CommandGroup(click.Group):
    """Imports the module of a command only when the command is used, since some load large libraries."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        stem = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"{__package__}.commands.{stem}"), stem)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        named = [CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)]
        return named + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=CommandGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli() -> None:
    """Make the documents of a workshop from one YAML description.

    A WORKSHOP is a folder, a workshop.yaml file, or the name of a folder in reports/. Without one, the command uses all
    workshops in reports/.
    """


def run_command(words: Sequence[str]) -> int:
    """Run the typed command and return its exit code; a mistake of the user never shows a traceback."""
    form = _find_format(words)
    try:
        return int(cli.main(list(words), prog_name="octavo", standalone_mode=False) or 0)
    except click.ClickException as error:
        _show_usage_error(error)
        _print_stop_document("usage", error.format_message(), form)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        with ignore_interruptions():
            print_line("interrupted", err=True)
            _print_stop_document("interrupted", "the command was interrupted before it was done", form)
        return ExitCode.INTERRUPTED
    except Exception as error:
        return _explain_error(error, form, "--debug" in words)


def _show_usage_error(error: click.ClickException) -> None:
    """Print a usage error through `terminal`, which escapes what was typed."""
    shown = StringIO()
    error.show(shown)
    print_line(shown.getvalue(), err=True)


def _find_format(words: Sequence[str]) -> str:
    """Return the value of --format, even if the rest of the command line cannot be parsed."""
    options = tuple(takewhile(lambda word: word != "--", words))
    named = [word.removeprefix("--format=") for word in options if word.startswith("--format=")]
    named += [word for option, word in pairwise(options) if option == "--format"]
    return named[-1] if named else "text"


def _print_stop_document(code: str, message: str, form: str) -> None:
    """Print a document with one finding for programs that expect one."""
    if form in DOCUMENT_FORMATS:
        with suppress(OSError):  # standard output itself may be what stopped it
            show_findings((Finding(code, message),), form)


def _explain_error(error: Exception, form: str, debug: bool) -> int:
    """Print the error that stopped a command, and return the exit code."""
    if isinstance(error, FindingsError):
        show_fatal_findings(error.findings, form)
        if any(finding.code in _LACKING_CODES for finding in error.findings):
            return ExitCode.LACKING
        return ExitCode.BLOCKED if isinstance(error, OutsideError) else ExitCode.FAULTY
    if isinstance(error, OSError) and error.errno:
        message = f"cannot read or write {error.filename or 'here'}: {error.strerror}"
        print_line(message, err=True)
        _print_stop_document("cannot-access", message, form)
        return ExitCode.BLOCKED
    if isinstance(error, ImportError) and (missing := _find_missing_library(error)):
        show_fatal_findings((missing,), form)
        return ExitCode.LACKING
    message = f"a defect in Octavo: {type(error).__name__}: {error}"
    print_line(message, err=True)
    if debug:
        show_tracebacks([error])
    else:
        print_line("run again with --debug and report what it prints", err=True)
    _print_stop_document("internal-error", message, form)
    return ExitCode.BROKEN


def _find_missing_library(error: ImportError) -> Finding | None:
    from ..building.outcomes import missing_library_finding  # not needed by a command that works

    return missing_library_finding(error)


def _escape_as_json(error: UnicodeError) -> tuple[str, int]:
    """Escape characters that the stream cannot encode as JSON does, since the output may be JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


_AS_JSON = "octavo-json"
codecs.register_error(_AS_JSON, _escape_as_json)


def main() -> None:
    """Run the command line as a program."""
    # A stream is None if the caller closed it.
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a file name may contain characters that the terminal cannot encode
            reconfigure(errors=_AS_JSON)
    with interrupt_on_termination():
        code = run_command(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        silence_stream(sys.stdout)
    gc.freeze()  # the process ends now; a last collection would only take time
    sys.exit(code)
