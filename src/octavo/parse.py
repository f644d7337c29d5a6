"""Parse reStructuredText: composed lines in, a docutils tree out, with every value in the place of its mark.

A plain value becomes a text node, whatever it contains. A reST value is parsed as a document of its own, with the
directives and roles that are allowed in values, and grafted in, so that its targets, notes and substitutions meet no
others. Faults are reported where the author wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Parser, directives, roles, states
from docutils.statemachine import StringList
from docutils.transforms import Transform
from docutils.transforms import references as links

from . import vocabulary
from .compose import VALUE, Composed
from .findings import Finding, Place
from .model import Rest

SETTINGS = {
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
TRANSFORMS: tuple[type[Transform], ...] = (
    links.AnonymousHyperlinks,
    links.IndirectHyperlinks,
    links.ExternalTargets,
    links.InternalTargets,
    links.Substitutions,
    links.Footnotes,
    links.DanglingReferences,
)
SCHEMES = ("http:", "https:", "mailto:")
DEEPEST = 60
WIDEST_TABLE = 40_000


def parse(composed: Composed, prefix: str = "") -> tuple[nodes.document, tuple[Finding, ...]]:
    """Parse a filled template; give its tree and what was wrong, in the template or in a value.

    `prefix` begins every id, so that no two parts of a book share one.
    """
    findings: list[Finding] = []
    tree = _tree(composed.lines, composed.places, prefix, vocabulary.TEMPLATE, findings)
    _graft(tree, composed, prefix, findings)
    return tree, tuple(dict.fromkeys(findings))


def _tree(
    lines: tuple[str, ...], places: tuple[Place, ...], prefix: str, allowed: vocabulary.Allowed, findings: list[Finding]
) -> nodes.document:
    """Run docutils' parser and its transforms over lines whose places are known."""
    first = places[0] if places else Place(Path())
    settings = frontend.get_default_settings(Parser)
    # In a template markup may touch a value, as in **{{ id }}**{{ title }}; in a value reST's own rules hold.
    touching = allowed is vocabulary.TEMPLATE
    for name, value in {**SETTINGS, "id_prefix": prefix, "character_level_inline_markup": touching}.items():
        setattr(settings, name, value)
    document = utils.new_document(str(first.file), settings)
    columns = {(str(place.file), place.line): place for place in places}

    def observe(message: nodes.system_message) -> None:
        if message["level"] >= 2:
            findings.append(_finding(message, columns, first))

    document.reporter.attach_observer(observe)
    source = StringList(list(lines), items=[(str(place.file), place.line - 1) for place in places])
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body")
    with _only(allowed):
        try:
            machine.run(source, document, inliner=states.Inliner())
        except RecursionError:
            findings.append(Finding("rest-too-deep", "the text is nested too deep", first, "use fewer levels"))
            return document
    document.transformer.add_transforms(TRANSFORMS)
    document.transformer.apply_transforms()
    document.reporter.detach_observer(observe)
    findings.extend(_bad_links(document, lines, places))
    for image in document.findall(nodes.image):
        image["place"] = _place_of(str(image["uri"]), lines, places)
    for message in list(document.findall(nodes.system_message)):
        message.parent.remove(message)
    for problem in list(document.findall(nodes.problematic)):
        problem.parent.replace(problem, nodes.Text(problem.astext()))
    return document


def _finding(message: nodes.system_message, columns: dict[tuple[str, int], Place], first: Place) -> Finding:
    """Turn docutils' message into a finding at the place in the file that the author wrote."""
    line = message.get("line")
    place = columns.get((message.get("source", ""), line or 0), first)
    said = message.children[0].astext() if message.children else message.astext()
    words = re.sub(r"\s+", " ", said).rstrip(".")
    return Finding("rest", f"in the reStructuredText: {words}", place, vocabulary.hint(words))


def _bad_links(document: nodes.document, lines: tuple[str, ...], places: tuple[Place, ...]) -> Iterator[Finding]:
    for reference in document.findall(nodes.reference):
        address = str(reference.get("refuri", ""))
        if address and not address.lower().startswith(SCHEMES) and not VALUE.search(address):
            yield Finding(
                "bad-link",
                f"the link to '{address}' leads nowhere a reader could follow",
                _place_of(address, lines, places),
                "write an address that begins with https://, http:// or mailto:",
            )


def _place_of(words: str, lines: tuple[str, ...], places: tuple[Place, ...]) -> Place:
    """Find the first line that holds words; the first of all where none does."""
    return next((place for line, place in zip(lines, places, strict=True) if words in line), places[0])


