"""Rewrite MathML Core, as math-core writes it, so that ziamath draws it correctly."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final
from xml.etree import ElementTree as ET

# ziamath converts lengths in em at 72.27 points and 96 pixels per inch: 1em comes out as 1.333em.
_EM_SCALE: Final = 1 / (1.000002 * 1.333)
INVISIBLE_OPERATORS: Final = "\u2061\u2062\u2063\u2064"
_VARIATION: Final = {"\ufe00": "", "\ufe01": "roundhand"}
_BAR: Final = "\u2015"  # ziamath draws it as a rule as long as its base
_WIDE_ACCENTS: Final = {"~": "\u0303", "ˇ": "\u030c", "\u0332": _BAR, "‾": _BAR}
BINARY_OPERATORS: Final = frozenset("+-−±∓÷×∪∩∖∧∨⊎⊓⊔⊕⊖⊗⊘⊙⊚⊛⊝⊞⊟⊠⊡⊺⊻⊼⊽⋄⋆⋇⋉⋊⋋⋌⋎⋏⋒⋓†‡∔∗∘∙≀⨿⩞⊳⊲⊴⊵▷◁△▽•·⋅*")
OPERATOR_SPACES: Final = {",": (0, 3), ";": (0, 3), ".": (3, 3), "/": (0, 0), "\\": (0, 0), "&": (0, 0)}
UNSPACED_OPERATORS: Final = frozenset("()[]{}⟨⟩⌊⌋⌈⌉⟦⟧⟪⟫⟬⟭⟮⟯⎰⎱⌜⌝⌞⌟|‖!′″‴⁗‵‶‷∀∃∄¬?@%#_^√∛∜⋮…⋯⋱∎")
_SIDE_SCRIPTS: Final = {"munder": "msub", "mover": "msup", "munderover": "msubsup"}
_PREFIX_SIGNS: Final = frozenset("+-−±∓")
_SCRIPT_ELEMENTS: Final = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
INTEGRALS: Final = "∫∬∭⨌∮∯∰∱∲∳"
FENCES: Final = frozenset("()[]{}⟨⟩⌊⌋⌈⌉⟦⟧⟪⟫⟬⟭⟮⟯⎰⎱|‖")
LARGE_OPERATORS: Final = frozenset("∑∏∐∫∬∭⨌∮∯∰∱∲∳⋀⋁⋂⋃⨀⨁⨂⨃⨄⨅⨆⨉⨊⨋⨍⨎⨏⨐⨑⨒⨓⨔⨕⨖⨗⨘⨙⨚⨛⨜")
ITALIC_LETTERS: Final = re.compile("[A-Za-zıȷΑ-ΡΣ-Ωα-ωϵϑϰϕϱϖϴ]")
_TEXT_STYLES: Final = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "code": "mono"}
_ROW_ELEMENTS: Final = ("math", "mrow", "mtd", "mphantom", "mpadded", "msqrt", "menclose")
_COPIED_ELEMENTS: Final = ("msub", "msup", "msubsup", "mroot", "mmultiscripts", "mprescripts", "mfrac", "mtr")
_TEXT_ALIGN: Final = re.compile(r"text-align: (left|right)")
_COPIED_ATTRIBUTES: Final = ("displaystyle", "scriptlevel", "linethickness", "accent", "accentunder", "width", "height")
_DEFAULT_PADDING: Final = 0.5


class UnsupportedMathError(Exception):
    """MathML that would not be drawn as it is meant. The message says what it is."""


def fit_mathml(mathml: str, display: bool) -> ET.Element:
    """Rewrite MathML Core so that ziamath draws all of it; raise UnfitError where it could not."""
    root = ET.fromstring(mathml.replace("&ApplyFunction;", "\u2061"))  # noqa: S314 - math-core wrote it
    _set_display_styles(root, display)
    fit = ET.Element("math", {"displaystyle": "true" if display else "false"})
    fit.extend(_fit_row(root))
    return fit


def _set_display_styles(element: ET.Element, display: bool) -> None:
    """Set `displaystyle` on each element, and move the limits of sums in inline style to their side."""
    display = element.get("displaystyle", "true" if display else "false") == "true"
    if element.tag in _SIDE_SCRIPTS and not display and _has_movable_limits(element[0]):
        element.tag = _SIDE_SCRIPTS[element.tag]
    first = next((child for child in element if child.tag != "mspace"), None)
    if element.tag in _ROW_ELEMENTS and len(element) > 1 and first is not None and (first.text or "") in _PREFIX_SIGNS:
        first.attrib.setdefault("form", "prefix")
    for number, child in enumerate(element):
        small = element.tag == "mfrac" or (number > 0 and element.tag.startswith(("msub", "msup", "mu", "mo", "mm")))
        if small and display:
            child.attrib.setdefault("displaystyle", "false")
        _set_display_styles(child, display and not small)


def _has_movable_limits(element: ET.Element) -> bool:
    text = element.text or ""
    return (
        element.tag == "mo"
        and text in LARGE_OPERATORS
        and text not in INTEGRALS
        and "movablelimits" not in element.attrib
    )


def estimate_layout_cost(fitted: ET.Element, times: int = 1) -> int:
    """Count how often elements will be laid out: ziamath lays out a row twice if it holds a stretchy operator."""
    if fitted.tag in _ROW_ELEMENTS and has_stretching(fitted):
        times *= 2
    return times if times > 2**20 else times + sum(estimate_layout_cost(child, times) for child in fitted)


def has_stretching(row: ET.Element) -> bool:
    """Return whether an operator of this row, not of a row within it, stretches with its height."""
    return any(
        child.get("stretchy") == "true"
        if child.tag == "mo"
        else child.tag not in _ROW_ELEMENTS and has_stretching(child)
        for child in row
    )


def _fit_row(parent: ET.Element) -> list[ET.Element]:
    """Fit the children of a row. Inner rows without stretchy operators are flattened into it."""
    found: list[ET.Element] = []
    for child in parent:
        one = _fit_element(child)
        if one is None:
            continue
        loose = one.tag == "mrow" and not one.attrib and len(one) > 0 and not has_stretching(one)
        found.extend(one if loose else [one])
    return found


def _fit_element(element: ET.Element) -> ET.Element | None:
    if element.tag in _FITTERS:
        return _FITTERS[element.tag](element)
    if element.tag in _ROW_ELEMENTS:
        return _copy_element(element, _fit_row(element))
    if element.tag in _COPIED_ELEMENTS:
        return _move_operator_spaces(_copy_element(element, map(_fit_required, element)))
    raise UnsupportedMathError(f"{element.tag} is not supported")


def _fit_required(element: ET.Element) -> ET.Element:
    """Fit an element that must not vanish, since its position among its siblings has a meaning."""
    fit = _fit_element(element)
    return ET.Element("mrow") if fit is None else fit


def _copy_element(element: ET.Element, children: Iterable[ET.Element]) -> ET.Element:
    fit = ET.Element(element.tag, {key: element.attrib[key] for key in _COPIED_ATTRIBUTES if key in element.attrib})
    colour = re.search(r"(?<![-\w])color:(#\w+)", element.get("style", ""))
    if colour:
        fit.set("mathcolor", colour[1].lower())
    fit.extend(children)
    return fit


# Letters and words


def _fit_identifier(element: ET.Element) -> ET.Element:
    """Fit an identifier. Names of more than one letter become text, whose spaces depend on the elements around it."""
    text = element.text or ""
    script = _VARIATION.get(text[-1:], "")
    text = re.sub("[\ufe00\ufe01]", "", text)
    # ziamath takes ∂ for an operator.
    text = text.replace("∂", "𝜕") if element.get("mathvariant") != "normal" else text
    if len(text) != 1 or not ITALIC_LETTERS.match(text):
        fit = _make_text(text)
    else:
        fit = ET.Element("mi", {"mathvariant": element.get("mathvariant", "italic")})
        fit.text = text
    if script:
        fit.tag = script
    return fit


def _fit_number(element: ET.Element) -> ET.Element:
    fit = ET.Element("mn", {"mathvariant": "normal"})
    fit.text = element.text
    return fit


def _make_text(text: str, variant: str = "normal") -> ET.Element:
    fit = ET.Element("mtext", {"mathvariant": variant})
    # ziamath draws a hyphen in text as a rule.
    fit.text = text.replace("---", "—").replace("--", "–").replace("-", "\u2010")
    return fit


def _fit_text(element: ET.Element) -> ET.Element | None:
    text = re.sub(r"[\s\u00a0]+", "\u00a0", "".join(element.itertext()))
    if not text.strip("\u00a0"):
        return _make_space(0.25 * len(text)) if text else None
    styles = [inner.tag for inner in element.iter()][1:]
    if "u" in styles:
        raise UnsupportedMathError("underlined text is not supported")
    if any("sans" in inner.get("class", "") for inner in element.iter()):
        return _make_text(text, "sans")
    return _make_text(text, " ".join(_TEXT_STYLES[style] for style in styles if style in _TEXT_STYLES) or "normal")


# Operators and spaces


def _fit_operator(element: ET.Element) -> ET.Element | None:
    text = (element.text or "").strip()
    before, after = _operator_spaces(element, text)
    if not text or text in INVISIBLE_OPERATORS:
        return _make_space(before + after) if text == "\u2061" else None
    if len(text) > 1 and "\u0338" in text:
        raise UnsupportedMathError(f"the stroke through {text[0]} is not supported")
    fit = _make_operator(element, text)
    fit.set("lspace", _format_em(before))
    fit.set("rspace", _format_em(after))
    for key in ("minsize", "maxsize"):
        if key in element.attrib:
            fit.set(key, _format_em(_parse_em_length(element.attrib[key])))
    return fit


def _make_operator(element: ET.Element, text: str) -> ET.Element:
    fit = ET.Element("mo", {"movablelimits": "false"})
    fit.attrib.update({key: element.attrib[key] for key in ("form", "displaystyle") if key in element.attrib})
    fit.text = text
    # ziamath would stretch sums and integrals too.
    grows = element.get("stretchy", "true" if text in FENCES else "false") == "true"
    fit.set("stretchy", "true" if grows else "false")
    return fit


def _operator_spaces(element: ET.Element, text: str) -> tuple[float, float]:
    """Return the spaces around an operator in em: its own, or those of the operator dictionary of MathML Core."""
    usual = (5, 5)
    if text in OPERATOR_SPACES:
        usual = OPERATOR_SPACES[text]
    elif text in BINARY_OPERATORS:
        usual = (4, 4)
    elif text in UNSPACED_OPERATORS or text in INVISIBLE_OPERATORS:
        usual = (0, 0)
    elif text in LARGE_OPERATORS:
        usual = (3, 3)
    if element.get("form") in ("prefix", "postfix"):
        usual = (0, 0)
    before, after = element.get("lspace"), element.get("rspace")
    return (
        usual[0] / 18 if before is None else _parse_em_length(before),
        usual[1] / 18 if after is None else _parse_em_length(after),
    )


def _move_operator_spaces(element: ET.Element) -> ET.Element:
    """Move the spaces of an operator with scripts to the outside of the scripts."""
    base = element[0] if len(element) and element.tag in _SCRIPT_ELEMENTS else None
    if base is None or base.tag != "mo":
        return element
    spaces = [base.get("lspace", "0"), base.get("rspace", "0")]
    base.attrib.update({"lspace": "0", "rspace": "0"})
    if spaces == ["0", "0"]:
        return element
    row = ET.Element("mrow")
    row.extend([ET.Element("mspace", {"width": spaces[0]}), element, ET.Element("mspace", {"width": spaces[1]})])
    return row


def _parse_em_length(written: str) -> float:
    """Parse a length and return it in em. math-core writes points as tenths of a rem."""
    found = re.fullmatch(r"(-?[\d.]+)(em|rem|ex|)", written.strip())
    if not found:
        raise UnsupportedMathError(f"the length {written} has an unknown unit")
    return float(found[1]) * (0.45 if found[2] == "ex" else 1)


def _format_em(length: float) -> str:
    return f"{length * _EM_SCALE:.4f}em" if length else "0"


def _make_space(width: float) -> ET.Element:
    return ET.Element("mspace", {"width": _format_em(width)})


def _fit_space(element: ET.Element) -> ET.Element | None:
    margin = re.search(r"margin-left:([^;]+)", element.get("style", ""))
    width = margin[1] if margin else element.get("width")
    return _make_space(_parse_em_length(width)) if width else None


def _fit_padded(element: ET.Element) -> ET.Element:
    if "voffset" in element.attrib:
        raise UnsupportedMathError("a raised box is not supported")
    if "style" not in element.attrib:
        return _copy_element(element, _fit_row(element))
    pads = dict(re.findall(r"padding-(left|right):([^;]+)", element.attrib["style"]))
    row = ET.Element("mrow")
    row.extend(
        [
            _make_space(_parse_em_length(pads.get("left", "0"))),
            *_fit_row(element),
            _make_space(_parse_em_length(pads.get("right", "0"))),
        ]
    )
    return row


# Accents, and what stands over and under


def _fit_stacked(element: ET.Element) -> ET.Element:
    if _is_long_arrow(element):
        return _fit_long_arrow(element)
    accents = (element.get("accent") or element.get("accentunder")) == "true"
    base, *others = element
    fit = _copy_element(element, [_fit_required(base)])
    for other in others:
        fit.append(_fit_accent(other) if accents and other.tag == "mo" else _fit_required(other))
    return _move_operator_spaces(fit)


def _fit_accent(element: ET.Element) -> ET.Element:
    text = element.text or ""
    if element.get("stretchy") == "true" and text in _WIDE_ACCENTS:
        text = _WIDE_ACCENTS[text]
    fit = _make_operator(element, text)
    fit.attrib.update({"lspace": "0", "rspace": "0"})
    if text in (_BAR, "\u0302", "\u0303", "\u030c") or text in "←→↔⏞⏟⏜⏝⎴⎵↼⇀":
        fit.set("stretchy", "true")
        return fit
    # Outside a row, ziamath would stretch any accent to the width of the letter.
    row = ET.Element("mrow")
    row.append(fit)
    return row


def _is_long_arrow(element: ET.Element) -> bool:
    """Return whether this is an arrow with labels, which math-core widens by a space of 3.5em."""
    return element[0].tag == "mo" and all(
        len(label) == 2 and label[1].tag == "mspace" and label[1].get("width") == "3.5em" for label in element[1:]
    )


def _fit_long_arrow(element: ET.Element) -> ET.Element:
    arrow = ET.Element("arrow", {"under": "true" if element.tag != "mover" else "false"})
    arrow.append(_make_operator(element[0], element[0].text or ""))
    arrow.extend(_fit_required(label[0]) for label in element[1:])
    return arrow


def _fit_enclosed(element: ET.Element) -> ET.Element:
    inner = ET.Element("mrow")
    inner.extend(child for child in _fit_row(element) if len(child) or child.text)
    fit = _copy_element(element, [inner])
    notation = element.get("notation", "")
    if not set(notation.split()) <= {"box", "updiagonalstrike", "downdiagonalstrike", "horizontalstrike"}:
        raise UnsupportedMathError(f"{notation} around a formula is not supported")
    fit.set("notation", notation)
    return fit


# Tables


def _fit_table(element: ET.Element) -> ET.Element:
    """Fit a table, with rows of the same height. The CSS of MathML Core becomes attributes."""
    rows = [list_cells(row) for row in element]
    tight = "padding-top: 0" in (rows[0][0].get("style", "") if rows and rows[0] else "")
    fit = _copy_element(element, [])
    last = rows[-1] if rows else []
    closing = "border-top" in element.get("style", "") or any("border-top" in c.get("style", "") for c in last)
    ends = len(rows) > 1 and closing and not any(len(cell) for cell in last)
    columns = max((len(row) for row in rows), default=0)
    full = next((row for row in rows if len(row) == columns), [])
    fit.set("columnspacing", " ".join(_column_gaps(full)) or "0")
    loose = 0.15 if tight else 0.5 if element.get("displaystyle") == "true" else 0.2
    fit.set("rowspacing", _format_em(loose))
    fit.set("lines", _table_rules(element, rows))
    for cells in rows[:-1] if ends else rows:
        fit.append(_fit_table_row(cells, tight))
    return fit


def list_cells(row: ET.Element) -> list[ET.Element]:
    """Return the cells of a row without the empty ones at both ends that only centre it on the line."""
    cells = list(row)
    if cells and "width: 50%" in cells[0].get("style", ""):
        return cells[1:-1]
    return cells


def _column_gaps(row: list[ET.Element]) -> list[str]:
    """Return the gaps between columns in em: the right padding of a cell plus the left padding of the next."""
    return [_format_em(_cell_padding(cell, "right") + _cell_padding(after, "left")) for cell, after in pairwise(row)]


def _cell_padding(cell: ET.Element, side: str) -> float:
    found = re.search(rf"padding-{side}: ?([^;]+)", cell.get("style", ""))
    return _parse_em_length(found[1]) if found else _DEFAULT_PADDING


def _fit_table_row(cells: list[ET.Element], tight: bool) -> ET.Element:
    row = ET.Element("mtr")
    aligned = [_TEXT_ALIGN.search(cell.get("style", "")) for cell in cells]
    row.set("columnalign", " ".join(found[1] if found else "center" for found in aligned) or "center")
    for cell in cells:
        fit = ET.SubElement(row, "mtd")
        if not tight:
            fit.append(ET.Element("mspace", {"width": "0", "height": _format_em(0.7), "depth": _format_em(0.3)}))
        fit.extend(_fit_row(cell))
    return row


def _table_rules(table: ET.Element, rows: list[list[ET.Element]]) -> str:
    """Return the names of a table's rules: v1 is behind its first column, h1 is below its first row."""
    style = table.get("style", "")
    found = {"v0"} if "border-left" in style else set()
    if "border-top" in style:
        found.add("h0")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if "border-right" in cell.get("style", ""):
                found.add(f"v{column + 1}")
            if "border-top" in cell.get("style", ""):
                found.add(f"h{number}")
    if any("dashed" in cell.get("style", "") for row in rows for cell in row):
        raise UnsupportedMathError("a dashed rule in a table is not supported")
    return " ".join(sorted(found))


_FITTERS: Final = {
    "mi": _fit_identifier,
    "mn": _fit_number,
    "mo": _fit_operator,
    "mtext": _fit_text,
    "mspace": _fit_space,
    "mpadded": _fit_padded,
    "mover": _fit_stacked,
    "munder": _fit_stacked,
    "munderover": _fit_stacked,
    "menclose": _fit_enclosed,
    "mtable": _fit_table,
}
