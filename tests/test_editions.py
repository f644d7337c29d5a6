"""What differs between two editions is told: words in reading order, recommendations, and pages that look otherwise."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.editions import files, tell
from octavo.editions.compare import PagePair, changes, moved, pairs
from octavo.editions.reading import Block, Edition, read_edition
from octavo.editions.tell import Comparison
from octavo.findings import Faults
from octavo.typeset import typeset
from parts import job

ONE = (
    "<h1>Of Gauges</h1><p>Nine gauges stand in the harbour, and three of them read the same tide.</p>"
    "<p>All is well.</p>"
)
DATA = """\
recommendations:
  - id: R1
    text: Share the records.
    addressees: [harbour]
    tracking: {status: in-progress}
  - id: R2
    text: Name a custodian.
    addressees: [harbour]
"""


def pdf(body: str, attached: str = "", css: str = "") -> bytes:
    """Typeset a page with our tags, and attach public data as our products do."""
    made = typeset(job(body, css)).pdf
    if not attached:
        return made
    with pikepdf.open(BytesIO(made)) as document:
        document.attachments["workshop.yaml"] = attached.encode()
        out = BytesIO()
        document.save(out)
        return out.getvalue()


def edition(*paragraphs: str, page_after: int = 10**6) -> Edition:
    blocks = tuple(Block("P", number // page_after + 1, text) for number, text in enumerate(paragraphs))
    return Edition("e", blocks[-1].page if blocks else 1, blocks, None)


def written(folder: Path, **documents: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in documents.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return folder


def octavo(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "octavo", *map(str, words)], capture_output=True, text=True, timeout=120
    )


def test_a_word_that_changed_is_told_with_its_heading_page_and_neighbours() -> None:
    old, new = read_edition(pdf(ONE), "old"), read_edition(pdf(ONE.replace("three", "four")), "new")
    (change,) = changes(old, new)
    assert (change.old, change.new) == ("three", "four")
    assert (change.section, change.old_page, change.new_page) == ("Of Gauges", 1, 1)
    assert (change.before, change.after) == ("gauges stand in the harbour, and", "of them read the same tide.")


def test_running_heads_and_folios_are_no_part_of_the_text() -> None:
    head = "@page { @top-center { content: 'Draft'; font: 8pt Serif } }"
    old, new = read_edition(pdf(ONE), "old"), read_edition(pdf(ONE, css=head), "new")
    assert changes(old, new) == ()


def test_lines_that_break_elsewhere_say_nothing_new() -> None:
    narrow = f'<div style="width: 6cm; hyphens: auto">{ONE}</div>'
    wide = f'<div style="width: 15cm">{ONE}</div>'
    assert changes(read_edition(pdf(narrow), "old"), read_edition(pdf(wide), "new")) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=6), min_size=3, max_size=40),
    st.integers(1, 7),
    st.integers(1, 7),
)
def test_paragraphs_that_break_over_pages_elsewhere_say_nothing_new(words: list[str], one: int, other: int) -> None:
    def broken(step: int) -> Edition:
        return edition(*(" ".join(words[at : at + step]) for at in range(0, len(words), step)), page_after=1)

    assert changes(broken(one), broken(other)) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["tide", "gauge", "moon", "ebb", "flood"]), max_size=30), st.data())
def test_every_word_put_in_is_told(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words)))
    new = [*words[:at], "selenography", *words[at:]]
    told = [change.new for change in changes(edition(" ".join(words)), edition(" ".join(new)))]
    assert sum("selenography" in words for words in told) == 1


def test_recommendations_that_moved_came_or_went_are_told() -> None:
    new = DATA.replace("in-progress", "implemented").replace("R2", "R3")
    before, after = read_edition(pdf(ONE, DATA), "old"), read_edition(pdf(ONE, new), "new")
    told = {one.id: one.fields for one in moved(before, after)}
    assert told["R1"] == (("status", "in-progress", "implemented"),)
    assert told["R3"][0] == ("recommendation", "", "there")
    assert told["R2"][0] == ("recommendation", "there", "")


def test_a_file_without_public_data_has_no_recommendations_to_compare() -> None:
    assert moved(read_edition(pdf(ONE), "old"), read_edition(pdf(ONE, DATA), "new")) == ()


@pytest.mark.parametrize(
    "attached", ["- a\n", "recommendations: x\n", "recommendations: [1, {id: []}]\n", "a: &x [*x]\n", "\0"]
)
def test_public_data_that_somebody_spoilt_is_no_defect_of_ours(attached: str) -> None:
    assert read_edition(pdf(ONE, attached), "x").recommendations == ()


def test_a_page_put_in_does_not_shift_the_others() -> None:
    old = edition("first", "second", "third", page_after=1)
    new = edition("first", "between", "second", "third", page_after=1)
    assert pairs(old, new) == (PagePair(1, 1), PagePair(0, 2), PagePair(2, 3), PagePair(3, 4))


def test_a_page_that_only_looks_otherwise_is_told_and_drawn(tmp_path: Path) -> None:
    old = written(tmp_path / "a", report=pdf(ONE)) / "report.pdf"
    new = written(tmp_path / "b", report=pdf(f'<div style="border-left: 3pt solid">{ONE}</div>')) / "report.pdf"
    (compared,) = files.compare(old, new)
    assert compared.changes == () and compared.pages == (PagePair(1, 1),)
    (looks,) = compared.looks
    assert looks.png.startswith(b"\x89PNG") and looks.box is not None


def test_folders_are_compared_file_by_file(tmp_path: Path) -> None:
    old = written(tmp_path / "a", same=pdf(ONE), gone=pdf(ONE))
    new = written(tmp_path / "b", same=pdf(ONE), come=pdf(ONE))
    gone_or_come = {(bool(one.old), bool(one.new)) for one in files.compare(old, new) if not one.is_same}
    assert gone_or_come == {(True, False), (False, True)}
    assert sum(one.is_same for one in files.compare(old, new)) == 1


def test_the_exit_code_is_that_of_diff(tmp_path: Path) -> None:
    folder = written(tmp_path, one=pdf(ONE), two=pdf(ONE.replace("three", "four")), bad=b"%PDF-1.7 nothing")
    assert octavo("diff", folder / "one.pdf", folder / "one.pdf").returncode == 0
    differs = octavo("diff", folder / "one.pdf", folder / "two.pdf")
    assert differs.returncode == 1 and "[-three-] {+four+}" in differs.stdout
    broken = octavo("diff", folder / "one.pdf", folder / "bad.pdf")
    assert broken.returncode == 2 and "cannot be read" in broken.stderr and "Traceback" not in broken.stderr
    assert octavo("diff", folder, folder / "one.pdf").returncode == 2
    assert octavo("diff", folder / "none.pdf", folder / "one.pdf").returncode == 2


def test_json_and_html_tell_the_same_and_no_value_becomes_markup(tmp_path: Path) -> None:
    old = written(tmp_path / "a", r=pdf("<h1>One</h1><p>Said by &lt;b&gt;A&lt;/b&gt; today.</p>")) / "r.pdf"
    new = written(tmp_path / "b", r=pdf("<h1>One</h1><p>Said by &lt;script&gt;B&lt;/script&gt; today.</p>")) / "r.pdf"
    compared = files.compare(old, new)
    (plain,) = json.loads(tell.as_json(compared))
    assert plain["changes"][0]["new"] == "<script>B</script>" and not plain["same"]
    page = tell.as_html(compared)
    assert "<script>" not in page and "&lt;script&gt;B&lt;/script&gt;" in page
    assert 'src="data:image/png;base64,' in page


def test_pictures_of_pages_that_differ_are_written(tmp_path: Path) -> None:
    folder = written(tmp_path, one=pdf(ONE), two=pdf(ONE.replace("three", "four")))
    told = octavo(
        "diff",
        folder / "one.pdf",
        folder / "two.pdf",
        "--pictures",
        tmp_path / "pictures",
        "--output",
        tmp_path / "d.html",
        "--format",
        "html",
    )
    assert told.returncode == 1 and told.stdout == ""
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["two-page-001.png"]
    assert (tmp_path / "d.html").read_text().startswith("<!DOCTYPE html>")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_file_is_told_and_never_a_traceback(data: st.DataObject) -> None:
    whole = bytearray(pdf(ONE))
    for _ in range(data.draw(st.integers(1, 30))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = read_edition(bytes(whole), "x")
    except Faults as faults:
        assert "cannot be read" in faults.findings[0].message
    else:
        assert read.pages >= 1


def test_what_is_alike_is_said_to_be() -> None:
    assert "no difference" in tell.as_text([Comparison("a.pdf", "b.pdf")])
    assert "only in the new edition" in tell.as_text([Comparison("", "b.pdf")])


def test_pictures_of_files_of_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    for side, word in (("a", "three"), ("b", "four")):
        written(written(tmp_path / side, r=pdf(ONE.replace("three", word))) / "press", r=pdf(f"<p>Nine {word}</p>"))
    names = [name for name, _ in tell.pictures(files.compare(tmp_path / "a", tmp_path / "b"))]
    assert sorted(names) == ["press/r-page-001.png", "r-page-001.png"]


def test_what_is_piped_in_is_read(tmp_path: Path) -> None:
    folder = written(tmp_path, one=pdf(ONE), two=pdf(ONE.replace("three", "four")))
    typed = f"{sys.executable} -m octavo diff <(cat one.pdf) two.pdf"
    told = subprocess.run(["bash", "-c", typed], cwd=folder, capture_output=True, text=True)
    assert told.returncode == 1 and "[-three-] {+four+}" in told.stdout


def test_a_folder_that_bears_the_name_of_a_file_is_none(tmp_path: Path) -> None:
    old, new = written(tmp_path / "a", r=pdf(ONE)), written(tmp_path / "b", r=pdf(ONE))
    for side in (old, new):
        (side / "folder.pdf").mkdir()
    assert [one.is_same for one in files.compare(old, new)] == [True]


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_json_is_json_whatever_a_file_is_named_and_a_terminal_can_show(tmp_path: Path, encoding: str) -> None:
    name = os.fsdecode(b"\xff\n\xc3\xa9 \xf0\x9f\x93\x95.pdf")
    (tmp_path / name).write_bytes(pdf(ONE))
    command = [sys.executable, "-m", "octavo", "diff", name, name, "--format", "json"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, env=environment)
    (read,) = json.loads(told.stdout)
    assert read["old"] == name and told.returncode == 0
    subprocess.run([*command, "--output", "told.json"], cwd=tmp_path, check=True)
    assert json.loads((tmp_path / "told.json").read_bytes()) == [read]
