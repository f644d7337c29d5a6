"""Find titles and names in typographic quotation marks, which YAML takes for letters: they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..findings.finding import Finding, Severity
from ..findings.fix import Fix, FixKind
from ..findings.typing_marks import remove_typing_marks
from ..loading.value_positions import Location, ValuePositions
from ..model import Rest, Workshop
from ..model.base_model import Model
from ..model.marked_title import MarkedTitle

_KEYS: Final = frozenset(
    {"acronym", "affiliation", "city", "family", "given", "name", "position", "publisher", "short_title", "subtitle"}
    | {"title"}
)
"""Keys of what is named, where a quotation as a whole is hardly meant."""
_QUOTES: Final = "“”„‟‘’‚«»"


def check_quotation_marks(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Advise on titles and names that stand in typographic quotation marks as a whole."""
    for at, text in _walk_named(workshop, ()):
        plain = remove_typing_marks(text)
        if text[:1] in _QUOTES and text[-1:] in _QUOTES and plain and not any(quote in plain for quote in _QUOTES):
            message = f"the quotation marks of {text[:60]} are printed as a part of it"
            fix = Fix(FixKind.VALUE, plain, is_certain=False, words=f"write {at[-1]}: {plain}")
            yield Finding.with_remedy("quoted-name", message, places.find_value(*at), fix, Severity.ADVICE)


def _walk_named(value: object, at: Location) -> Iterator[tuple[Location, str]]:
    if isinstance(value, Model):
        for name in type(value).model_fields:
            yield from _walk_named(getattr(value, name), (*at, name))
    elif isinstance(value, MarkedTitle) and at[-1] in _KEYS:
        yield at, value.written
    elif isinstance(value, str):
        if at[-1] in _KEYS and not isinstance(value, Rest):
            yield at, value
    elif isinstance(value, Sequence):
        for number, item in enumerate(value):
            yield from _walk_named(item, (*at, number))
