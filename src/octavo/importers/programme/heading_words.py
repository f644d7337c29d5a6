"""Words that head the columns of programmes, and words for the kinds of sessions, in many languages.

They are written as `fold_heading` leaves them: small, without diacritics and punctuation.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ...model.event import SessionType


class ProgrammeColumn(StrEnum):
    """What a column of a programme holds; `TITLE` is that of a talk, or of a session if no column has sessions."""

    DATE = "date"
    START = "start"
    END = "end"
    DURATION = "duration"
    SESSION = "session"
    TYPE = "type"
    ROOM = "room"
    CHAIR = "chair"
    TITLE = "title"
    SPEAKERS = "speakers"
    AFFILIATION = "affiliation"
    EMAIL = "email"
    ABSTRACT = "abstract"
    LEFT_OUT = "left-out"


HEADINGS: Final = {
    ProgrammeColumn.DATE: "date|day|session date|datum|tag|wochentag|jour|fecha|dia|data|giorno|dag|dzien|дата|день",
    ProgrammeColumn.START: "start|start time|starts|begin|begins|beginning|from|time|times|hour|hours|start end|"
    "time slot|slot|timeslot|begin end|beginn|anfang|startzeit|uhrzeit|zeit|zeiten|von|von bis|debut|heure|heures|"
    "horaire|heure de debut|de|hora|hora de inicio|inicio|horario|ora|orario|ora inizio|inizio|tijd|aanvang|"
    "begintijd|godzina|poczatek|od|время|начало|час|початок|tid",
    ProgrammeColumn.END: "end|end time|ends|finish|to|until|till|ende|endzeit|bis|fin|heure de fin|hasta|hora de fin|"
    "fine|ora fine|einde|eindtijd|koniec|do|конец|окончание|кінець",
    ProgrammeColumn.DURATION: "duration|length|minutes|min|mins|dauer|minuten|duree|duracion|durata|duur|"
    "czas trwania|длительность|тривалість",
    ProgrammeColumn.SESSION: "session|session title|session name|block|section|track|panel|sitzung|sitzungstitel|"
    "programmblock|abschnitt|seance|session titre|titre de la session|sesion|bloque|sessione|sessao|sessie|sesja|"
    "секция|сессия|секція|сесія",
    ProgrammeColumn.TYPE: "type|session type|kind|format|typ|art|sitzungsart|type de session|tipo|tipo de sesion|"
    "soort|rodzaj|тип",
    ProgrammeColumn.ROOM: "room|location|place|venue|hall|raum|ort|saal|salle|lieu|sala|lugar|aula|luogo|zaal|"
    "zaal ruimte|ruimte|miejsce|зал|место|кімната|місце",
    ProgrammeColumn.CHAIR: "chair|chairs|chairperson|session chair|chairman|chairwoman|moderator|moderators|convener|"
    "convenor|conveners|facilitator|leitung|sitzungsleitung|vorsitz|moderation|leiter|president|presidence|"
    "presidente|moderateur|moderador|moderatore|voorzitter|przewodniczacy|prowadzacy|председатель|модератор|голова",
    ProgrammeColumn.TITLE: "title|talk|talk title|presentation|presentation title|paper|paper title|lecture|"
    "lecture title|topic|subject|contribution|activity|event|item|agenda item|titel|vortrag|vortragstitel|thema|"
    "beitrag|programmpunkt|titre|titre de l expose|titre de lexpose|expose|intervention|sujet|titulo|ponencia|charla|"
    "titolo|intervento|relazione|titel lezing|lezing|onderwerp|tytul|referat|wyklad|название|доклад|тема|назва|"
    "доповідь",
    ProgrammeColumn.SPEAKERS: "speaker|speakers|speaker s|presenter|presenters|speaker name|speaker names|author|"
    "authors|lecturer|lecturers|by|who|name|names|panelists|panellists|referent|referenten|referentin|referentinnen|"
    "referent in|redner|rednerin|vortragende|vortragender|sprecher|orateur|orateurs|oratrice|intervenant|"
    "intervenants|conferencier|auteur|auteurs|ponente|ponentes|orador|relatore|relatori|oratore|spreker|sprekers|"
    "prelegent|prelegenci|autor|autorzy|докладчик|докладчики|автор|спикер|доповідач|доповідачі",
    ProgrammeColumn.AFFILIATION: "affiliation|affiliations|institution|institute|organisation|organization|company|"
    "university|speaker affiliation|einrichtung|institut|zugehorigkeit|universitat|organisme|etablissement|"
    "universite|institucion|afiliacion|istituzione|affiliazione|instelling|instytucja|afiliacja|организация|"
    "учреждение|організація|установа",
    ProgrammeColumn.EMAIL: "email|e mail|mail|email address|e mail address|speaker email|speaker e mail|"
    "contact email|e mail adresse|courriel|correo|correo electronico|posta elettronica|электронная почта|пошта",
    ProgrammeColumn.ABSTRACT: "abstract|abstracts|summary|description|zusammenfassung|kurzfassung|beschreibung|"
    "inhalt|resume|description du contenu|resumen|descripcion|riassunto|descrizione|samenvatting|omschrijving|"
    "streszczenie|opis|аннотация|описание|анотація|опис",
}
"""Headings of each kind of column."""
TYPES: Final = {
    SessionType.OPENING: "opening|welcome|eroffnung|ouverture|apertura|openingszitting|otwarcie|открытие|відкриття",
    SessionType.PLENARY: "plenary|keynote|plenary session|invited|plenum|plenarsitzung|pleniere|plenaria|plenair|"
    "plenarna|пленарная|пленарна",
    SessionType.SESSION: "session|talk|talks|lecture|presentation|presentations|oral|sitzung|vortrag|seance|expose|"
    "sesion|sessione|sessie|sesja|сессия|доклад",
    SessionType.PANEL: "panel|panel discussion|discussion|round table|roundtable|podium|podiumsdiskussion|"
    "table ronde|mesa redonda|tavola rotonda|panel dyskusyjny|панель|круглый стол",
    SessionType.WORKING_GROUP: "working group|working groups|breakout|breakout session|workshop|group work|"
    "arbeitsgruppe|groupe de travail|grupo de trabajo|gruppo di lavoro|werkgroep|grupa robocza|рабочая группа|"
    "робоча група",
    SessionType.POSTER: "poster|posters|poster session|postersitzung|session posters|sesion de posteres|постер",
    SessionType.BREAK: "break|coffee|coffee break|lunch|meal|pause|kaffeepause|pausa|descanso|pauze|przerwa|перерыв|"
    "перерва",
    SessionType.SOCIAL: "social|social event|reception|dinner|excursion|banquet|empfang|ausflug|soiree|"
    "evenement social|social programme",
    SessionType.CLOSING: "closing|closing session|abschluss|cloture|clausura|chiusura|sluiting|zamkniecie|закрытие|"
    "закриття",
}
"""Words for the kinds of sessions."""
