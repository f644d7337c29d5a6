"""The languages in which a workshop is written and built, and the names of its products in each."""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from .languages import find_language

EVERY_LANGUAGE: Final = "all"
"""Key in place of a language: for all languages that have no key of their own."""
LANGUAGE_KEY_PATTERN: Final = rf"^({EVERY_LANGUAGE}|[a-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*)$"
DEFAULT_LANGUAGE: Final = "en"


@dataclass(frozen=True)
class WrittenLanguages:
    """The languages of a workshop file, as far as they can be read: the main one, and all that it lists."""

    main: str = DEFAULT_LANGUAGE
    listed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """The languages in which the workshop is built, the main one first."""
        return tuple(dict.fromkeys((self.main, *self.listed)))

    def find_key(self, keys: Container[str], language: str) -> str | None:
        """Return the key of the text of a language: its own, that without its country, or `all`."""
        tried = (language, language.partition("-")[0], EVERY_LANGUAGE)
        return next((key for key in tried if key in keys), None)

    def holds_only_languages(self, keys: Collection[str]) -> bool:
        """Return whether all keys are languages of the workshop, so that they hold texts."""
        known = {EVERY_LANGUAGE, *(form for one in self.all for form in (one, one.partition("-")[0]))}
        return bool(self.listed) and bool(keys) and known.issuperset(keys)

    def take_main_texts(self, value: object) -> Any:
        """Return plain data with the texts of the main language; what has none of it has its first text."""
        if isinstance(value, list):
            return [self.take_main_texts(item) for item in value]
        if not isinstance(value, dict):
            return value
        if self.holds_only_languages(value):
            return value[self.find_key(value, self.main) or next(iter(value))]
        return {key: self.take_main_texts(item) for key, item in value.items()}


def arrange_languages(main: object, listed: object) -> WrittenLanguages:
    """Return the languages of a workshop from the values of its keys `language` and `languages`.

    What is no language that Octavo has words in is left out.
    """
    entries = listed if isinstance(listed, list | tuple) else ()
    usable = tuple(dict.fromkeys(one for one in entries if is_usable_language(one)))
    chosen = main if isinstance(main, str) and is_usable_language(main) else next(iter(usable), DEFAULT_LANGUAGE)
    return WrittenLanguages(chosen, usable)


def is_usable_language(tag: object) -> bool:
    """Return whether a value is the tag of a language that Octavo has words in."""
    return isinstance(tag, str) and bool(re.fullmatch(LANGUAGE_KEY_PATTERN, tag)) and find_language(tag).is_translated


def name_language(tag: str) -> str:
    """Return the name of a language in English, or its tag."""
    return find_language(tag).name.title() or tag


def name_in_language(product: str, language: str) -> str:
    """Return the name of a product in a language other than the main one: follow-up.fr; "" means the main one."""
    return f"{product}.{language}" if language else product


def file_in_language(file: str, language: str) -> str:
    """Return the path of a file in a language other than the main one: press/volume.fr.pdf; "" means the main one."""
    path = PurePosixPath(file)
    return str(path.with_name(f"{path.stem}.{language}{path.suffix}")) if language else file


def split_language(product: str) -> tuple[str, str]:
    """Return the name of a product without its language, and the language; "" for the main one."""
    base, _, language = product.partition(".")
    return base, language
