"""Find the transparency effects of a graphics state (ISO 32000-1, 11.6)."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object


def list_transparency_effects(state: Object) -> list[str]:
    """Return the names of the effects that make paint transparent; empty if there are none."""
    found = []
    for key in ("/ca", "/CA"):
        if float(state.get(key, 1)) < 1:
            found.append(f"an opacity of {float(state[key]):.2g}")
    modes: object = state.get(Name.BM, Name.Normal)
    mode = modes[0] if isinstance(modes, Array) and len(modes) else modes
    if str(mode) not in ("/Normal", "/Compatible"):
        found.append(f"the blend mode {str(mode).strip('/')}")
    if isinstance(state.get(Name.SMask), Dictionary):
        found.append("a soft mask")
    return found
