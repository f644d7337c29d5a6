"""Prove an edit of workshop.yaml before it is written: the file may not have an error that it had not before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ..checking.consistency import check_consistency
from ..findings.finding import Finding, Place, Severity
from ..loading.workshop_loader import load_workshop_text


def find_new_errors(path: Path, before: str, after: str, what: str) -> list[Finding]:
    """Return the errors of a text that it had not before; `what` is said to cause them, as in "with this entry"."""
    had = Counter((one.code, one.message) for one in _list_errors(path, before))
    new = []
    for one in _list_errors(path, after):
        if had[one.code, one.message]:
            had[one.code, one.message] -= 1
        else:
            new.append(Finding(one.code, f"{what}: {one.message}", Place(path), one.hint))
    return new


def _list_errors(path: Path, text: str) -> list[Finding]:
    loaded = load_workshop_text(path, text)
    found = [*loaded.findings]
    if loaded.workshop:
        found += check_consistency(loaded.workshop, loaded.places)
    return [one for one in found if one.severity is Severity.ERROR]
