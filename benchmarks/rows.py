"""Time a report for each row of a table beside lone workers: a number of rows in, a Markdown table out (README.md)."""

from __future__ import annotations

import argparse
import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path

from bench import MEGABYTE, OCTAVO, ROOT, _status, _tree

from octavo.loading.yaml_reader import read_yaml
from octavo.processes.worker_process import GarbageCollection
from octavo.project.project_folders import project_of_workshop
from octavo.row_reports.row_job import RowJob, import_row_libraries, make_row
from octavo.row_reports.row_table import read_row_table

WORKERS = 2


def main() -> None:
    """Time what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--workshop", default="old-wells")
    parser.add_argument("--product", default="summary")
    parser.add_argument("--lone", nargs=3, metavar=("TABLE", "FIRST", "LAST"), help="make these rows in this process")
    asked = parser.parse_args()
    if asked.lone:
        table, first, last = asked.lone
        return make_alone(asked, Path(table), int(first), int(last))
    with tempfile.TemporaryDirectory(prefix="octavo-rows-") as work:
        compare(asked, Path(work))
    return None


def write_project(asked: argparse.Namespace, work: Path) -> Path:
    """Copy the workshop into a project of its own, and write the table; return the table."""
    shutil.copytree(ROOT / "reports" / asked.workshop, work / "reports" / asked.workshop)
    rows = "".join(f"r{number:05},Report no. {number} of the wells,Reader {number}\n" for number in range(asked.rows))
    table = work / "list.csv"
    table.write_text(f"id,event.title,people.1.given\n{rows}", "utf-8")
    return table


def make_alone(asked: argparse.Namespace, table: Path, first: int, last: int) -> None:
    """Make rows one after the other, in a process that does nothing else: neither sends, nor writes, nor supervises."""
    source = table.parent / "reports" / asked.workshop / "workshop.yaml"
    template = read_yaml(source)
    rows = read_row_table(table, template.data)
    import_row_libraries()
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000)
    digest, project = sha256(source.read_bytes()).hexdigest(), project_of_workshop(source)
    collection = GarbageCollection()
    for row in rows.rows[first:last]:
        (made,) = make_row(RowJob(source, digest, project, table, rows.columns, row, (asked.product,)))
        assert made.documents, made.findings  # noqa: S101
        collection.collect_if_due()


def compare(asked: argparse.Namespace, work: Path) -> None:
    """Print the rate of the command beside that of lone workers, and its memory over the run."""
    table = write_project(asked, work)
    command = [str(OCTAVO), "build", asked.workshop, "--each", str(table), "--product", asked.product, "--quiet"]
    run = watch([command], work)
    again = watch([command], work)
    half = asked.rows // WORKERS
    shared = [sys.executable, str(Path(__file__).resolve()), "--workshop", asked.workshop, "--product", asked.product]
    lone = watch([[*shared, "--lone", str(table), str(n * half), str((n + 1) * half)] for n in range(WORKERS)], work)
    print(f"{asked.rows:,} rows, {asked.product} of {asked.workshop}, {os.cpu_count()} cores\n")
    print("| case | s | CPU s | CPU ms a row | memory at a tenth, half, end, MB |\n|---|---:|---:|---:|---|")
    for name, one in (("octavo build --each", run), (f"{WORKERS} lone workers", lone), ("the same again", again)):
        sizes = ", ".join(f"{size / MEGABYTE:.0f}" for size in one.sizes())
        print(f"| {name} | {one.wall:.1f} | {one.cpu:.1f} | {1000 * one.cpu / asked.rows:.0f} | {sizes} |")
    print(
        f"\nOf the lone workers' rate: {lone.wall / run.wall:.2f} by the clock, {lone.cpu / run.cpu:.2f} by processor"
    )


class Watched:
    """A run: seconds on the clock and of the processors, and the memory of its tree of processes over time (PSS)."""

    def __init__(self, wall: float, cpu: float, samples: list[tuple[float, int]]) -> None:
        self.wall, self.cpu, self.samples = wall, cpu, samples

    def sizes(self) -> list[int]:
        """Return the greatest sum within a twentieth of the run around a tenth of it, its half, and its end."""
        return [
            max((size for at, size in self.samples if abs(at / self.wall - part) <= 0.05), default=0)
            for part in (0.1, 0.5, 0.95)
        ]


def watch(commands: list[list[str]], folder: Path) -> Watched:
    """Run commands side by side, and look at their processes twice a second."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    running = [subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) for command in commands]
    samples: list[tuple[float, int]] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.5):
            pids = [pid for one in running for pid in _tree(one.pid)]
            total = sum(_status(pid, "smaps_rollup").get("Pss", 0) for pid in pids)
            samples.append((time.perf_counter() - start, total))

    watcher = threading.Thread(target=look)
    watcher.start()
    codes = [one.wait() for one in running]
    wall = time.perf_counter() - start
    stop.set()
    watcher.join()
    if any(codes):
        raise SystemExit(f"exit {codes}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(wall, used, samples)


if __name__ == "__main__":
    main()
