"""Write the differences between two editions as text, JSON or an HTML page."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape
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
    moved: tuple[RecommendationChange, ...] = ()
    pages: tuple[PagePair, ...] = ()
    looks: tuple[PageImagePair, ...] = ()
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
        if self.changes or self.moved or self.pages or self.members:
            return ""
        is_read = self.old.endswith((".pdf", ".docx"))
        return "different bytes" + (", but no difference in words or pages" if is_read else "")


def diff_to_text(compared: Sequence[Comparison], colour: bool = False) -> str:
    """Write the differences as text, with the words around them, and the number of equal files."""
    lines = [line for one in compared if not one.is_same for line in _list_text_lines(one, colour)]
    return "\n".join([*lines, *_count_unchanged(compared)])


def _count_unchanged(compared: Iterable[Comparison]) -> Iterator[str]:
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
    for moved in one.moved:
        changes = "; ".join(map(_describe_field_change, moved.fields))
        yield f"  recommendation {show_control_characters(moved.id)}: {changes}"
    section = ""
    for change in one.changes:
        if change.section != section:
            section = change.section
            yield f"  {style_text(show_control_characters(section), colour, bold=True)}"
        yield f"    {': '.join(filter(None, (_describe_pages(change), _mark_text_change(change, colour))))}"
    if one.pages:
        looks = "1 page looks" if len(one.pages) == 1 else f"{len(one.pages)} pages look"
        yield f"  {looks} different: {', '.join(map(_describe_page_pair, one.pages))}"
    for member in one.members:
        yield f"  {show_control_characters(member.name)}: {_describe_member(member)}"
    yield ""


def _describe_member(member: ArchiveMember) -> str:
    if member.old and member.new:
        return "different bytes"
    return _describe_missing(member.new)


def _describe_missing(is_new: bool) -> str:
    return f"only in the {'new' if is_new else 'old'} edition"


def _describe_field_change(state: tuple[str, str, str]) -> str:
    field, was, now = state
    if field == "recommendation":
        return "new" if now else "removed"
    return f"{field} {show_control_characters(was) or 'unknown'} → {show_control_characters(now) or 'unknown'}"


def _describe_pages(change: WordChange) -> str:
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


def _describe_page_pair(pair: PagePair) -> str:
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
                "id": moved.id,
                "text": moved.text,
                "fields": {name: {"old": was, "new": now} for name, was, now in moved.fields},
            }
            for moved in one.moved
        ],
        "pages": [{"old": pair.old or None, "new": pair.new or None} for pair in one.pages],
        "members": [asdict(member) for member in one.members],
    }


def list_page_pictures(compared: Iterable[Comparison]) -> Iterator[tuple[str, bytes]]:
    """Yield file names and PNG data of pages that differ; the names contain the new edition's path and the page."""
    for one in (one for one in compared if one.looks):
        stem = PurePath(one.name or PurePath(one.new).name).with_suffix("")
        for looks in one.looks:
            page = f"page-{looks.pair.new:03}" if looks.pair.new else f"old-page-{looks.pair.old:03}"
            yield f"{stem}-{page}.png", looks.png


_STYLE = """\
:root { color-scheme: light dark; --line: #8884 }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem } h2 { font-size: 1.2rem; margin-top: 2.5rem } h3 { font-size: 1rem; margin: 1.4rem 0 .2rem }
del { background: #b3261e2b; color: inherit } ins { background: #1a7f372b; color: inherit; text-decoration: none; border-bottom: 2px solid #1a7f37 }
ol { list-style: none; margin: 0; padding: 0 } ol li { padding: .25rem 0; display: grid; grid-template-columns: 6rem 1fr; gap: 1rem }
small { color: color-mix(in srgb, currentColor 70%, transparent) }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid var(--line) }
figure { margin: 1.2rem 0 } figure img { width: 100%; height: auto; outline: 1px solid var(--line) }
"""  # noqa: E501 - one rule a line reads best


def diff_to_html(compared: Sequence[Comparison]) -> str:
    """Write a page that needs nothing else: words taken out and put in, recommendations, pages side by side."""
    body = "".join(part for one in compared if not one.is_same for part in _list_html_parts(one))
    body += "".join(f"<p>{line}.</p>" for line in _count_unchanged(compared))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>What changed</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>What changed</h1>{body}</body></html>\n"
    )


def _list_html_parts(one: Comparison) -> Iterator[str]:
    yield f"<h2>{_escape_visible(one.old) or 'nothing'} → {_escape_visible(one.new) or 'nothing'}</h2>"
    if one.summary:
        yield f"<p>{one.summary.capitalize()}.</p>"
    if one.moved:
        rows = "".join(map(_write_table_row, one.moved))
        yield f"<h3>Recommendations</h3><table><tbody>{rows}</tbody></table>"
    section = None
    for number, change in enumerate(one.changes):
        if change.section != section:
            yield ("</ol>" if number else "") + f"<h3>{_escape_visible(change.section) or 'Text'}</h3><ol>"
            section = change.section
        yield f"<li><small>{_describe_pages(change)}</small><span>{_mark_html_change(change)}</span></li>"
    if one.changes:
        yield "</ol>"
    if one.pages:
        yield f"<h3>Pages that look otherwise</h3><p>{', '.join(map(_describe_page_pair, one.pages))}</p>"
    yield from map(_write_figure, one.looks)
    if len(one.looks) < len(one.pages):
        yield f"<p>Of these, the first {len(one.looks)} are shown.</p>"
    if one.members:
        rows = "".join(
            f"<tr><th>{_escape_visible(member.name)}</th><td>{_describe_member(member)}</td></tr>"
            for member in one.members
        )
        yield f"<h3>Files within</h3><table><tbody>{rows}</tbody></table>"


def _write_table_row(moved: RecommendationChange) -> str:
    states = "<br>".join(escape(_describe_field_change(state)) for state in moved.fields)
    return f"<tr><th>{_escape_visible(moved.id)}</th><td>{states}</td><td>{_escape_visible(moved.text)}</td></tr>"


def _mark_html_change(change: WordChange) -> str:
    was = f"<del>{_escape_visible(change.old)}</del>" if change.old else ""
    now = f"<ins>{_escape_visible(change.new)}</ins>" if change.new else ""
    return " ".join(filter(None, (_escape_visible(change.before), was, now, _escape_visible(change.after))))


def _write_figure(looks: PageImagePair) -> str:
    source = base64.b64encode(looks.png).decode()
    words = f"Page {_describe_page_pair(looks.pair)}: the old edition to the left, the new to the right"
    shown = f'<img src="data:image/png;base64,{source}" alt="{words}">'
    return f"<figure>{shown}<figcaption><small>{words}</small></figcaption></figure>"


def _escape_visible(text: str) -> str:
    return escape(show_control_characters(text))
