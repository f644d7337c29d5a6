"""What a report says in words and figures is true of its data: all is counted anew here, for random histories."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from docutils import nodes
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from octavo.checking.consistency import check_consistency
from octavo.checking.redaction import redact_workshop
from octavo.findings.finding import Severity
from octavo.follow_up.status_entry import NewEvidence, StatusEntry, enter_statuses
from octavo.importers.workshop_edit import open_workshop
from octavo.language.number_words import spell_number
from octavo.language.translator import get_translator
from octavo.loading.value_positions import ValuePositions
from octavo.model import Workshop
from octavo.product_catalogue import CATALOGUE
from octavo.project.project_folders import shipped_folder
from octavo.rendering.context.template_context import build_product_context
from octavo.rendering.context.workshop_charts import build_charts
from octavo.rendering.graphics.charts.country_tiles import CountryTiles
from octavo.rendering.graphics.charts.unit_squares import UnitSquares
from octavo.rendering.rst.jinja_templates import render_template
from octavo.rendering.rst.value_substitution import parse_template

START, END = date(2026, 3, 30), date(2026, 4, 1)
COUNTRIES = ("NO", "NG", "FR", "GB")
STATUSES = {
    "implemented": ("Implemented", "Mise en œuvre"),
    "partially-implemented": ("Partially implemented", "Mise en œuvre partielle"),
    "in-progress": ("In progress", "En cours"),
    "not-started": ("Not started", "Non engagée"),
    "closed-not-implemented": ("Closed, not implemented", "Close sans suite"),
    "superseded": ("Superseded", "Remplacée"),
    "withdrawn": ("Withdrawn", "Retirée"),
    "unknown": ("Unknown", "Inconnu"),
    "new": ("New", "Nouvelle"),
}
OPEN = ("partially-implemented", "in-progress", "not-started")

# One of something and several, in English and in French.
WORDS = {
    "made": (
        ("The meeting made {} recommendation.", "The meeting made {} recommendations."),
        ("La réunion a formulé {f} recommandation.", "La réunion a formulé {f} recommandations."),
    ),
    "follows": (
        ("This report follows {} recommendation.", "This report follows {} recommendations."),
        ("Ce rapport suit {f} recommandation.", "Ce rapport suit {f} recommandations."),
    ),
    "at least": (
        ("At least {} of them was made by the meeting.", "At least {} of them were made by the meeting."),
        (
            "Au moins {f} d’entre elles a été formulée par la réunion.",
            "Au moins {f} d’entre elles ont été formulées par la réunion.",
        ),
    ),
    "added": (
        ("{word} was added later.", "{word} were added later."),
        ("{word} a été ajoutée plus tard.", "{word} ont été ajoutées plus tard."),
    ),
    "overdue": (
        ("{word} recommendation was due before", "{word} recommendations were due before"),
        ("{word} recommandation était échue avant", "{word} recommandations étaient échues avant"),
    ),
    "overdue of these": (
        ("{word} of these was due before", "{word} of these were due before"),
        ("{word} de celles-ci était échue avant", "{word} de celles-ci étaient échues avant"),
    ),
    "open": (("{word} is open.", "{word} are open."), ("{word} est ouverte.", "{word} sont ouvertes.")),
    "implemented": (
        ("{word} of the", "{word} of the"),
        ("{word} des", "{word} des"),
    ),
    "closed": (
        ("{word} was closed without", "{word} were closed without"),
        ("{word} a été close sans", "{word} ont été closes sans"),
    ),
    "superseded": (
        ("{word} was superseded.", "{word} were superseded."),
        ("{word} a été remplacée.", "{word} ont été remplacées."),
    ),
    "withdrawn": (
        ("{word} was withdrawn.", "{word} were withdrawn."),
        ("{word} a été retirée.", "{word} ont été retirées."),
    ),
    "unknown": (
        ("{word} has a status that is not", "{word} have a status that is not"),
        ("{word} est d’état inconnu", "{word} sont d’état inconnu"),
    ),
    "changed": (
        ("{word} has changed since", "{word} have changed since"),
        ("{word} a changé depuis", "{word} ont changé depuis"),
    ),
    "people": (
        ("{word} person took part", "{word} people took part"),
        ("{word} personne a participé", "{word} personnes ont participé"),
    ),
    "from": (("from {} country.", "from {} countries."), ("venues d’un seul pays.", "venues de {} pays.")),
    "from at least": (
        ("from at least {} country.", "from at least {} countries."),
        ("venues d’au moins un pays.", "venues d’au moins {} pays."),
    ),
    "came": (
        ("The participants came from {} country.", "The participants came from {} countries."),
        ("Les participants venaient d’un seul pays.", "Les participants venaient de {} pays."),
    ),
    "came at least": (
        ("The participants came from at least {} country.", "The participants came from at least {} countries."),
        ("Les participants venaient d’au moins un pays.", "Les participants venaient d’au moins {} pays."),
    ),
}
TILES = {
    "total": (("recommendation", "recommendations"), ("recommandation", "recommandations")),
    "implemented": (("implemented", "implemented"), ("mise en œuvre", "mises en œuvre")),
    "otherwise": (("closed otherwise", "closed otherwise"), ("close autrement", "closes autrement")),
    "open": (("still open", "still open"), ("encore ouverte", "encore ouvertes")),
    "known open": (("open", "open"), ("ouverte", "ouvertes")),
    "unknown": (("not known",) * 2, ("d’état inconnu",) * 2),
    "known": (("with a known status",) * 2, ("dont l’état est connu",) * 2),
    "nothing": (("of which nothing is known",) * 2, ("dont on ne sait rien",) * 2),
}
ALONE = {
    "first": ("This is the first edition;", "C’est la première édition"),
    "not closed": (
        "When the previous edition was closed is not noted",
        "La date d’arrêt de l’édition précédente n’est pas",
    ),
    "no change": ("No change is on record since", "Aucun changement n’est noté depuis"),
    "silent": ("No history tells whether", "Aucun historique ne dit si"),
    "all implemented": ("All (?!of these)", "sont toutes mises en œuvre."),
    "none implemented": ("None of the .* carried out", "Aucune des .* mises? en œuvre"),
    "it overdue": ("It was due before", "Elle était échue avant"),
    "all overdue": ("All of these were due before", "Toutes étaient échues avant"),
    "none overdue": ("No recommendation that was due before", "Aucune recommandation échue avant"),
    "no day": ("it cannot be called overdue.", "elle ne peut donc être dite en retard."),
    "no days": ("so none can be called overdue.", "aucune ne peut donc être dite en retard."),
}

# Workshops


def days(first: date, last: date) -> st.SearchStrategy[str]:
    return st.dates(first, last).map(str)


@st.composite
def trackings(draw: st.DrawFn, first: date, last: date) -> dict[str, Any]:
    """What became of a recommendation: its states in order, or none; the last of them is its status, or not noted."""
    moments = sorted(draw(st.lists(st.dates(first, last), max_size=4)))
    states = st.sampled_from([name for name in STATUSES if name not in ("unknown", "new")])
    history = [{"date": str(day), "status": draw(states)} for day in moments]
    is_noted = bool(history) and draw(st.integers(0, 4)) > 0
    status = history[-1]["status"] if is_noted else draw(states)
    tracked: dict[str, Any] = {"status": status, "history": history}
    if status == "implemented" or draw(st.booleans()):
        tracked["last_update"] = draw(days(first, last))
    if status == "implemented":
        tracked["evidence"] = [{"title": "E"}]
    return tracked


@st.composite
def workshops(draw: st.DrawFn) -> dict[str, Any]:
    """A whole workshop that `octavo check` finds no error in."""
    cut_off = draw(st.dates(END + timedelta(60), END + timedelta(200)))
    last = cut_off + timedelta(20)  # some is noted too late for the report
    report: dict[str, Any] = {"date": str(last), "cut_off": str(cut_off), "edition": draw(st.integers(1, 3))}
    if report["edition"] > 1 and draw(st.booleans()):
        report["previous"] = draw(days(END, cut_off - timedelta(1)))
    recommendations = [draw(recommended(f"R{number + 1}", cut_off, last)) for number in range(draw(st.integers(1, 7)))]
    for number, entry in enumerate(recommendations[:-1], 1):
        later = [f"R{one + 1}" for one in range(number, len(recommendations))]
        if entry.get("tracking", {}).get("status") == "superseded" and draw(st.booleans()):
            entry["superseded_by"] = sorted(draw(st.lists(st.sampled_from(later), min_size=1, max_size=2, unique=True)))
    if "previous" in report and draw(st.booleans()):
        report["editions"] = [
            {
                "edition": report["edition"] - 1,
                "date": report["previous"],
                "cut_off": report["previous"],
                "recommendations": [one["id"] for one in recommendations if draw(st.integers(0, 3))],
            }
        ]
    return {
        "schema_version": "1",
        "id": "w",
        "language": draw(st.sampled_from(["en", "fr"])),
        "event": {"type": "workshop", "title": "T", "start": str(START), "end": str(END)},
        "people": [
            {"id": f"p{n}", "family": f"F{n}", "country": c} for n, c in enumerate((*COUNTRIES, *COUNTRIES, None))
        ],
        "directors": [{"person": "p0"}],
        "summary": {"executive": "x"},
        "policy": {"disclaimer": "d"},
        "recommendations": recommendations,
        "report": report,
        **draw(st.one_of(listed(), stated(), st.just({}))),
    }


@st.composite
def recommended(draw: st.DrawFn, name: str, cut_off: date, last: date) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": name, "title": f"T{name}", "text": f"Do {name}."}
    first = END
    if draw(st.integers(0, 3)) == 0:
        first = draw(st.dates(END + timedelta(1), cut_off))
        entry["added"] = str(first)
    if draw(st.integers(0, 3)):
        entry["due"] = draw(days(START, last))
    if draw(st.integers(0, 3)):
        entry["tracking"] = draw(trackings(first, last))
    return entry


@st.composite
def listed(draw: st.DrawFn) -> dict[str, Any]:
    """A list of those who took part; a count that is stated as well may leave out those who only contributed."""
    people = draw(st.lists(st.integers(0, 8), min_size=1, unique=True))
    entries = [{"person": f"p{n}", "attendance": draw(st.sampled_from(["remote", "contributed-only"]))} for n in people]
    there = [entry for entry in entries if entry["attendance"] == "remote"]
    counts = draw(st.sampled_from([None, len(entries), len(there) or None]))
    return {"participants": entries, **({"participation": {"participants": counts}} if counts else {})}


@st.composite
def stated(draw: st.DrawFn) -> dict[str, Any]:
    """Counts of those who took part, which may leave open how many, or from where."""
    named = draw(st.lists(st.sampled_from(COUNTRIES), unique=True))
    numbers = [draw(st.none() | st.integers(1, 30)) for _ in named]
    least = sum(number or 1 for number in numbers)
    countries = draw(st.none() | st.integers(max(1, len(named)), len(named) + 9))
    least += max(0, (countries or 0) - len(named))
    told = {
        "by_country": [
            {"country": country, **({"participants": number} if number else {})}
            for country, number in zip(named, numbers, strict=True)
        ],
        "countries": countries,
        "participants": draw(st.none() | st.integers(max(1, least), least + 1500)),
    }
    return {"participation": {key: value for key, value in told.items() if value}}


# What a reader sees


class Seen:
    """The words of a product, as they stand in its tree: paragraphs, tables by class, and the figures of its tiles."""

    def __init__(self, data: dict[str, Any], template: str) -> None:
        workshop = Workshop.model_validate(data)
        found = check_consistency(workshop, ValuePositions(Path("w.yaml")), template.split("/")[0])
        assert [finding for finding in found if finding.severity is Severity.ERROR] == []
        self.said_in = get_translator(data["language"])
        self.shown = redact_workshop(workshop)
        self.content = build_product_context(self.shown, self.said_in, CATALOGUE[template.split("/")[0]])
        composed, _ = render_template(
            template, self.content, [shipped_folder("templates")], self.said_in.template_functions()
        )
        self.tree, faults = parse_template(composed)
        assert faults == ()
        self.french = data["language"] == "fr"

    @property
    def paragraphs(self) -> list[str]:
        return [" ".join(one.astext().split()) for one in self.tree.findall(nodes.paragraph)]

    def table(self, kind: str) -> list[list[str]]:
        """Give the rows of a table's body."""
        tables = [one for one in self.tree.findall(nodes.table) if kind in one["classes"]]
        return [
            [" ".join(entry.astext().split()) for entry in row.findall(nodes.entry)]
            for one in tables
            for body in one.findall(nodes.tbody)
            for row in body.findall(nodes.row)
        ]

    def listed(self) -> list[list[str]]:
        """Give the recommendations of the summary: the name, the text and the notes of each."""
        (around,) = [one for one in self.tree.findall(nodes.container) if "recommendations" in one["classes"]]
        items = [item for listing in around.children for item in listing.children]
        parts = [[" ".join(part.astext().split()) for part in item.children] for item in items]
        return [[first.split()[0], *rest] for first, *rest in parts]

    def key_sentence(self) -> str:
        """Give the sentence that the summary begins with."""
        (around,) = [one for one in self.tree.findall(nodes.container) if "key-sentence" in one["classes"]]
        return next(iter(around.findall(nodes.strong))).astext()

    def tiles(self) -> list[tuple[int, str]]:
        return [(int(tile["number"]), tile["label"]) for tile in self.content["tracking"]["tiles"]]

    @property
    def lead(self) -> str:
        """Give the sentences with which the report begins, and those below them."""
        at = next(number for number, one in enumerate(self.tree.findall(nodes.container)) if "lead" in one["classes"])
        box = list(self.tree.findall(nodes.container))[at]
        below = box.parent[box.parent.index(box) + 1]
        return " ".join(
            [*box.astext().split(), *(below.astext().split() if isinstance(below, nodes.paragraph) else [])]
        )

    def says(self, key: str, number: int) -> str:
        """Word a number in the language, as one or as several."""
        one, several = WORDS[key][self.french]
        many = several if number > 1 or (number == 0 and not self.french) else one
        word = spell_number(number, "fr" if self.french else "en", self.french).capitalize()
        return many.replace("{}", self.within(number)).replace("{f}", self.within(number, "f")).replace("{word}", word)

    def within(self, number: int, form: str = "") -> str:
        """Write a number within a sentence: in words, unless it is large."""
        return spell_number(number, "fr" if self.french else "en", form) if number <= 100 else self.number(number)

    def number(self, number: int) -> str:
        """Write a number in the language, with plain spaces, as in `paragraphs`."""
        return " ".join(self.said_in.format_number(number).split())

    def tells(self, key: str) -> bool:
        return any(re.search(ALONE[key][self.french], paragraph) for paragraph in self.paragraphs)

    def label(self, status: str) -> str:
        return STATUSES[status][self.french]

    def day(self, day: str) -> str:
        return self.said_in.format_short_date(date.fromisoformat(day))


