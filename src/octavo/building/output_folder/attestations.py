"""Write the files that seal a release: checksums, SBOM and provenance."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from . import manifest
from .checksums import SUMS, sums
from .manifest import ManifestEntry
from .provenance import PROVENANCE, provenance
from .sbom import BILL, bill

MARKS = (BILL, PROVENANCE, SUMS)
"""Files that tell of a release; they list the products and are none."""


def seals(workshop: str, entries: Sequence[ManifestEntry]) -> dict[str, bytes]:
    """Write the manifest of a release and what tells of it (MARKS), by file name; the sums tell of all the others."""
    told = {
        manifest.NAME: manifest.write(workshop, entries),
        BILL: bill(workshop, entries),
        PROVENANCE: provenance(workshop, entries),
    }
    digests = {str(entry["file"]): str(entry["sha256"]) for entry in entries}
    return told | {SUMS: sums(digests | {name: sha256(data).hexdigest() for name, data in told.items()})}
