"""What all parts of the model share: frozen values that refuse unknown keys, and markers of fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

T = TypeVar("T")


class Model(BaseModel):
    """A part of the workshop's description: immutable, and without unknown keys.

    If it `is_closed`, a field is private unless it is marked public; else it is public unless marked private.
    """

    is_closed: ClassVar[bool] = False

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _empty_list(value: object) -> object:
    return () if value is None else value


def _tuple_schema(schema: dict[str, object]) -> None:
    schema["type"] = ["array", "null"]


Many = Annotated[
    tuple[T, ...], BeforeValidator(_empty_list), Field(default=(), max_length=5000, json_schema_extra=_tuple_schema)
]
"""A list that may be absent or empty (``participants:`` with nothing after it)."""


@dataclass(frozen=True)
class Visibility:
    """Marks who sees a field: everybody, nobody, or only a `receiver`."""

    is_public: bool
    receiver: str = ""
    """Who gets a private field that one receiver of metadata needs."""
    consent: str = ""
    """Field of the person's consent that the field needs to be shown."""
    is_name: bool = False
    """Whether it is part of a person's own name."""


@dataclass(frozen=True)
class RefersTo:
    """Marks a field with ids of entries in a register at the top of the file, such as people."""

    register: str
    ascribes: bool = False
    """Whether it says who spoke, chaired or reported, which is removed if nothing may be attributed."""
    consent: str = ""
    """Field of a person's consent that the entry needs to be shown."""


@dataclass(frozen=True)
class DroppedWith:
    """Marks a field that is removed if another field of the same part loses a person."""

    field: str


@dataclass(frozen=True)
class ShowsPeople:
    """Marks a field that shows people, which is removed if nobody may be identified."""


Private = Annotated[T, Visibility(False)]
"""A field that is never shown."""
Public = Annotated[T, Visibility(True)]
"""A field of a closed part that may be shown."""
OwnName = Annotated[T, Visibility(True, is_name=True)]
"""A part of a person's own name."""
