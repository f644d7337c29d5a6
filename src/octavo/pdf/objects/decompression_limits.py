"""Find decompression bombs before anything is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from .content_streams import list_content_streams

_MOST_BYTES = 100_000_000
"""The most bytes that one stream may unpack to."""
_MOST_PIXELS = 500_000_000
# What all streams of a file may unpack to together: so much for each page, and so much for each byte of the file. Both
# grow with the file, so a book of many papers is within the limits if every paper is. Deflate packs a page of text to a
# fifth and a drawing of one colour to a three-hundredth; a bomb approaches its limit, a thousandth.
_PAGE_BYTES, _PAGE_PICTURE_BYTES = 20_000_000, 200_000_000
_RATIO, _PICTURE_RATIO = 100, 500
FULL_FILTER_NAMES = {
    "A85": "ASCII85Decode",
    "AHx": "ASCIIHexDecode",
    "CCF": "CCITTFaxDecode",
    "DCT": "DCTDecode",
    "Fl": "FlateDecode",
    "LZW": "LZWDecode",
    "RL": "RunLengthDecode",
}
"""The full names of abbreviated filters (ISO 32000-1, table 94)."""
# Their output is smaller than their input, so qpdf may unpack them.
_GREATEST_RATIO = 1040
"""More than the greatest ratio at which Deflate packs."""
_CODECS = frozenset({"CCITTFaxDecode", "DCTDecode", "JBIG2Decode", "JPXDecode"})
_SHRINKING = frozenset({"ASCII85Decode", "ASCIIHexDecode"})


def find_excessive_size(pdf: Pdf, measure: Callable[[Pdf, Stream], int] | None = None) -> str:
    """Return what of a PDF unpacks to more than a paper or a book needs, or "". No more than that is unpacked.

    Streams are unpacked only as far as their packed sizes leave a doubt. `measure` does what `unpacked_size` does.
    """
    measure = measure or unpacked_size
    drawn = {part.objgen for page in pdf.pages for part in list_content_streams(page.obj)}
    pages = len({page.obj.objgen for page in pdf.pages})
    others = _Sum("its streams", pages * _PAGE_BYTES, _RATIO)
    pictures = _Sum("its images", pages * _PAGE_PICTURE_BYTES, _PICTURE_RATIO)
    for item in pdf.objects:
        if not isinstance(item, Stream):
            continue
        # Images are shown one at a time. A content stream that is marked as an image does not count as one.
        is_picture = item.get(Name.Subtype) == Name.Image and item.objgen not in drawn
        if is_picture and _count_pixels(item) > _MOST_PIXELS:
            return f"an image has more than {_MOST_PIXELS // 1_000_000} million pixels"
        packed = len(item.read_raw_bytes())
        size, is_exact = _bound_size(item, packed)
        if size > _MOST_BYTES:
            size, is_exact = measure(pdf, item), True
        if size > _MOST_BYTES:
            return f"{'an image' if is_picture else 'a stream'} unpacks to more than {_MOST_BYTES // 1_000_000} MB"
        (pictures if is_picture else others).add(packed, size, None if is_exact else item)
    for total in (pictures, others):
        total.replace_bounds(lambda item: measure(pdf, item))
    return pictures.describe_excess() or others.describe_excess()


def _bound_size(stream: Stream, packed: int) -> tuple[int, bool]:
    """Return a size that a stream cannot exceed when it is unpacked, and whether it is just that size."""
    names = _filter_names(stream)
    if not names or _CODECS.issuperset(names):
        return packed, True
    if names == ["FlateDecode"]:
        return _GREATEST_RATIO * packed + 1024, False
    return _MOST_BYTES + 1, False


@dataclass
class _Sum:
    """The size of many streams, packed and unpacked; `base` bytes and `ratio` times the packed size are allowed."""

    what: str
    base: int
    ratio: int
    packed: int = 0
    unpacked: int = 0
    bounded: list[tuple[int, int, Stream]] = field(default_factory=list)
    """The streams for which a bound is counted, each with that and its packed size."""

    def add(self, packed: int, unpacked: int, bounded: Stream | None) -> None:
        self.packed += packed
        self.unpacked += unpacked
        if bounded is not None:
            self.bounded.append((packed, unpacked, bounded))

    def replace_bounds(self, measure: Callable[[Stream], int]) -> None:
        """Measure streams, the longest first, until there is no doubt that all are within the limit."""
        for _, bound, stream in sorted(self.bounded, key=lambda one: -one[0]):
            if self._is_within_limit:
                return
            self.unpacked += measure(stream) - bound

    @property
    def _is_within_limit(self) -> bool:
        return self.unpacked <= self.base + self.ratio * self.packed

    def describe_excess(self) -> str:
        if self._is_within_limit:
            return ""
        return f"{self.what} unpack to {self.unpacked // max(1, self.packed):,} times their size"


def _count_pixels(image: Stream) -> int:
    try:
        return int(image.get(Name.Width, 0)) * int(image.get(Name.Height, 0))
    except (TypeError, ValueError):
        return 0


def unpacked_size(pdf: Pdf, stream: Stream) -> int:
    """Return the largest size of a stream in bytes after any of its filters, or a size just over the limit.

    Image codecs such as JPEG are not decoded; images are limited by their number of pixels.
    """
    data = stream.read_raw_bytes()
    most = len(data)
    names = _filter_names(stream)
    for step, name in enumerate(names):
        if name in _SHRINKING:
            data = _decode_by_qpdf(pdf, data, name)
        elif name == "FlateDecode":
            data = _inflate_safely(data)
        elif name in ("LZWDecode", "RunLengthDecode"):
            size = _lzw_size(data, _uses_early_change(stream, step)) if name == "LZWDecode" else _run_length_size(data)
            most = max(most, size)
            if most > _MOST_BYTES or step == len(names) - 1:
                break
            data = _decode_by_qpdf(pdf, data, name)
        else:
            break
        most = max(most, len(data))
        if most > _MOST_BYTES:
            break
    return most


def _filter_names(stream: Stream) -> list[str]:
    given = stream.get(Name.Filter)
    listed = list(given) if isinstance(given, Array) else [] if given is None else [given]
    names = [_full_filter_name(name) for name in listed]
    return [FULL_FILTER_NAMES.get(name, name) for name in names]


def _full_filter_name(name: object) -> str:
    try:
        return str(name).strip("/")
    except UnicodeDecodeError:
        return "of no name"


def _uses_early_change(stream: Stream, step: int) -> bool:
    """Return the EarlyChange parameter of LZW, which is true unless the file says otherwise."""
    given = stream.get(Name.DecodeParms)
    one = given[step] if isinstance(given, Array) and step < len(given) else given
    return not (isinstance(one, Dictionary) and one.get(Name.EarlyChange, 1) == 0)


def _decode_by_qpdf(pdf: Pdf, data: bytes, name: str) -> bytes:
    try:
        return Stream(pdf, data, Filter=Name(f"/{name}")).read_bytes()
    except pikepdf.PdfError:
        return data


def _inflate_safely(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST_BYTES + 1)
    except zlib.error:
        return b""


def _run_length_size(data: bytes) -> int:
    """Return the unpacked size of run-length data (ISO 32000-1, 7.4.5)."""
    at = size = 0
    while at < len(data) and data[at] != 128 and size <= _MOST_BYTES:
        run = data[at]
        size += run + 1 if run < 128 else 257 - run
        at += run + 2 if run < 128 else 2
    return size


def _lzw_size(data: bytes, early: bool) -> int:
    """Return the unpacked size of LZW data (ISO 32000-1, 7.4.4), from the lengths of its codes alone."""
    lengths = [1] * 256 + [0, 0]
    bits = held = size = before = 0
    width = 9
    for byte in data:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = (held >> bits) & ((1 << width) - 1)
        if code == 257 or size > _MOST_BYTES:
            break
        if code == 256:
            del lengths[258:]
            before, width = 0, 9
            continue
        length = lengths[code] if code < len(lengths) else before + 1
        if before and len(lengths) < 4096:
            lengths.append(before + 1)
        size, before = size + length, length
        width = max(9, min(12, (len(lengths) + early).bit_length()))
    return size
