"""Merge the parts of a book into one PDF with one structure tree, one set of destinations and one outline."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ...findings.finding import Finding
from ...typesetting.typeset_job import TypesetPart
from .landscape_pages import turn_landscape_pages

# Cross-references between parts come as links to this scheme: x-ref:<id>
X_REF = "x-ref:"
_MOST_LEAF_ENTRIES = 64


@dataclass
class MergedDocument:
    """A book while its parts are merged, in page order."""

    pdf: Pdf
    language: str
    structure: list[Object] = field(default_factory=list)
    parents: list[Object] = field(default_factory=list)
    notes: dict[str, Object] = field(default_factory=dict)
    roles: dict[str, Object] = field(default_factory=dict)
    destinations: dict[str, Object] = field(default_factory=dict)
    outline: list[Object] = field(default_factory=list)
    inner_marks: dict[int, list[Object]] = field(default_factory=dict)
    """Bookmarks that stand below one of `outline`, by its number there: those of the chapters of a part."""
    findings: list[Finding] = field(default_factory=list)
    untagged_parts: list[str] = field(default_factory=list)
    foreign_parts: list[str] = field(default_factory=list)


def add_bare_page(book: MergedDocument) -> None:
    """Add an empty page with the boxes of the page before it."""
    before = book.pdf.pages[-1].obj
    boxes = {name: before[name] for name in ("/MediaBox", "/BleedBox", "/TrimBox") if name in before}
    page = Dictionary(Type=Name.Page, Resources=Dictionary(), Tabs=Name.S)
    for name, box in boxes.items():
        page[name] = Array(list(box))
    book.pdf.pages.append(pikepdf.Page(book.pdf.make_indirect(page)))


def add_part(
    book: MergedDocument, typeset: TypesetPart, heading: str = "", foreign: str = "", in_part: bool = False
) -> None:
    """Append a part's pages with their structure, destinations and outline, below the bookmark `heading` if given.

    With `in_part`, its bookmarks stand below the last one at the first level, which is that of an opener.
    """
    name = typeset.name
    with pikepdf.open(BytesIO(typeset.pdf)) as part:
        names = part.Root.get(Name.Names, Dictionary())
        destinations = part.make_indirect(names.get(Name.Dests, Dictionary()))
        first = len(book.pdf.pages)
        with warnings.catch_warnings():
            # The warning says that destinations are not copied; the next line copies them.
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            book.pdf.pages.extend(part.pages)
        placed = book.pdf.copy_foreign(destinations)
        _merge_destinations(book, name, placed)
        items = []
        if Name.Outlines in part.Root:
            items = _list_siblings(book.pdf.copy_foreign(part.Root.Outlines).get(Name.First))
        marks = [_make_part_bookmark(book, heading, first, items)] if heading else items
        if in_part and book.outline:
            book.inner_marks.setdefault(len(book.outline) - 1, []).extend(marks)
        else:
            book.outline.extend(marks)
        root = None
        if foreign:
            book.foreign_parts.append(foreign)
        elif Name.StructTreeRoot in part.Root:
            root = book.pdf.copy_foreign(part.Root.StructTreeRoot)
            _set_part_language(root, str(part.Root.get(Name.Lang, book.language)), book.language)
            _merge_structure(book, root, first)
        else:
            book.untagged_parts.append(name)
        if typeset.landscape_pages:
            leading = [*list(placed.get(Name.Names, Array()))[1::2], *_bookmark_destinations(items)]
            turn_landscape_pages(book.pdf, [first + number for number in typeset.landscape_pages], leading, root)


def _bookmark_destinations(items: Iterable[Object]) -> Iterator[Object]:
    for item in items:
        if Name.Dest in item:
            yield item.Dest
        yield from _bookmark_destinations(_list_siblings(item.get(Name.First)))


def write_merged_trees(book: MergedDocument, elsewhere: str = "") -> None:
    """Turn cross-references into links, and write the merged trees into the catalogue."""
    _resolve_cross_references(book, elsewhere)
    root = book.pdf.Root
    if book.destinations:
        root.Names = Dictionary(Dests=build_tree(book.pdf, "/Names", sort_name_entries(book.destinations)))
    if book.outline:
        root.Outlines = _build_outline(book)
    if book.structure:
        root.StructTreeRoot = _build_structure_root(book)


def sort_name_entries(entries: dict[str, Object]) -> list[tuple[Object, Object]]:
    """Sort names by their bytes, as name trees require."""
    keyed = [(String(name), value) for name, value in entries.items()]
    return sorted(keyed, key=lambda pair: bytes(pair[0]))


def build_tree(pdf: Pdf, key: str, entries: Sequence[tuple[Object, Object]]) -> Dictionary:
    """Build a name tree or number tree (ISO 32000-1, 7.9.6 and 7.9.7) with at most 64 entries in a leaf."""
    if len(entries) <= _MOST_LEAF_ENTRIES:
        return pdf.make_indirect(Dictionary({key: _flatten_entries(entries)}))
    kids = []
    for start in range(0, len(entries), _MOST_LEAF_ENTRIES):
        leaf = entries[start : start + _MOST_LEAF_ENTRIES]
        kids.append((Array([leaf[0][0], leaf[-1][0]]), Dictionary({key: _flatten_entries(leaf)})))
    while len(kids) > _MOST_LEAF_ENTRIES:
        kids = [
            _tree_branch(pdf, kids[start : start + _MOST_LEAF_ENTRIES])
            for start in range(0, len(kids), _MOST_LEAF_ENTRIES)
        ]
    return pdf.make_indirect(Dictionary(Kids=_tree_kids(pdf, kids)))


def _flatten_entries(entries: Iterable[tuple[Object, Object]]) -> Array:
    return Array([item for pair in entries for item in pair])


def _tree_kids(pdf: Pdf, kids: Iterable[tuple[Array, Dictionary]]) -> Array:
    nodes = []
    for limits, node in kids:
        node.Limits = limits
        nodes.append(pdf.make_indirect(node))
    return Array(nodes)


def _tree_branch(pdf: Pdf, kids: Sequence[tuple[Array, Dictionary]]) -> tuple[Array, Dictionary]:
    return Array([kids[0][0][0], kids[-1][0][1]]), Dictionary(Kids=_tree_kids(pdf, kids))


def _merge_destinations(book: MergedDocument, part: str, destinations: Object) -> None:
    flat = list(destinations.get(Name.Names, Array()))
    for key, place in zip(flat[::2], flat[1::2], strict=True):
        name = str(key)
        if name in book.destinations:
            message = f"the id “{name}” is used in more than one part; {part} repeats it"
            book.findings.append(Finding("repeated-id", message, hint="use a different id in each part"))
        else:
            book.destinations[name] = place


def _merge_structure(book: MergedDocument, root: Object, first: int) -> None:
    """Append a part's elements, and renumber its parent tree entries after those of the parts before."""
    start = len(book.parents)
    for page in list(book.pdf.pages)[first:]:
        _shift_key(page.obj, Name.StructParents, start)
        for annotation in page.obj.get(Name.Annots, Array()):
            _shift_key(annotation, Name.StructParent, start)
    book.parents.extend(list(root.ParentTree.Nums)[1::2])
    book.structure.extend(_elements(root))
    book.roles.update(root.get(Name.RoleMap, Dictionary()).items())
    notes = list(root.get(Name.IDTree, Dictionary()).get(Name.Names, Array()))
    for key, element in zip(notes[::2], notes[1::2], strict=True):
        # ISO 14289-1, 7.9: the ID of a note must be unique in the document.
        element.ID = String(f"{len(book.notes)}-{key}")
        book.notes[str(element.ID)] = element


