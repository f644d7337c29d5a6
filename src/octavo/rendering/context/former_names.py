"""Let templates of projects use the names that variables had in earlier versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

FORMER_NAMES: Final[Mapping[str, str]] = {
    "addressed_short": "addressees_short",
    "counted": "has_counts",
    "countries": "country_count",
    "dated": "has_due_dates",
    "directed": "director_lines",
    "edited": "editor_names",
    "introduced": "introduction",
    "last": "is_last",
    "length": "title_length",
    "log": "status_history",
    "made": "origin_statement",
    "named": "named_country_count",
    "part": "roles",
    "people": "participant_count",
    "rest": "unknown_country_count",
    "said": "sentence",
    "short": "short_title",
    "sorted": "sort_name",
    "unnamed": "unnamed_country_count",
    "untold": "unknown_changes_statement",
    "when": "due_statement",
    "words": "value",
}
"""Each former name with the name that replaces it. docs/templates.md lists them for users."""
_RENAMED_KEYS: Final = frozenset(FORMER_NAMES.values())


class TemplateDict(dict[str, object]):
    """A dict that also finds a value by a former name of its key. Its keys are the current names only."""

    def __missing__(self, key: str) -> object:
        """Return the value of the current name of a key. Raises KeyError if there is none."""
        name = FORMER_NAMES.get(key, key)
        if name == key or name not in self:
            raise KeyError(key)
        return self[name]


def accept_former_names(value: object) -> Any:
    """Return a value in which each dict with a renamed key is a TemplateDict, at any depth of dicts and lists."""
    if isinstance(value, dict):
        items = {key: accept_former_names(item) for key, item in value.items()}
        return TemplateDict(items) if not _RENAMED_KEYS.isdisjoint(items) else items
    return [accept_former_names(item) for item in value] if type(value) is list else value
