"""Split a formula into pieces between which a line may end.

As in TeX, breaks are at relations and binary operators outside of fences, groups, fractions and roots: before the
operator in a displayed formula, after it in a line of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree as ET

from .mathml_adjustments import (
    BINARY_OPERATORS,
    INVISIBLE_OPERATORS,
    LARGE_OPERATORS,
    OPERATOR_SPACES,
    UNSPACED_OPERATORS,
)

_OPENING, _CLOSING = frozenset("([{⟨⌊⌈⟦⟪⟬⟮⎰⌜⌞"), frozenset(")]}⟩⌋⌉⟧⟫⟭⟯⎱⌝⌟")
_BARS: Final = frozenset("|‖")


def split_formula(fitted: ET.Element, display: bool) -> tuple[tuple[ET.Element, ...], ...]:
    """Return the pieces between relations, each as a tuple of its pieces between binary operators."""
    children = list(fitted)
    places = list(_find_breaks(children))
    outer = [at for at, is_relation in places if is_relation]
    inner = {at for at, is_relation in places if not is_relation}
    made = []
    for start, end in pairwise([0, *outer, len(children)]):
        cuts = [start, *sorted(at for at in inner if start < at < end), end]
        made.append(tuple(_copy_piece(fitted, children, cut, display) for cut in pairwise(cuts)))
    return tuple(made)


def _find_breaks(children: list[ET.Element]) -> Iterator[tuple[int, bool]]:
    """Yield the indexes before which a formula may be broken, and whether each is a relation (or follows a comma)."""
    depth, bars, before = 0, False, ""
    for at, child in enumerate(children):
        sign = (child.text or "") if child.tag == "mo" else ""
        if sign in _BARS:
            bars = not bars
        depth += (sign in _OPENING) - (sign in _CLOSING)
        free = at > 0 and depth == 0 and not bars
        if free and before == ",":
            yield at, True
        elif free and sign and child.get("form") not in ("prefix", "postfix") and _can_precede_operator(before):
            if _is_relation(sign):
                yield at, True
            elif sign in BINARY_OPERATORS:
                yield at, False
        if child.tag != "mspace":
            before = sign or "x"


def _can_precede_operator(before: str) -> bool:
    """Return whether an operator after this one is binary: it is no prefix and no second operator."""
    return before == "x" or before in UNSPACED_OPERATORS


def _is_relation(sign: str) -> bool:
    return not (
        sign in BINARY_OPERATORS
        or sign in OPERATOR_SPACES
        or sign in UNSPACED_OPERATORS
        or sign in INVISIBLE_OPERATORS
        or sign in LARGE_OPERATORS
    )


def _copy_piece(fitted: ET.Element, children: list[ET.Element], cut: tuple[int, int], display: bool) -> ET.Element:
    """Copy a piece of a formula. In a line of text, the operator at a break goes to the end of the first piece."""
    start, end = cut
    piece = ET.Element(fitted.tag, fitted.attrib)
    inside = [deepcopy(child) for child in children[start:end]]
    if not display:
        if start and inside and _is_sign(inside[0]):
            inside = inside[1:]
        if end < len(children) and _is_sign(children[end]):
            inside.append(deepcopy(children[end]))
            inside[-1].set("rspace", "0")
    for sign in (inside[0], inside[-1]) if inside else ():
        if _is_sign(sign) and sign.get("form") is None and (start or sign is not inside[0]):
            sign.set("form", "infix")
    piece.extend(inside)
    return piece


def _is_sign(child: ET.Element) -> bool:
    sign = (child.text or "") if child.tag == "mo" else ""
    return bool(sign) and (sign in BINARY_OPERATORS or _is_relation(sign))