# The same, counted from the data


def status_then(entry: dict[str, Any], report: dict[str, Any]) -> str:
    """Tell the status on the cut-off date."""
    if "tracking" not in entry:
        return "unknown"
    history = entry["tracking"]["history"]
    known = [state["status"] for state in history if state["date"] <= report["cut_off"]]
    if len(known) == len(history):
        return str(entry["tracking"]["status"])
    return known[-1] if known else "unknown"


def states_then(entry: dict[str, Any], report: dict[str, Any]) -> list[dict[str, Any]]:
    history = entry.get("tracking", {}).get("history", [])
    return [state for state in history if state["date"] <= report["cut_off"]]


def moved(entry: dict[str, Any], report: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """List the day of each move after the previous edition, what was before ("" for nothing), and what after."""
    states = [(state["date"], state["status"]) for state in states_then(entry, report)]
    is_new = "editions" in report and entry["id"] not in report["editions"][0]["recommendations"]
    if (day := entry.get("added")) and (not states or states[0][0] > day):
        states = [(day, "unknown" if states else status_then(entry, report)), *states]
    elif is_new and not states:
        states = [("", status_then(entry, report))]
    before = "new" if day or is_new else ""
    found = []
    for moment, status in states:
        if status != before and (moment > report["previous"] or (is_new and before == "new")):
            found.append((moment, entry["id"], before, status))
        before = status
    return found


def is_overdue(entry: dict[str, Any], report: dict[str, Any]) -> bool:
    return entry.get("due", "9999") < report["cut_off"] and status_then(entry, report) in (*OPEN, "unknown")


WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
OFTEN = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=WITHOUT_SHRINKING)


