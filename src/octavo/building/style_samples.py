"""Typeset a cover and a page in each house style, and draw them as small pictures on an HTML page."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

from ..findings.finding import Finding, FindingsError
from ..pdf.renderers.page_images import render_pages
from ..processes.worker_pool import WorkerDied, stopped_finding
from ..products.cover_art import figure_colours
from ..rendering.graphics.cover_drawing import CoverSign, draw_cover_figure, lay_out_figure
from ..rendering.html.page_templates import render_page
from ..typesetting.house_styles import HouseStyle
from ..typesetting.typeset_job import Style, TypesetJob
from ..typesetting.typesetter import typeset

_LONGER_SIDE = 460
"""Of a picture, in pixels."""
_EDGE = 16
"""Margin of the sample of a cover, in mm."""
_HOURS = ((9, 0), (10, 30), (11, 0), (12, 15), (14, 0), (15, 30), (16, 0), (17, 45), (9, 15), (11, 45))
_LEAST_COVER = 120
"""Pages narrower than this, in mm, are no books."""
_SAMPLE = f"""
:root {{ --spine: 0mm }}
@page {{ size: var(--trim-width) var(--trim-height); margin: var(--top) var(--outer) var(--bottom) var(--inner) }}
@page :left {{ margin: var(--top) var(--inner) var(--bottom) var(--outer) }}
@page :right {{ margin: var(--top) var(--outer) var(--bottom) var(--inner) }}
@page board {{ margin: 0 }}
.board {{ page: board; break-after: page; box-sizing: border-box; height: var(--trim-height); padding: {_EDGE}mm;
  background: var(--cover-ground); color: var(--cover-ink); position: relative }}
.board p {{ text-align: left; text-indent: 0; margin: 0; hyphens: none }}
.board .series {{ font-family: var(--cover-strap-face); font-weight: 600; font-size: 11pt; color: var(--cover-accent);
  font-variant-caps: all-small-caps; letter-spacing: 0.09em }}
.board .name {{ font-family: var(--display-face); font-weight: var(--cover-title-weight); font-size: 38pt;
  line-height: 1.12; color: var(--cover-title); margin-top: 9mm }}
.board .under {{ font-family: var(--display-face); font-style: italic; font-size: 15pt; line-height: 1.3;
  color: var(--cover-soft); margin-top: 4mm }}
.board .drawn {{ margin-top: 22mm }}
.board .drawn img {{ display: block; width: 100%; height: auto; max-height: none }}
.board .by {{ position: absolute; left: {_EDGE}mm; bottom: {_EDGE}mm; font-size: 10pt }}
h1 {{ font-size: 1.6em; line-height: 1.25; margin: 0 0 12pt; break-before: auto; padding: 0 }}
"""


def write_style_page(styles: Sequence[HouseStyle], executor: Executor) -> tuple[str, tuple[Finding, ...]]:
    """Return an HTML page that needs no other files: each style with its words, colours, cover and page.

    The same styles give the same page. A style that cannot be set is left out, and what is wrong with it returned.
    """
    shown = [style for style in styles if min(style.width, style.height) >= _LEAST_COVER]
    tasks = [(style, executor.submit(_draw_style, _make_job(style))) for style in shown]
    entries: list[dict[str, object]] = []
    faults: list[Finding] = []
    for style, task in tasks:
        try:
            cover, page = task.result()
            entries.append({"style": style, "cover": cover, "page": page})
        except WorkerDied as death:
            faults.append(stopped_finding(f"the style {style.name}", death))
        except FindingsError as error:
            faults += error.findings
    return render_page(__package__, "style_page.html", entries=entries), tuple(dict.fromkeys(faults))


def _make_job(style: HouseStyle) -> TypesetJob:
    signs = tuple(CoverSign(hands=hour, is_whole=at % 4 != 1, is_stressed=not at) for at, hour in enumerate(_HOURS))
    width = style.width - 2 * _EDGE
    grid = lay_out_figure(len(signs), width, style.height / 4)
    figure = draw_cover_figure(signs, grid, width, figure_colours(style.sheets)) if grid else b""
    html = render_page(__package__, "style_samples.html")
    assets = {"figure.svg": figure, **style.sheets.fonts}
    return TypesetJob(f"style/{style.name}", html, (*style.sheets.styles, Style("sample", _SAMPLE)), assets)


def _draw_style(job: TypesetJob) -> tuple[bytes, bytes]:
    """Return pictures of the cover and of the first page in PNG."""
    part = typeset(job)
    images = render_pages(part.pdf, (1, 2), _LONGER_SIDE, all_colours=True)
    if set(images) != {1, 2}:
        message = f"the sample of {job.name} has no pages that can be drawn"
        raise FindingsError([Finding("bad-style", message, hint="compare it with a style that ships")])
    return images[1].png, images[2].png
