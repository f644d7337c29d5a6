"""Replace straight quotes, hyphens and dots by typographic quotes, dashes and ellipses in a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes
from docutils.utils import smartquotes

_LITERAL_NODES = (
    nodes.FixedTextElement, nodes.literal, nodes.math, nodes.raw, nodes.problematic, nodes.image, nodes.option_string,
    nodes.citation_reference, nodes.footnote_reference, nodes.label, nodes.comment, nodes.substitution_definition,
)  # fmt: skip
"""Kinds of nodes whose text stays as typed."""
# Docutils does not know those of Arabic (CLDR has the second pair).
smartquotes.smartchars.quotes.setdefault("ar", "«»”“")
_TYPEWRITER_SIGNS = re.compile("[\"']|--|\\.\\.\\.|\\. \\. \\.")
# Command-line options, arrows and rows of signs are not dashes.
_NO_DASH = re.compile(r"(?<![\w-])--?(?=[A-Za-z])|<!?--+>?|--+>|-{4,}|\.{4,}")
# Feet and inches have primes. A word or number with an elided beginning has an apostrophe; 'n' has two.
_PRIMES_AND_APOSTROPHES = re.compile(
    r"(?<![\w.,])\d+'(?:\s?\d+(?:[.,]\d+)?\s?[½¼¾]?\")|(?<=\s)'n'(?=\s)|(?<![\w\"'])'(?:\d0s|tis|twas|twere|twill|til|em)\b(?!')",
    re.IGNORECASE,
)
_PRIMES = str.maketrans("'\"", "′″")
_ESCAPED_SIGN = re.compile("(?<=\x00)([-\\\\'\".`])")


def apply_smart_punctuation(document: nodes.document, language: str) -> None:
    """Replace straight quotes, ``--``, ``---`` and ``...`` by the signs of the language, but not in code or formulas.

    Addresses and text in languages that docutils does not know stay as typed, and so do ``\\"`` and ``\\-``.
    """
    for block in list(document.findall(nodes.TextElement)):
        if isinstance(block, _LITERAL_NODES) or isinstance(block.parent, nodes.TextElement):
            continue
        texts = [text for text in block.findall(nodes.Text) if not _is_within_note(text, block)]
        if any(_TYPEWRITER_SIGNS.search(text) for text in texts):
            _replace_punctuation(texts, _supported_language(block.get_language_code(language)))


def _is_within_note(text: nodes.Text, block: nodes.Element) -> bool:
    """Return whether a text belongs to a footnote within the block, not to the block itself."""
    at = text.parent
    while at is not block:
        if isinstance(at, nodes.footnote):
            return True
        at = at.parent
    return False


def _supported_language(tag: str) -> str:
    while tag and tag not in smartquotes.smartchars.quotes:
        tag = tag.rpartition("-")[0]
    return tag


def _replace_punctuation(texts: list[nodes.Text], language: str) -> None:
    if not language:
        return
    pieces = [list(_split_pieces(text, language)) for text in texts]
    flat = [piece for group in pieces for piece in group]
    words = ["", *(words for _, words in flat), ""]
    made = iter(
        [
            _write_piece(*piece, _context_letter(words[at][-1:]), _context_letter(words[at + 2][:1]), language)
            for at, piece in enumerate(flat)
        ]
    )
    for text, group in zip(texts, pieces, strict=True):
        written = "".join(next(made) for _ in group)
        if written != text:
            text.parent.replace(text, nodes.Text(written))


def _context_letter(letter: str) -> str:
    """Return a stand-in for a neighbouring letter that decides the direction of a quote and is not changed itself."""
    return letter if not letter or letter.isspace() else "x" if letter.isalnum() else ";"


def _write_piece(kind: str, words: str, before: str, after: str, language: str) -> str:
    """Replace the signs of a piece, given the letters before and after it."""
    if kind == "literal" or not words:
        return words
    seen = ("plain", f"{before or ' '}{words}{after or ' '}")
    return "".join(smartquotes.educate_tokens([seen], attr="qDe", language=language))[1:-1]


def _split_pieces(text: nodes.Text, language: str) -> Iterator[tuple[str, str]]:
    """Split a text into what may be changed and what may not. docutils marks an escaped sign with a NUL."""
    if _is_literal(text):
        yield "literal", str(text)
        return
    at = 0
    for kept in sorted([*_NO_DASH.finditer(text), *_find_primes(text, language)], key=lambda one: one.start()):
        if kept.start() >= at:
            yield "plain", _ESCAPED_SIGN.sub(r"\\\1", text[at : kept.start()])
            yield "literal", _replace_signs(kept[0]) if kept.re is _PRIMES_AND_APOSTROPHES else kept[0]
            at = kept.end()
    yield "plain", _ESCAPED_SIGN.sub(r"\\\1", text[at:])


def _find_primes(text: str, language: str) -> Iterator[re.Match[str]]:
    return _PRIMES_AND_APOSTROPHES.finditer(text) if language.startswith("en") else iter(())


def _replace_signs(typed: str) -> str:
    return typed.translate(_PRIMES) if typed[0].isdigit() else typed.replace("'", "’")


def _is_literal(text: nodes.Text) -> bool:
    at: nodes.Node | None = text.parent
    while at is not None and isinstance(at, nodes.Inline | nodes.TextElement):
        if isinstance(at, _LITERAL_NODES) or (isinstance(at, nodes.reference) and _is_address(at)):
            return True
        at = at.parent
    return False


def _is_address(node: nodes.reference) -> bool:
    """Return whether the text of a link is its address."""
    return node.get("refuri") in (shown := node.astext(), f"mailto:{shown}")
