"""The elements of a structure tree in the making, and the painted boxes that they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False, slots=True)
class TaggedContent:
    """A box that is painted, or (`link`) one over which a link annotation lies; `mcid` is known once it is painted."""

    box: Any
    page: int
    link: bool = False
    ending: str = ""
    mcid: int | None = None

    def words(self) -> str:
        """Give the words painted, without what the end of a line did to them."""
        text: str = getattr(self.box, "text", "")
        return {"hyphen": text[:-1], "space": text + " "}.get(self.ending, text)


@dataclass(eq=False, slots=True)
class TagNode:
    """A structure element in the making."""

    role: str
    parent: TagNode | None = None
    element: Any = None
    kids: list[TagNode | TaggedContent] = field(default_factory=list)
    alt: str = ""
    expansion: str = ""
    lang: str = ""
    bbox: tuple[float, float, float, float] | None = None
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    wraps: bool = False

    def content(self) -> Iterator[TaggedContent]:
        """Yield all content below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, TaggedContent):
                yield kid
            else:
                yield from kid.content()

    def nodes(self) -> Iterator[TagNode]:
        """Yield this node and all below, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, TagNode):
                yield from kid.nodes()

    def text(self) -> str:
        """Join the words below, as they were before lines were broken; a picture speaks by its alternative."""
        said = "".join(item.words() for item in self.content() if not item.link)
        alternatives = (node.alt for node in self.nodes() if node.alt)
        return " ".join(" ".join((said, *alternatives)).split())


class HyphenatedText(str):
    """The words of a line that end with a hyphen which the author did not write."""

    __slots__ = ()
