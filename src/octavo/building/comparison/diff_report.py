"""Write the differences between two editions as text or JSON, and list pictures of pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath

from ...findings.console_text import show_control_characters, style_text
from .page_image_diff import PageImagePair
from .word_diff import PagePair, RecommendationChange, WordChange


@dataclass(frozen=True)
class ArchiveMember:
    """A file inside a zip file that has different bytes in the two editions, or is only in one of them."""

    name: str
    old: bool
    new: bool


@dataclass(frozen=True)
class Comparison:
    """The differences between two corresponding files; one of them may be missing ("")."""

    old: str
    new: str
    changes: tuple[WordChange, ...] = ()
    recommendations: tuple[RecommendationChange, ...] = ()
    pages: tuple[PagePair, ...] = ()
    page_images: tuple[PageImagePair, ...] = ()
    name: str = ""
    """Its path in the folders that are compared; "" if two files are compared."""
    members: tuple[ArchiveMember, ...] = ()
    has_other_bytes: bool = False
    """Whether the bytes differ; words and pages may still be equal."""

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return bool(self.old and self.new) and not self.has_other_bytes

    @property
    def summary(self) -> str:
        """All differences in a few words; "" if there are details to show."""
        if not (self.old and self.new):
            return _describe_missing(bool(self.new))
        if self.changes or self.recommendations or self.pages or self.members:
            return ""
        is_read = self.old.endswith((".pdf", ".docx"))
        return "different bytes" + (", but no difference in words or pages" if is_read else "")


def diff_to_text(compared: Sequence[Comparison], colour: bool = False) -> str:
    """Write the differences as text, with the words around them, and the number of equal files."""
    lines = [line for one in compared if not one.is_same for line in _list_text_lines(one, colour)]
    return "\n".join([*lines, *count_unchanged(compared)])


def count_unchanged(compared: Iterable[Comparison]) -> Iterator[str]:
    """Yield a line with the number of equal files, if there are any."""
    number = sum(one.is_same for one in compared)
    if number:
        yield f"{number} {'file' if number == 1 else 'files'}: no difference"


def _list_text_lines(one: Comparison, colour: bool) -> Iterator[str]:
    yield style_text(
        f"{show_control_characters(one.old) or 'nothing'} → {show_control_characters(one.new) or 'nothing'}",
        colour,
        bold=True,
    )
    if one.summary:
        yield f"  {one.summary}"
    for recommendation in one.recommendations:
        changes = "; ".join(map(describe_field_change, recommendation.fields))
        yield f"  recommendation {show_control_characters(recommendation.id)}: {changes}"
    section = ""
    for change in one.changes:
        if change.section != section:
            section = change.section
            yield f"  {style_text(show_control_characters(section), colour, bold=True)}"
        yield f"    {': '.join(filter(None, (describe_pages(change), _mark_text_change(change, colour))))}"
    if one.pages:
        looks = "1 page looks" if len(one.pages) == 1 else f"{len(one.pages)} pages look"
        yield f"  {looks} different: {', '.join(map(describe_page_pair, one.pages))}"
    for member in one.members:
        yield f"  {show_control_characters(member.name)}: {describe_member(member)}"
    yield ""


def describe_member(member: ArchiveMember) -> str:
    """Describe how a file inside a zip file differs."""
    if member.old and member.new:
        return "different bytes"
    return _describe_missing(member.new)


def _describe_missing(is_new: bool) -> str:
    return f"only in the {'new' if is_new else 'old'} edition"


def describe_field_change(state: tuple[str, str, str]) -> str:
    """Describe the change of one field of a recommendation, from its name, old and new value."""
    field, was, now = state
    if field == "recommendation":
        return "new" if now else "removed"
    return f"{field} {show_control_characters(was) or 'unknown'} → {show_control_characters(now) or 'unknown'}"


def describe_pages(change: WordChange) -> str:
    """Describe the pages of a change; "" for files without pages."""
    if not (change.old_page or change.new_page):
        return ""  # a file without pages
    if change.old_page and change.new_page and change.old_page != change.new_page:
        return f"p. {change.old_page} → {change.new_page}"
    return f"p. {change.new_page or change.old_page}" + ("" if change.new_page else " of the old")


def _mark_text_change(change: WordChange, colour: bool) -> str:
    was = style_text(f"[-{show_control_characters(change.old)}-]", colour, fg="red") if change.old else ""
    now = style_text(f"{{+{show_control_characters(change.new)}+}}", colour, fg="green") if change.new else ""
    words = (show_control_characters(change.before), was, now, show_control_characters(change.after))
    return " ".join(filter(None, ("…" if change.before else "", *words, "…" if change.after else "")))


def describe_page_pair(pair: PagePair) -> str:
    """Describe a pair of pages by their numbers."""
    if pair.old == pair.new:
        return str(pair.new)
    if not pair.old:
        return f"{pair.new} (new)"
    return f"{pair.old} → {pair.new}" if pair.new else f"{pair.old} (removed)"


def diff_to_json(compared: Iterable[Comparison]) -> str:
    """Write a JSON list with one object per pair of files."""
    return json.dumps([_comparison_to_dict(one) for one in compared], indent=2, ensure_ascii=False) + "\n"


def _comparison_to_dict(one: Comparison) -> dict[str, object]:
    return {
        "old": one.old or None,
        "new": one.new or None,
        "same": one.is_same,
        "other_bytes": one.has_other_bytes,
        "changes": [asdict(change) for change in one.changes],
        "recommendations": [
            {
                "id": change.id,
                "text": change.text,
                "fields": {name: {"old": was, "new": now} for name, was, now in change.fields},
            }
            for change in one.recommendations
        ],
        "pages": [{"old": pair.old or None, "new": pair.new or None} for pair in one.pages],
        "members": [asdict(member) for member in one.members],
    }


def list_page_pictures(compared: Iterable[Comparison]) -> Iterator[tuple[str, bytes]]:
    """Yield file names and PNG data of pages that differ; the names contain the new edition's path and the page."""
    for one in (one for one in compared if one.page_images):
        stem = PurePath(one.name or PurePath(one.new).name).with_suffix("")
        for images in one.page_images:
            page = f"page-{images.pair.new:03}" if images.pair.new else f"old-page-{images.pair.old:03}"
            yield f"{stem}-{page}.png", images.png
