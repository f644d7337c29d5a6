"""Check 15: what a file must not carry: locks, scripts, programs, forms, and for the press whatever is not printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ...pdf.objects import value_reader
from ...pdf.objects.annotations import actions_of, notes_of
from ...pdf.objects.value_reader import get
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument
from ..records.page_record import PageRecord, overlaps

_HIDDEN_MARKS = frozenset({"TrapNet", "PrinterMark"})
_HARMLESS = frozenset({"Popup"})
_OUT = "export it without"
_MOST_NAMES = 5000


def of_document(document: OpenedDocument) -> Iterator[CheckResult]:
    """Ask that the file bears no lock, script, program or form; for PDF/X, no action, file or layer that it forbids."""
    pdf, standard = document.pdf, document.profile.standard
    press = standard is not Standard.SCREEN
    if pdf.is_encrypted:
        said = "is locked against changes, though it opens without a password"
        yield _found(said, "save it without a lock", Severity.ERROR if press else Severity.WARNING)
    if get(pdf.Root, "/Names", "/JavaScript") is not None:
        yield _found("carries JavaScript", _OUT)
    for what in sorted(set(_opening(pdf.Root))):
        yield _found(f"has readers start {what}", _OUT)
    if value_reader.items(get(pdf.Root, "/AcroForm", "/Fields")) or get(pdf.Root, "/AcroForm", "/XFA") is not None:
        yield _found("is a form to be filled in", _OUT, Severity.ERROR if press else Severity.WARNING)
    if press:
        yield from _for_press(document)
    elif get(pdf.Root, "/AcroForm", "/XFA") is not None:
        yield _found("is made of XFA, which few readers show", "print it to a PDF")


def _found(said: str, hint: str, severity: Severity = Severity.ERROR) -> CheckResult:
    return CheckResult(CheckName.FORBIDDEN, said, hint, severity)


def _opening(root: Any) -> Iterator[str]:
    yield from actions_of(get(root, "/OpenAction"))
    for _, action in value_reader.entries(get(root, "/AA")):
        yield from actions_of(action)


def _for_press(document: OpenedDocument) -> Iterator[CheckResult]:
    root, exact = document.pdf.Root, document.profile.standard is Standard.X1A
    if get(root, "/AA") is not None or value_reader.is_dictionary(get(root, "/OpenAction")):
        yield _found("does something when it is opened (OpenAction, AA), which PDF/X forbids", _OUT)
    if exact and get(root, "/Names", "/EmbeddedFiles") is not None:
        yield _found("carries files, which PDF/X-1a forbids", _OUT)
    layers = get(root, "/OCProperties")
    if layers is None:
        return
    if exact:
        yield _found("has layers (optional content), which PDF/X-1a forbids", "flatten it")
        return
    configurations = [get(layers, "/D"), *value_reader.items(get(layers, "/Configs"))[:_MOST_NAMES]]
    if any(get(one, "/AS") is not None for one in configurations):
        yield _found("has layers that show or hide by themselves (AS), which PDF/X-4 forbids", "flatten it")
    names = [value_reader.text(get(one, "/Name")) for one in configurations]
    if not all(names) or len(set(names)) < len(names):
        said = "has ways to show its layers that bear no name, or the same; PDF/X-4 asks for one for each"
        yield _found(said, "name them, or flatten it", Severity.WARNING)


def of_page(sight: PageRecord, page: Any) -> Iterator[CheckResult]:
    """Ask that a page and its annotations start nothing; for PDF/X, that no annotation lies within the bleed."""
    number, press = sight.page.number, sight.profile.standard is not Standard.SCREEN
    live = {what for _, action in value_reader.entries(get(page, "/AA")) for what in actions_of(action)}
    inside: dict[str, list[tuple[float, float, float, float]]] = {}
    for note in notes_of(page)[:_MOST_NAMES]:
        live |= set(actions_of(get(note, "/A")))
        for _, action in value_reader.entries(get(note, "/AA")):
            live |= set(actions_of(action))
        kind = value_reader.name(get(note, "/Subtype"))
        box = value_reader.box(get(note, "/Rect"))
        if kind not in _HIDDEN_MARKS | _HARMLESS and box and overlaps(box, sight.page.printed):
            inside.setdefault(value_reader.plain(kind, 20) or "of no kind", []).append(box)
    for what in sorted(live):
        if what.startswith("links"):
            hint = "write addresses in full, beginning with https://" if "addresses" in what else _OUT
            yield CheckResult(CheckName.FORBIDDEN, f"has {what}", hint, Severity.WARNING, number)
        else:
            yield CheckResult(CheckName.FORBIDDEN, f"its links or notes start {what}", _OUT, page=number)
    if not press:
        return
    if get(page, "/AA") is not None:
        yield CheckResult(CheckName.FORBIDDEN, "has actions, which PDF/X forbids", _OUT, page=number)
    for kind, boxes in sorted(inside.items()):
        said = f"annotations ({kind}) lie on what is printed, which PDF/X forbids"
        yield CheckResult(CheckName.FORBIDDEN, said, "export it without links and notes").at(number, boxes)
    for what, places in sorted(sight.contents.odd.items()):
        found = CheckResult(CheckName.FORBIDDEN, f"has {what}, which PDF/X forbids", _OUT)
        yield found.at(number, places.boxes, places.count)
