"""The workshops that come with the toolkit: the real one tells what is known, the specimens fill the model."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest
from PIL import Image, ImageChops

from checkout import ROOT
from octavo.building.product_pipeline import inspect_workshop
from octavo.findings.finding import Severity
from octavo.loading.top_level_keys import read_outline
from octavo.loading.workshop_loader import load_workshop
from octavo.model import Status, Workshop
from octavo.model.base_model import Model
from octavo.model.event import SessionType
from octavo.model.outcome import Acceptance, ActionStatus, Priority
from octavo.model.people import Attendance, CountryGroup, ParticipantRole, SponsorKind
from octavo.model.volume import PermissionStatus
from octavo.product_catalogue import described_products
from octavo.project.project_folders import project_of_workshop

REPORTS = ROOT / "reports"
REAL = "illicit-trafficking-2004"
SPECIMENS = ("specimen", "specimen-fr")
SAMPLE = "old-wells"
NEW = ROOT / "templates" / "new" / "workshop.yaml"
# The announcement of 2004 stands beside the repository where the toolkit is made, and is not part of it.
ANNOUNCEMENT = ROOT.parent / "shared" / "reference" / "workshop-2004.txt"

# What the announcement says, and where it must stand.
FACTS = [
    ("arw", "event.type"),
    ("Illicit Trafficking: Detection, Deterrence and Interdiction", "event.title"),
    ("2004-09-10", "event.start"),
    ("2004-09-12", "event.end"),
    ("Norton Manor", "event.venue.name"),
    ("GB", "event.venue.country"),
    ("NATO Advanced Research Workshops", "event.programme.name"),
    ("reinforce cooperation", "event.objectives"),
    ("at a high level", "event.objectives"),
    ("inside and outside government", "event.objectives"),
    ("trafficking in weapons of mass destruction", "event.scope"),
    ("smuggling", "event.scope"),
    ("Working Group on Illicit Trafficking", "event.forerunners.0.name"),
    ("International Approaches to Nuclear and Radiological Security Conference", "event.forerunners.0.event"),
    ("2002", "event.forerunners.0.year"),
    ("United States Department of Energy", "event.forerunners.0.sponsors"),
    ("Ministry of Atomic Energy of the Russian Federation", "event.forerunners.0.hosts"),
    ("Russian Research Center “Kurchatov Institute”", "event.forerunners.0.hosts"),
    ("http://www.iapscience.com/NATOtrafficking1.php", "event.links.0.url"),
    ("John", "people.wood.given"),
    ("Wood", "people.wood.family"),
    ("GB", "people.wood.country"),
    ("Chairman", "people.wood.posts.0.position"),
    ("Trilateral Group", "people.wood.posts.0.affiliation"),
    ("Chairman", "people.wood.posts.1.position"),
    ("Institute for Applied Science", "people.wood.posts.1.affiliation"),
    ("London", "people.wood.posts.1.city"),
    ("Dr", "people.velikhov.title"),
    ("Evgeny", "people.velikhov.given"),
    ("Velikhov", "people.velikhov.family"),
    ("RU", "people.velikhov.country"),
    ("President", "people.velikhov.posts.0.position"),
    ("Kurchatov Institute", "people.velikhov.posts.0.affiliation"),
    ("Co-founder", "people.velikhov.posts.1.position"),
    ("Institute for Applied Science", "people.velikhov.posts.1.affiliation"),
    ("Moscow", "people.velikhov.posts.1.city"),
    ("wood co-director NATO", "directors.0"),
    ("velikhov co-director Partner", "directors.1"),
    ("20", "participation.countries"),
    ("BG GE PL RU US", "participation.by_country"),
    ("iaea cicp commission europol", "participation.organizations"),
    ("International Atomic Energy Agency", "organizations.iaea.name"),
    ("UN Centre for International Crime Prevention", "organizations.cicp.name"),
    ("European Commission", "organizations.commission.name"),
    ("Europol", "organizations.europol.name"),
    ("members or partners of NATO", "summary.executive"),
    ("11 September 2001", "summary.findings.0"),
    ("transformed the nature of conflict", "summary.findings.0"),
    ("trafficking", "summary.findings.0"),
    ("inside a state", "summary.findings.1"),
    ("closer scrutiny at the border", "summary.findings.1"),
    ("not regulated", "summary.findings.2"),
    ("Radiological material", "summary.findings.2"),
    ("major threat to security", "summary.findings.2"),
    ("Bulgaria, Georgia, Poland, the Russian Federation and the United States", "results.outcomes"),
    ("public diplomacy", "results.outcomes"),
    ("bilateral dialogues", "results.collaborations.0"),
    ("informal agreements", "results.collaborations.1"),
    ("nato", "recommendations.R1.addressees"),
    ("Advisory Group on Illicit Trafficking", "recommendations.R1.text"),
    ("NATO workshop", "recommendations.R2.text"),
    ("Division of Radiation and Waste Safety", "recommendations.R2.text"),
    ("Bordeaux in 2005", "recommendations.R2.text"),
    ("International Nuclear and Radiological Security Training Institute", "recommendations.R3.text"),
    ("Kurchatov Institute", "recommendations.R3.text"),
    ("at first hand", "recommendations.R3.text"),
    ("Joint Interagency Task Force (JIATF)", "recommendations.R4.text"),
    ("narcotics", "recommendations.R4.text"),
    ("terrorism", "recommendations.R4.text"),
    ("Black Sea and the Caucasus", "recommendations.R5.text"),
    ("intelligence centre", "recommendations.R5.text"),
    ("industry", "recommendations.R6.text"),
    ("training packages", "recommendations.R6.text"),
    ("media are themselves the medium", "recommendations.R7.text"),
    ("crisis communication", "recommendations.R7.text"),
    ("preconditions", "recommendations.R7.text"),
    ("follow-on activity devoted to information preparedness", "recommendations.R8.text"),
    ("volume", "recommendations.R9.text"),
    ("following it up", "recommendations.R9.text"),
    ("Workshop organizers", "recommendations.R10.addressees"),
    ("members of the working group", "recommendations.R10.text"),
    ("share information", "recommendations.R10.text"),
    ("points agreed for action", "recommendations.R10.text"),
    ("Kluwer Academic Publishers", "publication.publisher"),
    ("NATO Science Series", "publication.series"),
    ("early 2005", "publication.due"),
    ("planned", "publication.status"),
    ("participants", "policy.disclaimer"),
    ("opinion or the policy of NATO", "policy.disclaimer"),
    ("any member government", "policy.disclaimer"),
    ("2006-09-25", "report.cut_off"),
    ("rests on one source alone", "report.method"),
    ("Strengthening cooperation against illicit trafficking", "report.method"),
    ("Nothing has been supposed", "report.method"),
]
# Names are facts, and may be as long as they are.
NAMES = (
    "International Approaches to Nuclear and Radiological Security Conference",
    "Illicit Trafficking: Detection, Deterrence and Interdiction",
    "International Nuclear and Radiological Security Training Institute",
    "Centre for International Crime Prevention",
    "International Atomic Energy Agency",
    "Division of Radiation and Waste Safety",
    "Working Group on Illicit Trafficking",
    "European Commission",
)
LONGEST_QUOTATION = 7


def workshop(name: str) -> Workshop:
    loaded = load_workshop(REPORTS / name / "workshop.yaml")
    assert loaded.workshop, loaded.findings
    return loaded.workshop


def values(part: Any) -> Iterator[Any]:
    """Give every value below a part that is not a part itself."""
    if isinstance(part, Model):
        for name in part.model_fields_set:
            yield from values(getattr(part, name))
    elif isinstance(part, tuple | list):
        for item in part:
            yield from values(item)
    elif isinstance(part, dict):
        yield from values(tuple(part.items()))
    elif part is not None:
        yield part


def words_at(whole: Any, path: str) -> str:
    """Join what stands at a path such as ``people.wood.posts.0.city``; entries of lists go by id or number."""
    for step in path.split("."):
        if isinstance(whole, tuple):
            whole = whole[int(step)] if step.isdigit() else next(item for item in whole if item.id == step)
        else:
            whole = getattr(whole, step)
    fields = [getattr(whole, name) for name in type(whole).model_fields] if isinstance(whole, Model) else whole
    return re.sub(r"\s+", " ", " ".join(str(value) for value in values(fields)))


@pytest.mark.parametrize(("words", "path"), FACTS, ids=lambda value: value)
def test_the_workshop_of_2004_holds_every_fact_of_its_announcement(words: str, path: str) -> None:
    assert words in words_at(workshop(REAL), path)


def test_the_workshop_of_2004_has_its_ten_recommendations_in_order() -> None:
    assert [entry.id for entry in workshop(REAL).recommendations] == [f"R{number}" for number in range(1, 11)]


def test_what_is_not_known_of_the_workshop_of_2004_is_not_filled_in() -> None:
    real = workshop(REAL)
    assert not (real.participants or real.programme or real.sponsors or real.expenditure or real.declaration)
    assert all(entry.tracking is None and entry.due is None for entry in real.recommendations)
    assert all(entry.priority is None and entry.rationale is None for entry in real.recommendations)
    assert {entry.id for entry in real.recommendations if entry.addressees} == {"R1", "R10"}
    assert real.participation
    assert real.participation.participants is None
    assert all(entry.participants is None for entry in real.participation.by_country)


def test_the_executive_summary_of_2004_is_one_page() -> None:
    assert 150 <= len(workshop(REAL).summary.executive.split()) <= 300


@pytest.mark.skipif(not ANNOUNCEMENT.is_file(), reason="the announcement is not part of the repository")
def test_no_sentence_of_the_announcement_is_copied() -> None:
    theirs = set(runs(ANNOUNCEMENT.read_text("utf-8")))
    ours = {run for value in values(workshop(REAL)) if isinstance(value, str) for run in runs(value)}
    assert theirs
    assert not ours & theirs


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Give every run of words that would be a quotation, with each name as one word."""
    text = re.sub(r"\s+", " ", text)
    for number, name in enumerate(NAMES):
        text = text.replace(name, f" name{number} ")
    words = re.findall(r"\w+", text.lower())
    length = LONGEST_QUOTATION + 1
    yield from (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def kinds(annotation: Any) -> Iterator[type[Model]]:
    """Find the parts that an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from kinds(argument)


def all_fields(kind: type[Model], seen: set[type[Model]]) -> Iterator[tuple[str, str]]:
    """List every field of a part and of the parts below it."""
    if kind in seen:
        return
    seen.add(kind)
    for name, field in kind.model_fields.items():
        yield kind.__name__, name
        for below in kinds(field.annotation):
            yield from all_fields(below, seen)


def filled_fields(part: Any) -> Iterator[tuple[str, str]]:
    """List every field that is filled in."""
    if isinstance(part, Model):
        for name in part.model_fields_set:
            value = getattr(part, name)
            if value is not None and value != ():
                yield type(part).__name__, name
            yield from filled_fields(value)
    elif isinstance(part, tuple):
        for item in part:
            yield from filled_fields(item)


def test_the_specimen_fills_every_field_of_the_model() -> None:
    empty = set(all_fields(Workshop, set())) - set(filled_fields(workshop("specimen")))
    # The specimen shows what is made without these; the cover of the other sample has a picture.
    assert empty <= {
        ("Workshop", "products"),
        ("Workshop", "languages"),
        *(("Cover", key) for key in ("picture", "alt", "credit")),
    }


@pytest.mark.parametrize(
    "vocabulary",
    [
        Acceptance,
        ActionStatus,
        Attendance,
        CountryGroup,
        ParticipantRole,
        PermissionStatus,
        Priority,
        SessionType,
        SponsorKind,
        Status,
    ],
)
def test_the_specimen_uses_every_word_of_a_vocabulary(vocabulary: type[StrEnum]) -> None:
    used = {value for value in values(workshop("specimen")) if isinstance(value, vocabulary)}
    # A recommendation is withdrawn in docs/through-the-year.md, whose commands are tested.
    assert used | {Status.WITHDRAWN} >= set(vocabulary)


def test_the_specimen_is_large_enough_to_break_over_pages() -> None:
    specimen = workshop("specimen")
    assert len(specimen.participants) == 40
    assert specimen.participation
    assert specimen.participation.countries == 20
    assert specimen.programme
    assert len(specimen.programme.days) == 3
    assert len(specimen.working_groups) == 3
    assert len(specimen.recommendations) == 12


@pytest.mark.parametrize("name", SPECIMENS)
def test_everybody_in_a_specimen_is_plainly_one(name: str) -> None:
    assert all(re.search("Esp[eé]cimen|Sp[eé]cimen", person.family, re.IGNORECASE) for person in workshop(name).people)


@pytest.mark.parametrize("name", SPECIMENS)
def test_addresses_in_a_specimen_lead_nowhere(name: str) -> None:
    text = (REPORTS / name / "workshop.yaml").read_text("utf-8")
    assert set(re.findall(r"https?://(?:[\w-]+\.)*?([\w-]+\.\w+)(?=[/\s>])", text)) <= {"example.org", "doi.org"}
    assert set(re.findall(r"@([\w.-]+)", text)) <= {"example.org"}
    assert set(re.findall(r"10\.(\d{4,})/", text)) == {"5555"}


def test_the_french_specimen_has_the_spaces_of_french_typography() -> None:
    for value in values(workshop("specimen-fr")):
        if isinstance(value, str) and not value.startswith("http"):
            plain = re.sub(r"https?://\S+", "", value)
            assert not re.search(r"[ \u00a0][;:!?»%]|« |\w[;!?»]", plain), plain
            assert "'" not in plain, plain


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """Make the specimens twice, as different users would."""
    return [make_specimens(tmp_path_factory.mktemp("specimens"), seed) for seed in ("1", "2")]


def make_specimens(folder: Path, seed: str) -> dict[str, bytes]:
    command = [sys.executable, str(ROOT / "scripts" / "make_specimen.py"), "--output", str(folder)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "HOME": str(folder), "TZ": f"UTC-{seed}"}
    subprocess.run(command, cwd=folder, env=environment, check=True)
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_making_the_specimens_again_gives_the_same_bytes(made: list[dict[str, bytes]]) -> None:
    first, second = made
    assert first == second


def test_the_specimens_in_the_repository_are_those_that_the_script_makes(
    made: list[dict[str, bytes]], tmp_path: Path
) -> None:
    standing = {
        str(path.relative_to(REPORTS)): path
        for name in SPECIMENS
        for path in (REPORTS / name).rglob("*")
        if path.is_file()
    }
    assert standing.keys() == made[0].keys()
    for name, path in standing.items():
        if path.suffix in (".yaml", ".rst", ".bib", ".svg"):
            assert path.read_bytes() == made[0][name], name
        else:
            (tmp_path / path.name).write_bytes(made[0][name])
            assert looks_like(path, tmp_path / path.name), name


def looks_like(one: Path, other: Path) -> bool:
    """Compare pixels: other versions of the libraries for images write other bytes of the same picture."""
    with Image.open(one) as left, Image.open(other) as right:
        if left.size != right.size or left.format != right.format:
            return False
        difference = ImageChops.difference(left.convert("L"), right.convert("L"))
        return difference.point([0] * 48 + [255] * 208).getbbox() is None


def test_the_pictures_of_the_specimen_are_small() -> None:
    folder = REPORTS / "specimen"
    pictures = [path for path in folder.rglob("*") if path.suffix in (".jpg", ".png", ".webp")]
    assert {path.suffix for path in pictures} == {".jpg", ".png", ".webp"}
    assert sum(path.stat().st_size for path in pictures) < 1_500_000


def begun(folder: Path, text: str) -> Path:
    """Write a workshop that somebody has just begun."""
    file = folder / "reports" / "begun" / "workshop.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text.replace("NAME", "begun"), "utf-8")
    return file


def faults(file: Path) -> list[str]:
    found = inspect_workshop(file, project_of_workshop(file), described_products(read_outline(file)))
    return [f"{finding.place}: {finding.message}" for finding in found if finding.severity is not Severity.ADVICE]


@pytest.mark.parametrize("name", [REAL, *SPECIMENS, SAMPLE])
def test_a_workshop_of_the_repository_has_no_fault(name: str) -> None:
    assert faults(REPORTS / name / "workshop.yaml") == []


def test_a_new_workshop_has_no_fault(tmp_path: Path) -> None:
    assert faults(begun(tmp_path, NEW.read_text("utf-8"))) == []


def test_what_is_commented_out_of_a_new_workshop_can_be_used(tmp_path: Path) -> None:
    preface, start, text = NEW.read_text("utf-8").partition("schema_version:")
    used = re.sub(r"(?m)^( *)# ((?:  )*(?:- )?[a-z_]+:.*|(?:  )+\S.*)$", r"\1\2", text)
    loaded = load_workshop(begun(tmp_path, preface + start + used))
    assert loaded.findings == ()
    assert loaded.workshop
    assert loaded.workshop.annexes
    assert loaded.workshop.photos
    assert loaded.workshop.declaration
