"""Check JPEG 2000 images (ISO 19005-2 and -3, 6.2.8.3). The boxes of such files: ISO/IEC 15444-1, annex I."""

from __future__ import annotations

from collections.abc import Iterator

_SIGNATURE = b"\x00\x00\x00\x0cjP  "
_CODESTREAM = b"\xff\x4f\xff\x51"
_MOST_BOXES = 1000
_CIEJAB = 19
_METHODS = (1, 2, 3)
_MOST_BITS = 38
_COUNTS = (1, 3, 4)


def list_jpeg2000_faults(data: bytes, has_colour_space: bool) -> Iterator[str]:
    """Yield what is wrong, in words about the image. A colour space in the PDF replaces those in the image."""
    if data.startswith(_CODESTREAM):
        return
    if not data.startswith(_SIGNATURE):
        yield "is not JPEG 2000"
        return
    boxes = list(_list_boxes(data, 0, len(data)))
    header = next(((start, end) for kind, start, end in boxes if kind == b"jp2h"), None)
    if header is None:
        yield "has no header"
        return
    inner = [(kind, data[start:end]) for kind, start, end in _list_boxes(data, *header)]
    yield from _check_channels(inner)
    if not has_colour_space:
        yield from _check_colours([body for kind, body in inner if kind == b"colr" and len(body) >= 3])


def _list_boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(_MOST_BOXES):
        if start + 8 > end:
            return
        length, head = int.from_bytes(data[start : start + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        stop = end if length == 0 else min(end, start + max(length, head))
        yield data[start + 4 : start + 8], start + head, stop
        start = stop


def _check_channels(inner: list[tuple[bytes, bytes]]) -> Iterator[str]:
    size = next((body for kind, body in inner if kind == b"ihdr" and len(body) >= 14), None)
    if size is None:
        yield "has no image header"
        return
    count, depth = int.from_bytes(size[8:10], "big"), size[10]
    extra = next((body for kind, body in inner if kind == b"cdef"), b"")
    entries = [extra[at : at + 6] for at in range(2, len(extra) - 5, 6)]
    opacity = sum(int.from_bytes(one[2:4], "big") in (1, 2) for one in entries)
    if count - opacity not in _COUNTS:
        yield f"has {count - opacity} colours"
    if any(kind == b"bpcc" for kind, _ in inner) or depth == 255:
        yield "has channels of different depths"
    elif (depth & 0x7F) + 1 > _MOST_BITS:
        yield f"has {(depth & 0x7F) + 1} bits per channel"


def _check_colours(spaces: list[bytes]) -> Iterator[str]:
    if len(spaces) > 1 and sum(body[2] == 1 for body in spaces) != 1:
        yield "has several colour spaces, and does not say which one is exact"
    best = next((body for body in spaces if body[2] == 1), spaces[0] if spaces else b"\x01\x00\x00")
    if best[0] not in _METHODS:
        yield f"defines its colours by the unknown method {best[0]}"
    elif best[0] == 1 and int.from_bytes(best[3:7], "big") == _CIEJAB:
        yield "has the colour space CIEJab"
