"""The nodes of a planned structure tree, and the painted boxes they contain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint_types import Box, Element


@dataclass(eq=False, slots=True)
class TaggedContent:
    """A box that is painted, or (`link`) covered by a link annotation. `mcid` is set when it is painted."""

    box: Box
    page: int
    link: bool = False
    ending: str = ""
    mcid: int | None = None

    @property
    def text(self) -> str:
        """The painted text; "" for a picture."""
        text: str = getattr(self.box, "text", "")
        return text

    def unbroken_text(self) -> str:
        """Return the painted text without the changes that a line break made, and without places for one."""
        text = self.text.replace("\u200b", "")
        return {"hyphen": text[:-1], "space": text + " "}.get(self.ending, text)


@dataclass(eq=False, slots=True)
class TagNode:
    """A structure element being planned."""

    role: str
    parent: TagNode | None = None
    element: Element | None = None
    kids: list[TagNode | TaggedContent] = field(default_factory=list)
    alt: str = ""
    expansion: str = ""
    lang: str = ""
    bbox: tuple[float, float, float, float] | None = None
    attributes: dict[str, dict[str, str | int]] = field(default_factory=dict)
    wraps: bool = False

    def iterate_content(self) -> Iterator[TaggedContent]:
        """Yield all content below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, TaggedContent):
                yield kid
            else:
                yield from kid.iterate_content()

    def iterate_nodes(self) -> Iterator[TagNode]:
        """Yield this node and all below, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, TagNode):
                yield from kid.iterate_nodes()

    def text_content(self) -> str:
        """Return the text below as it was before line breaking; pictures contribute their alternative text."""
        said = "".join(item.unbroken_text() for item in self.iterate_content() if not item.link)
        alternatives = (node.alt for node in self.iterate_nodes() if node.alt)
        return " ".join(" ".join((said, *alternatives)).split())


class HyphenatedText(str):
    """Text of a line that ends with a hyphen which the author did not write."""

    __slots__ = ()