def _elements(root: Object) -> Iterator[Object]:
    """Yield the elements of a part; one on whose pages nothing stands has none."""
    for document in root.K:
        yield from document.get(Name.K, Array())


def _set_part_language(root: Object, language: str, book: str) -> None:
    """Set the language of a part's elements, if the book is in another language."""
    if language and language != book:
        for element in _elements(root):
            if Name.Lang not in element:
                element.Lang = String(language)


def _shift_key(thing: Object, key: Name, start: int) -> None:
    if key in thing:
        thing[key] = int(thing[key]) + start


def _build_structure_root(book: MergedDocument) -> Object:
    pdf = book.pdf
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    for element in book.structure:
        element.P = document
    document.K = Array(book.structure)
    root.K = Array([document])
    # For mypy: pikepdf turns a number into an object when it is put into an array.
    root.ParentTree = build_tree(pdf, "/Nums", [(number, parent) for number, parent in enumerate(book.parents)])  # type: ignore[misc]
    root.ParentTreeNextKey = len(book.parents)
    if book.roles:
        root.RoleMap = Dictionary(dict(sorted(book.roles.items())))
    if book.notes:
        root.IDTree = build_tree(pdf, "/Names", sort_name_entries(book.notes))
    return root


def _list_siblings(item: Object | None) -> list[Object]:
    items = []
    while item is not None:
        items.append(item)
        item = item.get(Name.Next)
    return items


def _make_part_bookmark(book: MergedDocument, heading: str, first: int, items: list[Object]) -> Object:
    """Make a part's bookmark, with the part's own bookmarks closed below it."""
    page = book.pdf.pages[first].obj
    top = page.MediaBox[3]
    item = book.pdf.make_indirect(Dictionary(Title=String(heading), Dest=Array([page, Name.XYZ, 0, top, None])))
    if items:
        _chain_outline_items(item, items)
        item.First, item.Last = items[0], items[-1]
        item.Count = -len(items)
    return item


def _build_outline(book: MergedDocument) -> Object:
    root = book.pdf.make_indirect(Dictionary(Type=Name.Outlines))
    items = book.outline
    for number, marks in book.inner_marks.items():
        opener = items[number]
        below = [*_list_siblings(opener.get(Name.First)), *marks]
        _chain_outline_items(opener, below)
        opener.First, opener.Last = below[0], below[-1]
        opener.Count = len(below) + sum(max(0, int(item.get(Name.Count, 0))) for item in below)
    _chain_outline_items(root, items)
    root.First, root.Last = items[0], items[-1]
    root.Count = len(items) + sum(max(0, int(item.get(Name.Count, 0))) for item in items)
    return root


def _chain_outline_items(parent: Object, items: Sequence[Object]) -> None:
    for before, item in zip([None, *items], items, strict=False):
        item.Parent = parent
        for key in (Name.Prev, Name.Next):
            if key in item:
                del item[key]
        if before is not None:
            item.Prev, before.Next = before, item


def _resolve_cross_references(book: MergedDocument, elsewhere: str) -> None:
    for page in book.pdf.pages:
        for annotation in page.obj.get(Name.Annots, Array()):
            action = annotation.get(Name.A)
            address = str(action.get(Name.URI, "")) if action is not None else ""
            if address.startswith(X_REF):
                _resolve_link(book, annotation, unquote(address.removeprefix(X_REF)), elsewhere)


def _resolve_link(book: MergedDocument, annotation: Object, name: str, elsewhere: str) -> None:
    del annotation[Name.A]
    if name in book.destinations or elsewhere in book.destinations:
        annotation.Dest = String(name if name in book.destinations else elsewhere)
    else:
        message = f"a link leads to “{name}”, which does not exist in the document"
        book.findings.append(Finding("dead-link", message, hint="correct the reference, or set this id on the target"))
