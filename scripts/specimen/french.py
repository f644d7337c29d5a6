"""The French specimen: one day, ten participants, four recommendations; narrow spaces as French printers set them."""

from __future__ import annotations

import re
from typing import Any

from .identifiers import doi
from .prose import Prose, prose

HEADING = """\
Un spécimen en français : tout y est inventé et le dit.
Made by scripts/make_specimen.py; change it there, not here."""
NARROW = "\u202f"  # narrow no-break space
BOUND = "\u00a0"  # no-break space

# identifiant : titre, prénom, nom, fonction, organisme, pays, rôles, présence
PEOPLE = {
    "a-specimen": ("Pr", "A.", "Spécimen", "Présidente", "Bureau spécimen des horloges", "FR", "director", "in-person"),
    "b-specimen": ("Dr", "B.", "Spécimen", "Directeur", "Institut spécimen du temps", "CH", "director", "in-person"),
    "c-specimen": ("Dr", "C.", "Spécimen", "Ingénieure", "Observatoire spécimen", "BE", "key-speaker", "in-person"),
    "d-specimen": ("M.", "D.", "Spécimen", "Conservateur", "Musée spécimen", "CA", "speaker", "remote"),
    "elodie": (
        "Mme",
        "Élodie",
        "d’Espécimen",
        "Horlogère",
        "Bureau spécimen des horloges",
        "FR",
        "speaker",
        "in-person",
    ),
    "francois": ("M.", "François", "de Spécimen", "Greffier", "Registre spécimen", "LU", "participant", "in-person"),
    "noel": ("M.", "Noël", "Spécimen-Œillet", "Étudiant", "École spécimen", "FR", "student", "in-person"),
    "zineb": ("Dr", "Zineb", "El Spécimen", "Physicienne", "Laboratoire spécimen", "MA", "participant", "in-person"),
    "thuy": ("Mme", "Thùy", "Spécimen", "Observatrice", "Centre spécimen", "VN", "observer", "remote"),
    "aicha": ("Mme", "Aïcha", "Spécimen", "Gardienne", "Chambre spécimen", "SN", "participant", "in-person"),
}

EVENT: dict[str, Any] = {
    "type": "workshop",
    "title": "À la même heure : l’étalonnage des horloges spécimens",
    "subtitle": "Un atelier qui n’a jamais eu lieu",
    "acronym": "À la même heure",
    "start": "2023-10-12",
    "end": "2023-10-12",
    "venue": {"name": "Hôtel du Spécimen", "city": "Spécimen-sur-Mer", "country": "FR", "online": True},
    "objectives": [
        prose("Convenir d’**une seule procédure** d’étalonnage pour toutes les horloges du réseau."),
        prose("Définir ce qu’un gardien doit savoir, faire et consigner du jour où l’horloge lui est remise."),
    ],
    "scope": prose("""
        L’atelier portait sur les *horloges spécimens* : celles que l’on garde pour les comparer, et non pour donner
        l’heure. Les horloges de gare en étaient exclues ; leurs gardiens répondent devant le public.
    """),
    "background": prose("""
        Une horloge seule a toujours raison : rien ne peut la contredire. Les difficultés commencent avec la deuxième.
        Depuis 2019, le nombre d’horloges du réseau est passé de 6 à 14, et celui des paires qui peuvent être en
        désaccord de 15 à 91. [#]_ Aucun institut n’a de quoi les comparer toutes ; aucun n’en a d’ailleurs reçu la
        charge.

        « Que faire, demandait un gardien, lorsque deux horloges se contredisent et que toutes deux sont justes ? »
        L’atelier est né de cette question. Il a réuni, pendant une journée, dix personnes venues de huit pays.

        .. [#] Horloges inscrites au registre, sans celles qui sont en réparation.
    """),
}

