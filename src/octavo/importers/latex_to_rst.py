"""Convert LaTeX, as people type it into forms and write prefaces in it, to plain text or to reStructuredText.

Nothing is lost in silence: what has no place in text is added to a list of lost pieces, which the importers report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.formula_text import formula_to_text, write_sub_superscript
from ..model.marked_title import MarkedTitle, escape_title
from ..rendering.bibliography.latex_text import LINE_BREAK, STYLE_END, STYLE_MARKS, LatexText, parse_latex

# A percent sign after a digit or inside a word is not a comment: few people escape it in forms.
_COMMENT = re.compile(r"(?<![\\\d])(?<!\d[ \u00a0])(?:^[ \t]*%.*\n?|(?<!\S)%.*|%[ \t]*$)", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s<>()\\`*|]+[^\s<>()\\`*|.,;:]")
# Text that would begin a list, field, comment or heading at the start of a paragraph.
_START = re.compile(
    r"(?:[-*+•]|[#=.]{1,}|\(?(?:\w{1,3}|#)[.)]|:(?![:\s])(?:[^:\n]|:(?![ `\n]|$))*(?<!\s):"
    r"|>>>|\||__)(?=[ \n]|$)|(?P<line>[^\w\s\\])(?P=line){3,}$"
)
_ITEM = "\ue020"
_MARKUP_EDGE = "\ue021"
"""Stands at both ends of markup, which need a backslash and a space beside letters."""
_NEEDLESS_EDGE = re.compile(rf"(?:^|(?<=[\s{_MARKUP_EDGE}])){_MARKUP_EDGE}|{_MARKUP_EDGE}(?=\s|$)")
_TABLE = re.compile(r"\\begin\{tabular[x*]?\}(?:\[\w\])?(?:\{(?:[^{}]|\{[^{}]*\})*\}){1,2}")
_TABLE_END = re.compile(r"\\end\{tabular[x*]?\}")
# The length of an option in brackets is limited: it may not be closed, and would be looked for at each command.
_OPTION = r"\[([^\]]{0,200})\]"
_RULES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule)\b|\\c(?:line|midrule)\{[^{}]*\}")
_STYLES = {mark: kind for kind, mark in STYLE_MARKS.items()}
_PIECES = re.compile(f"([{''.join(_STYLES)}{STYLE_END}])")
_LINE_PIECES = re.compile(f"([{''.join(_STYLES)}{STYLE_END}{LINE_BREAK}])")
_WRITTEN = {
    "emphasis": "*{}*",
    "strong": "**{}**",
    "literal": "``{}``",
    "superscript": ":sup:`{}`",
    "subscript": ":sub:`{}`",
    "formula": ":math:`{}`",
}
"""Markup of reStructuredText by style; text in another style stays plain."""
_VERBATIM = ("literal", "formula")
_STARRED = ("emphasis", "strong")
"""Styles whose markup in titles may touch no letter."""


def latex_to_text(text: object, lost: list[str] | None = None) -> str:
    """Convert LaTeX to one line of Unicode text. Commands that are lost are added to `lost`."""
    written = "".join(_write_plain(kind, words) for kind, words in _list_pieces(_parse(str(text or ""), lost).text))
    return _join_words(written.replace(LINE_BREAK, " "))


def latex_to_title(text: object) -> str:
    """Convert LaTeX to a marked title: emphasis, subscripts, superscripts and formulas stay, all else is plain text."""
    pieces = list(_list_pieces(_join_words(_parse(str(text or ""), None).text.replace(LINE_BREAK, " "))))
    written, plain = "", ""
    for (kind, words), (next_kind, next_words) in zip(pieces, [*pieces, ("", "")][1:], strict=True):
        around = (written[-2:] + plain[-2:], _write_title_markup(next_kind, next_words) or next_words)
        if marked := _mark_title_piece(kind, words, *around):
            written += escape_title(plain) + marked
            plain = ""
        else:
            plain += words
    written += escape_title(plain)
    whole = "".join(_write_plain(kind, words) for kind, words in pieces)
    # Asterisks of the text may enclose markup.
    return written if str(MarkedTitle.parse(written)) == whole else escape_title(whole)


def _write_title_markup(kind: str, words: str) -> str:
    """Write words as the markup of a style in titles; "" if titles have none for them."""
    marked = _WRITTEN[kind].format(words.strip()) if kind not in ("", "literal") else ""
    return marked if marked and MarkedTitle.parse(marked).has_markup else ""


def _mark_title_piece(kind: str, words: str, before: str, after: str) -> str:
    """Write a piece of a title as markup; "" if titles have none for it beside what stands before and after it."""
    marked = _write_title_markup(kind, words)
    if not marked:
        return ""
    start, end = words.split(words.strip(), 1)
    before, after = before + start, end + after
    if kind in _STARRED:
        touches = re.search(r"[\w*\\]$", before) or re.match(r"[\w*]", after)
        return "" if touches else start + marked + end
    # A role takes a backslash before it, and a backslash with a space after it, as part of its markup.
    opening = "\\ " if re.search(r"\\ ?$", before) else ""
    closing = "\\ " if after.startswith("\\ ") else ""
    return start + opening + marked + closing + end


def latex_to_markup(text: object, lost: list[str] | None = None) -> str:
    """Convert LaTeX to reStructuredText: paragraphs, lists, tables, styles and formulas.

    Commands that are lost are added to `lost`.
    """
    source = str(text or "").replace("\r\n", "\n")
    made: list[str] = []
    at = 0
    while (table := _TABLE.search(source, at)) and (end := _TABLE_END.search(source, table.end())):
        made.append(_convert_text(source[at : table.start()], lost))
        made.append(_convert_table(source[table.end() : end.start()], lost))
        at = end.end()
    made.append(_convert_text(source[at:], lost))
    return "\n\n".join(filter(None, made))


def _parse(source: str, lost: list[str] | None) -> LatexText:
    reading = parse_latex(_COMMENT.sub("", source), is_form=True)
    if lost is not None:
        lost += [*reading.lost_commands, *reading.unknown_commands]
    return reading


def _convert_text(source: str, lost: list[str] | None) -> str:
    source = _COMMENT.sub("", source)
    source = re.sub(rf"\\(?:begin|end)\{{(?:itemize|enumerate)\}}(?:{_OPTION})?", "\n\n", source)
    source = re.sub(rf"\\item\b\s*(?:{_OPTION})?", rf"\n\n{_ITEM}\1 ", source)
    source = re.sub(r"\\(?:sub)*(?:section|paragraph)\*?\{([^{}]*)\}", r"\n\n\\textbf{\1}\n\n", source)
    source = re.sub(r"\\(?:par|bigskip|medskip|smallskip)\b|\\vspace\*?\{[^{}]*\}", "\n\n", source)
    paragraphs = (_convert_paragraph(part, lost) for part in re.split(r"\n\s*\n", source))
    return "\n\n".join(filter(None, paragraphs))


def _convert_paragraph(source: str, lost: list[str] | None) -> str:
    lines = [_write_line(line) for line in _split_lines(_parse(source.replace(_ITEM, ""), lost).text)]
    lines = [line for line in lines if line]
    if len(lines) > 1 and _ITEM not in source:
        return "\n".join(f"| {line}" for line in lines)
    written = " ".join(lines)
    if found := _START.match(written):
        # The backslash stands before a sign: before a letter or digit it would be printed.
        at = found.end() - 1 if found[0][0].isalnum() else 0
        written = f"{written[:at]}\\{written[at:]}"
    return f"- {written}" if written and _ITEM in source else written


def _split_lines(text: str) -> list[str]:
    """Split a parsed text into its lines; a style that goes on over several is in each."""
    lines, styles = [""], ""
    for piece in _LINE_PIECES.split(text):
        if piece == LINE_BREAK:
            lines[-1] += STYLE_END * len(styles)
            lines.append(styles)
            continue
        lines[-1] += piece
        styles = styles[:-1] if piece == STYLE_END else styles + piece if piece in _STYLES else styles
    return lines


def _join_words(text: str) -> str:
    """Return a text with single spaces; those that do not break stay."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()


