"""Check damaged files without a traceback."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator

from pikepdf import PdfError

from ...model.printer_profile import CheckName
from ...pdf.content.resource_cache import DAMAGE_ERRORS
from ...pdf.objects import value_reader
from ...pdf.objects.qpdf_warnings import remove_addresses, shorten_qpdf_message
from .check_results import CheckResult

# RecursionError is a RuntimeError, UnicodeError a ValueError; KeyError and IndexError are LookupErrors.
_DAMAGE_ERRORS = (PdfError, RuntimeError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)

_TOO_DAMAGED = "is too damaged for this check"


def guard_check(check: CheckName, run: Callable[[], Iterable[CheckResult]]) -> list[CheckResult]:
    """Return the results of a check. An exception that damage causes becomes one more result."""
    found: list[CheckResult] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found.extend(run())
        except _DAMAGE_ERRORS as trouble:
            reason = remove_addresses(str(trouble)).strip()[:120]
            words = f"could not be checked completely, because it is damaged: {reason}"
            found.append(CheckResult(check, words, "export it again"))
    return found


def guard_results(check: CheckName, found: Iterator[CheckResult], page: int = 0) -> Iterator[CheckResult]:
    """Yield the results of a check, and one more if damage makes it raise an exception."""
    try:
        yield from found
    except (*DAMAGE_ERRORS, AttributeError) as trouble:
        words = f"{_TOO_DAMAGED}: {describe_damage(trouble)}"
        yield CheckResult(check, words, "export it again", page=page)


def describe_damage(trouble: object) -> str:
    """Return what a library says of damage, for a message."""
    return value_reader.quotable_text(shorten_qpdf_message(trouble), 120) or "the data is malformed"


def is_whole(found: Iterable[CheckResult]) -> bool:
    """Return whether results are of a page that was read whole: what is said of damage may name places in a file."""
    return not any(one.unproved or one.check is CheckName.FILE or one.message.startswith(_TOO_DAMAGED) for one in found)
