"""Make press files of finished documents and hold documents against profiles: documents in, proved ones out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from .book import Document
from .findings import Faults, Finding
from .load import Loaded
from .model.press import Gravity, Press
from .preflight import preflight
from .preflight.tell import Judged, as_findings
from .press import press
from .products import PRESS
from .profiles import Printer, find_profile
from .project import Project
from .workers import WorkerDied

T = TypeVar("T")
SCREEN = "screen"
USUAL = "sheetfed-offset"
"""The printer for whom files are made where nobody names one."""


@dataclass(frozen=True)
class Proving:
    """What proves documents: the profiles of a project, the printer that was asked for, the workers that do it."""

    project: Project
    executor: Executor
    asked: str | None = None

    def printer(self, loaded: Loaded, on_press: bool) -> Printer:
        """Find the profile that suits: that of screens, or of the printer who was asked for, or the workshop's own."""
        if not on_press:
            return find_profile(SCREEN, self.project)
        own = loaded.workshop.press if loaded.workshop else None
        if self.asked or own is None:
            return find_profile(self.asked or USUAL, self.project)
        found = find_profile(own.profile or USUAL, self.project, loaded.places.value("press", "profile"))
        return replace(found, profile=found.profile.model_copy(update=_lowered(own, found)))

    def pressed(self, documents: Sequence[Document], printer: Printer) -> tuple[tuple[Document, ...], list[Finding]]:
        """Make the printer's file of each document; it lies in press/, under the same name."""
        made, found = [], []
        for document in documents:
            task = self.executor.submit(press, document.pdf, printer.profile, printer.icc)
            result = _result(task, document.file)
            found += result.findings
            made.append(replace(document, file=PRESS + document.file, pdf=result.pdf, pages=result.pages))
        return tuple(made), found

    def judged(self, documents: Sequence[Document], printer: Printer) -> list[Finding]:
        """Hold documents against a profile."""
        profile = printer.profile
        tasks = [self.executor.submit(preflight, one.pdf, profile, one.expected) for one in documents]
        reports = [_result(task, one.file) for task, one in zip(tasks, documents, strict=True)]
        judged = [
            (Judged(Path(one.file), profile.label, report), one.file)
            for one, report in zip(documents, reports, strict=True)
        ]
        return [finding for one, file in judged for finding in as_findings(one, file)]


def _lowered(own: Press, printer: Printer) -> dict[str, object]:
    """Take errors that somebody has agreed to for warnings."""
    usual = printer.profile.gravity
    lowered = {check: Gravity.WARNING for check in own.accept if usual.get(check, Gravity.ERROR) is Gravity.ERROR}
    return {"gravity": {**usual, **lowered}}


def _result(task: Future[T], file: str) -> T:
    try:
        return task.result()
    except WorkerDied as death:
        message = f"{file} could not be proved: {death}"
        raise Faults([Finding("preflight-died", message, hint="simplify the pictures that it holds")]) from death
