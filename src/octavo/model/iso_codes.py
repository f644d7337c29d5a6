"""Types for countries, currencies and languages, by their ISO and BCP 47 codes."""

from __future__ import annotations

import re
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, Field, WithJsonSchema

from ..language.languages import LANGUAGES, find_language, supported_languages
from .text_checks import check_one_line, make_value_error


def country_codes_by_name() -> dict[str, str]:
    """Return the codes of countries by their English names, in lower case."""
    names = Locale("en").territories.items()
    return {name.casefold(): code for code, name in names if re.fullmatch("[A-Z]{2}", code)}


def _check_country(value: str) -> str:
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
    try:
        Locale.parse(value, sep="-")
    except (UnknownLocaleError, ValueError):
        named = next(
            (row.code for row in LANGUAGES.values() if row.name == value.lower()), "a tag such as en or fr (BCP 47)"
        )
        message = "'{value}' is not a language tag; write {named}"
        raise make_value_error("unknown-language", message, value=value, named=named) from None
    return value


def _check_supported_language(value: str) -> str:
    if not find_language(value).is_translated:
        rows = supported_languages()
        raise make_value_error(
            "unsupported-language",
            "Octavo is translated into {names}, not into '{value}'; write {codes}",
            value=value,
            names=" and ".join(row.name.title() for row in rows),
            codes=" or ".join(row.code for row in rows),
        )
    return value


AnyLanguage = Annotated[str, AfterValidator(_check_language), Field(examples=["en", "en-GB", "fr", "de"])]
"""Any language, as a BCP 47 tag."""
Language = Annotated[
    str,
    AfterValidator(_check_language),
    AfterValidator(_check_supported_language),
    Field(examples=["en", "en-GB", "fr"]),
]
"""A language that Octavo is translated into."""
