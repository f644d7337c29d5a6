"""Read a folder of the ACL's aclpub2 toolchain: its YAML files, papers and texts."""

from __future__ import annotations

import datetime
import os
import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain
from pathlib import Path
from textwrap import wrap
from typing import Any

import yaml

from ..files.guarded_files import file_size, is_file, read_file
from ..findings.finding import Finding, FindingsError, Place
from .latex_to_rst import latex_to_markup, latex_to_text
from .workshop_writer import (
    MAX_IMPORTED_BYTES,
    ImportResult,
    PersonRegister,
    fold_name,
    list_plain_files,
    make_slug,
    make_unique_id,
    valid_email,
)

_MOST_YAML = 20_000_000
_DEEPEST = 30
_LINE = "\ue020line"
_PERSON_KEYS = (
    "first_name", "middle_name", "last_name", "name", "institution", "affiliation", "email", "username", "openreview",
    "orcid", "google_scholar_id", "semantic_scholar_id", "dblp_id", "homepage", "institutions", "name_suffix",
    "preferred_name",
)  # fmt: skip
_PAPER_KEYS = (
    "id", "title", "authors", "abstract", "file", "pdf_file", "attributes", "attachments", "archival", "decision",
    "openreview_id", "keywords", "pages", "paper_type", "presentation_type", "doi", "TLDR", "tldr", "track", "notes",
)  # fmt: skip
_LEFT_OUT = frozenset(
    (
        "attributes",
        "decision",
        "openreview_id",
        "pages",
        "paper_type",
        "presentation_type",
        "TLDR",
        "tldr",
        "track",
        "notes",
    )
)
"""Known keys of a paper that a workshop does not have."""
_NAMES = ("first_name", "middle_name", "last_name")
_KNOWN_FILES = (
    "conference_details", "papers", "program", "program_committee", "organizing_committee", "prefaces", "invited_talks",
    "sponsors", "additional_pages", "tutorials",
)  # fmt: skip
_SESSION_TYPES = (
    (r"coffee|break|lunch|dinner\b|pause", "break"),
    (r"opening|welcome", "opening"),
    (r"closing|farewell|best paper|award", "closing"),
    (r"poster", "poster"),
    (r"keynote|invited|plenary", "plenary"),
    (r"panel", "panel"),
    (r"social|reception|banquet", "social"),
)
_OFFICES = re.compile(
    r"\b((?:vice[- ])?president(?: emeritus)?|secretary|treasurer|chair|co-chair|general chair)\b\s*:?", re.IGNORECASE
)
_COUNTRIES = {"usa": "US", "u.s.a.": "US", "us": "US", "united states of america": "US", "uk": "GB", "u.k.": "GB",
              "england": "GB", "scotland": "GB", "wales": "GB", "korea": "KR", "republic of korea": "KR",
              "south korea": "KR", "russian federation": "RU", "the netherlands": "NL", "czech republic": "CZ",
              "p.r. china": "CN", "hong kong": "HK", "uae": "AE", "viet nam": "VN", "turkey": "TR"}  # fmt: skip


_Member = tuple[str, str, Any]
"""A member of a committee: the name of the file, the role of the group, and the entry."""


