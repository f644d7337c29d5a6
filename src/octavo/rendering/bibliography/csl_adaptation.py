"""Adapt a CSL style to the citation processor: say in other words what it would not do otherwise.

Each adaptation names the rule of CSL 1.0.2 that the processor does not keep. The style that comes out sets the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import Final

from .csl_json import MARK_VARIABLE
from .csl_style_reader import CitationStyle, StyleElement

Edit = tuple[int, int, str]
"""The first byte that is replaced, the first one behind it, and what is put there."""


class GivenNames(Enum):
    """When given names tell authors of one family name apart."""

    AS_STYLED = "as styled"
    NEVER = "never"
    WHERE_AMBIGUOUS = "by-cite"


# More names than any work has: "and others" is then printed as the style abbreviates, and no name is left out.
_NEVER: Final = ' et-al-min="100000" et-al-use-first="99999"'
# Sorts behind all letters.
_LAST: Final = "\U0010fffd"
_SORTED: Final = " (empty last)"
_ADDING, _RULE = "disambiguate-add-givenname", "givenname-disambiguation-rule"
_DANGLING: Final = (",", ";", ":")
_ABBREVIATING: Final = {"et-al-min", "et-al-use-first"}


@lru_cache(maxsize=4)
def adapt_style(style: CitationStyle, given_names: GivenNames = GivenNames.AS_STYLED) -> bytes:
    """Return the source of a style with all adaptations."""
    edits = (
        *_abbreviate_others(style),
        *_sort_empty_last(style),
        *_keep_constant_groups(style),
        *_drop_repeated_delimiters(style),
        *_limit_given_names(style, given_names),
    )
    return _edit(style.source, edits)


def tells_namesakes_apart(style: CitationStyle) -> bool:
    """Return whether a style adds given names to all citations of authors of one family name, ambiguous or not."""
    cited = style.root.child("citation")
    return (
        cited is not None
        and cited.attributes.get(_ADDING) == "true"
        and cited.attributes.get(_RULE, "by-cite") != "by-cite"
    )


def _edit(source: bytes, edits: Iterable[Edit], begin: int = 0) -> bytes:
    """Return a part of the source, which begins at the byte `begin`, with all edits."""
    adapted: list[bytes] = []
    at = 0
    for start, end, words in sorted(edits, key=lambda edit: edit[:2]):
        adapted += [source[at : start - begin], words.encode()]
        at = end - begin
    return b"".join([*adapted, source[at:]])


def _insert(at: int, words: str) -> Edit:
    return at, at, words


def _drop_repeated_delimiters(style: CitationStyle) -> Iterator[Edit]:
    """A suffix that is the delimiter of its group is lost before the next part, and dangles where there is none."""
    for group in style.root.walk():
        delimiter = group.attributes.get("delimiter", "").strip() if group.name == "group" else ""
        for child in group.children[:-1] if delimiter in _DANGLING else ():
            if child.attributes.get("suffix", "").strip() == delimiter:
                yield (*style.value_span(child, "suffix"), "")


def _limit_given_names(style: CitationStyle, given_names: GivenNames) -> Iterator[Edit]:
    """Given names cost time that grows with the third power of the number of works, also where none is added."""
    cited = style.root.child("citation")
    if cited and tells_namesakes_apart(style):
        if given_names is GivenNames.NEVER:
            yield (*style.value_span(cited, _ADDING), "false")
        elif given_names is GivenNames.WHERE_AMBIGUOUS:
            yield (*style.value_span(cited, _RULE), given_names.value)


def _abbreviate_others(style: CitationStyle) -> Iterator[Edit]:
    """A name "others" becomes "et al." only in a list that may be abbreviated."""
    inheriting = [len(_ABBREVIATING & one.attributes.keys()) == 1 for one in style.root.walk() if one.name == "name"]
    if any(inheriting) or _ABBREVIATING & style.root.attributes.keys():
        return
    for part in style.root.children:
        if part.name in ("citation", "bibliography") and not _ABBREVIATING & part.attributes.keys():
            yield _insert(style.attributes_start(part), _NEVER)


def _sort_empty_last(style: CitationStyle) -> Iterator[Edit]:
    """Items without a value for a key come last; the processor puts those first for which a macro prints nothing.

    Where a macro prints names or what stands for them, a copy of it for sorting has something else in the end.
    """
    copies: dict[str, None] = {}
    for key in style.root.walk():
        macro = style.macros.get(key.called_macro) if key.name == "key" else None
        if macro and _prints_names(macro) and key.attributes.get("sort") != "descending":
            copies[key.called_macro] = None
            yield _insert(style.value_span(key, "macro")[1], _SORTED)
    for name in copies:
        macro = style.macros[name]
        source = style.source[macro.start : macro.end]
        edits = [_insert(style.value_span(macro, "name")[1], _SORTED), *_print_last(macro, style)]
        yield _insert(macro.start, _edit(source, edits, macro.start).decode())


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
        yield _insert(closing, words if substitute else f"<substitute>{words}</substitute>")


def _keep_constant_groups(style: CitationStyle) -> Iterator[Edit]:
    """A group with words alone counts as a variable with a value for the group around it."""
    for outer in style.root.walk():
        if outer.name == "group" and style.asks_variable(outer):
            inner = [child for child in outer.children if child.name == "group"]
            for group in inner:
                for text in _constant_texts(group, style):
                    yield _insert(text.start, f'<group><text variable="{MARK_VARIABLE}"/>')
                    yield _insert(text.end, "</group>")


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
