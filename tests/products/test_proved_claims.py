"""A claim that the finished document does not keep is withdrawn, and the source of the fault is named."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from octavo.findings.finding import Place, Severity
from octavo.model.printer_profile import CheckName
from octavo.pdf.metadata.document_info import read_document_info
from octavo.preflight.records.check_results import UNEMBEDDED_FONTS, CheckResult, PreflightReport
from octavo.products import figure_judgement, proved_claims
from octavo.products.product_builder import FinishedDocument
from small_volume import product, product_alone, workshop, written

SHORE = """\
Where the Land Ends
===================

The shore is short.

.. figure:: shade.pdf
   :alt: A shade

   A shade.
"""


def shade() -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 100))
        colours = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]), N=1)
        shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 99, 0]), Function=colours)
        pdf.pages[0].obj.Resources = Dictionary(Shading=Dictionary(S=shading))
        pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, b"/S sh")
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def standards(pdf: bytes) -> tuple[str, ...]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return read_document_info(opened).standards


def test_of_the_fonts_of_a_paper_only_what_was_told_before_is_left_out() -> None:
    unembedded = CheckResult(CheckName.FONTS, "A is not embedded", "", Severity.WARNING, 1, several=UNEMBEDDED_FONTS)
    unmapped = CheckResult(
        CheckName.FONTS, "A defines no characters", "", Severity.WARNING, 1, several="{} define none"
    )
    report = PreflightReport(1, (unembedded, unmapped))
    places = ((1, Place(Path("workshop.yaml"))),)
    paper = FinishedDocument("volume.pdf", b"", 1, places=places, papers={1: "papers/2.pdf"})
    assert proved_claims.settle_results(report, paper).found == (unmapped,)
    own = FinishedDocument("volume.pdf", b"", 1, places=places)
    assert proved_claims.settle_results(report, own).found == (unembedded, unmapped)


def test_a_page_that_was_not_read_to_its_end_proves_nothing_and_stops_nothing() -> None:
    unread = CheckResult(CheckName.FILE, "was not checked completely", page=2, unproved=True)
    document = FinishedDocument("volume.pdf", b"", 2, places=((1, Place(Path("a.rst"))), (2, Place(Path("b.rst")))))
    report = PreflightReport(2, (unread,))
    lost = list(proved_claims.report_withdrawn_claims(document, report))
    assert [one.documents for one in lost] == [
        "volume.pdf, page 2",
        "volume.pdf, page 2",
    ]
    assert {one.place for one in lost} == {Place(Path("b.rst"))}
    assert not proved_claims.is_stopping(unread, document)
    assert [one.severity for one in proved_claims.settle_results(report, document).found] == [Severity.WARNING]


def one_chapter(folder: Path) -> Path:
    content = workshop(index_terms=[])
    content["chapters"] = content["chapters"][2:]
    return written(folder, content, {"shore.rst": SHORE, "shade.pdf": shade()})


def test_a_figure_that_cannot_be_judged_takes_the_claim_away_and_is_named_at_its_line(tmp_path: Path) -> None:
    made = product(one_chapter(tmp_path), tmp_path, "offprints")
    (found,) = [one for one in made.findings if one.severity is not Severity.ADVICE]
    assert found.code == "figure-not-archival" and "'shade.pdf'" in found.message and "gradients" in found.message
    assert found.place is not None and (found.place.file.name, found.place.line) == ("shore.rst", 6)
    assert standards(made.pdf) == ("PDF/UA-1",)


def test_what_only_the_finished_document_shows_takes_its_claim_away_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure_judgement, "judge_figure", lambda _: ())
    source = one_chapter(tmp_path)
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "screen.yaml").write_text("label: Ours\nstandard: screen\ngravity: {archive: off}\n")
    made = product_alone(source, tmp_path, "offprints")
    (found,) = [one for one in made.findings if one.severity is not Severity.ADVICE]
    assert found.code == "claims-lost" and found.message.startswith(
        "offprints/shore.pdf: the claim to PDF/A is withdrawn"
    )
    assert found.severity is Severity.WARNING and found.place is not None and found.place.file.name == "shore.rst"
    assert standards(made.pdf) == ("PDF/UA-1",)


def test_the_pdfs_in_a_package_claim_only_what_was_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_judgement, "judge_figure", lambda _: ())
    made = product_alone(one_chapter(tmp_path), tmp_path, "manuscript")
    with ZipFile(BytesIO(made.pdf)) as packed:
        (name,) = [name for name in packed.namelist() if "chapters/" in name and name.endswith(".pdf")]
        assert standards(packed.read(name)) == ("PDF/UA-1",)
    assert [one.message for one in made.findings if one.code == "claims-lost"]
