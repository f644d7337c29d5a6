"""Say what a value should have been: pydantic's errors in, findings in plain words out."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..findings.finding import Finding, Place
from ..model import Workshop
from ..model.base_model import Model
from .model_fields import field_descriptions, field_types, model_class_of, parents_by_key, type_at, unwrap_type
from .value_positions import Location
from .yaml_reader import YamlSource

MAX_REPORTED: Final = 300
"""Faults after which an author is not told of more."""
REPORT_KEYS: Final = {"policy": ["disclaimer"]}
"""Keys that no workshop needs for itself, but its reports do."""
KEY_EXAMPLES: Final = {
    "schema_version": "schema_version: 1",
    "id": "id: managing-risk-2026",
    "type": "type: workshop",
    "title": "title: Managing Shared Risk",
    "name": "name: University of Oslo",
    "start": "start: 2026-03-31",
    "end": "end: 2026-04-02",
    "date": "date: 2026-03-31",
    "cut_off": "cut_off: 2026-03-31",
    "family": "family: Hansen",
    "country": "country: NO",
    "person": "person: hansen",
    "org": "org: oslo",
    "file": "file: figures/group.jpg",
    "alt": "alt: The participants on the steps of the town hall",
    "status": "status: in-progress",
    "currency": "currency: EUR",
    "rate": "rate: 1.25",
    "url": "url: https://example.org/report",
    "source": "source: chapters/hansen.rst",
    "category": "category: Travel",
    "term": "term: IAEA",
    "definition": "definition: International Atomic Energy Agency",
    "text": "text: Share data on incidents within a day.",
    "executive": "executive: The workshop reviewed how incidents are reported.",
    "year": "year: 2026",
    "doi": "doi: 10.1007/978-1-4020-1234-5",
    "hardback": "hardback: 978-1-4020-1234-1",
    "email": "email: office@example.org",
    "depositor": "depositor: University of Oslo",
    "chapter_urls": "chapter_urls: https://example.org/book/{id}",
    "price": "price: 85.00",
    "utc_offset": "utc_offset: +02:00",
    "disclaimer": "disclaimer: The views are those of the participants.",
}
_NUMBER_ERRORS: Final = {
    "int": ("is not a whole number", "write digits only, as in 12"),
    "float": ("is not a number", "write digits and a point, as in 3.5, without a unit"),
    "decimal": ("is not an amount", "write digits and a point, as in 12500.50, without currency or spaces"),
    "bool": ("is neither true nor false", "write true or false"),
}
_BOUND_ERRORS: Final = {
    "greater_than_equal": ("ge", "is too small", "write {} or more"),
    "greater_than": ("gt", "is too small", "write a number above {}"),
    "less_than_equal": ("le", "is too large", "write {} or less"),
    "decimal_max_places": ("decimal_places", "has too many decimals", "write at most {} after the point"),
    "decimal_max_digits": ("max_digits", "has too many digits", "write at most {} digits"),
    "decimal_whole_digits": ("whole_digits", "has too many digits", "write at most {} digits before the point"),
}


def explain_errors(error: ValidationError, source: YamlSource, root: type[Model] = Workshop) -> list[Finding]:
    """Turn every error into a finding at its place in the file, which describes a `root`."""
    words = _Explainer(root)
    details = [detail for detail in error.errors(include_url=False) if not _is_consequence(detail)]
    details = details[: MAX_REPORTED + 1]
    misspelt = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    # Of a misspelt key it is not said that it is missing as well.
    said = {(*at[:-1], words.near(at)) for at in misspelt}
    return [
        words.finding(detail, at, source)
        for detail in details
        if (at := _written_location(detail, source)) not in said and not _is_unread(at, source)
    ]


def missing_key_finding(at: Location, place: Place, is_given: bool = False) -> Finding:
    """Name the key of a workshop that is missing, with an example and what it is for.

    What is given by others, as a DOI is, has an example that nobody should keep.
    """
    return _Explainer(Workshop).missing_key(at, place, is_given)


@dataclass(frozen=True)
class _Explainer:
    """Finds words for faults of a file whose shape is that of `root`."""

    root: type[Model]

    @property
    def thing(self) -> str:
        """Name what the file describes."""
        return self.root.__name__.lower()

    def finding(self, detail: ErrorDetails, at: Location, source: YamlSource) -> Finding:
        places = source.places
        if detail["type"] == "missing":
            return self.missing_key(at, places.key(*at[:-1]) if at[:-1] else Place(places.file))
        if detail["type"] == "extra_forbidden":
            return self._unknown(at, places.key(*at))
        code, message, hint = self._wrong_value(detail, at)
        is_key = detail["loc"][-1:] == ("[key]",)
        return Finding(code, message, places.key(*at) if is_key else places.value(*at), hint)

    def missing_key(self, at: Location, place: Place, is_given: bool = False) -> Finding:
        """Name the key that is missing, with an example and what it is for."""
        key, part = str(at[-1]), model_class_of(type_at(at[:-1], self.root))
        meaning = field_descriptions(part).get(key, "").rstrip(".") if part else ""
        inner = model_class_of(type_at(at, self.root))
        if inner:
            wanted = REPORT_KEYS.get(key) or [name for name, field in inner.model_fields.items() if field.is_required()]
            keys = _join_words(wanted)
            example = f"{key}: and below it, indented, {keys or 'its keys'}"
        else:
            example = KEY_EXAMPLES.get(key, f"{key}:")
            if is_given:
                example = example.replace(f"{key}: ", f"{key}: and its value, such as ", 1)
        return Finding(
            "missing-key", f"'{key}' is missing {_describe_parent(at[:-1])}", place, f"add {example} ({meaning})"
        )

    def _unknown(self, at: Location, place: Place) -> Finding:
        """Name a key that is not known, and the one that was likely meant or where it belongs."""
        key, part = str(at[-1]), model_class_of(type_at(at[:-1], self.root)) or self.root
        message = f"'{key}' is not a key {_describe_parent(at[:-1]) if len(at) > 1 else f'of a {self.thing}'}"
        if near := self.near(at):
            hint = f"did you mean '{near}'?"
        else:
            hint = (
                self._home(_normalize_key(key), part)
                or f"the keys known here are {_join_words(list(field_types(part)))}"
            )
        return Finding("unknown-key", message, place, hint)

    def _home(self, key: str, part: type[Model]) -> str:
        if key in field_types(self.root) and part is not self.root:
            return f"'{key}' belongs at the top level: begin it at the left margin"
        for start in (part, self.root):
            found = parents_by_key(start).get(key, ())
            if len(found) == 1:
                return f"'{key}' belongs under {' in '.join(repr(step) for step in reversed(found[0]))}"
        return ""

    def near(self, at: Location) -> str | None:
        """Give the key that was likely meant: one of that part alike, unless this very key exists elsewhere."""
        part, key = model_class_of(type_at(at[:-1], self.root)) or self.root, _normalize_key(str(at[-1]))
        if key not in field_types(part) and self._home(key, part):
            return None
        return next(iter(get_close_matches(key, field_types(part), 1, 0.7)), None)

    def _wrong_value(self, detail: ErrorDetails, at: Location) -> tuple[str, str, str]:
        """Give code, message and hint for a value that is not what belongs in its place."""
        kind, value = detail["type"], detail["input"]
        if value is None:
            return "empty-value", f"{_describe_value(at)} has no value", "write one after it, or remove the line"
        if kind in ("model_type", "dict_type"):
            return self._not_keys(value, at)
        if kind == "tuple_type":
            return _explain_not_list(value, at)
        if kind in ("too_short", "too_long") and not isinstance(value, str):
            return _explain_length(detail, at)
        if isinstance(value, list | dict):
            given = "a list" if isinstance(value, list) else "a group of keys"
            hint = "write one value after the colon; put a text that holds a colon, or begins with - [ or {, in quotes"
            return "not-one-value", f"{_describe_value(at)} holds {given} where one value belongs", hint
        return self._wrong_scalar(detail, str(value), at)

    def _not_keys(self, value: Any, at: Location) -> tuple[str, str, str]:
        given = "a list" if isinstance(value, list) else f"the text '{shorten_value(str(value))}'"
        keys = list(field_types(part)) if (part := model_class_of(type_at(at, self.root))) else []
        key, _, rest = str(value).partition(":")
        if isinstance(value, list):
            hint = "remove the '- ' before its keys"
        elif key in keys:
            hint = f"put a space after the colon: {key}: {shorten_value(rest.lstrip())}"
        elif keys and isinstance(at[-1], int):
            hint = f"write {keys[0]}: {shorten_value(value)}"
        else:
            known = f", such as {_join_words(keys[:5])}" if keys else ""
            hint = f"write keys on the lines below it, indented by two spaces{known}"
        return "not-keys", f"{_describe_value(at)} holds {given} where keys belong", hint

    def _wrong_scalar(self, detail: ErrorDetails, value: str, at: Location) -> tuple[str, str, str]:
        kind, context = detail["type"], detail.get("ctx", {})
        if kind in ("string_too_long", "too_long"):
            most = context["max_length"]
            return (
                "text-too-long",
                f"{_describe_value(at)} has {len(value):,} characters; at most {most:,} fit",
                "shorten the text",
            )
        if kind in ("enum", "literal_error"):
            return self._unknown_word(value, at, detail["loc"][-1:] == ("[key]",))
        if kind in _BOUND_ERRORS:
            name, message, hint = _BOUND_ERRORS[kind]
            return "bad-number", f"{value} {message}", hint.format(context[name])
        for prefix, (message, hint) in _NUMBER_ERRORS.items():
            if kind.startswith(prefix):
                return "bad-value", f"'{shorten_value(value)}' {message}", hint
        message, _, hint = detail["msg"].rpartition("; ")
        return kind, message or hint, hint if message else ""

    def _unknown_word(self, value: str, at: Location, is_key: bool = False) -> tuple[str, str, str]:
        kind = unwrap_type(type_at(at, self.root))
        if is_key:
            at = at[:-1]
            kind = unwrap_type(get_args(unwrap_type(type_at(at, self.root)))[0])
        known = (
            [str(word.value) for word in kind] if isinstance(kind, type) and issubclass(kind, Enum) else get_args(kind)
        )
        near = get_close_matches(value.lower().replace("_", "-").replace(" ", "-"), known, 1)
        message = f"'{shorten_value(value)}' is not one of the words for {_describe_value(at)}"
        hint = f"write {_join_words(list(known), 'or')}"
        return "unknown-word", message, f"did you mean {near[0]}? {hint}" if near and len(known) > 1 else hint


def _is_unread(at: Location, source: YamlSource) -> bool:
    return any(at[: len(unread)] == unread for unread in source.unread)


def _is_consequence(detail: ErrorDetails) -> bool:
    """Tell a list that is short only because its entries are at fault, which is said of them."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _written_location(detail: ErrorDetails, source: YamlSource) -> Location:
    """Cut off the steps that pydantic adds for a key of a mapping and for a kind of value."""
    at = detail["loc"]
    while detail["type"] != "missing" and at not in source.places.values and at:
        at = at[:-1]
    return at


