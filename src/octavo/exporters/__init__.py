"""Export metadata: a workshop in, what publishers, libraries and search engines read of it out.

`export` does it; here are only the names of the formats, in the order in which they are made, and what is told of
pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

FORMATS: Final = (
    "bibtex",
    "ris",
    "csl-json",
    "cff",
    "crossref",
    "datacite",
    "schema-org",
    "jats",
    "onix",
    "marcxml",
    "icalendar",
)
ALL: Final = "all"
UNFITTING: Final = "does-not-apply"
"""Code of findings that name a format for which a workshop is none."""
FOLDER: Final = "metadata"
"""Folder of what is exported, in the workshop's folder of products."""


@dataclass(frozen=True)
class Pages:
    """How many pages the volume and the report have, and on which of the volume's each chapter stands."""

    chapters: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    volume: int = 0
    report: int = 0
