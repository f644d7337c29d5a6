"""Transfer the links and outline of an author's PDF to its placed pages; all destinations become named ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ...pdf.objects.annotations import list_annotations
from ...pdf.objects.geometry import Box, Matrix, transform_point
from ...pdf.structure.link_destinations import walk_named_destinations

_KEPT_SCHEMES = ("http://", "https://", "mailto:")
_DEEPEST_OUTLINE = 40
_LONGEST_LABEL = 300


class LinkTransfer:
    """Collects the destinations of an author's PDF, and the pages with dangling links.

    `boxes` and `matrices` give, for each page, its visible box and the transformation to the placed page.
    """

    def __init__(self, source: Pdf, name: str, title: str, boxes: Sequence[Box], matrices: Sequence[Matrix]) -> None:
        self._source, self._name, self._title = source, name, title
        self._boxes, self._matrices = boxes, matrices
        self._numbers = {page.obj.objgen: number for number, page in enumerate(source.pages)}
        self._named = dict(walk_named_destinations(source))
        self._places: dict[tuple[int, float, float], str] = {}
        self.dangling: list[int] = []

    def write_links(self, pdf: Pdf) -> dict[str, int]:
        """Write links, destinations and outline into the placed pages; return the page of each destination."""
        pages: list[Object] = [page.obj for page in pdf.pages]
        for number, page in enumerate(pages):
            links = [pdf.make_indirect(link) for link in self._placed_links(number)]
            if links:
                page.Annots = Array(links)
        top = Array([pages[0], Name.XYZ, 0, pages[0].MediaBox[3], None])
        named = {self._name: top}
        for (number, x, y), name in self._places.items():
            named[name] = Array([pages[number], Name.XYZ, x, y, None])
        flat = [item for name in sorted(named, key=str.encode) for item in (String(name), named[name])]
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(flat)))
        self._write_outline(pdf, pages)
        return {self._name: 0, **{name: number for (number, _, _), name in self._places.items()}}

    def _placed_links(self, number: int) -> Iterator[Dictionary]:
        for note in list_annotations(self._source.pages[number].obj):
            if str(note.get(Name.Subtype, "")) != "/Link":
                continue
            aim = self._link_target(note, number)
            corners = self._place_corners(note.get(Name.Rect), number)
            if not aim or len(corners) != 2:
                continue
            xs, ys = zip(*corners, strict=True)
            link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Border=Array([0, 0, 0]), F=4)
            link.Rect = Array([min(xs), min(ys), max(xs), max(ys)])
            quads = self._place_corners(note.get(Name.QuadPoints), number)
            if quads and len(quads) % 4 == 0:
                link.QuadPoints = Array([value for corner in quads for value in corner])
            link.update(aim)
            yield link

    def _link_target(self, note: Object, number: int) -> dict[str, object]:
        """Return the entries of a new annotation for a link's target; {} if it is not allowed or leads nowhere."""
        action: Any = note.get(Name.A)
        kind = str(action.get(Name.S, "")) if isinstance(action, Dictionary) else ""
        said = note.get(Name.Contents)
        label = str(said)[:_LONGEST_LABEL] if isinstance(said, String) else ""
        if kind == "/URI":
            address = str(action.get(Name.URI, ""))
            if not address.lower().startswith(_KEPT_SCHEMES):
                return {}
            safe = Dictionary(S=Name.URI, URI=String(address))
            return {"/A": safe, "/Contents": String(label or address)}
        if kind not in ("", "/GoTo"):
            return {}
        place = self._find_destination(action.get(Name.D) if kind == "/GoTo" else note.get(Name.Dest))
        if place is None:
            self.dangling.append(number + 1)
            return {}
        name = self._places.setdefault(place, f"{self._name}.{len(self._places)}")
        return {"/Dest": String(name), "/Contents": String(label or self._title)}

    def _place_corners(self, values: object, number: int) -> list[tuple[float, float]]:
        """Transform a list of points; [] if the list is malformed."""
        numbers = [_read_number(value) for value in values] if isinstance(values, Array) else []
        if len(numbers) % 4 or any(value is None for value in numbers):
            return []
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return [self._place_point(number, x or 0.0, y or 0.0) for x, y in pairs]

    def _place_point(self, number: int, x: float, y: float) -> tuple[float, float]:
        x, y = transform_point(self._matrices[number], x, y)
        return round(x, 2), round(y, 2)

    def _find_destination(self, wanted: object, depth: int = 0) -> tuple[int, float, float] | None:
        """Return the page of a destination (ISO 32000-1, 12.3.2) and the position on the placed page."""
        if isinstance(wanted, Dictionary):
            wanted = wanted.get(Name.D)
        if isinstance(wanted, String | Name) and depth < 3:
            return self._find_destination(self._named.get(str(wanted)), depth + 1)
        if not isinstance(wanted, Array) or not len(wanted):
            return None
        number = self._page_number(wanted[0])
        if number is None:
            return None
        kind = str(wanted[1]) if len(wanted) > 1 else "/Fit"
        numbers = [_read_number(value) for value in list(wanted)[2:6]]
        left, bottom, right, top = self._boxes[number]
        across = {"/XYZ": 0, "/FitR": 0, "/FitV": 0, "/FitBV": 0}.get(kind, 9)
        up = {"/XYZ": 1, "/FitH": 0, "/FitBH": 0, "/FitR": 3}.get(kind, 9)
        x = numbers[across] if across < len(numbers) else None
        y = numbers[up] if up < len(numbers) else None
        if x is None and y is None:
            # The upper left corner of the rotated page.
            corners = [self._place_point(number, *corner) for corner in ((left, bottom), (right, top))]
            across_to, up_to = min(x for x, _ in corners), max(y for _, y in corners)
        else:
            across_to, up_to = self._place_point(number, left if x is None else x, top if y is None else y)
        return number, max(0.0, across_to), max(0.0, up_to)

    def _page_number(self, page: object) -> int | None:
        if isinstance(page, Dictionary):
            return self._numbers.get(page.objgen)
        # Some writers give page numbers, which only links to other files should.
        number = _read_number(page)
        return int(number) if number is not None and 0 <= number < len(self._boxes) else None

    def _write_outline(self, pdf: Pdf, pages: list[Object]) -> None:
        outlines = self._source.Root.get(Name.Outlines)
        first = outlines.get(Name.First) if isinstance(outlines, Dictionary) else None
        items = self._copy_outline_items(pdf, first, pages, set(), 0)
        if items:
            pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(items)))
            _chain_items(pdf.Root.Outlines, items)

    def _copy_outline_items(
        self, pdf: Pdf, item: object, pages: list[Object], seen: set[object], depth: int
    ) -> list[Object]:
        """Copy outline items; the children of an item without target take its place."""
        made: list[Object] = []
        while (
            isinstance(item, Dictionary) and item.objgen not in seen and depth < _DEEPEST_OUTLINE and len(seen) < 5000
        ):
            seen.add(item.objgen)
            action = item.get(Name.A)
            there = action.get(Name.D) if isinstance(action, Dictionary) else None
            place = self._find_destination(item.get(Name.Dest, there))
            below = self._copy_outline_items(pdf, item.get(Name.First), pages, seen, depth + 1)
            if place is None:
                made += below
            else:
                number, x, y = place
                title = " ".join(str(item.get(Name.Title, "")).split())
                aim = Array([pages[number], Name.XYZ, x, y, None])
                entry = pdf.make_indirect(Dictionary(Title=String(title), Dest=aim))
                if below:
                    _chain_items(entry, below)
                    entry.Count = -len(below)
                made.append(entry)
            item = item.get(Name.Next)
        return made


def _chain_items(parent: Object, items: list[Object]) -> None:
    for before, item in zip([None, *items], items, strict=False):
        item.Parent = parent
        if before is not None:
            item.Prev, before.Next = before, item
    parent.First, parent.Last = items[0], items[-1]


def _read_number(value: Any) -> float | None:
    """Return a number; None if it is not one or is out of range."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 1e6 else None
