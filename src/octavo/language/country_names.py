"""Find the ISO 3166-1 code of a country from its name in any language that CLDR knows, or from another code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Final

from babel import Locale, core, localedata

_CODE: Final = re.compile(r"[A-Z]{2}")
_DIACRITICS: Final = re.compile("[\u0300-\u036f]+")
_NO_COUNTRIES: Final = frozenset(("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"))
_NAMES_TABLE: Final = """
AE uae|emirates
BN brunei darussalam
BO plurinational state of bolivia
CD zaire|dr congo|drc
CG republic of the congo
CI ivory coast
CN p r china|pr china|prc|mainland china
CV cape verde
CZ czech republic|czech rep
DE brd|west germany
FK falklands|falkland islands malvinas
FM micronesia|micronesia federated states of
GB great britain|england|scotland|wales|northern ireland|united kingdom of great britain and northern ireland
GB britain|grossbritannien|u k|united kingdom uk
HK hong kong
IR islamic republic of iran|persia
KP dprk|democratic people s republic of korea
KR republic of korea|korea|rok
LA lao pdr|lao people s democratic republic
LY libyan arab jamahiriya
MD republic of moldova
MF saint martin french part
MK macedonia|fyrom|former yugoslav republic of macedonia
MM burma
MX mejico
NL holland
PS palestine|state of palestine
RU russian federation|russische foderation
SX sint maarten dutch part
SY syrian arab republic
SZ swaziland
TL east timor
TR turkey|turkiye
TW taiwan r o c|taiwan province of china
TZ united republic of tanzania
US u s a|u s|united states of america|america|united states us
VA holy see|vatican|holy see vatican city state
VE bolivarian republic of venezuela
VN viet nam
"""
_AMBIGUOUS_TABLE: Final = """
CD CG congo|kongo|конго|κονγκο|刚果|剛果|コンゴ|콩고|الكونغو|кангу
VG VI virgin islands|iles vierges|jungferninseln|islas virgenes|isole vergini
"""
"""Names that two countries share. They are not guessed, but in languages in which one of the two is called so."""
_FORMS_OF_STATE: Final = re.compile(
    r"^(?:the )?(?:(?:federal |people s |islamic |arab |hashemite |co operative )?"
    r"(?:republic|kingdom|state|principality|grand duchy|commonwealth|sultanate|federation) of )?(?:the )?"
)
_CODE_LENGTHS: Final = (2, 3)
_FIRST_LANGUAGES: Final = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar", "zh", "ja")


def find_country_code(words: str, language: str = "en") -> str:
    """Return the code of a country, or "".

    `words` are its name in any language, an old or common name, or a code of two or three letters. Names in `language`
    are tried first.
    """
    code = words.strip()
    if code.upper() in ("UK", "EL"):
        return {"UK": "GB", "EL": "GR"}[code.upper()]
    spelt = _fold(words)
    if spelt in _ambiguous_names() and spelt not in _names_in(language.partition("-")[0]):
        return ""
    if len(code) in _CODE_LENGTHS and code.isascii() and code.isalpha():
        named = _names_in(language.partition("-")[0]).get(spelt, "") if language.partition("-")[0] != "en" else ""
        # so short a word is no name in just any language: another organization may have it as its code
        return named or _find_by_code(code.upper()) or _common_names().get(spelt, "")
    return _find_by_name(spelt, language) if spelt else ""


@lru_cache(maxsize=1 << 12)
def suggest_country(words: str, language: str = "en") -> str:
    """Return the name of a country that a misspelt one may mean, or the names of several that share one, or ""."""
    if shared := _ambiguous_names().get(_fold(words)):
        named = _territories(language) or _territories("en")
        return " / ".join(named.get(code, code) for code in shared)
    names = {
        _fold(name): name
        for tongue in (language, "en")
        for code, name in _territories(tongue).items()
        if _is_country(code)
    }
    near = get_close_matches(_fold(words), names, 1, 0.75)
    return names[near[0]] if near else ""


_SEVERAL_COUNTRIES: Final = frozenset(("america", "congo", "guinea", "ireland and uk", "korea", "samoa", "st martin"))
"""Names, folded, that people give to more than one country, whatever CLDR makes of them."""


def is_ambiguous_country(words: str, language: str = "en") -> bool:
    """Return whether words may name more than one country: in the languages that are likely, or by usage.

    A code in capitals or small letters names one country, as does a name in English or in `language`.
    """
    spelt = _fold(words)
    if len(words.strip()) in _CODE_LENGTHS and words.strip().isascii():
        return False
    if spelt in _SEVERAL_COUNTRIES:
        return True
    if any(spelt in names for names in (_common_names(), _names_in("en"), _names_in(language.partition("-")[0]))):
        return False
    return len({names[spelt] for names in map(_names_in, _FIRST_LANGUAGES) if spelt in names}) != 1


def _find_by_code(code: str) -> str:
    if _is_country(code):
        return code
    aliases = core.get_global("territory_aliases").get(code, ())
    return aliases[0] if len(aliases) == 1 and _is_country(aliases[0]) else ""


def _is_country(code: str) -> bool:
    return bool(_CODE.fullmatch(code)) and code in _territories("en") and code not in _NO_COUNTRIES


@lru_cache(maxsize=1 << 16)
def _find_by_name(spelt: str, language: str) -> str:
    inverted = " ".join(reversed(spelt.split(" , ", 1)))
    spellings = dict.fromkeys((spelt, inverted, _FORMS_OF_STATE.sub("", spelt), _FORMS_OF_STATE.sub("", inverted)))
    spellings = {spelling.replace(" , ", " "): None for spelling in spellings if spelling}
    first = dict.fromkeys((language.partition("-")[0], *_FIRST_LANGUAGES))
    for names in (_common_names(), *map(_names_in, first)):
        for spelling in spellings:
            if spelling in names:
                return names[spelling]
    return _find_in_other_languages(tuple(spellings), frozenset(first))


def _find_in_other_languages(spellings: Sequence[str], known: frozenset[str]) -> str:
    """Return the code of a country from its name in a language that is not likely.

    There are 300 of them with 60,000 names: only those that begin as the name does are compared.
    """
    starts = {"", *(spelling[0] for spelling in spellings)}
    for language in _list_languages():
        for code, name in () if language in known else _territories(language).items():
            if _first_letter(name[:1]) in starts and _is_country(code):
                spelt = _fold(name).replace(" , ", " ")
                if spelt in spellings:
                    return code
    return ""


@cache
def _list_languages() -> tuple[str, ...]:
    return tuple(name for name in sorted(localedata.locale_identifiers()) if "_" not in name)


@cache
def _first_letter(sign: str) -> str:
    return _fold(sign)[:1]


@cache
def _ambiguous_names() -> Mapping[str, tuple[str, ...]]:
    rows = re.findall(r"\b([A-Z]{2}) ([A-Z]{2}) ([^A-Z\n]+)", _AMBIGUOUS_TABLE)
    return {_fold(name): (one, other) for one, other, names in rows for name in names.split("|")}


@cache
def _common_names() -> Mapping[str, str]:
    rows = re.findall(r"\b([A-Z]{2}) ([^A-Z\n]+)", _NAMES_TABLE)
    return {_fold(name): code for code, names in rows for name in names.split("|")}


@cache
def _names_in(language: str) -> Mapping[str, str]:
    names = _territories(language).items()
    return {_fold(name).replace(" , ", " "): code for code, name in names if _is_country(code)}


@cache
def _territories(language: str) -> Mapping[str, str]:
    if not localedata.exists(language):
        return {}
    return dict(Locale.parse(language).territories)


def _fold(words: str) -> str:
    """Return words without case, diacritics and punctuation, but with commas. Signs for vowels are letters."""
    plain = _DIACRITICS.sub("", unicodedata.normalize("NFKD", words.casefold()))
    plain = plain.replace("&", " and ").replace("(", ",").replace(",", " , ")
    kept = (c if c == "," or unicodedata.category(c)[0] in "LMN" else " " for c in plain)
    return " ".join("".join(kept).split()).strip(" ,")
