"""Keep what checks found of a page or a font, under the digest of all that they read of it.

A verdict is plain JSON data. What judged it (the version of Octavo and of its libraries, and so on) is no part of the
digests: `verdict_store` keeps the verdicts of each apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from ...findings.finding import Severity
from ...model.printer_profile import CheckName
from ...pdf.objects.geometry import Box
from .check_results import CheckResult

Verdicts = Mapping[str, object]
"""Verdicts by their keys."""


class KeptVerdicts:
    """The verdicts that are known before a file is judged, and those that its judgement used or added.

    If nothing `is_kept`, no digests are computed, which takes time.
    """

    def __init__(self, known: Verdicts | None = None, is_kept: bool = True) -> None:
        self.is_kept = is_kept
        self._known = known or {}
        self.used: dict[str, object] = {}

    def recall(self, key: str) -> Any:
        """Return the verdict under a key, or None."""
        found = self.used.get(key)
        if found is None and (found := self._known.get(key)) is not None:
            self.used[key] = found
        return found

    def keep(self, key: str, verdict: object) -> Any:
        """Keep a verdict, and return it."""
        self.used[key] = verdict
        return verdict


def verdict_key(kind: str, *facts: object) -> str:
    """Return the key of a verdict of some kind on `facts`, which are plain JSON data."""
    return sha256(json.dumps([kind, *facts]).encode("utf-8", "surrogatepass")).hexdigest()


def pack_results(found: Sequence[CheckResult]) -> list[list[object]]:
    """Return results as JSON data, without the page that they are about."""
    return [
        [
            str(one.check),
            one.message,
            one.hint,
            str(one.severity),
            one.box,
            one.condition,
            one.others,
            one.count,
            one.unproved,
            one.several,
            one.items,
        ]
        for one in found
    ]


def unpack_results(packed: Sequence[Sequence[Any]], page: int) -> list[CheckResult]:
    """Return results that were packed, for a page."""
    return [
        CheckResult(
            CheckName(check),
            message,
            hint,
            Severity(severity),
            page,
            _box(box) if box else None,
            condition,
            tuple(_box(other) for other in others),
            count,
            unproved,
            several,
            tuple(items),
        )
        for check, message, hint, severity, box, condition, others, count, unproved, several, items in packed
    ]


def _box(sides: Sequence[float]) -> Box:
    left, bottom, right, top = sides
    return left, bottom, right, top
