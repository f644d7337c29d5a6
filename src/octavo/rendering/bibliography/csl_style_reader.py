"""Read a CSL style: what it is, and what is wrong with it, with the line; nothing is set here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final
from xml.parsers import expat

from ...findings.finding import Finding, Place

MAX_STYLE_SIZE: Final = 2 << 20
MAX_EXPANDED_ELEMENTS: Final = 5_000_000
"""Elements of a layout, with those of its macros wherever they are called; the largest installed style has a third."""
_MAX_DEPTH: Final = 200
_NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"
_CODE: Final = "bad-citation-style"
_ASKING: Final = ("text", "number", "date", "names")
_TAG_NAME: Final = re.compile(rb"<[^\s/>]+")
_TAG: Final = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")

_MOSTLY: Final = 0.6


@dataclass(eq=False)
class StyleElement:
    """An element of a style: its name without a namespace, its line (from 1), and its bytes in the source."""

    name: str
    attributes: Mapping[str, str]
    line: int
    start: int
    end: int = 0
    children: list[StyleElement] = field(default_factory=list)

    def walk(self) -> Iterator[StyleElement]:
        """Yield this element and all below it, in their order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += reversed(element.children)

    def child(self, name: str) -> StyleElement | None:
        """Return the first child of this name."""
        return next((child for child in self.children if child.name == name), None)

    @property
    def called_macro(self) -> str:
        """The name of the macro that it calls; empty for none."""
        return self.attributes.get("macro", "") if self.name in ("text", "key") else ""


@dataclass(frozen=True, eq=False)
class CitationStyle:
    """A style: its source, and its elements."""

    source: bytes
    root: StyleElement

    @cached_property
    def macros(self) -> dict[str, StyleElement]:
        """The macros by name."""
        return {one.attributes.get("name", ""): one for one in self.root.children if one.name == "macro"}

    def asks_variable(self, element: StyleElement) -> bool:
        """Return whether an element asks for a variable on any way through it, also by macros."""
        return any(one.name in _ASKING and "variable" in one.attributes for one in self._expand(element))

    def attributes_start(self, element: StyleElement) -> int:
        """Return where in the source the attributes of an element may begin."""
        found = _TAG_NAME.match(self.source, element.start)
        return found.end() if found else element.start

    def value_span(self, element: StyleElement, attribute: str) -> tuple[int, int]:
        """Return where in the source the value of an attribute begins and ends, without its quotation marks."""
        pattern = rb"\s" + attribute.encode() + rb"""\s*=\s*["']([^"']*)"""
        found = re.compile(pattern).search(self.source, element.start, element.end)
        return found.span(1) if found else (element.start, element.start)

    @cached_property
    def named_types(self) -> frozenset[str]:
        """The types of items that it tells apart."""
        return frozenset(name for one in self.root.walk() for name in one.attributes.get("type", "").split())

    @property
    def citation_format(self) -> str:
        """How it cites: "numeric", "author-date", "author", "note" or "label"; else the class of the style."""
        info = self.root.child("info")
        formats = (one.attributes.get("citation-format", "") for one in (info.children if info else ()))
        return next(filter(None, formats), self.root.attributes.get("class", ""))

    @property
    def parent(self) -> str:
        """The address of the style that this one only renames; empty if it stands by itself."""
        return next((one.attributes.get("href", "") for one in self._links() if _leads_to_parent(one)), "")

    def _links(self) -> Iterator[StyleElement]:
        return (one for one in self.root.walk() if one.name == "link")

    @property
    def _reference_layout(self) -> StyleElement | None:
        listed = self.root.child("bibliography")
        return listed.child("layout") if listed else None

    @cached_property
    def numbers_references(self) -> bool:
        """Whether the list of references prints numbers."""
        layout = self._reference_layout
        variables = (one.attributes.get("variable") for one in self._expand(layout)) if layout else ()
        return "citation-number" in variables

    @cached_property
    def initials_end(self) -> str | None:
        """What follows an initial, if its list shortens given names nearly everywhere; None otherwise."""
        listed, layout = self.root.child("bibliography"), self._reference_layout
        if listed is None or layout is None:
            return None
        inherited = {**self.root.attributes, **listed.attributes}
        named = [one.child("name") for one in self._expand(layout) if one.name == "names"]
        rules = [{**inherited, **(one.attributes if one else {})} for one in named]
        ends = Counter(None if rule.get("initialize") == "false" else rule.get("initialize-with") for rule in rules)
        end, number = next(iter(ends.most_common(1)), (None, 0))
        return end if number >= _MOSTLY * len(rules) else None

    @property
    def reference_end(self) -> str:
        """The full stop with which every entry of the list ends; empty if it has none."""
        layout = self._reference_layout
        return "." if layout and layout.attributes.get("suffix", "").startswith(".") else ""

    def _expand(self, element: StyleElement) -> Iterator[StyleElement]:
        """Yield an element, all below it, and all of the macros called there; each macro once."""
        waiting, reached = [element], set[str]()
        while waiting:
            for one in waiting.pop().walk():
                yield one
                name = one.called_macro
                if name in self.macros and name not in reached:
                    reached.add(name)
                    waiting.append(self.macros[name])


def _leads_to_parent(link: StyleElement) -> bool:
    return link.attributes.get("rel", "").strip() == "independent-parent"


def read_style(source: bytes, file: Path) -> tuple[CitationStyle | None, tuple[Finding, ...]]:
    """Return a style, or what is wrong with it: all that would have it fail, run on, or leave something out."""
    if len(source) > MAX_STYLE_SIZE:
        message = f"the citation style has {len(source):,} bytes; at most {MAX_STYLE_SIZE:,} are read"
        return None, (Finding(_CODE, message, Place(file), "choose another style"),)
    root, finding = _StyleParser(file, source).parse()
    if root is None:
        return None, (finding,) if finding else ()
    style = CitationStyle(source, root)
    findings = tuple(_find_faults(style, file))
    return (None if findings else style), findings


