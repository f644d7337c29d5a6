"""The people and organizations of the English specimen; all of them are made up."""

from __future__ import annotations

from typing import Any

from .identifiers import orcid, ror
from .prose import prose

# id: name, abbreviation, department, city, country, stem of the ROR
ORGANIZATIONS = {
    "council": ("Specimen Council for Timekeeping", "SCT", "Permanent Secretariat", "Specimenhavn", "NO", "spec0a"),
    "register": ("Specimen Clock Register", "SCR", "Office of Entries", "Specimenbourg", "CH", "spec0b"),
    "academy": ("Specimen Academy of Custodians", "SAC", "Board of Studies", "Specimenbeek", "BE", "spec0c"),
    "foundation": ("Specimen Foundation", "SF", "Programme for Science", "Specimenville", "FR", "spec0d"),
    "committee": ("Standing Committee on Specimen Calibration", "SCSC", None, "Specimenburg", "DE", "spec0e"),
    "time": ("Specimen Institute of Time", None, "Clock Vault", "Specimenhavn", "NO", "spec0f"),
    "measurement": ("Specimen Institute of Measurement", None, "Department of Intervals", "Specimeni", "GE", "spec0g"),
    "laboratory": ("Specimen Laboratory for R&D", "SLRD", None, "Specimen-on-Sea", "GB", "spec0h"),
    "observatory": ("Specimen Observatory", None, "Transit Room", "Specimenopolis", "GR", "spec0j"),
    "bureau": ("Specimen Bureau of Intervals", None, None, "Specimen Falls", "CA", "spec0k"),
    "archive": ("Specimen Archive of Instruments", None, "Reading Room", "Specimenów", "PL", "spec0m"),
    "school": ("Specimen School of Horology", None, "Evening Classes", "Specimenov", "CZ", "spec0n"),
    "courier": ("Specimen Courier Service", "SCS", None, "Specimen Harbour", "SG", "spec0p"),
    "museum": ("Specimen Museum of Public Clocks", None, None, "Specimengo", "BG", "spec0q"),
}

# id: title, given names, family name, suffix, position, organization or its name in words, country
PEOPLE = {
    "a-specimen": ("Prof.", "A.", "Specimen", None, None, None, "NO"),
    "b-specimen": ("Dr", "B.", "Specimen", None, None, None, "GE"),
    "c-specimen": ("Dr", "C.", "Specimen", "Jr", "Head of Comparison", "laboratory", "GB"),
    "d-specimen": ("Prof.", "D.", "Specimen", None, "Professor of Applied Specimens", "Specimen University", "FR"),
    "e-specimen": ("Dr", "E.", "Specimen", "III", "Chair", "committee", "DE"),
    "f-specimen": ("Ms", "F.", "Specimen", None, "Director", "bureau", "CA"),
    "g-specimen": ("Dr", "G.", "Specimen", None, "Registrar", "register", "CH"),
    "h-specimen": ("Dr", "H.", "Specimen", None, "Keeper of Instruments", "archive", "PL"),
    "i-specimen": ("Mr", "I.", "Specimen", None, "Transport Planner", "Specimen Office of Carriage", "IE"),
    "j-specimen": ("Dr", "J.", "Specimen", None, "Lecturer", "school", "CZ"),
    "k-specimen": ("Ms", "K.", "Specimen", None, "Custodian", "Specimen National Clock Room", "JO"),
    "l-specimen": ("Dr", "L.", "Specimen", None, "Adviser", "Specimen Ministry of Hours", "AT"),
    "m-specimen": ("Dr", "M.", "Specimen", None, "Astronomer", "observatory", "GR"),
    "n-specimen": ("Mr", "N.", "Specimen", None, "Curator", "museum", "BG"),
    "orla-o-specimen": ("Dr", "Órla", "O’Specimen", None, "Lawyer", "Specimen Chambers of Law", "IE"),
    "p-van-den-specimen": ("Prof.", "P.", "van den Specimen", None, "Dean", "academy", "BE"),
    "nuria-specimen": ("Dr", "Núria", "Specimen i Specimen", None, "Statistician", "Specimen Office of Errors", "ES"),
    "lucja-specimen": ("Ms", "Łucja", "Specimen-Świt", None, "Librarian", "archive", "PL"),
    "jiri-specimen": ("Mr", "Jiří", "Specimen", None, "Instructor", "school", "CZ"),
    "theano-specimen": ("Dr", "Θεανώ", "Specimen", None, "Observer of Transits", "observatory", "GR"),
    "boryana-specimen": ("Ms", "Боряна", "Specimen", None, "Conservator", "museum", "BG"),
    "ase-specimen": ("Dr", "Åse", "Specimen", None, "Research Fellow", "time", "NO"),
    "bjorn-specimen": ("Mr", "Bjørn Ødegård", "Specimen", None, "Clock Keeper", "time", "NO"),
    "t-specimen": ("Mr", "T.", "Specimen", None, "Conference Officer", "council", "NO"),
    "zoe-d-specimen": ("Ms", "Zoë", "D’Specimen", None, "Doctoral Student", "laboratory", "GB"),
    "sean-mac-specimen": ("Mr", "Seán", "Mac Specimen", None, "Editor", "Specimen Press", "GB"),
    "gael-specimen": ("Dr", "Gaël", "de Specimen", None, "Programme Officer", "foundation", "FR"),
    "helene-specimen": ("Ms", "Hélène", "Specimen-Œuvre", None, "Engineer", "Specimen Society of Pendulums", "FR"),
    "jurgen-specimen": ("Prof.", "Jürgen", "von Specimen", None, "Vice-Chair", "committee", "DE"),
    "kathe-specimen": ("Ms", "Käthe", "Specimen-Groß", None, "Doctoral Student", "Specimen Technical College", "DE"),
    "nino-specimen": ("Dr", "Nino", "Specimen", None, "Senior Scientist", "measurement", "GE"),
    "v-specimen": ("Mr", "V.", "Specimen", None, "Technician", "measurement", "GE"),
    "chloe-st-specimen": ("Ms", "Chloë", "St. Specimen", None, "Policy Analyst", "bureau", "CA"),
    "reto-specimen": ("Mr", "Reto", "Specimen", None, "Deputy Registrar", "register", "CH"),
    "jorg-specimen": ("Dr", "Jörg", "Specimen", None, "Head of Unit", "Specimen Ministry of Hours", "AT"),
    "rania-al-specimen": ("Dr", "Rania", "al-Specimen", None, "Physicist", "Specimen National Clock Room", "JO"),
    "youssef-el-specimen": ("Prof.", "Youssef", "El Specimen", None, "Professor", "Specimen College of Sundials", "MA"),
    "joao-da-specimen": ("Dr", "João", "da Specimen", None, "Coordinator", "Specimen Network of Southern Clocks", "BR"),
    "wanjiku-specimen": ("Ms", "Wanjiku", "Specimen", None, "Custodian", "Specimen Standards Office", "KE"),
    "s-bin-specimen": ("Mr", "S.", "bin Specimen", None, "Route Manager", "courier", "SG"),
    "y-specimen": ("Dr", "Y.", "Specimen", None, "Analyst", "Specimen Office of Errors", "ES"),
    "specimen-ming": ("Dr", "Ming", "Specimen", None, None, None, "SG"),
    "drift-survey": (None, None, "Specimen Drift Survey", None, None, None, None),
}
# Wrote part of a chapter and did not come: a co-author is not a participant.
ABSENT = ("y-specimen", "specimen-ming", "drift-survey")