# heures, genre, titre, présidence, exposé : identifiant, titre, orateur, résumé
Talk = tuple[str, str, str, str]
SESSIONS: list[tuple[str, str, str, str | None, list[Talk]]] = [
    ("09:00 09:30", "opening", "Accueil et ouverture", "a-specimen", []),
    (
        "09:30 11:00",
        "plenary",
        "L’état des horloges",
        "b-specimen",
        [
            (
                "derive",
                "La dérive, et comment l’avouer",
                "c-specimen",
                """
                Toute horloge dérive. Les instituts ne diffèrent que par leur manière de le dire : à qui, quand et à
                mi-voix. Un modèle à deux paramètres décrit la dérive annuelle de la plupart des horloges ; les autres
                se comprennent mieux par la biographie de leur gardien.
                """,
            ),
            (
                "musee",
                "Sous verre : le visiteur comme source d’erreur",
                "d-specimen",
                """
                Quatre années de relevés montrent que l’humidité d’une salle suit les vacances scolaires avec deux jours
                de retard. Faut-il pour autant fermer les musées ? L’orateur ne le pense pas.
                """,
            ),
        ],
    ),
    ("11:00 11:30", "break", "Café", None, []),
    (
        "11:30 12:30",
        "session",
        "La garde",
        "zineb",
        [
            (
                "remise",
                "La remise : quatorze minutes pour quatorze ans",
                "elodie",
                """
                L’état dans lequel une horloge est remise décide de la façon dont elle sera gardée. Un protocole d’une
                page, signé par les deux gardiens, double le nombre de faits dont le second se souvient.
                """,
            )
        ],
    ),
    ("12:30 14:00", "break", "Déjeuner", None, []),
    ("14:00 16:00", "working-group", "Groupe de travail : une procédure commune", "c-specimen", []),
    ("16:00 17:00", "closing", "Recommandations et clôture", "a-specimen", []),
]

SUMMARY: dict[str, Any] = {
    "executive": prose("""
        *Ceci est un spécimen : l’atelier, les horloges et les personnes sont inventés.*

        Le 12 octobre 2023, dix spécialistes de huit pays se sont réunis à Spécimen-sur-Mer pour examiner comment
        quatorze horloges spécimens peuvent être étalonnées, comparées et gardées en commun. Ils apportaient cinq
        procédures ; il n’y en avait pas deux qui fussent d’accord.

        L’atelier a constaté que les horloges diffèrent moins entre elles que les mots dont on se sert pour les décrire.
        Il a rédigé une procédure unique et adopté quatre recommandations. À la date d’arrêté du présent rapport, le
        30 juin 2025, l’une est mise en œuvre, une autre est en cours ; la troisième est en retard et la dernière a été
        écartée par son destinataire, qui en donne les raisons.
    """),
    "findings": [
        prose("Les horloges diffèrent moins entre elles que les mots dont on se sert pour les décrire."),
        prose("Sur 14 horloges, 9 ont une histoire complète, soit 64 % ; celle des autres s’arrête à une remise."),
        prose("Le signe ± s’emploie en quatre sens au moins : « écart type », « limite », « habitude » et « espoir »."),
    ],
    "conclusions": [
        prose("Une procédure unique est possible, à condition de ne demander que ce que chacun sait déjà faire."),
    ],
    "open_problems": [
        prose("Comment distinguer l’effet d’une porte de l’effet de celui qui l’ouvre ?"),
    ],
}

