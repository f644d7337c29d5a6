"""Explain pydantic's errors in plain words: what is wrong with a value, where it stands, and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import Enum
from typing import Any, Final, get_args, get_origin

from pydantic import PydanticUserError, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ..findings.finding import Finding, Place
from ..findings.fix import Fix, FixKind, Remedy
from ..findings.typing_marks import remove_invisible, remove_typing_marks
from ..model import Workshop
from ..model.base_model import Model
from ..model.required_keys import REQUIRED_KEYS
from ..model.text_checks import OR_REMOVE
from .key_examples import KEY_SYNONYMS, WHOLE_NAMES, example_of_key
from .model_fields import field_descriptions, field_types, model_class_of, parents_by_key, type_at, unwrap_type
from .near_words import fold_word, is_same_word
from .value_positions import Location
from .yaml_reader import MERGE_KEY, YamlSource

_REPORT_KEYS: Final = {key: below for key, *below in REQUIRED_KEYS["summary"] if below}
"""Keys that a workshop does not need, but its reports do."""
MAX_REPORTED: Final = 300
"""How many errors of one file are reported."""
_NUMBER_ERRORS: Final = {
    "int": ("is not a whole number", "write digits only, as in 12"),
    "float": ("is not a number", "write digits and a point, as in 3.5, without a unit"),
    "decimal": ("is not an amount", "write digits and a point, as in 12500.50, without currency or spaces"),
    "bool": ("is neither true nor false", "write true or false"),
}
_BOUND_ERRORS: Final = {
    "greater_than_equal": ("ge", "is too small for", "write {} or more"),
    "greater_than": ("gt", "is too small for", "write a number above {}"),
    "less_than_equal": ("le", "is too large for", "write {} or less"),
    "decimal_max_places": ("decimal_places", "has too many decimals for", "write at most {} after the point"),
    "decimal_max_digits": ("max_digits", "has too many digits for", "write at most {} digits"),
    "decimal_whole_digits": ("whole_digits", "has too many digits for", "write at most {} digits before the point"),
}


def explain_errors(error: ValidationError, source: YamlSource, root: type[Model] = Workshop) -> list[Finding]:
    """Return a finding for each error, at its place in the file; `root` is the model that the file describes."""
    words = _Explainer(root)
    details = [detail for detail in error.errors(include_url=False) if not _is_consequence(detail)]
    details = details[: MAX_REPORTED + 1]
    misspelt = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    # A misspelt key is not reported as missing too.
    meant = {(*at[:-1], words.suggest_key(at)) for at in misspelt}
    return [
        words.explain_error(detail, at, source)
        for detail in details
        if (at := _written_location(detail, source)) not in meant and not _is_unread(detail, at, source)
    ]


def missing_key_finding(at: Location, place: Place, is_given: bool = False) -> Finding:
    """Make the finding for a missing key of a workshop, with an example and what the key is for.

    `is_given` marks a value that others assign, such as a DOI: its example must not be copied.
    """
    return _Explainer(Workshop).explain_missing_key(at, place, is_given)


@dataclass(frozen=True)
class _Explainer:
    """Explains the errors of a file that describes a `root`."""

    root: type[Model]

    def explain_error(self, detail: ErrorDetails, at: Location, source: YamlSource) -> Finding:
        places = source.places
        if detail["type"] == "missing":
            place = places.find_key(*at[:-1]) if at[:-1] else Place(places.file)
            return self.explain_missing_key(at, place, beside=_value_at(source.data, at[:-1]))
        if detail["type"] == "extra_forbidden":
            return self._explain_unknown_key(at, source)
        code, message, remedy = self._explain_value(detail, at)
        if detail["loc"][-1:] != ("[key]",):
            return Finding.with_remedy(code, message, places.find_value(*at), remedy)
        if isinstance(remedy, Fix):
            remedy = replace(remedy, kind=FixKind.KEY, words=remedy.hint)
            remedy = _avoid_second_key(remedy, at, source)
        return Finding.with_remedy(code, message, places.find_key(*at), remedy)

    def explain_missing_key(self, at: Location, place: Place, is_given: bool = False, beside: object = None) -> Finding:
        """Make the finding for a missing key, with an example and what the key is for.

        `beside` are the keys that stand where it is missing.
        """
        key, part = str(at[-1]), model_class_of(type_at(at[:-1], self.root))
        meaning = field_descriptions(part).get(key, "").rstrip(".") if part else ""
        message = f"missing key '{key}' {_describe_parent(at[:-1])}"
        meant = f"({_lower_initial(meaning)})"
        if inner := model_class_of(type_at(at, self.root)):
            wanted = _REPORT_KEYS.get(key) or [
                name for name, field in inner.model_fields.items() if field.is_required()
            ]
            keys = join_words(wanted) or "its keys"
            if get_origin(unwrap_type(type_at(at, self.root))) is tuple and wanted:
                entry = f"'- {wanted[0]}:' with its value" + "".join(
                    f", and {name}: below {wanted[0]}:" for name in wanted[1:]
                )
                hint = f"add {key}: and, indented below it, for each entry {entry} {meant}"
                return Finding("missing-key", message, place, hint)
            return Finding("missing-key", message, place, f"add {key}: and, indented below it, {keys} {meant}")
        example, is_usable = example_of_key(part or self.root, key, beside)
        if is_given or not is_usable:
            example = f"{key}: and its value" + (f", such as {example}" if example else "")
            return Finding("missing-key", message, place, f"add {example} {meant}")
        remedy = Fix(FixKind.ADDITION, f"{key}: {example}", False, words=f"add {key}: {example} {meant}")
        return Finding.with_remedy("missing-key", message, place, remedy)

    def _explain_unknown_key(self, at: Location, source: YamlSource) -> Finding:
        """Make the finding for an unknown key: suggest the key that was meant, or the place where it belongs."""
        key, part = str(at[-1]), model_class_of(type_at(at[:-1], self.root)) or self.root
        message = f"unknown key '{key}' {_describe_parent(at[:-1])}"
        remedy: Remedy
        if near := self.suggest_key(at):
            is_whole_name = near == "family" and _normalize_key(key) in WHOLE_NAMES
            words = "write family: in its place, and given: for the given names" if is_whole_name else ""
            remedy = _avoid_second_key(Fix(FixKind.KEY, near, is_same_word(near, key), words=words), at, source)
        else:
            known = f"the known keys are {join_words(list(field_types(part)))}"
            remedy = self._suggest_parent(_normalize_key(key), part) or known
        return Finding.with_remedy("unknown-key", message, source.places.find_key(*at), remedy)

    def _suggest_parent(self, key: str, part: type[Model]) -> str:
        """Return where a key belongs, if it is one place only; a list has no place for it, but each entry may."""
        if key in field_types(self.root) and part is not self.root:
            return f"'{key}' belongs at the top level: move it below this part, to the left margin"
        for start in (part, self.root):
            found = [way for way in parents_by_key(start).get(key, ()) if not self._passes_list(start, way)]
            if len(found) == 1:
                return f"'{key}' belongs under {' in '.join(repr(step) for step in reversed(found[0]))}"
        return ""

    def _passes_list(self, start: type[Model], way: Location) -> bool:
        return any(get_origin(unwrap_type(type_at(way[: end + 1], start))) is tuple for end, step in enumerate(way))

    def suggest_key(self, at: Location) -> str | None:
        """Return the key that was probably meant: a similar one of that part, unless this very key exists elsewhere."""
        part, key = model_class_of(type_at(at[:-1], self.root)) or self.root, _normalize_key(str(at[-1]))
        if key not in field_types(part) and (meant := KEY_SYNONYMS.get(key)) in field_types(part):
            return meant
        if key not in field_types(part) and self._suggest_parent(key, part):
            return None
        return next(iter(get_close_matches(key, field_types(part), 1, 0.7)), None)

    def _explain_value(self, detail: ErrorDetails, at: Location) -> tuple[str, str, Remedy]:
        """Return code, message and hint for a wrong value."""
        kind, value = detail["type"], detail["input"]
        if value is None:
            hint = "write a value" if self._is_required(at) else "write a value, or remove the line"
            return "empty-value", f"{_describe_value(at)} has no value", hint
        if kind in ("model_type", "dict_type"):
            return self._explain_not_keys(value, at)
        if kind == "tuple_type":
            return _explain_not_list(value, at)
        if kind in ("too_short", "too_long") and not isinstance(value, str):
            return _explain_length(detail, at)
        is_ours = "-" in kind  # pydantic's own kinds have underscores
        if isinstance(value, list | dict) and not is_ours:
            given = "a list" if isinstance(value, list) else "a group of keys"
            remedy: Remedy = (
                "write one value after the colon; put a text that contains a colon, or begins with - [ or {, in quotes"
            )
            if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
                remedy = Fix(FixKind.VALUE, value[0])
            return "not-one-value", f"{_describe_value(at)} must be a single value, not {given}", remedy
        return self._explain_scalar(detail, str(value), at)

    def _explain_not_keys(self, value: Any, at: Location) -> tuple[str, str, Remedy]:
        given = "a list" if isinstance(value, list) else f"the text '{shorten_value(str(value))}'"
        keys = list(field_types(part)) if (part := model_class_of(type_at(at, self.root))) else []
        key, _, rest = str(value).partition(":")
        remedy: Remedy
        if isinstance(value, list):
            remedy = _explain_list_of_keys(value, part)
        elif key in keys and rest:
            hint = f"put a space after the colon: {key}: {shorten_value(rest.lstrip())}"
            remedy = Fix(FixKind.TEXT, f"{key}: ", length=len(key) + 1, words=hint)
        elif part and isinstance(at[-1], int) and _is_enough(part, keys[0]):
            hint = f"write {keys[0]}: {shorten_value(value)}"
            remedy = Fix(FixKind.TEXT, f"{keys[0]}: ", is_certain=False, words=hint)
        else:
            known = f", such as {join_words(keys[:5])}" if keys else ""
            remedy = f"write its keys on the lines below, indented by two spaces{known}"
        return "not-keys", f"{_describe_value(at)} must be a group of keys, not {given}", remedy

    def _explain_scalar(self, detail: ErrorDetails, value: str, at: Location) -> tuple[str, str, Remedy]:
        kind, context = detail["type"], detail.get("ctx", {})
        if kind in ("string_too_long", "too_long"):
            most = context["max_length"]
            message = f"{_describe_value(at)} has {len(value):,} characters; the limit is {most:,}"
            return "text-too-long", message, "shorten the text"
        if kind in ("enum", "literal_error"):
            return self._explain_unknown_word(value, at, detail["loc"][-1:] == ("[key]",))
        if kind in _BOUND_ERRORS:
            name, message, hint = _BOUND_ERRORS[kind]
            return "bad-number", f"{value} {message} {_describe_value(at)}", hint.format(context[name])
        if (plain := remove_typing_marks(value)) != value and self._is_valid(plain, at):
            return kind, detail["msg"].rpartition("; ")[0] or detail["msg"], Fix(FixKind.VALUE, plain)
        for prefix, (message, hint) in _NUMBER_ERRORS.items():
            if kind.startswith(prefix):
                return "bad-value", f"'{shorten_value(value)}' {message}", hint
        message, _, hint = detail["msg"].rpartition("; ")
        if "fix" in context:
            return kind, message, Fix(FixKind.VALUE, context["fix"], not context.get("is_guess"), words=hint)
        if self._is_required(at):
            hint = hint.removesuffix(OR_REMOVE)
        return kind, message or hint, hint if message else ""

    def _is_valid(self, value: str, at: Location) -> bool:
        """Return whether a value may stand at a location."""
        try:
            TypeAdapter(type_at(at, self.root)).validate_python(value)
        except (ValidationError, PydanticUserError):
            return False
        return True

    def _is_required(self, at: Location) -> bool:
        part = model_class_of(type_at(at[:-1], self.root)) if at else None
        return part is not None and at[-1] in part.model_fields and part.model_fields[str(at[-1])].is_required()

    def _explain_unknown_word(self, value: str, at: Location, is_key: bool = False) -> tuple[str, str, Remedy]:
        kind = unwrap_type(type_at(at, self.root))
        if is_key:
            at = at[:-1]
            kind = unwrap_type(get_args(unwrap_type(type_at(at, self.root)))[0])
        known = (
            [str(word.value) for word in kind] if isinstance(kind, type) and issubclass(kind, Enum) else get_args(kind)
        )
        message = f"'{shorten_value(value)}' is not a valid value for {_describe_value(at)}"
        same = [word for word in known if fold_word(word) == fold_word(value)]
        if len(same) == 1 or len(known) == 1:
            meant = (same or known)[0]
            return "unknown-word", message, Fix(FixKind.VALUE, meant, bool(same), words=f"write {meant}")
        hint = f"write {join_words(list(known), 'or')}"
        if near := get_close_matches(value.lower().replace("_", "-").replace(" ", "-"), known, 1):
            return "unknown-word", message, Fix(FixKind.VALUE, near[0], False, words=f"did you mean {near[0]}? {hint}")
        return "unknown-word", message, hint


def _avoid_second_key(fix: Fix, at: Location, source: YamlSource) -> Remedy:
    """Return the fix that renames a key; or other words, if the key that was meant is there already."""
    other = source.places.keys.get((*at[:-1], fix.text))
    return f"remove it: '{fix.text}' stands in line {other.line} already; keep one of the two" if other else fix


def _value_at(data: Any, at: Location) -> object:
    for step in at:
        data = data[step]
    return data


def _is_enough(part: type[Model], key: str) -> bool:
    """Return whether a group of keys may consist of one key alone."""
    return {name for name, field in part.model_fields.items() if field.is_required()} <= {key}


def _is_unread(detail: ErrorDetails, at: Location, source: YamlSource) -> bool:
    """Return whether a finding on the YAML itself explains the error: a value, or keys that << would repeat."""
    is_merged = detail["type"] == "missing" and (*at[:-1], MERGE_KEY) in source.unread
    return is_merged or any(at[: len(unread)] == unread for unread in source.unread)


def _is_consequence(detail: ErrorDetails) -> bool:
    """Return whether a list is too short only because its entries have errors, which are reported themselves."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _written_location(detail: ErrorDetails, source: YamlSource) -> Location:
    """Remove the steps that pydantic adds to a location for a key of a mapping or a kind of value."""
    at = detail["loc"]
    while detail["type"] != "missing" and at not in source.places.values and at:
        at = at[:-1]
    return at


