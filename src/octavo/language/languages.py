"""The table of languages, one row for each, found by language tag (BCP 47).

Octavo has its own words in the languages whose row says so, in `locale/CODE.po` beside this module. The other rows
serve chapters, citations and metadata in these languages. Dates, numbers and countries come from CLDR.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Language:
    """A language, by its code in ISO 639-1 (or -3): how books print it, and what metadata calls it."""

    code: str
    bibliographic: str = "und"
    """Code in ISO 639-2/B, which libraries and booksellers use; "und" if it has none."""
    name: str = ""
    """Name in English, in lower case, as in biblatex."""
    is_translated: bool = False
    """Whether Octavo's own words are translated into it."""
    is_right_to_left: bool = False
    """Whether it is written from right to left."""
    is_spine_upward: bool = False
    """Whether titles run up the spine, as in France; ISO 6357 and ANSI/NISO Z39.41 have them run down."""
    colon: str = ": "
    semicolon: str = "; "
    comma: str = ", "
    first_day: str = "1"
    """How dates write the first day of a month, which CLDR writes as the others."""
    regional_first_days: Mapping[str, str] = field(default_factory=dict, hash=False)
    """How dates of some countries write it."""
    long_date: str = ""
    """Pattern of a day in full, where running text needs another than that of CLDR."""
    short_date: str = ""
    """Pattern of a day in a table, where CLDR has none with the name of the month."""
    joint: str = ""
    """The word before the last item of a list, where it is not that of CLDR."""
    joint_before_vowel: tuple[str, str] = ("", "")
    """A regular expression of items before which the word changes, and the word."""
    elisions: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Articles before a date, and what they are before a number that begins with a vowel."""
    own_letters: str = ""
    """Letters that have places of their own in the alphabet: each group is a letter and those that follow it."""
    least_grouped: int = 1000
    """The smallest number whose thousands are set apart."""
    bibtex: tuple[str, ...] = ()
    """How its names begin in the field `language` of BibTeX, besides its code."""
    articles: str = ""
    """Articles that catalogues ignore when they sort titles: a regular expression, with the space that follows."""
    gatherings: tuple[str, ...] = ()
    """Words, in lower case, in the titles of meetings."""
    works: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What references call the theses and reports of BibTeX."""
    request: str = ""
    """The sentence in a file CITATION.cff that asks for a citation."""


_SPANISH_AMERICA: Final = (
    "419", "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY", "SV", "US",
    "UY", "VE",
)  # fmt: skip
"""Where dates say the first of a month with the ordinal (Ortografía de la lengua española, 2010, IV, 4.3)."""

