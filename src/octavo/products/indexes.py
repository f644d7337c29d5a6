"""Make the indexes of a book in alphabetical order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..language.collation import collation_key, index_letter, strip_marks
from ..rendering.html.html_document import IndexEntry


@dataclass(frozen=True, order=True)
class PageLocator:
    """Target of an index entry: a page number and an anchor on the page."""

    page: int
    anchor: str


def page_ranges(stands: Iterable[PageLocator]) -> tuple[tuple[str, str], ...]:
    """Format pages as in an index, with runs as ranges: 3–5, 9. Each links to its first page."""
    runs: list[list[PageLocator]] = []
    seen: set[int] = set()
    for stand in sorted(stands):
        if stand.page in seen:
            continue
        seen.add(stand.page)
        if runs and runs[-1][-1].page + 1 == stand.page:
            runs[-1].append(stand)
        else:
            runs.append([stand])
    return tuple((_format_range(run[0].page, run[-1].page), run[0].anchor) for run in runs)


def _format_range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


class IndexedAuthor(NamedTuple):
    """An author in the index: the key by which the name is sorted, and the name as it is printed."""

    sort_key: tuple[str, str]
    name: str


def author_entries(signed: Iterable[tuple[IndexedAuthor, PageLocator]], tag: str = "") -> tuple[IndexEntry, ...]:
    """Return the author index of a book in a language: names with the first pages of their chapters."""
    stands: dict[IndexedAuthor, list[PageLocator]] = {}
    for author, stand in signed:
        stands.setdefault(author, []).append(stand)
    return tuple(
        IndexEntry(
            author.name,
            tuple((str(stand.page), stand.anchor) for stand in sorted(set(stands[author]))),
            letter=index_letter(author.sort_key, tag),
        )
        for author in sorted(stands)
    )


def subject_entries(
    marked: Mapping[str, Sequence[PageLocator]], terms: Iterable[tuple[str, str | None]], tag: str = ""
) -> tuple[tuple[IndexEntry, ...], tuple[str, ...]]:
    """Return the subject index, and the terms that occur on no page and refer to no other term."""
    known = {strip_marks(term): term for term in marked}
    entries = {term: IndexEntry(term, page_ranges(stands)) for term, stands in marked.items() if stands}
    missing = []
    for term, see in terms:
        spelt = known.get(strip_marks(term), term)
        if see:
            found = entries.get(spelt)
            entries[spelt] = IndexEntry(spelt, found.places if found else (), see)
        elif spelt not in entries:
            missing.append(term)
    keys = {term: collation_key(term, tag) for term in entries}
    listed = sorted(entries, key=keys.__getitem__)
    return tuple(replace(entries[term], letter=index_letter(keys[term], tag)) for term in listed), tuple(missing)
