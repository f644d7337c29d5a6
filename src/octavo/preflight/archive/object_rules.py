"""Check objects that pikepdf's validator does not look into: inks, halftones, annotations and permissions.

Clauses are those of ISO 19005-1, and those of ISO 19005-2 and -3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from ...pdf.objects import stream_reader, value_reader
from .jpeg2000_rules import list_jpeg2000_faults

_PROCESS_INKS = frozenset({"Cyan", "Magenta", "Yellow", "Black"})
_NO_INKS = frozenset({"All", "None"})
_MOST_INKS = {"1": 8, "2": 32, "3": 32}
_DEEPEST = 8
_SIGNATURE_KEYS = ("/DigestLocation", "/DigestMethod", "/DigestValue")
_HIDDEN_FLAGS, _PRINTED_FLAG = 1 | 2 | 32, 4
_TOGGLED_FLAG = 256
_NO_APPEARANCE = frozenset({"Popup", "Link", "3D", "Sound", "Screen", "Movie"})
"""Annotations that need no appearance: two by 6.3.3, and those that 6.3.1 forbids."""


@dataclass(frozen=True, slots=True)
class ObjectFault:
    """A fault: its clause, words about the file, a hint, and the page (0 for the document)."""

    clause: str
    words: str
    hint: str
    page: int = 0


def check_objects(pdf: Pdf, part: str, inks: bool = True) -> Iterator[ObjectFault]:
    """Yield each fault once. Without `inks`, spot colours and halftones are not looked for, which takes time."""
    items = list(value_reader.indirect_objects(pdf))
    if inks:
        yield from dict.fromkeys(_check_inks(items, part))
        yield from dict.fromkeys(_check_halftones(items, part))
    yield from dict.fromkeys(_check_images(items, part))
    yield from _check_annotations(pdf, part)
    if part != "1":
        yield from _check_permissions(pdf)


def _walk_values(value: object, depth: int = 0) -> Iterator[Any]:
    """Yield a value and the direct values within it."""
    yield value
    if depth < _DEEPEST and isinstance(value, Array | Dictionary | Stream):
        for inner in value if isinstance(value, Array) else value.values():
            if isinstance(inner, Array | Dictionary) and not inner.is_indirect:
                yield from _walk_values(inner, depth + 1)


def _check_inks(items: Iterable[object], part: str) -> Iterator[ObjectFault]:
    """Check Separation and DeviceN spaces (ISO 32000-1, 8.6.6)."""
    clause = "6.2.3.4" if part == "1" else "6.2.4.4"
    twins: dict[str, list[Array]] = defaultdict(list)
    for space in (value for item in items for value in _walk_values(item) if _is_ink_space(value)):
        names = list(space[1]) if isinstance(space[1], Array) else [space[1]]
        inks = [_decode_name(name) for name in names]
        if part != "1" and None in inks:
            yield ObjectFault("6.1.8", "the name of an ink is not valid UTF-8", "rename the ink")
        if isinstance(space[1], Name):
            twins[inks[0] or ""].append(space)
            continue
        if len(inks) > _MOST_INKS[part]:
            limits = "6.1.12" if part == "1" else "6.1.13"
            yield ObjectFault(limits, f"a DeviceN space has {len(inks)} inks", f"use at most {_MOST_INKS[part]}")
        if part != "1":
            for ink in _undescribed_inks(space, inks):
                words = f"the DeviceN space with the ink {ink[:40]} does not describe it in Colorants"
                yield ObjectFault(clause, words, "convert its colours, or describe the ink")
    for ink, spaces in twins.items() if part != "1" else ():
        if ink not in _NO_INKS and any(not _are_equal(spaces[0][2:4], other[2:4]) for other in spaces[1:]):
            words = f"the ink {ink[:40]} is defined in two ways"
            yield ObjectFault(clause, words, "define each ink once, with one alternate colour space")


def _is_ink_space(value: object) -> bool:
    return (
        isinstance(value, Array)
        and len(value) >= 4
        and isinstance(value[0], Name)
        and value[0] in (Name.Separation, Name.DeviceN)
        and isinstance(value[1], Array if value[0] == Name.DeviceN else Name)
    )


def _decode_name(name: Object) -> str | None:
    """Return a name without its slash, or None if it is not UTF-8."""
    try:
        return bytes(name)[1:].decode("utf-8")
    except (UnicodeDecodeError, ValueError, TypeError):
        return None


def _undescribed_inks(space: Array, inks: list[str | None]) -> list[str]:
    given = space[4] if len(space) > 4 else None
    described = value_reader.get_dictionary(given, "/Colorants")
    process = value_reader.get_array(value_reader.get_dictionary(given, "/Process"), "/Components")
    known = _PROCESS_INKS | {"None"} | {value_reader.as_name(one) for one in process}
    known |= {key.removeprefix("/") for key in described.keys()} if described is not None else set()  # noqa: SIM118
    return [ink for ink in inks if ink is not None and ink not in known]


def _are_equal(one: Object, other: Object, depth: int = 0) -> bool:
    """Compare values as PDF objects, wherever they are stored."""
    if depth > _DEEPEST:
        return True
    pairs = isinstance(one, Object), isinstance(other, Object)
    if all(pairs) and one.is_indirect and one.objgen == other.objgen:
        return True
    if isinstance(one, list | Array) and isinstance(other, list | Array):
        return len(one) == len(other) and all(_are_equal(a, b, depth + 1) for a, b in zip(one, other, strict=True))
    if isinstance(one, Stream) and isinstance(other, Stream):
        return one.read_bytes() == other.read_bytes() and _have_equal_entries(one, other, depth)
    if isinstance(one, Dictionary) and isinstance(other, Dictionary):
        return _have_equal_entries(one, other, depth)
    return bool(one == other)


def _have_equal_entries(one: Object, other: Object, depth: int) -> bool:
    storage = {"/Length", "/Filter", "/DecodeParms"} if isinstance(one, Stream) else set()
    keys, others = set(one.keys()) - storage, set(other.keys()) - storage
    return keys == others and all(_are_equal(one[key], other[key], depth + 1) for key in keys)


def _check_halftones(items: Iterable[object], part: str) -> Iterator[ObjectFault]:
    """Check halftones (ISO 32000-1, 10.5) of graphics states."""
    clause = "6.2.8" if part == "1" else "6.2.5"
    for item in items:
        for value in _walk_values(item):
            halftone = value.get("/HT") if isinstance(value, Dictionary) else None
            if isinstance(halftone, Dictionary | Stream):
                yield from _check_halftone(halftone, clause, part)


def _check_halftone(halftone: Object, clause: str, part: str, ink: str = "") -> Iterator[ObjectFault]:
    kind = value_reader.get_integer(halftone, "/HalftoneType")
    if kind not in (1, 5):
        yield ObjectFault(clause, f"a halftone has the type {kind}", "export it without halftones")
    if "/HalftoneName" in halftone:
        yield ObjectFault(clause, "a halftone has a name (HalftoneName)", "export it without halftones")
    transferred = "/TransferFunction" in halftone
    wrong = transferred if not ink or ink in _PROCESS_INKS else not transferred
    if part != "1" and ink != "Default" and wrong and not (kind == 5 and not ink):
        words = "a halftone has a transfer function" if transferred else "a halftone of an ink has no transfer function"
        yield ObjectFault(clause, words, "export it without halftones")
    if kind == 5 and not ink:
        for key, inner in halftone.items():
            if isinstance(inner, Dictionary | Stream):
                yield from _check_halftone(inner, clause, part, key.removeprefix("/"))


def _check_images(items: Iterable[object], part: str) -> Iterator[ObjectFault]:
    for item in items:
        if not isinstance(item, Stream) or item.get("/Subtype") != Name.Image:
            continue
        filters = [value_reader.as_name(one) for one in value_reader.get_one_or_several(item, "/Filter")]
        has_space = "/ColorSpace" in item
        if filters[-1:] == ["JPXDecode"] and part != "1":
            faults = list_jpeg2000_faults(stream_reader.unpack_to_image(item), has_space)
            for words in faults:
                yield ObjectFault("6.2.8.3", f"an image in JPEG 2000 {words}", "export it in another format")
        elif not has_space and value_reader.get_boolean(item, "/ImageMask") is not True:
            clause = "6.2.4" if part == "1" else "6.2.8"
            yield ObjectFault(clause, "an image has no colour space", "export it again")


def _check_annotations(pdf: Pdf, part: str) -> Iterator[ObjectFault]:
    for number, page in enumerate(pdf.pages, 1):
        for note in value_reader.get_array(page.obj, "/Annots"):
            if isinstance(note, Dictionary):
                yield from dict.fromkeys(_check_annotation(note, number, part))


def _check_annotation(note: Dictionary, page: int, part: str) -> Iterator[ObjectFault]:
    kind, flags = value_reader.get_name(note, "/Subtype"), value_reader.get_integer(note, "/F")
    flags_clause, appearance_clause = ("6.5.3", "6.5.3") if part == "1" else ("6.3.2", "6.3.3")
    hidden = _HIDDEN_FLAGS if part == "1" else _HIDDEN_FLAGS | _TOGGLED_FLAG
    needed = kind != "Popup" or part == "1"
    if needed and (flags is None or flags & hidden or not flags & _PRINTED_FLAG):
        words = f"an annotation ({kind or 'of no type'}) is not set to be shown and printed (F)"
        yield ObjectFault(flags_clause, words, "set its Print flag, and clear those that hide it", page)
    if part != "1" and kind not in _NO_APPEARANCE and "/AP" not in note and _has_area(note):
        words = f"an annotation ({kind or 'of no type'}) has no appearance"
        yield ObjectFault(appearance_clause, words, "give it an appearance (AP)", page)
    if kind == "Widget":
        yield from _check_button(note, page, appearance_clause)


def _has_area(note: Dictionary) -> bool:
    box = value_reader.get_rectangle(note, "/Rect")
    return box is None or box[0] != box[2] or box[1] != box[3]


def _check_button(note: Dictionary, page: int, clause: str) -> Iterator[ObjectFault]:
    """Check that the appearance of a button has states, and that of another field none."""
    appearance = value_reader.get_dictionary(note, "/AP")
    field, depth = note, 0
    while "/FT" not in field and depth < _DEEPEST:
        above = value_reader.get_dictionary(field, "/Parent")
        if above is None:
            break
        field, depth = above, depth + 1
    button = value_reader.get_name(field, "/FT") == "Btn"
    if appearance is None:
        return
    normal = appearance.get("/N")
    if list(appearance.keys()) != ["/N"]:
        yield ObjectFault(clause, "an annotation has other appearances than the normal one", "keep only N", page)
    elif isinstance(normal, Stream) is button:
        words = "the appearance of a button has no states" if button else "the appearance of a field is not a stream"
        yield ObjectFault(clause, words, "make the appearance anew", page)


def _check_permissions(pdf: Pdf) -> Iterator[ObjectFault]:
    permissions = value_reader.get_dictionary(pdf.Root, "/Perms")
    if permissions is None:
        return
    clause, hint = "6.1.12", "remove Perms, or sign it again"
    if set(permissions.keys()) - {"/UR3", "/DocMDP"}:
        yield ObjectFault(clause, "its permissions have entries other than UR3 and DocMDP", hint)
    signature = value_reader.get_dictionary(permissions, "/DocMDP")
    references = [one for one in value_reader.get_array(signature, "/Reference") if isinstance(one, Dictionary)]
    if any(key in one for one in references for key in _SIGNATURE_KEYS):
        yield ObjectFault(clause, "its certification holds a digest of its own (DigestMethod)", hint)


def has_identifier(pdf: Pdf) -> bool:
    """Return whether the trailer has a file identifier of two strings (ISO 32000-1, 14.4)."""
    given = value_reader.get_array(pdf.trailer, "/ID")
    return len(given) == 2 and all(isinstance(one, String) and len(bytes(one)) > 0 for one in given)
