"""Create a workshop: a folder in reports/ with a commented workshop.yaml and its JSON Schema."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ..files.atomic_files import convert_write_errors
from ..files.guarded_files import refuse_link
from ..files.temporary_folders import temporary_folder
from ..findings.finding import Finding, FindingsError, Place
from ..loading.json_schema import make_workshop_schema
from ..loading.text_decoding import read_text_file
from ..model.text_types import Slug
from .project_folders import WORKSHOP_FILE, Project, find_template

SCHEMA_NAME = "workshop.schema.json"
NAME_PLACEHOLDER = "NAME"


def create_workshop(name: str, project: Project) -> Path:
    """Create reports/`name` and return the path of its workshop.yaml.

    The folder appears whole or not at all. Raises FindingsError if the name is invalid or taken.
    """
    refuse_link(project.reports_folder)
    folder = project.reports_folder / name
    faults = [*_check_name(name), *_check_name_free(name, folder)]
    if faults:
        raise FindingsError(faults)
    with create_folder_atomically(folder) as made:
        _write_files(made, name, project)
    return folder / WORKSHOP_FILE


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


def _write_files(folder: Path, name: str, project: Project) -> None:
    text = read_text_file(find_template(f"new/{WORKSHOP_FILE}", project))
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
