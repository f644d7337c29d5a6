"""The time that SOURCE_DATE_EPOCH gives, for builds that must be reproducible (reproducible-builds.org)."""

from __future__ import annotations

import os
from typing import Final

_VARIABLE: Final = "SOURCE_DATE_EPOCH"
_MOST_DIGITS: Final = 11


def read_source_date_epoch() -> int | None:
    """Return SOURCE_DATE_EPOCH in seconds since 1970, or None if it is not set. Raises ValueError for anything else."""
    written = os.environ.get(_VARIABLE, "")
    if not written:
        return None
    if not (written.isascii() and written.isdecimal()) or len(written) > _MOST_DIGITS:
        raise ValueError(f"{_VARIABLE} is '{written}'; set it to a number of seconds since 1970")
    return int(written)
