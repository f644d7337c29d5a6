"""The disclaimer that a new workshop has, in each language."""

from __future__ import annotations

from .translator import get_translator


def usual_disclaimer(language: str) -> str:
    """Return the disclaimer that `octavo new` writes, on one line."""
    return get_translator(language).gettext(
        "The views in this document are those of the participants. They are not necessarily those of the organizations "
        "to which they belong."
    )
