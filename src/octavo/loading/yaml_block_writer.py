"""Write plain data as lines of YAML: as blocks for people, or on one line within brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import yaml

_CLOCK: Final = re.compile(r"\d{1,2}:\d\d")
_LINE_ENDS: Final = re.compile("[\n\x85\u2028\u2029]")
"""Characters that begin a line in YAML 1.1; only double quotation marks keep them."""
_UNLITERAL: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]"
)
"""Characters that no literal block can hold as they are."""


def write_items(items: Iterable[Mapping[str, object]], indent: str) -> str:
    """Write mappings as items of a list, one key below another."""
    return "".join(_write_item(item, indent) for item in items)


def write_entries(values: Mapping[str, object], indent: str) -> str:
    """Write the keys of a mapping, one below another."""
    return "".join(f"{indent}{key}:{write_value(value, indent)}\n" for key, value in values.items())


def write_value(value: object, indent: str) -> str:
    """Write what follows a key and its colon, without the last line end; `indent` is that of the key."""
    if isinstance(value, Mapping) and any(map(_is_large, value.values())):
        return "\n" + write_entries(value, f"{indent}  ").rstrip("\n")
    if isinstance(value, Sequence) and not isinstance(value, str) and any(isinstance(one, Mapping) for one in value):
        return "\n" + write_items(value, f"{indent}  ").rstrip("\n")
    if isinstance(value, str) and _is_literal(value):
        return f" |{'' if value.endswith(chr(10)) else '-'}" + "".join(
            f"\n{indent}  {line}" if line else "\n" for line in value.removesuffix("\n").split("\n")
        )
    return f" {write_flow(value)}"


def write_flow(value: object) -> str:
    """Write a value on one line, quoted if need be, so that it also stands within brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {write_flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(write_flow, value)) + "]"
    style = '"' if isinstance(value, str) and (_LINE_ENDS.search(value) or _CLOCK.fullmatch(value)) else None
    written = yaml.dump(
        [value], Dumper=yaml.SafeDumper, default_flow_style=True, default_style=style, allow_unicode=True, width=1 << 30
    )
    return written.strip()[1:-1]


def plain_data(value: object) -> object:
    """Return a value with lists for tuples."""
    if isinstance(value, Mapping):
        return {name: plain_data(item) for name, item in value.items()}
    return list(map(plain_data, value)) if isinstance(value, tuple | list) else value


def _write_item(item: Mapping[str, object], indent: str) -> str:
    return f"{indent}- {write_entries(item, f'{indent}  ')[len(indent) + 2 :]}"


def _is_large(value: object) -> bool:
    """Return whether a value stands better on lines of its own."""
    return isinstance(value, Mapping | list | tuple) or (isinstance(value, str) and "\n" in value)


def _is_literal(text: str) -> bool:
    """Return whether a text can be a literal block, which needs no quotation marks."""
    is_plain = "\n" in text.strip("\n") and not text.startswith((" ", "\n", "\t")) and not text.endswith("\n\n")
    return is_plain and not _UNLITERAL.search(text)
