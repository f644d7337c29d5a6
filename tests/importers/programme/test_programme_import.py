"""Programmes of tables, calendars, Indico, pretalx and frab come into a workshop that exists, once each."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.cli.main import run_command
from octavo.findings.finding import FindingsError
from octavo.importers.programme import programme_import
from octavo.importers.programme.column_recognition import recognize_column
from octavo.importers.programme.file_kinds import read_programme
from octavo.importers.programme.heading_words import ProgrammeColumn
from octavo.importers.programme.programme_import import ProgrammeChoices, import_programme
from octavo.importers.programme.read_programme import EventFacts, ReadProgramme
from octavo.loading.workshop_loader import load_workshop

EVENT = EventFacts("2026-09-10", "2026-09-12", "en", "")
WORKSHOP = """\
schema_version: 1  # the format
id: tides
language: en
event:
  type: workshop
  title: Tides
  start: 2026-09-10   # a Thursday
  end: 2026-09-12
people:
  # the boss
  - id: boss
    given: "Kari"   # as she writes it
    family: 'Hansen'
    country: NO
"""
TABLE = """\
Date,Time,Session,Title,Speaker,Room,Chair,Abstract,E-mail,Diet
10.09.2026,09:00-09:15,Opening,,,Hall A,K. Hansen,,,
,09:30 - 10:00,Tides,The moon,Jan Berg (Harbour University),,Prof. Ada Sund,First line.,jan@example.org,vegan
,10:00 - 10:20,,The sun,"Ada Sund, Kari Hansen",,,"Long
text
- a
- b",,
,10:30,,Coffee break,,Foyer,,,,
,11:00,Discussion,,,,,,,
11 September,9h30,Waves,Waves of wind,"Li, Wei",,,,,
"""


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports" / "tides"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text(WORKSHOP, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(programme_import, "read_in_worker", lambda _source, _warm, read, *given: read(*given))
    return folder / "workshop.yaml"


def read(
    text: str | bytes, name: str = "list.csv", event: EventFacts = EVENT, **columns: ProgrammeColumn
) -> ReadProgramme:
    data = text.encode() if isinstance(text, str) else text
    return read_programme(Path(name), data, event, columns, "")


def shown(programme: ReadProgramme) -> list[str]:
    """Write each session and talk on a line, as a person would note them."""
    lines = []
    for session in programme.sessions:
        chair = ", ".join(person["family"] for person in session.chair)
        parts = (session.day[5:], f"{session.start}-{session.end}", session.type, session.title, session.room, chair)
        lines.append("|".join(parts))
        for talk in session.talks:
            names = ", ".join(f"{one.get('given', '')} {one['family']}".strip() for one in talk.speakers)
            lines.append(f"  {talk.start}-{talk.end}|{talk.title}|{names}|{talk.abstract[:20]}")
    return lines


def days_of(path: Path) -> list[dict[str, Any]]:
    days: list[dict[str, Any]] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["programme"]["days"]
    return days


def import_text(text: str | bytes, workshop: Path, name: str = "list.csv", keep: bool = False) -> list[str]:
    """Import a file as the command does; return what is told."""
    source = workshop.parents[2] / name
    source.write_bytes(text.encode() if isinstance(text, str) else text)
    done = import_programme(source, workshop, ProgrammeChoices({}, keep=keep))
    workshop.write_text(done.after, "utf-8")
    return [finding.message for finding in done.findings]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Start time", ProgrammeColumn.START),
        ("Uhrzeit", ProgrammeColumn.START),
        ("Heure / Time", ProgrammeColumn.START),
        ("Vortragende", ProgrammeColumn.SPEAKERS),
        ("Speaker(s)", ProgrammeColumn.SPEAKERS),
        ("Докладчик", ProgrammeColumn.SPEAKERS),
        ("Titre", ProgrammeColumn.TITLE),
        ("Назва", ProgrammeColumn.TITLE),
        ("Résumé", ProgrammeColumn.ABSTRACT),
        ("Salle", ProgrammeColumn.ROOM),
        ("Moderador", ProgrammeColumn.CHAIR),
        ("Budget", None),
    ],
)
def test_columns_are_recognized_in_several_languages(heading: str, column: ProgrammeColumn | None) -> None:
    assert recognize_column(heading) is column


def test_a_table_of_talks_with_empty_cells() -> None:
    assert shown(read(TABLE)) == [
        "09-10|09:00-09:15|opening|Opening|Hall A|Hansen",
        "09-10|09:30-10:20|session|Tides||Sund",
        "  09:30-10:00|The moon|Jan Berg|First line.",
        "  10:00-10:20|The sun|Ada Sund, Kari Hansen|Long text\n\n- a\n- b",
        "09-10|10:30-|break|Coffee break|Foyer|",
        "09-10|11:00-|session|Discussion||",
        "09-11|09:30-|session|Waves||",
        "  -|Waves of wind|Wei Li|",
    ]


def test_a_table_of_sessions_with_days_as_headings() -> None:
    text = "Programme of the workshop;;\nTime;Item;Who\nThursday;;\n9:00;Welcome;\n9:15 am;Keynote;Jan Berg\n"
    text += "Friday, 11 September;;\n10:00;End;\n"
    assert shown(read(text)) == [
        "09-10|09:00-|opening|Welcome||",
        "09-10|09:15-|plenary|Keynote||",
        "  -|Keynote|Jan Berg|",
        "09-11|10:00-|session|End||",
    ]


def test_what_a_table_does_not_tell_is_left_out_and_what_cannot_be_read_is_told() -> None:
    read_table = read(
        "Date;Start;Type;Title\n10.09.2026;soon;show;A\n;;;\n03/04/2027;09:00;;B\n;09:30;;B2\n10.09.2026;;;\n;10:00;;\n;25:00;;C\n"
    )
    told = [(finding.place.line if finding.place else 0, finding.message) for finding in read_table.findings]
    assert shown(read_table) == ["09-10|-|session|A||", "09-10|-|session|C||"]
    assert told == [
        (2, "in the column “Type”, no kind of session that is known: “show” (row 2)"),
        (2, "in the column “Start”, no time of day: “soon” (row 2), “25:00” (row 8)"),
        (4, "in the column “Date”, no day that is known; its sessions were left out: “03/04/2027” (row 4)"),
        (5, "in the column “Date”, rows whose day is not known were left out: row 5"),
        (7, "rows without a title were left out: row 7"),
    ]


def test_columns_may_be_named_and_private_ones_are_left_out() -> None:
    programme = read("x;y;Passport\n2026-09-10;Waves;P1\n", x=ProgrammeColumn.DATE, y=ProgrammeColumn.TITLE)
    assert shown(programme) == ["09-10|-|session|Waves||"]
    assert [(column.letter, str(column.holds), column.is_private) for column in programme.columns] == [
        ("A", "date", False),
        ("B", "title", False),
        ("C", "left-out", True),
    ]
    with pytest.raises(FindingsError, match="no column of titles"):
        read("a;b\n1;2\n")
    with pytest.raises(FindingsError, match="no column “z”"):
        read("a;b\n1;2\n", z=ProgrammeColumn.TITLE)


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//made up//EN
BEGIN:VEVENT
UID:a@example.org
DTSTART;TZID=Europe/Oslo:20260912T090000
DTEND;TZID=Europe/Oslo:20260912T100000
SUMMARY:Waves and wind
LOCATION:Hall\\, first floor
DESCRIPTION:Speakers: Jan Berg\\, Ada Sund\\nChair: Kari Hansen\\n\\nAll *about* it.\\nhttps://example.org/1
END:VEVENT
BEGIN:VEVENT
UID:b@example.org
DTSTART:20260912T080000Z
DURATION:PT30M
SUMMARY:Coffee
END:VEVENT
BEGIN:VEVENT
UID:c@example.org
DTSTART;VALUE=DATE:20260912
SUMMARY:The whole day
END:VEVENT
BEGIN:VEVENT
UID:d@example.org
DTSTART:20260912T120000
SUMMARY:Walk
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:e@example.org
DTSTART:20260912T130000
RRULE:FREQ=DAILY;COUNT=3
SUMMARY:Lunch
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_in_local_time() -> None:
    programme = read(CALENDAR.replace("\n", "\r\n"), "c.ics")
    assert shown(programme) == [
        "09-12|09:00-10:00|session|Waves and wind|Hall, first floor|Hansen",
        "  -|Waves and wind|Jan Berg, Ada Sund|All \\*about\\* it.",
        "09-12|10:00-10:30|break|Coffee||",
        "09-12|13:00-|break|Lunch||",
    ]
    assert [finding.message for finding in programme.findings] == [
        "c.ics, event c@example.org: “The whole day”: it has no hours, but takes whole days, and was left out",
        "c.ics, event d@example.org: “Walk”: this event is cancelled, and was left out",
        "c.ics, event e@example.org: “Lunch” is repeated; only its first time was read",
    ]


@pytest.mark.parametrize("line", ["DTSTART:20260910T09000009", "DTSTART;TZID=../x:20260910T0900", "DTSTART:", "X:1"])
def test_a_broken_event_is_told_and_costs_no_other(line: str) -> None:
    text = CALENDAR.replace("DTSTART;TZID=Europe/Oslo:20260912T090000", line).replace("PT30M", "PT.H")
    programme = read(text, "c.ics")
    assert [session.title for session in programme.sessions] == ["Coffee", "Lunch"]
    assert "a@example.org: “Waves and wind”: its start cannot be read" in programme.findings[0].message


def test_times_in_utc_follow_the_offset_of_the_event_or_are_told() -> None:
    text = CALENDAR.replace("DTSTART;TZID=Europe/Oslo:20260912T090000", "DTSTART:20260912T223000Z")
    text = text.replace("DTEND;TZID=Europe/Oslo:20260912T100000", "DTEND:20260912T233000Z")
    local = read(text, "c.ics", EventFacts("2026-09-10", "2026-09-12", "en", "-03:30"))
    assert shown(local)[0].startswith("09-12|19:00-20:00|session|Waves")
    named = read(text.replace("PRODID", "X-WR-TIMEZONE:Europe/Oslo\nPRODID"), "c.ics")
    assert shown(named)[0].startswith("09-13|00:30-01:30|session|Waves")
    unknown = read(text.replace("PRODID", "X-WR-TIMEZONE:../../etc/passwd\nPRODID"), "c.ics")
    assert shown(unknown)[0].startswith("09-12|22:30-23:30|session|Waves")
    assert any("in UTC" in finding.message and "utc_offset" in finding.hint for finding in unknown.findings)


@pytest.mark.parametrize("offset", ["+24:00", "-99:99", "+02:75", "two hours"])
def test_an_offset_that_no_zone_has_is_as_if_it_were_missing(offset: str) -> None:
    event = EventFacts("2026-09-10", "2026-09-12", "en", offset)
    assert read(CALENDAR, "c.ics", event) == read(CALENDAR, "c.ics")


def moment(day: str, clock: str) -> dict[str, str]:
    return {"date": day, "time": f"{clock}:00", "tz": "Europe/Oslo"}


def contribution(number: int, title: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    times = {"startDate": moment("2026-09-10", start), "endDate": moment("2026-09-10", end)}
    return {"entryType": "Contribution", "contributionId": str(number), "title": title, **times, **more}


TALKS = {
    "c1": contribution(
        12,
        "The moon",
        "09:00",
        "09:30",
        description="<p>It <b>pulls</b> $x^2$<script>alert(1)</script>.</p><ul><li>a</li></ul>",
        presenters=[{"firstName": "Jan", "familyName": "Berg", "affiliation": "Fjord Lab", "email": "jan@example.org"}],
    ),
    "c2": contribution(13, "The sun", "09:30", "10:00", description="It *shines*", presenters=[{"name": "Li, Wei"}]),
}
BLOCK = {
    "title": "Tides",
    "startDate": moment("2026-09-10", "09:00"),
    "endDate": moment("2026-09-10", "10:30"),
    "room": "Hall",
    "conveners": [{"first_name": "Ada", "last_name": "Sund"}],
}
TIMETABLE = {
    "_type": "HTTPAPIResult",
    "results": {
        "7": {
            "20260910": {
                "s1": {**BLOCK, "entryType": "Session", "slotTitle": "Part 1", "entries": TALKS},
                "b1": {**contribution(1, "Coffee", "10:30", "11:00"), "entryType": "Break"},
                "c9": contribution(14, "Keynote on waves", "11:00", "12:00", presenters=[{"name": "Kari Hansen"}]),
            }
        }
    },
}


def test_a_timetable_of_indico() -> None:
    programme = read(json.dumps(TIMETABLE), "timetable.json")
    assert shown(programme) == [
        "09-10|09:00-10:30|session|Tides: Part 1|Hall|Sund",
        "  09:00-09:30|The moon|Jan Berg|It **pulls** :math:`",
        "  09:30-10:00|The sun|Wei Li|It *shines*",
        "09-10|10:30-11:00|break|Coffee||",
        "09-10|11:00-12:00|plenary|Keynote on waves||",
        "  -|Keynote on waves|Kari Hansen|",
    ]
    assert "alert" not in str(programme.sessions)
    assert [talk.code for talk in programme.sessions[0].talks] == ["contribution-12", "contribution-13"]


def test_an_event_of_indico_with_sessions_and_contributions() -> None:
    one = {key: value for key, value in TALKS["c1"].items() if key not in ("entryType", "contributionId", "presenters")}
    inner = {**one, "friendly_id": 12, "speakers": [{"first_name": "Jan", "last_name": "Berg"}]}
    lone = {**contribution(14, "Poster of ice", "", ""), "startDate": None, "endDate": None}
    event = {
        "title": "T",
        "sessions": [{**BLOCK, "session": {"title": "Tides"}, "contributions": [inner]}],
        "contributions": [inner, lone],
    }
    programme = read(json.dumps({"results": [event]}), "event.json")
    assert shown(programme) == [
        "09-10|09:00-10:30|session|Tides|Hall|Sund",
        "  09:00-09:30|The moon|Jan Berg|It **pulls** :math:`",
    ]
    assert any("“Poster of ice” has no time" in finding.message for finding in programme.findings)


def event_of(number: int, title: str, start: str, **more: Any) -> dict[str, Any]:
    at = {"date": f"2026-09-11T{start}:00+02:00", "start": start, "duration": "00:30", "room": "Hall"}
    return {"id": number, "code": f"AB{number}", "title": title, **at, **more}


SCHEDULE = {
    "schedule": {
        "version": "1",
        "conference": {
            "title": "T",
            "time_zone_name": "Europe/Oslo",
            "days": [
                {
                    "index": 1,
                    "date": "2026-09-11",
                    "rooms": {
                        "Hall": [
                            event_of(
                                5,
                                "Waves",
                                "09:00",
                                track="Water",
                                abstract="One **strong** & <b>raw</b>",
                                persons=[{"public_name": "Jan Berg", "biography": "Sails."}],
                            ),
                            event_of(6, "Wind", "09:30", track={"en": "Water"}, persons=[{"name": "Maria de la Cruz"}]),
                            event_of(7, "Lunch", "10:00", track=None),
                        ]
                    },
                }
            ],
        },
    }
}
SCHEDULE_XML = """<?xml version="1.0" encoding="utf-8"?>
<schedule><version>1</version><conference><title>T</title></conference>
<day index="1" date="2026-09-11"><room name="Hall">
<event id="5" guid="x"><date>2026-09-11T09:00:00+02:00</date><start>09:00</start><duration>00:30</duration>
<room>Hall</room><title>Waves</title><track>Water</track><type>Talk</type><abstract>One **strong** &amp; raw</abstract>
<description/><persons><person id="1">Jan Berg</person></persons></event>
<event id="6"><start>09:30</start><duration>00:30</duration><title>Wind</title><track>Water</track>
<persons><person>Maria de la Cruz</person></persons></event>
<event id="7"><start>10:00</start><duration>00:30</duration><title>Lunch</title><track/></event>
</room></day></schedule>
"""


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("DTEND:20260913T010000", "“Night” ends a day or more after it begins, on 2026-09-13; its end was left out"),
        ("DTEND:soon", "the end of “Night” cannot be read, and was left out"),
        ("DURATION:P99999999999D", "the end of “Night” cannot be read, and was left out"),
        ("DTEND:20260912T010000", ""),
    ],
)
def test_an_end_that_is_left_out_of_a_calendar_is_told(end: str, told: str) -> None:
    event = f"BEGIN:VEVENT\nUID:1\nSUMMARY:Night\nDTSTART:20260911T230000\n{end}\nEND:VEVENT"
    programme = read(f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR\n".replace("\n", "\r\n"), "c.ics")
    assert [one.message for one in programme.findings] == ([f"c.ics, event 1: {told}"] if told else [])
    assert [one.end for one in programme.sessions] == ["" if told else "01:00"]


def test_a_name_that_two_people_have_changes_no_speaker_and_is_told(workshop: Path) -> None:
    people = WORKSHOP.replace("    country: NO\n", "    country: NO\n  - {id: other, given: Kari, family: Hansen}\n")
    talk = "{title: Waves, speakers: [boss]}"
    session = f"{{title: Tides, start: '09:30', chair: other, talks: [{talk}]}}"
    workshop.write_text(people + f"programme: {{days: [{{date: 2026-09-10, sessions: [{session}]}}]}}\n", "utf-8")
    head = "Date,Time,Session,Title,Speaker,Chair\n"
    row = "10.09.2026,09:30,Tides,Waves,Kari Hansen,Kari Hansen\n"
    source = workshop.with_name("list.csv")
    source.write_text(head + row, "utf-8")
    done = import_programme(source, workshop, ProgrammeChoices({}))
    assert done.before == done.after
    assert [one.message for one in done.findings] == [
        "Kari Hansen may mean boss or other; where workshop.yaml names none, it is other"
    ]


def test_what_cannot_be_read_of_an_event_of_a_schedule_is_told() -> None:
    event = {"title": "Night", "date": "2026-09-11", "start": "25:00", "duration": "long", "persons": [{"name": ""}]}
    zero = {"title": "Noon", "date": "2026-09-11", "start": "12:00", "duration": "00:00"}
    days = [{"date": "2026-09-11", "rooms": {"A": [event, zero]}}]
    programme = read(json.dumps({"schedule": {"conference": {"days": days}}}), "s.json")
    assert [one.message.partition(": ")[2] for one in programme.findings] == [
        "“25:00”, the start of “Night”, cannot be read, and was left out",
        "“long”, the duration of “Night”, cannot be read, and was left out",
        "a speaker of “Night” has no name, and was left out",
    ]


_EVENT_XML = """<event id="1"><title>Tides</title><subtitle>A survey</subtitle><start>09:00</start>
<duration>00:30</duration><links><link href="https://example.org">L</link></links></event>"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            json.dumps(
                {
                    "schedule": {
                        "conference": {
                            "days": [
                                {
                                    "date": "2026-09-10",
                                    "rooms": {
                                        "A": [
                                            {
                                                "title": "Tides",
                                                "subtitle": "A survey",
                                                "start": "09:00",
                                                "duration": "00:30",
                                                "links": [{"url": "x"}],
                                            }
                                        ]
                                    },
                                }
                            ]
                        }
                    }
                }
            ),
            "s.json",
        ),
        (
            f'<schedule><day date="2026-09-10"><room name="A">{_EVENT_XML}</room></day></schedule>',
            "s.xml",
        ),
    ],
)
def test_a_subtitle_of_a_schedule_is_kept_and_links_are_told(text: str, name: str) -> None:
    programme = read(text, name)
    assert [one.title for one in programme.sessions] == ["Tides: A survey"]
    assert [one.message for one in programme.findings] == [f"{name}: links and attachments were left out (events: 1)"]


