r"""Commands of TeX for accents and letters, and the Unicode characters that they make.

Sources: the LaTeX base encodings (`ltoutenc`: OT1, T1, T2A, T4, T5, TS1) and, for accents in formulas, `fontmath`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import permutations
from typing import Final

_MARK_TABLE: Final = r"""
    `:0300 ':0301 ^:0302 ~:0303 =:0304 u:0306 .:0307 ":0308 h:0309 r:030a H:030b v:030c U:030e C:030f G:030f f:0311
    horn:031b d:0323 textcommabelow:0326 c:0327 k:0328 textogonekcentered:0328 ogonek:0328 b:0331 t:0361 newtie:0361
    textsubdot:0323 textsubring:0325 textdoublegrave:030f textroundcap:0311 capitalgrave:0300 capitalacute:0301
    capitalcircumflex:0302 capitaltilde:0303 capitalmacron:0304 capitalbreve:0306 capitaldotaccent:0307
    capitaldieresis:0308 capitalring:030a capitalhungarumlaut:030b capitalcaron:030c capitalcedilla:0327
    capitalogonek:0328 capitaltie:0361 grave:0300 acute:0301 hat:0302 tilde:0303 bar:0304 breve:0306 dot:0307 ddot:0308
    mathring:030a check:030c vec:20d7
"""
ACCENTS: Final = {name: chr(int(code, 16)) for name, _, code in (pair.rpartition(":") for pair in _MARK_TABLE.split())}
"""The combining character of each command that puts an accent on its argument."""
MARKS: Final = "".join(dict.fromkeys(ACCENTS.values()))
_LETTER_TABLE: Final = """
    o:ø O:Ø l:ł L:Ł ss:ß SS:ẞ ae:æ AE:Æ oe:œ OE:Œ aa:å AA:Å i:ı j:ȷ ij:ĳ IJ:Ĳ dh:ð DH:Ð th:þ TH:Þ dj:đ DJ:Đ ng:ŋ NG:Ŋ
    ohorn:ơ OHORN:Ơ uhorn:ư UHORN:Ư hwithstroke:ħ Hwithstroke:Ħ textcrh:ħ textschwa:ə textbari:ɨ
"""
LETTERS: Final = dict(pair.split(":") for pair in _LETTER_TABLE.split())
"""The letter of each command without an argument."""
_DOTLESS: Final = {"ı": "i", "ȷ": "j"}


def put_accent(letters: str, accent: str) -> str:
    """Put an accent on the first of some letters, after those that it has already; "" if there is no letter."""
    base = _DOTLESS.get(letters[:1], letters[:1])
    rest = letters[1:].lstrip(MARKS)
    marks = letters[1 : len(letters) - len(rest)] + accent
    return _order_marks(base, marks) + rest if base else ""


@lru_cache(maxsize=256)
def _order_marks(base: str, marks: str) -> str:
    r"""Return a letter with its marks, in the order in which Unicode has it as one character, if it has it in any.

    Many write `\\^{\\'e}` for ế, but an acute accent below a circumflex is in no alphabet.
    """
    if 1 < len(marks) < 4:
        for order in permutations(marks):
            if len(unicodedata.normalize("NFC", base + "".join(order))) == 1:
                return base + "".join(order)
    return base + marks
