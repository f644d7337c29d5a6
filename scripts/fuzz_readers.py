"""Fuzz a reader: good files are spoilt by chance and read as Octavo reads them; what no reader may do is kept.

scripts/fuzz_readers.py yaml --minutes 60 [--seed 1] [--seeds DIR] [--case N]

A case follows from the seed and its number alone. A find is whatever is neither a result nor a finding that can be
shown: an exception, the death of the process, more than 2 GB, or more than `--limit` seconds of processor time. Each is
kept once, by the last lines of its traceback, in build/fuzz/. Exit code 1 if there are finds.
"""

from __future__ import annotations

import argparse
import faulthandler
import mmap
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from fuzz_seeds import Reader, Seed
from readers import READERS, told

from octavo.files.source_lines import read_source_lines
from octavo.findings import report_formats as show
from octavo.findings.console_text import escape_unprintable
from octavo.findings.finding import Finding, FindingsError, Severity
from octavo.processes import sandbox

ROOT = Path(__file__).resolve().parent.parent
OWN = ("reports", "tests", "profiles", "templates", "styles")
CASES_A_PROCESS = 400
_PATIENCE = 20
"""Times the limit, in seconds of the clock, after which a process that waits for something is stopped."""
_FRAMES = 3


class Unfit(Exception):  # noqa: N818 - named for what it tells
    """A finding that a reader should not have made so."""


@dataclass
class Fuzzing:
    """The fuzzing of one reader on its way."""

    name: str
    seeds: list[Seed]
    seed: int
    limit: int
    kept: Path
    finds: dict[str, int] = field(default_factory=dict)
    number: int = 0
    start: float = field(default_factory=time.monotonic)
    told: tuple[float, int] = (0, 0)
    """Seconds after the start, and the number of cases, when it was last told how far it is."""

    @property
    def reader(self) -> Reader:
        return READERS[self.name]

    def case(self, number: int) -> tuple[int, bytes]:
        """Make a case: the number of its seed, and what is read in its place."""
        chance = Random(f"{self.seed}/{number}")  # noqa: S311 - nothing secret
        at = chance.randrange(len(self.seeds))
        others = [self.seeds[chance.randrange(len(self.seeds))].data for _ in range(3)]
        return at, self.reader.spoil(self.seeds[at].data, chance, others)

    def run(self, number: int, homes: Path) -> None:
        """Read one case; raises whatever its reader raises that it should not."""
        at, data = self.case(number)
        home = homes / f"{at}"
        path = self.seeds[at].lay(home) if not home.exists() else home / self.seeds[at].name
        path.write_bytes(data)
        try:
            found = tuple(self.reader.read(path, home))
        except told as error:
            found = error.findings if isinstance(error, FindingsError) else ()
        _shown(found)

    def work(self, progress: mmap.mmap, homes: Path, words: int) -> None:
        """Read cases in a process of its own; write each find to `words` and end."""
        faulthandler.enable(words)
        faulthandler.register(signal.SIGXCPU, words, all_threads=False, chain=True)
        warnings.simplefilter("ignore")
        for number in range(self.number, self.number + CASES_A_PROCESS):
            progress[:8] = struct.pack("q", number)
            sandbox.grant_processor_time(self.limit)
            try:
                self.run(number, homes)
            except BaseException:
                os.write(words, traceback.format_exc().encode("utf-8", "backslashreplace"))
                os._exit(1)
        progress[:8] = struct.pack("q", self.number + CASES_A_PROCESS)
        os._exit(0)

    def watch(self, until: float) -> None:
        """Fork a process, wait until it has ended or `until`, and keep what stopped it."""
        progress = mmap.mmap(-1, 8)
        progress[:8] = struct.pack("q", self.number)
        with tempfile.TemporaryDirectory(prefix="fuzz-") as homes, tempfile.TemporaryFile() as words:
            if not (pid := os.fork()):
                self.work(progress, Path(homes), words.fileno())
            stopped, code = self._awaited(pid, progress, until)
            (self.number,) = struct.unpack("q", progress[:8])
            if not code or stopped == "time is up":
                return
            words.seek(0)
            said = words.read().decode("utf-8", "replace")
        how = f"ended by {signal.Signals(-code).name}" if code < 0 else ""
        self.keep(stopped or how, said)
        self.number += 1

    def _awaited(self, pid: int, progress: mmap.mmap, until: float) -> tuple[str, int]:
        last, since = b"", time.monotonic()
        while True:
            ended, status = os.waitpid(pid, os.WNOHANG)
            now = time.monotonic()
            if ended:
                return "", os.waitstatus_to_exitcode(status)
            if progress[:8] != last:
                last, since = progress[:8], now
            if now >= until or now - since > _PATIENCE * self.limit:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                return "time is up" if now >= until else "waited without end", 1
            self.tell(now - self.start, *struct.unpack("q", progress[:8]))
            time.sleep(0.02)

    def tell(self, now: float, number: int) -> None:
        """Print how far it is, once a minute."""
        before, known = self.told
        if now >= before + 60:
            speed = (number - known) / (now - before)
            print(f"{_clock(now)} {number:,} cases, {speed:.1f}/s, {_told(self.finds)}", flush=True)
            self.told = now, number

    def keep(self, how: str, said: str) -> None:
        """Keep a find, unless one like it is kept."""
        key = sha256(_frames(how, said).encode()).hexdigest()[:10]
        self.finds[key] = self.finds.get(key, 0) + 1
        if self.finds[key] > 1:
            return
        at, data = self.case(self.number)
        self.kept.mkdir(parents=True, exist_ok=True)
        (self.kept / f"{self.name}-{key}{Path(self.seeds[at].name).suffix}").write_bytes(data)
        head = f"{self.name}: seed {self.seed}, case {self.number}, from {self.seeds[at].name}; {how}\n"
        (self.kept / f"{self.name}-{key}.txt").write_text(head + said, "utf-8")


