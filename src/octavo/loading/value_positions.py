"""Where the values and keys of a file stand: lines and columns by the way to a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..findings.finding import Place

Location = tuple[str | int, ...]
"""Way to a value from the top of the file: ("recommendations", 3, "text")."""


@dataclass(frozen=True)
class ValuePositions:
    """Where each value and key stands; for an unknown location, where the nearest one above it stands."""

    file: Path
    values: Mapping[Location, Place] = field(default_factory=dict)
    keys: Mapping[Location, Place] = field(default_factory=dict)

    def find_value(self, *location: str | int) -> Place:
        """Return the place of a value, or of the nearest value that contains it."""
        while location and location not in self.values:
            location = location[:-1]
        return self.values.get(location, Place(self.file))

    def find_key(self, *location: str | int) -> Place:
        """Return the place of a key, or of the nearest value that contains it."""
        return self.keys.get(location) or self.find_value(*location)
