"""Write records as RIS, the tagged lines that reference managers read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..language.one_line_text import to_one_line
from .bibliographic_record import ExportOutput, Records, Work, WorkKind

_TYPES: Final = {WorkKind.VOLUME: "EDBOOK", WorkKind.CHAPTER: "CPAPER", WorkKind.REPORT: "RPRT"}


def write(records: Records) -> ExportOutput:
    """Write each work as a record."""
    lines: list[str] = []
    for work in records.works:
        tags = ((tag, to_one_line(value)) for tag, value in _list_tags(records, work))
        lines += [f"TY  - {_TYPES[work.kind]}", *(f"{tag}  - {value}" for tag, value in tags if value), "ER  - ", ""]
    return ExportOutput({f"{records.id}.ris": "".join(f"{line}\r\n" for line in lines).encode()})


def _list_tags(records: Records, work: Work) -> Iterator[tuple[str, str]]:
    series, published = work.series, work.published
    yield "ID", records.citation_key(work)
    yield from (("AU", author.inverted_name) for author in work.authors)
    yield from (("ED", editor.inverted_name) for editor in work.editors)
    yield "TI", work.full_title
    if work.kind is WorkKind.CHAPTER and records.volume:
        yield "T2", records.volume.full_title
    yield "T3" if work.kind is WorkKind.CHAPTER else "T2", series.title if series else ""
    yield "VL", series.number if series else ""
    yield "M1", work.number
    yield "M3", work.genre
    yield "ET", work.edition
    if work.pages:
        yield from (("SP", str(work.pages[0])), ("EP", str(work.pages[1])))
    elif work.extent:
        yield "SP", str(work.extent)
    yield "PB", work.publisher.name if work.publisher else ""
    yield "CY", work.publisher.place if work.publisher else ""
    yield "PY", str(published.year) if published else ""
    yield "DA", published.iso.replace("-", "/") if published else ""
    yield from (("SN", isbn.written) for isbn in work.isbns)
    yield "DO", work.doi
    yield "UR", work.url
    yield from (("KW", word) for word in work.keywords)
    yield "LA", work.language
    yield "AB", " ".join(work.abstract)
