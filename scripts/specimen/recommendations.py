"""The twelve recommendations of the English specimen, in every state that a recommendation can be in."""

from __future__ import annotations

from typing import Any

from .prose import prose

# id: short title, theme, addressees, priority, due
HEADS = {
    "R1": ("A complete register", "Register", "register council", "critical", "2025-06-30"),
    "R2": ("One procedure of calibration", "Calibration", "committee", "critical", "2025-12-31"),
    "R3": ("A yearly round of comparison", "Comparison", "council time measurement", "high", "2026-06-30"),
    "R4": ("A travelling standard", "Comparison", "foundation measurement", "high", "2025-09-30"),
    "R5": ("A statement of uncertainty", "Calibration", "committee laboratory", "high", "2025-03-31"),
    "R6": ("A school for custodians", "Custody", "academy school", "medium", "2026-09-30"),
    "R7": ("A second custodian", "Custody", "Directors of member institutes", "medium", "2025-12-31"),
    "R8": ("An open record of corrections", "Register", "register", "high", "2024-12-31"),
    "R9": ("One reference clock", "Calibration", "council", "medium", "2025-12-31"),
    "R10": ("Paper log books", "Register", "council archive", "low", "2025-06-30"),
    "R11": ("Pendulums for schools", "Public", "foundation school museum", "low", "2027-03-31"),
    "R12": ("The next workshop", "Public", "Institutes willing to be host", "medium", None),
}

TEXTS = {
    "R1": """
        The Specimen Clock Register should hold a complete entry for every specimen clock of the member institutes. An
        entry is complete when it holds the *twelve facts* that are set out in an annex. The Council should see to it
        that no clock takes part in a comparison unless its entry is complete.
    """,
    "R2": """
        The Standing Committee should adopt **one procedure of calibration** for all specimen clocks, on the basis of
        the 24 steps drafted by working group 1, and should review it every third year. Institutes should be free to do
        more than the procedure asks for but not to do less.
    """,
    "R3": """
        The Council should arrange, once in each year, a round in which the best clock of every region is compared with
        its neighbours:

        1. the route should cross as few frontiers as possible;
        2. no institute should be without its best clock for more than three weeks;
        3. results should be published within 60 days, including those that please nobody.
    """,
    "R4": """
        A travelling standard should be bought or built, together with a case in which it can be carried by two people
        up a staircase. It should belong to the network and not to one institute, and it should never be in the same
        place for more than four months.
    """,
    "R5": """
        Every certificate that an institute issues should state the uncertainty of each value in one agreed form. The
        sign ± should not be used without words that say what it means.
    """,
    "R6": """
        The Academy and the School should set up a course for custodians, of four weeks, in two languages, with a
        first week in which nothing is touched. The course should end with a handover that is observed and marked.
    """,
    "R7": """
        Directors of member institutes should name a second custodian for each specimen clock, who knows where it is,
        has keys to it, and has read its record within the past year.
    """,
    "R8": """
        Corrections to the register should be kept on record without limit of time, with the reason and the name of the
        office that made them, and should be open to all member institutes.
    """,
    "R9": """
        The Council should declare one of the existing clocks to be the reference with which all others are compared,
        and should review that choice every five years.
    """,
    "R10": """
        Institutes that keep their records by machine should keep a log book on paper beside them, and the Archive
        should take in such books when they are full.
    """,
    "R11": """
        The kit shown at the workshop, from which a class can build a pendulum, should be made available at the price
        of its parts to 500 schools in at least ten countries, together with notes for teachers that explain why two
        pendulums disagree.
    """,
    "R12": """
        A second workshop should be held within three years and should be devoted to the comparison of *comparisons*:
        to the question whether the rounds proposed in R3 are themselves consistent with one another.
    """,
}

