"""Describe a volume and its chapters for a publisher, as data and as text.

The workshop is the redacted one, so private data such as addresses is not included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..language.collation import collation_key
from ..model import Attribution
from ..model.volume import Chapter, Volume
from ..project.library_versions import toolkit_version
from ..rendering.context.display_names import DisplayNames, signed_name
from ..rendering.context.model_to_dict import TemplateValues
from ..rendering.context.people_context import build_person_context
from ..rendering.rst.plain_text import extract_paragraphs
from .chapter_files import ChapterFigure
from .package_zip import MissingItem


@dataclass(frozen=True)
class ChapterDescription:
    """A chapter, its opening page, its counts, its files, and what is missing.

    `index` maps each term to its pages, formatted as in an index.
    """

    chapter: Chapter
    facts: Mapping[str, object]
    counts: Mapping[str, int]
    files: tuple[str, ...]
    lacks: tuple[MissingItem, ...]
    pictures: tuple[ChapterFigure, ...]
    index: Mapping[str, str]


def describe_for_programs(
    lookup: DisplayNames, chapters: Iterable[ChapterDescription], pictures: Iterable[ChapterFigure]
) -> dict[str, object]:
    """Return plain data on the volume, its own pictures, and its chapters."""
    known, event = lookup.workshop.volume, lookup.workshop.event
    volume = _volume_data(lookup, known) if known else {}
    volume |= _drop_empty(
        {"figures": list(map(_picture_data, pictures)), "cross_references": _see_references(lookup)}
    ) | {
        "language": lookup.workshop.language,
        "event": {"title": event.title, "start": str(event.start), "end": str(event.end)},
    }
    told = [{"number": number, **_chapter_data(lookup, one)} for number, one in enumerate(chapters, 1)]
    return {"volume": volume, "chapters": told}


def _volume_data(lookup: DisplayNames, known: Volume) -> dict[str, object]:
    return _drop_empty(
        {
            "title": known.title,
            "subtitle": known.subtitle,
            "editors": [_author_data(lookup, editor) for editor in known.editors],
            "series": known.series and _drop_empty(dict(known.series)),
            "publisher": known.publisher and known.publisher.name,
            "place": known.publisher and known.publisher.place,
            "year": known.year,
            "published": known.published and str(known.published),
            "edition": known.edition,
            "doi": known.doi,
            "url": known.url,
            "isbns": known.isbns and _drop_empty(dict(known.isbns)),
            "copyright_holder": known.copyright_holder,
            "licence": known.licence,
            "cip": known.cip,
            "paper_statement": known.paper_statement,
        }
    )


def _chapter_data(lookup: DisplayNames, told: ChapterDescription) -> dict[str, object]:
    entry = told.chapter
    return _drop_empty(
        {
            "id": entry.id,
            "title": entry.title,
            "short_title": entry.short_title,
            "section": entry.section,
            "authors": [
                {
                    **_author_data(lookup, author),
                    **({"corresponding": True} if author == entry.corresponding else {}),
                    **({"equal_contribution": True} if author in entry.equal_contribution else {}),
                }
                for author in entry.authors
            ],
            "abstract": "\n\n".join(extract_paragraphs(entry.abstract)[0]),
            # Its comments may reveal its author.
            "abstract_rst": entry.abstract and may_name_everyone(lookup) and str(entry.abstract),
            "keywords": list(entry.keywords),
            "doi": entry.doi,
            "received": entry.received and str(entry.received),
            "accepted": entry.accepted and str(entry.accepted),
            "permissions": [
                {"item": one.item, "holder": one.holder, "status": str(one.status)} for one in entry.permissions
            ],
            "index_terms": [{"term": term, "pages": pages} for term, pages in told.index.items()],
            "figures": list(map(_picture_data, told.pictures)),
            "counts": dict(told.counts),
            "files": list(told.files),
        }
    )


def may_name_everyone(lookup: DisplayNames) -> bool:
    """Return whether everybody may be named, so that authors' texts may be passed on unchanged."""
    return lookup.workshop.policy.attribution is Attribution.OPEN


def _picture_data(one: ChapterFigure) -> dict[str, str]:
    """Describe a picture; `source` is its name in the text."""
    told = {"number": one.number, "file": one.file, "source": one.named}
    return _drop_empty({**told, "caption": one.caption, "credit": one.credit, "alternative": one.alternative})


def _see_references(lookup: DisplayNames) -> list[dict[str, str]]:
    terms = ((entry.term, entry.see) for entry in lookup.workshop.index_terms)
    return [{"term": term, "see": see} for term, see in terms if see]


