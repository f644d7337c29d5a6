"""Values in reStructuredText, which know where they stand in their file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .text_checks import LINE_SEPARATORS, OR_REMOVE, make_value_error, normalize_text, number_to_text
from .text_in_languages import IN_ITS_LANGUAGE, ByLanguage, allow_languages


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a reST value stands: for each of its lines, the line and column of each word, counted from 1."""

    file: Path
    lines: tuple[tuple[tuple[int, int], ...], ...]


class Rest(str):
    """A value in reStructuredText, with its place in the file.

    It is parsed as a separate document, never together with a template, with the directives and roles that
    `value_substitution` allows in values.
    """

    origin: Origin | None = None
    max_length = 20_000
    by_language: ClassVar[ByLanguage] = IN_ITS_LANGUAGE

    def source_position(self, offset: int) -> tuple[int, int]:
        """Return the line and column in the file of the character at an offset; the value must have an origin."""
        assert self.origin is not None  # noqa: S101 - callers check this
        number = self.count("\n", 0, offset)
        begin = self.rfind("\n", 0, offset) + 1
        places = self.origin.lines[min(number, len(self.origin.lines) - 1)]
        starts = [word.start() for word in re.finditer(r"\S+", self[begin : offset + 1])] or [0]
        line, column = places[min(len(starts), len(places)) - 1]
        return line, column + offset - begin - starts[-1]

    @classmethod
    def _validate(cls, value: str) -> Rest:
        text = normalize_text(value)
        for separator in LINE_SEPARATORS[1:]:
            if separator in text:
                raise make_value_error(
                    "line-break",
                    "the text contains the line separator U+{number}; write an ordinary line break",
                    number=f"{ord(separator):04X}",
                )
        if not text.strip():
            raise make_value_error("empty-text", f"the text is empty; write a text{OR_REMOVE}")
        return cls(text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.no_info_before_validator_function(
            number_to_text, core_schema.str_schema(max_length=cls.max_length)
        )
        return core_schema.no_info_after_validator_function(cls._validate, text)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        written = {"type": "string", "maxLength": cls.max_length, "contentMediaType": "text/x-rst"}
        return allow_languages({"anyOf": [written, _FROM_FILE]})


_SOURCE = {"type": "string", "maxLength": 300, "description": "Path in the workshop's folder."}
_FROM_FILE = {
    "type": "object",
    "description": "The file that the text stands in.",
    "properties": {"source": allow_languages(_SOURCE)},
    "required": ["source"],
    "additionalProperties": False,
}


class LongRest(Rest):
    """A text in reStructuredText that may be as long as a chapter."""

    max_length = 400_000
