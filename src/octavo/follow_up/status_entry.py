"""Enter what became of a recommendation into workshop.yaml: its status is written once, into the history.

What is entered is the words of people who need not know reStructuredText: they are written so that they are printed as
they are. The file with the entry is checked before it is given out, and must have no error that it had not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from ..findings.finding import Finding, FindingsError, Place, Severity
from ..importers.rst.markup_texts import write_plain
from ..importers.workshop_edit import OpenedWorkshop, edit_workshop
from ..loading.derived_values import list_recommendation_ids
from ..loading.value_positions import ValuePositions
from ..loading.yaml_editor import YamlEditor
from ..loading.yaml_reader import read_yaml_bytes
from ..model import Status
from .proved_edit import find_new_errors
from .status_texts import unknown_recommendation_finding

RECOMMENDATIONS = "recommendations"


@dataclass(frozen=True)
class NewEvidence:
    """A document that shows progress: its title, and its web address if it has one."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class StatusEntry:
    """What is found out of a recommendation on a day. What is None, or empty, stays as it is."""

    id: str
    day: date
    status: str | None = None
    note: str = ""
    evidence: tuple[NewEvidence, ...] = ()
    progress: int | None = None
    owner: str = ""
    next_step: str = ""
    superseded_by: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False)
    """Where it comes from, if that is a line of a file; by default messages name the recommendation."""
    where: str = field(default="", compare=False)
    """Where it comes from, in words, if that is no line of a file."""
    evidence_hint: str = field(default="add --evidence with the title and the address of a document", compare=False)
    """What to write if there is no evidence."""

    def report(self, code: str, message: str, place: Place, hint: str) -> Finding:
        """Return an error in the entry: where it comes from, or else at a place of the workshop."""
        if self.where:
            return Finding(code, f"{self.where}: {message}", None, hint)
        return Finding(code, message, self.place or place, hint)


def read_evidence(words: str) -> NewEvidence:
    """Return the evidence that words name: a title, an address, or a title and an address behind it.

    An address alone is called by its host.
    """
    words = " ".join(words.split())
    title, _, last = words.rpartition(" ")
    address = last.strip("<>()")
    if not address.startswith(("http://", "https://")):
        return NewEvidence(words)
    return NewEvidence(title.rstrip(" :,–-") or urlsplit(address).netloc or address, address)


@dataclass(frozen=True)
class EnteredStatuses:
    """The text of a workshop.yaml before and after its entries, and what is told of them."""

    before: str
    after: str
    findings: tuple[Finding, ...] = ()


def enter_statuses(opened: OpenedWorkshop, entries: Sequence[StatusEntry]) -> EnteredStatuses:
    """Return the text of a workshop with entries. Raises FindingsError if one of them is wrong, or cannot be written.

    An entry that the file has already changes nothing.
    """
    places = read_yaml_bytes(opened.path, opened.text.encode()).places
    known = opened.list_entries(RECOMMENDATIONS)
    ids = list_recommendation_ids(known)
    faults: list[Finding] = []
    found: list[Finding] = []
    ready = []
    for entry in entries:
        if entry.id not in ids:
            faults.append(unknown_recommendation_finding(entry.id, ids, entry.place or Place(opened.path)))
            continue
        index = ids.index(entry.id)
        told = [*_check_entry(entry, known[index], index, places), *_check_day(entry, opened)]
        faults += [one for one in told if one.severity is Severity.ERROR]
        found += [one for one in told if one.severity is not Severity.ERROR]
        ready.append((index, entry))
    if faults:
        raise FindingsError(faults)

    def edit(editor: YamlEditor) -> None:
        for index, entry in ready:
            _edit_recommendation(editor, index, known[index], entry)

    after = edit_workshop(opened, edit, "recommendations:")
    if new := find_new_errors(opened.path, opened.text, after, "with this entry"):
        raise FindingsError(new)
    return EnteredStatuses(opened.text, after, tuple(found))


def _tracking_of(known: Mapping[str, object]) -> Mapping[str, object]:
    tracking = known.get("tracking")
    return tracking if isinstance(tracking, dict) else {}


def _history_of(known: Mapping[str, object]) -> list[Mapping[str, object]]:
    history = _tracking_of(known).get("history")
    return [item for item in history if isinstance(item, dict)] if isinstance(history, list) else []


def present_status(known: Mapping[str, object]) -> str:
    """Return the present status of a recommendation in the plain data of a file; "" if it has none."""
    tracking, history = _tracking_of(known), _history_of(known)
    stated = tracking.get("status")
    return str(stated or (history[-1].get("status") if history else None) or "")


def _check_entry(
    entry: StatusEntry, known: Mapping[str, object], index: int, places: ValuePositions
) -> Iterable[Finding]:
    at = (RECOMMENDATIONS, index)
    history = _history_of(known)
    if history and str(history[-1].get("date")) > entry.day.isoformat() and _adds_history(entry, known):
        last = history[-1].get("date")
        message = f"{entry.id} has a status of {last}, which is later than {entry.day}"
        place = places.find_value(*at, "tracking", "history", len(history) - 1, "date")
        yield entry.report("earlier-status", message, place, f"write {last} or a later day")
    for undated in _list_undated(entry, known):
        if (last := str(undated["date"])) > entry.day.isoformat():
            message = f"{entry.id} was last looked at on {last}, which is later than {entry.day}"
            place = places.find_value(*at, "tracking", "last_update")
            yield entry.report("earlier-status", message, place, f"write {last} or a later day")
    status = entry.status or present_status(known)
    tracking = _tracking_of(known)
    if not status and not tracking:
        message = f"{entry.id} has no status yet, and none is named"
        yield entry.report("no-status", message, places.find_value(*at), f"write one of {', '.join(Status)}")
    if entry.status == Status.IMPLEMENTED and not (tracking.get("evidence") or entry.evidence):
        message = f"{entry.id} cannot be implemented without evidence"
        hint = f"{entry.evidence_hint}, or write partially-implemented"
        yield entry.report("no-evidence", message, places.find_value(*at), hint)
    if entry.superseded_by and status != Status.SUPERSEDED:
        message = f"{entry.id} has successors only if its status is superseded"
        yield entry.report("not-superseded", message, places.find_value(*at), "write superseded as its status")
    if tracking.get("status") and not history and not tracking.get("last_update") and _is_changed(entry, known):
        message = f"no day is known of the status {tracking['status']} of {entry.id}, so that it is not in the history"
        place = places.find_value(*at, "tracking", "status")
        hint = "if you know the day, add an entry with it to the beginning of its history"
        yield Finding("undated-status", message, place, hint, Severity.WARNING)


