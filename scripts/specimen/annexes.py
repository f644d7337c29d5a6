"""Annexes, volume and chapters of the English specimen."""

from __future__ import annotations

from typing import Any

from .identifiers import doi, isbn
from .programme import abstract
from .prose import Prose, prose

PROCEDURE = prose("""
    This annex gives the procedure of calibration in outline, as working group 1 left it. It is here for another reason
    as well: it holds one of everything that an author may write in such a text, so that its look can be judged.

    Words
    =====

    The words of the procedure have the following meaning. Where a custodian means something else another word should
    be used.

    reading
        What a dial shows, written down together with the hour at which it was read by another clock. A reading
        without that hour is an anecdote.

    reference
        The clock with which another is compared. Being the reference is a part that a clock plays for an afternoon;
        it is not a rank.

    difference
        Reading less reference, in *seconds*, with its sign. The signs + and − are both to be written. [#]_

    drift
        The change of the difference from day to day, written *d*\\ :sub:`24`.

    .. [#] In the survey of certificates one sign in twelve had been left out, and one in thirty was wrong.

    Steps
    =====

    The 24 steps fall into four parts. The parts must be taken in their order; within a part the order is free, except
    where a step names another.

    1. *Before the door is opened.* The custodian

       a. reads the record of the clock back to the last handover;
       b. finds a second person, who
          is not a relation;
       c. leaves behind:

          - telephones,
          - magnets,
          - visitors.

    2. *While the door is open*, which should not be for longer than 40 seconds:

       - the temperature is read on both sides of it;
       - both persons enter, and the door is shut.

    3. *At the clock.* Ten readings are taken, one a minute, by turns. Whoever is not reading writes. Neither
       tells the other what he or she had expected.

    4. *Afterwards.* The readings are signed by both. The mean and the spread of the ten are worked out twice, once by
       each, and compared; if they differ, **both** are kept.

    The temptation to repeat the reading that fits least should be resisted, for the reason that the founder of the
    network gave in a letter to a young custodian:

        You say that the seventh reading is a bad one. I do not doubt it. But you did not say so when you took it, and
        you would not say so now had it come out as you wished. Write it down, be ashamed of it, and keep it.

        -- A. Specimen the Elder

    How often
    =========

    How often a clock is to be calibrated depends on its class. The table gives the longest interval that is allowed,
    with the number of readings and the uncertainty that can be reached in practice.

    .. table:: Longest interval between two calibrations, by class of clock

       ======  ==============================  ============  ========  ===============
       Class   Kind of clock                   Interval      Readings  Uncertainty, s
       ======  ==============================  ============  ========  ===============
       A       Kept in a vault, never moved    12 months           10  ±0.000 04
       B       Kept in a vault, moved once     6 months            10  ±0.000 3
       C       Kept in a room                  3 months            10  ±0.005
       D       On show to the public           1 month             20  ±0.2
       E       Travelling standard             each arrival        30  ±0.000 04
       F       In use in a school              each term            3  ±5
       ======  ==============================  ============  ========  ===============

    A clock that has been dropped is of class F until it has been shown to be of another.

    Some clocks are of two classes at once, and some change their class with the season. What then is to be done is
    settled by the next table.

    +------------------+---------------------------+---------------------------------------+
    | Case             | Rule                      | Example                               |
    +==================+===========================+=======================================+
    | Two classes      | The shorter interval,     | A clock in a vault that is shown to   |
    |                  | the larger number of      | visitors on Sundays: every month,     |
    |                  | readings                  | 20 readings                           |
    +------------------+---------------------------+---------------------------------------+
    | Change of class  | A calibration before and  | A clock that is lent to a school for  |
    |                  | another after the change  | the summer                            |
    +------------------+---------------------------+---------------------------------------+
    | No class         | None. A clock without a class is not calibrated but repaired.     |
    +------------------+-------------------------------------------------------------------+

    The record of a reading
    =======================

    A record is one line of text for each reading, in this form, which a machine can read and a custodian can write::

        # clock      date        hour       difference/s  by    second  note
        SPEC-0017    2024-05-14  15:04:00   +0.000031     gs    js      door shut
        SPEC-0017    2024-05-14  15:05:00   +0.000029     js    gs
        SPEC-0017    2024-05-14  15:06:00   -0.000412     gs    js      somebody laughed

    The fields stand in this order. ``difference/s`` always has a sign and as many places as were read; ``note`` may be
    empty, and should not be. The form is set out in full in the `description of records
    <https://register.example.org/records/form>`__ that the register keeps. [#]_

    .. [#] Lines that begin with ``#`` are left out of account by machines, and read first by everybody else.
""")

