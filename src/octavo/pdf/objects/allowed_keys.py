"""Keep only the keys of PDF objects that affect how pages look, and remove all others."""

from __future__ import annotations

from pikepdf import Dictionary, Name, Object, Pdf, Stream


def _key_names(words: str) -> frozenset[str]:
    return frozenset("/" + word for word in words.split())


_STREAM = _key_names("Length Filter DecodeParms Type Subtype")
FORM = _STREAM | _key_names("FormType BBox Matrix Resources Group")
PATTERN = _STREAM | _key_names("PatternType PaintType TilingType BBox XStep YStep Matrix Resources Shading ExtGState")
IMAGE = _STREAM | _key_names(
    "Width Height ColorSpace BitsPerComponent ImageMask Mask SMask SMaskInData Decode Interpolate Matte"
)
SHADING = _STREAM | _key_names(
    "ShadingType ColorSpace Background BBox AntiAlias Domain Matrix Function Coords Extend BitsPerCoordinate "
    "BitsPerComponent BitsPerFlag Decode VerticesPerRow"
)
# Overprint, halftones and the like are left out: screens do not show them, and white that was painted in screen
# colours would disappear if it overprinted.
GRAPHICS_STATE = _key_names("Type LW LC LJ ML D Font FL SM SA BM SMask CA ca AIS TK")
SOFT_MASK = _key_names("Type S G BC TR")
GROUP = _key_names("Type S CS I K")
TYPE3_FONT = _key_names(
    "Type Subtype Name FontBBox FontMatrix CharProcs Encoding FirstChar LastChar Widths FontDescriptor Resources "
    "ToUnicode"
)
GLYPH = _STREAM - _key_names("Type Subtype")
RESOURCES = _key_names("XObject Pattern Shading ExtGState Font Properties")


def keep_keys(item: Object, keys: frozenset[str]) -> None:
    """Remove all keys from a dictionary or stream except the given ones."""
    for key, _ in list(item.items()):
        if key not in keys:
            del item[key]


def keep_resource_tables(resources: Object) -> None:
    """Remove everything from resources except the tables that content streams use."""
    for key, value in list(resources.items()):
        if key not in RESOURCES or not isinstance(value, Dictionary) or isinstance(value, Stream):
            del resources[key]


def remove_keys(item: Object, *keys: str) -> None:
    """Remove the given keys from a dictionary or stream."""
    for key in keys:
        if key in item:
            del item[key]


def structural_objects(pdf: Pdf) -> set[tuple[int, int]]:
    """Return the numbers of the objects that hold a file together, which content streams must not name."""
    marks = {pdf.Root.objgen}
    for page in pdf.pages:
        node: object = page.obj
        while isinstance(node, Dictionary) and node.objgen not in marks:
            marks.add(node.objgen)
            node = node.get(Name.Parent)
    return marks
