"""Time whole volumes beside their users' way: two corpora in, a Markdown table out (README.md)."""

from __future__ import annotations

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import warm
import yaml
from bench import OCTAVO, Case, bare_command, emptied, hand_over

SOURCE = Path("reports", "book", "workshop.yaml")
KINDS = {"sigdial": ("aclpub2", "aclpub2-sigdial-2020"), "scipy": ("scipy", "scipy-2018")}


def main() -> None:
    """Time what was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpora", type=Path, help="the folder that holds aclpub2-sigdial-2020 and scipy-2018")
    arguments.add_argument("--rounds", type=int, default=3)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as work:
        print("| book | case | seconds | CPU s | of its users' way | of bare | largest process, MB |")
        print("|---|---|---|---|---|---|---|")
        for name, (kind, folder) in KINDS.items():
            for row in timed(name, kind, asked.corpora / folder, Path(work), asked.rounds):
                print(row, flush=True)
        print(warm_table(Path(work) / "scipy", asked.rounds))


def timed(name: str, kind: str, corpus: Path, work: Path, rounds: int) -> list[str]:
    """Import a corpus and time its volume: cold, with one chapter edited, unchanged, and its users' way."""
    project = work / name
    (project / "reports").mkdir(parents=True)
    subprocess.run([str(OCTAVO), "import", kind, str(corpus), "book"], cwd=project, check=True, capture_output=True)
    build = [str(OCTAVO), "build", "book", "--product", "volume", "--quiet"]
    described = (project / SOURCE).read_bytes()
    volume = f"build/{yaml.safe_load(described)['id']}/volume.pdf"
    other = project / "other"
    judge = shlex.join([str(OCTAVO), "preflight", volume])
    judge_for_press = f"{judge} --profile sheetfed-offset"
    printed = shlex.join([*build, "--for", "press", "--output", str(other)])
    packed = [str(OCTAVO), "build", "book", "--product", "manuscript", "--quiet", "--output", str(other)]
    cases = [
        Case("cold", build, project, before=lambda: emptied(project / "build")),
        Case("one chapter edited", build, project, before=lambda: edit(project / "reports" / "book")),
        Case("unchanged", build, project),
        # What such material lacks for the press is found, and answered with 1.
        Case("preflight, from nothing", ["sh", "-c", f"{judge} || true"], project),
        Case("preflight for the press, from nothing", ["sh", "-c", f"{judge_for_press} || true"], project),
        Case("cold, for the press too", ["sh", "-c", f"{printed} || true"], project, before=lambda: emptied(other)),
        Case(
            "one chapter edited, for the press too",
            ["sh", "-c", f"{printed} || true"],
            project,
            before=lambda: edit(project / "reports" / "book"),
        ),
        Case("publisher's package, cold", packed, project, before=lambda: emptied(other)),
    ]
    source = project / SOURCE
    parts, _ = hand_over(name, source, "volume", work / f"{name}-parts")
    bare = Case(f"bare WeasyPrint, {len(parts)} parts", bare_command(parts), project)
    cases.append(bare)
    way = users_way(name, corpus, project, work)
    for _ in range(rounds + 1):
        for case in cases:
            case.run()
        if way:
            way.run()
    for case in [*cases, *([way] if way else [])]:
        del case.runs[0]
    return [row(name, case, way, bare) for case in [*cases, *([way] if way else [])]]


def warm_table(project: Path, rounds: int) -> str:
    """Return the table of a chapter that is edited in a process that goes on running."""
    head = "\n| book | case | seconds | CPU s | of the CPU s from nothing |\n|---|---|---|---|---|"
    return "\n".join([head, *(f"| scipy {line}" for line in warm.rows(project / SOURCE, rounds))])


def row(name: str, case: Case, way: Case | None, bare: Case) -> str:
    """Write a line of the table."""
    cpu, size = median(run.cpu for run in case.runs), max(run.largest for run in case.runs) / 1e6
    ratios = f"{ratio(case, way)} | {ratio(case, bare)}"
    return f"| {name} | {case.name} | {case.wall:.2f} | {cpu:.2f} | {ratios} | {size:.0f} |"


def ratio(case: Case, beside: Case | None) -> str:
    """Return the median of the ratios within each round: what slows a whole round then counts for nothing."""
    if beside is None:
        return "–"
    return f"{median(run.wall / other.wall for run, other in zip(case.runs, beside.runs, strict=True)):.2f}"


def edit(workshop: Path) -> None:
    """Change a word of one chapter, each time another."""
    text = next(iter(sorted(workshop.glob("chapters/*/*.rst"))), None)
    if text is not None:
        text.write_text(text.read_text("utf-8") + "\nOne word more.\n", "utf-8")
        return
    papers = sorted(workshop.glob("papers/*.pdf"))
    # A comment after the end of a PDF is another file of the same pages.
    papers[0].write_bytes(papers[0].read_bytes() + b"% another\n")


def users_way(name: str, corpus: Path, project: Path, work: Path) -> Case | None:
    """Make the case of LaTeX, if it is installed: pdfpages for finished papers, docutils' writer for reST."""
    if not shutil.which("pdflatex"):
        print("<!-- no peers: pdflatex is not installed -->")
        return None
    folder = work / f"{name}-latex"
    folder.mkdir()
    latex = "pdflatex -interaction=batchmode"
    if name == "sigdial":
        papers = "".join(
            rf"\includepdf[pages=-,pagecommand={{\thispagestyle{{plain}}}}]{{{path}}}" + "\n"
            for path in sorted((corpus / "papers").glob("*.pdf"))
        )
        packages = r"\usepackage{pdfpages}\usepackage{hyperref}"
        head = rf"\documentclass[a4paper]{{book}}{packages}\begin{{document}}\tableofcontents"
        (folder / "book.tex").write_text(f"{head}\n{papers}\\end{{document}}\n")
        return Case(
            "two passes of pdflatex", ["sh", "-c", f"{latex} book.tex; {latex} book.tex; test -s book.pdf"], folder
        )
    docutils = f"{sys.executable} -m docutils --writer=latex --report=5"
    script = "".join(
        f"cd {text.parent}; {docutils} {text.name} {folder}/{text.stem}.tex; "
        + 2 * f"{latex} -output-directory {folder} {folder}/{text.stem}.tex; "
        for text in sorted((project / "reports" / "book").glob("chapters/*/*.rst"))
    )
    return Case("docutils and two passes of pdflatex", ["sh", "-c", f"{script} true"], folder)


if __name__ == "__main__":
    main()
