"""Describe characters to people, by the script that they belong to."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MAX_LETTERS: Final = 6
# Names of letters and marks without a script of their own begin with these words.
_NO_SCRIPTS: Final = frozenset({"COMBINING", "FULLWIDTH", "HALFWIDTH", "MATHEMATICAL", "MODIFIER"})


def group_by_script(letters: str) -> dict[str, str]:
    """Group characters by script; those without a script are under ""."""
    groups: dict[str, str] = {}
    for letter in letters:
        # Python does not know the property Script; the first word of a letter's name is its script.
        is_letter = unicodedata.category(letter).startswith(("L", "M"))
        script = unicodedata.name(letter, "").split(" ")[0].split("-")[0] if is_letter else ""
        script = "" if script in _NO_SCRIPTS else script
        groups[script] = groups.get(script, "") + letter
    return groups


def describe_characters(script: str, letters: str) -> str:
    """Describe characters: one with its number and name, several as the letters of a script."""
    if len(letters) == 1:
        name = unicodedata.name(letters, "unnamed character")
        return f"the character {letters} (U+{ord(letters):04X} {name})"
    more = f" and {len(letters) - _MAX_LETTERS} more" if len(letters) > _MAX_LETTERS else ""
    kind = f"{_script_name(script)} letters" if script else "characters"
    return f"the {kind} {', '.join(letters[:_MAX_LETTERS])}{more}"


def missing_glyph_hint(script: str, letters: str) -> str:
    """Return the hint for letters of a script that no font has."""
    usual = unicodedata.normalize("NFKC", letters)
    if all(plain != letter for plain, letter in zip(usual, letters, strict=False)) and usual.isascii():
        return f"write {usual[:_MAX_LETTERS]}, or add a face that has it to your style (README tells how)"
    kind = f"of the {_script_name(script)} script" if script else "that has it"
    return f"write it otherwise, or add a face {kind} to your style (README tells how)"


def find_non_latin_words(words: str) -> str:
    """Return the first words that contain letters of another script than Latin; "" if there are none."""
    found = re.search(r"\w*[^\W\u0000-\u024f]\w*(?:[\s.,-]+\w*[^\W\u0000-\u024f]\w*)*", words)
    return " ".join(found[0].split()) if found else ""


def _script_name(script: str) -> str:
    return script if script == "CJK" else script.capitalize()
