"""Read the names of people as they are written on one line: several of them, with titles, degrees and particles.

All imports read names here. What a name cannot tell is not guessed: the last word is then the family name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from .collation import strip_marks
from .name_words import AMBIGUOUS, DEGREE, HONOURS, MORE_TITLE, TITLE, UNAMBIGUOUS_LAST, is_placeholder, take_remarks
from .personal_names import (
    CAPITAL_PARTICLES,
    PARTICLES,
    is_east_asian,
    is_group_name,
    is_particle,
    is_suffix,
)

_MARKS: Final = re.compile(r"(?<=\w)[\s,]*[*†‡§¶∗¹²³⁴⁵⁶⁷⁸⁹⁰]+(?:\s*,\s*[*†‡§¶∗¹²³⁴⁵⁶⁷⁸⁹⁰]+)*(?=\s|,|;|$)")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?)+")
_JOINED: Final = re.compile(r"\s*;\s*|\s*,?\s+(?:and|&)\s+|\s*&\s*", re.IGNORECASE)
_MAYBE_JOINED: Final = re.compile(r"\s*,?\s+(?:et|und|og|och|en|e|y|i|\+)\s+|\s*/\s*", re.IGNORECASE)
"""What divides people only if there are whole names on both sides: Ortega y Gasset is one."""
_OTHERS: Final = re.compile(r"\s*,?\s*\b(?:et al\.?|and others)$", re.IGNORECASE)
_COMPANY: Final = re.compile(r"\b(?:Inc|Ltd|LLC|GmbH|Corp|Co|AG|S\.?A|B\.?V|plc)\.?$")
_PATRONYMICS: Final = ("ibn", "bin", "bint")
"""Words that begin the name of the father, to which all that follows belongs."""
_CONNECTIVES: Final = frozenset(("y", "e", "i", "und", "och"))
_IBERIAN_TABLE: Final = """
    garcia rodriguez gonzalez fernandez lopez martinez sanchez perez gomez jimenez hernandez ruiz diaz munoz
    alvarez gutierrez dominguez vazquez vasquez ramirez suarez ortega ortiz marquez nunez mendez velazquez
    ibanez pena benitez gimenez rojas vargas mendoza aguilar cabrera fuentes guerrero lozano navarro serrano
"""
_IBERIAN: Final = frozenset(_IBERIAN_TABLE.split())
"""Spanish family names, without accents, that are no given names: before another name they begin a double one."""
_LINEAGE: Final = frozenset(("junior", "júnior", "filho", "neto", "sobrinho", "netto"))
"""Words at the end of Portuguese names that belong to the family name before them."""
_GIVEN_NAMES: Final = frozenset(("al", "ben", "di", "le", "la", "do", "el", "abu"))
"""Particles that are given names too: as the first word they are not particles."""
_SHORT_NAMES_TABLE: Final = """
    li wu xu ma he hu yu lu su du gu ye qi ko an ho
"""
_SHORT_NAMES: Final = frozenset(_SHORT_NAMES_TABLE.split())
"""Names of two letters, which are not initials when they are in capitals."""
_VIETNAMESE_TABLE: Final = """
    nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh luong mai truong
"""
_VIETNAMESE: Final = frozenset(_VIETNAMESE_TABLE.split())
_COMPOUND_SURNAMES_TABLE: Final = """
    欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 东方 東方 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 司徒 令狐 宇文 长孙 長孫
    端木 轩辕 남궁 황보 제갈 사공 선우 서문 독고
