"""Judge photographs that are to reach the edges of the page: have they pixels enough?"""

from __future__ import annotations

import math
from typing import Final

from docutils import nodes

from ..findings.finding import Finding, FindingsError, MissingKind, Place
from ..rendering.graphics.images import ImageAsset
from ..rendering.rst.figure_directives import WHOLE_PAGE
from ..typesetting.stylesheets import StyleSheets

LEAST_PIXELS: Final = 200
"""Pixels per inch that print needs at least; with fewer, squares are seen (printers ask for 300)."""
_POINTS_PER_INCH: Final = 72


def find_photograph_fault(asset: ImageAsset, image: nodes.image, place: Place, sheets: StyleSheets) -> Finding | None:
    """Return why a picture cannot fill the page, or the head of one, for which its figure asks; None if it can."""
    named = str(image["uri"])
    instead = "write '.. figure::' in place of '.. full-bleed::'"
    if named.lower().endswith(".pdf"):
        message = f"'{named}' is a PDF, and only photographs (JPEG, PNG, WebP) can fill a page"
        return Finding("not-a-photograph", message, place, instead, missing=MissingKind.FIGURE)
    figure = next(parent for parent in _parents(image) if isinstance(parent, nodes.figure))
    if not isinstance(figure.parent, nodes.document | nodes.section):
        message = f"the photograph '{named}' stands within another block, so it cannot reach the edges of the page"
        hint = f"move it out of the table, list or box, to begin at the left; or {instead}"
        return Finding("nested-photograph", message, place, hint, missing=MissingKind.FIGURE)
    is_whole = figure["bleed"] == WHOLE_PAGE
    try:
        bleed = sheets.measure("--bleed")
        across = sheets.measure("--trim-width") + 2 * bleed
        up = sheets.measure("--trim-height") + 2 * bleed if is_whole else sheets.measure("--photograph-height") + bleed
    except FindingsError:
        return None
    found = _POINTS_PER_INCH * min(asset.width / across, asset.height / up)
    if found >= LEAST_PIXELS:
        return None
    wanted = [math.ceil(side * LEAST_PIXELS / _POINTS_PER_INCH) for side in (across, up)]
    where = "a whole page" if is_whole else "the head of a page"
    message = (
        f"the photograph '{named}' has {asset.width:,} × {asset.height:,} pixels, which are {found:.0f} to the inch on "
        f"{where}: squares would be seen"
    )
    hint = f"use one of {wanted[0]:,} × {wanted[1]:,} pixels or more, or {instead}"
    return Finding("low-resolution", message, place, hint, missing=MissingKind.FIGURE)


def _parents(node: nodes.Node) -> list[nodes.Element]:
    parents = []
    at = node.parent
    while at is not None:
        parents.append(at)
        at = at.parent
    return parents
