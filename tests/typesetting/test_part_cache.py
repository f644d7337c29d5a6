"""A part is taken from what is kept only if no byte of it, of its key and of the files it was made of has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.files.file_digests import digest_file
from octavo.findings.finding import CITATIONS_NOT_SET, Finding, MissingKind, Place, Severity
from octavo.project.project_folders import Project
from octavo.typesetting import part_cache
from octavo.typesetting.cache_key import compute_cache_key
from octavo.typesetting.part_cache import CachedPart, PartCache, open_part_cache
from octavo.typesetting.typeset_job import PageKind, TypesetPage, TypesetPart


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[tuple[PartCache, Path]]:
    with open_part_cache(tmp_path, "parts", Project(tmp_path), "test") as opened:
        yield opened, tmp_path / ".octavo" / "parts"


MADE = CachedPart(TypesetPart("part", b"%PDF-1.7 and so on", 3, {"here": 2}), {"title": "The Moon"})


def test_a_part_of_which_any_byte_was_flipped_is_refused(kept: tuple[PartCache, Path]) -> None:
    opened, folder = kept
    opened.store_part("a" * 64, MADE)
    (file,) = folder.glob("*.part")
    whole = file.read_bytes()
    assert opened.load_part("a" * 64) == MADE
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert opened.load_part("a" * 64) is None, at
    file.write_bytes(whole)
    assert opened.load_part("a" * 64) == MADE


def test_a_part_that_was_kept_under_another_key_is_refused(kept: tuple[PartCache, Path]) -> None:
    opened, folder = kept
    opened.store_part("a" * 64, MADE)
    (file,) = folder.glob("*.part")
    file.rename(folder / f"{'b' * 64}.part")
    assert opened.load_part("b" * 64) is None


def test_a_part_comes_back_with_all_that_was_told_of_it(kept: tuple[PartCache, Path]) -> None:
    opened, folder = kept
    found = Finding("any", "is small", Place(folder.parent.parent / "a.yaml", 3, 4), "write more", Severity.ADVICE)
    pages = (TypesetPage(PageKind.OPENING, "The Moon"), TypesetPage(PageKind.BARE, ""))
    made = replace(MADE, part=replace(MADE.part, pdf=b"%PDF\n\nof lines\n", findings=(found,), page_kinds=pages))
    opened.store_part("a" * 64, made)
    assert opened.load_part("a" * 64) == made


def test_a_part_whose_files_have_changed_since_is_refused(kept: tuple[PartCache, Path]) -> None:
    opened, folder = kept
    project = Project(folder.parent.parent)
    files = [project.root / name for name in ("gauge.png", "moon.rst")]
    for file in files:
        file.write_text("as it was")
    made = replace(MADE, inputs={project.path_label(file): digest_file(file) for file in files})
    opened.store_part("a" * 64, made)
    assert opened.load_part("a" * 64) == made
    for file in files:
        file.write_text("as it is")
        assert opened.load_part("a" * 64) is None
        file.unlink()
        assert opened.load_part("a" * 64) is None
        file.write_text("as it was")
    assert opened.load_part("a" * 64) == made


def test_a_part_of_another_format_is_refused(kept: tuple[PartCache, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    opened, _ = kept
    opened.store_part("a" * 64, MADE)
    monkeypatch.setattr(part_cache, "CACHE_FORMAT", part_cache.CACHE_FORMAT + 1)
    assert opened.load_part("a" * 64) is None


def test_a_part_in_which_something_is_wrong_is_not_kept(kept: tuple[PartCache, Path]) -> None:
    opened, folder = kept
    opened.store_part("a" * 64, replace(MADE, part=replace(MADE.part, findings=(Finding("any", "is wrong"),))))
    assert opened.load_part("a" * 64) is None and list(folder.glob("*")) == []


def test_a_part_whose_citations_could_not_be_set_is_made_again(kept: tuple[PartCache, Path]) -> None:
    opened, folder = kept
    stopped = Finding(CITATIONS_NOT_SET, "it was stopped", missing=MissingKind.BIBLIOGRAPHY)
    opened.store_part("a" * 64, replace(MADE, part=replace(MADE.part, findings=(stopped,))))
    assert opened.load_part("a" * 64) is None and list(folder.glob("*")) == []


def test_parts_that_nobody_asked_for_are_removed(kept: tuple[PartCache, Path]) -> None:
    opened, folder = kept
    for letter in "abc":
        opened.store_part(letter * 64, MADE)
    with open_part_cache(folder.parent.parent, "parts", Project(folder.parent.parent), "test") as later:
        assert later.load_part("b" * 64) == MADE
        later.store_part("d" * 64, MADE)
        later.remove_unused()
    assert sorted(path.name[0] for path in folder.iterdir()) == ["b", "d"]


def test_a_key_depends_on_the_job_and_on_the_circumstances(tmp_path: Path) -> None:
    keys = set()
    for circumstances in ("one", "other"):
        with open_part_cache(tmp_path, "parts", Project(tmp_path), circumstances) as opened:
            keys |= {compute_cache_key(job, opened.environment, name=str) for job in ("the moon", "the shore")}
    assert len(keys) == 4