@contextmanager
def _only(allowed: vocabulary.Allowed) -> Iterator[None]:
    """Let docutils find no directive or role but those that are allowed."""
    directive, role = directives.directive, roles.role

    def find_directive(name: str, *_: Any) -> tuple[Any, list[Any]]:
        return allowed.directives.get(name.lower()), []

    def find_role(name: str, *_: Any) -> tuple[Any, list[Any]]:
        return allowed.roles.get(name.lower()), []

    directives.directive, roles.role = find_directive, find_role  # type: ignore[assignment] # typed too narrowly
    try:
        yield
    finally:
        directives.directive, roles.role = directive, role


# Values in the place of their marks


def _graft(tree: nodes.document, composed: Composed, prefix: str, findings: list[Finding]) -> None:
    for text in list(tree.findall(nodes.Text)):
        if VALUE.search(text):
            _replace(text, composed, prefix, findings)
    for node in tree.findall(nodes.Element):
        for name, value in list(node.attributes.items()):
            node[name] = _filled(value, composed)


def _filled(value: Any, composed: Composed) -> Any:
    """Put values into an attribute: an alternative text, an address, a file."""
    if isinstance(value, str):
        return VALUE.sub(lambda mark: composed.values[int(mark[1])], value)
    if isinstance(value, list):
        return [_filled(item, composed) for item in value]
    return value


def _replace(text: nodes.Text, composed: Composed, prefix: str, findings: list[Finding]) -> None:
    parent = text.parent
    alone = isinstance(parent, nodes.paragraph) and len(parent) == 1 and VALUE.fullmatch(text.strip())
    if alone and isinstance(value := composed.values[int(alone[1])], Rest):
        blocks = _blocks(value, f"{prefix}v{alone[1]}-", findings, headings=isinstance(parent.parent, nodes.section))
        parent.parent.replace(parent, blocks)
        return
    pieces: list[nodes.Node] = []
    at = 0
    for mark in VALUE.finditer(text):
        if mark.start() > at:
            pieces.append(nodes.Text(text[at : mark.start()]))
        value = composed.values[int(mark[1])]
        pieces += _inline(value, f"{prefix}v{mark[1]}-", findings) if isinstance(value, Rest) else [nodes.Text(value)]
        at = mark.end()
    if at < len(text):
        pieces.append(nodes.Text(text[at:]))
    parent.replace(text, pieces)


def _blocks(value: Rest, prefix: str, findings: list[Finding], headings: bool) -> list[nodes.Node]:
    """Parse a reST value; give the blocks that stand in the place of its mark."""
    document = value_tree(value, prefix, findings)
    if not headings and (section := next(document.findall(nodes.section), None)) is not None:
        place = _place_of(section[0].astext(), tuple(value.split("\n")), _places(value))
        findings.append(Finding("heading-here", "a heading cannot stand in this text", place, "use **bold** words"))
    return list(document.children)


def _inline(value: Rest, prefix: str, findings: list[Finding]) -> list[nodes.Node]:
    """Parse a reST value that stands within a line; it must be one paragraph."""
    document = value_tree(value, prefix, findings)
    paragraphs = [child for child in document.children if isinstance(child, nodes.paragraph)]
    notes = [child for child in document.children if isinstance(child, nodes.footnote | nodes.target)]
    if len(paragraphs) != 1 or len(paragraphs) + len(notes) != len(document.children):
        findings.append(
            Finding("not-one-paragraph", "this text must be one paragraph", _places(value)[0], "join its paragraphs")
        )
        return []
    return [*paragraphs[0].children, *notes]


def value_tree(value: Rest, prefix: str, findings: list[Finding]) -> nodes.document:
    """Parse a reST value as a document of its own, with what is allowed in values."""
    lines = tuple(value.expandtabs(8).rstrip("\n").split("\n"))
    places = _places(value)[: len(lines)]
    over = next((i for i, line in enumerate(lines) if re.match(r" {120,}\S", line)), None)
    if over is not None or _table_size(lines) > WIDEST_TABLE:
        findings.append(Finding("rest-too-deep", "the text is nested too deep or its table is too large", places[0]))
        return utils.new_document("")
    return _tree(lines, places, prefix, vocabulary.VALUE, findings)


def _table_size(lines: tuple[str, ...]) -> int:
    """Measure grid tables by their characters: docutils' time grows with the square of their cells."""
    return sum(line.count("|") + line.count("+") for line in lines if line.lstrip()[:1] in ("|", "+"))


def _places(value: Rest) -> tuple[Place, ...]:
    count = value.count("\n") + 1
    if value.origin is None:
        return tuple(Place(Path(), line + 1) for line in range(count))
    known = [Place(value.origin.file, line, column) for line, column in value.origin.lines]
    return tuple(known[min(line, len(known) - 1)] for line in range(count))
