"""What WeasyPrint 70.0 loses is lost without our corrections and kept with them."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from octavo import corrections, engine, fonts
from octavo.typeset import typeset
from parts import codes, job

LOST = (Path(__file__).parent / "engine" / "lost-note.html").read_text()
NOTES_PAGE = "@page { size: 80mm 60mm; margin: 5mm } body { font: 8pt/10pt Serif; orphans: 2; widows: 2 }"

# Between these widths lies one that holds all words before the emphasis, but not the space after them.
WIDTHS = [55 + step / 4 for step in range(40)]
HANGING = "".join(
    f'<p style="width: {width}mm">Words that fill a line but for the space <em>after</em> them.</p>' for width in WIDTHS
)


@pytest.fixture
def uncorrected(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_weasyprint: Any, _margins: bool) -> nullcontext[None]:
        return nullcontext()

    monkeypatch.setattr(corrections, "laying_out", nothing)


def is_known() -> bool:
    with fonts.confined():
        return engine.is_known()


def pango() -> int:
    with fonts.confined():
        return int(engine.weasyprint().text.ffi.pango.pango_version())


@pytest.mark.usefixtures("uncorrected")
def test_a_note_is_lost_without_the_correction_and_the_gate_says_so() -> None:
    if not is_known():
        pytest.skip("another version of WeasyPrint")
    (finding,) = typeset(job(LOST, NOTES_PAGE)).findings
    assert finding.code == "lost-footnote" and "Note 3, line 1" in finding.message and "no page" in finding.message


def test_every_note_is_printed_once_with_the_correction() -> None:
    made = typeset(job(LOST, NOTES_PAGE))
    assert made.findings == () and {"n1", "n2", "n3"} <= set(made.anchors)


@pytest.mark.usefixtures("uncorrected")
def test_a_line_of_one_word_stands_in_a_paragraph_without_the_correction() -> None:
    if not is_known() or pango() >= 15600:
        pytest.skip("another version of WeasyPrint or Pango")
    assert "short-line" in codes(HANGING)


def test_no_line_of_one_word_stands_in_a_paragraph_with_the_correction() -> None:
    assert codes(HANGING) == []


@pytest.mark.usefixtures("uncorrected")
def test_nothing_is_replaced_once_a_part_is_set() -> None:
    with fonts.confined():
        module = engine.weasyprint()
    before = module.pdf.Stream, module.pdf.add_tags, module.draw.text.draw_first_line
    typeset(job("<p>Words"))
    assert (module.pdf.Stream, module.pdf.add_tags, module.draw.text.draw_first_line) == before


def test_of_another_version_only_the_public_side_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "KNOWN", "0")
    made = typeset(job("<h1>Words</h1>"))
    assert made.pages == 1 and made.findings == ()


def test_importing_the_engine_starts_no_other_program() -> None:
    script = """
import sys
def forbid(event, args):
    assert not event.startswith(("subprocess", "os.posix_spawn", "os.exec", "os.fork")), event
sys.addaudithook(forbid)
from octavo import engine, fonts
with fonts.confined():
    engine.weasyprint()
"""
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere the libraries are searched for")
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)
