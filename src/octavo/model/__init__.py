"""The model: what a workshop is, as frozen values that have passed every check of form."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .event import Annex, Event, Picture, Session, Talk, WorkingGroup
    from .outcome import Attribution, Recommendation, Report, Status, Tracking
    from .people import Organization, Person
    from .rest_text import Origin, Rest
    from .text_types import AssetPath
    from .workshop import Workshop

__all__ = [
    "Annex",
    "AssetPath",
    "Attribution",
    "Event",
    "Organization",
    "Origin",
    "Person",
    "Picture",
    "Recommendation",
    "Report",
    "Rest",
    "Session",
    "Status",
    "Talk",
    "Tracking",
    "WorkingGroup",
    "Workshop",
]

_HOMES = {
    "Annex": ".event",
    "AssetPath": ".text_types",
    "Attribution": ".outcome",
    "Event": ".event",
    "Organization": ".people",
    "Origin": ".rest_text",
    "Person": ".people",
    "Picture": ".event",
    "Recommendation": ".outcome",
    "Report": ".outcome",
    "Rest": ".rest_text",
    "Session": ".event",
    "Status": ".outcome",
    "Talk": ".event",
    "Tracking": ".outcome",
    "WorkingGroup": ".event",
    "Workshop": ".workshop",
}
"""The module of each name. Workers need a few of them, and none of the workshop's, which take long to import."""


def __getattr__(name: str) -> object:
    """Import a name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOMES[name], __name__), name)
    globals()[name] = value
    return value