RECOMMENDATIONS: list[dict[str, Any]] = [
    {
        "id": "R1",
        "title": "Un registre complet",
        "text": prose("""
            Le Registre spécimen devrait tenir, pour chaque horloge, une notice complète : origine, gardien, classe,
            dernier étalonnage ; et, s’il y a lieu, les corrections avec leurs motifs.
        """),
        "addressees": ["registre"],
        "rationale": prose("Comparer une horloge dont on ignore l’histoire donne un nombre ; cela n’apprend rien."),
        "theme": "Registre",
        "priority": "high",
        "due": "2024-12-31",
        "tracking": {
            "acceptance": "accepted",
            "status": "implemented",
            "progress": 100,
            "owner": "Greffe du Registre",
            "response": prose("Acceptée sans réserve. La dernière notice a été complétée le 2 décembre 2024."),
            "actions": [
                {"text": "Lecture de toutes les notices", "owner": "Greffe", "due": "2024-06-30", "status": "done"},
            ],
            "evidence": [
                {
                    "title": "Rapport sur l’état des notices",
                    "url": "https://registre.example.org/etat",
                    "date": "2024-12-02",
                },
            ],
            "last_update": "2024-12-02",
            "history": [
                {"date": "2023-10-12", "status": "not-started", "note": "Adoptée par l’atelier."},
                {"date": "2024-12-02", "status": "implemented", "note": "Dernière notice complétée."},
            ],
        },
    },
    {
        "id": "R2",
        "title": "Une seule procédure",
        "text": prose(
            "Les instituts devraient adopter **une même procédure** d’étalonnage et la revoir tous les trois ans."
        ),
        "addressees": ["institut", "Directeurs des autres instituts"],
        "rationale": prose("""
            Cinq procédures sont en usage. Chacun consacre trois semaines par an à expliquer pourquoi la sienne est la
            meilleure : c’est beaucoup pour quatorze horloges !
        """),
        "theme": "Étalonnage",
        "priority": "critical",
        "due": "2025-12-31",
        "tracking": {
            "acceptance": "partially",
            "status": "in-progress",
            "progress": 60,
            "owner": "Secrétariat de l’Institut",
            "response": prose("Acceptée, sauf l’étape 17, « la porte », qui demande encore des observations."),
            "next_step": prose("Essai dans trois instituts à l’automne de 2025."),
            "last_update": "2025-06-18",
            "history": [
                {"date": "2023-10-12", "status": "not-started", "note": "Adoptée par l’atelier."},
                {"date": "2024-03-04", "status": "in-progress", "note": "Rédaction confiée à l’Institut."},
            ],
        },
    },
    {
        "id": "R3",
        "title": "Un second gardien",
        "text": prose("Toute horloge devrait avoir un second gardien, qui sache où elle est et qui en ait la clef."),
        "addressees": ["Directeurs des instituts"],
        "theme": "Garde",
        "priority": "medium",
        "due": "2024-12-31",
        "tracking": {
            "acceptance": "pending",
            "status": "not-started",
            "progress": 0,
            "next_step": prose("Rappel aux directeurs qui n’ont pas répondu ; ils sont quatre sur six."),
            "last_update": "2025-06-20",
            "history": [{"date": "2023-10-12", "status": "not-started", "note": "Adoptée par l’atelier."}],
        },
    },
    {
        "id": "R4",
        "title": "Une horloge de référence",
        "text": prose("Le Bureau devrait désigner l’une des horloges comme référence pour toutes les autres."),
        "addressees": ["bureau"],
        "theme": "Étalonnage",
        "priority": "low",
        "tracking": {
            "acceptance": "rejected",
            "status": "closed-not-implemented",
            "response": prose("""
                Le Bureau ne peut suivre l’atelier : déclarer qu’une horloge a raison dispenserait de la comparer, et
                c’est de comparaisons que vit le réseau.
            """),
            "last_update": "2024-05-21",
            "history": [
                {
                    "date": "2023-10-12",
                    "status": "not-started",
                    "note": "Adoptée par l’atelier, par six voix contre quatre.",
                },
                {"date": "2024-05-21", "status": "closed-not-implemented", "note": "Réponse négative du Bureau."},
            ],
        },
    },
]

RESULTS = {
    "outcomes": prose("""
        En deux ans, le registre a été complété et une procédure commune rédigée. Le Musée et l’École échangent depuis
        lors leurs gardiens, un mois chacun.
    """),
    "lessons": prose("""
        Une journée a suffi pour quatre recommandations ; elle n’a pas suffi pour leurs motifs. Deux leçons :

        - désigner, pour chaque recommandation, un service et une date ;
        - inviter ceux qui devront agir, et non ceux qui aiment en parler.
    """),
}

EXPENDITURE = {
    "currency": "EUR",
    "lines": [
        {"category": "Voyages", "budget": "4200.00", "actual": "3985.40", "source": "Bureau spécimen des horloges"},
        {
            "category": "Repas et logement",
            "budget": "2600.00",
            "actual": "2710.00",
            "source": "Institut spécimen du temps",
        },
        {
            "category": "Interprétation",
            "budget": "1200.00",
            "actual": "1200.00",
            "source": "Institut spécimen du temps",
        },
    ],
    "total": {"budget": "8000.00", "actual": "7895.40"},
}

