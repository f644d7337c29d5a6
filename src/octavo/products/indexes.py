"""Make the indexes of a book: what stands on which page in, entries in alphabetical order out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..language.collation import collation_key, strip_marks
from ..rendering.html.html_writer import IndexEntry


@dataclass(frozen=True, order=True)
class PageLocator:
    """Where an entry leads: the number of the page in its numbering, and an anchor on it."""

    page: int
    anchor: str


def page_ranges(stands: Iterable[PageLocator]) -> tuple[tuple[str, str], ...]:
    """Write pages as an index does, runs of them as one: 3–5, 9. Each leads to its first page."""
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


def author_entries(signed: Iterable[tuple[str, PageLocator]]) -> tuple[IndexEntry, ...]:
    """List authors by name, each with the first pages of the chapters that bear it."""
    stands: dict[str, list[PageLocator]] = {}
    for name, stand in signed:
        stands.setdefault(name, []).append(stand)
    return tuple(
        IndexEntry(name, tuple((str(stand.page), stand.anchor) for stand in sorted(set(stands[name]))))
        for name in sorted(stands, key=collation_key)
    )


def subject_entries(
    marked: Mapping[str, Sequence[PageLocator]], terms: Iterable[tuple[str, str | None]]
) -> tuple[tuple[IndexEntry, ...], tuple[str, ...]]:
    """List subjects with their pages; give the terms as well that stand on no page and refer to no other."""
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
    return tuple(entries[term] for term in sorted(entries, key=collation_key)), tuple(missing)
