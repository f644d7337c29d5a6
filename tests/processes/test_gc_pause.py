"""Garbage collection is paused, and made up for later."""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys
import weakref

import pytest

from octavo.processes.gc_pause import pause_garbage_collection, postpone_garbage_collection


class Circle:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_a_pause_left_is_collected_with_all_objects_and_not_with_the_next_young_ones() -> None:
    gc.collect()
    with pause_garbage_collection():
        left = weakref.ref(Circle())
        many = [[number] for number in range(2_000)]
        postpone_garbage_collection()
    many += [[number] for number in range(2_000)]  # more than start a collection of young objects
    assert gc.isenabled() and left() is not None
    gc.collect()
    assert left() is None and len(many) == 4_000


GROWTH = """
from octavo.processes.gc_pause import return_large_blocks

def pages():
    return int(open("/proc/self/statm").read().split()[1])

return_large_blocks()
largest = b"x" * (30 << 20)  # from now on, glibc by itself keeps all blocks that are not larger
del largest
before = pages()
blocks = [b"x" * (2 << 20) for _ in range(20)]
del blocks[:-1]
print((pages() - before) * 4096 >> 20)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallopt"), reason="other allocators keep other blocks"
)
def test_large_blocks_are_given_back_as_soon_as_they_are_free() -> None:
    done = subprocess.run([sys.executable, "-c", GROWTH], check=True, capture_output=True, text=True, timeout=60)
    assert int(done.stdout) < 10
