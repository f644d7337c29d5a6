"""Read where the recommendations of a workshop stand from its YAML alone, so that it is shown at once.

The model is not needed: the file may have errors elsewhere, which `octavo check` reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..checking.recommendation_status import CLOSED_STATUSES, STATUS_ORDER, UNKNOWN_STATUS
from ..findings.finding import Finding, FindingsError, Place, has_errors
from ..language.written_languages import arrange_languages
from ..loading.derived_values import list_recommendation_ids
from ..loading.value_positions import ValuePositions
from ..loading.yaml_reader import read_yaml
from ..model import Status
from .status_texts import unknown_status_finding


@dataclass(frozen=True)
class HistoryRow:
    """An entry of a recommendation's history, as it is written."""

    date: str
    status: str
    note: str


@dataclass(frozen=True)
class BoardRow:
    """Where a recommendation stands: texts as they are written, "" for what is not."""

    id: str
    title: str
    status: str
    owner: str
    """The responsible unit, or else the addressees."""
    due: str
    looked_at: str
    is_overdue: bool
    history: tuple[HistoryRow, ...]


@dataclass(frozen=True)
class Board:
    """The recommendations of a workshop, on the day that says what is overdue: None if no day is known."""

    workshop: str
    path: Path
    day: date | None
    rows: tuple[BoardRow, ...]
    findings: tuple[Finding, ...]

    def count_statuses(self) -> dict[str, int]:
        """Return how many recommendations have each status, in the order of the reports."""
        found = [row.status for row in self.rows]
        order = [*map(str, STATUS_ORDER), *found]
        return {status: found.count(status) for status in dict.fromkeys(order) if status in found}


def read_board(path: Path, day: date | None = None) -> Board:
    """Return the board of a workshop.yaml; `day` says what is overdue, by default the cut-off date of the report.

    Raises FindingsError if the file cannot be read, or is no workshop.
    """
    source = read_yaml(path)
    if has_errors(source.findings) or not isinstance(source.data, dict):
        raise FindingsError([*source.findings] or [Finding("not-a-workshop", "this is no workshop", Place(path))])
    languages = arrange_languages(source.data.get("language"), source.data.get("languages"))
    data, places = languages.take_main_texts(source.data), source.places
    report = _as_mapping(data.get("report"))
    day = day or _read_day(report.get("cut_off")) or _read_day(report.get("date"))
    entries = data.get("recommendations") or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        hint = "write each recommendation with a hyphen, and its keys below one another"
        place = places.find_value("recommendations")
        raise FindingsError([Finding("not-a-list", "recommendations is not a list of entries", place, hint)])
    names = _read_organizations(data.get("organizations"))
    ids = list_recommendation_ids(entries)
    rows = tuple(_read_row(identity, entry, names, day) for identity, entry in zip(ids, entries, strict=True))
    return Board(str(data.get("id") or path.parent.name), path, day, rows, tuple(_find_faults(entries, places)))


def _read_row(identity: str, entry: Mapping[str, object], names: Mapping[str, str], day: date | None) -> BoardRow:
    tracking = _as_mapping(entry.get("tracking"))
    history = tuple(
        HistoryRow(_as_text(item.get("date")), _as_text(item.get("status")), _as_text(item.get("note")))
        for item in _as_list(tracking.get("history"))
        if isinstance(item, dict)
    )
    stated = _as_text(tracking.get("status"))
    status = stated or (history[-1].status if history else "") or (str(Status.NOT_STARTED) if tracking else "")
    addressees = [names.get(one, one) for one in map(_as_text, _as_list(entry.get("addressees")))]
    due = _as_text(entry.get("due"))
    due_day = _read_day(due)
    return BoardRow(
        id=identity,
        title=_as_text(entry.get("title")) or _as_text(entry.get("text")),
        status=status or UNKNOWN_STATUS,
        owner=_as_text(tracking.get("owner")) or "; ".join(addressees),
        due=due,
        looked_at=_as_text(tracking.get("last_update")) or (history[-1].date if history else ""),
        is_overdue=bool(day and due_day and due_day < day and status not in CLOSED_STATUSES),
        history=history,
    )


def _find_faults(entries: Sequence[Mapping[str, object]], places: ValuePositions) -> Iterator[Finding]:
    """Report statuses that are none, since the counts are wrong with them."""
    for number, entry in enumerate(entries):
        tracking = _as_mapping(entry.get("tracking"))
        ways: list[tuple[tuple[str | int, ...], object]] = [(("status",), tracking.get("status"))]
        for at, item in enumerate(_as_list(tracking.get("history"))):
            ways.append((("history", at, "status"), item.get("status") if isinstance(item, dict) else None))
        for way, written in ways:
            if written is not None and str(written) not in tuple(Status):
                place = places.find_value("recommendations", number, "tracking", *way)
                yield unknown_status_finding(str(written), place)


def _read_organizations(entries: object) -> dict[str, str]:
    """Return the short names of organizations by their ids."""
    known = [entry for entry in _as_list(entries) if isinstance(entry, dict)]
    return {
        _as_text(entry.get("id")): _as_text(entry.get("short")) or _as_text(entry.get("name"))
        for entry in known
        if entry.get("id")
    }


def _as_mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _as_list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _as_text(value: object) -> str:
    """Return a scalar on one line; "" for what is none."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _read_day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        return None
