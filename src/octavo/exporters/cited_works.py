"""Find the works that a chapter cites in its manuscript, from its BibTeX files, as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..findings.finding import Place
from ..language.one_line_text import to_one_line
from ..loading.text_decoding import decode_leniently
from ..model.text_checks import is_forbidden_character
from ..model.volume import Chapter
from ..rendering.bibliography.csl_items import ET_AL_MARK, CitedEntries, CslItem, Name, build_csl_item
from ..rendering.bibliography.latex_text import PRIVATE_CHARACTERS
from ..rendering.graphics.images import read_workshop_file
from .bibliographic_record import Agent, CitedWork

_CITE: Final = re.compile(r":cite:`([^`]+)`")
_TEXTS: Final = (".rst", ".txt")


def read_cited_works(root: Path, chapter: Chapter, language: str) -> tuple[tuple[CitedWork, ...], tuple[Path, ...]]:
    """Return the works that a reST manuscript cites, in order of citation, and the files that were read.

    Citations that cannot be read are skipped here; the build reports them.
    """
    if not chapter.bibliography or not chapter.source.lower().endswith(_TEXTS):
        return (), ()
    files: list[Path] = []
    texts = [_read_text(root, path, files) for path in (chapter.source, *chapter.bibliography)]
    library, _ = CitedEntries.parse_files(list(zip(files[1:], texts[1:], strict=True)))
    spelt = {key.casefold(): key for key in library.keys}
    cited = dict.fromkeys(spelt[key] for key in _find_citation_keys(texts[0]) if key in spelt)
    return tuple(_make_cited_work(key, build_csl_item(library.entries[key], language)[0]) for key in cited), tuple(
        files
    )


def _read_text(root: Path, path: str, files: list[Path]) -> str:
    file, data, _ = read_workshop_file(root, path, Place(root))
    files.append(file)
    return decode_leniently(data, file, path)[0]


def _find_citation_keys(manuscript: str) -> Iterator[str]:
    for found in _CITE.finditer(manuscript):
        yield from (key.strip().casefold() for key in found[1].split(",") if key.strip())


def _make_cited_work(key: str, known: CslItem) -> CitedWork:
    texts = {name: _strip_styles("".join(words for words, _ in text)) for name, text in known.texts.items()}
    names = [name for name in known.names.get("author", ()) if name.literal != ET_AL_MARK]
    issued = known.dates.get("issued")
    return CitedWork(
        key,
        known.type,
        {name: words for name, words in texts.items() if words},
        tuple(_make_agent(name) for name in names if not name.literal),
        tuple(filter(None, (_strip_styles(name.literal) for name in names))),
        issued.parts if issued else (),
    )


def _make_agent(name: Name) -> Agent:
    family = " ".join(filter(None, (name.particle, name.family)))
    return Agent("", _strip_styles(family), _strip_styles(name.given), _strip_styles(name.suffix))


def _strip_styles(words: str) -> str:
    """Remove style marks and forbidden characters."""
    return "".join(
        letter for letter in to_one_line(PRIVATE_CHARACTERS.sub("", words)) if not is_forbidden_character(letter)
    )