def _normalize_key(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def _explain_not_list(value: Any, at: Location) -> tuple[str, str, str]:
    if isinstance(value, dict):
        hint = "put '- ' before the first key of each entry, and indent the others to match"
        return "not-a-list", f"{_describe_value(at)} holds a group of keys where a list belongs", hint
    hint = f"write it as a list, on the line below: - {shorten_value(str(value))}"
    return "not-a-list", f"{_describe_value(at)} holds a single value where a list belongs", hint


def _explain_length(detail: ErrorDetails, at: Location) -> tuple[str, str, str]:
    context = detail.get("ctx", {})
    if detail["type"] == "too_short":
        return (
            "empty-list",
            f"{_describe_value(at)} has no entries",
            "write at least one, on the line below, after '- '",
        )
    count, most = len(detail["input"]), context.get("max_length")
    return (
        "too-many-entries",
        f"{_describe_value(at)} has {count:,} entries; at most {most:,} are read",
        "shorten the list",
    )


def _describe_value(at: Location) -> str:
    """Name a value by its key, or as an entry of its list."""
    if not at:
        return "the file"
    return f"entry {at[-1] + 1} of '{at[-2]}'" if isinstance(at[-1], int) else f"'{at[-1]}'"


def _describe_parent(at: Location) -> str:
    if not at:
        return "at the top level"
    return f"in {_describe_value(at)}"


def _join_words(words: list[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def shorten_value(value: str) -> str:
    """Keep a quoted value short enough to be read within a sentence."""
    return value if len(value) <= 60 else f"{value[:57]}…"
