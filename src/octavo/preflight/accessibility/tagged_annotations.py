"""Judge annotations as PDF/UA does (ISO 14289-1, 7.18): pages and a structure tree in, failures out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Object, Pdf

from ...pdf.objects import dictionary_reader
from ...pdf.structure.marked_content_reader import appearances
from ...pdf.structure.structure_tree_reader import Element, StructureTree
from .matterhorn_conditions import Failure

_HIDDEN = 2
_DEEPEST = 16
_MOST_RENDITIONS = 64
_KNOWN = frozenset(
    """
    Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup
    FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact
    """.split()  # noqa: SIM905 - read as the list of ISO 32000-1, 12.5.6
)


def judge(pdf: Pdf, tree: StructureTree) -> Iterator[Failure]:
    """Find the annotations that software could not read out, and pages on which it could not go through them."""
    language = dictionary_reader.words(pdf.Root, "Lang")
    for number, page in enumerate(pdf.pages, 1):
        notes = [note for note in dictionary_reader.listing(page.obj, "Annots") if isinstance(note, Dictionary)]
        if notes and not dictionary_reader.name(page.obj, "Tabs"):
            yield Failure("28-008", number)
        elif notes and dictionary_reader.name(page.obj, "Tabs") != "S":
            yield Failure("28-009", number, f"it is {dictionary_reader.name(page.obj, 'Tabs')}")
        for note in notes:
            yield from _one(note, number, page.obj, tree)
            if not language:
                yield from _in_no_language(note, number, tree.holders.get(note.objgen))


def _one(note: Dictionary, page: int, where: Object, tree: StructureTree) -> Iterator[Failure]:
    kind, holder = dictionary_reader.name(note, "Subtype"), tree.holders.get(note.objgen)
    if kind == "TrapNet":
        yield Failure("28-007", page)
    elif kind == "PrinterMark":
        yield from _printers_mark(note, page, holder)
    elif kind != "Popup" and not _is_unseen(note, where):
        yield from _in_place(kind, page, holder)
        yield from _described(note, kind, page, holder)
    if kind == "FileAttachment" and not is_named(dictionary_reader.mapping(note, "FS")):
        yield Failure("28-016", page)
    yield from _media(dictionary_reader.mapping(note, "A"), page)


def _printers_mark(note: Dictionary, page: int, holder: Element | None) -> Iterator[Failure]:
    if holder is not None:
        yield Failure("28-017", page)
    if any(_paints_unmarked(form) for form in appearances(note)):
        yield Failure("28-018", page)


def _paints_unmarked(form: Object) -> bool:
    depth = 0
    try:
        read = pikepdf.parse_content_stream(form, "BDC BMC EMC f F f* B B* b b* S s sh Do Tj TJ ' \"")
    except (pikepdf.PdfError, TypeError, ValueError):
        return True
    for one in read:
        operands, name = list(one.operands), str(one.operator)
        if name in ("BDC", "BMC"):
            depth += 1 if depth or (len(operands) and dictionary_reader.named(operands[0]) == "Artifact") else 0
        elif name == "EMC":
            depth = max(0, depth - 1)
        elif not depth:
            return True
    return False


def _is_unseen(note: Dictionary, page: Object) -> bool:
    """Tell whether an annotation is hidden, or lies off the page: then nothing is asked of it."""
    crop = dictionary_reader.box(page, "CropBox") or dictionary_reader.box(page, "MediaBox")
    lies = dictionary_reader.box(note, "Rect")
    off = crop and lies and (lies[2] < crop[0] or lies[0] > crop[2] or lies[3] < crop[1] or lies[1] > crop[3])
    return bool(off) or bool((dictionary_reader.number(note, "F") or 0) & _HIDDEN)


def _in_place(kind: str, page: int, holder: Element | None) -> Iterator[Failure]:
    inside = holder.kind if holder is not None else ""
    number, wanted = {"Widget": ("28-010", "Form"), "Link": ("28-011", "Link")}.get(kind, ("28-002", "Annot"))
    if inside != wanted:
        number = number if kind in _KNOWN else "28-006"
        yield Failure(number, page, f"{kind or 'of no kind'}, {f'in {inside}' if inside else 'in no element'}")


def _described(note: Dictionary, kind: str, page: int, holder: Element | None) -> Iterator[Failure]:
    said, alternative = (
        dictionary_reader.words(note, "Contents").strip(),
        dictionary_reader.words(holder.source if holder else None, "Alt").strip(),
    )
    if kind == "Link":
        if not said:
            yield Failure("28-012", page)
    elif kind == "Widget":
        label = _inherited(note, "TU")
        if not label and not alternative:
            yield Failure("28-005", page)
    elif not said and not alternative:
        yield Failure("28-004" if kind in _KNOWN else "28-006", page, kind)


def _in_no_language(note: Dictionary, page: int, holder: Element | None) -> Iterator[Failure]:
    if dictionary_reader.words(note, "Lang") or (holder is not None and holder.lang):
        return
    if dictionary_reader.words(note, "Contents").strip():
        yield Failure("11-004", page)
    if dictionary_reader.name(note, "Subtype") == "Widget" and _inherited(note, "TU"):
        yield Failure("11-005", page)


def _inherited(field: Dictionary, key: str) -> str:
    at: Dictionary | None = field
    for _ in range(_DEEPEST):
        if at is None or dictionary_reader.words(at, key).strip():
            break
        at = dictionary_reader.mapping(at, "Parent")
    return dictionary_reader.words(at, key).strip()


def is_named(file: Any) -> bool:
    """Tell whether the specification of an embedded file has both of its names (ISO 14289-1, 7.11)."""
    return dictionary_reader.mapping(file, "EF") is None or bool(
        dictionary_reader.words(file, "F") and dictionary_reader.words(file, "UF")
    )


def _media(action: Dictionary | None, page: int) -> Iterator[Failure]:
    """Find media clips without a kind or a description (ISO 32000-1, 13.2.4.2), in the renditions of an action."""
    waiting, looked = [dictionary_reader.mapping(action, "R")], 0
    while waiting and looked < _MOST_RENDITIONS:
        rendition, looked = waiting.pop(), looked + 1
        waiting += [
            one for one in dictionary_reader.listing(rendition, "R")[:_MOST_RENDITIONS] if isinstance(one, Dictionary)
        ]
        clip = dictionary_reader.mapping(rendition, "C")
        for _ in range(_DEEPEST):
            if dictionary_reader.name(clip, "S") != "MCS":
                break
            clip = dictionary_reader.mapping(clip, "D")
        if dictionary_reader.name(clip, "S") == "MCD":
            if not dictionary_reader.words(clip, "CT"):
                yield Failure("28-014", page)
            if not any(isinstance(one, pikepdf.String) and str(one) for one in dictionary_reader.listing(clip, "Alt")):
                yield Failure("28-015", page)
