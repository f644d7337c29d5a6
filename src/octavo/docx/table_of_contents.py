"""Write the table of contents as a TOC field that lists the headings of all pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from ..language.enumerators import annex_letter
from . import runs_and_fields
from .formatting import ParagraphFormat
from .ooxml_elements import Element, make
from .writer_state import WriterState

_DEEPEST = 2


@dataclass(frozen=True)
class ContentsHeading:
    """A heading in the contents: its level, its number and text, and the bookmark that its line links to."""

    level: int
    words: str
    bookmark: str


def write_contents_field(state: WriterState, block_format: ParagraphFormat) -> list[Element]:
    """Write the TOC field, without page numbers: word processors fill them in when the field is updated."""
    lines = [_write_contents_line(state, listed, block_format) for listed in _list_headings(state)]
    if not lines:
        return []
    for number, run in enumerate(runs_and_fields.open_field(f'TOC \\o "1-{_DEEPEST}" \\h \\z \\u')):
        lines[0].insert(1 + number, run)
    lines[-1].append(runs_and_fields.close_field())
    return lines


def _write_contents_line(state: WriterState, listed: ContentsHeading, block_format: ParagraphFormat) -> Element:
    inner = make("w:hyperlink", runs_and_fields.make_run(listed.words), anchor=listed.bookmark, history=1)
    return state.make_paragraph(f"TOC{listed.level}", [inner], block_format)


def _list_headings(state: WriterState) -> Iterator[ContentsHeading]:
    numbered = annexes = 0
    for section, depth in state.sections:
        classes = section["classes"]
        number = ""
        if "numbered" in classes:
            numbered += 1
            number = f"{numbered} "
        elif "annex" in classes:
            annexes += 1
            number = f"{state.words.gettext('Annex')} {annex_letter(annexes, state.words.tag)} "
        bookmark = state.find_bookmark(str(section["ids"][0])) if section["ids"] else ""
        level = depth - int(state.setting.titled)
        if bookmark and 1 <= level <= _DEEPEST and "unlisted" not in classes:
            yield ContentsHeading(level, number + _heading_text(section), bookmark)


def _heading_text(section: nodes.section) -> str:
    """Return the text of a heading without its footnotes."""
    title = next((child for child in section if isinstance(child, nodes.title)), None)
    if title is None:
        return ""
    noted = [inner for note in title.findall(nodes.footnote) for inner in note.findall(nodes.Text)]
    spoken = (words.astext() for words in title.findall(nodes.Text) if not any(words is note for note in noted))
    return re.sub(r"[ \n]+", " ", "".join(spoken)).strip(" ")
