"""Find the works that a chapter cites in its manuscript: from its BibTeX files, and as its author wrote them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..chapters.manuscript_references import read_written_references
from ..files.workshop_files import read_workshop_file
from ..findings.finding import Finding, Place
from ..language.one_line_text import to_one_line
from ..loading.text_decoding import decode_leniently
from ..model.marked_title import MarkedText
from ..model.text_checks import is_forbidden_character
from ..model.volume import Chapter
from ..rendering.bibliography.bibtex_names import ET_AL_MARK, Name
from ..rendering.bibliography.cited_entries import CitedEntries
from ..rendering.bibliography.csl_items import CslItem, build_csl_item
from ..rendering.bibliography.latex_text import PRIVATE_CHARACTERS
from ..rendering.bibliography.written_references import WrittenReference, read_reference
from .bibliographic_record import Agent, CitedWork

_CITE: Final = re.compile(r":cite:`([^`]+)`")
_TEXTS: Final = (".rst", ".txt")


@dataclass(frozen=True)
class CitedWorks:
    """The works that a chapter cites, the files that were read, and what could not be read."""

    works: tuple[CitedWork, ...] = ()
    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()


def is_text_manuscript(chapter: Chapter) -> bool:
    """Return whether a chapter is written in reST, so that its references can be read."""
    return chapter.source.lower().endswith(_TEXTS)


def read_cited_works(root: Path, chapter: Chapter, language: str) -> CitedWorks:
    """Read the works that a reST manuscript cites, in the order of its list of references.

    Citations of entries that cannot be read are skipped here; the build reports them.
    """
    if not is_text_manuscript(chapter):
        return CitedWorks()
    files: list[Path] = []
    manuscript, *bibliography = (_read_file(root, path, files) for path in (chapter.source, *chapter.bibliography))
    texts = [decode_leniently(data, file, "")[0] for file, data in zip(files[1:], bibliography, strict=True)]
    library, _ = CitedEntries.parse_files(list(zip(files[1:], texts, strict=True)))
    spelt = {key.casefold(): key for key in library.keys}
    text = decode_leniently(manuscript, files[0], "")[0]
    cited = dict.fromkeys(spelt[key] for key in _find_citation_keys(text) if key in spelt)
    entries = [_make_cited_work(key, build_csl_item(library.entries[key], language)[0]) for key in cited]
    written, findings = read_written_references(manuscript, files[0])
    return CitedWorks((*entries, *map(_make_written_work, written)), tuple(files), findings)


def _read_file(root: Path, path: str, files: list[Path]) -> bytes:
    file, data, _ = read_workshop_file(root, path, Place(root))
    files.append(file)
    return data


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
        issued.parts if issued and issued.parts[:1] > (0,) else (),
    )


def _make_written_work(reference: WrittenReference) -> CitedWork:
    told = read_reference(reference)
    texts = {"title": told.title, "DOI": told.doi, "URL": told.url}
    return CitedWork(
        reference.label,
        told.csl_type,
        {name: _strip_styles(words) for name, words in texts.items() if words},
        tuple(_make_agent(name) for name in told.authors if not name.literal),
        tuple(_strip_styles(name.literal) for name in told.authors if name.literal),
        (told.year,) if told.year else (),
        MarkedText.from_runs(reference.runs),
    )


def _make_agent(name: Name) -> Agent:
    family = " ".join(filter(None, (name.particle, name.family)))
    return Agent("", _strip_styles(family), _strip_styles(name.given), _strip_styles(name.suffix))


def _strip_styles(words: str) -> str:
    """Remove style marks and forbidden characters."""
    return "".join(
        letter for letter in to_one_line(PRIVATE_CHARACTERS.sub("", words)) if not is_forbidden_character(letter)
    )
