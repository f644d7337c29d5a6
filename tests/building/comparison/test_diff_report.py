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

from octavo.building.comparison import diff_page, diff_report, file_diff
from octavo.building.comparison.diff_report import Comparison
from octavo.building.comparison.docx_words import list_zip_members, read_document_words
from octavo.building.comparison.pdf_words import Edition, TextBlock, read_pdf_words
from octavo.building.comparison.word_diff import PagePair, find_recommendation_changes, find_word_changes, pair_pages
from octavo.files.zip_archive import write_zip
from octavo.findings.finding import FindingsError
from octavo.typesetting.typesetter import typeset
from typed_commands import run_octavo
from typeset_parts import job

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
    blocks = tuple(TextBlock("P", number // page_after + 1, text) for number, text in enumerate(paragraphs))
    return Edition("e", blocks[-1].page if blocks else 1, blocks, None)


def written(folder: Path, **documents: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in documents.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return folder


def octavo(*words: object) -> subprocess.CompletedProcess[str]:
    return run_octavo(Path(), *words)


def test_a_word_that_changed_is_told_with_its_heading_page_and_neighbours() -> None:
    old, new = read_pdf_words(pdf(ONE), "old"), read_pdf_words(pdf(ONE.replace("three", "four")), "new")
    (change,) = find_word_changes(old, new)
    assert (change.old, change.new) == ("three", "four")
    assert (change.section, change.old_page, change.new_page) == ("Of Gauges", 1, 1)
    assert (change.before, change.after) == ("gauges stand in the harbour, and", "of them read the same tide.")


def test_running_heads_and_folios_are_no_part_of_the_text() -> None:
    head = "@page { @top-center { content: 'Draft'; font: 8pt Serif } }"
    old, new = read_pdf_words(pdf(ONE), "old"), read_pdf_words(pdf(ONE, css=head), "new")
    assert find_word_changes(old, new) == ()


def test_lines_that_break_elsewhere_say_nothing_new() -> None:
    narrow = f'<div style="width: 6cm; hyphens: auto">{ONE}</div>'
    wide = f'<div style="width: 15cm">{ONE}</div>'
    assert find_word_changes(read_pdf_words(pdf(narrow), "old"), read_pdf_words(pdf(wide), "new")) == ()


@settings(max_examples=60)
@given(
    st.lists(st.text(st.characters(categories=["Ll"]), min_size=1, max_size=6), min_size=3, max_size=40),
    st.integers(1, 7),
    st.integers(1, 7),
)
def test_paragraphs_that_break_over_pages_elsewhere_say_nothing_new(words: list[str], one: int, other: int) -> None:
    def broken(step: int) -> Edition:
        return edition(*(" ".join(words[at : at + step]) for at in range(0, len(words), step)), page_after=1)

    assert find_word_changes(broken(one), broken(other)) == ()


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["tide", "gauge", "moon", "ebb", "flood"]), max_size=30), st.data())
def test_every_word_put_in_is_told(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words)))
    new = [*words[:at], "selenography", *words[at:]]
    told = [change.new for change in find_word_changes(edition(" ".join(words)), edition(" ".join(new)))]
    assert sum("selenography" in words for words in told) == 1


def test_recommendations_that_moved_came_or_went_are_told() -> None:
    new = DATA.replace("in-progress", "implemented").replace("R2", "R3")
    before, after = read_pdf_words(pdf(ONE, DATA), "old"), read_pdf_words(pdf(ONE, new), "new")
    told = {one.id: one.fields for one in find_recommendation_changes(before, after)}
    assert told["R1"] == (("status", "in-progress", "implemented"),)
    assert told["R3"][0] == ("recommendation", "", "there")
    assert told["R2"][0] == ("recommendation", "there", "")


def test_a_file_without_public_data_has_no_recommendations_to_compare() -> None:
    assert find_recommendation_changes(read_pdf_words(pdf(ONE), "old"), read_pdf_words(pdf(ONE, DATA), "new")) == ()


@pytest.mark.parametrize(
    "attached", ["- a\n", "recommendations: x\n", "recommendations: [1, {id: []}]\n", "a: &x [*x]\n", "\0"]
)
def test_public_data_that_somebody_spoilt_is_no_defect_of_ours(attached: str) -> None:
    assert read_pdf_words(pdf(ONE, attached), "x").recommendations == ()