"""
_COMPOUND_SURNAMES: Final = frozenset(_COMPOUND_SURNAMES_TABLE.split())
_COMMON_SURNAMES: Final = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許邓鄧冯馮韩韓曹曾彭萧蕭蔡潘田董袁于余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧"
    "김이박최정강조윤장임한오서신권황안송류홍"
)
_COMMAS: Final = str.maketrans({"，": ", ", "、": "; ", "；": "; ", "\u00a0": " "})
_LONGEST_NAME: Final = 500
"""Characters."""
_MOST_NAMES: Final = 500


@dataclass(frozen=True)
class ReadName:
    """A name in its parts. `degrees` are those after it, such as Ph.D.; a group has its whole name as `family`.

    A name of nobody, such as "N.N.", has no family name.
    """

    given: str = ""
    family: str = ""
    suffix: str = ""
    title: str = ""
    degrees: tuple[str, ...] = ()
    is_group: bool = False
    was_capitals: bool = False
    """Whether it was in capitals, and is now written with small letters."""
    remarks: tuple[str, ...] = ()
    """Words in brackets beside the name, such as remote."""

    @property
    def parts(self) -> tuple[str, str, str]:
        """Given names, family name with its particles, and suffix."""
        return self.given, self.family, self.suffix


def read_names(line: str) -> tuple[ReadName, ...]:
    """Read the names of one or more people on a line, joined by commas, semicolons, "and" or "&".

    A comma also stands between a family name and a given name (Berg, Jan), and before a suffix or degree: it divides
    people only if each side of it is a whole name. "et al." is not read as a person.
    """
    line = _clean(line[: _LONGEST_NAME * 20])
    if not line or _is_group(line):
        return (_make_group(line),) if line else ()
    parts = [piece for part in _JOINED.split(_OTHERS.sub("", line)) for piece in _split_if_whole(part)]
    people = [name for part in parts for name in _split_at_commas(part)]
    return tuple(read_name(name) for name in people[:_MOST_NAMES] if _has_letters(name))


def read_name(name: str) -> ReadName:
    """Read the name of one person, in natural order or as "Family, Given" or "Family, Suffix, Given"."""
    name, remarks = take_remarks(_clean(name[:_LONGEST_NAME]).strip(" ,;"))
    if not name or is_placeholder(name):
        return ReadName(remarks=remarks)
    if _is_group(name):
        return replace(_make_group(name), remarks=remarks)
    pieces, degrees = _take_degrees(name)
    title, words = _take_titles(pieces[0])
    suffixes = [piece for piece in pieces[1:] if is_suffix(piece)]
    rest = [piece for piece in pieces[1:] if not is_suffix(piece)]
    words, degrees = _take_last_degrees(words, degrees)
    read = _read_inverted(words, rest) if rest else _read_natural(words)
    suffix = " ".join(filter(None, (read.suffix, *suffixes)))
    return _lower_capitals(replace(read, suffix=suffix, title=title, degrees=tuple(degrees), remarks=remarks))


def read_parts(given: str, family: str, suffix: str = "") -> ReadName:
    """Read a name whose given names and family name are known apart; either may hold a title, suffix or degrees."""
    given, remarks = take_remarks(_clean(given[:_LONGEST_NAME]))
    family, more = take_remarks(_clean(family[:_LONGEST_NAME]))
    return replace(_read_clean_parts(given, family, suffix), remarks=(*remarks, *more))


def _read_clean_parts(given: str, family: str, suffix: str) -> ReadName:
    if is_placeholder(f"{given} {family}") or (given == family and is_placeholder(family)):
        return ReadName()
    if not given or not family or _is_group(f"{given} {family}"):
        read = read_name(given or family) if _is_group(given or family) else ReadName("", given or family)
        return replace(read, suffix=suffix) if not (given and family) else _make_group(f"{given} {family}")
    pieces, degrees = _take_degrees(family)
    suffixes = [piece for piece in pieces[1:] if is_suffix(piece)]
    family = ", ".join(piece for piece in pieces if piece not in suffixes)
    title, words = _take_titles(given)
    read = ReadName(" ".join(words), family, suffix or " ".join(suffixes), title, tuple(degrees))
    return _lower_capitals(read)


def _has_letters(name: str) -> bool:
    is_nobody = name.casefold() in ("and", "others") or is_placeholder(name)
    return any(map(str.isalpha, name)) and not is_nobody


def _clean(name: str) -> str:
    """Normalize a text, its blanks and commas, and drop the marks of footnotes after names."""
    text = unicodedata.normalize("NFC", name).translate(_COMMAS)
    return " ".join(_MARKS.sub("", text).split())


def _is_group(name: str) -> bool:
    return is_group_name(name) or bool(_COMPANY.search(name))


def _make_group(name: str) -> ReadName:
    return ReadName(family=name, is_group=True)


def _take_titles(name: str) -> tuple[str, list[str]]:
    """Return the titles at the start of a name, and its other words."""
    words = name.split()
    title: list[str] = []
    while len(words) > 1 and (TITLE.fullmatch(words[0]) or (title and MORE_TITLE.fullmatch(words[0]))):
        title.append(words.pop(0))
    return " ".join(title), words


def _take_degrees(name: str) -> tuple[list[str], list[str]]:
    """Return the pieces of a name between commas, and the degrees among them."""
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    degrees = [piece for piece in pieces[1:] if _is_degree(piece, pieces[0])]
    return [pieces[0], *(piece for piece in pieces[1:] if piece not in degrees)], degrees


def _is_degree(piece: str, name: str) -> bool:
    """Return whether the piece after a name and a comma is a degree. "Ma" and "Md" are given names too."""
    if AMBIGUOUS.fullmatch(piece):
        return piece.isupper() and " " in name
    return bool(DEGREE.fullmatch(piece)) or all(word in HONOURS or DEGREE.fullmatch(word) for word in piece.split())


def _take_last_degrees(words: list[str], degrees: list[str]) -> tuple[list[str], list[str]]:
    """Take degrees at the end of a name without a comma before them."""
    found: list[str] = []
    while len(words) > 2 and (
        ((DEGREE.fullmatch(words[-1]) or words[-1] in HONOURS) and not AMBIGUOUS.fullmatch(words[-1]))
        or (words[-1] in UNAMBIGUOUS_LAST and not words[-2].isupper())
        or (words[-1] in UNAMBIGUOUS_LAST and words[-2] in HONOURS)
    ):
        found.insert(0, words[-1])
        words = words[:-1]
    return words, [*found, *degrees]


def _split_if_whole(part: str) -> list[str]:
    """Split a text at words such as "und" if all that they divide are whole names."""
    pieces = _MAYBE_JOINED.split(part)
    are_whole = all(_is_whole_name(name.strip()) for piece in pieces for name in piece.split(","))
    return pieces if len(pieces) > 1 and are_whole else [part]


def _split_at_commas(part: str) -> list[str]:
    """Split a text into the names of people at those commas that divide people."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    people: list[list[str]] = []
    for piece in pieces:
        if people and (_is_degree(piece, people[-1][0]) or is_suffix(piece)):
            people[-1].append(piece)
        else:
            people.append([piece])
    heads = [one[0] for one in people]
    if len(heads) == 2 and not all(map(_is_whole_name, heads)):
        return [part]
    if len(heads) > 2 and len(heads) % 2 == 0 and all(map(_is_initials, heads[1::2])):
        return [", ".join((*family, *given)) for family, given in zip(people[::2], people[1::2], strict=True)]
    if len(heads) > 2 and not all(map(_is_whole_name, heads)):
        return [part] if len(heads) == 3 and len(people[1]) > 1 else [", ".join(one) for one in people]
    return [", ".join(one) for one in people]


