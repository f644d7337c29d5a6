"""The names of the export formats, in the order in which they are written.

They are separate from exporter_registry, so that the command line can list them without loading the exporters.
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
"""Code of findings about formats that do not apply to a workshop."""
METADATA_FOLDER: Final = "metadata"
"""Folder of exported files, in the workshop's output folder."""
