"""The event and its three days in the English specimen."""

from __future__ import annotations

from typing import Any

from .prose import Prose, prose

EVENT: dict[str, Any] = {
    "type": "arw",
    "title": "Time in Common: The Calibration, Comparison and Custody of Specimen Clocks",
    "subtitle": "A workshop that never took place, described in full",
    "acronym": "Time in Common",
    "number": "SPEC.ARW.2024-05",
    "url": "https://workshop.example.org/2024",
    "start": "2024-05-14",
    "end": "2024-05-16",
    "utc_offset": "+02:00",
    "venue": {
        "name": "Specimen Hall",
        "city": "Specimenhavn",
        "region": "Specimen Fjord",
        "country": "NO",
        "online": True,
    },
    "programme": {
        "name": "Specimen Programme for Science",
        "award_no": "SPEC-ARW-000000",
        "priority_area": "Standards and measurement (specimen)",
        "funder": "Specimen Foundation",
        "funder_id": "https://doi.org/10.5555/specimen.funder",
    },
    "forerunners": [
        {
            "name": "Specimen Working Group on the Comparison of Clocks",
            "event": "First Specimen Conference on Public Time",
            "year": 2019,
            "sponsors": ["Specimen Foundation", "Specimen Council for Timekeeping"],
            "hosts": ["Specimen Institute of Measurement", "Specimen Society of Travelling Clocks"],
        },
        {
            "name": "Specimen Seminar on Custody",
            "event": "Yearly meeting of the Specimen Academy of Custodians",
            "year": 2022,
            "sponsors": ["Specimen Foundation"],
            "hosts": ["Specimen Academy of Custodians"],
        },
    ],
    "links": [
        {"title": "Programme and papers of the specimen workshop", "url": "https://workshop.example.org/2024/papers"},
        {"title": "Specimen Clock Register", "url": "https://register.example.org/"},
        {"title": "Code of custody, second edition", "url": "https://council.example.org/custody/code-2.html"},
    ],
    "objectives": [
        prose("To agree on **one procedure** by which the specimen clocks of all member institutes are calibrated."),
        prose("""
            To find out how far the clocks of the member institutes differ from one another, and to settle how that
            difference is to be stated, with its uncertainty, in a form that a custodian can sign.
        """),
        prose("To describe what a custodian must know, do and write down, from the day a clock arrives."),
        prose("""
            To propose how the register of clocks should be kept, who may enter a correction in it, and for how long
            the reasons for a correction are to be preserved.
        """),
    ],
    "scope": prose("""
        The workshop dealt with *specimen clocks*: instruments that are kept for the sake of comparison and not to tell
        anybody the hour. It covered their calibration, their comparison over short and long distances, their carriage
        and their custody. Three matters were left out on purpose:

        - clocks on towers and in railway stations, whose custodians answer to the public;
        - watches, of whatever size;
        - the history of the calendar, which was the subject of the seminar of 2022.
    """),
    "background": prose("""
        A single clock is always right, for there is nothing that could contradict it. Difficulties begin with the
        second. Since the First Specimen Conference on Public Time, in 2019, the number of clocks held by the member
        institutes has grown from 18 to 63, [#]_ and with it the number of pairs that may disagree: from 153 to 1953.
        No institute has the staff to compare so many, and none has been asked to.

        The working group that was set up in 2019 looked at what institutes do in fact. It found that each had a
        procedure, that no two procedures were alike, and that the differences lay less in the instruments than in the
        words. What one institute called a *correction* another called an *adjustment*; a third made no difference
        between the two and wrote neither of them down. The seminar of 2022 came to a similar result for custody: a
        clock that changes hands arrives, in two cases out of three, with a record that the receiving custodian cannot
        read. [#]_

        It was against this background that the Specimen Council proposed a workshop, and that the Specimen Foundation
        agreed to support it. The co-directors came from an institute that keeps many clocks in one vault and from one
        that sends a few of them on long journeys. The programme was arranged around that difference. The first day was
        given to the state of the clocks, the second to the work of comparing them, and the third to the people in
        whose hands they are.

        .. [#] Clocks entered in the register on 31 December of 2019 and 2023, without those under repair.
        .. [#] The seminar looked at 96 transfers. Of the records, 31 were complete, 44 were complete but could be read
           by their author alone, and 21 had been left with the packing material.
    """),
}

