"""Write footnote references as runs, and collect the notes for the part footnotes.xml."""

from __future__ import annotations

from dataclasses import replace

from docutils import nodes

from . import runs_and_fields
from .formatting import ParagraphFormat, RunFormat
from .ooxml_elements import Element, make, write_xml_part
from .writer_state import WriterState

_MARK_FORMAT = RunFormat(style="FootnoteReference")
_NOTE_FORMAT = ParagraphFormat(style="FootnoteText", following="FootnoteText", rubric="FootnoteText")


def write_footnote_reference(
    state: WriterState, node: nodes.footnote_reference, run_format: RunFormat
) -> list[Element]:
    """Write a footnote reference; a second reference to the same note becomes a NOTEREF field."""
    identity = str(node.get("refid", ""))
    note = state.note_nodes.get(identity)
    if note is None:
        return []
    if identity in state.called:
        return runs_and_fields.make_field(
            f"NOTEREF {state.called[identity]} \\f \\h", [_write_note_number(state, identity)], _MARK_FORMAT
        )
    if state.within_note:
        state.report_loss("note-in-note", "Word has no notes within notes; this one is written in brackets", note)
        return [
            runs_and_fields.make_run(" [", run_format),
            *_write_note_inline(state, note, run_format),
            runs_and_fields.make_run("]", run_format),
        ]
    number = len(state.notes) + 1
    state.called[identity] = f"_Note{number:05}"
    call = runs_and_fields.make_run("", _MARK_FORMAT)
    call.append(make("w:footnoteReference", id=number))
    state.notes.append(make("w:footnote"))
    state.notes[number - 1] = _write_note(state, note, number)
    return state.add_bookmarks([*state.list_bookmarks(note), state.called[identity]], [call])


def _write_note_number(state: WriterState, identity: str) -> Element:
    return runs_and_fields.make_run(str(list(state.called).index(identity) + 1), _MARK_FORMAT)


def _write_note_inline(state: WriterState, note: nodes.footnote, run_format: RunFormat) -> list[Element]:
    paragraphs = [child for child in note.children if not isinstance(child, nodes.label)]
    return state.write_inlines([inner for child in paragraphs for inner in child.children], run_format)


def _write_note(state: WriterState, note: nodes.footnote, number: int) -> Element:
    state.within_note = True
    with state.separate_flow():
        blocks = state.write_blocks(note.children, replace(_NOTE_FORMAT, width=state.page.text_width))
    state.within_note = False
    if not blocks or blocks[0].tag != "w:p":
        blocks.insert(0, make("w:p", make("w:pPr", make("w:pStyle", val="FootnoteText"))))
    mark = runs_and_fields.make_run("", _MARK_FORMAT)
    mark.append(make("w:footnoteRef"))
    blocks[0].insert(1, mark)
    blocks[0].insert(2, runs_and_fields.make_run("\u2002"))
    return make("w:footnote", *blocks, id=number)


def write_footnotes_part(state: WriterState) -> bytes:
    """Write the part footnotes.xml: the two separators, then the notes."""
    rules = [_make_separator(-1, "separator"), _make_separator(0, "continuationSeparator")]
    return write_xml_part("w:footnotes", [*rules, *state.notes])


def _make_separator(number: int, kind: str) -> Element:
    line = make("w:r", make(f"w:{kind}"))
    return make("w:footnote", make("w:p", line), type=kind, id=number)
