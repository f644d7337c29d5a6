"""Files are judged from the command line by what suits them, and builds give away only what was proved."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest

from octavo.findings.finding import Severity
from octavo.model.printer_profile import CheckName
from octavo.pdf.renderers.page_images import render_pages
from octavo.preflight.records.check_results import CheckResult, PreflightReport
from octavo.preflight.reports.html_report import write_html_report
from octavo.preflight.reports.text_json_junit import (
    CheckedFile,
    report_to_findings,
    reports_to_findings,
    write_text_report,
)
from press_files import good, setting, x1a
from typed_commands import run_octavo

HOSTILE = "<script>alert(1)</script> & ]]>"


@pytest.fixture
def small_type(tmp_path: Path) -> Path:
    """A PDF/X-4 with type of 4 points on its second page."""
    path = tmp_path / "small.pdf"
    path.write_bytes(good())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[1]
        page.obj.Contents = pikepdf.Stream(pdf, b"BT /F1 4 Tf 0 0 0 1 k 60 500 Td (Reading the Tides) Tj ET")
        pdf.save(path)
    return path


def test_what_a_file_claims_to_be_decides_what_it_is_held_against(tmp_path: Path) -> None:
    (tmp_path / "x4.pdf").write_bytes(good())
    (tmp_path / "x1a.pdf").write_bytes(x1a())
    plain = pikepdf.new()
    plain.add_blank_page()
    plain.save(tmp_path / "plain.pdf")
    told = json.loads(run_octavo(tmp_path, "preflight", "x4.pdf", "x1a.pdf", "plain.pdf", "--format", "json").stdout)
    assert [one["profile"] for one in told] == ["Sheetfed offset", "Sheetfed offset", "Screen"]
    assert told[0]["standards"][0] == "PDF/X-4" and told[1]["standards"][0].startswith("PDF/X-1")


def test_findings_come_with_page_box_and_what_to_do(small_type: Path) -> None:
    done = run_octavo(small_type.parent, "preflight", small_type.name, "--profile", "digital", "--format", "json")
    (told,) = json.loads(done.stdout)
    (found,) = [one for one in told["findings"] if one["check"] == "type"]
    assert found["page"] == 2 and found["hint"] and "4.0 pt" in found["message"]
    left, bottom, _, top = found["boxes"][0]
    assert 59 < left < 61 and 495 < bottom < 501 < top < 506
    assert done.returncode == (1 if told["errors"] else 0)


def test_strict_takes_warnings_for_errors(small_type: Path) -> None:
    words = ("preflight", small_type.name, "--profile", "digital", "--format", "json")
    (told,) = json.loads(run_octavo(small_type.parent, *words).stdout)
    assert told["errors"] + told["warnings"] > 0
    assert run_octavo(small_type.parent, *words, "--strict").returncode == 1


def test_the_page_of_findings_marks_the_places_and_needs_nothing_else(small_type: Path) -> None:
    words = ("--format", "html", "--output", "found.html", "--profile", "digital")
    done = run_octavo(small_type.parent, "preflight", small_type.name, *words)
    page = (small_type.parent / "found.html").read_text()
    assert done.stdout == "" and "data:image/png;base64," in page and 'style="left:' in page
    assert "http://" not in page and "https://" not in page and "<script" not in page


@pytest.mark.parametrize("box", [[2147483648, 0, 300, 400], [300, 400, 0, 0]])
def test_a_page_of_a_monstrous_box_takes_no_other_picture_away(box: list[int]) -> None:
    drawn = render_pages(good(b"", setting("MediaBox", pikepdf.Array(box))), [1, 2])
    assert set(drawn) == {1, 2} and drawn[1].box[0] <= drawn[1].box[2]


def test_build_servers_read_one_case_for_each_check(small_type: Path) -> None:
    done = run_octavo(small_type.parent, "preflight", small_type.name, "--profile", "digital", "--format", "junit")
    (suite,) = ElementTree.fromstring(done.stdout)
    cases = {case.get("name"): case for case in suite}
    assert set(cases) == {check.value for check in CheckName}
    assert int(suite.get("failures", "")) == sum(case.find("failure") is not None for case in cases.values())


def test_checks_that_were_not_made_are_skipped_and_not_passed(
    small_type: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def skipped(*words: str) -> set[str]:
        (suite,) = ElementTree.fromstring(
            run_octavo(small_type.parent, "preflight", *words, "--format", "junit").stdout
        )
        cases = {case.get("name", "") for case in suite if case.find("skipped") is not None}
        assert int(suite.get("skipped", "")) == len(cases)
        return cases

    assert skipped(small_type.name, "--profile", "digital") == {"transparency", "cover", "archive", "access"}
    assert skipped(small_type.name, "--profile", "pod-kdp") == {"cover", "archive", "access"}
    on_screen = {"file", "boxes", "fonts", "images", "forbidden", "archive", "access", "text"}
    assert skipped(small_type.name, "--profile", "screen") == {check.value for check in CheckName} - on_screen
    (small_type.parent / "none.pdf").write_bytes(b"no PDF")
    assert skipped("none.pdf") == {check.value for check in CheckName} - {"file"}
    (small_type.parent / "dark.pdf").write_bytes(good(b"1 1 1 0.5 k 60 300 100 100 re f"))
    monkeypatch.setenv("PATH", "/nowhere")  # without Ghostscript ink is not measured
    assert "ink" in skipped("dark.pdf", "--profile", "sheetfed-offset")


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\nnothing", good()[:900]])
def test_what_cannot_be_read_is_told_and_not_a_traceback(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.pdf").write_bytes(data)
    done = run_octavo(tmp_path, "preflight", "bad.pdf")
    assert done.returncode == 1 and "error:" in done.stdout and "[file]" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have a name")
def test_what_never_ends_is_not_read_and_other_files_are_judged(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    (tmp_path / "good.pdf").write_bytes(good())
    told = run_octavo(tmp_path, "preflight", "pipe.pdf", "zero.pdf", "good.pdf", "--format", "json")
    pipe, zero, fine = json.loads(told.stdout)
    assert [one["findings"][0]["message"] for one in (pipe, zero)] == ["is not an ordinary file"] * 2
    assert fine["pages"] == 2 and told.returncode == 1


@pytest.mark.parametrize("form", ["json", "junit", "html", "github", "gitlab"])
def test_names_that_are_no_text_spoil_no_form_wherever_it_goes(tmp_path: Path, form: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xe9\x1b.pdf"))
    path.write_bytes(good())
    words = [sys.executable, "-m", "octavo", "preflight", path.name, "--format", form]
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    said = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=120, env=narrow)
    assert said.returncode in (0, 1) and not said.stderr
    assert subprocess.run([*words, "--output", "out"], cwd=tmp_path, timeout=120).returncode == said.returncode
    for data in (said.stdout, (tmp_path / "out").read_bytes()):
        assert b"\x1b" not in data
        if form in ("json", "gitlab"):
            assert json.loads(data)
        if form == "junit":
            assert ElementTree.fromstring(data) is not None


def test_an_output_that_cannot_be_written_is_3(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(good())
    done = run_octavo(tmp_path, "preflight", "x.pdf", "--output", "x.pdf/report.txt")
    assert done.returncode == 3 and "a file stands where a folder is needed" in done.stderr


def test_a_file_or_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert run_octavo(tmp_path, "preflight", "none.pdf").returncode == 2
    (tmp_path / "x.pdf").write_bytes(good())
    done = run_octavo(tmp_path, "preflight", "x.pdf", "--profile", "digitl")
    assert done.returncode == 1 and "did you mean digital?" in done.stderr


def test_the_same_of_several_pages_is_told_once_with_the_pages() -> None:
    found = [CheckResult(CheckName.TYPE, "type of 4 pt", severity=Severity.WARNING, page=page) for page in (2, 3, 4, 9)]
    (told,) = report_to_findings(PreflightReport(9, tuple(found)), "press/volume.pdf")
    assert told.message == "press/volume.pdf, pages 2–4, 9: type of 4 pt"
    assert (told.code, told.severity) == ("preflight-type", Severity.WARNING)


def test_text_tells_the_same_of_several_pages_once_with_all_its_places() -> None:
    found = [CheckResult(CheckName.TYPE, "type of 4 pt", severity=Severity.WARNING, page=page) for page in (2, 3, 5)]
    more = [replace(found[0], page=9, count=4), CheckResult(CheckName.RULES, "rules of 0.1 pt", page=3, count=2)]
    text = write_text_report([CheckedFile(Path("a.pdf"), "Offset", PreflightReport(9, (*found, *more)))])
    assert text.splitlines() == [
        "a.pdf: 9 pages, checked against Offset",
        "  pages 2–3, 5, 9: warning: type of 4 pt (7 places) [type]",
        "  page 3: error: rules of 0.1 pt (2 places) [rules]",
        "  1 error, 1 warning",
    ]


def test_findings_of_one_kind_are_told_with_what_differs() -> None:
    fonts = [
        CheckResult(CheckName.FONTS, f"the font {name}", page=4, several="the fonts {}", items=(name,)) for name in "AB"
    ]
    sizes = [
        CheckResult(CheckName.TYPE, f"type of {n} pt", page=n, several="type of {} pt", items=(f"{n}.0",))
        for n in (3, 2, 5)
    ]
    text = write_text_report([CheckedFile(Path("a.pdf"), "Offset", PreflightReport(9, (*fonts, *sizes)))])
    assert "  page 4: error: the fonts A, B (2 places) [fonts]\n" in text
    assert "  pages 2–3, 5: error: type of 2.0 to 5.0 pt [type]\n" in text
    assert [one.message for one in report_to_findings(PreflightReport(9, tuple(sizes[:1])), "a.pdf")] == [
        "a.pdf, page 3: type of 3 pt"
    ]


def test_builds_tell_the_same_of_several_files_once() -> None:
    found = CheckResult(CheckName.TYPE, "type of 4 pt", severity=Severity.WARNING, page=2)
    reports = [(PreflightReport(2, (found,)), f"{name}.pdf") for name in ("volume", *"abcdefg")]
    assert [one.message for one in reports_to_findings(reports[:2])] == [
        "volume.pdf, page 2; a.pdf, page 2: type of 4 pt"
    ]
    (told,) = reports_to_findings(reports)
    assert told.message.endswith("e.pdf, page 2; and 2 more: type of 4 pt")


def test_no_place_of_an_error_is_left_out() -> None:
    found = [CheckResult(CheckName.TYPE, "type of 4 pt", page=page) for page in range(1, 60, 2)]
    reports = [(PreflightReport(60, tuple(found)), f"{name}.pdf") for name in "abcdefgh"]
    (told,) = reports_to_findings(reports)
    assert "a.pdf, pages 1, 3, 5" in told.message and told.message.endswith("57, 59: type of 4 pt")
    assert told.message.count("h.pdf") == 1 and "more" not in told.message
    milder = [replace(one, severity=Severity.WARNING) for one in found]
    assert (
        "21, 23, and 18 more: type" in reports_to_findings([(PreflightReport(60, tuple(milder)), "a.pdf")])[0].message
    )


def test_the_page_of_findings_says_how_many_places_it_marks() -> None:
    box = (0.0, 0.0, 9.0, 9.0)
    found = CheckResult(CheckName.TYPE, "type of 4 pt").with_places(1, [box] * 72)
    html = write_html_report([(CheckedFile(Path("a.pdf"), "Offset", PreflightReport(1, (found,))), {})], [])
    assert "type of 4 pt (72 places), 50 of them marked" in html and "<p>1 page, checked against" in html


def test_no_word_of_a_file_becomes_markup(tmp_path: Path) -> None:
    path = tmp_path / "<b>&.pdf"
    path.write_bytes(b"no PDF")
    html = run_octavo(tmp_path, "preflight", path.name, "--format", "html").stdout
    assert "<b>&.pdf" not in html and "&lt;b&gt;&amp;.pdf" in html
    ElementTree.fromstring(run_octavo(tmp_path, "preflight", path.name, "--format", "junit").stdout)


PRESS = "\npress:\n  profile: digital\n  accept: [type]\n"


def test_press_files_and_the_cover_land_beside_those_for_the_screen(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    assert run_octavo(tmp_path, "new", "tides").returncode == 0
    path = tmp_path / "reports" / "tides" / "workshop.yaml"
    assert "\npress:" not in path.read_text()
    path.write_text(path.read_text() + PRESS)
    done = run_octavo(tmp_path, "build", "-q", "--for", "press")
    assert done.returncode == 0, done.stderr
    built = tmp_path / "build" / "tides"
    assert sorted(file.name for file in (built / "press").iterdir()) == ["cover.pdf", "report.pdf", "summary.pdf"]
    entries = json.loads((built / "manifest.json").read_text())["products"]
    assert {entry["product"] for entry in entries} >= {"summary", "press/summary", "cover", "press/cover"}
    with pikepdf.open(built / "press" / "summary.pdf") as pdf:
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFX" and len(pdf.pages) % 2 == 0
    # Made again of the same, nothing is; for another printer, his files and the cover alone are.
    assert run_octavo(tmp_path, "build", "--for", "press").stderr.count("unchanged") == 6
    other = run_octavo(tmp_path, "build", "--for", "press", "--printer", "sheetfed-offset")
    assert other.stderr.count("unchanged") == 2 and other.returncode == 0
    assert re.search(r"advice: press/summary\.pdf: \d blank page", other.stderr)


def test_a_printer_without_press_files_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    assert run_octavo(tmp_path, "new", "tides").returncode == 0
    done = run_octavo(tmp_path, "build", "tides", "--printer", "digital")
    assert done.returncode == 2 and "--for press" in done.stderr


@pytest.mark.parametrize("named", ["option", "workshop"])
def test_a_profile_for_screens_is_no_printer_and_the_rest_is_built(tmp_path: Path, named: str) -> None:
    (tmp_path / "reports").mkdir()
    assert run_octavo(tmp_path, "new", "tides").returncode == 0
    path = tmp_path / "reports" / "tides" / "workshop.yaml"
    if named == "workshop":
        path.write_text(path.read_text() + "\npress:\n  profile: screen\n")
    words = ("--printer", "screen") if named == "option" else ()
    done = run_octavo(tmp_path, "build", "--product", "summary", "--for", "press", *words)
    assert done.returncode == 1 and "the profile 'screen' is for screens" in done.stderr
    assert [file.name for file in (tmp_path / "build" / "tides").rglob("*.pdf")] == ["summary.pdf"]
    assert run_octavo(tmp_path, "check").returncode == (named == "workshop")


def test_a_printer_whose_profile_of_colours_is_missing_is_4_and_the_rest_is_built(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "ours.yaml").write_text("label: Ours\nicc: nowhere.icc\n")
    assert run_octavo(tmp_path, "new", "tides").returncode == 0
    done = run_octavo(tmp_path, "build", "--product", "summary", "--for", "press", "--printer", "ours")
    assert done.returncode == 4 and "nowhere.icc is not on this machine" in done.stderr
    built = {file.relative_to(tmp_path / "build" / "tides").as_posix() for file in (tmp_path / "build").rglob("*.pdf")}
    assert built == {"summary.pdf"}


@pytest.mark.parametrize("form", ["text", "json", "junit", "html", "github"])
def test_no_name_of_a_file_commands_the_log_of_a_build_server(tmp_path: Path, form: str) -> None:
    names = ["::stop-commands::x.pdf", "a\n::stop-commands::x.pdf", "##[error]x.pdf", "section_start:1:x.pdf"]
    for name in names:
        (tmp_path / name).write_bytes(good())
    told = run_octavo(tmp_path, "preflight", "--format", form, "--", *names).stdout
    lines = told.split("\n")
    own = [line for line in lines if re.match(r"::(error|warning|notice) [^\n]*::", line)] if form == "github" else []
    assert len(own) > 3 or form != "github"
    assert not [line for line in lines if line.lstrip().startswith("::") and line not in own]
    assert "##[" not in told and "section_start:" not in told
    if form == "json":
        assert [one["file"] for one in json.loads(told)] == names
    mistyped = run_octavo(tmp_path, "preflight", "a\n::stop-commands::y\x1b.pdf").stderr
    assert "does not exist" in mistyped and "\x1b" not in mistyped and "\n::" not in mistyped
