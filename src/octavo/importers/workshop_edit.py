"""Open the workshop.yaml that an import changes, read the file of a stranger in a worker, and write the change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from ..files.guarded_files import find_link, link_finding, read_file
from ..findings.finding import Finding, FindingsError, Place, has_errors
from ..language.written_languages import WrittenLanguages
from ..loading.text_decoding import MAX_BYTES, read_text_bytes
from ..loading.text_languages import read_languages
from ..loading.yaml_editor import UneditableYaml, YamlEditor
from ..loading.yaml_reader import read_yaml_bytes
from ..processes.worker_pool import WorkerDied, start_reading_workers, stopped_finding

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True)
class OpenedWorkshop:
    """A workshop.yaml: its text, and its values, which are texts, lists and mappings.

    Of texts that are written in several languages, `data` has those of the main one.
    """

    path: Path
    text: str
    data: Mapping[str, object]
    languages: WrittenLanguages = field(default_factory=WrittenLanguages)

    @property
    def language(self) -> str:
        """Main language of the workshop."""
        return self.languages.main

    def list_entries(self, key: str) -> Sequence[Mapping[str, object]]:
        """Return the entries of a list at the top. Raises FindingsError if it is no list of entries."""
        entries = self.data.get(key) or []
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise FindingsError(
                [Finding("not-a-list", f"{key} is not a list of entries", Place(self.path), f"correct {key}")]
            )
        return entries


def open_workshop(path: Path) -> OpenedWorkshop:
    """Read a workshop.yaml, which need not be complete. Raises FindingsError if it cannot be read."""
    written, found = read_text_bytes(path)  # once: text and values are those of one moment
    if written is None:
        raise FindingsError(found)
    content = read_yaml_bytes(path, written)
    if has_errors(content.findings) or not isinstance(content.data, dict):
        raise FindingsError([*content.findings] or [Finding("not-a-workshop", "this is no workshop", Place(path))])
    languages = read_languages(content.data)
    text = written.decode()  # it was read as UTF-8 just now
    return OpenedWorkshop(path, text, languages.take_main_texts(content.data), languages)


def edit_workshop(opened: OpenedWorkshop, edit: Callable[[YamlEditor], None], what: str) -> str:
    """Return the text of a workshop with edits; `what` is imported. Raises FindingsError if it cannot be edited."""
    try:
        editor = YamlEditor(opened.text, opened.languages)
        edit(editor)
        after = editor.edited_text()
    except UneditableYaml as refusal:
        hint = f"write {what} as lists with one entry below another, each with a hyphen"
        raise FindingsError([Finding("uneditable", f"the file {refusal}", Place(opened.path), hint)]) from None
    if len(after.encode()) > MAX_BYTES:
        message = f"with this import, the file would be larger than {MAX_BYTES // 1_000_000} MB, which is not read"
        raise FindingsError(
            [Finding("file-too-large", message, Place(opened.path), "shorten the list, or import it in parts")]
        )
    return after


def read_source(source: Path, most: int) -> bytes:
    """Return the bytes of a file to import, at most one more than `most`. Raises FindingsError."""
    if link := find_link(source):
        raise FindingsError([link_finding(link)])
    try:
        return read_file(source, most + 1)
    except OSError as error:
        message = f"{source.name} cannot be read: {(error.strerror or 'unknown').lower()}"
        raise FindingsError([Finding("unreadable-file", message, None, "check the path")]) from None


def read_in_worker(
    source: Path, warm_up: Callable[[], None], read: Callable[_P, _T], /, *args: _P.args, **named: _P.kwargs
) -> _T:
    """Call a function that reads what others wrote, in a worker. Raises FindingsError, also if the worker dies."""
    try:
        with start_reading_workers(warm_up, 1) as executor:
            return executor.submit(read, *args, **named).result()
    except WorkerDied as death:
        raise FindingsError([stopped_finding("the import", death, Place(source))]) from death


def shorten_value(value: object) -> str:
    """Return a value of YAML in words on one line, of at most 60 characters, for a message."""
    if isinstance(value, Mapping):
        value = [f"{key}: {shorten_value(item)}" for key, item in value.items()]
    words = " ".join((", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)).split())
    words = words.lower() if isinstance(value, bool) else words
    return words if len(words) <= 60 else f"{words[:59]}…"
