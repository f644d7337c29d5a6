"""Keep the entries of .bib files, and say in the terms of CSL what each of them describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ...findings.finding import Finding, Severity
from ...language.languages import bibtex_work_name, code_from_bibtex
from ...processes.current_file import working_on
from . import bibtex_reader, latex_text
from .bibtex_reader import BibtexEntry

MAX_FIELD_LENGTH: Final = 20_000
# What stands for the "others" of "and others", until a style has set the names.
ET_AL_MARK: Final = "\ue020"

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
# Programs write "Journal Article" and the like into the type of other kinds.
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
_PARTICLES: Final = re.compile(r"^[a-zà-öø-ÿ]")
_ORGANIZATION: Final = re.compile(
    r"^The [A-Z]|\b(Team|Developers?|Contributors|Collaboration|Consortium|Foundation|Corporation|Organi[sz]ation"
    r"|University|Institute|Initiative|Association|Authors|Committee|GmbH|LLC|Ltd\.?|Inc\.?)$"
)
_MONTHS: Final = {name[:3]: number for number, name in enumerate(bibtex_reader.MONTH_NAMES, 1)}


@dataclass(frozen=True)
class Name:
    """A person, or (`literal`) a body that has no family name."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


@dataclass(frozen=True)
class Date:
    """A year, perhaps with month and day; or words that say when, where no year can be told."""

    parts: tuple[int, ...] = ()
    until: tuple[int, ...] = ()
    literal: str = ""


CslText = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class CslItem:
    """What an entry describes: its CSL type, and its variables by kind of value."""

    type: str
    texts: Mapping[str, CslText]
    names: Mapping[str, tuple[Name, ...]]
    dates: Mapping[str, Date]


@dataclass(frozen=True)
class CitedEntries:
    """The entries of several .bib files, by key."""

    entries: Mapping[str, BibtexEntry]

    @classmethod
    def read(cls, files: Sequence[tuple[Path, str]]) -> tuple[CitedEntries, tuple[Finding, ...]]:
        """Read the texts of .bib files; of entries that share a key the first is kept."""
        entries: dict[str, BibtexEntry] = {}
        findings: list[Finding] = []
        for file, text in files:
            with working_on(file):
                found, amiss = bibtex_reader.parse_bibtex(file, text)
            findings += amiss
            for entry in found:
                first = entries.setdefault(entry.key, entry)
                if first is not entry:
                    findings.append(_describe_duplicate(first, entry))
        crossed, lost = _apply_crossrefs(entries)
        return cls(MappingProxyType(crossed)), (*findings, *lost)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.entries)

    def near(self, key: str) -> str:
        """Give the key that is spelt most like this one, or nothing."""
        folded = {known.casefold(): known for known in self.entries}
        near = get_close_matches(key.casefold(), folded, 1, 0.7)
        return folded[near[0]] if near else ""


def _describe_duplicate(first: BibtexEntry, entry: BibtexEntry) -> Finding:
    where = f"{first.place.file.name}, line {first.place.line}"
    if (first.kind, first.fields) == (entry.kind, entry.fields):
        message, hint = f"{entry.key} stands at {where} as well, in the same words", "take one of them out"
        return Finding("entry-twice", message, entry.place, hint, Severity.ADVICE)
    message = f"the key {entry.key} is taken by another entry, at {where}"
    return Finding("entry-twice", message, entry.place, "give one of them another key; the first is used")


def _apply_crossrefs(entries: dict[str, BibtexEntry]) -> tuple[dict[str, BibtexEntry], list[Finding]]:
    """Give entries the fields of those that their crossref names."""
    crossed, findings = dict(entries), []
    for key, entry in entries.items():
        name = entry.fields.get("crossref", "").strip()
        parent = entries.get(name)
        if name and parent is None:
            place = entry.places["crossref"]
            findings.append(Finding("unknown-crossref", f"{key} refers to {name}, which is no entry", place))
        elif parent is not None:
            inherited = {"booktitle" if field == "title" else field: value for field, value in parent.fields.items()}
            crossed[key] = replace(entry, fields={**inherited, **entry.fields})
    return crossed, findings


# Describing


def build_csl_item(entry: BibtexEntry, language: str) -> tuple[CslItem, tuple[Finding, ...]]:
    """Say in CSL's terms what an entry describes, and what in it could not be read."""
    with working_on(entry.place.file, entry.place.line):
        reader = _Description(entry, language)
        return reader.described(), tuple(reader.findings)


