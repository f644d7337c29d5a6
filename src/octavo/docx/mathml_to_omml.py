"""Turn formulas into those of Word: MathML Core as math-core writes it in, OMML (ECMA-376-1, 22.1) out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from ..rendering.mathematics.mathml_adjustments import (
    FENCES,
    INTEGRALS,
    INVISIBLE_OPERATORS,
    ITALIC_LETTERS,
    LARGE_OPERATORS,
    UNSPACED_OPERATORS,
    list_cells,
)
from .ooxml_elements import Element, make, make_text_element

APPLY: Final = "\u2061"
_SEPARATOR: Final = "\u2063"
_MAX_NESTING: Final = 16
"""Sums in sums: those within stand beside the others."""
_NOTHING: Final = "\u200b"
"""Stands where Word would show that something is missing."""
_RELATIONS: Final = frozenset("=<>≤≥≠≡≈∼≃≅∝∈∉⊂⊆→←↔⇒⇐⇔↦≪≫+-−±∓,;:")
_SIGNS: Final = frozenset("+-−±∓")
# What math-core sets above a letter, and the combining character by which Word knows it.
_ACCENTS: Final = dict(
    zip(
        "ˆ^˜~ˇ˘´`˙¨ˉ¯˚\u20d7→←↔",
        "\u0302\u0302\u0303\u0303\u030c\u0306\u0301\u0300\u0307\u0308\u0304\u0304\u030a\u20d7\u20d7\u20d6\u20e1",
        strict=True,
    )
)
_BARS: Final = frozenset("\u0332‾_\u0305")
# What stands for itself, and what is notation to LibreOffice.
_POINTS: Final = frozenset(",;.:∂∇∞…⋯·")
_NOTATION: Final = (FENCES | frozenset(",;&#%^_~`")) - frozenset("{}")
# Sums and integrals that both Word and LibreOffice know; the signs of others would be lost in the latter.
_NARY: Final = frozenset("∑∏∐∫∬∭∮∯∰")
_BRACES: Final = frozenset("⏞⏟⏜⏝⎴⎵")
_SPACES: Final = ((1.9, "\u2003\u2003"), (0.9, "\u2003"), (0.45, "\u2002"), (0.25, "\u2005"), (0.1, "\u2009"))
_COLOUR: Final = re.compile(r"(?<![-\w])color:#([0-9A-Fa-f]{6})\b")
_ALIGN: Final = re.compile(r"text-align: (left|right)")
_STYLES: Final = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_STRIKES: Final = {"updiagonalstrike": "strikeBLTR", "downdiagonalstrike": "strikeTLBR", "horizontalstrike": "strikeH"}


class OmmlError(Exception):
    """Something in a formula that Word's cannot hold; says what, in plain words."""


def convert_mathml(markup: str, display: bool = False) -> list[Element]:
    """Turn a formula into what stands in an ``m:oMath``. Raises Unfit where something would be lost."""
    root = ET.fromstring(markup.replace("&ApplyFunction;", APPLY))  # noqa: S314 - math-core wrote it
    return _Converter(display).row(list(root))


