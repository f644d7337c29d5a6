"""Read a YAML file: its plain data, the place of each value and key, and findings on its syntax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from yaml import events

from ..findings.finding import Finding, Place
from .source_map import Scalar, split_lines
from .text_decoding import decode_bytes, decode_file
from .top_level_keys import MAX_DEPTH
from .value_positions import Location, ValuePositions
from .yaml_parser_errors import explain_syntax_error

MAX_NODES: Final = 500_000
MERGE_KEY: Final = "<<"
_NULL_WORDS = ("", "~", "null")
_NO_KEY = "\0"  # no key can be this, since the file holds no such character


@dataclass(frozen=True)
class YamlSource:
    """A YAML file as read; scalars are still text, and `data` is None if it could not be read."""

    data: Any
    places: ValuePositions
    findings: tuple[Finding, ...]
    lines: tuple[str, ...] = ()
    scalars: Mapping[Location, Scalar] = field(default_factory=dict)
    cut_short: Mapping[Location, Place] = field(default_factory=dict)
    """Unquoted values that `` #`` ends, with the place of the #."""
    unread: frozenset[Location] = frozenset()
    """Values that could not be read, and merge keys; a finding already says why."""


def read_yaml(file: Path) -> YamlSource:
    """Read a YAML file of bounded size; aliases, anchors, tags, merge keys and duplicate keys are errors."""
    return _parse_text(file, *decode_file(file))


def read_yaml_bytes(file: Path, data: bytes) -> YamlSource:
    """Read YAML from memory, as `read_yaml` does; findings are placed in `file`."""
    return _parse_text(file, *decode_bytes(file, data))


def _parse_text(file: Path, text: str | None, found: tuple[Finding, ...]) -> YamlSource:
    if text is None:
        return YamlSource(None, ValuePositions(file), found)
    reader = _EventReader(file, text)
    data = reader.read_document()
    return YamlSource(
        data=data,
        places=ValuePositions(file, reader.values, reader.keys),
        findings=(*found, *reader.findings),
        lines=tuple(reader.lines),
        scalars=reader.scalars,
        cut_short=reader.cut_short,
        unread=frozenset(reader.unread),
    )


class _StopReading(Exception):  # noqa: N818 - it is no error
    """Stops the reading after a finding."""


