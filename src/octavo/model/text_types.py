"""The kinds of text a workshop holds: plain one-line text, reStructuredText, and checked codes."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    Tag,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ..language.languages import find_language, supported_languages

LINE_SEPARATORS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
MAX_QUOTED_LENGTH = 60
# Bidirectional controls reorder what a reader sees (CVE-2021-42574); noncharacters are reserved for our own marks.
BIDIRECTIONAL_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def make_value_error(code: str, message: str, **context: Any) -> PydanticCustomError:
    """Make a validation error in the author's words: what was found, a semicolon, and what to write."""
    if "value" in context and len(context["value"]) > MAX_QUOTED_LENGTH:
        context["value"] = f"{context['value'][: MAX_QUOTED_LENGTH - 1]}…"
    return PydanticCustomError(code, message, context)


def is_forbidden_character(character: str) -> bool:
    """Tell whether a character may stand in no text: controls, surrogates, noncharacters, bidi overrides."""
    number = ord(character)
    if character in "\n\t":
        return False
    return (
        unicodedata.category(character) in ("Cc", "Cs")
        or 0xFDD0 <= number <= 0xFDEF
        or number & 0xFFFE == 0xFFFE
        or character in BIDIRECTIONAL_CONTROLS
    )


def normalize_text(value: str) -> str:
    """Normalize text to NFC and refuse characters that no page can show."""
    text = unicodedata.normalize("NFC", value)
    for character in text:
        if is_forbidden_character(character) and character not in LINE_SEPARATORS:
            raise make_value_error(
                "forbidden-character",
                "the text contains the invisible character U+{number}; remove it",
                number=f"{ord(character):04X}",
            )
    return text


def check_one_line(value: str) -> str:
    """Refuse line breaks of every kind in a field that is printed on one line."""
    text = normalize_text(value).strip(" \t\n")
    for character in text:
        if character in LINE_SEPARATORS:
            raise make_value_error(
                "line-break",
                "this field is one line, but its text holds a line break (U+{number}); write it on one line",
                number=f"{ord(character):04X}",
            )
    if not text:
        raise make_value_error("empty-text", "the text is empty; write something or remove the key")
    return text


def _number_to_text(value: Any) -> Any:
    """Let numbers stand for text, as an organizer who writes ``number: 12`` expects."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


_WRITTEN_AS_NUMBER = {"anyOf": [{"type": "string"}, {"type": "number"}]}

Name = Annotated[
    str, BeforeValidator(_number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=200)
]
Title = Annotated[
    str, BeforeValidator(_number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=500)
]
Line = Annotated[
    str, BeforeValidator(_number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=1000)
]
Blurb = Annotated[
    str, BeforeValidator(_number_to_text), AfterValidator(check_one_line), StringConstraints(max_length=3000)
]
Code = Annotated[
    str,
    BeforeValidator(_number_to_text),
    AfterValidator(check_one_line),
    StringConstraints(max_length=100),
    WithJsonSchema({**_WRITTEN_AS_NUMBER, "maxLength": 100}),
]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a reST value was written: for each of its lines the (line, column) of each word, counted from 1."""

    file: Path
    lines: tuple[tuple[tuple[int, int], ...], ...]


class Rest(str):
    """A value in reStructuredText, which remembers where its author wrote it.

    Parsed as a document of its own (never together with a template), with the directives and roles
    that `value_substitution` allows in values.
    """

    origin: Origin | None = None
    max_length = 20_000

    def source_position(self, offset: int) -> tuple[int, int]:
        """Give the line and column of the file where the character at an offset was written; it needs an origin."""
        assert self.origin is not None  # noqa: S101 - whoever asks has looked
        number = self.count("\n", 0, offset)
        begin = self.rfind("\n", 0, offset) + 1
        places = self.origin.lines[min(number, len(self.origin.lines) - 1)]
        starts = [word.start() for word in re.finditer(r"\S+", self[begin : offset + 1])] or [0]
        line, column = places[min(len(starts), len(places)) - 1]
        return line, column + offset - begin - starts[-1]

    @classmethod
    def _validate(cls, value: str) -> Rest:
        text = normalize_text(value)
        for separator in LINE_SEPARATORS[1:]:
            if separator in text:
                raise make_value_error(
                    "line-break",
                    "the text holds the line separator U+{number}; end lines with an ordinary line break",
                    number=f"{ord(separator):04X}",
                )
        if not text.strip():
            raise make_value_error("empty-text", "the text is empty; write something or remove the key")
        return cls(text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.no_info_before_validator_function(
            _number_to_text, core_schema.str_schema(max_length=cls.max_length)
        )
        return core_schema.no_info_after_validator_function(cls._validate, text)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "maxLength": cls.max_length, "contentMediaType": "text/x-rst"}