class _Converter:
    """Turns elements of MathML into those of OMML; `colour` is that of what is being turned.

    `bare` tells of an operator that it has nothing on one side.
    """

    def __init__(self, display: bool) -> None:
        self.display = display
        self.colour = ""
        self.bare = False

    # Rows

    def row(self, children: Sequence[ET.Element], nested: int = 0) -> list[Element]:
        """Turn a row; sums take what they sum, functions what they are of, from what follows."""
        made: list[Element] = []
        at = 0
        while at < len(children):
            child, rest = children[at], children[at + 1 :]
            self.bare = _lacks_operand(children, at)
            at += 1
            if _nary_sign(child):
                reach = _count_operand(rest) if nested < _MAX_NESTING else 0
                made.append(self._nary(child, self.row(rest[:reach], nested + 1)))
                at += reach
            elif len(rest) > 1 and _is_operator(rest[0], APPLY):
                name, of = self.one(child), self.row(rest[1:2], nested + 1)
                made.append(make("m:func", make("m:fName", *name), make("m:e", *of)))
                at += 2
            elif rest and _is_prescript(child):
                made.append(self._prescripts(child, rest[0]))
                at += 1
            else:
                made += self.one(child)
        return made

    def one(self, element: ET.Element) -> list[Element]:
        """Turn one element."""
        found = _COLOUR.search(element.get("style", ""))
        before, self.colour = self.colour, found[1] if found else self.colour
        method: Callable[[ET.Element], list[Element]] | None = getattr(self, f"_{element.tag}", None)
        if method is None:
            raise OmmlError(f"Word's formulas have no {element.tag}")
        made = method(element)
        self.colour = before
        return made

    def argument(self, name: str, *elements: ET.Element) -> Element:
        """Turn what a structure holds in one of its places."""
        return make(name, *(self.row(elements) or [self._run(_NOTHING)]))

    def _mrow(self, element: ET.Element) -> list[Element]:
        children = list(element)
        if len(children) > 1 and _is_fence(children[0]) and _is_fence(children[-1]):
            marks = [re.sub(_SEPARATOR, "", (mark.text or "").strip()) for mark in (children[0], children[-1])]
            signs = make("m:dPr", make("m:begChr", val=marks[0]), make("m:endChr", val=marks[1]))
            return [make("m:d", signs, self.argument("m:e", *children[1:-1]))]
        return self.row(children)

    _mstyle = _mpadded = _math = _mrow

    # Letters

    def _run(self, text: str, style: str = "", normal: bool = False, literal: bool = False) -> Element:
        """Make a run; a `literal` one is no notation to LibreOffice, whose words and signs are commands to it."""
        properties = make("m:rPr")
        if literal:
            properties.append(make("m:lit"))
        if normal:
            properties.append(make("m:nor"))
        elif style:
            properties.append(make("m:sty", val=style))
        made = make("m:r", properties) if len(properties) else make("m:r")
        look = [make(f"w:{name}") for name in style if normal]
        if self.colour:
            look.append(make("w:color", val=self.colour.upper()))
        if look:
            made.append(make("w:rPr", *look))
        made.append(make_text_element("m:t", text))
        return made

    def _mi(self, element: ET.Element) -> list[Element]:
        text = re.sub("[\ufe00\ufe01]", "", element.text or "")
        slanted = len(text) == 1 and ITALIC_LETTERS.match(text) and element.get("mathvariant") != "normal"
        return [self._run(text, "" if slanted else "p", literal=len(text) > 1 or not text.isalpha())] if text else []

    def _mn(self, element: ET.Element) -> list[Element]:
        return [self._run(element.text or "", "p")]

    def _mo(self, element: ET.Element) -> list[Element]:
        text = (element.text or "").strip().strip(INVISIBLE_OPERATORS)
        text = "∖" if text == "\\" else text
        return [self._run(text, "p", literal=self.bare or text in _NOTATION)] if text else []

    def _mtext(self, element: ET.Element) -> list[Element]:
        text = re.sub(r"[\s\u00a0]+", " ", "".join(element.itertext()))
        # Spaces at its ends would be lost in LibreOffice.
        text = re.sub(r"^ | $", "\u00a0", text)
        styles = "".join(_STYLES.get(inner.tag, "") for inner in element.iter())
        return [self._run(text, styles, normal=True)] if text else []

    def _mspace(self, element: ET.Element) -> list[Element]:
        found = re.match(r"-?[\d.]+", element.get("width", "0"))
        width = float(found[0]) if found else 0.0
        sign = next((sign for least, sign in _SPACES if width >= least), "")
        return [self._run(sign, "p", literal=True)] if sign else []

    # Structures

    def _mfrac(self, element: ET.Element) -> list[Element]:
        kind = "noBar" if element.get("linethickness") in ("0", "0pt") else "bar"
        over, under = element
        properties = make("m:fPr", make("m:type", val=kind))
        return [make("m:f", properties, self.argument("m:num", over), self.argument("m:den", under))]

    def _msqrt(self, element: ET.Element) -> list[Element]:
        hidden = make("m:radPr", make("m:degHide", val="1"))
        return [make("m:rad", hidden, make("m:deg"), self.argument("m:e", *element))]

    def _mroot(self, element: ET.Element) -> list[Element]:
        under, degree = element
        return [make("m:rad", self.argument("m:deg", degree), self.argument("m:e", under))]

    def _msub(self, element: ET.Element) -> list[Element]:
        base, below = element
        return [make("m:sSub", self.argument("m:e", base), self.argument("m:sub", below))]

    def _msup(self, element: ET.Element) -> list[Element]:
        base, above = element
        return [make("m:sSup", self.argument("m:e", base), self.argument("m:sup", above))]

    def _msubsup(self, element: ET.Element) -> list[Element]:
        base, below, above = element
        parts = self.argument("m:e", base), self.argument("m:sub", below), self.argument("m:sup", above)
        return [make("m:sSubSup", *parts)]

    def _prescripts(self, scripts: ET.Element, base: ET.Element) -> Element:
        below, above = _split_scripts(scripts)
        return make("m:sPre", self._or_nothing("m:sub", below), self._or_nothing("m:sup", above),
                    self.argument("m:e", base))  # fmt: skip

    def _or_nothing(self, name: str, element: ET.Element | None) -> Element:
        return self.argument(name) if element is None else self.argument(name, element)

    def _nary(self, element: ET.Element, of: list[Element]) -> Element:
        below, above = _split_scripts(element)
        beside = element.tag.startswith("ms") or not self.display or element.tag == "mo"
        sign = _nary_sign(element)
        properties = make("m:naryPr", make("m:chr", val=sign))
        properties.append(make("m:limLoc", val="subSup" if beside or sign in INTEGRALS else "undOvr"))
        properties.append(make("m:subHide", val=int(below is None)))
        properties.append(make("m:supHide", val=int(above is None)))
        parts = [make("m:sub") if below is None else self.argument("m:sub", below)]
        parts.append(make("m:sup") if above is None else self.argument("m:sup", above))
        return make("m:nary", properties, *parts, make("m:e", *(of or [self._run(_NOTHING)])))

    def _munder(self, element: ET.Element) -> list[Element]:
        base, below = element
        sign = _operator_sign(below)
        if sign and element.get("accentunder") == "true" and sign in _BARS:
            return [self._bar(base, "bot")]
        if sign in _BRACES:
            return [self._brace(base, sign, "bot")]
        return [make("m:limLow", self.argument("m:e", base), self.argument("m:lim", _strip_padding(below)))]

    def _mover(self, element: ET.Element) -> list[Element]:
        base, above = element
        sign = _operator_sign(above)
        if sign and element.get("accent") == "true" and sign in _BARS:
            return [self._bar(base, "top")]
        if sign in _BRACES:
            return [self._brace(base, sign, "top")]
        if sign and element.get("accent") == "true":
            mark = make("m:accPr", make("m:chr", val=_ACCENTS.get(sign, sign)))
            return [make("m:acc", mark, self.argument("m:e", base))]
        return [make("m:limUpp", self.argument("m:e", base), self.argument("m:lim", _strip_padding(above)))]

    def _munderover(self, element: ET.Element) -> list[Element]:
        base, below, above = element
        lower = make("m:limLow", self.argument("m:e", base), self.argument("m:lim", _strip_padding(below)))
        return [make("m:limUpp", make("m:e", lower), self.argument("m:lim", _strip_padding(above)))]

    def _bar(self, base: ET.Element, where: str) -> Element:
        return make("m:bar", make("m:barPr", make("m:pos", val=where)), self.argument("m:e", base))

    def _brace(self, base: ET.Element, sign: str, where: str) -> Element:
        across = {"top": "bot", "bot": "top"}[where]
        parts = make("m:chr", val=sign), make("m:pos", val=where), make("m:vertJc", val=across)
        return make("m:groupChr", make("m:groupChrPr", *parts), self.argument("m:e", base))

    def _mphantom(self, element: ET.Element) -> list[Element]:
        return [make("m:phant", make("m:phantPr", make("m:show", val="0")), self.argument("m:e", *element))]

    def _menclose(self, element: ET.Element) -> list[Element]:
        notation = element.get("notation", "").split()
        inner = [child for child in element if len(child) or child.text]
        if not notation or not set(notation) <= {"box", *_STRIKES}:
            raise OmmlError(f"Word has no {' '.join(notation) or 'such frame'} around a formula")
        properties = make("m:borderBoxPr")
        if "box" not in notation:
            properties.extend(make(f"m:hide{side}", val="1") for side in ("Top", "Bot", "Left", "Right"))
        # In the order of the schema.
        for name in ("horizontalstrike", "updiagonalstrike", "downdiagonalstrike"):
            if name in notation:
                properties.append(make(f"m:{_STRIKES[name]}", val="1"))
        return [make("m:borderBox", properties, self.argument("m:e", *inner))]

    def _mtable(self, element: ET.Element) -> list[Element]:
        if "border" in element.get("style", "") or any(
            "border" in cell.get("style", "") for cell in element.iter("mtd")
        ):
            raise OmmlError("Word's matrices have no rules")
        rows = [list_cells(row) for row in element]
        # The last row is empty where a line's end stands behind it.
        while len(rows) > 1 and not any(len(cell) for cell in rows[-1]):
            rows.pop()
        columns = max((len(row) for row in rows), default=0)
        full = next((row for row in rows if len(row) == columns), [])
        sides = [found[1] if (found := _ALIGN.search(cell.get("style", ""))) else "center" for cell in full]
        described = make("m:mcs", *map(_make_column, sides))
        close = bool(full) and sides[:2] == ["right", "left"]
        properties = make("m:mPr", make("m:plcHide", val="1"))
        if close:
            properties.extend((make("m:cGpRule", val="3"), make("m:cGp", val="0")))
        properties.append(described)
        return [make("m:m", properties, *(self._matrix_row(row, columns) for row in rows))]

    def _matrix_row(self, cells: list[ET.Element], columns: int) -> Element:
        made = make("m:mr", *(self.argument("m:e", *cell) for cell in cells))
        made.extend(self.argument("m:e") for _ in range(columns - len(cells)))
        return made


