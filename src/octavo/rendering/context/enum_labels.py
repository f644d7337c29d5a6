"""Labels for the enumerations of the model, in the language of the workshop."""

from __future__ import annotations

from ...language.translator import Translator
from ...model.event import EventType, SessionType
from ...model.outcome import Acceptance, ActionStatus, Priority, PublicationStatus
from ...model.people import Attendance, CountryGroup, DirectorRole, ParticipantRole, SponsorKind
from ...model.volume import PermissionStatus


def event_type_label(words: Translator, kind: EventType) -> str:
    """Return the label of a type of event."""
    _ = words.gettext
    return {
        EventType.ARW: _("Advanced Research Workshop"),
        EventType.ASI: _("Advanced Study Institute"),
        EventType.ATC: _("Advanced Training Course"),
        EventType.SEMINAR: _("Seminar"),
        EventType.WORKSHOP: _("Workshop"),
        EventType.CONFERENCE: _("Conference"),
        EventType.EXPERT_MEETING: _("Expert meeting"),
    }[kind]


def director_role_label(words: Translator, role: DirectorRole) -> str:
    """Return the label of a director's role."""
    _ = words.gettext
    return {
        DirectorRole.CO_DIRECTOR: _("Co-director"),
        DirectorRole.DIRECTOR: _("Director"),
        DirectorRole.CO_CHAIR: _("Co-chair"),
        DirectorRole.CONVENER: _("Convener"),
        DirectorRole.COORDINATOR: _("Coordinator"),
        DirectorRole.CHAIR: _("Chair"),
        DirectorRole.EDITOR: _("Editor"),
        DirectorRole.ORGANIZER: _("Organizer"),
        DirectorRole.RAPPORTEUR: _("Rapporteur"),
    }[role]


def directors_label(words: Translator, role: DirectorRole, number: int) -> str:
    """Return the label of a role that a number of directors hold, in the singular or plural."""
    return {
        DirectorRole.CO_DIRECTOR: words.ngettext("Co-director", "Co-directors", number),
        DirectorRole.DIRECTOR: words.ngettext("Director", "Directors", number),
        DirectorRole.CO_CHAIR: words.ngettext("Co-chair", "Co-chairs", number),
        DirectorRole.CONVENER: words.ngettext("Convener", "Conveners", number),
        DirectorRole.COORDINATOR: words.ngettext("Coordinator", "Coordinators", number),
        DirectorRole.CHAIR: words.ngettext("Chair", "Chairs", number),
        DirectorRole.EDITOR: words.ngettext("Editor", "Editors", number),
        DirectorRole.ORGANIZER: words.ngettext("Organizer", "Organizers", number),
        DirectorRole.RAPPORTEUR: words.ngettext("Rapporteur", "Rapporteurs", number),
    }[role]


def participant_role_label(words: Translator, role: ParticipantRole) -> str:
    """Return the label of a participant's role."""
    _ = words.gettext
    return {
        ParticipantRole.DIRECTOR: _("director"),
        ParticipantRole.KEY_SPEAKER: _("key speaker"),
        ParticipantRole.SPEAKER: _("speaker"),
        ParticipantRole.PARTICIPANT: _("participant"),
        ParticipantRole.OBSERVER: _("observer"),
        ParticipantRole.STUDENT: _("student"),
        ParticipantRole.STAFF: _("staff"),
    }[role]


def attendance_label(words: Translator, kind: Attendance) -> str:
    """Return the label of a kind of attendance; "" for attendance in person."""
    _ = words.gettext
    return {
        Attendance.IN_PERSON: "",
        Attendance.REMOTE: _("remote"),
        Attendance.CONTRIBUTED_ONLY: _("contributed only"),
    }[kind]


def country_group_label(words: Translator, group: CountryGroup) -> str:
    """Return the label of a group of countries."""
    _ = words.gettext
    return {
        CountryGroup.NATO: _("NATO"),
        CountryGroup.PARTNER: _("Partner"),
        CountryGroup.MEDITERRANEAN_DIALOGUE: _("Mediterranean Dialogue"),
        CountryGroup.OTHER: _("Other"),
    }[group]


