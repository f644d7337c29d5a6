"""Write a bibliographic record as BibTeX: `Records` in, a .bib file out that classic BibTeX and biblatex read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from ..language.languages import language
from ..language.one_line_text import one_line
from ..loading.value_positions import Location
from ..rendering.bibliography.bibtex_reader import MONTHS
from .bibliographic_record import Agent, Output, Records, Work, WorkKind

_KINDS: Final = {WorkKind.VOLUME: "proceedings", WorkKind.CHAPTER: "inproceedings", WorkKind.REPORT: "techreport"}
# What TeX takes for something else. Braces are commands, since BibTeX counts braces even after a backslash.
_SIGNS: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "`": r"{\textasciigrave}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    "\u00a0": "~",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_ADDRESS: Final = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
_SPECIAL: Final = re.compile(r"[\\{}~^`<>|\u00a0#$%&_]|(?<=-)-|(?<=')'")
_LONG: Final = 4


def wishes(records: Records) -> Iterator[Location]:
    """Ask for a year, which styles print."""
    if records.volume and not records.volume.published:
        yield ("volume", "year")


def write(records: Records) -> Output:
    """Write every work as an entry."""
    entries = [_entry(records, work) for work in records.works]
    return Output({f"{records.id}.bib": "\n".join(entries).encode()})


def escaped(words: str) -> str:
    """Write words so that TeX prints each character of them, and joins none to others (as it does two hyphens)."""
    return _SPECIAL.sub(lambda found: _SIGNS.get(found[0]) or f"{{}}{found[0]}", one_line(words))


def title(words: str) -> str:
    """Write a title so that no style takes the capitals from names: of a title in capitals, from words like NATO."""
    names = one_line(words).split(" ")
    long = [name for name in names[1:] if len(name) >= _LONG and name[0].isalpha() and name[1:].islower()]
    capitals = sum(name[0].isupper() for name in long)
    headline = capitals > 1 and capitals * 2 > len(long)
    kept = (index > 0 and not headline and name[:1].isupper() for index, name in enumerate(names))
    return " ".join(
        f"{{{escaped(name)}}}" if keep or _is_abbreviation(name) else escaped(name)
        for name, keep in zip(names, kept, strict=True)
    )


def _is_abbreviation(word: str) -> bool:
    """Tell a word with capitals after its first letter: NATO, pH, 5G."""
    return any(letter.isupper() and before.isalnum() for before, letter in pairwise(word))


def _entry(records: Records, work: Work) -> str:
    lines = [f"  {name} = {{{value}}}" for name, value in _fields(records, work) if value]
    if work.published and work.published.month:
        lines.append(f"  month = {MONTHS[work.published.month - 1][:3]}")
    return f"@{_KINDS[work.kind]}{{{records.key(work)},\n" + ",\n".join(lines) + "\n}\n"


def _fields(records: Records, work: Work) -> Iterator[tuple[str, str]]:
    series, published, event = work.series, work.published, records.gathering
    yield "author", _names(work.authors)
    yield "editor", _names(work.editors)
    yield "title", title(work.full_title)
    if work.kind is WorkKind.CHAPTER and records.volume:
        yield "booktitle", title(records.volume.full_title)
    yield "series", escaped(series.title) if series else ""
    yield ("volume", escaped(series.number)) if series else ("number", escaped(work.number))
    yield "type", escaped(work.genre)
    yield "edition", escaped(work.edition)
    yield "pages", work.range.replace("-", "--")
    yield (
        "institution" if work.kind is WorkKind.REPORT else "publisher",
        escaped(work.publisher.name if work.publisher else ""),
    )
    yield "address", escaped(work.publisher.place if work.publisher else "")
    yield "year", str(published.year) if published else ""
    yield "eventtitle", "" if work.kind is WorkKind.REPORT else escaped(event.title)
    yield "venue", "" if work.kind is WorkKind.REPORT else escaped(event.place)
    yield "isbn", work.isbns[0].written if work.isbns else ""
    yield "issn", series.issn if series else ""
    yield "doi", address(work.doi)
    yield "url", address(work.url)
    yield "keywords", escaped(", ".join(work.keywords))
    yield "langid", language(work.language).name
    yield "abstract", escaped(" ".join(work.abstract))


def _names(agents: Iterable[Agent]) -> str:
    return " and ".join(_name(agent) for agent in agents)


def _name(agent: Agent) -> str:
    parts = [agent.family, agent.suffix, agent.given] if agent.suffix else [agent.family, agent.given]
    if not agent.given and not agent.suffix:
        return f"{{{escaped(agent.family)}}}"
    return ", ".join(_part(part) for part in parts)


def _part(words: str) -> str:
    """Write a part of a name; what BibTeX would divide stands in braces."""
    divides = "," in words or re.search(r"(^|\s)(and|others)(\s|$)", words, re.IGNORECASE)
    return f"{{{escaped(words)}}}" if divides or not words else escaped(words)


def address(words: str) -> str:
    """Write an address, which is no TeX; what would unsettle BibTeX is written as addresses write it."""
    return "".join(_ADDRESS.get(letter, letter) for letter in words)
