"""Prepare the XML of a Word document for pandoc, and tell what no reStructuredText can hold, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree as ET

from .word_package import WordPackage

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENTS_STYLE: Final = re.compile(r"(?:toc \d|toc heading|table of figures)", re.IGNORECASE)
_MOST_ROUNDS: Final = 10
_LONGEST_EXAMPLE: Final = 60


@dataclass
class WordLosses:
    """What is lost, or was changed: each kind with the places and words of its cases."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, words: str = "", where: str = "") -> None:
        """Note a case: its words, and the paragraph in which it stands."""
        plain = " ".join(words.split())
        shown = f"“{plain[:_LONGEST_EXAMPLE]}{'…' if len(plain) > _LONGEST_EXAMPLE else ''}”" if plain else ""
        self.found.setdefault(what, []).append(" ".join(filter(None, (shown, where))))


def prepare_document(package: WordPackage) -> tuple[bytes, WordLosses]:
    """Return a document that pandoc can read whole, and what is lost. Raises FindingsError."""
    losses = WordLosses()
    changed: dict[str, ET.Element] = {}
    contents = _find_contents_styles(package)
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        root = package.parse(name)
        if root is not None:
            _Preparation(root, contents, losses).run()
            changed[name] = root
    _report_parts(package, losses)
    return package.write_readable(changed), losses


def text_of(element: ET.Element) -> str:
    """Return the words of an element, on one line, without those of text boxes and deletions in it."""
    words: list[str] = []
    left = [element]
    while left:
        node = left.pop()
        if node.tag in _TEXTS:
            words.append(node.text or "")
        elif node.tag in _BREAKS:
            words.append(" ")
        left += [child for child in reversed(node) if child.tag not in _APART]
    return " ".join("".join(words).split())


_APART: Final = (f"{_W}txbxContent", f"{_W}del", f"{_MC}Fallback")
"""What does not count as words of the element around it."""
_BREAKS: Final = (f"{_W}p", f"{_W}br", f"{_W}tab")
_TEXTS: Final = (f"{_W}t", f"{_W}delText")


