"""Read the event and the volume in an aclpub2 folder: details, prefaces, invited talks and sponsors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from stdnum import isbn as numbers

from ..findings.finding import Finding, FindingsError, Place
from ..language.slugs import make_slug, make_unique_id
from .aclpub2_values import parse_time, split_long_text
from .aclpub2_yaml import AclFolder
from .date_ranges import parse_day
from .institutions import split_country
from .latex_to_rst import escape_rst, latex_to_text
from .workshop_writer import YamlMapping
from .yaml_entries import YamlEntry


class AclVolume:
    """The parts of an import that describe the event and the volume."""

    def __init__(self, files: AclFolder) -> None:
        self.files = files

    def find_days(self, details: YamlEntry, talks: list[YamlEntry]) -> tuple[datetime.date, datetime.date]:
        """Return the first and last day of the event. Raises FindingsError if no file has a date."""
        days = [day for key in ("start_date", "end_date") if (day := parse_day(details.get(key)))]
        for key in ("start_date", "end_date"):
            if details.get(key) and not parse_day(details[key]):
                words = f"'{key}: {details[key]}' is not a date and was left out"
                hint = "write year-month-day, as in 2026-03-31"
                file = self.files.yaml_path("conference_details")
                self.files.result.report("bad-date", words, file, details.find_line(key), hint)
        times = [day for entry in talks for key in ("start_time", "end_time") if (day := parse_day(entry.get(key)))]
        if not days and not times:
            message = "the dates of the event are missing"
            hint = "add start_date: and end_date: to conference_details.yml"
            raise FindingsError([Finding("no-dates", message, Place(self.files.yaml_path("conference_details")), hint)])
        if not days:
            self.files.result.report(
                "no-dates",
                "the dates of the event are taken from its programme",
                self.files.yaml_path("conference_details"),
            )
        start, end = min(days or times), max(days or times)
        return min([start, *times]), max([end, *times])

    def build_event(self, details: YamlEntry, start: datetime.date, end: datetime.date) -> YamlMapping:
        """Return the event."""
        file = self.files.yaml_path("conference_details")
        title = latex_to_text(details.get("event_name") or details.get("name") or details.get("book_title"))
        if not title:
            self.files.result.report(
                "no-title", "the event has no name; the folder's name is used", file, hint="add event_name:"
            )
            title = self.files.result.source.name
        location = latex_to_text(details.get("location"))
        online = bool(re.search(r"virtual|online|remote", location, re.IGNORECASE))
        place, country = split_country(location)
        venue = {"name": location} if online else {"city": place, "country": country}
        kind = "workshop" if re.search(r"workshop", title, re.IGNORECASE) else "conference"
        acronym = latex_to_text(details.get("anthology_venue_id") or details.get("abbreviation"))
        self.files.result.name = make_slug(f"{acronym} {start.year}") if acronym else self.files.result.name
        return {
            "type": kind,
            "title": title[:500],
            "acronym": acronym,
            "start": str(start),
            "end": str(end),
            "venue": venue,
        }

    def build_volume(
        self, details: YamlEntry, editors: list[str], front: list[YamlMapping], end: datetime.date
    ) -> YamlMapping:
        """Return the volume."""
        file = self.files.yaml_path("conference_details")
        title = (
            latex_to_text(details.get("book_title"))
            or latex_to_text(details.get("event_name") or details.get("name"))
            or self.files.result.source.name
        )
        isbn = str(details.get("isbn") or "").strip()
        isbns = {}
        if isbn:
            if numbers.is_valid(isbn):
                isbns = {"ebook": isbn}
                words = "the binding of the ISBN is unknown; it is imported as the e-book's ISBN"
                self.files.result.report("isbn-binding", words,
                                  file, advice=True)  # fmt: skip
            else:
                self.files.result.report(
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

    def read_prefaces(self, name: str = "prefaces") -> Iterator[YamlMapping]:
        """Yield the prefaces, or the additional pages, as sections of the front matter."""
        for entry in self.files.load_mappings(name):
            title = latex_to_text(entry.get("title")) or ("Preface" if name == "prefaces" else "Additional pages")
            line = entry.line
            file = self.files.yaml_path(name)
            text = self._read_text_file(name, entry.get("file"), f"“{title}”", file, line)
            if not text:
                self.files.result.report("no-text", f"“{title}” has no text and was left out", file, line, "add file:")
            yield from split_long_text(title, text)

    def _read_text_file(self, folder: str, name: object, what: str, by: Path, line: int) -> str:
        """Read a LaTeX file that an entry names as reStructuredText; "" if none is named."""
        if not name:
            return ""
        text = self.files.read_named_text(folder, name, by, line)
        found = self.files.find_file(folder, name)
        return self.files.read_latex_as_rst(text, what, found or by, 1 if found else line)

    def read_invited_talks(self) -> Iterator[YamlMapping]:
        """Yield the invited talks as sections of the front matter."""
        file = self.files.yaml_path("invited_talks")
        for entry in self.files.load_mappings("invited_talks"):
            line = entry.line
            title = latex_to_text(entry.get("title")) or "Invited talk"
            speaker = latex_to_text(entry.get("speaker_name") or entry.get("speaker"))
            start = entry.get("date") or entry.get("start_time")
            facts = (
                speaker,
                latex_to_text(entry.get("institution")),
                _write_time(start, entry.get("time") or entry.get("end_time")),
                latex_to_text(entry.get("location")),
            )
            chair = latex_to_text(entry.get("chair"))
            head = ", ".join(filter(None, facts)) + (f" (chair: {chair})" if chair else "")
            parts = [escape_rst(latex_to_text(entry.get("custom_prefix"))), escape_rst(head)]
            for key in ("abstract", "bio"):
                what = f"the {key} of “{title}”"
                parts.append(
                    self._read_text_file("invited_talks", entry[f"{key}_file"], what, file, line)
                    if entry.get(f"{key}_file")
                    else self.files.read_latex_as_rst(entry.get(key), what, file, line)
                )
            yield from split_long_text(title, "\n\n".join(filter(None, parts)))

    def read_sponsors(self) -> tuple[list[YamlMapping], list[YamlMapping]]:
        """Return the sponsors' organizations and the sponsors."""
        organizations: dict[str, YamlMapping] = {}
        sponsors = []
        file = self.files.yaml_path("sponsors")
        for group in self.files.load_mappings("sponsors"):
            tier, line = latex_to_text(group.get("tier")), group.line
            logos = group.get("logos")
            for logo in logos if isinstance(logos, list) else []:
                name = str(logo.get("file") or logo.get("name") if isinstance(logo, YamlEntry) else logo)
                title = Path(name).stem.replace("_", " ").replace("-", " ").strip()
                title = title[:1].upper() + title[1:]
                called = {"name": title or name}
                others = [key for key, known in organizations.items() if known["name"] != called["name"]]
                identity = make_unique_id(make_slug(f"org {title}"), others)
                organizations[identity] = {"id": identity, **called}
                words = f"the sponsor with the logo {name} is called “{title}” after the file name"
                self.files.result.report("name-guessed", words, file, line,
                                  "correct the name under organizations:", True)  # fmt: skip
                sponsors.append({"org": identity, "tier": tier, "logo": self._copy_logo(name, file, line)})
        return list(organizations.values()), sponsors

    def _copy_logo(self, name: str, file: Path, line: int) -> str:
        path = self.files.find_file("sponsor_logos", name)
        if path is None:
            self.files.result.report(
                "no-file", f"there is no sponsor_logos/{name}; the sponsor has no logo", file, line
            )
            return ""
        self.files.used.add(path)
        if path.suffix.lower() not in (".png", ".jpg", ".jpeg", ".webp"):
            self.files.result.report(
                "not-carried-over", f"{name} is not PNG, JPEG or WebP and was left out", file, line
            )
            return ""
        return self.files.result.add_file(path, "images")


def _write_time(start: object, until: object) -> str:
    """Write the day and time of a talk in words, such as "1 May 2024, 11:00–12:00"."""
    day, begin = parse_day(start), parse_time(start)
    if isinstance(until, str):
        times = re.findall(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d", until)
    else:
        times = [end for end in (parse_time(until),) if end]
    if begin and begin != "00:00" and len(times) < 2:
        times = [begin, *times]
    date = f"{day.day} {day:%B %Y}" if day else latex_to_text(start)
    hours = "–".join(dict.fromkeys(times)) or latex_to_text(until)
    return ", ".join(filter(None, (date, hours)))
