"""Write formulas, superscripts and subscripts in plain text, with the characters that Unicode has for them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SUPERSCRIPTS: Final = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzαβγδθφχABDEGHIJKLMNOPRTUVW′∗*",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵅᵝᵞᵟᶿᵠᵡᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′**",
)
_SUBSCRIPTS: Final = str.maketrans("0123456789+-−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
_RELATIONS: Final = "=<>≤≥≪≫≈≃≅∼≡≠∝∈∉∋⊂⊆⊃⊇→←↔⇒⇐⇔↦⟶⟹"
_PADDED: Final = re.compile(rf"\s*(:?[{_RELATIONS}]\u0338?)\s*")
_BINARY: Final = re.compile(r"(?<=[\w)\]⁰-₎²³¹′])\s*([+−±×·∪∩∧∨⊕⊗])\s*(?=[\w(\[√∑∫])")
_TOKEN: Final = re.compile(
    r"\\\\\s*(?:\*|\[\s*-?[\d.]+\s*[a-z]{2}\s*\])|\\(?:begin|end)\s*\{[a-zA-Z]*\*?\}|\\[a-zA-Z]+\*?|\\.|\s+|.",
    re.DOTALL,
)
_SCRIPT_SIGNS: Final = {"^": True, "_": False}
_FRACTIONS: Final = ("frac", "dfrac", "tfrac", "cfrac")
_BINOMIALS: Final = ("binom", "dbinom", "tbinom")
_STACKED: Final = {"overset": True, "stackrel": True, "underset": False}
_ACCENTS: Final = {
    **dict.fromkeys(("hat", "widehat"), "\u0302"),
    **dict.fromkeys(("tilde", "widetilde"), "\u0303"),
    **dict.fromkeys(("bar", "overline"), "\u0304"),
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
    "breve": "\u0306",
    "acute": "\u0301",
    "grave": "\u0300",
    "mathring": "\u030a",
}
_AROUND: Final = {"bra": "⟨{}|", "ket": "|{}⟩", "braket": "⟨{}⟩", "pmod": " (mod {})"}
_ENVIRONMENT: Final = re.compile(r"\\(begin|end)\s*\{([a-zA-Z]*)\*?\}")
_BRACKETS: Final = {
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{", "}"),
    "dcases": ("{", "}"),
}
_TEXTS: Final = ("text", "mbox", "textrm", "textnormal", "textit", "textbf", "texttt", "textsf")
# Commands whose first argument is not shown.
_UNSEEN: Final = ("phantom", "vphantom", "hphantom", "label", "tag", "hspace", "mspace", "color", "textcolor")
_LENGTHS: Final = ("kern", "mkern", "hskip", "mskip")
_LENGTH: Final = re.compile(r"\s*-?[\d.]+\s*(?:em|ex|mu|pt|cm|mm)")
_SILENT_TABLE: Final = """
    ! left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm displaystyle textstyle
    scriptstyle scriptscriptstyle limits nolimits nonumber notag hline rm bf it cal sf tt boldsymbol bm mathrm mathbf
    mathit mathsf mathtt mathcal mathscr mathfrak mathnormal operatorname operatorname* mathop mathrel mathbin mathord
    ensuremath boxed cancel bcancel xcancel underline overbrace underbrace smash substack overrightarrow overleftarrow
    overleftrightarrow
"""
_SILENT: Final = frozenset(_SILENT_TABLE.split())
"""Commands that change only the look of what follows."""
_SYMBOL_TABLE: Final = """
    {:{ }:} |:‖ %:% #:# $:$ &:& _:_ over:/ ne:≠ circ:∘ sim:∼ xrightarrow:→ xleftarrow:← cdot:· lvert:| rvert:| lVert:‖
    rVert:‖ prime:′ epsilon:ϵ varepsilon:ε phi:ϕ varphi:φ dagger:† degree:°