def test_cells_beyond_the_headings_of_a_table_are_told() -> None:
    programme = read("Date;Title;Speaker\n2026-09-10;T;Berg, Jan; Li, Wei\n", "p.csv")
    assert "row 2 with more cells than there are headings" in programme.findings[0].message


@pytest.mark.parametrize(("text", "name"), [(json.dumps(SCHEDULE), "schedule.json"), (SCHEDULE_XML, "schedule.xml")])
def test_a_schedule_of_pretalx_or_frab(text: str, name: str) -> None:
    assert shown(read(text, name)) == [
        "09-11|09:00-10:00|session|Water|Hall|",
        "  09:00-09:30|Waves|Jan Berg|One **strong** & raw",
        "  09:30-10:00|Wind|Maria de la Cruz|",
        "09-11|10:00-10:30|break|Lunch|Hall|",
    ]


# The workshop


def test_a_programme_comes_in_once_with_its_people_and_comments_are_kept(workshop: Path) -> None:
    told = import_text(TABLE, workshop)
    text = workshop.read_text("utf-8")
    assert text.startswith(WORKSHOP[: WORKSHOP.index("people:")])
    assert '  # the boss\n  - id: boss\n    given: "Kari"   # as she writes it\n' in text
    people = yaml.load(text, Loader=yaml.BaseLoader)["people"]
    assert [one["id"] for one in people] == ["boss", "sund-ada", "berg-jan", "li-wei"]
    assert people[2] == {
        "id": "berg-jan",
        "given": "Jan",
        "family": "Berg",
        "affiliation": "Harbour University",
        "email": "jan@example.org",
    }
    first = days_of(workshop)[0]["sessions"]
    assert [one["title"] for one in first] == ["Opening", "Tides", "Coffee break", "Discussion"]
    assert first[0]["chair"] == "boss" and first[1]["talks"][1]["speakers"] == ["sund-ada", "boss"]
    assert told == ["list.csv: these were added to people:, but not to participants:: Ada Sund, Jan Berg, Wei Li"]
    assert import_text(TABLE, workshop) == [] and workshop.read_text("utf-8") == text