class _LineLoader(yaml.CSafeLoader):
    """Reads only plain data, and adds the line of each mapping to it."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        mapping = super().construct_mapping(node, deep)
        mapping[_LINE] = node.start_mark.line + 1
        return mapping


def read(source: Path) -> ImportResult:
    """Read a folder. Raises FindingsError if it is not an aclpub2 folder."""
    root = next((place for place in (source, source / "inputs", source / "input") if _is_aclpub2_folder(place)), None)
    if root is None:
        message = "this is not an aclpub2 folder: it has neither conference_details.yml nor papers.yml"
        raise FindingsError([Finding("not-aclpub2", message, Place(source), "name the folder that holds these files")])
    return _FolderReader(root, source).read()


def _is_aclpub2_folder(folder: Path) -> bool:
    return any(
        is_file(folder / f"{name}.{end}") for name in ("conference_details", "papers") for end in ("yml", "yaml")
    )


class _FolderReader:
    """A folder being read."""

    def __init__(self, root: Path, source: Path) -> None:
        self.root = root
        self.home = source
        self.brought = ImportResult(source, make_slug(source.name))
        self.people = PersonRegister()
        self.listed: set[tuple[str, str]] = set()
        self.talks: Counter[str] = Counter()
        self.speakers: dict[str, list[str]] = {}
        """Authors of papers that are not chapters, by paper number."""
        self.left_out: dict[str, list[str]] = {}
        self.papers: dict[str, dict[str, Any]] = {}
        self.chapters: dict[str, str] = {}
        self.used: set[Path] = set()

    def read(self) -> ImportResult:
        """Read all files; an error in one does not affect the others."""
        details = self._load_mapping("conference_details")
        members = list(self._list_members())
        self._collect_committee_names(members)
        self._read_papers()
        committee = self._build_committee(members)
        editors = self._add_editors(details)
        talks = self._load_mappings("program")
        front = [*self._read_prefaces(), *self._read_invited_talks()]
        tree = self.brought.tree
        start, end = self._find_days(details, talks)
        tree.update(schema_version=1, id=self.brought.name, language="en")
        tree["event"] = self._build_event(details, start, end)
        tree["people"] = []
        tree["organizations"], sponsors = self._read_sponsors()
        tree["directors"] = self._choose_directors(editors, committee)
        tree["committee"] = committee
        tree["sponsors"] = sponsors
        tree["programme"] = {"days": self._build_programme(talks, start)}
        tree["volume"] = self._build_volume(details, editors, front, end)
        tree["chapters"] = list(self.papers.values())
        tree["people"] = list(self.people.entries.values())
        self.brought.findings += self.people.report_affiliations(self._yaml_path("papers"))
        self._report_unused_files()
        return self.brought

    # Files

    def _yaml_path(self, name: str) -> Path:
        short, long = self.root / f"{name}.yml", self.root / f"{name}.yaml"
        return long if self._is_inside(long) and not self._is_inside(short) else short

    def _is_inside(self, path: Path) -> bool:
        """Check whether a file is inside the imported folder; nothing outside it is read, even if an entry names it."""
        return is_file(path) and Path(os.path.abspath(path)).is_relative_to(self.home)  # noqa: PTH100 - of no link

    def _find_file(self, folder: str, name: object) -> Path | None:
        """Find a file that an entry names, in its own folder or next to the YAML."""
        places = (self.root / folder / str(name), self.root / str(name))
        return next((place for place in places if self._is_inside(place)), None)

    def _load_yaml(self, name: str, needed: bool = False) -> Any:
        path = self._yaml_path(name)
        self.used.add(path)
        if not self._is_inside(path):
            if needed:
                self.brought.report("no-file", f"there is no {path.name}", path, hint="add the file if you have it")
            return None
        try:
            return _parse_yaml(read_file(path))
        except (FindingsError, yaml.YAMLError, ValueError, RecursionError, OSError) as error:
            mark = getattr(error, "problem_mark", None)
            words = f"this file is not valid YAML: {getattr(error, 'problem', None) or error}"
            line = mark.line + 1 if mark else 1
            self.brought.report("bad-yaml", words, path, line, "correct it and import again")
            return None

    def _load_mapping(self, name: str) -> dict[str, Any]:
        data = self._load_yaml(name, needed=True)
        if data is not None and not isinstance(data, dict):
            self.brought.report("bad-yaml", "this file must contain keys and values", self._yaml_path(name))
        return data if isinstance(data, dict) else {}

    def _load_mappings(self, name: str, needed: bool = False) -> list[dict[str, Any]]:
        data = self._load_yaml(name, needed)
        if isinstance(data, dict):
            lists = {key: value for key, value in data.items() if isinstance(value, list)}
            if len(lists) > 1:
                words = f"the lists {', '.join(map(str, lists))} were combined into one"
                self.brought.report("lists-joined", words, self._yaml_path(name), advice=True)
            data = list(chain.from_iterable(lists.values())) if lists else [data]
        if data is None:
            return []
        if not isinstance(data, list):
            self.brought.report("bad-yaml", "this file must contain a list", self._yaml_path(name))
            return []
        odd = [item for item in data if not isinstance(item, dict)]
        if odd:
            self.brought.report(
                "bad-entry",
                f"{len(odd)} of the entries were left out: they are not keys and values",
                self._yaml_path(name),
            )
        return [item for item in data if isinstance(item, dict)]

    def _list_mappings(self, entry: dict[str, Any], key: str, file: Path) -> list[dict[str, Any]]:
        """Return the mappings below a key; report other entries, which are left out."""
        listed = _as_list(entry.get(key))
        odd = [item for item in listed if not isinstance(item, dict)]
        if odd:
            words = f"{len(odd)} of the entries of '{key}' were left out: they are not keys and values"
            self.brought.report("bad-entry", words, file, int(entry.get(_LINE, 1)))
        return [item for item in listed if isinstance(item, dict)]

    def _read_text(self, folder: str, name: object, by: Path, line: int) -> str:
        path = self._find_file(folder, name)
        if path is None:
            self.brought.report("no-file", f"there is no {folder}/{name}", by, line, "add the file and import again")
            return ""
        self.used.add(path)
        data = read_file(path)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.brought.report("not-utf-8", "this file is not UTF-8; it was read as Latin-1", path)
            return data.decode("latin-1")

    def _report_unused_files(self) -> None:
        """Report every file that was not imported."""
        for path in list_plain_files(self.root):
            if path in self.used:
                continue
            what = path.relative_to(self.root).as_posix()
            self.brought.report(
                "not-carried-over", f"{what} was not imported: a workshop has no place for it", path, advice=True
            )

    # People

    def _add_person(self, entry: dict[str, Any], file: Path, **more: Any) -> str | None:
        for key in entry:
            if key not in (*_PERSON_KEYS, _LINE, "role", "title", "tier"):
                near = get_close_matches(str(key), _PERSON_KEYS, 1)
                words = f"unknown key '{key}' of a person" + (
                    f"; it was read as '{near[0]}'" if near else "; it was left out"
                )
                self.brought.report("unknown-key", words, file, entry.get(_LINE, 1), f"write {near[0]}" if near else "")
                if near:
                    entry = {**entry, near[0]: entry.get(near[0]) or entry[key]}
        line = int(entry.get(_LINE, 1))
        given = [latex_to_text(entry.get("first_name")), latex_to_text(entry.get("middle_name"))]
        family = latex_to_text(entry.get("last_name"))
        if not family and entry.get("name"):
            *given, family = latex_to_text(entry["name"]).split() or [""]
        if not family and not any(given):
            self.brought.report("no-name", "a person without a name was left out", file, line)
            return None
        given, family = self._strip_office(given, family, file, line)
        institution = latex_to_text(entry.get("institution") or entry.get("affiliation"))
        affiliation, country = _split_country(institution)
        whole = " ".join(filter(None, given))
        return self.people.add_person(
            whole,
            family,
            affiliation=affiliation[:500],
            country=country,
            email=valid_email(str(entry.get("email") or "").strip()),
            orcid=_parse_orcid(entry.get("orcid")),
            suffix=latex_to_text(entry.get("name_suffix")),
            **more,
        )

    def _strip_office(self, given: list[str], family: str, file: Path, line: int) -> tuple[list[str], str]:
        """Remove an office from a name, as in 'President:' Gabriel Skantze."""
        whole = " ".join(filter(None, [*given, family]))
        if ":" not in whole:
            return given, family
        words = f"“{whole}” contains an office and a name; the office was removed from the name"
        # The office may be spread over the parts of the name: Vice Nakano, with «President: Mikio» in the middle.
        rest_of = _OFFICES.sub("", " ".join(filter(None, given))).replace(":", "")
        rest_of = re.sub(r"\b(?:vice|emeritus|president|secretary|treasurer)\b", "", rest_of, flags=re.IGNORECASE)
        self.brought.report("office-in-name", words, file, line, "write the office as the role")
        return [" ".join(rest_of.split())], family.replace(":", "").strip()

    def _collect_committee_names(self, members: list[_Member]) -> None:
        """Collect the names in the committees first: their lists separate family and given names."""
        for _, _, entry in members:
            if isinstance(entry, dict):
                first, middle, last = (latex_to_text(entry.get(key)) for key in _NAMES)
                if ":" not in first + middle + last:
                    self.listed.add((fold_name(last), fold_name(first)))

    def _list_members(self) -> Iterator[_Member]:
        """Yield the members of all committees."""
        for name in ("organizing_committee", "program_committee"):
            for group in self._load_mappings(name):
                office = latex_to_text(group.get("role") or group.get("title"))
                listed = _as_list(group.get("members") or group.get("entries"))
                # A list may contain people instead of groups.
                alone = [group] if any(group.get(key) for key in ("name", "last_name")) else []
                if not listed and not alone:
                    words = f"the committee group “{office}” has no members and was left out"
                    self.brought.report("no-members", words, self._yaml_path(name), int(group.get(_LINE, 1)))
                yield from ((name, office[:500], entry) for entry in listed or alone)

    def _build_committee(self, members: list[_Member]) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for name, office, entry in members:
            known = entry if isinstance(entry, dict) else {"name": "" if entry is None else str(entry)}
            person = self._add_person(known, self._yaml_path(name))
            member = {"person": person, "role": office}
            if person and member not in made:
                made.append(member)
        return made

    def _add_editors(self, details: dict[str, Any]) -> list[str]:
        made = []
        file = self._yaml_path("conference_details")
        for one in _as_list(details.get("editors")):
            entry = one if isinstance(one, dict) else {"name": str(one), _LINE: details.get(_LINE, 1)}
            first, last = latex_to_text(entry.get("first_name")), latex_to_text(entry.get("last_name"))
            here = (fold_name(last), fold_name(first))
            if here not in self.listed and here[::-1] in self.listed:
                words = f"given and family name are swapped: {first} {last} is {last} {first} in the committee"
                line = int(entry.get(_LINE, 1))
                self.brought.report(
                    "name-swapped", words, file, line, f"write first_name: {last} and last_name: {first}"
                )
                entry = {**entry, "first_name": last, "last_name": first}
            person = self._add_person(entry, file)
            if person and person not in made:
                made.append(person)
        return made

    def _choose_directors(self, editors: list[str], committee: list[dict[str, Any]]) -> list[dict[str, Any]]:
        chairs = [
            entry["person"]
            for entry in committee
            if re.search(r"general|program(?:me)?\s+(?:co-)?chair", str(entry["role"]), re.IGNORECASE)
        ]
        if chairs:
            return [{"person": person, "role": "chair"} for person in dict.fromkeys(chairs)]
        people = editors or [entry["person"] for entry in committee][:1] or list(self.people.entries)[:1]
        if not people:
            message = "no editors, committee members or authors are named"
            raise FindingsError(
                [Finding("nobody", message, Place(self.root), "add editors: to conference_details.yml")]
            )
        if not editors:
            self.brought.report(
                "no-editors", "no editors are named; the first person in the lists becomes the director", self.root
            )
        return [{"person": person, "role": "editor"} for person in people]

    # The event and the volume

    def _find_days(self, details: dict[str, Any], talks: list[dict[str, Any]]) -> tuple[datetime.date, datetime.date]:
        days = [day for key in ("start_date", "end_date") if (day := _parse_date(details.get(key)))]
        for key in ("start_date", "end_date"):
            if details.get(key) and not _parse_date(details[key]):
                words = f"'{key}: {details[key]}' is not a date and was left out"
                hint = "write year-month-day, as in 2026-03-31"
                self.brought.report("bad-date", words, self._yaml_path("conference_details"), hint=hint)
        times = [day for entry in talks for key in ("start_time", "end_time") if (day := _parse_date(entry.get(key)))]
        if not days and not times:
            message = "the dates of the event are missing"
            hint = "add start_date: and end_date: to conference_details.yml"
            raise FindingsError([Finding("no-dates", message, Place(self._yaml_path("conference_details")), hint)])
        if not days:
            self.brought.report(
                "no-dates", "the dates of the event are taken from its programme", self._yaml_path("conference_details")
            )
        start, end = min(days or times), max(days or times)
        return min([start, *times]), max([end, *times])

    def _build_event(self, details: dict[str, Any], start: datetime.date, end: datetime.date) -> dict[str, Any]:
        file = self._yaml_path("conference_details")
        title = latex_to_text(details.get("event_name") or details.get("book_title"))
        if not title:
            self.brought.report(
                "no-title", "the event has no name; the folder's name is used", file, hint="add event_name:"
            )
            title = self.brought.source.name
        known = {
            *("book_title", "event_name", "volume_name", "cover_subtitle", "anthology_venue_id", "start_date"),
            *("end_date", "isbn", "location", "editors", "publisher", "watermark_book_title", "abbreviation", _LINE),
        }
        for key in details:
            if key not in known:
                words = f"'{key}' was left out: a workshop has no place for it"
                self.brought.report("not-carried-over", words, file, advice=True)
        location = latex_to_text(details.get("location"))
        online = bool(re.search(r"virtual|online|remote", location, re.IGNORECASE))
        place, country = _split_country(location)
        venue = {"name": location} if online else {"city": place, "country": country}
        kind = "workshop" if re.search(r"workshop", title, re.IGNORECASE) else "conference"
        acronym = latex_to_text(details.get("anthology_venue_id") or details.get("abbreviation"))
        self.brought.name = make_slug(f"{acronym} {start.year}") if acronym else self.brought.name
        return {
            "type": kind,
            "title": title[:500],
            "acronym": acronym,
            "start": str(start),
            "end": str(end),
            "venue": venue,
        }

    def _build_volume(
        self, details: dict[str, Any], editors: list[str], front: list[dict[str, Any]], end: datetime.date
    ) -> dict[str, Any]:
        file = self._yaml_path("conference_details")
        title = (
            latex_to_text(details.get("book_title"))
            or latex_to_text(details.get("event_name"))
            or self.brought.source.name
        )
        isbn = str(details.get("isbn") or "").strip()
        isbns = {}
        if isbn:
            from stdnum import isbn as numbers

            if numbers.is_valid(isbn):
                isbns = {"ebook": isbn}
                words = "the binding of the ISBN is unknown; it is imported as the e-book's ISBN"
                self.brought.report("isbn-binding", words,
                                  file, advice=True)  # fmt: skip
            else:
                self.brought.report(
                    "bad-isbn", f"'{isbn}' is not a valid ISBN: a digit is wrong or missing; it was left out", file
                )
        publisher = latex_to_text(details.get("publisher"))
        return {
            "title": title[:500],
            "subtitle": latex_to_text(details.get("cover_subtitle"))[:500],
            "editors": editors,
            "publisher": {"name": publisher} if publisher else None,
            "year": end.year,
            "isbns": isbns,
            "front_matter": front,
            "style": "proceedings-a4",
        }

    def _read_prefaces(self) -> Iterator[dict[str, Any]]:
        for entry in self._load_mappings("prefaces"):
            title = latex_to_text(entry.get("title")) or "Preface"
            line = int(entry.get(_LINE, 1))
            file = self._yaml_path("prefaces")
            text = latex_to_markup(self._read_text("prefaces", entry["file"], file, line)) if entry.get("file") else ""
            if not text:
                self.brought.report("no-text", f"“{title}” has no text and was left out", file, line, "add file:")
            yield from _split_long_text(title, text)

    def _read_invited_talks(self) -> Iterator[dict[str, Any]]:
        file = self._yaml_path("invited_talks")
        for entry in self._load_mappings("invited_talks"):
            line = int(entry.get(_LINE, 1))
            title = latex_to_text(entry.get("title")) or "Invited talk"
            speaker = latex_to_text(entry.get("speaker_name") or entry.get("speaker"))
            start = entry.get("date") or entry.get("start_time")
            facts = (
                speaker,
                latex_to_text(entry.get("institution")),
                str(start or ""),
                latex_to_text(entry.get("location")),
            )
            chair = latex_to_text(entry.get("chair"))
            head = ", ".join(filter(None, facts)) + (f" (chair: {chair})" if chair else "")
            parts = [latex_to_markup(head)]
            for key in ("abstract", "bio"):
                text = str(entry.get(key) or "")
                if entry.get(f"{key}_file"):
                    text = self._read_text("invited_talks", entry[f"{key}_file"], file, line)
                parts.append(latex_to_markup(text))
            yield from _split_long_text(title, "\n\n".join(filter(None, parts)))

    def _read_sponsors(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        organizations: dict[str, dict[str, Any]] = {}
        sponsors = []
        file = self._yaml_path("sponsors")
        for group in self._load_mappings("sponsors"):
            tier, line = latex_to_text(group.get("tier")), int(group.get(_LINE, 1))
            logos = group.get("logos")
            for logo in logos if isinstance(logos, list) else []:
                name = str(logo.get("file") or logo.get("name") if isinstance(logo, dict) else logo)
                title = Path(name).stem.replace("_", " ").replace("-", " ").strip()
                title = title[:1].upper() + title[1:]
                called = {"name": title or name}
                others = [key for key, known in organizations.items() if known["name"] != called["name"]]
                identity = make_unique_id(make_slug(f"org {title}"), others)
                organizations[identity] = {"id": identity, **called}
                words = f"the sponsor with the logo {name} is called “{title}” after the file name"
                self.brought.report("name-guessed", words, file, line,
                                  "correct the name under organizations:", True)  # fmt: skip
                sponsors.append({"org": identity, "tier": tier, "logo": self._copy_logo(name, file, line)})
        return list(organizations.values()), sponsors

    def _copy_logo(self, name: str, file: Path, line: int) -> str:
        path = self._find_file("sponsor_logos", name)
        if path is None:
            self.brought.report("no-file", f"there is no sponsor_logos/{name}; the sponsor has no logo", file, line)
            return ""
        self.used.add(path)
        if path.suffix.lower() not in (".png", ".jpg", ".jpeg", ".webp"):
            self.brought.report("not-carried-over", f"{name} is not PNG, JPEG or WebP and was left out", file, line)
            return ""
        return self.brought.add_file(path, "images")

    # Papers and programme

    def _read_papers(self) -> None:
        file = self._yaml_path("papers")
        for entry in self._load_mappings("papers", needed=True):
            line = int(entry.get(_LINE, 1))
            given = entry.get("id")
            number = str(len(self.papers) + 1 if given in (None, "") else given)
            identity = make_slug(f"paper {number}")
            for key in entry:
                if key in _LEFT_OUT and entry[key] not in (None, "", [], {}):
                    self.left_out.setdefault(str(key), []).append(number)
                if key not in (*_PAPER_KEYS, _LINE):
                    near = get_close_matches(str(key), _PAPER_KEYS, 1)
                    words = f"paper {number}: the unknown key '{key}' was left out"
                    self.brought.report("unknown-key", words, file, line, f"did you mean {near[0]}?" if near else "")
            if identity in self.papers:
                self.brought.report("id-twice", f"two papers have the id {number}; the second was left out", file, line)
                continue
            self._read_paper(entry, number, identity, file, line)
        self._report_dropped_keys(file)

    def _report_dropped_keys(self, file: Path) -> None:
        """Report each key that a workshop has no place for once, with the number of papers that have it."""
        for key, papers in self.left_out.items():
            more = f" and {len(papers) - 1} more" if len(papers) > 1 else ""
            words = f"'{key}' of paper {papers[0]}{more} was left out: a workshop has no place for it"
            self.brought.report("not-carried-over", words, file, advice=True)

    def _read_paper(self, entry: dict[str, Any], number: str, identity: str, file: Path, line: int) -> None:
        name = str(entry.get("file") or entry.get("pdf_file") or f"{number}.pdf")
        path = self._find_file("papers", name)
        title = latex_to_text(entry.get("title"))
        self.chapters[number] = title
        if path is None:
            words = f"paper {number} (“{title}”) has no file papers/{name}: it is only in the programme, not a chapter"
            self.brought.report("no-paper", words, file, line, "add the file and import again")
            self.speakers[number] = self._add_authors(entry, file)
            return
        if file_size(path) > MAX_IMPORTED_BYTES:
            self.brought.report("paper-too-large", f"papers/{name} is larger than 100 MB and was left out", file, line)
            self.speakers[number] = self._add_authors(entry, file)
            return
        self.used.add(path)
        if not title:
            title = f"Paper {number}"
            self.brought.report("no-title", f"paper {number} has no title", file, line, "add title:")
        authors = self._add_authors(entry, file)
        if not authors:
            self.brought.report("no-authors", f"paper {number} has no authors", file, line, "add authors:")
        self.papers[identity] = {
            "id": identity,
            "title": title[:500],
            "authors": authors,
            "abstract": self._read_abstract(entry, number, file, line),
            "keywords": _split_keywords(entry.get("keywords")),
            "source": self.brought.add_file(path, "papers"),
            "doi": str(entry.get("doi") or ""),
        }  # fmt: skip
        self._report_paper_losses(entry, number, file, line)

    def _add_authors(self, entry: dict[str, Any], file: Path) -> list[str]:
        """Add the authors of a paper; return their ids, each once."""
        listed = entry.get("authors")
        people = [
            self._add_person(one if isinstance(one, dict) else {"name": str(one)}, file)
            for one in (listed if isinstance(listed, list) else [])
        ]
        return list(dict.fromkeys(person for person in people if person))

    def _read_abstract(self, entry: dict[str, Any], number: str, file: Path, line: int) -> str:
        text = latex_to_markup(entry.get("abstract"))
        if len(text) > 19_000:
            self.brought.report(
                "abstract-too-long", f"the abstract of paper {number} is too long and was left out", file, line
            )
            return ""
        return text

    def _report_paper_losses(self, entry: dict[str, Any], number: str, file: Path, line: int) -> None:
        if entry.get("archival") in (False, "False", "false", "no", 0):
            words = f"paper {number} is not archival, but was imported as a chapter"
            self.brought.report(
                "not-archival", words, file, line, "remove it from chapters: if it should not be printed", True
            )
        attachments = entry.get("attachments")
        for one in attachments if isinstance(attachments, list) else []:
            name = one.get("file") if isinstance(one, dict) else one
            words = f"paper {number}: the attachment {name} was not imported: a workshop has no place for it"
            self.brought.report("not-carried-over", words, file, line, advice=True)
            self.used.add(self.root / "attachments" / str(name))

    def _build_programme(self, entries: list[dict[str, Any]], start: datetime.date) -> list[dict[str, Any]]:
        days: dict[str, list[dict[str, Any]]] = {}
        for entry in entries:
            for session in self._build_sessions(entry, None):
                day, made = session
                days.setdefault(str(day or start), []).append(made)
        return [
            {"date": day, "sessions": sorted(sessions, key=lambda one: str(one["start"]).zfill(5))}
            for day, sessions in sorted(days.items())
        ]

    def _build_sessions(
        self, entry: dict[str, Any], above: datetime.date | None
    ) -> Iterator[tuple[datetime.date | None, dict[str, Any]]]:
        file, line = self._yaml_path("program"), int(entry.get(_LINE, 1))
        title = latex_to_text(entry.get("title")) or "Session"
        day = _parse_date(entry.get("start_time")) or above
        start = _parse_time(entry.get("start_time"))
        below = self._list_mappings(entry, "subsessions", file)
        papers = [one if isinstance(one, dict) else {"id": one} for one in _as_list(entry.get("papers"))]
        if start is None:
            times = [_parse_time(one.get("start_time")) for one in (*papers, *below)]
            start = next((one for one in times if one), None)
        if start is None:
            words = f"the session “{title}” has no time; it is placed at the start of its day"
            self.brought.report("no-time", words, file, line, "add start_time:")
            start = "00:00"
        chair = latex_to_text(entry.get("chair"))
        made: dict[str, Any] = {"start": start, "end": _parse_time(entry.get("end_time"))}
        if made["end"] and made["end"] <= start:
            words = f"the session “{title}” ends at {made['end']}, which is not after {start}; its end was left out"
            self.brought.report("time-order", words, file, line, "correct end_time:")
            made["end"] = None
        made["type"] = next(
            (kind for pattern, kind in _SESSION_TYPES if re.search(pattern, title, re.IGNORECASE)), "session"
        )
        made["title"] = title[:500]
        made["room"] = latex_to_text(entry.get("location"))[:200]
        made["chair"] = self._add_chair(chair) if chair else None
        made["talks"] = [talk for one in papers if (talk := self._build_talk(one, file)) is not None]
        yield day, made
        for one in below:
            yield from self._build_sessions(one, day)

    def _add_chair(self, name: str) -> str:
        *given, family = name.split()
        return self.people.add_person(" ".join(given), family)

    def _build_talk(self, entry: dict[str, Any], file: Path) -> dict[str, Any] | None:
        number, line = str(entry.get("id")), int(entry.get(_LINE, 1))
        identity = make_slug(f"paper {number}")
        if number not in self.chapters:
            words = f"the programme names paper {number}, which is not in papers.yml"
            self.brought.report("unknown-paper", words, file, line, "correct the id")
            return None
        self.talks[number] += 1
        count = self.talks[number]
        return {
            "id": make_slug(f"talk {number}") + (f"-{count}" if count > 1 else ""),
            "title": (self.chapters[number] or f"Paper {number}")[:500],
            "speakers": self.speakers.get(number, []),
            "chapter": identity if identity in self.papers else None,
            "start": _parse_time(entry.get("start_time")),
            "end": _parse_time(entry.get("end_time")),
        }


def _parse_yaml(data: bytes) -> Any:
    if len(data) > _MOST_YAML:
        raise ValueError("it is larger than 20 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ValueError("it contains aliases (*name), which are not allowed")
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
    return yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a safe loader


def _as_list(value: object) -> list[Any]:
    """Return a value as a list, even if it is a single one."""
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _split_keywords(value: object) -> list[str]:
    """Return keywords from a list or from a line with commas."""
    listed = re.split("[,;]", value) if isinstance(value, str) else _as_list(value)
    return [words[:200] for one in listed if (words := latex_to_text(one))]


def _parse_date(value: object) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = re.match(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})", str(value or ""))
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _parse_time(value: object) -> str | None:
    if isinstance(value, datetime.datetime):
        return f"{value:%H:%M}"
    if isinstance(value, int):
        # YAML 1.1 reads 10:30 and 10:30:00 as numbers in base 60.
        minutes = value if value < 24 * 60 else value // 60
        return f"{minutes // 60:02}:{minutes % 60:02}" if 60 <= minutes < 24 * 60 else None
    found = re.search(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)", str(value or ""))
    return f"{int(found[1]):02}:{found[2]}" if found else None


def _parse_orcid(value: object) -> str:
    from stdnum.iso7064 import mod_11_2

    found = re.search(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", str(value or ""))
    return found[0] if found and mod_11_2.is_valid(found[0].replace("-", "")) else ""


@lru_cache(maxsize=1)
def _country_codes() -> dict[str, str]:
    from ..model.text_types import country_codes_by_name

    return {**country_codes_by_name(), **_COUNTRIES}


def _split_country(words: str) -> tuple[str, str]:
    """Split an institution and the country at its end, if it has one; return name and country code."""
    before, comma, last = words.rpartition(",")
    code = _country_codes().get(last.strip(" .").casefold(), "") if comma else ""
    return (before.strip(), code) if code else (words, "")


def _split_long_text(title: str, text: str) -> Iterator[dict[str, Any]]:
    """Split a text that is too long for one field, between paragraphs."""
    part: list[str] = []
    number = 0
    long = (wrap(one, 18_000, break_on_hyphens=False) if len(one) > 18_000 else [one] for one in text.split("\n\n"))
    for paragraph in chain.from_iterable(long):
        if part and len("\n\n".join([*part, paragraph])) > 19_000:
            number += 1
            yield {"title": title if number == 1 else f"{title} ({number})", "text": "\n\n".join(part)}
            part = []
        part.append(paragraph)
    if any(part):
        yield {"title": title if not number else f"{title} ({number + 1})", "text": "\n\n".join(part)}
