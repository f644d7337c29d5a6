"""The roles of a chapter's manuscript: citations, references, labels, index terms and names of programs."""

from __future__ import annotations

import re

from docutils import nodes, utils
from docutils.parsers.rst import roles, states
from docutils.parsers.rst.languages import en as english

from ..rendering.rst import directives as vocabulary
from ..rendering.rst.directives import Role


class cite(nodes.Inline, nodes.Element):  # noqa: N801 - docutils' nodes are lower case
    """A citation of entries of the bibliography: ``keys``."""


class cross(nodes.Inline, nodes.Element):  # noqa: N801
    """A reference to a label, here or in another chapter: ``keys``, the ``role``, and ``words`` if given."""


class label(nodes.Inline, nodes.Element):  # noqa: N801
    """The label of the figure, table, equation or section that contains it."""


class indexed(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Text that is in the subject index, under ``term``."""


def _literal_role(name: str) -> Role:
    def role(
        _role: str, raw: str, text: str, _line: int, _inliner: object, _options: object = None, _content: object = ()
    ) -> object:
        return [nodes.literal(raw, utils.unescape(text), classes=[name])], []

    return role


def _cite_role(
    _role: str, raw: str, text: str, line: int, inliner: states.Inliner, _options: object = None, _content: object = ()
) -> object:
    return [_with_line(cite(raw, keys=_split_keys(text)), line, inliner)], []


def _with_line(node: nodes.Element, line: int, inliner: states.Inliner) -> nodes.Element:
    """Return a node with the source and line of the paragraph in which its role stands."""
    source, node.line = inliner.reporter.get_source_and_line(line)
    node.source = source if source is None else str(source)
    return node


def get_line(node: nodes.Element) -> tuple[str, int]:
    """Return the source and line of a node of a role, or of the element that contains it."""
    source, line = utils.get_source_line(node)
    return str(source), line or 0


def _reference_role(
    name: str, raw: str, text: str, line: int, inliner: states.Inliner, _options: object = None, _content: object = ()
) -> object:
    """Refer to one or more labels, optionally with own text: ``:ref:`the model <model>```."""
    found = re.fullmatch(r"(.*\S)\s*<([^<>]+)>", utils.unescape(text), re.DOTALL)
    words = {"words": " ".join(found[1].split())} if found else {}
    node = cross(raw, keys=_split_keys(found[2] if found else text), role=name.lower(), **words)
    return [_with_line(node, line, inliner)], []


def _split_keys(text: str) -> list[str]:
    return [name.strip() for name in utils.unescape(text).split(",") if name.strip()]


def _label_role(
    _role: str, raw: str, text: str, line: int, inliner: states.Inliner, _options: object = None, _content: object = ()
) -> object:
    return [_with_line(label(raw, name=utils.unescape(text).strip()), line, inliner)], []


def _index_role(
    _role: str, raw: str, text: str, _line: int, _inliner: object, _options: object = None, _content: object = ()
) -> object:
    """Mark words for the subject index: ``:index:`clocks``` or ``:index:`those clocks <clocks>```."""
    found = re.fullmatch(r"(.*?)\s*<([^<>]+)>", utils.unescape(text), re.DOTALL)
    words, term = (found[1], found[2]) if found else (utils.unescape(text),) * 2
    return [indexed(raw, words, term=" ".join(term.split()))], []


_ROLES: dict[str, Role] = {
    **vocabulary.VALUE_MARKUP.roles,
    "acronym": roles.GenericRole("acronym", nodes.abbreviation),
    "pep-reference": roles.pep_reference_role,
    "rfc-reference": roles.rfc_reference_role,
    "math": roles.math_role,
    "code": roles.code_role,
    "kbd": _literal_role("kbd"),
    "samp": _literal_role("samp"),
    "file": _literal_role("file"),
    "command": _literal_role("command"),
    "cite": _cite_role,
    "ref": _reference_role,
    "eq": _reference_role,
    "numref": _reference_role,
    "label": _label_role,
    "index": _index_role,
}
# Docutils' short names, such as :sup: and :rfc:, of the roles that are known.
CHAPTER_ROLES: dict[str, Role] = {
    **{short: _ROLES[name] for short, name in english.roles.items() if name in _ROLES and short != "i"},
    **_ROLES,
}
