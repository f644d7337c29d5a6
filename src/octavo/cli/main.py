"""The command line: what was typed in, the command that is meant and its exit code out."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise, takewhile

import click

from .commands.build import build
from .commands.check import check
from .commands.diff import diff
from .commands.export import export
from .commands.import_ import import_
from .commands.new import new
from .commands.preflight import preflight
from .commands.release import release
from .commands.schema import schema
from .commands.verify import verify
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
    0  all is built, or in order
    1  the input holds faults; that product was not published, or lacks what is told as an error
    2  the command was typed wrongly
    3  files cannot be read or written, or another build is writing
    4  a library, or the ICC profile of a printer, is missing, or of a version that is not known
    5  a release is not fit to be given away, or a folder is not what its manifest says
   70  a defect in Octavo
  130  interrupted

\b
Completion of words in the shell, for bash (zsh and fish likewise):
  eval "$(_OCTAVO_COMPLETE=bash_source octavo)"
"""


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from ..project.library_versions import toolkit_version

        print_line(f"octavo {toolkit_version()}")
        ctx.exit()


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli() -> None:
    """Make documents of a workshop from one YAML description of it.

    A WORKSHOP is a folder, a workshop.yaml, or the name of a folder in reports/; if none is named, all of them are
    meant.
    """


for command in (build, check, release, preflight, verify, diff, export, new, import_, schema):
    cli.add_command(command)


def run_command(words: Sequence[str]) -> int:
    """Do what was typed and give the exit code; a mistake of the user never shows a traceback."""
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
            _print_stop_document("interrupted", "the command was told to end before its work was done", form)
        return ExitCode.INTERRUPTED
    except Exception as error:
        return _explain_error(error, form, "--debug" in words)


def _show_usage_error(error: click.ClickException) -> None:
    """Say what was typed wrongly; the words that were typed pass where all that is printed does."""
    from io import StringIO

    shown = StringIO()
    error.show(shown)
    print_line(shown.getvalue(), err=True)


def _find_format(words: Sequence[str]) -> str:
    """Tell in which form findings are wanted, also where nothing else of what was typed can be understood."""
    options = tuple(takewhile(lambda word: word != "--", words))
    named = [word.removeprefix("--format=") for word in options if word.startswith("--format=")]
    named += [word for option, word in pairwise(options) if option == "--format"]
    return named[-1] if named else "text"


def _print_stop_document(code: str, message: str, form: str) -> None:
    """Give a program that waits for a document one, though the command came to none."""
    from ..findings.finding import Finding

    if form in DOCUMENT_FORMATS:
        with suppress(OSError):  # standard output itself may be what stopped it
            show_findings((Finding(code, message),), form)


def _explain_error(error: Exception, form: str, debug: bool) -> int:
    """Say what stopped a command before it could say so itself."""
    from ..files.atomic_files import UnwritableError
    from ..findings.finding import FindingsError

    if isinstance(error, FindingsError):
        show_fatal_findings(error.findings, form)
        return ExitCode.BLOCKED if isinstance(error, UnwritableError) else ExitCode.FAULTY
    if isinstance(error, OSError) and error.errno:
        message = f"cannot read or write {error.filename or 'here'}: {error.strerror}"
        print_line(message, err=True)
        _print_stop_document("cannot-access", message, form)
        return ExitCode.BLOCKED
    message = f"a defect in Octavo: {type(error).__name__}: {error}"
    print_line(message, err=True)
    if debug:
        show_tracebacks([error])
    else:
        print_line("run again with --debug and report what it prints", err=True)
    _print_stop_document("internal-error", message, form)
    return ExitCode.BROKEN


def _escape_as_json(error: UnicodeError) -> tuple[str, int]:
    """Write characters as JSON does, which what is printed may be."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


_AS_JSON = "octavo-json"
codecs.register_error(_AS_JSON, _escape_as_json)


def main() -> None:
    """Run the command line as a program."""
    # Python has no such stream where whoever called closed it; what is printed then goes nowhere.
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # the name of a file may hold what the terminal cannot show
            reconfigure(errors=_AS_JSON)
    with interrupt_on_termination():
        code = run_command(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        silence_stream(sys.stdout)
    gc.freeze()  # what is left ends with the process; Python would look through all of it first
    sys.exit(code)
