"""Products of the repository's own workshops, each made once for all tests and workers of a run."""

from __future__ import annotations

import copyreg
import os
import pickle
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from checkout import ROOT
from immediate_executor import Here
from octavo.building.product_pipeline import BuildResult, make_products
from octavo.project.project_folders import Project
from shared_parts import shared_cache, shared_folder


def workshop_file(name: str) -> Path:
    return ROOT / "reports" / name / "workshop.yaml"


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)


class _Pickler(pickle.Pickler):
    """Writes read-only mappings too."""

    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda one: (_read_only, (dict(one),))}


@cache
def shipped_product(name: str, product: str) -> BuildResult:
    """Return a product of a workshop under reports/, from the worker that made it first."""
    kept = shared_folder() / f"{name} {product}"
    if kept.exists():
        made: BuildResult = pickle.loads(kept.read_bytes())
        return made
    project = Project(ROOT)
    (made,) = make_products(
        workshop_file(name), project, (product,), None, Here(), lambda *_: None, shared_cache(project)
    )
    written = kept.with_name(f"{kept.name} {os.getpid()}")
    with written.open("wb") as file:
        _Pickler(file).dump(made)
    written.replace(kept)
    return made
