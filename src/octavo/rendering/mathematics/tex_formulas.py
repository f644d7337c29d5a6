"""Convert formulas in TeX notation to MathML and draw them as SVG outlines."""

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
    from math_core import LatexError, LatexToMathML

    from .glyph_outlines import TracedFormula

# The x-height of Source Serif Pro is 475 thousandths of its size, that of STIX Two Math 473.
FONT_SCALE: Final = 475 / 473
MAX_FORMULA_LENGTH: Final = 5_000
MAX_FORMULA_DEPTH: Final = 50
MAX_LAYOUT_COST: Final = 10_000
MAX_OPEN_BRACKETS: Final = 20
"""Brackets side by side that are not closed: each doubles the time in which math-core reads what follows."""

# Environments that differ from their alias only in their placement on the page or their numbering.
_ENVIRONMENT_ALIASES: Final = {
    **dict.fromkeys(("equation", "displaymath", "math"), ""),
    **dict.fromkeys(("align", "flalign", "alignat", "alignedat", "split", "eqnarray", "aligned"), "aligned"),
    **dict.fromkeys(("gather", "gathered", "multline"), "gathered"),
}
_SPLIT_HINT: Final = "define a part of it separately"
_CLOSING: Final = {"{": "}", r"\begin": r"\end", r"\left": r"\right"}
_TABLE_ENVIRONMENTS: Final = (
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
_BRACKET_NAMES: Final = (
    "Angle|Brace|Vert|ang(?:le)?|brace|brack|ceil|floor|group|{0}angle|{0}bracket|{0}parenthesis|moustache|paren|vert"
)
# Those that math-core tries to pair; a large one takes the sign after it along, whatever that is.
_OPENING_BRACKET: Final = re.compile(
    rf"\\(?:l(?:{_BRACKET_NAMES.format('l')})|[ul]lcorner|[bB]igg?l|\{{)|[(\[⌈⌊⌜⌞⎰❲⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼]"
)
_CLOSING_BRACKET: Final = re.compile(
    rf"\\(?:r(?:{_BRACKET_NAMES.format('r')})|[ul]rcorner|[bB]igg?r|\}})|[)\]⌉⌋⌝⌟⎱❳⟧⟩⟫⟭⟯⦄⦆⦈⦊⦌⦎⦐⦒⦔⦖⦘⧙⧛⧽]"
)
_BEFORE_DELIMITER: Final = re.compile(r"\\(?:left|right|middle|[bB]igg?[lrm]?)")
_LAST_COMMAND: Final = re.compile(r"\\[a-zA-Z]+|[_^]")
_TOKEN: Final = re.compile(r"\\(?:begin|end)\{[^{}]*\}|\\[a-zA-Z]+\*?|\\.|[^\\]", re.DOTALL)
_ALIGNED: Final = re.compile(r"(\\begin\{aligned\})(.*?)(\\end\{aligned\})", re.DOTALL)
_OPERATOR: Final = re.compile(r"\\mathop\s*\{\s*\\(?:mathrm|text|textrm|rm)\s*\{?\s*((?:[A-Za-z]|\\,)+)\s*\}?\s*\}")
_RELATION: Final = re.compile(r"(?:\s|\\[;:,! ])*(?:[=<>]|:=|\\[a-zA-Z]+)(?:\s|\\[;:,! ])*")


@dataclass(frozen=True)
class Formula:
    """A formula as an `svg` element with its own size and baseline, and its measures in em of the surrounding text.

    `height` is the total height; `depth` is the part of it below the baseline.
    """

    svg: str
    width: float
    height: float
    depth: float


class MathError(Exception):
    """A formula that cannot be drawn: the message, the part at fault (`near`), and what to write instead."""

    def __init__(self, message: str, near: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.near = near
        self.hint = hint


def split_equations(text: str) -> list[str]:
    """Split the text of a `math` directive at its blank lines into its equations."""
    return [block.strip() for block in re.split(r"\n[ \t]*\n", text.expandtabs()) if block.strip()]


@lru_cache(maxsize=2048)
def draw_formula(tex: str, display: bool = False) -> Formula:
    """Draw an inline formula, or (`display`) a displayed one. Raises MathError if it cannot be drawn."""
    return _write_svg(_trace_mathml(tex_to_mathml(tex, display), tex, display))


@lru_cache(maxsize=512)
def draw_formula_pieces(tex: str, display: bool = False) -> tuple[tuple[Formula, ...], ...]:
    """Draw a formula as the pieces into which it may be broken: between relations, and there between operators."""
    from . import glyph_outlines

    fitted = mathml_adjustments.fit_mathml(tex_to_mathml(tex, display), display)
    parts = formula_line_breaks.split_formula(fitted, display)
    return tuple(tuple(_write_svg(glyph_outlines.trace_formula(piece)) for piece in part) for part in parts)


def tex_to_mathml(tex: str, display: bool = False) -> str:
    """Convert a formula to MathML Core. Raises MathError if it cannot be parsed."""
    _refuse_unbounded(tex)
    return _convert_to_mathml(_normalize_tex(tex), tex, display)


def _refuse_unbounded(tex: str) -> None:
    if not tex.strip():
        raise MathError("the formula is empty", "", "write the formula, or delete its markup")
    if len(tex) > MAX_FORMULA_LENGTH:
        raise MathError(f"the formula is longer than {MAX_FORMULA_LENGTH:,} characters", "", "split it")
    _refuse_unbalanced(tex)
    _refuse_open_brackets(tex)
    _refuse_comment(tex)


def _refuse_comment(tex: str) -> None:
    """Raise MathError for an unescaped percent sign, which TeX takes for the start of a comment."""
    if lost := _PERCENTAGE.search(tex):
        raise MathError("the text after % is a comment and would not be printed", lost[0], r"write \%")


def _refuse_unbalanced(tex: str) -> None:
    """Raise MathError for delimiters that are not balanced, or nested too deep."""
    opened: list[tuple[str, int]] = []
    position = 0
    for token in _TOKEN.findall(tex):
        kind = token.partition("{")[0] or "{"
        if kind in _CLOSING:
            opened.append((kind, position))
        elif kind in _CLOSING.values() and (not opened or _CLOSING[opened.pop()[0]] != kind):
            raise MathError(f"{token} closes nothing", token, "delete it, or add what it closes")
        if len(opened) > MAX_FORMULA_DEPTH:
            raise MathError(f"the formula is nested more than {MAX_FORMULA_DEPTH} levels deep", "", _SPLIT_HINT)
        position += len(token)
    if re.search(r"(?<!\\)(?:\\\\)*\\\s*\Z", tex):
        raise MathError("the formula ends with a backslash", tex.strip()[-12:], "delete it, or complete the command")
    if opened:
        kind, position = opened[-1]
        near = tex[position : position + 12].partition("\n")[0]
        raise MathError(f"{kind} is not closed", near, f"add {_CLOSING[kind]} where it ends")


def _refuse_open_brackets(tex: str) -> None:
    """Refuse too many open brackets. They are counted by group and cell, because math-core pairs them within one."""
    open_brackets, before_delimiter = [0], False
    for token in _TOKEN.findall(tex):
        kind = token.partition("{")[0] or "{"
        if before_delimiter:
            before_delimiter = token.isspace()
        elif _OPENING_BRACKET.fullmatch(token):
            open_brackets[-1] += 1
        elif _CLOSING_BRACKET.fullmatch(token):
            open_brackets[-1] = max(0, open_brackets[-1] - 1)
        elif kind in _CLOSING.values() or kind in ("&", r"\\"):
            _refuse_more_open_brackets(open_brackets[-1])
            # A group that holds a bracket and nothing else is read as that bracket.
            within = open_brackets.pop() if kind in _CLOSING.values() and len(open_brackets) > 1 else 0
            open_brackets[-1] = open_brackets[-1] + min(1, within) if kind in _CLOSING.values() else 0
        if kind in _CLOSING:
            open_brackets.append(0)
        before_delimiter = before_delimiter or bool(_BEFORE_DELIMITER.fullmatch(token))
    _refuse_more_open_brackets(open_brackets[-1])


def _refuse_more_open_brackets(open_brackets: int) -> None:
    if open_brackets > MAX_OPEN_BRACKETS:
        message = f"{open_brackets} brackets are opened and not closed; at most {MAX_OPEN_BRACKETS} are read"
        raise MathError(message, "", r"close them, or write \left[0, 1\right[ for an interval without its end")


# Normalization


def _normalize_tex(tex: str) -> str:
    """Rewrite notation that math-core does not know, and put rows outside of any environment into one."""
    if r"\tag" in tex:
        raise MathError(r"\tag is not supported", r"\tag", "delete it")
    tex = _OPERATOR.sub(r"\\operatorname*{\1}", _TEXT.sub(_split_text_formulas, tex))
    tex = _SKIP.sub(r"\1", _LABEL.sub("", tex))
    tex = _BEGIN.sub(_replace_environment, tex)
    tex = _ALIGNED.sub(lambda found: found[1] + _drop_second_mark(found[2]) + found[3], tex)
    tex = re.sub(r"(\s*\\\\\s*)+$", "", tex.strip())
    marks = [mark for mark, _ in _find_alignment_marks(tex)]
    if not marks:
        return tex
    name = "aligned" if "&" in marks else "gathered"
    return rf"\begin{{{name}}}{_drop_second_mark(tex)}\end{{{name}}}"


def _split_text_formulas(found: re.Match[str]) -> str:
    """Split text that contains formulas between dollar signs into text and formulas."""
    pieces = re.split(r"(?<!\\)\$", found[2])
    if len(pieces) % 2 == 0 or len(pieces) == 1:
        return found[0]
    parts = (piece if number % 2 else rf"\{found[1]}{{{piece}}}" for number, piece in enumerate(pieces))
    return "{" + "".join(parts) + "}"


def _replace_environment(found: re.Match[str]) -> str:
    verb, name = found.group(1, 2)
    if name not in _ENVIRONMENT_ALIASES:
        return found[0]
    drawn = _ENVIRONMENT_ALIASES[name]
    return rf"\{verb}{{{drawn}}}" if drawn else ""


def _find_alignment_marks(tex: str) -> Iterator[tuple[str, int]]:
    """Yield each `&` and `\\\\` outside of environments and groups, with its position."""
    depth = position = 0
    for token in _TOKEN.findall(tex):
        if token == "{" or token.startswith(r"\begin{"):  # noqa: S105
            depth += 1
        elif token == "}" or token.startswith(r"\end{"):  # noqa: S105
            depth -= 1
        elif depth == 0 and token in ("&", r"\\"):
            yield token, position
        position += len(token)


def _drop_second_mark(tex: str) -> str:
    """Remove the second of two marks around a relation (`a &=& b`), as in `eqnarray`."""
    marks = list(_find_alignment_marks(tex))
    dropped = {
        end
        for (mark, start), (after, end) in pairwise(marks)
        if mark == after == "&" and _RELATION.fullmatch(tex, start + 1, end)
    }
    return "".join(" " if position in dropped else char for position, char in enumerate(tex))


# Conversion to MathML


@lru_cache(maxsize=1)
def _math_converter() -> tuple[LatexToMathML, type[LatexError]]:
    """Return the converter, and the error that it raises."""
    from math_core import LatexError, LatexToMathML

    return LatexToMathML(fancy_error=False, allow_unreliable_rendering=True, macros=_MACROS), LatexError


def _convert_to_mathml(prepared: str, tex: str, display: bool) -> str:
    converter, refused = _math_converter()
    try:
        return converter.convert_with_local_state(prepared, displaystyle=display)
    except refused as error:
        raise _explain_error(str(error), prepared, tex) from None


def _explain_error(error: str, prepared: str, tex: str) -> MathError:
    """Convert a message of math-core, `offset: sentence`. `near` is set only if the author wrote that text."""
    offset, _, sentence = error.partition(": ")
    found = _TOKEN.match(prepared, int(offset)) if offset.isdigit() else None
    near = found[0] if found else ""
    if sentence.startswith("Unknown environment") and found:
        name = re.sub(r"^{|}.*", "", prepared[found.start() :], flags=re.DOTALL)
        return MathError(
            f"unknown environment {name}",
            name,
            _suggest_name(name, _TABLE_ENVIRONMENTS + tuple(_ENVIRONMENT_ALIASES)),
        )
    if sentence.startswith("Unknown command"):
        return MathError(f"unknown command {near}", near, _suggest_name(near, _list_commands(), _is_known_command))
    if found is None:
        last = next(reversed(_LAST_COMMAND.findall(prepared)), "")
        return MathError("the formula is incomplete", last if last in tex else "")
    said = sentence[:1].lower() + sentence[1:].rstrip(".")
    return MathError(said, near if near.strip() and near in tex else "")


def _suggest_name(name: str, names: Sequence[str], known: Callable[[str], bool] = bool) -> str:
    near = next(filter(known, get_close_matches(name, names, 8, 0.81)), "")
    return f"did you mean {near}?" if near else ""


@lru_cache(maxsize=1)
def _list_commands() -> tuple[str, ...]:
    """Return the names of commands in general use, of which math-core does not know all."""
    from latex2mathml import commands, symbols_parser

    lists = [value for name, value in vars(commands).items() if name.isupper()]
    more = [name for value in lists for name in ([value] if isinstance(value, str) else value)]
    names = {name for name in [*symbols_parser.SYMBOLS, *more] if isinstance(name, str) and name.startswith("\\")}
    return tuple(sorted({*names, *(f"\\{name}" for name in _MACROS)}))


def _is_known_command(command: str) -> bool:
    converter, refused = _math_converter()
    try:
        converter.convert_with_local_state(command, displaystyle=True)
    except refused as error:
        return "Unknown command" not in str(error)
    return True


# Drawing


def _trace_mathml(markup: str, tex: str, display: bool) -> TracedFormula:
    from . import glyph_outlines

    try:
        fitted = mathml_adjustments.fit_mathml(markup, display)
        if mathml_adjustments.estimate_layout_cost(fitted) > MAX_LAYOUT_COST:
            raise MathError("the formula is nested too deep", "", _SPLIT_HINT)
        drawn = glyph_outlines.trace_formula(fitted)
    except mathml_adjustments.UnsupportedMathError as unfit:
        raise MathError(str(unfit), "", "write it in another way") from None
    except glyph_outlines.MissingGlyphError as undrawn:
        near = next((char for char in undrawn.characters if char in tex), "")
        message = f"the math font has no glyph for {' '.join(undrawn.characters)}"
        raise MathError(message, near, "write it as text, outside the formula") from None
    if drawn.right == drawn.left:
        raise MathError("the formula has no visible content", tex.strip(), "delete it")
    return drawn


def _write_svg(drawn: TracedFormula) -> Formula:
    """Write a traced formula as an SVG element, with lengths in em, scaled to the text font."""
    width, height = drawn.right - drawn.left, drawn.bottom - drawn.top
    measures = (_to_em(width), _to_em(height), _to_em(drawn.bottom))
    paths = "".join(f'<path{_fill_attribute(colour)} d="{path}"/>' for colour, path in drawn.paths)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawn.left} {drawn.top} {width} {height}" '
        f'style="width:{measures[0]}em;height:{measures[1]}em;vertical-align:{-measures[2] or 0}em">{paths}</svg>'
    )
    return Formula(svg, *measures)


def _to_em(units: int) -> float:
    return round(units * FONT_SCALE / 1000, 3)


def _fill_attribute(colour: str) -> str:
    return f' fill="{escape(colour)}"' if colour else ' fill="currentColor"'
