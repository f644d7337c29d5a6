"""Parse each style sheet once in a process: WeasyPrint reads what was parsed, and does not change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from . import weasyprint_adapter

_MOST_RULES: Final = 20_000
"""Blocks of rules that are kept; ten times as many as all shipped styles have."""


@contextmanager
def style_sheets_parsed_once(weasyprint: Any, log: weasyprint_adapter.EngineLog) -> Iterator[None]:
    """Take rules, and the declarations that WeasyPrint made of them, from the last time that the same text was read.

    Declarations about which something was logged are made again, so that it is logged for each document.
    """
    if not weasyprint_adapter.is_known_version():
        yield
        return
    css, tinycss2 = weasyprint.css, weasyprint.tinycss2
    parsing = weasyprint_adapter.patched_attributes(
        tinycss2,
        parse_stylesheet=_parse_style_sheet,
        parse_blocks_contents=_MEMORY.remember_parsed(tinycss2.parse_blocks_contents),
        parse_rule_list=_MEMORY.remember_parsed(tinycss2.parse_rule_list),
    )
    checked = _MEMORY.remember_checked(css.preprocess_declarations, css.tokens.Pending, log)
    with parsing, weasyprint_adapter.patched_attributes(css, preprocess_declarations=checked):
        yield


@lru_cache(maxsize=32)
def _parse_style_sheet(text: str) -> Any:
    from tinycss2 import parser  # imported by WeasyPrint

    parse: Any = parser.parse_stylesheet
    return parse(text)


class _RuleMemory:
    """What was made of the tokens of rules. Tokens are known by their identity, and kept for as long as that counts."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[object, Any]] = {}

    def remember_parsed(self, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def parse_once(tokens: Any) -> Any:
            key = (parse, id(tokens))
            if key not in self._known:
                self._remember(key, tokens, parse(tokens))
            return self._known[key][1]

        return parse_once

    def remember_checked(
        self, check: Callable[..., Any], pending: type[Any], log: weasyprint_adapter.EngineLog
    ) -> Callable[..., Any]:
        def check_once(base_url: Any, declarations: Any, prelude: Any = None) -> Any:
            key = (check, base_url, id(declarations), id(prelude))
            if key in self._known:
                made, unsolved = self._known[key][1]
                for value in unsolved:
                    value._reported_error = False  # as if made anew: it is reported once for each document
                return made
            before = len(log.records)
            made = tuple(check(base_url, declarations, prelude))
            if len(log.records) == before:
                values = (one[1][1] if prelude is not None else one[1] for one in made)
                unsolved = [value for value in values if isinstance(value, pending)]
                self._remember(key, (declarations, prelude), (made, unsolved))
            return made

        return check_once

    def _remember(self, key: tuple[object, ...], tokens: object, made: Any) -> None:
        if len(self._known) >= _MOST_RULES:
            self._known.clear()
        self._known[key] = tokens, made


_MEMORY: Final = _RuleMemory()