def _normalize_key(key: str) -> str:
    return remove_invisible(key).strip().lower().replace("-", "_").replace(" ", "_").replace("\xa0", "_")


def _explain_list_of_keys(entries: list[Any], part: type[Model] | None) -> str:
    """Return what to write for a list where the keys of a `part` belong: it may belong below one of these keys."""
    given = {str(key) for entry in entries if isinstance(entry, dict) for key in entry}
    ways = sorted(_list_ways(part), key=lambda way: -len(given & way[1].keys())) if part else []
    if not part or not ways or len(given & ways[0][1].keys()) <= len(given & field_types(part).keys()):
        return "remove the '- ' before its keys"
    (first, *further), _ = ways[0]
    below = "and the list below that, each time two spaces further in"
    if not further:
        return f"write {first}: on the next line, {below}"
    between = model_class_of(field_types(part)[first])
    needed = [name for name, field in between.model_fields.items() if field.is_required()] if between else []
    keys = join_words([f"{name}:" for name in dict.fromkeys([*needed, *further])])
    return f"write {first}: on the next line, below it an entry that begins with '- ' and has {keys}, {below}"


def _list_ways(part: type[Model], depth: int = 2) -> Iterator[tuple[tuple[str, ...], dict[str, object]]]:
    """Yield the keys that lead from a part to lists of keys, with the keys of their entries; short ways first."""
    below = {name: model_class_of(kind) for name, kind in field_types(part).items() if _is_list(kind)}
    lists = {name: entry for name, entry in below.items() if entry}
    yield from (((name,), field_types(entry)) for name, entry in lists.items())
    if depth > 1:
        for name, entry in lists.items():
            yield from (((name, *way), keys) for way, keys in _list_ways(entry, depth - 1))


