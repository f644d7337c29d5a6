"""Draw mathematics: TeX notation in, outlines on a known baseline out; what cannot be drawn rightly is refused."""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from html import unescape
from importlib import import_module
from typing import Any
from xml.etree import ElementTree

LONGEST = 5_000
DEEPEST = 40
# STIX's lower case is a little lower than the text face's.
_SIZE = 10.3
_EM = 10.0

_ENVIRONMENT = re.compile(r"\\begin\{(equation|displaymath|math|eqnarray|align|gather|multline|flalign)(\*?)\}")
_ANSI = re.compile("\x1b\\[[0-9;]*m")
_UNKNOWN = re.compile(r'Unknown (?:command|environment) "([^"]+)"')
_LAYOUT = re.compile(
    r"\\(?:label|tag\*?|hspace\*?|vspace\*?|(?:setlength|addtolength)\{[^{}]*\})\{[^{}]*\}"
    r"|\\(?:nonumber|notag|allowbreak|displaylimits|noindent|centering|footnotesize|small|normalsize)(?![A-Za-z])"
)
_SPELT = {
    r"\bm": r"\boldsymbol", r"\pmb": r"\boldsymbol", r"\mbox": r"\text", r"\hbox": r"\text",
    r"\textnormal": r"\text", r"\ensuremath": "", r"\textbf": r"\mathbf", r"\textit": r"\mathit",
    r"\dfrac": r"\displaystyle\frac",
    r"\lvert": r"\vert", r"\rvert": r"\vert", r"\lVert": r"\Vert", r"\rVert": r"\Vert",
}  # fmt: skip
_COMMON = [
    "\\" + name
    for name in re.findall(
        r"\w+",
        """alpha beta gamma delta epsilon varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon
        phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega frac sqrt sum prod int lim infty
        partial nabla cdot times leq geq neq approx equiv sim in notin subset subseteq cup cap forall exists rightarrow
        leftarrow Rightarrow mathrm mathbf mathbb mathcal text operatorname left right hat bar tilde vec dot overline
        underline begin end quad ldots cdots""",
    )
]


class MathError(Exception):
    """A formula that cannot be drawn: what is wrong, what to write, and the piece of it to point at."""

    def __init__(self, message: str, hint: str = "", near: str = "") -> None:
        super().__init__(message)
        self.message, self.hint, self.near = message, hint, near


@dataclass(frozen=True)
class Formula:
    """A drawn formula: an SVG of outlines; its width, height and depth below the baseline in em."""

    svg: str
    width: float
    height: float
    depth: float


@lru_cache(maxsize=4096)
def formula(tex: str, display: bool = False) -> Formula:
    """Draw a formula, in the size of the text about it or (display) by itself. Raises MathError."""
    if len(tex) > LONGEST or _depth(tex) > DEEPEST:
        raise MathError("the formula is too long or nested too deep", "divide it")
    with warnings.catch_warnings():
        # The libraries find their font in a way that Python frowns at.
        warnings.simplefilter("ignore")
        markup = _mathml(_plain(tex), display)
        _refuse_lost(markup)
        return _drawn(markup)


def _depth(tex: str) -> int:
    deepest = depth = 0
    for sign in re.findall(r"[{}]|\\left|\\right|\\begin|\\end", tex):
        depth += 1 if sign in ("{", r"\left", r"\begin") else -1
        deepest = max(deepest, depth)
    return deepest


def _plain(tex: str) -> str:
    """Write in plain notation what says how TeX should lay the formula out, or is spelt in several ways."""
    tex = _LAYOUT.sub("", tex)
    tex = re.sub(r"\\text(?:normal|rm)?\{([^{}$]*)\$([^$]*)\$([^{}$]*)\}", r"\\text{\1}\2\\text{\3}", tex)
    tex = re.sub(r"\\[A-Za-z]+", lambda found: _SPELT.get(found[0], found[0]), tex)
    if found := _ENVIRONMENT.search(tex):
        inner = {"align": "aligned", "flalign": "aligned", "eqnarray": "aligned", "gather": "gathered"}
        name = found[1] + found[2]
        new = inner.get(found[1], "")
        tex = tex.replace(rf"\begin{{{name}}}", rf"\begin{{{new}}}" if new else "")
        tex = tex.replace(rf"\end{{{name}}}", rf"\end{{{new}}}" if new else "")
    outside = re.sub(r"\\begin\{(\w+\*?)\}.*\\end\{\1\}", "", tex, flags=re.DOTALL)
    if re.search(r"(?<!\\)&", outside):
        return rf"\begin{{aligned}}{tex.rstrip(chr(92) + ' ')}\end{{aligned}}"
    return rf"\begin{{gathered}}{tex.rstrip(chr(92) + ' ')}\end{{gathered}}" if r"\\" in outside else tex


