"""Typography by language: where a line must not end, the spaces of French, which words of a title stay together.

The rules of a language are one row below; what holds for all stands after it. No-break spaces and joiners are put into
text that is printed, and into nothing else: in a PDF they are found as plain spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Typography:
    """How a language is set; words are in lower case."""

    small_words: frozenset[str] = frozenset()
    """Articles, prepositions and conjunctions: no line of a title ends with one."""
    has_capital_nouns: bool = False
    """Whether all nouns have capitals, so that a capital does not tell a name."""
    spaced_signs: str = ""
    """Signs before which a narrow space stands (Lexique des règles typographiques, Imprimerie nationale)."""
    opening_sign: str = ""
    """The quotation mark after which a narrow space stands."""
    held: str = ""
    """A regular expression of further spaces at which no line ends."""


def _after_words(letters: str) -> str:
    """Return the regular expression of the space after a word of one of these letters, which ends no line."""
    either = letters + letters.upper()
    return rf"(?:(?<=[\s\u2060(\[«„“\"—–][{either}])|(?<=^[{either}])) (?=\S)"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROWS: Final = {
    "en": Typography(
        _words(
            "a an the and or but nor for of on in at to by with from as into onto over under about after before between"
            " against through during without within upon via per than towards toward among across its their our"
        )
    ),
    "fr": Typography(
        _words(
            "le la les un une des du de d’ l’ au aux à et ou mais en dans sur sous par pour avec sans vers chez entre"
            " contre depuis pendant selon que qui ce cet cette ces leur leurs son sa ses"
        ),
        spaced_signs=";:!?»%",
        opening_sign="«",
    ),
    "de": Typography(
        _words(
            "der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei beim mit"
            " nach von vom vor zu zum zur für über unter durch gegen ohne um als zwischen"
        ),
        has_capital_nouns=True,
        held=r"(?:(?<=[\s(][A-Za-z]\.)|(?<=^[A-Za-z]\.)) (?=[A-Za-z]\.)",  # z. B., u. a., i. d. R.
    ),
    "es": Typography(
        _words(
            "el la los las un una unos unas y e o u de del al a en con por para sin sobre entre desde hacia según como"
            " su sus que"
        )
    ),
    "it": Typography(
        _words(
            "il lo la i gli le un uno una e ed o di del dello della dei degli delle a al allo alla ai agli alle da dal"
            " dalla in nel nella con su sul sulla per tra fra che"
        )
    ),
    "pt": Typography(
        _words(
            "o a os as um uma uns umas e ou de do da dos das em no na nos nas ao à aos às por pelo pela para com sem"
        )
    ),
    "nl": Typography(_words("de het een en of van in op te aan bij met voor door naar uit over onder tot om als dat")),
    "pl": Typography(
        _words(
            "a i o u w z oraz lub albo ale lecz na do od ze we po za przez dla przy pod nad bez jak że czy ku między"
            " przed ich jego jej"
        ),
        held=_after_words("aiouwz"),
    ),
    "uk": Typography(
        _words(
            "а і й та або але в у з із зі на до від по за через для при під над без про як що чи о об не ні між перед"
            " їх його її"
        ),
        held=_after_words("абвєжзійоуя"),
    ),
    "ar": Typography(
        _words(
            "في من إلى على عن مع أو ثم بل أن أنّ إن التي الذي بين قبل بعد عند لدى ضد حول خلال تحت فوق دون"
            " حتى لا لم لن ما"
        ),
        held=r"(?:(?<=[\s(]و)|(?<=^و)) (?=\S)",  # "and" is part of the word that follows
    ),
}
_NONE: Final = Typography()
_NARROW = "\u202f"
_SPACES = " \u00a0\u202f\u2009"


def find_typography(tag: str) -> Typography:
    """Return the rules of a language tag such as fr-CA; none for a language without a row.

    The French of Canada and Switzerland sets a space before the colon and within quotation marks alone.
    """
    code, *regions = tag.lower().split("-")
    row = _ROWS.get(code, _NONE)
    if code == "fr" and {"ca", "ch"} & set(regions):
        return Typography(row.small_words, spaced_signs=":»%", opening_sign="«")
    return row


def space_signs(words: str, tag: str) -> str:
    """Set the spaces before signs, and within quotation marks, of one width, where their author set any."""
    rules = find_typography(tag)
    if rules.spaced_signs and any(sign in words for sign in rules.spaced_signs + rules.opening_sign):
        words = re.sub(rf"(?<!\s)[{_SPACES}]+(?=[{re.escape(rules.spaced_signs)}])", _NARROW, words)
        words = re.sub(rf"(?<={rules.opening_sign})[{_SPACES}]+", _NARROW, words)
    return words


def hold_words(words: str, tag: str) -> str:
    """Put no-break spaces where a language ends no line: in Polish and Ukrainian after a word of one letter."""
    held = find_typography(tag).held
    return re.sub(held, "\u00a0", words) if held else words


def is_weak_end(word: str, tag: str) -> bool:
    """Return whether a line of a title should not end with a word: an article, a preposition or a conjunction."""
    bare = word.strip("“”‘’«»\"'(\u202f\u00a0 ").replace("'", "’")
    return word[-1:].isalpha() and bare.lower() in find_typography(tag).small_words


def is_name(word: str, before: str, tag: str) -> bool:
    """Return whether a word is a name, as its capital tells within a sentence; `before` is the text before it."""
    ended = before.rstrip("“‘«\"'([ \u00a0\u202f\u200b")[-1:]
    return word[:1].isupper() and bool(ended) and ended not in ".!?:…" and not find_typography(tag).has_capital_nouns


# A line does not end between a title, an initial and the name, in either order, between a day, its month and the year,
# between "p." and its number, and before the last short word of a paragraph, unless a formula precedes it, which may
# fill its line.
_CAPITAL = "[A-ZÀ-ÖØ-ÞĄĆČĎĐĘĚŁŃŇŐŘŚŠŤŰŮŹŻŽА-ЯЁЄІЇҐ]"
_SMALL = "[a-zß-ÿĀ-žа-яёєіїґ]"
_TITLES = re.compile(
    rf"(\b{_CAPITAL}\w{{1,3}}\.?) (?={_CAPITAL}\. )"
    rf"|(\b(?:Dr|Prof|Mr|Mrs|Ms|Mme|Mlle|St|Ing|Mag|PD)\b\.?) (?={_CAPITAL})"
)
# Dr. rer. nat. Hahn, Dr. h. c. Meitner
_FACULTIES = re.compile(rf"\b(?:Dr|Prof)\.(?: {_SMALL}{{1,5}}\.)+(?: (?={_CAPITAL}))?")
_NO_CONJUNCTION = r"(?!(?:and|et|und|or|ou|oder|y|o|e|ed|en|of|oraz|i|lub|та|і|або)\b)"
_NAMES = re.compile(
    rf"(?<=\b{_CAPITAL}\.) {_NO_CONJUNCTION}(?=[^\W\d_])|(?<={_SMALL}{{2}}) (?={_CAPITAL}{{1,2}}[,;:](?!\w))"
)
# "Landry, W." is one name, but in "D. Levitan, W. Landry" the comma stands between two.
_PARTICLES = rf"(?:{_NO_CONJUNCTION}{_SMALL}+[ \u00a0]){{0,3}}"
_INVERTED_NAMES = re.compile(
    rf"(?P<initial>\b{_CAPITAL}\.[ \u00a0]{_PARTICLES})?(?<![\w’'-])[^\W\d_](?:[^\W\d_]|[’'-])+, (?={_CAPITAL}\.)"
)
_NUMBERED = (
    r"(?:pp?|vols?|nos?|figs?|eqs?|chs?|secs?|eds?)\.|fig|eq|figures?|tables?|tableaux?|equations?|équations?|sections?"
    r"|chapters?|chapitres?|annex|annexes?|Abb\.|Tab\.|S\.|Bd\.|Nr\.?|Abbildung(?:en)?|Tabellen?|Gleichung(?:en)?|Kapitel"
    r"|Abschnitts?|Anhang|figuras?|tablas?|ecuación|capítulos?|sección|anexos?|núm\.|págs?\.|figur[ae]|tabell[ae]"
    r"|equazion[ei]|capitol[oi]|sezion[ei]|allegat[oi]|figuur|figuren|tabel|vergelijking|hoofdstuk|bijlage|blz\.|tabelas?"
    r"|equação|secção|seção|rys(?:unek|unku|\.)|tab(?:ela|eli|\.)|rozdzia(?:ł|le)|załącznik|równanie|nr|рис(?:унок|унку|\.)"
    r"|табл(?:иця|иці|\.)|розділі?|додаток|рівняння|с\.|т\."
    r"|الشكل|الشكلين|الجدول|الجدولين|المعادلة|الفصل|القسم|المرفق|المجلد|الجزء|العدد|رقم|ص"
)
_NUMBERS = re.compile(rf"(\b(?:{_NUMBERED})|№) (?=\d)", re.IGNORECASE)
_NO_BREAK = "\u2060"
"""After a space at the end of an element: Pango would let it hang there, and WeasyPrint would break the wrong word."""
_BEFORE_NUMBER = re.compile(rf"(\b(?:{_NUMBERED})) $", re.IGNORECASE)
_DASHES = frozenset("-‐–—")
"""After these a line may end even before a no-break space (Unicode Standard Annex 14, rule LB12a)."""
_MONTHS = (
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|May|June|July|August|September|October"
    "|November|December|janv|févr|avr|juil|déc|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
    "|novembre|décembre|sept|oct|nov"
    "|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Jän|Okt|Dez"
    "|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|dicembre"
    "|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
    "|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
_DATES = re.compile(
    r"(?<=\d) (?=(?:de )?[^\W\d_]{3,}\.?(?: de)? \d{4}\b)|(?<=\d\.) (?=[^\W\d_]{3,} \d{4}\b)"
    r"|(?<=º) (?=(?:de )?[^\W\d_]{3,}(?: de)? \d{4}\b)"
    r"|(?<=\der) (?=[^\W\d_]{3,} \d{4}\b)|(?<=\b\d{4}) (?=[рr]\.)|(?<=[a-z.]{3} de) (?=\d{4}\b)"
    r"|(?<=\d[ \u00a0])(?:de )?[^\W\d_]{3,}\.? (?=(?:de )?\d{4}\b)"
    r"|(?<=[\d.]\.[ \u00a0])[^\W\d_]{3,} (?=\d{4}\b)|(?<=º[ \u00a0])(?:de )?[^\W\d_]{3,} (?=(?:de )?\d{4}\b)"
    rf"|(\b(?:{_MONTHS})\b\.?) (?=\d{{1,2}},? \d{{4}}\b|\d{{4}}\b)"
)
_UNITS = (
    "[nµμmcdk]?m[²³]?|ha|[µμmk]?g|t|[µμmch]?[lL]|[nµμm]?s|min|h|[kMGT]?Hz|[kMGT]?Wh?|[mk]V|mA|[hkM]?Pa|m?bar|k?J|°[CF]"
    "|[kKMGT]i?B|dB|EUR|USD|GBP|CHF|€|%|‰"
)
# A number and its unit are one (The International System of Units, 9th edition, 5.4.3).
_MEASURES = re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?![\w’'-]))")
_QUOTIENTS = re.compile(r"(?<=[^\W_])/(?=[^\W_]{1,4}[²³]?(?:</bdi>)?\))")
PARAGRAPH_END = re.compile(r"(?<!em\">)(?<!em\"></span>) (?=[^\s<>]{1,4}(?:</\w+>[^\s<>]?)*$)")
RAGGED_END = re.compile(r"(?<!em\">)(?<!em\"></span>) (?=[^\s<>]{1,8}(?:</\w+>[^\s<>]?)*$)")
# A unit that ends the head of a column is not alone on a line: Height in m.
HEAD_CELL_END = re.compile(r"(?<=\S) (?=[^\s<>]{1,3}$)")
# In large type it does not end after an article that follows a colon, nor between the last two words.
LARGE_TYPE_END = re.compile(r"(?<=: [^\W\d_]) |(?<=: [^\W\d_]{2}) |(?<=: [^\W\d_]{3}) | (?=[^\s<>]+$)")
_FEWEST_WORDS = 4


def join_names_and_dates(words: str, *, is_before_number: bool = False) -> str:
    """Put no-break spaces into names with initials or titles, into dates, and before the numbers of pages and figures,
    and before units of measure.

    `is_before_number` tells that a reference follows which begins with a number.
    """
    if is_before_number:
        words = _BEFORE_NUMBER.sub(lambda found: f"{_end_with_joint(found)}{_NO_BREAK}", words)
    words = _FACULTIES.sub(lambda found: found[0].replace(" ", "\u00a0"), words)
    words = _INVERTED_NAMES.sub(lambda found: found[0] if found["initial"] else _end_with_joint(found), words)
    for joined in (_TITLES, _NAMES, _DATES, _NUMBERS, _MEASURES):
        words = joined.sub(_end_with_joint, words)
    return join_units(words)


def join_units(words: str) -> str:
    """Put word joiners into units with a slash in brackets, such as (ns/d) and (km/h)."""
    return _QUOTIENTS.sub(f"/{_NO_BREAK}", words)


def _end_with_joint(found: re.Match[str]) -> str:
    """Replace the space at the end of a match by one that does not break."""
    return f"{found[0][:-1]}\u00a0"


def join_line_ends(words: str, ends: re.Pattern[str]) -> str:
    """Put no-break spaces where a paragraph or heading of some length should not be broken."""
    if words.count(" ") < _FEWEST_WORDS - 1:
        return words
    return ends.sub(lambda space: " " if words[space.start() - 1] in _DASHES else "\u00a0", words)
