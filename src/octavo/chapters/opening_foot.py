"""Keep room for what stands at the foot of a chapter's opening page: its dates and DOI."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from ..language.letter_widths import text_width
from ..typesetting.stylesheets import StyleSheets
from ..typesetting.typeset_job import Style
from .chapter_job import ChapterJob

_SIZE, _LEADING = 7.5, 9.5
"""Points of the letters and of a line, as volume.css has them."""
_WORDS_OF_DATES = 30
"""Letters of the words beside two dates, in any language."""


def keep_foot_free(job: ChapterJob, html: str) -> Iterator[Style]:
    """Yield the style that keeps room below the type area of the opening page, if anything stands there."""
    # A template of the project may have no such foot.
    if 'class="opening-foot"' in html:
        room = (_count_lines(job.facts["chapter"], job.sheets) + 1) * _LEADING
        page = f"@page :first {{ margin-bottom: calc(var(--bottom) + {room}pt) }}"
        yield Style("opening-foot", f"{page} .opening-foot {{ bottom: -{room}pt }}")


def _count_lines(chapter: Mapping[str, Any], sheets: StyleSheets) -> int:
    measure = (sheets.measure("--trim-width") - sheets.measure("--inner") - sheets.measure("--outer")) / _SIZE
    dates = "".join(filter(None, (chapter["received"], chapter["accepted"])))
    doi = f"https://doi.org/{chapter['doi']}" if chapter["doi"] else ""
    widths = (text_width(dates + "n" * _WORDS_OF_DATES) if dates else 0, text_width(doi))
    return sum(math.ceil(width / measure) for width in widths)
