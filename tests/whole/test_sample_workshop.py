"""The sample workshop on old wells: it shows all that a followed-up workshop has, and the gallery shows it."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from checkout import ROOT
from octavo.cli.main import run_command
from octavo.loading.workshop_loader import load_workshop
from octavo.model import Status, Workshop

FOLDER = ROOT / "reports" / "old-wells"
PICTURES = ROOT / "docs" / "pictures"
# Inches of the measure of the volume, and of one of two pictures that share it.
MEASURE, HALF_MEASURE = 118 / 25.4, 57 / 25.4


@pytest.fixture(scope="module")
def sample() -> Workshop:
    return load_workshop(FOLDER / "workshop.yaml").workshop


def test_its_recommendations_have_every_status_and_some_are_overdue(sample: Workshop) -> None:
    tracked = [item.tracking for item in sample.recommendations if item.tracking]
    statuses = Counter(tracking.status for tracking in tracked)
    assert len(sample.recommendations) == 24
    assert set(statuses) == set(Status) - {Status.WITHDRAWN}
    assert len(tracked) == 22
    still_open = {Status.NOT_STARTED, Status.IN_PROGRESS, Status.PARTIALLY_IMPLEMENTED}
    day = sample.report.status_day
    overdue = [
        item.id for item in sample.recommendations
        if item.tracking and item.tracking.status in still_open and item.due and item.due < day
    ]  # fmt: skip
    assert overdue == ["R4", "R9", "R11", "R19", "R22"]


def test_counts_in_its_summary_agree_with_its_lists(sample: Workshop) -> None:
    countries = {person.country for person in sample.people}
    assert (len(sample.participants), len(countries)) == (40, 18)
    assert "Forty people from 18 countries" in str(sample.summary.executive)
    assert {chapter.section for chapter in sample.chapters} == {
        "Finding the Wells", "Reading the Water", "Keeping and Closing",
    }  # fmt: skip


def test_it_names_no_address_or_identifier_that_somebody_could_own() -> None:
    text = "".join(path.read_text("utf-8") for path in FOLDER.rglob("*") if path.suffix in (".yaml", ".rst", ".bib"))
    hosts = set(re.findall(r"https?://([\w.-]+)", text)) | set(re.findall(r"@([\w-]+(?:\.[\w-]+)+)", text))
    assert [host for host in hosts if not host.endswith("example.org")] == []
    assert set(re.findall(r"\b10\.(\d{4,})/", text)) == {"5555"}


def test_its_pictures_are_fine_enough_for_print_and_small() -> None:
    pictures = [path for path in (FOLDER / "images").iterdir() if path.suffix != ".svg"]
    for path in pictures:
        with Image.open(path) as image:
            assert image.width / (HALF_MEASURE if path.name.startswith("kerb-") else MEASURE) >= 300, path.name
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 4_000_000


@pytest.mark.slow
def test_its_pictures_are_those_that_the_script_draws(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_old_wells.py"), "--output", str(tmp_path)]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}, check=True)
    standing = sorted((FOLDER / "images").iterdir())
    assert [path.name for path in standing] == sorted(path.name for path in (tmp_path / "images").iterdir())
    for path in standing:
        drawn = tmp_path / "images" / path.name
        assert looks_like(path, drawn), path.name


@pytest.mark.slow
def test_it_builds_without_a_warning(tmp_path: Path) -> None:
    assert run_command(["build", "--strict", str(FOLDER), "--output", str(tmp_path)]) == 0
    made = {path.stem for path in (tmp_path / "old-wells").glob("*.pdf")}
    assert made == {"summary", "report", "follow-up", "volume", "abstracts"}


def looks_like(one: Path, other: Path) -> bool:
    """Compare pixels: other versions of the libraries for images write other bytes of the same picture."""
    if one.suffix == ".svg":
        return one.read_bytes() == other.read_bytes()
    with Image.open(one) as left, Image.open(other) as right:
        difference = ImageChops.difference(left.convert("L"), right.convert("L"))
        return left.size == right.size and difference.point([0] * 48 + [255] * 208).getbbox() is None


def pages() -> dict[str, str]:
    """Return README and the pages of the documentation."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in files}


def test_every_picture_of_the_documentation_is_there_is_shown_and_is_small() -> None:
    shown = set()
    for name, text in pages().items():
        for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text):
            file = ((ROOT / name).parent / path).resolve()
            assert file.is_file(), f"{name}: {path}"
            shown.add(file)
    standing = {path for path in PICTURES.rglob("*") if path.is_file()}
    assert standing - shown == set()
    assert sum(path.stat().st_size for path in standing) < 2_000_000


def test_the_script_of_the_gallery_makes_pictures_that_are_shown() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "make_gallery.py"))["GALLERY"]
    text = "".join(pages().values())
    for name in made:
        assert f"pictures/{name}" in text
        assert (PICTURES / name).is_file(), "make gallery"