def _check_day(entry: StatusEntry, opened: OpenedWorkshop) -> Iterable[Finding]:
    """Warn of a day after that of the report, which may be mistyped."""
    report = opened.data.get("report")
    known = (report.get("cut_off") or report.get("date")) if isinstance(report, dict) else None
    if isinstance(known, str) and _is_day(known) and entry.day.isoformat() > known:
        message = f"{entry.id}: {entry.day} is after {known}, the day whose statuses the report shows"
        hint = "check the day; if it is right, octavo edition next begins the edition that tells of it"
        yield replace(entry.report("after-cut-off", message, Place(opened.path), hint), severity=Severity.WARNING)


def _is_changed(entry: StatusEntry, known: Mapping[str, object]) -> bool:
    return bool(entry.status) and entry.status != present_status(known)


def _adds_history(entry: StatusEntry, known: Mapping[str, object]) -> bool:
    """Return whether an entry adds to the history: another status, or a note that the last entry does not have."""
    history = _history_of(known)
    if not history or _is_changed(entry, known):
        return bool(entry.status or entry.note)
    last = history[-1]
    is_noted = " ".join(str(last.get("note") or "").split()) == " ".join(write_plain(entry.note).split())
    return bool(entry.note) and not (is_noted and str(last.get("date")) == entry.day.isoformat())


def _edit_recommendation(editor: YamlEditor, index: int, known: Mapping[str, object], entry: StatusEntry) -> None:
    at = (RECOMMENDATIONS, index)
    tracking = _tracking_of(known)
    values, lists = _tracking_values(entry, known), _tracking_lists(entry, known)
    if entry.superseded_by and [*entry.superseded_by] != known.get("superseded_by"):
        own: dict[str, object] = {"superseded_by": [*entry.superseded_by]}
        if not tracking:
            own["tracking"] = {**values, **lists}
        editor.set_values(at, own)
        if not tracking:
            return
    if not tracking:
        editor.set_values(at, {"tracking": {**values, **lists}})
        return
    made = {name: items for name, items in lists.items() if not tracking.get(name)}
    if values or made:
        editor.set_values((*at, "tracking"), {**values, **made})
    for name, items in lists.items():
        if name not in made:
            editor.append_items((*at, "tracking", name), items)


def _tracking_values(entry: StatusEntry, known: Mapping[str, object]) -> dict[str, object]:
    """Return the values that an entry sets in a recommendation's tracking."""
    tracking = _tracking_of(known)
    values: dict[str, object] = {}
    if entry.status and "status" in tracking and tracking["status"] != entry.status:
        values["status"] = entry.status  # it was written twice, and stays so
    progress = entry.progress
    if progress is None and entry.status == Status.IMPLEMENTED and tracking.get("progress") is not None:
        progress = 100
    if progress is not None and str(tracking.get("progress")) != str(progress):
        values["progress"] = progress
    if entry.owner and entry.owner != tracking.get("owner"):
        values["owner"] = entry.owner
    if entry.next_step and write_plain(entry.next_step) != str(tracking.get("next_step") or "").strip():
        values["next_step"] = write_plain(entry.next_step)
    looked, history = str(tracking.get("last_update") or ""), _history_of(known)
    last = looked or str(history[-1].get("date") if history else "")
    if (looked or not _adds_history(entry, known)) and last < entry.day.isoformat():
        values["last_update"] = entry.day
    return values


def _tracking_lists(entry: StatusEntry, known: Mapping[str, object]) -> dict[str, list[Mapping[str, object]]]:
    """Return the items that an entry adds to the lists of a recommendation's tracking."""
    tracking = _tracking_of(known)
    lists: dict[str, list[Mapping[str, object]]] = {}
    listed = tracking.get("evidence")
    there = {
        (str(item.get("title")), str(item.get("url") or ""))
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, dict)
    }
    new = [one for one in entry.evidence if (one.title, one.url) not in there]
    if new:
        lists["evidence"] = [
            {"title": one.title, **({"url": one.url} if one.url else {}), "date": entry.day} for one in new
        ]
    if _adds_history(entry, known):
        note = {"note": write_plain(entry.note)} if entry.note else {}
        status = entry.status or present_status(known) or str(Status.NOT_STARTED)
        lists["history"] = [*_list_undated(entry, known), {"date": entry.day, "status": status, **note}]
    return lists


def _list_undated(entry: StatusEntry, known: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Return the entry of the status that a file without a history has, so that it is not lost."""
    tracking = _tracking_of(known)
    looked = str(tracking.get("last_update") or "")
    if _history_of(known) or not tracking.get("status") or not _is_changed(entry, known):
        return []
    return [{"date": date.fromisoformat(looked), "status": str(tracking["status"])}] if _is_day(looked) else []


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
