"""Read which glyph a face has for each character: the bytes of a font file in, numbers of glyphs out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO


@lru_cache(maxsize=64)
def mapped(file: bytes, number: int = 0) -> Mapping[str, int]:
    """Give the number of the glyph that a face has for each character; `number` is that of a face in a collection.

    A font that is damaged, or packed in a way that is not unpacked here, maps nothing.
    """
    from fontTools.ttLib import TTFont

    try:
        with TTFont(BytesIO(file), fontNumber=number, lazy=True) as font:
            # Numbers for names: to make up the names of glyphs takes longer than all else.
            font.setGlyphOrder(list(map(str, range(font["maxp"].numGlyphs))))
            known = sorted((font.getBestCmap() or {}).items())
            return {chr(code): int(name) for code, name in known if name != "0"}
    except Exception:
        return {}
