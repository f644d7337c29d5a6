"""Translate Octavo's own words; write dates, numbers and names of countries in the workshop's language."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from gettext import NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, get_decimal_symbol

from . import text_direction
from .languages import Language, find_language
from .number_words import LARGEST_NUMBER, spell_number

LONGEST_IN_WORDS = 100
"""The largest number that is written in words within a sentence."""
# Plain English has the world's conventions: the day before the month, the 24-hour clock. CLDR takes plain Portuguese
# for that of Brazil; our words are those of Portugal.
_PLAIN_LOCALES = {"en": "en_001", "pt": "pt_PT"}
_SIGN_OF_YEAR = re.compile(r"(?<=\d)\s*р\.$")
_NAMED_NUMBER = re.compile(r"\{(\w+)(?: ([adfgm]))?\}")


@dataclass(frozen=True)
class Translator:
    """Everything that depends on the language of a text; `tag` is BCP 47."""

    tag: str
    locale: Locale
    translations: NullTranslations

    def gettext(self, message: str) -> str:
        """Translate one of Octavo's own words."""
        said = self.translations.gettext(message)
        # Older versions of Python (such as 3.11.2 of Debian 12) do not find a word with a plural form by itself.
        return said if said != message else self.translations.ngettext(message, message, 1)

    def pgettext(self, context: str, message: str) -> str:
        """Translate a word that has different meanings in different contexts."""
        return self.translations.pgettext(context, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate a phrase that depends on a number.

        ``{n}`` is replaced by the number, and ``{N}``, with which a sentence begins, by the number as a word;
        ``{N f}`` is its feminine. In a language whose sentences begin with the verb, ``{N}`` is a numeral too.
        """
        said = self.translations.ngettext(one, many, number).replace("{n}", self.format_number(number))
        if "{N}" in said[1:]:
            said = said[:1] + said[1:].replace("{N}", self.format_number(number))
        if said.startswith("{N"):
            opening, _, rest = said.partition("}")
            if number > LARGEST_NUMBER:
                return self.format_number(number) + rest
            return self.begin_sentence(spell_number(number, self.tag, opening[2:].strip())) + rest
        return said

    def fill_numbers(self, message: str, **numbers: int) -> str:
        """Put numbers into a translated phrase, as words: ``{total}``, or in the feminine ``{total f}``.

        ``{total a}`` is its accusative and ``{total g}`` its genitive, where the language has them; ``{total m}`` is
        the masculine before its noun, which Spanish shortens. ``{total d}`` is always a numeral, and so are numbers
        above LONGEST_IN_WORDS.
        """

        def write(found: re.Match[str]) -> str:
            number = numbers[found[1]]
            if number > LONGEST_IN_WORDS or found[2] == "d":
                return self.format_number(number)
            return spell_number(number, self.tag, found[2] or "")

        return _NAMED_NUMBER.sub(write, message)

    def put_date(self, message: str, date: str) -> str:
        """Put a written date into a translated phrase; in Italian the article before 8 and 11 loses its vowel."""
        if re.match(r"(?:8|11)\b", date):
            for article, elided in self._language.elisions.items():
                message = re.sub(rf"\b{article} (?={{date}})", elided, message)
        return message.replace("{date}", date)

    def begin_sentence(self, words: str) -> str:
        """Write a phrase with the capital that begins a sentence. In Dutch the capital of één has no accent."""
        words = re.sub(r"^é(?=én\b)", "e", words)
        return f"{words[:1].upper()}{words[1:]}"

    def proper_nouns(self) -> frozenset[str]:
        """Return the names of countries, languages, months and days that the language writes with capitals."""
        locale = self.locale
        named = [*locale.territories.values(), *locale.languages.values()]
        named += [*locale.months["stand-alone"]["wide"].values(), *locale.days["stand-alone"]["wide"].values()]
        return frozenset(name for name in named if name[:1].isupper())

    def format_date(self, day: datetime.date) -> str:
        """Write a day in full: 10 September 2004."""
        return self._write_date(day, "long")

    def format_short_date(self, day: datetime.date) -> str:
        """Write a day for a table: 10 Sept 2004."""
        return self._write_date(day, self._language.short_date or self._without_sign_of_year("medium"))

    def format_month(self, day: datetime.date) -> str:
        """Write the month of a day for a table, with its year: Sept 2004."""
        return _SIGN_OF_YEAR.sub("", format_skeleton("yMMM", day, locale=self.locale))

    def format_weekday(self, day: datetime.date) -> str:
        """Write a day with its weekday, without the year: Friday, 10 September."""
        return self._write_date(day, self._without_year("full"))

    def format_day(self, day: datetime.date) -> str:
        """Write a day with its weekday and year, as a list to sign needs it: Friday, 10 September 2004."""
        patterns = self.locale.date_formats
        return self._write_date(day, patterns["full"].pattern.replace(patterns["long"].pattern, self._pattern("long")))

    def format_date_range(self, start: datetime.date, end: datetime.date) -> str:
        """Write a range of days: 10–12 September 2004."""
        if start == end:
            return self.format_date(start)
        if (start.year, start.month) == (end.year, end.month):
            pattern = self._pattern("long")
            after = "." if "d." in pattern else ""
            days = "'" + f"{self._first_day if start.day == 1 else start.day}{after}–{end.day}" + "'"
            return format_date(end, re.sub("d+", days, pattern, count=1), locale=self.locale)
        first = self._write_date(start, self._without_year("long"))
        return f"{first if start.year == end.year else self.format_date(start)} – {self.format_date(end)}"

    def _write_date(self, day: datetime.date, pattern: str) -> str:
        """Write a day by a pattern of CLDR, or by its name there."""
        pattern = self._pattern(pattern)
        if day.day == 1 and "MMM" in pattern:
            pattern = re.sub("d+", f"'{self._first_day}'", pattern, count=1)
        return format_date(day, pattern, locale=self.locale)

    def _pattern(self, name: str) -> str:
        """Return a pattern by its name in CLDR; another pattern is returned as it is."""
        if name == "long" and self._language.long_date:
            return self._language.long_date
        named = self.locale.date_formats.get(name)
        return str(named.pattern if named else name)

    @property
    def _first_day(self) -> str:
        """How the first day of a month is written."""
        row = self._language
        region = self.locale.territory or ""
        return row.regional_first_days.get(region, row.first_day)

    @property
    def _language(self) -> Language:
        return find_language(self.tag)

    def format_time(self, moment: datetime.time) -> str:
        """Write a time of day: 09:30."""
        return format_time(moment, "HH:mm", locale=self.locale)

    def format_number(self, number: int | Decimal) -> str:
        """Write a number with the separators of the language and all its decimals, also those that are 0."""
        _, digits, exponent = Decimal(number).as_tuple()
        if isinstance(exponent, int) and exponent < 0 and digits[-1] == 0:
            pattern = f"#,##0.{'0' * -exponent}"
            return format_decimal(number, pattern, locale=self.locale, group_separator=self._is_grouped(number))
        return format_decimal(
            number, locale=self.locale, decimal_quantization=False, group_separator=self._is_grouped(number)
        )

    def _is_grouped(self, number: int | Decimal) -> bool:
        """Return whether the thousands of a number are set apart."""
        return abs(Decimal(number)) >= self._language.least_grouped

    def format_percent(self, number: int | Decimal) -> str:
        """Write a percentage with all its decimals."""
        return format_percent(Decimal(number) / 100, locale=self.locale, decimal_quantization=False)

    def format_money(self, amount: Decimal) -> str:
        """Write an amount of money with two decimals, without a currency."""
        return format_decimal(amount, "#,##0.00", locale=self.locale, group_separator=self._is_grouped(amount))

    def country_name(self, code: str) -> str:
        """Return the name of a country by its code."""
        return str(self.locale.territories.get(code, code))

    @property
    def colon(self) -> str:
        """Return a colon with the spaces that the language puts around it."""
        return find_language(self.tag).colon

    @property
    def semicolon(self) -> str:
        """Return a semicolon with the spaces that the language puts around it."""
        return find_language(self.tag).semicolon

    @property
    def comma(self) -> str:
        """Return a comma with the space behind it."""
        return find_language(self.tag).comma

    @property
    def decimal_sign(self) -> str:
        """Return the sign between a whole number and its decimals."""
        return get_decimal_symbol(self.locale)

    def join_list(self, items: list[str]) -> str:
        """Join words as in a sentence: a, b and c."""
        isolated = list(map(text_direction.isolate_rtl, items))
        joint = self._language.joint
        if joint and len(items) > 1:
            before, after = self._language.joint_before_vowel
            word = after if before and re.match(before, items[-1], re.IGNORECASE) else joint
            return f"{', '.join(isolated[:-1])} {word} {isolated[-1]}"
        return format_list(isolated, locale=self.locale)

    def _without_year(self, length: str) -> str:
        """Return a pattern without the year, and without the words around it: "de" in Spanish, "року" in Ukrainian."""
        return re.sub(r"[,،\s]*(?:'[^']*'\s*)?y+(?:\s*'[^']*'\.?)?", "", self._pattern(length))

    def _without_sign_of_year(self, length: str) -> str:
        """Return a pattern without the abbreviated word for the year behind it, which tables leave out."""
        return re.sub(r"(?<=y)\s*'[^']*'\.?", "", self._pattern(length))

    @property
    def direction(self) -> str:
        """Direction of the script: ltr or rtl."""
        return text_direction.language_direction(self.tag)

    def template_functions(self) -> Mapping[str, Callable[..., str] | str]:
        """Return what all templates may use: the functions that translate, the colon and the semicolon."""
        return {
            "_": self.gettext,
            "pgettext": self.pgettext,
            "ngettext": self.ngettext,
            "colon": self.colon,
            "semicolon": self.semicolon,
            "comma": self.comma,
            "put_date": self.put_date,
        }


@lru_cache(maxsize=8)
def get_translator(tag: str) -> Translator:
    """Return the translator for a language, such as en, en-GB or fr; without a translation its words are English."""
    locale = Locale.parse(_PLAIN_LOCALES.get(tag, tag.replace("-", "_")))
    return Translator(tag, locale, _load_translations(find_language(tag).code))


def look_up_message(code: str, message: str) -> str:
    """Return a message of one line in the language of a code, without reading all others of its catalogue."""
    catalogue = _catalogue(code)
    written = catalogue.read_text("utf-8") if code != "en" and catalogue.is_file() else ""
    found = re.search(rf'^msgid "{re.escape(message)}"\nmsgstr "([^"\\]+)"$', written, re.MULTILINE)
    return found[1] if found else message


def _catalogue(code: str) -> Traversable:
    return files(__package__) / "locale" / f"{code}.po"


@cache
def _load_translations(code: str) -> NullTranslations:
    """Return our words in a language. All are kept: sheets of answers are read in all languages, one after another."""
    catalogue = _catalogue(code)
    if code == "en" or not catalogue.is_file():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code, abort_invalid=True))
    compiled.seek(0)
    return Translations(compiled)
