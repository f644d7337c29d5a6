"""Write records as BibTeX that classic BibTeX and biblatex can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from ..language.languages import find_language
from ..language.one_line_text import to_one_line
from ..loading.value_positions import Location
from ..rendering.bibliography.bibtex_reader import MONTH_NAMES
from .bibliographic_record import Agent, ExportOutput, Records, Work, WorkKind

_KINDS: Final = {WorkKind.VOLUME: "proceedings", WorkKind.CHAPTER: "inproceedings", WorkKind.REPORT: "techreport"}
# Characters with a meaning in TeX. Braces become commands, since BibTeX counts braces even after a backslash.
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
_LONG_WORD: Final = 4


def find_recommended_fields(records: Records) -> Iterator[Location]:
    """Yield the location of the year if it is missing; citation styles print it."""
    if records.volume and not records.volume.published:
        yield ("volume", "year")


def write(records: Records) -> ExportOutput:
    """Write each work as an entry."""
    entries = [_write_entry(records, work) for work in records.works]
    return ExportOutput({f"{records.id}.bib": "\n".join(entries).encode()})


def escape_tex(words: str) -> str:
    """Escape words so that TeX prints each character and joins none (as it joins two hyphens)."""
    return _SPECIAL.sub(lambda found: _SIGNS.get(found[0]) or f"{{}}{found[0]}", to_one_line(words))


def protect_title(words: str) -> str:
    """Put braces around names and abbreviations in a title, so that no style changes their capitals."""
    names = to_one_line(words).split(" ")
    long = [name for name in names[1:] if len(name) >= _LONG_WORD and name[0].isalpha() and name[1:].islower()]
    capitals = sum(name[0].isupper() for name in long)
    headline = capitals > 1 and capitals * 2 > len(long)
    kept = (index > 0 and not headline and name[:1].isupper() for index, name in enumerate(names))
    return " ".join(
        f"{{{escape_tex(name)}}}" if keep or _is_abbreviation(name) else escape_tex(name)
        for name, keep in zip(names, kept, strict=True)
    )


def _is_abbreviation(word: str) -> bool:
    """Check for a word with capitals after its first letter: NATO, pH, 5G."""
    return any(letter.isupper() and before.isalnum() for before, letter in pairwise(word))


def _write_entry(records: Records, work: Work) -> str:
    lines = [f"  {name} = {{{value}}}" for name, value in _list_fields(records, work) if value]
    if work.published and work.published.month:
        lines.append(f"  month = {MONTH_NAMES[work.published.month - 1][:3]}")
    return f"@{_KINDS[work.kind]}{{{records.citation_key(work)},\n" + ",\n".join(lines) + "\n}\n"


def _list_fields(records: Records, work: Work) -> Iterator[tuple[str, str]]:
    series, published, event = work.series, work.published, records.meeting
    yield "author", _join_names(work.authors)
    yield "editor", _join_names(work.editors)
    yield "title", protect_title(work.full_title)
    if work.kind is WorkKind.CHAPTER and records.volume:
        yield "booktitle", protect_title(records.volume.full_title)
    yield "series", escape_tex(series.title) if series else ""
    yield ("volume", escape_tex(series.number)) if series else ("number", escape_tex(work.number))
    yield "type", escape_tex(work.genre)
    yield "edition", escape_tex(work.edition)
    yield "pages", work.page_range.replace("-", "--")
    yield (
        "institution" if work.kind is WorkKind.REPORT else "publisher",
        escape_tex(work.publisher.name if work.publisher else ""),
    )
    yield "address", escape_tex(work.publisher.place if work.publisher else "")
    yield "year", str(published.year) if published else ""
    yield "eventtitle", "" if work.kind is WorkKind.REPORT else escape_tex(event.title)
    yield "venue", "" if work.kind is WorkKind.REPORT else escape_tex(event.place)
    yield "isbn", work.isbns[0].written if work.isbns else ""
    yield "issn", series.issn if series else ""
    yield "doi", escape_address(work.doi)
    yield "url", escape_address(work.url)
    yield "keywords", escape_tex(", ".join(work.keywords))
    yield "langid", find_language(work.language).name
    yield "abstract", escape_tex(" ".join(work.abstract))


def _join_names(agents: Iterable[Agent]) -> str:
    return " and ".join(_write_name(agent) for agent in agents)


def _write_name(agent: Agent) -> str:
    parts = [agent.family, agent.suffix, agent.given] if agent.suffix else [agent.family, agent.given]
    if not agent.given and not agent.suffix:
        return f"{{{escape_tex(agent.family)}}}"
    return ", ".join(_write_name_part(part) for part in parts)


def _write_name_part(words: str) -> str:
    """Write a part of a name, in braces if BibTeX would divide it."""
    divides = "," in words or re.search(r"(^|\s)(and|others)(\s|$)", words, re.IGNORECASE)
    return f"{{{escape_tex(words)}}}" if divides or not words else escape_tex(words)


def escape_address(words: str) -> str:
    """Percent-encode the characters of a URL or DOI that BibTeX cannot read."""
    return "".join(_ADDRESS.get(letter, letter) for letter in words)
