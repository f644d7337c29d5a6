"""Look up what the model says of a location in a file: its type, its keys, their meaning, who may see them."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import types
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from ..language.written_languages import LANGUAGE_KEY_PATTERN
from ..model import Rest, Workshop
from ..model.base_model import DroppedWith, Model, RefersTo, ShowsPeople, Visibility
from ..model.marked_title import MarkedTitle
from ..model.rest_text import LongRest
from ..model.text_in_languages import ByLanguage
from .value_positions import Location

MARKERS = (Visibility, RefersTo, DroppedWith, ShowsPeople)
M = TypeVar("M", Visibility, RefersTo, DroppedWith, ShowsPeople)


def language_rule(kind: object) -> ByLanguage | None:
    """Return how a text, or a list of texts, of a type may differ by language; None if it may not."""
    if get_origin(kind) is Annotated:
        inner, *said = get_args(kind)
        marks = [one for one in said if isinstance(one, ByLanguage)]
        return marks[-1] if marks else language_rule(inner)
    if get_origin(kind) in (Union, types.UnionType):
        return language_rule(next(one for one in get_args(kind) if one is not type(None)))
    if get_origin(kind) is tuple:
        return language_rule(get_args(kind)[0])
    rule: ByLanguage | None = getattr(kind, "by_language", None) if isinstance(kind, type) else None
    return rule


def type_at(location: Location, root: type[Model] = Workshop) -> Any:
    """Return the type of the value at a location of a file, or None if nothing belongs there."""
    kind: object = root
    for step in location:
        kind = type_below(kind, step)
        if kind is None:
            return None
    return kind


def unwrap_type(kind: object) -> object:
    """Return a type without its constraints and without the None of an optional value."""
    if get_origin(kind) is Annotated:
        return unwrap_type(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return unwrap_type(next(one for one in get_args(kind) if one is not type(None)))
    return kind


def model_class_of(kind: object) -> type[Model] | None:
    """Return the class of the model that a type is, or that its list contains; else None."""
    kind = unwrap_type(kind)
    if get_origin(kind) is tuple:
        kind = unwrap_type(get_args(kind)[0])
    return kind if isinstance(kind, type) and issubclass(kind, Model) else None


def type_below(kind: object, step: str | int) -> object:
    """Return the type of what a value of a type contains under a key or index; None if nothing belongs there.

    Under a language stands the text itself.
    """
    if isinstance(step, str) and language_rule(kind) and re.match(LANGUAGE_KEY_PATTERN, step):
        return kind
    kind = unwrap_type(kind)
    if isinstance(step, str) and isinstance(kind, type) and issubclass(kind, Model):
        return field_types(kind).get(step)
    if get_origin(kind) is tuple and isinstance(step, int):
        return get_args(kind)[0]
    return get_args(kind)[1] if get_origin(kind) is dict else None


@cache
def field_types(part: type[Model]) -> dict[str, object]:
    """Return the keys of a model with their types as written, without markers."""
    return {name: _strip_markers(kind) for name, kind in _type_hints(part).items()}


@cache
def _type_hints(part: type[Model]) -> dict[str, object]:
    hints = get_type_hints(part, include_extras=True)
    return {name: hints[name] for name in part.model_fields}


def _strip_markers(kind: object) -> object:
    if get_origin(kind) is not Annotated:
        return kind
    inner, *said = get_args(kind)
    kept = [one for one in said if not isinstance(one, MARKERS)]
    return Annotated[(inner, *kept)] if kept else inner


@cache
def field_markers(part: type[Model], kind: type[M]) -> dict[str, M]:
    """Return the fields of a model that have a marker of a kind, such as `Visibility` or `RefersTo`."""
    found = {name: next(_find_markers(hint, kind), None) for name, hint in _type_hints(part).items()}
    return {name: mark for name, mark in found.items() if mark is not None}


def _find_markers(hint: object, kind: type[M]) -> Iterator[M]:
    """Find the markers of a type, and of the items of a list."""
    yield from (one for one in getattr(hint, "__metadata__", ()) if isinstance(one, kind))
    for inner in get_args(hint):
        if get_origin(hint) is not Annotated or inner is get_args(hint)[0]:
            yield from _find_markers(inner, kind)


def is_private(part: type[Model], name: str) -> bool:
    """Return whether nobody may see a field: it is marked so, or unmarked in a closed model."""
    shown = field_markers(part, Visibility).get(name)
    return part.is_closed if shown is None else not shown.is_public


@cache
def field_descriptions(part: type[Model]) -> dict[str, str]:
    """Return the sentence under each key in the source of a model."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(part))).body[0]
    except (OSError, SyntaxError):
        return {}
    lines = body.body if isinstance(body, ast.ClassDef) else []
    return {
        line.target.id: str(text.value.value)
        for line, text in pairwise(lines)
        if isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }


def holds_author_text(location: Location) -> bool:
    """Return whether the value at a location is a text in the author's words."""
    kind = type_at(location)
    text = unwrap_type(kind)
    return language_rule(kind) is not None and (text is str or text in (Rest, LongRest, MarkedTitle))


@cache
def parents_by_key(start: type[Model]) -> dict[str, tuple[Location, ...]]:
    """Return for each key the nearest models below `start` that have it, as the ways to them."""
    found: dict[str, tuple[Location, ...]] = {}
    level: list[tuple[Location, type[Model]]] = [((), start)]
    seen: set[type[Model]] = set()
    while level:
        seen.update(part for _, part in level)
        level = [(way, part) for way, part in _nested_models(level) if part not in seen]
        for key in {key for _, part in level for key in field_types(part)} - set(found):
            found[key] = tuple(way for way, part in level if key in field_types(part))
    return found


def _nested_models(level: list[tuple[Location, type[Model]]]) -> Iterator[tuple[Location, type[Model]]]:
    for way, part in level:
        for name, kind in field_types(part).items():
            if (inner := model_class_of(kind)) is not None:
                yield (*way, name), inner
