"""docutils' parser, whose machines make each of their states when it is first needed.

docutils gives every machine all of some fifteen states, with a list of patterns each. It makes a machine for each list,
of which each cell of a table is one, and most of them need two states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from docutils.parsers.rst import states
from docutils.statemachine import State


class _StatesOnDemand(dict[str, "State[list[str]]"]):
    """The states of a machine by name; one is made when it is first looked up."""

    def __init__(self, machine: states.RSTStateMachine, classes: Iterable[type[State[list[str]]]]) -> None:
        super().__init__()
        self._machine = machine
        self._classes = {one.__name__: one for one in classes}

    def __missing__(self, name: str) -> State[list[str]]:
        state = self[name] = self._classes[name](self._machine, self._machine.debug)
        if hasattr(self._machine, "memo"):  # the machine runs, and has initialized the states that it had
            state.runtime_init()
        return state


class ParserMachine(states.RSTStateMachine):
    """The machine for a whole text."""

    def add_states(self, state_classes: Iterable[type[State[list[str]]]]) -> None:
        """Know the states that may be needed."""
        self.states = _StatesOnDemand(self, state_classes)


class _NestedMachine(states.NestedStateMachine):
    """The machine for a text within another."""

    def add_states(self, state_classes: Iterable[type[State[list[str]]]]) -> None:
        self.states = _StatesOnDemand(self, state_classes)


@contextmanager
def nested_states_on_demand() -> Iterator[None]:
    """Have docutils make such machines for nested texts while the block runs, and keep none afterwards.

    What it keeps by itself to use again holds the last texts and their trees.
    """
    kind, kept = states.RSTState.nested_sm, states.RSTState.nested_sm_cache
    states.RSTState.nested_sm, states.RSTState.nested_sm_cache = _NestedMachine, []
    try:
        yield
    finally:
        states.RSTState.nested_sm, states.RSTState.nested_sm_cache = kind, kept