def test_a_page_put_in_does_not_shift_the_others() -> None:
    old = edition("first", "second", "third", page_after=1)
    new = edition("first", "between", "second", "third", page_after=1)
    assert pair_pages(old, new) == (PagePair(1, 1), PagePair(0, 2), PagePair(2, 3), PagePair(3, 4))


def test_a_page_that_only_looks_otherwise_is_told_and_drawn(tmp_path: Path) -> None:
    old = written(tmp_path / "a", report=pdf(ONE)) / "report.pdf"
    new = written(tmp_path / "b", report=pdf(f'<div style="border-left: 3pt solid">{ONE}</div>')) / "report.pdf"
    (compared,) = file_diff.compare_editions(old, new)
    assert compared.changes == () and compared.pages == (PagePair(1, 1),)
    (images,) = compared.page_images
    assert images.png.startswith(b"\x89PNG") and images.box is not None


def test_folders_are_compared_file_by_file(tmp_path: Path) -> None:
    old = written(tmp_path / "a", same=pdf(ONE), gone=pdf(ONE))
    new = written(tmp_path / "b", same=pdf(ONE), come=pdf(ONE))
    gone_or_come = {(bool(one.old), bool(one.new)) for one in file_diff.compare_editions(old, new) if not one.is_same}
    assert gone_or_come == {(True, False), (False, True)}
    assert sum(one.is_same for one in file_diff.compare_editions(old, new)) == 1


