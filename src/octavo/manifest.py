"""Say what stands in a workshop's folder of products: entries in, the bytes of manifest.json out, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

NAME = "manifest.json"
FORMAT = 1

Entry = Mapping[str, Any]
"""What is told of one product; `product`, `file`, `bytes`, `sha256`, `pages`, `inputs` and what it was made with."""


def write(workshop: str, entries: Iterable[Entry]) -> bytes:
    """Put a manifest into its file's words: sorted, without times or places of this machine, so that equal is equal."""
    content = {
        "manifest": FORMAT,
        "workshop": workshop,
        "products": sorted((dict(entry) for entry in entries), key=lambda entry: str(entry["product"])),
    }
    return (json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode()


def read(data: bytes) -> tuple[Entry, ...]:
    """Read the entries of a manifest; one that is damaged, or of another format, has none."""
    try:
        content = json.loads(data)
        if content["manifest"] != FORMAT:
            return ()
        return tuple(entry for entry in content["products"] if _is_entry(entry))
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()


def workshop(data: bytes) -> str:
    """Read whose products a manifest lists; none where it is damaged."""
    try:
        return str(json.loads(data)["workshop"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(key), str) for key in ("product", "file", "sha256"))
