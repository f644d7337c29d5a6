"""How to correct what a finding reports: one value, from which both the hint and the correction are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FixKind(StrEnum):
    """What a fix does at the place of its finding."""

    VALUE = "value"
    """Write another single value in place of the one that begins there."""
    LIST = "list"
    """Write a list of one entry in place of the value that begins there."""
    KEY = "key"
    """Rename the key that begins there."""
    ADDITION = "addition"
    """Add a key and its value to the keys that begin there, or that stand below the key that begins there."""
    TEXT = "text"
    """Replace characters of the file itself, whether or not it can be parsed."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that a program can make as well as a person.

    ``text`` is what to write: a value, a key, "key: value", or characters of the file. A fix that is not certain is a
    guess: people may follow it, and `octavo fix` does not. ``length`` counts the characters of the file that a TEXT
    replaces from the place on; ``before`` counts those left of the place that it replaces too.
    """

    kind: FixKind
    text: str
    is_certain: bool = True
    length: int = 0
    before: int = 0
    words: str = ""
    """The hint, where it is not made from the text."""

    @property
    def hint(self) -> str:
        """What a person is asked to do."""
        if self.words:
            return self.words
        match self.kind:
            case FixKind.KEY:
                return f"did you mean '{self.text}'?"
            case FixKind.ADDITION:
                return f"add {self.text}"
            case FixKind.LIST:
                return f"write it as a list, on the line below: - {self.text}"
        return f"write {self.text}" if self.is_certain else f"did you mean {self.text}?"


Remedy = str | Fix
"""What to do about a fault: a sentence for a person, or a correction that a program can make."""
