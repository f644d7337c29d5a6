"""Compute the variables on the proceedings volume: title pages, chapters, contributors, committees and sponsors."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

from ...language.languages import LANGUAGES, find_language
from ...language.translator import look_up_message
from ...model.event import Sponsor
from ...model.people import SponsorKind
from ...model.volume import Chapter, PermissionStatus, Volume
from . import enum_labels
from .display_names import DisplayNames, signed_name
from .former_names import TemplateDict
from .model_to_dict import TemplateValues, dump_public_fields
from .people_context import build_person_context

EQUAL_MARK: Final = "*"
"""Marks the authors who contributed equally."""
_ARTICLES = "|".join(known.articles for known in LANGUAGES.values() if known.articles)


def build_volume_context(lookup: DisplayNames) -> TemplateValues | None:
    """Return the variables of the title pages, or None without a volume."""
    known = lookup.workshop.volume
    if known is None:
        return None
    return {
        **dump_public_fields(known),
        "editors": [build_person_context(lookup, editor) for editor in known.editors],
        "editor_names": lookup.person_names(known.editors),
        "edited_by": lookup.translator.join_list([signed_name(lookup.people[editor]) for editor in known.editors]),
        "proceedings": _proceedings_statement(lookup),
        "isbns": _isbn_statements(lookup, known),
        "year": str(known.year or ""),
        "title_length": "very-long" if len(known.title) > 160 else "long" if len(known.title) > 70 else "usual",
    }


def _proceedings_statement(lookup: DisplayNames) -> str:
    """Return the statement on the title page that names the event of these proceedings."""
    event, words = lookup.workshop.event, lookup.translator
    title = event.title
    if _begins_as_proceedings(title):
        return title
    gatherings = (word for known in LANGUAGES.values() for word in known.gatherings)
    if any(word in title.lower() for word in gatherings):
        wording = words.gettext("Proceedings of the {title}")
        articles = find_language(words.tag).articles
        return wording.replace("{title}", _drop_repeated_article(wording.partition("{title}")[0], title, articles))
    kind = enum_labels.event_type_label(words, event.type)
    return words.gettext("Proceedings of the {kind} on {title}").replace("{kind}", kind).replace("{title}", title)


def _begins_as_proceedings(title: str) -> bool:
    """Return whether a title says itself, in any language of ours, that these are proceedings."""
    translated = (code for code, known in LANGUAGES.items() if known.is_translated)
    begun = (_proceedings_name(look_up_message(code, "Proceedings of the {title}")) for code in translated)
    return bool(re.match(rf"(?:{_ARTICLES})?(?:{'|'.join(begun)})\b", title, re.IGNORECASE))


def _proceedings_name(wording: str) -> str:
    """Return what proceedings are called: the first word, or all that stands before a colon."""
    name, colon, _ = wording.partition(":")
    return name.strip() if colon else re.split(r"\W", wording)[0]


def _drop_repeated_article(before: str, title: str, articles: str) -> str:
    """Drop the article with which a title begins if an article stands before it."""
    if not articles or not re.search(rf"\b(?:{articles})$", before, re.IGNORECASE):
        return title
    return re.sub(rf"^(?:{articles})", "", title, count=1, flags=re.IGNORECASE)


def _isbn_statements(lookup: DisplayNames, known: Volume) -> list[str]:
    _ = lookup.translator.gettext
    if known.isbns is None:
        return []
    bindings = (
        (_("hardback"), known.isbns.hardback),
        (_("paperback"), known.isbns.paperback),
        (_("e-book"), known.isbns.ebook),
    )
    return [f"ISBN {isbn} ({binding})" for binding, isbn in bindings if isbn]


def list_contributors(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the authors of all chapters, sorted by name."""
    wanted = dict.fromkeys(author for chapter in lookup.workshop.chapters for author in chapter.authors)
    people = [build_person_context(lookup, author) for author in wanted]
    return sorted(people, key=lambda entry: entry["sort_key"])


def list_committees(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the committee by role, in the order in which the roles first occur."""
    offices: dict[str, list[TemplateValues]] = {}
    for entry in lookup.workshop.committee:
        offices.setdefault(entry.role or "", []).append(build_person_context(lookup, entry.person))
    return [{"role": role, "members": members} for role, members in offices.items()]


def list_sponsor_ranks(lookup: DisplayNames) -> list[TemplateValues]:
    """Return the sponsors by tier, in the order in which the tiers first occur."""
    ranks: dict[str, list[TemplateValues]] = {}
    for entry in lookup.workshop.sponsors:
        ranks.setdefault(entry.tier or "", []).append(_ranked_sponsor(lookup, entry))
    return [{"tier": tier, "sponsors": members} for tier, members in ranks.items()]


def _ranked_sponsor(lookup: DisplayNames, entry: Sponsor) -> TemplateValues:
    # Funding is the default and is not printed.
    kind = "" if entry.kind is SponsorKind.FUNDING else enum_labels.sponsor_kind_label(lookup.translator, entry.kind)
    return {"name": lookup.organization_name(entry.org), "logo": str(entry.logo or ""), "kind": kind}


def build_chapter_context(lookup: DisplayNames, known: Chapter) -> TemplateValues:
    """Return the variables of a chapter's opening page."""
    lines = [_affiliation_lines(lookup, author) for author in known.authors]
    marks = {line: str(number) for number, line in enumerate(dict.fromkeys(chain.from_iterable(lines)), 1)}
    several = len(marks) > 1
    equal = [author for author in known.equal_contribution if author in known.authors]
    equal = equal if len(equal) > 1 else []
    authors = [lookup.people[author] for author in known.authors]
    return {
        **dump_public_fields(known),
        "written_title": known.title.written,
        "authors": [
            TemplateDict(
                name=signed_name(author),
                mark=",".join(
                    [
                        *(sorted((marks[line] for line in own), key=int) if several else ()),
                        *(EQUAL_MARK for _ in range(author.id in equal)),
                    ]
                ),
                orcid=author.orcid or "",
                is_last=author is authors[-1],
            )
            for author, own in zip(authors, lines, strict=True)
        ],
        "names": lookup.translator.join_list([signed_name(author) for author in authors]),
        "affiliations": [{"mark": mark if several else "", "words": line} for line, mark in marks.items()],
        "equal_mark": EQUAL_MARK if equal else "",
        "equal_names": lookup.translator.join_list([signed_name(lookup.people[author]) for author in equal]),
        "corresponding": signed_name(lookup.people[known.corresponding]) if known.corresponding else "",
        "received": lookup.format_day(known.received),
        "accepted": lookup.format_day(known.accepted),
        "permissions": [
            {"item": entry.item, "holder": entry.holder}
            for entry in known.permissions
            if entry.status is PermissionStatus.GRANTED
        ],
    }


def _affiliation_lines(lookup: DisplayNames, author: str) -> list[str]:
    """Return the affiliations of an author, each with its place; without any, the author's country."""
    affiliations = lookup.affiliations[author]
    country = lookup.people[author].country
    if not affiliations:
        return [lookup.translator.country_name(country)] if country else []
    return [lookup.format_affiliation(one) for one in affiliations]