def _make_column(side: str) -> Element:
    return make("m:mc", make("m:mcPr", make("m:count", val="1"), make("m:mcJc", val=side)))


def _lacks_operand(children: Sequence[ET.Element], at: int) -> bool:
    """Tell whether an operator has nothing on a side where it wants something; a sign may stand before its term."""
    if not _needs_operand(children[at]):
        return False
    before = next((one for one in reversed(children[:at]) if _is_visible(one)), None)
    after = next((one for one in children[at + 1 :] if _is_visible(one)), None)
    if after is None or (_needs_operand(after) and _operator_sign(after) not in _SIGNS):
        return True
    return (before is None or _needs_operand(before)) and _operator_sign(children[at]) not in _SIGNS


def _needs_operand(element: ET.Element) -> bool:
    sign = _operator_sign(element)
    return bool(sign) and not set(sign) <= {*UNSPACED_OPERATORS, *FENCES, *_POINTS} and sign not in LARGE_OPERATORS


def _is_visible(element: ET.Element) -> bool:
    return element.tag != "mspace" and (element.tag != "mo" or bool(_operator_sign(element).strip(INVISIBLE_OPERATORS)))


def _is_operator(element: ET.Element, text: str) -> bool:
    return element.tag == "mo" and (element.text or "").strip() == text


