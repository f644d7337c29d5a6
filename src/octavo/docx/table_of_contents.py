"""Write the table of contents: the headings of all parts in, a field that lists them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from ..language.enumerators import letters
from . import runs_and_fields
from .formatting import ParagraphFormat
from .ooxml_elements import Element, make
from .writer_state import WriterState

_DEEPEST = 2


@dataclass(frozen=True)
class Listed:
    """A heading that the contents list: its level, its number and words, and the bookmark to which its line leads."""

    level: int
    words: str
    bookmark: str


def contents(state: WriterState, manner: ParagraphFormat) -> list[Element]:
    """Write the field; Word and its like fill in the pages when it is updated, as they alone know them."""
    lines = [_line(state, listed, manner) for listed in _listed(state)]
    if not lines:
        return []
    for number, run in enumerate(runs_and_fields.opening(f'TOC \\o "1-{_DEEPEST}" \\h \\z \\u')):
        lines[0].insert(1 + number, run)
    lines[-1].append(runs_and_fields.closing())
    return lines


def _line(state: WriterState, listed: Listed, manner: ParagraphFormat) -> Element:
    inner = make("w:hyperlink", runs_and_fields.run(listed.words), anchor=listed.bookmark, history=1)
    return state.paragraph(f"TOC{listed.level}", [inner], manner)


def _listed(state: WriterState) -> Iterator[Listed]:
    numbered = annexes = 0
    for section, depth in state.sections:
        classes = section["classes"]
        number = ""
        if "numbered" in classes:
            numbered += 1
            number = f"{numbered} "
        elif "annex" in classes:
            annexes += 1
            number = f"{state.words.text('Annex')} {letters(annexes).upper()} "
        bookmark = state.name_of(str(section["ids"][0])) if section["ids"] else ""
        level = depth - int(state.setting.titled)
        if bookmark and 1 <= level <= _DEEPEST and "unlisted" not in classes:
            yield Listed(level, number + _words(section), bookmark)


def _words(section: nodes.section) -> str:
    """Give the words of a heading, without its notes."""
    title = next((child for child in section if isinstance(child, nodes.title)), None)
    if title is None:
        return ""
    noted = [inner for note in title.findall(nodes.footnote) for inner in note.findall(nodes.Text)]
    spoken = (words.astext() for words in title.findall(nodes.Text) if not any(words is note for note in noted))
    return re.sub(r"[ \n]+", " ", "".join(spoken)).strip(" ")
