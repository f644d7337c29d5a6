"""The same input gives the same bytes, whoever builds it, wherever and whenever."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from checkout import ROOT

WORKSHOP = "illicit-trafficking-2004"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><match><edit name="family" mode="prepend_first"><string>DejaVu Sans</string>
</edit></match></fontconfig>"""


def build(project: Path, *arguments: str, **environment: str) -> dict[str, bytes]:
    """Build the workshop in a copy of the project, in a process of its own; give what lies in its folder."""
    folder = project / "reports" / WORKSHOP
    shutil.copytree(ROOT / "reports" / WORKSHOP, folder)
    home = project / "home"
    (home / ".config/fontconfig").mkdir(parents=True)
    (home / ".config/fontconfig/fonts.conf").write_text(FONTS)
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    settings = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "HOME": str(home), **environment}
    run = subprocess.run(
        [sys.executable, "-m", "octavo", "build", WORKSHOP, *arguments],
        cwd=project,
        env=settings,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return {file.name: file.read_bytes() for file in (project / "build" / WORKSHOP).iterdir()}


def test_another_folder_clock_language_hash_seed_and_fonts_show_nowhere(tmp_path: Path) -> None:
    one = build(tmp_path / "one", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    conf = tmp_path / "hosts.conf"
    conf.write_text(FONTS)
    other = build(
        tmp_path / "an other, länger",
        PYTHONHASHSEED="4242",
        TZ="Asia/Tokyo",
        LC_ALL="C.UTF-8",
        LANGUAGE="fr",
        FONTCONFIG_FILE=str(conf),
        SOURCE_DATE_EPOCH="86400",
        OCTAVO_COLUMNS="40",
    )
    assert set(one) >= {"summary.pdf", "follow-up.pdf", "manifest.json"}
    assert one == other
    assert not any(str(tmp_path).encode() in data for data in one.values())


def test_word_documents_are_the_same_whatever_the_clock_and_the_order_of_hashes(tmp_path: Path) -> None:
    one = build(tmp_path / "one", "--product", "docx", PYTHONHASHSEED="1", TZ="UTC")
    other = build(tmp_path / "other", "--product", "docx", PYTHONHASHSEED="4242", TZ="Asia/Tokyo")
    assert set(one) == {"summary.docx", "follow-up.docx", "manifest.json"}
    assert one == other
