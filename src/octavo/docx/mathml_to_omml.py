"""Convert MathML Core, as math-core writes it, to Word's OMML (ECMA-376-1, 22.1)."""

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
"""Depth of sums in sums; deeper ones are not nested."""
_NOTHING: Final = "\u200b"
"""An invisible argument; Word shows a box for an empty one."""
_RELATIONS: Final = frozenset("=<>≤≥≠≡≈∼≃≅∝∈∉⊂⊆→←↔⇒⇐⇔↦≪≫+-−±∓,;:")
_SIGNS: Final = frozenset("+-−±∓")
# The accents of math-core, and Word's combining characters for them.
_ACCENTS: Final = dict(
    zip(
        "ˆ^˜~ˇ˘´`˙¨ˉ¯˚\u20d7→←↔",
        "\u0302\u0302\u0303\u0303\u030c\u0306\u0301\u0300\u0307\u0308\u0304\u0304\u030a\u20d7\u20d7\u20d6\u20e1",
        strict=True,
    )
)
_BARS: Final = frozenset("\u0332‾_\u0305")
# Characters without operands, and characters that are commands in LibreOffice's formula language.
_POINTS: Final = frozenset(",;.:∂∇∞…⋯·")
_NOTATION: Final = (FENCES | frozenset(",;&#%^_~`")) - frozenset("{}")
# The n-ary operators that both Word and LibreOffice support; LibreOffice would lose others.
_NARY: Final = frozenset("∑∏∐∫∬∭∮∯∰")
_BRACES: Final = frozenset("⏞⏟⏜⏝⎴⎵")
_SPACES: Final = ((1.9, "\u2003\u2003"), (0.9, "\u2003"), (0.45, "\u2002"), (0.25, "\u2005"), (0.1, "\u2009"))
_COLOUR: Final = re.compile(r"(?<![-\w])color:#([0-9A-Fa-f]{6})\b")
_ALIGN: Final = re.compile(r"text-align: (left|right)")
_STYLES: Final = {"b": "b", "strong": "b", "i": "i", "em": "i"}
_STRIKES: Final = {"updiagonalstrike": "strikeBLTR", "downdiagonalstrike": "strikeTLBR", "horizontalstrike": "strikeH"}


class OmmlError(Exception):
    """Something in a formula that OMML cannot represent; the message says what."""


def convert_mathml(markup: str, display: bool = False) -> list[Element]:
    """Convert a formula to the children of an ``m:oMath``. Raises OmmlError if something would be lost."""
    root = ET.fromstring(markup.replace("&ApplyFunction;", APPLY))  # noqa: S314 - math-core wrote it
    return _Converter(display).convert_row(list(root))


