"""Examples of values for keys that are missing, and other words for keys."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import Final

from ..model.base_model import Model, RefersTo
from ..model.text_types import AssetPath
from .model_fields import field_markers, field_types, unwrap_type

_EXAMPLES: Final = {
    "schema_version": "1",
    "id": "managing-risk-2026",
    "type": "workshop",
    "title": "Managing Shared Risk",
    "name": "University of Oslo",
    "start": "2026-03-31",
    "end": "2026-04-02",
    "date": "2026-03-31",
    "cut_off": "2026-03-31",
    "family": "Hansen",
    "country": "NO",
    "person": "hansen",
    "org": "oslo",
    "file": "figures/group.jpg",
    "alt": "The participants on the steps of the town hall",
    "status": "in-progress",
    "currency": "EUR",
    "rate": "1.25",
    "url": "https://example.org/report",
    "source": "chapters/hansen.rst",
    "category": "Travel",
    "term": "IAEA",
    "definition": "International Atomic Energy Agency",
    "text": "Share data on incidents within a day.",
    "executive": "The workshop reviewed how incidents are reported.",
    "year": "2026",
    "doi": "10.1007/978-1-4020-1234-5",
    "hardback": "978-1-4020-1234-1",
    "email": "office@example.org",
    "depositor": "University of Oslo",
    "chapter_urls": "https://example.org/book/{id}",
    "price": "85.00",
    "utc_offset": "+02:00",
    "disclaimer": "The views are those of the participants.",
}
_TIME_EXAMPLES: Final = {"start": "09:30", "end": "11:00"}
WHOLE_NAMES: Final = frozenset(("name", "full_name", "fullname"))
"""Keys that people write for the whole name of a person."""
KEY_SYNONYMS: Final = {
    **dict.fromkeys(WHOLE_NAMES, "family"),
    "surname": "family",
    "last_name": "family",
    "lastname": "family",
    "family_name": "family",
    "first_name": "given",
    "firstname": "given",
    "forename": "given",
    "given_name": "given",
    "mail": "email",
    "e_mail": "email",
    "institution": "affiliation",
    "organisation": "affiliation",
    "organisations": "organizations",
    "participant": "participants",
    "heading": "title",
    "begin": "start",
    "alt_text": "alt",
    "description": "alt",
    "image": "file",
    "picture": "file",
    "website": "url",
    "homepage": "url",
}
"""Words that people write for a key, if the part has that key."""


def example_of_key(part: type[Model], key: str, beside: object = None) -> tuple[str, bool]:
    """Return an example of a key's value, and whether it may stand there as it is; "" if there is none.

    What names an entry or a file has to be one of the workshop's own. `beside` are the keys that stand beside it.
    """
    kind = unwrap_type(field_types(part)[key]) if key in field_types(part) else str
    beside = beside if isinstance(beside, dict) else {}
    if kind is time and key in _TIME_EXAMPLES:
        return _TIME_EXAMPLES[key], True
    if key == "id" and (named := _make_id(beside)):
        return named, True
    other = beside.get({"start": "end", "end": "start"}.get(key, ""))
    if other and re.fullmatch(r"\d{4}-\d\d-\d\d", str(other)):
        return str(other), True
    example = _EXAMPLES.get(key, "")
    is_own = key in field_markers(part, RefersTo) or kind is AssetPath
    return example, bool(example) and not is_own


def _make_id(beside: dict[str, object]) -> str:
    """Make an id from the words that name an entry: the family name, or up to four words of a title."""
    words = next((str(beside[key]) for key in ("family", "name", "title") if beside.get(key)), "")
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:4])
