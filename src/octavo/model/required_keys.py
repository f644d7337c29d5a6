"""Which keys of workshop.yaml a product needs besides those that every workshop has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

KeyPath = tuple[str, ...]

_BOOK: Final[tuple[KeyPath, ...]] = (("volume",), ("chapters",))
REQUIRED_KEYS: Final[Mapping[str, tuple[KeyPath, ...]]] = {
    "summary": (("summary",), ("policy", "disclaimer")),
    "follow-up": (("summary",), ("policy", "disclaimer"), ("report",)),
    "volume": _BOOK,
    "offprints": _BOOK,
    "manuscript": _BOOK,
}
"""The keys that each product needs. The checks and the JSON Schema are made from them."""
DESCRIBING_KEYS: Final = {"summary": "summary", "follow-up": "report", "volume": "volume"}
"""The key by which a workshop describes a product. Without a volume it describes both reports."""
