"""Time a chapter of about 30 pages from nothing, and set again in the same process after an edit of one paragraph.

A workshop with a volume in, the lines of a Markdown table out. "From nothing" is a process from its start to the end of
the chapter; an edit is the call that sets the chapter again, with all that is read and written for it. Of the edits,
one adds a word, and the other two sentences, which move what follows.
"""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import Any

from octavo.building import product_pipeline
from octavo.project.project_folders import project_of_workshop

WORDS = 11_200
"""Words of the chapter, which fill about 30 pages."""
EDITS = {
    "a word": " more",
    "two sentences": " The same was found elsewhere, and later too. It took some time to be seen." * 2,
}
PLAIN = re.compile(r"[A-Z][\w ,.;()’'\n-]{400,}\Z")
"""A paragraph without markup."""


class Recorder(Executor):
    """Runs every call at once, and keeps the jobs of chapters."""

    def __init__(self) -> None:
        self.chapters: dict[str, Any] = {}

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(call(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        self.chapters.update((job.name, job) for job in args if type(job).__name__ == "ChapterJob")
        return future


def long_chapter(source: Path) -> Any:
    """Return the job of the longest chapter of a volume, made longer by plain paragraphs of the others."""
    recorder = Recorder()
    project = project_of_workshop(source)
    list(product_pipeline.make_products(source, project, ["volume"], None, recorder, lambda *_: None))
    longest = max(recorder.chapters.values(), key=lambda job: len(job.data.split()))
    text = longest.data.decode()
    for job in recorder.chapters.values():
        for paragraph in job.data.decode().split("\n\n") if job is not longest else ():
            if PLAIN.match(paragraph) and len(text.split()) < WORDS:
                text += f"\n\n{paragraph.strip()}\n"
    return replace(longest, data=text.encode(), others=longest.others or {})


def edited(job: Any, number: int, added: str) -> Any:
    """Return the job with something added to one of the plain paragraphs, each time another."""
    text = job.data.decode()
    plain = [paragraph for paragraph in text.split("\n\n") if PLAIN.match(paragraph.strip())]
    words = plain[(number * 7 + len(plain) // 2) % len(plain)]
    middle = words.index(" ", len(words) // 2)
    return replace(job, data=text.replace(words, words[:middle] + added + words[middle:], 1).encode())


def processor_seconds() -> float:
    """Return the processor time of this process and of those that it has waited for."""
    return sum(use.ru_utime + use.ru_stime for use in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def measure(file: Path) -> dict[str, Any]:
    """Set the chapter of a file in this process, from nothing and after edits; return clock and processor seconds."""
    from octavo.building.worker_start import import_chapter_typesetter

    import_chapter_typesetter()
    from octavo.chapters.chapter_typesetter import typeset_chapter
    from octavo.products.figure_judgement import judge_figure
    from octavo.typesetting import kept_layouts

    job = pickle.loads(file.read_bytes())  # noqa: S301 (written by ourselves a moment ago)
    kept_layouts.keep_layouts(100)
    made = typeset_chapter(job, judge_figure)
    found: dict[str, Any] = {"pages": made.part.pages, "cold": [time.perf_counter() - STARTED, processor_seconds()]}
    for name, added in EDITS.items():
        runs = []
        for number in range(4):
            changed = edited(job, number, added)
            clock, used = time.perf_counter(), processor_seconds()
            typeset_chapter(changed, judge_figure)
            runs.append((time.perf_counter() - clock, processor_seconds() - used))
            typeset_chapter(job, judge_figure)
        found[name] = [median(run[0] for run in runs), median(run[1] for run in runs)]
    return found


def rows(source: Path, rounds: int) -> list[str]:
    """Return the lines of the table for a workshop with a volume."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "chapter")
        file.write_bytes(pickle.dumps(long_chapter(source)))
        command = [sys.executable, __file__, "--measure", str(file)]
        found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    lines = []
    for name in ("cold", *EDITS):
        wall, used = (median(run[name][at] for run in found) for at in (0, 1))
        ratio = median(run[name][1] / run["cold"][1] for run in found)
        what = "from nothing" if name == "cold" else f"warm, {name} added"
        lines.append(f"| a chapter of {found[0]['pages']} pages, {what} | {wall:.2f} | {used:.2f} | {ratio:.2f} |")
    return lines


STARTED = time.perf_counter()

if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        print(json.dumps(measure(Path(sys.argv[2]))))
    else:
        print("| case | seconds | CPU s | of the CPU s from nothing |\n|---|---|---|---|")
        print("\n".join(rows(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 3)))