RATIONALES = {
    "R1": """
        Of 63 clocks in the register 22 have no complete history. A comparison with a clock whose history is not known
        yields a number and no knowledge. The twelve facts are those that at least two of the three working groups
        needed in the course of their work and could not find.
    """,
    "R2": """
        Eleven procedures are in use. They agree in nine steps, and each institute spends about three weeks a year on
        explaining to others why its own is better. One procedure would not make any clock more exact. It would make it
        possible to see which of them are.
    """,
    "R3": """
        Pairs of clocks are compared when someone happens to travel. In the past five years 9 per cent of all possible
        pairs have been compared at least once, and most of them more than once, since the same people travel. A round
        that is planned could reach the whole network in three years.
    """,
    "R4": """
        Borrowing a clock from an institute takes the best instrument away from those who need it. A standard of the
        network’s own would do less harm and, being always on the way, would be trusted by all to the same degree.
    """,
    "R5": """
        The talk on certificates showed that one sign is used in at least four senses. No cost is involved in saying
        which of them is meant.
    """,
    "R6": """
        The working group on custody found that four in ten records are lost at a handover. Those who had been taught
        how to hand over lost one in ten. The difference is larger than that made by any instrument on the market.
    """,
    "R7": """
        In 17 institutes one person alone knows where the clocks are. In the ten years before the workshop three such
        persons retired and one won a lottery.
    """,
    "R8": """
        A correction whose reason is not known is made again, in the other direction, by the next custodian. The
        register has seen the same entry changed back and forth seven times.
    """,
    "R9": """
        A minority of participants held that a single reference would save the larger part of all comparisons, since
        each clock would then be compared with one other only. The majority let the recommendation stand so that the
        Council could answer it.
    """,
    "R10": """
        Machines on which records are kept last six years on average. Paper that is kept dry lasts longer than the
        institutes do.
    """,
    "R11": """
        Those who have once seen two good pendulums disagree do not easily believe in a single clock. The workshop
        thought that worth the price of some wood, wire and brass.
    """,
    "R12": """
        Once several rounds of comparison have been completed their results can be compared in turn. Participants
        expected that this would raise questions, and thought that they should be raised in one room.
    """,
}

# id: acceptance, status, progress, unit responsible, last update
STATES = {
    "R1": ("accepted", "implemented", 100, "Office of Entries, Specimen Clock Register", "2025-09-12"),
    "R2": ("accepted", "partially-implemented", 70, "Secretariat of the Standing Committee", "2026-02-10"),
    "R3": ("accepted", "in-progress", 60, "Permanent Secretariat of the Council", "2026-02-20"),
    "R4": ("partially", "in-progress", 35, "Programme for Science, Specimen Foundation", "2026-01-30"),
    "R5": ("accepted", "implemented", 100, "Secretariat of the Standing Committee", "2025-04-02"),
    "R6": ("accepted", "partially-implemented", 50, "Board of Studies, Specimen Academy", "2026-02-02"),
    "R7": ("pending", "not-started", 0, "Offices of the directors", "2026-02-27"),
    "R8": ("accepted", "implemented", 100, "Office of Entries, Specimen Clock Register", "2024-12-18"),
    "R9": ("rejected", "closed-not-implemented", 0, "Permanent Secretariat of the Council", "2025-06-20"),
    "R10": ("partially", "superseded", 20, "Reading Room, Specimen Archive", "2025-10-06"),
    "R11": ("pending", "not-started", 0, "Evening Classes, Specimen School", "2026-02-16"),
}

RESPONSES = {
    "R1": """
        The Register accepted the recommendation in full. It wrote to all institutes in July 2024, and twice more to
        four of them. The last missing fact, the colour of a dial, came in on 12 September 2025.
    """,
    "R2": """
        The Standing Committee accepted the procedure as a *provisional rule* for two years. It has deferred step 17,
        which concerns the door, until the effect of doors has been studied further.
    """,
    "R3": """
        The Council accepted all three points and has found the means for two rounds. It asks that the term of 60 days
        run from the return of the last clock and not from the end of the round.
    """,
    "R4": """
        The Foundation is ready to pay for a standard but not for its insurance. It holds that a clock which belongs to
        everybody is insured by nobody, and has asked the institutes to name an owner in law.
    """,
    "R5": """
        Accepted without reservation. The Committee noted with interest that its own certificates were among those
        examined.
    """,
    "R6": """
        The Academy accepted the recommendation and has held the course in one language. The School will follow when
        two instructors have been found who are able to watch a clock for a week.
    """,
    "R7": """
        Answers had been received from 11 of 29 directors when this report was closed. Nine of them agree, one asks
        what a specimen clock is, and one has named himself.
    """,
    "R8": "Accepted, and carried out ahead of time.",
    "R9": """
        The Council does not accept the recommendation. To declare a clock right by decision would relieve the network
        of its work and of its reason. The Council would rather have many clocks that are compared than one that is
        obeyed.
    """,
    "R10": """
        The Council accepted the recommendation for institutes whose records are kept by machine alone. Since R8 was
        carried out no institute is in that position: the register prints every correction on paper once a month.
    """,
    "R11": """
        The Foundation has acknowledged the recommendation and will come back to it when the accounts of the workshop
        have been closed. The School and the Museum have offered to help without being asked.
    """,
}

