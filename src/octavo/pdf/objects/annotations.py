"""Read the annotations and actions of any PDF."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream

_ACTIVE_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "actions that launch programs",
    "/SubmitForm": "actions that submit forms",
    "/ImportData": "actions that import data",
    "/GoToR": "links to other files",
    "/GoToE": "links to embedded files",
    "/Movie": "films",
    "/Sound": "sounds",
    "/Rendition": "multimedia",
    "/RichMediaExecute": "multimedia",
}


_MOST_ACTIONS = 100


def remove_external_data(stream: Stream) -> None:
    """Remove the keys that make a reader load stream data from another file (ISO 32000-1, table 5)."""
    for key in (Name.F, Name.FFilter, Name.FDecodeParms, Name.Alternates):
        if key in stream:
            del stream[key]


def list_annotations(page: Object) -> list[Object]:
    """Return the annotations of a page, without malformed ones."""
    notes = page.get(Name.Annots)
    return [note for note in notes if isinstance(note, Dictionary)] if isinstance(notes, Array) else []


def forbidden_actions(action: object) -> Iterator[str]:
    """Yield what an action, and the actions after it, would do that a book must not do."""
    waiting = [action]
    # The chain of following actions may be endless; valid chains are short.
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
            yield "links to addresses that are not web or mail addresses"
        following = one.get(Name.Next)
        waiting += list(following)[:_MOST_ACTIONS] if isinstance(following, Array) else [following]
