"""The directives and roles of reStructuredText: which may stand in a template, and which in a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from string import ascii_lowercase
from typing import TypeAlias

from docutils import nodes
from docutils.parsers.rst import Directive, roles
from docutils.parsers.rst.directives import admonitions, body, misc, tables

from .chart_directive import DrawChart
from .figure_directives import SideBySide
from .picture_credits import CreditedFigure, CreditedImage


class contents(nodes.General, nodes.Element):  # noqa: N801 - docutils' nodes are lower case
    """The table of contents of the whole document."""


class ListContents(Directive):
    """``.. table-of-contents::`` lists the headings of the parts that follow."""

    def run(self) -> list[nodes.Node]:
        """Return the node that the writer fills."""
        return [contents()]


class manuscript(nodes.General, nodes.Element):  # noqa: N801
    """The place of a chapter's text in its template."""


class index(nodes.General, nodes.Element):  # noqa: N801
    """An index of the whole book; ``which`` names it."""


class PlaceManuscript(Directive):
    """``.. manuscript::`` inserts the text of a chapter."""

    def run(self) -> list[nodes.Node]:
        """Return the node that `chapter_typesetter` replaces."""
        return [manuscript()]


class ListIndex(Directive):
    """``.. index-of:: authors`` (or ``subjects``) inserts an index of the whole book."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the node that the writer fills."""
        return [index(which=self.arguments[0])]


class barcode(nodes.General, nodes.Element):  # noqa: N801
    """The bar code of an ISBN."""


class DrawBarcode(Directive):
    """``.. barcode:: ISBN`` draws the bar code of an ISBN."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the node that the writer draws."""
        return [barcode(isbn=self.arguments[0])]


class key_finding(nodes.Admonition, nodes.Element):  # noqa: N801
    """A finding that is to be seen by those who only leaf through."""


class KeyFinding(admonitions.BaseAdmonition):
    """``.. key-finding::`` sets a finding in a box of its own."""

    node_class = key_finding


class symbol(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A drawn sign; its class names the shape, and its text is read aloud in its place."""


class progress(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A share from 0 to 100, which is drawn as a bar beside the percentage."""


def read_share(node: progress) -> int | None:
    """Return the share of a node, in per cent, or None if its text is no whole number from 0 to 100."""
    text = node.astext().strip()
    return int(text) if re.fullmatch("[0-9]{1,2}|100", text) else None


class qr_code(nodes.General, nodes.Element):  # noqa: N801
    """The QR code of a web address."""


class DrawQrCode(Directive):
    """``.. qr-code:: ADDRESS`` draws the QR code of a web address."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the node that the writer draws."""
        return [qr_code(address=self.arguments[0])]


class GroupSections(Directive):
    """``.. group:: CLASS`` holds whole sections, which a ``container`` cannot."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a container with what stands in it."""
        group = nodes.container(classes=[nodes.make_id(self.arguments[0])])
        group.parent = self.state.parent  # by which docutils knows the level of the sections inside
        self.state.nested_parse(self.content, self.content_offset, group, match_titles=True)
        return [group]


Role: TypeAlias = Callable[..., object]
"""What docutils calls for interpreted text, with its role, source, text and place; returns nodes and messages."""


@dataclass(frozen=True)
class AllowedMarkup:
    """The directives and roles that are allowed in one kind of text."""

    directives: Mapping[str, type[Directive]]
    roles: Mapping[str, Role]


def _make_role(kind: type[nodes.Element]) -> roles.GenericRole:
    return roles.GenericRole(kind.__name__, kind)


def _make_language_role(code: str) -> roles.CustomRole:
    """Create the role of text in another language, :language-fr:`un mot`, which docutils marks by a class."""
    own = {"classes": [f"language-{code}"]}
    return roles.CustomRole(f"language-{code}", _make_role(nodes.inline), own)  # type: ignore[arg-type] # typed too narrowly


def _make_class_role(name: str, kind: type[nodes.Element]) -> roles.CustomRole:
    """Create a role whose nodes have its name as their class."""
    return roles.CustomRole(name, _make_role(kind), {"classes": [name]})  # type: ignore[arg-type] # typed too narrowly


SYMBOLS = ("circle-full", "circle-half", "circle-empty", "cross")
"""The shapes of signs, each of which is a role of templates."""
_LANGUAGES = ["".join(pair) for pair in product(ascii_lowercase, repeat=2)]
_ROLES: dict[str, Role] = {
    **{f"language-{code}": _make_language_role(code) for code in _LANGUAGES},
    "": _make_role(nodes.title_reference),
    "emphasis": _make_role(nodes.emphasis),
    "strong": _make_role(nodes.strong),
    "literal": _make_role(nodes.literal),
    "subscript": _make_role(nodes.subscript),
    "sub": _make_role(nodes.subscript),
    "superscript": _make_role(nodes.superscript),
    "sup": _make_role(nodes.superscript),
    "title-reference": _make_role(nodes.title_reference),
    "title": _make_role(nodes.title_reference),
    "abbreviation": _make_role(nodes.abbreviation),
    "abbr": _make_role(nodes.abbreviation),
    "math": roles.math_role,
}
_BLOCKS = {
    "note": admonitions.Note,
    "important": admonitions.Important,
    "tip": admonitions.Tip,
    "key-finding": KeyFinding,
    "rubric": body.Rubric,
    "epigraph": body.Epigraph,
    "pull-quote": body.PullQuote,
    "table": tables.RSTTable,
    "list-table": tables.ListTable,
    "figure": CreditedFigure,
    "image": CreditedImage,
    "side-by-side": SideBySide,
    "math": body.MathBlock,
    "chart": DrawChart,
}
VALUE_MARKUP = AllowedMarkup(_BLOCKS, _ROLES)
TEMPLATE_MARKUP = AllowedMarkup(
    {
        **_BLOCKS,
        "container": body.Container,
        "class": misc.Class,
        "topic": body.Topic,
        "barcode": DrawBarcode,
        "qr-code": DrawQrCode,
        "group": GroupSections,
        "table-of-contents": ListContents,
        "manuscript": PlaceManuscript,
        "index-of": ListIndex,
    },
    {
        **_ROLES,
        **{name: _make_class_role(name, symbol) for name in SYMBOLS},
        **{name: _make_class_role(name, nodes.inline) for name in ("recommendation-number", "overdue")},
        "progress": _make_role(progress),
    },
)
