"""Judge damaged files without a traceback: a check in, what it found out, or that the file is too damaged for it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable

from pikepdf import PdfError

from ...model.printer_profile import CheckName
from .check_results import CheckResult

# RecursionError is a RuntimeError, UnicodeError a ValueError; KeyError and IndexError are LookupErrors.
_DAMAGE_ERRORS = (PdfError, RuntimeError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


def guard_check(check: CheckName, judge: Callable[[], Iterable[CheckResult]]) -> list[CheckResult]:
    """List what a check finds; what it raises for a damaged file is one more finding."""
    found: list[CheckResult] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found.extend(judge())
        except _DAMAGE_ERRORS as trouble:
            words = f"cannot be judged to the end, since it is damaged: {str(trouble).strip()[:120]}"
            found.append(CheckResult(check, words, "export it again"))
    return found
