"""All that is known of languages, one row for each: a language tag (BCP 47) in, its row out.

The toolkit speaks a language of which it has words: a row that says so, and `locale/CODE.po` beside this module. Rows
of others serve the chapters, citations and metadata that are written in them. Dates, numbers and countries are CLDR's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Language:
    """A language, by its code in ISO 639-1 (or -3), with its customs in books and its names in metadata."""

    code: str
    bibliographic: str = "und"
    """Code in ISO 639-2/B, as libraries and booksellers write it; und where it has none."""
    name: str = ""
    """Name in English, in small letters, as biblatex has it."""
    is_spoken: bool = False
    """Whether the toolkit's own words exist in it."""
    is_leftward: bool = False
    """Whether it is written from right to left."""
    is_upward: bool = False
    """Whether titles run from the foot of a spine to its head, as in France; ISO 6357 and ANSI/NISO Z39.41 have them
    run from the head to the foot."""
    colon: str = ": "
    semicolon: str = "; "
    bibtex: tuple[str, ...] = ()
    """How its names begin in the field `language` of BibTeX, beside its code."""
    articles: str = ""
    """Articles that catalogues sort titles without, as a regular expression with the space that follows."""
    gatherings: tuple[str, ...] = ()
    """Words in small letters by which a title tells that it is that of a meeting."""
    works: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What theses and reports of BibTeX are called in references."""
    request: str = ""
    """The sentence by which a file CITATION.cff asks to be used."""


_ROWS: Final = (
    Language(
        "en",
        "eng",
        "english",
        is_spoken=True,
        bibtex=("eng", "ame", "bri"),
        articles=r"(?:The|An?) ",
        gatherings=("meeting", "conference", "workshop", "symposium", "congress", "seminar", "school"),
        works={"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "techreport": "Technical report"},
        request="If you use this work, please cite it as told here.",
    ),
    Language(
        "fr",
        "fre",
        "french",
        is_spoken=True,
        is_upward=True,
        colon="\u00a0: ",
        semicolon="\u202f; ",
        bibtex=("fr",),
        articles=r"(?:(?:Les?|La|Une?) |L['’])",
        gatherings=("conférence", "colloque"),
        works={
            "phdthesis": "thèse de doctorat",
            "mastersthesis": "mémoire de master",
            "techreport": "rapport technique",
        },
        request="Si vous utilisez ce travail, citez-le comme il est dit ici.",
    ),
    Language("de", "ger", "german", bibtex=("ger", "nge", "deu")),
    Language("ar", "ara", "arabic", is_leftward=True),
    Language("arc", "arc", is_leftward=True),
    Language("azb", is_leftward=True),
    Language("bal", "bal", is_leftward=True),
    Language("bg", "bul", "bulgarian"),
    Language("bgn", is_leftward=True),
    Language("bqi", is_leftward=True),
    Language("ckb", "kur", is_leftward=True),
    Language("cs", "cze", "czech"),
    Language("da", "dan", "danish"),
    Language("dv", "div", is_leftward=True),
    Language("el", "gre", "greek"),
    Language("es", "spa", "spanish"),
    Language("fa", "per", "persian", is_leftward=True),
    Language("fi", "fin", "finnish"),
    Language("glk", is_leftward=True),
    Language("he", "heb", "hebrew", is_leftward=True),
    Language("hi", "hin", "hindi"),
    Language("hr", "hrv", "croatian"),
    Language("hu", "hun", "hungarian"),
    Language("it", "ita", "italian"),
    Language("iw", "heb", is_leftward=True),
    Language("ja", "jpn", "japanese"),
    Language("khw", is_leftward=True),
    Language("ko", "kor", "korean"),
    Language("la", "lat", "latin"),
    Language("lrc", is_leftward=True),
    Language("mzn", is_leftward=True),
    Language("nb", "nob", "norsk"),
    Language("nl", "dut", "dutch"),
    Language("nn", "nno", "nynorsk"),
    Language("no", "nor", "norwegian"),
    Language("nqo", "nqo", is_leftward=True),
    Language("pl", "pol", "polish"),
    Language("pnb", is_leftward=True),
    Language("prs", is_leftward=True),
    Language("ps", "pus", is_leftward=True),
    Language("pt", "por", "portuguese"),
    Language("ro", "rum", "romanian"),
    Language("ru", "rus", "russian"),
    Language("sd", "snd", is_leftward=True),
    Language("sk", "slo", "slovak"),
    Language("skr", is_leftward=True),
    Language("sl", "slv", "slovenian"),
    Language("sv", "swe", "swedish"),
    Language("syr", "syr", is_leftward=True),
    Language("tr", "tur", "turkish"),
    Language("ug", "uig", is_leftward=True),
    Language("uk", "ukr", "ukrainian"),
    Language("ur", "urd", "urdu", is_leftward=True),
    Language("vi", "vie", "vietnamese"),
    Language("yi", "yid", is_leftward=True),
    Language("zh", "chi", "chinese"),
)
LANGUAGES: Final[dict[str, Language]] = {row.code: row for row in _ROWS}
_ENGLISH: Final = LANGUAGES["en"]


def find_language(tag: str) -> Language:
    """Give the row of a language tag such as en-GB; one that has no row is known by its code alone."""
    code = tag.split("-")[0].lower()
    return LANGUAGES.get(code) or Language(code)


def supported_languages() -> tuple[Language, ...]:
    """List the languages in which the toolkit's own words exist."""
    return tuple(row for row in LANGUAGES.values() if row.is_spoken)


def bibtex_work_name(tag: str, kind: str) -> str:
    """Name a kind of thesis or report of BibTeX, in English where its name is not known; "" for another kind."""
    return find_language(tag).works.get(kind) or _ENGLISH.works.get(kind, "")


def citation_request(tag: str) -> str:
    """Ask to be cited, in English where it is not known how a language asks."""
    return find_language(tag).request or _ENGLISH.request


def code_from_bibtex(name: str) -> str:
    """Give the code of the language that the field `language` of BibTeX names; "" for none."""
    name = name.lower()
    found = (row.code for row in LANGUAGES.values() if row.bibtex and name.startswith((row.code, *row.bibtex)))
    named = (row.code for row in LANGUAGES.values() if row.name and name == row.name)
    return next(found, next(named, name[:2]))
