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
from .model_fields import holds_author_text
from .source_map import map_word_positions
from .validation_errors import MAX_REPORTED, explain_errors
from .value_positions import Location, ValuePositions
from .yaml_reader import YamlSource, read_yaml


@dataclass(frozen=True)
class LoadedWorkshop:
    """A workshop that was read; `workshop` is None where the findings hold an error of form."""

    workshop: Workshop | None
    places: ValuePositions
    findings: tuple[Finding, ...]


def load_workshop(path: Path) -> LoadedWorkshop:
    """Read and validate a workshop file; every `Rest` value gets its origin."""
    with working_on(path):
        return _load_file(path)


def _load_file(path: Path) -> LoadedWorkshop:
    source = read_yaml(path)
    found = list(source.findings)
    workshop = None
    if isinstance(source.data, dict):
        workshop, faults = _validate_workshop(source)
        found += faults
    elif source.data is not None:
        hint = "begin with schema_version: 1, id: and event:; `octavo new NAME` writes a file to start from"
        given = "a list" if isinstance(source.data, list) else "words alone"
        message = f"the file holds {given}, where keys and values belong"
        found.append(Finding("not-a-workshop", message, source.places.value(), hint))
    found += _warn_cut_short(source)
    found.sort(key=lambda finding: finding.place or Place(path))
    if has_errors(found):
        workshop = None
    if len(found) > MAX_REPORTED:
        message = f"there are more faults than the {MAX_REPORTED} above"
        found = [*found[:MAX_REPORTED], Finding("too-many-faults", message, Place(path), "mend these and try again")]
    return LoadedWorkshop(workshop, source.places, tuple(found))


def _validate_workshop(source: YamlSource) -> tuple[Workshop | None, list[Finding]]:
    try:
        workshop = Workshop.model_validate(source.data)
    except ValidationError as error:
        return None, explain_errors(error, source)
    for at, value in _walk_rest_values(workshop, ()):
        scalar = source.scalars[at]
        value.origin = Origin(source.places.file, map_word_positions(scalar, source.lines))
    return workshop, []


def _walk_rest_values(value: Any, at: Location) -> Iterator[tuple[Location, Rest]]:
    if isinstance(value, Rest):
        yield at, value
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _walk_rest_values(getattr(value, name), (*at, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk_rest_values(item, (*at, number))


def _warn_cut_short(source: YamlSource) -> list[Finding]:
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
        if holds_author_text(at)
    ]
