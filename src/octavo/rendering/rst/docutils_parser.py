"""Parse lines of reStructuredText with docutils into a tree, and report faults where the author wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Directive, Parser, directives, roles, states
from docutils.statemachine import StringList
from docutils.transforms import Transform
from docutils.transforms import references as links

from ...findings.finding import Finding, MissingKind, Place, Severity
from ...model import Rest
from .chart_directive import chart, data_chart
from .directives import TEMPLATE_MARKUP, AllowedMarkup, Role
from .docutils_messages import describe_docutils_message
from .expansion_limits import MAX_MARKUP_FAULTS, BoundedSubstitutions, create_inliner, find_excess
from .states_on_demand import ParserMachine, nested_states_on_demand

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
"""Addresses that a reader can open."""
WARNING_LEVEL = 2


@dataclass(frozen=True)
class ParsedText:
    """Lines of reST with the place of each. `value` is the reST value that they come from, if they come from one.

    If they are `whole` lines of a file, places have columns too.
    """

    lines: tuple[str, ...]
    places: tuple[Place, ...]
    value: Rest | None = None
    whole: bool = False

    @property
    def start(self) -> Place:
        """The place where the text begins."""
        return self.places[0] if self.places else Place(Path())

    def find_place(self, words: str, first: int = 0, most: int | None = None) -> Place:
        """Return the place of words, searched from a line's index on; that of the line if they are not found.

        Of lines of a file, at most `most` are searched.
        """
        if self.value is not None and self.value.origin:
            after = len("\n".join(self.value.split("\n")[:first]))
            offset = self.value.find(words, after) if words else -1
            if offset >= 0:
                return Place(self.value.origin.file, *self.value.source_position(offset))
        else:
            end = len(self.lines) if most is None else first + most
            for line, place in zip(self.lines[first:end], self.places[first:end], strict=True):
                at = line.find(words) if words else -1
                if at >= 0:
                    return replace(place, column=at + 1) if self.whole else place
        return self.places[first] if first < len(self.places) else self.start

    def line_index(self, source: str, line: int) -> int:
        """Return the index of the line that comes from a line of a file; 0 if there is none."""
        return self._indexes.get((line, source), 0)

    @cached_property
    def _indexes(self) -> dict[tuple[int, str], int]:
        indexes: dict[tuple[int, str], int] = {}
        for index, place in enumerate(self.places):
            indexes.setdefault((place.line, str(place.file)), index)
        return indexes


def split_value_lines(value: Rest) -> ParsedText:
    """Split a reST value into its lines, each with its place in the YAML file."""
    lines = tuple(value.expandtabs(8).rstrip("\n").split("\n"))
    if value.origin is None:
        return ParsedText(lines, tuple(Place(Path(), number) for number in range(1, len(lines) + 1)), value)
    known = [Place(value.origin.file, *words[0]) for words in value.origin.lines]
    return ParsedText(lines, tuple(known[min(index, len(known) - 1)] for index in range(len(lines))), value)


def parse_lines(
    written: ParsedText, prefix: str, allowed: AllowedMarkup, touching: bool = False, lenient: bool = False
) -> tuple[nodes.document, list[Finding]]:
    """Parse lines and apply docutils' transforms. Return the tree and the findings. `prefix` begins every id.

    With `touching`, inline markup needs no spaces around it, as in ``**{{ id }}**{{ title }}`` of a template. With
    `lenient` (for manuscripts), faulty markup is kept as text, and images need no alternative text.
    """
    findings: list[Finding] = []
    for index, why in find_excess(written.lines):
        large = Finding("rest-too-deep", why, written.places[index], "split it")
        return utils.new_document(""), [large]
    document = utils.new_document(str(written.start.file), _make_settings(prefix, touching))
    lost = MissingKind.TEXT if lenient else None
    document.reporter.attach_observer(lambda message: _collect_message(message, written, allowed, findings, lost))
    source = StringList(list(written.lines), items=[(str(place.file), place.line - 1) for place in written.places])
    machine = ParserMachine(state_classes=states.state_classes, initial_state="Body")
    with _restrict_markup(allowed), nested_states_on_demand():
        try:
            machine.run(source, document, inliner=create_inliner())
            document.transformer.add_transforms(DOCUTILS_TRANSFORMS)
            document.transformer.apply_transforms()
        except RecursionError:
            deep = Finding("rest-too-deep", "the markup is nested too deep", written.start, "use fewer levels")
            return utils.new_document(""), [deep]
    _unlink_bare_addresses(document)
    findings += _find_bad_links(document, written, lenient)
    _record_places(document, written)
    findings += _drop_empty_tables(document, lenient)
    if not lenient:
        findings += _find_undescribed_images(document, DECORATION if allowed is TEMPLATE_MARKUP else "")
    _drop_messages(document, lenient)
    return document, findings


DECORATION = "decoration"
"""Class of an image in a template that tells nothing, and needs no alternative text."""
_PLACED_NODES = (
    nodes.image,
    nodes.table,
    nodes.literal_block,
    nodes.doctest_block,
    nodes.math_block,
    chart,
    data_chart,
)


def _record_places(document: nodes.document, written: ParsedText) -> None:
    """Store the place of each element that may turn out too large for the page."""
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.math):
            # The same source may occur in many formulas, and in the text.
            source, line = utils.get_source_line(node)
            node["place"] = _find_near(written, node.rawsource.partition("\n")[0], str(source), line or 0)
        elif isinstance(node, _PLACED_NODES):
            named = node.get("uri") or node.get("file") or ""
            words = str(named) or node.astext().strip().partition("\n")[0]
            node["place"] = _find_near(written, words, *_source_line(node))


_MOST_LINES_OF_NODE = 200
"""Lines below that of a node in which its words are looked for: without a bound, each of many tables of a long
template, whose words come from values, would be looked for in all that follows."""


def _find_near(written: ParsedText, words: str, source: str, line: int) -> Place:
    """Return the place of words of a node, whose line may not be known."""
    index = written.line_index(source, line)
    return written.find_place(words, index, _MOST_LINES_OF_NODE if index else None)


def _source_line(node: nodes.Element) -> tuple[str, int]:
    """Return the file and line of a node: those of its first element that has any, or else of its parent."""
    for one in node.findall(nodes.Element):
        if one.line:
            return str(one.source), one.line
    source, line = utils.get_source_line(node)
    return str(source), line or 0


@lru_cache(maxsize=1)
def _default_settings() -> frontend.Values:
    return frontend.get_default_settings(Parser)


def _make_settings(prefix: str, touching: bool) -> frontend.Values:
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
    """Convert a message of docutils to a finding at the place in the author's file.

    Markup that is printed as it was written, though it cannot be understood so, counts as `lost`.
    """
    if (hint := message.get("advice")) is not None:
        place = written.find_place("", written.line_index(message.get("source", ""), message.get("line") or 0))
        findings.append(Finding("not-used", message.children[0].astext(), place, hint, Severity.ADVICE))
    if message["level"] < WARNING_LEVEL:
        return
    if (remedy := message.get("remedy")) is not None:
        place = written.find_place(message["needle"], written.line_index(message.get("source", ""), message["line"]))
        findings.append(Finding("chart", message.children[0].astext(), place, remedy, missing=lost))
        return
    if len(findings) >= MAX_MARKUP_FAULTS:
        if len(findings) == MAX_MARKUP_FAULTS:
            more = f"only the first {MAX_MARKUP_FAULTS} findings are shown"
            hint = "correct those above first"
            findings.append(Finding("too-many-faults", more, written.start, hint, missing=lost))
        return
    words = message.children[0].astext() if message.children else message.astext()
    told = describe_docutils_message(re.sub(r"\s+", " ", words).rstrip("."), allowed)
    place = written.find_place(told.needle, written.line_index(message.get("source", ""), message.get("line") or 0))
    findings.append(Finding("rest", told.message, place, told.hint, missing=None if told.is_readable else lost))


def _drop_messages(document: nodes.document, lenient: bool) -> None:
    """Remove docutils' messages from the tree, since they are findings.

    A block that docutils could not parse is only left in its message, so it is kept. A heading with a short underline
    is quoted there too, but it is parsed all the same.
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
    """Turn implicit links that are no usable addresses back into text: ``urn:isbn:1``, ``Tag:x``."""
    for reference in list(document.findall(nodes.reference)):
        address = str(reference.get("refuri", ""))
        if reference.astext() == address and not USABLE_ADDRESS.match(address):
            reference.parent.replace(reference, nodes.Text(address))


