"""octavo styles lists the house styles, and shows them on a page that is the same each time."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from octavo.building.style_samples import write_style_page
from octavo.cli.main import run_command
from octavo.project.project_folders import shipped_folder
from octavo.typesetting.house_styles import read_house_styles

from immediate_executor import Here  # isort: skip

OWN = """@import "ministry.css";
/* House style of the <Institute> of Tides, for its books. */
:root { --cover-ground: #0a5c4a; --text-face: "Mine", "Octavo Sans" }
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "own.css").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_style_is_listed_with_its_purpose_page_and_faces(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project and run_command(["styles"]) == 0
    said = capsys.readouterr().out
    for name, page, words, face in (
        ("chancery", "160 × 240 mm", "books: a warm serif", "Source Serif 4 Display"),
        ("ministry", "A4", "briefs: a plain sans", "Public Sans"),
        ("field-station", "B5", "technical reports", "IBM Plex Sans Condensed"),
        ("own", "A4", "the <Institute> of Tides", "Mine, Public Sans"),
    ):
        assert re.search(rf"^{name} +{page} +{words}.*\n +.*{face}", said, re.MULTILINE), name
    assert "cover  " not in said and "page  " not in said


def test_the_page_of_styles_has_pictures_in_their_colours_and_is_the_same_each_time(project: Path) -> None:
    folders = (project / "styles", shipped_folder("styles"))
    styles = [style for style in read_house_styles(folders)[0] if style.name in ("chancery", "own")]
    page, faults = write_style_page(styles, Here())
    assert faults == ()
    pictures = [Image.open(BytesIO(base64.b64decode(one))) for one in re.findall(r"base64,([^\"]+)", page)]
    corners = [picture.convert("RGB").getpixel((3, 3)) for picture in pictures]
    assert corners == [(0x7A, 0x1F, 0x2B), (255, 255, 255), (0x0A, 0x5C, 0x4A), (255, 255, 255)]
    assert "&lt;Institute&gt;" in page and "<Institute>" not in page and "http" not in page.replace("http-equiv", "")
    assert write_style_page(styles, Here()) == (page, ())


def test_a_style_that_cannot_be_used_is_told_and_the_others_are_shown(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "styles" / "latin.css").write_bytes(b"/* House style of the Universit\xe4t. */ :root { --ink: #111 }")
    (project / "styles" / "wrong.css").write_text('@import "ministry.css";\n:root { --note-place: top }')
    assert run_command(["styles"]) == 1
    shown = capsys.readouterr()
    assert re.search("^own ", shown.out, re.MULTILINE) and re.search("^ministry ", shown.out, re.MULTILINE)
    assert "styles/latin.css:1:" in shown.err and "styles/wrong.css:2:23: error" in shown.err
    assert "latin" not in shown.out and "wrong" not in shown.out


@pytest.mark.parametrize("command", [["styles", "--html"], ["diff", "a.txt", "a.txt", "--output"]])
def test_no_folders_are_made_for_a_page_of_a_mistyped_name(
    project: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (project / "a.txt").write_text("a")
    assert run_command([*command, "biuld/pages/styles.html"]) == 2
    assert "there is no folder 'biuld/pages'" in capsys.readouterr().err
    assert not (project / "biuld").exists()
