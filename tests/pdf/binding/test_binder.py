"""Parts bound into one PDF are one document: its pages, links, outline, tags and what it says of itself."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest

from bound_book import DATA, METADATA, book, leaves
from octavo.pdf.binding import part_merge
from octavo.pdf.binding.binder import BoundPdf, bind_parts
from octavo.pdf.binding.binding_plan import Leaf, Numbering
from octavo.pdf.metadata import xmp_writer
from octavo.pdf.metadata.document_metadata import Metadata
from octavo.typesetting.typeset_job import TypesetPart
from structure_tree import read_pages, read_tree
from typeset_parts import part


def opened(bound: BoundPdf) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(bound.pdf))


def labels(bound: BoundPdf) -> list[str]:
    document = pypdfium2.PdfDocument(bound.pdf)
    return [document.get_page_label(number) for number in range(len(document))]


def empty_part(name: str) -> TypesetPart:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = BytesIO()
        pdf.save(out)
        return TypesetPart(name, out.getvalue(), 1, {})


def test_pages_stand_in_order_and_a_recto_part_opens_on_the_right() -> None:
    bound = book()
    assert bound.findings == () and bound.pages == 3 + 1 + 3 + 1
    text = pypdfium2.PdfDocument(bound.pdf)
    opening = [text[number].get_textpage().get_text_range().split()[:1] for number in range(bound.pages)]
    assert opening[0] == ["Title"] and opening[3] == [] and opening[4] == ["One"] and opening[7] == ["Two"]


def test_an_inserted_page_is_bare_and_of_the_same_size() -> None:
    with opened(book()) as pdf:
        before, bare = pdf.pages[2], pdf.pages[3]
        assert list(bare.MediaBox) == list(before.MediaBox) and list(bare.TrimBox) == list(before.TrimBox)
        assert "/Contents" not in bare and bare.Tabs == "/S"


def test_prelims_are_numbered_in_roman_and_the_rest_from_one() -> None:
    assert labels(book()) == ["i", "ii", "iii", "iv", "1", "2", "3", "4"]


def test_numbering_goes_on_where_it_left_off() -> None:
    one, roman = Leaf(part("<p>x")), Leaf(part("<p>y"), Numbering.ROMAN)
    assert labels(bind_parts((one, roman, one, one, roman), METADATA)) == [
        "1",
        "2",
        "i",
        "ii",
        "3",
        "4",
        "5",
        "6",
        "iii",
    ]


def test_links_lead_across_parts() -> None:
    with opened(book()) as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        where = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        found = {}
        for number, page in enumerate(pdf.pages):
            for link in page.get("/Annots", pikepdf.Array()):
                assert "/A" not in link
                found[number, str(link.Contents)] = where[names[str(link.Dest)][0].objgen]
    assert found == {(2, "One"): 4, (2, "South"): 4, (4, "the title"): 0}


def test_a_link_to_nowhere_is_found() -> None:
    bound = bind_parts((Leaf(part('<h1>x</h1><p><a href="x-ref:gone">there</a></p>')),), METADATA)
    assert [(finding.code, "“gone”" in finding.message) for finding in bound.findings] == [("dead-link", True)]


def test_an_id_in_two_parts_is_found() -> None:
    twice = [Leaf(part('<p id="same">x', name=name)) for name in ("one", "two")]
    (finding,) = bind_parts(tuple(twice), METADATA).findings
    assert finding.code == "repeated-id" and "“same”" in finding.message and "two" in finding.message


def test_outlines_are_joined() -> None:
    with opened(book()) as pdf, pdf.open_outline() as outline:
        assert [(item.title, [kid.title for kid in item.children]) for item in outline.root] == [
            ("Title", []), ("Contents", []), ("One", ["South"]), ("Two", []),
        ]  # fmt: skip
        assert int(pdf.Root.Outlines.Count) == 5
        pages = [pdf.pages.index(pikepdf.Page(item.destination[0])) for item in outline.root]
        assert pages == [0, 2, 4, 7]


def test_the_tree_reads_through_all_parts() -> None:
    tree = read_tree(book().pdf)
    assert tree.role == "Document" and [head.text for head in tree.all("H1")] == ["Title", "Contents", "One", "Two"]
    notes = tree.all("Note")
    assert [note.text for note in notes] == ["1. Note one.", "1. Note two."] and len({note.id for note in notes}) == 2
    with opened(book()) as pdf:
        ids = pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree)
        assert {str(ids[note.id].ID) for note in notes} == {note.id for note in notes}
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == 7 + 3


def test_the_tree_is_that_of_the_parts() -> None:
    assert read_tree(book().pdf).text == "".join(read_tree(leaf.part.pdf).text for leaf in leaves())
    assert not [page.unmarked for page in read_pages(book().pdf) if page.unmarked]


def test_a_part_in_another_language_says_so() -> None:
    french = part("<p>Un mot</p><p lang='de'>Ein Wort</p>")
    data = replace(french, pdf=_in_language(french.pdf, "fr"))
    tree = read_tree(bind_parts((Leaf(part("<p>A word")), Leaf(data)), METADATA).pdf)
    assert [(each.text, each.lang) for each in tree.all("P")] == [("A word", ""), ("Un mot", "fr"), ("Ein Wort", "de")]


def _in_language(data: bytes, language: str) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        pdf.Root.Lang = pikepdf.String(language)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, 64, 65, 5000])
def test_big_trees_have_small_nodes(size: int) -> None:
    with pikepdf.new() as pdf:
        entries = [(number, pikepdf.String(str(number))) for number in range(size)]
        root = part_merge.build_tree(pdf, "/Nums", entries)  # type: ignore[arg-type]
        tree = pikepdf.NumberTree(root)
        assert [(key, str(value)) for key, value in tree.items()] == [(n, str(n)) for n in range(size)]
        assert all(len(node.get("/Kids", node.get("/Nums"))) <= 128 for node in _nodes(root))
        if size:
            assert str(tree[size - 1]) == str(size - 1)


def _nodes(node: pikepdf.Object) -> list[pikepdf.Object]:
    return [node, *(below for kid in node.get("/Kids", pikepdf.Array()) for below in _nodes(kid))]


def test_info_and_xmp_say_the_same() -> None:
    with opened(book()) as pdf:
        info = {str(key): str(value) for key, value in dict(pdf.trailer.Info).items()}
        with pdf.open_metadata() as metadata:
            assert info["/Title"] == METADATA.title == metadata["dc:title"]
            assert metadata["dc:creator"] == list(METADATA.authors) and info["/Author"] == ", ".join(METADATA.authors)
            assert info["/Subject"] == METADATA.subject == metadata["dc:description"]
            assert info["/Keywords"] == "tides, gauges & buoys" == metadata["pdf:Keywords"]
            assert metadata["dc:subject"] == set(METADATA.keywords)
            assert metadata["dc:identifier"] == "doi:10.1000/182" and metadata["dc:publisher"] == {"Harbour Authority"}
            assert metadata["dc:rights"] == "CC BY 4.0" and metadata["dc:language"] == {"en"}
            assert info["/Producer"] == metadata["pdf:Producer"] == info["/Creator"] == metadata["xmp:CreatorTool"]
            assert info["/CreationDate"] == info["/ModDate"] == "D:20260330120000+02'00'"
            assert metadata["xmp:CreateDate"] == metadata["xmp:ModifyDate"] == "2026-03-30T12:00:00+02:00"


def test_the_document_claims_pdf_a_3a_and_pdf_ua_1() -> None:
    with opened(book()) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A" and metadata["pdfuaid:part"] == "1"
        assert b"pikepdf" not in pdf.Root.Metadata.read_bytes() and "/Filter" not in pdf.Root.Metadata


def test_a_time_without_a_zone_is_universal() -> None:
    packet = xmp_writer.write_xmp_packet(replace(METADATA, created=datetime(2026, 1, 2, 3, 4, 5, 6)))
    assert b"2026-01-02T03:04:05+00:00" in packet
    with opened(bind_parts(leaves()[:1], replace(METADATA, created=datetime(2026, 1, 2, tzinfo=UTC)))) as pdf:
        assert str(pdf.trailer.Info.CreationDate) == "D:20260102000000Z"


def test_metadata_of_few_words_makes_good_xmp() -> None:
    packet = xmp_writer.write_xmp_packet(Metadata("T", "fr", datetime(2026, 1, 2, tzinfo=UTC)))
    core = "{http://purl.org/dc/elements/1.1/}"
    found = {element.tag.removeprefix(core) for element in ElementTree.fromstring(packet).iter() if core in element.tag}
    assert found == {"format", "title", "language", "date"}


def test_viewers_are_told_language_title_and_direction() -> None:
    with opened(book()) as pdf:
        assert str(pdf.Root.Lang) == "en" and bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked) and "/Direction" not in pdf.Root.ViewerPreferences
    with opened(bind_parts(leaves()[:1], replace(METADATA, language="ar-EG"))) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_an_attachment_is_carried_whole_and_described() -> None:
    with opened(book()) as pdf:
        (file,) = pdf.Root.AF
        assert (str(file.UF), str(file.Desc), file.AFRelationship) == (DATA.name, DATA.description, "/Source")
        stream = file.EF.F
        assert stream.read_bytes() == DATA.data and stream.Subtype == "/application/yaml"
        assert int(stream.Params.Size) == 10 and str(stream.Params.ModDate) == "D:20260330120000+02'00'"
        assert bytes(stream.Params.CheckSum) == hashlib.md5(DATA.data).digest()
        assert list(pikepdf.NameTree(pdf.Root.Names.EmbeddedFiles)) == [DATA.name]


def test_a_part_without_tags_takes_the_claims_away() -> None:
    bound = bind_parts((*leaves(), Leaf(empty_part("paper"))), METADATA)
    (finding,) = bound.findings
    assert finding.code == "untagged" and finding.message.startswith("paper has no tags")
    with opened(bound) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3U" and "pdfuaid:part" not in metadata and not bool(pdf.Root.MarkInfo.Marked)


def test_the_document_passes_for_pdf_a_3b() -> None:
    """The validator knows neither level A nor extension schemas: those claims are taken out, all else is judged."""
    pytest.importorskip("jsonschema", reason="comes with pikepdf[pdfa]")
    from pikepdf import pdfa

    with opened(book()) as pdf:
        pdf.Root.Metadata = pdf.make_stream(xmp_writer.write_xmp_packet(METADATA, "B", accessible=False))
        pdf.Root.Metadata.Type, pdf.Root.Metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        out = BytesIO()
        pdf.save(out)
    report = pdfa.validate_written(out, "3b")
    assert report.verdict == "pass", [str(finding) for finding in report.findings]


def test_equal_parts_give_equal_bytes_in_another_process(tmp_path: Path) -> None:
    script = """
import sys, hashlib
sys.path[:0] = eval(sys.argv[1])
import bound_book
print(hashlib.sha256(bound_book.book().pdf).hexdigest())
"""
    paths = repr([str(Path(path).resolve()) for path in sys.path if path])
    surroundings = {"PYTHONHASHSEED": "3", "TZ": "Asia/Tokyo", "HOME": str(tmp_path)}
    command = [sys.executable, "-c", script, paths]
    told = subprocess.run(command, env=surroundings, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert told.stdout.split() == [hashlib.sha256(book().pdf).hexdigest()]
    assert bind_parts(leaves(), METADATA, (DATA,)) == book()


def test_the_binder_does_not_import_the_typesetter() -> None:
    script = "import sys, octavo.pdf.binding.binder; assert 'weasyprint' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_part_that_runs_on_is_none_that_has_to_begin_on_a_recto() -> None:
    bound = book()
    assert 8 in bound.openings and 8 not in bound.rectos
    assert bound.rectos and all(page % 2 for page in bound.rectos)
