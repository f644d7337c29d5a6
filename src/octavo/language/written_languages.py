"""The languages in which a workshop is written and built, and the names of its products in each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

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
