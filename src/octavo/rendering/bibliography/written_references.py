"""Read a reference that its author wrote out: whatever of DOI, address, year, authors and title can be told safely.

What is in doubt stays untold; the whole text is always kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .bibtex_names import ORGANIZATION, Name

Runs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WrittenReference:
    """A reference as its author wrote it: its label, its text in runs of (kind, words), and the addresses it links to.

    The kind is "", "emphasis", "strong", "superscript", "subscript" or "math".
    """

    label: str
    runs: Runs
    addresses: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(words for _, words in self.runs)


@dataclass(frozen=True)
class ReferenceParts:
    """What a reference tells of its work; `rest` is what follows the title. All that cannot be told is empty."""

    doi: str = ""
    url: str = ""
    year: int = 0
    authors: tuple[Name, ...] = ()
    title: str = ""
    rest: str = ""

    @property
    def csl_type(self) -> str:
        """The type of the work in CSL, as far as the words after its title show it."""
        if self.title and _IN_PROCEEDINGS.search(self.rest):
            return "paper-conference"
        return "article-journal" if self.title and _VOLUME_AND_PAGES.search(self.rest) else "document"


_DOI: Final = re.compile(r"\b10\.\d{4,9}/[^\s\"“”<>{}|\\^`]+")
_DOI_ADDRESS: Final = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)
_URL: Final = re.compile(r"https?://[^\s<>\"“”]+")
_YEAR: Final = re.compile(r"(?<![\w.:/–-])(1[5-9]\d\d|20\d\d)[a-z]?(?![\w:/–-]|\.\d|\s?\()")
_VISITED: Final = re.compile(r"\b(?:accessed|retrieved|visited|viewed|consulted|last seen)\b[^()\[\];]*", re.IGNORECASE)
_YEAR_AFTER_AUTHORS: Final = re.compile(
    r"(?P<names>[^()\d\"“”]+?),?\s*(?:\((?P<year>\d{4})[a-z]?(?:,[^()]*)?\)[.,:]?|(?<=[.\s])(?P<bare>\d{4})[a-z]?\.)\s+"
)
_QUOTED: Final = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|(?<!\w)‘([^‘’]+)’(?!\w)")
_SENTENCE_END: Final = re.compile(r"(?<![ .][A-Z])(?<!\bvs)(?<!\bNo)(?<!\bvol)([.?!])(?=\s|$)", re.IGNORECASE)
_VOLUME_AND_PAGES: Final = re.compile(
    r"\b\d+\s*(?::\s*[a-z]?\d+|\(\d+[^()]{0,20}\)\s*[:,]\s*(?:pp?\.?\s*)?\d+|,\s*(?:pp?\.?\s*)?\d+\s*[-–]\s*\d+)",
    re.IGNORECASE,
)
_IN_PROCEEDINGS: Final = re.compile(r"\b(?:Proc\.|Proceedings\b|Conference\b|Workshop\b|Symposium\b)")
_MOST_NAME_WORDS: Final = 5
_MOST_CHARACTERS: Final = 5_000
"""What is longer is no reference to one work."""

_PARTICLE: Final = r"(?:van|von|de|del|della|der|den|di|da|dos|du|la|le|ten|ter|zu|zur|af|av|bin|ibn|el|al)"
_CAPITALIZED: Final = r"[^\W\d_a-zà-öø-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*"
_INITIALS: Final = r"(?:[^\W\d_a-zà-öø-ÿ]\.[\s-]?)+"
_FAMILY: Final = rf"(?:{_PARTICLE}\s+)*{_CAPITALIZED}(?:\s+{_CAPITALIZED})?"
_NATURAL: Final = re.compile(
    rf"(?P<given>(?:{_CAPITALIZED}\s+|{_INITIALS}\s*)+?)(?P<family>(?:{_PARTICLE}\s+)*{_CAPITALIZED})"
)
_INITIALS_ONLY: Final = re.compile(rf"{_INITIALS}")
_GIVEN: Final = re.compile(rf"(?:{_CAPITALIZED}|{_INITIALS})(?:\s*(?:{_CAPITALIZED}|{_INITIALS}))?\s*")
_FAMILY_ONLY: Final = re.compile(_FAMILY)
_SUFFIX: Final = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")


def read_reference(reference: WrittenReference) -> ReferenceParts:
    """Read the parts of a reference."""
    text = " ".join(reference.text.split())
    if len(text) > _MOST_CHARACTERS:
        return ReferenceParts()
    dois = {_trim(found[0]) for found in _DOI.finditer(text)}
    dois |= {_trim(found[1]) for address in reference.addresses if (found := _DOI_ADDRESS.fullmatch(address))}
    others = [address for address in reference.addresses if not _DOI_ADDRESS.match(address)]
    urls = dict.fromkeys([*others, *(_trim(found[0]) for found in _URL.finditer(text))])
    urls = {url: None for url in urls if not _DOI_ADDRESS.match(url)}
    plain = _DOI.sub(" ", _URL.sub(" ", text))
    told = _read_title(plain, [words for kind, words in reference.runs if kind == "emphasis"])
    return ReferenceParts(
        # Two of them are two works.
        next(iter(dois)) if len(dois) == 1 else "",
        next(iter(urls)) if len(urls) == 1 else "",
        told.year or _only_year(plain),
        told.authors,
        told.title,
        re.sub(r"\s*\bdoi\b[:\s]*", " ", told.rest, flags=re.IGNORECASE).strip(),
    )


def _trim(address: str) -> str:
    """Remove the punctuation that ends a sentence, not an address."""
    address = address.rstrip(".,;:’'")
    while (
        address
        and address[-1] in ")]"
        and address.count(address[-1]) > address.count({")": "(", "]": "["}[address[-1]])
    ):
        address = address[:-1].rstrip(".,;:")
    return address


def _only_year(text: str) -> int:
    years = {int(found[1]) for found in _YEAR.finditer(_VISITED.sub(" ", text))}
    return years.pop() if len(years) == 1 else 0


def _read_title(text: str, emphases: Sequence[str]) -> ReferenceParts:
    """Read authors, year and title where the title follows the authors (and the year), and is set off from the rest."""
    dated = _YEAR_AFTER_AUTHORS.match(text)
    if dated and (authors := parse_names(dated["names"])):
        title, rest = _title_at_start(text[dated.end() :], emphases, dated=True)
        return ReferenceParts(year=int(dated["year"] or dated["bare"]), authors=authors, title=title, rest=rest)
    quoted = list(_QUOTED.finditer(text))
    if quoted and (found := quoted[0]).start() and len(found[0]) > 4:
        title, rest = _title_at_start(text[found.start() :], emphases)
        return ReferenceParts(authors=parse_names(text[: found.start()]) or (), title=title, rest=rest)
    first = next((words for words in emphases if words.strip()), "").strip()
    at = text.find(first) if first else 0
    if at > 0 and (authors := parse_names(text[:at])):
        title, rest = _title_at_start(text[at:], emphases)
        return ReferenceParts(authors=authors, title=title, rest=rest)
    return ReferenceParts()


def _title_at_start(text: str, emphases: Sequence[str], dated: bool = False) -> tuple[str, str]:
    """Return the title that a text begins with, and what follows it; "" if its end is in doubt."""
    if quoted := _QUOTED.match(text):
        words = next(filter(None, quoted.groups()))
        return words.strip().rstrip(".,"), text[quoted.end() :].lstrip(" .,")
    stressed = next((words.strip() for words in emphases if words.strip() and text.startswith(words.strip())), "")
    if stressed:
        rest = text[len(stressed) :].lstrip(" .,")
        # Where numbers follow at once, the emphasis is a journal: J. Smith. *Nature* 12, 3-8.
        journal = re.match(r"\(?\d", rest) and not re.fullmatch(r"\(?\d{4}\)?[.,\s]*", rest)
        return ("", "") if journal else (stressed.rstrip(".,"), rest)
    end = _SENTENCE_END.search(text) if dated else None
    if not end:
        return "", ""
    title, rest = text[: end.start()].strip(), text[end.end() :].strip()
    doubtful = re.search(r",\s*(?:\d|vol|pp)", title) or ("," in title and not rest)
    if doubtful or any(words.strip() in title for words in emphases if words.strip()):
        return "", ""
    return title + (end[1] if end[1] != "." else ""), rest


# Names


def parse_names(text: str) -> tuple[Name, ...]:
    """Parse a list of authors in one of the usual orders; () if it is in doubt whether it is one, and who is in it."""
    text = re.sub(r"[\s,]*\bet al\b\.?", "", text.strip(" ,;:")).strip(" ,;:")
    if not text or re.search(r"\b[Ee]ds?\b\.?\)?$", text):
        return ()
    if ORGANIZATION.search(text) and not re.search(r",|;| and | & ", text):
        return (Name(literal=text.rstrip(".")),)
    text = re.sub(r"[,;]?\s+(?:and|&)\s+", ";" if ";" in text else ", ", text)
    pieces = [piece.strip() for piece in re.split(r"\s*;\s*" if ";" in text else r"\s*,\s*", text) if piece.strip()]
    pieces[-1] = pieces[-1] if re.search(rf"{_INITIALS}$", f"{pieces[-1]}") else pieces[-1].rstrip(".")
    if ";" in text:
        names = [_parse_inverted(*piece.split(",", 1)) if "," in piece else _parse_natural(piece) for piece in pieces]
        return _all_or_none(names)
    return _parse_pairs(pieces) or _parse_family_first(pieces) or _parse_all_natural(pieces)


def _all_or_none(names: Sequence[Name | None]) -> tuple[Name, ...]:
    told = tuple(name for name in names if name)
    return told if len(told) == len(names) else ()


def _parse_pairs(pieces: list[str]) -> tuple[Name, ...]:
    """Parse Author, A. B., Other, C."""
    names: list[Name | None] = []
    while pieces:
        if len(pieces) < 2 or not _are_initials(pieces[1]):
            return ()
        suffix = pieces[2] if len(pieces) > 2 and _SUFFIX.fullmatch(pieces[2]) else ""
        names.append(_parse_inverted(pieces[0], pieces[1], suffix))
        pieces = pieces[3 if suffix else 2 :]
    return _all_or_none(names)


def _parse_family_first(pieces: list[str]) -> tuple[Name, ...]:
    """Parse Author, Anna, Ben Other, Cara B. Third: only the first has the family name in front."""
    if len(pieces) < 2 or " " in re.sub(rf"^(?:{_PARTICLE}\s+)+", "", pieces[0]):
        return ()
    return _all_or_none([_parse_inverted(pieces[0], pieces[1]), *map(_parse_natural, pieces[2:])])


def _parse_all_natural(pieces: list[str]) -> tuple[Name, ...]:
    """Parse A. Author, Ben C. Other. One full name alone is in doubt: Herb Sutter, United Nations."""
    if len(pieces) == 1 and not re.search(rf"^{_INITIALS}|\s{_INITIALS}", pieces[0]):
        return ()
    return _all_or_none([_parse_natural(piece) for piece in pieces])


def _are_initials(words: str) -> bool:
    return bool(_INITIALS_ONLY.fullmatch(f"{words} ".replace(". ", ".")))


def _parse_inverted(family: str, given: str, suffix: str = "") -> Name | None:
    family, given = family.strip(), given.strip()
    if not _FAMILY_ONLY.fullmatch(family) or not (_GIVEN.fullmatch(given) or _are_initials(given)):
        return None
    particle = re.match(rf"(?:{_PARTICLE}\s+)*", family)
    length = particle.end() if particle else 0
    return Name(family[length:], given, family[:length].strip(), suffix)


def _parse_natural(words: str) -> Name | None:
    found = _NATURAL.fullmatch(words) if len(words.split()) <= _MOST_NAME_WORDS else None
    if not found or ORGANIZATION.search(words):
        return None
    return _parse_inverted(found["family"], " ".join(found["given"].split())) or Name(
        found["family"], " ".join(found["given"].split())
    )