def _shown(found: Sequence[Finding]) -> None:
    """Show findings in every form that they have, and see that each has a place that is one."""
    found = found[:50]
    shown = {"json": show.format_as_json, "github": show.format_as_github, "gitlab": show.format_as_gitlab}
    texts = {"text": show.format_as_text(found, read_source_lines)} | {
        form: write(found) for form, write in shown.items()
    }
    for form, text in texts.items():
        escape_unprintable(text, form).encode(errors="backslashreplace")
    for one in found:
        if one.place and (one.place.line < 1 or one.place.column < 1):
            raise Unfit(f"{one.code} stands at {one.place.line}:{one.place.column}")
        if one.severity is Severity.ERROR and not one.message.strip():
            raise Unfit(f"{one.code} says nothing")
        if "internal" in one.code:
            raise Unfit(f"{one.code}: {one.message}")


def _frames(how: str, said: str) -> str:
    """Return what two finds of one cause have in common: their last frames, without lines and values."""
    lines = said.splitlines()
    frames = [line.strip().replace("File ", "") for line in lines if line.lstrip().startswith("File ")]
    if "most recent call first" in said:
        frames.reverse()
    plain = [" ".join(part for part in one.split(",") if "line" not in part[:6]) for one in frames[-_FRAMES:]]
    kind = lines[-1].split(":")[0] if lines and not how else how
    return "\n".join([kind, *plain])


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz one reader for some minutes and say what came of it."""
    options = _parser().parse_args(arguments)
    sandbox.limit_memory(sandbox.Limits())  # for the processes that are forked, too
    folders = [ROOT / name for name in OWN] + options.seeds
    seeds = list(READERS[options.reader].seeds(folders))
    fuzzing = Fuzzing(options.reader, seeds, options.seed, options.limit, ROOT / "build" / "fuzz")
    if options.case is not None:
        with tempfile.TemporaryDirectory(prefix="fuzz-") as homes:
            fuzzing.run(options.case, Path(homes))
        return 0
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True)  # noqa: S607
    print(f"{options.reader}: {len(seeds)} seeds, seed {options.seed}, at {commit.stdout.strip()}", flush=True)
    until = fuzzing.start + options.minutes * 60
    while time.monotonic() < until:
        fuzzing.watch(until)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (
        f"{_clock(time.monotonic() - fuzzing.start)} by the clock, {_clock(used.ru_utime + used.ru_stime)} of processor"
    )
    print(f"{options.reader}: {fuzzing.number:,} cases in {seconds}, {_told(fuzzing.finds)}", flush=True)
    return 1 if fuzzing.finds else 0


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _told(finds: dict[str, int]) -> str:
    counted = ", ".join(f"{key} ({number})" for key, number in finds.items())
    return f"{len(finds)} finds" + (f": {counted}" if finds else "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    parser.add_argument("--seeds", type=Path, action="append", default=[], help="a folder of more good files")
    parser.add_argument("--limit", type=int, default=20, help="seconds of processor time for one case")
    parser.add_argument("--case", type=int, help="read this one case again, and show its traceback")
    return parser


if __name__ == "__main__":
    sys.exit(main())
