"""The words for the model's vocabularies, in the language of the workshop."""

from __future__ import annotations

from ...language.translator import Translator
from ...model.event import EventType, SessionType
from ...model.outcome import Acceptance, ActionStatus, Priority, PublicationStatus
from ...model.people import Attendance, CountryGroup, DirectorRole, ParticipantRole, SponsorKind
from ...model.volume import PermissionStatus


def event_type_label(words: Translator, kind: EventType) -> str:
    """Name a kind of event."""
    _ = words.text
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
    _ = words.text
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
        DirectorRole.CO_DIRECTOR: words.plural("Co-director", "Co-directors", number),
        DirectorRole.CHAIR: words.plural("Chair", "Chairs", number),
        DirectorRole.EDITOR: words.plural("Editor", "Editors", number),
        DirectorRole.ORGANIZER: words.plural("Organizer", "Organizers", number),
        DirectorRole.RAPPORTEUR: words.plural("Rapporteur", "Rapporteurs", number),
    }[role]


def participant_role_label(words: Translator, role: ParticipantRole) -> str:
    """Name what a person did."""
    _ = words.text
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
    _ = words.text
    return {
        Attendance.IN_PERSON: "",
        Attendance.REMOTE: _("remote"),
        Attendance.CONTRIBUTED_ONLY: _("contributed only"),
    }[kind]


def country_group_label(words: Translator, group: CountryGroup) -> str:
    """Name a group of countries."""
    _ = words.text
    return {
        CountryGroup.NATO: _("NATO"),
        CountryGroup.PARTNER: _("Partner"),
        CountryGroup.MEDITERRANEAN_DIALOGUE: _("Mediterranean Dialogue"),
        CountryGroup.OTHER: _("Other"),
    }[group]


def sponsor_kind_label(words: Translator, kind: SponsorKind) -> str:
    """Name how a sponsor helped."""
    _ = words.text
    return {
        SponsorKind.FUNDING: _("funding"),
        SponsorKind.IN_KIND: _("in kind"),
        SponsorKind.HOST: _("host"),
        SponsorKind.CO_SPONSOR: _("co-sponsor"),
    }[kind]


def session_type_label(words: Translator, kind: SessionType) -> str:
    """Name a kind of session."""
    _ = words.text
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
        Priority.CRITICAL: words.context("priority", "critical"),
        Priority.HIGH: words.context("priority", "high"),
        Priority.MEDIUM: words.context("priority", "medium"),
        Priority.LOW: words.context("priority", "low"),
    }[level]


def acceptance_label(words: Translator, answer: Acceptance) -> str:
    """Name what the addressee answered."""
    return {
        Acceptance.ACCEPTED: words.context("acceptance", "accepted"),
        Acceptance.PARTIALLY: words.context("acceptance", "partially accepted"),
        Acceptance.REJECTED: words.context("acceptance", "rejected"),
        Acceptance.PENDING: words.context("acceptance", "no answer yet"),
    }[answer]


def recommendation_status_label(words: Translator, name: str) -> str:
    """Name what became of a recommendation."""
    return {
        "implemented": words.context("status", "Implemented"),
        "partially-implemented": words.context("status", "Partially implemented"),
        "in-progress": words.context("status", "In progress"),
        "not-started": words.context("status", "Not started"),
        "closed-not-implemented": words.context("status", "Closed, not implemented"),
        "superseded": words.context("status", "Superseded"),
        "unknown": words.context("status", "Not known"),
    }[str(name)]


def action_status_label(words: Translator, state: ActionStatus) -> str:
    """Name how far an action has come."""
    return {
        ActionStatus.PLANNED: words.context("action", "planned"),
        ActionStatus.UNDER_WAY: words.context("action", "under way"),
        ActionStatus.DONE: words.context("action", "done"),
        ActionStatus.DROPPED: words.context("action", "dropped"),
    }[state]


def publication_status_label(words: Translator, state: PublicationStatus) -> str:
    """Name how far a publication has come."""
    return {
        PublicationStatus.PLANNED: words.context("publication", "planned"),
        PublicationStatus.SUBMITTED: words.context("publication", "submitted"),
        PublicationStatus.IN_PRESS: words.context("publication", "in press"),
        PublicationStatus.PUBLISHED: words.context("publication", "published"),
    }[state]


def permission_status_label(words: Translator, status: PermissionStatus) -> str:
    """Say whether a permission to print has been given."""
    _ = words.text
    return {
        PermissionStatus.REQUESTED: _("requested"),
        PermissionStatus.GRANTED: _("granted"),
        PermissionStatus.REFUSED: _("refused"),
    }[status]
