"""Build JSON in which nothing is empty: plain data in, bytes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def filled(content: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what has no value."""
    return {name: value for name, value in content.items() if value not in (None, "", [], {}, ())}


def written(content: Any) -> bytes:
    """Write a document; the same content gives the same bytes."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
