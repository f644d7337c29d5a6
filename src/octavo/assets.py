"""Open the images of a workshop: paths in, decoded and rewritten images out, or findings that say what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .findings import Finding, Place


@dataclass(frozen=True)
class Asset:
    """An image written anew: its id in ``asset:<id>`` addresses (from its digest), bytes, and size in pixels."""

    id: str
    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Assets:
    """The images of a workshop by the path under which they were named, and what was wrong with others."""

    images: Mapping[str, Asset]
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def open_images(root: Path, wanted: Iterable[tuple[str, Place]]) -> Assets:
    """Open every image that is wanted, below `root` and nowhere else."""
    raise NotImplementedError
