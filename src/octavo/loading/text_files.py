"""Read the texts that stand in files of their own: `source: annexes/a.rst` in place of a text in workshop.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ..files.workshop_files import read_workshop_file
from ..findings.finding import Finding, Place, has_errors
from ..model import Origin, Rest
from ..processes.current_file import working_on
from .model_fields import field_types, model_class_of, type_at, unwrap_type
from .source_map import split_lines
from .text_decoding import decode_bytes
from .value_positions import Location
from .yaml_reader import YamlSource

SOURCE_KEY, TEXT_KEY = "source", "text"
MAX_CHARACTERS: Final = 5_000_000
"""Characters of all texts from files of one workshop."""
TEXT_SUFFIXES: Final = (".rst", ".txt")


@dataclass
class TextFiles:
    """The texts that were read from files: where each stands, the files, and findings on them."""

    origins: dict[Location, Origin] = field(default_factory=dict)
    files: dict[Path, None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    characters: int = 0


def insert_text_files(source: YamlSource) -> tuple[YamlSource, TextFiles]:
    """Put the texts of files in the places where their paths stand.

    A text may be written as a group with the one key `source`; an annex or a section has `source` in place of `text`.
    A finding on such a text names the file that it stands in.
    """
    texts = TextFiles()
    data = _insert_below(source.data, (), source, texts)
    if not texts.files and not texts.findings:
        return source, texts
    begun = {at: Place(origin.file) for at, origin in texts.origins.items()}
    places = replace(source.places, values={**source.places.values, **begun})
    return replace(source, data=data, places=places), texts


def _insert_below(value: object, at: Location, source: YamlSource, texts: TextFiles) -> Any:
    if isinstance(value, list):
        return [_insert_below(item, (*at, number), source, texts) for number, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if SOURCE_KEY not in value:
        return {key: _insert_below(item, (*at, key), source, texts) for key, item in value.items()}
    kind = type_at(at)
    wanted = unwrap_type(kind)
    if isinstance(wanted, type) and issubclass(wanted, Rest):
        return _read_in_place_of_text(value, at, source, texts)
    part = model_class_of(kind)
    made = {key: _insert_below(item, (*at, key), source, texts) for key, item in value.items()}
    if part is not None and {SOURCE_KEY, TEXT_KEY} <= set(field_types(part)) and isinstance(made.get(SOURCE_KEY), str):
        path = made[SOURCE_KEY]
        place = source.places.find_value(*at, SOURCE_KEY)
        if TEXT_KEY in made:
            texts.findings.append(_text_and_source_finding(place))
        else:
            made[TEXT_KEY] = _read_text(path, (*at, TEXT_KEY), place, source, texts)
    return made


def _read_in_place_of_text(value: dict[str, object], at: Location, source: YamlSource, texts: TextFiles) -> object:
    """Return the text of the file that a group of keys names, or the group itself if it does not."""
    path = value.get(SOURCE_KEY)
    if not isinstance(path, str) or len(value) > 1:
        return value
    return _read_text(path, at, source.places.find_value(*at, SOURCE_KEY), source, texts)


def _text_and_source_finding(place: Place) -> Finding:
    message = "there is a text and also a file with the text"
    return Finding("text-and-source", message, place, "keep text: or source:, and remove the other")


_UNREAD: Final = "unread"  # stands for a text that could not be read, which a finding tells


def _read_text(path: str, at: Location, place: Place, source: YamlSource, texts: TextFiles) -> str:
    """Return the text of a file in the workshop's folder; its findings are added to those of `texts`."""
    if not path.lower().endswith(TEXT_SUFFIXES):
        message = f"'{path}' is not a text file: its name does not end in {' or '.join(TEXT_SUFFIXES)}"
        hint = "save the text as reStructuredText, in UTF-8, under a name such as annexes/method.rst"
        texts.findings.append(Finding("not-a-text-file", message, place, hint))
        return _UNREAD
    file, data, refused = read_workshop_file(source.places.file.parent, path, place)
    texts.files[file] = None
    if refused:
        texts.findings.append(refused)
        return _UNREAD
    with working_on(file):
        text, found = decode_bytes(file, data)
    texts.findings += found
    if text is None or has_errors(found):
        return _UNREAD
    if not text.strip():
        texts.findings.append(Finding("empty-text", "the file has no text", Place(file), "write the text into it"))
        return _UNREAD
    texts.characters += len(text)
    if texts.characters > MAX_CHARACTERS:
        if texts.characters - len(text) <= MAX_CHARACTERS:  # told once
            message = f"the texts from files have more than {MAX_CHARACTERS:,} characters; this one is too many"
            hint = "shorten them, or make chapters of a volume of them"
            texts.findings.append(Finding("too-much-text", message, place, hint))
        return _UNREAD
    lines = split_lines(text.expandtabs(8))
    texts.origins[at] = Origin(file, tuple(map(_word_positions, range(1, len(lines) + 1), lines)))
    return "\n".join(lines)


def _word_positions(number: int, line: str) -> tuple[tuple[int, int], ...]:
    """Return line and column of each word of a line; an empty line has one position."""
    words = tuple((number, word.start() + 1) for word in re.finditer(r"\S+", line))
    return words or ((number, 1),)