def docx(*paragraphs: str, head: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Of Gauges</w:t></w:r></w:p>'
    xml = f'{head}<w:document xmlns:w="{space}"><w:body>{heading}{body}</w:body></w:document>'
    return write_zip({"word/document.xml": xml.encode(), "word/styles.xml": b"<s/>"})


def test_every_file_of_a_folder_is_compared_whatever_its_kind(tmp_path: Path) -> None:
    old: dict[str, bytes] = {
        "r.docx": docx("Nine gauges stand in the harbour.", "All is well."),
        "all.zip": write_zip({"a": b"1", "b": b"2", "same": b"3"}),
        "w.bib": b"@book{w,\n  title = {Tides},\n  pages = {12},\n}\n",
        "p.png": b"\x89PNG\0one",
        "manifest.json": b'{"sum": "a"}',
        "gone.txt": b"",
        "same.txt": b"=",
    }
    new = dict(old, **{"r.docx": docx("Ten gauges stand in the harbour.", "All is well.")})
    new["all.zip"] = write_zip({"a": b"9", "c": b"2", "same": b"3"})
    new |= {"w.bib": old["w.bib"].replace(b"12", b"13"), "p.png": b"\x89PNG\0two", "manifest.json": b"{}"}
    del new["gone.txt"]
    for side, listed in (("a", old), ("b", new)):
        for name, data in listed.items():
            (tmp_path / side / "deep").mkdir(parents=True, exist_ok=True)
            (tmp_path / side / "deep" / name).write_bytes(data)
    told = octavo("diff", "--format", "json", tmp_path / "a", tmp_path / "b")
    assert told.returncode == 1
    compared = {Path(one["old"] or one["new"]).name: one for one in json.loads(told.stdout)}
    assert {name for name, one in compared.items() if one["same"]} == {"same.txt"}
    assert {name for name, one in compared.items() if one["other_bytes"]} == {*old} - {"same.txt", "gone.txt"}
    assert compared["gone.txt"]["new"] is None
    said = {name: [(it["old"], it["new"], it["section"]) for it in one["changes"]] for name, one in compared.items()}
    assert said.pop("r.docx") == [("Nine", "Ten", "Of Gauges")] and said.pop("w.bib") == [("{12},", "{13},", "")]
    assert not any(said.values())
    assert compared["all.zip"]["members"] == [
        {"name": "a", "old": True, "new": True},
        {"name": "b", "old": True, "new": False},
        {"name": "c", "old": False, "new": True},
    ]
    text = octavo("diff", tmp_path / "a", tmp_path / "b").stdout
    assert "    [-Nine-] {+Ten+} gauges stand" in text and "  b: only in the old edition" in text
    assert "p.png\n  different bytes\n" in text
    assert (
        "<th>c</th><td>only in the new edition</td>"
        in octavo("diff", "--format", "html", tmp_path / "a", tmp_path / "b").stdout
    )


def test_a_pdf_that_reads_and_looks_the_same_is_still_told_to_have_other_bytes(tmp_path: Path) -> None:
    folder = written(tmp_path, one=pdf(ONE), two=pdf(ONE, DATA))
    told = octavo("diff", folder / "one.pdf", folder / "two.pdf")
    assert told.returncode == 1 and "different bytes, but no difference in words" in told.stdout


def test_what_cannot_be_compared_in_a_folder_is_no_equality(tmp_path: Path) -> None:
    for side in ("a", "b"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "r.txt").write_text("r")
    assert octavo("diff", tmp_path / "a", tmp_path / "b").returncode == 0
    for put in (lambda at: at.symlink_to("/etc/passwd"), lambda at: at.symlink_to("/"), os.mkfifo):
        put(tmp_path / "b" / "odd")
        told = octavo("diff", "--format", "json", tmp_path / "a", tmp_path / "b")
        assert told.returncode == 2 and "a special file" in json.loads(told.stdout)[0]["message"]
        (tmp_path / "b" / "odd").unlink()


def test_what_is_kept_for_the_next_build_is_no_part_of_an_edition(tmp_path: Path) -> None:
    for side in ("a", "b"):
        (tmp_path / side / ".octavo").mkdir(parents=True)
        (tmp_path / side / ".octavo" / "record").write_text(side)
        (tmp_path / side / "r.txt").write_text("r")
    assert octavo("diff", tmp_path / "a", tmp_path / "b").returncode == 0


@pytest.mark.parametrize("head", ['<!DOCTYPE w [<!ENTITY a "aa">]>', "<", "\0"])
def test_a_word_document_with_declarations_or_damage_has_no_words(head: str) -> None:
    assert (
        read_document_words(docx("Nine"), "x").blocks and not read_document_words(docx("Nine", head=head), "x").blocks
    )


def test_a_word_document_nested_without_end_has_no_words() -> None:
    assert read_document_words(docx("<w:t>" * 5000 + "</w:t>" * 5000), "x").blocks == ()


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_zip_file_is_compared_by_what_can_be_read(data: st.DataObject) -> None:
    whole = bytearray(docx("Nine gauges", "All is well"))
    for _ in range(data.draw(st.integers(1, 10))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_document_words(bytes(whole), "x")
    list_zip_members(bytes(whole))


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
    compared = file_diff.compare_editions(old, new)
    (plain,) = json.loads(diff_report.diff_to_json(compared))
    assert plain["changes"][0]["new"] == "<script>B</script>" and not plain["same"]
    page = diff_page.diff_to_html(compared)
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


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_file_is_told_and_never_a_traceback(data: st.DataObject) -> None:
    whole = bytearray(pdf(ONE))
    for _ in range(data.draw(st.integers(1, 30))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = read_pdf_words(bytes(whole), "x")
    except FindingsError as faults:
        assert "cannot be read" in faults.findings[0].message
    else:
        assert read.pages >= 1


def test_what_is_alike_is_said_to_be() -> None:
    same = Comparison("a.pdf", "b.pdf")
    assert diff_report.diff_to_text(
        [same]
    ) == "1 file: no difference" and "2 files: no difference" in diff_page.diff_to_html([same, same])
    assert "only in the new edition" in diff_report.diff_to_text([Comparison("", "b.pdf")])


def test_pictures_of_files_of_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    for side, word in (("a", "three"), ("b", "four")):
        written(written(tmp_path / side, r=pdf(ONE.replace("three", word))) / "press", r=pdf(f"<p>Nine {word}</p>"))
    written(tmp_path / "a", gone=b"%PDF-")
    names = [
        name for name, _ in diff_report.list_page_pictures(file_diff.compare_editions(tmp_path / "a", tmp_path / "b"))
    ]
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
    assert [one.is_same for one in file_diff.compare_editions(old, new)] == [True]


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
