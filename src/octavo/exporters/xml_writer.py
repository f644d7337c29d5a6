"""Build well-formed XML without empty elements, from any text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..language.one_line_text import to_one_line

Content: TypeAlias = "Element | str | int | Iterable[Content] | None"
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, *content: Content, attributes: Mapping[str, str] | None = None) -> Element | None:
    """Make an element from texts and elements, without empty attributes; return None if it would have no content.

    Tags include their prefix; the root element declares the namespaces as attributes.
    """
    parts = list(_flatten(content))
    return make_filled_element(tag, parts, attributes) if parts else None


def make_empty_element(tag: str, attributes: Mapping[str, str]) -> Element:
    """Make an element that has only attributes."""
    return make_filled_element(tag, (), attributes)


def make_filled_element(
    tag: str, parts: Iterable[Element | str], attributes: Mapping[str, str] | None = None
) -> Element:
    """Make an element, even if it has no content."""
    made = Element(tag, {name: clean_text(value) for name, value in (attributes or {}).items() if value})
    for part in parts:
        if isinstance(part, Element):
            made.append(part)
        else:
            made.text = f"{made.text or ''}{part}"
    return made


def _flatten(content: Content) -> Iterable[Element | str]:
    if content is None:
        return
    if isinstance(content, Element):
        yield content
    elif isinstance(content, str | int):
        if text := clean_text(str(content)):
            yield text
    else:
        for part in content:
            yield from _flatten(part)


def clean_text(text: str) -> str:
    """Remove characters that XML forbids, and put the text on one line."""
    return to_one_line(_FORBIDDEN.sub("", text))


def write_xml(root: Element, doctype: str = "") -> bytes:
    """Write an XML document; the same elements give the same bytes."""
    ElementTree.indent(root, " ")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return f"{head}{ElementTree.tostring(root, encoding='unicode')}\n".encode()
