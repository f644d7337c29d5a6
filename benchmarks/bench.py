"""Time Octavo as whole processes beside bare WeasyPrint and its peers: options in, a Markdown table out (README.md)."""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
OCTAVO = Path(sys.executable).with_name("octavo")
PRODUCTS = ("summary", "follow-up")
KNOWN_PRODUCTS = (*PRODUCTS, "report", "volume")
MEGABYTE = 1_000_000
FOREIGN_TO_LATEX = re.compile("[^\\x00-\u017f\u2013-\u2026]")
"""Characters at which pdflatex stops unless its preamble is written for them."""


@dataclass(frozen=True)
class Run:
    """One process from start to end: seconds on the clock and of the processors, bytes of its largest process."""

    wall: float
    cpu: float
    largest: int


@dataclass
class Case:
    """Something to time: `command` is run in `folder`, after `before` has put things in place."""

    name: str
    command: list[str]
    folder: Path = ROOT
    before: Callable[[], None] = lambda: None
    runs: list[Run] = field(default_factory=list)

    def run(self) -> None:
        self.before()
        self.runs.append(clocked(self.command, self.folder))

    @property
    def wall(self) -> float:
        return median(run.wall for run in self.runs)


def clocked(command: list[str], folder: Path) -> Run:
    """Run a command to its end; raises SystemExit, with what it said, if it fails."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{said.read().decode()[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


class Book:
    """One product of one workshop, and what is timed of it."""

    def __init__(self, workshop: str, product: str, work: Path) -> None:
        self.name = f"{workshop} {product}"
        self.folder = work / f"{workshop}-{product}"
        self.source = ROOT / "reports" / workshop / "workshop.yaml"
        self.build = [str(OCTAVO), "build", str(self.source.parent), "--product", product, "--quiet", "--output"]
        self.parts, self.pages = hand_over(self.name, self.source, product, self.folder / "parts")
        kept, new = self.folder / "kept", self.folder / "new"
        clocked([*self.build, str(kept)], ROOT)
        bare = bare_command(self.parts)
        self.cold = Case(f"{self.name}: cold", [*self.build, str(new)], before=lambda: emptied(new))
        self.bare = Case(f"{self.name}: bare WeasyPrint", bare)
        self.unchanged = Case(f"{self.name}: unchanged", [*self.build, str(kept)])
        self.cases = [self.cold, self.bare, self.unchanged]


def hand_over(name: str, source: Path, product: str, folder: Path) -> tuple[list[Path], int]:
    """Let the pipeline write down its jobs, in their order; return their folders, and the pages of the product."""
    command = [sys.executable, str(HERE / "handed_over.py"), str(source), product, str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{name}: {done.stderr}")
    return sorted(path for path in folder.iterdir() if path.is_dir()), int(done.stdout)


def bare_command(parts: list[Path]) -> list[str]:
    """Return the command that sets what was handed over with WeasyPrint alone."""
    return [sys.executable, str(HERE / "bare.py"), *map(str, parts)]


def emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def startup() -> tuple[Case, Case]:
    return Case("octavo --help", [str(OCTAVO), "--help"]), Case("import click", [sys.executable, "-c", "import click"])


def releases(workshops: list[str], work: Path) -> tuple[Case, Case]:
    """Release whole workshops into an empty folder, and once more with nothing changed."""
    new, kept = work / "released", work / "released-before"
    command = [str(OCTAVO), "release", *workshops, "--quiet", "--output"]
    clocked([*command, str(kept)], ROOT)
    return (
        Case("release, all workshops: cold", [*command, str(new)], before=lambda: emptied(new)),
        Case("release, all workshops: unchanged", [*command, str(kept)]),
    )


def peers(book: Book, notes: list[str]) -> list[Case]:
    """Return the cases of the peers that are installed, with a word on each that is not."""
    pandoc = shutil.which("pandoc")
    if not pandoc:
        notes.append("No peers: pandoc, which writes their markup, is not installed.")
        return []
    body = next((part for part in book.parts if part.name.endswith("-body")), book.parts[-1])
    folder = book.folder / "peers"
    shutil.copytree(body, folder)
    page = re.sub(r"<svg\b.*?</svg>", "", (folder / "index.html").read_text(encoding="utf-8"), flags=re.DOTALL)
    (folder / "plain.html").write_text(re.sub(r'<link rel="stylesheet"[^>]*>', "", page), encoding="utf-8")
    styles = [f"--css={path.name}" for path in sorted(folder.glob("*.css"))]
    weasyprint = Path(sys.executable).with_name("weasyprint")
    formats = [pandoc, "--list-output-formats"]
    known = subprocess.run(formats, check=True, capture_output=True, text=True).stdout.split()
    wanted = {
        "pandoc with WeasyPrint": (
            str(weasyprint) if weasyprint.is_file() else None,
            None,
            lambda tool: [pandoc, "plain.html", *styles, f"--pdf-engine={tool}", "--output=peer.pdf"],
        ),
        "typst": (_typst() if "typst" in known else None, "plain.typ", lambda tool: [*tool.split(), "plain.typ"]),
        "pdflatex, twice": (
            shutil.which("pdflatex"),
            "plain.tex",
            lambda tool: ["sh", "-c", f"{tool} -interaction=batchmode plain; {tool} -interaction=batchmode plain"],
        ),
    }
    cases = []
    for name, (tool, markup, command) in wanted.items():
        if not tool:
            notes.append(f"{name}: not installed, or not known to this pandoc.")
            continue
        if markup:
            convert = [pandoc, "--standalone", "plain.html", f"--output={markup}"]
            subprocess.run(convert, cwd=folder, check=True, capture_output=True)
        if name.startswith("pdflatex"):
            path = folder / "plain.tex"
            path.write_text(FOREIGN_TO_LATEX.sub("x", path.read_text(encoding="utf-8")), encoding="utf-8")
        case = Case(f"{book.name}: {name} (body only)", command(tool), folder)
        try:
            clocked(case.command, folder)
        except SystemExit as error:
            notes.append(f"{name}: did not set the page ({str(error).strip().splitlines()[-1]}).")
            continue
        cases.append(case)
    return cases


def _typst() -> str | None:
    """Find typst: the program, else its Python binding."""
    program = shutil.which("typst")
    if program:
        return f"{program} compile"
    known = subprocess.run([sys.executable, "-c", "import typst"], check=False, capture_output=True).returncode == 0
    return f"{sys.executable} {HERE / 'typst_peer.py'}" if known else None


@dataclass
class Memory:
    """What a tree of processes takes: peaks of its root and of its largest other process, and of the sum."""

    root: int = 0
    worker: int = 0
    together: int = 0
    shared_once: bool = True


def watched(command: list[str]) -> Memory:
    """Run a command and look at its tree of processes every 20 ms."""
    memory, peaks = Memory(shared_once="Pss" in _status(os.getpid(), "smaps_rollup")), dict[int, int]()
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            total = 0
            for pid in _tree(process.pid):
                status = _status(pid)
                peaks[pid] = max(peaks.get(pid, 0), status.get("VmHWM", 0))
                total += _status(pid, "smaps_rollup").get("Pss", 0) if memory.shared_once else status.get("VmRSS", 0)
            memory.together = max(memory.together, total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    stop.set()
    watcher.join()
    memory.root = peaks.pop(process.pid, 0)
    memory.worker = max(peaks.values(), default=0)
    return memory


def _tree(root: int) -> Iterator[int]:
    """List a process and all that descend from it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    yield from found


