"""Read the event and the volume in an aclpub2 folder: details, prefaces, invited talks and sponsors."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from stdnum import isbn as numbers

from ..findings.finding import Finding, FindingsError, Place
from .aclpub2_values import parse_date, parse_time, split_country, split_long_text
from .aclpub2_yaml import LINE_KEY, AclFolder
from .latex_to_rst import escape_rst, latex_to_text
from .workshop_writer import YamlMapping, make_slug, make_unique_id

_TALK_KEYS = (
    *("title", "speaker_name", "speaker", "institution", "date", "time", "start_time", "end_time", "location", "chair"),
    *("abstract", "abstract_file", "bio", "bio_file", "custom_prefix"),
)


class AclVolume:
    """The parts of an import that describe the event and the volume."""

    def __init__(self, files: AclFolder) -> None:
        self.files = files

    def find_days(self, details: YamlMapping, talks: list[YamlMapping]) -> tuple[datetime.date, datetime.date]:
        """Return the first and last day of the event. Raises FindingsError if no file has a date."""
        days = [day for key in ("start_date", "end_date") if (day := parse_date(details.get(key)))]
        for key in ("start_date", "end_date"):
            if details.get(key) and not parse_date(details[key]):
                words = f"'{key}: {details[key]}' is not a date and was left out"
                hint = "write year-month-day, as in 2026-03-31"
                self.files.result.report("bad-date", words, self.files.yaml_path("conference_details"), hint=hint)
        times = [day for entry in talks for key in ("start_time", "end_time") if (day := parse_date(entry.get(key)))]
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

    def build_event(self, details: YamlMapping, start: datetime.date, end: datetime.date) -> YamlMapping:
        """Return the event."""
        file = self.files.yaml_path("conference_details")
        title = latex_to_text(details.get("event_name") or details.get("book_title"))
        if not title:
            self.files.result.report(
                "no-title", "the event has no name; the folder's name is used", file, hint="add event_name:"
            )
            title = self.files.result.source.name
        known = {
            *("book_title", "event_name", "volume_name", "cover_subtitle", "anthology_venue_id", "start_date"),
            *("end_date", "isbn", "location", "editors", "publisher", "watermark_book_title", "abbreviation", LINE_KEY),
        }
        for key in details:
            if key not in known:
                words = f"'{key}' was left out: a workshop has no place for it"
                self.files.result.report("not-carried-over", words, file, advice=True)
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
        self, details: YamlMapping, editors: list[str], front: list[YamlMapping], end: datetime.date
    ) -> YamlMapping:
        """Return the volume."""
        file = self.files.yaml_path("conference_details")
        title = (
            latex_to_text(details.get("book_title"))
            or latex_to_text(details.get("event_name"))
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

    def read_prefaces(self) -> Iterator[YamlMapping]:
        """Yield the prefaces as sections of the front matter."""
        for entry in self.files.load_mappings("prefaces"):
            title = latex_to_text(entry.get("title")) or "Preface"
            line = int(entry.get(LINE_KEY, 1))
            file = self.files.yaml_path("prefaces")
            text = self._read_text_file("prefaces", entry.get("file"), f"“{title}”", file, line)
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

    def _report_unknown_keys(
        self, entry: YamlMapping, known: tuple[str, ...], what: str, file: Path, line: int
    ) -> None:
        for key in entry:
            if key not in (*known, LINE_KEY):
                words = f"{what}: the unknown key '{key}' was left out"
                near = get_close_matches(str(key), known, 1)
                self.files.result.report("unknown-key", words, file, line, f"did you mean {near[0]}?" if near else "")

    def read_invited_talks(self) -> Iterator[YamlMapping]:
        """Yield the invited talks as sections of the front matter."""
        file = self.files.yaml_path("invited_talks")
        for entry in self.files.load_mappings("invited_talks"):
            line = int(entry.get(LINE_KEY, 1))
            title = latex_to_text(entry.get("title")) or "Invited talk"
            speaker = latex_to_text(entry.get("speaker_name") or entry.get("speaker"))
            start = entry.get("date") or entry.get("start_time")
            self._report_unknown_keys(entry, _TALK_KEYS, f"the invited talk “{title}”", file, line)
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
            tier, line = latex_to_text(group.get("tier")), int(group.get(LINE_KEY, 1))
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
    day, begin = parse_date(start), parse_time(start)
    if isinstance(until, str):
        times = re.findall(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d", until)
    else:
        times = [end for end in (parse_time(until),) if end]
    if begin and begin != "00:00" and len(times) < 2:
        times = [begin, *times]
    date = f"{day.day} {day:%B %Y}" if day else latex_to_text(start)
    hours = "–".join(dict.fromkeys(times)) or latex_to_text(until)
    return ", ".join(filter(None, (date, hours)))
