"""Octavo: one YAML description of a workshop becomes its summary, follow-up report and proceedings.

The verbs of the command line, for programs (`octavo.api`). They are imported when first used, and print nothing:

>>> import octavo
>>> for outcome in octavo.build(["illicit-trafficking-2004"]):
...     print(outcome.product, outcome.state, outcome.files)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import build, check, export, new, release, schema, verify

__all__ = ["build", "check", "export", "new", "release", "schema", "verify"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".api", __name__), name)
