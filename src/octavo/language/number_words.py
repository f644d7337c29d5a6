"""Write numbers as words."""

from __future__ import annotations

import re
from collections.abc import Callable


def spell_number(number: int, language: str, is_feminine: bool = False) -> str:
    """Write a number in English or French words: twenty-one, vingt et un."""
    from num2words import num2words  # here, because it loads all its languages

    spell: Callable[..., str] = num2words
    words = spell(number, lang="fr" if language == "fr" else "en").replace(",", "")
    return re.sub(r"\bun$", "une", words) if is_feminine else words
