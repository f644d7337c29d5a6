"""Remove the content of hidden layers (ISO 32000-1, 8.11) from an author's PDF.

Binding does not carry over the layer lists of author PDFs, and without these lists every layer would show. So hidden
content is removed here, and what remains belongs to no layer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf, Stream

from .content_streams import Instruction, parse_instructions, write_instructions
from .resources import list_resource_entries

_PATHS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
_PICTURES = frozenset({"Do", "sh", "INLINE IMAGE"})
_WORDS = frozenset({"Tj", "TJ", "'", '"'})
# Text in these rendering modes leaves no ink. The first one also clips, the second does not.
_CLIPPING, _UNSEEN = 7, 3

Instructions = list[tuple[Collection[object], Operator]]


def remove_hidden_content(pdf: Pdf) -> None:
    """Remove the content of layers that are off by default, and then the layers themselves."""
    if not isinstance(pdf.Root.get(Name.OCProperties), Dictionary):
        return
    hidden = hidden_groups(pdf)
    seen: set[tuple[int, int]] = set()
    met: list[Object] = []
    for page in pdf.pages:
        resources = page.obj.get(Name.Resources)
        names = _hidden_property_names(resources, hidden)
        if names:
            page.obj.Contents = Stream(pdf, _remove_marked_paint(parse_instructions(page.obj), names))
        met += _empty_hidden_forms(pdf, resources, hidden, seen)
    # Only now, since pages may share their resources.
    for resources in met:
        _remove_layer_references(resources)


def hidden_groups(pdf: Pdf) -> set[tuple[int, int]]:
    """Return the layers that are off by default. Zoom and language usage is not considered."""
    layers = pdf.Root.get(Name.OCProperties)
    if not isinstance(layers, Dictionary):
        return set()
    default = layers.get(Name.D)
    if not isinstance(default, Dictionary):
        return set()
    hidden = {group.objgen for group in _list_dictionaries(default.get(Name.OFF))}
    if str(default.get(Name.BaseState, "")) == "/OFF":
        shown = {group.objgen for group in _list_dictionaries(default.get(Name.ON))}
        hidden |= {group.objgen for group in _list_dictionaries(layers.get(Name.OCGs))} - shown
    return hidden


def _list_dictionaries(value: object) -> list[Object]:
    if isinstance(value, Dictionary):
        return [value]
    return [item for item in value if isinstance(item, Dictionary)] if isinstance(value, Array) else []


def is_hidden_layer(layer: object, hidden: Set[tuple[int, int]]) -> bool:
    """Return whether a layer, or a layer membership by its policy (ISO 32000-1, table 99), is hidden."""
    if not isinstance(layer, Dictionary):
        return False
    if str(layer.get(Name.Type, "")) != "/OCMD":
        return layer.objgen in hidden
    shown = [group.objgen not in hidden for group in _list_dictionaries(layer.get(Name.OCGs))]
    policy = str(layer.get(Name.P, "/AnyOn"))
    held = {"/AllOn": all(shown), "/AnyOff": not all(shown), "/AllOff": not any(shown)}.get(policy, any(shown))
    return bool(shown) and not held


def _hidden_property_names(resources: object, hidden: set[tuple[int, int]]) -> set[str]:
    return {name for name, layer in list_resource_entries(resources, Name.Properties) if is_hidden_layer(layer, hidden)}


def _empty_hidden_forms(pdf: Pdf, first: Any, hidden: set[tuple[int, int]], seen: set[tuple[int, int]]) -> list[Any]:
    """Empty the forms and images on hidden layers at any depth, and return all resources found on the way."""
    met = [first]
    for resources in met:
        for name, form in list_resource_entries(resources, Name.XObject):
            if not isinstance(form, Stream) or form.objgen in seen:
                continue
            if is_hidden_layer(form.get(Name.OC), hidden):
                nothing = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 0, 0]))
                resources[Name.XObject][name] = nothing
                continue
            seen.add(form.objgen)
            inner = form.get(Name.Resources)
            names = _hidden_property_names(inner, hidden)
            if names:
                form.write(_remove_marked_paint(parse_instructions(form), names))
            met.append(inner)
    return met


def _remove_layer_references(resources: Object) -> None:
    """Remove the references to layers from resources."""
    for name, layer in list_resource_entries(resources, Name.Properties):
        if isinstance(layer, Dictionary) and str(layer.get(Name.Type, "")) in ("/OCG", "/OCMD"):
            resources[Name.Properties][name] = Dictionary()
    for _, form in list_resource_entries(resources, Name.XObject):
        if isinstance(form, Stream) and Name.OC in form:
            del form[Name.OC]


def _remove_marked_paint(instructions: Iterable[Instruction], names: set[str]) -> bytes:
    """Keep instructions that change the state, but not what is painted inside the marked content `names`."""
    kept: Instructions = []
    marks: list[bool] = []
    modes = [0]
    for instruction in instructions:
        operands, operator = instruction.operands, instruction.operator
        name = str(operator)
        if name in ("BDC", "BMC"):
            marks.append(len(operands) > 1 and str(operands[0]) == "/OC" and str(operands[1]) in names)
        elif name == "EMC" and marks:
            marks.pop()
        elif name == "q":
            modes.append(modes[-1])
        elif name == "Q" and len(modes) > 1:
            modes.pop()
        elif name == "Tr" and len(operands):
            modes[-1] = int(operands[0])
        kept += _suppress_painting(operands, operator, modes[-1]) if any(marks) else [(operands, operator)]
    return write_instructions(kept)


def _suppress_painting(operands: Collection[object], operator: Operator, mode: int) -> Instructions:
    name = str(operator)
    if name in _PATHS:
        return [([], Operator("n"))]
    if name in _PICTURES:
        return []
    if name in _WORDS:
        # They still move the text position.
        unseen = _CLIPPING if mode >= 4 else _UNSEEN
        return [([unseen], Operator("Tr")), (operands, operator), ([mode], Operator("Tr"))]
    return [(operands, operator)]
