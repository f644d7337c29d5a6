"""Tell a publisher what is known of each chapter: a workshop and its chapters in, words for programs and people out.

What is private, such as addresses, is in none of it: the workshop that comes in is the public one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .facts import Facts, Lookup, signed_name
from .facts.people import person
from .model.volume import Chapter, Volume
from .parcel import Lack


@dataclass(frozen=True)
class Told:
    """A chapter, what its opening page says, how much of each kind it holds, its files and what is lacking."""

    chapter: Chapter
    facts: Mapping[str, Any]
    counts: Mapping[str, int]
    files: tuple[str, ...]
    lacks: tuple[Lack, ...]


def for_programs(lookup: Lookup, chapters: Iterable[Told]) -> dict[str, Any]:
    """Tell of the volume and its chapters in plain data."""
    known, event = lookup.workshop.volume, lookup.workshop.event
    volume = _volume(lookup, known) if known else {}
    volume |= {
        "language": lookup.workshop.language,
        "event": {"title": event.title, "start": str(event.start), "end": str(event.end)},
    }
    told = [{"number": number, **_chapter(lookup, one)} for number, one in enumerate(chapters, 1)]
    return {"volume": volume, "chapters": told}


def _volume(lookup: Lookup, known: Volume) -> dict[str, Any]:
    return _filled(
        {
            "title": known.title,
            "subtitle": known.subtitle,
            "editors": [_author(lookup, editor) for editor in known.editors],
            "series": known.series and _filled({"name": known.series.name, "number": known.series.number}),
            "publisher": known.publisher and known.publisher.name,
            "year": known.year,
            "doi": known.doi,
            "isbns": known.isbns and _filled(dict(known.isbns)),
        }
    )


def _chapter(lookup: Lookup, told: Told) -> dict[str, Any]:
    entry = told.chapter
    return _filled(
        {
            "id": entry.id,
            "title": entry.title,
            "short_title": entry.short_title,
            "section": entry.section,
            "authors": [
                {**_author(lookup, author), **({"corresponding": True} if author == entry.corresponding else {})}
                for author in entry.authors
            ],
            "abstract": entry.abstract and str(entry.abstract),
            "keywords": list(entry.keywords),
            "doi": entry.doi,
            "received": entry.received and str(entry.received),
            "accepted": entry.accepted and str(entry.accepted),
            "permissions": [
                {"item": one.item, "holder": one.holder, "status": str(one.status)} for one in entry.permissions
            ],
            "counts": dict(told.counts),
            "files": list(told.files),
        }
    )


def _author(lookup: Lookup, identity: str) -> dict[str, Any]:
    known = lookup.people[identity]
    return _filled(
        {
            "given": known.given,
            "family": known.family,
            "suffix": known.suffix,
            "affiliation": person(lookup, identity)["affiliation"],
            "country": known.country,
            "orcid": known.orcid,
        }
    )


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {key: value for key, value in told.items() if value not in (None, "", [], {})}


def for_people(lookup: Lookup, chapters: Iterable[Told]) -> list[Facts]:
    """Give what the template that lists the chapters prints."""
    return [
        {
            **told.facts,
            "number": str(number),
            "signed": [_signed(lookup, author) for author in told.chapter.authors],
            "files": list(told.files),
            "lacks": [lack.why for lack in told.lacks],
        }
        for number, told in enumerate(chapters, 1)
    ]


def _signed(lookup: Lookup, identity: str) -> str:
    known, told = lookup.people[identity], person(lookup, identity)
    orcid = f"ORCID {known.orcid}" if known.orcid else ""
    return ", ".join(filter(None, (signed_name(known), told["affiliation"], told["country"], orcid)))


def readme(lookup: Lookup, chapters: Sequence[Told]) -> str:
    """Say in plain text what is in the package, and what is not."""
    _ = lookup.words.text
    title = lookup.workshop.volume.title if lookup.workshop.volume else lookup.workshop.event.title
    lines = [
        title,
        "",
        f"chapters/     {_('each chapter as an offprint (PDF) and as a Word document (DOCX)')}",
        f"sources/      {_('each chapter as it came from its authors, with its bibliography')}",
        f"figures/      {_('figures as files of their own, named by author and number')}",
        f"references/   {_('what each chapter cites, in BibTeX')}",
        f"consent/      {_('a form for each chapter, to be signed by its authors')}",
        f"metadata.*    {_('titles, authors and what else is known of each chapter')}",
        f"manifest.json {_('all files, with their sums (also in SHA256SUMS)')}",
        "",
        _(
            "E-mail and other addresses that the organizers hold are in none of these files; "
            "what authors wrote themselves stands in their texts."
        ),
    ]
    lacks = [(told.chapter.id, lack) for told in chapters for lack in told.lacks]
    if lacks:
        lines += ["", _("Missing:"), *(f"- {chapter} ({lack.what}): {lack.why}" for chapter, lack in lacks)]
    return "\n".join(lines) + "\n"
