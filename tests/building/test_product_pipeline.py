"""A product goes through its stages, and leaves nothing behind that the next ones do not need."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pytest

from immediate_executor import Here
from octavo.building.press_files import PressFileMaker
from octavo.building.product_pipeline import make_products
from octavo.findings.finding import Finding, FindingsError
from octavo.project.project_folders import Project
from octavo.typesetting.typeset_job import TypesetPart
from small_volume import shared_cache, workshop, written

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Remembering(Here):
    """Runs jobs at once, and notes which parts they set, without keeping these."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[weakref.ref[TypesetPart]] = []

    def submit(self, call: Callable[_P, _T], /, *args: _P.args, **keywords: _P.kwargs) -> Future[_T]:
        future = super().submit(call, *args, **keywords)
        part = getattr(future.result(), "part", future.result())
        if isinstance(part, TypesetPart):
            self.parts.append(weakref.ref(part))
        return future


def test_what_was_typeset_is_forgotten_before_press_files_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []

    def count(*_given: Any) -> Any:
        left.append(sum(part() is not None for part in executor.parts))
        raise FindingsError([Finding("enough", "no press file is wanted here")])

    monkeypatch.setattr(PressFileMaker, "make_press_files", count)
    file, project, executor = written(tmp_path, workshop()), Project(tmp_path), Remembering()
    (made,) = make_products(
        file, project, ("press/volume",), None, executor, lambda *_words: None, shared_cache(project)
    )
    assert [one.code for one in made.findings if one.code == "enough"] and executor.parts
    assert left == [0]
