"""A volume in another language than English is set by its rules: words, signs, hyphens, faces, the order of names."""

from __future__ import annotations

import io
import re
from typing import Any, NamedTuple

import pdfplumber
import pikepdf
import pytest

from octavo.building.product_pipeline import BuildResult
from octavo.findings.finding import Severity
from small_volume import built, texts


class Text(NamedTuple):
    """A short volume in a language: its texts, and what stands in it."""

    title: str
    author: tuple[str, str]
    others: tuple[str, ...]
    paragraph: str
    printed: tuple[str, ...]
    authors_sorted: str


TEXTS = {
    "de": Text(
        "Gezeiten an der Küste",
        ("Jürgen", "Öttinger"),
        ("Ohm", "Zöllner", "Ott"),
        'Die Tagung hat "die Wasserstände" untersucht, z. B. jene der *Nordseeküste*, und ihre Empfehlungen an die'
        " Schifffahrtsverwaltungen und Forschungseinrichtungen der Nachbarländer gerichtet.",
        (
            "Inhalt",
            "Register der Autorinnen und Autoren",
            "„die Wasserstände“",
            "Vorwort",
            "Herausgegeben von Jürgen Öttinger",
        ),
        "Ohm Ott Öttinger Zöllner",
    ),
    "pl": Text(
        "Pływy u brzegu",
        ("Łukasz", "Łoś"),
        ("Lis", "Mróz", "Ćwik", "Czech"),
        'Na spotkaniu omówiono "stany wody" i *zjawiska pływowe* w zatokach, a także zalecenia dla urzędów i instytutów'
        " badawczych z krajów sąsiednich, o których była mowa w rozdziale poprzednim.",
        ("Spis treści", "Indeks autorów", "„stany wody”", "Przedmowa", "Redakcja naukowa: Łukasz Łoś"),
        "Czech Ćwik Lis Łoś Mróz",
    ),
    "uk": Text(
        "Припливи біля берега",
        ("Іван", "Їжакевич"),
        ("Іваненко", "Ґудзь", "Яценко", "Гай"),
        'На нараді розглянуто "рівні води" й *припливні явища* в затоках, а також рекомендації для управлінь і'
        " науково-дослідних установ із сусідніх країн, про які йшлося в попередньому розділі з оглядом.",
        ("Зміст", "Покажчик авторів", "«рівні води»", "Передмова", "Наукове редагування: Іван Їжакевич"),
        "Гай Ґудзь Іваненко Їжакевич Яценко",
    ),
}


def workshop(language: str) -> dict[str, Any]:
    text = TEXTS[language]
    people = [{"id": "p0", "given": text.author[0], "family": text.author[1], "country": "NO"}]
    people += [{"id": f"p{n}", "given": "A.", "family": name} for n, name in enumerate(text.others, 1)]
    chapter = {"id": "shore", "title": text.title, "authors": [one["id"] for one in people], "source": "shore.rst"}
    return {
        "schema_version": 1,
        "id": "tides",
        "language": language,
        "event": {"type": "workshop", "title": text.title, "start": "2026-06-01", "end": "2026-06-03"},
        "people": people,
        "directors": [{"person": "p0"}],
        "volume": {"title": text.title, "editors": ["p0"], "year": 2026, "preface": text.paragraph},
        "chapters": [chapter],
    }


@pytest.fixture(scope="module", params=TEXTS)
def volume(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, BuildResult]:
    text = TEXTS[request.param]
    source = f"{text.title}\n{'=' * 40}\n\n" + f"{text.paragraph} " * 30
    return request.param, built(tmp_path_factory.mktemp("volume"), workshop(request.param), {"shore.rst": source})


def test_its_words_signs_and_order_are_those_of_the_language(volume: tuple[str, BuildResult]) -> None:
    language, made = volume
    assert [one.message for one in made.findings if one.severity is not Severity.ADVICE] == []
    pages = [" ".join(page.split()) for page in texts(made.pdf)]
    for words in TEXTS[language].printed:
        assert any(words in page for page in pages), words
    index = pages[-1] if pages[-1] else pages[-2]
    names = re.findall(rf"(?:{'|'.join(TEXTS[language].authors_sorted.split())})(?=,)", index)
    assert " ".join(names) == TEXTS[language].authors_sorted


def test_its_lines_end_by_the_rules_of_the_language(volume: tuple[str, BuildResult]) -> None:
    language, made = volume
    with pdfplumber.open(io.BytesIO(made.pdf)) as pdf:
        lines = [line.strip() for page in pdf.pages for line in page.extract_text().splitlines()]
    assert sum(line.endswith("-") for line in lines) >= 3
    if language != "de":
        assert [line for line in lines if re.search(r"\s[^\W\d_]$", line)] == []


def test_its_italics_are_of_an_italic_face(volume: tuple[str, BuildResult]) -> None:
    _, made = volume
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        faces = {
            str(font.BaseFont).partition("+")[2]
            for page in pdf.pages
            for font in dict(page.resources.get("/Font", {})).values()
        }
    assert all("Octavo" in face for face in faces) and any(face.endswith("Italic") for face in faces)
