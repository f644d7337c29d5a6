"""Read the annotations and actions of any PDF, and remove those that run or fetch something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

_ACTIVE_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "the launching of programs",
    "/SubmitForm": "the sending of forms",
    "/ImportData": "the import of data",
    "/GoToR": "links to other files",
    "/GoToE": "links to embedded files",
    "/Movie": "films",
    "/Sound": "sounds",
    "/Rendition": "multimedia",
    "/RichMediaExecute": "multimedia",
}


_MOST_ACTIONS = 100


def remove_external_data(stream: Stream) -> None:
    """Take away what has a reader look for the data of a stream in another file (ISO 32000-1, table 5)."""
    for key in (Name.F, Name.FFilter, Name.FDecodeParms, Name.Alternates):
        if key in stream:
            del stream[key]


def list_annotations(page: Object) -> list[Object]:
    """List the annotations of a page that are such."""
    notes = page.get(Name.Annots)
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []


def forbidden_actions(action: Any) -> Iterator[str]:
    """Name what an action, and those that follow it, would do that a book must not."""
    waiting = [action]
    # Those that follow may be many, and themselves again: the longest honest chain is short.
    for _ in range(_MOST_ACTIONS):
        if not waiting:
            return
        one = waiting.pop()
        if not isinstance(one, Dictionary):
            continue
        kind = str(one.get(Name.S, ""))
        if kind in _ACTIVE_ACTIONS:
            yield _ACTIVE_ACTIONS[kind]
        elif kind == "/URI" and not str(one.get(Name.URI, "")).lower().startswith(("http:", "https:", "mailto:")):
            yield "links to addresses that nobody could follow"
        following = one.get(Name.Next)
        waiting += list(following)[:_MOST_ACTIONS] if isinstance(following, Array) else [following]
