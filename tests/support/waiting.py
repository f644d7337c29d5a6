"""Wait for what other processes bring about."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which a test gives up: many more than a busy machine needs."""


def wait_until(is_so: Callable[[], object], what: str = "") -> None:
    """Return as soon as a condition holds; fail where it does not hold in time."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, f"waited {PATIENCE:g} s for {what or is_so}"
        time.sleep(0.005)
