"""Put a short table of contents on the page of the imprint, so that no page is left empty before the first section."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

from docutils import nodes

CONTENTS: Final = "contents-page"
IMPRINT: Final = "imprint-page"
FRONTISPIECE: Final = "frontispiece"
_HEADING, _FIRST_LEVEL, _SECOND_LEVEL = 40, 20.2, 13.2
"""Heights of the heading and of an entry of each level, in points, as the styles of reports have them."""
_LETTERS_PER_LINE: Final = 66
"""Letters of a heading that fit on a line of the contents in the narrowest of the shipped styles."""
_LINE: Final = 13
_PAGE: Final = 520
"""Height of a page of contents in the smallest of the shipped styles, in points."""
_BESIDE_IMPRINT: Final = 340
"""Height that the imprint leaves on its page."""
_SAVED_BY_TIGHTER_LINES: Final = 0.09
"""Share of the height that is saved by setting the entries closer."""


def place_short_contents(prelims: nodes.document, parts: Iterable[nodes.document]) -> None:
    """Move the contents from a page of their own to that of the imprint if they fit there, or their first level does.

    A page of contents is followed by an empty one, for the first section opens on a right-hand page; contents of two
    pages are not, and stay as they are, as do those of a report that has a picture above its imprint. Entries that
    would be alone on one more page are set closer.
    """
    contents, imprint = (_find_block(prelims, name) for name in (CONTENTS, IMPRINT))
    if contents is None or imprint is None or _find_block(imprint, FRONTISPIECE):
        return
    heights: dict[int, float] = {1: 0, 2: 0}
    for level, letters in (found for part in parts for found in _list_headings(part)):
        if level in heights:
            heights[level] += (_FIRST_LEVEL, _SECOND_LEVEL)[level - 1] + _LINE * (letters // _LETTERS_PER_LINE)
    first = _HEADING + heights[1]
    both = first + heights[2]
    if both > _PAGE or first > _BESIDE_IMPRINT:
        pages = both / _PAGE
        if math.ceil(pages * (1 - _SAVED_BY_TIGHTER_LINES)) < math.ceil(pages):
            contents["classes"].append("tight")
        return
    if both > _BESIDE_IMPRINT:
        contents["classes"].append("first-level")
    prelims.remove(contents)
    words = nodes.container("", *imprint.children, classes=["imprint-words"])
    imprint.children = [contents, words]
    imprint.setup_child(contents)
    imprint.setup_child(words)
    imprint["classes"].append("with-contents")


def _list_headings(part: nodes.document) -> Iterator[tuple[int, int]]:
    """Yield the level and the number of letters of each heading that the contents list."""
    for section in part.findall(nodes.section):
        if "unlisted" not in section["classes"]:
            level, parent = 1, section.parent
            while parent is not None:
                level, parent = level + isinstance(parent, nodes.section), parent.parent
            yield level, len(section[0].astext())


def _find_block(around: nodes.Element, name: str) -> nodes.Element | None:
    """Return the first child with a class."""
    return next((one for one in around.children if isinstance(one, nodes.Element) and name in one["classes"]), None)
