"""Texts and titles with emphasis, subscripts, superscripts and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, Final, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from .formula_text import formula_to_text, write_sub_superscript
from .text_checks import check_one_line, number_to_text
from .text_in_languages import IN_ITS_LANGUAGE, ByLanguage, allow_languages

_MARKUP: Final = re.compile(
    r"(?:(?<![\w*\\])\\?(?P<stars>\*\*?)(?=[^\W_])(?P<stressed>[^*]*[^\W_][.!?)]?)(?P=stars)(?![\w*])"
    r"|(?:\\ ?)?:(?P<role>sub|sup|math):`(?P<words>[^`]*[^`\s][^`]*)`(?:\\ )?)"
)
_ROLES: Final = {"sub": "subscript", "sup": "superscript", "math": "math", "*": "emphasis", "**": "strong"}


class MarkedText(str):
    """A text of one line in plain Unicode, with its emphasis, subscripts, superscripts and formulas in `runs`."""

    runs: tuple[tuple[str, str], ...]
    """The pieces of the text, each with its kind ("", emphasis, strong, subscript, superscript, math) and words."""

    @classmethod
    def from_runs(cls, runs: Iterable[tuple[str, str]]) -> Self:
        """Make a text from its pieces."""
        kept = tuple(run for run in runs if run[1])
        text = cls("".join(_run_to_text(*run) for run in kept))
        text.runs = kept
        return text

    @property
    def has_markup(self) -> bool:
        """Whether any part of the text has markup."""
        return any(kind for kind, _ in self.runs)


class MarkedTitle(MarkedText):
    """A title in plain text, with its emphasis, subscripts, superscripts and formulas in `runs`.

    Markup is ``*words*`` and ``**words**`` that begin and end with a letter or digit, and ``:sub:`2```, ``:sup:`` and
    ``:math:``; all else is plain text. A backslash before markup makes it plain text.
    """

    written: str
    """The title as its author wrote it."""
    max_length = 500
    by_language: ClassVar[ByLanguage] = IN_ITS_LANGUAGE

    @classmethod
    def parse(cls, written: str) -> MarkedTitle:
        """Parse a title as written in a file."""
        title = cls.from_runs(_parse_runs(written))
        title.written = written
        return title

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.no_info_before_validator_function(
            number_to_text, core_schema.str_schema(max_length=cls.max_length)
        )
        return core_schema.no_info_after_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(check_one_line(value)), text
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return allow_languages({"type": "string", "maxLength": cls.max_length})


def escape_title(words: str) -> str:
    """Put a backslash before what would be markup in a title."""
    return _MARKUP.sub(lambda found: found[0] if found[0].startswith(("\\*", "\\:")) else f"\\{found[0]}", words)


def _parse_runs(written: str) -> Iterator[tuple[str, str]]:
    at = 0
    for mark in _MARKUP.finditer(written):
        if written[at : mark.start()]:
            yield "", written[at : mark.start()]
        if mark[0].startswith(("\\*", "\\:")):
            yield "", mark[0][1:]
        else:
            yield _ROLES[mark["role"] or mark["stars"]], mark["words"] or mark["stressed"]
        at = mark.end()
    if written[at:]:
        yield "", written[at:]


def _run_to_text(kind: str, words: str) -> str:
    if kind == "math":
        return formula_to_text(words)
    return write_sub_superscript(words, kind == "superscript") if kind.endswith("script") else words