_SCRIPTS: Final = (
    str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"),
    str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
)


def write_sub_superscript(words: str, above: bool) -> str:
    """Write a superscript or subscript with characters of its own, or a sign before it: 10⁻⁹, x^k."""
    table = _SCRIPTS[0 if above else 1]
    if all(ord(letter) in table for letter in words):
        return words.translate(table)
    return f"{'^' if above else '_'}{words}"


_MARKUP: Final = re.compile(
    r"(?:(?<![\w*\\])\\?(?P<stars>\*\*?)(?=[^\W_])(?P<stressed>[^*]*[^\W_][.!?)]?)(?P=stars)(?![\w*])"
    r"|(?:\\ ?)?:(?P<role>sub|sup|math):`(?P<words>[^`]*[^`\s][^`]*)`(?:\\ )?)"
)
_ROLES: Final = {"sub": "subscript", "sup": "superscript", "math": "math", "*": "emphasis", "**": "strong"}


class MarkedTitle(str):
    """A title that may hold emphasis, sub- and superscripts and formulas: its plain words, with its runs beside them.

    Marked are ``*words*`` and ``**words**`` that begin and end with a letter or figure, and ``:sub:`2```, ``:sup:`` and
    ``:math:``; all else stands as it is written. A backslash before a mark keeps it as it is.
    """

    written: str
    """The title as its author wrote it."""
    runs: tuple[tuple[str, str], ...]
    """Kind ("" for plain words, emphasis, strong, subscript, superscript, math) and words, one after the other."""
    max_length = 500

    @classmethod
    def parse(cls, written: str) -> MarkedTitle:
        """Read a title as it is written in a file."""
        runs = tuple(_parse_runs(written))
        title = cls("".join(_run_to_text(*run) for run in runs))
        title.written, title.runs = written, runs
        return title

    @property
    def has_markup(self) -> bool:
        """Tell whether any of its words are more than plain."""
        return any(kind for kind, _ in self.runs)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.no_info_before_validator_function(
            _number_to_text, core_schema.str_schema(max_length=cls.max_length)
        )
        return core_schema.no_info_after_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(check_one_line(value)), text
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "maxLength": cls.max_length}


def _parse_runs(written: str) -> Iterator[tuple[str, str]]:
    at = 0
    for mark in _MARKUP.finditer(written):
        if written[at : mark.start()]:
            yield "", written[at : mark.start()]
        if mark[0].startswith(("\\*", "\\:")):
            yield "", mark[0][1:]
        else:
            yield _ROLES[mark["role"] or mark["stars"]], mark["words"] or mark["stressed"]
        at = mark.end()
    if written[at:] or not at:
        yield "", written[at:]


def _run_to_text(kind: str, words: str) -> str:
    return write_sub_superscript(words, kind == "superscript") if kind.endswith("script") else words


