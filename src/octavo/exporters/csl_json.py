"""Write records as CSL-JSON, which citation processors and Zotero read."""

from __future__ import annotations

from typing import Final

from ..model.marked_title import MarkedText
from .bibliographic_record import Agent, ExportOutput, PartialDate, Records, Work, WorkKind
from .json_writer import JsonObject, drop_empty_fields, write_json

_TAGS: Final = {"emphasis": "i", "strong": "b", "superscript": "sup", "subscript": "sub"}
_TYPES: Final = {WorkKind.VOLUME: "book", WorkKind.CHAPTER: "paper-conference", WorkKind.REPORT: "report"}


def write(records: Records) -> ExportOutput:
    """Write each work as an item."""
    return ExportOutput({f"{records.id}.csl.json": write_json([_make_item(records, work) for work in records.works])})


def _make_item(records: Records, work: Work) -> JsonObject:
    event, series = records.meeting, work.series
    of_event = work.kind is not WorkKind.REPORT
    return drop_empty_fields(
        {
            "id": records.citation_key(work),
            "type": _TYPES[work.kind],
            "title": _write_title(work.full_title),
            "author": [_make_name(author) for author in work.authors],
            "editor": [_make_name(editor) for editor in work.editors],
            "container-title": _write_title(records.volume.full_title)
            if records.volume and work.kind is WorkKind.CHAPTER
            else "",
            "collection-title": series.title if series else "",
            "collection-number": series.number if series else "",
            "ISSN": series.issn if series else "",
            "genre": work.genre,
            "number": work.number,
            "edition": work.edition,
            "publisher": work.publisher.name if work.publisher else "",
            "publisher-place": work.publisher.place if work.publisher else "",
            "issued": _make_date(work.published) if work.published else None,
            "event-title": event.title if of_event else "",
            "event-place": event.place if of_event else "",
            "event-date": _make_date(PartialDate.from_date(event.start), PartialDate.from_date(event.end))
            if of_event
            else None,
            "page": work.page_range,
            "number-of-pages": str(work.extent or ""),
            "ISBN": work.isbns[0].written if work.isbns else "",
            "DOI": work.doi,
            "URL": work.url,
            "keyword": ", ".join(work.keywords),
            "language": work.language,
            "abstract": "\n\n".join(work.abstract),
        }
    )


def _write_title(title: MarkedText) -> str:
    """Write a title with the tags that citation processors know in it; they know none for formulas."""
    plain = (
        (kind, str(MarkedText.from_runs([(kind, words)])) if kind == "math" else words) for kind, words in title.runs
    )
    return "".join(f"<{_TAGS[kind]}>{words}</{_TAGS[kind]}>" if kind in _TAGS else words for kind, words in plain)


def _make_name(agent: Agent) -> JsonObject:
    if agent.is_group:
        return {"literal": agent.name}
    return drop_empty_fields(
        {
            "family": agent.core_family,
            "given": agent.given,
            "non-dropping-particle": agent.particle,
            "suffix": agent.suffix,
            "static-ordering": agent.is_family_first or None,
        }
    )


def _make_date(*days: PartialDate) -> JsonObject:
    return {"date-parts": [list(day.parts) for day in dict.fromkeys(days)]}
