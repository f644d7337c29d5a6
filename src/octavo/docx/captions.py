"""Write the labels of numbered captions as fields that references can point to."""

from __future__ import annotations

from docutils import nodes

from . import runs_and_fields
from .formatting import RunFormat
from .ooxml_elements import Element
from .writer_state import WriterState

_LABEL_FORMAT = RunFormat(style="CaptionLabel")


def write_caption_label(
    state: WriterState, kind: str, owner: nodes.Element, run_format: RunFormat = _LABEL_FORMAT
) -> list[Element]:
    """Write the label of a figure, table or listing; its number is a field inside the bookmarks of its owner."""
    wordings = {
        "Figure": state.words.gettext("Figure {n}"),
        "Table": state.words.gettext("Table {n}"),
        "Listing": state.words.gettext("Listing {n}"),
    }
    before, _, after = wordings[kind].partition("{n}")
    runs = [runs_and_fields.make_run(before, run_format)] if before else []
    runs += write_number_field(state, kind, owner, run_format)
    return [*runs, runs_and_fields.make_run(after, run_format)] if after else runs


def write_number_field(
    state: WriterState, kind: str, owner: nodes.Element, run_format: RunFormat = _LABEL_FORMAT
) -> list[Element]:
    """Write the number of a figure, table, listing or equation as a SEQ field."""
    shown = runs_and_fields.make_run(state.numbers[id(owner)], run_format)
    return state.add_bookmarks(
        state.list_bookmarks(owner), runs_and_fields.make_field(f"SEQ {kind} \\* ARABIC", [shown], run_format)
    )
