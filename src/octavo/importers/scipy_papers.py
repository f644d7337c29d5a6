"""Read a paper of a SciPy conference: fields, title, abstract and keywords become metadata, and the rest stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..files.guarded_files import read_file
from ..model import Rest
from ..rendering.rst.value_substitution import parse_value
from .workshop_writer import ImportResult

_FIELD = re.compile(r"^:([A-Za-z][\w -]*):(?:[ \t]+(.*))?$")
_RULE = re.compile(r"^([=\-`:.'\"~^_*+#<>])\1{2,}\s*$")
_CODE = re.compile(r":code:`([^`]+)`")
"""A role that the reST fields of a workshop do not support."""
_CLASS = re.compile(r"^\.\.\s+class::\s*(\S.*?)\s*$")
_ROLE_OR_LITERAL = re.compile(
    r"(?P<kept>:(?:sub|sup|math):`[^`]+`)|:[\w-]+:`(?P<words>[^`]+)`|(?<!`)(?P<marks>`+)(?P<literal>[^`]+)(?P=marks)_{0,2}"
)
_DIRECTIVE = re.compile(r"^(\s*)\.\.\s+(raw|include|literalinclude|only|latex)::\s*(.*)$")
_LONGEST_ABSTRACT = 19_000
"""Characters."""
# The conference's toolchain defines these for every paper.
_DASHES = {"---": "0x2014", "--": "0x2013"}


@dataclass
class ScipyPaper:
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


class _PaperLine(NamedTuple):
    """A line of a paper, with its number in the file from 1; 0 for a line that an import adds."""

    number: int
    text: str

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def _clean_title(title: str) -> str:
    """Keep emphasis, scripts and formulas of a title, and drop notes and the marks of literals and other roles."""
    title = re.sub(r"\s*\[[#*\d]\w*\]_", "", title)
    title = re.sub(r":(sub|sup)(?:er)?script:`", r":\1:`", title)
    return _ROLE_OR_LITERAL.sub(lambda found: found["kept"] or found["words"] or found["literal"], title)


def read_paper(file: Path, result: ImportResult) -> ScipyPaper:
    """Read a paper from its file."""
    paper = ScipyPaper(file)
    written = _read_text(file, result).expandtabs(4).split("\n")
    lines = [_PaperLine(number, text) for number, text in enumerate(written, 1)]
    lines = _take_head(lines, paper)
    for name, words, _ in paper.fields:
        if name == "keywords":
            _add_keywords(words, paper)
    rest = _take_classes(lines, paper, result)
    paper.lines = list(_drop_foreign_directives(rest, paper, result))
    return paper


def _take_head(lines: list[_PaperLine], paper: ScipyPaper) -> list[_PaperLine]:
    """Take the fields and the title, in any order, and return the other lines.

    Comments, directives, targets and substitutions may stand before, between and after them; they stay in the text.
    """
    kept: list[_PaperLine] = []
    at = 0
    while at < len(lines):
        if lines[at].is_blank:
            kept.append(lines[at])
            at += 1
        elif found := _FIELD.match(lines[at].text):
            after = _end_of_indented_lines(lines, at + 1)
            words = " ".join(line.text.strip() for line in lines[at + 1 : after])
            paper.fields.append((found[1].strip().lower(), f"{found[2] or ''} {words}".strip(), lines[at].number))
            at = after
        elif lines[at].text.startswith(".."):
            after = _end_of_indented_lines(lines, at + 1)
            kept += lines[at:after]
            at = after
        elif not paper.title and (count := _count_heading_lines(lines, at)):
            title = " ".join(lines[at + count - 2].text.split())
            paper.title = _clean_title(title)
            at += count
        else:
            break
    return kept + lines[at:]


def _end_of_indented_lines(lines: list[_PaperLine], at: int) -> int:
    """Return the index after the blank and indented lines from an index; blank ones at the end do not count."""
    after = at
    for look in range(at, len(lines)):
        if not lines[look].is_blank:
            if not lines[look].indent:
                break
            after = look + 1
    return after


def _count_heading_lines(lines: list[_PaperLine], at: int) -> int:
    """Return the number of lines of the heading at an index: 3 with a line above it, 2 without, 0 if there is none."""
    rules = [bool(_RULE.match(line.text)) for line in lines[at : at + 3]]
    if len(rules) == 3 and rules[0] and rules[2] and not lines[at + 1].is_blank:
        return 3
    return 2 if len(rules) > 1 and rules[1] and not rules[0] else 0


def _take_classes(lines: list[_PaperLine], paper: ScipyPaper, result: ImportResult) -> list[_PaperLine]:
    """Take the abstract and keywords below ``.. class:: abstract`` and ``.. class:: keywords``."""
    kept: list[_PaperLine] = []
    first = 1
    at = 0
    while at < len(lines):
        found = _CLASS.match(lines[at].text)
        name = found[1].split()[0].lower() if found else ""
        if name not in ("abstract", "keywords"):
            kept.append(lines[at])
            at += 1
            continue
        line = lines[at].number
        at, block = _take_block(lines, at + 1, name == "abstract")
        if name == "abstract":
            first = line
            words = _CODE.sub(r"``\1``", "\n".join(block).strip())
            paper.abstract = "\n\n".join(filter(None, (paper.abstract, words)))
        else:
            _add_keywords(" ".join(block), paper)
    return [*_keep_abstract_in_text(first, paper, result), *kept]


def _add_keywords(words: str, paper: ScipyPaper) -> None:
    """Add the keywords of a line, each once."""
    listed = re.split(r"[,;]", " ".join(words.split()))
    paper.keywords += [" ".join(word.split()).strip(".")[:200] for word in listed if word.strip(" .")]
    paper.keywords = list(dict.fromkeys(paper.keywords))


def _keep_abstract_in_text(line: int, paper: ScipyPaper, result: ImportResult) -> list[_PaperLine]:
    """Return the abstract as lines of the text if it is not valid as a field of the workshop.

    Fields allow less than manuscripts: no citations, references or formulas.
    """
    heading = [".. rubric:: Abstract", ""]
    if len(paper.abstract) > _LONGEST_ABSTRACT:
        result.report("abstract-too-long", "the abstract is too long and stays in the text", paper.file, line)
    elif paper.abstract and (found := parse_value(Rest(paper.abstract))[1]):
        message = f"the abstract stays in the text and is not in the metadata: {found[0].message}"
        result.report("abstract-in-text", message, paper.file, line, advice=True)
    else:
        return []
    abstract, paper.abstract = paper.abstract, ""
    return [_PaperLine(0, text) for text in (*heading, *abstract.split("\n"), "")]


def _take_block(lines: list[_PaperLine], at: int, several: bool) -> tuple[int, list[str]]:
    """Take the block below a directive: indented paragraphs, or the next paragraph."""
    while at < len(lines) and lines[at].is_blank:
        at += 1
    indent = lines[at].indent if at < len(lines) else 0
    block: list[str] = []
    while at < len(lines):
        line = lines[at]
        if line.is_blank:
            following = next((number for number in range(at, len(lines)) if not lines[number].is_blank), len(lines))
            if not indent or not several or following == len(lines) or lines[following].indent < indent:
                break
            block += [""] * (following - at)
            at = following
            continue
        if indent and line.indent < indent:
            break
        block.append(line.text[indent:])
        at += 1
    return at, block


def _drop_foreign_directives(lines: list[_PaperLine], paper: ScipyPaper, result: ImportResult) -> Iterator[str]:
    """Yield the lines without directives for other tools, which are reported."""
    skipping = -1
    for line in lines:
        if skipping >= 0:
            if line.is_blank or line.indent > skipping:
                continue
            skipping = -1
        if found := _DIRECTIVE.match(line.text):
            words = f"'.. {found[2]}:: {found[3]}'".replace(" '", "'")
            message = f"{words} is for LaTeX or another tool and was left out"
            hint = "if it contains text, write it in reStructuredText"
            result.report("not-carried-over", message, paper.file, max(line.number, 1), hint)
            skipping = line.indent
            continue
        yield line.text
