"""Turn warnings and errors of qpdf into plain text."""

from __future__ import annotations

import re

from pikepdf import Pdf

_STREAM_NAME = re.compile(r"(?:stream )?<[^<>]* at 0x[0-9A-Fa-f]+>[:,]? ?")


def list_qpdf_warnings(pdf: Pdf) -> list[str]:
    """Return the warnings of qpdf about a file so far.

    Quartz lists unused objects at offset 0. Readers ignore them and nothing is lost, so these warnings are left out.
    """
    messages = [str(one).strip() for one in pdf.get_warnings()]
    return [one for one in messages if "object has offset 0" not in one]


def remove_addresses(message: str) -> str:
    """Return a message without the names of input streams within it, which hold memory addresses."""
    return _STREAM_NAME.sub("", message)


def shorten_qpdf_message(message: object) -> str:
    """Return the message of qpdf without the name of the input stream, which holds a memory address."""
    return re.sub(r"^(?:stream )?<[^>]*>[:,]?\s*|^WARNING:\s*", "", str(message).strip())[:140]
