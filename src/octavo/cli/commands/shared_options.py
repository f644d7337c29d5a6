"""Arguments and options that several commands share, and their shell completion."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from ...files.typed_paths import absolute_path, working_folder
from ...findings.console_text import show_control_characters
from ...product_catalogue import PRODUCTS, STYLE_SHEETS
from ...project.project_folders import find_misnamed_workshops, find_workshop, find_workshops_in, project_at_folder
from ...project.source_date import read_source_date_epoch

if TYPE_CHECKING:
    from pathlib import Path

    from ...project.project_folders import Project


def current_project() -> Project:
    """Return the project of the working folder."""
    return project_at_folder(working_folder())


def complete_workshops(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    names = (path.parent.name for path in current_project().workshop_files())
    return _matching(names, incomplete) or _matching([incomplete], incomplete, kind="file")


def complete_styles(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    folders = current_project().search_path("styles")
    names = {path.stem for folder in folders for path in folder.glob("*.css")} - set(STYLE_SHEETS)
    return _matching(sorted(names), incomplete)


def complete_profiles(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from ...project.printer_profile_lookup import profile_names  # loads pydantic and the model

    return _matching(profile_names(current_project()), incomplete)


def _matching(names: Iterable[str], incomplete: str, kind: str = "plain") -> list[CompletionItem]:
    return [CompletionItem(name, type=kind) for name in names if name.startswith(incomplete)]


class WrittenFile(click.Path):
    """A file that a command writes; its folder must exist, so that a slip of the pen makes no folders."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name as it was typed."""
        name = str(super().convert(value, param, ctx))
        folder = absolute_path(working_folder() / name).parent
        if not folder.exists():
            shown = show_control_characters(os.path.dirname(name) or str(folder))  # noqa: PTH120 - as it was typed
            self.fail(f"there is no folder '{shown}'; create it, or name a file in another folder", param, ctx)
        return name


Decorator = Callable[[Callable[..., int]], Callable[..., int]]
WORKSHOPS: Decorator = click.argument("workshops", metavar="[WORKSHOP]...", nargs=-1, shell_complete=complete_workshops)
PRODUCT: Decorator = click.option(
    "--product", "products", type=click.Choice(PRODUCTS), multiple=True, help="Use only this product; repeatable."
)
FORMAT: Decorator = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    help="Format of findings: text on standard error; json, or annotations for github or gitlab, on standard output.",
)
STRICT: Decorator = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
DEBUG: Decorator = click.option("--debug", is_flag=True, help="Show the traceback of a defect in Octavo.")
QUIET: Decorator = click.option("--quiet", "-q", is_flag=True, help="Show no progress.")
OUTPUT: Decorator = click.option("--output", metavar="DIR", type=click.Path(), help="Output folder instead of build/.")
STYLE: Decorator = click.option(
    "--style", metavar="NAME", shell_complete=complete_styles, help="House style to use instead of the product's own."
)
PRINTER: Decorator = click.option(
    "--printer",
    metavar="NAME",
    shell_complete=complete_profiles,
    help="Printer profile to use instead of the workshop's own.",
)
LANGUAGE: Decorator = click.option(
    "--language",
    "languages",
    metavar="CODE",
    multiple=True,
    help="Use only this language of workshops that are written in several, such as fr; repeatable.",
)
SUMMARY: Decorator = click.option(
    "--summary",
    "summaries",
    metavar="FILE",
    type=click.Path(),
    multiple=True,
    help="Also write a summary: an HTML page with pictures of all pages if FILE ends in .html, otherwise Markdown that "
    "is appended to FILE; repeatable.",
)


def find_workshops(typed: Sequence[str]) -> tuple[Path, ...]:
    """Return the workshops that are named, or all of the current project. Raises UsageError if there are none."""
    if not typed:
        project = current_project()
        found, misnamed = project.workshop_files(), find_misnamed_workshops(project)
        if not found:
            there = f": {show_control_characters(misnamed[0])}" if misnamed else ""
            create = "" if misnamed else "; create one with: octavo new NAME"
            raise click.UsageError(f"there are no workshops in reports/ here{there}{create}")
        for words in misnamed:
            click.echo(f"warning: {show_control_characters(words)}", err=True)
        return found
    try:
        return tuple(dict.fromkeys(find_workshop(name, working_folder()) for name in typed))
    except LookupError as error:
        raise click.BadParameter(show_control_characters(str(error.args[0])), param_hint="WORKSHOP") from error


def keep_languages(sources: Sequence[Path], languages: Sequence[str], *, is_typed: bool) -> tuple[Path, ...]:
    """Return the workshops that are written in one of the languages, or all if none is named.

    Raises UsageError if there are none, or if one was named that is not: `is_typed` says that they were named.
    """
    if not languages:
        return tuple(sources)
    from ...language.written_languages import name_language
    from ...loading.top_level_keys import read_outline

    written = {source: read_outline(source).languages for source in sources}
    for language in languages:
        having = [source for source, known in written.items() if language in known]
        lacking = [source for source in sources if source not in having]
        if lacking and (is_typed or not having):
            known = ", ".join(written[lacking[0]])
            name = show_control_characters(lacking[0].parent.name)
            wanted = show_control_characters(language)
            raise click.BadParameter(
                f"{name} is not written in '{wanted}', but in {known}; docs/languages.md says how languages are added",
                param_hint="--language",
            )
        for source in lacking:
            words = f"{source.parent.name} is not written in {name_language(language)}, and is left out"
            click.echo(f"note: {show_control_characters(words)}", err=True)
    return tuple(source for source in sources if set(languages) & set(written[source]))


def choose_workshop(typed: Sequence[str], where: str = "") -> Path:
    """Return the workshop that is named, or the only one. Raises UsageError; `where` says where to name it."""
    found = find_workshops(typed)
    if len(found) > 1:
        names = ", ".join(path.parent.name for path in found)
        several = "there are several workshops" if not typed else "this works with one workshop"
        raise click.UsageError(f"{several}; name one of them{where}: {names}")
    return found[0]


def find_origins(typed: str) -> tuple[Path, ...]:
    """Return the workshops of a project folder, or the one workshop that is named."""
    try:
        return find_workshops_in(typed, working_folder())
    except LookupError as error:
        raise click.BadParameter(show_control_characters(str(error.args[0])), param_hint="--from") from error


def read_epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH if it is set. Raises UsageError if it is not a number."""
    try:
        return read_source_date_epoch()
    except ValueError as error:
        raise click.UsageError(show_control_characters(str(error))) from error
