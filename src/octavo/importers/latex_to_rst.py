"""Convert LaTeX to plain text, or to reStructuredText."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache
from importlib import import_module
from typing import Any

# A percent sign after a digit or inside a word is not a comment: few people escape it in forms.
_COMMENT = re.compile(r"(?<![\\\d])(?<!\d[ \u00a0])(?:^[ \t]*%.*\n?|(?<!\S)%.*|%[ \t]*$)", re.MULTILINE)
_STYLED = re.compile(r"\\(emph|textit|textsl|textbf|texttt)\{([^{}\\]+)\}")
_MARKS = {"emph": "*", "textit": "*", "textsl": "*", "textbf": "**", "texttt": "``"}
_ADDRESS = re.compile(r"https?://[^\s<>()]+[^\s<>().,;:]")
# Text that would begin a list, field, comment or heading at the start of a paragraph.
_START = re.compile(r"(?:[-*+•]|\(?\w{1,3}[.)]|:\w[^:]*:|\.\.|>>>|\||__)(?=\s|$)")
_OPEN, _CLOSE, _BREAK = "\ue010", "\ue011", "\ue012"


@lru_cache(maxsize=1)
def _load_decoder() -> Any:
    return import_module("pylatexenc.latex2text").LatexNodes2Text(math_mode="text", keep_comments=False)


def latex_to_text(text: object) -> str:
    """Convert LaTeX to one line of Unicode text."""
    return " ".join(_decode(_COMMENT.sub("", str(text or ""))).split())


def _decode(text: str) -> str:
    text = text.replace("\\\\", " ").replace("~", "\u00a0").replace("\\@", "")
    text = re.sub(r"\\(?:url|path)\{([^{}]*)\}", lambda found: found[1].replace("_", "\\_").replace("%", "\\%"), text)
    text = re.sub(r"\\href\{([^{}]*)\}\{([^{}]*)\}", r"\2 (\1)", text)
    if not re.search(r"[\\{}$]|--|``|''|`", text):
        return text
    text = re.sub(r"(?<!\\)%", r"\\%", text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return str(_load_decoder().latex_to_text(text))
        except Exception:  # it is not LaTeX after all
            return re.sub(r"[{}\\$]", "", text)


def latex_to_markup(text: object) -> str:
    """Convert LaTeX to reStructuredText: paragraphs, emphasis and lists; other commands become plain text."""
    source = _COMMENT.sub("", str(text or "").replace("\r\n", "\n"))
    source = re.sub(r"\\begin\{(?:itemize|enumerate)\}(?:\[[^\]]*\])?|\\end\{(?:itemize|enumerate)\}", "\n\n", source)
    source = re.sub(r"\\item\b\s*", f"\n\n{_BREAK}", source)
    source = re.sub(r"\\(?:section|subsection|paragraph)\*?\{([^{}]*)\}", r"\n\n\\textbf{\1}\n\n", source)
    source = re.sub(r"\\par\b|\\bigskip|\\medskip|\\smallskip|\\vspace\*?\{[^{}]*\}|\\noindent\b", "\n\n", source)
    paragraphs = (_convert_paragraph(part) for part in re.split(r"\n\s*\n", source))
    return "\n\n".join(filter(None, paragraphs))


def _convert_paragraph(text: str) -> str:
    item = _BREAK in text
    styled = _STYLED.sub(
        lambda found: f"{_OPEN}{_MARKS[found[1]]}{_OPEN}{found[2].strip()}{_CLOSE}", text.replace(_BREAK, "")
    )
    words = " ".join(_decode(styled).split())
    if not words:
        return ""
    written, mark = "", ""
    # A comment or a dropped command may have removed the end of the styled text.
    for piece in re.split(f"({_OPEN}[*`]+{_OPEN}|{_CLOSE})", words):
        if piece == _CLOSE or piece.startswith(_OPEN):
            mark = piece.strip(_OPEN + _CLOSE)
        elif not mark:
            written += escape_rst(piece)
        elif piece.strip():
            inner = piece.strip() if mark == "``" else escape_rst(piece.strip())
            written += f"\\ {mark}{inner}{mark}\\ "
    styled_first = written.startswith("\\ ")
    written = written.removeprefix("\\ ")
    if _START.match(written) and not styled_first:
        written = f"\\{written}"
    return f"- {written}" if item else written


def escape_rst(words: str) -> str:
    """Escape words for reStructuredText; URLs stay links."""
    made, at = "", 0
    for found in _ADDRESS.finditer(words):
        made += _escape_markup(words[at : found.start()]) + found[0]
        at = found.end()
    return made + _escape_markup(words[at:])


def _escape_markup(words: str) -> str:
    return re.sub(r"([\\*`|_])", r"\\\1", words)