@OFTEN
@given(workshops())
def test_what_the_follow_up_says_of_recommendations_is_true(data: dict[str, Any]) -> None:
    seen, report, entries = Seen(data, "follow-up/body.rst"), data["report"], data["recommendations"]
    statuses = {entry["id"]: status_then(entry, report) for entry in entries}
    held_to_origins(seen, report, entries)
    held_to_tiles(seen, list(statuses.values()))
    known = [name for name, status in statuses.items() if status != "unknown"]
    assert [row[0] for row in seen.table("status")] == (list(statuses) if len(known) > 1 else [])
    assert [row[-1] for row in seen.table("status")] == [
        seen.label(status) for status in statuses.values() if len(known) > 1
    ]
    cards = [one for one in seen.tree.findall(nodes.section) if "card" in one["classes"]]
    assert [one[0].astext().split()[0] for one in cards] == known
    lists = [one for one in seen.tree.findall(nodes.definition_list) if "recommendation-list" in one["classes"]]
    listed = [term.astext() for one in lists for term in one.findall(nodes.term)]
    assert listed == [name for name in statuses if name not in known]
    held_to_counts(seen, list(statuses.values()))
    held_to_overdue(seen, report, entries)
    held_to_changes(seen, report, entries)
    noted = [(entry["id"], state) for entry in entries for state in states_then(entry, report)]
    expected = [[name, seen.day(state["date"]), seen.label(state["status"]), "–"] for name, state in noted]
    assert seen.table("log") == expected


