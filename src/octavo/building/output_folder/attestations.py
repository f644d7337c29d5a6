"""Write the attestations of a release: checksums, SBOM and provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from ...files.file_digests import CHECKSUM_FILE, write_checksums
from . import manifest
from .manifest import ManifestEntry
from .provenance import PROVENANCE_FILE, write_provenance
from .sbom import SBOM_FILE, write_sbom

ATTESTATION_FILES = (SBOM_FILE, PROVENANCE_FILE, CHECKSUM_FILE)
"""Files that describe a release; they are not products themselves."""


def write_attestations(workshop: str, entries: Sequence[ManifestEntry], commits: Mapping[str, str]) -> dict[str, bytes]:
    """Return the manifest and attestations of a release by file name; SHA256SUMS covers all other files."""
    told = {
        manifest.NAME: manifest.write(workshop, entries, commits),
        SBOM_FILE: write_sbom(workshop, entries),
        PROVENANCE_FILE: write_provenance(workshop, entries, commits),
    }
    digests = {str(entry["file"]): str(entry["sha256"]) for entry in entries}
    return told | {
        CHECKSUM_FILE: write_checksums(digests | {name: sha256(data).hexdigest() for name, data in told.items()})
    }
