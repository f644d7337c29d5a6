"""Import the answers of addressees into workshop.yaml: all of them, or none if one is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..findings.finding import Finding, FindingsError, has_errors
from ..importers.tables.table_reader import MOST_BYTES
from ..importers.workshop_edit import OpenedWorkshop, open_workshop, read_in_worker, read_source
from ..loading.derived_values import list_recommendation_ids
from ..loading.yaml_reader import read_yaml_bytes
from .answer_reader import AnswerRow, ReadAnswers, read_answers
from .answer_sheets import addressee_key, make_mark
from .status_entry import StatusEntry, enter_statuses, present_status
from .status_texts import unknown_recommendation_finding

_SINGLE_VALUES = ("status", "progress", "owner", "next_step")
"""What two answers may not say differently."""
_MOST_FINDINGS = 100


@dataclass(frozen=True)
class AnswerChoices:
    """What a user may choose: the day of rows without a date, and whether rows without a mark are taken."""

    day: date | None = None
    takes_unmarked: bool = False


@dataclass(frozen=True)
class AnswerChange:
    """What an answer says of a recommendation: its status before and after, and the day."""

    id: str
    before: str
    after: str
    day: date
    is_change: bool


@dataclass(frozen=True)
class AnswerImport:
    """What an import changes: the text of workshop.yaml before and after, the answers, and what is told."""

    before: str
    after: str
    changes: tuple[AnswerChange, ...]
    unanswered: tuple[str, ...]
    """Recommendations that are on a sheet, and were not answered on any."""
    findings: tuple[Finding, ...]

    @property
    def changed(self) -> int:
        """How many recommendations change."""
        return sum(one.is_change for one in self.changes)


def import_answers(sources: Sequence[Path], workshop: Path, choices: AnswerChoices) -> AnswerImport:
    """Return what changes if answers are entered; nothing is written.

    If any answer is in doubt, the text after is that before, and the findings have errors. Raises FindingsError if a
    file or the workshop cannot be read.
    """
    opened = open_workshop(workshop)
    read = [_read_file(source, choices.day) for source in sources]
    found = [finding for one in read for finding in one.findings]
    known = _KnownRecommendations(opened)
    for one in read:
        found += known.check_rows(one.rows, choices.takes_unmarked)
    answered = [row for one in read for row in one.rows if row.is_answered and row.entry]
    merged, conflicts = _merge_answers(answered)
    found += conflicts
    listed = dict.fromkeys(row.id for one in read for row in one.rows if row.id in known.ids)
    told = {row.id for one in read for row in one.rows if row.is_answered}
    unanswered = tuple(name for name in listed if name not in told)
    after = opened.text
    if not has_errors(found) and merged:
        try:
            done = enter_statuses(opened, merged)
            after, found = done.after, [*found, *done.findings]
        except FindingsError as faults:
            found += faults.findings
    changes = tuple(known.describe(merged, after)) if not has_errors(found) else ()
    return AnswerImport(opened.text, after, changes, unanswered, _cut(found))


def _cut(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings, but not more than can be read."""
    if len(found) <= _MOST_FINDINGS:
        return tuple(found)
    message = f"{len(found) - _MOST_FINDINGS} more faults in the answers are not shown"
    return (*found[:_MOST_FINDINGS], Finding("too-many-faults", message, None, "correct these and try again"))


def _read_file(source: Path, day: date | None) -> ReadAnswers:
    data = read_source(source, MOST_BYTES)
    return read_in_worker(source, _warm_up, read_answers, source, data, day)


def _warm_up() -> None:
    """Nothing more is needed than this module has imported."""