class _Converter:
    """Converts MathML elements to OMML elements; `colour` is that of the current element.

    `bare` says that the current operator lacks an operand.
    """

    def __init__(self, display: bool) -> None:
        self.display = display
        self.colour = ""
        self.bare = False

    # Rows

    def convert_row(self, children: Sequence[ET.Element], nested: int = 0) -> list[Element]:
        """Convert a row; sums and functions take their arguments from the elements that follow them."""
        made: list[Element] = []
        at = 0
        while at < len(children):
            child, rest = children[at], children[at + 1 :]
            self.bare = _lacks_operand(children, at)
            at += 1
            if _nary_sign(child):
                reach = _count_operand(rest) if nested < _MAX_NESTING else 0
                made.append(self._make_nary(child, self.convert_row(rest[:reach], nested + 1)))
                at += reach
            elif len(rest) > 1 and _is_operator(rest[0], APPLY):
                name, of = self.convert_element(child), self.convert_row(rest[1:2], nested + 1)
                made.append(make("m:func", make("m:fName", *name), make("m:e", *of)))
                at += 2
            elif rest and _is_prescript(child):
                made.append(self._make_prescripts(child, rest[0]))
                at += 1
            else:
                made += self.convert_element(child)
        return made

    def convert_element(self, element: ET.Element) -> list[Element]:
        """Convert one element."""
        found = _COLOUR.search(element.get("style", ""))
        before, self.colour = self.colour, found[1] if found else self.colour
        method: Callable[[ET.Element], list[Element]] | None = getattr(self, f"_{element.tag}", None)
        if method is None:
            raise OmmlError(f"Word's formulas do not support {element.tag}")
        made = method(element)
        self.colour = before
        return made

    def make_argument(self, name: str, *elements: ET.Element) -> Element:
        """Convert elements to an argument of a structure, such as m:num."""
        return make(name, *(self.convert_row(elements) or [self._make_run(_NOTHING)]))

    def _mrow(self, element: ET.Element) -> list[Element]:
        children = list(element)
        if len(children) > 1 and _is_fence(children[0]) and _is_fence(children[-1]):
            marks = [re.sub(_SEPARATOR, "", (mark.text or "").strip()) for mark in (children[0], children[-1])]
            signs = make("m:dPr", make("m:begChr", val=marks[0]), make("m:endChr", val=marks[1]))
            return [make("m:d", signs, self.make_argument("m:e", *children[1:-1]))]
        return self.convert_row(children)

    _mstyle = _mpadded = _math = _mrow

    # Letters

    def _make_run(self, text: str, style: str = "", normal: bool = False, literal: bool = False) -> Element:
        """Make a run; LibreOffice does not interpret a `literal` one as commands of its formula language."""
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
        return (
            [self._make_run(text, "" if slanted else "p", literal=len(text) > 1 or not text.isalpha())] if text else []
        )

    def _mn(self, element: ET.Element) -> list[Element]:
        return [self._make_run(element.text or "", "p")]

    def _mo(self, element: ET.Element) -> list[Element]:
        text = (element.text or "").strip().strip(INVISIBLE_OPERATORS)
        text = "∖" if text == "\\" else text
        return [self._make_run(text, "p", literal=self.bare or text in _NOTATION)] if text else []

    def _mtext(self, element: ET.Element) -> list[Element]:
        text = re.sub(r"[\s\u00a0]+", " ", "".join(element.itertext()))
        # LibreOffice would lose spaces at its ends.
        text = re.sub(r"^ | $", "\u00a0", text)
        styles = "".join(_STYLES.get(inner.tag, "") for inner in element.iter())
        return [self._make_run(text, styles, normal=True)] if text else []

    def _mspace(self, element: ET.Element) -> list[Element]:
        found = re.match(r"-?[\d.]+", element.get("width", "0"))
        width = float(found[0]) if found else 0.0
        sign = next((sign for least, sign in _SPACES if width >= least), "")
        return [self._make_run(sign, "p", literal=True)] if sign else []

    # Structures

    def _mfrac(self, element: ET.Element) -> list[Element]:
        kind = "noBar" if element.get("linethickness") in ("0", "0pt") else "bar"
        over, under = element
        properties = make("m:fPr", make("m:type", val=kind))
        return [make("m:f", properties, self.make_argument("m:num", over), self.make_argument("m:den", under))]

    def _msqrt(self, element: ET.Element) -> list[Element]:
        hidden = make("m:radPr", make("m:degHide", val="1"))
        return [make("m:rad", hidden, make("m:deg"), self.make_argument("m:e", *element))]

    def _mroot(self, element: ET.Element) -> list[Element]:
        under, degree = element
        return [make("m:rad", self.make_argument("m:deg", degree), self.make_argument("m:e", under))]

    def _msub(self, element: ET.Element) -> list[Element]:
        base, below = element
        return [make("m:sSub", self.make_argument("m:e", base), self.make_argument("m:sub", below))]

    def _msup(self, element: ET.Element) -> list[Element]:
        base, above = element
        return [make("m:sSup", self.make_argument("m:e", base), self.make_argument("m:sup", above))]

    def _msubsup(self, element: ET.Element) -> list[Element]:
        base, below, above = element
        parts = self.make_argument("m:e", base), self.make_argument("m:sub", below), self.make_argument("m:sup", above)
        return [make("m:sSubSup", *parts)]

    def _make_prescripts(self, scripts: ET.Element, base: ET.Element) -> Element:
        below, above = _split_scripts(scripts)
        return make("m:sPre", self._make_optional_argument("m:sub", below),
                    self._make_optional_argument("m:sup", above),
                    self.make_argument("m:e", base))  # fmt: skip

    def _make_optional_argument(self, name: str, element: ET.Element | None) -> Element:
        return self.make_argument(name) if element is None else self.make_argument(name, element)

    def _make_nary(self, element: ET.Element, of: list[Element]) -> Element:
        below, above = _split_scripts(element)
        beside = element.tag.startswith("ms") or not self.display or element.tag == "mo"
        sign = _nary_sign(element)
        properties = make("m:naryPr", make("m:chr", val=sign))
        properties.append(make("m:limLoc", val="subSup" if beside or sign in INTEGRALS else "undOvr"))
        properties.append(make("m:subHide", val=int(below is None)))
        properties.append(make("m:supHide", val=int(above is None)))
        parts = [make("m:sub") if below is None else self.make_argument("m:sub", below)]
        parts.append(make("m:sup") if above is None else self.make_argument("m:sup", above))
        return make("m:nary", properties, *parts, make("m:e", *(of or [self._make_run(_NOTHING)])))

    def _munder(self, element: ET.Element) -> list[Element]:
        base, below = element
        sign = _operator_sign(below)
        if sign and element.get("accentunder") == "true" and sign in _BARS:
            return [self._make_bar(base, "bot")]
        if sign in _BRACES:
            return [self._make_brace(base, sign, "bot")]
        return [make("m:limLow", self.make_argument("m:e", base), self.make_argument("m:lim", _strip_padding(below)))]

    def _mover(self, element: ET.Element) -> list[Element]:
        base, above = element
        sign = _operator_sign(above)
        if sign and element.get("accent") == "true" and sign in _BARS:
            return [self._make_bar(base, "top")]
        if sign in _BRACES:
            return [self._make_brace(base, sign, "top")]
        if sign and element.get("accent") == "true":
            mark = make("m:accPr", make("m:chr", val=_ACCENTS.get(sign, sign)))
            return [make("m:acc", mark, self.make_argument("m:e", base))]
        return [make("m:limUpp", self.make_argument("m:e", base), self.make_argument("m:lim", _strip_padding(above)))]

    def _munderover(self, element: ET.Element) -> list[Element]:
        base, below, above = element
        lower = make("m:limLow", self.make_argument("m:e", base), self.make_argument("m:lim", _strip_padding(below)))
        return [make("m:limUpp", make("m:e", lower), self.make_argument("m:lim", _strip_padding(above)))]

    def _make_bar(self, base: ET.Element, where: str) -> Element:
        return make("m:bar", make("m:barPr", make("m:pos", val=where)), self.make_argument("m:e", base))

    def _make_brace(self, base: ET.Element, sign: str, where: str) -> Element:
        across = {"top": "bot", "bot": "top"}[where]
        parts = make("m:chr", val=sign), make("m:pos", val=where), make("m:vertJc", val=across)
        return make("m:groupChr", make("m:groupChrPr", *parts), self.make_argument("m:e", base))

    def _mphantom(self, element: ET.Element) -> list[Element]:
        return [make("m:phant", make("m:phantPr", make("m:show", val="0")), self.make_argument("m:e", *element))]

    def _menclose(self, element: ET.Element) -> list[Element]:
        notation = element.get("notation", "").split()
        inner = [child for child in element if len(child) or child.text]
        if not notation or not set(notation) <= {"box", *_STRIKES}:
            raise OmmlError(f"Word does not support {' '.join(notation) or 'such a frame'} around a formula")
        properties = make("m:borderBoxPr")
        if "box" not in notation:
            properties.extend(make(f"m:hide{side}", val="1") for side in ("Top", "Bot", "Left", "Right"))
        # In the order of the schema.
        for name in ("horizontalstrike", "updiagonalstrike", "downdiagonalstrike"):
            if name in notation:
                properties.append(make(f"m:{_STRIKES[name]}", val="1"))
        return [make("m:borderBox", properties, self.make_argument("m:e", *inner))]

    def _mtable(self, element: ET.Element) -> list[Element]:
        if "border" in element.get("style", "") or any(
            "border" in cell.get("style", "") for cell in element.iter("mtd")
        ):
            raise OmmlError("Word does not support lines in matrices")
        rows = [list_cells(row) for row in element]
        # The last row is empty if a line break follows it.
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
        return [make("m:m", properties, *(self._make_matrix_row(row, columns) for row in rows))]

    def _make_matrix_row(self, cells: list[ET.Element], columns: int) -> Element:
        made = make("m:mr", *(self.make_argument("m:e", *cell) for cell in cells))
        made.extend(self.make_argument("m:e") for _ in range(columns - len(cells)))
        return made


