"""Make Office Open XML elements from prefixed names, without characters that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from ..findings.finding import Finding, FindingsError

Element = ET.Element
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
MAX_DEPTH = 400
TOO_DEEP = Finding(
    "word-too-deep", "the text is nested too deeply for a Word document", hint="use fewer levels of nesting"
)
# XML 1.0, 2.2. A directive of reStructuredText can make any character from its number.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def make(name: str, /, *children: Element, **attributes: str | int) -> Element:
    """Make an element. Its attributes get its own prefix, as in WordprocessingML and OMML.

    An underscore selects another prefix: ``r_id`` is ``r:id``. DrawingML attributes have none.
    """
    prefix = name.partition(":")[0]
    own = f"{prefix}:" if prefix in ("w", "m") else ""
    made = ET.Element(name, {_add_prefix(key, own): str(value) for key, value in attributes.items()})
    made.extend(children)
    return made


def _add_prefix(key: str, own: str) -> str:
    return key.replace("_", ":") if "_" in key else f"{own}{key}"


def make_text_element(name: str, text: str) -> Element:
    """Make an element with text whose spaces are kept."""
    made = ET.Element(name, {"xml:space": "preserve"})
    made.text = ILLEGAL.sub("", text)
    return made


def write_xml_part(name: str, children: Iterable[Element]) -> bytes:
    """Write a part of a package with a root that declares all prefixes. Raises FindingsError if it is too deep."""
    root = ET.Element(name, {f"xmlns:{prefix}": address for prefix, address in NAMESPACES.items()})
    root.extend(children)
    if _measure_depth(root) > MAX_DEPTH:
        raise FindingsError([TOO_DEEP])
    return (_HEAD + ET.tostring(root, encoding="unicode")).encode()


def _measure_depth(root: Element) -> int:
    """Return the nesting depth of an element, without recursion."""
    deepest, level = 0, [root]
    while level:
        deepest += 1
        level = [child for element in level for child in element]
    return deepest