def added_later(entry: dict[str, Any], report: dict[str, Any]) -> bool:
    """Tell whether it is certain that the meeting did not make a recommendation."""
    first = [one["recommendations"] for one in report.get("editions", ()) if one["edition"] == 1]
    return "added" in entry or bool(first and entry["id"] not in first[0])


def held_to_origins(seen: Seen, report: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    added = [entry["id"] for entry in entries if added_later(entry, report)]
    is_certain = report["edition"] == 1 or any(one["edition"] == 1 for one in report.get("editions", ()))
    rest_of_them = [] if is_certain else [entry for entry in entries if entry["id"] not in added]
    later = [
        entry["id"]
        for entry in rest_of_them
        if report.get("previous") and states_then(entry, report)[:1]
        if states_then(entry, report)[0]["date"] > report["previous"]
    ]
    unsure = [entry for entry in rest_of_them if not states_then(entry, report)]
    rest, first = len(entries) - len(added) - len(later) - len(unsure), "made"
    if later or unsure or not rest:
        first = "follows"
    (told,) = [one for one in seen.paragraphs if seen.says(first, len(entries) if first == "follows" else rest) in one]
    assert (seen.says("at least", rest) in told) == (rest > 0 and bool(later or unsure))
    assert (seen.says("added", len(added)) in told) == bool(added)
    assert not later or seen.said_in.join_list(later) in told


def held_to_tiles(seen: Seen, statuses: list[str]) -> None:
    tiles = seen.tiles()
    counted = {
        "total": len(statuses),
        "implemented": statuses.count("implemented"),
        "open": sum(status in OPEN for status in statuses),
        "otherwise": sum(status in ("superseded", "withdrawn", "closed-not-implemented") for status in statuses),
        "unknown": statuses.count("unknown"),
    }
    counted |= {"known open": counted["open"], "known": 0, "nothing": counted["unknown"]}
    for number, label in tiles:
        names = [key for key, said in TILES.items() if label in said[seen.french]]
        assert [counted[key] for key in names] == [number] * len(names) and names
        one, several = TILES[names[0]][seen.french]
        assert label == (several if number > 1 or (number == 0 and not seen.french) else one)
    numbers = [number for number, _ in tiles]
    assert sum(numbers[1:]) == numbers[0]


def held_to_counts(seen: Seen, statuses: list[str]) -> None:
    counts = seen.content["tracking"]["counts"]
    assert {row["label"]: row["number"] for row in counts} == {seen.label(one): statuses.count(one) for one in statuses}
    total, implemented = len(statuses), statuses.count("implemented")
    still_open = sum(status in OPEN for status in statuses)
    unknown = statuses.count("unknown")
    is_counted = total > 1 and unknown < total
    assert seen.tells("all implemented") == (is_counted and implemented == total)
    assert seen.tells("none implemented") == (is_counted and not implemented)
    for key, number in (
        ("implemented", implemented * (implemented < total)),
        ("open", still_open),
        ("closed", statuses.count("closed-not-implemented")),
        ("superseded", statuses.count("superseded")),
        ("withdrawn", statuses.count("withdrawn")),
        ("unknown", unknown),
    ):
        assert (seen.says(key, number) in seen.lead) == (is_counted and number > 0), key
    chart = build_charts(seen.shown, seen.said_in)["status"]
    assert isinstance(chart, UnitSquares)
    assert {bar.label: bar.number for bar in chart.rows} == {row["label"]: row["number"] for row in counts}


def held_to_overdue(seen: Seen, report: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    late = [entry for entry in entries if is_overdue(entry, report)]
    opened = [entry for entry in entries if status_then(entry, report) in OPEN]
    marked = [row[0] for row in seen.table("status") if any("overdue" in cell or "retard" in cell for cell in row)]
    assert not seen.table("status") or marked == [entry["id"] for entry in late]
    alone = bool(late) and (len(entries) == 1 or len(late) == len(opened) == 1 == sum(one in opened for one in late))
    among = bool(late) and not alone and all(one in opened for one in late)
    are_all = among and len(late) == len(opened)
    assert seen.tells("it overdue") == alone
    assert seen.tells("all overdue") == are_all
    assert (seen.says("overdue of these", len(late)) in seen.lead) == (among and not are_all)
    assert (seen.says("overdue", len(late)) in seen.lead) == (bool(late) and not alone and not among)
    dated = any("due" in entry for entry in entries)
    assert seen.tells("none overdue") == (dated and not late)
    assert seen.tells("no day") == (not dated and len(entries) == 1)
    assert seen.tells("no days") == (not dated and len(entries) > 1)


def heirs(entry: dict[str, Any], report: dict[str, Any]) -> list[str]:
    """List what took the place of a recommendation by the cut-off date."""
    return entry.get("superseded_by", []) if status_then(entry, report) == "superseded" else []


def became(seen: Seen, name: str, after: str, report: dict[str, Any], entries: list[dict[str, Any]]) -> str:
    """Word what a recommendation became: its status, or what it was split or merged into."""
    (entry,) = [one for one in entries if one["id"] == name]
    if after != "superseded" or not (found := heirs(entry, report)):
        return seen.label(after)
    others = [one["id"] for one in entries if one is not entry and heirs(one, report) == found]
    listed = seen.said_in.join_list(found)
    if len(found) > 1:
        return f"{('Split into', 'Divisée en')[seen.french]} {listed}"
    if others:
        word = ("with", "avec")[seen.french]
        return f"{('Merged into', 'Fondue en')[seen.french]} {listed}, {word} {seen.said_in.join_list(others)}"
    return f"{('Superseded by', 'Remplacée par')[seen.french]} {listed}"


def held_to_changes(seen: Seen, report: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    rows = seen.table("changes")
    assert seen.tells("first") == (report["edition"] == 1)
    assert seen.tells("not closed") == (report["edition"] > 1 and "previous" not in report)
    if "previous" not in report:
        assert rows == []
        return
    found = [moves for entry in entries if (moves := moved(entry, report))]
    expected = []
    for moves in found:
        (day, name, _, after), before = moves[-1], moves[0][2]
        day = moves[0][0] if before == "new" else day
        head, word, label = became(seen, name, after, report, entries), ("before", "auparavant")[seen.french], ""
        if before == "new":
            old = [one["id"] for one in entries if name in heirs(one, report)]
            in_place = (", in place of ", ", à la place de ")[seen.french] + seen.said_in.join_list(old) if old else ""
            word, label = ("now", "à présent")[seen.french], "" if after == "unknown" else head
            head = f"{seen.label('new')}{in_place}"
        elif before:
            label = seen.label(before)
        rest = f" ({word}{seen.said_in.colon}{label[0].lower()}{label[1:]})" if label else ""
        change = f"{head}{f', {seen.day(day)}' if day else ''}{rest}."
        expected.append([moves[0][1], f"T{moves[0][1]}", " ".join(change.split())])
    assert rows == expected
    silent = seen.tells("silent")
    assert seen.tells("no change") == (not found and not silent)
    assert (seen.says("changed", len(found)) in seen.lead) == (bool(found) and not silent and len(entries) > 1)
    # Whoever reads the tables of two editions sees no status that moved, but those told and those said to be untold.
    for entry in entries:
        noted, status = states_then(entry, report), status_then(entry, report)
        if (
            status not in ("unknown", *(state["status"] for state in noted[-1:]))
            and "last_update" not in entry["tracking"]
        ):
            told = (entry.get("added", "") > report["previous"] and not noted) or bool(moved(entry, report))
            assert told or (
                silent
                and any(
                    re.search(rf"\b{entry['id']}\b", one)
                    for one in seen.paragraphs
                    if ALONE["silent"][seen.french] in one
                )
            )


# What a finding above a chart says in numbers, in English and in French.
BEGUN = (
    r"(\w[\w-]*) of (\w[\w-]*) recommendations (?:is|are) carried out or under way\.",
    r"(.+) recommandations? sur (.+) (?:est|sont) mises? en œuvre ou engagées?\.",
)
ALL_BEGUN = (
    r"Work has begun on (both|all \w[\w-]*) recommendations, or is done\.",
    r"Les (.+?) recommandations sont (?:toutes )?mises en œuvre ou engagées\.",
)


def in_words(number: int, seen: Seen) -> str:
    return spell_number(number, "fr" if seen.french else "en", "f" if seen.french else "")


PAIR = 2
NOT_BEGUN = ("No work on any of the", "Rien n’est connu de la mise en œuvre des")


@OFTEN
@given(workshops())
def test_what_stands_above_the_charts_is_true(data: dict[str, Any]) -> None:
    seen, report, entries = Seen(data, "follow-up/body.rst"), data["report"], data["recommendations"]
    held_to_status_finding(seen, report, entries)
    held_to_due_finding(seen, report, entries)


def held_to_status_finding(seen: Seen, report: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    states, total = [status_then(entry, report) for entry in entries], len(entries)
    begun = sum(state in ("implemented", "partially-implemented", "in-progress") for state in states)
    said = seen.content["tracking"]["status_finding"]
    ever = [state["status"] for entry in entries for state in states_then(entry, report)]
    was_begun = any(state in ("implemented", "partially-implemented", "in-progress") for state in ever)
    if total < 2 or states.count("unknown") == total:
        assert said == ""
    elif begun == total:
        found = re.fullmatch(ALL_BEGUN[seen.french], said)
        every = "both" if total == PAIR else f"all {in_words(total, seen)}"
        assert found and found[1] == (in_words(total, seen) if seen.french else every)
    elif begun:
        found = re.fullmatch(BEGUN[seen.french], said)
        assert found and found.groups() == (in_words(begun, seen).capitalize(), in_words(total, seen))
    else:
        assert said.startswith(NOT_BEGUN[seen.french]) == (not was_begun) == bool(said)


def held_to_due_finding(seen: Seen, report: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    said = seen.content["tracking"]["due_finding"]
    late = {entry["id"]: entry["due"] for entry in entries if is_overdue(entry, report)}
    coming = {
        entry["id"]: entry["due"]
        for entry in entries
        if status_then(entry, report) in OPEN and entry.get("due", "") >= report["cut_off"]
    }
    named = re.findall(r"\bR\d\b", said)
    if late:
        days = (date.fromisoformat(report["cut_off"]) - date.fromisoformat(min(late.values()))).days
        assert len(named) == 1 and late[named[0]] == min(late.values())
        assert re.findall(r"(\d+) (?:days?|jours?)\b", said) == [str(days)]
        word = spell_number(len(late), "fr" if seen.french else "en", seen.french).capitalize()
        assert said.startswith(f"{word} ")
    elif coming:
        assert len(named) == 1 and coming[named[0]] == min(coming.values())
        assert seen.said_in.format_date(date.fromisoformat(coming[named[0]])) in said
    else:
        assert said == ""


@OFTEN
@given(workshops(), st.data())
def test_what_was_answered_is_what_the_report_says(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any], drawn: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("answered") / "workshop.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")
    report, expected, answers = data["report"], {}, []
    for entry in data["recommendations"]:
        expected[entry["id"]] = status_then(entry, report)
        tracking = entry.get("tracking", {})
        noted = [state["date"] for state in tracking.get("history", [])] or [tracking.get("last_update", "")]
        first = max([*noted[-1:], entry.get("added", ""), str(END)])
        if first > report["cut_off"] or "superseded_by" in entry or drawn.draw(st.booleans()):
            continue
        status = drawn.draw(st.sampled_from([*OPEN, "implemented", "closed-not-implemented", "withdrawn"]))
        day = drawn.draw(st.dates(date.fromisoformat(first), date.fromisoformat(report["cut_off"])))
        answers.append(StatusEntry(entry["id"], day, status, "Told.", (NewEvidence("A list"),)))
        expected[entry["id"]] = status
    written = yaml.load(enter_statuses(open_workshop(path), answers).after, Loader=yaml.BaseLoader)
    after = {**data, "recommendations": written["recommendations"]}
    for entry in after["recommendations"]:
        if tracking := entry.get("tracking"):
            history = tracking.setdefault("history", [])
            if history:  # as the file is read
                tracking.setdefault("status", history[-1]["status"])
                tracking.setdefault("last_update", history[-1]["date"])
    seen, entries = Seen(after, "follow-up/body.rst"), after["recommendations"]
    assert {entry["id"]: status_then(entry, report) for entry in entries} == expected
    held_to_origins(seen, report, entries)
    held_to_tiles(seen, list(expected.values()))
    held_to_counts(seen, list(expected.values()))
    held_to_overdue(seen, report, entries)
    held_to_status_finding(seen, report, entries)
    held_to_due_finding(seen, report, entries)
    told = {(row[0], row[1], row[2]) for row in seen.table("log") if row[3] == "Told."}
    assert told == {(one.id, seen.day(str(one.day)), seen.label(str(one.status))) for one in answers}


@OFTEN
@given(workshops())
def test_what_the_summary_says_of_recommendations_is_true(data: dict[str, Any]) -> None:
    seen = Seen(data, "summary/body.rst")
    assert [row[0] for row in seen.listed()] == [entry["id"] for entry in data["recommendations"]]
    held_to_key_sentence(seen, data)
    added = [
        (entry["id"], entry.get("added")) for entry in data["recommendations"] if added_later(entry, data["report"])
    ]
    told = [
        one
        for one in seen.paragraphs
        if one.startswith(("Added after the meeting:", "Ajouts postérieurs à la réunion"))
    ]
    assert bool(told) == bool(added)
    for name, day in added:
        assert (f"{name} ({seen.said_in.format_date(date.fromisoformat(day))})" if day else name) in told[0]
    titles = [title.astext() for title in seen.tree.findall(nodes.title)]
    if added:
        assert not {"Recommendations of the meeting", "Recommandations de la réunion"} & set(titles)


def held_to_key_sentence(seen: Seen, data: dict[str, Any]) -> None:
    """The numbers of the key sentence, which are words, are those of the data, in order."""
    spelled = {spell_number(number, "fr", is_she): number for number in range(1, 20) for is_she in (False, True)}
    spelled |= {spell_number(number, "en"): number for number in range(1, 20)}
    said = seen.key_sentence()
    told = [spelled[word] for word in re.findall(r"[\w-]+", said.lower()) if word in spelled and word != "an"]
    entries, cut_off = data["recommendations"], data["report"]["cut_off"]
    states = [status_then(entry, data["report"]) for entry in entries]
    done, still, unknown = (
        states.count("implemented"),
        sum(state in OPEN for state in states),
        states.count("unknown"),
    )
    late = [
        entry
        for entry, state in zip(entries, states, strict=True)
        if state in OPEN and entry.get("due", "9999") < cut_off
    ]
    if len(entries) == 1 or unknown == len(entries):
        assert told in ([len(entries)], [] if len(entries) == 1 else None)
        return
    expected = [done] if 0 < done < len(entries) else []
    expected += [] if said.startswith("Both") else [len(entries)]
    if still:
        expected += [still, len(late)] if 0 < len(late) < still else [still]
    elif done + unknown < len(entries):
        expected.append(len(entries) - done - unknown)
    if done < len(entries) and 4 * unknown >= len(entries):
        expected.append(unknown)
    assert told == expected, said
    assert said[0].isupper() and said.endswith(".")


@OFTEN
@given(workshops())
@pytest.mark.parametrize("template", ["follow-up/body.rst", "summary/body.rst"])
def test_what_reports_say_of_participation_is_true(template: str, data: dict[str, Any]) -> None:
    seen = Seen(data, template)
    by_country, people, countries = counted(data)
    told = " ".join(seen.paragraphs)
    assert not any(words in told for words in ("took part is not known", "countries is not known", "on ignore de"))
    if people is not None:
        assert seen.says("people", people) in told
        shown = countries or len(by_country)
        assert (seen.says("from", shown) in told) == bool(countries)
        assert (seen.says("from at least", shown) in told) == (not countries and bool(by_country))
    elif by_country or countries:
        shown = countries or len(by_country)
        assert (seen.says("came", shown) in told) == bool(countries)
        assert (seen.says("came at least", shown) in told) == (not countries)
    held_to_table(seen, by_country, people, countries)


def counted(data: dict[str, Any]) -> tuple[dict[str, int | None], int | None, int | None]:
    """Count by country (None where not known), in all, and the countries; the last two only where they are certain."""
    stated = data.get("participation", {})
    if "participants" in data:
        entries = data["participants"]
        if stated.get("participants", len(entries)) < len(entries):
            entries = [entry for entry in entries if entry["attendance"] != "contributed-only"]
        homes = {person["id"]: person["country"] for person in data["people"]}
        found = [homes[entry["person"]] for entry in entries]
        return (
            {home: found.count(home) for home in found if home},
            len(found),
            None if None in found else len(set(found)),
        )
    by_country = {one["country"]: one.get("participants") for one in stated.get("by_country", [])}
    people, countries = stated.get("participants"), stated.get("countries")
    summed = sum(number or 0 for number in by_country.values())
    if (
        by_country
        and all(by_country.values())
        and (people or summed) == summed
        and countries in (None, len(by_country))
    ):
        return by_country, summed, len(by_country)
    return by_country, people, countries


def held_to_table(seen: Seen, by_country: dict[str, int | None], people: int | None, countries: int | None) -> None:
    names = {seen.said_in.country_name(code): number for code, number in by_country.items()}
    if not (rows := seen.table("participation")):
        # The directors have their countries beside them.
        told = " ".join(one for one in seen.paragraphs if re.search("on record:|au compte rendu", one))
        for name, number in names.items():
            assert len(re.findall(rf"\b{re.escape(name)}\b", told)) == 1, "a country is named once"
            groups = [group for group in re.split(r"[;:.]", told) if name in group]
            assert number is None or any(f"({number})" in group or f"({number} " in group for group in groups)
        return
    for name, number in names.items():
        assert any(row == [name, str(number)] or row == [f"{name} ({number})" if number else name] for row in rows)
    unnamed = [row for row in rows if row[0] not in names and not re.fullmatch(r".* \(\d+\)", row[0])]
    missing = max(0, (countries or 0) - len(names))
    if rows and missing:
        assert unnamed and unnamed[0][0].startswith(seen.number(missing))
    if people is not None and rows and all(len(row) > 1 for row in rows):
        assert sum(int(row[1]) for row in rows) == people
    chart = build_charts(seen.shown, seen.said_in)["participation"]
    if people is not None and names and all(names.values()) and not missing:
        assert isinstance(chart, CountryTiles)
        assert sum(tile.number for one in chart.continents for tile in one.tiles) == people


MONEY = st.none() | st.decimals(0, 10**6, places=2)


@OFTEN
@given(st.lists(st.tuples(MONEY, MONEY), max_size=5), MONEY, st.decimals("0.000001", 999, places=6))
def test_accounts_add_up_and_a_rate_keeps_its_decimals(lines: list[tuple[Any, Any]], total: Any, rate: Any) -> None:
    accounts = {
        "currency": "EUR",
        "lines": [{"category": "C", "budget": budget, "actual": actual} for budget, actual in lines],
        "total": {"budget": total}
        if total is not None and not [1 for budget, _ in lines if budget is not None]
        else None,
        "exchange_rate": {"currency": "NOK", "rate": rate, "date": str(START)},
    }
    base = workshops_base() | {"expenditure": accounts}
    seen = Seen(base, "follow-up/body.rst")
    *rows, last = seen.table("accounts")
    for column, amounts in ((1, [one for one, _ in lines]), (2, [one for _, one in lines])):
        known = [amount for amount in amounts if amount is not None]
        whole = sum(known) if known else accounts["total"]["budget"] if column == 1 and accounts["total"] else None
        assert last[column] == (f"{whole:,.2f}" if whole is not None else "–")
        assert [row[column] for row in rows] == [f"{one:,.2f}" if one is not None else "–" for one in amounts]
    (told,) = [title.astext() for title in seen.tree.findall(nodes.title) if "1 EUR =" in title.astext()]
    assert Decimal(told.split("=")[1].replace("NOK.", "").strip()) == rate


def sessions_seen(template: str, *days: list[dict[str, Any]], **more: Any) -> Seen:
    data = workshops_base() | more
    data["programme"] = {
        "days": [
            {"date": str(START + timedelta(days=number)), "sessions": sessions} for number, sessions in enumerate(days)
        ]
    }
    return Seen(data, template)


def test_a_day_without_hours_is_a_list_and_has_no_empty_column() -> None:
    talks = [{"id": "t", "title": "On gauges", "speakers": ["p0"]}]
    seen = sessions_seen(
        "follow-up/body.rst", [{"title": "Opening", "chair": "p0", "talks": talks}, {"title": "Moons"}]
    )
    assert seen.table("programme") == []
    (listed,) = [one for one in seen.tree.findall(nodes.bullet_list) if "Opening" in one.astext()]
    items = [[" ".join(part.astext().split()) for part in item.children] for item in listed.children]
    assert items == [["Opening (chair: F)", "On gauges – F"], ["Moons"]]
    assert "None" not in seen.tree.astext()


def test_a_talk_with_the_title_of_its_session_is_named_by_its_speakers_alone() -> None:
    talks = [{"id": name, "title": name, "speakers": ["p0"]} for name in ("Opening", "Gauges")]
    seen = sessions_seen("follow-up/body.rst", [{"title": "Opening", "start": "09:00", "talks": talks}])
    (row,) = seen.table("programme")
    assert row[1].split() == ["Opening", "F", "Gauges", "–", "F"]


def test_hours_that_are_known_stand_in_a_table_and_others_are_left_open() -> None:
    sessions = [{"title": "Opening", "start": "09:00"}, {"title": "Moons"}]
    seen = sessions_seen("follow-up/body.rst", sessions, [])
    assert seen.table("programme") == [["09:00", "Opening"], ["", "Moons"]]
    assert "known" not in " ".join(one for one in seen.paragraphs if "session" in one)
    asked = sessions_seen("summary/body.rst", sessions, [], sections={"summary": ["programme"]})
    assert [row[1] for row in asked.table("outline")] == ["Opening; Moons"]


@pytest.mark.parametrize("template", ["follow-up/body.rst", "summary/body.rst"])
def test_a_programme_without_sessions_leaves_no_heading(template: str) -> None:
    seen = sessions_seen(template, [], [])
    assert not {"Programme", "Sessions"} & {title.astext() for title in seen.tree.findall(nodes.title)}


@pytest.mark.parametrize("named", [True, False])
def test_an_addressee_that_is_not_known_leaves_no_words(named: bool) -> None:
    data = workshops_base()
    data["recommendations"] = [{"id": "R1", "text": "Do."}, {"id": "R2", "text": "Act."}]
    if named:
        data["recommendations"][0]["addressees"] = ["All"]
    rows = Seen(data, "summary/body.rst").listed()
    assert rows == [["R1", "Do.", *(["All"] if named else [])], ["R2", "Act."]]
    seen = Seen(data, "follow-up/body.rst")
    told = [one for one in seen.paragraphs if "Addressed to" in one]
    assert told == (["Addressed to: All"] if named else [])


def test_columns_that_nobody_fills_are_left_out_of_the_list_of_participants() -> None:
    data = workshops_base()
    data["people"].append({"id": "p1", "family": "G"})
    data["participants"] = [{"person": "p0"}, {"person": "p1"}]
    assert Seen(data, "follow-up/body.rst").table("participants") == [["F", "Norway"], ["G", "–"]]
    del data["people"][0]["country"]
    assert Seen(data, "follow-up/body.rst").table("participants") == [["F"], ["G"]]


def workshops_base() -> dict[str, Any]:
    return {
        "schema_version": "1",
        "id": "w",
        "language": "en",
        "event": {"type": "workshop", "title": "T", "start": str(START), "end": str(END)},
        "people": [{"id": "p0", "family": "F", "country": "NO"}],
        "directors": [{"person": "p0"}],
        "summary": {"executive": "x"},
        "policy": {"disclaimer": "d"},
        "report": {"date": "2026-09-30", "cut_off": "2026-08-31"},
    }
