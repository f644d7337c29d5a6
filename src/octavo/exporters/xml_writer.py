"""Build well-formed XML without empty elements, from any text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..language.one_line_text import to_one_line

Content: TypeAlias = "Element | str | int | Iterable[Content] | None"
_SPACES: Final = re.compile("[ \t\n\r]+")
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


def line_element(
    tag: str, content: Iterable[Element | str], attributes: Mapping[str, str] | None = None
) -> Element | None:
    """Make an element that holds a line of text with elements in it; None if it would have no content.

    Single spaces between the pieces stay; `write_xml` adds none.
    """
    made = Element(tag, {name: clean_text(value) for name, value in (attributes or {}).items() if value})
    made.text = ""
    for part in content:
        if isinstance(part, Element):
            part.tail = ""
            made.append(part)
        elif len(made):
            made[-1].tail = _SPACES.sub(" ", _FORBIDDEN.sub("", f"{made[-1].tail}{part}"))
        else:
            made.text = _SPACES.sub(" ", _FORBIDDEN.sub("", f"{made.text}{part}")).lstrip(" ")
    if len(made):
        made[-1].tail = (made[-1].tail or "").rstrip(" ")
        return made
    made.text = made.text.rstrip(" ")
    return made if made.text else None


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
    _indent(root, "\n")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return f"{head}{ElementTree.tostring(root, encoding='unicode')}\n".encode()


def _indent(made: Element, line_end: str) -> None:
    """Put each element on a line of its own, except those within a line of text."""
    if made.text is not None or not len(made):
        return
    made.text = f"{line_end} "
    for part in made:
        _indent(part, f"{line_end} ")
        part.tail = f"{line_end} "
    made[-1].tail = line_end
