"""Put off the collection of garbage: what is made in a rush, by the million, is dropped as a whole soon after."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_garbage_collection() -> Iterator[None]:
    """Let the collector rest while the block runs; it costs a build a tenth to a fifth of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
