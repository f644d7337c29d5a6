"""Read the structure tree of anybody's PDF (ISO 32000-1, 14.7): a file in, its elements and what is bent out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Pdf, Stream

from ..objects import dictionary_reader

STANDARD_TYPES = frozenset(
    """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
    Figure Formula Form
    """.split()  # noqa: SIM905 - read as the list of ISO 32000-1, 14.8.4
)
_MOST_ELEMENTS = 1_000_000

ObjectNumber = tuple[int, int]
ContentMark = tuple[ObjectNumber, int]
"""A piece of marked content: the number of the page or form in which it stands, and its MCID."""


@dataclass(eq=False, slots=True)
class Element:
    """A structure element: `role` as it is written, `kind` the standard type that it stands for (empty if none).

    `lang` is the language that holds in it, be it said here or above; `classes` are those of the whole tree, by name;
    `page` counts from 1 and is 0 where unknown. `above` is the element around it, past those that are no structure of
    their own; all that climbs the tree is noted on the way down, which may be long.
    """

    source: Dictionary
    role: str
    kind: str
    parent: Element | None
    lang: str
    classes: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    page: int = 0
    kids: list[Element] = field(default_factory=list)
    marks: list[ContentMark] = field(default_factory=list)
    objects: list[ObjectNumber] = field(default_factory=list)
    above: Element | None = None
    in_formula: bool = False

    def below(self) -> list[Element]:
        """List the kids, and in place of those that are no structure of their own what they hold."""
        found: list[Element] = []
        waiting = list(reversed(self.kids))
        while waiting:
            kid = waiting.pop()
            if kid.kind == "NonStruct":
                waiting.extend(reversed(kid.kids))
            else:
                found.append(kid)
        return found


@dataclass
class StructureTree:
    """A structure tree: `elements` in reading order, and who holds which content or annotation.

    `bent` tells what keeps software from walking it, with a page each: knots, kids that are none, marks that the
    parent tree does not lead back from.
    """

    there: bool = False
    elements: list[Element] = field(default_factory=list)
    owners: dict[ContentMark, Element] = field(default_factory=dict)
    holders: dict[ObjectNumber, Element] = field(default_factory=dict)
    unmapped: dict[str, int] = field(default_factory=dict)
    circular: dict[str, int] = field(default_factory=dict)
    remapped: list[str] = field(default_factory=list)
    bent: list[tuple[int, str]] = field(default_factory=list)


def read_structure_tree(pdf: Pdf) -> StructureTree:
    """Read the tree without recursion: each element once, however often it is named, and no more than a million."""
    root = dictionary_reader.get_dictionary(pdf.Root, "StructTreeRoot")
    return StructureTree() if root is None else _Reader(pdf, root).tree()


class _Reader:
    def __init__(self, pdf: Pdf, root: Dictionary) -> None:
        self._pdf, self._root = pdf, root
        self._tree = StructureTree(there=True)
        self._language = dictionary_reader.get_text(pdf.Root, "Lang")
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        classes = dictionary_reader.get_dictionary(root, "ClassMap")
        titles = [key[1:] for key in classes.keys()] if classes is not None else []  # noqa: SIM118
        self._classes = {title: dictionary_reader.get_one_or_several(classes, title) for title in titles}
        self._roles = _Roles(dictionary_reader.get_dictionary(root, "RoleMap"))
        self._seen: set[ObjectNumber] = set()

    def tree(self) -> StructureTree:
        tree = self._tree
        tree.remapped = self._roles.remapped()
        top = [(kid, None, (0, 0)) for kid in dictionary_reader.get_one_or_several(self._root, "K")]
        waiting: list[tuple[Any, Element | None, ObjectNumber]] = list(reversed(top))
        while waiting:
            if len(tree.elements) >= _MOST_ELEMENTS:
                tree.bent.append((0, f"it has more than {_MOST_ELEMENTS} elements; the others were not read"))
                break
            self._read_kid(waiting, *waiting.pop())
        self._read_back()
        return tree

    def _read_kid(
        self, waiting: list[tuple[Any, Element | None, ObjectNumber]], kid: Any, on: Element | None, page: ObjectNumber
    ) -> None:
        mcid = dictionary_reader.read_integer(kid)
        if on is not None and mcid is not None:
            self._hold(on, (page, mcid))
        elif not isinstance(kid, Dictionary):
            self._tree.bent.append((on.page if on else 0, "a kid of an element is none that there can be"))
        elif dictionary_reader.get_name(kid, "Type") in ("MCR", "OBJR"):
            self._read_reference(kid, on, page)
        elif kid.is_indirect and kid.objgen in self._seen:
            self._tree.bent.append((on.page if on else 0, "an element stands in it twice, or in itself"))
        else:
            self._seen.add(kid.objgen)
            element, page = self._element(kid, on, page)
            waiting.extend((one, element, page) for one in reversed(dictionary_reader.get_one_or_several(kid, "K")))

    def _element(self, source: Dictionary, parent: Element | None, page: ObjectNumber) -> tuple[Element, ObjectNumber]:
        role = dictionary_reader.get_name(source, "S")
        own = dictionary_reader.get_dictionary(source, "Pg")
        page = own.objgen if own is not None else page
        lang = dictionary_reader.get_text(source, "Lang") or (parent.lang if parent else self._language)
        kind, circular = self._roles.kind(role)
        element = Element(source, role, kind, parent, lang, self._classes, self._pages.get(page, 0))
        element.above = parent.above if parent is not None and parent.kind == "NonStruct" else parent
        element.in_formula = kind == "Formula" or (parent is not None and parent.in_formula)
        if not kind:
            (self._tree.circular if circular else self._tree.unmapped).setdefault(role, element.page)
        self._tree.elements.append(element)
        if parent is not None:
            parent.kids.append(element)
        holder = parent.source if parent else self._root
        if dictionary_reader.object_number(
            dictionary_reader.get_dictionary(source, "P")
        ) != dictionary_reader.object_number(holder):
            self._tree.bent.append(
                (element.page, f"the element {role or 'without a type'} names another parent than its own")
            )
        return element, page

    def _read_reference(self, kid: Dictionary, on: Element | None, page: ObjectNumber) -> None:
        own = dictionary_reader.get_dictionary(kid, "Pg")
        page = own.objgen if own is not None else page
        if on is None:
            self._tree.bent.append((self._pages.get(page, 0), "content belongs to no element"))
        elif dictionary_reader.get_name(kid, "Type") == "OBJR":
            thing = kid.get("/Obj")
            number = dictionary_reader.object_number(thing)
            if isinstance(thing, Dictionary | Stream) and number != (0, 0):
                on.objects.append(number)
                on.page = on.page or self._pages.get(page, 0)
                self._tree.holders.setdefault(number, on)
        else:
            form = dictionary_reader.get_stream(kid, "Stm")
            mcid = dictionary_reader.get_integer(kid, "MCID")
            if mcid is not None:
                self._hold(on, (form.objgen if form is not None else page, mcid), self._pages.get(page, 0))

    def _hold(self, on: Element, mark: ContentMark, page: int = 0) -> None:
        page = page or self._pages.get(mark[0], 0)
        on.page = on.page or page
        on.marks.append(mark)
        if mark in self._tree.owners:
            self._tree.bent.append((page, f"the content numbered {mark[1]} belongs to two elements"))
        self._tree.owners.setdefault(mark, on)

    def _read_back(self) -> None:
        """Hold the parent tree against the tree (ISO 32000-1, 14.7.4.4): both must lead to the same elements."""
        given = dictionary_reader.walk_tree_entries(dictionary_reader.get_dictionary(self._root, "ParentTree"), "Nums")
        parents = {number: value for key, value in given if (number := dictionary_reader.read_integer(key)) is not None}
        rows: dict[ObjectNumber, list[Any]] = {}
        lost: dict[ObjectNumber, int] = defaultdict(int)
        for (place, mcid), element in self._tree.owners.items():
            if place not in rows:
                row = parents.get(self._key(place, "StructParents"))
                rows[place] = list(row) if isinstance(row, Array) else []
            if not (0 <= mcid < len(rows[place]) and _is_same_element(rows[place][mcid], element)):
                lost[place] += 1
        for place, count in lost.items():
            words = f"the parent tree does not lead back from its content ({count}) to the elements that hold it"
            self._tree.bent.append((self._pages.get(place, 0), words))
        for held, element in self._tree.holders.items():
            if not _is_same_element(parents.get(self._key(held, "StructParent")), element):
                words = f"the parent tree does not lead back from what the element {element.role} refers to"
                self._tree.bent.append((element.page, words))

    def _key(self, number: ObjectNumber, key: str) -> int:
        """Give the number under which a page, form or annotation stands in the parent tree."""
        found = dictionary_reader.get_integer(self._pdf.get_object(number), key) if number != (0, 0) else None
        return -1 if found is None else found


def _is_same_element(thing: Any, element: Element) -> bool:
    return isinstance(thing, Dictionary) and thing.objgen == element.source.objgen != (0, 0)


class _Roles:
    """The role map: which standard type each type of one's own stands for."""

    def __init__(self, given: Dictionary | None) -> None:
        self._map = (
            {key.removeprefix("/"): dictionary_reader.read_name(value) for key, value in given.items()}
            if given is not None
            else {}
        )

    def remapped(self) -> list[str]:
        """List the standard types that are said to be others."""
        return sorted(role for role, other in self._map.items() if role in STANDARD_TYPES and other != role)

    def kind(self, role: str) -> tuple[str, bool]:
        """Find the standard type at the end of the chain, and tell whether the chain leads back into itself."""
        seen: set[str] = set()
        while role not in STANDARD_TYPES:
            if role in seen:
                return "", True
            seen.add(role)
            if role not in self._map:
                return "", False
            role = self._map[role]
        return role, False
