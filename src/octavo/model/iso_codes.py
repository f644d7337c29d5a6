"""Types for countries, currencies and languages, by their ISO and BCP 47 codes."""

from __future__ import annotations

import re
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field, WithJsonSchema

from ..language.country_names import find_country_code, is_ambiguous_country, suggest_country
from ..language.languages import LANGUAGES, find_language, supported_languages
from .text_checks import check_one_line, make_value_error

SHORTEST_NAME = 3
"""Characters of a word that is a code, and not the name of a country with a letter wrong."""


def country_codes_by_name() -> dict[str, str]:
    """Return the codes of countries by their English names, in lower case."""
    names = Locale("en").territories.items()
    return {name.casefold(): code for code, name in names if re.fullmatch("[A-Z]{2}", code)}


def _check_country(value: str) -> str:
    names = Locale("en").territories
    code = value.strip()
    if re.fullmatch(r"[A-Z]{2}", code) and code in names and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"):
        return code
    if meant := find_country_code(code):
        raise make_value_error(
            "unknown-country",
            "'{value}' is not a country code; write {fix}",
            value=value,
            fix=meant,
            is_guess=is_ambiguous_country(code),
        )
    if near := suggest_country(code) if len(code) > SHORTEST_NAME else "":
        raise make_value_error(
            "unknown-country",
            "'{value}' is not a country code; did you mean {name}? write {fix}",
            value=value,
            name=near,
            fix=find_country_code(near),
            is_guess=True,
        )
    raise make_value_error(
        "unknown-country",
        "'{value}' is not a country code; write the country's two-letter ISO 3166 code, as in NO for Norway",
        value=value,
    )


Country = Annotated[
    str,
    AfterValidator(check_one_line),
    AfterValidator(_check_country),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$", "description": "ISO 3166 code, such as NO"}),
]


def _check_currency(value: str) -> str:
    names = Locale("en").currencies
    if re.fullmatch("[A-Z]{3}", value) and value in names:
        return value
    called = {name.casefold(): code for code, name in names.items()}
    signs = {"€": "EUR", "$": "USD", "£": "GBP"}
    code = signs.get(value) or called.get(value.casefold(), value.upper())
    if code in names:
        message = "'{value}' is not a currency code; write {fix}"
        # several countries have a dollar
        raise make_value_error("unknown-currency", message, value=value, fix=code, is_guess=value == "$")
    message = "'{value}' is not a currency code; write its three capital letters, as in EUR"
    raise make_value_error("unknown-currency", message, value=value)


Currency = Annotated[
    str,
    AfterValidator(check_one_line),
    AfterValidator(_check_currency),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217 code, such as EUR"}),
]


def _check_language(value: str) -> str:
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        if code := _find_language_code(value):
            message = "'{value}' is not a language tag; write {fix}"
            raise make_value_error("unknown-language", message, value=value, fix=code) from None
        message = "'{value}' is not a language tag; write a tag such as en or fr (BCP 47)"
        raise make_value_error("unknown-language", message, value=value) from None
    return value


def _find_language_code(words: str) -> str:
    """Return the tag of a language from its English name, or from a tag with an underscore or a space; else ""."""
    for row in LANGUAGES.values():
        if row.name.casefold() == words.casefold():
            return row.code
    tag = words.strip().replace("_", "-")
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    return tag


def _check_supported_language(value: str) -> str:
    if not find_language(value).is_translated:
        rows = supported_languages()
        raise make_value_error(
            "unsupported-language",
            "Octavo is translated into {names}, not into '{value}'; write {codes}",
            value=value,
            names=_join([row.name.title() for row in rows], "and"),
            codes=_join([row.code for row in rows], "or"),
        )
    return value


def _join(words: list[str], link: str) -> str:
    return f"{', '.join(words[:-1])} {link} {words[-1]}"


AnyLanguage = Annotated[str, AfterValidator(_check_language), Field(examples=["en", "en-GB", "fr", "de"])]
"""Any language, as a BCP 47 tag."""
Language = Annotated[
    str,
    AfterValidator(_check_language),
    AfterValidator(_check_supported_language),
    Field(examples=["en", "en-GB", "fr"]),
]
"""A language that Octavo is translated into."""
