"""Check for content that a file must not contain: encryption, scripts, programs, forms and, for the press, actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...findings.finding import Severity
from ...model.printer_profile import CheckName, Standard
from ...pdf.objects import value_reader
from ...pdf.objects.annotations import forbidden_actions, list_annotations
from ...pdf.objects.value_reader import get_value
from ..records.check_results import CheckResult
from ..records.document_record import OpenedDocument
from ..records.page_record import PageRecord, boxes_share_area

_HIDDEN_MARKS = frozenset({"TrapNet", "PrinterMark"})
_HARMLESS_ANNOTATIONS = frozenset({"Popup"})
_HINT = "export it without"
_MOST_NAMES = 5000


def check_forbidden_content(document: OpenedDocument) -> Iterator[CheckResult]:
    """Report encryption, scripts, programs and forms in the file; for PDF/X also actions, files and layers."""
    pdf, standard = document.pdf, document.profile.standard
    press = standard is not Standard.SCREEN
    if pdf.is_encrypted:
        message = "is encrypted, although it opens without a password"
        yield _forbidden_finding(message, "save it without encryption", Severity.ERROR if press else Severity.WARNING)
    if get_value(pdf.Root, "/Names", "/JavaScript") is not None:
        yield _forbidden_finding("contains JavaScript", _HINT)
    for what in sorted(set(_opening_actions(pdf.Root))):
        yield _forbidden_finding(f"contains {what}", _HINT)
    if (
        value_reader.list_items(get_value(pdf.Root, "/AcroForm", "/Fields"))
        or get_value(pdf.Root, "/AcroForm", "/XFA") is not None
    ):
        yield _forbidden_finding("contains form fields", _HINT, Severity.ERROR if press else Severity.WARNING)
    if press:
        yield from _check_press_content(document)
    elif get_value(pdf.Root, "/AcroForm", "/XFA") is not None:
        yield _forbidden_finding("is an XFA form, which few viewers show", "print it to a PDF")


def _forbidden_finding(message: str, hint: str, severity: Severity = Severity.ERROR) -> CheckResult:
    return CheckResult(CheckName.FORBIDDEN, message, hint, severity)


def _opening_actions(root: object) -> Iterator[str]:
    yield from forbidden_actions(get_value(root, "/OpenAction"))
    for _, action in value_reader.list_entries(get_value(root, "/AA")):
        yield from forbidden_actions(action)


def _check_press_content(document: OpenedDocument) -> Iterator[CheckResult]:
    root, exact = document.pdf.Root, document.profile.standard is Standard.X1A
    if get_value(root, "/AA") is not None or value_reader.is_dictionary(get_value(root, "/OpenAction")):
        yield _forbidden_finding("has actions that run when it is opened (OpenAction, AA), which PDF/X forbids", _HINT)
    if exact and get_value(root, "/Names", "/EmbeddedFiles") is not None:
        yield _forbidden_finding("has attached files, which PDF/X-1a forbids", _HINT)
    layers = get_value(root, "/OCProperties")
    if layers is None:
        return
    if exact:
        yield _forbidden_finding("has layers (optional content), which PDF/X-1a forbids", "flatten it")
        return
    configurations = [get_value(layers, "/D"), *value_reader.list_items(get_value(layers, "/Configs"))[:_MOST_NAMES]]
    if any(get_value(one, "/AS") is not None for one in configurations):
        yield _forbidden_finding("has layers with automatic states (AS), which PDF/X-4 forbids", "flatten it")
    names = [value_reader.as_string(get_value(one, "/Name")) for one in configurations]
    if not all(names) or len(set(names)) < len(names):
        message = "has layer configurations without a unique name, which PDF/X-4 requires"
        yield _forbidden_finding(message, "name each configuration, or flatten the layers", Severity.WARNING)


def check_forbidden_on_page(record: PageRecord, page: Any) -> Iterator[CheckResult]:
    """Report actions of a page and its annotations; for PDF/X also annotations within the bleed."""
    number, press = record.page.number, record.profile.standard is not Standard.SCREEN
    live = {
        what for _, action in value_reader.list_entries(get_value(page, "/AA")) for what in forbidden_actions(action)
    }
    inside: dict[str, list[tuple[float, float, float, float]]] = {}
    for note in list_annotations(page)[:_MOST_NAMES]:
        live |= set(forbidden_actions(get_value(note, "/A")))
        for _, action in value_reader.list_entries(get_value(note, "/AA")):
            live |= set(forbidden_actions(action))
        kind = value_reader.as_name(get_value(note, "/Subtype"))
        box = value_reader.as_box(get_value(note, "/Rect"))
        if (
            kind not in _HIDDEN_MARKS | _HARMLESS_ANNOTATIONS
            and box
            and boxes_share_area(box, record.page.printable_box)
        ):
            inside.setdefault(value_reader.quotable_text(kind, 20) or "of no kind", []).append(box)
    for what in sorted(live):
        if what.startswith("links"):
            hint = "write addresses in full, beginning with https://" if "addresses" in what else _HINT
            yield CheckResult(CheckName.FORBIDDEN, f"has {what}", hint, Severity.WARNING, number)
        else:
            yield CheckResult(CheckName.FORBIDDEN, f"its links or comments contain {what}", _HINT, page=number)
    if not press:
        return
    if get_value(page, "/AA") is not None:
        yield CheckResult(CheckName.FORBIDDEN, "has actions, which PDF/X forbids", _HINT, page=number)
    for kind, boxes in sorted(inside.items()):
        message = f"has annotations ({kind}) in the printed area, which PDF/X forbids"
        yield CheckResult(CheckName.FORBIDDEN, message, "export it without links and comments").with_places(
            number, boxes
        )
    for what, places in sorted(record.contents.odd.items()):
        found = CheckResult(CheckName.FORBIDDEN, f"has {what}, which PDF/X forbids", _HINT)
        yield found.with_places(number, places.boxes, places.count)
