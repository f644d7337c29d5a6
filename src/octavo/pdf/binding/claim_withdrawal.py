"""Take the claims to PDF/A and PDF/UA out of a bound document, if they were not proved."""

from __future__ import annotations

from io import BytesIO

import pikepdf

from ..objects.stream_ends import save_deterministically

_ARCHIVAL = ("pdfaid:part", "pdfaid:conformance")
_ACCESSIBLE = ("pdfuaid:part",)


def withdraw_claims(bound: bytes, archival: bool, accessible: bool) -> bytes:
    """Return a bound document with only the claims that hold."""
    lost = (() if archival else _ARCHIVAL) + (() if accessible else _ACCESSIBLE)
    with pikepdf.open(BytesIO(bound)) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
            for claim in lost:
                if claim in packet:
                    del packet[claim]
        return save_deterministically(pdf)