def _is_whole_name(words: str) -> bool:
    """Return whether words are a given and a family name, and not one of them with initials or particles."""
    if is_east_asian(words) and " " not in words:
        return len(words) > 1 and words[0] in _COMMON_SURNAMES
    parts = [word for word in words.split() if not TITLE.fullmatch(word)]
    plain = [word for word in parts if word not in PARTICLES]
    return len(plain) > 1 and not _is_initials(words) and parts[0] not in PARTICLES and parts[-1] not in PARTICLES


def _is_initials(words: str) -> bool:
    return all(map(_INITIALS.fullmatch, words.split()))


def _read_inverted(words: list[str], rest: list[str]) -> ReadName:
    """Read "Family, Given", whose particles may stand at either end."""
    given = " ".join(rest).split()
    moved: list[str] = []
    while len(given) > 1 and given[-1] in PARTICLES:
        moved.insert(0, given.pop())
    suffix = words.pop() if len(words) > 1 and is_suffix(words[-1]) else ""
    return ReadName(" ".join(given), " ".join([*moved, *words]), suffix)


def _read_natural(words: list[str]) -> ReadName:
    """Read a name in natural order, which in East Asian scripts begins with the family name."""
    if words and is_east_asian("".join(words)):
        return _read_east_asian(words)
    suffix = ""
    if len(words) > 2 and is_suffix(words[-1]):
        suffix = words[-1]
        words = words[:-1]
    if len(words) > 1 and _is_initials(" ".join(words[1:])) and not _INITIALS.fullmatch(words[0]):
        return ReadName(" ".join(words[1:]), words[0], suffix)
    if count := _count_capital_words(words):
        return ReadName(" ".join(words[count:]), " ".join(words[:count]), suffix)
    start = _find_family(words)
    return ReadName(" ".join(words[:start]), " ".join(words[start:]), suffix)