"""
_SYMBOLS: Final = {
    **dict(pair.split(":") for pair in _SYMBOL_TABLE.split()),
    **dict.fromkeys((",", ":", ";", " ", "\n", "quad", "qquad", "enspace", "thinspace"), " "),
    "\\": "; ",
    "colon": ": ",
    "implies": " ⟹ ",
    "iff": " ⟺ ",
    "choose": " choose ",
    "bmod": " mod ",
    "mid": " | ",
}
_DOUBLE_STRUCK: Final = str.maketrans("CHNPQRZ1", "ℂℍℕℙℚℝℤ𝟙")
_COMPOUND: Final = re.compile(rf"[\s+\-−±×·/,{_RELATIONS}]")
_MOST_CHARACTERS: Final = 5_000


def write_sub_superscript(words: str, above: bool) -> str:
    """Write a superscript or subscript with Unicode characters, or else after ^ or _: 10⁻⁹, xᵏ, x^ω."""
    if above and words in ("∘", "°"):
        return "°"
    table = _SUPERSCRIPTS if above else _SUBSCRIPTS
    if all(ord(letter) in table for letter in words):
        return words.translate(table)
    return f"{'^' if above else '_'}{f'({words})' if _COMPOUND.search(words) else words}"


_COMMAND_OR_GROUP: Final = re.compile(r"\\.|[{}]")


def formula_to_text(tex: str) -> str:
    """Write a formula in TeX notation as plain text: x² < 1/2. Any input is accepted."""
    if len(tex) > _MOST_CHARACTERS:
        return _drop_signs(tex)
    try:
        text = _Reader(tex).read_all()
    except RecursionError:
        return _drop_signs(tex)
    if not text and not _COMMAND_OR_GROUP.search(tex):
        return tex.strip()  # signs that only TeX needs, where nothing else stands
    text = _BINARY.sub(r" \1 ", _PADDED.sub(r" \1 ", text))
    return re.sub(r" (?=[;,)])|(?<=\() ", "", " ".join(text.split())).strip("; ")


def _drop_signs(tex: str) -> str:
    return " ".join(re.sub(r"\\([A-Za-z]+)", r"\1 ", tex).translate(dict.fromkeys(map(ord, "\\{}$&"))).split())


@lru_cache(maxsize=1)
def tex_signs() -> dict[str, str]:
    """Return the characters of TeX's signs by their names, such as `\\alpha` or `<`."""
    from latex2mathml.symbols_parser import SYMBOLS

    return {name: chr(int(code, 16)) for name, code in SYMBOLS.items() if re.fullmatch("[0-9A-F]+", code)}


@lru_cache(maxsize=1)
def _symbols() -> dict[str, str]:
    """Return the signs of TeX by their commands."""
    known = {name[1:]: sign for name, sign in tex_signs().items() if name.startswith("\\")}
    return {**{name: sign for name, sign in known.items() if len(name) > 1}, **_SYMBOLS}


