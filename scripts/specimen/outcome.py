"""What came of the workshop in the English specimen: summary, results, accounts, imprint."""

from __future__ import annotations

from typing import Any

from octavo.model.report_sections import REPORT_SECTIONS

from .identifiers import doi, isbn
from .prose import prose

SUMMARY: dict[str, Any] = {
    "pages": 2,
    "key_message": "Where a recommendation named an office and a day, it was carried out or refused.",
    "key_numbers": [{"number": "63", "label": "clocks kept by 29 institutes, under eleven procedures"}],
    "why": prose("""
        Since 2019 the clocks of the network have grown from 18 to 63, and the pairs that may disagree from 153
        to 1953. No institute has the staff to compare so many. Nine per cent of all pairs have been compared in
        five years; a planned round would reach the whole network in three.
    """),
    "executive": prose("""
        *This is a specimen. The workshop, its clocks and everybody named in it are made up, so that the form of a
        report can be judged.*

        Forty custodians, scientists and officials from 20 countries met in Specimenhavn from 14 to 16 May 2024 to
        consider how 63 specimen clocks, kept by 29 institutes, can be calibrated, compared and cared for in common.
        They came with eleven procedures, no two of which agreed.

        The workshop found that the differences between the clocks are smaller than the differences between the words
        in which they are described. It drafted **one procedure of calibration** in 24 steps, worked out a yearly
        round of comparison with eight stations, and listed the twelve facts that the record of a clock must hold if a
        stranger is to be able to act on it.

        Eleven recommendations were adopted, and a twelfth was added in November 2024. At the cut-off date of this
        second edition, 28 February 2026, three of them had been implemented and two implemented in part; two were in
        progress; two had not been started; one had been declined, one superseded, and of one no answer was known.
        Three that are still open are overdue. Since the first edition seven have changed their status.

        The co-directors draw one lesson above all others. Where a recommendation named an office and a day it was
        carried out or refused; where it named neither it was admired.
    """),
    "findings": [
        prose("The clocks of the member institutes differ by less than the words in which they are described."),
        prose("""
            Of 63 clocks in the register 41 have a complete history. The history of the others breaks off, in most
            cases, on the day on which they changed hands.
        """),
        prose("""
            Nine per cent of all possible pairs of clocks have been compared in the past five years. A planned round
            could reach the whole network in three.
        """),
        prose("The sign ± is used in at least four senses, and by some authors in two of them at once."),
        prose("Most harm is done to clocks at doors, at frontiers and at handovers, and least while they run."),
    ],
    "conclusions": [
        prose("""
            A network of clocks is held together by its records. Money spent on them does more for the accuracy of
            comparisons than the same money spent on instruments.
        """),
        prose("One procedure is possible, on condition that it asks only for what five institutes can do already."),
        prose("""
            Custody is a profession and should be taught as one. Nothing else that was proposed at the workshop would
            prevent so many losses at so small a cost.
        """),
    ],
    "open_problems": [
        prose("How is the effect of a door to be told from the effect of the person who opens it?"),
        prose("Does a correction belong to the owner of the clock, to the custodian, or to whoever found the error?"),
        prose("""
            By what measure can two *rounds* of comparison be compared, if no clock took part in both of them?
        """),
    ],
}

RESULTS: dict[str, Any] = {
    "outcomes": prose("""
        Within four months of the workshop the draft procedure was being tried at five institutes, and by the autumn of
        2025 it had become a provisional rule. The register was completed. A first round of comparison took place in
        2025 with six of its eight stations; the two others were kept closed by works on a bridge.

        Twenty-six participants have since visited the institute of another, most of them for the first time. [#]_

        .. [#] From a survey of participants in November 2025, to which 37 of 40 replied.
    """),
    "impact": prose("""
        Before the workshop an institute that found a difference between its clock and another’s would, as a rule,
        correct its own and say nothing. In 2025 the register received 118 reports of differences, against 9 in 2023.
        The clocks have not become worse.
    """),
    "collaborations": [
        prose("An exchange of custodians, for a month each, between the Institute of Time and the Clock Room."),
        prose("A joint reading group on certificates, which meets at a distance on the first Monday of the month."),
        prose("""
            An agreement between the Courier Service and four institutes on the carriage of instruments that must be
            kept upright, *including the clauses on staircases*.
        """),
    ],
    "media": [
        prose("“Sixty-three clocks and no time”, *The Specimen Gazette*, 18 May 2024."),
        prose("""
            A broadcast of 25 minutes on Specimen Radio, 2 June 2024, `kept in its archive
            <https://radio.example.org/archive/2024-06-02>`__.
        """),
    ],
    "lessons": prose("""
        Three days were enough for eleven recommendations and too few for the reasons behind them, which were written
        down afterwards and from memory. Another time the reasons should be adopted together with the recommendations.

        - *Invite fewer speakers.* The panels, which had none, were thought the most useful part.
        - *Invite those who will have to do it.* Of nine directors who were asked, two came; their institutes have
          answered, and the others have not.
        - *Name an office and a day.* The one recommendation with neither is still without an answer.
    """),
}

