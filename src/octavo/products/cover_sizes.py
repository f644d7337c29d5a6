"""Compute the type sizes of a cover's panels from the size of the cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from unicodedata import east_asian_width

from ..model.press import Press
from ..model.printer_profile import Profile
from ..typesetting.stylesheets import StyleSheets
from .spine_width import POINTS_PER_MM, WrapSize, printed_page_count, spine_width

LONGEST_BLURB = 900
"""Maximum length, in characters, of a paragraph that was not written for the cover."""
PANEL_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""Scales that are tried for the type of a panel."""
USUAL_TITLE, LEAST_TITLE = 40, 13.0
"""Length, in characters, up to which a title has its full size; and the smallest size of a longer one, in points."""
SPINE_STEP = 0.93
"""Factor between the type sizes that are tried for the spine."""
FIGURE_SHARES = tuple(share / 100 for share in range(72, 16, -4))
"""Heights that are tried for the figure or picture on the front, as shares of its panel, the largest first."""
FIGURE_GAP = 7.0
"""Least distance, in mm, of the figure from the words above it; the style sheet has the same below it."""
STACKED_HEIGHT = 3.2
"""Width of a broad spine in multiples of its type size: a line of names and a larger title."""


@dataclass(frozen=True)
class CoverLayout:
    """The size of a cover, and the limits of its type."""

    wrap: WrapSize
    sheets: StyleSheets
    least_reversed_type: float
    """The smallest size, in points, at which the printer accepts light type on a dark ground."""

    @property
    def is_spine_broad(self) -> bool:
        """Whether the spine has room for stacked lines."""
        return self.wrap.spine * POINTS_PER_MM >= self.sheets.measure("--spine-broad")

    @property
    def largest_spine_type(self) -> float:
        """The largest type size, in points, that keeps clear of both folds."""
        room = self.wrap.spine * POINTS_PER_MM - 2 * self.sheets.measure("--spine-clear")
        across = STACKED_HEIGHT if self.is_spine_broad else 1
        return min(self.sheets.measure("--spine-largest"), max(0.0, room) / across)

    @property
    def least_spine_type(self) -> float:
        """The smallest type size, in points, for the spine."""
        return max(self.sheets.measure("--spine-least"), self.least_reversed_type)

    @property
    def panel_width(self) -> float:
        """Width of the front's words, in mm."""
        return self.wrap.trim_width - 2 * self._millimetres("--cover-edge")

    @property
    def panel_height(self) -> float:
        """Height of the front below the band, in mm."""
        above = sum(map(self._millimetres, ("--cover-band", "--cover-drop", "--cover-edge")))
        return self.wrap.trim_height - above

    def _millimetres(self, name: str) -> float:
        return self.sheets.measure(name) / POINTS_PER_MM

    def title_size(self, title: str) -> float:
        """Return the type size of the title, in points: smaller for a long title, and for one with a long word."""
        largest = self.sheets.measure("--cover-title-size")
        by_length = largest * min(1.0, sqrt(USUAL_TITLE / max(1, len(title))))
        longest = max((estimate_width(word) for word in title.split()), default=1.0)
        return max(LEAST_TITLE, min(by_length, self.panel_width * POINTS_PER_MM / longest))

    def panel_sizes(self, panel: str) -> Sequence[float]:
        """Return the sizes that are tried for a panel, the largest first: scales, or for the spine points."""
        if panel != "spine":
            return PANEL_SCALES
        sizes, least = [self.largest_spine_type], self.least_spine_type
        while sizes[-1] * SPINE_STEP > least:
            sizes.append(sizes[-1] * SPINE_STEP)
        return [*sizes, least]

    def size_properties(self, sizes: Mapping[str, float]) -> str:
        """Return a style sheet that sets the spine's width, the type size of each panel, and the figure's height."""
        panels = " ".join(f"--panel-{name}: {sizes[name]:g};" for name in ("band", "front", "back"))
        spine = f"--spine: {self.wrap.spine:.4f}mm; --spine-size: {sizes['spine']:.3f}pt;"
        front = f"--title-size: {sizes['title']:.2f}pt; --figure-height: {sizes['figure']:.3f}mm;"
        return f":root {{ {spine} {front} {panels} }}"


def estimate_width(word: str) -> float:
    """Estimate the width of a word in ems, rather too wide than too narrow."""
    if any(east_asian_width(letter) in "WF" for letter in word):
        return 1.0  # a line may end behind each of its signs
    return sum(_letter_width(letter) for letter in word)


def _letter_width(letter: str) -> float:
    if letter in "ijlI.,:;'’!|()[]tfr-":
        return 0.38
    if letter in "mwMW@—":
        return 0.98
    return 0.72 if letter.isupper() else 0.58


def measure_cover(pages: int, sheets: StyleSheets, profile: Profile, press: Press) -> CoverLayout:
    """Return the layout of the cover of a book of so many pages."""
    printed = printed_page_count(pages, profile.multiple)
    spine = spine_width(printed, press.paper or profile.paper, profile.board)
    width, height = (sheets.measure(name) / POINTS_PER_MM for name in ("--trim-width", "--trim-height"))
    return CoverLayout(WrapSize(width, height, spine), sheets, profile.type_reversed)
