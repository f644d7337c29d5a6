"""Draw mathematics: a formula in TeX notation in, a drawing of outlines out, with its measures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from . import formula_line_breaks, mathml_adjustments

if TYPE_CHECKING:
    from math_core import LatexToMathML

    from .glyph_outlines import Traced

# The x-height of Source Serif Pro is 475 thousandths of its size, that of STIX Two Math 473.
SCALE: Final = 475 / 473
LONGEST: Final = 5_000
DEEPEST: Final = 50
DEAREST: Final = 10_000

# Environments that differ from the one in which they are drawn by where on a page, or how numbered, they would stand.
_ENVIRONMENTS: Final = {
    **dict.fromkeys(("equation", "displaymath", "math"), ""),
    **dict.fromkeys(("align", "flalign", "alignat", "alignedat", "split", "eqnarray", "aligned"), "aligned"),
    **dict.fromkeys(("gather", "gathered", "multline"), "gathered"),
}
_APART: Final = "name a part of it, and set that apart"
_CLOSES: Final = {"{": "}", r"\begin": r"\end", r"\left": r"\right"}
_DRAWN: Final = (
    *("array", "cases", "dcases", "rcases", "subarray"),
    *("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"),
)
_MACROS: Final = {
    "substack": r"\begin{subarray}{c}#1\end{subarray}",
    "mbox": r"\text{#1}",
    "ensuremath": "#1",
    "smash": "#1",
    "dotsc": r"\ldots",
    "dotso": r"\ldots",
    "dotsb": r"\cdots",
    "dotsm": r"\cdots",
    "dotsi": r"\cdots",
}
_BEGIN: Final = re.compile(r"\\(begin|end)\{([a-zA-Z]+)(\*?)\}(?:\[[a-z]\])?(\{\d+\})?")
_LABEL: Final = re.compile(
    r"\\(?:label\s*\{[^{}]*\}|setlength\s*\{[^{}]*\}\s*\{[^{}]*\}|(?:nonumber|notag)(?![a-zA-Z]))"
)
_SKIP: Final = re.compile(r"(\\\\)(?:\*|\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\])+")
_TEXT: Final = re.compile(r"\\(text|mbox|textrm|textnormal|textit|textbf)\s*\{((?:[^{}\\]|\\.|\{[^{}]*\})*)\}")
_PERCENTAGE: Final = re.compile(r"\d\s?%|(?<!\\)%[^\n]*\Z")
_WANTING: Final = re.compile(r"\\[a-zA-Z]+|[_^]")
_TOKEN: Final = re.compile(r"\\(?:begin|end)\{[^{}]*\}|\\[a-zA-Z]+\*?|\\.|[^\\]", re.DOTALL)
_ALIGNED: Final = re.compile(r"(\\begin\{aligned\})(.*?)(\\end\{aligned\})", re.DOTALL)
_OPERATOR: Final = re.compile(r"\\mathop\s*\{\s*\\(?:mathrm|text|textrm|rm)\s*\{?\s*((?:[A-Za-z]|\\,)+)\s*\}?\s*\}")
_RELATION: Final = re.compile(r"(?:\s|\\[;:,! ])*(?:[=<>]|:=|\\[a-zA-Z]+)(?:\s|\\[;:,! ])*")


@dataclass(frozen=True)
class Formula:
    """A formula drawn: an `svg` element that bears its own size and place, and its measures in em of the text around.

    `height` is that above the baseline and below it; `depth` is what goes below.
    """

    svg: str
    width: float
    height: float
    depth: float


class MathError(Exception):
    """A formula that cannot be drawn: what is wrong, the piece that is to blame, and what to write instead."""

    def __init__(self, message: str, near: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.near = near
        self.hint = hint


def blocks(text: str) -> list[str]:
    """Part the text of a `math` directive at its blank lines into the equations that it holds."""
    return [block.strip() for block in re.split(r"\n[ \t]*\n", text.expandtabs()) if block.strip()]


@lru_cache(maxsize=2048)
def formula(tex: str, display: bool = False) -> Formula:
    """Draw a formula in the line, or (`display`) one that stands by itself; raise MathError where it cannot be."""
    return _written(_drawn(markup(tex, display), tex, display))


@lru_cache(maxsize=512)
def pieces(tex: str, display: bool = False) -> tuple[tuple[Formula, ...], ...]:
    """Draw a formula in the pieces into which it may be broken: between relations, and in these between operators."""
    from . import glyph_outlines

    fitted = mathml_adjustments.fitted(markup(tex, display), display)
    parts = formula_line_breaks.formula_pieces(fitted, display)
    return tuple(tuple(_written(glyph_outlines.traced(piece)) for piece in part) for part in parts)


def markup(tex: str, display: bool = False) -> str:
    """Write a formula as MathML Core; raise MathError where it cannot be read."""
    _refuse_unbounded(tex)
    return _parsed(_prepared(tex), tex, display)


def _refuse_unbounded(tex: str) -> None:
    if not tex.strip():
        raise MathError("the formula is empty", "", "write what is to be set, or take it out")
    if len(tex) > LONGEST:
        raise MathError(f"the formula is longer than {LONGEST:,} characters", "", "part it into several")
    _refuse_unbalanced(tex)
    _refuse_lost_words(tex)


def _refuse_lost_words(tex: str) -> None:
    """Take no percentage for a comment."""
    if lost := _PERCENTAGE.search(tex):
        raise MathError("what follows % would be a comment, and not be set", lost[0], r"write \%")


def _refuse_unbalanced(tex: str) -> None:
    """See that what is opened is closed, in order and not too deep."""
    opened: list[tuple[str, int]] = []
    position = 0
    for token in _TOKEN.findall(tex):
        kind = token.partition("{")[0] or "{"
        if kind in _CLOSES:
            opened.append((kind, position))
        elif kind in _CLOSES.values() and (not opened or _CLOSES[opened.pop()[0]] != kind):
            raise MathError(f"{token} closes what was not opened", token, "take it out, or write what it closes")
        if len(opened) > DEEPEST:
            raise MathError(f"the formula is nested more than {DEEPEST} deep", "", _APART)
        position += len(token)
    if re.search(r"(?<!\\)(?:\\\\)*\\\s*\Z", tex):
        raise MathError("the formula ends in a backslash", tex.strip()[-12:], "take it out, or write the command")
    if opened:
        kind, position = opened[-1]
        near = tex[position : position + 12].partition("\n")[0]
        raise MathError(f"{kind} is not closed", near, f"write {_CLOSES[kind]} where it ends")


# Preparing the notation


def _prepared(tex: str) -> str:
    """Write in fewer words what means the same, and lay rows that stand in no environment in one."""
    if r"\tag" in tex:
        raise MathError(r"\tag would give the formula a number of its own", r"\tag", "take it out")
    tex = _OPERATOR.sub(r"\\operatorname*{\1}", _TEXT.sub(_text_with_formulas, tex))
    tex = _SKIP.sub(r"\1", _LABEL.sub("", tex))
    tex = _BEGIN.sub(_environment, tex)
    tex = _ALIGNED.sub(lambda found: found[1] + _one_relation(found[2]) + found[3], tex)
    tex = re.sub(r"(\s*\\\\\s*)+$", "", tex.strip())
    marks = [mark for mark, _ in _marks(tex)]
    if not marks:
        return tex
    name = "aligned" if "&" in marks else "gathered"
    return rf"\begin{{{name}}}{_one_relation(tex)}\end{{{name}}}"


def _text_with_formulas(found: re.Match[str]) -> str:
    """Part text that holds formulas between dollars into text and formulas."""
    pieces = re.split(r"(?<!\\)\$", found[2])
    if len(pieces) % 2 == 0 or len(pieces) == 1:
        return found[0]
    parts = (piece if number % 2 else rf"\{found[1]}{{{piece}}}" for number, piece in enumerate(pieces))
    return "{" + "".join(parts) + "}"


def _environment(found: re.Match[str]) -> str:
    verb, name = found.group(1, 2)
    if name not in _ENVIRONMENTS:
        return found[0]
    drawn = _ENVIRONMENTS[name]
    return rf"\{verb}{{{drawn}}}" if drawn else ""


def _marks(tex: str) -> Iterator[tuple[str, int]]:
    """Find the `&` and `\\\\` that stand in no environment and no group."""
    depth = position = 0
    for token in _TOKEN.findall(tex):
        if token == "{" or token.startswith(r"\begin{"):  # noqa: S105
            depth += 1
        elif token == "}" or token.startswith(r"\end{"):  # noqa: S105
            depth -= 1
        elif depth == 0 and token in ("&", r"\\"):
            yield token, position
        position += len(token)


def _one_relation(tex: str) -> str:
    """Take away the second of two marks around a relation (`a &=& b`), which `eqnarray` has."""
    marks = list(_marks(tex))
    dropped = {
        end
        for (mark, start), (after, end) in pairwise(marks)
        if mark == after == "&" and _RELATION.fullmatch(tex, start + 1, end)
    }
    return "".join(" " if position in dropped else char for position, char in enumerate(tex))


# Reading it


@lru_cache(maxsize=1)
def _reader() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True, macros=_MACROS)


def _parsed(prepared: str, tex: str, display: bool) -> str:
    from math_core import LatexError

    try:
        return _reader().convert_with_local_state(prepared, displaystyle=display)
    except LatexError as error:
        raise _explained(str(error), prepared, tex) from None


def _explained(error: str, prepared: str, tex: str) -> MathError:
    """Turn what math-core says, `offset: sentence`, into our error; the piece is named if the author wrote it so."""
    offset, _, sentence = error.partition(": ")
    found = _TOKEN.match(prepared, int(offset)) if offset.isdigit() else None
    near = found[0] if found else ""
    if sentence.startswith("Unknown environment") and found:
        name = re.sub(r"^{|}.*", "", prepared[found.start() :], flags=re.DOTALL)
        return MathError(f"there is no environment {name}", name, _near(name, _DRAWN + tuple(_ENVIRONMENTS)))
    if sentence.startswith("Unknown command"):
        return MathError(f"the command {near} is not known", near, _near(near, _commands(), _is_known))
    if found is None:
        last = next(reversed(_WANTING.findall(prepared)), "")
        return MathError("the end comes where more is wanted", last if last in tex else "")
    said = sentence[:1].lower() + sentence[1:].rstrip(".")
    return MathError(said, near if near.strip() and near in tex else "")


def _near(name: str, names: Sequence[str], known: Callable[[str], bool] = bool) -> str:
    near = next(filter(known, get_close_matches(name, names, 8, 0.81)), "")
    return f"did you mean {near}?" if near else ""


@lru_cache(maxsize=1)
def _commands() -> tuple[str, ...]:
    """List the names of commands in use; not all of them are known here."""
    from latex2mathml import commands, symbols_parser

    lists = [value for name, value in vars(commands).items() if name.isupper()]
    more = [name for value in lists for name in ([value] if isinstance(value, str) else value)]
    names = {name for name in [*symbols_parser.SYMBOLS, *more] if isinstance(name, str) and name.startswith("\\")}
    return tuple(sorted({*names, *(f"\\{name}" for name in _MACROS)}))


def _is_known(command: str) -> bool:
    from math_core import LatexError

    try:
        _reader().convert_with_local_state(command, displaystyle=True)
    except LatexError as error:
        return "Unknown command" not in str(error)
    return True


# Drawing it


def _drawn(markup: str, tex: str, display: bool) -> Traced:
    from . import glyph_outlines

    try:
        fitted = mathml_adjustments.fitted(markup, display)
        if mathml_adjustments.cost(fitted) > DEAREST:
            raise MathError("the formula is too deeply nested", "", _APART)
        drawn = glyph_outlines.traced(fitted)
    except mathml_adjustments.UnfitError as unfit:
        raise MathError(str(unfit), "", "say it in another way") from None
    except glyph_outlines.UndrawnError as undrawn:
        near = next((char for char in undrawn.characters if char in tex), "")
        message = f"the face of formulas has no character {' '.join(undrawn.characters)}"
        raise MathError(message, near, "write it in words, outside the formula") from None
    if drawn.right == drawn.left:
        raise MathError("there is nothing in the formula to be seen", tex.strip(), "take it out")
    return drawn


def _written(drawn: Traced) -> Formula:
    """Write the drawing as an element; lengths are those of the drawing in em, times what fits it to the text."""
    width, height = drawn.right - drawn.left, drawn.bottom - drawn.top
    measures = (_ems(width), _ems(height), _ems(drawn.bottom))
    paths = "".join(f'<path{_fill(colour)} d="{path}"/>' for colour, path in drawn.paths)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawn.left} {drawn.top} {width} {height}" '
        f'style="width:{measures[0]}em;height:{measures[1]}em;vertical-align:{-measures[2] or 0}em">{paths}</svg>'
    )
    return Formula(svg, *measures)


def _ems(units: int) -> float:
    return round(units * SCALE / 1000, 3)


def _fill(colour: str) -> str:
    return f' fill="{escape(colour)}"' if colour else ' fill="currentColor"'
