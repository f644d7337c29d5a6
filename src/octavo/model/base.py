"""What all parts of the model share: frozen values that refuse unknown keys."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

T = TypeVar("T")


class Part(BaseModel):
    """A part of the workshop's description; immutable, and no key passes unread."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _empty_list(value: Any) -> Any:
    return () if value is None else value


def _tuple_schema(schema: dict[str, Any]) -> None:
    schema["type"] = ["array", "null"]


Many = Annotated[
    tuple[T, ...], BeforeValidator(_empty_list), Field(default=(), max_length=5000, json_schema_extra=_tuple_schema)
]
"""A list that may be absent or left empty (``participants:`` with nothing after it)."""
