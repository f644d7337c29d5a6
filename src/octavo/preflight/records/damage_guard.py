"""Check damaged files without a traceback."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable

from pikepdf import PdfError

from ...model.printer_profile import CheckName
from .check_results import CheckResult

# RecursionError is a RuntimeError, UnicodeError a ValueError; KeyError and IndexError are LookupErrors.
_DAMAGE_ERRORS = (PdfError, RuntimeError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def guard_check(check: CheckName, run: Callable[[], Iterable[CheckResult]]) -> list[CheckResult]:
    """Return the results of a check. An exception that damage causes becomes one more result."""
    found: list[CheckResult] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found.extend(run())
        except _DAMAGE_ERRORS as trouble:
            words = f"could not be checked completely, because it is damaged: {str(trouble).strip()[:120]}"
            found.append(CheckResult(check, words, "export it again"))
    return found
