"""Estimate how many pages the contents of a volume take, so that what stands behind them can be typeset beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..chapters.author_pdf.pdf_placement import TypeArea
from ..typesetting.stylesheets import StyleSheets
from .part_openers import VolumePart
from .volume_chapters import VolumeChapter

_LETTER = 0.45
"""The width of an average letter, in ems."""
_BESIDE_TITLES, _BESIDE_AUTHORS = 28.35, 39.7
"""Room that lines leave to the folios, in points (`.contents a` and `.contents .authors` in styles/volume.css)."""
_BELOW_ENTRY = 0.5
_HEADING, _PART, _OTHERS = 6, 3, 6
"""Heights in lines: of the heading, of the title of a part, and of what stands before and behind the chapters."""

_LEFT_EMPTY = 1.75
"""Lines that stay empty at the foot of a page: half an entry, for no entry is parted."""


def estimate_contents_length(
    chapters: Iterable[VolumeChapter], parts: Iterable[VolumePart], sheets: StyleSheets, area: TypeArea
) -> int:
    """Return the pages that the contents probably take, from the number of letters of titles and names."""
    width = area.width - area.inner - area.outer
    per_title = (width - _BESIDE_TITLES) / (_LETTER * sheets.measure("--text-size"))
    per_names = (width - _BESIDE_AUTHORS) / (_LETTER * sheets.measure("--small-size"))
    lines = float(_HEADING + _OTHERS + _PART * sum(1 for _ in parts))
    for read in chapters:
        names = str(read.facts["names"])
        lines += (
            max(1, math.ceil(len(read.chapter.title) / per_title)) + math.ceil(len(names) / per_names) + _BELOW_ENTRY
        )
    per_page = (area.height - area.top - area.bottom) / sheets.measure("--leading") - _LEFT_EMPTY
    return max(1, math.ceil(lines / per_page))