ORGANIZATIONS = [
    {
        "id": "bureau",
        "name": "Bureau spécimen des horloges",
        "short": "BSH",
        "city": "Spécimen-sur-Mer",
        "country": "FR",
    },
    {"id": "institut", "name": "Institut spécimen du temps", "city": "Spécimen-les-Bains", "country": "CH"},
    {"id": "registre", "name": "Registre spécimen", "city": "Spécimenbourg", "country": "LU"},
]

POLICY = {
    "attribution": "open",
    "disclaimer": prose("""
        Ceci est un spécimen, destiné à montrer la forme d’un rapport. Tout y est inventé ; rien n’y exprime l’avis de
        qui que ce soit.
    """),
    "marking": "Spécimen",
}

REPORT = {
    "edition": 1,
    "date": "2025-07-15",
    "cut_off": "2025-06-30",
    "method": prose("""
        L’état de chaque recommandation a été demandé par écrit à son destinataire, puis vérifié sur pièces. Ce qui n’a
        pu être vérifié n’est pas donné pour acquis : « sans réponse » signifie que rien n’est parvenu, et non que rien
        n’a été fait.
    """),
    "publisher": "Bureau spécimen des horloges",
    "place": "Spécimen-sur-Mer",
    "contact": "rapports@example.org",
    "keywords": ["spécimen", "horloges", "étalonnage", "suivi"],
    "identifier": "BSH/2025/1",
    "doi": doi("suivi-1"),
}

PRESS = {
    "profile": "digital",
    "paper": {"name": "Offset 80 g", "grammage": 80, "bulk": 1.3},
    "blurb": "Les horloges d’un même service ne donnent pas la même heure : voici ce qui a été recommandé, et ce qui "
    "en est advenu. Tout y est inventé.",
}

GLOSSARY = [
    {"term": "BSH", "definition": "Bureau spécimen des horloges"},
    {"term": "dérive", "definition": "Variation de l’écart d’un jour à l’autre"},
    {"term": "écart", "definition": "Lecture moins référence, en secondes, avec son signe"},
]


def workshop() -> dict[str, Any]:
    """Describe the workshop, part by part."""
    described: dict[str, Any] = spaced(
        {
            "schema_version": 1,
            "id": "specimen-fr",
            "language": "fr",
            "event": EVENT,
            "people": [_person(key) for key in PEOPLE],
            "organizations": ORGANIZATIONS,
            "directors": [{"person": "a-specimen"}, {"person": "b-specimen"}],
            "participants": [{"person": key, "roles": [row[6]], "attendance": row[7]} for key, row in PEOPLE.items()],
            "sponsors": [{"org": "bureau", "kind": "host"}, {"org": "institut", "kind": "co-sponsor"}],
            "programme": {"days": [{"date": "2023-10-12", "sessions": [_session(*row) for row in SESSIONS]}]},
            "summary": SUMMARY,
            "recommendations": RECOMMENDATIONS,
            "results": RESULTS,
            "expenditure": EXPENDITURE,
            "policy": POLICY,
            "report": REPORT,
            "press": PRESS,
            "glossary": GLOSSARY,
        }
    )
    return described


def _person(key: str) -> dict[str, Any]:
    names = ("title", "given", "family", "position", "affiliation", "country")
    return {"id": key, **dict(zip(names, PEOPLE[key][:6], strict=True))}


def _session(hours: str, kind: str, title: str, chair: str | None, talks: list[Talk]) -> dict[str, Any]:
    start, end = hours.split()
    listed = [
        {"id": key, "title": name, "speakers": [speaker], "abstract": prose(abstract)}
        for key, name, speaker, abstract in talks
    ]
    facts = {"start": start, "end": end, "type": kind, "title": title, "chair": chair, "talks": listed}
    return {key: value for key, value in facts.items() if value}


def spaced(value: Any) -> Any:
    """Put the spaces of French typography wherever an ordinary one was typed."""
    if isinstance(value, dict):
        return {key: spaced(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spaced(item) for item in value]
    if not isinstance(value, str):
        return value
    text = re.sub(r" ([;:!?»%])", NARROW + r"\1", value)
    text = re.sub(r"« ", "«" + NARROW, text)
    # A number keeps to what it counts, as a title does to its name.
    text = re.sub(r"(?<=\d) (?=(?:janvier|mars|mai|juin|octobre|décembre|horloges)\b)", BOUND, text)
    return Prose(text) if isinstance(value, Prose) else text
