"""How a text behaves in a workshop of several languages: a marker of types and fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ..language.written_languages import LANGUAGE_KEY_PATTERN

T = TypeVar("T")


@dataclass(frozen=True)
class ByLanguage:
    """Marks a text that may be written for each language: ``{en: …, fr: …}``.

    If it `is_translated`, a single text stands for the main language alone, and others must be written. If it
    `may_lack`, a language may be without it, as the French edition is without the ISBN of the English one.
    """

    is_translated: bool = False
    may_lack: bool = False

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return allow_languages(handler(schema))


IN_ITS_LANGUAGE: Final = ByLanguage(is_translated=True)
AS_IT_IS: Final = ByLanguage()
OF_AN_EDITION: Final = ByLanguage(may_lack=True)

Translated = Annotated[T, IN_ITS_LANGUAGE]
"""A text that readers read, which is written anew in each language."""
AsGiven = Annotated[T, AS_IT_IS]
"""A text that is the same in all languages, such as a name, if it is not written for each."""
OfEdition = Annotated[T, OF_AN_EDITION]
"""What belongs to the edition in one language, such as an ISBN."""


def allow_languages(schema: dict[str, Any]) -> dict[str, object]:
    """Return the JSON Schema of a text that may also be a group of texts by language."""
    choices = schema.get("anyOf", [schema])
    if any("patternProperties" in choice for choice in choices):
        return schema
    by_language = {"patternProperties": {LANGUAGE_KEY_PATTERN: schema}, "additionalProperties": False}
    if schema.get("type") == "string":
        return {**schema, "type": ["string", "object"], **by_language}
    return {**schema, "anyOf": [*choices, {"type": "object", **by_language}]}