def _status(pid: int, name: str = "status") -> dict[str, int]:
    """Read the sizes in a file of /proc, in bytes."""
    try:
        text = Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return {}
    return {key: int(value) * 1024 for key, value in re.findall(r"^(\w+):\s+(\d+) kB$", text, re.MULTILINE)}


def imports_typesetter(book: Book) -> bool:
    """Return whether a build of unchanged input imports WeasyPrint."""
    command = [sys.executable, "-X", "importtime", *book.unchanged.command]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stderr
    return "weasyprint" in told


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def timed(cases: list[Case]) -> str:
    rows = [
        [
            case.name,
            f"{case.wall:.2f}",
            f"{min(run.wall for run in case.runs):.2f} to {max(run.wall for run in case.runs):.2f}",
            f"{median(run.cpu for run in case.runs):.2f}",
            f"{median(run.largest for run in case.runs) / MEGABYTE:.0f}",
        ]
        for case in cases
    ]
    return table(["case", "s", "from, to", "CPU s", "largest process, MB"], rows)


def ratio(case: Case, beside: Case) -> float:
    """Return the median of the ratios of each round: what slows a whole round then counts for nothing."""
    return median(run.wall / other.wall for run, other in zip(case.runs, beside.runs, strict=True))


def fastest(case: Case, beside: Case) -> float:
    """Return the ratio of the fastest runs, which other work on the machine disturbed least."""
    return min(run.wall for run in case.runs) / min(run.wall for run in beside.runs)


