"""Change the things of a PDF in place: what the walk through it decided to have done."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..pdf.objects.allowed_keys import forget
from ..pdf.objects.resources import entries_of
from ..pdf.objects.stream_reader import rewrite
from .colour_conversion.shading_conversion import ConvertedShading
from .image_conversion import image_masks

KINDS = (Name.XObject, Name.Pattern, Name.Shading, Name.ExtGState, Name.Font)
"""What resources hold that may lead to colours."""
_LAYERS = ("/OCG", "/OCMD")


def write(owner: Object, data: bytes, pdf: Pdf) -> None:
    if isinstance(owner, Stream):
        rewrite(owner, data)
    else:
        owner.Contents = Stream(pdf, data)


def add(resources: Any, added: dict[str, dict[str, Object]]) -> None:
    for kind, entries in added.items():
        if "/" + kind not in resources:
            resources["/" + kind] = Dictionary()
        for name, item in entries.items():
            resources["/" + kind]["/" + name] = item


def leave_layers(resources: Any) -> None:
    for name, layer in entries_of(resources, Name.Properties):
        if isinstance(layer, Dictionary) and str(layer.get(Name.Type, "")) in _LAYERS:
            resources[Name.Properties][name] = Dictionary()


def prune(resources: Any, names: set[str]) -> None:
    """Take away what no content names: it would be carried along unprinted."""
    for kind in (*KINDS, Name.Properties):
        for name, _ in entries_of(resources, kind):
            if name[1:] not in names:
                forget(resources[kind], name)


def put_shade(given: Any, made: ConvertedShading) -> None:
    for key, value in made.keys.items():
        given[key] = value
    if made.data is not None:
        rewrite(given, made.data)


def empty(item: Stream) -> None:
    """Have nothing shown in the place of what a press cannot show."""
    for key in list(item.keys()):
        if key != "/Length":
            del item[key]
    item.Type, item.Subtype, item.BBox = Name.XObject, Name.Form, Array([0, 0, 0, 0])
    rewrite(item, b"")


def cut_out(pdf: Pdf, image: Stream, mask: Stream) -> None:
    image.Mask = image_masks.stencil(pdf, mask)
    del image.SMask