def _author_data(lookup: DisplayNames, identity: str) -> dict[str, object]:
    known = lookup.people[identity]
    return _drop_empty(
        {
            "given": known.given,
            "family": known.family,
            "suffix": known.suffix,
            "group": known.is_group,
            "family_first": known.is_family_first,
            "affiliation": build_person_context(lookup, identity)["affiliation"],
            "affiliations": [
                _drop_empty({"name": one.name, "city": one.city, "country": one.country})
                for one in lookup.affiliations[identity]
            ],
            "country": known.country,
            "orcid": known.orcid,
        }
    )


def _drop_empty(told: Mapping[str, object]) -> dict[str, Any]:
    """Remove empty values."""
    return {key: value for key, value in told.items() if value not in (None, False, "", [], {})}


def describe_for_people(lookup: DisplayNames, chapters: Iterable[ChapterDescription]) -> list[TemplateValues]:
    """Return the context of the template that lists the chapters."""
    return [
        {
            **told.facts,
            "number": str(number),
            "signed": [_signature_line(lookup, author) for author in told.chapter.authors],
            "files": list(told.files),
            "lacks": [lack.why for lack in told.lacks],
            "index": [f"{term}, {pages}" for term, pages in told.index.items()],
            "pictures": list(map(asdict, told.pictures)),
        }
        for number, told in enumerate(chapters, 1)
    ]


def _signature_line(lookup: DisplayNames, identity: str) -> str:
    known, told = lookup.people[identity], build_person_context(lookup, identity)
    orcid = f"ORCID {known.orcid}" if known.orcid else ""
    return ", ".join(filter(None, (signed_name(known), told["affiliation_line"], orcid)))


def write_index_list(lookup: DisplayNames, chapters: Iterable[ChapterDescription]) -> str:
    """List the terms of the subject index by chapter as plain text, with pages and cross-references."""
    _ = lookup.translator.gettext
    lines = [_("Index terms by chapter; the pages are those of the offprints."), ""]
    for told in chapters:
        if told.index:
            lines += [told.chapter.title, *(f"    {term}, {pages}" for term, pages in told.index.items()), ""]
    found = {term.casefold() for told in chapters for term in told.index}
    tag = lookup.translator.tag
    terms = sorted(lookup.workshop.index_terms, key=lambda entry: collation_key(entry.term, tag))
    see = [f"    {entry.term}, {_('see')} {entry.see}" for entry in terms if entry.see]
    nowhere = [f"    {entry.term}" for entry in terms if not entry.see and entry.term.casefold() not in found]
    for heading, entries in ((_("References to other terms"), see), (_("On no page"), nowhere)):
        lines += [heading, *entries, ""] if entries else []
    return "\n".join(lines)


def write_readme(lookup: DisplayNames, names: Iterable[str], lacks: Sequence[MissingItem]) -> str:
    """Return the README of the package: what it contains and what is missing."""
    _ = lookup.translator.gettext
    title = lookup.workshop.volume.title if lookup.workshop.volume else lookup.workshop.event.title
    held = {name.partition("/")[0] for name in names}
    told = {
        "volume": _("what stands before and after the chapters, as Word documents"),
        "chapters": _("each chapter as an offprint (PDF) and as a Word document (DOCX)"),
        "sources": _(
            "the texts and pictures as they are in the workshop, under the names by which they call each other"
        ),
        "figures": _("figures as files of their own, named by author and number"),
        "references": _("what each chapter cites, in BibTeX"),
        "consent": _("a form for each chapter, to be signed by its authors"),
    }
    lines = [
        title,
        "",
        *(f"{folder + '/':13} {words}" for folder, words in told.items() if folder in held),
        f"index.txt     {_('terms of the subject index, by chapter')}",
        f"metadata.*    {_('titles, authors, abstracts, figures and what else is known of each chapter')}",
        f"manifest.json {_('all files, with their sums (also in SHA256SUMS)')}",
        "",
    ]
    if "sources" in held:
        command = f"octavo build sources --product volume    # octavo {toolkit_version()}"
        lines += [_("Octavo sets the book from sources/:"), f"    {command}", ""]
    lines += [
        _(
            "E-mail and other addresses that the organizers hold are in none of these files; "
            "what authors wrote themselves stands in their texts."
        ),
    ]
    if lacks:
        whole = _("the volume")
        lines += ["", _("Missing:"), *(f"- {lack.chapter or whole} ({lack.what}): {lack.why}" for lack in lacks)]
    return "\n".join(lines) + "\n"
