"""Check whether an image file holds only the picture, so that it may be passed on unchanged."""

from __future__ import annotations

from collections.abc import Iterator

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The picture itself, its colours and print size (ISO/IEC 15948, 11); no text, date or place.
_PLAIN_CHUNKS = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
        b"hIST",
    )
)
# JFIF, colour profile, and Adobe's colour transform (ITU-T T.81, annex B); no Exif, no comments.
_PLAIN_APPLICATIONS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_PLAIN_MARKERS = frozenset(
    (*range(0xC0, 0xC4), 0xC4, *range(0xC5, 0xC8), *range(0xC9, 0xD0), 0xDB, 0xDC, 0xDD, 0xDE, 0xDF)
)
_MOST_CHUNKS = 100_000


def plain_image_suffix(data: bytes) -> str:
    """Return the suffix of a PNG or JPEG file that holds only a picture; "" for any other file."""
    if data.startswith(_PNG_SIGNATURE):
        return ".png" if _is_plain_png(data) else ""
    return ".jpg" if data.startswith(b"\xff\xd8") and _is_plain_jpeg(data) else ""


def _is_plain_png(data: bytes) -> bool:
    kinds = list(_chunk_kinds(data))
    return bool(kinds) and kinds[-1] == b"IEND" and set(kinds) <= _PLAIN_CHUNKS


def _chunk_kinds(data: bytes) -> Iterator[bytes]:
    """Yield the chunk types of a PNG; the last is empty if data follows its end."""
    at = len(_PNG_SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        kind = data[at + 4 : at + 8]
        yield kind
        at += int.from_bytes(data[at : at + 4], "big") + 12
        if kind == b"IEND" or at > len(data):
            break
    if at != len(data):
        yield b""


def _is_plain_jpeg(data: bytes) -> bool:
    """Follow the segments of a JPEG to its end, which must be the end of the file."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xD9:
            return False
        if mark in _PLAIN_APPLICATIONS:
            if not data.startswith(_PLAIN_APPLICATIONS[mark], at + 4):
                return False
        elif mark not in _PLAIN_MARKERS and mark != 0xDA:
            return False
        at += 2 + length
        if mark == 0xDA:
            at = _find_scan_end(data, at)
            if data[at : at + 2] == b"\xff\xd9":
                return at + 2 == len(data)
    return False


def _find_scan_end(data: bytes, at: int) -> int:
    """Return the position of the next marker after scan data, where FF precedes 00 or a restart marker."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        following = data[at + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7 and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2
    return len(data)
