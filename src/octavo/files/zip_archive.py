"""Write and read zip files; equal files give equal bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

_FILE_MODE = 0o100644 << 16
_UNIX_SYSTEM = 3
_EARLIEST_DATE = (1980, 1, 1, 0, 0, 0)
_COMPRESSED_SUFFIXES = (".png", ".jpg", ".jpeg", ".docx", ".zip", ".pdf")
"""Formats that are compressed already."""


def write_zip(files: Mapping[str, bytes], moment: datetime | None = None) -> bytes:
    """Pack files into a zip file, in their order, each dated `moment` (1980-01-01, the earliest date, by default)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _zip_date(moment))
            entry.create_system, entry.external_attr = _UNIX_SYSTEM, _FILE_MODE
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_COMPRESSED_SUFFIXES) else zipfile.ZIP_DEFLATED
            packed.writestr(entry, data)
    return out.getvalue()


def read_zip(data: bytes) -> dict[str, bytes]:
    """Unpack a zip file that Octavo wrote itself."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _zip_date(moment: datetime | None) -> tuple[int, int, int, int, int, int]:
    if moment is None:
        return _EARLIEST_DATE
    date = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return max(date, _EARLIEST_DATE)