class _Description:
    def __init__(self, entry: BibtexEntry, language: str) -> None:
        self.entry = entry
        self.findings: list[Finding] = []
        self.fields = {field: self._bounded(field, value) for field, value in entry.fields.items() if value.strip()}
        self.language = language

    def described(self) -> CslItem:
        names = {
            role: self._names(field)
            for role, field in (("author", "author"), ("editor", "editor"), ("translator", "translator"))
        }
        dates = {
            "issued": self._issued(),
            "accessed": _parse_date(self._plain("urldate", "lastchecked", "lastaccessed", "accessed")),
        }
        texts = {**self._titles(), **self._publication(), **self._numbers(), **self._addresses()}
        return CslItem(
            self._type(),
            {variable: text for variable, text in texts.items() if text},
            {role: found for role, found in names.items() if found},
            {variable: date for variable, date in dates.items() if date},
        )

    def _find(self, code: str, message: str, field: str, hint: str) -> None:
        place = self.entry.places.get(field, self.entry.place)
        self.findings.append(Finding(code, message, place, hint, Severity.WARNING))

    def _bounded(self, field: str, value: str) -> str:
        if len(value) > MAX_FIELD_LENGTH and field in bibtex_reader.WORK_FIELDS:
            message = (
                f"{field} of {self.entry.key} has {len(value):,} characters; the first {MAX_FIELD_LENGTH:,} are read"
            )
            self._find("field-too-long", message, field, "shorten it, or look for a brace that is missing")
        return value[:MAX_FIELD_LENGTH]

    def _type(self) -> str:
        if self.entry.kind in _CSL_TYPES:
            return _CSL_TYPES[self.entry.kind]
        if "eprint" in self.fields and not self._has("journal", "journaltitle"):
            return "article"
        if self._has("url") or "http" in self.fields.get("howpublished", "") or r"\url" in self.fields.get("note", ""):
            return "webpage"
        return "document"

    def _has(self, *fields: str) -> bool:
        return any(field in self.fields for field in fields)

    def _text(self, *fields: str) -> CslText:
        """Read the first of these fields that is there."""
        field = next((field for field in fields if field in self.fields), None)
        if field is None:
            return ()
        reading = latex_text.parse_latex(self.fields[field])
        for command in dict.fromkeys(reading.unknown):
            message = f"the command {command} in {field} of {self.entry.key} is not known, and is left out"
            self._find("unknown-command", message, field, "write the character itself")
        if reading.too_deep:
            levels = f"more than {latex_text.MAX_LATEX_DEPTH} deep"
            message = f"{field} of {self.entry.key} nests {levels}; what is deeper is read as plain text"
            self._find("latex-too-deep", message, field, "take out braces and commands that are within each other")
        return _trim_text(reading.pieces)

    def _plain(self, *fields: str) -> str:
        return next((latex_text.latex_to_plain(self.fields[field]) for field in fields if field in self.fields), "")

    # Titles and publishers

    def _titles(self) -> dict[str, CslText]:
        title, subtitle = self._text("title"), self._text("subtitle")
        if not title:
            self._find("no-title", f"{self.entry.key} has no title", "title", "give it one")
            title = self._text("booktitle", "note", "howpublished") or ((self._url() or self.entry.key, True),)
        return {
            "title": _strip_full_stop((*title, (": ", False), *subtitle) if title and subtitle else title),
            "title_short": self._text("shorttitle"),
            "container_title": _protect_capitals(
                self._text("journal", "journaltitle", "booktitle", "maintitle", "conference")
            ),
            "container_title_short": self._text("shortjournal"),
            "collection_title": self._text("series"),
            "event": self._text("eventtitle"),
            "event_place": self._text("venue"),
            "note": self._note(),
            "language": _as_text(self._language()),
        }

    def _note(self) -> CslText:
        return () if re.fullmatch(r"\s*\\url\s*\{[^{}]*\}\.?\s*", self.fields.get("note", "")) else self._text("note")

    def _language(self) -> str:
        return code_from_bibtex(self._plain("langid", "language", "hyphenation"))

    def _publication(self) -> dict[str, CslText]:
        publisher = self._text("publisher", "school", "institution", "organization")
        eprint = self._eprint()
        if not publisher and eprint and not self._has("journal", "journaltitle", "booktitle"):
            publisher = _as_text("arXiv")
        if not publisher and not self._is_address("howpublished"):
            publisher = self._text("howpublished")
        genre = self._text("type") if self.entry.kind in _TYPES_WITH_GENRE else ()
        kind = _GENRES.get(self._plain("type").lower(), "" if genre else self.entry.kind)
        known = bibtex_work_name(self.language, kind)
        return {
            "publisher": publisher,
            "publisher_place": self._text("address", "location"),
            "genre": _as_text(known) if known else genre,
            "version": self._text("version"),
        }

    def _is_address(self, field: str) -> bool:
        return bool(re.search(r"https?:|\\url|www\.", self.fields.get(field, "")))

    def _eprint(self) -> str:
        """Give the number of a preprint on arXiv."""
        archive = self._plain("archiveprefix", "eprinttype").lower()
        number = latex_text.parse_latex_url(self.fields.get("eprint", self.fields.get("arxivid", ""))).removeprefix(
            "arXiv:"
        )
        return (
            number
            if archive in ("arxiv", "") and re.match(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})", number)
            else ""
        )

    # Numbers

    def _numbers(self) -> dict[str, CslText]:
        number, kind = self._text("number"), self.entry.kind
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
        eprint = self._eprint() if not self._has("journal", "journaltitle", "booktitle") else ""
        return {
            "volume": self._text("volume"),
            "issue": self._text("issue") or (() if report or series else number),
            "number": number if report else _as_text(f"arXiv:{eprint}" if eprint else ""),
            "collection_number": number if series else (),
            "page": _as_text(self._pages()),
            "chapter_number": self._text("chapter"),
            "edition": _as_text(self._edition()),
            "number_of_volumes": self._text("volumes"),
        }

    def _pages(self) -> str:
        """Give pages with a hyphen between first and last; the style says what is printed."""
        pages = re.sub(r"^\s*(pages?|pp?)\b\.?\s*|\.\s*$", "", self._plain("pages", "eid"), flags=re.I)
        return re.sub(r"\s*[-–—−]+\s*", "-", pages)

    def _edition(self) -> str:
        edition = re.sub(r"\b(edition|ed\.?|édition|éd\.?)\s*$", "", self._plain("edition"), flags=re.I).strip()
        number = re.fullmatch(r"(\d+)(st|nd|rd|th|e|ème|\.)?", edition)
        if number:
            return number[1]
        return str(_ORDINALS.index(edition.lower()) + 1) if edition.lower() in _ORDINALS else edition

    # Addresses and dates

    def _addresses(self) -> dict[str, CslText]:
        doi = re.sub(
            r"^(https?://)?(dx\.)?doi\.org/|^doi:\s*",
            "",
            latex_text.parse_latex_url(self.fields.get("doi", "")),
            flags=re.I,
        )
        return {
            "DOI": _as_text(doi),
            "URL": _as_text(self._url()),
            "ISBN": _as_text(self._plain("isbn")),
            "ISSN": _as_text(self._plain("issn")),
            "PMID": _as_text(self._plain("pmid")),
            "PMCID": _as_text(self._plain("pmcid")),
        }

    def _url(self) -> str:
        if "url" in self.fields:
            return latex_text.parse_latex_url(self.fields["url"])
        for field in ("howpublished", "note"):
            found = re.search(r"\\(?:url|href)\s*\{([^{}]+)\}|(https?://[^\s{}]+)", self.fields.get(field, ""))
            if found:
                return latex_text.parse_latex_url(found[1] or found[2]).rstrip(".,;")
        eprint = self._eprint()
        return f"https://arxiv.org/abs/{eprint}" if eprint and "doi" not in self.fields else ""

    def _issued(self) -> Date | None:
        if "date" in self.fields:
            return _parse_date(self._plain("date"))
        year = _parse_date(self._plain("year"))
        month = _MONTHS.get(self._plain("month").lower()[:3]) or _parse_number(self._plain("month"))
        day = _parse_number(self._plain("day")) or _parse_number(re.sub(r"\D", " ", self._plain("month")).strip())
        if year is None or len(year.parts) != 1 or year.until or not month or not 1 <= month <= 12:
            return year
        days = (day,) if day and 1 <= day <= 31 and not self._plain("month").isdigit() else ()
        return Date((*year.parts, month, *days))

    # Names

    def _names(self, field: str) -> tuple[Name, ...]:
        names = []
        for one in _split_outside_braces(" ".join(self.fields.get(field, "").split()), r" and "):
            if one.strip():
                names.append(_parse_name(one))
                self._advise(one.strip(), names[-1], field)
        return tuple(names)

    def _advise(self, source: str, name: Name, field: str) -> None:
        if _ORGANIZATION.search(source) and not source.startswith("{"):
            message = f"'{name.literal}' in {self.entry.key} is taken for a body, not for a person"
            hint = f"write {{{source}}} with braces of its own"
            self.findings.append(Finding("unbraced-body", message, self.entry.places.get(field), hint, Severity.ADVICE))


