"""Read which glyph a font has for each character."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO


@lru_cache(maxsize=64)
def map_characters(file: bytes, number: int = 0) -> Mapping[str, int]:
    """Return the glyph id for each character of a font file; `number` selects a face of a collection.

    A font that is damaged, or compressed in an unknown way, maps nothing.
    """
    from fontTools.ttLib import TTFont

    try:
        with TTFont(BytesIO(file), fontNumber=number, lazy=True) as font:
            # Use numbers as glyph names: building real names takes longer than everything else.
            font.setGlyphOrder(list(map(str, range(font["maxp"].numGlyphs))))
            known = sorted((font.getBestCmap() or {}).items())
            return {chr(code): int(name) for code, name in known if name != "0"}
    except Exception:
        return {}