# id: title, speakers, chapter
TALKS: dict[str, tuple[str, str, str | None]] = {
    "two-clocks": ("Two clocks, three opinions: what disagreement tells us", "d-specimen", None),
    "state-of-the-clocks": ("The state of the clocks in sixty-three entries", "g-specimen a-specimen", None),
    "drift": ("Drift, and how to admit it", "e-specimen", "drift"),
    "temperature": ("Warm rooms, slow clocks: six winters of readings", "m-specimen", None),
    "uncertainty": ("What custodians write when they write ±1", "nuria-specimen", None),
    "long-distance": ("Comparison over long distances: methods, cost and patience", "c-specimen", None),
    "travelling": ("A clock in the luggage: ten journeys with a travelling standard", "b-specimen", "travelling"),
    "parcel": ("This side up: specimen clocks in ordinary parcel traffic", "i-specimen s-bin-specimen", None),
    "remote": ("Reading a dial from another continent", "f-specimen", None),
    "handover": ("The handover: fourteen minutes that decide fourteen years", "p-van-den-specimen", None),
    "records": ("Readable records: lessons from an archive of instruments", "h-specimen", None),
    "law": ("Who owns a correction? Some questions of law", "orla-o-specimen", None),
    "teaching": ("Teaching people to do nothing: the first week of a custodian", "j-specimen", None),
    "poster-museum": ("Clocks behind glass: visitors as a source of error", "n-specimen", None),
    "poster-pendulum": ("A pendulum for every school", "helene-specimen", None),
    "poster-noise": ("Noise or signal? A student’s second look at the readings of 2021", "kathe-specimen", None),
}

# The abstracts that the programme gives; the others are kept for chapters.
WITH_ABSTRACT = ("two-clocks", "drift", "travelling", "handover")

ABSTRACTS = {
    "two-clocks": """
        Disagreement between clocks is commonly treated as a fault to be removed. This talk treats it as the only
        information that a collection of clocks can give. From the differences between three instruments the behaviour
        of each can be estimated; from two, only their sum. It follows that an institute which can afford two clocks
        should either save its money or find a neighbour.
    """,
    "state-of-the-clocks": """
        All entries of the register were read, for the first time, from beginning to end. Of 63 clocks, 41 have a
        complete history, 15 have a history with gaps of more than a year, and 7 are known only from a letter that
        announces them. The talk proposes a list of **twelve facts** that each entry should hold and shows how far the
        present register falls short of it.
    """,
    "drift": """
        Every clock drifts. Institutes differ in whether they say so, when, and to whom. A model with two parameters
        describes the drift of most specimen clocks over a year to within 4 × 10\\ :sup:`-9`; the remaining clocks are
        better described by the biography of their custodians. A form is proposed on which drift can be admitted
        without loss of face.
    """,
    "temperature": """
        Six winters of readings from an unheated transit room show that the rate of a specimen clock changes by
        0.3 seconds a day for each degree, and that it does so about four hours after the door has been opened. The
        effect was known. That it depends on *who* opens the door was not.
    """,
    "uncertainty": """
        In a survey of 212 certificates the sign ± was found 640 times. In 71 cases it denoted a standard deviation, in
        188 a limit, in 12 a hope; in the remainder its meaning could not be found out, and the authors, when asked,
        did not agree with themselves. The talk recommends that the sign be used only by those who say what they mean.
    """,
    "long-distance": """
        Four methods of comparing clocks that are far apart are set side by side: by carriage, by wire, by common
        observation of a third event, and by correspondence. Their cost ranges from nothing to the price of the clock.
        The cheapest method that reaches the accuracy needed is, in most cases, to ask whether it is needed.
    """,
    "travelling": """
        A travelling standard was taken on ten journeys between eight institutes and compared on departure, on arrival
        and on its return. The closing error was below 40 nanoseconds on eight of them. On the ninth the clock was held
        at a frontier for eleven days; on the tenth it was correct, and all the clocks that it visited were wrong.
    """,
    "parcel": """
        Instruments of no great value are often sent by ordinary parcel. Accelerations were recorded in forty parcels,
        half of which bore a label asking for care. The labelled parcels were dropped less often but from greater
        heights. A list of packing materials, in order of merit, is annexed.
    """,
    "remote": """
        A custodian who cannot travel may ask a camera. The talk reports on a year of daily readings taken across an
        ocean, on the parallax of dials, and on a cleaner who was mistaken for a leap second.
    """,
    "handover": """
        The state in which a clock is handed over decides how well it can be kept. In a study of 25 handovers the
        outgoing custodian spoke for fourteen minutes on average and the incoming custodian remembered three things.
        A protocol of one page, signed by both, doubled that number.
    """,
    "records": """
        Paper kept in the dry outlives every clock that it describes. Records that only their author understands do
        not. From forty boxes of instrument papers the talk derives five rules, the first of which is to write the
        year.
    """,
    "law": """
        When a reading is corrected there are two numbers and at least three parties. Existing agreements between
        institutes say who owns the clock; none says who owns the correction, or whether it may be withdrawn. The talk
        sets out four possible answers and the disputes to which each would lead.
    """,
    "teaching": """
        Most harm to clocks is done by people who mean well. A course for new custodians was arranged so that, in its
        first week, the right thing to do is always to do nothing and to write down why. Of 32 participants 29 passed;
        the other three are excellent repairers.
    """,
    "poster-museum": """
        Humidity in a gallery follows the school holidays with a delay of two days. The poster shows four years of
        readings beside the figures of admission.
    """,
    "poster-pendulum": """
        A kit of wood, wire and brass with which a class can build a pendulum in two lessons, and find out in the third
        that it disagrees with the next class’s.
    """,
    "poster-noise": """
        The published noise of 2021 was found to repeat itself every seven days. A look at the cleaning contract
        explains it.
    """,
}

