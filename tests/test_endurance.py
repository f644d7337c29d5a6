"""What takes long: builds that are killed, and every workshop built strictly through the command."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKSHOP = "specimen-fr"
pytestmark = pytest.mark.slow


def octavo(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start the command in a folder."""
    command = [sys.executable, "-m", "octavo", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def project(folder: Path, *workshops: str) -> Path:
    """Lay out a project with copies of workshops."""
    for name in workshops:
        shutil.copytree(ROOT / "reports" / name, folder / "reports" / name)
    return folder


def products(folder: Path) -> dict[str, bytes]:
    """Read what was published."""
    return {path.name: path.read_bytes() for path in sorted((folder / "build" / WORKSHOP).glob("*.*"))}


def test_a_build_that_is_killed_leaves_whole_files_and_the_next_gives_the_same_bytes(tmp_path: Path) -> None:
    calm = project(tmp_path / "calm", WORKSHOP)
    assert octavo(calm, "build", WORKSHOP).wait(300) == 0
    expected = products(calm)
    chosen = random.Random(1517)
    for trial in range(6):
        troubled = project(tmp_path / f"trial-{trial}", WORKSHOP)
        build = octavo(troubled, "build", WORKSHOP)
        time.sleep(chosen.uniform(0.3, 6))
        build.send_signal(signal.SIGKILL)
        build.wait(60)
        for name, data in products(troubled).items():
            assert name == "manifest.json" or data == expected[name]
        assert octavo(troubled, "build", WORKSHOP).wait(300) == 0
        assert products(troubled) == expected


def test_every_workshop_builds_without_a_warning(tmp_path: Path) -> None:
    folder = project(tmp_path, "illicit-trafficking-2004", "specimen", "specimen-fr")
    assert octavo(folder, "new", "a-new-one").wait(60) == 0
    assert octavo(folder, "build", "--strict").wait(600) == 0
    assert len(list((folder / "build").glob("*/*.pdf"))) == 9


@pytest.mark.parametrize("style", ["proceedings", "briefing"])
def test_every_product_stands_in_either_house_style(tmp_path: Path, style: str) -> None:
    folder = project(tmp_path, "illicit-trafficking-2004", "specimen")
    assert octavo(folder, "build", "--style", style).wait(600) == 0
