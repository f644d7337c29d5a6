"""Read how the pages of a file are marked, and take over what is known of pages with the same content.

What is read of a page depends on the page with all that it refers to, on the elements of its content, and on the
language of the document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from pikepdf import Pdf

from ...pdf.objects import value_reader
from ...pdf.objects.object_digests import Closure, ObjectDigests
from ...pdf.structure.marked_content_reader import MarkedContent, MarkedContentReader, PageMarks, PageTags
from ...pdf.structure.structure_tree_reader import Element, ObjectNumber, StructureTree
from .kept_verdicts import KeptVerdicts, verdict_key


def read_tags(pdf: Pdf, tree: StructureTree, kept: KeptVerdicts, digests: ObjectDigests | None) -> MarkedContent:
    """Read all pages that are not known yet, and return what is known of all."""
    reader = MarkedContentReader(pdf, tree)
    owners: dict[ObjectNumber, list[tuple[int, Element]]] = defaultdict(list)
    for (place, mcid), element in tree.owners.items():
        owners[place].append((mcid, element))
    language = value_reader.get_text(pdf.Root, "/Lang")
    for number, page in enumerate(pdf.pages, 1):
        closure = digests.digest_closure(page.obj) if digests else None
        key = verdict_key("tags", closure.digest, language, _list_owners(closure, owners)) if closure else None
        known = kept.recall(key) if key else None
        if known is not None and closure is not None:
            tags = _unpack_tags(known, number, closure)
        else:
            tags = reader.read_page(number, page.obj)
            if key and closure is not None and (packed := _pack_tags(tags, closure)) is not None:
                kept.keep(key, packed)
        reader.add_page(tags)
    return reader.finish_reading()


def _list_owners(closure: Closure, owners: dict[ObjectNumber, list[tuple[int, Element]]]) -> list[list[object]]:
    """Return what the reading asks of the elements that own content of a page."""
    return [
        [place, mcid, element.lang, element.in_formula, is_replaced(element)]
        for place, number in enumerate(closure.members)
        for mcid, element in owners.get(number, ())
    ]


def is_replaced(element: Element) -> bool:
    """Return whether an element or one above it has replacement text."""
    above: Element | None = element
    while above is not None and "/ActualText" not in above.source:
        above = above.parent
    return above is not None


def _pack_tags(tags: PageTags, closure: Closure) -> list[object] | None:
    """Return what was read of a page as JSON data, or None if it was not read whole."""
    marks = tags.marks
    places = {number: place for place, number in enumerate(closure.members)}
    numbers = {*tags.shown, *tags.drawn, *tags.with_marks}
    if marks.is_incomplete or not places.keys() >= numbers:
        return None
    return [
        [marks.artifacts_inside, marks.content_inside, marks.without_language, marks.substitutes],
        list(marks.unmarked.items()),
        [[name, in_formula, count] for (name, in_formula), count in marks.unreadable.items()],
        list(marks.private.items()),
        [
            [places[font], [[mode, [code.hex() for code in sorted(codes)]] for mode, codes in modes.items()]]  # type: ignore[index] # they are object numbers
            for font, modes in tags.shown.items()
        ],
        list(tags.languages),
        [[places[form], count] for form, count in tags.drawn.items()],
        [places[place] for place in tags.with_marks],
    ]


def _unpack_tags(known: list[Any], page: int, closure: Closure) -> PageTags:
    counts, unmarked, unreadable, private, shown, languages, drawn, with_marks = known
    at = closure.members
    inside, content, without_language, substitutes = counts
    unread = Counter({(name, in_formula): count for name, in_formula, count in unreadable})
    marks = PageMarks(
        page, Counter(dict(unmarked)), inside, content, without_language, substitutes, unread, Counter(dict(private))
    )
    return PageTags(
        marks,
        {at[font]: {mode: set(map(bytes.fromhex, codes)) for mode, codes in modes} for font, modes in shown},
        dict.fromkeys(languages),
        Counter({at[form]: count for form, count in drawn}),
        dict.fromkeys(at[place] for place in with_marks),
    )