PUBLICATION: dict[str, Any] = {
    "type": "Proceedings volume",
    "title": "Time in Common: Proceedings of a Specimen Workshop",
    "publisher": "Specimen Press",
    "series": "Specimen Science Series, Sub-Series S: Clocks",
    "volume": "12",
    "due": "2026-11-30",
    "status": "in-press",
    "isbn": isbn(12),
    "doi": doi("volume-12"),
}

SPONSORS = [
    {
        "org": "foundation",
        "amount": "48000.00",
        "currency": "EUR",
        "kind": "funding",
        "tier": "Principal sponsor",
        "logo": "images/round.png",
    },
    {"org": "council", "amount": "12500.00", "currency": "EUR", "kind": "co-sponsor"},
    {"org": "time", "kind": "host"},
    {"org": "courier", "amount": "3200.00", "currency": "EUR", "kind": "in-kind"},
]

ACCOUNTS = [
    ("Travel of participants", "18500.00", "17264.35", "Specimen Foundation"),
    ("Board and lodging", "16800.00", "17940.00", "Specimen Foundation"),
    ("Travel and fees of key speakers", "6400.00", "5120.80", "Specimen Foundation"),
    ("Hire of rooms and equipment", "4200.00", "4200.00", "Specimen Council for Timekeeping"),
    ("Interpretation, two languages", "5600.00", "5985.50", "Specimen Council for Timekeeping"),
    ("Carriage and insurance of clocks", "3200.00", "3200.00", "Specimen Courier Service, in kind"),
    ("Printing and posters", "1300.00", "1118.90", "Specimen Foundation"),
    ("Reception and steamer", "2400.00", "2712.40", "Specimen Council for Timekeeping"),
    ("Editing of the proceedings", "4500.00", "2250.00", "Specimen Foundation"),
    ("Repair of one door", None, "388.05", "Specimen Institute of Time"),
    ("Contingencies", "800.00", None, "Specimen Foundation"),
]

EXPENDITURE: dict[str, Any] = {
    "currency": "EUR",
    "lines": [
        {key: value for key, value in zip(("category", "budget", "actual", "source"), row, strict=True) if value}
        for row in ACCOUNTS
    ],
    "total": {"budget": "63700.00", "actual": "60180.00"},
    "exchange_rate": {"currency": "NOK", "rate": "11.6850", "date": "2024-05-14"},
}

DECLARATION: dict[str, Any] = {
    "text": prose("""
        We declare that the workshop described in this report did not take place, that the clocks described in it do
        not exist, and that the sums shown have been neither received nor spent. To the best of our knowledge the
        account of them is nevertheless complete and agrees with itself.
    """),
    "signatories": ["a-specimen", "b-specimen"],
    "date": "2026-03-27",
}

POLICY: dict[str, Any] = {
    "attribution": "open",
    "disclaimer": prose("""
        This is a specimen, made to show how a report looks. The event, the persons, the organizations and the figures
        are made up; any likeness to real ones is chance. Nothing in it expresses the views of anybody.
    """),
    "not_names": ["Specimen"],
    "marking": "Specimen",
}

REPORT: dict[str, Any] = {
    "edition": 2,
    "date": "2026-03-31",
    "cut_off": "2026-02-28",
    "previous": "2025-02-28",
    "editions": [
        {
            "edition": 1,
            "date": "2025-03-31",
            "cut_off": "2025-02-28",
            "recommendations": [f"R{number}" for number in range(1, 13)],
        }
    ],
    "method": prose("""
        The status of each recommendation was established in three ways, and a status was entered only where two of
        them agreed. In January 2026 a form was sent to every office named as responsible; 10 of 11 came back. The
        documents listed as evidence were then read by somebody who had not taken part in the workshop. Lastly the
        co-directors spoke to the addressees. [#]_

        Progress is stated in per cent of the actions planned, weighted by the offices themselves. Such figures show
        that something moves, and in which direction; they should not be added up. A recommendation counts as *overdue*
        when its day had passed at the cut-off date and its status was still open.

        .. [#] For R12, which is addressed to institutes that have yet to come forward, there was nobody to speak to.
           Its status is therefore given as unknown.
    """),
    "publisher": "Specimen Council for Timekeeping",
    "place": "Specimenhavn",
    "copyright": "© 2026 Nobody. A specimen.",
    "licence": "May be used in any way by anybody.",
    "contact": "Permanent Secretariat, reports@example.org",
    "acknowledgements": prose("""
        The organizers thank the Specimen Foundation, which paid for most of the travel, the custodians who answered for
        clocks that they had not broken, and the harbour master, who held the ferry.
    """),
    "keywords": ["specimen", "clocks", "calibration", "comparison", "custody", "metrology", "follow-up"],
    "identifier": "SCT/REP/2026/2",
    "doi": doi("follow-up-2"),
    "url": "https://council.example.org/reports/2026-2",
    "isbn": isbn(26),
    "style": "proceedings",
    "summary_style": "briefing",
}

