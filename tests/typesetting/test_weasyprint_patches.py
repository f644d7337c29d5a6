"""What WeasyPrint 70.0 loses is lost without our corrections and kept with them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from checkout import ROOT
from octavo.building.build_workshops import build
from octavo.building.outcomes import BuildRequest, OutcomeState
from octavo.project import library_versions
from octavo.typesetting import shipped_fonts, weasyprint_adapter, weasyprint_patches
from octavo.typesetting.typeset_job import TypesetPart
from octavo.typesetting.typesetter import typeset
from typeset_parts import codes, job

INSTALLED = library_versions.installed_libraries()
LOST = (Path(__file__).parent / "lost-note.html").read_text()
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

    monkeypatch.setattr(weasyprint_patches, "patched_layout", nothing)


def is_known() -> bool:
    with shipped_fonts.isolated_fonts():
        return weasyprint_adapter.is_known_version()


def pango() -> int:
    with shipped_fonts.isolated_fonts():
        return int(weasyprint_adapter.import_weasyprint().text.ffi.pango.pango_version())


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
    with shipped_fonts.isolated_fonts():
        module = weasyprint_adapter.import_weasyprint()
    before = module.pdf.Stream, module.pdf.add_tags, module.draw.text.draw_first_line
    typeset(job("<p>Words"))
    assert (module.pdf.Stream, module.pdf.add_tags, module.draw.text.draw_first_line) == before


def test_of_another_version_only_the_public_side_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint_adapter, "KNOWN_VERSION", "0")
    made = typeset(job("<h1>Words</h1>"))
    assert made.pages == 1 and made.findings == ()


# What the public side of WeasyPrint alone still gets wrong: a part, and what tells that the fault is there. Where one
# is gone with a newer version, its correction is needed no longer.


def _smoothed(made: TypesetPart) -> bool:
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        return any(isinstance(one, pikepdf.Stream) and one.get("/Interpolate") is True for one in pdf.objects)


def _paragraphs(made: TypesetPart) -> int:
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        return sum(isinstance(one, pikepdf.Dictionary) and one.get("/S") == pikepdf.Name.P for one in pdf.objects)


def _words(made: TypesetPart) -> str:
    document = pypdfium2.PdfDocument(made.pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


PIXEL = BytesIO()
Image.new("L", (1, 1)).save(PIXEL, "PNG")
STILL_WRONG: dict[str, tuple[tuple[str, str], Callable[[TypesetPart], bool]]] = {
    "the notes of a line are lost": ((LOST, NOTES_PAGE), lambda made: "n3" not in made.anchors),
    "no-break spaces name the spaces between words": (
        ("<p>one&nbsp;two three four</p>", ""),
        lambda made: "\xa0three" in _words(made),
    ),
    "images ask to be smoothed": (('<img src="asset:a.png" alt="">', "img { width: 20mm }"), _smoothed),
    "a paragraph over two pages is two elements": (
        (f"<p>{'Words upon words. ' * 300}</p>", ""),
        lambda made: _paragraphs(made) > 1,
    ),
}


@pytest.mark.parametrize("fault", STILL_WRONG)
def test_each_correction_is_needed_still_and_mends_what_it_is_for(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (body, css), is_wrong = STILL_WRONG[fault]
    part = job(body, css, **{"a.png": PIXEL.getvalue()})
    assert not is_wrong(typeset(part)), f"corrected no more: {fault}"
    monkeypatch.setattr(weasyprint_adapter, "KNOWN_VERSION", "0")
    assert is_wrong(typeset(part)), f"WeasyPrint does it right now; take the correction out: {fault}"


def test_the_versions_that_are_known_are_those_that_are_installed_with_us() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    capped = {one.split(">=")[0].replace("-", "_"): one.split(">=")[1].split(",<") for one in wanted if "<" in one}
    assert capped == {name: list(bounds) for name, bounds in library_versions.PATCHED_LIBRARIES.items()}
    assert (
        library_versions.find_unknown_versions() == ()
        and library_versions.PATCHED_LIBRARIES["weasyprint"][0] == weasyprint_adapter.KNOWN_VERSION
    )


@pytest.mark.parametrize(
    ("version", "is_known"), [("70.0", True), ("69.9", False), ("70.1", False), ("71.0rc1", False)]
)
def test_another_version_is_named_with_what_is_wanted_and_the_line_that_mends_it(
    version: str, is_known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_versions, "installed_libraries", lambda: {**dict(INSTALLED), "weasyprint": version})
    if is_known:
        assert library_versions.find_unknown_versions() == ()
        return
    source = tmp_path / "reports" / "any" / "workshop.yaml"
    source.parent.mkdir(parents=True)
    source.write_text("schema_version: 1\n")
    outcomes = build([source], BuildRequest(("summary",)))
    assert [outcome.state for outcome in outcomes] == [OutcomeState.LACKING]
    (found,) = outcomes[0].findings
    assert f"weasyprint {version}" in found.message and "weasyprint>=70.0,<70.1" in found.message
    assert found.hint == "python -m pip install 'weasyprint>=70.0,<70.1'"


def test_importing_the_engine_starts_no_other_program() -> None:
    script = """
import sys
def forbid(event, args):
    assert not event.startswith(("subprocess", "os.posix_spawn", "os.exec", "os.fork")), event
sys.addaudithook(forbid)
from octavo.typesetting import shipped_fonts, weasyprint_adapter
with shipped_fonts.isolated_fonts():
    weasyprint_adapter.import_weasyprint()
"""
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere the libraries are searched for")
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)
