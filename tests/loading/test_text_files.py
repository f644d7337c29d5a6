"""Texts in files of their own: they are read as if they stood in workshop.yaml, and faults have their own lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minimal_workshop import MINIMAL
from octavo.loading.workshop_loader import LoadedWorkshop, load_workshop

ANNEX = "annexes:\n  - title: Gauges\n    source: a.rst\n"


def load(folder: Path, data: bytes, text: str = MINIMAL + ANNEX) -> LoadedWorkshop:
    (folder / "a.rst").write_bytes(data)
    (folder / "workshop.yaml").write_text(text)
    return load_workshop(folder / "workshop.yaml")


WORDS = st.text(st.sampled_from("abc é*`|_"), min_size=1, max_size=8).filter(str.strip)


@given(
    st.lists(st.lists(WORDS, max_size=4).map(" ".join), min_size=1, max_size=6), st.sampled_from(["\n", "\r\n", "\r"])
)
def test_every_word_of_a_file_knows_its_line_and_column(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], end: str
) -> None:
    if not any(map(str.strip, lines)):
        lines = [*lines, "end"]
    folder = tmp_path_factory.mktemp("w")
    loaded = load(folder, b"\xef\xbb\xbf" + end.join(lines).encode())
    assert loaded.workshop and loaded.files == (folder / "a.rst",)
    text = loaded.workshop.annexes[0].text
    assert text is not None and text == "\n".join(lines) and text.origin and text.origin.file == folder / "a.rst"
    at = 0
    for number, line in enumerate(lines, 1):
        for offset, sign in enumerate(line):
            if sign != " ":
                assert text.source_position(at + offset) == (number, offset + 1)
        at += len(line) + 1


@pytest.mark.parametrize(
    "key",
    ["  background: {source: a.rst}\n", "  background:\n    source: a.rst\n", "  objectives: [{source: a.rst}]\n"],
)
def test_any_long_text_may_stand_in_a_file(tmp_path: Path, key: str) -> None:
    loaded = load(tmp_path, b"Small.\n", MINIMAL.replace("  start:", key + "  start:"))
    assert loaded.findings == () and loaded.workshop
    event = loaded.workshop.event
    assert (event.background or event.objectives[0]).strip() == "Small."


def test_a_text_of_a_book_s_length_may_stand_in_a_file_and_a_longer_one_is_told(tmp_path: Path) -> None:
    assert load(tmp_path, b"word " * 50_000).workshop
    (found,) = load(tmp_path, b"word " * 100_000).findings
    assert found.code == "text-too-long" and found.place and found.place.file == tmp_path / "a.rst"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "not-an-image"), (b" \n", "empty-text"), (b"\xff\xfea", "not-utf-8"), (b"a\x00", "forbidden-character")],
)
def test_a_file_without_a_text_is_told_and_nothing_else(tmp_path: Path, data: bytes, code: str) -> None:
    assert [one.code for one in load(tmp_path, data).findings] == [code]


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.rst").write_text("Secret.")
    (tmp_path / "b.rst").symlink_to(tmp_path / "secret.rst")
    loaded = load(tmp_path, b"x", MINIMAL + ANNEX.replace("a.rst", "b.rst"))
    assert [one.code for one in loaded.findings] == ["image-link"]


def test_one_file_named_very_often_takes_no_more_memory_than_a_large_workshop(tmp_path: Path) -> None:
    many = "annexes:\n" + "".join(f"  - {{title: A{number}, source: a.rst}}\n" for number in range(400))
    found = load(tmp_path, b"word " * 60_000, MINIMAL + many).findings
    assert [one.code for one in found] == ["too-much-text"]
