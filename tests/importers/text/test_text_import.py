"""A text in Word becomes a chapter in reStructuredText: what it says is there, and what is lost is told."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docutils import nodes
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from docx_parts import METADATA, setting, tree
from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.cli.main import run_command
from octavo.docx.document_parts import DocumentPiece
from octavo.docx.docx_writer import write_docx
from octavo.files.zip_archive import read_zip, write_zip
from octavo.findings.finding import FindingsError, Severity
from octavo.importers.text.text_import import ReadText, TextUse, import_text, read_text
from octavo.model import Rest
from octavo.rendering.rst.value_substitution import parse_value

MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
BOX = (
    f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
NEW_BOX = f"""<w:r {nsdecls("w", "wp", "a")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>
<wp:docPr id="9" name="B"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>
<w:txbxContent><w:p><w:r><w:t>New box</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>
</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>New box</w:t>
</w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def png() -> BytesIO:
    """A red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def save(document: Document) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def read(document: Document | bytes, name: str = "minutes.docx", use: TextUse = TextUse.CHAPTER) -> ReadText:
    data = document if isinstance(document, bytes) else save(document)
    return read_text(Path(name), data, "chapters/minutes.rst", use)


def messages(text: ReadText) -> list[str]:
    return [finding.message.removeprefix("minutes.docx: ") for finding in text.findings]


def add_xml(document: Document, words: str, *xml: str) -> None:
    paragraph = document.add_paragraph(words)
    for one in xml:
        paragraph._p.append(parse_xml(one))


def minutes() -> Document:
    document = docx.Document()
    document.add_heading("Minutes of the day", 0)
    document.add_paragraph("We met ").add_run("early").bold = True
    document.add_heading("Decisions", 1)
    for words in ("one", "two"):
        document.add_paragraph(words, style="List Bullet")
    for words in ("first", "second"):
        document.add_paragraph(words, style="List Number")
    document.add_heading("Details", 2)
    document.add_paragraph("As was said.", style="Quote")
    document.add_paragraph("Table 1: Who came", style="Caption")
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"c{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "tall"
    document.add_paragraph().add_run().add_picture(png(), width=docx.shared.Cm(5))
    document.add_paragraph("Figure 1. A red dot", style="Caption")
    fraction = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    add_xml(document, "", f"<m:oMathPara {MATH}><m:oMath>{fraction}</m:oMath></m:oMathPara>")
    square = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    add_xml(document, "Inline ", f"<m:oMath {MATH}>{square}</m:oMath>")
    document.add_paragraph("A. Einstein * said_ `x` | y")
    return document


def test_minutes_become_a_chapter() -> None:
    text = read(minutes())
    assert text.title == "Minutes of the day" and list(text.pictures) == ["minutes-1.png"]
    assert text.text == (
        "We met **early**\n\nDecisions\n=========\n\n- one\n- two\n\n1. first\n2. second\n\nDetails\n-------\n\n"
        "   As was said.\n\n.. table:: Who came\n\n   +-----------+------+\n   | wide      | c02  |\n"
        "   +=====+=====+======+\n   | c10 | c11 | tall |\n   +-----+-----+      |\n   | c20 | c21 |      |\n"
        "   +-----+-----+------+\n\n.. figure:: minutes-1.png\n   :alt: A picture\n   :width: 5.0cm\n\n"
        "   A red dot\n\n.. math::\n\n"
        "   \\frac{a}{b}\n\nInline :math:`x^{2}`\n\nA\\. Einstein \\* said\\_ \\`x\\` \\| y\n"
    )
    assert messages(text) == [
        "a picture has no description (:alt:): media/image1.png",
        "the title “Minutes of the day” is not in the text",
    ]


def test_a_text_for_an_annex_names_its_pictures_from_the_folder_of_the_workshop() -> None:
    text = read(minutes(), use=TextUse.ANNEX)
    assert ".. figure:: chapters/minutes-1.png\n" in text.text and list(text.pictures) == ["minutes-1.png"]
    assert parse_value(Rest(text.text))[1] == []


def test_what_cannot_be_carried_over_is_told_with_its_place() -> None:
    document = minutes()
    document.sections[0].header.paragraphs[0].text = "Confidential"
    document.add_comment(document.paragraphs[1].runs[0], text="really?")
    change = nsdecls("w") + ' w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
    add_xml(
        document,
        "Kept ",
        f"<w:ins {change}><w:r><w:t>inserted</w:t></w:r></w:ins>",
        f"<w:del {change}><w:r><w:delText>deleted</w:delText></w:r></w:del>",
    )
    add_xml(document, "Before the box", BOX)
    add_xml(document, "Before the new box", NEW_BOX)
    add_xml(document, "Here ", f"<w:r {nsdecls('w')}><w:object/></w:r>")
    text = read(document)
    assert text.text.endswith(
        "Kept inserted\n\nBefore the box\n\nIn the box\n\nBefore the new box\n\nNew box\n\nHere\n"
    )
    assert messages(text)[:7] == [
        "a text box became paragraphs of the text (2 times): “In the box” in “Before the box”; "
        "“New box” in “Before the new box”",
        "tracked insertions were accepted: “inserted” in “Kept inserted”",
        "tracked deletions were accepted, and their words left out: “deleted” in “Kept inserted”",
        "an embedded object was left out: in “Here”",
        "headers and footers were left out: “Confidential”",
        "comments were left out: “really?”",
        "a picture has no description (:alt:): media/image1.png",
    ]


def repack(document: Document, **parts: Callable[[bytes], bytes]) -> bytes:
    files = read_zip(save(document))
    for name, change in parts.items():
        path = next(one for one in files if one.endswith(name.replace("_", ".")))
        files[path] = change(files[path])
    return write_zip(files)


def test_footnotes_and_links_are_kept() -> None:
    document = docx.Document()
    link = document.part.relate_to("https://example.org/a_b", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True)
    add_xml(
        document,
        "See ",
        f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}"><w:r><w:t>the page</w:t></w:r></w:hyperlink>',
        f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>',
    )
    files = read_zip(save(document))
    files["word/footnotes.xml"] = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>Said twice.</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    ).encode()
    types, rels = "[Content_Types].xml", "word/_rels/document.xml.rels"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    files[types] = files[types].replace(
        b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    files[rels] = files[rels].replace(
        b"</Relationships>",
        f'<Relationship Id="rF" Type="{relation}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    assert read(write_zip(files)).text == ("See `the page <https://example.org/a_b>`__\\ [#]_\n\n.. [#] Said twice.\n")


def test_pictures_that_no_page_can_show_are_told() -> None:
    data = repack(minutes(), image1_png=lambda _: b"\1\0\0\0 an EMF file")
    text = read(data)
    assert text.pictures == {} and "A red dot" in text.text and ".. figure" not in text.text
    assert "a picture is not a PNG, JPEG or WebP image, and was left out: media/image1.png" in messages(text)


def test_the_table_of_contents_is_left_out() -> None:
    document = minutes()
    style = document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Decisions 2", style=style)
    text = read(document)
    assert "Decisions 2" not in text.text
    assert "the table of contents was left out: “Decisions 2”" in messages(text)


def test_what_lies_outside_is_not_fetched() -> None:
    relation = (
        b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://example.org/spy.png" TargetMode="External"/></Relationships>'
    )
    data = repack(minutes(), document_xml_rels=lambda rels: rels.replace(b"</Relationships>", relation))
    assert "what lies outside of the document was not fetched: “http://example.org/spy.png”" in messages(read(data))


BOMB = b"<w:document xmlns:w='x'>" + b" " * 61_000_000 + b"</w:document>"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "no Word document"),
        (lambda: b"hello", "no Word document"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password, or in the older format"),
        (lambda: write_zip({"a.txt": b"x"}), "no Word document"),
        (lambda: repack(minutes(), document_xml=lambda _: BOMB), "unpacks to more than"),
        (lambda: repack(minutes(), document_xml=lambda _: b"<a" * 9), "no XML"),
        (lambda: repack(minutes(), document_xml=lambda _: b"<a>" * 300 + b"</a>" * 300), "nested too deep"),
        (lambda: repack(minutes(), document_xml=lambda xml: xml.replace(b"<w:body>", b"<w:no>")), "no XML"),
        (
            lambda: repack(minutes(), document_xml=lambda _: b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'),
            "declares a document type",
        ),
        (
            lambda: repack(minutes(), styles_xml=lambda _: b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>'),
            "declares a document type",
        ),
        (lambda: save(docx.Document()), "has no text"),
    ],
)
def test_hostile_and_wrong_files_are_refused_in_words(make: Callable[[], bytes], words: str) -> None:
    data = make()
    with pytest.raises(FindingsError, match=words):
        read(data)


def test_sizes_are_counted_whatever_the_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from octavo.importers.text import word_package

    monkeypatch.setattr(word_package, "_MOST_UNPACKED", 1000)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<a>" + b" " * 100_000 + b"</a>")
    data = out.getvalue().replace(struct.pack("<I", 100_007), struct.pack("<I", 10))
    with pytest.raises(FindingsError, match=r"unpacks to more|damaged"):
        read(data)


# The workshop


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports" / "tides"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text("schema_version: 1\nid: tides\n", "utf-8")
    (tmp_path / "Minutes of May.docx").write_bytes(save(minutes()))
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_command_writes_a_file_with_pictures_and_never_over_another(
    workshop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", "text", "Minutes of May.docx"]
    assert run_command([*command, "--dry-run"]) == 0 and not (workshop / "chapters").exists()
    assert "Decisions\n=========\n" in capsys.readouterr().out
    assert run_command(command) == 0
    shown = capsys.readouterr()
    assert shown.out == "reports/tides/chapters/minutes-of-may.rst\nreports/tides/chapters/minutes-of-may-1.png\n"
    assert "source: chapters/minutes-of-may.rst" in shown.err
    target = workshop / "chapters" / "minutes-of-may.rst"
    before = target.read_bytes()
    assert run_command(command) == 0 and target.read_bytes() == before
    target.write_text("By hand.\n", "utf-8")
    capsys.readouterr()
    assert run_command(command) == 1 and target.read_text("utf-8") == "By hand.\n"
    assert "exists and is another text" in capsys.readouterr().err
    assert run_command([*command, "--to", "annexes/may.rst"]) == 0
    assert sorted(path.name for path in (workshop / "annexes").iterdir()) == ["may-1.png", "may.rst"]
    assert run_command([*command, "--for", "annex", "--to", "annexes/june.rst"]) == 0
    assert ".. figure:: annexes/june-1.png\n" in (workshop / "annexes" / "june.rst").read_text("utf-8")
    assert run_command([*command, "--replace"]) == 0 and target.read_bytes() == before


@pytest.mark.parametrize("to", ["../x.rst", "/tmp/x.rst", "x.txt", "a\\..\\..\\x.rst"])
def test_a_text_stays_in_the_folder_of_the_workshop(workshop: Path, to: str) -> None:
    with pytest.raises(FindingsError, match="not the path of a reST file"):
        import_text(Path("Minutes of May.docx").absolute(), workshop, to)


def test_a_link_is_not_followed(workshop: Path, tmp_path: Path) -> None:
    (workshop / "chapters").mkdir()
    (workshop / "chapters" / "minutes-of-may.rst").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FindingsError, match="symbolic link"):
        import_text(tmp_path / "Minutes of May.docx", workshop)


SOURCE = """\
Tides
=====

Water *rises* and **falls**\\ [#]_ by H\\ :sub:`2`\\ O, as `they say <https://example.org/a_b>`__ of :math:`x^{2}`.

Causes
------

- moon

  - near
- sun

1. first
2. second

.. math::

   \\frac{a}{b} = c

Effects
=======

.. list-table:: Who saw it
   :header-rows: 1

   * - a
     - b
   * - c
     - d

+-----+-----+
| joined    |
+-----+-----+
| e   | f   |
+-----+-----+

   A quotation.

Last words\\ [#]_.

.. [#] One note.
.. [#] Another note.
"""


def test_our_own_word_documents_come_back_with_all_their_parts() -> None:
    data = write_docx([DocumentPiece(tree(SOURCE))], setting(None), METADATA).data
    back = read(data)
    assert not [one for one in back.findings if one.severity is not Severity.ADVICE]
    before = parse_manuscript(SOURCE.encode(), Path("a.rst"), "a-").tree
    after = parse_manuscript(back.text.encode(), Path("b.rst"), "b-").tree
    kinds = (
        nodes.section,
        nodes.bullet_list,
        nodes.enumerated_list,
        nodes.list_item,
        nodes.table,
        nodes.footnote,
        nodes.footnote_reference,
        nodes.math,
        nodes.math_block,
        nodes.emphasis,
        nodes.strong,
        nodes.subscript,
        nodes.reference,
    )
    assert {kind.__name__: len(list(after.findall(kind))) for kind in kinds} == {
        kind.__name__: len(list(before.findall(kind))) for kind in kinds
    }
    assert [one.get("morecols", 0) for one in after.findall(nodes.entry)] == [
        one.get("morecols", 0) for one in before.findall(nodes.entry)
    ]
    words = [one.astext() for one in before.findall(nodes.paragraph)]
    assert [one.astext() for one in after.findall(nodes.paragraph)] == words
