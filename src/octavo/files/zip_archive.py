"""Pack files into one, and unpack it: names and bytes in, a zip file out, of which equal files give equal bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO

_ORDINARY = 0o100644 << 16
_UNIX = 3
_FIRST = (1980, 1, 1, 0, 0, 0)
_PACKED = (".png", ".jpg", ".jpeg", ".docx", ".zip", ".pdf")
"""What is packed already."""


def archive(files: Mapping[str, bytes], moment: datetime | None = None) -> bytes:
    """Pack files in their order, each as of `moment` (of the first day that a zip file knows, without)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _date(moment))
            entry.create_system, entry.external_attr = _UNIX, _ORDINARY
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            packed.writestr(entry, data)
    return out.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Unpack a file that was packed by ourselves."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _date(moment: datetime | None) -> tuple[int, int, int, int, int, int]:
    if moment is None:
        return _FIRST
    date = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return max(date, _FIRST)