POSTS: dict[str, list[dict[str, str]]] = {
    "a-specimen": [
        {
            "position": "President",
            "affiliation": "Specimen Council for Timekeeping",
            "city": "Specimenhavn",
            "country": "NO",
        },
        {
            "position": "Director of the Clock Vault",
            "affiliation": "Specimen Institute of Time",
            "city": "Specimenhavn",
            "country": "NO",
        },
    ],
    "b-specimen": [
        {
            "position": "Head of the Department of Intervals",
            "affiliation": "Specimen Institute of Measurement",
            "city": "Specimeni",
            "country": "GE",
        },
        {
            "position": "Founder",
            "affiliation": "Specimen Society of Travelling Clocks",
            "city": "Specimeni",
            "country": "GE",
        },
        {"position": "Corresponding Member", "affiliation": "Specimen Academy of Custodians"},
    ],
    "specimen-ming": [
        {"affiliation": "Specimen Courier Service", "city": "Specimen Harbour", "country": "SG"},
        {"affiliation": "Specimen Office of Errors", "country": "ES"},
    ],
}
# How a name is ordered and sorted, and the city of an affiliation.
DETAILS: dict[str, dict[str, Any]] = {
    "e-specimen": {"city": "Specimenburg"},
    "p-van-den-specimen": {"sort_by_particle": False},
    "specimen-ming": {"name_order": "family-first", "sort_as": "Specimen, Ming"},
    "drift-survey": {"group": True},
}

BIOGRAPHIES = {
    "a-specimen": prose("""
        Has kept clocks for thirty years, the last twelve of them in a vault. Presides over the Specimen Council and
        wrote its first code of custody. This person is made up.
    """),
    "b-specimen": prose("""
        Compares clocks over long distances and founded a society for those who carry them. Led the working group of
        2019 from which this workshop grew. This person is made up.
    """),
    "d-specimen": prose("""
        Teaches the theory of specimens and has written on *why two clocks are one too many or one too few*. This
        person is made up.
    """),
    "m-specimen": prose("Observes transits and distrusts clocks. This person is made up."),
}
PORTRAITS = {"a-specimen": "portraits/a.jpg", "b-specimen": "portraits/b.png", "d-specimen": "portraits/d.webp"}
# The first is the example of ORCID's own documentation; the others are below the range that is given out.
ORCIDS = {
    "a-specimen": "0000-0002-1825-0097",
    "b-specimen": orcid(2),
    "c-specimen": orcid(3),
    "d-specimen": orcid(4),
    "y-specimen": orcid(25),
}

