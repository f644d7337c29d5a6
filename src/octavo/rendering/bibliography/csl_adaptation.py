"""Adapt a CSL style to the citation processor: say in other words what it would not do otherwise.

Each adaptation names the rule of CSL 1.0.2 that the processor does not keep. The style that comes out sets the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from .csl_json import MARK_VARIABLE
from .csl_style_reader import CitationStyle, StyleElement

Edit = tuple[int, str]
"""What is put in, and before which byte of the source."""

# More names than any work has: "and others" is then printed as the style abbreviates, and no name is left out.
_NEVER: Final = ' et-al-min="100000" et-al-use-first="99999"'
# Sorts behind all letters.
_LAST: Final = "\U0010fffd"
_SORTED: Final = " (empty last)"
_ABBREVIATING: Final = {"et-al-min", "et-al-use-first"}


@lru_cache(maxsize=4)
def adapt_style(style: CitationStyle) -> bytes:
    """Return the source of a style with all adaptations."""
    edits = (*_abbreviate_others(style), *_sort_empty_last(style), *_keep_constant_groups(style))
    return insert(style.source, edits)


def insert(source: bytes, edits: Iterable[Edit], begin: int = 0) -> bytes:
    """Return a part of the source, which begins at the byte `begin`, with all edits."""
    adapted: list[bytes] = []
    at = 0
    for where, words in sorted(edits, key=lambda edit: edit[0]):
        adapted += [source[at : where - begin], words.encode()]
        at = where - begin
    return b"".join([*adapted, source[at:]])


def _abbreviate_others(style: CitationStyle) -> Iterator[Edit]:
    """A name "others" becomes "et al." only in a list that may be abbreviated."""
    inheriting = [len(_ABBREVIATING & one.attributes.keys()) == 1 for one in style.root.walk() if one.name == "name"]
    if any(inheriting) or _ABBREVIATING & style.root.attributes.keys():
        return
    for part in style.root.children:
        if part.name in ("citation", "bibliography") and not _ABBREVIATING & part.attributes.keys():
            yield style.attributes_start(part), _NEVER


def _sort_empty_last(style: CitationStyle) -> Iterator[Edit]:
    """Items without a value for a key come last; the processor puts those first for which a macro prints nothing.

    Where a macro prints names or what stands for them, a copy of it for sorting has something else in the end.
    """
    copies: dict[str, None] = {}
    for key in style.root.walk():
        macro = style.macros.get(key.called_macro) if key.name == "key" else None
        if macro and _prints_names(macro) and key.attributes.get("sort") != "descending":
            copies[key.called_macro] = None
            yield style.value_end(key, "macro"), _SORTED
    for name in copies:
        macro = style.macros[name]
        source = style.source[macro.start : macro.end]
        edits = [(style.value_end(macro, "name"), _SORTED), *_print_last(macro, style)]
        yield macro.start, insert(source, edits, macro.start).decode()


def _prints_names(element: StyleElement) -> bool:
    """Return whether an element prints names and nothing else, whichever way is taken."""
    if len(element.children) != 1:
        return False
    (child,) = element.children
    return child.name == "names" or (child.name == "choose" and all(map(_prints_names, child.children)))


def _print_last(element: StyleElement, style: CitationStyle) -> Iterator[Edit]:
    (child,) = element.children
    if child.name == "choose":
        for branch in child.children:
            yield from _print_last(branch, style)
        return
    words, substitute = f'<text value="{_LAST}"/>', child.child("substitute")
    inside = substitute or child
    closing = style.source.rfind(b"</", inside.start, inside.end)
    if closing >= 0:
        yield closing, words if substitute else f"<substitute>{words}</substitute>"


def _keep_constant_groups(style: CitationStyle) -> Iterator[Edit]:
    """A group with words alone counts as a variable with a value for the group around it."""
    for outer in style.root.walk():
        if outer.name == "group" and style.asks_variable(outer):
            inner = [child for child in outer.children if child.name == "group"]
            for group in inner:
                for text in _constant_texts(group, style):
                    yield text.start, f'<group><text variable="{MARK_VARIABLE}"/>'
                    yield text.end, "</group>"


def _constant_texts(element: StyleElement, style: CitationStyle) -> Iterator[StyleElement]:
    """Yield the first words of each way through an element on which no variable is asked for."""
    chooses = [child for child in element.children if child.name == "choose"]
    if any(style.asks_variable(child) for child in element.children if child.name != "choose"):
        return
    words = next((child for child in element.children if child.name == "text" and _is_constant(child)), None)
    asking = [choose for choose in chooses if style.asks_variable(choose)]
    if words and not asking:
        yield words
    elif not words and len(asking or chooses) == 1:
        for branch in (asking or chooses)[0].children:
            yield from _constant_texts(branch, style)


def _is_constant(text: StyleElement) -> bool:
    return bool(text.attributes.get("term") or re.search(r"\w", text.attributes.get("value", "")))
