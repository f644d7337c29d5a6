"""Read the keys at the top level of a YAML file, without the model.

A build uses this to see what a file describes before the file is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import yaml
from yaml import events

from ..files.guarded_files import read_file
from ..findings.finding import FindingsError
from ..language.written_languages import arrange_languages
from ..product_catalogue import WorkshopOutline
from .text_decoding import MAX_BYTES

MAX_DEPTH: Final = 32
"""Levels of nesting; for every bracket the parser goes through all that are open."""
PRODUCTS_KEY: Final = "products"
"""The key that lists products."""
LANGUAGE_KEY: Final = "language"
LANGUAGES_KEY: Final = "languages"
"""The keys of the main language, and of the list of all."""


def read_top_keys(file: Path) -> dict[str, str]:
    """Return the keys at the top level of a YAML file, in order, each with its value if that is a text, else "".

    The parser knows keys in all notations: quoted, after ``?``, in braces, after a byte order mark. No error is
    raised: of a broken file the keys before the error are returned, and `yaml_reader` reports the error.
    """
    return {key: value for key, value, _ in _read_top_values(file)}


def read_outline(file: Path) -> WorkshopOutline:
    """Return what a workshop file describes, as far as it can be read: its keys, its products and its languages."""
    values = _read_top_values(file)
    listed = {key: entries for key, _, entries in values}
    main = {key: value for key, value, _ in values}.get(LANGUAGE_KEY)
    languages = arrange_languages(main, listed.get(LANGUAGES_KEY, ())).all
    return WorkshopOutline(tuple(listed), listed.get(PRODUCTS_KEY, ()), languages)


def _read_top_values(file: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return each key at the top level, with its value if that is a text, and the texts in it if it is a list."""
    nodes: list[tuple[object, list[str]]] = []
    with suppress(FindingsError, OSError, ValueError, yaml.YAMLError):
        nodes.extend(_walk_top_nodes(read_file(file, MAX_BYTES)))
    pairs = zip(nodes[::2], nodes[1::2], strict=False)
    return [
        (key.value, getattr(value, "value", ""), tuple(entries))
        for (key, _), (value, entries) in pairs
        if isinstance(key, events.ScalarEvent)
    ]


def _walk_top_nodes(data: bytes) -> Iterator[tuple[object, list[str]]]:
    """Return the keys and values of the first document, in turn, each with the texts directly below it if it is a list.

    There are none if the document is a list or a text.
    """
    depth, is_mapping = 0, False
    below: list[str] = []
    for event in yaml.parse(data, Loader=yaml.CSafeLoader):
        if isinstance(event, events.DocumentEndEvent):
            return
        if isinstance(event, events.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, events.NodeEvent):
            if depth == 0:
                is_mapping = isinstance(event, events.MappingStartEvent)
            elif depth == 1 and is_mapping:
                below = []
                is_list = isinstance(event, events.SequenceStartEvent)
                yield event, below
            elif depth == 2 and is_mapping and is_list and isinstance(event, events.ScalarEvent):
                below.append(event.value)
            depth += isinstance(event, events.CollectionStartEvent)
            if depth > MAX_DEPTH:
                return
