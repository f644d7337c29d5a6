"""Check that each part of a volume that has a text is the part of some chapter."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ..findings.finding import Finding, Severity
from ..loading.value_positions import ValuePositions
from ..model import Workshop


def check_volume_parts(workshop: Workshop, places: ValuePositions) -> Iterator[Finding]:
    """Report parts in which no chapter stands, so that their texts are printed nowhere, and parts listed twice."""
    named = list(dict.fromkeys(entry.section for entry in workshop.chapters if entry.section))
    seen: set[str] = set()
    for number, part in enumerate(workshop.volume.parts if workshop.volume else ()):
        place = places.find_value("volume", "parts", number, "title")
        if part.title in seen:
            message = f"the part “{part.title}” is listed twice, and only one of its texts would be printed"
            yield Finding("part-twice", message, place, "put both texts into one entry", Severity.WARNING)
        elif part.title not in named:
            meant = get_close_matches(part.title, named, 1)
            hint = f"did you mean “{meant[0]}”? " if meant else ""
            hint += f"write section: {part.title} at its chapters, or remove the part"
            message = f"no chapter stands in the part “{part.title}”, so its text would be printed nowhere"
            yield Finding("part-empty", message, place, hint, Severity.WARNING)
        seen.add(part.title)