# Each day: date, theme, sessions; each session: hours, type, title, chair, talks
Row = tuple[str, str, str, str | None, str]
DAYS: list[tuple[str, str, list[Row]]] = [
    (
        "2024-05-14",
        "The state of the clocks",
        [
            ("08:30 09:00", "break", "Registration and coffee", None, ""),
            ("09:00 09:30", "opening", "Welcome by the host institute and the co-directors", "a-specimen", ""),
            (
                "09:30 10:45",
                "plenary",
                "What we know and how we know it",
                "b-specimen",
                "two-clocks state-of-the-clocks",
            ),
            ("10:45 11:15", "break", "Coffee", None, ""),
            (
                "11:15 12:45",
                "session",
                "Calibration: the single clock",
                "jurgen-specimen",
                "drift temperature uncertainty",
            ),
            ("12:45 14:00", "break", "Lunch in the boat house", None, ""),
            (
                "14:00 15:30",
                "panel",
                "Is one procedure for all clocks possible, and who would sign it?",
                "d-specimen",
                "",
            ),
            ("15:30 16:00", "break", "Tea", None, ""),
            (
                "16:00 17:30",
                "poster",
                "Posters and demonstrations",
                "nino-specimen",
                "poster-museum poster-pendulum poster-noise",
            ),
            ("19:00", "social", "Reception on the quay, with a visit to the Clock Vault", None, ""),
        ],
    ),
    (
        "2024-05-15",
        "The work of comparing",
        [
            ("09:00 10:30", "session", "Comparison: clocks far apart", "e-specimen", "long-distance travelling parcel"),
            ("10:30 11:00", "break", "Coffee", None, ""),
            ("11:00 11:45", "plenary", "Remote lecture", "c-specimen", "remote"),
            ("11:45 13:15", "break", "Lunch", None, ""),
            ("13:15 16:00", "working-group", "Working group 1: One procedure of calibration", "g-specimen", ""),
            ("13:15 16:00", "working-group", "Working group 2: Comparison and carriage", "h-specimen", ""),
            ("13:15 16:00", "working-group", "Working group 3: Custody and records", "i-specimen", ""),
            ("16:00 16:30", "break", "Tea", None, ""),
            ("16:30 17:30", "panel", "What a correction is worth", "lucja-specimen", ""),
            ("18:30 21:30", "social", "Steamer on the fjord and dinner", None, ""),
        ],
    ),
    (
        "2024-05-16",
        "The hands that keep them",
        [
            ("09:00 11:00", "session", "Custody", "rania-al-specimen", "handover records law teaching"),
            ("11:00 11:30", "break", "Coffee", None, ""),
            ("11:30 13:00", "plenary", "Reports of the working groups, with discussion", "a-specimen", ""),
            ("13:00 14:15", "break", "Lunch", None, ""),
            ("14:15 15:45", "plenary", "Recommendations: reading, amendment and adoption", "b-specimen", ""),
            ("15:45 16:15", "closing", "Closing remarks and stopping of the conference clock", "a-specimen", ""),
        ],
    ),
]