def _find_bad_links(document: nodes.document, written: ParsedText, lenient: bool) -> Iterator[Finding]:
    """Report links that no reader can follow. If `lenient`, their words are printed without a link."""
    for reference in list(document.findall(nodes.reference)):
        address = str(reference.get("refuri", ""))
        # The address may be the mark of a value, which has been checked when it was loaded.
        if address and not USABLE_ADDRESS.match(address) and "\ufdd0" not in address:
            yield Finding(
                "bad-link",
                f"'{address}' is not a web or e-mail address",
                written.find_place(address),
                "begin it with https://, http:// or mailto:",
            )
            if lenient:
                reference.parent.replace(reference, list(reference.children))


def _drop_empty_tables(document: nodes.document, lenient: bool) -> Iterator[Finding]:
    """Report and remove tables without a column, which docutils makes of a border line that stands alone."""
    for table in list(document.findall(nodes.table)):
        groups = [child for child in table.children if isinstance(child, nodes.tgroup)]
        if not any(isinstance(child, nodes.colspec) for group in groups for child in group.children):
            yield Finding(
                "empty-table",
                "this border line begins a table without rows, so it is not printed",
                table["place"],
                "write the rows directly below it, or remove the line",
                Severity.WARNING if lenient else Severity.ERROR,
            )
            table.parent.remove(table)


def _find_undescribed_images(document: nodes.document, decoration: str) -> Iterator[Finding]:
    """Report images without an alternative text, but those of the class `decoration`, which are not read aloud."""
    for image in document.findall(nodes.image):
        if decoration not in image["classes"] and not str(image.get("alt") or "").strip():
            yield Finding(
                "missing-alternative-text",
                f"the image '{image['uri']}' has no alternative text, which screen readers need",
                image["place"],
                "add  :alt: and a description  on the line below, indented by three spaces",
            )


@contextmanager
def _restrict_markup(allowed: AllowedMarkup) -> Iterator[None]:
    """Restrict docutils to the directives and roles that are allowed."""
    directive, role, own = directives.directive, roles.role, roles._roles  # type: ignore[attr-defined]
    # docutils would keep roles that a text defines for all later texts.
    defined: dict[str, Role] = {}

    def find_directive(name: str, *_: object) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        return allowed.directives.get(name.lower()), []

    def find_role(name: str, *_: object) -> tuple[Role | None, list[nodes.system_message]]:
        return defined.get(name.lower()) or allowed.roles.get(name.lower()), []

    directives.directive, roles.role = find_directive, find_role  # type: ignore[assignment] # typed too narrowly
    roles._roles = defined  # type: ignore[attr-defined]
    try:
        yield
    finally:
        directives.directive, roles.role = directive, role
        roles._roles = own  # type: ignore[attr-defined]