def against(
    books: list[Book], released: tuple[Case, Case], help_: Case, click: Case, memories: dict[str, Memory]
) -> str:
    rows = []
    for book in books:
        peak = memories[book.name]
        rows += [
            compared(f"{book.name}: cold / bare", book.cold, book.bare, 1.15),
            compared(f"{book.name}: unchanged / cold", book.unchanged, book.cold, 0.2),
            verdict(f"{book.name}: largest process", max(peak.root, peak.worker) / MEGABYTE, 200),
            verdict(f"{book.name}: all processes", peak.together / MEGABYTE, 200),
        ]
    rows += [within(case, seconds) for case, seconds in zip(released, (60, 2), strict=True)]
    rows.append(compared("octavo --help / import click", help_, click, 1.5))
    return table(["what", "found", "of the fastest", "wanted at most", ""], rows)


def compared(what: str, case: Case, beside: Case, wanted: float) -> list[str]:
    found = ratio(case, beside)
    return [what, f"{found:.2f}", f"{fastest(case, beside):.2f}", f"{wanted:g}", "yes" if found <= wanted else "NO"]


def within(case: Case, wanted: float) -> list[str]:
    fast = min(run.wall for run in case.runs)
    met = "yes" if case.wall <= wanted else "NO"
    return [case.name, f"{case.wall:.2f} s", f"{fast:.2f} s", f"{wanted:g} s", met]


def verdict(what: str, found: float, wanted: float) -> list[str]:
    return [what, f"{found:.0f} MB", "", f"{wanted:g} MB", "yes" if found <= wanted else "NO"]


def remembered(memories: dict[str, Memory]) -> str:
    rows = [
        [name, *(f"{size / MEGABYTE:.0f}" for size in (peak.root, peak.worker, peak.together))]
        for name, peak in memories.items()
    ]
    how = "together (PSS)" if all(peak.shared_once for peak in memories.values()) else "together (RSS, shared twice)"
    return table(["cold build, MB", "the command", "largest worker", how], rows)


def machine() -> str:
    versions = (
        "from importlib.metadata import version; from octavo.project.library_versions import native_versions;"
        "print(version('weasyprint'), *(f'{name} {found}' for name, found in native_versions().items()), sep=', ')"
    )
    told = subprocess.run([sys.executable, "-c", versions], check=False, capture_output=True, text=True).stdout.strip()
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, WeasyPrint {told}"


def main() -> int:
    """Time everything in rounds and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workshops", nargs="+", default=["illicit-trafficking-2004", "specimen"])
    parser.add_argument("--products", nargs="+", default=list(PRODUCTS), choices=KNOWN_PRODUCTS)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--write", action="store_true", help="keep the tables as benchmarks/results.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="octavo-bench-") as work:
        report = measured(options, Path(work))
    print(report)
    if options.write:
        (HERE / "results.md").write_text(report + "\n", encoding="utf-8")
    return 0


def measured(options: argparse.Namespace, work: Path) -> str:
    notes: list[str] = []
    books = [Book(workshop, product, work) for workshop in options.workshops for product in options.products]
    help_, click = startup()
    rivals = [] if options.no_peers else peers(books[-1], notes)
    released = releases(options.workshops, work)
    cases = [case for book in books for case in book.cases] + [*released, help_, click, *rivals]
    for number in range(options.rounds + 1):
        print(f"round {number} of {options.rounds}" if number else "a round to warm up", file=sys.stderr, flush=True)
        turn = number % len(cases)
        for case in [*cases[turn:], *cases[:turn]][:: -1 if number % 2 else 1]:
            case.run()
    for case in cases:
        del case.runs[0]
    memories = {}
    for book in books:
        book.cold.before()
        memories[book.name] = watched(book.cold.command)
    notes += [f"{book.name}: {book.pages} pages." for book in books]
    idle = not any(imports_typesetter(book) for book in books)
    notes.append(f"A build of unchanged input {'does not import' if idle else 'IMPORTS'} the typesetter.")
    parts = [
        "# What was measured",
        f"{machine()}. {options.rounds} rounds, medians; see README.md.",
        against(books, released, help_, click, memories),
        timed(cases),
        remembered(memories),
        "\n".join(f"- {note}" for note in notes),
    ]
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
