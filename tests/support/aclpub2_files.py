"""The files of a small aclpub2 folder, as values of YAML."""

from __future__ import annotations

PAPERS = [
    {
        "id": 7,
        "title": r"Tides \& Wind: {\it A} Study of 3.6\% of Gauges",
        "authors": [{"first_name": "Kari", "last_name": "Hansen", "instituion": "Harbour University, Norway"}],
        "abstract": "We read\ngauges, and `quote' them.",
        "file": "7.pdf",
        "archival": False,
        "attachments": [{"type": "software", "file": "7.zip"}],
    },
    {"id": 9, "title": "Gone", "authors": [{"first_name": "N", "last_name": "Okafor"}], "file": "9.pdf"},
]
DETAILS = {
    "book_title": "Proceedings of the Tides Meeting",
    "event_name": "Tides Meeting",
    "start_date": "2020-07-01",
    "end_date": "2020-07-03",
    "isbn": "978-1-952148-02-6",
    "location": "Bergen, Norway",
    "editors": [{"first_name": "Hansen", "last_name": "Kari"}],
}
COMMITTEE = [
    {"role": "Program Chairs", "members": [{"first_name": "Kari", "last_name": "Hansen"}]},
    {"role": "Officers", "members": [{"first_name": "President:", "middle_name": "Per", "last_name": "Lund"}]},
]
PROGRAM = [
    {
        "title": "Session 1",
        "start_time": "2020-07-01 09:00:00",
        "end_time": "2020-07-01 10:00:00",
        "subsessions": [
            {
                "title": "Talks",
                "start_time": "2020-07-01 09:10:00",
                "papers": [{"id": 7, "start_time": "2020-07-01 09:10:00"}, {"id": 9}, {"id": 11}],
            }
        ],
    },
    {"title": "Coffee Break", "start_time": "2020-07-01 10:00:00"},
]
