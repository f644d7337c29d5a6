"""Write numbered captions: what is numbered in, its label as a field that others refer to out."""

from __future__ import annotations

from docutils import nodes

from . import runs_and_fields
from .formatting import RunFormat
from .ooxml_elements import Element
from .writer_state import WriterState

_LABEL = RunFormat(style="CaptionLabel")


def label(state: WriterState, kind: str, owner: nodes.Element, face: RunFormat = _LABEL) -> list[Element]:
    """Write the label of a figure, a table or a listing, its number as a field under the bookmarks of its owner."""
    wordings = {
        "Figure": state.words.text("Figure {n}"),
        "Table": state.words.text("Table {n}"),
        "Listing": state.words.text("Listing {n}"),
    }
    before, _, after = wordings[kind].partition("{n}")
    runs = [runs_and_fields.run(before, face)] if before else []
    runs += number(state, kind, owner, face)
    return [*runs, runs_and_fields.run(after, face)] if after else runs


def number(state: WriterState, kind: str, owner: nodes.Element, face: RunFormat = _LABEL) -> list[Element]:
    """Write the number of something as a field of its series."""
    shown = runs_and_fields.run(state.numbers[id(owner)], face)
    return state.marks(state.names(owner), runs_and_fields.field(f"SEQ {kind} \\* ARABIC", [shown], face))