class AssetPath(str):
    """A file of the workshop's folder, written relative to it; `images` opens it, nothing else does."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            lambda value: cls(check_one_line(value)), core_schema.str_schema(max_length=300)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "maxLength": 300, "format": "uri-reference"}


def _pattern_validator(pattern: str, code: str, message: str) -> AfterValidator:
    expression = re.compile(pattern)

    def check(value: str) -> str:
        if not expression.fullmatch(value):
            raise make_value_error(code, message, value=value)
        return value

    return AfterValidator(check)


def _refuse_words_as_id(value: str) -> str:
    """Tell whoever writes a name where an id belongs what an id of it could be."""
    words = value.split() if " " in value else []
    near = re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", words[-1]).lower()) if words else ""
    if near:
        raise make_value_error(
            "bad-id",
            "'{value}' cannot be an id; write the short name under which it is listed, such as {near}",
            value=value,
            near=near,
        )
    return value


Slug = Annotated[
    str,
    BeforeValidator(_number_to_text),
    StringConstraints(max_length=80),
    AfterValidator(_refuse_words_as_id),
    _pattern_validator(
        r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*",
        "bad-id",
        "'{value}' cannot be an id; use letters a to z, digits, and single hyphens between them",
    ),
]
WebAddress = Annotated[
    str,
    AfterValidator(check_one_line),
    StringConstraints(max_length=1000),
    _pattern_validator(
        r"https?://[^\s/@?#]+(?:[/?#]\S*)?",
        "bad-address",
        "'{value}' is not a web address; write it in full, beginning with https:// or http://",
    ),
]
ChapterAddresses = Annotated[
    WebAddress,
    _pattern_validator(
        r"[^{}]*\{id\}[^{}]*",
        "bad-address",
        "'{value}' does not tell chapters apart; write {id} once, where the chapter's id belongs",
    ),
]
UtcOffset = Annotated[
    str,
    AfterValidator(check_one_line),
    _pattern_validator(
        r"[+-](?:0\d|1[0-4]):[0-5]\d",
        "bad-offset",
        "'{value}' is not a distance from UTC; write hours and minutes with a sign, as in +02:00",
    ),
]
Email = Annotated[
    str,
    AfterValidator(check_one_line),
    StringConstraints(max_length=254),
    _pattern_validator(
        r"[^@\s]+@[^@\s]+\.[^@\s.]+", "bad-email", "'{value}' is not an e-mail address; write it as name@example.org"
    ),
]


def _parse_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", str(value).strip())
    if not match or match[1] == "0000":
        raise make_value_error(
            "bad-date", "'{value}' is not a date; write year-month-day, as in 2026-03-31", value=str(value)
        )
    year, month, day = map(int, match.groups())
    if not 1 <= month <= 12:
        raise make_value_error(
            "bad-date",
            "'{value}' is not a date: there is no month {month}; write a month from 01 to 12 between the hyphens",
            value=str(value),
            month=month,
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise make_value_error(
            "bad-date",
            "{value} does not exist: that month has {last} days; write a day from 01 to {last}",
            value=str(value),
            last=last,
        )
    return date(year, month, day)


def _parse_time(value: Any) -> Any:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", str(value).strip())
    if not match:
        raise make_value_error(
            "bad-time", "'{value}' is not a time of day; write hours:minutes, as in 09:30", value=str(value)
        )
    return time(int(match[1]), int(match[2]))


def _discriminate_date(value: Any) -> str:
    """Take what looks like a date for one, so that 2026-02-31 does not pass as words."""
    is_date = isinstance(value, date) or re.fullmatch(r"\s*\d{4}-\d+-\d+\s*", str(value))
    return "date" if is_date else "words"


Date = Annotated[date, BeforeValidator(_parse_date)]
DateOrWords = Annotated[
    Annotated[Date, Tag("date")] | Annotated[Line, Tag("words")],
    Discriminator(_discriminate_date),
    WithJsonSchema({"type": "string", "maxLength": 1000}),
]
Time = Annotated[time, BeforeValidator(_parse_time), WithJsonSchema({"type": "string", "pattern": r"^\d?\d:\d\d$"})]


def _check_digit_validator(kind: str, module: str, example: str) -> Callable[[str], str]:
    """Check an identifier with python-stdnum, imported only when one is present."""

    def check(value: str) -> str:
        from importlib import import_module

        number = import_module(f"stdnum.{module}")
        if not number.is_valid(value.replace("-", "")):
            raise make_value_error(
                "bad-check-digit",
                "'{value}' is not a valid {kind}: a digit is wrong or missing; copy it again, as in {example}",
                value=value,
                kind=kind,
                example=example,
            )
        return value

    return check


def _parse_orcid(value: str) -> str:
    bare = re.sub(r"^https?://orcid\.org/", "", value)
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", bare):
        raise make_value_error(
            "bad-orcid", "'{value}' is not an ORCID iD; write it as 0000-0002-1825-0097", value=value
        )
    _check_digit_validator("ORCID iD", "iso7064.mod_11_2", "0000-0002-1825-0097")(bare)
    return bare


def _parse_doi(value: str) -> str:
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", value, flags=re.IGNORECASE)
    if not re.fullmatch(r"10\.\d{4,9}(?:\.\d+)*/[\x21-\x7e]+", bare):
        raise make_value_error("bad-doi", "'{value}' is not a DOI; write it as 10.1007/978-1-4020-1234-5", value=value)
    return bare


def _parse_ror(value: str) -> str:
    """Check the form and the two check digits (ISO 7064 mod 97-10 over Crockford's base 32) of a ROR."""
    bare = re.sub(r"^https?://ror\.org/", "", value).lower()
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    right = bool(re.fullmatch(rf"0[{alphabet}]{{6}}\d\d", bare))
    if right:
        number = 0
        for character in bare[:7]:
            number = number * 32 + alphabet.index(character)
        right = 98 - (number * 100) % 97 == int(bare[7:])
    if not right:
        raise make_value_error(
            "bad-ror",
            "'{value}' is not a ROR: a character is wrong or missing; copy it again, as in 05gq02987",
            value=value,
        )
    return bare


Orcid = Annotated[str, AfterValidator(_parse_orcid), Field(examples=["0000-0002-1825-0097"])]
Isbn = Annotated[Code, AfterValidator(_check_digit_validator("ISBN", "isbn", "978-1-4020-1234-1"))]
Issn = Annotated[Code, AfterValidator(_check_digit_validator("ISSN", "issn", "0028-0836"))]
Doi = Annotated[str, AfterValidator(_parse_doi), Field(examples=["10.1007/978-1-4020-1234-5"])]
DoiPrefix = Annotated[
    Code,
    _pattern_validator(
        r"10\.\d{4,9}(?:\.\d+)*", "bad-prefix", "'{value}' is not the prefix of DOIs; write it as 10.5555"
    ),
]
Ror = Annotated[str, AfterValidator(_parse_ror), Field(examples=["05gq02987"])]


def country_codes_by_name() -> dict[str, str]:
    """Give the codes of countries by their English names, without case."""
    from babel import Locale

    names = Locale("en").territories.items()
    return {name.casefold(): code for code, name in names if re.fullmatch("[A-Z]{2}", code)}


def _check_country(value: str) -> str:
    from babel import Locale

    names = Locale("en").territories
    code = value.strip()
    if re.fullmatch(r"[A-Z]{2}", code) and code in names and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"):
        return code
    known = country_codes_by_name()
    known |= {"usa": "US", "uk": "GB", "great britain": "GB", "russian federation": "RU", "czech republic": "CZ"}
    if code.upper() in ("UK", "EL"):
        suggestion = {"UK": "GB", "EL": "GR"}[code.upper()]
    elif re.fullmatch(r"[A-Za-z]{2}", code) and code.upper() in names:
        suggestion = code.upper()
    else:
        suggestion = known.get(code.casefold(), "")
    if suggestion:
        raise make_value_error(
            "unknown-country",
            "'{value}' is not a country code; write {suggestion}",
            value=value,
            suggestion=suggestion,
        )
    raise make_value_error(
        "unknown-country",
        "'{value}' is not a country; write its two-letter ISO 3166 code, as in NO for Norway",
        value=value,
    )


Country = Annotated[
    str,
    AfterValidator(check_one_line),
    AfterValidator(_check_country),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166 code, such as NO"}),
]


def _check_currency(value: str) -> str:
    from babel import Locale

    names = Locale("en").currencies
    if re.fullmatch("[A-Z]{3}", value) and value in names:
        return value
    called = {name.casefold(): code for code, name in names.items()}
    signs = {"€": "EUR", "$": "USD", "£": "GBP"}
    code = signs.get(value) or called.get(value.casefold(), value.upper())
    raise make_value_error(
        "unknown-currency",
        "'{value}' is not a currency code; write {known}",
        value=value,
        known=code if code in names else "its three capital letters, as in EUR",
    )


Currency = Annotated[
    str,
    AfterValidator(check_one_line),
    AfterValidator(_check_currency),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217 code, such as EUR"}),
]


def _check_language(value: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        raise make_value_error(
            "unknown-language", "'{value}' is not a language tag; write one such as en or fr (BCP 47)", value=value
        ) from None
    return value


def _check_supported_language(value: str) -> str:
    if not find_language(value).is_spoken:
        rows = supported_languages()
        raise make_value_error(
            "unsupported-language",
            "the toolkit's own words exist in {names}, not in '{value}'; write {codes}",
            value=value,
            names=" and ".join(row.name.title() for row in rows),
            codes=" or ".join(row.code for row in rows),
        )
    return value


AnyLanguage = Annotated[str, AfterValidator(_check_language), Field(examples=["en", "en-GB", "fr", "de"])]
"""Any language, as a tag of BCP 47."""
Language = Annotated[
    str,
    AfterValidator(_check_language),
    AfterValidator(_check_supported_language),
    Field(examples=["en", "en-GB", "fr"]),
]
"""A language in which the toolkit has words of its own."""
