"""Lay running heads and folios, which were typeset once, over the pages of a bound document."""

from __future__ import annotations

import warnings
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream

from .binding_plan import Leaf, RunningHeadSheet


def overlay_running_heads(
    pdf: Pdf, leaves: tuple[Leaf, ...], openings: list[int], sheets: tuple[RunningHeadSheet, ...]
) -> None:
    """Show on every page the pieces that its part lists for it. Pages with the same piece share one form."""
    wanted = {piece for leaf in leaves for page in leaf.head_pieces for piece in page}
    if not wanted:
        return
    forms = _copy_sheet_forms(pdf, sheets, wanted)
    pages = list(pdf.pages)
    begin = pdf.make_indirect(Stream(pdf, b"q\n"))
    for leaf, opening in zip(leaves, openings, strict=True):
        for number, pieces in enumerate(leaf.head_pieces):
            if pieces:
                _overlay_page(pdf, pages[opening + number], begin, [forms[piece] for piece in pieces])


def _copy_sheet_forms(
    pdf: Pdf, sheets: tuple[RunningHeadSheet, ...], wanted: set[str]
) -> dict[str, tuple[str, Object]]:
    forms: dict[str, tuple[str, Object]] = {}
    for sheet in sheets:
        with warnings.catch_warnings(), pikepdf.open(BytesIO(sheet.pdf)) as source:
            warnings.simplefilter("ignore")
            for piece, page in zip(sheet.pieces, source.pages, strict=True):
                if piece in wanted and piece not in forms:
                    forms[piece] = f"/Furniture{len(forms)}", pdf.copy_foreign(page.as_form_xobject())
    return forms


def _overlay_page(pdf: Pdf, page: pikepdf.Page, begin: Object, pieces: list[tuple[str, Object]]) -> None:
    resources = page.obj.get(Name.Resources)
    if resources is None:
        resources = page.obj.Resources = Dictionary()
    if Name.XObject not in resources:
        resources.XObject = Dictionary()
    for name, form in pieces:
        resources.XObject[name] = form
    # The graphics state of the page ends before the running heads are drawn.
    drawn = "".join(f"q {name} Do Q\n" for name, _ in pieces)
    own = page.obj.get(Name.Contents)
    streams = [] if own is None else list(own) if isinstance(own, pikepdf.Array) else [own]
    page.obj.Contents = pikepdf.Array([begin, *streams, pdf.make_indirect(Stream(pdf, f"\nQ\n{drawn}".encode()))])
