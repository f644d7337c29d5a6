"""Ids that are made from names name people: of those who may not be named, no file of any product shows one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from octavo.cli.main import run_command

WORKSHOP = """\
schema_version: 1
id: tides
event: {type: workshop, title: Reading the Tides, start: 2026-03-30, end: 2026-03-31}
people:
  - {given: Ana, family: Quillfeather, affiliation: Snowdrop Office, country: NO}
  - {given: Bo, family: Quillfeather, country: DK}
  - {given: Иван, family: Перьев, country: BG}
  - {given: Kari, family: Openly, country: NO, consent: {attribution: true}}
organizations: [{name: Harbour Authority, short: HA}]
directors: [{person: Ana Quillfeather}, {person: Kari Openly}]
participants: [{person: "Quillfeather, Bo"}, {person: Ana Quillfeather}, {person: Перьев}, {person: K. Openly}]
committee: [{person: Bo Quillfeather}]
sponsors: [{org: HA}]
programme:
  days:
    - sessions:
        - {title: Opening, chair: A. Quillfeather, talks: [{title: On gauges, speakers: [Bo Quillfeather, Перьев]}]}
    - sessions: [{title: Closing, chair: Kari Openly}]
working_groups: [{title: Gauges, chair: Bo Quillfeather, rapporteur: Ana Quillfeather, findings: [They rust.]}]
summary: {executive: It met., findings: [Tides come.]}
recommendations: [{text: Read them., addressees: [HA]}]
declaration: {text: True and fair., signatories: [Ana Quillfeather]}
policy: {attribution: chatham-house, disclaimer: Views.}
report: {date: 2026-05-01}
deposit: {depositor: The Office, email: office@example.org, chapter_urls: "https://example.org/{id}"}
volume: {title: Tides, editors: [Ana Quillfeather], publisher: {name: Press}, year: 2026, doi: 10.5555/t}
chapters:
  - title: Of gauges
    authors: [Ana Quillfeather, Kari Openly]
    corresponding: Ana Quillfeather
    source: gauges.rst
    doi: 10.5555/t.1
"""
PRODUCTS = ("summary", "report", "follow-up", "volume", "offprints", "cover", "docx", "manuscript", "abstracts")
SECRETS = ("quillfeather", "snowdrop", "person-")
"""Names, and what an id of a name in other letters begins with."""


def build_tides(folder: Path) -> list[Path]:
    """Build and export the workshop; return all files."""
    inside = folder / "reports" / "tides"
    inside.mkdir(parents=True)
    (inside / "workshop.yaml").write_text(WORKSHOP, "utf-8")
    (inside / "gauges.rst").write_text("Of gauges\n=========\n\nThey rust in the rain.\n", "utf-8")
    asked = [word for product in PRODUCTS for word in ("--product", product)]
    assert run_command(["build", "tides", "--for", "press", *asked]) == 0
    assert run_command(["export", "all", "tides"]) == 0
    return [path for path in (folder / "build").rglob("*") if path.is_file()]


def walk_contents(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of a file, of the members of an archive, and of the streams and strings of a PDF."""
    yield name, name.encode()
    yield name, data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield from walk_contents(f"{name}/{member}", packed.read(member))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, item in enumerate(pdf.objects):
                yield from (((f"{name}#{number}"), piece) for piece in read_object(item))
        with pypdfium2.PdfDocument(data) as document:
            for page in document:
                yield f"{name}, page", page.get_textpage().get_text_range().encode()


def read_object(item: pikepdf.Object) -> Iterator[bytes]:
    if isinstance(item, pikepdf.Stream):
        try:
            yield item.read_bytes()
        except pikepdf.PdfError:
            yield item.read_raw_bytes()
    if isinstance(item, pikepdf.String):
        yield str(item).encode()
    elif isinstance(item, pikepdf.Array):
        for one in item:
            if not getattr(one, "is_indirect", False) and isinstance(one, pikepdf.Object):
                yield from read_object(one)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in item.items():
            yield key.encode()
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from read_object(value)


@pytest.mark.slow
def test_no_file_of_any_product_shows_an_id_made_from_a_protected_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = build_tides(tmp_path)
    said = capsys.readouterr().err
    assert "error" not in said, said
    kinds = {path.suffix for path in made}
    assert {".pdf", ".docx", ".zip", ".ics", ".xml", ".json"} <= kinds
    shown, allowed = set(), set()
    for path in made:
        for where, data in walk_contents(path.relative_to(tmp_path).as_posix(), path.read_bytes()):
            for words in (data.decode("utf-8", "ignore"), data.decode("utf-16-be", "ignore")):
                folded = words.casefold()
                shown |= {(where, secret) for secret in (*SECRETS, "перьев") if secret in folded}
                allowed |= {where} if "openly" in folded else set()
    assert shown == set()
    assert any(where.endswith("#0") or "#" in where for where in allowed), "those who agreed are seen, so all is read"
