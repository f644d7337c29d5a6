"""Write SHA256SUMS."""

from __future__ import annotations

from collections.abc import Mapping

CHECKSUM_FILE = "SHA256SUMS"


def write_checksums(digests: Mapping[str, str]) -> bytes:
    """Write the digests of files, by name, as `sha256sum --check` reads them, in the order of their names."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