def _is_list(kind: object) -> bool:
    return get_origin(unwrap_type(kind)) is tuple


def _explain_not_list(value: object, at: Location) -> tuple[str, str, Remedy]:
    if isinstance(value, dict):
        hint = "put '- ' before the first key of each entry, and indent the others to match"
        return "not-a-list", f"{_describe_value(at)} must be a list, not a group of keys", hint
    text = str(value)
    remedy: Remedy = Fix(FixKind.LIST, text, words=f"write it as a list, on the line below: - {shorten_value(text)}")
    if len(entries := re.split(r"[,;\n]| and | et ", text)) > 1:  # it may be meant as several entries, or as one
        remedy = f"write each entry on a line of its own below, after '- ', as in - {shorten_value(entries[0].strip())}"
    return "not-a-list", f"{_describe_value(at)} must be a list, not a single value", remedy


def _explain_length(detail: ErrorDetails, at: Location) -> tuple[str, str, Remedy]:
    context = detail.get("ctx", {})
    if detail["type"] == "too_short":
        return (
            "empty-list",
            f"{_describe_value(at)} has no entries",
            "write at least one entry in place of [], on the line below, after '- '",
        )
    count, most = len(detail["input"]), context.get("max_length")
    return (
        "too-many-entries",
        f"{_describe_value(at)} has {count:,} entries; the limit is {most:,}",
        "shorten the list",
    )


def _describe_value(at: Location) -> str:
    """Return a value's key in quotes, or its number in its list."""
    if not at:
        return "the file"
    return f"entry {at[-1] + 1} of '{at[-2]}'" if isinstance(at[-1], int) else f"'{at[-1]}'"


def _describe_parent(at: Location) -> str:
    if not at:
        return "at the top level"
    return f"in {_describe_value(at)}"


def _lower_initial(text: str) -> str:
    """Begin a text with a small letter, unless its first word is an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def join_words(words: list[str], last: str = "and") -> str:
    """Join words as a sentence does, with `last` before the last of them."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def shorten_value(value: str) -> str:
    """Shorten a value that a sentence quotes, to at most 58 characters."""
    return value if len(value) <= 60 else f"{value[:57]}…"
