"""Evaluate the functions of a PDF (ISO 32000-1, 7.10), also malformed ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from pikepdf import Array, Dictionary, Object, Stream

from ...pdf.objects.stream_reader import Unprintable, read_number_array, unpack_stream
from .postscript_functions import read_postscript_function

Values = tuple[float, ...]
Function = Callable[[Values], Values]
_DEEPEST, _MOST_OUTPUTS, _MOST_SAMPLES = 8, 32, 2_000_000


def read_function(given: object, depth: int = 0) -> Function:
    """Read a function, or an array of functions with one output each. Raises Unprintable."""
    if depth > _DEEPEST:
        raise Unprintable("functions that are nested too deeply")
    if isinstance(given, Array):
        if not 1 <= len(given) <= _MOST_OUTPUTS:
            raise Unprintable("a function with too many outputs")
        parts = [read_function(part, depth + 1) for part in given]
        return lambda values: tuple(part(values)[0] for part in parts)
    if not isinstance(given, Dictionary | Stream):
        raise Unprintable("an invalid function")
    kinds = {0: _read_sampled, 2: _read_exponential, 3: _read_stitching, 4: _read_calculator}
    kind = kinds.get(int(given.get("/FunctionType", -1)))
    if kind is None:
        raise Unprintable("a function of an unknown type")
    return _clamp_function(given, kind(given, depth))


def _clamp_function(given: Object, inner: Function) -> Function:
    domain, bounds = _read_pairs(given.get("/Domain")), _read_pairs(given.get("/Range"))
    if not domain:
        raise Unprintable("a function without a domain")

    def bounded(values: Values) -> Values:
        given_values = tuple(_clamp_to_pair(value, pair) for value, pair in zip(values, domain, strict=False))
        found = inner(given_values)
        return tuple(_clamp_to_pair(v, pair) for v, pair in zip(found, bounds, strict=False)) if bounds else found

    return bounded


def _read_pairs(given: object) -> list[tuple[float, float]]:
    values = read_number_array(given)
    return list(zip(values[::2], values[1::2], strict=False))


def _clamp_to_pair(value: float, pair: tuple[float, float]) -> float:
    return min(max(value, pair[0]), pair[1])


def _interpolate_linearly(value: float, given: tuple[float, float], wanted: tuple[float, float]) -> float:
    """Interpolate linearly from one interval to another."""
    width = given[1] - given[0]
    return wanted[0] if width == 0 else wanted[0] + (value - given[0]) * (wanted[1] - wanted[0]) / width


def _read_exponential(given: Object, _: int) -> Function:
    low, high = read_number_array(given.get("/C0")) or (0.0,), read_number_array(given.get("/C1")) or (1.0,)
    power = float(given.get("/N", 1))
    ends = list(zip(low, high, strict=False))[:_MOST_OUTPUTS]

    def exponential(values: Values) -> Values:
        at = values[0] if power == 1 else _safe_power(values[0], power)
        return tuple(first + at * (last - first) for first, last in ends)

    return exponential


def _safe_power(base: float, exponent: float) -> float:
    try:
        return float(base**exponent)
    except (OverflowError, ZeroDivisionError, TypeError):
        return 0.0


def _read_stitching(given: Object, depth: int) -> Function:
    domain = _read_pairs(given.get("/Domain"))[0]
    listed: object = given.get("/Functions")
    if not isinstance(listed, Array) or not 1 <= len(listed) <= 2000:
        raise Unprintable("a stitching function with invalid parts")
    parts = [read_function(part, depth + 1) for part in listed]
    bounds, encode = read_number_array(given.get("/Bounds")), _read_pairs(given.get("/Encode"))
    edges = [domain[0], *bounds, domain[1]]
    if len(edges) != len(parts) + 1 or len(encode) < len(parts):
        raise Unprintable("a stitching function with inconsistent parts")

    def stitched(values: Values) -> Values:
        at = sum(values[0] >= bound for bound in bounds)
        return parts[at]((_interpolate_linearly(values[0], (edges[at], edges[at + 1]), encode[at]),))

    return stitched


def _read_sampled(given: Object, _: int) -> Function:
    domain, bounds = _read_pairs(given.get("/Domain")), _read_pairs(given.get("/Range"))
    sizes = [int(size) for size in read_number_array(given.get("/Size"))]
    bits = int(given.get("/BitsPerSample", 0))
    outputs = len(bounds)
    if len(sizes) != len(domain) or not 1 <= outputs <= _MOST_OUTPUTS or not 1 <= len(sizes) <= 6 or min(sizes) < 1:
        raise Unprintable("a sampled function with inconsistent sizes")
    if math.prod(sizes) * outputs > _MOST_SAMPLES or bits not in (1, 2, 4, 8, 12, 16, 24, 32):
        raise Unprintable("a sampled function with too many samples")
    encode = _read_pairs(given.get("/Encode")) or [(0.0, size - 1.0) for size in sizes]
    decode = _read_pairs(given.get("/Decode")) or bounds
    samples = _unpack_samples(given, math.prod(sizes) * outputs, bits)

    def sampled(values: Values) -> Values:
        places = [_locate_sample(*each) for each in zip(values, domain, encode, sizes, strict=True)]
        found = [0.0] * outputs
        for weight, start in _cell_corners(places, sizes):
            for output in range(outputs):
                found[output] += weight * samples[start * outputs + output]
        return tuple(_interpolate_linearly(v, (0.0, 1.0), pair) for v, pair in zip(found, decode, strict=False))

    return sampled


def _locate_sample(
    value: float, domain: tuple[float, float], encode: tuple[float, float], size: int
) -> tuple[int, float]:
    """Return the sample before a value, and the distance of the value from that sample."""
    at = _clamp_to_pair(_interpolate_linearly(value, domain, encode), (0.0, size - 1.0))
    before = min(int(at), max(size - 2, 0))
    return before, at - before


def _cell_corners(places: list[tuple[int, float]], sizes: list[int]) -> Iterator[tuple[float, int]]:
    corners = [(1.0, 0)]
    stride = 1
    for (before, part), size in zip(places, sizes, strict=True):
        low = [(weight * (1 - part), start + before * stride) for weight, start in corners]
        high = [(weight * part, start + (before + 1) * stride) for weight, start in corners] if part else []
        corners, stride = [*low, *high], stride * size
    yield from corners


def _unpack_samples(given: Object, count: int, bits: int) -> Sequence[float]:
    if not isinstance(given, Stream):
        raise Unprintable("a sampled function without samples")
    data = unpack_stream(given)
    if len(data) * 8 < count * bits:
        raise Unprintable("a sampled function with too few samples")
    most = (1 << bits) - 1
    if bits in (8, 16, 24, 32):
        width = bits // 8
        return [int.from_bytes(data[at : at + width], "big") / most for at in range(0, count * width, width)]
    return [_read_bit_field(data, at * bits, bits) / most for at in range(count)]


def _read_bit_field(data: bytes, at: int, width: int) -> int:
    last = (at + width + 7) // 8
    whole = int.from_bytes(data[at // 8 : last], "big")
    return whole >> (last * 8 - at - width) & ((1 << width) - 1)


def _read_calculator(given: Object, _: int) -> Function:
    if not isinstance(given, Stream):
        raise Unprintable("a PostScript function without a program")
    return read_postscript_function(unpack_stream(given), len(_read_pairs(given.get("/Range"))))
