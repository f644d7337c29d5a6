"""Read a workshop: the path of a YAML file in, the Workshop and the place of each of its values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .findings import Finding, Place
from .model import Workshop

Location = tuple[str | int, ...]
"""Way to a value from the top of the file: ("recommendations", 3, "text")."""


@dataclass(frozen=True)
class Places:
    """Where each value and each key stands; an unknown location gives the nearest one above it."""

    file: Path
    values: Mapping[Location, Place] = field(default_factory=dict)
    keys: Mapping[Location, Place] = field(default_factory=dict)

    def value(self, *location: str | int) -> Place:
        """Give the place of a value, or of the nearest value that holds it."""
        raise NotImplementedError

    def key(self, *location: str | int) -> Place:
        """Give the place of a key, or of the nearest value that holds it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Loaded:
    """A workshop that was read; `workshop` is None where the findings hold an error of form."""

    workshop: Workshop | None
    places: Places
    findings: tuple[Finding, ...]


def load(path: Path) -> Loaded:
    """Read and validate a workshop file; every `Rest` value gets its origin."""
    raise NotImplementedError
