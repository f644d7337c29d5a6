"""Write MARC 21 records of volume, chapters and report as MARCXML, for library catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from ..language.languages import find_language
from ..model.deposit import SubjectScheme
from .bibliographic_record import Agent, ExportOutput, Records, Work, WorkKind
from .xml_writer import element, make_filled_element, write_xml

_DIGITAL: Final = ("ebook", "")
_NAMESPACE: Final = {"xmlns": "http://www.loc.gov/MARC21/slim"}
_ONLINE: Final = f"cr {11 * '|'}"
"""Field 007 of a remote electronic resource; fill characters (|) mean "no attempt to code"."""

Subfields = Iterable[tuple[str, str]]


def write(records: Records) -> ExportOutput:
    """Write one record per work, in a collection."""
    made = [make_filled_element("record", _list_fields(records, work)) for work in records.works]
    return ExportOutput({"marc.xml": write_xml(make_filled_element("collection", made, _NAMESPACE))})


def _list_fields(records: Records, work: Work) -> list[Element]:
    level = "a" if work.kind is WorkKind.CHAPTER else "m"
    head = [
        # The catalogue computes the lengths that are zeros here. 5: preliminary; c: without ISBD punctuation.
        _make_control_field("leader", "", f"00000na{level} a22000005c 4500"),
        _make_control_field("controlfield", "001", records.citation_key(work)),
        _make_control_field("controlfield", "005", f"{records.stamp:%Y%m%d%H%M%S}.0"),
        *([_make_control_field("controlfield", "007", _ONLINE)] if _is_online(work) else []),
        _make_control_field("controlfield", "008", _write_field_008(records, work)),
    ]
    fields = [field for field in _list_data_fields(records, work) if field is not None]
    return head + sorted(fields, key=lambda field: field.get("tag", ""))


def _make_control_field(name: str, tag: str, text: str) -> Element:
    made = Element(name, {"tag": tag} if tag else {})
    # Spaces are significant here.
    made.text = text
    return made


def _write_field_008(records: Records, work: Work) -> str:
    """Return field 008 for books: forty characters; a space means "none" and | "no attempt to code"."""
    year = f"s{work.published.year:04}    " if work.published else "nuuuuuuuu"
    form = "o" if _is_online(work) else " "
    conference = "0" if work.kind is WorkKind.REPORT else "1"
    details = f"|||||{form}|||||{conference}0| 0|"
    return f"{records.stamp:%y%m%d}{year}xx {details}{work.language_code} d"


def _is_online(work: Work) -> bool:
    return all(isbn.binding in _DIGITAL for isbn in work.isbns)


def _list_data_fields(records: Records, work: Work) -> Iterator[Element | None]:
    yield from _list_identifiers(work)
    yield from _list_people(records, work)
    yield from _list_descriptions(work)
    yield from _list_notes(records, work)
    yield from _list_subjects(records, work)
    if work.kind is WorkKind.CHAPTER and records.volume:
        yield _make_host_item(records, records.volume, work)
    yield _make_data_field("856", "40", [("u", work.url)])


def _make_data_field(tag: str, indicators: str, subfields: Subfields) -> Element | None:
    parts = [element("subfield", value, attributes={"code": code}) for code, value in subfields]
    attributes = {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]}
    filled_in = [part for part in parts if part is not None]
    if not filled_in:
        return None
    made = Element("datafield", attributes)
    made.extend(filled_in)
    return made


def _list_identifiers(work: Work) -> Iterator[Element | None]:
    if work.kind is not WorkKind.CHAPTER:
        for isbn in work.isbns:
            # A record describes one carrier. ISBNs of others go to subfield z, which is only for searches.
            is_own = (isbn.binding in _DIGITAL) is _is_online(work)
            yield _make_data_field("020", "  ", [("a" if is_own else "z", isbn.number), ("q", isbn.binding)])
    yield _make_data_field("024", "7 ", [("a", work.doi), ("2", "doi")] if work.doi else [])
    yield _make_data_field("088", "  ", [("a", work.number)])


def _list_people(records: Records, work: Work) -> Iterator[Element | None]:
    if work.kind is WorkKind.VOLUME:
        event = records.meeting
        yield _make_data_field(
            "111", "2 ", [("a", event.title), ("n", event.number), ("d", str(event.start.year)), ("c", event.place)]
        )
    first, *others = work.authors or (None,)
    if first:
        yield _make_person_field("100", first, "author")
    yield from (_make_person_field("700", author, "author") for author in others if author)
    if work.kind is WorkKind.VOLUME:
        yield from (_make_person_field("700", editor, "editor") for editor in work.editors)


def _make_person_field(tag: str, agent: Agent, relation: str) -> Element | None:
    code = {"author": "aut", "editor": "edt"}[relation]
    if agent.is_group:
        # Fields 110 and 710 are for corporate bodies; 2: name in direct order.
        return _make_data_field(f"{tag[0]}10", "2 ", [("a", agent.name), ("e", relation), ("4", code)])
    affiliations = [("u", body.name) for body in agent.affiliations[:1]]
    orcid = [("1", f"https://orcid.org/{agent.orcid}")] if agent.orcid else []
    return _make_data_field(
        tag,
        "1 ",
        [("a", agent.catalogue_name), ("c", agent.suffix), ("e", relation), *affiliations, *orcid, ("4", code)],
    )


def _list_descriptions(work: Work) -> Iterator[Element | None]:
    entry = "1" if work.authors or work.kind is WorkKind.VOLUME else "0"
    people = work.authors or work.editors
    named = ", ".join(agent.name for agent in people)
    yield _make_data_field(
        "245", f"{entry}{_count_nonfiling_characters(work)}", [("a", work.title), ("b", work.subtitle), ("c", named)]
    )
    if work.kind is not WorkKind.CHAPTER:
        publisher, year = work.publisher, str(work.published.year) if work.published else ""
        yield _make_data_field("250", "  ", [("a", work.edition)])
        place, name = (publisher.place, publisher.name) if publisher else ("", "")
        yield _make_data_field("264", " 1", [("a", place), ("b", name), ("c", year)])
        yield _make_data_field("300", "  ", [("a", f"{work.extent} pages" if work.extent else "")])
    yield _make_data_field("336", "  ", [("a", "text"), ("b", "txt"), ("2", "rdacontent")])
    online = _is_online(work)
    media, carrier = (
        (("computer", "c"), ("online resource", "cr")) if online else (("unmediated", "n"), ("volume", "nc"))
    )
    yield _make_data_field("337", "  ", [("a", media[0]), ("b", media[1]), ("2", "rdamedia")])
    yield _make_data_field("338", "  ", [("a", carrier[0]), ("b", carrier[1]), ("2", "rdacarrier")])
    series = work.series if work.kind is WorkKind.VOLUME else None
    if series:
        yield _make_data_field("490", "0 ", [("a", series.title), ("x", series.issn), ("v", series.number)])


def _count_nonfiling_characters(work: Work) -> int:
    """Return the length of the article that catalogues skip when they sort titles."""
    found = re.match(find_language(work.language).articles, work.title)
    return found.end() if found else 0


def _list_notes(records: Records, work: Work) -> Iterator[Element | None]:
    if work.kind is WorkKind.VOLUME:
        yield _make_data_field("505", "0 ", [("a", " -- ".join(map(_describe_chapter, records.chapters)))])
    yield _make_data_field("520", "3 " if work.kind is WorkKind.CHAPTER else "  ", [("a", " ".join(work.abstract))])
    for grant in work.grants:
        yield _make_data_field("536", "  ", [("a", grant.funder.name), ("c", grant.award)])
    if work.licence:
        yield _make_data_field("540", "  ", [("a", work.licence.words), ("u", work.licence.url)])


def _describe_chapter(chapter: Work) -> str:
    authors = ", ".join(author.name for author in chapter.authors)
    return f"{chapter.title} / {authors}" if authors else chapter.title


def _list_subjects(records: Records, work: Work) -> Iterator[Element | None]:
    yield from (_make_data_field("653", "  ", [("a", word)]) for word in work.keywords)
    deposit = records.workshop.deposit
    if deposit is None or work.kind is not WorkKind.VOLUME:
        return
    for subject in deposit.subjects:
        yield {
            SubjectScheme.THEMA: lambda code: _make_data_field("072", " 7", [("a", code), ("2", "thema")]),
            SubjectScheme.BISAC: lambda code: _make_data_field("072", " 7", [("a", code), ("2", "bisacsh")]),
            SubjectScheme.DEWEY: lambda code: _make_data_field("082", "04", [("a", code), ("2", "23")]),
            SubjectScheme.UDC: lambda code: _make_data_field("080", "  ", [("a", code)]),
            SubjectScheme.LCSH: lambda code: _make_data_field("650", " 0", [("a", code)]),
        }[subject.scheme](subject.code)


def _make_host_item(records: Records, volume: Work, chapter: Work) -> Element | None:
    """Make field 773: the book that contains a chapter."""
    publisher = volume.publisher
    issued = [publisher.place if publisher else "", publisher.name if publisher else ""]
    year = str(volume.published.year) if volume.published else ""
    imprint = ", ".join(filter(None, (" : ".join(filter(None, issued)), year)))
    pages = f"pages {chapter.page_range}" if chapter.page_range else ""
    return _make_data_field(
        "773",
        "0 ",
        [
            ("t", volume.title),
            ("b", volume.edition),
            ("d", imprint),
            ("g", pages),
            ("k", volume.series.title if volume.series else ""),
            *(("z", isbn.number) for isbn in volume.isbns),
            ("w", records.citation_key(volume)),
        ],
    )