TWELVE_FACTS = prose("""
    An entry of the register is complete when it holds all of these.

    #. The number of the clock, which is never given to another.
    #. Its maker, and the year in which it was made, or a statement that either is not known.
    #. Its owner in law.
    #. Its custodian, and the second custodian.
    #. The place where it stands, so exactly that a stranger could find it.
    #. The class to which it belongs, and since when.
    #. The date of its last calibration, and the procedure used.
    #. Its difference on that date, with the uncertainty in words.
    #. Its drift, if it is admitted.
    #. Every handover, with date and both names of office.
    #. Every correction, with its reason.
    #. The colour of its dial. [#]_

    .. [#] Added at the wish of the Archive, which can tell in no other way which of two boxes a photograph belongs to.
""")

VOLUME: dict[str, Any] = {
    "title": "Time in Common: Proceedings of a Specimen Workshop",
    "subtitle": "The Calibration, Comparison and Custody of Specimen Clocks",
    "series": {
        "name": "Specimen Science Series",
        "sub_series": "Sub-Series S: Clocks",
        "number": "12",
        "issn": "0000-0000",
    },
    "editors": ["a-specimen", "b-specimen"],
    "publisher": {"name": "Specimen Press", "place": "Specimenhavn"},
    "year": 2026,
    "published": "2026-11-30",
    "edition": "First edition",
    "isbns": {"hardback": isbn(12), "paperback": isbn(13), "ebook": isbn(14)},
    "doi": doi("volume-12"),
    "url": "https://press.example.org/books/specimen-12",
    "copyright_holder": "Nobody",
    "licence": "May be used in any way by anybody.",
    "cip": "A record of this specimen is held by no library.",
    "paper_statement": "Printed, if at all, on paper without acid.",
    "preface": prose("""
        The workshop of which this volume keeps the papers was held because clocks disagree, and because those who keep
        them had not yet disagreed in one room. The two chapters were written afterwards, when the clocks were home.

        Nothing in this book is true. It is a specimen: it shows how a volume of proceedings is set, from its half-title
        to its indexes, and each of its parts is there so that somebody may look at it.
    """),
    "acknowledgements": prose("""
        The editors thank the custodians, who opened every door that they were asked to open, and closed most of them.
    """),
    "parts": [
        {
            "title": "The single clock",
            "text": prose("""
                A clock by itself is always right. The chapter of this part asks what it would have to admit if it were
                asked.
            """),
        },
    ],
    "front_matter": [
        {
            "title": "The clock on the wall",
            "text": prose("""
                *Opening address.* A clock on a wall is looked at by many and asked by nobody how it is. This address
                asked it.
            """),
        }
    ],
    "style": "proceedings",
    "citation_style": "springer-basic-brackets",
}

PRESS: dict[str, Any] = {
    "profile": "sheetfed-offset",
    "paper": {"name": "A specimen of bulky paper", "grammage": 115, "bulk": 1.75},
    "blurb": "Clocks disagree, and those who keep them had never disagreed in one room. Here are the papers of the "
    "workshop at which they did, none of which is true: this is the cover of a specimen.",
    "spine_title": "Time in Common",
    "accept": ["images"],
}

DEPOSIT: dict[str, Any] = {
    "depositor": "Specimen Press, Office of Numbers",
    "email": "numbers@example.org",
    "registrant": "Specimen Press",
    "doi_prefix": "10.5555",
    "revision": 1,
    "chapter_urls": "https://press.example.org/books/specimen-12/{id}",
    "subjects": [
        {"scheme": "thema", "code": "PDD", "words": "Scientific standards, measurement etc"},
        {"scheme": "bisac", "code": "SCI068000", "words": "SCIENCE / Weights & Measures"},
        {"scheme": "dewey", "code": "529.75"},
        {"scheme": "udc", "code": "681.11"},
        {"scheme": "lcsh", "code": "Clocks and watches"},
    ],
    "supplier": "Specimen Booksellers",
    "offers": [
        {
            "binding": "hardback",
            "price": "85.00",
            "currency": "EUR",
            "taxed": True,
            "countries": ["NO", "DK"],
            "availability": "forthcoming",
            "date": "2026-11-30",
        },
        {"binding": "paperback", "price": "40.00", "currency": "EUR", "taxed": False, "date": "2027-02-01"},
        {"binding": "ebook", "price": "0"},
    ],
}