def test_what_changed_is_told_and_what_was_written_by_hand_stays(workshop: Path) -> None:
    import_text(TABLE, workshop)
    by_hand = workshop.read_text("utf-8").replace(
        "          title: Discussion\n", "          title: Discussion   # mine\n"
    )
    by_hand = by_hand.replace("          type: break\n", "          type: social\n")
    workshop.write_text(by_hand + "# the end\n", "utf-8")
    changed = (
        TABLE.replace("10:30,,Coffee", "10:40,,Coffee")
        .replace(",11:00,Discussion,,,,,,,\n", "")
        .replace("First line", "Second line")
    )
    changed = changed.replace("11 September,9h30", "10 September,18:00,Dinner,,,,,,,\n11 September,9h30")
    told = import_text(changed, workshop)
    assert told == [
        "“The moon”: abstract was “First line.” and is now “Second line.”",
        "“Coffee break”: start was “10:30” and is now “10:40”",
        "these sessions and talks of workshop.yaml are not in the file, and were kept: “Discussion”",
    ]
    sessions = days_of(workshop)[0]["sessions"]
    assert [one["title"] for one in sessions] == ["Opening", "Tides", "Coffee break", "Discussion", "Dinner"]
    assert sessions[2]["type"] == "social"
    assert "title: Discussion   # mine\n" in workshop.read_text("utf-8") and workshop.read_text("utf-8").endswith(
        "# the end\n"
    )