def _is_fence(element: ET.Element) -> bool:
    text = (element.text or "").strip()
    if element.tag != "mo" or element.get("stretchy") == "false" or "minsize" in element.attrib:
        return False
    return text == _SEPARATOR or (text in FENCES and bool(text))


def _operator_sign(element: ET.Element) -> str:
    return (element.text or "").strip() if element.tag == "mo" else ""


def _nary_sign(element: ET.Element) -> str:
    """Give the sign of a sum, an integral or their like, alone or with its limits; "" for what is none."""
    limited = element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover")
    sign = _operator_sign(element[0] if limited and len(element) else element)
    return sign if sign in _NARY else ""


def _split_scripts(element: ET.Element) -> tuple[ET.Element | None, ET.Element | None]:
    """Give what stands below and above."""
    if element.tag in ("msub", "munder"):
        return element[1], None
    if element.tag in ("msup", "mover"):
        return None, element[1]
    return (element[1], element[2]) if len(element) > 2 else (None, None)


def _is_prescript(element: ET.Element) -> bool:
    """Tell scripts of nothing, which belong to what follows."""
    if element.tag not in ("msub", "msup", "msubsup"):
        return False
    return element[0].tag == "mrow" and not len(element[0])


def _count_operand(rest: Iterable[ET.Element]) -> int:
    """Tell how far what is summed goes: to the next relation, or sign of addition."""
    count = 0
    for element in rest:
        sign = _operator_sign(element)
        if sign in _RELATIONS and (count or sign not in _SIGNS):
            break
        count += 1
    return count


def _strip_padding(element: ET.Element) -> ET.Element:
    """Give the label of an arrow without the spaces by which math-core widens it."""
    label = len(element) == 2 and element[1].tag == "mspace" and element[1].get("width") == "3.5em"
    return element[0] if label else element
