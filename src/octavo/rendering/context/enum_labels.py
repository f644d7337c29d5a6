"""The words for the model's vocabularies, in the language of the workshop."""

from __future__ import annotations

from ...language.translator import Translator
from ...model.event import EventType, SessionType
from ...model.outcome import Acceptance, ActionStatus, Priority, PublicationStatus
from ...model.people import Attendance, CountryGroup, DirectorRole, ParticipantRole, SponsorKind
from ...model.volume import PermissionStatus


def event_type_label(words: Translator, kind: EventType) -> str:
    """Name a kind of event."""
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
    """Name the office of one who directs."""
    _ = words.gettext
    return {
        DirectorRole.CO_DIRECTOR: _("Co-director"),
        DirectorRole.CHAIR: _("Chair"),
        DirectorRole.EDITOR: _("Editor"),
        DirectorRole.ORGANIZER: _("Organizer"),
        DirectorRole.RAPPORTEUR: _("Rapporteur"),
    }[role]


def directors_label(words: Translator, role: DirectorRole, number: int) -> str:
    """Name an office that one or several people hold."""
    return {
        DirectorRole.CO_DIRECTOR: words.ngettext("Co-director", "Co-directors", number),
        DirectorRole.CHAIR: words.ngettext("Chair", "Chairs", number),
        DirectorRole.EDITOR: words.ngettext("Editor", "Editors", number),
        DirectorRole.ORGANIZER: words.ngettext("Organizer", "Organizers", number),
        DirectorRole.RAPPORTEUR: words.ngettext("Rapporteur", "Rapporteurs", number),
    }[role]


def participant_role_label(words: Translator, role: ParticipantRole) -> str:
    """Name what a person did."""
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
    """Name how a person took part; being there goes without saying."""
    _ = words.gettext
    return {
        Attendance.IN_PERSON: "",
        Attendance.REMOTE: _("remote"),
        Attendance.CONTRIBUTED_ONLY: _("contributed only"),
    }[kind]


def country_group_label(words: Translator, group: CountryGroup) -> str:
    """Name a group of countries."""
    _ = words.gettext
    return {
        CountryGroup.NATO: _("NATO"),
        CountryGroup.PARTNER: _("Partner"),
        CountryGroup.MEDITERRANEAN_DIALOGUE: _("Mediterranean Dialogue"),
        CountryGroup.OTHER: _("Other"),
    }[group]


def sponsor_kind_label(words: Translator, kind: SponsorKind) -> str:
    """Name how a sponsor helped."""
    _ = words.gettext
    return {
        SponsorKind.FUNDING: _("funding"),
        SponsorKind.IN_KIND: _("in kind"),
        SponsorKind.HOST: _("host"),
        SponsorKind.CO_SPONSOR: _("co-sponsor"),
    }[kind]


def session_type_label(words: Translator, kind: SessionType) -> str:
    """Name a kind of session."""
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
    """Name a priority."""
    return {
        Priority.CRITICAL: words.pgettext("priority", "critical"),
        Priority.HIGH: words.pgettext("priority", "high"),
        Priority.MEDIUM: words.pgettext("priority", "medium"),
        Priority.LOW: words.pgettext("priority", "low"),
    }[level]


def acceptance_label(words: Translator, answer: Acceptance) -> str:
    """Name what the addressee answered."""
    return {
        Acceptance.ACCEPTED: words.pgettext("acceptance", "accepted"),
        Acceptance.PARTIALLY: words.pgettext("acceptance", "partially accepted"),
        Acceptance.REJECTED: words.pgettext("acceptance", "rejected"),
        Acceptance.PENDING: words.pgettext("acceptance", "no answer yet"),
    }[answer]


def recommendation_status_label(words: Translator, name: str) -> str:
    """Name what became of a recommendation."""
    return {
        "implemented": words.pgettext("status", "Implemented"),
        "partially-implemented": words.pgettext("status", "Partially implemented"),
        "in-progress": words.pgettext("status", "In progress"),
        "not-started": words.pgettext("status", "Not started"),
        "closed-not-implemented": words.pgettext("status", "Closed, not implemented"),
        "superseded": words.pgettext("status", "Superseded"),
        "unknown": words.pgettext("status", "Not known"),
    }[str(name)]


def action_status_label(words: Translator, state: ActionStatus) -> str:
    """Name how far an action has come."""
    return {
        ActionStatus.PLANNED: words.pgettext("action", "planned"),
        ActionStatus.UNDER_WAY: words.pgettext("action", "under way"),
        ActionStatus.DONE: words.pgettext("action", "done"),
        ActionStatus.DROPPED: words.pgettext("action", "dropped"),
    }[state]


def publication_status_label(words: Translator, state: PublicationStatus) -> str:
    """Name how far a publication has come."""
    return {
        PublicationStatus.PLANNED: words.pgettext("publication", "planned"),
        PublicationStatus.SUBMITTED: words.pgettext("publication", "submitted"),
        PublicationStatus.IN_PRESS: words.pgettext("publication", "in press"),
        PublicationStatus.PUBLISHED: words.pgettext("publication", "published"),
    }[state]


def permission_status_label(words: Translator, status: PermissionStatus) -> str:
    """Say whether a permission to print has been given."""
    _ = words.gettext
    return {
        PermissionStatus.REQUESTED: _("requested"),
        PermissionStatus.GRANTED: _("granted"),
        PermissionStatus.REFUSED: _("refused"),
    }[status]