def test_values_of_the_workshop_can_be_kept(workshop: Path) -> None:
    import_text(TABLE, workshop)
    before = workshop.read_text("utf-8")
    import_text(
        TABLE.replace("10:30,,Coffee", "10:40,,Coffee").replace("First line", "Second line"), workshop, keep=True
    )
    assert workshop.read_text("utf-8") == before


def test_what_moved_is_not_added_again(workshop: Path) -> None:
    import_text(TABLE, workshop)
    moved = (
        TABLE.replace("11 September,9h30,Waves", "12 September,9h30,Waves")
        .replace(",11:00,Discussion,,,,,,,", ",11:00,Discussion,The sun,,,,,,")
        .replace(',10:00 - 10:20,,The sun,"Ada Sund, Kari Hansen",,,"Long\ntext\n- a\n- b",,\n', "")
    )
    told = import_text(moved, workshop)
    assert (
        "list.csv" not in told[0]
        and "“The sun” is in the session “Discussion”, and in “Tides” of workshop.yaml" in told
    )
    assert "“Waves” is on 2026-09-12 in the file, and on 2026-09-11 in workshop.yaml" in told
    titles = [one["title"] for day in days_of(workshop) for one in day["sessions"]]
    assert sorted(titles) == sorted({"Opening", "Tides", "Coffee break", "Discussion", "Waves"})


