"""Where things stand: the way to a value in a workshop file in, its line and column out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..findings.finding import Place

Location = tuple[str | int, ...]
"""Way to a value from the top of the file: ("recommendations", 3, "text")."""


@dataclass(frozen=True)
class ValuePositions:
    """Where each value and each key stands; an unknown location gives the nearest one above it."""

    file: Path
    values: Mapping[Location, Place] = field(default_factory=dict)
    keys: Mapping[Location, Place] = field(default_factory=dict)

    def find_value(self, *location: str | int) -> Place:
        """Give the place of a value, or of the nearest value that holds it."""
        while location and location not in self.values:
            location = location[:-1]
        return self.values.get(location, Place(self.file))

    def find_key(self, *location: str | int) -> Place:
        """Give the place of a key, or of the nearest value that holds it."""
        return self.keys.get(location) or self.find_value(*location)