class _StyleParser:
    """Builds the elements of a style from its XML."""

    def __init__(self, file: Path, source: bytes) -> None:
        self._file, self._source = file, source
        self._open: list[StyleElement] = []
        self._root: StyleElement | None = None
        self._root_name = ""
        self._parser = expat.ParserCreate("UTF-8", namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def parse(self) -> tuple[StyleElement | None, Finding | None]:
        try:
            self._source.decode("utf-8")
            self._parser.Parse(self._source, True)
        except UnicodeDecodeError as error:
            place = Place(self._file, self._source.count(b"\n", 0, error.start) + 1)
            return None, Finding(_CODE, "the citation style is not written in UTF-8", place, "save it as UTF-8")
        except expat.ExpatError as error:
            message = f"the citation style is not XML: {expat.ErrorString(error.code)}"
            place = Place(self._file, error.lineno, error.offset + 1)
            return None, Finding(_CODE, message, place, "correct the file, or fetch it again from citationstyles.org")
        except _RefusedStyle as error:
            return None, self._fault(error.args[0], error.args[1])
        if self._root is None or self._root_name != f"{_NAMESPACE} style":
            place = Place(self._file, self._root.line if self._root else 1)
            return None, Finding(
                _CODE, "this is not a citation style of CSL", place, "fetch one from citationstyles.org"
            )
        return self._root, None

    def _fault(self, message: str, hint: str) -> Finding:
        return Finding(_CODE, message, Place(self._file, self._parser.CurrentLineNumber), hint)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise _RefusedStyle(f"the citation style is nested more than {_MAX_DEPTH} deep", "simplify it")
        line, at = self._parser.CurrentLineNumber, self._parser.CurrentByteIndex
        element = StyleElement(
            _local_name(name), {_local_name(key): words for key, words in attributes.items()}, line, at
        )
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root, self._root_name = element, name
        self._open.append(element)

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        tag = _TAG.match(self._source, element.start)
        if not tag or not tag[0].endswith(b"/>"):  # behind such a tag, the parser stands at what follows
            tag = _TAG.match(self._source, self._parser.CurrentByteIndex)
        element.end = tag.end() if tag else self._parser.CurrentByteIndex

    def _refuse_doctype(self, *_: object) -> None:
        raise _RefusedStyle("a citation style needs no DOCTYPE, and may have none", "remove it")


def _local_name(name: str) -> str:
    """Return a name without its namespace: the processor sees none, so nothing may hide in another one."""
    return name.rpartition(" ")[2]


class _RefusedStyle(Exception):  # noqa: N818 (an outcome of parsing, with the words for it)
    """Something in a style that stops its reading: what, and what to do."""


def _find_faults(style: CitationStyle, file: Path) -> Iterator[Finding]:
    named = list(dict.fromkeys(one.attributes.get("name", "") for one in style.root.children if one.name == "macro"))
    for one in style.root.walk():
        if one.called_macro and one.called_macro not in style.macros:
            hint = f"the style has the macros {', '.join(sorted(named)[:8])}" if named else "the style has no macros"
            yield Finding(
                _CODE,
                f"the citation style calls the macro {one.called_macro}, which it does not have",
                Place(file, one.line),
                hint,
            )
    if style.root.child("citation") is None and not style.parent:
        yield Finding(
            _CODE,
            "the citation style does not say how to cite: it has no <citation>",
            Place(file, style.root.line),
            "fetch it again from citationstyles.org",
        )
    yield from _find_endless_macros(style, file)


def _find_endless_macros(style: CitationStyle, file: Path) -> Iterator[Finding]:
    """Report a macro that calls itself, also over others, or else layouts that become too long."""
    sizes: dict[str, int] = {}
    order: list[str] = []
    for name in style.macros:
        if circle := _order_macros(name, style, sizes, order):
            message = f"the macro {circle} of the citation style calls itself"
            yield Finding(_CODE, message, Place(file, style.macros[circle].line), "remove the call")
            return
    for name in order:
        sizes[name] = _expanded_size(style.macros[name], sizes)
    for part in style.root.children:
        if part.name in ("citation", "bibliography") and _expanded_size(part, sizes) > MAX_EXPANDED_ELEMENTS:
            message = f"with all its macros, <{part.name}> of the citation style has more than"
            yield Finding(_CODE, f"{message} {MAX_EXPANDED_ELEMENTS:,} elements", Place(file, part.line), "simplify it")


def _order_macros(name: str, style: CitationStyle, seen: dict[str, int], order: list[str]) -> str:
    """Append a macro to `order` behind those that it calls; return the name of one that calls itself, or ""."""
    waiting = [(name, False)]
    open_macros: set[str] = set()
    while waiting:
        current, is_done = waiting.pop()
        if is_done:
            open_macros.discard(current)
            seen[current] = 0
            order.append(current)
        elif current in open_macros:
            return current
        elif current not in seen:
            open_macros.add(current)
            waiting.append((current, True))
            called = {one.called_macro for one in style.macros[current].walk()}
            waiting += [(one, False) for one in sorted(called & style.macros.keys()) if one not in seen]
    return ""


def _expanded_size(element: StyleElement, sizes: Mapping[str, int]) -> int:
    return min(sum(1 + sizes.get(one.called_macro, 0) for one in element.walk()), MAX_EXPANDED_ELEMENTS + 1)