def test_breaks_of_other_days_are_other_breaks(workshop: Path) -> None:
    breaks = "Date,Start,Title\n2026-09-10,10:00,Coffee\n2026-09-10,15:00,Coffee\n2026-09-11,10:00,Coffee\n"
    import_text(breaks, workshop)
    told = import_text(breaks.replace("10:00", "10:15").replace("15:00", "15:30"), workshop)
    assert [[one["start"] for one in day["sessions"]] for day in days_of(workshop)] == [["10:15", "15:30"], ["10:15"]]
    assert len(told) == 3
    import_text("Date,Start,Title\n2026-09-12,10:00,Coffee\n", workshop)
    assert [len(day["sessions"]) for day in days_of(workshop)] == [2, 1, 1]


def test_people_without_ids_and_days_without_dates_are_known(workshop: Path) -> None:
    undated = WORKSHOP.replace("  - id: boss\n    given", "  - given") + (
        "programme:\n  days:\n    - title: One\n    - sessions:\n        - title: Waves\n          chair: Kari Hansen\n"
        "    - title: Three\n"
    )
    workshop.write_text(undated, "utf-8")
    text = "Date,Start,Title,Chair,Speakers\n2026-09-11,09:00,Waves,Kari Hansen,K. Hansen\n2026-09-12,10:00,End,,\n"
    import_text(text, workshop)
    days = days_of(workshop)
    assert [len(day.get("sessions", ())) for day in days] == [0, 1, 1] and "date" not in days[1]
    assert days[1]["sessions"][0] == {
        "title": "Waves",
        "chair": "Kari Hansen",
        "start": "09:00",
        "talks": [{"title": "Waves", "speakers": ["hansen-kari"]}],
    }
    import_text("Date,Title\n2026-09-15,After\n", workshop)
    assert [day["date"] for day in days_of(workshop)] == ["2026-09-10", "2026-09-11", "2026-09-12", "2026-09-15"]


