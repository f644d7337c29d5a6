"""Read a PDF as a screen reader does: its structure tree, and the words of each element in that order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

_PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"', "INLINE IMAGE"}


@dataclass
class Element:
    """An element of the tree: its type and words, where it stands, what its links say and where they lead."""

    role: str
    kids: list[Element | str] = field(default_factory=list)
    alt: str = ""
    lang: str = ""
    id: str = ""
    pages: set[int] = field(default_factory=set)
    attributes: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in and below the element."""
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    def all(self, *roles: str) -> list[Element]:
        """Find the elements of some types here and below, in reading order."""
        found = [self] if not roles or self.role in roles else []
        for kid in self.kids:
            if isinstance(kid, Element):
                found += kid.all(*roles)
        return found

    def outline(self) -> Any:
        """Give types and words alone, for comparison: (type, kid, kid…)."""
        return (self.role, *(kid if isinstance(kid, str) else kid.outline() for kid in self.kids))


@dataclass
class Page:
    """What one page's content stream says: words by MCID, artifacts, and paint that belongs to neither."""

    words: dict[int, str] = field(default_factory=dict)
    artifacts: str = ""
    pagination: str = ""
    unmarked: list[str] = field(default_factory=list)


def read_tree(data: bytes) -> Element:
    """Read the structure tree with its words; fails where the parent tree says otherwise."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [read_page(page) for page in pdf.pages]
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        parents = dict(_numbers(pdf.Root.StructTreeRoot.ParentTree))
        reader = _Reader(pdf, pages, numbers, parents)
        (document,) = pdf.Root.StructTreeRoot.K
        tree = reader.element(document, pdf.Root.StructTreeRoot)
        assert not reader.left_over(), reader.left_over()
        return tree


def read_pages(data: bytes) -> list[Page]:
    """Read each page's marked content."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [read_page(page) for page in pdf.pages]


class _Reader:
    def __init__(self, pdf: Any, pages: list[Page], numbers: dict[Any, int], parents: dict[int, Any]) -> None:
        self._pdf, self._pages, self._numbers, self._parents = pdf, pages, numbers, parents
        self._seen: set[tuple[int, int]] = set()

    def element(self, source: Any, parent: Any) -> Element:
        assert source.P.objgen == parent.objgen, "an element's P is the element that holds it"
        element = Element(str(source.S)[1:])
        element.alt, element.lang, element.id = (str(source.get(key, "")) for key in ("/Alt", "/Lang", "/ID"))
        attributes = source.get("/A", [])
        for group in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
            element.attributes.update({k[1:]: v for k, v in dict(group).items() if k != "/O"} if group != [] else {})
        kids = source.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            self._kid(element, source, kid)
        if "/ActualText" in source:
            element.kids = [str(source["/ActualText"])]
        return element

    def _kid(self, element: Element, source: Any, kid: Any) -> None:
        if isinstance(kid, int):
            self._words(element, source, source.Pg, kid)
        elif kid.get("/Type") == "/MCR":
            self._words(element, source, kid.Pg, int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            assert self._parents[int(kid.Obj.StructParent)].objgen == source.objgen
            assert any(kid.Obj.objgen == each.objgen for each in kid.Pg.Annots)
            target = kid.Obj.get("/Dest", kid.Obj.get("/A", {}).get("/URI", ""))
            element.links.append((str(kid.Obj.get("/Contents", "")), str(target)))
        else:
            below = self.element(kid, source)
            element.kids.append(below)
            element.pages |= below.pages

    def _words(self, element: Element, source: Any, page: Any, mcid: int) -> None:
        assert self._parents[int(page.StructParents)][mcid].objgen == source.objgen, "the parent tree leads back"
        number = self._numbers[page.objgen]
        assert (number, mcid) not in self._seen, "content belongs to one element"
        self._seen.add((number, mcid))
        element.kids.append(self._pages[number].words[mcid])
        element.pages.add(number)

    def left_over(self) -> list[str]:
        return [
            words
            for number, page in enumerate(self._pages)
            for mcid, words in page.words.items()
            if (number, mcid) not in self._seen
        ]


def _numbers(node: Any) -> Iterator[tuple[int, Any]]:
    for kid in node.get("/Kids", []):
        yield from _numbers(kid)
    flat = list(node.get("/Nums", []))
    yield from zip(map(int, flat[::2]), flat[1::2], strict=True)


def read_page(page: pikepdf.Page) -> Page:
    """Interpret a page's content stream as far as marks and words go."""
    found, stack = Page(), []
    faces = {name: _characters(font) for name, font in dict(page.resources.get("/Font", {})).items()}
    face: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            stack.append((str(operands[0]), operands[1] if len(operands) > 1 else {}))
            mcid = stack[-1][1].get("/MCID")
            if mcid is not None:
                assert int(mcid) not in found.words, "an MCID is used once on a page"
                found.words[int(mcid)] = ""
            if "/ActualText" in stack[-1][1]:
                _say(found, stack, str(stack[-1][1]["/ActualText"]))
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            face = faces[str(operands[0])]
        elif name in ("Tj", "TJ"):
            shown = operands[0] if name == "TJ" else [operands[0]]
            words = "".join(_decode(bytes(item), face) for item in shown if isinstance(item, pikepdf.String))
            if not any("/ActualText" in properties for _, properties in stack):
                _say(found, stack, words)
        if name in _PAINTING and not stack:
            found.unmarked.append(f"{name} {list(operands)}")
    assert not stack, "each marked sequence ends"
    return found


def _say(page: Page, stack: list[tuple[str, Any]], words: str) -> None:
    tags = [tag for tag, _ in stack]
    mcids = [int(properties["/MCID"]) for _, properties in stack if "/MCID" in properties]
    assert not ("/Artifact" in tags and mcids), "no artifact inside content"
    if mcids:
        page.words[mcids[-1]] += words
    elif "/Artifact" in tags:
        page.artifacts += words
        if stack[-1][1].get("/Type") == "/Pagination":
            page.pagination += words


def _decode(codes: bytes, face: dict[int, str]) -> str:
    pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
    return "".join(face.get(code, "\ufffd") for code in pairs)


def _characters(font: Any) -> dict[int, str]:
    """Read the ToUnicode map of a font."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            for code in range(int(low, 16), int(high, 16) + 1):
                found[code] = chr(int(text, 16) + code - int(low, 16))
    return found
