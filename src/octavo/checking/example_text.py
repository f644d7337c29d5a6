"""Find texts of the example that `octavo new` writes, where nobody has put own facts in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from ..findings.finding import Finding, MissingKind, Severity
from ..language.disclaimers import usual_disclaimer
from ..loading.value_positions import ValuePositions
from ..loading.workshop_loader import LoadedWorkshop
from ..loading.yaml_reader import read_yaml
from ..model.base_model import Model
from ..model.marked_title import MarkedTitle
from ..project.project_folders import WORKSHOP_FILE, Project, find_template

_MADE_UP: Final = re.compile("ex[ae]mpl..|.example", re.IGNORECASE)
"""Made-up words, but not the name Example, which somebody may bear."""
_LEAST_WORDS: Final = 6
"""A shorter text may be the right one by chance, such as "The council agreed"."""
_KEPT: Final = frozenset({("policy", "disclaimer")})
"""Texts that may well be kept."""
_MOST_LINES: Final = 12

KeyPath = tuple[str, ...]


def find_example_text(loaded: LoadedWorkshop, project: Project) -> tuple[Finding, ...]:
    """Return one piece of advice that names the lines of all texts that are still those of the example.

    They keep the workshop from being released. A disclaimer that is still the English one, in a workshop of another
    language, is told too.
    """
    return (*_find_english_disclaimer(loaded), *_find_example(loaded, project))


def _find_english_disclaimer(loaded: LoadedWorkshop) -> Iterator[Finding]:
    workshop = loaded.workshop
    if workshop is None or workshop.language.partition("-")[0] == "en":
        return
    if " ".join(str(workshop.policy.disclaimer).split()) == usual_disclaimer("en"):
        place = loaded.places.find_value("policy", "disclaimer")
        said = f"the disclaimer is in English, and the language of the documents is {workshop.language}"
        yield Finding(
            "english-disclaimer", said, place, f"write {usual_disclaimer(workshop.language)}", Severity.ADVICE
        )


def _find_example(loaded: LoadedWorkshop, project: Project) -> tuple[Finding, ...]:
    example = _example_texts(find_template(f"new/{WORKSHOP_FILE}", project))
    if loaded.workshop is None or not example:
        return ()
    lines = sorted(set(_find_lines(loaded.workshop, loaded.places, example)))
    if not lines:
        return ()
    shown = ", ".join(str(line) for line in lines[:_MOST_LINES])
    more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
    message = f"texts of the example that `octavo new` wrote are still there, in lines {shown}{more}"
    hint = "put your own facts in their place, or delete them; the workshop cannot be released before"
    place = next(place for place in loaded.places.values.values() if place.line == lines[0])
    return (Finding("example-text", message, place, hint, Severity.ADVICE, missing=MissingKind.FACTS),)


@cache
def _example_texts(file: Path) -> frozenset[tuple[KeyPath, str]]:
    return frozenset(
        (path, text)
        for path, _, text in _walk_texts(read_yaml(file).data)
        if path not in _KEPT and (_MADE_UP.search(text) or len(text.split()) >= _LEAST_WORDS)
    )


def _find_lines(workshop: Model, places: ValuePositions, example: frozenset[tuple[KeyPath, str]]) -> Iterator[int]:
    for path, location, text in _walk_texts(workshop):
        if (path, text) in example:
            yield places.find_value(*location).line


def _walk_texts(
    value: object, path: KeyPath = (), location: tuple[str | int, ...] = ()
) -> Iterator[tuple[KeyPath, tuple[str | int, ...], str]]:
    """Yield each text with its keys, its location and its words on one line."""
    if isinstance(value, MarkedTitle):
        value = value.written
    if isinstance(value, str):
        yield path, location, " ".join(value.split())
    elif isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _walk_texts(getattr(value, name), (*path, name), (*location, name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _walk_texts(item, (*path, str(name)), (*location, str(name)))
    elif isinstance(value, Sequence):
        for number, item in enumerate(value):
            yield from _walk_texts(item, path, (*location, number))