def test_an_imported_programme_needs_no_more_than_it_has(workshop: Path) -> None:
    workshop.write_text(WORKSHOP + "directors:\n  - person: boss\n", "utf-8")
    import_text(TABLE, workshop)
    loaded = load_workshop(workshop).workshop
    assert loaded is not None and loaded.programme is not None
    assert [talk.id for session in loaded.programme.days[0].sessions for talk in session.talks] == [
        "the-moon",
        "the-sun",
    ]


def test_days_outside_of_the_event_and_ends_before_their_starts_are_told(workshop: Path) -> None:
    told = import_text("Date,Start,End,Title\n2026-09-10,11:00,10:00,A\n2026-09-14,22:00,01:00,B\n", workshop)
    assert told == [
        "2026-09-14 is not a day of the event, which lasts from 2026-09-10 to 2026-09-12",
        "“A” ends at 10:00, which is not after 11:00; its end was left out",
    ]
    assert [one["sessions"][0].get("end") for one in days_of(workshop)] == [None, "01:00"]


def test_namesakes_and_short_names_are_told(workshop: Path) -> None:
    two = WORKSHOP + "  - id: kari2\n    given: Kari\n    family: Hansen\n    affiliation: Fjord Lab\n"
    workshop.write_text(two + "  - id: berg\n    given: Jan\n    family: Berg\n", "utf-8")
    text = "Date,Title,Speakers\n2026-09-10,A,Kari Hansen (Fjord Lab)\n2026-09-10,B,J. Berg\n2026-09-10,C,Berg\n"
    told = import_text(text, workshop)
    speakers = [one["talks"][0]["speakers"] for one in days_of(workshop)[0]["sessions"]]
    assert speakers == [["kari2"], ["berg"], ["berg"]]
    assert any("J. Berg was taken for Jan Berg" in words for words in told)


