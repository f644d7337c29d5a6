"""Tell what stands at the top of a YAML file: a path in, its keys, each with its value if that is plain text, out.

For those who must know of what a file speaks before anybody reads and judges it: nothing here imports the model.
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
"""Lists and keys within each other; of each bracket that is open the parser takes note at each that follows."""


def read_top_keys(file: Path) -> dict[str, str]:
    """Give the keys at the top of a YAML file, in their order; the value of a key is "" where it is no plain text.

    However a key is written (quoted, after ``?``, in braces, after a byte order mark), the parser knows it. No error
    is raised: of a file that cannot be read, the keys before the fault are given, and `yaml_reader` tells the fault.
    """
    nodes: list[Any] = []
    with suppress(FindingsError, OSError, ValueError, yaml.YAMLError):
        nodes.extend(_walk_top_nodes(read_file(file, MAX_BYTES)))
    pairs = zip(nodes[::2], nodes[1::2], strict=False)
    return {key.value: getattr(value, "value", "") for key, value in pairs if isinstance(key, events.ScalarEvent)}


def _walk_top_nodes(data: bytes) -> Iterator[Any]:
    """Walk through the keys and values of the first document, in turn; a list or a single text has none."""
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