class _Preparation:
    """Changes the tree of one part: text boxes become paragraphs, the table of contents is dropped."""

    def __init__(self, root: ET.Element, contents: frozenset[str], losses: WordLosses) -> None:
        self._root, self._contents, self._losses = root, contents, losses
        self._parents: dict[ET.Element, ET.Element] = {}

    def run(self) -> None:
        """Make all changes."""
        self._drop_contents()
        for _ in range(_MOST_ROUNDS):
            self._map_parents()
            if not self._move_text_boxes():
                break
        self._report()

    def _map_parents(self) -> None:
        self._parents = {child: parent for parent in self._root.iter() for child in parent}

    def _drop_contents(self) -> None:
        self._map_parents()
        dropped = [one for one in self._root.iter(f"{_W}p") if _style_of(one) in self._contents]
        for paragraph in dropped:
            self._parents[paragraph].remove(paragraph)
        if dropped:
            self._losses.add("the table of contents was left out", text_of(dropped[0]))

    def _move_text_boxes(self) -> bool:
        """Put the paragraphs of text boxes below the paragraph that holds them; return whether there were any."""
        boxes = [one for one in self._root.iter(f"{_W}txbxContent") if not self._has_box_above(one)]
        moved: dict[ET.Element, int] = {}
        for box in boxes:
            branch, paragraph = self._climb(box)
            if paragraph is None or branch is None:
                self._parents[box].remove(box)
                continue
            if not self._is_fallback(box):
                self._losses.add("a text box became paragraphs of the text", text_of(box), self._where(paragraph))
                outer = self._parents[paragraph]
                at = list(outer).index(paragraph) + 1 + moved.get(paragraph, 0)
                outer[at:at] = list(box)
                moved[paragraph] = moved.get(paragraph, 0) + len(box)
            if box in self._parents:
                self._parents[box].remove(box)
        if boxes:
            self._drop_empty_drawings()
        return bool(boxes)

    def _climb(self, box: ET.Element) -> tuple[ET.Element | None, ET.Element | None]:
        """Return the run that holds a text box, and its paragraph."""
        run: ET.Element | None = None
        node: ET.Element | None = box
        while node is not None and node.tag != f"{_W}p":
            run = node if node.tag == f"{_W}r" else run
            node = self._parents.get(node)
        return (run if run is not None else node), node

    def _has_box_above(self, box: ET.Element) -> bool:
        node = self._parents.get(box)
        while node is not None:
            if node.tag == f"{_W}txbxContent":
                return True
            node = self._parents.get(node)
        return False

    def _is_fallback(self, node: ET.Element) -> bool:
        """Return whether an element repeats another, for older programs."""
        above: ET.Element | None = node
        while above is not None:
            if above.tag == f"{_MC}Fallback":
                parent = self._parents.get(above)
                return parent is not None and parent.find(f"{_MC}Choice") is not None
            above = self._parents.get(above)
        return False

    def _drop_empty_drawings(self) -> None:
        """Drop shapes whose text was moved: pandoc would drop the words around them."""
        self._map_parents()
        for kind in (f"{_MC}AlternateContent", f"{_W}pict", f"{_W}drawing"):
            for drawing in list(self._root.iter(kind)):
                names = {node.tag.rpartition("}")[2] for node in drawing.iter()}
                is_picture = names & {"blip", "imagedata", "oMath", "txbxContent"}
                if not is_picture and names & {"textbox", "txbx"} and drawing in self._parents:
                    self._parents[drawing].remove(drawing)
                    self._map_parents()

    # What is lost

    def _report(self) -> None:
        self._map_parents()
        for node in self._root.iter():
            name = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
            if (what := _LOST_ELEMENTS.get(name)) and not self._is_fallback(node):
                if name in _CHANGES and not text_of(node):
                    continue  # the mark of a paragraph, or a format
                paragraph = self._climb(node)[1]
                self._losses.add(what, text_of(node), self._where(paragraph))
            elif name == "graphicData" and (what := _LOST_GRAPHICS.get(node.get("uri", "").rpartition("/")[2])):
                self._losses.add(what, "", self._where(self._climb(node)[1]))

    def _where(self, paragraph: ET.Element | None) -> str:
        if paragraph is None:
            return ""
        words = text_of(paragraph)
        if not words:
            before = self._words_before(paragraph)
            return f"after “{before[:40]}”" if before else ""
        return f"in “{words[:40]}{'…' if len(words) > 40 else ''}”"

    def _words_before(self, paragraph: ET.Element) -> str:
        outer = self._parents.get(paragraph)
        words = ""
        for one in outer if outer is not None else ():
            if one is paragraph:
                break
            words = text_of(one) or words
        return words


_CHANGES: Final = ("ins", "moveTo", "del")
_LOST_ELEMENTS: Final = {
    "ins": "tracked insertions were accepted",
    "moveTo": "tracked moves were accepted",
    "del": "tracked deletions were accepted, and their words left out",
    "altChunk": "another document that this one embeds was left out",
    "object": "an embedded object was left out",
    "contentPart": "handwriting was left out",
}
_LOST_GRAPHICS: Final = {
    "chart": "a chart was left out; save it as a picture",
    "diagram": "a diagram was left out; save it as a picture",
}


def _style_of(paragraph: ET.Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return style.get(f"{_W}val", "") if style is not None else ""


def _find_contents_styles(package: WordPackage) -> frozenset[str]:
    """Return the ids of the styles of a table of contents; their ids differ by language, their names do not."""
    root = package.parse("word/styles.xml")
    found = set()
    for style in root.iter(f"{_W}style") if root is not None else ():
        name = style.find(f"{_W}name")
        if name is not None and _CONTENTS_STYLE.fullmatch(name.get(f"{_W}val", "")):
            found.add(style.get(f"{_W}styleId", ""))
    return frozenset(found)


def _report_parts(package: WordPackage, losses: WordLosses) -> None:
    for text in dict.fromkeys(_list_margins(package)):
        losses.add("headers and footers were left out", text)
    comments = package.parse("word/comments.xml")
    for comment in comments.iter(f"{_W}comment") if comments is not None else ():
        losses.add("comments were left out", text_of(comment))
    for name in package.list_names("word/_rels/"):
        root = package.parse(name)
        for relation in root.iter(_RELATIONSHIP) if root is not None else ():
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") == "External" and kind != "hyperlink":
                losses.add("what lies outside of the document was not fetched", relation.get("Target", ""))


def _list_margins(package: WordPackage) -> Iterator[str]:
    for start in ("word/header", "word/footer"):
        for name in package.list_names(start):
            root = package.parse(name) if name.endswith(".xml") else None
            if root is not None and (words := text_of(root)):
                yield words