def _read_east_asian(words: list[str]) -> ReadName:
    """Read a name in Chinese, Japanese or Korean letters.

    Without a blank, the family name is the first letter of two or three, or a known one of two letters; a longer name
    stays whole, since a Japanese family name may have any length.
    """
    if len(words) == 1:
        name = words[0]
        count = 2 if name[:2] in _COMPOUND_SURNAMES and len(name) > 2 else 1
        if 1 < len(name) < 4 + (count - 1) and not any("\u3040" <= letter <= "\u30ff" for letter in name):
            return ReadName(name[count:], name[:count])
        return ReadName("", name)
    if len(words) == 2 and words[1] in _COMMON_SURNAMES and words[0] not in _COMMON_SURNAMES:
        words = words[::-1]
    return ReadName(" ".join(words[1:]), words[0])


def _find_family(words: list[str]) -> int:
    """Return the index of the first word of the family name in a name in natural order."""
    start = max(len(words) - 1, 0)
    while start > 1 and words[start].casefold() in _LINEAGE:
        start -= 1
    start = _take_particles(words, start)
    while start > 2 and words[start - 1] in _CONNECTIVES and words[start - 2][:1].isupper():
        start = _take_particles(words, start - 2)
    if start > 1 and strip_marks(words[start - 1]) in _IBERIAN:
        start -= 1
    fathers = (at for at in range(1, start) if words[at] in _PATRONYMICS)
    return next(fathers, start)


def _take_particles(words: list[str], start: int) -> int:
    """Return the index of the first of the particles before a family name."""
    while start > 0 and _is_particle(words, start - 1):
        start -= 1
    return start


def _is_particle(words: list[str], at: int) -> bool:
    word, following = words[at], words[at + 1]
    if is_particle(words, at):
        return at > 0 or word not in _GIVEN_NAMES
    if at == 0:
        return False
    if word.lower() in PARTICLES and (following in PARTICLES or (_is_capital_particle(word) and len(word) > 1)):
        return True
    is_vietnamese = word == "Van" and not _VIETNAMESE.isdisjoint(map(strip_marks, (words[0], following)))
    return word in CAPITAL_PARTICLES and not is_vietnamese


def _count_capital_words(words: list[str]) -> int:
    """Return how many words at the start are in capitals, which marks them as the family name: WANG Wei.

    0 if there are none, or if other words are in capitals too.
    """
    count = 0
    while count < len(words) and (_is_capitals(words[count]) or _is_capital_particle(words[count])):
        count += 1
    others = words[count:]
    if not count or not others or not _is_capitals(words[count - 1]) or others[0][:1].islower():
        return 0
    return 0 if any(map(_is_capitals, others)) else count


def _is_capital_particle(word: str) -> bool:
    return word.isupper() and word.lower() in PARTICLES


def _is_capitals(word: str) -> bool:
    """Return whether a word is a name in capitals and not initials: four letters, or three of them with a vowel."""
    letters = strip_marks(re.sub(r"[^\w]|\d|_", "", word))
    if not re.sub(r"^(?:Mc|Mac)(?=[A-Z]{2})", "", word).isupper() or "." in word or is_suffix(word):
        return False
    return (
        len(letters) > 3 or letters in _SHORT_NAMES or (len(letters) == 3 and any(one in "aeiouy" for one in letters))
    )


def _lower_capitals(read: ReadName) -> ReadName:
    """Write a name or family name that is in capitals with small letters. One word alone may be an abbreviation."""
    words = [word for word in f"{read.given} {read.family}".split() if not _INITIALS.fullmatch(word)]
    if not read.given or not _is_capitals(read.family.split()[-1]) or read.is_group:
        return read
    whole = all(_is_capitals(word) or len(word) < 2 for word in words)
    given = " ".join(map(_capitalize, read.given.split())) if whole else read.given
    family = " ".join(_capitalize_family(word) for word in read.family.split())
    return replace(read, given=given, family=family, was_capitals=True)


def _capitalize_family(word: str) -> str:
    return word.lower() if _is_capital_particle(word) else _capitalize(word)


def _capitalize(word: str) -> str:
    """Write a word in capitals with small letters after each sign: JEAN-PIERRE is Jean-Pierre, O'NEIL is O'Neil."""
    if not _is_capitals(word):
        return word
    if prefix := re.match(r"(?:Mc|Mac)(?=[A-Z]{2})", word):
        return prefix[0] + word[prefix.end() :].capitalize()
    return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), word)