_ROWS: Final = (
    Language(
        "en",
        "eng",
        "english",
        is_translated=True,
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
        is_translated=True,
        is_spine_upward=True,
        colon="\u00a0: ",
        semicolon="\u202f; ",
        first_day="1er",
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
    Language(
        "de",
        "ger",
        "german",
        is_translated=True,
        bibtex=("ger", "nge", "deu"),
        articles=r"(?:Der|Die|Das|Eine?) ",
        gatherings=("tagung", "konferenz", "kongress"),
        works={"phdthesis": "Dissertation", "mastersthesis": "Masterarbeit", "techreport": "Technischer Bericht"},
        request="Wenn Sie dieses Werk verwenden, zitieren Sie es bitte wie hier angegeben.",
    ),
    Language(
        "es",
        "spa",
        "spanish",
        is_translated=True,
        is_spine_upward=True,
        regional_first_days=dict.fromkeys(_SPANISH_AMERICA, "1.º"),
        joint="y",
        own_letters="nñ",
        joint_before_vowel=(r"h?[ií](?![aeouáéóú])|y(?![aeiouáéíóú])", "e"),
        least_grouped=10_000,
        bibtex=("esp", "spa", "castell"),
        articles=r"(?:El|La|Los|Las|Un[ao]?s?) ",
        gatherings=("reunión", "conferencia", "taller", "simposio", "congreso", "seminario", "coloquio", "jornada"),
        works={
            "phdthesis": "tesis doctoral",
            "mastersthesis": "trabajo de fin de máster",
            "techreport": "informe técnico",
        },
        request="Si utiliza esta obra, cítela como se indica aquí.",
    ),
    Language(
        "it",
        "ita",
        "italian",
        is_translated=True,
        is_spine_upward=True,
        first_day="1º",
        joint="e",
        joint_before_vowel=("[eèé]", "ed"),
        elisions={"il": "l’", "al": "all’", "dal": "dall’", "del": "dell’"},
        bibtex=("ita",),
        articles=r"(?:(?:Il|Lo|La|I|Gli|Le|Un[ao]?) |(?:L|Un)['’])",
        gatherings=("convegno", "conferenza", "congresso", "seminario", "simposio", "incontro"),
        works={
            "phdthesis": "tesi di dottorato",
            "mastersthesis": "tesi di laurea magistrale",
            "techreport": "rapporto tecnico",
        },
        request="Se utilizzate quest’opera, citatela come indicato qui.",
    ),
    Language(
        "nl",
        "dut",
        "dutch",
        is_translated=True,
        bibtex=("dut", "nld", "ned"),
        articles=r"(?:(?:De|Het|Een) |['’][tn] )",
        gatherings=("conferentie", "congres", "bijeenkomst", "symposium"),
        works={"phdthesis": "proefschrift", "mastersthesis": "masterscriptie", "techreport": "technisch rapport"},
        request="Gebruikt u dit werk, citeer het dan zoals hier vermeld.",
    ),
    Language(
        "pl",
        "pol",
        "polish",
        is_translated=True,
        is_spine_upward=True,
        least_grouped=10_000,
        own_letters="aą cć eę lł nń oó sś zźż",
        bibtex=("pol",),
        gatherings=("konferencj", "sympozjum", "seminarium", "warsztat", "kongres", "zjazd"),
        works={
            "phdthesis": "rozprawa doktorska",
            "mastersthesis": "praca magisterska",
            "techreport": "raport techniczny",
        },
        request="Korzystając z tej pracy, prosimy ją cytować tak, jak tu podano.",
    ),
    Language(
        "pt",
        "por",
        "portuguese",
        is_translated=True,
        is_spine_upward=True,
        first_day="1.º",
        regional_first_days={"BR": "1º"},
        least_grouped=10_000,
        bibtex=("por", "braz"),
        articles=r"(?:Os?|As?|Uma?|Uns|Umas) ",
        gatherings=("reunião", "conferência", "seminário", "simpósio", "congresso", "colóquio", "encontro"),
        works={
            "phdthesis": "tese de doutoramento",
            "mastersthesis": "dissertação de mestrado",
            "techreport": "relatório técnico",
        },
        request="Se utilizar esta obra, cite-a como aqui se indica.",
    ),
    Language(
        "uk",
        "ukr",
        "ukrainian",
        is_translated=True,
        long_date="d MMMM y 'року'",
        joint="та",
        own_letters="гґ еє иіїй",
        bibtex=("ukr",),
        gatherings=("конференці", "симпозіум", "семінар", "конгрес", "нарад", "з’їзд"),
        works={"phdthesis": "дисертація", "mastersthesis": "магістерська робота", "techreport": "технічний звіт"},
        request="Якщо ви використовуєте цю працю, цитуйте її так, як тут зазначено.",
    ),
    Language(
        "ar",
        "ara",
        "arabic",
        is_translated=True,
        is_right_to_left=True,
        semicolon="؛ ",
        comma="، ",
        short_date="d MMMM y",
        bibtex=("ara",),
        articles="ال",
        gatherings=("اجتماع", "مؤتمر", "حلقة", "ندوة", "ملتقى", "منتدى"),
        works={"phdthesis": "أطروحة دكتوراه", "mastersthesis": "رسالة ماجستير", "techreport": "تقرير تقني"},
        request="عند استخدام هذا العمل، يُرجى الاستشهاد به كما هو مبين هنا.",
    ),
    Language("arc", "arc", is_right_to_left=True),
    Language("azb", is_right_to_left=True),
    Language("bal", "bal", is_right_to_left=True),
    Language("bg", "bul", "bulgarian"),
    Language("bgn", is_right_to_left=True),
    Language("bqi", is_right_to_left=True),
    Language("ckb", "kur", is_right_to_left=True),
    Language("cs", "cze", "czech"),
    Language("da", "dan", "danish"),
    Language("dv", "div", is_right_to_left=True),
    Language("el", "gre", "greek"),
    Language("fa", "per", "persian", is_right_to_left=True),
    Language("fi", "fin", "finnish"),
    Language("glk", is_right_to_left=True),
    Language("he", "heb", "hebrew", is_right_to_left=True),
    Language("hi", "hin", "hindi"),
    Language("hr", "hrv", "croatian"),
    Language("hu", "hun", "hungarian"),
    Language("iw", "heb", is_right_to_left=True),
    Language("ja", "jpn", "japanese"),
    Language("khw", is_right_to_left=True),
    Language("ko", "kor", "korean"),
    Language("la", "lat", "latin"),
    Language("lrc", is_right_to_left=True),
    Language("mzn", is_right_to_left=True),
    Language("nb", "nob", "norsk"),
    Language("nn", "nno", "nynorsk"),
    Language("no", "nor", "norwegian"),
    Language("nqo", "nqo", is_right_to_left=True),
    Language("pnb", is_right_to_left=True),
    Language("prs", is_right_to_left=True),
    Language("ps", "pus", is_right_to_left=True),
    Language("ro", "rum", "romanian"),
    Language("ru", "rus", "russian"),
    Language("sd", "snd", is_right_to_left=True),
    Language("sk", "slo", "slovak"),
    Language("skr", is_right_to_left=True),
    Language("sl", "slv", "slovenian"),
    Language("sv", "swe", "swedish"),
    Language("syr", "syr", is_right_to_left=True),
    Language("tr", "tur", "turkish"),
    Language("ug", "uig", is_right_to_left=True),
    Language("ur", "urd", "urdu", is_right_to_left=True),
    Language("vi", "vie", "vietnamese"),
    Language("yi", "yid", is_right_to_left=True),
    Language("zh", "chi", "chinese"),
)
LANGUAGES: Final[dict[str, Language]] = {row.code: row for row in _ROWS}
_ENGLISH: Final = LANGUAGES["en"]


def find_language(tag: str) -> Language:
    """Return the row of a language tag such as en-GB; a language without a row has only its code."""
    code = tag.split("-")[0].lower()
    return LANGUAGES.get(code) or Language(code)


def supported_languages() -> tuple[Language, ...]:
    """Return the languages that Octavo's own words are translated into."""
    return tuple(row for row in LANGUAGES.values() if row.is_translated)


def bibtex_work_name(tag: str, kind: str) -> str:
    """Return the name of a kind of thesis or report of BibTeX, by default in English; "" for other kinds."""
    return find_language(tag).works.get(kind) or _ENGLISH.works.get(kind, "")


def citation_request(tag: str) -> str:
    """Return the sentence that asks for a citation, by default in English."""
    return find_language(tag).request or _ENGLISH.request


def code_from_bibtex(name: str) -> str:
    """Return the code of the language in a field `language` of BibTeX; "" for none."""
    name = name.lower()
    found = (row.code for row in LANGUAGES.values() if row.bibtex and name.startswith((row.code, *row.bibtex)))
    named = (row.code for row in LANGUAGES.values() if row.name and name == row.name)
    return next(found, next(named, name[:2]))
