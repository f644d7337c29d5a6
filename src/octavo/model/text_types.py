"""Types for plain text of one line: names, titles, ids, paths and addresses."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, ClassVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .text_checks import check_one_line, make_value_error, number_to_text, pattern_validator
from .text_in_languages import AS_IT_IS, AsGiven, ByLanguage, Translated, allow_languages

_WRITTEN_AS_NUMBER = {"anyOf": [{"type": "string"}, {"type": "number"}]}

Reference = Annotated[
    str, BeforeValidator(number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=200)
]
"""The id of an entry elsewhere, or its name, which loading replaces by the id."""
Name = AsGiven[Reference]
Title = Translated[
    Annotated[str, BeforeValidator(number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=500)]
]
Line = Translated[
    Annotated[str, BeforeValidator(number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=1000)]
]
Blurb = Translated[
    Annotated[str, BeforeValidator(number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=3000)]
]
Code = Annotated[
    str,
    BeforeValidator(number_to_text),
    AfterValidator(check_one_line),
    StringConstraints(max_length=100),
    WithJsonSchema({**_WRITTEN_AS_NUMBER, "maxLength": 100}),
]


class AssetPath(str):
    """The path of a file in the workshop's folder, relative to that folder."""

    by_language: ClassVar[ByLanguage] = AS_IT_IS

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda value: cls(check_one_line(value)), core_schema.str_schema(max_length=300)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return allow_languages({"type": "string", "maxLength": 300, "format": "uri-reference"})


def _refuse_words_as_id(value: str) -> str:
    """Raise an error for a name in place of an id, and suggest the id."""
    words = value.split() if " " in value else []
    near = re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", words[-1]).lower()) if words else ""
    if near:
        raise make_value_error(
            "bad-id",
            "'{value}' is not an id; write the short name that it is listed under, such as {fix}",
            value=value,
            fix=near,
            is_guess=True,
        )
    return value


Slug = Annotated[
    str,
    BeforeValidator(number_to_text),
    StringConstraints(max_length=80),
    AfterValidator(_refuse_words_as_id),
    pattern_validator(
        r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*",
        "bad-id",
        "'{value}' is not an id; use letters a to z, digits, and single hyphens between them",
    ),
]
_BARE_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?", re.IGNORECASE)


def _suggest_scheme(value: str) -> str:
    """Raise an error for a web address without its scheme, and suggest the usual one."""
    if _BARE_ADDRESS.fullmatch(value):
        message = "'{value}' is not a web address; write {fix}"
        raise make_value_error("bad-address", message, value=value, fix=f"https://{value}", is_guess=True)
    return value


_WebAddress = Annotated[
    str,
    AfterValidator(check_one_line),
    StringConstraints(max_length=1000),
    AfterValidator(_suggest_scheme),
    pattern_validator(
        r"https?://[^\s/@?#]+(?:[/?#]\S*)?",
        "bad-address",
        "'{value}' is not a web address; write it in full, beginning with https:// or http://",
    ),
]
WebAddress = AsGiven[_WebAddress]
ChapterAddresses = Annotated[
    _WebAddress,
    pattern_validator(
        r"[^{}]*\{id\}[^{}]*",
        "bad-address",
        "'{value}' is the same address for all chapters; write {id} once, in the place of the chapter's id",
    ),
]
Email = Annotated[
    str,
    AfterValidator(check_one_line),
    StringConstraints(max_length=254),
    pattern_validator(
        r"[^@\s]+@[^@\s]+\.[^@\s.]+", "bad-email", "'{value}' is not an e-mail address; write it as name@example.org"
    ),
]
