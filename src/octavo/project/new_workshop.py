"""Create a workshop: a folder in reports/ with a workshop.yaml and its JSON Schema.

The file tells of a made-up example, with comments on every key; or it has the facts that are given, and little more.
"""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ..files.atomic_files import convert_write_errors
from ..files.guarded_files import refuse_link
from ..files.temporary_folders import temporary_folder
from ..findings.finding import Finding, FindingsError, Place
from ..language.country_names import find_country_code
from ..language.disclaimers import usual_disclaimer
from ..language.languages import find_language, supported_languages
from ..language.written_dates import read_written_date
from ..loading.json_schema import make_workshop_schema
from ..loading.text_decoding import read_text_file
from ..loading.yaml_block_writer import write_flow
from ..model.event import Event
from ..model.iso_codes import Language
from ..model.text_types import Slug
from ..product_catalogue import STYLE_SHEETS
from .project_folders import WORKSHOP_FILE, Project, find_template

SCHEMA_NAME = "workshop.schema.json"
NAME_PLACEHOLDER = "NAME"
SHORT_FORM = "short.yaml"
FACTS = ("title", "start", "end", "city", "country", "language")
"""The facts that may be given, by the names of their options."""
_NEEDED_FACTS = ("title", "start", "end")
_DATES = ("start", "end")
_INDENTS = {"city": "    ", "country": "    "}
_EMPTY_VENUE = "  venue:\n    # city:\n    # country:\n"
_DISCLAIMER_LINE = 112
"""Letters of a line of the disclaimer."""


def create_workshop(
    name: str, project: Project, facts: Mapping[str, str] | None = None, style: str | None = None
) -> Path:
    """Create reports/`name` and return the path of its workshop.yaml.

    With `facts`, which are some of `FACTS` as the user wrote them, the file has these and no example. Its reports have
    the house style `style`. The folder appears whole or not at all. Raises FindingsError if the name is invalid or
    taken, a fact is invalid or missing, or there is no such style.
    """
    refuse_link(project.reports_folder)
    folder = project.reports_folder / name
    given = _read_facts(facts) if facts else {}
    styles = _known_styles(project) if style is not None else ()
    faults = [*_check_name(name), *_check_name_free(name, folder), *(_check_facts(given) if given else ())]
    faults += _check_style(style, styles) if style is not None else ()
    if faults:
        raise FindingsError(faults)
    with create_folder_atomically(folder) as made:
        text = _fill_short_form(given, project) if given else _read_form(WORKSHOP_FILE, project)
        _write_files(made, _set_style(text, style, styles) if style else text, name)
    return folder / WORKSHOP_FILE


def _known_styles(project: Project) -> tuple[str, ...]:
    return tuple(sorted(file.stem for folder in project.search_path("styles") for file in folder.glob("*.css")))


def _check_style(style: str, known: tuple[str, ...]) -> Iterator[Finding]:
    names = [name for name in known if name not in STYLE_SHEETS]
    if style not in names:
        hint = f"choose one of: {', '.join(dict.fromkeys(names))}; octavo styles describes them"
        yield Finding("missing-style", f"there is no house style '{style}'", hint=hint)


def _set_style(text: str, style: str, known: tuple[str, ...]) -> str:
    """Write the house style of the reports into a form; the summary has its sister on A4, if there is one."""
    summary = f"{style}-a4" if f"{style}-a4" in known else style
    written = f"  style: {style}\n  summary_style: {summary}\n"
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("  # style:", "  # summary_style:"))]
    at = next((n for n, line in enumerate(kept) if line.rstrip() in ("report:", "# report:")), len(kept))
    below = (
        [line.replace("#  ", "  #", 1) for line in kept[at + 1 :]]
        if kept[at:] and kept[at][0] == "#"
        else kept[at + 1 :]
    )
    return "".join([*kept[:at], "report:\n", written, *below])


