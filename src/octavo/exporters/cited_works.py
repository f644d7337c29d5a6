"""Find what chapters cite: a chapter's manuscript and BibTeX files in, the works cited out, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..findings.finding import Place
from ..language.one_line_text import one_line
from ..loading.text_decoding import characters
from ..model.text_types import is_forbidden
from ..model.volume import Chapter
from ..rendering.bibliography.csl_items import OTHERS, CitedEntries, CslItem, Name, described
from ..rendering.bibliography.latex_text import PRIVATE
from ..rendering.graphics.images import file_bytes
from .bibliographic_record import Agent, CitedWork

_CITE: Final = re.compile(r":cite:`([^`]+)`")
_TEXTS: Final = (".rst", ".txt")


def sources(root: Path, chapter: Chapter, language: str) -> tuple[tuple[CitedWork, ...], tuple[Path, ...]]:
    """Give the works that a manuscript in reST cites, in that order, and the files that were read.

    What cannot be read has no sources here: what is wrong with it the build says.
    """
    if not chapter.bibliography or not chapter.source.lower().endswith(_TEXTS):
        return (), ()
    files: list[Path] = []
    texts = [_text(root, path, files) for path in (chapter.source, *chapter.bibliography)]
    library, _ = CitedEntries.read(list(zip(files[1:], texts[1:], strict=True)))
    spelt = {key.casefold(): key for key in library.keys}
    cited = dict.fromkeys(spelt[key] for key in _keys(texts[0]) if key in spelt)
    return tuple(_source(key, described(library.entries[key], language)[0]) for key in cited), tuple(files)


def _text(root: Path, path: str, files: list[Path]) -> str:
    file, data, _ = file_bytes(root, path, Place(root))
    files.append(file)
    return characters(data, file, path)[0]


def _keys(manuscript: str) -> Iterator[str]:
    for found in _CITE.finditer(manuscript):
        yield from (key.strip().casefold() for key in found[1].split(",") if key.strip())


def _source(key: str, known: CslItem) -> CitedWork:
    texts = {name: _plain("".join(words for words, _ in text)) for name, text in known.texts.items()}
    names = [name for name in known.names.get("author", ()) if name.literal != OTHERS]
    issued = known.dates.get("issued")
    return CitedWork(
        key,
        known.type,
        {name: words for name, words in texts.items() if words},
        tuple(_agent(name) for name in names if not name.literal),
        tuple(filter(None, (_plain(name.literal) for name in names))),
        issued.parts if issued else (),
    )


def _agent(name: Name) -> Agent:
    family = " ".join(filter(None, (name.particle, name.family)))
    return Agent("", _plain(family), _plain(name.given), _plain(name.suffix))


def _plain(words: str) -> str:
    """Take out the marks of styles, and what no text should hold."""
    return "".join(letter for letter in one_line(PRIVATE.sub("", words)) if not is_forbidden(letter))
