"""Put qpdf's warnings and errors into plain words."""

from __future__ import annotations

import re

from pikepdf import Pdf


def list_qpdf_warnings(pdf: Pdf) -> list[str]:
    """List what qpdf says is wrong with a file, as far as it told yet.

    Quartz lists objects at offset 0 that nothing refers to: readers pass over them in silence, and nothing is lost.
    """
    said = [str(one).strip() for one in pdf.get_warnings()]
    return [one for one in said if "object has offset 0" not in one]


def shorten_qpdf_message(said: object) -> str:
    """Give what qpdf says is the matter, but for the stream that it reads from, with its address in memory."""
    return re.sub(r"^(?:stream )?<[^>]*>[:,]?\s*|^WARNING:\s*", "", str(said).strip())[:140]
