"""Write the words of a paragraph as reStructuredText: whatever they are, they read back as they were.

reStructuredText nests no inline markup, and begins and ends it only beside spaces and some signs; so the words are
divided into runs, each with one style, which are joined by escaped spaces where they touch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from string import punctuation
from typing import Any, Final
from urllib.parse import quote, urlsplit

from ...rendering.mathematics.tex_formulas import MathError, tex_to_mathml
from ..latex_to_rst import escape_rst
from .document_tree import Node, plain_text

_LINE_WIDTH: Final = 100
_SAFE_START: Final = re.compile(r"[^\W\d_]{2,}[,;!?]?")
"""A word that begins nothing if it begins a line."""
_ENUMERATOR: Final = re.compile(r"(\(?(?:\d+|#|[A-Za-z]|[ivxlcdmIVXLCDM]+))([.)])(?=\s|$)")
_CLOSING: Final = ".,;:!?)"
"""Signs that may follow inline markup."""
_STRONGEST: Final = ("code", "superscript", "subscript", "strong", "emphasis")
"""Of several styles of the same words, the first of these is written."""
_BEGINNERS: Final = frozenset(f"{punctuation}•‣⁃")
"""Signs that may begin a list, a table, a comment and so on."""
_LINK_SCHEMES: Final = ("http", "https", "mailto")
_LINE_SEPARATORS: Final = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029\r\n", " "))


@dataclass(frozen=True)
class Run:
    """Words of one style; `kind` may also be "math", "note" or "break", `link` the address to which they lead."""

    words: str
    kind: str = ""
    link: str = ""


@dataclass
class Losses:
    """What is lost when a document becomes reStructuredText: words on each kind, with examples."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, words: str = "") -> None:
        """Note a loss; `words` are those around it."""
        self.found.setdefault(what, []).append(" ".join(words.split())[:60])


@dataclass
class InlineReader:
    """Divides inlines into runs. `add_note` writes a footnote and returns its call; `add_image` keeps an image."""

    losses: Losses
    add_note: Callable[[Sequence[Node]], str]
    add_image: Callable[[Node], None]

    def read(self, inlines: Sequence[Node], style: frozenset[str] = frozenset(), link: str = "") -> list[Run]:
        """Return the runs of inlines."""
        return [run for inline in inlines for run in self._read_one(inline, style, link)]

    def _read_one(self, inline: Node, style: frozenset[str], link: str) -> list[Run]:
        kind: str = inline["t"]
        content: Any = inline.get("c")
        if kind in ("Str", "Space", "SoftBreak"):
            words = content if kind == "Str" else " "
            return [Run(clean_text(words), _choose_style(style), link)]
        if kind in _STYLES:
            if kind in _LOST_STYLES:
                self.losses.add(_LOST_STYLES[kind], plain_text(content))
            return self.read(content, style | {_STYLES[kind]} if _STYLES[kind] else style, link)
        reader = getattr(self, f"_read_{kind.lower()}", None)
        if reader is None:
            self.losses.add(f"“{kind}” is not known, and was left out")
            return []
        runs: list[Run] = reader(content, style, link)
        return runs

    def _read_linebreak(self, _content: object, _style: frozenset[str], _link: str) -> list[Run]:
        return [Run("", "break")]

    def _read_quoted(self, content: Any, style: frozenset[str], link: str) -> list[Run]:
        opening, closing = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
        plain = _choose_style(style)
        return [Run(opening, plain, link), *self.read(content[1], style, link), Run(closing, plain, link)]

    def _read_cite(self, content: Any, style: frozenset[str], link: str) -> list[Run]:
        return self.read(content[1], style, link)

    _read_span = _read_cite

    def _read_code(self, content: Any, style: frozenset[str], link: str) -> list[Run]:
        return [Run(clean_text(content[1]), _choose_style(style | {"code"}), link)]

    def _read_math(self, content: Any, style: frozenset[str], link: str) -> list[Run]:
        tex = " ".join(content[1].split())
        fault = find_formula_fault(tex)
        if fault:
            self.losses.add(f"a formula cannot be set, and was written as text ({fault})", tex)
            return [Run(clean_text(tex), _choose_style(style), link)]
        return [Run(tex, "display" if content[0]["t"] == "DisplayMath" else "math")]

    def _read_rawinline(self, content: Any, _style: frozenset[str], _link: str) -> list[Run]:
        if re.fullmatch(r"<br\s*/?>", content[1].strip(), re.IGNORECASE):
            return [Run("", "break")]
        if not content[1].startswith("<!--"):
            self.losses.add("markup of another language was left out", content[1])
        return []

    def _read_link(self, content: Any, style: frozenset[str], _link: str) -> list[Run]:
        address = self._check_address(content[2][0], content[1])
        runs = self.read(content[1], style, address)
        return runs if runs or not address else [Run(address, "", address)]

    def _check_address(self, address: str, words: object) -> str:
        if not address or address.startswith("#"):
            return ""  # a place in the same document
        try:
            parts = urlsplit(address)
            is_known = parts.scheme in _LINK_SCHEMES and bool(parts.netloc or parts.scheme == "mailto")
        except ValueError:
            is_known = False
        if not is_known or len(address) > 1000:
            self.losses.add("a link that leads to no web page became text", f"{plain_text(words)} ({address})")
            return ""
        return quote(address, safe="!#$%&'()*+,/:;=?@[]~-._")

    def _read_image(self, content: object, _style: frozenset[str], _link: str) -> list[Run]:
        self.add_image({"t": "Image", "c": content})
        return []

    def _read_note(self, content: Any, _style: frozenset[str], _link: str) -> list[Run]:
        return [Run(self.add_note(content), "note")]


