"""Write CITATION.cff (Citation File Format 1.2), which tells visitors of a repository how to cite the volume."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..language.languages import citation_request
from ..loading.value_positions import Location
from ..loading.yaml_writer import dump_yaml
from .bibliographic_record import Agent, CorporateBody, ExportOutput, Meeting, Records, Work, WorkKind
from .json_writer import JsonObject, drop_empty_fields

_TYPES: Final = {WorkKind.VOLUME: "proceedings", WorkKind.CHAPTER: "conference-paper", WorkKind.REPORT: "report"}
_DOI: Final = re.compile(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")
# Codes of ISO 3166 that the CFF schema does not allow.
_UNKNOWN_COUNTRIES: Final = ("XK", "AC", "CP", "CQ", "DG", "EA", "IC", "TA")


def find_missing_fields(records: Records) -> Iterator[Location]:
    """Yield the location of the editors or publisher if nobody is named."""
    first = records.works[0]
    if not records.find_creators(first):
        yield (*first.at, "editors" if first.kind is WorkKind.VOLUME else "publisher")


def write(records: Records) -> ExportOutput:
    """Describe the volume, or else the report, and list the other works as references."""
    first, *others = records.works
    content = {
        "cff-version": "1.2.0",
        "message": citation_request(first.language),
        "type": "dataset",
        "title": first.full_title,
        "authors": _list_creators(records, first),
        "abstract": "\n\n".join(first.abstract),
        "keywords": list(dict.fromkeys(first.keywords)),
        "license": first.licence.spdx if first.licence else "",
        "doi": _accepted_doi(first),
        "url": first.url,
        "date-released": first.published.iso if first.published and first.published.day else "",
        "preferred-citation": _make_reference(records, first),
        "references": [_make_reference(records, work) for work in others if records.find_creators(work)],
    }
    return ExportOutput({"CITATION.cff": dump_yaml(drop_empty_fields(content))})


def _make_reference(records: Records, work: Work) -> JsonObject:
    series, published = work.series, work.published
    container = records.volume.full_title if records.volume and work.kind is WorkKind.CHAPTER else ""
    return drop_empty_fields(
        {
            "type": _TYPES[work.kind],
            "title": work.full_title,
            "authors": _list_creators(records, work),
            "editors": [_make_person(editor) for editor in work.editors],
            "collection-title": container or (series.title if series else ""),
            "volume": series.number if series else "",
            "issn": series.issn if series else "",
            "number": work.number,
            "edition": work.edition,
            "publisher": _make_organization(work.publisher) if work.publisher else None,
            "year": published.year if published else None,
            "month": (published.month or None) if published else None,
            "date-published": published.iso if published and published.day else "",
            "start": str(work.pages[0]) if work.pages else "",
            "end": str(work.pages[1]) if work.pages else "",
            "pages": str(work.extent or ""),
            "isbn": work.isbns[0].number if work.isbns else "",
            "doi": _accepted_doi(work),
            "url": work.url,
            "abstract": "\n\n".join(work.abstract),
            "keywords": list(dict.fromkeys(work.keywords)),
            "license": work.licence.spdx if work.licence else "",
            "languages": [work.language.split("-")[0]],
            "conference": _make_conference(records.meeting) if work.kind is not WorkKind.REPORT else None,
        }
    )


def _list_creators(records: Records, work: Work) -> list[JsonObject]:
    entries = [
        _make_person(one) if isinstance(one, Agent) else _make_organization(one) for one in records.find_creators(work)
    ]
    return [entry for number, entry in enumerate(entries) if entry not in entries[:number]]


def _make_person(agent: Agent) -> JsonObject:
    if agent.is_group:
        return {"name": agent.name}
    return drop_empty_fields(
        {
            "family-names": agent.core_family,
            "name-particle": agent.particle,
            "given-names": agent.given,
            "name-suffix": agent.suffix,
            "affiliation": "; ".join(body.name for body in agent.affiliations),
            "orcid": f"https://orcid.org/{agent.orcid}" if agent.orcid else "",
        }
    )


def _make_organization(body: CorporateBody) -> JsonObject:
    return drop_empty_fields({"name": body.name, "city": body.place})


def _make_conference(event: Meeting) -> JsonObject:
    return drop_empty_fields(
        {
            "name": event.title,
            "alias": event.acronym,
            "city": event.city,
            "region": event.region,
            "country": event.country if event.country not in _UNKNOWN_COUNTRIES else "",
            "location": event.venue,
            "date-start": event.start.isoformat(),
            "date-end": event.end.isoformat(),
            "website": event.url,
        }
    )


def _accepted_doi(work: Work) -> str:
    """Return the DOI if the CFF schema accepts it; the schema rejects some valid DOIs."""
    return work.doi if _DOI.fullmatch(work.doi) else ""
