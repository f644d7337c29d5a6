"""Boxes and matrices of PDF, and arithmetic on them."""

from __future__ import annotations

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""


Matrix = tuple[float, float, float, float, float, float]


def transform_point(way: Matrix, x: float, y: float) -> tuple[float, float]:
    """Apply a matrix (ISO 32000-1, 8.3.4) to a point."""
    a, b, c, d, e, f = way
    return a * x + c * y + e, b * x + d * y + f


def multiply_matrices(first: Matrix, second: Matrix) -> Matrix:
    """Multiply two matrices; `first` is applied first."""
    a, b, c, d, e, f = second
    p, q, r, s, x, y = first
    return a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * x + c * y + e, b * x + d * y + f


def transform_box(way: Matrix, box: Box) -> Box:
    """Return the bounding box of a box after a matrix is applied."""
    a, b, c, d, e, f = way
    left, bottom, right, top = box
    xs = (
        *(a * left + c * bottom + e, a * left + c * top + e),
        *(a * right + c * bottom + e, a * right + c * top + e),
    )
    ys = (
        *(b * left + d * bottom + f, b * left + d * top + f),
        *(b * right + d * bottom + f, b * right + d * top + f),
    )
    return min(xs), min(ys), max(xs), max(ys)


def crop_to_media(media: Box, crop: Box) -> Box:
    """Return the part of the page that viewers show (ISO 32000-1, 14.11.2), in default user space."""
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if right > left and top > bottom else media


def overlap_share(box: Box, around: Box) -> float:
    """Return the share of a box's area that lies within another box; 0 for a box without area."""
    width = min(box[2], around[2]) - max(box[0], around[0])
    height = min(box[3], around[3]) - max(box[1], around[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0.0, width) * max(0.0, height) / area if area > 0 else 0.0
