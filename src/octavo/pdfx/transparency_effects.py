"""Name what lets things show through others (ISO 32000-1, 11.6): a graphics state in, its effects in words out."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name


def list_transparency_effects(state: Any) -> list[str]:
    """Name what a graphics state does that lets anything show through; nothing, if all it says changes nothing."""
    found = []
    for key in ("/ca", "/CA"):
        if float(state.get(key, 1)) < 1:
            found.append(f"an opacity of {float(state[key]):.2g}")
    modes: Any = state.get(Name.BM, Name.Normal)
    mode = modes[0] if isinstance(modes, Array) and len(modes) else modes
    if str(mode) not in ("/Normal", "/Compatible"):
        found.append(f"the blend mode {str(mode).strip('/')}")
    if isinstance(state.get(Name.SMask), Dictionary):
        found.append("a soft mask")
    return found
