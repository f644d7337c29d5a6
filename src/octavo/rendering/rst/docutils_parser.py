"""Run docutils over lines whose places are known: written text in, a tree and what is wrong with it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Parser, directives, roles, states
from docutils.statemachine import StringList
from docutils.transforms import Transform
from docutils.transforms import references as links

from ...findings.finding import Finding, MissingKind, Place, Severity
from ...model import Rest
from .directives import AllowedMarkup
from .docutils_messages import describe_docutils_message
from .expansion_limits import MAX_MARKUP_FAULTS, BoundedSubstitutions, create_inliner, find_excess

DOCUTILS_SETTINGS = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "line_length_limit": 100_000,
    "halt_level": 6,
    "report_level": 2,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "sectsubtitle_xform": False,
    "datestamp": None,
    "generator": False,
    "source_link": False,
    "embed_stylesheet": False,
    "record_dependencies": None,
    "warning_stream": False,
    "smart_quotes": False,
    "trim_footnote_reference_space": True,
    "language_code": "en",
    "input_encoding": "utf-8",
    "auto_id_prefix": "octavo-",
}
DOCUTILS_TRANSFORMS: tuple[type[Transform], ...] = (
    links.AnonymousHyperlinks,
    links.IndirectHyperlinks,
    links.ExternalTargets,
    links.InternalTargets,
    BoundedSubstitutions,
    links.Footnotes,
    links.DanglingReferences,
)
USABLE_ADDRESS = re.compile(r"https?://[^\s/?#]+\S*\Z|mailto:[^@\s]+@[^@\s]+\Z", re.IGNORECASE)
"""Addresses that a reader can follow."""
WARNING_LEVEL = 2


@dataclass(frozen=True)
class ParsedText:
    """Lines of reST and the place where each was written; `value` is the reST value that they are, if they are one.

    Where they are `whole` lines of a file, columns can be told as well.
    """

    lines: tuple[str, ...]
    places: tuple[Place, ...]
    value: Rest | None = None
    whole: bool = False

    @property
    def start(self) -> Place:
        """Where the text begins."""
        return self.places[0] if self.places else Place(Path())

    def find_place(self, words: str, first: int = 0) -> Place:
        """Find the place of words, from the line of that index on; the place of that line where there are none."""
        if self.value is not None and self.value.origin:
            after = len("\n".join(self.value.split("\n")[:first]))
            offset = self.value.find(words, after) if words else -1
            if offset >= 0:
                return Place(self.value.origin.file, *self.value.source_position(offset))
        else:
            for line, place in zip(self.lines[first:], self.places[first:], strict=True):
                at = line.find(words) if words else -1
                if at >= 0:
                    return replace(place, column=at + 1) if self.whole else place
        return self.places[first] if first < len(self.places) else self.start

    def line_index(self, source: str, line: int) -> int:
        """Give the index of the line that stands at a line of a file; 0 if none does."""
        return self._indexes.get((line, source), 0)

    @cached_property
    def _indexes(self) -> dict[tuple[int, str], int]:
        indexes: dict[tuple[int, str], int] = {}
        for index, place in enumerate(self.places):
            indexes.setdefault((place.line, str(place.file)), index)
        return indexes


def split_value_lines(value: Rest) -> ParsedText:
    """Take a reST value as it was written."""
    lines = tuple(value.expandtabs(8).rstrip("\n").split("\n"))
    if value.origin is None:
        return ParsedText(lines, tuple(Place(Path(), number) for number in range(1, len(lines) + 1)), value)
    known = [Place(value.origin.file, *words[0]) for words in value.origin.lines]
    return ParsedText(lines, tuple(known[min(index, len(known) - 1)] for index in range(len(lines))), value)


def parse_lines(
    written: ParsedText, prefix: str, allowed: AllowedMarkup, touching: bool = False, lenient: bool = False
) -> tuple[nodes.document, list[Finding]]:
    """Parse lines and apply docutils' transforms; `prefix` begins every id.

    `touching` markup needs no space about it, as in ``**{{ id }}**{{ title }}`` of a template. A `lenient` reading
    (of a manuscript) keeps the words of what cannot be read as they were written, and asks for no alternative texts.
    """
    findings: list[Finding] = []
    for index, why in find_excess(written.lines):
        large = Finding("rest-too-deep", why, written.places[index], "divide it")
        return utils.new_document(""), [large]
    document = utils.new_document(str(written.start.file), _make_settings(prefix, touching))
    lost = MissingKind.TEXT if lenient else None
    document.reporter.attach_observer(lambda message: _collect_message(message, written, allowed, findings, lost))
    source = StringList(list(written.lines), items=[(str(place.file), place.line - 1) for place in written.places])
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body")
    with _restrict_markup(allowed):
        try:
            machine.run(source, document, inliner=create_inliner())
            document.transformer.add_transforms(DOCUTILS_TRANSFORMS)
            document.transformer.apply_transforms()
        except RecursionError:
            deep = Finding("rest-too-deep", "the text is nested too deep", written.start, "use fewer levels")
            return utils.new_document(""), [deep]
    _unlink_bare_addresses(document)
    findings += _find_bad_links(document, written)
    _record_places(document, written)
    if not lenient:
        findings += _find_undescribed_images(document)
    _drop_messages(document, lenient)
    return document, findings


_PLACED_NODES = (nodes.image, nodes.table, nodes.literal_block, nodes.doctest_block, nodes.math_block)


def _record_places(document: nodes.document, written: ParsedText) -> None:
    """Note where that was written which may be too large for its place on the page."""
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.math):
            # The same letters may stand in many formulas, and in words.
            source, line = utils.get_source_line(node)
            node["place"] = written.find_place(
                node.rawsource.partition("\n")[0], written.line_index(str(source), line or 0)
            )
        elif isinstance(node, _PLACED_NODES):
            words = str(node["uri"]) if isinstance(node, nodes.image) else node.astext().strip().partition("\n")[0]
            node["place"] = written.find_place(words, written.line_index(*_source_line(node)))


def _source_line(node: nodes.Element) -> tuple[str, int]:
    """Give the file and line of a node: its own, that of the first thing in it, or that of what it stands in."""
    for one in node.findall(nodes.Element):
        if one.line:
            return str(one.source), one.line
    source, line = utils.get_source_line(node)
    return str(source), line or 0


@lru_cache(maxsize=1)
def _default_settings() -> Any:
    return frontend.get_default_settings(Parser)


def _make_settings(prefix: str, touching: bool) -> Any:
    settings = _default_settings().copy()
    for name, value in {**DOCUTILS_SETTINGS, "id_prefix": prefix, "character_level_inline_markup": touching}.items():
        setattr(settings, name, value)
    return settings


def _collect_message(
    message: nodes.system_message,
    written: ParsedText,
    allowed: AllowedMarkup,
    findings: list[Finding],
    lost: MissingKind | None,
) -> None:
    """Turn docutils' message into a finding at the place in the file that the author wrote.

    Of what is printed as it was written, though nobody can read it so, it says that something is `lost`.
    """
    if (hint := message.get("advice")) is not None:
        place = written.find_place("", written.line_index(message.get("source", ""), message.get("line") or 0))
        findings.append(Finding("not-used", message.children[0].astext(), place, hint, Severity.ADVICE))
    if message["level"] < WARNING_LEVEL:
        return
    if len(findings) >= MAX_MARKUP_FAULTS:
        if len(findings) == MAX_MARKUP_FAULTS:
            more = f"there are more faults than the {MAX_MARKUP_FAULTS} above"
            findings.append(Finding("too-many-faults", more, written.start, "mend these and try again", missing=lost))
        return
    words = message.children[0].astext() if message.children else message.astext()
    told = describe_docutils_message(re.sub(r"\s+", " ", words).rstrip("."), allowed)
    place = written.find_place(told.needle, written.line_index(message.get("source", ""), message.get("line") or 0))
    findings.append(Finding("rest", told.message, place, told.hint, missing=None if told.is_readable else lost))


def _drop_messages(document: nodes.document, lenient: bool) -> None:
    """Take out what docutils wrote into the text about its faults; they are findings.

    A block that it could not read it put into its message: there alone are the author's words left. A heading whose
    line is too short it quotes there too, and makes one all the same.
    """
    for message in list(document.findall(nodes.system_message)):
        quoted = [child for child in message.children if isinstance(child, nodes.literal_block)] if lenient else []
        message.parent.replace(message, [block for block in quoted if not _is_heading(block, message.parent)])
    for problem in list(document.findall(nodes.problematic)):
        problem.parent.replace(problem, nodes.Text(problem.astext()))


def _is_heading(block: nodes.literal_block, around: nodes.Element) -> bool:
    title = around[0] if isinstance(around, nodes.section) else None
    return isinstance(title, nodes.title) and title.rawsource in block.astext().split("\n")


def _unlink_bare_addresses(document: nodes.document) -> None:
    """Make text again of what docutils took for an address by itself: ``urn:isbn:1``, ``Tag:x``."""
    for reference in list(document.findall(nodes.reference)):
        address = str(reference.get("refuri", ""))
        if reference.astext() == address and not USABLE_ADDRESS.match(address):
            reference.parent.replace(reference, nodes.Text(address))


def _find_bad_links(document: nodes.document, written: ParsedText) -> Iterator[Finding]:
    for reference in document.findall(nodes.reference):
        address = str(reference.get("refuri", ""))
        # An address of a template's own may be a value's mark: values are checked when they are read.
        if address and not USABLE_ADDRESS.match(address) and "\ufdd0" not in address:
            yield Finding(
                "bad-link",
                f"the link to '{address}' leads nowhere a reader could follow",
                written.find_place(address),
                "write an address that begins with https://, http:// or mailto:",
            )


def _find_undescribed_images(document: nodes.document) -> Iterator[Finding]:
    """Find images that say nothing to whoever does not see them."""
    for image in document.findall(nodes.image):
        if not str(image.get("alt") or "").strip():
            yield Finding(
                "missing-alternative-text",
                f"the image '{image['uri']}' has no alternative text: those who do not see it learn nothing of it",
                image["place"],
                "write  :alt: and what it shows  on the line below, indented by three spaces",
            )


@contextmanager
def _restrict_markup(allowed: AllowedMarkup) -> Iterator[None]:
    """Let docutils find no directive or role but those that are allowed."""
    directive, role, own = directives.directive, roles.role, roles._roles  # type: ignore[attr-defined]
    # Where a text defines roles of its own, docutils keeps them for all texts to come.
    defined: dict[str, Any] = {}

    def find_directive(name: str, *_: Any) -> tuple[Any, list[Any]]:
        return allowed.directives.get(name.lower()), []

    def find_role(name: str, *_: Any) -> tuple[Any, list[Any]]:
        return defined.get(name.lower()) or allowed.roles.get(name.lower()), []

    directives.directive, roles.role = find_directive, find_role  # type: ignore[assignment] # typed too narrowly
    roles._roles = defined  # type: ignore[attr-defined]
    try:
        yield
    finally:
        directives.directive, roles.role = directive, role
        roles._roles = own  # type: ignore[attr-defined]
