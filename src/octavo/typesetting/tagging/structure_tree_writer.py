"""Write a planned structure tree into the PDF that WeasyPrint is writing, in place of its own tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .marked_content_writer import is_from_right
from .structure_types import ROLE_MAP
from .tag_nodes import TaggedContent, TagNode
from .tag_plan import TagPlan

if TYPE_CHECKING:
    from weasyprint_types import PDF, Dictionary, PydyfModule

# Kept even if empty: a row has a cell for every column.
_KEPT_EMPTY = frozenset({"TD", "TH"})


class StructureTreeWriter:
    """Writes the structure tree of one part as pydyf objects."""

    def __init__(self, pdf: PDF, plan: TagPlan, pydyf: PydyfModule) -> None:
        self._pdf, self._plan, self._pydyf = pdf, plan, pydyf
        self._pages = pdf.page_references
        self._annotations: list[tuple[bytes, Dictionary]] = []
        self._notes: list[tuple[str, bytes]] = []
        self._parents: dict[int, dict[int, bytes]] = {}

    def write_tree(self, pages: int) -> None:
        """Write the tree, its parent tree, and what screen readers need of links."""
        dictionary, pydyf = self._add_dictionary, self._pydyf
        root = dictionary(Type="/StructTreeRoot")
        document = self._write_element(self._plan.root, root.reference)
        root["K"] = pydyf.Array([document.reference])
        nums: list[object] = []
        for page in range(pages):
            marks = self._parents.get(page, {})
            nums += [page, pydyf.Array([marks[mcid] for mcid in sorted(marks)])]
        for number, (reference, annotation) in enumerate(self._annotations, pages):
            annotation["StructParent"] = number
            nums += [number, reference]
        root["ParentTree"] = dictionary(Nums=pydyf.Array(nums)).reference
        if self._notes:
            names = [item for name, reference in sorted(self._notes) for item in (pydyf.String(name), reference)]
            root["IDTree"] = dictionary(Names=pydyf.Array(names)).reference
        if roles := {node.role for node in self._plan.root.iterate_nodes()} & ROLE_MAP.keys():
            root["RoleMap"] = pydyf.Dictionary({role: f"/{ROLE_MAP[role]}" for role in sorted(roles)})
        self._pdf.catalog["StructTreeRoot"] = root.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def _add_dictionary(self, **entries: object) -> Dictionary:
        dictionary = self._pydyf.Dictionary(entries)
        self._pdf.add_object(dictionary)
        return dictionary

    def _write_element(self, node: TagNode, parent: bytes) -> Dictionary:
        element = self._add_dictionary(Type="/StructElem", S=f"/{node.role}", P=parent)
        page = next((item.page for item in node.iterate_content() if item.mcid is not None), None)
        if page is not None:
            element["Pg"] = self._pages[page]
        kids = [kid for kid in (self._write_kid(kid, element, node, page) for kid in node.kids) if kid is not None]
        if kids:
            element["K"] = self._pydyf.Array(kids)
        self._write_attributes(node, element)
        return element

    def _write_kid(
        self, kid: TagNode | TaggedContent, element: Dictionary, node: TagNode, page: int | None
    ) -> Dictionary | bytes | int | None:
        if isinstance(kid, TagNode):
            if _is_empty(kid):
                return None
            return self._write_element(kid, element.reference).reference
        if kid.link:
            return self._write_link(kid, element, node)
        if kid.mcid is None:
            return None
        if is_from_right(kid.box):
            return self._write_words(kid, kid.mcid, element)
        self._parents.setdefault(kid.page, {})[kid.mcid] = element.reference
        if kid.page == page:
            return kid.mcid
        place = self._pages[kid.page]
        return self._pydyf.Dictionary({"Type": "/MCR", "Pg": place, "MCID": kid.mcid})

    def _write_words(self, kid: TaggedContent, mcid: int, element: Dictionary) -> bytes:
        """Write a line from the right as an element that says it in reading order: its glyphs are painted in another.

        Programs that search and copy text put such glyphs in order by themselves, and take the replacement text of
        marked content for glyphs from the left; so it stands in the structure tree.
        """
        words = self._add_dictionary(
            Type="/StructElem",
            S="/Span",
            P=element.reference,
            Pg=self._pages[kid.page],
            K=mcid,
            ActualText=self._pydyf.String(kid.unbroken_text()),
        )
        self._parents.setdefault(kid.page, {})[mcid] = words.reference
        return words.reference

    def _write_link(self, kid: TaggedContent, element: Dictionary, node: TagNode) -> Dictionary | None:
        annotation = kid.box.link_annotation
        if annotation is None:
            return None
        # ISO 14289-1, 7.18.5: a link has a description of its target. F = 4: print it.
        annotation["Contents"] = self._pydyf.String(node.text_content() or annotation["Contents"].string)
        annotation["F"] = 4
        self._annotations.append((element.reference, annotation))
        place = self._pages[kid.page]
        return self._pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": place})

    def _write_attributes(self, node: TagNode, element: Dictionary) -> None:
        pydyf = self._pydyf
        for key, words in (("Lang", node.lang), ("Alt", node.alt), ("E", node.expansion)):
            if words:
                element[key] = pydyf.String(words)
        groups = [
            pydyf.Dictionary({"O": f"/{owner}", **entries}) for owner, entries in node.attributes.items() if entries
        ]
        if node.bbox:
            groups.append(pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(node.bbox)}))
        if groups:
            element["A"] = groups[0] if len(groups) == 1 else pydyf.Array(groups)
        if node.role == "Note":
            name = f"note-{len(self._notes):05}"
            element["ID"] = pydyf.String(name)
            self._notes.append((name, element.reference))


def _is_empty(node: TagNode) -> bool:
    """Return whether nothing of a node was painted (a section of hidden text, a failed figure)."""
    if any(item.link or item.mcid is not None for item in node.iterate_content()):
        return False
    return not any(each.role in _KEPT_EMPTY for each in node.iterate_nodes())
