"""What all parts of the model share: frozen values that refuse unknown keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

T = TypeVar("T")


class Model(BaseModel):
    """A part of the workshop's description; immutable, and no key passes unread.

    Where `is_closed`, a field is private unless it is said to be public; elsewhere it is public unless it is private.
    """

    is_closed: ClassVar[bool] = False

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _empty_list(value: Any) -> Any:
    return () if value is None else value


def _tuple_schema(schema: dict[str, Any]) -> None:
    schema["type"] = ["array", "null"]


Many = Annotated[
    tuple[T, ...], BeforeValidator(_empty_list), Field(default=(), max_length=5000, json_schema_extra=_tuple_schema)
]
"""A list that may be absent or left empty (``participants:`` with nothing after it)."""


@dataclass(frozen=True)
class Visibility:
    """Says who sees a field: everybody, nobody, or a `receiver` alone."""

    is_public: bool
    receiver: str = ""
    """Who gets a private field that one receiver of metadata asks for."""
    consent: str = ""
    """Field of the person's consent without which nobody sees it."""
    is_name: bool = False
    """Whether it is a part of a person's own name."""


@dataclass(frozen=True)
class RefersTo:
    """Says that a field holds ids of the entries in a register at the top of the file, such as people."""

    register: str
    ascribes: bool = False
    """Whether it says who spoke, chaired or reported, which is left out where nothing is to be ascribed."""
    consent: str = ""
    """Field of a person's consent without which the entry is left out."""


@dataclass(frozen=True)
class DroppedWith:
    """Says that a field is left out where another one of the same part loses somebody."""

    field: str


@dataclass(frozen=True)
class ShowsPeople:
    """Says that a field shows people, so that it is left out where nobody may be known."""


Private = Annotated[T, Visibility(False)]
"""A field that nothing made ever shows."""
Public = Annotated[T, Visibility(True)]
"""A field of a closed part that may be shown."""
OwnName = Annotated[T, Visibility(True, is_name=True)]
"""A part of a person's own name."""
