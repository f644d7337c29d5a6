"""Read a paper of a SciPy conference: fields, title, abstract and keywords become metadata, and the rest stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..files.guarded_files import read_file
from ..model import Rest
from ..rendering.rst.value_substitution import parse_value
from .workshop_writer import ImportResult

_FIELD = re.compile(r"^:([A-Za-z][\w -]*):[ \t]*(.*)$")
_RULE = re.compile(r"^([=\-`:.'\"~^_*+#<>])\1{2,}\s*$")
_CODE = re.compile(r":code:`([^`]+)`")
"""A role that the reST fields of a workshop do not support."""
_CLASS = re.compile(r"^\.\.\s+class::\s*(\S.*?)\s*$")
_DIRECTIVE = re.compile(r"^(\s*)\.\.\s+(raw|include|literalinclude|only|latex)::\s*(.*)$")
# The conference's toolchain defines these for every paper.
_DASHES = {"---": "0x2014", "--": "0x2013"}


@dataclass
class Paper:
    """A paper: the parts that became metadata, and the remaining lines."""

    file: Path
    fields: list[tuple[str, str, int]] = field(default_factory=list)
    title: str = ""
    abstract: str = ""
    keywords: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def define_substitutions(lines: list[str]) -> str:
    """Return definitions of the dashes that the toolchain defines for every paper, if the text uses them."""
    text = "\n".join(lines)
    wanted = [name for name in _DASHES if f"|{name}|" in text and f".. |{name}|" not in text]
    return "".join(f"\n.. |{name}| unicode:: {_DASHES[name]}\n" for name in wanted)


def _read_text(file: Path, result: ImportResult) -> str:
    data = read_file(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        result.report("not-utf-8", "this paper is not UTF-8; it was read as Windows-1252", file)
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_paper(file: Path, result: ImportResult) -> Paper:
    """Read a paper from its file."""
    paper = Paper(file)
    written = _read_text(file, result).expandtabs(4).split("\n")
    lines = list(written)
    at = _take_fields(lines, 0, paper)
    at = _take_title(lines, at, paper)
    at = _take_fields(lines, at, paper)
    rest = _take_classes(lines[at:], at, paper, result)
    paper.lines = list(_drop_foreign_directives(rest, written, paper, result))
    return paper


def _take_fields(lines: list[str], at: int, paper: Paper) -> int:
    """Take the fields at the head of a paper; indented lines continue a value."""
    while at < len(lines):
        found = _FIELD.match(lines[at])
        if found:
            paper.fields.append((found[1].strip().lower(), found[2].strip(), at + 1))
        elif paper.fields and lines[at].startswith((" ", "\t")) and lines[at].strip():
            name, value, line = paper.fields[-1]
            paper.fields[-1] = (name, f"{value} {lines[at].strip()}".strip(), line)
        elif lines[at].strip():
            break
        at += 1
    return at


def _take_title(lines: list[str], at: int, paper: Paper) -> int:
    """Take the title: the first heading, with or without a line above it, after comments and targets."""
    look = at
    while look < len(lines) and (not lines[look].strip() or lines[look].startswith(".. ")):
        look += 1
    if look + 2 < len(lines) and _RULE.match(lines[look]) and _RULE.match(lines[look + 2]):
        paper.title = " ".join(lines[look + 1].split())
        del lines[look : look + 3]
    elif look + 1 < len(lines) and lines[look].strip() and _RULE.match(lines[look + 1]):
        paper.title = " ".join(lines[look].split())
        del lines[look : look + 2]
        lines[look:look] = ["", ""]
    paper.title = re.sub(r"\s*\[[#*\d]\w*\]_|[*`]{1,2}", "", paper.title)
    return at


def _take_classes(lines: list[str], before: int, paper: Paper, result: ImportResult) -> list[str]:
    """Take the abstract and keywords below ``.. class:: abstract`` and ``.. class:: keywords``."""
    kept: list[str] = []
    at = 0
    while at < len(lines):
        found = _CLASS.match(lines[at])
        name = found[1].split()[0].lower() if found else ""
        if name not in ("abstract", "keywords"):
            kept.append(lines[at])
            at += 1
            continue
        at, block = _take_block(lines, at + 1, name == "abstract")
        if name == "abstract":
            words = _CODE.sub(r"``\1``", "\n".join(block).strip())
            paper.abstract = "\n\n".join(filter(None, (paper.abstract, words)))
        else:
            listed = re.split(r"[,;]", " ".join(" ".join(block).split()))
            paper.keywords += [" ".join(word.split()).strip(".")[:200] for word in listed if word.strip(" .")]
    if len(paper.abstract) > 19_000:
        result.report("abstract-too-long", "the abstract is too long and stays in the text", paper.file, before + 1)
        kept = [*paper.abstract.split("\n"), "", *kept]
        paper.abstract = ""
    return _keep_abstract_in_text(kept, before, paper, result)


def _keep_abstract_in_text(kept: list[str], before: int, paper: Paper, result: ImportResult) -> list[str]:
    """Keep the abstract in the text if it is not valid as a field of the workshop.

    Fields allow less than manuscripts: no citations, references or formulas.
    """
    if paper.abstract and (found := parse_value(Rest(paper.abstract))[1]):
        message = f"the abstract stays in the text and is not in the metadata: {found[0].message}"
        result.report("abstract-in-text", message, paper.file, before + 1, advice=True)
        kept = [".. rubric:: Abstract", "", *paper.abstract.split("\n"), "", *kept]
        paper.abstract = ""
    return kept


def _take_block(lines: list[str], at: int, several: bool) -> tuple[int, list[str]]:
    """Take the block below a directive: indented paragraphs, or the next paragraph."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    indent = len(lines[at]) - len(lines[at].lstrip()) if at < len(lines) else 0
    block: list[str] = []
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            following = next((one for one in lines[at:] if one.strip()), "")
            if not indent or not several or not following.startswith(" " * indent):
                break
        elif indent and len(line) - len(line.lstrip()) < indent:
            break
        block.append(line[indent:])
        at += 1
    return at, block


def _drop_foreign_directives(lines: list[str], written: list[str], paper: Paper, result: ImportResult) -> Iterator[str]:
    """Yield the lines without directives for other tools, which are reported."""
    skipping = -1
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if skipping >= 0:
            if not line.strip() or indent > skipping:
                continue
            skipping = -1
        if found := _DIRECTIVE.match(line):
            number = next((at for at, one in enumerate(written, 1) if one == line), 1)
            words = f"'.. {found[2]}:: {found[3]}'".replace(" '", "'")
            result.report("not-carried-over", f"{words} is for LaTeX or another tool and was left out",
                         paper.file, number, "if it contains text, write it in reStructuredText")  # fmt: skip
            skipping = indent
            continue
        yield line