_STYLES: Final = {
    "Emph": "emphasis",
    "Strong": "strong",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "Underline": "emphasis",
    "Strikeout": "",
    "SmallCaps": "",
}
_LOST_STYLES: Final = {
    "Underline": "underlined words became emphasis",
    "Strikeout": "words that were struck out are printed as others are",
    "SmallCaps": "small capitals became ordinary letters",
}


def clean_text(words: str) -> str:
    """Return words without control characters and line breaks."""
    kept = (c for c in words.translate(_LINE_SEPARATORS) if c.isprintable() or c.isspace() or c in "\u200c\u200d\u00ad")
    return "".join(kept).replace("\u00ad", "")


def find_formula_fault(tex: str) -> str:
    """Return why a formula cannot be set, or ""."""
    if "`" in tex:
        return "it has a grave accent"
    try:
        tex_to_mathml(tex)
    except MathError as error:
        return str(error)
    return ""


def _choose_style(style: frozenset[str]) -> str:
    return next((kind for kind in _STRONGEST if kind in style), "")


def write_runs(runs: Sequence[Run]) -> str:
    """Write runs on one line; those that are "break" or "display" must not be among them."""
    written: list[str] = []
    is_marked_before = False
    for run in _join_runs(runs):
        words = run.words.strip()
        if not words:
            written.append(run.words)
            is_marked_before = False
            continue
        at = run.words.index(words)
        lead, trail = run.words[:at], run.words[at + len(words) :]
        is_marked = bool(run.kind or run.link)
        before = "".join(written)[-1:]
        if before and not (lead or before.isspace()) and _touches(words[0], before, is_marked, is_marked_before):
            written.append("\\ ")
        written += [lead, _write_run(replace(run, words=words)), trail]
        is_marked_before = is_marked and not trail
    return re.sub(r"(?<!\\) {2,}", " ", "".join(written)).strip()


def _touches(first: str, before: str, is_marked: bool, is_marked_before: bool) -> bool:
    """Return whether markup would not be seen where these words touch those before them."""
    if is_marked:
        return is_marked_before or before not in "(-/" or first in ")-/"
    return is_marked_before and first not in _CLOSING


def _join_runs(runs: Sequence[Run]) -> list[Run]:
    """Join neighbours of one style; a blank between two of them belongs to both."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        is_blank = last is not None and run.words.isspace() and not (last.kind or last.link)
        is_like = last is not None and (last.kind, last.link) == (run.kind, run.link)
        if last and (is_blank or (is_like and run.kind not in ("math", "note"))):
            joined[-1] = replace(last, words=last.words + run.words)
        else:
            joined.append(run)
    return [run for run in joined if run.words]


def _write_run(run: Run) -> str:
    if run.kind == "note":
        return run.words
    if run.kind == "math":
        return f":math:`{run.words}`"
    if run.link:
        words = escape_rst(run.words).replace("<", "\\<")
        return f"`{words} <{re.sub(r'_$', chr(92) + '_', run.link)}>`__"
    if run.kind == "code":
        words = run.words
        return f"``{words}``" if "``" not in words and words[-1] not in "`\\" else f":literal:`{_escape(words)}`"
    if run.kind == "emphasis":
        return f"*{_escape(run.words)}*"
    if run.kind == "strong":
        return f"**{_escape(run.words)}**"
    if run.kind in ("superscript", "subscript"):
        return f":{run.kind[:3]}:`{_escape(run.words)}`"
    return escape_rst(run.words)


def _escape(words: str) -> str:
    return re.sub(r"([\\*`|_<>])", r"\\\1", words)


def protect_start(line: str) -> str:
    """Escape the start of a paragraph if it would begin a list, a comment or the like."""
    if found := _ENUMERATOR.match(line):
        return f"\\{line}" if line.startswith("(") else f"{found[1]}\\{line[found.end(1) :]}"
    is_marked = line.startswith(("**", ":math:", ":sup:", ":sub:", ":literal:", "[#]_")) or line[:1] in "\\*`"
    return f"\\{line}" if line[:1] in _BEGINNERS and not is_marked else line


def wrap_line(line: str) -> list[str]:
    """Break a paragraph into lines, only before words that begin nothing."""
    lines: list[str] = []
    current = ""
    for word in line.split(" "):
        if len(current) + len(word) >= _LINE_WIDTH and _SAFE_START.fullmatch(word) and not current.endswith("\\"):
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return [*lines, current] if current else lines
