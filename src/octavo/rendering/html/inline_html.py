"""Pieces of HTML within a line: direction and language, addresses, and long words that may be broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from docutils import nodes

from ...language import text_direction
from ...language.typography import join_names_and_dates
from ..rst.plain_text import extract_plain_text

# Words of programs and addresses may be broken after their signs, and long names before a capital. A zero-width space
# leaves no trace in the text of a PDF.
_BREAK = "\u200b"
_SIGNS = re.compile(
    r"(?<=[^\W\d_][/_:,=&?#+-])(?=[^\W_]{2})|(?<=::)(?=\w{2})|(?<=[^\W_]/)(?=\w{2})|(?<=[^\W\d_]\.)(?=[^\W_]{4})|(?<=[)\]][.,])(?=\w{3})"
)
_CAPITALS = re.compile(r"(?<=[a-z0-9]{3})(?=[A-Z][a-z]{2})")
_LEAST_JOINED = 16
"""Letters of a word that is broken at its capitals, or among plain words, at least."""
_LONG_WORD = re.compile(r"\S{8,}")
_JOINT = re.compile(r"[^\W\d_][./_:](?=[^\W_])")
_HOST = re.compile(r"\w+://[^/]+")
_LANGUAGE = re.compile("language-([a-z]{2,3}(?:-[a-z0-9]{1,8})*)")
_PARAGRAPHS = frozenset(("p", "ul", "ol", "dl", "dt", "dd", "blockquote", "th", "td", "caption"))
"""Elements that run from the right as a whole if their text does."""
_LONG_PARAGRAPHS = frozenset(("p", "dd", "blockquote"))


def allow_breaks(code: str) -> str:
    """Allow lines to end within the long words of a program text or an address."""
    return _LONG_WORD.sub(lambda word: _break_word(word[0]), code)


def allow_technical_breaks(words: str) -> str:
    """Allow lines to end within addresses and names of programs that stand among plain words."""
    return _LONG_WORD.sub(lambda word: _break_word(word[0]) if _is_technical(word[0]) else word[0], words)


def _is_technical(word: str) -> bool:
    return len(word) >= _LEAST_JOINED and ("_" in word.strip("_") or len(_JOINT.findall(word)) > 1)


def _break_word(word: str) -> str:
    host = _HOST.match(word)
    start = host.end() if host else 0
    parts = _SIGNS.sub(_BREAK, word[start:]).split(_BREAK)
    broken = (_CAPITALS.sub(_BREAK, part) if len(part) >= _LEAST_JOINED else part for part in parts)
    return word[:start] + _BREAK.join(broken)


def list_languages(node: nodes.Element) -> list[str]:
    """Return the languages that the classes of a node name, as docutils' roles of languages do."""
    return [found[1] for name in node["classes"] if (found := _LANGUAGE.fullmatch(name))]


def is_language_class(name: str) -> bool:
    """Return whether a class only names a language."""
    return _LANGUAGE.fullmatch(name) is not None


def language_attributes(tag: str) -> str:
    """Return the attributes of an element in another language, and of its direction."""
    return f' lang="{escape(tag)}" dir="{text_direction.language_direction(tag)}"' if tag else ""


def direction_attribute(tag: str, node: nodes.Element, around: str) -> str:
    """Return the attribute of an element whose direction is given, or whose text runs against the document (`around`).

    In a document that runs from the right, words in cells and labels stand where others do.
    """
    known = _PARAGRAPHS if around == text_direction.LTR else _LONG_PARAGRAPHS
    way = node.get("dir") or (tag in known and text_direction.paragraph_direction(node.astext(), around))
    return f' dir="{way}"' if way and (way != around or node.get("dir")) else ""


def escape_isolated(words: str, around: str) -> str:
    """Write plain text that stands beside other text as HTML, each name in its own direction."""
    joined = join_names_and_dates(escape(text_direction.isolate_foreign(words, around), quote=False))
    return write_bidi(joined, around)


def write_bidi(words: str, around: str) -> str:
    """Turn the direction marks of a text into `bdi` elements, where they differ from the direction around it."""
    return text_direction.replace_isolates(words, around, lambda inner, way: f'<bdi dir="{way}">{inner}</bdi>')


def write_address(address: str) -> str:
    """Write an address so that styles can keep its host on one line."""
    host = _HOST.match(address)
    end = host.end() if host else 0
    broken = escape(allow_breaks(address))
    return (
        f'<span class="host">{escape(address[:end])}</span>{broken[len(escape(address[:end])) :]}' if host else broken
    )


def heading_text(node: nodes.Element) -> str:
    """Return the text of a heading, without its notes."""
    return text_direction.strip_isolates(extract_plain_text(node))


def iter_parents(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the parents of a node, from the innermost to the document."""
    while node.parent is not None:
        node = node.parent
        yield node
