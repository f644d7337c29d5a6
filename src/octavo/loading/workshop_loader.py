"""Read a workshop: the path of a YAML file in, the Workshop and the place of each of its values out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..findings.finding import Finding, Place, Severity, has_errors
from ..model import Origin, Rest, Workshop
from ..model.base_model import Model
from ..processes.current_file import working_on
from .model_fields import prints_text
from .source_map import origins
from .validation_errors import MOST_TOLD, explain
from .value_positions import Location, ValuePositions
from .yaml_reader import YamlSource, read


@dataclass(frozen=True)
class Loaded:
    """A workshop that was read; `workshop` is None where the findings hold an error of form."""

    workshop: Workshop | None
    places: ValuePositions
    findings: tuple[Finding, ...]


def load(path: Path) -> Loaded:
    """Read and validate a workshop file; every `Rest` value gets its origin."""
    with working_on(path):
        return _loaded(path)


def _loaded(path: Path) -> Loaded:
    source = read(path)
    found = list(source.findings)
    workshop = None
    if isinstance(source.data, dict):
        workshop, faults = _validated(source)
        found += faults
    elif source.data is not None:
        hint = "begin with schema_version: 1, id: and event:; `octavo new NAME` writes a file to start from"
        given = "a list" if isinstance(source.data, list) else "words alone"
        message = f"the file holds {given}, where keys and values belong"
        found.append(Finding("not-a-workshop", message, source.places.value(), hint))
    found += _cut_short(source)
    found.sort(key=lambda finding: finding.place or Place(path))
    if has_errors(found):
        workshop = None
    if len(found) > MOST_TOLD:
        message = f"there are more faults than the {MOST_TOLD} above"
        found = [*found[:MOST_TOLD], Finding("too-many-faults", message, Place(path), "mend these and try again")]
    return Loaded(workshop, source.places, tuple(found))


def _validated(source: YamlSource) -> tuple[Workshop | None, list[Finding]]:
    try:
        workshop = Workshop.model_validate(source.data)
    except ValidationError as error:
        return None, explain(error, source)
    for at, value in _rest_values(workshop, ()):
        scalar = source.scalars[at]
        value.origin = Origin(source.places.file, origins(scalar, source.lines))
    return workshop, []


def _rest_values(value: Any, at: Location) -> Iterator[tuple[Location, Rest]]:
    if isinstance(value, Rest):
        yield at, value
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _rest_values(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _rest_values(item, (*at, number))


def _cut_short(source: YamlSource) -> list[Finding]:
    """Warn where one space and # end an unquoted text: mostly a text cut short; a comment has two spaces."""
    return [
        Finding(
            "text-cut-short",
            "the text ends before this #, since the rest of the line is read as a comment",
            place,
            "put the text in double quotes; if a comment is meant, leave two spaces before the #",
            Severity.WARNING,
        )
        for at, place in source.cut_short.items()
        if prints_text(at)
    ]
