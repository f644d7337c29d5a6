"""Make ids from names and titles.

The rule for an entry without an id: the words of its name or title in small letters a to z and digits, joined by
hyphens; the family name comes before the given name. Accents are dropped. A name without such letters, as in Chinese
or Cyrillic, gives a number that is computed from the name. So an id depends on nothing but its own entry; only
entries with the same words are numbered, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Container
from hashlib import sha256
from itertools import count
from typing import Final

from .collation import fold_words, strip_marks

LONGEST_SLUG: Final = 70
_NUMBER_LENGTH: Final = 6


def make_slug(words: str, otherwise: str = "x") -> str:
    """Make an id from words; return `otherwise` if they have no letter of the Latin alphabet and no digit."""
    plain = re.sub(r"[\W_]+", "-", strip_marks(words)).encode("ascii", "ignore").decode()
    slug = re.sub(r"-+", "-", plain).strip("-")
    if len(slug) > LONGEST_SLUG:
        slug = slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
    return slug or otherwise


def make_unique_id(identity: str, taken: Container[str]) -> str:
    """Return an id that is not taken: this one, or this one with the first free number."""
    names = (f"{identity}-{number}" if number > 1 else identity for number in count(1))
    return next(name for name in names if name not in taken)


def derive_id(words: str, kind: str, taken: Container[str]) -> str:
    """Return the id of an entry that has none, by its name or title; `kind` stands before a computed number."""
    number = sha256(fold_words(words).encode()).hexdigest()[:_NUMBER_LENGTH]
    return make_unique_id(make_slug(words, f"{kind}-{number}"), taken)


def derive_person_id(given: str, family: str, suffix: str, taken: Container[str]) -> str:
    """Return the id of a person who has none: horvat-ana."""
    return derive_id(" ".join(filter(None, (family, given, suffix))), "person", taken)