def sponsor_kind_label(words: Translator, kind: SponsorKind) -> str:
    """Return the label of a kind of sponsorship."""
    _ = words.gettext
    return {
        SponsorKind.FUNDING: _("funding"),
        SponsorKind.IN_KIND: _("in kind"),
        SponsorKind.HOST: _("host"),
        SponsorKind.CO_SPONSOR: _("co-sponsor"),
    }[kind]


def session_type_label(words: Translator, kind: SessionType) -> str:
    """Return the label of a type of session."""
    _ = words.gettext
    return {
        SessionType.OPENING: _("Opening"),
        SessionType.PLENARY: _("Plenary"),
        SessionType.SESSION: _("Session"),
        SessionType.PANEL: _("Panel"),
        SessionType.WORKING_GROUP: _("Working group"),
        SessionType.POSTER: _("Poster session"),
        SessionType.BREAK: _("Break"),
        SessionType.SOCIAL: _("Social event"),
        SessionType.CLOSING: _("Closing"),
    }[kind]


def priority_label(words: Translator, level: Priority) -> str:
    """Return the label of a priority."""
    return {
        Priority.CRITICAL: words.pgettext("priority", "critical"),
        Priority.HIGH: words.pgettext("priority", "high"),
        Priority.MEDIUM: words.pgettext("priority", "medium"),
        Priority.LOW: words.pgettext("priority", "low"),
    }[level]


def acceptance_label(words: Translator, answer: Acceptance) -> str:
    """Return the label of an addressee's answer."""
    return {
        Acceptance.ACCEPTED: words.pgettext("acceptance", "accepted"),
        Acceptance.PARTIALLY: words.pgettext("acceptance", "partially accepted"),
        Acceptance.REJECTED: words.pgettext("acceptance", "rejected"),
        Acceptance.PENDING: words.pgettext("acceptance", "no answer yet"),
    }[answer]


def recommendation_status_label(words: Translator, name: str) -> str:
    """Return the label of a recommendation's status."""
    return {
        "implemented": words.pgettext("status", "Implemented"),
        "partially-implemented": words.pgettext("status", "Partially implemented"),
        "in-progress": words.pgettext("status", "In progress"),
        "not-started": words.pgettext("status", "Not started"),
        "closed-not-implemented": words.pgettext("status", "Closed, not implemented"),
        "superseded": words.pgettext("status", "Superseded"),
        "withdrawn": words.pgettext("status", "Withdrawn"),
        "unknown": words.pgettext("status", "Unknown"),
    }[str(name)]


def short_status_label(words: Translator, name: str) -> str:
    """Return a label of a recommendation's status for narrow places; ``closed`` is that of all closed otherwise."""
    short = {
        "partially-implemented": words.pgettext("status", "In part"),
        "closed-not-implemented": words.pgettext("status", "Closed"),
        "closed": words.pgettext("status", "Closed"),
    }
    return short.get(str(name)) or recommendation_status_label(words, name)


def action_status_label(words: Translator, state: ActionStatus) -> str:
    """Return the label of an action's status."""
    return {
        ActionStatus.PLANNED: words.pgettext("action", "planned"),
        ActionStatus.UNDER_WAY: words.pgettext("action", "under way"),
        ActionStatus.DONE: words.pgettext("action", "done"),
        ActionStatus.DROPPED: words.pgettext("action", "dropped"),
    }[state]


def publication_status_label(words: Translator, state: PublicationStatus) -> str:
    """Return the label of a publication's status."""
    return {
        PublicationStatus.PLANNED: words.pgettext("publication", "planned"),
        PublicationStatus.SUBMITTED: words.pgettext("publication", "submitted"),
        PublicationStatus.IN_PRESS: words.pgettext("publication", "in press"),
        PublicationStatus.PUBLISHED: words.pgettext("publication", "published"),
    }[state]


def permission_status_label(words: Translator, status: PermissionStatus) -> str:
    """Return the label of a permission's status."""
    _ = words.gettext
    return {
        PermissionStatus.REQUESTED: _("requested"),
        PermissionStatus.GRANTED: _("granted"),
        PermissionStatus.REFUSED: _("refused"),
    }[status]