CHAPTERS: list[dict[str, Any]] = [
    {
        "id": "drift",
        "title": "Drift, and How to Admit It: A Model with Two Parameters",
        "short_title": "Drift, and how to admit it",
        "authors": ["e-specimen", "y-specimen", "specimen-ming", "drift-survey"],
        "corresponding": "e-specimen",
        "equal_contribution": ["e-specimen", "specimen-ming"],
        "abstract": abstract("drift"),
        "keywords": ["drift", "models", "honesty"],
        "source": "chapters/drift.rst",
        "language": "en",
        "bibliography": ["chapters/specimen.bib"],
        "doi": doi("volume-12.1"),
        "url": "https://press.example.org/books/specimen-12/on-drift",
        "received": "2024-09-02",
        "accepted": "2025-01-13",
        "permissions": [
            {"item": "Table 1, after the Specimen Observatory", "holder": "Specimen Observatory", "status": "granted"},
            {"item": "Letter of 1931", "holder": "Specimen Archive of Instruments", "status": "requested"},
            {"item": "Portrait of the founder", "holder": "Specimen Museum of Public Clocks", "status": "refused"},
        ],
        "section": "The single clock",
    },
    {
        "id": "travelling",
        "title": "A Clock in the Luggage: Ten Journeys with a Travelling Standard",
        "short_title": "A clock in the luggage",
        "authors": ["b-specimen"],
        "corresponding": "b-specimen",
        "abstract": abstract("travelling"),
        "keywords": ["comparison", "carriage", "frontiers"],
        "source": "chapters/travelling.rst",
        "doi": doi("volume-12.2"),
        "received": "2024-08-19",
        "accepted": "2024-12-04",
        "section": "Clocks far apart",
    },
]

AFTER = prose("""
    The draft procedure went to all institutes within a week, and was tried at five of them before the summer.

    Who does what
    ~~~~~~~~~~~~~

    - The Specimen Council keeps the register and asks for what is missing.
    - Each institute names a second custodian before the end of the year.
    - The co-directors collect answers and publish them as they come.
""")

