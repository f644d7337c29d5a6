"""The stubs in typings/ say nothing of a library that is not so: every name stands in the one that is installed."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from checkout import ROOT
from octavo.typesetting import shipped_fonts, weasyprint_adapter

TYPINGS = ROOT / "typings"
STUBS = sorted(
    path.relative_to(TYPINGS).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for path in TYPINGS.rglob("*.pyi")
    if path.name != "weasyprint_types.pyi"  # names alone, of the other stubs
)


@pytest.fixture(scope="module", autouse=True)
def engine() -> Iterator[None]:
    with shipped_fonts.isolated_fonts():
        weasyprint_adapter.import_weasyprint()
        yield


def stub(module: str) -> ast.Module:
    path = TYPINGS / module.replace(".", "/")
    return ast.parse((path / "__init__.pyi" if path.is_dir() else path.with_suffix(".pyi")).read_text("utf-8"))


@cache
def source(library: str) -> str:
    """Return all source of a library in one text."""
    path = Path(str(import_module(library).__file__))
    paths = path.parent.rglob("*.py") if path.name == "__init__.py" else [path]
    return "\n".join(one.read_text("utf-8") for one in paths)


def is_set(name: str, library: str) -> bool:
    """Return whether a library sets an attribute of this name on any object, by itself or through a list of names."""
    return re.search(rf"\.{name}\b(, \w+\.\w+)* =(?!=)|['\"]{name}['\"]", source(library)) is not None


def is_own(node: ast.stmt) -> bool:
    """Return whether a stub says this for itself: an alias, a protocol, a class of what has no name, or "all else"."""
    if isinstance(node, ast.ClassDef):
        return node.name.startswith("_") or any("Protocol" in ast.unparse(base) for base in node.bases)
    if isinstance(node, ast.Assign) or (isinstance(node, ast.FunctionDef) and node.name == "__getattr__"):
        return True
    return isinstance(node, ast.AnnAssign) and node.value is not None


def missing_parameters(node: ast.FunctionDef, there: object) -> Iterator[str]:
    real = inspect.signature(there).parameters  # type: ignore[arg-type]
    takes_any = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in real.values())
    declared = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    yield from (f"{node.name}({name})" for name in declared if name not in real and not takes_any)


def missing_names(module: str, there: ModuleType) -> Iterator[str]:
    library = module.partition(".")[0]
    for node in stub(module).body:
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [one.asname for one in node.names if one.asname]
            yield from (name for name in names if not hasattr(there, name))
        elif is_own(node):
            continue
        elif isinstance(node, ast.AnnAssign) and not hasattr(there, ast.unparse(node.target)):
            yield ast.unparse(node.target)
        elif isinstance(node, ast.FunctionDef):
            yield from missing_parameters(node, getattr(there, node.name)) if hasattr(there, node.name) else [node.name]
        elif isinstance(node, ast.ClassDef):
            kind = getattr(there, node.name, None)
            yield from [node.name] if kind is None else missing_members(node, kind, library)


def missing_members(node: ast.ClassDef, kind: type, library: str) -> Iterator[str]:
    for member in node.body:
        if isinstance(member, ast.FunctionDef):
            real = getattr(kind, member.name, None)
            if real is None:
                yield f"{node.name}.{member.name}"
            elif inspect.isfunction(real):
                yield from (f"{node.name}.{lacking}" for lacking in missing_parameters(member, real))
        elif isinstance(member, ast.AnnAssign):
            name = ast.unparse(member.target)
            if not hasattr(kind, name) and not is_set(name, library):
                yield f"{node.name}.{name}"


@pytest.mark.parametrize("module", STUBS)
def test_every_name_of_a_stub_is_in_the_installed_library(module: str) -> None:
    assert list(missing_names(module, import_module(module))) == []
