"""Find the pages that links lead to, and the labels of pages (ISO 32000-1, 12.3.2 and 12.4.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from ..objects import value_reader
from ..objects.value_reader import get_value

_DEEPEST = 4
_MOST_ITEMS = 20_000
_NUMERALS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL_NUMERALS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HIGHEST = 5000


class LinkTargets:
    """The pages of an opened PDF as targets of links. They count from 1."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._root = pdf.Root
        self._numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._count = len(pdf.pages)
        self._named = dict(walk_named_destinations(pdf))
        self.labels = _read_page_labels(pdf.Root, self._count)

    @property
    def has_page_labels(self) -> bool:
        """Return whether the file has page labels."""
        return bool(self.labels)

    def page_label(self, number: int) -> str:
        """Return the label of a page."""
        return self.labels[number - 1] if self.labels else str(number)

    def page_of_link(self, note: object) -> int | None:
        """Return the page that a link leads to: 0 if its destination is missing, None if it leads out of the file."""
        action = get_value(note, "/A")
        if get_value(note, "/Dest") is not None:
            return self._resolve_page(get_value(note, "/Dest"))
        return (
            self._resolve_page(get_value(action, "/D"))
            if value_reader.as_name(get_value(action, "/S")) == "GoTo"
            else None
        )

    def broken_outline_entries(self) -> list[str]:
        """Return the titles of bookmarks whose destination is missing."""
        found: list[str] = []
        seen: set[tuple[int, int]] = set()
        waiting = [get_value(self._root, "/Outlines", "/First")]
        while waiting and len(seen) < _MOST_ITEMS:
            item = waiting.pop()
            number = value_reader.object_number(item)
            if not value_reader.is_dictionary(item) or number in seen:
                continue
            seen.add(number)
            if self.page_of_link(item) == 0:
                found.append(value_reader.quotable_text(value_reader.as_string(get_value(item, "/Title"))))
            waiting += [get_value(item, "/Next"), get_value(item, "/First")]
        return found

    def _resolve_page(self, wanted: object, depth: int = 0) -> int:
        if value_reader.is_dictionary(wanted):
            wanted = get_value(wanted, "/D")
        if depth < _DEEPEST and (value_reader.is_string(wanted) or value_reader.is_name(wanted)):
            known = (
                value_reader.as_string(wanted) if value_reader.is_string(wanted) else f"/{value_reader.as_name(wanted)}"
            )
            return self._resolve_page(self._named.get(known), depth + 1)
        first = (value_reader.list_items(wanted) or [None])[0]
        if value_reader.is_dictionary(first):
            return self._numbers.get(first.objgen, 0)
        # Some writers use page numbers, which are allowed only in links to other files.
        number = value_reader.as_number(first)
        return int(number) + 1 if number is not None and 0 <= number < self._count else 0


def _read_page_labels(root: object, count: int) -> list[str]:
    """Return the label of each page, or an empty list without page labels."""
    listed = value_reader.walk_tree_entries(get_value(root, "/PageLabels"), "/Nums", _MOST_ITEMS)
    starts = {value_reader.as_integer(key, -1): label for key, label in listed}
    if not starts:
        return []
    found = []
    since, current = 0, None
    for number in range(count):
        if number in starts:
            since, current = number, starts[number]
        found.append(_format_label(current, number - since) if current is not None else str(number + 1))
    return found


def _format_label(given: object, step: int) -> str:
    number = max(1, value_reader.as_integer(get_value(given, "/St"), 1)) + step
    prefix = value_reader.as_string(get_value(given, "/P"))[:40]
    write = _LABEL_STYLES.get(value_reader.as_name(get_value(given, "/S")))
    return prefix + (write(number) if write else "")


def _roman_numeral(number: int) -> str:
    if number > _HIGHEST:
        return str(number)
    written = ""
    for value, letters in (*_NUMERALS, *_SMALL_NUMERALS):
        written += letters * (number // value)
        number %= value
    return written


def _letter_numeral(number: int) -> str:
    letter = chr(ord("a") + (number - 1) % 26)
    return letter * min(1 + (number - 1) // 26, 100)


_LABEL_STYLES: dict[str, Callable[[int], str]] = {
    "D": str,
    "r": _roman_numeral,
    "R": lambda number: _roman_numeral(number).upper(),
    "a": _letter_numeral,
    "A": lambda number: _letter_numeral(number).upper(),
}


def walk_named_destinations(source: Pdf) -> Iterator[tuple[str, object]]:
    """Yield the named destinations, old and new style, also of a malformed or circular tree."""
    old = source.Root.get(Name.Dests)
    if isinstance(old, Dictionary):
        yield from ((str(name), place) for name, place in old.items())
    tree = source.Root.get(Name.Names)
    waiting = [tree.get(Name.Dests)] if isinstance(tree, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting and len(seen) < 20_000:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or (node.objgen != (0, 0) and node.objgen in seen):
            continue
        seen.add(node.objgen)
        flat = node.get(Name.Names)
        if isinstance(flat, Array):
            items = list(flat)
            yield from ((_destination_name(name), place) for name, place in zip(items[::2], items[1::2], strict=False))
        kids = node.get(Name.Kids)
        if isinstance(kids, Array):
            waiting += list(kids)


def _destination_name(name: object) -> str:
    """Return the name of a destination, which may be of any type and encoding."""
    if not isinstance(name, String | Name):
        return ""
    try:
        return str(name)
    except UnicodeDecodeError:
        return bytes(name).decode("latin-1")
