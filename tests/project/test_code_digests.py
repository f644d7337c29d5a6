"""Digests of code say what made a product: they follow the content of files, and nothing of the machine."""

from __future__ import annotations

import base64
from hashlib import sha256
from pathlib import Path

import pytest

from octavo.building.output_folder.build_record import digest_build_environment
from octavo.project import code_digests
from octavo.project.code_digests import digest_listing
from octavo.project.project_folders import Project

NAMES = {"b.py": sha256(b"two").hexdigest(), "a/__init__.py": sha256(b"one").hexdigest()}


def as_recorded(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(sha256(data).digest()).decode().rstrip("=")


def test_a_digest_is_the_directory_hash_of_go() -> None:
    # The SHA-256 of one line for each file, sorted: digest, two spaces, name (golang.org/x/mod/sumdb/dirhash, Hash1).
    lines = f"{NAMES['a/__init__.py']}  a/__init__.py\n{NAMES['b.py']}  b.py\n"
    assert digest_listing(NAMES) == sha256(lines.encode()).hexdigest()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "lib-1.0.dist-info"
    folder.mkdir()
    lines = [
        f"b.py,{as_recorded(b'two')},3",
        f"a/__init__.py,{as_recorded(b'one')},3",
        f"../../bin/lib,{as_recorded(b'#!/home/me/.venv/bin/python')},30",
        "__pycache__/b.cpython-311.pyc,,",
        f"lib-1.0.dist-info/INSTALLER,{as_recorded(b'pip')},4",
        "lib-1.0.dist-info/RECORD,,",
    ]
    (folder / "RECORD").write_text("\n".join(lines) + "\n")
    return folder


def test_what_an_installer_adds_does_not_count(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_digests, "library_folders", lambda: {"lib": library, "bare": library.parent / "none"})
    code_digests._digest_libraries.cache_clear()
    try:
        digests = code_digests.digest_code()
    finally:
        code_digests._digest_libraries.cache_clear()
    assert digests["lib"] == digest_listing(NAMES)
    assert "bare" not in digests, "a library without a list of its files has no digest"


def test_the_files_of_octavo_have_the_names_that_they_have_in_a_wheel() -> None:
    names = set(code_digests.list_toolkit_files())
    assert {"octavo/project/code_digests.py", "octavo/styles/page.css"} <= names
    assert all(name.startswith("octavo/") and "__pycache__" not in name for name in names)
    assert any(name.startswith("octavo/typesetting/faces/") for name in names)


def test_the_files_of_a_checkout_are_found_in_it() -> None:
    listed = code_digests.list_checkout_files()
    assert {"src/octavo/project/code_digests.py", "styles/page.css"} <= set(listed)
    assert [name for name in listed if not (code_digests.CHECKOUT / name).is_file() or "/faces/" in name] == []


def test_the_files_of_octavo_are_read_again_for_each_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_digests, "PACKAGE", tmp_path)
    monkeypatch.setattr(code_digests, "SHIPPED_KINDS", ())
    (tmp_path / "one.py").write_text("1")
    before = digest_build_environment(Project(tmp_path / "project"))
    (tmp_path / "one.py").write_text("2")
    assert digest_build_environment(Project(tmp_path / "project")) != before
    code_digests.forget_toolkit_files()
