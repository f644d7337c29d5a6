"""Lay out the panels of a cover: sizes of type that are tried, and what fits."""

from __future__ import annotations

LONGEST_BLURB = 900
"""Letters of a paragraph that was not written for the cover."""


PANEL_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""How far the words of a panel may shrink."""


SPINE_STEP = 0.93


STACKED_HEIGHT = 3.2
"""How many times its type a broad spine takes across: a line of names, and a title that is larger."""
