"""Compare files or whole folders of products: two paths in, what differs between their PDFs out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..findings import Faults, Finding, Place
from ..show import shown_path
from .compare import changes, moved, pairs
from .pictures import different
from .reading import read_edition
from .tell import Comparison

MOST_BYTES = 500_000_000
MOST_PICTURES = 40
"""Pairs of pages of a file that are drawn."""


def compare(old: Path, new: Path, pictures: int = MOST_PICTURES) -> tuple[Comparison, ...]:
    """Compare two PDFs, or the PDFs of two folders by their names; raises Faults where one cannot be read."""
    if old.is_dir() != new.is_dir():
        folder, file = (old, new) if old.is_dir() else (new, old)
        message = f"{shown_path(folder)} is a folder and {shown_path(file)} a file"
        raise Faults([Finding("unlike-editions", message, hint="name two PDFs, or two folders of products")])
    if not old.is_dir():
        return (_compared(old, new, pictures),)
    sides = (old, new)
    names = sorted({path.relative_to(side) for side in sides for path in side.rglob("*.pdf") if path.is_file()})
    if not names:
        message = f"there is no PDF in {shown_path(old)} or {shown_path(new)}"
        raise Faults([Finding("no-editions", message, hint="name folders that octavo build made")])
    return tuple(_matched(old, new, name, pictures) for name in names)


def _matched(old: Path, new: Path, name: Path, pictures: int) -> Comparison:
    before, after = (shown_path(side / name) if (side / name).is_file() else "" for side in (old, new))
    if not (before and after):
        return Comparison(before, after)
    return replace(_compared(old / name, new / name, pictures), name=name.as_posix())


def _compared(old: Path, new: Path, pictures: int) -> Comparison:
    before, after = _bytes(old), _bytes(new)
    names = shown_path(old), shown_path(new)
    if before == after:
        return Comparison(*names)
    one, other = read_edition(before, names[0]), read_edition(after, names[1])
    pages, looks = different(before, after, pairs(one, other), pictures)
    return Comparison(*names, changes(one, other), moved(one, other), pages, tuple(looks))


def _bytes(path: Path) -> bytes:
    """Read a file, or a pipe, which does not tell its size."""
    try:
        with path.open("rb") as file:
            is_large = path.stat().st_size > MOST_BYTES
            data = b"" if is_large else file.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"{shown_path(path)} cannot be read: {error.strerror}"
        raise Faults([Finding("unreadable-edition", message, hint="name a PDF that opens")]) from error
    if is_large or len(data) > MOST_BYTES:
        raise Faults([Finding("too-large", f"the file is larger than {MOST_BYTES // 1_000_000} MB", Place(path))])
    return data
