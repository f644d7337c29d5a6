"""Time the engine on long plain text: WeasyPrint with our levers beside WeasyPrint alone, Prince, typst, pdflatex."""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from bench import ROOT, Case, table

WORDS_OF_A_PAGE = 390
"""How many words fill an A5 page of the style below."""
_STYLE = (
    "@page { size: A5; margin: 18mm 17mm 20mm; @bottom-center { content: counter(page) } }"
    "body { font: 10pt/1.3 serif; text-align: justify; hyphens: auto }"
    "p { margin: 0; text-indent: 1em } h1 { font-size: 15pt }"
)
_SETTERS = {
    "WeasyPrint": "HTML('text.html').write_pdf('weasyprint.pdf')",
    "WeasyPrint, collected seldom": "gc.freeze(); gc.set_threshold(50_000); HTML('text.html').write_pdf('seldom.pdf')",
    "WeasyPrint, collected seldom, with the levers": (
        "gc.freeze(); gc.set_threshold(50_000)\n"
        "from octavo.typesetting import engine_speed, weasyprint_adapter\n"
        "with engine_speed.spared_work(weasyprint_adapter.import_weasyprint()):\n"
        "    HTML('text.html').write_pdf('levers.pdf')"
    ),
    "the same, with our corrections of its layout": (
        "gc.freeze(); gc.set_threshold(50_000)\n"
        "from octavo.typesetting import engine_speed, weasyprint_adapter, weasyprint_patches\n"
        "engine = weasyprint_adapter.import_weasyprint()\n"
        "with engine_speed.spared_work(engine), weasyprint_patches.patched_layout(engine):\n"
        "    HTML('text.html').write_pdf('corrected.pdf')"
    ),
}


def make_paragraphs(texts: Path, pages: int) -> Iterator[str]:
    """Give paragraphs of three to nine plain sentences of a folder's texts, always in the same order of chance."""
    files = sorted(path for path in texts.rglob("*") if path.suffix in {".md", ".rst", ".txt"})
    written = "\n\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    prose = [" ".join(block.split()) for block in re.split(r"\n\s*\n", written)]
    sentences = [said for block in prose for said in re.split(r"(?<=[.?!])\s+(?=[A-Z])", block) if _is_plain(said)]
    if not sentences:
        raise SystemExit(f"{texts}: no plain sentences in .md, .rst or .txt files")
    chance = random.Random(235)  # noqa: S311 (no secret)
    chance.shuffle(sentences)
    words, one_after_another = 0, cycle(sentences)
    while words < pages * WORDS_OF_A_PAGE:
        paragraph = " ".join(islice(one_after_another, chance.randint(3, 9)))
        words += paragraph.count(" ") + 1
        yield paragraph


def _is_plain(said: str) -> bool:
    return 5 < said.count(" ") < 60 and re.fullmatch(r"[A-Z][A-Za-z0-9 ,.;:'’–-]+[.?!]", said) is not None


def write_texts(paragraphs: list[str], folder: Path) -> None:
    """Write the same text as a web page, for typst and for LaTeX."""
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    page = f'<!DOCTYPE html><html lang="en"><title>Text</title><style>{_STYLE}</style><body><h1>Text</h1>{body}</html>'
    (folder / "text.html").write_text(page, encoding="utf-8")
    joined = "\n\n".join(paragraphs)
    typst = '#set page("a5", numbering: "1")\n#set par(justify: true)\n#set text(10pt, lang: "en")\n'
    (folder / "text.typ").write_text(typst + joined, encoding="utf-8")
    latex = r"\documentclass[10pt,a5paper]{article}\usepackage[margin=18mm]{geometry}\usepackage{microtype}"
    (folder / "text.tex").write_text(f"{latex}\n\\begin{{document}}\n{joined}\n\\end{{document}}\n", encoding="utf-8")


def list_cases(folder: Path) -> list[Case]:
    """List what is timed: one process each, bound to one core where the system can do that."""
    bound = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    cases = [
        Case(name, [*bound, sys.executable, "-c", f"import gc\nfrom weasyprint import HTML\n{code}"], folder)
        for name, code in _SETTERS.items()
    ]
    peers = {
        "Prince": ["prince", "text.html", "-o", "prince.pdf"],
        "typst": ["typst", "compile", "text.typ", "typst.pdf"],
        "pdflatex, one pass": ["pdflatex", "-interaction=batchmode", "text.tex"],
    }
    cases += [Case(name, [*bound, *line], folder) for name, line in peers.items() if shutil.which(line[0])]
    return cases


def main() -> None:
    """Print processor seconds and their ratios, medians of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "texts", type=Path, nargs="?", default=ROOT / "docs", help="a folder of .md, .rst or .txt files"
    )
    parser.add_argument("--pages", type=int, default=235)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        write_texts(list(make_paragraphs(options.texts, options.pages)), folder)
        cases = list_cases(folder)
        for number in range(options.rounds):
            for case in random.Random(number).sample(cases, len(cases)):  # noqa: S311 (no secret)
                case.run()
        plain, levers = folder / "weasyprint.pdf", folder / "levers.pdf"
        print(f"the levers change no byte: {'yes' if plain.read_bytes() == levers.read_bytes() else 'NO'}\n")
    first = cases[0]
    rows = []
    for case in cases:
        ratio = median(run.cpu / bare.cpu for run, bare in zip(case.runs, first.runs, strict=True))
        memory = max(run.largest for run in case.runs) / 1_000_000
        rows.append([case.name, f"{median(run.cpu for run in case.runs):.2f}", f"{ratio:.2f}", f"{memory:.0f}"])
    print(table([f"{options.pages} pages of text", "CPU s", "of WeasyPrint", "MB"], rows))


if __name__ == "__main__":
    main()
