"""The model: what a workshop is, as frozen values that have passed every check of form."""

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
