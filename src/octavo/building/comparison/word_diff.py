"""Compare the words, recommendations and pages of two editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ...pdf.renderers.pdfium_text import fold_text
from .pdf_words import Edition, TextBlock

_CONTEXT = 6
"""The number of words shown before and after a change."""
_SHORT = 200
"""Equal stretches with fewer letters than this do not separate two changes."""
_MANY = 5000
"""With more blocks or words than this, difflib ignores frequent ones (autojunk)."""
_TRACKED = ("acceptance", "status")


@dataclass(frozen=True)
class WordChange:
    """Words that differ: only `old` if they were removed, only `new` if added. Pages count from 1; 0 if unknown."""

    old: str
    new: str
    before: str
    after: str
    section: str
    old_page: int
    new_page: int


@dataclass(frozen=True)
class RecommendationChange:
    """A recommendation that was added, removed or changed: each field with its old and new value ("" for none)."""

    id: str
    text: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class PagePair:
    """Corresponding pages of two editions, from 1; 0 if one edition lacks the page."""

    old: int
    new: int


def find_word_changes(old: Edition, new: Edition) -> tuple[WordChange, ...]:
    """Find words that differ, in reading order, regardless of line and page breaks."""
    before, after = (
        [_comparison_key(block.text) for block in old.blocks],
        [_comparison_key(block.text) for block in new.blocks],
    )
    return tuple(
        change
        for i, j, k, m in _find_unequal_blocks(before, after)
        for change in _compare_words(_split_words(old.blocks, i, j), _split_words(new.blocks, k, m))
    )


def _find_unequal_blocks(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield ranges of blocks that differ; a short equal stretch between two ranges joins them."""
    run: tuple[int, int, int, int] | None = None
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=len(after) > _MANY).get_opcodes():
        if kind == "equal":
            if run and sum(len(block) for block in before[i:j]) > _SHORT:
                yield run
                run = None
        else:
            run = (run[0], j, run[2], m) if run else (i, j, k, m)
    if run:
        yield run


@dataclass(frozen=True)
class _Word:
    text: str
    page: int
    section: str

    @property
    def key(self) -> str:
        return _comparison_key(self.text) or self.text


def _comparison_key(text: str) -> str:
    """Normalize words for comparison: hyphens may come from the typesetter, and letters may be ligatures."""
    return fold_text(text) or text


def _split_words(blocks: Sequence[TextBlock], start: int, stop: int) -> list[_Word]:
    above = next((block for block in reversed(blocks[:start]) if block.is_heading), None)
    section = above.text if above else ""
    words = []
    for block in blocks[start:stop]:
        section = block.text if block.is_heading else section
        words += [_Word(word, block.page, section) for word in block.text.split()]
    return words


def _compare_words(old: list[_Word], new: list[_Word]) -> Iterator[WordChange]:
    matcher = SequenceMatcher(None, [word.key for word in old], [word.key for word in new], autojunk=len(old) > _MANY)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        was, now = _join_words(old[i:j]), _join_words(new[k:m])
        if _comparison_key(was.replace(" ", "")) == _comparison_key(now.replace(" ", "")):
            continue  # divided or joined by a line break
        place = (new[k:] or new[k - 1 : k] or old[i:])[0]
        yield WordChange(
            was,
            now,
            _join_words(new[max(0, k - _CONTEXT) : k]),
            _join_words(new[m : m + _CONTEXT]),
            place.section,
            old[i].page if j > i else 0,
            new[k].page if m > k else 0,
        )


def _join_words(words: Sequence[_Word]) -> str:
    return " ".join(word.text for word in words)


def find_recommendation_changes(old: Edition, new: Edition) -> tuple[RecommendationChange, ...]:
    """Find recommendations that were added, removed or changed, in the order of the new edition."""
    if old.recommendations is None or new.recommendations is None:
        return ()
    before = {str(one["id"]): one for one in old.recommendations}
    after = {str(one["id"]): one for one in new.recommendations}
    found = []
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        states = (
            (field, _field_state(was, field), _field_state(now, field))
            for field in ("recommendation", *_TRACKED, "due")
        )
        different = tuple(state for state in states if state[1] != state[2])
        if different:
            found.append(RecommendationChange(name, str((now or was or {}).get("text", "")), different))
    return tuple(found)


def _field_state(one: dict[str, object] | None, field: str) -> str:
    if one is None:
        return ""
    if field == "recommendation":
        return "there"
    tracking = one.get("tracking")
    holder = tracking if field in _TRACKED and isinstance(tracking, dict) else one
    return str(holder.get(field) or "")


def pair_pages(old: Edition, new: Edition) -> tuple[PagePair, ...]:
    """Pair the pages of two editions by their text, so that an inserted page does not shift all others."""
    before, after = _page_texts(old), _page_texts(new)
    paired: list[PagePair] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal" or j - i == m - k:
            paired += [PagePair(i + step + 1, k + step + 1) for step in range(j - i)]
        else:
            paired += _pair_similar_pages(before, after, range(i, j), range(k, m))
    return tuple(paired)


def _page_texts(edition: Edition) -> list[str]:
    words: list[list[str]] = [[] for _ in range(edition.pages)]
    for block in edition.blocks:
        words[block.page - 1].append(_comparison_key(block.text))
    return [" ".join(page) for page in words]


def _pair_similar_pages(before: list[str], after: list[str], old: range, new: range) -> Iterator[PagePair]:
    """Pair similar pages in order if one side has more pages."""
    left = list(new)
    for page in old:
        alike = [
            (SequenceMatcher(None, before[page][:4000], after[other][:4000]).quick_ratio(), -other) for other in left
        ]
        ratio, other = max(alike, default=(0.0, 0))
        if ratio < 0.6:
            yield PagePair(page + 1, 0)
            continue
        yield from (PagePair(0, skipped + 1) for skipped in left if skipped < -other)
        left = [one for one in left if one > -other]
        yield PagePair(page + 1, -other + 1)
    yield from (PagePair(0, one + 1) for one in left)