def _write_line(text: str) -> str:
    """Write a line of reStructuredText. Nested styles become the outermost one, since it cannot nest them."""
    written = ""
    for kind, words in _list_pieces(_join_words(text)):
        markup = _WRITTEN.get(kind)
        inner = words.strip()
        if not markup or not inner or (kind in _VERBATIM and "`" in inner):
            written += escape_rst(words)
            continue
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        shown = inner if kind in _VERBATIM else escape_rst(inner)
        written += f"{before}{_MARKUP_EDGE}{markup.format(shown)}{_MARKUP_EDGE}{after}"
    return _NEEDLESS_EDGE.sub("", written).replace(_MARKUP_EDGE, "\\ ").strip()


def _list_pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the style and the words of each piece of a parsed text; "" for plain text."""
    styles: list[str] = []
    for piece in _PIECES.split(text):
        if piece == STYLE_END:
            del styles[-1:]
        elif piece in _STYLES:
            styles.append(_STYLES[piece])
        elif piece:
            yield next((style for style in styles if style in _WRITTEN), ""), piece


def _write_plain(kind: str, words: str) -> str:
    """Write a piece in plain text: x², H₂O, O(n^k)."""
    if kind in ("superscript", "subscript"):
        return write_sub_superscript(words, kind == "superscript")
    return formula_to_text(words) if kind == "formula" else words


def _convert_table(source: str, lost: list[str] | None) -> str:
    """Convert the rows of a `tabular` to a list table, filled up to the longest row."""
    rows = [row for row in re.split(r"\\\\(?:\[[^\]]{0,200}\])?", _RULES.sub("", source)) if row.strip()]
    cells = [[_convert_cell(cell, lost) for cell in re.split(r"(?<!\\)&", row)] for row in rows]
    width = max(map(len, cells), default=0)
    lines = [".. list-table::", ""]
    for row in cells:
        first, *others = [*row, *[""] * (width - len(row))]
        lines += [f"   * - {first}", *(f"     - {cell}" for cell in others)]
    return "\n".join(line.rstrip() for line in lines) if cells else ""


def _convert_cell(source: str, lost: list[str] | None) -> str:
    """Convert a cell, with its further lines below the first."""
    return _convert_paragraph(source.strip(), lost).replace("\n", "\n" + " " * len("   * - "))


def escape_rst(words: str) -> str:
    """Escape words for reStructuredText; URLs stay links."""
    made, at = "", 0
    for found in _ADDRESS.finditer(words):
        # An underscore at the end of a word would make it a reference.
        made += _escape_markup(words[at : found.start()]) + re.sub(r"_(?![^\W_])", r"\\_", found[0])
        at = found.end()
    return made + _escape_markup(words[at:])


def _escape_markup(words: str) -> str:
    return re.sub(r"([\\*`|_]|(?<=:):)", r"\\\1", words)
