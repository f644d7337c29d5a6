"""Read the chapters of a volume and follow each to its place in the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..chapters.author_pdf.pdf_placement import PlacedPdf
from ..chapters.chapter_job import ChapterJob, TypesetChapter
from ..chapters.numbering import LabelTarget
from ..findings.finding import Finding, Place, Severity
from ..model import volume as model
from ..pdf.binding.binding_plan import Leaf
from .scheduler import ScheduledJob


@dataclass
class VolumeChapter:
    """A chapter on its way: what the workshop says of it, what its opening page says, what is being set."""

    chapter: model.Chapter
    number: int
    place: Place
    facts: Mapping[str, Any]
    heads: tuple[str, str]
    file: Path
    data: bytes
    missing: str = ""
    job: ChapterJob | None = None
    promise: ScheduledJob[TypesetChapter] | None = None
    paper: ScheduledJob[PlacedPdf] | None = None
    set: TypesetChapter | None = None
    foreign: bool = False
    digest: str = ""
    """Of the words of a finished PDF."""

    @property
    def name(self) -> str:
        """Give what begins every id of the chapter."""
        return f"c-{self.chapter.id}"

    @property
    def labelled(self) -> LabelTarget:
        """Give what others call the chapter when they refer to it."""
        title = self.chapter.short_title or self.chapter.title
        return LabelTarget(self.name, title, f"“{title}”")


@dataclass(frozen=True)
class PlacedPart:
    """A leaf in its place, and the number of its first page within its numbering."""

    leaf: Leaf
    first: int


def select_wanted_labels(made: TypesetChapter, labels: Mapping[str, LabelTarget]) -> dict[str, LabelTarget]:
    return {name: labels[name] for name in made.unknown if name in labels}


def find_repeated_files(chapters: list[VolumeChapter]) -> Iterator[Finding]:
    """Find manuscripts that are one and the same file, or files of the same bytes."""
    first: dict[bytes, VolumeChapter] = {}
    for read in chapters:
        other = first.setdefault(read.data, read) if read.data else read
        if other is not read:
            message = f"'{read.chapter.source}' is identical to '{other.chapter.source}', of chapter {other.chapter.id}"
            hint = "put the right manuscript in the place of one of them"
            yield Finding("identical-manuscripts", message, read.place, hint, Severity.WARNING)


def find_repeated_texts(chapters: list[VolumeChapter]) -> Iterator[Finding]:
    """Find finished PDFs of the same words in files that differ."""
    first: dict[str, VolumeChapter] = {}
    for read in chapters:
        other = first.setdefault(read.digest, read) if read.digest else read
        if other is not read and other.data != read.data:
            message = f"'{read.chapter.source}' has the same text as '{other.chapter.source}'"
            hint = "put the right manuscript in the place of one of them"
            yield Finding("identical-manuscripts", message, read.place, hint, Severity.WARNING)