class _Reader:
    """Reads a formula atom by atom: a sign, a command with its arguments, or a group."""

    def __init__(self, tex: str) -> None:
        self.tokens = _TOKEN.findall(tex)
        self.at = 0
        self.symbols = _symbols()

    def read_all(self) -> str:
        """Read the whole formula."""
        text = ""
        while self.at < len(self.tokens):
            text += self.read_until("}")
        return text

    def read_until(self, end: str) -> str:
        """Read up to and including the token that ends a group, or up to the end."""
        text = ""
        while self.at < len(self.tokens) and (token := self.tokens[self.at]) != end:
            self.at += 1
            if token in _SCRIPT_SIGNS:
                named = text.endswith(" ")
                text = text.rstrip() + write_sub_superscript(self._read_argument().strip(), _SCRIPT_SIGNS[token])
                text += " " if named else ""
                continue
            atom = self._read_atom(token)
            # The name of a function or a word stands apart from letters before it.
            apart = text[-1:].isalnum() and atom[:2].isalpha() and len(atom) > 2 and atom.endswith(" ")
            text += f" {atom}" if apart else atom
        self.at += 1
        return text

    def _read_argument(self) -> str:
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        if self.at == len(self.tokens) or (token := self.tokens[self.at]) == "}":
            return ""
        self.at += 1
        # What changes only the look belongs to what follows it: x_\mathrm{max}.
        return self._read_argument() if token[1:] in _SILENT else self._read_atom(token)

    def _read_atom(self, token: str) -> str:
        if token == "{":  # noqa: S105 - a brace
            return self.read_until("}")
        if token.isspace():
            return ""
        if environment := _ENVIRONMENT.fullmatch(token):
            return self._read_environment(*environment.groups())
        return self._read_command(token[1:]) if token[0] == "\\" and len(token) > 1 else _SIGNS.get(token, token)

    def _read_environment(self, verb: str, name: str) -> str:
        """Return the bracket of an environment, and skip the columns of ``\\begin{array}{lcr}``."""
        if verb == "begin" and name in ("array", "subarray", "alignat", "alignedat"):
            self._read_argument()
        return _BRACKETS.get(name, ("", ""))[verb == "end"]

    def _read_command(self, name: str) -> str:
        if name in _FRACTIONS:
            return f"{_enclose(self._read_argument())}/{_enclose(self._read_argument())}"
        if name in _BINOMIALS:
            return f"({self._read_argument()} choose {self._read_argument()})"
        if name in _STACKED:
            script = self._read_argument()
            return self._read_argument().strip() + write_sub_superscript(script.strip(), _STACKED[name])
        if name == "sqrt":
            root = self._read_option()
            return f"{write_sub_superscript(root, True) if root else ''}√{_enclose(self._read_argument())}"
        if name in _ACCENTS:
            words = self._read_argument().strip()
            return words + _ACCENTS[name] if len(words) == 1 else words
        if name in _TEXTS:
            return self._read_text()
        if name in _UNSEEN:
            self._read_argument()
            return ""
        if name == "mathbb":
            return self._read_argument().translate(_DOUBLE_STRUCK)
        if name in ("left", "right") and self.tokens[self.at : self.at + 1] == ["."]:
            self.at += 1
        if name in _LENGTHS:
            self._skip_length()
            return ""
        if name in _SILENT:
            return ""
        if name == "not":
            return unicodedata.normalize("NFC", f"{self._read_argument()}\u0338")
        if name in _AROUND:
            return _AROUND[name].format(self._read_argument().strip())
        if name.startswith("\\"):
            return self.symbols["\\"]
        if name.startswith("x") and name.endswith("arrow"):
            self._read_option()
            above = self._read_argument()
            return self.symbols.get(name, "→") + write_sub_superscript(above.strip(), True)
        return self.symbols.get(name) or f"{name.rstrip('*')} "

    def _read_option(self) -> str:
        """Read an argument in square brackets, if there is one."""
        if self.tokens[self.at : self.at + 1] != ["["]:
            return ""
        self.at += 1
        return self.read_until("]").strip()

    def _read_text(self) -> str:
        """Read words, in which spaces stay and formulas stand between dollar signs."""
        if self.tokens[self.at : self.at + 1] != ["{"]:
            return self._read_argument()
        depth, start = 0, self.at
        while self.at < len(self.tokens):
            depth += (self.tokens[self.at] == "{") - (self.tokens[self.at] == "}")
            self.at += 1
            if depth == 0:
                break
        words = "".join(self.tokens[start + 1 : self.at - 1])
        pieces = re.split(r"(?<!\\)\$", words)
        return "".join(
            formula_to_text(piece) if number % 2 else re.sub(r"\\(.)", r"\1", re.sub("[{}]", "", piece))
            for number, piece in enumerate(pieces)
        )

    def _skip_length(self) -> None:
        found = _LENGTH.match("".join(self.tokens[self.at :]))
        end = found.end() if found else 0
        while end > 0 and self.at < len(self.tokens):
            end -= len(self.tokens[self.at])
            self.at += 1


def _enclose(words: str) -> str:
    words = words.strip()
    return f"({words})" if _COMPOUND.search(words) else words


_SIGNS: Final = {"-": "−", "'": "′", "*": "∗", "&": " ", "~": " ", "$": "", "\\": ""}
