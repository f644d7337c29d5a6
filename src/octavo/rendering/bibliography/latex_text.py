"""Parse LaTeX, of a BibTeX field or a form, into text with marked styles and protected capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ...model.formula_text import tex_signs
from .latex_accents import ACCENTS, LETTERS, put_accent

# A styled piece is enclosed by the mark of its style and STYLE_END. Input cannot contain these characters.
STYLE_MARKS: Final = {
    "emphasis": "\ue010",
    "strong": "\ue011",
    "superscript": "\ue012",
    "subscript": "\ue013",
    "small-caps": "\ue014",
    "link": "\ue015",
    "literal": "\ue016",
    "formula": "\ue017",
}
LINE_BREAK: Final = "\ue018"
STYLE_END: Final = "\ue01f"
MAX_LATEX_DEPTH: Final = 60
_MAX_OPTION_TOKENS: Final = 200
PRIVATE_CHARACTERS: Final = re.compile("[\ue000-\ue0ff]")

_TOKEN: Final = re.compile(
    r"\\[a-zA-Z]+\*?[ \t]*|\\[^a-zA-Z]|[{}$^_]|&amp;|~|---|--|``|''|[^\\{}$^_&~`'-]+|.", re.DOTALL
)
# Each command with its replacement.
_SIGN_TABLE: Final = """
    LaTeX:LaTeX TeX:TeX BibTeX:BibTeX textendash:– textemdash:— ndash:– mdash:— textquoteright:’ textquoteleft:‘
    textquotedblleft:“ textquotedblright:” textquotesingle:' textquotedbl:" textasciitilde:~ textasciicircum:^
    textasciigrave:` textunderscore:_ textbackslash:\\ textless:< textgreater:> textbar:| textbraceleft:{
    textbraceright:} textbullet:• textdegree:° degree:° textregistered:® copyright:© textcopyright:© texttrademark:™
    dots:… ldots:… textellipsis:… pounds:£ textsterling:£ texteuro:€ euro:€ S:§ P:¶ textmu:µ guillemotleft:«
    guillemotright:» guilsinglleft:‹ guilsinglright:› quotedblbase:„ quotesinglbase:‚ textasciiacute:´ sim:∼
    noopsort: relax: protect: unskip: newblock: left: right: /: -: !:
"""
_SIGNS: Final = LETTERS | dict(pair.split(":") for pair in _SIGN_TABLE.split())
_SPACES: Final = {",": "\u2009", **dict.fromkeys((" ", "\n", ";", ":", "\\", "quad", "qquad", "space"), " ")}
_FUNCTIONS: Final = frozenset(("log", "ln", "exp", "sin", "cos", "tan", "max", "min", "lim", "det"))
_STYLE_COMMANDS: Final = {
    **dict.fromkeys(("emph", "textit", "textsl", "mathit", "underline", "uline", "ul"), "emphasis"),
    **dict.fromkeys(("textbf", "mathbf", "boldsymbol", "bm"), "strong"),
    "textsc": "small-caps",
    "textsuperscript": "superscript",
    "textsubscript": "subscript",
}
_STYLE_SWITCHES: Final = {
    **dict.fromkeys(("em", "it", "itshape", "sl", "slshape"), "emphasis"),
    **dict.fromkeys(("bf", "bfseries"), "strong"),
    **dict.fromkeys(("sc", "scshape"), "small-caps"),
    **dict.fromkeys(("tt", "ttfamily", "rm", "rmfamily", "sf", "sffamily", "normalfont", "upshape", "small"), ""),
}
_IGNORED_TABLE: Final = """
    texttt textrm textsf textup textnormal mbox text hbox mathrm mathsf mathtt mathcal operatorname uppercase lowercase
    MakeUppercase enquote ensuremath natexlab bibinfo
"""
_IGNORED_COMMANDS: Final = frozenset(_IGNORED_TABLE.split())
# What only a document has: where things stand on the page, and what refers to another place.
_LAYOUT_TABLE: Final = """
    centering noindent newpage clearpage pagebreak linebreak par bigskip medskip smallskip maketitle hfill vfill
    raggedright sloppy indent
"""
_LAYOUT_COMMANDS: Final = frozenset(_LAYOUT_TABLE.split())
_LAYOUT_COMMANDS_WITH_ARGUMENT: Final = frozenset(
    ("vspace", "hspace", "label", "pagestyle", "thispagestyle", "setlength")
)
_ENVIRONMENT_TABLE: Final = """
    center flushleft flushright quote quotation abstract document itemize enumerate small minipage
"""
_LAYOUT_ENVIRONMENTS: Final = frozenset(_ENVIRONMENT_TABLE.split())
_REFERENCE_COMMAND: Final = re.compile(
    r"(?:no|full|text|paren|auto)?[cC]ite\w*|(?:page|eq|auto|[cC])?ref|includegraphics|input"
)
_URL_COMMANDS: Final = ("url", "path", "nolinkurl", "burl")
_COLOURS: Final = ("textcolor", "color", "colorbox")
"""Commands whose first argument is a colour."""
_FORMULA_ENDS: Final = {"(": ")", "[": "]"}
_DOUBLE_STRUCK: Final = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))


@dataclass
class LatexText:
    """The content of a field: pieces of text, each with whether its capitals are protected, and unknown commands."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    unknown_commands: list[str] = field(default_factory=list)
    lost_commands: list[str] = field(default_factory=list)
    """Commands with their arguments of which nothing is in the text: citations, references, pictures."""
    is_too_deep: bool = False
    """Whether groups or commands are nested so deep that the innermost are read as plain text."""

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces)


def parse_latex(source: str, is_form: bool = False) -> LatexText:
    """Parse the source of a BibTeX field. Any input is accepted.

    With `is_form`, it is what people typed into a form or wrote as a preface: `$5 and $10` are prices (a formula has no
    space inside its signs, and no digit behind them), `~20` is a number, formulas are kept as they are written, between
    marks, commands for layout are dropped, and those for citations, references and pictures are listed.
    """
    reader = _Reader(PRIVATE_CHARACTERS.sub("", source), is_form)
    reader.parse_until("")
    pieces = reader.reading.pieces
    reader.reading.pieces = [(unicodedata.normalize("NFC", text), kept) for text, kept in _merge_words(pieces)]
    return reader.reading


def latex_to_plain(source: str) -> str:
    """Return the text of a field on one line, without styles."""
    return re.sub(r"\s+", " ", PRIVATE_CHARACTERS.sub("", parse_latex(source).text)).strip()


def _merge_words(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """Merge pieces into whole words. A word is protected if any letter of it is."""
    kept = [keep for text, keep in pieces for _ in text]
    text = "".join(text for text, _ in pieces)
    for word in re.finditer(r"[ \t\r\n]+|[^ \t\r\n]+", text):
        yield (" ", False) if word[0][0] in " \t\r\n" else (word[0], any(kept[word.start() : word.end()]))


class _Reader:
    """A recursive parser of tokens. A missing closing brace is assumed at the end."""

    def __init__(self, source: str, is_form: bool = False) -> None:
        self.is_form = is_form
        self.tokens = _TOKEN.findall(source)
        self.at = 0
        self.depth = self.level = self.flattened = 0
        self.mathematics = False
        self.unclosed: set[str] = set()
        """Ends of formulas that stand nowhere in the rest, so that they are looked for once."""
        self.reading = LatexText()

    def parse_until(self, end: str) -> None:
        """Parse up to and including the token that ends a group."""
        opened = ""
        while self.at < len(self.tokens):
            piece = self._next_token()
            if piece == "}" and self.flattened:
                self.flattened -= 1
                continue
            if piece == end:
                break
            style = _STYLE_SWITCHES.get(piece[1:].strip()) if piece[0] == "\\" and len(piece) > 2 else None
            if style is None:
                self._parse_bounded(piece)
            elif style:
                self._append(STYLE_MARKS[style])
                opened += STYLE_END
        self._append(opened)

    def _next_token(self) -> str:
        self.at += 1
        return str(self.tokens[self.at - 1])

    def _append(self, text: str) -> None:
        if text:
            self.reading.pieces.append((text, self.depth > 0))

    def _parse_bounded(self, piece: str) -> None:
        if self.level < MAX_LATEX_DEPTH:
            self.level += 1
            self._parse_token(piece)
            self.level -= 1
        elif piece == "{" or (piece[0] == "\\" and len(piece) > 1):
            self.reading.is_too_deep = True
            self.flattened += piece == "{"
        elif piece not in "}$":
            self._append(self._translate_token(piece))

    def _parse_token(self, piece: str) -> None:
        if piece[0] == "\\" and len(piece) > 1:
            self._parse_command(piece[1:].strip() or piece[1:])
        elif piece == "{":
            self._parse_group()
        elif piece == "$" and self.is_form:
            self._parse_dollar()
        elif piece == "$":
            self.at += self.tokens[self.at : self.at + 1] == ["$"]
            self.mathematics = not self.mathematics
        elif piece == "~" and self.is_form and self._is_plain_tilde():
            self._append(piece)
        elif piece in "^_" and self.mathematics:
            self._parse_styled("superscript" if piece == "^" else "subscript")
        elif piece != "}":
            self._append(self._translate_token(piece))

    def _parse_dollar(self) -> None:
        """Parse a formula of a form between dollar signs, or append the sign of a price."""
        if self.tokens[self.at : self.at + 1] == ["$"]:
            self._parse_display(["$", "$"], self.at + 1)
            return
        close = next((at for at in range(self.at, len(self.tokens)) if self.tokens[at] == "$"), None)
        content = "".join(self.tokens[self.at : close]) if close else ""
        follows = self.tokens[close + 1][:1] if close and close + 1 < len(self.tokens) else ""
        if close is None or not content or content != content.strip() or follows.isdigit():
            self._append("$")
            return
        self._append(STYLE_MARKS["formula"] + content + STYLE_END)
        self.at = close + 1

    def _parse_display(self, end: list[str], start: int) -> None:
        r"""Parse a formula of a form from `start` to its end, as in $$…$$ or \(…\), or append the sign just read."""
        ends = range(start + 1, len(self.tokens) - len(end) + 1)
        is_open = end[0] in self.unclosed
        close = None if is_open else next((at for at in ends if self.tokens[at : at + len(end)] == end), None)
        if close is None:
            self.unclosed.add(end[0])
            self._append(self.tokens[self.at - 1].lstrip("\\"))
            return
        self._append(STYLE_MARKS["formula"] + "".join(self.tokens[start:close]).strip() + STYLE_END)
        self.at = close + len(end)

    def _is_plain_tilde(self) -> bool:
        """Whether the tilde just read is a sign, as in "~20" or an address, and not a space that does not break."""
        before = self.tokens[self.at - 2][-1:] if self.at > 1 else " "
        after = self.tokens[self.at][:1] if self.at < len(self.tokens) else ""
        return before == "/" or (after.isdigit() and (before.isspace() or before in "(["))

    def _translate_token(self, piece: str) -> str:
        said = {"~": "\u00a0", "---": "—", "--": "–", "``": "“", "''": "”", "&amp;": "&", "`": "‘"}.get(piece)
        if said is None:
            said = {"'": "’", "-": "−"}.get(piece, piece) if self.mathematics else {"'": "’"}.get(piece, piece)
        return said

    def _parse_group(self) -> None:
        # A group that begins with a command is one letter and protects no capitals: {\"o}.
        keeps = self.at < len(self.tokens) and not self.tokens[self.at].startswith("\\")
        self.depth += keeps
        self.parse_until("}")
        self.depth -= keeps

    def _parse_form_command(self, name: str) -> bool:
        """Parse a command that only a document has. Return False for any other."""
        if name in _LAYOUT_COMMANDS or name.rstrip("*") in _LAYOUT_COMMANDS_WITH_ARGUMENT:
            self._append(" ")
            if name not in _LAYOUT_COMMANDS:
                self._read_arguments()
        elif name in ("\\", "newline"):
            self._read_option()
            self._append(LINE_BREAK)
        elif name == "texttt":
            self._append(STYLE_MARKS["literal"] + self._read_verbatim() + STYLE_END)
        elif name in ("footnote", "thanks"):
            self._append(" (")
            self._parse_argument()
            self._append(")")
        elif name == "href":
            address = self._read_verbatim()
            self._parse_argument()
            self._append(f" ({address})")
        elif name in ("begin", "end"):
            environment = self._read_verbatim()
            if environment not in _LAYOUT_ENVIRONMENTS and name == "begin":
                self.reading.lost_commands.append(f"\\begin{{{environment}}}")
            self._read_option()
        elif _REFERENCE_COMMAND.fullmatch(name.rstrip("*")):
            self.reading.lost_commands.append(f"\\{name}{self._read_arguments()}")
        else:
            return False
        return True

    def _read_option(self) -> str:
        """Return the optional argument at this place with its brackets; "" if there is none."""
        found = re.match(r"\[[^\[\]]*\]", "".join(self.tokens[self.at : self.at + _MAX_OPTION_TOKENS]))
        rest = len(found[0]) if found else 0
        while rest:
            piece = self.tokens[self.at]
            if len(piece) > rest:
                self.tokens[self.at] = piece[rest:]
                break
            rest -= len(piece)
            self.at += 1
        return found[0] if found else ""

    def _read_arguments(self) -> str:
        """Return the arguments at this place as they are written, with their brackets."""
        written = ""
        while (option := self._read_option()) or (self.at < len(self.tokens) and self.tokens[self.at] == "{"):
            written += option or f"{{{self._read_verbatim()}}}"
        return written

    def _parse_command(self, name: str) -> None:
        if self.is_form and self._parse_form_command(name):
            return
        if name in _FORMULA_ENDS and self.is_form:
            self._parse_display([f"\\{_FORMULA_ENDS[name]}"], self.at)
        elif name in _FORMULA_ENDS or (name in _FORMULA_ENDS.values() and self.mathematics):
            self.mathematics = name in _FORMULA_ENDS
        elif name == "ensuremath" and not self.mathematics:
            self.mathematics = True
            self._parse_argument()
            self.mathematics = False
        elif name in _COLOURS:
            self._read_option()
            self._read_verbatim()
        elif name.rstrip("*") in _LAYOUT_COMMANDS_WITH_ARGUMENT:
            self._append(" ")
            self._read_arguments()
        elif name in ACCENTS:
            self._parse_accent(ACCENTS[name])
        elif name in _SIGNS or name in _SPACES:
            self._append(_SIGNS.get(name) or _SPACES.get(name, ""))
        elif name in _FUNCTIONS and self.mathematics:
            self._append(f"{name} ")
        elif name in _STYLE_COMMANDS:
            self._parse_styled(_STYLE_COMMANDS[name])
        elif name in _URL_COMMANDS:
            self._append(STYLE_MARKS["link"] + self._read_verbatim() + STYLE_END)
        elif name == "href":
            self._read_verbatim()
        elif name == "mathbb":
            self._append("".join(_DOUBLE_STRUCK.get(letter, letter) for letter in self._read_verbatim()))
        elif name == "frac":
            self._parse_argument()
            self._append("/")
            self._parse_argument()
        elif not name[0].isalpha():
            self._append(name)
        elif name not in _IGNORED_COMMANDS:
            self._parse_symbol(name)

    def _parse_symbol(self, name: str) -> None:
        symbol = tex_signs().get(f"\\{name}")
        if symbol is None:
            self.reading.unknown_commands.append(f"\\{name}")
        elif all(map(unicodedata.combining, symbol)):
            self._parse_accent(symbol)
        else:
            self._append(symbol)

    def _parse_accent(self, accent: str) -> None:
        """Put an accent on the first letter of the argument."""
        first = len(self.reading.pieces)
        self._parse_argument()
        letters = "".join(text for text, _ in self.reading.pieces[first:])
        del self.reading.pieces[first:]
        self._append(put_accent(letters, accent))

    def _parse_styled(self, style: str) -> None:
        self._append(STYLE_MARKS[style])
        self._parse_argument()
        self._append(STYLE_END)

    def _parse_argument(self) -> None:
        """Parse the argument of a command: a group, a command, or one letter."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        if self.at >= len(self.tokens):
            return
        piece = self.tokens[self.at]
        if piece in "{":
            self.at += 1
            self.parse_until("}")
        elif piece[0] == "\\":
            self._parse_bounded(self._next_token())
        elif piece not in "}$":
            self._append(piece[0])
            self.tokens[self.at] = piece[1:]
            self.at += not piece[1:]

    def _read_verbatim(self) -> str:
        """Return the source of a group without interpreting it, as for URLs."""
        if self.at >= len(self.tokens) or self.tokens[self.at] != "{":
            return ""
        depth, start = 0, self.at + 1
        while self.at < len(self.tokens):
            piece = self._next_token()
            depth += (piece == "{") - (piece == "}")
            if not depth:
                break
        return parse_latex_url("".join(self.tokens[start : self.at - (depth == 0)]))


def parse_latex_url(source: str) -> str:
    """Return a URL or DOI from its source, in which only LaTeX's escapes are resolved."""
    source = re.sub(r"\\url\s*|[{}\s]", "", PRIVATE_CHARACTERS.sub("", source)).replace("&amp;", "&")
    return re.sub(r"\\textasciitilde|\\(?=[_%&#~$^])|\$\\sim\$", lambda found: "" if found[0] == "\\" else "~", source)