class _KnownRecommendations:
    """The recommendations of a workshop, as its file has them."""

    def __init__(self, opened: OpenedWorkshop) -> None:
        self.entries: Sequence[Mapping[str, object]] = opened.list_entries("recommendations")
        self.ids = list_recommendation_ids(self.entries)
        self.languages = opened.languages
        self.workshop, self.path = str(opened.data.get("id") or ""), opened.path

    def check_rows(self, rows: Sequence[AnswerRow], takes_unmarked: bool) -> Iterator[Finding]:
        """Yield what speaks against the answers of a file."""
        marks = Counter("/".join(row.mark.split("/")[:2]) for row in rows if row.mark.count("/") == 2)
        usual = marks.most_common(1)[0][0].split("/") if marks else []
        for row in rows:
            if row.id and row.id not in self.ids and row.is_answered:
                fault = unknown_recommendation_finding(row.id, self.ids, row.place)
                yield self._tell(row, fault.code, fault.message, fault.hint)
            elif row.id in self.ids and row.is_answered:
                yield from self._check_row(row, usual, takes_unmarked)

    def _check_row(self, row: AnswerRow, usual: Sequence[str], takes_unmarked: bool) -> Iterator[Finding]:
        entry = self.entries[self.ids.index(row.id)]
        workshop, addressee = row.mark.split("/")[:2] if row.mark.count("/") == 2 else (usual or ["", ""])
        if workshop and workshop != self.workshop:
            hint = "name that workshop with --workshop"
            yield self._tell(row, "other-workshop", f"the answer belongs to the workshop '{workshop[:60]}'", hint)
            return
        if addressee and addressee not in self._addressees(entry):
            message = f"{row.id} is not addressed to '{addressee[:60]}', whose sheet this is"
            hint = "delete the row, or ask those to whom it is addressed"
            yield self._tell(row, "not-addressed", message, hint)
        elif not row.mark and not takes_unmarked:
            hint = "copy the mark from the sheet that was sent, or take rows without one with --unmarked"
            yield self._tell(row, "no-mark", f"the answer to {row.id} has no mark", hint)
        elif row.mark and row.mark != make_mark(workshop, addressee, row.id, entry):
            present = present_status(entry) or "not known"
            message = f"{row.id} was changed in workshop.yaml after the sheet was written; its status is now {present}"
            hint = "compare them; if the answer holds, empty its mark and import with --unmarked; else delete the row"
            yield self._tell(row, "changed-meanwhile", message, hint)

    def _addressees(self, entry: Mapping[str, object]) -> set[str]:
        listed = entry.get("addressees")
        return {addressee_key(str(one))[:60] for one in (listed if isinstance(listed, list) else ())}

    @staticmethod
    def _tell(row: AnswerRow, code: str, message: str, hint: str) -> Finding:
        return Finding(code, message if row.place else f"{row.where}: {message}", row.place, hint)

    def describe(self, answers: Sequence[StatusEntry], after: str) -> Iterator[AnswerChange]:
        """Yield what answers change in a text of the file, in the order of the recommendations."""
        data = self.languages.take_main_texts(read_yaml_bytes(self.path, after.encode()).data)
        by_id = {one.id: one for one in answers}
        for identity, old, new in zip(self.ids, self.entries, data["recommendations"], strict=True):
            if answer := by_id.get(identity):
                before = present_status(old)
                yield AnswerChange(identity, before, answer.status or before, answer.day, old != new)


def _merge_answers(rows: Sequence[AnswerRow]) -> tuple[list[StatusEntry], list[Finding]]:
    """Return one entry for each recommendation, and the conflicts of answers that disagree."""
    merged: dict[str, StatusEntry] = {}
    first: dict[str, AnswerRow] = {}
    conflicts = []
    for row in rows:
        entry = row.entry
        if entry is None:
            continue
        if row.id not in merged:
            merged[row.id], first[row.id] = entry, row
            continue
        other = merged[row.id]
        differing = [name for name in _SINGLE_VALUES if _differ(getattr(entry, name), getattr(other, name))]
        if differing:
            conflicts.append(_conflict(row, first[row.id], entry, other, differing[0]))
        else:
            merged[row.id] = _join(other, entry)
    return list(merged.values()), conflicts


def _differ(one: object, other: object) -> bool:
    return one not in (None, "") and other not in (None, "") and one != other


def _conflict(row: AnswerRow, other_row: AnswerRow, entry: StatusEntry, other: StatusEntry, name: str) -> Finding:
    said = f"{getattr(entry, name)}"[:60], f"{getattr(other, name)}"[:60]
    called = name.replace("_", " ")
    where = "" if row.place else f"{row.where}: "
    message = f"{where}two answers to {row.id} disagree: its {called} is {said[0]}, but {said[1]} in {other_row.where}"
    return Finding("answers-disagree", message, row.place, "delete the one that does not hold")


def _join(one: StatusEntry, other: StatusEntry) -> StatusEntry:
    """Join two answers that agree: the later day, all evidence, and both notes."""
    notes = dict.fromkeys(filter(None, (one.note, other.note)))
    return replace(
        one,
        day=max(one.day, other.day),
        status=one.status or other.status,
        note="\n\n".join(notes),
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
        progress=one.progress if one.progress is not None else other.progress,
        owner=one.owner or other.owner,
        next_step=one.next_step or other.next_step,
    )
