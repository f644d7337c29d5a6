"""Read the headings of a table of rows: the name of a row, words of its own, or a key of workshop.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, get_origin

from ..findings.finding import Finding
from ..importers.tables.columns import name_column
from ..loading.derived_values import list_person_ids
from ..loading.model_fields import field_types, model_class_of, type_at, unwrap_type
from ..loading.value_positions import Location
from ..model import Workshop
from ..model.base_model import Model

NAME_HEADING: Final = "id"
"""The heading of the column with the names of the rows."""
OWN_PREFIX: Final = "row."
"""How headings begin whose cells are words of the row, for ``{{ row.NAME }}``."""
_FIXED_KEYS: Final = ("schema_version", "products")
_MOST_NAMED: Final = 3
_DEEPEST: Final = 4


@dataclass(frozen=True)
class RowColumn:
    """A column that is used: its index from 0, its heading, and where its cells go.

    Cells go to `at` in workshop.yaml; to the row's own words under `own`; or, if both are empty, they name the row.
    """

    index: int
    heading: str
    at: Location = ()
    own: str = ""
    is_list: bool = False
    """Whether a cell holds the entries of a list, parted by semicolons or line breaks."""
    is_needed: bool = False
    """Whether no workshop can be without this key."""

    @property
    def called(self) -> str:
        """The column for messages: its letter and its heading."""
        return f"column {name_column(self.index)} “{self.heading[:60]}”"


def read_headings(cells: Sequence[str], data: Mapping[str, object]) -> tuple[tuple[RowColumn, ...], list[Finding]]:
    """Return the columns of a table whose first row is `cells`, and a finding for each heading that cannot be used.

    `data` are the plain data of the workshop that is the template. Columns without a heading are left out. The findings
    have no place: the caller knows the file.
    """
    columns: list[RowColumn] = []
    found: list[Finding] = []
    first: dict[object, RowColumn] = {}
    for index, cell in enumerate(cells):
        if not (heading := cell.strip()):
            continue
        column = _read_heading(index, heading, data)
        if isinstance(column, Finding):
            found.append(column)
            continue
        target = column.at or column.own
        if target in first:
            message = f"{column.called} fills the same field as {first[target].called}"
            found.append(Finding("same-column", message, None, "delete one of the two columns"))
            continue
        first[target] = column
        columns.append(column)
    found += _find_overlaps(columns)
    return tuple(columns), found


def _find_overlaps(columns: Sequence[RowColumn]) -> Iterator[Finding]:
    """Yield a finding for each column that fills a part of what another one fills."""
    ways = {column.at: column for column in columns if column.at}
    for at, column in ways.items():
        for length in range(1, len(at)):
            if other := ways.get(at[:length]):
                message = f"{column.called} fills a part of what {other.called} fills"
                yield Finding("same-column", message, None, "delete one of the two columns")


def _read_heading(index: int, heading: str, data: Mapping[str, object]) -> RowColumn | Finding:
    plain = heading.lower()
    if plain == NAME_HEADING:
        return RowColumn(index, heading)
    if plain.startswith(OWN_PREFIX):
        name = heading[len(OWN_PREFIX) :].strip()
        if name.isidentifier():
            return RowColumn(index, heading, own=name)
        message = f"{_called(index, heading)}: '{name}' cannot be printed as {{{{ row.NAME }}}}"
        return Finding("bad-column", message, None, "use letters, digits and _ after row., as in row.salutation")
    at = _find_location(heading, data)
    if isinstance(at, str):
        return Finding("unknown-column", f"{_called(index, heading)} {at}", None, _suggest(heading, data))
    return _field_column(index, heading, at)


def _called(index: int, heading: str) -> str:
    return RowColumn(index, heading).called


def _field_column(index: int, heading: str, at: Location) -> RowColumn | Finding:
    kind = type_at(at)
    part = model_class_of(kind)
    is_list = get_origin(unwrap_type(kind)) is tuple
    if part is not None:
        keys = ", ".join(f"{heading}.{'1.' if is_list else ''}{key}" for key in list(field_types(part))[:_MOST_NAMED])
        message = f"{_called(index, heading)} names a {'list' if is_list else 'group'} of keys, not one field"
        return Finding("unknown-column", message, None, f"name a field in it, such as {keys}")
    above = model_class_of(type_at(at[:-1])) or Workshop
    field = above.model_fields.get(str(at[-1]))
    return RowColumn(index, heading, at, "", is_list, field is not None and field.is_required())


def _find_location(heading: str, data: Mapping[str, object]) -> Location | str:
    """Return the location that a dotted key names, or in words what is wrong with it; lists count from 1."""
    at: Location = ()
    value: Any = data
    for number, step in enumerate(step.strip() for step in heading.split(".")):
        kind = unwrap_type(type_at(at)) if at else Workshop
        if get_origin(kind) is tuple:
            index = _find_entry(step, str(at[-1]), value)
            if isinstance(index, str):
                return index
            at, value = (*at, index), value[index]
            continue
        key = step.lower().replace("-", "_") if isinstance(kind, type) and issubclass(kind, Model) else step
        if (not number and key in _FIXED_KEYS) or (not number and key == NAME_HEADING):
            return "cannot differ from row to row"
        if type_at((*at, key)) is None:
            return "is no field of workshop.yaml"
        at, value = (*at, key), value.get(key) if isinstance(value, Mapping) else None
    return at


def _find_entry(step: str, name: str, entries: object) -> int | str:
    """Return the index of an entry of a list by its number from 1 or its id, or in words why there is none."""
    listed = entries if isinstance(entries, list) else []
    if step.isascii() and step.isdigit():
        if 1 <= int(step) <= len(listed):
            return int(step) - 1
        count = f"{len(listed)} entr{'y' if len(listed) == 1 else 'ies'}" if listed else "no entries"
        return f"is no field of workshop.yaml: {name} has {count}"
    groups = [entry if isinstance(entry, Mapping) else {} for entry in listed]
    ids = list_person_ids(groups) if name == "people" else [str(entry.get("id") or "") for entry in groups]
    if step and step in ids:
        return ids.index(step)
    return f"is no field of workshop.yaml: {name} has no entry '{step[:40]}', by number or id"


def _suggest(heading: str, data: Mapping[str, object]) -> str:
    own = "".join(c if c.isalnum() else "_" for c in heading.lower()).strip("_")[:40]
    own = own if own.isidentifier() else "words"
    rest = f"for words of your own, write {OWN_PREFIX}{own}; or delete the column"
    keys = dict.fromkeys((*_written_keys(data, ""), *_known_keys(Workshop, "")))
    near = _keys_beside(heading, data) or _near_keys(heading.lower(), list(keys))
    return f"did you mean {' or '.join(near)}? {rest}" if near else f"write a key such as event.title; {rest}"


def _keys_beside(heading: str, data: Mapping[str, object]) -> list[str]:
    """Return keys of the group that a heading names, if it names one and only its last word is wrong."""
    above, _, last = heading.rpartition(".")
    at = _find_location(above, data) if above else ""
    part = model_class_of(type_at(at)) if isinstance(at, tuple) else None
    if part is None or (get_origin(unwrap_type(type_at(at))) is tuple):  # type: ignore[arg-type] # it is a location
        return []
    keys = [key for key, kind in field_types(part).items() if model_class_of(kind) is None]
    near = get_close_matches(last.lower(), keys, _MOST_NAMED, 0.6) or keys[:_MOST_NAMED]
    return [f"{above}.{key}" for key in near]


def _near_keys(heading: str, keys: Sequence[str]) -> list[str]:
    """Return the keys most like a heading: those that end as it does first."""
    last = heading.rpartition(".")[2].strip().replace(" ", "_")
    ending = [key for key in keys if key.rpartition(".")[2] == last]
    ending = get_close_matches(heading, ending, _MOST_NAMED, 0) if "." in heading else ending
    near = get_close_matches(heading, keys, _MOST_NAMED, 0.7)
    leaves = {key.rpartition(".")[2]: key for key in reversed(keys)}
    similar = [leaves[name] for name in get_close_matches(last, leaves, _MOST_NAMED, 0.75)]
    return list(dict.fromkeys((*ending, *near, *similar)))[:_MOST_NAMED]


def _written_keys(value: object, way: str) -> Iterator[str]:
    """Yield the dotted keys of single values in plain data."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if way or key not in (*_FIXED_KEYS, NAME_HEADING):
                yield from _written_keys(inner, f"{way}{key}.")
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        for number, inner in enumerate(value, 1):
            yield from _written_keys(inner, f"{way}{number}.")
    else:
        yield way.rstrip(".")


def _known_keys(part: type[Model], way: str) -> Iterator[str]:
    """Yield the dotted keys of single values that a model knows, but those within lists."""
    for key, kind in field_types(part).items():
        inner = model_class_of(kind)
        if inner is None:
            if way or key not in (*_FIXED_KEYS, NAME_HEADING):
                yield f"{way}{key}"
        elif get_origin(unwrap_type(kind)) is not tuple and way.count(".") < _DEEPEST:
            yield from _known_keys(inner, f"{way}{key}.")
