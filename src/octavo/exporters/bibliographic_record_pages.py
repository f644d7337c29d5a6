"""What formats are told of pages, if the books stand built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pages:
    """How many pages the volume and the report have, and on which of the volume's each chapter stands."""

    chapters: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    volume: int = 0
    report: int = 0
