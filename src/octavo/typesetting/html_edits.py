"""Find what an edit changed in the HTML of a part, if it is the text of one paragraph, heading or the like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

TEXT_TAGS = ("p", "li", "dt", "dd", "figcaption", "pre", "div", "h1", "h2", "h3", "h4", "h5", "h6")
"""Tags of blocks that may hold text and what stands within its lines, and nothing else."""
_INLINE_TAGS = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark"),
        *("q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
_OPENING = re.compile(rf"<({'|'.join(TEXT_TAGS)})(?=[\s>])[^<>]*>")
_BEGINNING = re.compile(rf"(?=<(?:{'|'.join(TEXT_TAGS)})[\s>])")
_MOST_EDITS = 12
"""Blocks that are set again one by one, at most."""
_TAG = re.compile(r"<(/?)([A-Za-z!?][\w:.-]*)((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>")
_WORD = re.compile(r"[\w-]+")
_HAS = re.compile(r":has\(")


class TextEdit(NamedTuple):
    """A block whose text was changed: its tag, how many of that tag begin before it, its HTML before and after."""

    tag: str
    number: int
    before: str
    after: str


def find_text_edits(before: str, after: str) -> list[TextEdit] | None:
    """Return the blocks whose text differs between two texts in HTML; None if anything else differs."""
    pieces = _BEGINNING.split(before), _BEGINNING.split(after)
    if len(pieces[0]) != len(pieces[1]):
        return None
    edits: list[TextEdit] = []
    begun = Counter[str]()
    for old, new in zip(*pieces, strict=True):
        opening = _OPENING.match(old)
        if old != new:
            edit = opening and _compare_blocks(opening, begun[opening[1]], old, new)
            if not edit or len(edits) == _MOST_EDITS:
                return None
            edits.append(edit)
        if opening:
            begun[opening[1]] += 1
    return edits


def _compare_blocks(opening: re.Match[str], number: int, old: str, new: str) -> TextEdit | None:
    """Return the edit of a block that both texts begin with, if they differ within it and it holds lines alone."""
    closing = f"</{opening[1]}>"
    text, is_closed, rest = old.partition(closing)
    changed, is_closed_too, other = new.partition(closing)
    start = len(opening[0])
    if not (is_closed and is_closed_too) or rest != other or not new.startswith(opening[0]):
        return None
    if not (_holds_lines(text[start:]) and _holds_lines(changed[start:])):
        return None
    return TextEdit(opening[1], number, text + closing, changed + closing)


def _holds_lines(text: str) -> bool:
    """Return whether HTML is the content of lines: all tags are those of inline elements, and each is closed."""
    open_tags: list[str] = []
    rest = _TAG.sub("", text)
    if "<" in rest or not rest.strip():
        return False
    for is_end, name, _ in _TAG.findall(text):
        if name not in _INLINE_TAGS:
            return False
        if is_end:
            if not open_tags or open_tags.pop() != name:
                return False
        elif name not in ("br", "img", "wbr"):
            open_tags.append(name)
    return not open_tags


def may_restyle_others(edit: TextEdit, sheets: Iterable[str]) -> bool:
    """Return whether an edit may change the style of other elements: rules may ask what an element holds (`:has()`)."""
    old, new = (_TAG.findall(text) for text in edit[2:])
    changed: set[str] = set()
    for tag in set(old) ^ set(new):
        changed.update(_WORD.findall(f"{tag[1]} {tag[2]}"))
    if old != new and not changed:
        # The same tags in another order.
        changed = {word for tag in old for word in _WORD.findall(f"{tag[1]} {tag[2]}")}
    return bool(changed) and any(not changed.isdisjoint(_words_within_has(sheet)) for sheet in sheets)


def _words_within_has(sheet: str) -> set[str]:
    """Return the words in all arguments of `:has()` in a style sheet."""
    found: set[str] = set()
    for start in _HAS.finditer(sheet):
        depth, at = 1, start.end()
        while depth and at < len(sheet):
            depth += {"(": 1, ")": -1}.get(sheet[at], 0)
            at += 1
        found.update(_WORD.findall(sheet[start.end() : at]))
    return found
