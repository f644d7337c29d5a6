"""Tell given names, particles, family names and suffixes of people apart, and groups from people."""

from __future__ import annotations

import re
from typing import Final

_PARTICLES: Final = frozenset(
    """af al av bin da das de del della den der des di dos du el ibn la las le los of op ten ter van vom von zu zum zur
    't""".split()  # noqa: SIM905 - a list is longer and says no more
)
_SUFFIX: Final = re.compile(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)
_GROUP: Final = re.compile(
    r"\s(?:Team|Developers|Contributors|Collaboration|Consortium|Foundation|Corporation|Organi[sz]ation|University"
    r"|Institute|Initiative|Association|Committee|Commission|Council|Network|Society|Working Group)$"
)


def split_name(name: str) -> tuple[str, str, str]:
    """Split a name in natural order into given names, family name with its particles, and suffix.

    Jan van der Berg Jr gives Jan, van der Berg and Jr.
    """
    words = name.replace(",", " ").split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if not words:
        return "", "", ""
    given, family = move_particles(" ".join(words[:-1]), words[-1])
    return given, family, suffix


def move_particles(given: str, family: str) -> tuple[str, str]:
    """Move particles that ended up behind the given names to the family name: Jan van + Berg is Jan + van Berg."""
    words, moved = given.split(), family.split()
    while len(words) > 1 and (words[-1] in _PARTICLES or _begins_compound(words[-1], moved)):
        moved.insert(0, words.pop())
    return " ".join(words), " ".join(moved)


def _begins_compound(word: str, moved: list[str]) -> bool:
    """Return whether a capitalized particle stands before one in small letters: Van der Berg."""
    return word.lower() in _PARTICLES and len(moved) > 1 and moved[0] in _PARTICLES


def split_particle(family: str) -> tuple[str, str]:
    """Split a family name into its particles in small letters and the rest: van der and Berg."""
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and words[count] in _PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def is_group_name(name: str) -> bool:
    """Return whether a name in natural order is for certain that of a group, such as Path Survey Collaboration."""
    return bool(_GROUP.search(name))
