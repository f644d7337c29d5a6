"""Words that head the columns of lists of people, and words that stand in them, in many languages.

They are written as `fold_heading` leaves them: small, without diacritics and punctuation.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ...model.people import Attendance, ParticipantRole


class Column(StrEnum):
    """What a column holds, by the key of a person or participant in workshop.yaml; `LEFT_OUT` is not imported."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    SUFFIX = "suffix"
    TITLE = "title"
    POSITION = "position"
    AFFILIATION = "affiliation"
    CITY = "city"
    COUNTRY = "country"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    ORCID = "orcid"
    ROLES = "roles"
    ATTENDANCE = "attendance"
    CONSENT_PHOTO = "consent-photo"
    CONSENT_LIST = "consent-list"
    LEFT_OUT = "left-out"


HEADINGS: Final = {
    Column.NAME: "name|full name|participant|participants|person|attendee|delegate|speaker name|"
    "participant name|your name|name surname|name and surname|surname and name|first and last name|author|"
    "teilnehmer|teilnehmerin|vollstandiger name|vor und nachname|nom complet|nom et prenom|nom prenom|"
    "prenom et nom|participant e|nombre completo|nombre y apellidos|apellidos y nombre|nome completo|"
    "nome e cognome|cognome e nome|volledige naam|naam|imie i nazwisko|nazwisko i imie|фио|имя и фамилия|"
    "прізвище та імя|піб|namn|navn|nimi",
    Column.GIVEN: "given|given name|given names|first name|first names|firstname|forename|forenames|"
    "christian name|givenname|first|vorname|vornamen|prenom|prenoms|nombre|nombres|nome proprio|nome|"
    "voornaam|imie|имя|імя|fornamn|fornavn|etunimi|keresztnev|jmeno|ad",
    Column.FAMILY: "family|family name|family names|surname|surnames|last name|last names|lastname|"
    "second name|familyname|last|nachname|familienname|zuname|nom|nom de famille|apellido|apellidos|cognome|"
    "sobrenome|apelido|achternaam|familienaam|nazwisko|фамилия|прізвище|efternamn|etternavn|sukunimi|"
    "vezeteknev|prijmeni|soyad",
    Column.SUFFIX: "suffix|name suffix|namenszusatz|suffixe",
    Column.TITLE: "title|prefix|salutation|academic title|honorific|titel|anrede|akademischer titel|"
    "titre|civilite|titulo|tratamiento|titolo|tytul|звание|степень|звання|mr ms|mr mrs|mr mrs ms|dr prof",
    Column.POSITION: "position|job title|job|function|post|occupation|designation|funktion|stelle|beruf|"
    "fonction|poste|cargo|puesto|funcao|posizione|qualifica|functie|stanowisko|должность|посада",
    Column.AFFILIATION: "affiliation|affiliations|organisation|organization|org|institution|institute|"
    "university|company|employer|organisation name|organization name|institution name|"
    "institutional affiliation|organisation institution|universitat|einrichtung|institut|firma|arbeitgeber|"
    "zugehorigkeit|dienststelle|organisme|etablissement|universite|societe|institucion|organizacion|"
    "universidad|empresa|afiliacion|instituicao|organizacao|istituzione|ente|universita|azienda|affiliazione|"
    "instelling|organisatie|instytucja|organizacja|afiliacja|организация|учреждение|место работы|організація|"
    "установа",
    Column.CITY: "city|town|city of affiliation|ort|stadt|wohnort|ville|ciudad|cidade|citta|stad|"
    "plaats|miasto|город|місто",
    Column.COUNTRY: "country|countries|country code|country of residence|country of affiliation|"
    "country of institution|country of work|country name|country region|land|staat|pays|pays de residence|"
    "pais|pais de residencia|paese|kraj|страна|країна|maa|orszag|zeme|stat|ulke",
    Column.EMAIL: "e mail|email|mail|e mail address|email address|mail address|contact email|"
    "emailadresse|e mail adresse|courriel|adresse e mail|adresse electronique|adresse mail|correo|"
    "correo electronico|e mailadres|adres e mail|электронная почта|почта|електронна пошта|posta elettronica|"
    "indirizzo e mail",
    Column.PHONE: "phone|telephone|tel|mobile|cell|phone number|telephone number|mobile number|"
    "telefon|telefonnummer|handy|mobil|numero de telephone|portable|telefono|movil|telefone|telefoon|телефон",
    Column.ADDRESS: "address|postal address|mailing address|street|street address|adresse|anschrift|"
    "postanschrift|adresse postale|direccion|endereco|indirizzo|adres|адрес|адреса",
    Column.ORCID: "orcid|orcid id|orcid number|orcid identifier",
    Column.ROLES: "role|roles|role at the workshop|participant role|participation role|"
    "participant type|participation type|category|capacity|status of participant|rolle|teilnehmerart|"
    "funktion im workshop|role de participant|categorie|rol|papel|ruolo|rola|роль",
    Column.CONSENT_PHOTO: "consent photo|photo consent|consent to photo|consent to photos|photo|photos|foto|bild|"
    "einwilligung foto|fotoeinwilligung|photographie|autorisation photo",
    Column.CONSENT_LIST: "consent list|list consent|consent to list|name in list|may be listed|einwilligung liste|"
    "einwilligung teilnehmerliste",
    Column.ATTENDANCE: "attendance|attending|attendance mode|mode of attendance|mode|online in person|"
    "in person online|in person or online|participation mode|participation|teilnahme|teilnahmeform|"
    "mode de participation|modalidad|presence",
}
"""Headings of each kind of column."""
SALUTATIONS: Final = "salutation|anrede|civilite|tratamiento|mr ms|mr mrs|mr mrs ms"
"""Headings of titles that mostly stand over Mr and Ms: beside a column of academic titles, theirs is left out."""
ROLES: Final = {
    ParticipantRole.DIRECTOR: "director|co director|organizer|organiser|co organizer|chair|co chair|leiter|leiterin|"
    "leitung|ko leitung|co leitung|mitleitung|tagungsleitung|vorsitz|organisation|veranstalter|veranstalterin|"
    "organisateur|organisatrice|direction|codirection|organizador|organizadora|direccion|organizzatore|"
    "organizzatrice|direzione|organisator|leiding|organizator|organizatorka|kierownictwo|співкерівництво|керівництво",
    ParticipantRole.KEY_SPEAKER: "key speaker|keynote|keynote speaker|invited speaker|plenary speaker|hauptredner|"
    "hauptrednerin|hauptvortrag|festredner|festrednerin",
    ParticipantRole.SPEAKER: "speaker|presenter|lecturer|panelist|panellist|redner|rednerin|vortragende|vortragender|"
    "vortrag|referent|referentin|orateur|oratrice|intervenant|intervenante|conferencier|conferenciere|ponente|orador|"
    "oradora|relatore|relatrice|spreker|spreekster|prelegent|prelegentka|докладчик|доповідач|доповідачка",
    ParticipantRole.PARTICIPANT: "participant|attendee|delegate|member|teilnehmer|teilnehmerin|teilnehmende|"
    "teilnahme|gast|participante|partecipante|deelnemer|deelneemster|uczestnik|uczestniczka|участник|учасник|учасниця|"
    "guest",
    ParticipantRole.OBSERVER: "observer|beobachter|beobachterin|beobachtung|observateur|observatrice|observador|"
    "observadora|osservatore|osservatrice|waarnemer|obserwator|obserwatorka|наблюдатель|спостерігач",
    ParticipantRole.STUDENT: "student|phd student|doctoral student|studentin|studierende|studierender|doktorand|"
    "doktorandin|etudiant|etudiante|estudiante|studente|studentessa|studentka|студент|студентка",
    ParticipantRole.STAFF: "staff|secretariat|support|assistant|volunteer|mitarbeiter|mitarbeiterin|"
    "organisationsteam|sekretariat|dolmetscher|dolmetscherin|personal|personnel|interpreter",
}
"""Words for the roles of participants."""
ATTENDANCE: Final = {
    Attendance.REMOTE: "remote|online|virtual|zoom|teams|en ligne|a distance|digital|fern|videoconference|in linea|no",
    Attendance.IN_PERSON: "in person|on site|onsite|physical|vor ort|prasenz|sur place|presentiel|presencial|"
    "in presenza|yes",
    Attendance.CONTRIBUTED_ONLY: "contributed only|absent|paper only|contribution only",
}
"""Words for the forms in which somebody takes part."""
