"""Checking a workshop as a whole: what contradicts itself is found, and what is in order passes.

What each finding says is held by the cases of tests/whole/broken.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import ROOT
from octavo.checking.consistency import check_consistency
from octavo.checking.name_leaks import check_manuscript_names
from octavo.findings.finding import Finding, Severity
from octavo.loading.workshop_loader import load_workshop

Write = Callable[..., Path]

TRACKED = ("    addressees: [harbour]\n", "    addressees: [harbour]\n    tracking:\n")
REPORT = "report:\n  date: 2026-09-01\n  cut_off: 2026-08-31\n"


def checked(path: Path, product: str | None = None) -> tuple[Finding, ...]:
    loaded = load_workshop(path)
    assert loaded.findings == ()
    assert loaded.workshop is not None
    return check_consistency(loaded.workshop, loaded.places, product)


def codes(path: Path, product: str | None = None) -> list[str]:
    return [finding.code for finding in checked(path, product)]


def tracked(write: Write, lines: str, more: str = "") -> Path:
    old, new = TRACKED
    return write((old, new + "".join(f"      {line}\n" for line in lines.split("\n"))), more=more)


def test_a_workshop_in_order_has_no_findings(write: Write) -> None:
    assert codes(write()) == []


@pytest.mark.parametrize("name", ["illicit-trafficking-2004", "specimen", "specimen-fr"])
def test_the_shipped_workshops_have_no_errors(name: str) -> None:
    path = ROOT / "reports" / name / "workshop.yaml"
    errors = [finding for finding in checked(path, "follow-up") if finding.severity is Severity.ERROR]
    assert errors == []


def test_findings_come_in_the_order_of_the_file(write: Write) -> None:
    more = "declaration:\n  text: True and fair.\n  signatories: [nobody]\n"
    findings = checked(write(("person: hansen", "person: nobody"), more=more))
    assert [finding.place.line for finding in findings if finding.place] == [25, 39]


def test_what_is_not_printed_is_told(write: Write) -> None:
    posts = ("    country: NO\n", "    country: NO\n    position: Reader\n    posts: [{position: Head}]\n")
    chapter = "chapters:\n- {id: c, title: C, source: c.rst, permissions: "
    holder = "{item: A map, holder: The archive"
    more = f"{chapter}[{holder}}}, {holder}, status: granted}}, {holder}, status: refused}}]}}\n"
    said = [finding.message for finding in checked(write(posts, more=more))]
    assert said == [
        "the position “Reader” is not printed, since posts are listed",
        "The archive has not yet given permission to print: A map",
        "The archive has refused permission to print: A map",
    ]


# What a product needs


def test_a_follow_up_report_needs_a_report_section(write: Write) -> None:
    assert codes(write(), "follow-up") == ["missing-report"]
    assert codes(write(), "summary") == []
    assert codes(write(more=REPORT), "follow-up") == []
    assert codes(write(more="report: {date: 2026-09-01}\n"), "follow-up") == []


def test_a_volume_needs_a_volume_section_and_chapters(write: Write) -> None:
    assert codes(write(), "volume") == ["missing-volume"]
    assert codes(write(more="volume:\n  title: Reading the Tides\n"), "volume") == ["missing-chapters"]


# References


@pytest.mark.parametrize(
    "more",
    [
        "participants:\n  - person: nobody\n",
        "committee:\n  - person: nobody\n",
        "working_groups:\n  - id: g\n    title: Gauges\n    rapporteur: nobody\n",
        "volume:\n  title: Tides\n  editors: [nobody]\n",
        "chapters:\n  - id: c\n    title: C\n    source: c.rst\n    authors: [nobody]\n",
        "chapters:\n  - id: c\n    title: C\n    source: c.rst\n    corresponding: nobody\n",
        "participation:\n  organizations: [nobody]\n",
        "index_terms:\n  - term: Gauge\n    see: Meter\n",
    ],
)
def test_every_reference_is_looked_up(write: Write, more: str) -> None:
    assert codes(write(more=more)) == ["unknown-reference"]


def test_an_addressee_may_be_a_name_in_words(write: Write) -> None:
    assert codes(write(("[harbour]", "[harbour, Workshop organizers, ministries]"))) == []


def test_an_addressee_that_is_nearly_an_id_is_doubted(write: Write) -> None:
    assert codes(write(("[harbour]", "[harbor]"))) == ["unknown-addressee"]


def test_a_talk_is_known_by_one_id_through_all_days(write: Write) -> None:
    day = (
        "    - date: 2026-03-3{}\n      sessions:\n        - start: 09:00\n          title: Gauges\n          talks:\n"
    )
    day += "            - id: gauges\n              title: Gauges\n"
    assert codes(write(more="programme:\n  days:\n" + day.format(0) + day.format(1))) == ["duplicate-id"]


def test_the_same_id_may_stand_in_two_registers(write: Write) -> None:
    assert codes(write(("id: harbour", "id: hansen"), ("[harbour]", "[hansen]"))) == []


def test_a_committee_lists_nobody_twice(write: Write) -> None:
    assert codes(write(more="committee:\n  - person: hansen\n  - person: hansen\n")) == ["listed-twice"]


# Dates


def test_an_event_of_one_day_passes(write: Write) -> None:
    assert codes(write(("end: 2026-04-01", "end: 2026-03-30"))) == []


def test_an_event_of_a_year_is_doubted(write: Write) -> None:
    assert codes(write(("end: 2026-04-01", "end: 2027-04-01"))) == ["long-event"]


def test_sessions_side_by_side_pass(write: Write) -> None:
    session = "        - start: 09:00\n          end: 10:30\n          title: Gauges\n"
    assert codes(write(more=f"programme:\n  days:\n    - date: 2026-03-30\n      sessions:\n{session}{session}")) == []


def test_a_later_edition_is_asked_for_the_previous_one(write: Write) -> None:
    assert codes(write(more=f"{REPORT}  edition: 2\n")) == ["unclear-origin", "no-previous"]
    assert codes(write(more=f"{REPORT}  edition: 2\n  previous: 2026-05-31\n")) == ["unclear-origin"]


def test_a_report_closed_before_the_event_is_doubted(write: Write) -> None:
    assert codes(write(more="report:\n  date: 2026-09-01\n  cut_off: 2025-08-31\n")) == ["date-order"]


def test_a_recommendation_due_before_the_event_is_doubted(write: Write) -> None:
    assert codes(write(("    addressees", "    due: 2025-12-31\n    addressees"))) == ["date-order"]


def test_a_chapter_is_not_accepted_before_it_comes_in(write: Write) -> None:
    chapter = (
        "chapters:\n  - id: c\n    title: C\n    source: c.rst\n    received: 2026-05-02\n    accepted: 2026-05-01\n"
    )
    assert codes(write(more=chapter)) == ["date-order"]


# Recommendations and what became of them


def test_no_tracking_is_no_fault(write: Write) -> None:
    assert codes(write(more=REPORT), "follow-up") == []


def test_recommendations_without_addressees_are_named_in_one_advice(write: Write) -> None:
    entries = "  - id: R2\n    text: Measure.\n  - id: R3\n    text: Publish.\n\npolicy:"
    (finding,) = checked(write(("\npolicy:", entries)))
    assert finding.severity is Severity.ADVICE
    assert finding.message.endswith(": R2, R3")


def test_implemented_with_evidence_and_date_passes(write: Write) -> None:
    lines = "status: implemented\nlast_update: 2026-08-01\nevidence:\n  - title: Decree\n    date: 2026-07-01"
    assert codes(tracked(write, lines, REPORT)) == []


def test_a_later_edition_misses_the_history_of_what_was_looked_at_since(write: Write) -> None:
    previous = f"{REPORT}  edition: 2\n  previous: 2026-05-01\n"
    late, early = "status: in-progress\nlast_update: 2026-06-01", "status: in-progress\nlast_update: 2026-04-30"
    assert codes(tracked(write, late, previous)) == ["no-history"]
    assert codes(tracked(write, early, previous)) == []
    history = "\nhistory:\n  - date: 2026-04-01\n    status: not-started\n  - date: 2026-06-01\n    status: in-progress"
    assert codes(tracked(write, late + history, previous)) == []


def test_evidence_after_the_cut_off_is_doubted(write: Write) -> None:
    lines = "status: implemented\nlast_update: 2026-08-01\nevidence:\n  - title: Decree\n    date: 2026-12-01"
    assert codes(tracked(write, lines, REPORT)) == ["after-cut-off"]


def test_history_on_one_day_passes_and_ends_with_the_status(write: Write) -> None:
    entry = "  - date: 2026-05-01\n    status: {}\n"
    lines = "status: in-progress\nhistory:\n" + entry.format("not-started") + entry.format("in-progress").rstrip()
    assert codes(tracked(write, lines)) == []


@pytest.mark.parametrize("lines", ["status: not-started\nprogress: 5", "status: implemented\nprogress: 95"])
def test_progress_that_contradicts_the_status_is_doubted(write: Write, lines: str) -> None:
    assert "progress-differs" in codes(tracked(write, lines))


# Counts and money

PARTICIPANTS = "participants:\n  - person: hansen\n  - person: okafor\n    attendance: contributed-only\n"


@pytest.mark.parametrize("count", [1, 2])
def test_those_who_only_contributed_may_be_counted_or_not(write: Write, count: int) -> None:
    assert codes(write(more=f"{PARTICIPANTS}participation:\n  participants: {count}\n")) == []


def test_stated_counts_may_not_contradict_the_list(write: Write) -> None:
    more = f"{PARTICIPANTS}participation:\n  participants: 3\n  countries: 3\n  by_country:\n"
    assert codes(write(more=f"{more}    - country: NO\n      participants: 2\n")) == ["counts-differ"] * 3


def test_so_few_cannot_have_come_from_so_many_countries(write: Write) -> None:
    more = (
        "participation:\n  participants: 5\n  countries: 3\n  by_country:\n    - country: NO\n      participants: {}\n"
    )
    assert codes(write(more=more.format(4))) == ["counts-differ"]
    assert codes(write(more=more.format(3))) == []


def test_more_countries_may_be_counted_than_are_named(write: Write) -> None:
    more = "participation:\n  participants: 40\n  countries: 20\n  by_country:\n    - country: NO\n    - country: NG\n"
    assert codes(write(more=more)) == []


def test_countries_cannot_send_more_than_all(write: Write) -> None:
    more = "participation:\n  participants: 3\n  by_country:\n    - country: NO\n      participants: 4\n"
    assert codes(write(more=more)) == ["counts-differ"]


def test_a_country_is_counted_once(write: Write) -> None:
    more = "participation:\n  by_country:\n    - country: NO\n    - country: NO\n"
    assert codes(write(more=more)) == ["listed-twice"] * 2


def test_totals_are_added_without_rounding(write: Write) -> None:
    lines = "".join(f"    - category: Travel {number}\n      budget: 0.10\n" for number in range(3))
    accounts = f"expenditure:\n  currency: EUR\n  lines:\n{lines}  total:\n    budget: "
    assert codes(write(more=f"{accounts}0.30\n")) == []
    assert codes(write(more=f"{accounts}0.31\n")) == ["wrong-total"]


# Names

RULE = ("policy:\n", "policy:\n  attribution: chatham-house\n")


@pytest.mark.parametrize(
    "place",
    [
        ("tides are read and foretold", "Okafor reads tides"),
        ("Share the records of all gauges.", "Share OKAFOR's records."),
        ("  executive:", "  findings: [Okafor’s gauge drifts.]\n  executive:"),
        ("\npolicy:", "\nresults:\n  lessons: Ask Okafor earlier.\npolicy:"),
        ("\npolicy:", "\nworking_groups:\n  - id: g\n    title: The Okafor gauge\npolicy:"),
        ("\npolicy:", "\nworking_groups:\n  - id: okafor\n    title: The gauge\npolicy:"),
        ("\npolicy:", "\nfigures:\n  - file: okafor.png\n    alt: A gauge\npolicy:"),
    ],
)
def test_a_name_is_an_error_under_the_chatham_house_rule(write: Write, place: tuple[str, str]) -> None:
    assert codes(write(place, RULE)) == ["name-revealed"]
    assert codes(write(place)) == []


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("García Núñez", "Garcia Nunez"),
        ("García Núñez", "García"),
        ("Müller", "Mueller"),
        ("Müller", "MULLER"),
        ("Nguyễn", "Nguyen"),
        ("de Vries", "Vries"),
        ("Dupont-Lœuvre", "Dupont Loeuvre"),
        ("Dupont-Lœuvre", "Dupont"),
        ("al-Fārisī", "Al-Farisi"),
        ("al-Fārisī", "al Fārisī"),
        ("O'Connor", "OConnor"),
        ("Østby", "Oestby"),
    ],
)
def test_a_name_is_known_without_its_accents_and_by_its_words(write: Write, family: str, said: str) -> None:
    named = ("family: Okafor\n", f'family: "{family}"\n')
    assert codes(write(named, ("tides are read and foretold", f"{said} reads tides"), RULE)) == ["name-revealed"]


def test_a_particle_of_a_name_is_a_word_like_others(write: Write) -> None:
    named = ("family: Okafor\n", "family: de la Cruz\n")
    assert codes(write(named, ("tides are read and foretold", "de facto, a la carte"), RULE)) == []


def test_a_name_within_a_word_is_none(write: Write) -> None:
    assert codes(write(("tides are read and foretold", "Okaforian and okafor tides differ"), RULE)) == []


def test_who_consented_may_be_named(write: Write) -> None:
    consent = ("family: Okafor\n", "family: Okafor\n    consent:\n      attribution: true\n")
    assert codes(write(consent, ("tides are read and foretold", "Okafor reads tides"), RULE)) == []


MANUSCRIPT = """\
The Gauge
=========

