"""Find the files that a job may read, which have to travel with it to a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..chapters.chapter_job import ChapterJob
from ..products.chapter_files import ChapterFilesJob
from ..project.project_folders import Project

_WAYS_OUT = (b"..", b":: /", b"`/")
"""What a manuscript has that names a file outside its own folder."""


def find_job_inputs(args: Sequence[object], _project: Project) -> tuple[Path, ...]:
    """Return the files and folders that a job with these arguments may read, besides the project's own styles."""
    found: dict[Path, None] = {}
    for job in args:
        chapter = job.chapter if isinstance(job, ChapterFilesJob) else job
        if isinstance(chapter, ChapterJob):
            found[_find_chapter_folder(chapter)] = None
        elif isinstance(source := getattr(job, "source", None), Path):
            found[source.parent] = None
    return tuple(found)


def _find_chapter_folder(job: ChapterJob) -> Path:
    """Return the folder of a manuscript; that of the workshop if the manuscript may name files elsewhere in it."""
    return job.root if any(way in job.data.replace(b"...", b"") for way in _WAYS_OUT) else job.path.parent
