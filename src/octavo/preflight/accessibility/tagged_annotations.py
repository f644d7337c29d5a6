"""Check annotations by the rules of PDF/UA (ISO 14289-1, 7.18)."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Dictionary, Object, Pdf, String

from ...pdf.objects import value_reader
from ...pdf.objects.content_streams import ContentStreamError, parse_instructions
from ...pdf.structure.marked_content_reader import list_appearance_forms
from ...pdf.structure.structure_tree_reader import Element, StructureTree
from .matterhorn_conditions import FailedCondition

_HIDDEN = 2
_DEEPEST = 16
_MOST_RENDITIONS = 64
_ANNOTATION_TYPES = frozenset(
    """
    Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Caret Ink Popup
    FileAttachment Sound Movie Widget Screen PrinterMark TrapNet Watermark 3D Redact
    """.split()  # noqa: SIM905 - read as the list of ISO 32000-1, 12.5.6
)


def check_annotations(pdf: Pdf, tree: StructureTree) -> Iterator[FailedCondition]:
    """Yield annotations that assistive technology cannot read, and pages without a tab order."""
    language = value_reader.get_text(pdf.Root, "/Lang")
    for number, page in enumerate(pdf.pages, 1):
        notes = [note for note in value_reader.get_array(page.obj, "/Annots") if isinstance(note, Dictionary)]
        if notes and not value_reader.get_name(page.obj, "/Tabs"):
            yield FailedCondition("28-008", number)
        elif notes and value_reader.get_name(page.obj, "/Tabs") != "S":
            yield FailedCondition("28-009", number, f"it is {value_reader.get_name(page.obj, '/Tabs')}")
        for note in notes:
            yield from _check_annotation(note, number, page.obj, tree)
            if not language:
                yield from _check_language(note, number, tree.holders.get(note.objgen))


def _check_annotation(note: Dictionary, page: int, where: Object, tree: StructureTree) -> Iterator[FailedCondition]:
    kind, holder = value_reader.get_name(note, "/Subtype"), tree.holders.get(note.objgen)
    if kind == "TrapNet":
        yield FailedCondition("28-007", page)
    elif kind == "PrinterMark":
        yield from _check_printers_mark(note, page, holder)
    elif kind != "Popup" and not _is_invisible(note, where):
        yield from _check_enclosing_element(kind, page, holder)
        yield from _check_description(note, kind, page, holder)
    if kind == "FileAttachment" and not has_both_names(value_reader.get_dictionary(note, "/FS")):
        yield FailedCondition("28-016", page)
    yield from _check_media(value_reader.get_dictionary(note, "/A"), page)


def _check_printers_mark(note: Dictionary, page: int, holder: Element | None) -> Iterator[FailedCondition]:
    if holder is not None:
        yield FailedCondition("28-017", page)
    if any(_paints_unmarked(form) for form in list_appearance_forms(note)):
        yield FailedCondition("28-018", page)


def _paints_unmarked(form: Object) -> bool:
    depth = 0
    try:
        read = parse_instructions(form, "BDC BMC EMC f F f* B B* b b* S s sh Do Tj TJ ' \"")
    except ContentStreamError:
        return True
    for one in read:
        operands, name = list(one.operands), str(one.operator)
        if name in ("BDC", "BMC"):
            depth += 1 if depth or (len(operands) and value_reader.as_name(operands[0]) == "Artifact") else 0
        elif name == "EMC":
            depth = max(0, depth - 1)
        elif not depth:
            return True
    return False


def _is_invisible(note: Dictionary, page: Object) -> bool:
    """Return whether an annotation is hidden or off the page. Such annotations need no tags."""
    crop = value_reader.get_rectangle(page, "/CropBox") or value_reader.get_rectangle(page, "/MediaBox")
    lies = value_reader.get_rectangle(note, "/Rect")
    off = crop and lies and (lies[2] < crop[0] or lies[0] > crop[2] or lies[3] < crop[1] or lies[1] > crop[3])
    return bool(off) or bool((value_reader.get_integer(note, "/F") or 0) & _HIDDEN)


def _check_enclosing_element(kind: str, page: int, holder: Element | None) -> Iterator[FailedCondition]:
    inside = holder.kind if holder is not None else ""
    number, wanted = {"Widget": ("28-010", "Form"), "Link": ("28-011", "Link")}.get(kind, ("28-002", "Annot"))
    if inside != wanted:
        number = number if kind in _ANNOTATION_TYPES else "28-006"
        yield FailedCondition(number, page, f"{kind or 'of no kind'}, {f'in {inside}' if inside else 'in no element'}")


def _check_description(note: Dictionary, kind: str, page: int, holder: Element | None) -> Iterator[FailedCondition]:
    said, alternative = (
        value_reader.get_text(note, "/Contents").strip(),
        value_reader.get_text(holder.source if holder else None, "/Alt").strip(),
    )
    if kind == "Link":
        if not said:
            yield FailedCondition("28-012", page)
    elif kind == "Widget":
        # A widget without a name of its own only shows the field above it, which has the label.
        field = note if "/T" in note else value_reader.get_dictionary(note, "/Parent") or note
        label = _get_inherited_text(field, "TU")
        if not label and not alternative:
            yield FailedCondition("28-005", page)
    elif not said and not alternative:
        yield FailedCondition("28-004" if kind in _ANNOTATION_TYPES else "28-006", page, kind)


def _check_language(note: Dictionary, page: int, holder: Element | None) -> Iterator[FailedCondition]:
    if value_reader.get_text(note, "/Lang") or (holder is not None and holder.lang):
        return
    if value_reader.get_text(note, "/Contents").strip():
        yield FailedCondition("11-004", page)
    if value_reader.get_name(note, "/Subtype") == "Widget" and _get_inherited_text(note, "TU"):
        yield FailedCondition("11-005", page)


def _get_inherited_text(field: Dictionary, key: str) -> str:
    at: Dictionary | None = field
    for _ in range(_DEEPEST):
        if at is None or value_reader.get_text(at, f"/{key}").strip():
            break
        at = value_reader.get_dictionary(at, "/Parent")
    return value_reader.get_text(at, f"/{key}").strip()


def has_both_names(file: object) -> bool:
    """Return whether a file specification has both file names (ISO 14289-1, 7.11)."""
    return value_reader.get_dictionary(file, "/EF") is None or bool(
        value_reader.get_text(file, "/F") and value_reader.get_text(file, "/UF")
    )


def _check_media(action: Dictionary | None, page: int) -> Iterator[FailedCondition]:
    """Yield media clips without a type or a description (ISO 32000-1, 13.2.4.2) in the renditions of an action."""
    waiting, looked = [value_reader.get_dictionary(action, "/R")], 0
    while waiting and looked < _MOST_RENDITIONS:
        rendition, looked = waiting.pop(), looked + 1
        waiting += [
            one for one in value_reader.get_array(rendition, "/R")[:_MOST_RENDITIONS] if isinstance(one, Dictionary)
        ]
        clip = value_reader.get_dictionary(rendition, "/C")
        for _ in range(_DEEPEST):
            if value_reader.get_name(clip, "/S") != "MCS":
                break
            clip = value_reader.get_dictionary(clip, "/D")
        if value_reader.get_name(clip, "/S") == "MCD":
            if clip is not None and "/CT" not in clip:
                yield FailedCondition("28-014", page)
            if not any(isinstance(one, String) and str(one) for one in value_reader.get_array(clip, "/Alt")):
                yield FailedCondition("28-015", page)
