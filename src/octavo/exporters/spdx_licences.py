"""Recognize well-known licences in the organizer's words, and return their URL and SPDX identifier."""

from __future__ import annotations

import re
from typing import Final

from .bibliographic_record import Licence

_PARTS: Final = (
    ("NC", re.compile(r"non-?commercial|\bNC\b", re.IGNORECASE)),
    ("SA", re.compile(r"share-?alike|\bSA\b", re.IGNORECASE)),
    ("ND", re.compile(r"no-?deriv\w*|\bND\b", re.IGNORECASE)),
)
_SHORT: Final = re.compile(r"\bCC[ -]BY((?:[ -](?:NC|SA|ND))*)(?:[ -]v?(\d\.\d))?(?!\w|\.\d)", re.IGNORECASE)
_LONG: Final = re.compile(
    r"Creative Commons[,:]? Attribution((?:[ ,-]+(?:non-?commercial|share-?alike|no-?deriv\w*))*)"
    r"(?:[ ,]+(?:v(?:ersion )?)?(\d\.\d)| (?:international|unported|generic)| licen[cs]e| \(CC)*",
    re.IGNORECASE,
)
_ZERO: Final = re.compile(r"\bCC[ -]?0\b|Creative Commons Zero", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
_COMMONS: Final = re.compile(r"https?://creativecommons\.org/licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)", re.IGNORECASE)
_VERSIONS: Final = ("1.0", "2.0", "2.5", "3.0", "4.0")


def parse_licence(words: str) -> Licence:
    """Recognize Creative Commons licences with a version number; any other URL is taken as written."""
    if _ZERO.search(words):
        return Licence(words, "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0")
    if found := _COMMONS.search(words):
        return _make_commons_licence(words, found[1].lower(), found[2])
    if (found := _SHORT.search(words) or _LONG.search(words)) and found[2]:
        named = [name.lower() for name, pattern in _PARTS if pattern.search(found[1])]
        return _make_commons_licence(words, "-".join(["by", *named]), found[2])
    address = _ADDRESS.search(words)
    return Licence(words, address[0].rstrip(".,;)") if address else "")


def _make_commons_licence(words: str, kind: str, version: str) -> Licence:
    known = version in _VERSIONS and not ("sa" in kind and "nd" in kind)
    spdx = f"CC-{kind.upper()}-{version}" if known else ""
    return Licence(words, f"https://creativecommons.org/licenses/{kind}/{version}/" if known else "", spdx)
