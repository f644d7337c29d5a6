"""Write marked texts (emphasis, scripts, formulas) as the elements that JATS and Crossref have for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..model.formula_text import formula_to_text
from ..model.marked_title import MarkedText
from ..rendering.mathematics.tex_formulas import MathError, tex_to_mathml
from .xml_writer import line_element

MATHML_NAMESPACE: Final = {"xmlns:mml": "http://www.w3.org/1998/Math/MathML"}
JATS_TAGS: Final = {
    "emphasis": "italic",
    "strong": "bold",
    "superscript": "sup",
    "subscript": "sub",
    "math": "inline-formula",
}
CROSSREF_ABSTRACT_TAGS: Final = {kind: f"jats:{tag}" for kind, tag in JATS_TAGS.items()}
CROSSREF_FACES: Final = {"emphasis": "i", "strong": "b", "superscript": "sup", "subscript": "sub", "math": ""}
"""Face markup of titles; MathML stands in a title without an element around it."""
# Attributes of MathML Core that MathML 3, which both formats hold, does not know.
_NEW_ATTRIBUTES: Final = ("displaystyle", "scriptlevel", "style", "class", "intent", "arg")


def write_marked(words: str, tags: Mapping[str, str]) -> Iterator[Element | str]:
    """Yield the pieces of a text, with `tags` as the elements of each kind."""
    if not isinstance(words, MarkedText):
        yield words
        return
    for kind, piece in words.runs:
        if kind == "math":
            yield _write_formula(piece, tags[kind])
        elif kind and (made := line_element(tags[kind], [piece])) is not None:
            yield made
        else:
            yield piece


def has_formulas(words: str) -> bool:
    """Return whether a text holds a formula."""
    return isinstance(words, MarkedText) and any(kind == "math" for kind, _ in words.runs)


def _write_formula(tex: str, tag: str) -> Element | str:
    """Write a formula as MathML, or as text if it is none."""
    try:
        made = ElementTree.fromstring(  # noqa: S314 - math-core wrote it
            tex_to_mathml(tex).replace("&ApplyFunction;", "\u2061")
        )
    except (MathError, ElementTree.ParseError):
        return formula_to_text(tex)
    for part in list(made.iter()):
        part.tag = f"mml:{part.tag.rpartition('}')[2]}"
        for name in _NEW_ATTRIBUTES:
            part.attrib.pop(name, None)
        if part.tag == "mml:mtext":
            words = "".join(part.itertext())
            del part[:]
            part.text = words
    formula = line_element("mml:math", list(made))
    assert formula is not None  # noqa: S101 - it was parsed, so it holds something
    return (line_element(tag, [formula]) if tag else formula) or formula