# Those who did more than take part: person -> roles, attendance
ROLES = {
    "a-specimen": ("director speaker", "in-person"),
    "b-specimen": ("director speaker", "in-person"),
    "c-specimen": ("key-speaker", "in-person"),
    "d-specimen": ("key-speaker", "in-person"),
    "e-specimen": ("key-speaker", "in-person"),
    "f-specimen": ("key-speaker", "remote"),
    "g-specimen": ("speaker", "in-person"),
    "h-specimen": ("speaker", "in-person"),
    "i-specimen": ("speaker", "in-person"),
    "j-specimen": ("speaker", "in-person"),
    "m-specimen": ("speaker", "in-person"),
    "n-specimen": ("speaker", "in-person"),
    "orla-o-specimen": ("speaker", "in-person"),
    "p-van-den-specimen": ("speaker", "in-person"),
    "nuria-specimen": ("speaker", "remote"),
    "t-specimen": ("staff", "in-person"),
    "zoe-d-specimen": ("student", "in-person"),
    "kathe-specimen": ("student speaker", "in-person"),
    "sean-mac-specimen": ("observer", "in-person"),
    "gael-specimen": ("observer", "in-person"),
    "joao-da-specimen": ("participant", "remote"),
    "wanjiku-specimen": ("participant", "remote"),
    "helene-specimen": ("participant speaker", "contributed-only"),
    "s-bin-specimen": ("speaker", "in-person"),
}

DIRECTORS = [
    {"person": "a-specimen", "role": "co-director", "constituency": "NATO"},
    {"person": "b-specimen", "role": "co-director", "constituency": "Partner"},
    {"person": "j-specimen", "role": "rapporteur", "constituency": "NATO"},
]
COMMITTEE = [
    {"person": "a-specimen", "role": "Chair"},
    {"person": "b-specimen", "role": "Vice-chair"},
    {"person": "g-specimen", "role": "Programme"},
    {"person": "h-specimen", "role": "Exhibition and archive"},
    {"person": "t-specimen", "role": "Secretary"},
]

GROUPS = {
    "nato": "BE BG CA CZ DE ES FR GB GR NO PL",
    "partner": "AT CH GE IE",
    "mediterranean-dialogue": "JO MA",
    "other": "BR KE SG",
}


def organizations() -> list[dict[str, Any]]:
    """List the organizations."""
    names = ("name", "short", "department", "city", "country")
    return [
        {"id": key, **_known(dict(zip(names, row[:5], strict=True))), "ror": ror(str(row[5]))}
        for key, row in ORGANIZATIONS.items()
    ]


def people() -> list[dict[str, Any]]:
    """List everybody who is named anywhere."""
    return [_person(key, number) for number, key in enumerate(PEOPLE, 1)]


def _person(key: str, number: int) -> dict[str, Any]:
    title, given, family, suffix, position, affiliation, country = PEOPLE[key]
    organization = ORGANIZATIONS.get(affiliation or "")
    facts = {
        "id": key,
        "title": title,
        "given": given,
        "family": family,
        "suffix": suffix,
        "position": position,
        "affiliation": organization[0] if organization else affiliation,
        "posts": POSTS.get(key),
        "country": country,
        "email": f"{key}@example.org",
        "phone": f"+00 000 000 {number:03d}",
        "address": f"{number} Specimen Street, Specimen Town",
        "orcid": ORCIDS.get(key),
        "bio": BIOGRAPHIES.get(key),
        "photo": PORTRAITS.get(key),
        **DETAILS.get(key, {}),
    }
    # Portraits are printed with consent alone; the third has none.
    consent = {"list": True, "photo": key in ("a-specimen", "b-specimen"), "attribution": key == "a-specimen"}
    said = {"group": False} if key == "a-specimen" else {}
    return {**_known(facts), **said, "consent": consent}


def participants() -> list[dict[str, Any]]:
    """List everybody who took part."""
    present = [key for key in PEOPLE if key not in ABSENT]
    return [_participant(key, *ROLES.get(key, ("participant", "in-person"))) for key in present]


def _participant(key: str, roles: str, attendance: str) -> dict[str, Any]:
    return {"person": key, "roles": roles.split(), "attendance": attendance}


def participation() -> dict[str, Any]:
    """Count the participants by country, as the list has them."""
    countries = [str(row[6]) for key, row in PEOPLE.items() if key not in ABSENT]
    return {
        "participants": len(countries),
        "countries": len(set(countries)),
        "by_country": [
            {"country": country, "participants": countries.count(country)} for country in sorted(set(countries))
        ],
        "organizations": list(ORGANIZATIONS),
    }


def country_groups() -> dict[str, Any]:
    """Return the group to which each country belonged on the first day."""
    return {
        "date": "2024-05-14",
        "groups": {country: group for group, countries in GROUPS.items() for country in countries.split()},
    }


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in (None, "")}