GLOSSARY = {
    "calibration": "The comparison of a clock with a better one, and the account given of it",
    "closing error": "What remains when a travelling standard is back where it started",
    "correction": "A number added to a reading, with a reason; without one it is an *adjustment*",
    "custodian": "The person who answers for a clock",
    "handover": "The passing of a clock, its keys and its record from one custodian to the next",
    "ns": "Nanosecond, 10\\ :sup:`-9` s",
    "SAC": "Specimen Academy of Custodians",
    "SCR": "Specimen Clock Register",
    "SCSC": "Standing Committee on Specimen Calibration",
    "SCT": "Specimen Council for Timekeeping",
    "specimen clock": "A clock kept for comparison, and not to tell anybody the hour",
    "transit": "The passage of a star across the meridian, which no custodian can delay",
    "travelling standard": "A clock whose place is nowhere in particular",
}

PHOTOS = [
    {
        "file": "images/group.jpg",
        "alt": "Specimen picture: four rows of drawn figures without faces stand on the steps of a hall with columns",
        "caption": "The participants on the steps of Specimen Hall, 15 May 2024 (drawn by a program).",
        "credit": "Drawing: Octavo",
        "permission": "No permission is needed: the people do not exist.",
    },
    {
        "file": "images/hall.png",
        "alt": "Specimen picture: rows of seats before a screen that shows the face of a clock at ten past ten",
        "caption": "The lecture hall during the panel on the first day (drawn by a program).",
        "credit": "Drawing: Octavo",
        "permission": "CC0 1.0",
    },
    {
        "file": "images/bench.webp",
        "alt": "Specimen picture: three clocks of different height on a bench, with dotted lines between them",
        "caption": "Three specimen clocks on the bench of comparison. They do *not* agree.",
        "credit": "Drawing: Octavo",
        "permission": "CC0 1.0",
    },
]
LOGOS = [
    {"file": "images/council.svg", "alt": "Specimen Council for Timekeeping"},
    {"file": "images/foundation.png", "alt": "Specimen Foundation"},
]

COUNCIL_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 40">
  <title>A specimen: a dial beside three bars</title>
  <style>.line { fill: none; stroke: #0b3c5d; stroke-width: 3 }</style>
  <circle class="line" cx="20" cy="20" r="17"/>
  <path class="line" d="M20 9 V20 L28 25"/>
  <g fill="#2f7ca8"><rect x="46" y="5" width="48" height="6"/><rect x="46" y="17" width="40" height="6"/></g>
  <rect x="46" y="29" width="30" height="6" fill="#c1440e"/>
</svg>
"""

WORKED = prose("""
    Every clock was read three times by three people who did not know each other's readings.

    .. list-table:: What was read, and how often
       :header-rows: 1

       * - Clock
         - Readings
         - Spread in seconds
       * - Tower
         - 27
         - 0.8
       * - Regulator
         - 27
         - 0.2
       * - Marine
         - 24
         - 1.4

    The spread of the marine clock is that of its box, which was opened for each reading.
""")


def sections() -> dict[str, list[Any]]:
    """List the sections of the reports: a few in the summary, and two of the organizers' own in the workshop report."""
    usual = {product: [plan.name for plan in plans] for product, plans in REPORT_SECTIONS.items()}
    report: list[Any] = list(usual["report"])
    report.insert(2, {"title": "How the clocks were read", "text": WORKED})
    report.insert(-2, {"title": "After the workshop", "source": "texts/after.rst"})
    summary = ["findings", "decisions", "why", "recommendations"]
    return {"summary": summary, "report": report, "follow_up": usual["follow-up"]}


FIGURES = [
    {
        "file": "images/round.png",
        "alt": "Specimen diagram: eight numbered stations in a ring, joined by a line that starts at station 1",
        "caption": "The yearly round of comparison with its eight stations, as proposed by working group 2.",
        "credit": "Working group 2 (specimen)",
        "permission": "CC0 1.0",
    },
]


def glossary() -> list[dict[str, Any]]:
    """List the terms and abbreviations."""
    return [{"term": term, "definition": definition} for term, definition in GLOSSARY.items()]
