"""Tell particles and suffixes of names, names that begin with the family name, and groups from people."""

from __future__ import annotations

import re
from typing import Final

_PARTICLES_TABLE: Final = """
    abu af al auf aus ben bin bint da dal dall dalla das de degli dei del della delle dem den der des di do dos
    du el het ibn im in la las le lo los of op ould ten ter ul und van vom von zu zum zur 't ’t
"""
PARTICLES: Final = frozenset(_PARTICLES_TABLE.split())
"""Words that stand before a family name and belong to it. They are in small letters, or capitals if all of it is."""
_CAPITAL_PARTICLES_TABLE: Final = """
    De Del Della Den Di Dos Du El La Las Le Los Ter Van Vande Vanden Vander Von Bin Ibn Al St. Saint
"""
CAPITAL_PARTICLES: Final = frozenset(_CAPITAL_PARTICLES_TABLE.split())
"""Particles that also stand with a capital in the middle of a name, where a given name of that form is rare."""
_DEPENDENT: Final = frozenset(("und", "in", "auf", "aus", "im", "of", "op"))
"""Prepositions that are particles only beside another particle: von und zu, in 't, auf der."""
_SUFFIX: Final = re.compile(r"(?:jn?r|sn?r)\.?|ii|iii|iv", re.IGNORECASE)
_BODIES: Final = (
    "Team|Developers|Contributors|Collaboration|Consortium|Foundation|Corporation|Organi[sz]ation|University"
    "|Secretariat|Delegation|Directorate|Headquarters|HQ|Ministry|Embassy|Agency|Authority|Permanent Mission"
    "|Institute|Initiative|Association|Committee|Commission|Council|Network|Society|Working Group"
)
_GROUP: Final = re.compile(
    rf"\s(?:{_BODIES})$|^(?:The )?Secretariat\b"
    r"|^(?:The )?(?:University|Institute|Department|Ministry|Bureau|Agency|Academy|School|Faculty"
    r"|Office|Cent(?:re|er)|Society|Association|Council) (?:of|for|on)\s"
)
_ABBREVIATED_BODIES_TABLE: Final = """
    WHO NATO UN EU OECD IAEA OSCE UNESCO UNICEF UNDP UNEP UNHCR UNODC FAO ILO IMF WTO IMO WMO ICAO ITU ICRC CERN ESA
    NASA NOAA EMBL IEEE ACM OPCW CTBTO INTERPOL EUROPOL ASEAN ECOWAS
"""
_ABBREVIATED_BODIES: Final = frozenset(_ABBREVIATED_BODIES_TABLE.split())
_EAST_ASIAN: Final = re.compile(
    "[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u1100-\u11ff\u3130-\u318f"
    "\uac00-\ud7af・·]+"
)


def is_particle(words: list[str], at: int) -> bool:
    """Return whether the word at an index is a particle in small letters of the name after it."""
    if words[at] in _DEPENDENT:
        return at + 1 < len(words) and words[at + 1] in PARTICLES
    return words[at] in PARTICLES or words[at].rpartition("-")[2] in PARTICLES - _DEPENDENT


def is_suffix(word: str) -> bool:
    """Return whether a word is a suffix of a name, such as Jr or III."""
    return bool(_SUFFIX.fullmatch(word))


def is_east_asian(name: str) -> bool:
    """Return whether a name is wholly in Chinese, Japanese or Korean letters; such names begin with the family name."""
    return bool(_EAST_ASIAN.fullmatch(re.sub(r"\s", "", name)))


def join_name(given: str, family: str, family_first: bool) -> str:
    """Join a name in its own order; East Asian letters are joined without a blank, as they are written."""
    parts = [part for part in ((family, given) if family_first else (given, family)) if part]
    return ("" if family_first and is_east_asian("".join(parts)) else " ").join(parts)


def move_particles(given: str, family: str) -> tuple[str, str]:
    """Move particles that ended up behind the given names to the family name: Jan van + Berg is Jan + van Berg."""
    words, moved = given.split(), family.split()
    while len(words) > 1 and (is_particle([*words, *moved], len(words) - 1) or _begins_compound(words[-1], moved)):
        moved.insert(0, words.pop())
    return " ".join(words), " ".join(moved)


def _begins_compound(word: str, moved: list[str]) -> bool:
    """Return whether a capitalized particle stands before one in small letters: Van der Berg."""
    return word.lower() in PARTICLES and len(moved) > 1 and moved[0] in PARTICLES


def split_particle(family: str) -> tuple[str, str]:
    """Split a family name into its particles in small letters and the rest: van der and Berg."""
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and is_particle(words, count):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def is_group_name(name: str) -> bool:
    """Return whether a name in natural order is for certain that of a group, such as Path Survey Collaboration."""
    return bool(_GROUP.search(name)) or set(name.replace("/", " ").split()) <= _ABBREVIATED_BODIES != set()