NEXT_STEPS = {
    "R2": "The Committee takes up step 17 at its session of June 2026, with a paper from the Specimen Observatory.",
    "R3": "Departure of the second round on 4 May 2026; publication of its results by the end of August.",
    "R4": "The institutes name an owner by the end of May 2026; without one the Foundation withdraws its offer.",
    "R6": "First course in French in September 2026, for which twelve places have been kept.",
    "R7": "The co-directors call on the 18 directors who have not answered, by telephone, in April 2026.",
    "R11": "Decision of the Foundation, expected in the autumn of 2026.",
}

# id: steps as text, unit, due, status
ACTIONS: dict[str, list[tuple[str, str, str, str]]] = {
    "R1": [
        ("List of the twelve facts sent to all institutes", "Office of Entries", "2024-07-31", "done"),
        ("Reading of all entries and marking of what is missing", "Office of Entries", "2024-11-30", "done"),
        ("Visits to four institutes that had not answered", "Permanent Secretariat", "2025-05-31", "done"),
        ("Prize for the fullest entry", "Permanent Secretariat", "2025-06-30", "dropped"),
    ],
    "R2": [
        ("Text of the 24 steps in two languages", "Secretariat of the Committee", "2024-12-31", "done"),
        ("Trial at five institutes", "Department of Intervals", "2025-06-30", "done"),
        ("Adoption of 23 steps as a provisional rule", "Standing Committee", "2025-10-31", "done"),
        ("Study of the effect of doors", "Transit Room, Specimen Observatory", "2026-05-31", "under-way"),
        ("Adoption of the whole procedure", "Standing Committee", "2026-06-30", "planned"),
    ],
    "R3": [
        ("Route and timetable for eight stations", "Permanent Secretariat", "2024-12-31", "done"),
        ("First round, with six of eight stations", "Clock Vault; Department of Intervals", "2025-07-31", "done"),
        ("Common form for customs", "Specimen Courier Service", "2026-03-31", "under-way"),
        ("Second round, with all eight stations", "Clock Vault; Department of Intervals", "2026-06-30", "planned"),
    ],
    "R4": [
        ("Description of what the standard must be able to do", "Department of Intervals", "2024-11-30", "done"),
        ("Offers from three makers", "Programme for Science", "2025-04-30", "done"),
        ("Naming of an owner in law", "Member institutes", "2025-09-30", "under-way"),
        ("Purchase by several institutes together", "Member institutes", "2025-09-30", "dropped"),
        ("Order, with the case", "Programme for Science", "2026-09-30", "planned"),
    ],
    "R5": [
        ("Form of words agreed and published", "Standing Committee", "2024-10-31", "done"),
        ("Certificates in the new form from all institutes", "Member institutes", "2025-03-31", "done"),
    ],
    "R6": [
        ("Plan of the course", "Board of Studies", "2024-12-31", "done"),
        ("First course, in English, with 32 participants", "Board of Studies", "2025-09-30", "done"),
        ("Two instructors for the course in French", "Evening Classes", "2026-06-30", "under-way"),
        ("First course in French", "Evening Classes", "2026-09-30", "planned"),
    ],
    "R7": [
        ("Letter of the co-directors to 29 directors", "Co-directors", "2025-01-31", "done"),
        ("Telephone calls to those who have not answered", "Co-directors", "2026-04-30", "planned"),
    ],
    "R8": [("Corrections open to all, with reasons", "Office of Entries", "2024-12-31", "done")],
    "R9": [("Answer of the Council", "Permanent Secretariat", "2025-06-30", "done")],
    "R10": [
        ("Count of institutes without records on paper", "Reading Room", "2025-03-31", "done"),
        ("Purchase of log books", "Permanent Secretariat", "2025-06-30", "dropped"),
    ],
    "R11": [("Price of the parts in ten countries", "Evening Classes", "2026-12-31", "planned")],
}

# id: documents as title, address, date
EVIDENCE: dict[str, list[tuple[str, str | None, str]]] = {
    "R1": [
        (
            "Specimen Clock Register: Report on the Completeness of Entries",
            "https://register.example.org/reports/complete",
            "2025-09-12",
        ),
        ("Resolution 7 of the Council, on admission to comparisons", "https://council.example.org/r/7", "2025-02-14"),
    ],
    "R2": [
        ("Provisional Rule on Calibration, in 23 steps", "https://committee.example.org/rules/p1", "2025-10-29"),
        ("Minutes of the trial at five institutes", None, "2025-07-08"),
    ],
    "R3": [("Results of the first round", "https://council.example.org/rounds/1", "2025-09-27")],
    "R4": [("Letter of the Foundation to member institutes", None, "2025-11-14")],
    "R5": [
        ("How to State Uncertainty: form of words, one page", "https://committee.example.org/words", "2024-10-22"),
        ("Sample of 87 certificates, all in the agreed form", None, "2025-04-02"),
    ],
    "R6": [("Report on the first course for custodians", "https://academy.example.org/course/1", "2025-10-17")],
    "R8": [("Corrections of the Register, open edition", "https://register.example.org/corrections", "2024-12-18")],
    "R9": [("Record of the Council’s 41st session, item 6", "https://council.example.org/s/41", "2025-06-20")],
    "R10": [("Note of the Archive on records kept on paper", None, "2025-10-06")],
}

