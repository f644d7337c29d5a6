"""Write texts, titles and addresses as values of BibTeX."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from ...findings.finding import Place
from ...language.one_line_text import to_one_line
from ...model.formula_text import formula_to_text
from ...model.marked_title import MarkedText
from ..mathematics.tex_formulas import MathError, tex_to_mathml
from .bibtex_names import Name
from .bibtex_reader import BibtexEntry
from .written_references import WrittenReference, read_reference

# Characters with a meaning in TeX. Braces become commands, since BibTeX counts braces even after a backslash.
_SIGNS: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "`": r"{\textasciigrave}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    "\u00a0": "~",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_ADDRESS: Final = {"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"}
_SPECIAL: Final = re.compile(r"[\\{}~^`<>|\u00a0#$%&_]|(?<=-)-|(?<=')'")
_COMMANDS: Final = {
    "emphasis": "emph",
    "strong": "textbf",
    "superscript": "textsuperscript",
    "subscript": "textsubscript",
}
_LONG_WORD: Final = 4
_LONGEST_NAME: Final = 4
_POSSESSIVE: Final = re.compile(r"['’]s$")
_EDGES: Final = re.compile(r"^\W+|\W+$")


def escape_tex(words: str) -> str:
    """Escape words so that TeX prints each character and joins none (as it joins two hyphens)."""
    return _escape(to_one_line(words))


def _escape(words: str) -> str:
    return _SPECIAL.sub(lambda found: _SIGNS.get(found[0]) or f"{{}}{found[0]}", words)


def escape_address(words: str) -> str:
    """Percent-encode the characters of a URL or DOI that BibTeX cannot read."""
    return "".join(_ADDRESS.get(letter, letter) for letter in words)


def write_marked_tex(words: str) -> str:
    """Write a text with its emphasis, scripts and formulas."""
    if not isinstance(words, MarkedText):
        return escape_tex(words)
    return "".join(_write_run(kind, piece) if kind else _escape(piece) for kind, piece in words.runs)


def _write_run(kind: str, words: str) -> str:
    if kind != "math":
        return rf"\{_COMMANDS[kind]}{{{_escape(words)}}}"
    try:
        tex_to_mathml(words)
    except MathError:
        return _escape(formula_to_text(words))
    return f"{{${words}$}}"


def protect_title(words: str, names: Collection[str] = ()) -> str:
    """Put braces around names and abbreviations in a title, so that no style changes their capitals.

    Where most words have capitals, only `names` and abbreviations can be told from other words.
    """
    runs = words.runs if isinstance(words, MarkedText) else (("", to_one_line(words)),)
    plain = "".join(piece for _, piece in runs)
    kept = _find_names(plain.split(" "), names)
    written, at = "", 0
    for kind, piece in runs:
        if kind:
            # An argument is a group, whose capitals no style changes.
            written += _write_run(kind, piece)
        else:
            first = plain.count(" ", 0, at)
            fragments = enumerate(piece.split(" "), first)
            written += " ".join(
                f"{{{_escape(one)}}}" if one and kept[number] else _escape(one) for number, one in fragments
            )
        at += len(piece)
    return written


def _find_names(words: list[str], names: Collection[str]) -> list[bool]:
    """Tell for each word of a title whether its capitals are to be kept."""
    long = [word for word in words[1:] if len(word) >= _LONG_WORD and word[0].isalpha() and word[1:].islower()]
    capitals = sum(word[0].isupper() for word in long)
    headline = capitals > 1 and capitals * 2 > len(long)
    kept = [
        _is_abbreviation(word, headline) or (number > 0 and not headline and _EDGES.sub("", word)[:1].isupper())
        for number, word in enumerate(words)
    ]
    for start, length in _find_phrases(words, names):
        kept[start : start + length] = [True] * length
    return kept


def _find_phrases(words: list[str], names: Collection[str]) -> Iterator[tuple[int, int]]:
    bare = [_POSSESSIVE.sub("", _EDGES.sub("", word)) for word in words]
    for start in range(len(words)):
        for length in range(1, _LONGEST_NAME + 1):
            if start + length <= len(words) and " ".join(bare[start : start + length]) in names:
                yield start, length


def _is_abbreviation(word: str, headline: bool) -> bool:
    """Check for a word with capitals after its first letter: NATO, pH, 5G; non-Abelian where titles have few."""
    return any(
        letter.isupper() and (before.isalnum() or (not headline and index > 0))
        for index, (before, letter) in enumerate(zip(_EDGES.sub("", word), _EDGES.sub("", word)[1:], strict=False))
    )


def make_written_entry(reference: WrittenReference, key: str) -> BibtexEntry:
    """Make an entry of a reference that its author wrote out; what cannot be told of it is the title as a whole."""
    told = read_reference(reference)
    fields = {"title": f"{{{escape_tex(reference.text)}}}"}
    if told.authors and told.title:
        fields = {
            "author": " and ".join(map(_write_name, told.authors)),
            "title": protect_title(told.title),
            "year": str(told.year or ""),
            "note": escape_tex(told.rest.strip(" .,;")),
        }
    fields |= {"doi": escape_address(told.doi), "url": escape_address(told.url)}
    return BibtexEntry(key, "misc", {name: value for name, value in fields.items() if value}, Place(Path()), {})


def make_entry_key(label: str, number: int, taken: Collection[str]) -> str:
    """Make a key from the label of a reference that no other entry has: Name2004, or reference-3 for a number."""
    key = re.sub(r"[^\w:./+-]+", "-", label).strip("-")
    key = key if key and not key.isdigit() else f"reference-{key or number}"
    return key if key.casefold() not in taken else f"{key}-{number}"


def _write_name(name: Name) -> str:
    if name.literal:
        return f"{{{escape_tex(name.literal)}}}"
    parts = (f"{name.particle} {name.family}".strip(), name.suffix, name.given)
    return ", ".join(escape_tex(part) for part in parts if part)