def test_a_name_divided_otherwise_is_found_and_nothing_is_told_of_it(workshop: Path) -> None:
    workshop.write_text(WORKSHOP + "  - id: cruz\n    given: María José\n    family: de la Cruz Hernández\n", "utf-8")
    told = import_text("Date,Title,Speakers\n2026-09-10,A,María José de la Cruz Hernández\n", workshop)
    assert [one["talks"][0]["speakers"] for one in days_of(workshop)[0]["sessions"]] == [["cruz"]]
    assert not any("was taken for" in words for words in told)


def test_indico_and_pretalx_import_twice_without_change(workshop: Path) -> None:
    for tree, name in ((TIMETABLE, "t.json"), (SCHEDULE, "s.json")):
        import_text(json.dumps(tree), workshop, name)
        text = workshop.read_text("utf-8")
        import_text(json.dumps(tree), workshop, name)
        assert workshop.read_text("utf-8") == text
    renamed = json.dumps(TIMETABLE).replace("The sun", "The sun again")
    assert "“The sun again”: title was “The sun” and is now “The sun again”" in import_text(renamed, workshop, "t.json")


def test_a_programme_that_is_no_list_of_days_is_refused(workshop: Path) -> None:
    workshop.write_text(WORKSHOP + "programme: soon\n", "utf-8")
    with pytest.raises(FindingsError, match="not a mapping with a list of days"):
        import_text(TABLE, workshop)


