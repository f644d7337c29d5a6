"""Pieces of HTML within a line: direction and language, addresses, and spaces at which a line must not end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from docutils import nodes

from ...language import text_direction
from ..rst.plain_text import extract_plain_text

# A line does not end between a title, an initial and the name, between a day, its month and the year, and before the
# last short word of a paragraph, unless a formula precedes it, which may fill its line.
_TITLES = re.compile(r"(\b[A-ZÀ-ÖØ-Þ]\w{1,3}\.?) (?=[A-ZÀ-ÖØ-Þ]\. )")
_NAMES = re.compile(r"(?<=\b[A-ZÀ-ÖØ-Þ]\.) (?=[^\W\d_])")
_DATES = re.compile(r"(?<=\d) (?=[^\W\d_]{3,}\.? \d{4}\b)|(?<=\d.[^\W\d_]{3}) (?=\d{4}\b)")
PARAGRAPH_END = re.compile(r"(?<!em\">)(?<!em\"></span>) (?=[^\s<>]{1,4}(?:</\w+>[^\s<>]?)*$)")
RAGGED_END = re.compile(r"(?<!em\">)(?<!em\"></span>) (?=[^\s<>]{1,8}(?:</\w+>[^\s<>]?)*$)")
# In large type it does not end after an article that follows a colon, nor between the last two words.
LARGE_TYPE_END = re.compile(r"(?<=: [^\W\d_]) |(?<=: [^\W\d_]{2}) |(?<=: [^\W\d_]{3}) | (?=[^\s<>]+$)")
_FEWEST_WORDS = 4
_HOST = re.compile(r"\w+://[^/]+")
_LANGUAGE = re.compile("language-([a-z]{2,3}(?:-[a-z0-9]{1,8})*)")
_PARAGRAPHS = frozenset(("p", "ul", "ol", "dl", "dt", "dd", "blockquote", "th", "td", "caption"))
"""Elements that run from the right as a whole if their text does."""


def join_names_and_dates(words: str) -> str:
    """Put no-break spaces into names with initials, and into dates."""
    return _DATES.sub("\u00a0", _NAMES.sub("\u00a0", _TITLES.sub("\\1\u00a0", words)))


def join_line_ends(words: str, ends: re.Pattern[str]) -> str:
    """Put no-break spaces where a paragraph or heading of some length should not be broken."""
    return ends.sub("\u00a0", words) if words.count(" ") >= _FEWEST_WORDS - 1 else words


def list_languages(node: nodes.Element) -> list[str]:
    """Return the languages that the classes of a node name, as docutils' roles of languages do."""
    return [found[1] for name in node["classes"] if (found := _LANGUAGE.fullmatch(name))]


def is_language_class(name: str) -> bool:
    """Return whether a class only names a language."""
    return _LANGUAGE.fullmatch(name) is not None


def language_attributes(tag: str) -> str:
    """Return the attributes of an element in another language, and of its direction."""
    return f' lang="{escape(tag)}" dir="{text_direction.language_direction(tag)}"' if tag else ""


def direction_attribute(tag: str, node: nodes.Element) -> str:
    """Return the attribute of an element whose direction is given, or whose text begins with right-to-left letters."""
    given = node.get("dir")
    if given or (tag in _PARAGRAPHS and text_direction.base_direction(node.astext()) == text_direction.RTL):
        return f' dir="{given or text_direction.RTL}"'
    return ""


def escape_isolated(words: str) -> str:
    """Write plain text that stands beside other text as HTML, each name in its own direction."""
    return write_bidi(escape(text_direction.isolate_rtl(words), quote=False), text_direction.LTR)


def write_bidi(words: str, around: str) -> str:
    """Turn the direction marks of a text into `bdi` elements, where they differ from the direction around it."""
    return text_direction.replace_isolates(words, around, lambda inner, way: f'<bdi dir="{way}">{inner}</bdi>')


def write_address(address: str) -> str:
    """Write an address so that styles can keep its host on one line."""
    host = _HOST.match(address)
    end = host.end() if host else 0
    return f'<span class="host">{escape(address[:end])}</span>{escape(address[end:])}' if host else escape(address)


def heading_text(node: nodes.Element) -> str:
    """Return the text of a heading, without its notes."""
    return text_direction.strip_isolates(extract_plain_text(node))


def iter_parents(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the parents of a node, from the innermost to the document."""
    while node.parent is not None:
        node = node.parent
        yield node
