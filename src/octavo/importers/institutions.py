"""Read institutions and places as people write them: name, city and country on one line."""

from __future__ import annotations

from functools import lru_cache

from ..model.iso_codes import country_codes_by_name

_COUNTRIES = {"usa": "US", "u.s.a.": "US", "us": "US", "united states of america": "US", "uk": "GB", "u.k.": "GB",
              "england": "GB", "scotland": "GB", "wales": "GB", "korea": "KR", "republic of korea": "KR",
              "south korea": "KR", "russian federation": "RU", "the netherlands": "NL", "czech republic": "CZ",
              "p.r. china": "CN", "hong kong": "HK", "uae": "AE", "viet nam": "VN", "turkey": "TR"}  # fmt: skip
_AMBIGUOUS = ("georgia",)
"""Names of countries that are also names of states."""


@lru_cache(maxsize=1)
def _country_codes() -> dict[str, str]:
    names = {**country_codes_by_name(), **_COUNTRIES}
    return {name: code for name, code in names.items() if name not in _AMBIGUOUS}


def split_country(words: str) -> tuple[str, str]:
    """Split an institution or city and the country at its end, if it has one; return name and country code."""
    before, comma, last = words.rpartition(",")
    code = _country_codes().get(last.strip(" .").casefold(), "") if comma else ""
    return (before.strip(), code) if code else (words, "")