According to
Mbeki-Okafor OKAFOR'S gauge drifts, says Okafor; so does :cite:`okafor2004`.

.. [Okafor2004] N. Okafor, The Gauge. Okafor Press,
   Lagos, printed by Okafor.

.. Okafor should look at this again.

.. note:: Okafor agreed.
"""


def named(path: Path) -> list[tuple[int, int]]:
    workshop = load_workshop(path).workshop
    assert workshop is not None
    found = check_manuscript_names(workshop, tuple(MANUSCRIPT.split("\n")), Path("gauge.rst"))
    return [(finding.place.line, finding.place.column) for finding in found if finding.place]


def test_a_name_in_a_chapter_is_an_error_but_for_what_is_published(write: Write) -> None:
    assert named(write(RULE)) == [(5, 7), (5, 14), (5, 42), (12, 11)]
    assert named(write()) == []
    consent = ("family: Okafor\n", "family: Okafor\n    consent:\n      attribution: true\n")
    assert named(write(RULE, consent)) == []


def test_photographs_are_left_out_under_the_chatham_house_rule(write: Write) -> None:
    photos = "photos:\n  - file: group.jpg\n    alt: All of them\n"
    assert codes(write(RULE, more=photos)) == ["photos-left-out"]
    assert codes(write(more=photos)) == []


def test_a_portrait_with_consent_passes(write: Write) -> None:
    portrait = "family: Okafor\n    photo: okafor.jpg\n    consent:\n      photo: true\n"
    assert codes(write(("family: Okafor\n", portrait))) == []


# Names and numbers


def test_numbers_that_an_edition_has_printed_are_to_be_written_down(write: Write) -> None:
    unnumbered = ("  - id: R1\n    text", "  - text")
    assert codes(write(unnumbered, more=REPORT)) == []
    told = checked(write(unnumbered, more=f"{REPORT}  edition: 2\n  previous: 2026-05-01\n"))
    (found,) = [one for one in told if one.code == "unwritten-number"]
    assert found.severity is Severity.ADVICE
    assert "id: R1" in found.hint


@pytest.mark.parametrize(
    ("given", "family", "code"),
    [("null", "TBD", "placeholder-name"), ("N.", "N.", "placeholder-name"), ("Ada", "Berg (remote)", "remark-in-name")],
)
def test_what_is_no_name_is_told(write: Write, given: str, family: str, code: str) -> None:
    person = ("  - id: okafor\n    family: Okafor", f"  - given: {given}\n    family: {family}")
    (found,) = checked(write(person))
    assert (found.code, found.severity) == (code, Severity.WARNING)


def test_an_end_without_a_start_is_told(write: Write) -> None:
    more = "programme: {days: [{date: 2026-03-30, sessions: [{title: A, end: 10:00}, {title: B}]}]}\n"
    (found,) = checked(write(more=more))
    assert (found.code, found.severity) == ("no-start", Severity.WARNING)


def test_a_title_that_hides_a_common_name_is_no_leak_by_its_id(write: Write) -> None:
    rule = ("policy:\n", "policy:\n  attribution: chatham-house\n")
    family = ("family: Okafor", "family: May")
    assert codes(write(rule, family, more="working_groups: [{title: What may be done}]\n")) == []
