"""Run the public test suite of CSL through our own pipeline: scripts/measure_citations.py FOLDER [--show NAME].

FOLDER holds the cases, unpacked (repository citation-style-language/test-suite, processor-tests/humans). Each goes
through `csl_style_reader`, `csl_adaptation`, `citation_processor` and `styled_runs`, as the citations of a chapter do.
The runs are written as the HTML of the suite. It is compared but for empty lines, and spaces beside fields that stand
apart; a raised letter of Unicode counts as the letter in <sup>. `citation_failures.tsv` has the causes of what is known
to fail.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, ClassVar

from octavo.rendering.bibliography.citation_processor import Citation, CitationsNotSet, Cite, process_citations
from octavo.rendering.bibliography.csl_adaptation import adapt_style
from octavo.rendering.bibliography.csl_json import MARK, MARK_VARIABLE
from octavo.rendering.bibliography.csl_style_reader import read_style
from octavo.rendering.bibliography.styled_runs import Run, Runs

KNOWN_FAILURES = Path(__file__).parent / "citation_failures.tsv"
_SECTION = re.compile(r">>=+ *([A-Z0-9-]+) *=+>>\n(.*?)\n?<<=+ *\1 *=+<<", re.DOTALL)


@dataclass(frozen=True)
class Case:
    """A case of the suite: its sections by name."""

    name: str
    sections: Mapping[str, str]

    @property
    def expected(self) -> str:
        """The expected text, without the marks of citations that a word processor would change."""
        words = self.sections["RESULT"]
        if "CITATIONS" in self.sections and self.sections["MODE"].strip() == "citation":
            words = re.sub(r"^(>>|\.\.)\[\d+\] ", "", words, flags=re.M)
        return words.strip()


def read_cases(folder: Path) -> Iterator[Case]:
    """Yield the cases of the suite in the order of their names."""
    for path in sorted(folder.rglob("*.txt")):
        sections = dict(_SECTION.findall(path.read_text("utf-8-sig").replace("\r\n", "\n")))
        if {"MODE", "RESULT", "CSL", "INPUT"} <= sections.keys():
            yield Case(path.stem, sections)


# From a case to citations


def list_citations(case: Case, items: list[dict[str, Any]]) -> list[Citation]:
    """Return the citations of a case: those it lists, or one of all its items."""
    if "CITATIONS" in case.sections:
        return list_written_citations(json.loads(case.sections["CITATIONS"]))
    if "CITATION-ITEMS" in case.sections:
        return [Citation(tuple(map(read_cite, group))) for group in json.loads(case.sections["CITATION-ITEMS"])]
    cites = [Cite(str(item["id"])) for item in items]
    if case.sections["MODE"].strip() == "citation":
        return [Citation(tuple(cites))]
    return [Citation((cite,)) for cite in cites]


def list_written_citations(steps: list[Any]) -> list[Citation]:
    """Return the citations as they stand in the end: each step inserts one, or replaces one of the same name."""
    latest: dict[str, Any] = {}
    for citation, before, after in steps:
        latest[citation["citationID"]] = citation
        order = [*(name for name, _ in before), citation["citationID"], *(name for name, _ in after)]
    return [
        Citation(
            tuple(map(read_cite, latest[name]["citationItems"])), latest[name].get("properties", {}).get("noteIndex", 0)
        )
        for name in order
        if name in latest
    ]


def read_cite(item: Mapping[str, Any]) -> Cite:
    """Read an item of a citation."""
    mode = "SuppressAuthor" if item.get("suppress-author") else "NormalCitation"
    mode = "AuthorInText" if item.get("author-only") else mode
    prefix = read_markup(str(item.get("prefix", "")).rstrip(" "))
    label = str(item.get("label") or "page").replace("sub-verbo", "sub verbo")
    suffix = read_markup(str(item.get("suffix", "")))
    return Cite(str(item["id"]), str(item.get("locator", "")), label, prefix, suffix, mode)


class _MarkupReader(HTMLParser):
    """Reads the small subset of HTML that CSL-JSON has, as pandoc's inlines."""

    kinds: ClassVar = {"i": "Emph", "b": "Strong", "sup": "Superscript", "sub": "Subscript", "sc": "SmallCaps"}

    def __init__(self) -> None:
        super().__init__()
        self.levels: list[list[Any]] = [[]]

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        inner: list[Any] = []
        if tag == "q":
            node: dict[str, Any] = {"t": "Quoted", "c": [{"t": "DoubleQuote"}, inner]}
        elif tag in self.kinds:
            node = {"t": self.kinds[tag], "c": inner}
        else:
            node = {"t": "Span", "c": [["", [], []], inner]}
        self.levels[-1].append(node)
        self.levels.append(inner)

    def handle_endtag(self, _tag: str) -> None:
        if len(self.levels) > 1:
            self.levels.pop()

    def handle_data(self, data: str) -> None:
        for piece in re.findall(r"\s+|\S+", data):
            self.levels[-1].append({"t": "Space"} if piece.isspace() else {"t": "Str", "c": piece})


def read_markup(text: str) -> tuple[Mapping[str, Any], ...]:
    """Return the text of a prefix or suffix as pandoc's inlines."""
    reader = _MarkupReader()
    reader.feed(re.sub(r"""(?<!\w)(["'])(\S[^"']*)\1""", r"<q>\2</q>", text))
    reader.close()
    return tuple(reader.levels[0])


# From runs to the HTML of the suite

