"""Write the differences between two editions as an HTML page (diff_page.html)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ...rendering.html.page_templates import render_page
from .diff_report import (
    Comparison,
    count_unchanged,
    describe_field_change,
    describe_member,
    describe_page_pair,
    describe_pages,
)
from .word_diff import WordChange


def diff_to_html(compared: Sequence[Comparison]) -> str:
    """Write a page with changed words, recommendations, and pages side by side. It needs no other files."""
    return render_page(
        __package__,
        "diff_page.html",
        compared=compared,
        unchanged=tuple(count_unchanged(compared)),
        by_section=_group_by_section,
        field_change=describe_field_change,
        member_state=describe_member,
        page_pair=describe_page_pair,
        pages=describe_pages,
    )


def _group_by_section(changes: Sequence[WordChange]) -> Iterator[tuple[str, list[WordChange]]]:
    return ((section, list(group)) for section, group in groupby(changes, key=lambda change: change.section))
