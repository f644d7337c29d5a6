"""Check the nesting of structure elements (ISO 32000-1, 14.8.4; ISO 14289-1, 7)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Stream, String

from ...pdf.objects import value_reader
from ...pdf.structure.structure_tree_reader import Element, StructureTree
from .matterhorn_conditions import FailedCondition

_HEADING = re.compile(r"H([1-9][0-9]?)")
_CELLS = ("TH", "TD")
_MOST_SPANNED = 4096
"""The most cells of a table that are counted in one row or column."""
_ALLOWED_PARENTS = {
    "09-004": {
        "TR": {"Table", "THead", "TBody", "TFoot"}, "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"},
        "TH": {"TR"}, "TD": {"TR"},
    },
    "09-005": {"LI": {"L"}, "LBody": {"LI"}},
    "09-006": {"TOCI": {"TOC"}},
    "09-007": {"RB": {"Ruby"}, "RT": {"Ruby"}, "RP": {"Ruby"}},
    "09-008": {"WT": {"Warichu"}, "WP": {"Warichu"}},
}  # fmt: skip
# The allowed kids of an element, as a pattern over their types, each followed by a space.
_ALLOWED_CHILDREN = {
    "Table": ("09-004", r"(?!Caption .*Caption )(Caption )?"
              r"((TR )+|(THead )?(TBody )+(TFoot )?|(THead )?(TFoot )?(TBody )+)(Caption )?"),
    "THead": ("09-004", r"(TR )*"), "TBody": ("09-004", r"(TR )*"), "TFoot": ("09-004", r"(TR )*"),
    "TR": ("09-004", r"((TH|TD) )*"),
    "L": ("09-005", r"(Caption )?((L|LI) )*"), "LI": ("09-005", r"((Lbl|LBody) )*"),
    "TOC": ("09-006", r"(Caption )?((TOC|TOCI) )*"),
    "Ruby": ("09-007", r"RB (RT |RP RT RP )"), "Warichu": ("09-008", r"(WP )?WT (WP )?"),
}  # fmt: skip


def check_structure(tree: StructureTree) -> Iterator[FailedCondition]:
    """Yield elements at the wrong place, and elements that lack required information."""
    yield from _check_headings(tree)
    yield from _check_notes(tree)
    for element in tree.elements:
        yield from _check_nesting(element)
        yield from _check_alternatives(element)
        if element.kind == "Table":
            yield from _check_table(element)


def _check_headings(tree: StructureTree) -> Iterator[FailedCondition]:
    level = 0
    weak = [
        element for element in tree.elements if _HEADING.fullmatch(element.role) or _HEADING.fullmatch(element.kind)
    ]
    for element in weak:
        before, level = level, _heading_level(element)
        if before == 0 and level > 1:
            yield FailedCondition("14-002", element.page, f"the first has level {level}")
        elif level > before + 1:
            yield FailedCondition("14-003", element.page, f"level {level} follows level {before}")
    strong = [element for element in tree.elements if element.kind == "H"]
    if weak and strong:
        yield FailedCondition("14-007", strong[0].page)
    for above, count in Counter(element.parent for element in strong).items():
        if count > 1:
            yield FailedCondition("14-006", above.page if above else 0)


def _heading_level(element: Element) -> int:
    match = _HEADING.fullmatch(element.role) or _HEADING.fullmatch(element.kind)
    return int(match.group(1)) if match else 0


def _check_notes(tree: StructureTree) -> Iterator[FailedCondition]:
    notes = [
        (element, value_reader.get_text(element.source, "/ID")) for element in tree.elements if element.kind == "Note"
    ]
    used = Counter(given for _, given in notes)
    for note, given in notes:
        if not given:
            yield FailedCondition("19-003", note.page)
        elif used[given] > 1:
            yield FailedCondition("19-004", note.page, f"“{given[:40]}”")


def _check_nesting(element: Element) -> Iterator[FailedCondition]:
    """Check an element against the tables of ISO 32000-1 of allowed parents and kids."""
    for number, places in _ALLOWED_PARENTS.items():
        if element.kind in places:
            above = element.above
            if above is None or above.kind not in places[element.kind]:
                where = above.kind or above.role if above else "the root"
                yield FailedCondition(number, element.page, f"{element.kind} in {where}")
    if element.kind in _ALLOWED_CHILDREN and element.kids:
        number, pattern = _ALLOWED_CHILDREN[element.kind]
        kinds = [kid.kind or "?" for kid in element.structural_kids()]
        if not re.fullmatch(pattern, "".join(f"{kind} " for kind in kinds)):
            yield FailedCondition(number, element.page, f"{element.kind} of {_list_kinds(kinds)}")


def _list_kinds(kinds: list[str]) -> str:
    """Name the kids of an element, each run of one type once."""
    runs = [kind for kind, before in zip(kinds, [None, *kinds], strict=False) if kind != before]
    return ", ".join(runs[:5]) + (" …" if len(runs) > 5 else "")


def _check_alternatives(element: Element) -> Iterator[FailedCondition]:
    # A replacement text may be empty (ISO 32000-1, 14.9.4): the content then stands for no characters.
    replaced = "/ActualText" in element.source or value_reader.get_text(element.source, "/Alt").strip()
    if element.kind in ("Figure", "Formula") and not replaced:
        yield FailedCondition("13-004" if element.kind == "Figure" else "17-002", element.page)
    if not element.lang and any(value_reader.get_text(element.source, f"/{key}") for key in ("Alt", "ActualText", "E")):
        yield FailedCondition("11-002", element.page, element.role)
    own = value_reader.get_text(element.source, "/Lang")
    if own and not is_language(own):
        yield FailedCondition("11-001", element.page, f"“{own[:40]}” is not a language tag")


def is_language(tag: str, digits: bool = True) -> bool:
    """Return whether text is a well-formed language tag: RFC 3066, or RFC 1766, whose subtags have no digits."""
    subtags = r"(-[a-zA-Z0-9]{1,8})*" if digits else r"(-[a-zA-Z]{1,8})*"
    return re.fullmatch(rf"[a-zA-Z]{{1,8}}{subtags}", tag) is not None


def _check_table(table: Element) -> Iterator[FailedCondition]:
    rows = [row for row in _list_rows(table) if row.kind == "TR"]
    cells = [[cell for cell in row.structural_kids() if cell.kind in _CELLS] for row in rows]
    yield from _check_headers([cell for row in cells for cell in row])
    if not is_regular(cells):
        yield FailedCondition("01-006", table.page, "its rows have different lengths")


def _check_headers(cells: list[Element]) -> Iterator[FailedCondition]:
    """Check that each head cell has a scope, unless the other cells name their head cells (ISO 14289-1, 7.5)."""
    heads = [cell for cell in cells if cell.kind == "TH"]
    named = {name for head in heads if (name := value_reader.get_text(head.source, "/ID"))}
    given = [(cell, list(_list_headers(cell))) for cell in cells if cell.kind == "TD"]
    for cell, names in given:
        if set(names) - named:
            yield FailedCondition("15-003", cell.page, f"a cell names the unknown header “{names[0][:40]}”")
    organized = bool(given) and all(names for _, names in given)
    with_headers = any(cell_attribute(cell, "Headers") is not None for cell in cells)
    for head in heads:
        scoped = value_reader.as_name(cell_attribute(head, "Scope")) in ("Row", "Column", "Both")
        if not scoped and not organized and not (with_headers and value_reader.get_text(head.source, "/ID")):
            yield FailedCondition("15-003", head.page)


def _list_headers(cell: Element) -> Iterator[str]:
    given = cell_attribute(cell, "Headers")
    for one in given if isinstance(given, Array) else [given]:
        if isinstance(one, String) and str(one):
            yield str(one)


def _list_rows(table: Element) -> Iterator[Element]:
    for kid in table.structural_kids():
        yield from kid.structural_kids() if kid.kind in ("THead", "TBody", "TFoot") else [kid]


def is_regular(rows: list[list[Element]]) -> bool:
    """Return whether all rows of a table have the same number of columns, including spanned ones."""
    widths: set[int] = set()
    reaching: dict[int, int] = {}
    for row in rows:
        taken = {column for column, left in reaching.items() if left > 0}
        after = {column: left - 1 for column, left in reaching.items() if left > 1}
        column = 0
        for cell in row:
            while column in taken:
                column += 1
            across, down = cell_span(cell, "ColSpan"), cell_span(cell, "RowSpan")
            taken.update(range(column, column + across))
            after.update(dict.fromkeys(range(column, column + across), down - 1) if down > 1 else {})
            column += across
            if column > _MOST_SPANNED:
                return False
        widths.add(len(taken))
        reaching = after
    return len(widths) < 2 and not reaching


def cell_span(cell: Element, name: str) -> int:
    """Return how many columns or rows a cell spans."""
    given = value_reader.read_integer(cell_attribute(cell, name))
    return min(max(given or 1, 1), _MOST_SPANNED)


def cell_attribute(element: Element, name: str) -> object:
    """Return an attribute of a table cell, its own or from one of its classes (ISO 32000-1, 14.7.5)."""
    for group in _attribute_groups(value_reader.get_one_or_several(element.source, "/A")):
        if f"/{name}" in group:
            return group[f"/{name}"]
    for title in value_reader.get_one_or_several(element.source, "/C"):
        for group in _attribute_groups(element.classes.get(value_reader.as_name(title), [])):
            if f"/{name}" in group:
                return group[f"/{name}"]
    return None


def _attribute_groups(listed: list[object]) -> Iterator[Dictionary | Stream]:
    yield from (
        one for one in listed if isinstance(one, Dictionary | Stream) and value_reader.get_name(one, "/O") == "Table"
    )