class _EventReader:
    """Builds data from the parser's events, so that nothing beyond the limits of depth and size is ever built."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.lines = split_lines(text)
        self.events: Iterator[object] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.nodes = 0
        self.findings: list[Finding] = []
        self.values: dict[Location, Place] = {}
        self.keys: dict[Location, Place] = {}
        self.scalars: dict[Location, Scalar] = {}
        self.cut_short: dict[Location, Place] = {}
        self.unread: set[Location] = set()

    def read_document(self) -> Any:
        """Read the only document of the file; return None if it cannot be read."""
        try:
            next(self.events)  # the start of the stream
            event = next(self.events)
            if isinstance(event, events.StreamEndEvent):
                return self.report_empty()
            data = self.read_value(next(self.events), ())
            next(self.events)  # the end of the document
            if isinstance(event := next(self.events), events.DocumentStartEvent):
                self.add_finding(
                    "second-document", "a second document begins here; only one is read", event, "remove this --- line"
                )
        except yaml.MarkedYAMLError as error:
            self.findings.append(explain_syntax_error(error, self.file, self.lines))
            return None
        except yaml.YAMLError as error:
            self.findings.append(Finding("yaml-syntax", f"the file is not valid YAML: {error}", Place(self.file)))
            return None
        except _StopReading:
            return None
        return self.report_empty() if data is None and not self.findings else data

    def report_empty(self) -> None:
        """Add the finding for a file without content."""
        hint = "describe the workshop in it, or start from the file that `octavo new NAME` writes"
        self.findings.append(Finding("empty-file", "the file is empty", Place(self.file), hint))

    def read_value(self, event: Any, at: Location) -> object:
        """Read a value and everything in it."""
        self.check_bounds(event, at)
        self.values.setdefault(at, self.event_place(event))
        if isinstance(event, events.AliasEvent):
            self.unread.add(at)
            name = event.anchor
            hint = f'write the value out; or, if it is a text that begins with *, put it in quotes: "*{name}"'
            self.add_finding("alias", f"*{name} is an alias, which is not allowed here", event, hint)
            return None
        self.refuse_anchor_and_tag(event)
        if event.tag or (event.anchor and getattr(event, "value", None) == ""):
            self.unread.add(at)
        if isinstance(event, events.MappingStartEvent):
            return self.read_mapping(at)
        if isinstance(event, events.SequenceStartEvent):
            return self.read_sequence(at)
        return self.read_scalar(event, at)

    def check_bounds(self, event: object, at: Location) -> None:
        """Stop the reading if the file exceeds a limit."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.add_finding("too-many-values", f"the file has more than {MAX_NODES:,} values", event, "shorten it")
            raise _StopReading
        if len(at) >= MAX_DEPTH:
            self.add_finding(
                "too-deep", f"lists and keys are nested more than {MAX_DEPTH} deep", event, "write it flatter"
            )
            raise _StopReading

    def refuse_anchor_and_tag(self, event: Any) -> None:
        """Add findings for anchors and tags; mostly they are meant as texts that begin with & or !."""
        if event.anchor:
            hint = f'remove "&{event.anchor}"; or, if the text begins with &, put it in quotes'
            self.add_finding("anchor", f"&{event.anchor} is an anchor, which is not allowed here", event, hint)
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            hint = f'remove "{tag}"; or, if the text begins with !, put it in quotes'
            self.add_finding("tag", f"{tag} is a tag, which is not allowed here", event, hint)

    def read_mapping(self, at: Location) -> dict[str, object]:
        """Read keys and values to the end of a mapping."""
        data: dict[str, object] = {}
        while not isinstance(event := next(self.events), events.MappingEndEvent):
            key = self.read_key(event, at)
            value = self.read_value(next(self.events), (*at, _NO_KEY if key is None else key))
            if key is not None:
                data[key] = value
        return data

    def read_key(self, event: object, at: Location) -> str | None:
        """Read a key; return None, after a finding, if it cannot be used."""
        if not isinstance(event, events.ScalarEvent):
            hint = "remove it, or write a key in its place; a text that begins with [ or { needs a key and quotes"
            self.add_finding("bad-key", "a list or a group of keys cannot be a key", event, hint)
            self.read_value(event, (*at, _NO_KEY))
            return None
        self.refuse_anchor_and_tag(event)
        key = str(event.value)
        if key == MERGE_KEY and not event.style:
            self.unread.add((*at, MERGE_KEY))
            self.add_finding(
                "merge-key", "<< is a merge key, which is not allowed here", event, "write the keys out instead"
            )
            return None
        if (first := self.keys.get((*at, key))) is not None:
            hint = "keep one of the two; write several values of one kind as a list under one key"
            self.add_finding(
                "duplicate-key", f"duplicate key '{key}'; it stands in line {first.line} already", event, hint
            )
            return None
        self.keys[(*at, key)] = self.event_place(event)
        return key

    def read_sequence(self, at: Location) -> list[object]:
        """Read the entries to the end of a list."""
        data: list[object] = []
        while not isinstance(event := next(self.events), events.SequenceEndEvent):
            data.append(self.read_value(event, (*at, len(data))))
        return data

    def read_scalar(self, event: Any, at: Location) -> str | None:
        """Read a single value as text, also where it looks like a number or date; only an unquoted null is None."""
        start, end = event.start_mark, event.end_mark
        value = str(event.value)
        self.scalars.setdefault(
            at, Scalar(value, event.style or "", (start.line, start.column), (end.line, end.column))
        )
        if event.style:
            return value
        # At the end of a file without a line break the parser's line is one too far.
        if end.line < len(self.lines) and self.lines[end.line].startswith(" #", end.column):
            self.cut_short.setdefault(at, Place(self.file, end.line + 1, end.column + 2))
        return None if value in _NULL_WORDS else value

    def event_place(self, event: Any) -> Place:
        """Return the place where an event begins."""
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def add_finding(self, code: str, message: str, event: object, hint: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, message, self.event_place(event), hint))
