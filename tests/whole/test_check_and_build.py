"""A check finds what a build would report, at the same line, and no detail of one chapter costs the book."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from octavo.building.product_pipeline import BuildResult, inspect_workshop
from octavo.findings.finding import Finding, MissingKind, Severity
from octavo.project.project_folders import Project
from small_volume import built, paper, texts, workshop, written

LAYOUT = {"overflow", "short-line", "fallback-face"}
"""Codes of findings that only a build can make."""


def changed(data: bytes, change: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def drawing(content: bytes, change: Any = lambda _: None) -> bytes:
    def draw(pdf: Pdf) -> None:
        pdf.pages[0].Contents, pdf.pages[0].Resources = Stream(pdf, content), Dictionary()
        change(pdf)

    return changed(paper(""), draw)


def smooth_mask(pdf: Pdf) -> None:
    mask = Stream(pdf, b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    mask.ColorSpace, mask.Interpolate = Name.DeviceGray, True
    image = Stream(pdf, b"\x80\x80\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    image.ColorSpace, image.SMask = Name.DeviceRGB, mask
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(I=image), Shading=Dictionary())


def without_glyph(pdf: Pdf) -> None:
    """Show a glyph that a font of procedures does not have."""
    box = Stream(pdf, b"1000 0 d0 0 0 800 800 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 1000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary({"/.notdef": box}),
        Encoding=Dictionary(Differences=Array([65, Name("/.notdef")])),
        FirstChar=65,
        LastChar=65,
        Widths=Array([1000]),
    )
    pdf.pages[0].Resources.Font.G = pdf.make_indirect(font)
    pdf.pages[0].contents_add(b"BT /G 12 Tf 72 600 Td (A) Tj ET")


def figure(name: str) -> str:
    return f"Some words stand here.\n\n.. figure:: {name}\n   :alt: A square\n\n   A square.\n"


FAULTS: dict[str, dict[str, str | bytes]] = {
    "a letter": {"x.rst": "Professor ბერიძე agreed.\n"},
    "a label given twice": {
        "x.rst": "See :ref:`same`.\n\n.. table:: One :label:`same`\n\n   ==  ==\n   1   2\n   ==  ==\n\n"
        ".. table:: Two :label:`same`\n\n   ==  ==\n   1   2\n   ==  ==\n"
    },
    "a label of nothing": {"x.rst": "See :ref:`nothing`, and later again :ref:`nothing`.\n\nAnd :ref:`nothing`.\n"},
    "a formula": {"x.rst": "It is :math:`\\notacommand`.\n"},
    "a missing picture": {"x.rst": figure("nowhere.png")},
    "a figure in a file of two words": {
        "x.rst": figure("two%20words.pdf"),
        "two words.pdf": drawing(b"10 10 80 80 re f"),
    },
    "a link that leads nowhere": {"x.rst": "See `the notes <notes.html>`__ there.\n"},
    "a directive": {"x.rst": "Words.\n\n.. raw:: html\n\n   <b>Words</b>\n"},
    "a list of references that is not last": {
        "x.rst": "One\n---\n\nWords [A2001]_.\n\nReferences\n----------\n\n.. [A2001] A. One. *Tides*. 2001.\n\n"
        "Appendix\n--------\n\nWords.\n"
    },
    "a figure with a smoothed mask": {
        "x.rst": figure("x.pdf"),
        "x.pdf": drawing(b"q 90 0 0 90 9 9 cm /I Do Q", smooth_mask),
    },
    "a figure in the first colour space": {"x.rst": figure("x.pdf"), "x.pdf": drawing(b"0.5 sc 10 10 80 80 re f")},
    "a figure that draws what is not there": {"x.rst": figure("x.pdf"), "x.pdf": drawing(b"/Nowhere Do")},
    "a finished PDF with a letter without a glyph": {
        "x.pdf": changed(paper("Where the Land Ends by Kari Hansen"), without_glyph)
    },
    "a finished PDF with a password": {"x.pdf": b"%PDF-1.7 and nothing of use"},
}


def content_of(sources: dict[str, str | bytes]) -> dict[str, Any]:
    content = workshop(index_terms=[])
    content["chapters"][2]["source"] = "x.rst" if "x.rst" in sources else "x.pdf"
    for chapter in content["chapters"]:
        chapter.pop("bibliography")
    del content["chapters"][1]
    return content


def told(findings: tuple[Finding, ...]) -> set[tuple[str, object, str]]:
    about = (one for one in findings if one.severity is not Severity.ADVICE and one.code not in LAYOUT)
    return {(one.message, one.place, one.severity) for one in about}


BuiltFaults = Callable[[str], tuple[BuildResult, tuple[Finding, ...]]]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> BuiltFaults:
    """Builds and checks a volume with one of the faults, each once."""
    return cache(lambda what: build_and_check(tmp_path_factory.mktemp("faulty"), FAULTS[what]))


def build_and_check(folder: Path, sources: dict[str, str | bytes]) -> tuple[BuildResult, tuple[Finding, ...]]:
    sources = {"gauges.rst": "The gauges are read.\n", **sources}
    made = built(folder, content_of(sources), sources)
    return made, inspect_workshop(written(folder, content_of(sources), sources), Project(folder), ("volume",))


@pytest.mark.parametrize("what", FAULTS)
def test_a_check_finds_what_a_build_reports_and_the_book_is_made(what: str, faulty: BuiltFaults) -> None:
    made, checked = faulty(what)
    assert made.documents and made.error is None
    assert told(made.findings) == told(checked)
    assert all(one.place for one in made.findings if one.severity is not Severity.ADVICE)
    if what.startswith(("a figure with", "a figure in", "a list of")):
        assert told(made.findings) == set()


def test_a_letter_without_a_glyph_in_a_finished_pdf_is_a_warning_by_its_name_and_page(faulty: BuiltFaults) -> None:
    made, _ = faulty("a finished PDF with a letter without a glyph")
    (found,) = [one for one in made.findings if ".notdef" in one.message]
    assert found.severity is Severity.WARNING and found.message.startswith("x.pdf, page 1: ")
    assert any("Where the Land Ends by Kari Hansen" in page for page in texts(made.pdf))


def test_the_second_of_two_equal_labels_is_told_at_its_line(faulty: BuiltFaults) -> None:
    _, checked = faulty("a label given twice")
    (found,) = [one for one in checked if one.code == "label-twice"]
    assert found.place is not None and (found.place.file.name, found.place.line) == ("x.rst", 9)


def test_a_link_that_no_reader_can_follow_is_printed_without_a_link(faulty: BuiltFaults) -> None:
    made, _ = faulty("a link that leads nowhere")
    assert "See the notes there." in " ".join(texts(made.pdf))
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        actions = [note.A for page in pdf.pages for note in page.get(Name.Annots, ()) if Name.A in note]
    assert not any("notes.html" in str(action.get(Name.URI, "")) for action in actions)


def test_references_that_are_not_last_stay_in_their_section(faulty: BuiltFaults) -> None:
    made, _ = faulty("a list of references that is not last")
    (page,) = [page for page in texts(made.pdf) if "Appendix" in page and "Tides" in page]
    assert page.count("References") == 1
    assert page.index("References") < page.index("A. One. Tides. 2001.") < page.index("Appendix")


def test_ids_of_chapters_and_headings_never_meet(tmp_path: Path) -> None:
    content = content_of({"x.rst": ""})
    content["chapters"][0]["id"], content["chapters"][1]["id"] = "a", "a-b"
    section = "{}\n{}\n\nWords, see {}_.\n\nLast\n{}\n\nWords.\n"
    sources: dict[str, str | bytes] = {
        "gauges.rst": section.format("B c", "===", "`B c`", "===="),
        "x.rst": section.format("C", "===", "C", "===="),
    }
    made = built(tmp_path, content, sources)
    assert made.documents and told(made.findings) == set()


def test_a_label_above_a_heading_leads_to_it(tmp_path: Path) -> None:
    text = "One\n===\n\nSee :ref:`it`.\n\n.. _it:\n\nTwo\n===\n\nWords.\n"
    made, checked = build_and_check(tmp_path, {"x.rst": text})
    assert told(checked) == set() and "See Two." in " ".join(texts(made.pdf))


def test_a_figure_that_fails_costs_that_figure(faulty: BuiltFaults) -> None:
    made, _ = faulty("a figure that draws what is not there")
    (found,) = [one for one in made.findings if one.severity is Severity.ERROR]
    assert found.missing is MissingKind.FIGURE and found.place is not None and found.place.file.name == "x.rst"
    assert any("Some words stand here." in page for page in texts(made.pdf))
