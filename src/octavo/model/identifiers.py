"""Types for identifiers with check digits or a fixed form: ORCID iD, ISBN, ISSN, DOI, ROR."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from typing import Annotated

from pydantic import AfterValidator, Field

from .text_checks import make_value_error, pattern_validator
from .text_in_languages import OfEdition
from .text_types import Code


def _check_digit_validator(kind: str, module: str, example: str) -> Callable[[str], str]:
    """Return a validator that checks an identifier with python-stdnum, which is imported only when needed."""

    def check(value: str) -> str:
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
        if digits := re.fullmatch(r"(\d{4})\W?(\d{4})\W?(\d{4})\W?(\d{3}[\dXx])", bare):
            joined = "-".join(digits.groups()).upper()
            raise make_value_error("bad-orcid", "'{value}' is not an ORCID iD; write {fix}", value=value, fix=joined)
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
    """Check the form and the two check digits (ISO 7064 mod 97-10 over Crockford's base 32) of a ROR ID."""
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
            "'{value}' is not a valid ROR ID: a character is wrong or missing; copy it again, as in 05gq02987",
            value=value,
        )
    return bare


Orcid = Annotated[str, AfterValidator(_parse_orcid), Field(examples=["0000-0002-1825-0097"])]
Isbn = OfEdition[Annotated[Code, AfterValidator(_check_digit_validator("ISBN", "isbn", "978-1-4020-1234-1"))]]
Issn = Annotated[Code, AfterValidator(_check_digit_validator("ISSN", "issn", "0028-0836"))]
Doi = OfEdition[Annotated[str, AfterValidator(_parse_doi), Field(examples=["10.1007/978-1-4020-1234-5"])]]
DoiPrefix = Annotated[
    Code,
    pattern_validator(
        r"10\.\d{4,9}(?:\.\d+)*", "bad-prefix", "'{value}' is not a DOI prefix; write one such as 10.5555"
    ),
]
Ror = Annotated[str, AfterValidator(_parse_ror), Field(examples=["05gq02987"])]