def _read_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Return the facts without spaces around them, days as in 2026-03-30, and a country in words as its code."""
    given = {key: words.strip() for key, words in facts.items()}
    for key in _DATES:
        if day := read_written_date(given.get(key, "")):
            given[key] = day.isoformat()
    if country := given.get("country"):
        given["country"] = find_country_code(country) or country
    return given


def _check_facts(given: Mapping[str, str]) -> Iterator[Finding]:
    for key in _NEEDED_FACTS:
        if not given.get(key):
            hint = 'give all three, as in --title "Keeping Footpaths Open" --start 2026-03-30 --end 2026-03-31'
            yield Finding("missing-option", f"--{key} is missing", hint=hint)
    if language := given.get("language"):
        try:
            TypeAdapter(Language).validate_python(language)
        except ValidationError as error:
            yield from (Finding("bad-value", f"--language: {fault['msg']}", hint="") for fault in error.errors())
    venue = {key: given[key] for key in _INDENTS if given.get(key)}
    known = {key: given[key] for key in _NEEDED_FACTS if given.get(key)}
    try:
        event = Event.model_validate({"type": "workshop", **known, "venue": venue})
    except ValidationError as error:
        for fault in error.errors():
            if fault["type"] != "missing":
                yield Finding("bad-value", f"--{fault['loc'][-1]}: {fault['msg']}", hint="correct the option")
        return
    if event.end < event.start:
        yield Finding("wrong-order", "--end is before --start", hint="give the first day first")


def _fill_short_form(given: Mapping[str, str], project: Project) -> str:
    """Return the short form with the facts in their places; lines of facts that are not given are comments."""
    text = _read_form(SHORT_FORM, project)
    if language := given.get("language"):
        text = _write_in_language(text, language)
    if not any(map(given.get, _INDENTS)):
        # A key without a value is an error.
        text = text.replace(_EMPTY_VENUE, _EMPTY_VENUE.replace("  venue", "  # venue").replace("    # ", "  #   "))
    for key in (*_NEEDED_FACTS, *_INDENTS):
        indent = _INDENTS.get(key, "  ")
        written = given.get(key, "") if key in _DATES else write_flow(given.get(key, ""))
        blank = f"{indent}# {key}:"
        text = text.replace(f"{blank}\n", f"{indent}{key}: {written}\n" if given.get(key) else f"{blank}\n")
    return text


def _write_in_language(text: str, language: str) -> str:
    """Set the language of a form, and translate what it says to readers: its disclaimer."""
    lines = textwrap.wrap(usual_disclaimer(language), _DISCLAIMER_LINE, break_on_hyphens=False)
    written = "".join(f"    {line}\n" for line in lines)
    others = ", ".join(row.code for row in supported_languages() if row is not find_language(language))
    text = re.sub(r"(?m)^language: .*", lambda _: f"language: {language}  # or {others}", text, count=1)
    return re.sub(r"(?m)^(  disclaimer: \|\n)(?:    .*\n)+", lambda found: f"{found[1]}{written}", text, count=1)


@contextmanager
def create_folder_atomically(folder: Path) -> Iterator[Path]:
    """Yield a folder to fill, which is then moved to `folder`; raise UnwritableError."""
    with convert_write_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(folder.parent, ".octavo-new-") as beside:
            made = beside / folder.name
            made.mkdir()
            yield made
            shutil.copymode(folder.parent, made)
            made.rename(folder)


def _read_form(file: str, project: Project) -> str:
    return read_text_file(find_template(f"new/{file}", project))


def _write_files(folder: Path, text: str, name: str) -> None:
    (folder / WORKSHOP_FILE).write_text(text.replace(NAME_PLACEHOLDER, name), "utf-8")
    (folder / SCHEMA_NAME).write_text(json.dumps(make_workshop_schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")


def _check_name(name: str) -> list[Finding]:
    """Check the name by the model's rule for ids, since it becomes the id."""
    try:
        TypeAdapter(Slug).validate_python(name)
    except ValidationError as error:
        hint = "choose a name such as illicit-trafficking-2004"
        long = f"the name has {len(name)} characters; the limit is 80"
        said = [long if fault["type"].endswith("too_long") else fault["msg"] for fault in error.errors()]
        return [Finding("bad-name", words, hint=hint) for words in said]
    return []


def _check_name_free(name: str, folder: Path) -> list[Finding]:
    """Refuse a name that exists already, also in other capitals, which some file systems do not distinguish."""
    standing = [path for path in folder.parent.glob("*") if path.name.casefold() == name.casefold()]
    hint = "choose another name, or remove that folder first"
    return [Finding("name-taken", f"'{path.name}' exists already", Place(path), hint) for path in standing]