# The command


def test_the_command_shows_columns_and_counts_and_writes_nothing_in_a_dry_run(
    workshop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text(TABLE, "utf-8")
    assert run_command(["import", "programme", "list.csv", "--dry-run"]) == 0
    shown_text = capsys.readouterr()
    assert workshop.read_text("utf-8") == WORKSHOP
    assert (
        "   I  E-mail    email (private: never printed)\n   J  Diet      left out, since it is private\n"
        in shown_text.err
    )
    assert "+      sessions:\n" in shown_text.out
    assert "Sessions: 5 added, 0 changed, 0 unchanged; talks: 3 added" in shown_text.err
    assert run_command(["import", "programme", "list.csv"]) == 0
    assert capsys.readouterr().out == "reports/tides/workshop.yaml\n"
    assert run_command(["import", "programme", "list.csv", "--map", "B=when"]) == 2


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"PK\3\4", "octavo import text"),
        ("a.pdf", b"%PDF-1.7", "no programme of a kind that is known"),
        ("a.json", b"[1, 2]", "neither an export of Indico"),
        ("a.json", b"{", "no JSON that can be read"),
        ("a.json", b'{"schedule": {"conference": {"days": 3}}}', "no days with events"),
        ("a.json", b'{"results": []}', "no sessions and no contributions"),
        ("a.json", b"[" * 100_000, "no JSON that can be read"),
        ("a.json", b'{"a":' * 100_000, "no JSON that can be read"),
        ("a.ics", b"BEGIN:VCALENDAR\r\nno colon\r\nEND", "no calendar"),
        ("a.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n", "no events"),
        ("a.xml", b"<schedule><day></schedule>", "mismatched tag"),
        ("a.xml", b"<opml/>", "no schedule of frab"),
        ("a.xml", b'<!DOCTYPE s [<!ENTITY a "b">]><schedule>&a;</schedule>', "document type"),
        ("a.xml", b'<!DOCTYPE s SYSTEM "http://example.org/x.dtd"><schedule/>', "document type"),
        ("a.xml", b'<?xml version="1.0" encoding="x-no"?><schedule/>', "encoding"),
        ("a.xml", b"<a>" * 1000, "nested too deep"),
        ("a.xlsx", b"PK\3\4", "no spreadsheet|not a spreadsheet"),
        ("a.csv", b"", "is empty"),
    ],
)
def test_hostile_and_wrong_files_are_refused_in_words(name: str, data: bytes, words: str) -> None:
    with pytest.raises(FindingsError) as refusal:
        read(data, name)
    assert re.search(words, " ".join(f"{one.message} {one.hint}" for one in refusal.value.findings))


KEYS = [*SCHEDULE, *SCHEDULE["schedule"], *BLOCK, "results", "sessions", "contributions", "entries", "days", "rooms"]
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.sampled_from(["2026-09-10", "09:00", "Session"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(values, st.sampled_from(["results", "schedule", "conference"]))
@settings(max_examples=60)
def test_json_of_any_shape_is_read_or_refused(tree: Any, key: str) -> None:
    try:
        read(json.dumps({key: tree}), "a.json")
    except FindingsError as faults:
        assert faults.findings


@given(st.binary(max_size=200) | st.text("BEGINVEVENTD:;=TZ20260912\r\n", max_size=200).map(str.encode))
@settings(max_examples=60)
def test_calendars_of_any_bytes_are_read_or_refused(data: bytes) -> None:
    text = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n" + data + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    try:
        read(text, "a.ics")
    except FindingsError as faults:
        assert faults.findings


@given(st.permutations(range(10)))
@settings(max_examples=15)
def test_the_order_of_columns_does_not_matter(order: list[int]) -> None:
    rows = [[row[at] for at in order] for row in csv.reader(io.StringIO(TABLE))]
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    assert shown(read(written.getvalue())) == shown(read(TABLE))


def test_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 301_000_000)
    with pytest.raises(FindingsError, match="300 MB"):
        read(out.getvalue(), "a.xlsx")
