"""Fill in what a workshop file may leave out since the rest says it: ids, ids behind names, days, present statuses.

After this stage every entry has an id and every reference is one, so that nothing later needs to know of names. A
reference that means no entry, or several, stays as it is written and is reported by the checks. How ids are made:
`language/slugs`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any, Final, TypeVar

from ..language.slugs import derive_id, derive_person_id
from ..model import Organization, Person, Talk, Workshop
from ..model.base_model import Model
from .name_references import NameIndex, find_meant_ids, make_person_entry
from .value_positions import Location

T = TypeVar("T")
_Rule = Callable[[Any, int, set[str]], str]
"""Makes the id of an entry, from the entry, its index, and the ids that are taken."""


def fill_in_days(data: Mapping[str, object]) -> Mapping[str, object]:
    """Return the plain data of a workshop with the dates of its days, if as many are listed as the event lasts."""
    event, programme = data.get("event"), data.get("programme")
    days = programme.get("days") if isinstance(programme, dict) else None
    if (
        not isinstance(event, dict)
        or not isinstance(programme, dict)
        or not isinstance(days, list)
        or not all(isinstance(day, dict) for day in days)
    ):
        return data
    try:
        start, end = (date.fromisoformat(str(event.get(key)).strip()) for key in ("start", "end"))
    except ValueError:
        return data
    if len(days) != (end - start).days + 1:
        return data
    dated = [{"date": (start + timedelta(days=number)).isoformat(), **day} for number, day in enumerate(days)]
    return {**data, "programme": {**programme, "days": dated}}


def fill_in_ids(workshop: Workshop, in_main_language: Workshop | None = None) -> Workshop:
    """Return a workshop in which every entry has an id, and unique names in references are replaced by ids.

    An id is the same in all languages: it is made from the words of the main language, and references may use the
    names of that language too.
    """
    ids = _derive_ids(in_main_language or workshop)
    named = _replace_values(workshop, ids)
    if in_main_language:
        main = _replace_values(in_main_language, ids)
        meant = {at: one for at, one in find_meant_ids(main).items() if _value_at(main, at) == _value_at(named, at)}
        named = _replace_values(named, meant)
    return _replace_values(named, find_meant_ids(named))


def _value_at(value: object, at: Location) -> object:
    """Return what stands at a location of a part of the model; None if nothing does."""
    for step in at:
        if isinstance(step, str):
            value = getattr(value, step, None)
        else:
            value = value[step] if isinstance(value, tuple) and step < len(value) else None
    return value


def fill_in_statuses(workshop: Workshop) -> Workshop:
    """Return a workshop in which what the last entries of histories and of editions say is filled in.

    These are the status and the last update of a recommendation, and the cut-off date of the previous edition.
    """
    derived: dict[Location, object] = {}
    for number, entry in enumerate(workshop.recommendations):
        if (tracking := entry.tracking) and tracking.history:
            at: Location = ("recommendations", number, "tracking")
            if "status" not in tracking.model_fields_set:
                derived[*at, "status"] = tracking.history[-1].status
            if tracking.last_update is None:
                derived[*at, "last_update"] = tracking.history[-1].date
    report = workshop.report
    if report and report.previous is None and report.editions:
        derived["report", "previous"] = report.editions[-1].cut_off
    return _replace_values(workshop, derived)


def walk_talks(workshop: Workshop) -> Iterator[tuple[Location, Talk]]:
    """Yield the talks of the programme, each with its location."""
    for i, day in enumerate(workshop.programme.days if workshop.programme else ()):
        for j, session in enumerate(day.sessions):
            for k, talk in enumerate(session.talks):
                yield ("programme", "days", i, "sessions", j, "talks", k), talk


def list_person_ids(people: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the ids of people in the plain data of a file, also of those without one."""
    names = [[str(entry.get(key) or "") for key in ("given", "family", "suffix")] for entry in people]
    return _complete_ids(
        [str(entry.get("id") or "") for entry in people],
        lambda number, taken: derive_person_id(names[number][0], names[number][1], names[number][2], taken),
    )


