"""The command line: what was typed in, words on the terminal and an exit code out; the only module that prints."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from .exporters import ALL, FORMATS
from .products import PRODUCTS, SHEETS

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from .build_server import BuildServer
    from .findings import Finding
    from .job_summary import Summary
    from .verbs import Outcome

SHOWN = "How findings are shown: text on standard error; json, github or gitlab on standard output."
F = TypeVar("F", bound=Callable[..., Any])

EPILOG = """\b
Exit codes:
    0  all is built, or in order
    1  the input holds faults; nothing was published for that product
    2  the command was typed wrongly
    3  files cannot be read or written, or another build is writing
    4  a library of the system, or the ICC profile of a printer, is missing
    5  a release is not fit to be given away, or a folder is not what its manifest says
   70  a defect in Octavo
  130  interrupted

\b
Completion of words in the shell, for bash (zsh and fish likewise):
  eval "$(_OCTAVO_COMPLETE=bash_source octavo)"
"""


class Exit(IntEnum):
    """Exit codes; of several that apply, the greatest is given."""

    FINE = 0
    FAULTY = 1
    USAGE = 2
    BLOCKED = 3
    LACKING = 4
    UNFIT = 5
    BROKEN = 70
    INTERRUPTED = 130


# By octavo.verbs.State, which is not imported before it is needed.
CODES = {"faulty": Exit.FAULTY, "blocked": Exit.BLOCKED, "lacking": Exit.LACKING, "broken": Exit.BROKEN}


def _workshop_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from .project import here, project_at

    names = [path.parent.name for path in project_at(here()).workshops()]
    found = [CompletionItem(name) for name in names if name.startswith(incomplete)]
    return found or [CompletionItem(incomplete, type="file")]


def _style_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from .project import here, project_at

    folders = project_at(here()).search_path("styles")
    names = sorted({path.stem for folder in folders for path in folder.glob("*.css")} - set(SHEETS))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _profile_names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from .profiles import profile_names
    from .project import here, project_at

    names = profile_names(project_at(here()))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from .versions import toolkit

        _say(f"octavo {toolkit()}")
        ctx.exit()


def _common(command: F) -> F:
    """Add what build and check have in common."""
    formats = click.Choice(["text", "json", "github", "gitlab"])
    for option in (
        click.option("--debug", is_flag=True, help="Show the traceback of a defect in Octavo."),
        click.option("--strict", is_flag=True, help="Take warnings for faults."),
        click.option(
            "--format",
            "form",
            type=formats,
            default="text",
            help="How findings are shown: text on standard error; json, or annotations for github or gitlab, on "
            "standard output.",
        ),
        click.option(
            "--product", "products", type=click.Choice(PRODUCTS), multiple=True, help="This product only; repeatable."
        ),
        click.argument("workshops", metavar="[WORKSHOP]...", nargs=-1, shell_complete=_workshop_names),
    ):
        command = option(command)
    return command


def _summed_up(command: F) -> F:
    """Add what has a command write for the page of a build server."""
    return click.option(
        "--summary",
        "summaries",
        metavar="FILE",
        type=click.Path(),
        multiple=True,
        help="Also sum up there what came of it: as a page with pictures of all pages if FILE ends in .html, else as "
        "Markdown, which is added at its end; repeatable.",
    )(command)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
def cli() -> None:
    """Make documents of a workshop from one YAML description of it.

    A WORKSHOP is a folder, a workshop.yaml, or the name of a folder in reports/; if none is named, all of them are
    meant.
    """


@cli.command()
@_common
@click.option(
    "--style", metavar="NAME", shell_complete=_style_names, help="House style, in place of the product's own."
)
@click.option(
    "--for",
    "use",
    type=click.Choice(["screen", "press"]),
    default="screen",
    help="With press, a printer's file of each as well, in press/, and the cover.",
)
@click.option(
    "--printer",
    metavar="NAME",
    shell_complete=_profile_names,
    help="Profile of the printer, in place of the workshop's own.",
)
@click.option("--output", metavar="DIR", type=click.Path(), help="Folder for products, in place of build/.")
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@_summed_up
def build(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    style: str | None,
    use: str,
    printer: str | None,
    output: str | None,
    quiet: bool,
    summaries: tuple[str, ...],
) -> int:
    """Build the documents of workshops.

    They land in build/<workshop>/, with a manifest; their paths are printed. What is built already of the same input
    stays as it is. Each is held against what a screen or its printer asks before it is given away.
    """
    from .progress import progress
    from .project import absolute, here
    from .show import shown_path
    from .verbs import Wanted
    from .verbs import build as build_all

    if printer and use != "press":
        raise click.UsageError("--printer says for whom press files are made: add --for press")
    folder = absolute(here() / output) if output else None
    wanted = Wanted(products, style, use == "press", printer, folder, strict)
    with _termination_is_interruption(), progress(sys.stderr, quiet) as tell:
        outcomes = build_all(_sources(workshops), wanted, tell)
    _show(_findings(outcomes), form)
    for outcome in outcomes:
        for file in outcome.files:
            _say(shown_path(file), err=form != "text")
    return max(_settle(outcomes, debug), _sum_up(outcomes, _findings(outcomes), summaries))


@cli.command()
@_common
@_summed_up
def check(
    workshops: tuple[str, ...],
    products: tuple[str, ...],
    form: str,
    strict: bool,
    debug: bool,
    summaries: tuple[str, ...],
) -> int:
    """Check workshops without typesetting them."""
    from .show import shown_path, visible
    from .verbs import State
    from .verbs import check as check_all

    outcomes = check_all(_sources(workshops), products, strict)
    _show(_findings(outcomes), form)
    for outcome in outcomes:
        if outcome.state is State.UNCHANGED:
            _say(f"{visible(shown_path(outcome.source))}: in order", err=form != "text")
    return max(_settle(outcomes, debug), _sum_up(outcomes, _findings(outcomes), summaries))


@cli.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--profile",
    "name",
    metavar="NAME",
    shell_complete=_profile_names,
    help="What the files are held against: screen, a printer, or one of your own in profiles/. Without it, what the "
    "files claim to be decides.",
)
@click.option("--strict", is_flag=True, help="Take warnings for faults.")
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
    from .findings import Severity
    from .folder import write_whole
    from .project import absolute, here, project_at
    from .verbs import judging_workers

    with _termination_is_interruption(), judging_workers() as executor:
        from .judging import judge, shown

        judged = judge([absolute(here() / file) for file in files], name, project_at(here()), executor)
        text = shown(judged, form, _colours(sys.stdout) and not output, executor)
    if output:
        write_whole(absolute(here() / output), text.encode())
    else:
        _say(text)
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Exit.FAULTY if any(found.severity in grave for one in judged for found in one.report.found) else Exit.FINE


@cli.command()
@click.argument("name", required=False)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab"]),
    help="Also write, at the root of the repository, what has its workshops built on GitHub or GitLab and checked "
    "before each commit; without NAME, that alone.",
)
def new(name: str | None, ci: str | None) -> int:
    """Begin a workshop: a commented reports/NAME/workshop.yaml that builds at once."""
    from .project import here, project_at
    from .scaffold import scaffold
    from .show import shown_path

    if name is None and ci is None:
        raise click.MissingParameter(param_type="argument", param_hint="'NAME'")
    project = project_at(here())
    if name is not None:
        _say(shown_path(scaffold(name, project)))
    if ci:
        from .automation import automate

        made, found = automate(ci, project)
        for path in made:
            _say(shown_path(path))
        _show(found, "text")
    return Exit.FINE


@cli.command(name="import")
@click.argument("kind", type=click.Choice(["aclpub2", "scipy"]))
@click.argument("folder", metavar="DIR", type=click.Path())
@click.argument("name", required=False)
@click.option("--strict", is_flag=True, help="Take for a fault whatever could not be carried over as it was.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    help="How findings are shown.",
)
def import_(kind: str, folder: str, name: str | None, strict: bool, form: str) -> int:
    """Turn the material of another toolchain into a workshop: reports/NAME/ from the folder DIR.

    aclpub2 is that of the ACL's proceedings, scipy the reStructuredText papers of a SciPy conference. What could not
    be carried over is told.
    """
    from pathlib import Path

    from .findings import Severity
    from .importers import import_folder
    from .project import here, project_at
    from .show import shown_path

    path, found = import_folder(kind, here() / Path(folder), name, project_at(here()))
    _show(found, form)
    if path is None:
        return Exit.FAULTY
    _say(shown_path(path), err=form != "text")
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return Exit.FAULTY if any(finding.severity in grave for finding in found) else Exit.FINE


@cli.command()
@click.argument("metadata", metavar="FORMAT", type=click.Choice([*FORMATS, ALL]))
@click.argument("workshops", metavar="[WORKSHOP]...", nargs=-1, shell_complete=_workshop_names)
@click.option("--output", metavar="DIR", type=click.Path(), help="Folder for products, in place of build/.")
@click.option("--strict", is_flag=True, help="Take warnings for faults.")
@click.option("--debug", is_flag=True, help="Show the traceback of a defect in Octavo.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    help="How findings are shown.",
)
def export(metadata: str, workshops: tuple[str, ...], output: str | None, strict: bool, debug: bool, form: str) -> int:
    """Export metadata of workshops: for citing, registering, cataloguing, selling, and for calendars.

    FORMAT is one of the names below, or all of those that apply:

    \b
      bibtex ris csl-json cff    for those who cite
      crossref datacite          for those who register DOIs
      schema-org jats marcxml    for search engines, repositories, libraries
      onix                       for booksellers
      icalendar                  for calendars

    Files land in build/<workshop>/metadata/; their paths are printed. Build the volume first: then the pages of its
    chapters are known.
    """
    from .exporting import export as export_all
    from .project import absolute, here
    from .show import shown_path

    folder = absolute(here() / output) if output else None
    outcomes = export_all(_sources(workshops), metadata, folder, strict, _epoch())
    _show(_findings(outcomes), form)
    for outcome in outcomes:
        for file in outcome.files:
            _say(shown_path(file), err=form != "text")
    return _settle(outcomes, debug)


def _epoch() -> int | None:
    """Read the time that stands for now (reproducible-builds.org); what cannot be one is a mistake in typing."""
    written = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not written:
        return None
    if not written.isdecimal() or len(written) > 11:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is '{written}', which is no number of seconds since 1970")
    return int(written)


@cli.command()
@click.argument("workshops", metavar="[WORKSHOP]...", nargs=-1, shell_complete=_workshop_names)
@click.option(
    "--for",
    "use",
    type=click.Choice(["press", "screen"]),
    default="press",
    help="With screen, no printer's files: what is not to be printed need not be fit for it.",
)
@click.option(
    "--printer",
    metavar="NAME",
    shell_complete=_profile_names,
    help="Profile of the printer, in place of the workshop's own.",
)
@click.option("--output", metavar="DIR", type=click.Path(), help="Folder for products, in place of build/.")
@click.option("--strict", is_flag=True, help="Take warnings for faults.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "gitlab"]), default="text", help=SHOWN)
@click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
@click.option("--debug", is_flag=True, help="Show the traceback of a defect in Octavo.")
@_summed_up
def release(
    workshops: tuple[str, ...],
    use: str,
    printer: str | None,
    output: str | None,
    strict: bool,
    form: str,
    quiet: bool,
    debug: bool,
    summaries: tuple[str, ...],
) -> int:
    """Build all products of workshops, prove them, and seal each folder.

    SHA256SUMS, a bill of materials and a statement of provenance are written where nothing is missing or unfit, and
    only there.
    """
    from .progress import progress
    from .project import absolute, here
    from .releasing import release as release_all
    from .show import shown_path
    from .verbs import Wanted

    if printer and use != "press":
        raise click.UsageError("--printer says for whom press files are made: leave out --for screen")
    folder = absolute(here() / output) if output else None
    wanted = Wanted(press=use == "press", printer=printer, output=folder, strict=strict)
    with _termination_is_interruption(), progress(sys.stderr, quiet) as tell:
        released = release_all(_sources(workshops), wanted, tell, _epoch())
    found = tuple(dict.fromkeys(finding for one in released for finding in one.findings))
    _show(found, form)
    for one in released:
        for file in (*one.files, *one.seals) if one.is_fit else ():
            _say(shown_path(file), err=form != "text")
    outcomes = tuple(outcome for one in released for outcome in one.outcomes)
    code = Exit.FINE if all(one.is_fit for one in released) else Exit.UNFIT
    return max(code, _settle(outcomes, debug), _sum_up(outcomes, found, summaries))


@cli.command()
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False))
@click.option("--rebuild", is_flag=True, help="Build from the sources once more, and compare.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github", "gitlab"]), default="text", help=SHOWN)
def verify(folders: tuple[str, ...], rebuild: bool, form: str) -> int:
    """Prove folders of products against their manifests and seals.

    With --rebuild the products are built from their sources once more, elsewhere, and held against the manifest.
    """
    from .findings import has_errors
    from .project import absolute, here
    from .show import shown_path
    from .verifying import rebuild as build_again
    from .verifying import verify as verify_one

    code = Exit.FINE
    for folder in (absolute(here() / folder) for folder in folders):
        found = verify_one(folder)
        if rebuild and not has_errors(found):
            found += build_again(folder)
        _show(found, form)
        if has_errors(found):
            code = Exit.UNFIT
        else:
            _say(f"{shown_path(folder)}: proved", err=form != "text")
    return code


@cli.command()
@click.argument("old", type=click.Path(exists=True))
@click.argument("new", type=click.Path(exists=True))
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", help="How it is shown.")
@click.option("--output", metavar="FILE", type=click.Path(), help="Where it is written, in place of standard output.")
@click.option(
    "--pictures", metavar="DIR", type=click.Path(file_okay=False), help="Folder for pictures of pages that differ."
)
def diff(old: str, new: str, form: str, output: str | None, pictures: str | None) -> int:
    """Compare two editions: PDFs, or folders of products.

    Tells which words differ in reading order, which recommendations moved, and which pages look otherwise. The exit
    code is that of diff: 0 nothing differs, 1 something does, 2 a file cannot be read.
    """
    from .editions import files, tell
    from .findings import Faults
    from .folder import write_whole
    from .project import absolute, here

    try:
        compared = files.compare(absolute(here() / old), absolute(here() / new))
    except Faults as faults:
        _show(faults.findings, "text")
        return Exit.USAGE
    if pictures:
        for name, png in tell.pictures(compared):
            write_whole(absolute(here() / pictures / name), png)
    colour = _colours(sys.stdout) and not output
    text = {"text": lambda: tell.as_text(compared, colour), "json": lambda: tell.as_json(compared)}.get(
        form, lambda: tell.as_html(compared)
    )()
    if output:
        write_whole(absolute(here() / output), text.encode())
    else:
        _say(text)
    return Exit.FINE if all(one.is_same for one in compared) else Exit.FAULTY


@cli.command()
def schema() -> int:
    """Print the JSON Schema of workshop.yaml, for editors."""
    import json

    from .json_schema import json_schema

    _say(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return Exit.FINE


def _sources(typed: Sequence[str]) -> tuple[Path, ...]:
    from .project import find_workshop, here, project_at
    from .show import visible

    if not typed:
        found = project_at(here()).workshops()
        if not found:
            raise click.UsageError("there are no workshops in reports/ here; begin one with: octavo new NAME")
        return found
    try:
        return tuple(dict.fromkeys(find_workshop(name, here()) for name in typed))
    except LookupError as error:
        raise click.BadParameter(visible(str(error.args[0])), param_hint="WORKSHOP") from error


def _findings(outcomes: Iterable[Outcome]) -> tuple[Finding, ...]:
    """Gather what was found; what is wrong with two products of a workshop is said once."""
    return tuple(dict.fromkeys(finding for outcome in outcomes for finding in outcome.findings))


def _show(findings: tuple[Finding, ...], form: str) -> None:
    if form == "text" and not findings:
        return
    from . import show

    if form == "text":
        _say(show.as_text(findings, _colours(sys.stderr)), err=True)
        return
    if form == "json":
        text = show.as_json(findings)
    else:
        server = _server()
        text = {"github": show.as_github, "gitlab": show.as_gitlab}[form](findings, server.root if server else None)
    if text:
        _say(text)


def _server() -> BuildServer | None:
    from .build_server import build_server

    return build_server(os.environ)


def _sum_up(outcomes: Sequence[Outcome], found: Sequence[Finding], files: Sequence[str]) -> int:
    """Write the summaries that are wanted; one that cannot be written does not undo what was made."""
    from .folder import Unwritable

    if not files:
        return Exit.FINE
    from .job_summary import Summary

    summary = Summary(outcomes, found, _server())
    code = Exit.FINE
    for file in files:
        try:
            _write_summary(summary, file)
        except Unwritable as error:
            _show(error.findings, "text")
            code = Exit.BLOCKED
    return code


def _write_summary(summary: Summary, file: str) -> None:
    from .folder import append, write_whole
    from .project import absolute, here

    path = absolute(here() / file)
    if path.suffix != ".html":
        from .job_summary import as_markdown

        return append(path, as_markdown(summary).encode())
    from .gallery import as_page, draw
    from .verbs import judging_workers

    with judging_workers() as executor:
        drawn = draw(summary, executor)
    return write_whole(path, as_page(summary, drawn).encode())


def _say(text: str, err: bool = False) -> None:
    """Print; where nobody reads on (octavo schema | head), go on in silence, for what was built is built."""
    stream = sys.stderr if err else sys.stdout
    try:
        stream.write(text.rstrip("\n") + "\n")
        stream.flush()
    except BrokenPipeError:
        _mute(stream)


def _mute(stream: TextIO) -> None:
    """Send what is still to be printed nowhere, so that Python does not stumble over it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _colours(stream: TextIO) -> bool:
    return bool(stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def _settle(outcomes: Iterable[Outcome], debug: bool) -> int:
    """Choose the exit code, and show the tracebacks of our own defects to those who ask for them."""
    outcomes = tuple(outcomes)
    if debug:
        _show_tracebacks(outcome.error for outcome in outcomes if outcome.error)
    return max(CODES.get(outcome.state, Exit.FINE) for outcome in outcomes)


def _show_tracebacks(errors: Iterable[BaseException]) -> None:
    import traceback

    for error in dict.fromkeys(errors):
        _say("".join(traceback.format_exception(error)), err=True)


@contextmanager
def _termination_is_interruption() -> Iterator[None]:
    """Let a build that is told to end (SIGTERM) tidy up as one that is interrupted does."""
    import signal

    def stop(*_words: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def run(words: Sequence[str]) -> int:
    """Do what was typed and give the exit code; a mistake of the user never shows a traceback."""
    try:
        return int(cli.main(list(words), prog_name="octavo", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted", err=True)
        return Exit.INTERRUPTED
    except Exception as error:
        return _explain(error, "--debug" in words)


def _explain(error: Exception, debug: bool) -> int:
    """Say what stopped a command before it could say so itself."""
    from .findings import Faults
    from .folder import Unwritable

    if isinstance(error, Faults):
        _show(error.findings, "text")
        return Exit.BLOCKED if isinstance(error, Unwritable) else Exit.FAULTY
    if isinstance(error, OSError) and error.errno:
        _say(f"cannot read or write {error.filename or 'here'}: {error.strerror}", err=True)
        return Exit.BLOCKED
    _say(f"a defect in Octavo: {type(error).__name__}: {error}", err=True)
    if debug:
        _show_tracebacks([error])
    else:
        _say("run again with --debug and report what it prints", err=True)
    return Exit.BROKEN


def main() -> None:
    """Run the command line as a program."""
    # Python has no such stream where whoever called closed it; what is printed then goes nowhere.
    sys.stdout = sys.stdout or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    sys.stderr = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # the name of a file may hold what the terminal cannot show
            reconfigure(errors="backslashreplace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        _mute(sys.stdout)
    sys.exit(code)
