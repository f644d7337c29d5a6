"""Export metadata: a workshop in, what publishers, libraries and search engines read of it out.

`export` does it; here are only the names of the formats, in the order in which they are made.
"""

from __future__ import annotations

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
ALL_FORMATS: Final = "all"
DOES_NOT_APPLY: Final = "does-not-apply"
"""Code of findings that name a format for which a workshop is none."""
METADATA_FOLDER: Final = "metadata"
"""Folder of what is exported, in the workshop's folder of products."""
