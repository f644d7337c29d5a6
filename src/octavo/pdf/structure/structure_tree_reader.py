"""Read the structure tree of any PDF (ISO 32000-1, 14.7), with its defects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Pdf, Stream

from ..objects import value_reader

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
"""A piece of marked content: the object number of its page or form, and its MCID."""


@dataclass(eq=False, slots=True)
class Element:
    """A structure element. `role` is its type as written, and `kind` the standard type it maps to, or "".

    `lang` is the language in effect, and `classes` is the class map of the tree. `page` counts from 1, and is 0 if
    unknown. `above` is the closest ancestor that is not a NonStruct. Inherited values are set while the tree is read
    from the top, since the chain of parents may be long.
    """

    source: Dictionary
    role: str
    kind: str
    parent: Element | None
    lang: str
    classes: dict[str, list[object]] = field(default_factory=dict, repr=False)
    page: int = 0
    kids: list[Element] = field(default_factory=list)
    marks: list[ContentMark] = field(default_factory=list)
    objects: list[ObjectNumber] = field(default_factory=list)
    above: Element | None = None
    in_formula: bool = False

    def structural_kids(self) -> list[Element]:
        """Return the kids; each NonStruct is replaced by its own kids."""
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
    """A structure tree: `elements` in reading order, and the elements that own marked content or annotations.

    The defects, each with a page, are what keeps software from walking the tree: cycles, invalid kids, and marked
    content that the parent tree does not lead back from.
    """

    there: bool = False
    elements: list[Element] = field(default_factory=list)
    owners: dict[ContentMark, Element] = field(default_factory=dict)
    holders: dict[ObjectNumber, Element] = field(default_factory=dict)
    unmapped_roles: dict[str, int] = field(default_factory=dict)
    circular_roles: dict[str, int] = field(default_factory=dict)
    remapped_types: list[str] = field(default_factory=list)
    defects: list[tuple[int, str]] = field(default_factory=list)


def read_structure_tree(pdf: Pdf) -> StructureTree:
    """Read the tree without recursion: each element once, and no more than a million."""
    root = value_reader.get_dictionary(pdf.Root, "/StructTreeRoot")
    return StructureTree() if root is None else _Reader(pdf, root).read_tree()


class _Reader:
    def __init__(self, pdf: Pdf, root: Dictionary) -> None:
        self._pdf, self._root = pdf, root
        self._tree = StructureTree(there=True)
        self._language = value_reader.get_text(pdf.Root, "/Lang")
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        classes = value_reader.get_dictionary(root, "/ClassMap")
        titles = [key[1:] for key in classes.keys()] if classes is not None else []  # noqa: SIM118
        self._classes = {title: value_reader.get_one_or_several(classes, f"/{title}") for title in titles}
        self._roles = _Roles(value_reader.get_dictionary(root, "/RoleMap"))
        self._seen: set[ObjectNumber] = set()

    def read_tree(self) -> StructureTree:
        """Read the elements, and compare them with the parent tree."""
        tree = self._tree
        tree.remapped_types = self._roles.list_remapped()
        top = [(kid, None, (0, 0)) for kid in value_reader.get_one_or_several(self._root, "/K")]
        waiting: list[tuple[object, Element | None, ObjectNumber]] = list(reversed(top))
        while waiting:
            if len(tree.elements) >= _MOST_ELEMENTS:
                tree.defects.append((0, f"it has more than {_MOST_ELEMENTS} elements; the rest was not read"))
                break
            self._read_kid(waiting, *waiting.pop())
        self._check_parent_tree()
        return tree

    def _read_kid(
        self,
        waiting: list[tuple[object, Element | None, ObjectNumber]],
        kid: object,
        on: Element | None,
        page: ObjectNumber,
    ) -> None:
        mcid = value_reader.read_integer(kid)
        if on is not None and mcid is not None:
            self._add_mark(on, (page, mcid))
        elif not isinstance(kid, Dictionary):
            self._tree.defects.append((on.page if on else 0, "an element has an invalid kid"))
        elif value_reader.get_name(kid, "/Type") in ("MCR", "OBJR"):
            self._read_reference(kid, on, page)
        elif kid.is_indirect and kid.objgen in self._seen:
            self._tree.defects.append((on.page if on else 0, "an element occurs twice, or inside itself"))
        else:
            self._seen.add(kid.objgen)
            element, page = self._read_element(kid, on, page)
            waiting.extend((one, element, page) for one in reversed(value_reader.get_one_or_several(kid, "/K")))

    def _read_element(
        self, source: Dictionary, parent: Element | None, page: ObjectNumber
    ) -> tuple[Element, ObjectNumber]:
        role = value_reader.get_name(source, "/S")
        own = value_reader.get_dictionary(source, "/Pg")
        page = own.objgen if own is not None else page
        lang = value_reader.get_text(source, "/Lang") or (parent.lang if parent else self._language)
        kind, circular = self._roles.standard_type(role)
        element = Element(source, role, kind, parent, lang, self._classes, self._pages.get(page, 0))
        element.above = parent.above if parent is not None and parent.kind == "NonStruct" else parent
        element.in_formula = kind == "Formula" or (parent is not None and parent.in_formula)
        if circular or not kind:
            (self._tree.circular_roles if circular else self._tree.unmapped_roles).setdefault(role, element.page)
        self._tree.elements.append(element)
        if parent is not None:
            parent.kids.append(element)
        holder = parent.source if parent else self._root
        if value_reader.object_number(value_reader.get_dictionary(source, "/P")) != value_reader.object_number(holder):
            self._tree.defects.append((element.page, f"the element {role or 'without a type'} names the wrong parent"))
        return element, page

    def _read_reference(self, kid: Dictionary, on: Element | None, page: ObjectNumber) -> None:
        own = value_reader.get_dictionary(kid, "/Pg")
        page = own.objgen if own is not None else page
        if on is None:
            self._tree.defects.append((self._pages.get(page, 0), "content belongs to no element"))
        elif value_reader.get_name(kid, "/Type") == "OBJR":
            thing = kid.get("/Obj")
            number = value_reader.object_number(thing)
            if isinstance(thing, Dictionary | Stream) and number != (0, 0):
                on.objects.append(number)
                on.page = on.page or self._pages.get(page, 0)
                self._tree.holders.setdefault(number, on)
        else:
            form = value_reader.get_stream(kid, "/Stm")
            mcid = value_reader.get_integer(kid, "/MCID")
            if mcid is not None:
                self._add_mark(on, (form.objgen if form is not None else page, mcid), self._pages.get(page, 0))

    def _add_mark(self, on: Element, mark: ContentMark, page: int = 0) -> None:
        page = page or self._pages.get(mark[0], 0)
        on.page = on.page or page
        on.marks.append(mark)
        if mark in self._tree.owners:
            self._tree.defects.append((page, f"the content numbered {mark[1]} belongs to two elements"))
        self._tree.owners.setdefault(mark, on)

    def _check_parent_tree(self) -> None:
        """Compare the parent tree with the structure tree (ISO 32000-1, 14.7.4.4)."""
        given = value_reader.walk_tree_entries(value_reader.get_dictionary(self._root, "/ParentTree"), "/Nums")
        parents = {number: value for key, value in given if (number := value_reader.read_integer(key)) is not None}
        rows: dict[ObjectNumber, list[object]] = {}
        lost: dict[ObjectNumber, int] = defaultdict(int)
        for (place, mcid), element in self._tree.owners.items():
            if place not in rows:
                row = parents.get(self._parent_tree_key(place, "StructParents"))
                rows[place] = list(row) if isinstance(row, Array) else []
            if not (0 <= mcid < len(rows[place]) and _is_same_element(rows[place][mcid], element)):
                lost[place] += 1
        for place, count in lost.items():
            words = f"the parent tree does not lead from marked content ({count}) to its elements"
            self._tree.defects.append((self._pages.get(place, 0), words))
        for held, element in self._tree.holders.items():
            if not _is_same_element(parents.get(self._parent_tree_key(held, "StructParent")), element):
                words = f"the parent tree does not lead from an object back to its element {element.role}"
                self._tree.defects.append((element.page, words))

    def _parent_tree_key(self, number: ObjectNumber, key: str) -> int:
        """Return the parent tree key of a page, form or annotation."""
        found = value_reader.get_integer(self._pdf.get_object(number), f"/{key}") if number != (0, 0) else None
        return -1 if found is None else found


def _is_same_element(thing: object, element: Element) -> bool:
    return isinstance(thing, Dictionary) and thing.objgen == element.source.objgen != (0, 0)


class _Roles:
    """The role map: the standard type of each custom type."""

    def __init__(self, given: Dictionary | None) -> None:
        self._map = (
            {key.removeprefix("/"): value_reader.as_name(value) for key, value in given.items()}
            if given is not None
            else {}
        )

    def list_remapped(self) -> list[str]:
        """Return the standard types that are mapped to other types."""
        return sorted(role for role, other in self._map.items() if role in STANDARD_TYPES and other != role)

    def standard_type(self, role: str) -> tuple[str, bool]:
        """Return the standard type at the end of the chain, and whether the chain is circular."""
        seen: set[str] = set()
        if self._map.get(role) == role:
            return (role if role in STANDARD_TYPES else ""), True
        while role not in STANDARD_TYPES:
            if role in seen:
                return "", True
            seen.add(role)
            if role not in self._map:
                return "", False
            role = self._map[role]
        return role, False