def _protect_capitals(text: CslText) -> CslText:
    """Keep the capitals of a title with abbreviations: after their full stops no sentence begins."""
    abbreviated = any(re.search(r"\w\.\s", words) for words, _ in text)
    return tuple((words, kept or abbreviated) for words, kept in text)


def _strip_full_stop(text: CslText) -> CslText:
    """Take a full stop from the end of a title: the style sets its own."""
    if not text or not re.search(r"[^.\s]{4}\.$", text[-1][0]):
        return text
    return (*text[:-1], (text[-1][0][:-1], text[-1][1]))


def _as_text(words: str) -> CslText:
    return ((words, False),) if words else ()


def _trim_text(pieces: Iterable[tuple[str, bool]]) -> CslText:
    """Join pieces alike, and take spaces from both ends."""
    joined: list[tuple[str, bool]] = []
    for text, kept in pieces:
        # A space takes after what stands before it.
        if joined and (joined[-1][1] == kept or text == " "):
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        elif text != " " or joined:
            joined.append((text, kept))
    if joined:
        joined[-1] = (joined[-1][0].rstrip(), joined[-1][1])
    return tuple(joined) if any(text.strip() for text, _ in joined) else ()


def _parse_number(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 9 else 0


def _parse_date(words: str) -> Date | None:
    """Read a date: a year, year-month-day, two of them with a stroke between, or words."""
    if not words:
        return None
    first, _, last = words.strip().partition("/")
    parts, until = _parse_date_parts(first), _parse_date_parts(last)
    if parts:
        return Date(parts, until)
    year = re.fullmatch(r"\D{0,5}(\d{4})\D{0,3}", words)
    years = re.fullmatch(r"(\d{4})\s*[-–]+\s*(\d{4})", words)
    if years:
        return Date((int(years[1]),), (int(years[2]),))
    return Date((int(year[1]),)) if year else Date(literal=words)


def _parse_date_parts(words: str) -> tuple[int, ...]:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?(?:T.*)?", words.strip())
    parts = tuple(int(part) for part in found.groups() if part) if found else ()
    return parts if not parts[1:] or 1 <= parts[1] <= 12 else parts[:1]


def _split_outside_braces(source: str, separator: str) -> list[str]:
    """Part at a separator where it stands in no braces."""
    parts, depth, start = [], 0, 0
    for found in re.finditer(rf"\\.|[{{}}]|{separator}", source, re.I):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth <= 0 and found[0] not in "{}" and found[0][0] != "\\":
            parts.append(source[start : found.start()])
            start = found.end()
    return [*parts, source[start:]]


def _parse_name(source: str) -> Name:
    """Read a name as BibTeX does: First von Last; von Last, First; von Last, Jr, First."""
    source = source.strip().rstrip(",")
    if source.lower() == "others":
        return Name(literal=ET_AL_MARK)
    if source.startswith("{") and source.endswith("}") and _closes_at_end(source):
        return Name(literal=latex_text.latex_to_plain(source))
    parts = [part.strip() for part in _split_outside_braces(source, r",\s*")]
    if _ORGANIZATION.search(source) or (len(parts) == 1 and source == source.lower()):
        return Name(literal=latex_text.latex_to_plain(source))
    if len(parts) == 1:
        return _parse_first_last(_split_outside_braces(source, r"[\s~]+"))
    particle, family = _split_particle(_split_outside_braces(parts[0], r"[\s~]+"))
    first = _split_outside_braces((parts[2:] or parts[1:])[0], r"[\s~]+")
    while len(first) > 1 and _PARTICLES.match(first[-1]):
        particle = f"{first.pop()} {particle}".strip()
    given = latex_text.latex_to_plain(" ".join(first))
    suffix = latex_text.latex_to_plain(parts[1]) if len(parts) > 2 else ""
    return Name(family, given, particle, suffix) if given or particle else Name(literal=family)


def _closes_at_end(source: str) -> bool:
    depth = 0
    for found in re.finditer(r"\\.|[{}]", source):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0:
            return found.end() == len(source)
    return False


def _split_particle(words: list[str]) -> tuple[str, str]:
    """Part the small words that begin a family name from the rest of it."""
    count = 0
    while count < len(words) - 1 and _PARTICLES.match(words[count]):
        count += 1
    return latex_text.latex_to_plain(" ".join(words[:count])), latex_text.latex_to_plain(" ".join(words[count:]))


def _parse_first_last(words: list[str]) -> Name:
    small = next((at for at, word in enumerate(words[:-1]) if at and _PARTICLES.match(word)), len(words) - 1)
    particle, family = _split_particle(words[small:])
    given = latex_text.latex_to_plain(" ".join(words[:small]))
    return Name(family, given, particle) if given else Name(literal=family)