WORKING_GROUPS: list[dict[str, Any]] = [
    {
        "id": "calibration",
        "title": "One procedure of calibration",
        "chair": "g-specimen",
        "rapporteur": "j-specimen",
        "summary": prose("""
            The group compared eleven procedures line by line. They had 212 steps in all, of which nine were common to
            every one of them; seven of the nine concerned the door. The group wrote a draft of 24 steps, tried it on a
            clock that the host had put out of order on purpose, and amended it twice.
        """),
        "findings": [
            prose("Procedures differ in their words more than in what is done."),
            prose("""
                A procedure of 24 steps can be followed by a custodian who has not seen it before in about 70 minutes;
                the procedures now in use take between 35 minutes and two days.
            """),
            prose("No step should depend on an instrument that fewer than five institutes possess."),
        ],
    },
    {
        "id": "comparison",
        "title": "Comparison and carriage",
        "chair": "h-specimen",
        "rapporteur": "k-specimen",
        "summary": prose("""
            The group worked out what a yearly round of comparison would cost in clocks, staff and journeys, if every
            institute were to be visited once and none were to be without its best clock for more than three weeks. It
            looked at three routes and recommends the one that crosses the fewest frontiers.
        """),
        "findings": [
            prose("A round of eight stations can be completed in *seven weeks* by two couriers."),
            prose("""
                The largest part of the uncertainty arises in the last hundred metres, between the vehicle and the
                vault.
            """),
            prose("Without a common form for customs the round takes five weeks longer."),
        ],
    },
    {
        "id": "custody",
        "title": "Custody and records",
        "chair": "i-specimen",
        "rapporteur": "l-specimen",
        "summary": prose("""
            The group took a single clock, traced it through six custodians and thirty-one years, and asked at each
            handover what had been lost. The answer was in every case the same: the *reasons*. It drew up a list of
            what a record must hold so that a stranger can act on it.
        """),
        "findings": [
            prose("What is done to a clock is nearly always recorded. Why it is done is recorded in one case of five."),
            prose("Institutes with a second custodian lose half as many records as those without."),
            prose("A correction that cannot be looked up will be made again."),
        ],
    },
]


def schedule() -> dict[str, Any]:
    """Return the programme of the three days."""
    return {
        "days": [
            {"date": date, "title": title, "sessions": [_session(*row) for row in rows]} for date, title, rows in DAYS
        ]
    }


def _session(hours: str, kind: str, title: str, chair: str | None, talks: str) -> dict[str, Any]:
    start, _, end = hours.partition(" ")
    facts = {"start": start, "end": end, "type": kind, "title": title, "chair": chair}
    if kind == "poster":
        facts["room"] = "Gallery of Dials"
    listed = [_talk(talk) for talk in talks.split()]
    return {key: value for key, value in {**facts, "talks": listed}.items() if value}


def _talk(key: str) -> dict[str, Any]:
    title, speakers, chapter = TALKS[key]
    facts: dict[str, Any] = {"id": key, "title": title, "speakers": speakers.split()}
    if key in WITH_ABSTRACT:
        facts["abstract"] = abstract(key)
    if key == "two-clocks":
        facts |= {"start": "10:00", "end": "10:40"}
    return {**facts, "chapter": chapter} if chapter else facts


def abstract(key: str) -> Prose:
    """Return the abstract of a talk."""
    return prose(ABSTRACTS[key])
