"""Find the characters of a glyph name in Adobe's glyph list and among the names of TeX fonts."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from fontTools import agl

# Glyph names of Computer Modern's math fonts that are not in Adobe's list.
_TEX_GLYPHS = {
    "angbracketleft": "⟨", "angbracketright": "⟩", "arrowbothv": "↕", "arrowdblbothv": "⇕", "arrowhookleft": "↩",
    "arrowhookright": "↪", "arrowleftbothalf": "↽", "arrowlefttophalf": "↼", "arrownortheast": "↗",
    "arrownorthwest": "↖", "arrowrightbothalf": "⇁", "arrowrighttophalf": "⇀", "arrowsoutheast": "↘",
    "arrowsouthwest": "↙", "bardbl": "‖", "ceilingleft": "⌈", "ceilingright": "⌉", "circlecopyrt": "◯",
    "circledivide": "⊘", "circledot": "⊙", "circleminus": "⊖", "contintegral": "∮", "coproduct": "∐",
    "diamondmath": "⋄", "epsilon1": "ϵ", "equivasymptotic": "≍", "flat": "♭", "floorleft": "⌊", "floorright": "⌋",
    "follows": "≻", "followsequal": "⪰", "greatermuch": "≫", "hatwide": "^", "Ifractur": "ℑ", "intersectionsq": "⊓",
    "latticetop": "⊤", "lessmuch": "≪", "lscript": "ℓ", "mapsto": "↦", "natural": "♮", "negationslash": "\u0338",
    "owner": "∋", "pi1": "ϖ", "precedesequal": "⪯", "prime": "′", "Rfractur": "ℜ", "rho1": "ϱ", "sharp": "♯",
    "similarequal": "≃", "slurabove": "⌢", "slurbelow": "⌣", "star": "⋆", "subsetsqequal": "⊑",
    "supersetsqequal": "⊒", "suppress": "\u0337", "tie": "\u0361", "tildewide": "~", "triangle": "△",
    "triangleinv": "▽", "triangleleft": "◁", "triangleright": "▷", "turnstileleft": "⊢", "turnstileright": "⊣",
    "unionmulti": "⊎", "unionsq": "⊔", "vector": "\u20d7", "visiblespace": "␣", "wreathproduct": "≀",
}  # fmt: skip
_LONGEST = 100
# Symbols in several sizes, and the pieces of extensible ones.
_SIZE_SUFFIX = re.compile("(?:big|Big|bigg|Bigg|text|display|tp|bt|ex|mid|r)$")


@cache
def glyph_to_text(name: str) -> str:
    """Return the characters that a glyph name stands for, or "" if unknown."""
    return _look_up_glyph(name) or _look_up_glyph(_SIZE_SUFFIX.sub("", name))


def _look_up_glyph(name: str) -> str:
    return _TEX_GLYPHS.get(name) or adobe_glyph_text(name)


@cache
def adobe_glyph_text(name: str) -> str:
    """Return the characters of a glyph name in Adobe's glyph list, or "" if unknown."""
    to_unicode: Any = agl.toUnicode
    return str(to_unicode(name)) if len(name) < _LONGEST else ""
