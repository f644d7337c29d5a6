"""What Octavo relies on of cssselect2, through WeasyPrint."""

from collections.abc import Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element

Match: TypeAlias = tuple[tuple[int, ...], int, str | None, object]
"""How specific a selector is that matches, its place, its pseudo-element, and what it stands for."""

class ElementWrapper:
    etree_element: Element
    @classmethod
    def from_html_root(cls, root: Element, content_language: str | None = None) -> ElementWrapper: ...
    def iter_children(self) -> Iterator[ElementWrapper]: ...
    def iter_subtree(self) -> Iterator[ElementWrapper]: ...

class Matcher:
    def match(self, element: ElementWrapper) -> list[Match]: ...
