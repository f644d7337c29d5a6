"""Read the keys at the top level of a YAML file, without the model.

A build uses this to see what a file describes before the file is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import yaml
from yaml import events

from ..files.guarded_files import read_file
from ..findings.finding import FindingsError
from .text_decoding import MAX_BYTES

MAX_DEPTH: Final = 32
"""Levels of nesting; for every bracket the parser goes through all that are open."""


def read_top_keys(file: Path) -> dict[str, str]:
    """Return the keys at the top level of a YAML file, in order, each with its value if that is a text, else "".

    The parser knows keys in all notations: quoted, after ``?``, in braces, after a byte order mark. No error is
    raised: of a broken file the keys before the error are returned, and `yaml_reader` reports the error.
    """
    nodes: list[Any] = []
    with suppress(FindingsError, OSError, ValueError, yaml.YAMLError):
        nodes.extend(_walk_top_nodes(read_file(file, MAX_BYTES)))
    pairs = zip(nodes[::2], nodes[1::2], strict=False)
    return {key.value: getattr(value, "value", "") for key, value in pairs if isinstance(key, events.ScalarEvent)}


def _walk_top_nodes(data: bytes) -> Iterator[Any]:
    """Return the keys and values of the first document, in turn; none if it is a list or a text."""
    depth, is_mapping = 0, False
    for event in yaml.parse(data, Loader=yaml.CSafeLoader):
        if isinstance(event, events.DocumentEndEvent):
            return
        if isinstance(event, events.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, events.NodeEvent):
            if depth == 0:
                is_mapping = isinstance(event, events.MappingStartEvent)
            elif depth == 1 and is_mapping:
                yield event
            depth += isinstance(event, events.CollectionStartEvent)
            if depth > MAX_DEPTH:
                return
