"""Write records as BibTeX that classic BibTeX and biblatex can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..language.languages import find_language
from ..language.translator import get_translator
from ..loading.value_positions import Location
from ..rendering.bibliography.bibtex_reader import MONTH_NAMES
from ..rendering.bibliography.bibtex_writer import escape_address, escape_tex, protect_title, write_marked_tex
from .bibliographic_record import Agent, ExportOutput, Records, Work, WorkKind

_KINDS: Final = {WorkKind.VOLUME: "proceedings", WorkKind.CHAPTER: "inproceedings", WorkKind.REPORT: "techreport"}


def find_recommended_fields(records: Records) -> Iterator[Location]:
    """Yield the location of the year if it is missing; citation styles print it."""
    if records.volume and not records.volume.published:
        yield ("volume", "year")


def write(records: Records) -> ExportOutput:
    """Write each work as an entry."""
    entries = [_write_entry(records, work) for work in records.works]
    return ExportOutput({f"{records.id}.bib": "\n".join(entries).encode()})


def _write_entry(records: Records, work: Work) -> str:
    lines = [f"  {name} = {{{value}}}" for name, value in _list_fields(records, work) if value]
    if work.published and work.published.month:
        lines.append(f"  month = {MONTH_NAMES[work.published.month - 1][:3]}")
    return f"@{_entry_kind(work)}{{{records.citation_key(work)},\n" + ",\n".join(lines) + "\n}\n"


def _entry_kind(work: Work) -> str:
    """Return the kind of an entry; a report must have an institution, which publishes it."""
    return "misc" if work.kind is WorkKind.REPORT and not work.publisher else _KINDS[work.kind]


def _list_fields(records: Records, work: Work) -> Iterator[tuple[str, str]]:
    series, published, event = work.series, work.published, records.meeting
    yield "author", _join_names(work.authors)
    yield "editor", _join_names(work.editors)
    yield "sortname", _join_sort_names(work.authors or work.editors)
    names = _list_proper_nouns(records, work.language)
    yield "title", protect_title(work.full_title, names)
    if work.kind is WorkKind.CHAPTER and records.volume:
        names = _list_proper_nouns(records, records.volume.language)
        yield "booktitle", protect_title(records.volume.full_title, names)
    yield "series", escape_tex(series.title) if series else ""
    # A work of no certain kind has no field for its number, which is then part of its type.
    numbered = _entry_kind(work) != "misc"
    yield "volume" if series else "number", escape_tex(series.number if series else work.number if numbered else "")
    yield "type", escape_tex(work.genre if numbered else " ".join(filter(None, (work.genre, work.number))))
    yield "pages", work.page_range.replace("-", "--")
    yield (
        "institution" if work.kind is WorkKind.REPORT else "publisher",
        escape_tex(work.publisher.name if work.publisher else ""),
    )
    yield "address", escape_tex(work.publisher.place if work.publisher else "")
    yield "year", str(published.year) if published else ""
    yield "eventtitle", "" if work.kind is WorkKind.REPORT else escape_tex(event.title)
    yield "venue", "" if work.kind is WorkKind.REPORT else escape_tex(event.place)
    yield from _list_fields_of_kind(work)
    yield "doi", escape_address(work.doi)
    yield "url", escape_address(work.url)
    yield "keywords", escape_tex(", ".join(work.keywords))
    yield "langid", find_language(work.language).name
    yield "abstract", " ".join(map(write_marked_tex, work.abstract))


def _list_fields_of_kind(work: Work) -> Iterator[tuple[str, str]]:
    """Yield what biblatex has a field for in some kinds of works, and in the others no better one than a note.

    It has none for the ISSN of proceedings: their series stands by its name and number.
    """
    isbn = work.isbns[0].written if work.isbns else ""
    if work.kind is WorkKind.REPORT:
        yield "version", escape_tex(work.edition)
        yield "note", f"ISBN {isbn}" if isbn else ""
        return
    edition = get_translator(work.language).gettext("Edition {n}").replace("{n}", work.edition)
    yield "note", escape_tex(edition if work.edition.isdigit() else work.edition)
    yield "isbn", isbn


def _list_proper_nouns(records: Records, language: str) -> frozenset[str]:
    """Return names that titles may hold: those of the workshop, of countries, languages, months and days."""
    meeting, volume = records.meeting, records.volume
    named = {meeting.acronym, meeting.city, meeting.region, meeting.country_name, meeting.venue}
    named |= {agent.family for agent in records.people.values()}
    named |= {body.name for body in records.organizations.values()}
    named |= {volume.publisher.name, volume.publisher.place} if volume and volume.publisher else set()
    return frozenset(named - {""}) | get_translator(language).proper_nouns()


def _join_names(agents: Iterable[Agent]) -> str:
    return " and ".join(_write_name(agent) for agent in agents)


def _join_sort_names(agents: Iterable[Agent]) -> str:
    """Join the names by which biblatex sorts a work, if they are not the printed ones."""
    agents = tuple(agents)
    if not any(agent.sort_as for agent in agents):
        return ""
    return " and ".join(_write_sort_name(agent) for agent in agents)


def _write_sort_name(agent: Agent) -> str:
    family, comma, given = agent.sort_as.partition(",")
    if not agent.sort_as:
        return _write_name(agent)
    return ", ".join(map(_write_name_part, (family.strip(), given.strip()))) if comma else f"{{{escape_tex(family)}}}"


def _write_name(agent: Agent) -> str:
    parts = [agent.family, agent.suffix, agent.given] if agent.suffix else [agent.family, agent.given]
    if agent.is_group or (not agent.given and not agent.suffix):
        return f"{{{escape_tex(agent.family)}}}"
    return ", ".join(_write_name_part(part) for part in parts)


def _write_name_part(words: str) -> str:
    """Write a part of a name, in braces if BibTeX would divide it."""
    divides = "," in words or re.search(r"(^|\s)(and|others)(\s|$)", words, re.IGNORECASE)
    return f"{{{escape_tex(words)}}}" if divides or not words else escape_tex(words)
