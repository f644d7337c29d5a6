"""Change the objects of a PDF in place, as the traversal decided."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from ..pdf.objects.allowed_keys import remove_keys
from ..pdf.objects.resources import list_resource_entries
from ..pdf.objects.stream_reader import replace_stream_data
from .colour_conversion.shading_conversion import ConvertedShading
from .image_conversion import image_masks

RESOURCE_TYPES = (Name.XObject, Name.Pattern, Name.Shading, Name.ExtGState, Name.Font)
"""The resource categories that may lead to colours."""
_LAYERS = ("/OCG", "/OCMD")


def write_content(owner: Object, data: bytes, pdf: Pdf) -> None:
    """Replace the content of a page, form or pattern."""
    if isinstance(owner, Stream):
        replace_stream_data(owner, data)
    else:
        owner.Contents = Stream(pdf, data)


def add_resources(resources: Object, added: dict[str, dict[str, Object]]) -> None:
    """Add entries to resources, by category."""
    for kind, entries in added.items():
        if "/" + kind not in resources:
            resources["/" + kind] = Dictionary()
        for name, item in entries.items():
            resources["/" + kind]["/" + name] = item


def remove_layers(resources: Object) -> None:
    """Remove layers from the properties of resources."""
    for name, layer in list_resource_entries(resources, Name.Properties):
        if isinstance(layer, Dictionary) and str(layer.get(Name.Type, "")) in _LAYERS:
            resources[Name.Properties][name] = Dictionary()


def remove_unused_resources(resources: Any, names: set[str]) -> None:
    """Remove resources that no content stream names, so that they are not carried along unconverted."""
    for kind in (*RESOURCE_TYPES, Name.Properties):
        for name, _ in list_resource_entries(resources, kind):
            if name[1:] not in names:
                remove_keys(resources[kind], name)


def replace_shading(given: Object, made: ConvertedShading) -> None:
    """Replace values and data of a shading."""
    for key, value in made.keys.items():
        given[key] = value
    if made.data is not None:
        replace_stream_data(given, made.data)


def make_empty(item: Stream) -> None:
    """Make a form empty that a press cannot show."""
    for key in list(item.keys()):
        if key != "/Length":
            del item[key]
    item.Type, item.Subtype, item.BBox = Name.XObject, Name.Form, Array([0, 0, 0, 0])
    replace_stream_data(item, b"")


def replace_soft_mask(pdf: Pdf, image: Stream, mask: Stream) -> None:
    """Replace the soft mask of an image by a stencil mask."""
    image.Mask = image_masks.make_stencil(pdf, mask)
    del image.SMask