SOURCES = {
    "annexes/twelve-facts.rst": TWELVE_FACTS,
    "texts/after.rst": AFTER,
    "chapters/drift.rst": prose("""
        A clock that does not drift has not been looked at for long enough. This chapter, which is a specimen, gives a
        model of drift with two parameters and says what the second of them is for.

        The model
        =========

        Let :math:`d_n` be the difference on day :math:`n`. On the day after it is

        .. math::
           :label: model

           d_{n+1} = d_n + a + b \\sin\\left(\\frac{2\\pi n}{T}\\right),

        where :math:`a` is the first parameter, :math:`b` the second, and :math:`T` one year. [#]_ Equation
        :eq:`model` is due to the Observatory :cite:`observatory1931`; that its second parameter is added by the
        custodian was found later :cite:`custodian2019,door2021`. Figure :ref:`round` shows where the clocks stood,
        Table :ref:`parameters` what they did, and Listing :ref:`program` how it was computed. How a clock behaves on a
        journey is told elsewhere (:ref:`tenth`).

        .. [#] The year of the custodian, which is shorter.

        .. figure:: ../images/round.png
           :alt: Eight numbered stations in a ring, joined by a line that starts at station 1
           :name: round
           :credit: Drawing: Octavo, CC0 1.0

           The stations at which :index:`drift` was looked for.

        .. table:: Parameters of three clocks
           :name: parameters

           =========  =================  =================
           Clock      :math:`a` (ns/d)   :math:`b` (ns)
           =========  =================  =================
           Hall       12.1               3.4
           Vault      0.2                0.1
           Corridor   48.0               161.0
           =========  =================  =================

        .. code-block:: python
           :caption: The model as a program
           :name: program

           def drift(day, a, b, year=365.25):
               # The difference of a clock on a day, in nanoseconds.
               return a * day + b * sum(sin(2 * pi * n / year) for n in range(day))

        What it leaves out
        ==================

        The model leaves out the :index:`door <doors>`. [#]_

        .. [#] See the report of working group 1.
    """),
    "chapters/travelling.rst": prose("""
        .. epigraph::

           A clock that has been carried up a staircase is another clock, and *knows* it.

           -- Instructions to Custodians, 1931

        Ten journeys were made between eight institutes. This chapter, which is a specimen, tells of the last of them,
        and holds one of everything that a chapter may have beside its text. The first nine journeys were told of in
        the letters of those who carried the standard; what these letters have in common is their length. [#]_

        .. [#] The longest has forty pages, of which three are about the clock.

        .. key-finding::

           A staircase changes a travelling clock more than a thousand kilometres of railway do.

        .. full-bleed:: ../images/tower.jpg
           :alt: A tower with a large dial at night
           :name: tower
           :credit: Drawing: Octavo, CC0 1.0

           The tower of the institute that was visited last. The standard stood behind the dial for eleven hours.

        .. side-by-side::

           .. figure:: ../images/bench.webp
              :alt: A workbench with three clocks and a row of tools above it
              :name: at-home
              :credit: Drawing: Octavo, CC0 1.0

              The standard on its bench, between two clocks that stay at home.

           .. figure:: ../images/foundation.png
              :alt: The mark of a foundation, a dial above a line

              The seal of the box.

        Figure :ref:`at-home` shows the standard before it left. It was packed by two persons, each of whom signed for
        the other. Of the box in which it travels nothing is known but its weight, for nobody else may open it.

        .. note::

           A standard is called *travelling* if it has been carried further than its custodian can see. Four of the
           eight institutes count the corridor.

        .. _tenth:

        The tenth journey
        =================

        The standard left on a Monday and was back on the Thursday of the third week. It agreed with itself to within
        40 nanoseconds and with nobody else. The model of the drift (:ref:`model`) does not know of frontiers; at
        :index:`handover` it was found to be right all the same.

        .. pull-quote::

           It agreed with itself to within 40 nanoseconds, and with nobody else.

        At the frontier the box was weighed, and found to be lighter by the weight of a letter. The custodian declared
        the letter, in which it said that the box contained a clock; the officer read it aloud, looked at the clock on
        the wall, and asked which of the two was right. Nobody present could say. The box was kept for eleven days.

        Figure :ref:`tower` shows where it was taken afterwards. The stairs of the tower have 211 steps; the standard
        was set down on every tenth, and read on every fiftieth. The readings differ by less than the reader.

        .. tip::

           Carry a clock with its face to the wall:

           - nobody asks for the time;
           - nobody sets it.

        .. full-bleed:: ../images/hall.png
           :alt: A hall with rows of seats before a large clock
           :place: head

           The hall in which the officer told of the eleven days. The clock on its wall was corrected meanwhile.

        What was found
        ==============

        The closing error of the tenth journey was below that of all others. It follows that a clock is best compared
        by somebody who does not hurry, and that the eleven days at the frontier did it good. Whether this is to be
        recommended was left open by the working group, of which the officer has since become a member.

        The standard has not travelled again. It stands between two clocks that have never left the bench, and is
        compared with them each morning. All three are right, each in its own way, and the differences between them
        are entered in the register under the name of the person who was in the room.

        Three questions remain. Is a clock that is carried by two persons carried twice? Does the standard of a
        standard travel with it, or stay and wait? And who tells the time to those who carry it, if they may not look?
        To the first, the working group answered that it depends on the persons; to the second, that there is no such
        thing; the third was put to the officer, who looked at the wall.
    """),
    "chapters/specimen.bib": prose("""
        @article{observatory1931,
          author = {Specimen, Olga and Sp{\\'e}cimen, \\'Emile},
          title = {On the Difference of Two Clocks},
          journal = {Annals of the {Specimen} Observatory},
          year = {1931}, volume = {4}, pages = {1--17},
        }

        @inproceedings{custodian2019,
          author = {Specimen, A. and Specimen, B.},
          title = {The Custodian as a Source of Error},
          booktitle = {First Specimen Conference on Public Time},
          year = {2019}, pages = {33--40}, publisher = {Specimen Press}, address = {Specimenhavn},
        }

        @misc{door2021,
          author = {{Specimen Council for Timekeeping}},
          title = {Doors, and What Passes Through Them},
          year = {2021}, url = {https://www.example.org/doors},
        }
    """),
}

INDEX_TERMS = [
    {"term": "calibration"},
    {"term": "correction"},
    {"term": "adjustment", "see": "correction"},
    {"term": "doors"},
    {"term": "drift"},
    {"term": "handover"},
    {"term": "transfer", "see": "handover"},
]


def annexes() -> list[dict[str, str | Prose]]:
    """List the annexes."""
    return [
        {"title": "The procedure of calibration, in outline", "text": PROCEDURE},
        {"title": "Twelve facts of a complete entry", "source": "annexes/twelve-facts.rst"},
    ]
