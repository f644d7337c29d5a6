"""Write SHA256SUMS, for releases and for the publisher's package."""

from __future__ import annotations

from collections.abc import Mapping

CHECKSUM_FILE = "SHA256SUMS"


def write_checksums(digests: Mapping[str, str]) -> bytes:
    """Write SHA-256 digests by file name in the format of `sha256sum --check`, sorted by name."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