def list_recommendation_ids(entries: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the ids of recommendations in the plain data of a file, also of those without one."""
    return _complete_ids(
        [str(entry.get("id") or "") for entry in entries], lambda number, taken: _derive_number(None, number, taken)
    )


def index_people(people: Sequence[Mapping[str, object]]) -> NameIndex:
    """Index the people in the plain data of a file."""
    entries = [
        make_person_entry(identity, number, *(str(entry.get(key) or "") for key in ("given", "family", "suffix")))
        for number, (identity, entry) in enumerate(zip(list_person_ids(people), people, strict=True))
    ]
    return NameIndex(entries)


def _derive_ids(workshop: Workshop) -> dict[Location, str]:
    """Return the ids of entries without one, by the locations of these ids."""
    derived: dict[Location, str] = {}
    for name, rule in _RULES.items():
        ways: list[Location] = [(name, number) for number in range(len(getattr(workshop, name)))]
        derived |= _derive_register_ids(ways, getattr(workshop, name), rule)
    talks = list(walk_talks(workshop))
    return derived | _derive_register_ids([at for at, _ in talks], [talk for _, talk in talks], _title_rule("talk"))


def _derive_register_ids(ways: Sequence[Location], entries: Sequence[Any], rule: _Rule) -> dict[Location, str]:
    ids = _complete_ids([entry.id for entry in entries], lambda number, taken: rule(entries[number], number, taken))
    named = zip(ways, entries, ids, strict=True)
    return {(*at, "id"): identity for at, entry, identity in named if not entry.id}


def _complete_ids(ids: Sequence[str], derive: Callable[[int, set[str]], str]) -> list[str]:
    """Return all ids of a register; those that are written have precedence over those that are made."""
    taken, completed = set(filter(None, ids)), list(ids)
    for number, identity in enumerate(ids):
        if not identity:
            completed[number] = derive(number, taken)
            taken.add(completed[number])
    return completed


def _title_rule(kind: str) -> _Rule:
    return lambda entry, _, taken: derive_id(str(entry.title), kind, taken)


def _derive_from_name(known: Person, _: int, taken: set[str]) -> str:
    return derive_person_id(known.given or "", known.family, known.suffix or "", taken)


def _derive_from_short_name(known: Organization, _: int, taken: set[str]) -> str:
    return derive_id(known.short or known.name, "organization", taken)


def _derive_number(_: object, number: int, taken: set[str]) -> str:
    return next(name for at in count(number + 1) if (name := f"R{at}") not in taken)


_RULES: Final[Mapping[str, _Rule]] = {
    "people": _derive_from_name,
    "organizations": _derive_from_short_name,
    "recommendations": _derive_number,
    "working_groups": _title_rule("group"),
    "chapters": _title_rule("chapter"),
}


def _replace_values(value: T, changes: Mapping[Location, object]) -> T:
    """Return a part of the model with other values at some locations; what has no change in it is kept as it is."""
    if not changes:
        return value
    below: dict[str | int, dict[Location, object]] = {}
    for at, new in changes.items():
        below.setdefault(at[0], {})[at[1:]] = new
    replaced: Any = value
    if isinstance(value, Model):
        update = {str(name): _replace_at(getattr(value, str(name)), inner) for name, inner in below.items()}
        replaced = value.model_copy(update=update)
    elif isinstance(value, tuple):
        replaced = tuple(_replace_items(value, below))
    kept: T = replaced
    return kept


def _replace_items(items: Iterable[object], below: Mapping[str | int, dict[Location, object]]) -> Iterator[object]:
    for number, item in enumerate(items):
        yield _replace_at(item, below[number]) if number in below else item


def _replace_at(value: object, changes: Mapping[Location, object]) -> object:
    return changes[()] if () in changes else _replace_values(value, changes)
