"""What others' programs say of our PDFs: qpdf, Ghostscript, and Apache PDFBox, which knows PDF/A-1b."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Name, Stream

from checkout import ROOT
from pdf_changes import painted
from pdf_ua_documents import Change, changed, document, first_part

JARS = [
    Path(f"/usr/share/java/{name}.jar")
    for name in ("preflight", "xmpbox", "pdfbox2", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")
]
pdfbox = pytest.mark.skipif(
    not shutil.which("java") or not all(jar.exists() for jar in JARS),
    reason="PDFBox Preflight is not installed: libpdfbox2-java and what it needs (scripts/setup.sh)",
)


def needs(program: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed: {package}")


def run(*command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=300, check=False, **more)


def judged(path: Path, pdf: bytes) -> list[str]:
    """Have PDFBox judge a file, and give the clauses that it finds broken."""
    path.write_bytes(pdf)
    said = run("java", "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b", path)
    if "is a valid PDF/A-1b file" in said.stdout:
        assert said.returncode == 0
        return []
    assert "is not a valid PDF/A-1b file" in said.stdout, said.stderr
    return [line.partition(" :")[0] for line in said.stdout.splitlines()[1:] if line.strip()]


def saved(change: Change, pdf: bytes, path: Path) -> bytes:
    with changed(change, pdf) as opened:
        opened.save(path, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
    return path.read_bytes()


@pdfbox
@pytest.mark.slow
def test_pdfbox_takes_our_metadata_fonts_and_colours_for_pdf_a_1b(tmp_path: Path) -> None:
    assert judged(tmp_path / "good.pdf", first_part(document())) == []


@pdfbox
@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (painted(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC"), "2.4.2"),
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "2.4.3"),
        (lambda pdf: pdf.trailer.Info.__setitem__("/Title", pikepdf.String("Other")), "7.2"),
        (lambda pdf: drop(pdf, "/FontFile2"), "3.1.3"),
    ],
)
def test_pdfbox_sees_what_is_taken_away(tmp_path: Path, change: Change, clause: str) -> None:
    broken = saved(change, first_part(document()), tmp_path / "changed.pdf")
    assert clause in judged(tmp_path / "broken.pdf", broken)


def drop(pdf: pikepdf.Pdf, key: str) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and key in item:
            del item[key]


@needs("qpdf", "qpdf")
def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    (tmp_path / "made.pdf").write_bytes(document())
    said = run("qpdf", "--check", tmp_path / "made.pdf")
    assert said.returncode == 0, said.stdout + said.stderr


@needs("gs", "ghostscript")
def test_ghostscript_draws_each_page_without_a_word(tmp_path: Path) -> None:
    command = ("gs", "-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-sDEVICE=nullpage")
    (tmp_path / "made.pdf").write_bytes(document())
    said = run(*command, tmp_path / "made.pdf")
    assert (said.returncode, said.stdout + said.stderr) == (0, "")
    (tmp_path / "broken.pdf").write_bytes(saved(painted(b"/Nowhere Do"), document(), tmp_path / "changed.pdf"))
    said = run(*command, tmp_path / "broken.pdf")
    assert said.stdout + said.stderr != ""


@needs("qpdf", "qpdf")
@needs("gs", "ghostscript")
@pytest.mark.slow
def test_all_of_it_in_one_command_tells_a_good_file_from_a_bad_one(tmp_path: Path) -> None:
    script = ROOT / "scripts" / "conformance.sh"
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(document())
    said = run(script, good)
    assert said.returncode == 0 and "No faults" in said.stdout, said.stdout + said.stderr
    bad.write_bytes(saved(painted(b"/Nowhere Do"), document(), tmp_path / "changed.pdf"))
    said = run(script, good, bad)
    assert said.returncode == 1 and "bad.pdf: Ghostscript complains" in said.stdout and "good.pdf:" not in said.stdout


def test_what_lets_something_show_through_is_not_made_part_1(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        image = pdf.make_indirect(Stream(pdf, b"\0", Type=Name.XObject, Subtype=Name.Image))
        image.SMask = pdf.make_indirect(Stream(pdf, b"\0", Type=Name.XObject, Subtype=Name.Image))
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(Veil=image)

    with changed(change) as opened:
        opened.save(tmp_path / "veiled.pdf")
    (tmp_path / "plain.pdf").write_bytes(document())
    script = ROOT / "scripts" / "first_part.py"
    command = (sys.executable, script, "--output", tmp_path, *tmp_path.glob("*.pdf"))
    assert [Path(line).name for line in run(*command).stdout.split()] == [f"{tmp_path.name}-plain.pdf"]
