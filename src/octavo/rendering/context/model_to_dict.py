"""Convert a part of the model to a dict of plain values."""

from __future__ import annotations

from typing import Any

from ...loading.model_fields import is_private
from ...model.base_model import Model

TemplateValues = dict[str, Any]
"""Values for templates, by their names."""


def dump_public_fields(part: Model) -> TemplateValues:
    """Return the fields of a part that are not private as plain values. An absent value is None."""
    kind = type(part)
    return {name: _dump_value(getattr(part, name)) for name in kind.model_fields if not is_private(kind, name)}


def _dump_value(value: object) -> object:
    if isinstance(value, tuple):
        return [_dump_value(item) for item in value]
    return dump_public_fields(value) if isinstance(value, Model) else value
