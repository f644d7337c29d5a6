"""Convert BibTeX entries to items of CSL: types, texts, names and dates by variable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ...findings.finding import Finding, Severity
from ...language.languages import bibtex_work_name, code_from_bibtex
from ...processes.current_file import working_on
from . import bibtex_reader, latex_text
from .bibtex_dates import Date, parse_date, parse_number
from .bibtex_names import ORGANIZATION, Name, parse_name, split_joined_names, split_outside_braces
from .bibtex_reader import BibtexEntry

MAX_FIELD_LENGTH: Final = 20_000
_CSL_TYPES: Final = {
    "article": "article-journal",
    "periodical": "article-journal",
    **dict.fromkeys(("book", "proceedings", "collection", "manual", "reference"), "book"),
    **dict.fromkeys(("mvbook", "mvproceedings", "mvcollection"), "book"),
    **dict.fromkeys(("inbook", "incollection", "inreference", "bookinbook", "suppbook"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("techreport", "report", "standard"), "report"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "webpage"),
    **dict.fromkeys(("video", "movie"), "motion_picture"),
    **dict.fromkeys(("artwork", "image"), "graphic"),
    "booklet": "pamphlet",
    "unpublished": "manuscript",
    "preprint": "article",
    "software": "software",
    "dataset": "dataset",
    "patent": "patent",
    "music": "song",
    "audio": "song",
    "review": "review",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
    "letter": "personal_communication",
}
# Some programs write "Journal Article" and the like into the type of other kinds.
_TYPES_WITH_GENRE: Final = (
    "phdthesis",
    "mastersthesis",
    "thesis",
    "techreport",
    "report",
    "patent",
    "unpublished",
    "manual",
)
_GENRES: Final = {"phdthesis": "phdthesis", "mathesis": "mastersthesis", "techreport": "techreport"}
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_MONTHS: Final = {name[:3]: number for number, name in enumerate(bibtex_reader.MONTH_NAMES, 1)}
_BIBLATEX_DATE: Final = re.compile(r"[-0-9/.~?%TYZ:]+")


CslText = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class CslItem:
    """An item of CSL: its type, and its variables by kind of value."""

    type: str
    texts: Mapping[str, CslText]
    names: Mapping[str, tuple[Name, ...]]
    dates: Mapping[str, Date]


def build_csl_item(entry: BibtexEntry, language: str) -> tuple[CslItem, tuple[Finding, ...]]:
    """Convert an entry to an item of CSL. Return it with findings on what could not be read."""
    with working_on(entry.place.file, entry.place.line):
        reader = _CslItemBuilder(entry, language)
        return reader.build(), tuple(reader.findings)


class _CslItemBuilder:
    """Builds the item of one entry."""

    def __init__(self, entry: BibtexEntry, language: str) -> None:
        self.entry = entry
        self.findings: list[Finding] = []
        self.fields = {
            field: self._limit_length(field, value) for field, value in entry.fields.items() if value.strip()
        }
        self.language = language

    def build(self) -> CslItem:
        names = {
            role: self._parse_names(field)
            for role, field in (("author", "author"), ("editor", "editor"), ("translator", "translator"))
        }
        dates = {
            "issued": self._issue_date(),
            "accessed": parse_date(self._date_text("urldate", "lastchecked", "lastaccessed", "accessed")),
            "original_date": parse_date(self._date_text("origdate", "origyear")),
        }
        texts = {**self._title_texts(), **self._publication_texts(), **self._number_texts(), **self._address_texts()}
        return CslItem(
            self._csl_type(),
            {variable: text for variable, text in texts.items() if text},
            {role: found for role, found in names.items() if found},
            {variable: date for variable, date in dates.items() if date},
        )

    def _report(self, code: str, message: str, field: str, hint: str) -> None:
        place = self.entry.field_places.get(field, self.entry.place)
        self.findings.append(Finding(code, message, place, hint, Severity.WARNING))

    def _limit_length(self, field: str, value: str) -> str:
        if len(value) > MAX_FIELD_LENGTH and field in bibtex_reader.WORK_FIELDS:
            message = (
                f"{field} of {self.entry.key} has {len(value):,} characters; the first {MAX_FIELD_LENGTH:,} are read"
            )
            self._report("field-too-long", message, field, "shorten it, or look for a missing brace")
        return value[:MAX_FIELD_LENGTH]

    def _csl_type(self) -> str:
        if self.entry.entry_type in _CSL_TYPES:
            return _CSL_TYPES[self.entry.entry_type]
        if "eprint" in self.fields and not self._has("journal", "journaltitle"):
            return "article"
        if self._has("url") or "http" in self.fields.get("howpublished", "") or r"\url" in self.fields.get("note", ""):
            return "webpage"
        return "document"

    def _has(self, *fields: str) -> bool:
        return any(field in self.fields for field in fields)

    def _parse_text(self, *fields: str) -> CslText:
        """Parse the first of these fields that the entry has."""
        field = next((field for field in fields if field in self.fields), None)
        if field is None:
            return ()
        reading = latex_text.parse_latex(self.fields[field])
        for command in dict.fromkeys(reading.unknown_commands):
            message = f"the command {command} in {field} of {self.entry.key} is unknown and ignored"
            self._report("unknown-command", message, field, "write the character itself")
        if reading.is_too_deep:
            levels = f"more than {latex_text.MAX_LATEX_DEPTH} deep"
            message = f"{field} of {self.entry.key} is nested {levels}; what is deeper is read as plain text"
            self._report("latex-too-deep", message, field, "remove nested braces and commands")
        return _trim_text(reading.pieces)

    def _plain_text(self, *fields: str) -> str:
        return next((latex_text.latex_to_plain(self.fields[field]) for field in fields if field in self.fields), "")

    # Titles and publishers

    def _title_texts(self) -> dict[str, CslText]:
        title, subtitle = self._parse_text("title"), self._parse_text("subtitle")
        if not title:
            self._report("no-title", f"{self.entry.key} has no title", "title", "add a title")
            title = self._parse_text("booktitle", "note", "howpublished") or (
                (self._find_url() or self.entry.key, True),
            )
        return {
            "title": _strip_full_stop((*title, (": ", False), *subtitle) if title and subtitle else title),
            "title_short": self._parse_text("shorttitle"),
            "container_title": _protect_capitals(
                self._parse_text("journal", "journaltitle", "booktitle", "maintitle", "conference")
            ),
            "container_title_short": self._parse_text("shortjournal"),
            "collection_title": self._parse_text("series"),
            "event_title": self._parse_text("eventtitle"),
            "event_place": self._parse_text("venue"),
            "note": self._note_text(),
            "language": _as_text(self._language_tag()),
        }

    def _note_text(self) -> CslText:
        return (
            ()
            if re.fullmatch(r"\s*\\url\s*\{[^{}]*\}\.?\s*", self.fields.get("note", ""))
            else self._parse_text("note")
        )

    def _language_tag(self) -> str:
        return code_from_bibtex(self._plain_text("langid", "language", "hyphenation"))

    def _publication_texts(self) -> dict[str, CslText]:
        publisher = self._parse_text("publisher", "school", "institution", "organization")
        eprint = self._arxiv_number()
        if not publisher and eprint and not self._has("journal", "journaltitle", "booktitle"):
            publisher = _as_text("arXiv")
        if not publisher and not self._is_address("howpublished"):
            publisher = self._parse_text("howpublished")
        genre = self._parse_text("type") if self.entry.entry_type in _TYPES_WITH_GENRE else ()
        kind = _GENRES.get(self._plain_text("type").lower(), "" if genre else self.entry.entry_type)
        known = bibtex_work_name(self.language, kind)
        return {
            "publisher": publisher,
            "publisher_place": self._parse_text("address", "location"),
            "genre": _as_text(known) if known else genre,
            "version": self._parse_text("version"),
        }

    def _is_address(self, field: str) -> bool:
        return bool(re.search(r"https?:|\\url|www\.", self.fields.get(field, "")))

    def _arxiv_number(self) -> str:
        """Return the number of a preprint on arXiv, or ""."""
        archive = self._plain_text("archiveprefix", "eprinttype").lower()
        number = latex_text.parse_latex_url(self.fields.get("eprint", self.fields.get("arxivid", ""))).removeprefix(
            "arXiv:"
        )
        return (
            number
            if archive in ("arxiv", "") and re.match(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})", number)
            else ""
        )

    # Numbers

    def _number_texts(self) -> dict[str, CslText]:
        number, kind = self._parse_text("number"), self.entry.entry_type
        report = kind in (
            "techreport",
            "report",
            "patent",
            "standard",
            "manual",
            "misc",
            "software",
            "dataset",
            "online",
        )
        series = not report and kind not in ("article", "periodical", "review")
        eprint = self._arxiv_number() if not self._has("journal", "journaltitle", "booktitle") else ""
        return {
            "volume": self._parse_text("volume"),
            "issue": self._parse_text("issue") or (() if report or series else number),
            "number": number if report else _as_text(f"arXiv:{eprint}" if eprint else ""),
            "collection_number": number if series else (),
            "page": _as_text(self._page_range()),
            "chapter_number": self._parse_text("chapter"),
            "edition": _as_text(self._edition_number()),
            "number_of_volumes": self._parse_text("volumes"),
        }

    def _page_range(self) -> str:
        """Return pages with a hyphen between first and last, which the style replaces."""
        pages = re.sub(r"^\s*(pages?|pp?)\b\.?\s*|\.\s*$", "", self._plain_text("pages", "eid"), flags=re.I)
        return re.sub(r"\s*[-–—−]+\s*", "-", pages)

    def _edition_number(self) -> str:
        edition = re.sub(r"\b(edition|ed\.?|édition|éd\.?)\s*$", "", self._plain_text("edition"), flags=re.I).strip()
        number = re.fullmatch(r"(\d+)(st|nd|rd|th|e|ème|\.)?", edition)
        if number:
            return number[1]
        return str(_ORDINALS.index(edition.lower()) + 1) if edition.lower() in _ORDINALS else edition

    # Addresses and dates

    def _address_texts(self) -> dict[str, CslText]:
        doi = re.sub(
            r"^(https?://)?(dx\.)?doi\.org/|^doi:\s*",
            "",
            latex_text.parse_latex_url(self.fields.get("doi", "")),
            flags=re.I,
        )
        return {
            "DOI": _as_text(doi),
            "URL": _as_text(self._find_url()),
            "ISBN": _as_text(self._plain_text("isbn")),
            "ISSN": _as_text(self._plain_text("issn")),
            "PMID": _as_text(self._plain_text("pmid")),
            "PMCID": _as_text(self._plain_text("pmcid")),
        }

    def _find_url(self) -> str:
        if "url" in self.fields:
            return latex_text.parse_latex_url(self.fields["url"])
        for field in ("howpublished", "note"):
            found = re.search(r"\\(?:url|href)\s*\{([^{}]+)\}|(https?://[^\s{}]+)", self.fields.get(field, ""))
            if found:
                return latex_text.parse_latex_url(found[1] or found[2]).rstrip(".,;")
        eprint = self._arxiv_number()
        return f"https://arxiv.org/abs/{eprint}" if eprint and "doi" not in self.fields else ""

    def _issue_date(self) -> Date | None:
        if "date" in self.fields:
            return parse_date(self._date_text("date"))
        year = parse_date(self._date_text("year"))
        month = _MONTHS.get(self._plain_text("month").lower()[:3]) or parse_number(self._plain_text("month"))
        day = parse_number(self._plain_text("day")) or parse_number(
            re.sub(r"\D", " ", self._plain_text("month")).strip()
        )
        if year is None or len(year.parts) != 1 or year.until or not month or not 1 <= month <= 12:
            return year
        days = (day,) if day and 1 <= day <= 31 and not self._plain_text("month").isdigit() else ()
        return Date((*year.parts, month, *days))

    def _date_text(self, *fields: str) -> str:
        """Return a date of biblatex as it is written: there, "~" is a sign and no space."""
        written = next((self.fields[field].strip() for field in fields if field in self.fields), "")
        return written if _BIBLATEX_DATE.fullmatch(written) else self._plain_text(*fields)

    # Names

    def _parse_names(self, field: str) -> tuple[Name, ...]:
        names = []
        for one in split_outside_braces(" ".join(self.fields.get(field, "").split()), r" and "):
            if one.strip():
                names.append(parse_name(one))
                self._report_unbraced(one.strip(), names[-1], field)
                self._report_joined(one.strip(), field)
        return tuple(names)

    def _report_joined(self, source: str, field: str) -> None:
        """Warn of several names that are read as one person."""
        if names := split_joined_names(source):
            shown = source if len(source) <= _LONGEST_QUOTED else f"{source[:_LONGEST_QUOTED]}…"
            message = f"'{shown}' in {self.entry.key} is read as one person: names are separated by \"and\""
            written = " and ".join(names[:3]) + (" and …" if len(names) > 3 else "")
            place = self.entry.field_places.get(field)
            self.findings.append(Finding("joined-names", message, place, f"write {written}", Severity.WARNING))

    def _report_unbraced(self, source: str, name: Name, field: str) -> None:
        if ORGANIZATION.search(source) and not source.startswith("{"):
            message = f"'{name.literal}' in {self.entry.key} is read as an organization, not as a person"
            hint = f"write {{{source}}}, in braces of its own"
            self.findings.append(
                Finding("unbraced-body", message, self.entry.field_places.get(field), hint, Severity.ADVICE)
            )


_LONGEST_QUOTED = 80


def _protect_capitals(text: CslText) -> CslText:
    """Protect the capitals of a title with abbreviations, since no sentence begins after their full stops."""
    abbreviated = any(re.search(r"\w\.\s", words) for words, _ in text)
    return tuple((words, kept or abbreviated) for words, kept in text)


def _strip_full_stop(text: CslText) -> CslText:
    """Remove the full stop at the end of a title, since the style adds its own."""
    if not text or not re.search(r"[^.\s]{4}\.$", text[-1][0]):
        return text
    return (*text[:-1], (text[-1][0][:-1], text[-1][1]))


def _as_text(words: str) -> CslText:
    return ((words, False),) if words else ()


def _trim_text(pieces: Iterable[tuple[str, bool]]) -> CslText:
    """Merge adjacent pieces of the same kind, and strip spaces from both ends."""
    joined: list[tuple[str, bool]] = []
    for text, kept in pieces:
        # A space belongs to the piece before it.
        if joined and (joined[-1][1] == kept or text == " "):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        elif text != " " or joined:
            joined.append((text, kept))
    if joined:
        joined[-1] = (joined[-1][0].rstrip(), joined[-1][1])
    return tuple(joined) if any(text.strip() for text, _ in joined) else ()