# id: states as date, status, what happened
HISTORY: dict[str, list[tuple[str, str, str]]] = {
    "R1": [
        ("2024-05-16", "not-started", "Adopted by the workshop."),
        ("2024-07-08", "in-progress", "The Register wrote to all institutes."),
        ("2025-09-12", "implemented", "The last entry was completed."),
    ],
    "R2": [
        ("2024-05-16", "not-started", "Adopted by the workshop, with two abstentions."),
        ("2024-09-30", "in-progress", "The Committee took up the draft."),
        ("2025-10-29", "partially-implemented", "A provisional rule of 23 steps was adopted; step 17 was deferred."),
    ],
    "R3": [
        ("2024-05-16", "not-started", "Adopted by the workshop."),
        ("2025-01-20", "in-progress", "The Council approved a route with eight stations."),
    ],
    "R4": [
        ("2024-05-16", "not-started", "Adopted by the workshop."),
        ("2025-03-17", "in-progress", "The Foundation agreed in principle and asked for offers."),
    ],
    "R5": [
        ("2024-05-16", "not-started", "Adopted by the workshop."),
        ("2024-10-22", "partially-implemented", "A form of words was published."),
        ("2025-04-02", "implemented", "A sample showed that all institutes use it."),
    ],
    "R6": [
        ("2024-05-16", "not-started", "Adopted by the workshop."),
        ("2024-12-09", "in-progress", "The Board of Studies approved a plan."),
        ("2025-10-17", "partially-implemented", "The course was held in one language."),
    ],
    "R7": [("2024-05-16", "not-started", "Adopted by the workshop.")],
    "R8": [
        ("2024-05-16", "not-started", "Adopted by the workshop."),
        ("2024-12-18", "implemented", "All corrections since 2001 were opened."),
    ],
    "R9": [
        ("2024-05-16", "not-started", "Adopted by the workshop, with nine votes against it."),
        ("2025-06-20", "closed-not-implemented", "The Council declined and gave its reasons."),
    ],
    "R10": [
        ("2024-05-16", "not-started", "Adopted by the workshop."),
        ("2025-02-03", "in-progress", "The Archive counted the institutes concerned."),
        ("2025-10-06", "superseded", "Overtaken by R8, under which the register itself is printed."),
    ],
    "R11": [("2024-11-18", "not-started", "Added by the co-directors at the wish of three schools.")],
}

# id: day on which it was added to those of the workshop
ADDED = {"R11": "2024-11-18"}

SUPERSEDED_BY = {"R10": ["R8"]}


def recommendations() -> list[dict[str, Any]]:
    """List the recommendations; of the last one nothing is known."""
    return [_recommendation(key) for key in HEADS]


def _recommendation(key: str) -> dict[str, Any]:
    title, theme, addressees, priority, due = HEADS[key]
    facts = {
        "id": key,
        "title": title,
        "text": prose(TEXTS[key]),
        "addressees": addressees.split() if addressees.islower() else [addressees],
        "rationale": prose(RATIONALES[key]),
        "theme": theme,
        "priority": priority,
        "due": due,
        "added": ADDED.get(key),
        "superseded_by": SUPERSEDED_BY.get(key),
        "tracking": _tracking(key) if key in STATES else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _tracking(key: str) -> dict[str, Any]:
    acceptance, status, progress, owner, last_update = STATES[key]
    facts = {
        "acceptance": acceptance,
        "status": status,
        "progress": progress,
        "owner": owner,
        "response": prose(RESPONSES[key]),
        "next_step": prose(NEXT_STEPS[key]) if key in NEXT_STEPS else None,
        "actions": [_row("text owner due status", row) for row in ACTIONS[key]],
        "evidence": [_row("title url date", row) for row in EVIDENCE.get(key, [])],
        "last_update": last_update,
        "history": [_row("date status note", row) for row in HISTORY[key]],
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def _row(names: str, row: tuple[str | None, ...]) -> dict[str, str]:
    return {name: value for name, value in zip(names.split(), row, strict=True) if value}