_OPENING = {
    "emphasis": ("<i>", "</i>", '<span style="font-style:normal;">'),
    "strong": ("<b>", "</b>", '<span style="font-weight:normal;">'),
    "small-caps": ('<span style="font-variant:small-caps;">', "</span>", '<span style="font-variant:normal;">'),
    "superscript": ("<sup>", "</sup>", "<sup>"),
    "subscript": ("<sub>", "</sub>", "<sub>"),
    "underline": ('<span style="text-decoration:underline;">', "</span>", "<span>"),
}
_PLACES = {"block", "left-margin", "right-inline", "indent"}


def write_html(runs: Runs) -> str:
    """Return runs as the suite writes them."""
    words, opened = [], ()
    for run in (*runs, Run("")):
        shared = 0
        while shared < min(len(opened), len(run.styles)) and opened[shared] == run.styles[shared]:
            shared += 1
        words += [close(opened, at) for at in reversed(range(shared, len(opened)))]
        words += [open_style(run.styles, at) for at in range(shared, len(run.styles))]
        words.append("".join(map(write_letter, run.text)))
        opened = run.styles
    return "".join(words)


def write_letter(letter: str) -> str:
    """Return a letter as the suite writes it: a raised one as a plain letter in a tag."""
    if unicodedata.decomposition(letter).startswith("<super>"):
        return f"<sup>{unicodedata.normalize('NFKC', letter)}</sup>"
    return f"&#{ord(letter)};" if letter in "<>&" else letter


def open_style(styles: tuple[str, ...], at: int) -> str:
    """Return the tag that opens a style inside those before it."""
    style, before = styles[at], styles[:at]
    if style in _PLACES:
        return f'<div class="csl-{style}">'
    if style == "normal":
        undone = [
            _OPENING[one][2].split('"')[1] for one in ("small-caps", "strong", "emphasis") if before.count(one) % 2
        ]
        return f'<span style="{"".join(undone)}">'
    return _OPENING[style][2 if before.count(style) % 2 else 0]


def close(styles: tuple[str, ...], at: int) -> str:
    """Return the tag that closes a style."""
    style, before = styles[at], styles[:at]
    if style in _PLACES:
        return "</div>"
    if style == "normal" or before.count(style) % 2:
        return "</span>" if style in ("normal", "emphasis", "strong", "small-caps", "underline") else _OPENING[style][1]
    return _OPENING[style][1]


def write_bibliography(entries: Iterable[Runs]) -> str:
    """Return a list of references as the suite writes it."""
    lines = []
    for entry in entries:
        words = write_html(entry)
        if words.startswith("<div"):
            words = "\n    " + re.sub(r"</div>(?=<div class=.csl-(?!right-inline))", "</div>\n    ", words)
        words = f'  <div class="csl-entry">{words}'
        lines.append(f"{words}\n  </div>" if words.endswith("</div>") else f"{words}</div>")
    return "\n".join(['<div class="csl-bib-body">', *lines, "</div>"])


def set_case(case: Case) -> str:
    """Return what our pipeline makes of a case."""
    items = [{"id": f"item-{number}", **item} for number, item in enumerate(json.loads(case.sections["INPUT"]))]
    citations = list_citations(case, items)
    source = case.sections["CSL"].encode()
    style, faults = read_style(source, Path(f"{case.name}.csl"))
    if style is None:
        return f"[not set: {faults[0].message}]"
    try:
        done = process_citations(adapt_style(style), [{**item, MARK_VARIABLE: MARK} for item in items], citations)
    except CitationsNotSet as error:
        return f"[not set: {error}]"
    if case.sections["MODE"].strip() == "bibliography":
        return write_bibliography(done.references.values())
    return "\n".join(map(write_html, done.citations))


def smooth(text: str) -> str:
    """Remove what only lays out the HTML: spaces between fields that stand apart, and empty lines."""
    text = re.sub(r" *(</div>|<div class=.csl-(?:left-margin|right-inline|block|indent)[^>]*>) *", r"\1", text)
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def read_known_failures() -> dict[str, str]:
    """Return the cases that are known to fail, with the cause of each."""
    lines = KNOWN_FAILURES.read_text("utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def find_failures(cases: Iterable[Case]) -> dict[str, tuple[str, str]]:
    """Set all cases; return what was expected and what was set, for those that fail."""
    cases = list(cases)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(set_case, cases))
    return {
        case.name: (case.expected, result)
        for case, result in zip(cases, results, strict=True)
        if smooth(result) != smooth(case.expected)
    }


def main() -> int:
    """Print the pass rate, and the failing cases by cause; return 1 if they are not those that are known."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", metavar="WORDS", help="only cases with these words in their name, with what was set")
    options = parser.parse_args()
    cases = [case for case in read_cases(options.folder) if (options.show or "") in case.name]
    failures, known = find_failures(cases), read_known_failures()
    causes: dict[str, list[str]] = {}
    for name in failures:
        causes.setdefault(known.get(name, "NOT KNOWN"), []).append(name)
    for cause, names in sorted(causes.items(), key=lambda item: -len(item[1])):
        print(f"{len(names):3} {cause}: {', '.join(names)}")
    for name, (expected, result) in failures.items() if options.show else ():
        print(f"{name}\n  expected {expected!r}\n  set      {result!r}")
    mended = sorted({case.name for case in cases} & known.keys() - failures.keys())
    print(f"known to fail, but pass: {', '.join(mended)}" if mended else "", end="\n" if mended else "")
    passed = len(cases) - len(failures)
    print(f"{passed} of {len(cases)} cases pass ({passed / max(1, len(cases)):.1%})")
    return 1 if mended or failures.keys() - known.keys() else 0


if __name__ == "__main__":
    sys.exit(main())