@lru_cache(maxsize=1)
def _converter() -> Any:
    return import_module("math_core").LatexToMathML()


def _mathml(tex: str, display: bool) -> ElementTree.Element:
    try:
        text = _converter().convert_with_local_state(tex, displaystyle=display)
    except Exception as error:  # its own kind of error, from Rust
        raise _explained(_ANSI.sub("", str(error)), tex) from None
    text = re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;", lambda entity: unescape(entity[0]), text)
    root = ElementTree.fromstring(text)  # noqa: S314 - made a moment ago from TeX
    for cell in root.iter("mtd"):
        if found := re.search(r"text-align: (left|right|center)", cell.attrib.pop("style", "")):
            cell.set("columnalign", found[1])
    for table in root.iter("mtable"):
        rows = table.findall("mtr")
        longest = max(rows, key=len, default=None)
        if longest is not None:
            table.set("columnalign", " ".join(cell.get("columnalign", "center") for cell in longest))
    for space in root.iter("mspace"):
        space.attrib.setdefault("width", "0")
    return root


def _explained(words: str, tex: str) -> MathError:
    first = next((line.strip() for line in words.split("\n") if line.strip()), "").removeprefix("Error:").strip()
    if found := _UNKNOWN.search(first):
        name = found[1]
        near = get_close_matches(name, _COMMON, 1)
        hint = f"did you mean {near[0]}?" if near else "write it with other commands of TeX's mathematics"
        return MathError(f"“{name}” is no command that can be drawn here", hint, name)
    place = re.search(r"input:(\d+):(\d+)", words)
    piece = ""
    if place:
        lines = tex.split("\n")
        piece = lines[min(int(place[1]), len(lines)) - 1][int(place[2]) - 1 :][:20]
    return MathError(f"the formula cannot be read: {first.rstrip('.')}", "look at its braces and commands", piece)


@lru_cache(maxsize=1)
def _face() -> Any:
    """Get the face in which formulas are set."""
    ziamath = import_module("ziamath")
    ziamath.config.svg2 = False
    ziamath.config.precision = 3
    return ziamath


def _refuse_lost(markup: ElementTree.Element) -> None:
    """Refuse what the face has no glyph for: it would be drawn as nothing."""
    known = _glyphs()
    for element in markup.iter():
        for letter in (element.text or "") if element.tag in ("mi", "mn", "mo", "mtext", "ms") else "":
            if ord(letter) not in known and unicodedata.category(letter) not in ("Zs", "Cf", "Cc", "Mn"):
                name = unicodedata.name(letter, "unnamed")
                raise MathError(f"the face of formulas has no {letter} (U+{ord(letter):04X} {name})", near=letter)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    drawn = _face().Math("<math><mi>x</mi></math>", size=_SIZE)
    with TTFont(str(drawn.font.fname), lazy=True) as font:
        return frozenset(font.getBestCmap() or {})


def _drawn(markup: ElementTree.Element) -> Formula:
    text = ElementTree.tostring(markup, encoding="unicode")
    try:
        drawn = _face().Math(text, size=_SIZE)
        svg, below = drawn.svg(), float(drawn.getyofst())
    except Exception as error:  # whatever a markup of another kind makes it stumble over
        raise MathError(f"the formula cannot be drawn ({type(error).__name__}: {error})") from None
    found = re.search(r'viewBox="([-0-9.e]+) ([-0-9.e]+) ([-0-9.e]+) ([-0-9.e]+)"', svg)
    if found is None:
        raise MathError("the formula is empty", "write one, or take the role away")
    _, top, width, height = map(float, found.groups())
    del below
    return Formula(svg, width / _EM, height / _EM, (top + height) / _EM)
