"""Give a part of the model as plain data: its fields by name in, a dict of texts, numbers and lists out."""

from __future__ import annotations

from typing import Any

from ...loading.model_fields import is_private
from ...model.base_model import Model

TemplateValues = dict[str, Any]
"""What templates print, by the name that they print it under."""


def dump_public_fields(part: Model) -> TemplateValues:
    """Give the fields of a part that are not private as plain data; an absent value stays None."""
    kind = type(part)
    return {name: _dump_value(getattr(part, name)) for name in kind.model_fields if not is_private(kind, name)}


def _dump_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_dump_value(item) for item in value]
    return dump_public_fields(value) if isinstance(value, Model) else value
