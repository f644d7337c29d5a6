"""Read values of JSON from strangers: what is not of the kind that is expected is as good as missing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...findings.finding import Finding, FindingsError
from ..workshop_writer import replace_surrogates

Entry = Mapping[str, object]


def parse_json(source: Path, data: bytes) -> Any:
    """Parse a JSON file. Raises FindingsError."""
    try:
        return replace_surrogates(json.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        place = f" ({error})" if isinstance(error, json.JSONDecodeError) else ""
        message = f"{source.name} is no JSON that can be read{place}"
        raise FindingsError([Finding("unreadable-json", message, None, "export the file again")]) from None


def text_of(entry: Entry, *keys: str) -> str:
    """Return the first text or number that an entry has under one of the keys; of texts by language, the first."""
    for key in keys:
        value = entry.get(key)
        if isinstance(value, dict):
            value = next((one for one in value.values() if isinstance(one, str) and one), None)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def entry_of(entry: Entry, key: str) -> Entry:
    """Return the mapping that an entry has under a key."""
    value = entry.get(key)
    return value if isinstance(value, dict) else {}


def list_of(entry: Entry, key: str) -> Sequence[Entry]:
    """Return the mappings of the list, or of the values of the mapping, that an entry has under a key."""
    return [one for _, one in items_of(entry, key)]


def items_of(entry: Entry, key: str) -> Iterator[tuple[str, Entry]]:
    """Yield the mappings of a list or mapping, each with its index or key."""
    value = entry.get(key)
    pairs = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    yield from ((str(name), one) for name, one in pairs if isinstance(one, dict))
