"""Tell the kind of a session from a word for it, or from its title."""

from __future__ import annotations

import re
from typing import Final

_TYPES: Final = (
    (
        r"coffee|(?:tea |lunch )?breaks?\b|lunch\b|dinner\b|pause\b|kaffee|mittag(?:essen|spause)|"
        r"abendessen|déjeuner|dîner|café\b|almuerzo|cena\b|pranzo|pausa\b|caffè|descanso|przerwa|обед|перерыв|кофе|перерва|обід|кава\b|koffie|refreshments",
        "break",
    ),
    (
        r"opening|welcome|eröffnung|begrüßung|ouverture|accueil|apertura|bienvenida|benvenuto|registration|"
        r"anmeldung|открытие|відкриття",
        "opening",
    ),
    (r"closing|farewell|best paper|award|abschluss|clôture|clausura|chiusura|закрытие|закриття", "closing"),
    (r"poster", "poster"),
    (r"keynote|invited|plenary|plenum|plenar|plénière|plenaria|пленар", "plenary"),
    (r"panel|round ?table|podium|table ronde|mesa redonda|tavola rotonda|круглый стол|круглий стіл", "panel"),
    (
        r"working group|breakout|arbeitsgruppe|groupe de travail|"
        r"grupo de trabajo|gruppo di lavoro",
        "working-group",
    ),
    (
        r"social (?:event|dinner|programme|program|evening)|reception\b|banquet|excursion|"
        r"empfang|ausflug|réception|exkursion|recepción",
        "social",
    ),
)


def guess_session_type(title: str) -> str:
    """Return the kind of a session by its title, as a key of workshop.yaml; "session" if nothing tells."""
    found = (kind for pattern, kind in _TYPES if re.search(rf"\b(?:{pattern})", title, re.IGNORECASE))
    return next(found, "session")
