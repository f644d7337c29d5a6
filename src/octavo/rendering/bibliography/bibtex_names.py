"""Parse the names of people and organizations in BibTeX fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from . import latex_text

_PARTICLES: Final = re.compile(r"^[a-zà-öø-ÿ]")


ORGANIZATION: Final = re.compile(
    r"^The [A-Z]|\b(Team|Developers?|Contributors|Collaboration|Consortium|Foundation|Corporation|Organi[sz]ation"
    r"|University|Institute|Initiative|Association|Authors|Committee|GmbH|LLC|Ltd\.?|Inc\.?)$"
)


_NAME_PART: Final = re.compile(r"(family|given|prefix|suffix|useprefix|(given|family|prefix|suffix)-i|id)\s*=", re.I)
ET_AL_MARK: Final = "\ue020"


@dataclass(frozen=True)
class Name:
    """The name of a person, or of an organization (`literal`)."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


def parse_name(source: str) -> Name:
    """Parse a name as BibTeX does: First von Last; von Last, First; von Last, Jr, First. biblatex also has parts."""
    source = source.strip().rstrip(",")
    if source.lower() == "others":
        return Name(literal=ET_AL_MARK)
    if source.startswith("{") and source.endswith("}") and _closes_at_end(source):
        return Name(literal=latex_text.latex_to_plain(source))
    parts = [part.strip() for part in split_outside_braces(source, r",\s*")]
    if all(map(_NAME_PART.match, parts)):
        return _join_name_parts(parts)
    if ORGANIZATION.search(source) or (len(parts) == 1 and source == source.lower()):
        return Name(literal=latex_text.latex_to_plain(source))
    if len(parts) == 1:
        return _parse_first_last(split_outside_braces(source, r"[\s~]+"))
    particle, family = _split_particle(split_outside_braces(parts[0], r"[\s~]+"))
    first = split_outside_braces((parts[2:] or parts[1:])[0], r"[\s~]+")
    while len(first) > 1 and _PARTICLES.match(first[-1]):
        particle = f"{first.pop()} {particle}".strip()
    given = latex_text.latex_to_plain(" ".join(first))
    suffix = latex_text.latex_to_plain(parts[1]) if len(parts) > 2 else ""
    return Name(family, given, particle, suffix) if given or particle else Name(literal=family)


_INITIALS_FIRST: Final = re.compile(r"(?:[A-Z]\.[ ~-]?)+ ?[^\W\d_]{2,}.*")
_RANK: Final = re.compile(r"(?:[JjSs]r\.?|[IVX]+|(?:MD|M\.D\.|PhD|Ph\.D\.)|filho|neto)", re.I)


def split_joined_names(source: str) -> tuple[str, ...]:
    """Return the names that stand in the place of one, joined by ";" or by commas where BibTeX wants "and"; else ()."""
    if _NAME_PART.match(source) or (source.startswith("{") and _closes_at_end(source)):
        return ()
    if len(names := _strip_all(split_outside_braces(source, r";\s*"))) > 1:
        return names
    parts = _strip_all(split_outside_braces(source, r",\s*"))
    if len(parts) > 1 and all(map(_INITIALS_FIRST.fullmatch, parts)):
        return parts
    is_three = len(parts) == 3 and not _RANK.fullmatch(parts[1])
    if len(parts) % 2 == 0 and len(parts) > 2:  # Smith, A., Jones, B.
        is_turned = all(len(part.split()) <= 2 for part in parts[1::2])
        return tuple(", ".join(pair) for pair in zip(parts[::2], parts[1::2], strict=True)) if is_turned else parts
    return parts if len(parts) > 3 or is_three else ()


def _strip_all(parts: list[str]) -> tuple[str, ...]:
    return tuple(part.strip(" ,;") for part in parts if part.strip(" ,;"))


def _join_name_parts(parts: list[str]) -> Name:
    """Join the parts of a name of biblatex: given=Hans, family=Harman, prefix=von, suffix=Jr."""
    values: dict[str, str] = {}
    for part in parts:
        name, _, value = part.partition("=")
        values[name.strip().lower()] = latex_text.latex_to_plain(value.strip().strip('"'))
    family, given = values.get("family", ""), values.get("given", "")
    if not (family and given):
        return Name(literal=family or given or latex_text.latex_to_plain(", ".join(parts)))
    return Name(family, given, values.get("prefix", ""), values.get("suffix", ""))


def split_outside_braces(source: str, separator: str) -> list[str]:
    """Split at a separator outside of braces."""
    parts, depth, start = [], 0, 0
    for found in re.finditer(rf"\\.|[{{}}]|{separator}", source, re.I):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth <= 0 and found[0] not in "{}" and found[0][0] != "\\":
            parts.append(source[start : found.start()])
            start = found.end()
    return [*parts, source[start:]]


def _closes_at_end(source: str) -> bool:
    depth = 0
    for found in re.finditer(r"\\.|[{}]", source):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0:
            return found.end() == len(source)
    return False


def _split_particle(words: list[str]) -> tuple[str, str]:
    """Split the lower-case particles at the start of a family name from the rest of it."""
    count = 0
    while count < len(words) - 1 and _PARTICLES.match(words[count]):
        count += 1
    return latex_text.latex_to_plain(" ".join(words[:count])), latex_text.latex_to_plain(" ".join(words[count:]))


def _parse_first_last(words: list[str]) -> Name:
    small = next((at for at, word in enumerate(words[:-1]) if at and _PARTICLES.match(word)), len(words) - 1)
    particle, family = _split_particle(words[small:])
    given = latex_text.latex_to_plain(" ".join(words[:small]))
    return Name(family, given, particle) if given else Name(literal=family)
