"""Boxes and matrices of PDF, and their arithmetic."""

from __future__ import annotations

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


Matrix = tuple[float, float, float, float, float, float]


def transform_point(way: Matrix, x: float, y: float) -> tuple[float, float]:
    """Apply a matrix (ISO 32000-1, 8.3.4) to a point."""
    a, b, c, d, e, f = way
    return a * x + c * y + e, b * x + d * y + f


def multiply_matrices(first: Matrix, second: Matrix) -> Matrix:
    """Join two matrices, of which the first is applied first."""
    a, b, c, d = second[:4]
    (p, q, r, s), (x, y) = first[:4], transform_point(second, first[4], first[5])
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, x, y


def transform_box(way: Matrix, box: Box) -> Box:
    """Give the box in which another lies once a matrix is applied to it."""
    corners = [transform_point(way, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def crop_to_media(media: Box, crop: Box) -> Box:
    """Give the part of a page that readers show (ISO 32000-1, 14.11.2), in its own coordinates."""
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media
