"""Choose what stands between the words of a cover's front: the user's picture, or a figure drawn from the data."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from math import ceil

from ..findings.finding import Finding, Place, Severity
from ..model.printer_profile import Profile
from ..rendering.context.cover_figure import ChosenFigure
from ..rendering.graphics.cover_drawing import FigureColours, draw_cover_figure, lay_out_figure
from ..rendering.graphics.images import SVG_TYPE, ImageAsset
from ..typesetting.stylesheets import StyleSheets
from .cover_sizes import CoverLayout

FIGURE = "cover-figure.svg"
"""The path by which the template shows the figure; no file of a workshop."""
_BLANK = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>'
_MM_PER_INCH = 25.4


def blank_figure() -> ImageAsset:
    """Return a figure that shows nothing, with which the room for one is found."""
    return ImageAsset("cover-figure-blank.svg", _BLANK, SVG_TYPE, 10, 10)


def draw_figure(chosen: ChosenFigure, layout: CoverLayout, height: float) -> tuple[ImageAsset, float] | None:
    """Draw a figure into the room on the front; return it with its height in mm, or None if it would be too small."""
    width = layout.panel_width
    grid = lay_out_figure(len(chosen.signs), width, height)
    if grid is None:
        return None
    data = draw_cover_figure(chosen.signs, grid, width, figure_colours(layout.sheets))
    name = f"{sha256(data).hexdigest()[:32]}.svg"
    return ImageAsset(name, data, SVG_TYPE, round(width * 10), round(grid.height * 10)), grid.height


def figure_colours(sheets: StyleSheets) -> FigureColours:
    """Return the colours of figures in a style."""
    ink = _read_colour(sheets, "--cover-figure", _read_colour(sheets, "--cover-ink", "#000"))
    return FigureColours(
        ink, _read_colour(sheets, "--cover-figure-soft", ink), _read_colour(sheets, "--cover-accent", ink)
    )


def _read_colour(sheets: StyleSheets, name: str, other: str) -> str:
    return sheets.colour(name) or other


def check_picture(
    picture: ImageAsset, layout: CoverLayout, height: float, profile: Profile, place: Place | None
) -> Iterator[Finding]:
    """Warn if the picture has too few pixels for its place on the cover, which goes beyond the trim by the bleed."""
    width = layout.wrap.trim_width + profile.bleed
    across, down = (size / _MM_PER_INCH for size in (width, height))
    resolution = min(picture.width / across, picture.height / down)
    if resolution < profile.image_fair:
        message = (
            f"the picture of the cover has {resolution:.0f} pixels to the inch at {width:.0f} × {height:.0f} mm, "
            f"its size with the bleed; the printer wants {profile.image_fair:.0f}"
        )
        needed = [ceil(inches * profile.image_fair) for inches in (across, down)]
        hint = f"take a picture of at least {needed[0]} × {needed[1]} pixels"
        yield Finding("coarse-cover", message, place, hint, Severity.WARNING)
