"""The toolchains whose folders can be imported. The command line takes its choices from here.

A module of the same name reads each of them; it is loaded only when it is needed, so that `octavo --help` stays fast.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .workshop_writer import ImportResult

IMPORTERS: Final = {"aclpub2": "a folder of the ACL's aclpub2", "scipy": "the papers of a SciPy conference"}
"""What each importer reads."""


def load_importer(kind: str) -> Callable[[Path], ImportResult]:
    """Return the function that reads a folder of this kind."""
    read: Callable[[Path], ImportResult] = import_module(f".{kind}", __package__).read
    return read
