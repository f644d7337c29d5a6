"""A part is set from its job alone, and what the engine would pass over in silence is found."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from octavo.findings.finding import Finding, Severity
from octavo.typesetting.readability import UNREADABLE_TEXT
from octavo.typesetting.typeset_job import Style
from octavo.typesetting.typesetter import typeset
from typeset_parts import DIVERSE, PHRASE, codes, job, part, png


def words(data: bytes, page: int = 0) -> str:
    with pdfplumber.open(BytesIO(data)) as pdf:
        return str(pdf.pages[page].extract_text())


def findings(body: str, css: str = "", **assets: bytes) -> tuple[Finding, ...]:
    return typeset(job(body, css, **assets)).findings


def test_a_part_tells_its_pages_and_where_its_ids_first_stand() -> None:
    made = part('<h1 id="one">One</h1><h1 id="two" style="break-before: page">Two</h1>')
    assert made.pages == 2 and made.anchors == {"one": 0, "two": 1}
    assert [words(made.pdf, page) for page in (0, 1)] == ["One", "Two"]


def test_a_registered_asset_is_shown() -> None:
    with pikepdf.open(BytesIO(part('<img src="asset:photo" alt="Navy">', photo=png()).pdf)) as pdf:
        assert [int(image.Width) for image in pdf.pages[0].get_images().values()] == [4]


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "https://example.org/a.png", "data:image/png;base64,AA", "a.png", "asset:b"]
)
def test_nothing_but_a_registered_asset_is_read(address: str) -> None:
    (finding,) = (each for each in findings(f'<img src="{address}" alt="x">') if each.code == "typesetter")
    assert finding.severity is Severity.ERROR and address in finding.message


def test_style_sheets_and_faces_of_others_are_not_read(tmp_path: Path) -> None:
    sheet = tmp_path / "a.css"
    sheet.write_text("p { color: red }")
    assert "typesetter" in codes("<p>Words", f"@import '{sheet.as_uri()}';")
    assert "typesetter-warning" in codes("<p>Words", "@font-face { font-family: Host; src: url(file:///usr/x.ttf) }")


def test_css_that_is_not_understood_is_a_warning() -> None:
    (finding,) = findings("<p>Words", "p { wibble: 3 }")
    assert finding.severity is Severity.WARNING and "wibble" in finding.message


def test_a_link_to_nowhere_inside_the_part_is_an_error() -> None:
    (finding,) = findings('<p><a href="#nowhere">x</a>')
    assert finding.severity is Severity.ERROR and "nowhere" in finding.message


@pytest.mark.parametrize(
    ("body", "edge"),
    [
        ("<p style='margin-left: 40mm; white-space: nowrap'>" + PHRASE, "the edge of the page"),
        ("<p>" + "Wordwithoutend" * 3, "the edge of its box"),
        ("<table style='width: 40mm; table-layout: fixed'><tr><td>Internationalization<td>", "the edge of its box"),
        ("<div style='display: inline-block'>" + "Line<br>" * 22, "the bottom of the type area"),
        ("<p style='position: absolute; top: -30mm'>Above", "the edge of the page"),
    ],
)  # fmt: skip
def test_words_that_run_out_are_found(body: str, edge: str) -> None:
    found = [finding for finding in findings(body) if edge in finding.message]
    assert found and found[0].code == "overflow" and "on page 1" in found[0].message


def test_the_same_words_that_run_out_on_every_page_are_told_once() -> None:
    css = "@page { @bottom-left { content: 'MARKING'; font-family: Serif; margin-left: -30mm; width: 20mm } }"
    found = findings("<p style='break-after: page'>Words</p>" * 3 + "<p>Words", css)
    assert [finding.message for finding in found] == [
        "“MARKING” runs past the edge of the page on page 1, and in 3 more places"
    ]


def test_hanging_and_placed_words_are_no_overflow() -> None:
    body = (
        "<p style='padding-left: 5mm; text-indent: -5mm'>"
        + PHRASE
        + "<div style='position: absolute; left: -10mm'>side"
    )
    assert codes(body) == []


def test_justified_and_right_to_left_words_stay_in_their_boxes() -> None:
    css = "p { text-align: justify; hyphens: auto; letter-spacing: .1pt }"
    assert codes(f"<p>{PHRASE * 9}<p dir=rtl style='direction: rtl'>{PHRASE * 3}", css) == []


def test_a_number_above_its_label_is_no_short_line() -> None:
    css = 'p { width: 80mm } strong { font-size: 31pt } strong::after { content: "\\A"; white-space: pre }'
    assert "short-line" not in codes("<p><strong>2</strong> people from 2 countries</p>", css)


def test_a_page_of_impossible_size_is_found() -> None:
    assert "page-size" in codes("<p>Words", "@page { size: 5mm 900mm; margin: 1mm }")


def test_words_that_the_engine_drops_are_found() -> None:
    column = "height: 40mm; display: flex; flex-direction: column"
    found = findings(f"<div style='{column}'>" + "".join(f"<p>Line {number}</p>" for number in range(60)) + "</div>")
    assert {finding.code for finding in found} == {"lost-words"} and len(found) == 10
    (finding,) = findings(f"<div style='{column}; height: 90mm'><p>A</p><div><p>{PHRASE * 30}</p></div><p>B</p></div>")
    assert finding.code == "lost-words" and finding.message.endswith("is printed only in part")


def test_hidden_turned_running_and_drawn_words_are_not_lost() -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5' role=img aria-label=A><text>t</text></svg>"
    turned = "<div style='position: absolute; transform: rotate(90deg)'>Turned</div>"
    body = f"<p style='position: running(x)'>Run</p><p style='display: none'>Hidden <b>x</b></p><p>Shown</p>{drawing}"
    css = "@page { @top-center { content: element(x) } }"
    assert "lost-words" not in codes(
        body + turned + "<p>Strau\u00adße" + "<table><thead><tr><th>A<tbody><tr><td>1", css
    )


def test_a_note_without_a_page_is_found() -> None:
    (finding,) = findings("<p>Words<span class=footnote id=a style='display: none'>hidden note</span>")
    assert finding.code == "lost-footnote" and "hidden note" in finding.message


def test_the_collector_runs_again_afterwards_and_no_folder_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    part("<p>Words")
    assert gc.isenabled() and not list(tmp_path.iterdir())


SCRIPT = """
import hashlib, sys
sys.path[:0] = eval(sys.argv[1])
from octavo.typesetting.typesetter import typeset
from typeset_parts import DIVERSE, job, png
print(hashlib.sha256(typeset(job(*DIVERSE, photo=png())).pdf).hexdigest())
"""


def test_the_same_job_gives_the_same_bytes_in_any_surroundings(tmp_path: Path) -> None:
    here = hashlib.sha256(part(*DIVERSE, photo=png()).pdf).hexdigest()
    host_fonts = tmp_path / "host.conf"
    host_fonts.write_text("<fontconfig><dir>/usr/share/fonts</dir></fontconfig>")
    paths = repr([str(Path(path).resolve()) for path in sys.path if path])
    surroundings = {
        "PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "LANG": "ar_EG.UTF-8", "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "ja",
        "HOME": str(tmp_path), "FONTCONFIG_FILE": str(host_fonts), "FC_LANG": "zh", "SOURCE_DATE_EPOCH": "77777777",
        "TMPDIR": str(tmp_path), "PATH": os.environ["PATH"],
    }  # fmt: skip
    command = [sys.executable, "-c", SCRIPT, paths]
    told = subprocess.run(command, env=surroundings, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert told.stdout.split() == [here]


def test_a_full_disk_is_no_fault_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("octavo.typesetting.typesetter._render_document", full)
    with pytest.raises(OSError, match="No space left"):
        typeset(job("<p>Words"))


SENTENCE = "<h1>Gauges</h1>" + "<p>The tide rises and falls twice a day, and <em>nobody</em> reads the tables.</p>" * 4
UNREADABLE = (
    "* { display: none }", "* { visibility: hidden }", "* { opacity: 0.01 }", "* { color: transparent }",
    "p { color: #fff }", "p { font-size: 1px }", "p { line-height: 0 }", "p { line-height: 0.2 }",
    "p { letter-spacing: -1em }", "p { transform: scale(0) }", "p { position: absolute; top: 0 }", "p { height: 0 }",
)  # fmt: skip
READABLE = (
    "p { color: navy }", "body { background: #000; color: #fff }", "h1 { display: none }", "p { line-height: 0.9 }",
    "p { background: linear-gradient(#000, #000); color: #fff }", "p { transform: rotate(90deg) }",
    "* { color: #fff } body::before { content: ''; position: absolute; width: 9cm; height: 9cm; background: #123 }",
)  # fmt: skip


@pytest.mark.parametrize("own", [*UNREADABLE, *READABLE])
def test_a_style_of_ones_own_that_makes_most_words_unreadable_is_told(own: str) -> None:
    plain = job(SENTENCE)
    part = typeset(replace(plain, styles=(*plain.styles, Style("mine.css", own, is_own=True))))
    told = [found for found in part.findings if found.code == UNREADABLE_TEXT]
    assert [found.subject for found in told] == (["styles/mine.css"] if own in UNREADABLE else [])
