"""Check and normalize text: what every type of text in the model has in common."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

LINE_SEPARATORS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
MAX_QUOTED_LENGTH = 60
OR_REMOVE = ", or remove the key"
"""What may be done too about a key that is not required."""
# Bidirectional controls reorder what a reader sees (CVE-2021-42574); noncharacters are reserved for our own marks.
BIDIRECTIONAL_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def make_value_error(code: str, message: str, **context: Any) -> PydanticCustomError:
    """Make a validation error; its message says what is wrong and, after a semicolon, what to write.

    A value `fix` in the context is what to write in place of the wrong one; `is_guess` says that it may be wrong too.
    """
    if "value" in context and len(context["value"]) > MAX_QUOTED_LENGTH:
        context["value"] = f"{context['value'][: MAX_QUOTED_LENGTH - 1]}…"
    return PydanticCustomError(code, message, context)


def is_forbidden_character(character: str) -> bool:
    """Return whether no text may contain a character: controls, surrogates, noncharacters, bidi overrides."""
    number = ord(character)
    if character in "\n\t":
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or 0xFDD0 <= number <= 0xFDEF
        or number & 0xFFFE == 0xFFFE
        or character in BIDIRECTIONAL_CONTROLS
    )


def normalize_text(value: str) -> str:
    """Normalize text to NFC; raise an error for characters that no page can show."""
    text = unicodedata.normalize("NFC", value)
    for character in text:
        if is_forbidden_character(character) and character not in LINE_SEPARATORS:
            raise make_value_error(
                "forbidden-character",
                "the text contains the invisible character U+{number}; remove it",
                number=f"{ord(character):04X}",
            )
    return text


def check_one_line(value: str) -> str:
    """Normalize a text that is printed on one line; raise an error for line breaks and for an empty text."""
    text = normalize_text(value).strip(" \t\n")
    for character in text:
        if character in LINE_SEPARATORS:
            raise make_value_error(
                "line-break",
                "this text contains a line break (U+{number}), but is printed on one line; write it on one line, "
                "or with >- in place of | if it takes several lines of the file",
                number=f"{ord(character):04X}",
            )
    if not text:
        raise make_value_error("empty-text", f"the text is empty; write a text{OR_REMOVE}")
    return text


def number_to_text(value: object) -> object:
    """Convert a number to text, as an organizer expects who writes ``number: 12``."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def pattern_validator(pattern: str, code: str, message: str) -> AfterValidator:
    """Return a validator that raises an error for a text that does not match a pattern."""
    expression = re.compile(pattern)

    def check(value: str) -> str:
        if not expression.fullmatch(value):
            raise make_value_error(code, message, value=value)
        return value

    return AfterValidator(check)