def _make_column(side: str) -> Element:
    return make("m:mc", make("m:mcPr", make("m:count", val="1"), make("m:mcJc", val=side)))


def _lacks_operand(children: Sequence[ET.Element], at: int) -> bool:
    """Check whether an operator lacks an operand on one side; a sign needs none on its left."""
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
    """Return the sign of an n-ary operator (sum, integral …), with or without limits; "" for other elements."""
    limited = element.tag in ("msub", "msup", "msubsup", "munder", "mover", "munderover")
    sign = _operator_sign(element[0] if limited and len(element) else element)
    return sign if sign in _NARY else ""


def _split_scripts(element: ET.Element) -> tuple[ET.Element | None, ET.Element | None]:
    """Return the subscript and the superscript."""
    if element.tag in ("msub", "munder"):
        return element[1], None
    if element.tag in ("msup", "mover"):
        return None, element[1]
    return (element[1], element[2]) if len(element) > 2 else (None, None)


def _is_prescript(element: ET.Element) -> bool:
    """Check for scripts without a base, which belong to the next element."""
    if element.tag not in ("msub", "msup", "msubsup"):
        return False
    return element[0].tag == "mrow" and not len(element[0])


def _count_operand(rest: Iterable[ET.Element]) -> int:
    """Count the elements of a sum's operand: up to the next relation or sign of addition."""
    count = 0
    for element in rest:
        sign = _operator_sign(element)
        if sign in _RELATIONS and (count or sign not in _SIGNS):
            break
        count += 1
    return count


def _strip_padding(element: ET.Element) -> ET.Element:
    """Return the label of an arrow without the spaces that math-core adds around it."""
    label = len(element) == 2 and element[1].tag == "mspace" and element[1].get("width") == "3.5em"
    return element[0] if label else element
