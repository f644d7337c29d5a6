"""What takes long: builds that are killed, and every workshop built strictly through the command."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT
from waiting import wait_until

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


def files(folder: Path) -> int:
    """Count what a build has written so far, and has begun to write."""
    return sum(1 for _ in (folder / "build").rglob("*"))


def kill_when_files(build: subprocess.Popen[bytes], folder: Path, count: int) -> None:
    """Kill a build as soon as it has written so many files, unless it ends before."""
    wait_until(lambda: files(folder) >= count or build.poll() is not None)
    build.send_signal(signal.SIGKILL)
    build.wait(60)


def test_a_build_that_is_killed_leaves_whole_files_and_the_next_gives_the_same_bytes(tmp_path: Path) -> None:
    calm = project(tmp_path / "calm", WORKSHOP)
    assert octavo(calm, "build", WORKSHOP).wait(300) == 0
    expected = products(calm)
    chosen = random.Random(1517)
    for trial in range(6):
        troubled = project(tmp_path / f"trial-{trial}", WORKSHOP)
        kill_when_files(octavo(troubled, "build", WORKSHOP), troubled, chosen.randint(0, files(calm)))
        for name, data in products(troubled).items():
            # What was being written stands beside its place, under a name of its own; the next build removes it.
            is_beside = name.startswith(".") and name.endswith(".part")
            assert name == "manifest.json" or is_beside or data == expected[name]
        assert octavo(troubled, "build", WORKSHOP).wait(300) == 0
        assert products(troubled) == expected


def volume(folder: Path) -> dict[str, bytes]:
    """Read what was published of the specimen's volume and offprints."""
    home = folder / "build" / "specimen"
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in sorted(home.rglob("*.pdf"))}


def test_a_volume_that_is_killed_or_made_by_one_worker_is_the_same_to_the_byte(tmp_path: Path) -> None:
    words = ("build", "specimen", "--product", "volume", "--product", "offprints")
    calm = project(tmp_path / "calm", "specimen")
    assert octavo(calm, *words).wait(300) == 0
    expected = volume(calm)
    assert set(expected) == {"volume.pdf", "offprints/drift.pdf", "offprints/travelling.pdf"}
    chosen = random.Random(1455)
    troubled = project(tmp_path / "troubled", "specimen")
    for _ in range(8):
        kill_when_files(octavo(troubled, *words), troubled, files(troubled) + chosen.randint(0, 4))
        assert all(expected[name] == data for name, data in volume(troubled).items())
    assert octavo(troubled, *words).wait(300) == 0
    assert volume(troubled) == expected
    if sys.platform == "linux":
        alone = project(tmp_path / "alone", "specimen")
        command = [sys.executable, "-m", "octavo", *words]
        one = {min(os.sched_getaffinity(0))}
        subprocess.run(
            command, cwd=alone, check=True, capture_output=True, preexec_fn=lambda: os.sched_setaffinity(0, one)
        )
        assert volume(alone) == expected


def test_every_workshop_builds_without_a_warning(tmp_path: Path) -> None:
    folder = project(tmp_path, "illicit-trafficking-2004", "specimen", "specimen-fr")
    assert octavo(folder, "new", "a-new-one").wait(60) == 0
    assert octavo(folder, "build", "--strict").wait(600) == 0
    assert len(list((folder / "build").glob("*/*.pdf"))) == 9


@pytest.mark.parametrize("style", ["proceedings", "briefing"])
def test_every_product_stands_in_either_house_style(tmp_path: Path, style: str) -> None:
    folder = project(tmp_path, "illicit-trafficking-2004", "specimen")
    assert octavo(folder, "build", "--style", style).wait(600) == 0
