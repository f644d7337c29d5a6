"""A publisher is given the volume's texts, chapters in all their forms, figures, forms, and lists that hold."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from docx_reader import W, Word, faults, said
from octavo.building.product_pipeline import BuildResult
from octavo.findings.finding import Severity
from octavo.products import image_originals
from octavo.products.package_zip import file_stem, is_portable_name
from octavo.rendering.bibliography import bibtex_reader
from small_volume import CHAPTERS, labels, product, texts, workshop, written
from typeset_parts import part

BIB = """\
@string{streater = {Streater}}
@book{newton1687, author={Newton, Isaac}, title={Principia}, publisher=streater, year={1687}}
@book{never-cited, author={Nobody, N.}, title={Nothing}, publisher={None}, year={1700}}
"""


def png(note: str = "") -> bytes:
    out = io.BytesIO()
    told = PngImagePlugin.PngInfo()
    if note:
        told.add_text("Comment", note)
    Image.new("RGB", (30, 20), "navy").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def jpeg(exif: bool = False) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (30, 20), "navy")
    held = Image.Exif()
    held[0x010F] = "camera of somebody"
    image.save(out, "JPEG", **({"exif": held} if exif else {}))
    return out.getvalue()


@cache
def drawing(javascript: bool = False) -> bytes:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(144, 72))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"1 0 0 rg 10 10 50 40 re f")
        if javascript:
            pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


GAUGES = f"""{CHAPTERS["gauges"]}
.. figure:: plain.png
   :alt: Plain

   A plain figure.

.. figure:: shown/noted.png
   :alt: Noted

   A figure with a note in its file.

.. figure:: drawn.pdf
   :alt: Drawn

   A drawing.

.. image:: photo.jpg
   :alt: A photograph
"""


@cache
def paper(live: bool = False) -> bytes:
    """Make an author's finished PDF."""
    made = part("<h1>Where the Land Ends</h1><p>Kari Hansen. The shore is short, and told of at length.").pdf
    if not live:
        return made
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def content(**changes: Any) -> dict[str, Any]:
    told = workshop(**changes)
    told["people"][0] |= {"email": "kari@private.example", "phone": "+47 1", "orcid": "0000-0002-1825-0097"}
    told["chapters"][0]["permissions"] = [
        {"item": "Figure 1", "holder": "Harbour Authority", "status": "granted"},
        {"item": "A letter", "holder": "An archive", "status": "refused"},
    ]
    told["chapters"][0]["abstract"] = "A *gauge* is read to 10\\ :sup:`-3` m.\n\nTwice a day."
    told["chapters"][2]["source"] = "shore.pdf"
    told["volume"] |= {
        "preface": "Read *this* first.",
        "front_matter": [{"title": "Abstracts of invited talks", "text": "**The sea.** It is wide."}],
        "acknowledgements": "We thank the sea.",
        "licence": "CC BY 4.0",
    }
    told["annexes"] = [{"title": "Tables of tides", "text": "High, then low."}]
    told["participants"] = [{"person": "okafor", "roles": ["speaker"]}]
    told["photos"] = [{"file": "group.jpg", "alt": "Two people", "caption": "All who came."}]
    return told


def sources(live: bool = False) -> dict[str, str | bytes]:
    return {
        "gauges.rst": GAUGES,
        "plain.png": png(),
        "shown/noted.png": png("taken at home"),
        "group.jpg": jpeg(),
        "drawn.pdf": drawing(javascript=True),
        "photo.jpg": jpeg(exif=True),
        "shore.pdf": paper(live),
    }


def test_a_bibliography_is_told_of_by_its_path_as_a_chapter_is(tmp_path: Path) -> None:
    told = content()
    told["chapters"][1]["bibliography"] = ["lists/tides.bib"]
    (tmp_path / "reports" / "tides" / "lists").mkdir(parents=True)
    listed = json.loads(opened(packed(tmp_path, told, sources() | {"lists/tides.bib": BIB}))["manifest.json"])["files"]
    assert {one["source"] for one in listed if one["kind"] == "bibliography"} == {"lists/tides.bib", "tides.bib"}


def packed(
    folder: Path, told: dict[str, Any] | None = None, files: dict[str, str | bytes] | None = None
) -> BuildResult:
    source = written(folder, told or content(), sources() if files is None else files)
    (source.parent / "tides.bib").write_text(BIB)
    return product(source, folder, "manuscript")


def opened(made: BuildResult) -> dict[str, bytes]:
    assert made.documents, made.findings
    with zipfile.ZipFile(io.BytesIO(made.documents[0].data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lacking(files: dict[str, bytes]) -> set[tuple[str, str]]:
    """Give what a package says it does without, by chapter."""
    return {(one.get("chapter", ""), one["what"]) for one in json.loads(files["manifest.json"])["missing"]}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return packed(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def files(made: BuildResult) -> dict[str, bytes]:
    return opened(made)


def test_the_package_holds_what_a_publisher_asks_for(made: BuildResult, files: dict[str, bytes]) -> None:
    assert made.documents[0].file == "manuscript.zip"
    assert sorted(files) == [
        "README.txt",
        "SHA256SUMS",
        "chapters/hansen-gauges.docx",
        "chapters/hansen-gauges.pdf",
        "chapters/hansen-shore.pdf",
        "chapters/okafor.docx",
        "chapters/okafor.pdf",
        "consent/hansen-gauges.docx",
        "consent/hansen-shore.docx",
        "consent/okafor.docx",
        "figures/hansen-gauges-1.png",
        "figures/hansen-gauges-2.png",
        "figures/hansen-gauges-3.pdf",
        "figures/hansen-gauges-unnumbered-1.jpg",
        "figures/volume-1.jpg",
        "index.txt",
        "manifest.json",
        "metadata.docx",
        "metadata.json",
        "references/okafor.bib",
        "sources/drawn.pdf",
        "sources/gauges.rst",
        "sources/group.jpg",
        "sources/moon.rst",
        "sources/photo.jpg",
        "sources/plain.png",
        "sources/shore.pdf",
        "sources/shown/noted.png",
        "sources/tides.bib",
        "sources/workshop.yaml",
        "volume/back.docx",
        "volume/front.docx",
        "volume/title.docx",
    ]


def test_its_lists_are_true_of_every_file(files: dict[str, bytes]) -> None:
    sums = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}
    listed = {one["path"]: one for one in json.loads(files["manifest.json"])["files"]}
    assert set(listed) == set(files) - {"SHA256SUMS", "manifest.json"}
    for name, one in listed.items():
        assert (one["bytes"], one["sha256"]) == (len(files[name]), sums[name])
    assert listed["figures/hansen-gauges-1.png"]["source"] == "plain.png"


def test_sources_are_as_they_came_and_figures_too_where_nothing_else_is_in_them(files: dict[str, bytes]) -> None:
    given_files = sources()
    assert files["sources/gauges.rst"].decode() == GAUGES
    assert files["sources/tides.bib"].decode() == BIB
    assert files["sources/shore.pdf"] == given_files["shore.pdf"]
    assert files["figures/hansen-gauges-1.png"] == given_files["plain.png"]
    assert b"taken at home" not in files["figures/hansen-gauges-2.png"]
    assert b"camera" not in files["figures/hansen-gauges-unnumbered-1.jpg"]


def test_a_drawing_stays_a_drawing_and_leaves_its_scripts_behind(files: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(files["figures/hansen-gauges-3.pdf"])) as pdf:
        (page,) = pdf.pages
        assert [float(side) for side in page.mediabox] == [0, 0, 144, 72]
        assert b"re" in page.Resources.XObject.Figure.read_bytes() and "/OpenAction" not in pdf.Root
    import pypdfium2

    before, after = (
        pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().tobytes()
        for data in (sources()["drawn.pdf"], files["figures/hansen-gauges-3.pdf"])
    )
    assert before == after


def test_what_stands_before_and_after_the_chapters_comes_as_word_documents(files: dict[str, bytes]) -> None:
    title, front, back = (Word(files[f"volume/{name}.docx"]) for name in ("title", "front", "back"))
    assert "Tides Read" in title.paragraphs("Title") and "CC BY 4.0" in title.paragraphs("Imprint")
    headings = ["Preface", "Abstracts of invited talks", "Acknowledgements", "Contributors", "Group photograph"]
    assert front.paragraphs("Heading1") == headings
    assert "Read this first." in front.paragraphs() and front.paragraphs("Caption") == ["All who came."]
    assert back.paragraphs("Heading1") == ["Tables of tides", "Participants"]
    assert any("Okafor" in one for one in back.paragraphs())


def test_each_heading_of_the_front_matter_begins_a_page(files: dict[str, bytes]) -> None:
    front = Word(files["volume/front.docx"])
    breaks = [said(one) for one in front.body.iter(f"{W}p") if one.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert breaks == front.paragraphs("Heading1")[1:]


def test_the_sources_are_a_workshop_that_makes_the_same_book(files: dict[str, bytes], tmp_path: Path) -> None:
    before = packed_volume(tmp_path / "ours", sources())
    theirs = {name.removeprefix("sources/"): data for name, data in files.items() if name.startswith("sources/")}
    home = tmp_path / "theirs" / "reports" / "tides"
    for name, data in theirs.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(data)
    after = product(home / "workshop.yaml", tmp_path / "theirs", "volume")
    assert [one.message for one in after.findings if one.severity is Severity.ERROR] == []
    assert texts(after.documents[0].data) == texts(before.documents[0].data)


def packed_volume(folder: Path, given_files: dict[str, str | bytes]) -> BuildResult:
    source = written(folder, content(), given_files)
    (source.parent / "tides.bib").write_text(BIB)
    return product(source, folder, "volume")


def test_a_figure_is_found_by_its_number_its_file_and_its_name_in_the_source(files: dict[str, bytes]) -> None:
    told = json.loads(files["metadata.json"])
    plain, noted, *_, photo = told["chapters"][0]["figures"]
    assert plain == {
        "number": "1", "file": "figures/hansen-gauges-1.png", "source": "plain.png",
        "caption": "A plain figure.", "alternative": "Plain",
    }  # fmt: skip
    assert noted["source"] == "shown/noted.png"
    assert photo == {
        "file": "figures/hansen-gauges-unnumbered-1.jpg", "source": "photo.jpg", "alternative": "A photograph",
    }  # fmt: skip
    assert told["volume"]["figures"][0]["file"] == "figures/volume-1.jpg"
    printed = Word(files["metadata.docx"]).paragraphs()
    for words in ("figures/hansen-gauges-2.png", "shown/noted.png", "A figure with a note in its file.", "Noted"):
        assert words in printed


def test_pictures_beside_the_sources_are_those_of_the_figures(files: dict[str, bytes]) -> None:
    assert files["sources/shown/noted.png"] == files["figures/hansen-gauges-2.png"]
    assert b"taken at home" not in files["sources/shown/noted.png"]


def test_an_abstract_is_plain_words_in_the_lists_and_set_in_the_word_document(files: dict[str, bytes]) -> None:
    told = json.loads(files["metadata.json"])["chapters"][0]
    assert told["abstract"] == "A gauge is read to 10⁻³ m.\n\nTwice a day."
    assert told["abstract_rst"].startswith("A *gauge*")
    document = Word(files["metadata.docx"])
    assert "A gauge is read to 10-3 m." in document.paragraphs()
    runs = [run for run in document.body.iter(f"{W}r") if said(run) in ("gauge", "-3")]
    assert [bool(run.findall(f"{W}rPr/{W}{kind}")) for run, kind in zip(runs, ("i", "vertAlign"), strict=True)] == [
        True,
        True,
    ]


def test_terms_of_the_index_are_listed_by_chapter_with_the_pages_of_its_offprint(files: dict[str, bytes]) -> None:
    told = {one["id"]: one.get("index_terms", []) for one in json.loads(files["metadata.json"])["chapters"]}
    first = next(int(label) for label in labels(files["chapters/okafor.pdf"]) if label.isdigit())
    (moon,) = told["moon"]
    assert moon["term"] == "moon" and int(moon["pages"].partition("–")[0]) >= first > 1
    listed = files["index.txt"].decode()
    assert f"The Moon and Its Pull\n    moon, {moon['pages']}\n" in listed
    assert "    tide, see shore\n" in listed


def test_a_file_that_some_systems_cannot_unpack_is_told_and_not_packed(tmp_path: Path) -> None:
    texts = {"gauges.rst": GAUGES.replace("plain.png", "aux.png"), "aux.png": png()}
    files = opened(packed(tmp_path, files=sources() | texts))
    assert "sources/aux.png" not in files and "figures/hansen-gauges-1.png" in files
    assert ("gauges", "picture") in lacking(files)


@pytest.mark.parametrize(
    "name", ["a:b.png", "what?.rst", "aux.bib", "x/con/y.png", "end./y.png", "end ", "a\\b", "a\x07"]
)
def test_a_name_that_windows_does_not_know_is_known(name: str) -> None:
    assert not is_portable_name(name)
    assert is_portable_name("chapters/auxiliary con.tent/Østers 1.png")


def figures(*names: str) -> str:
    return GAUGES + "".join(f"\n.. figure:: {name}\n   :alt: Shown\n\n   It is {name}.\n" for name in names)


def test_files_that_windows_or_macos_would_take_for_one_are_told_and_not_packed(tmp_path: Path) -> None:
    shown = ("Plain.png", "caf\u00e9.png", "cafe\u0301.png", "WORKSHOP.yaml")
    pictures = {name: png(name) for name in shown}
    made = packed(tmp_path, files=sources() | pictures | {"gauges.rst": figures(*shown)})
    files = opened(made)
    assert {"sources/plain.png", "sources/caf\u00e9.png", "sources/workshop.yaml"} <= files.keys()
    assert not files.keys() & {"sources/Plain.png", "sources/cafe\u0301.png", "sources/WORKSHOP.yaml"}
    assert {f"figures/hansen-gauges-{number}.png" for number in (4, 5, 6, 7)} <= files.keys()
    assert "On Windows sources/Plain.png would replace sources/plain.png" in files["README.txt"].decode()
    missing = json.loads(files["manifest.json"])["missing"]
    assert [one.get("chapter") for one in missing if one["what"] == "picture"] == ["gauges"] * 3
    assert any(finding.code == "package-lacks" and "picture" in finding.message for finding in made.findings)


def test_pictures_of_the_volume_are_told_where_they_cannot_be_packed(tmp_path: Path) -> None:
    told = content()
    told["volume"]["preface"] = "Read.\n\n.. image:: con.png\n   :alt: Shown"
    files = opened(packed(tmp_path, told, sources() | {"con.png": png()}))
    assert "figures/volume-1.png" in files and "sources/con.png" not in files
    assert ("", "picture") in lacking(files)


def test_an_author_called_volume_takes_no_picture_from_the_volume(tmp_path: Path) -> None:
    told = content()
    told["people"][1]["family"] = "Volume"
    told["chapters"][0]["authors"], told["chapters"][1]["authors"] = ["okafor"], ["hansen"]
    told["volume"]["preface"] = "Read.\n\n.. image:: preface.png\n   :alt: Shown"
    sea = io.BytesIO()
    Image.new("RGB", (30, 20), "aqua").save(sea, "PNG")
    files = opened(packed(tmp_path, told, sources() | {"preface.png": sea.getvalue()}))
    assert files["figures/volume-1.png"] == files["sources/preface.png"] == sea.getvalue()
    assert files["sources/plain.png"] == png() and png() in [files[name] for name in files if "figures/" in name]


def test_what_an_author_noted_of_a_reference_for_himself_stays_with_him(tmp_path: Path) -> None:
    noted = "year={1687}, file={/home/kari/n.pdf}, annote={Kari says so}, bdsk-file-1={kari}, owner={kari}"
    source = written(tmp_path, content(policy={"attribution": "non-attributable"}), sources())
    (source.parent / "tides.bib").write_text(BIB.replace("year={1687}", noted))
    files = opened(product(source, tmp_path, "manuscript"))
    assert b"{Principia}" in files["references/okafor.bib"]
    assert b"kari" not in files["references/okafor.bib"].lower()


def test_a_photograph_in_a_drawing_does_not_tell_who_took_it(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(drawing())) as pdf:
        photo = pikepdf.Stream(
            pdf, b"\0\0\xff", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1
        )
        photo.ColorSpace, photo.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        photo.Metadata = pikepdf.Stream(pdf, b"<x>Somebody took it</x>")
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=photo))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"/P Do")
        out = io.BytesIO()
        pdf.save(out)
    files = opened(packed(tmp_path, files=sources() | {"drawn.pdf": out.getvalue()}))
    for name in ("chapters/hansen-gauges.pdf", "figures/hansen-gauges-3.pdf"):
        with pikepdf.open(io.BytesIO(files[name])) as pdf:
            streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            assert not any("/Metadata" in one for one in streams), name


def test_references_are_those_that_are_cited_with_macros_in_words(files: dict[str, bytes]) -> None:
    entries, amiss = bibtex_reader.parse_bibtex(Path("b.bib"), files["references/okafor.bib"].decode())
    assert [(entry.key, entry.fields["publisher"]) for entry in entries] == [("newton1687", "Streater")]
    assert amiss == ()


def test_forms_name_the_chapter_its_authors_and_what_was_permitted(files: dict[str, bytes]) -> None:
    form = Word(files["consent/hansen-gauges.docx"])
    said = "\n".join(form.paragraphs())
    assert "Reading the Gauges" in said and "Tides Read" in said
    assert re.search(r"Figure\s1\nHarbour Authority\ngranted\nA letter\nAn archive\nrefused", said)
    assert form.paragraphs("Signature") == ["\t\nKari Hansen, place, date and signature"]
    assert len(Word(files["consent/okafor.docx"]).paragraphs("Signature")) == 2
    (size,) = form.body.iter(f"{W}pgSz")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")  # A4, whatever the trim of the book


def test_metadata_tell_of_each_chapter_and_of_no_address(files: dict[str, bytes]) -> None:
    told = json.loads(files["metadata.json"])
    assert told["volume"]["title"] == "Tides Read" and told["volume"]["year"] == 2026
    assert [one["id"] for one in told["chapters"]] == ["gauges", "moon", "shore"]
    (author,) = told["chapters"][0]["authors"]
    assert author == {"given": "Kari", "family": "Hansen", "country": "NO", "orcid": "0000-0002-1825-0097"}
    assert told["chapters"][0]["counts"]["figures"] == 3
    listed = {name for one in told["chapters"] for name in one["files"]}
    own = {"figures/volume-1.jpg", "sources/group.jpg", "sources/workshop.yaml"}
    assert listed == {name for name in files if "/" in name and not name.startswith("volume/")} - own
    everything = b"".join(
        b"".join(Word(data).files.values()) if name.endswith(".docx") else data for name, data in files.items()
    )
    assert b"private.example" not in everything and b"+47 1" not in everything


def test_word_documents_of_the_package_keep_to_the_schemas(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in files.items():
        if name.endswith(".docx"):
            assert faults(data, tmp_path) == [], name


def test_what_a_text_asks_for_in_vain_is_told_by_its_line(tmp_path: Path) -> None:
    held = "\n\n.. figure:: gone.png\n   :alt: A tide\n\n   A tide.\n\nSee :cite:`nobody` and :ref:`nowhere`.\n"
    given = sources()
    given["gauges.rst"] = str(given["gauges.rst"]) + held
    files = opened(packed(tmp_path, files=given))
    holes = [one for one in json.loads(files["manifest.json"])["missing"] if one.get("chapter") == "gauges"]
    assert {one["what"] for one in holes} == {"figure", "citation", "cross-reference"}
    line = str(given["gauges.rst"]).split("\n").index(".. figure:: gone.png") + 1
    (figure,) = [one["why"] for one in holes if one["what"] == "figure"]
    assert "gone.png" in figure and figure.endswith(f"(gauges.rst:{line})")
    assert f"- gauges (figure): {figure}" in files["README.txt"].decode()


def test_what_is_lacking_is_told_in_the_package_and_by_the_build(made: BuildResult, files: dict[str, bytes]) -> None:
    *of_volume, lack = json.loads(files["manifest.json"])["missing"]
    assert [one["what"] for one in of_volume] == ["contents", "index"]
    assert (lack["chapter"], lack["what"]) == ("shore", "docx")
    told = files["README.txt"].decode()
    assert f"- shore (docx): {lack['why']}" in told
    assert all(f"- the volume ({one['what']}): {one['why']}" in told for one in of_volume)
    assert [one.code for one in made.findings].count("package-lacks") == 1


def test_a_paper_that_holds_more_than_pages_is_not_handed_on(tmp_path: Path) -> None:
    made = packed(tmp_path, files=sources(live=True))
    files = opened(made)
    assert "sources/shore.pdf" not in files and "chapters/hansen-shore.pdf" in files
    assert {one for one in lacking(files) if one[0]} == {("shore", "docx"), ("shore", "source")}
    assert not any(b"app.alert" in data for data in files.values())


def test_a_manuscript_that_is_not_there_is_told_and_stops_no_other(tmp_path: Path) -> None:
    told = content()
    told["chapters"][1]["source"] = "gone.rst"
    made = packed(tmp_path, told)
    files = opened(made)
    assert "chapters/okafor.docx" not in files and "chapters/hansen-gauges.docx" in files
    assert ("moon", "docx") in lacking(files)


def test_who_may_not_be_named_stands_in_no_list(tmp_path: Path) -> None:
    told = content(policy={"attribution": "chatham-house"})
    told["chapters"][0]["abstract"] = "It is read."
    nameless = part("<h1>Where the Land Ends</h1><p>The shore is short, and told of at length.").pdf
    texts = {"gauges.rst": GAUGES.replace("plain.png", "hansen-1.png"), "hansen-1.png": png(), "shore.pdf": nameless}
    files = opened(packed(tmp_path, told, sources() | texts))
    assert not any("hansen" in name for name in files)
    for name, data in files.items():
        held = b"".join(Word(data).files.values()) if name.endswith(".docx") else data
        assert not re.search(b"hansen|okafor", held, re.IGNORECASE), name
    assert not any(name.startswith("sources/") for name in files)
    assert {(name, "source") for name in ("gauges", "moon", "shore")} <= lacking(files)
    assert {("", "sources"), ("", "participants"), ("", "photographs")} <= lacking(files)
    assert "octavo build" not in files["README.txt"].decode()


def test_what_only_a_comment_says_stands_in_no_file_where_nothing_may_be_ascribed(tmp_path: Path) -> None:
    told = content(policy={"attribution": "non-attributable"})
    told["chapters"][0]["abstract"] += "\n\n.. Okafor says otherwise."
    files = opened(packed(tmp_path, told))
    held = b"".join(b"".join(Word(d).files.values()) if n.endswith(".docx") else d for n, d in files.items())
    assert b"says otherwise" not in held
    assert "abstract_rst" not in json.loads(files["metadata.json"])["chapters"][0]


def test_the_same_input_gives_the_same_package(made: BuildResult, tmp_path: Path) -> None:
    assert packed(tmp_path).documents[0].data == made.documents[0].data


def test_what_was_written_before_is_taken_from_what_is_kept(tmp_path: Path) -> None:
    first = packed(tmp_path)
    assert packed(tmp_path).documents[0].data == first.documents[0].data
    kept = sorted((tmp_path / "build" / ".octavo" / "tides.parts").glob("*.part"))
    for one in kept:
        one.write_bytes(one.read_bytes()[:-7])
    assert packed(tmp_path).documents[0].data == first.documents[0].data


def test_nothing_worse_than_advice_is_told_of_it(made: BuildResult) -> None:
    assert [one.message for one in made.findings if one.severity is not Severity.ADVICE] == []


# Names


@given(st.text(max_size=60), st.from_regex(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", fullmatch=True))
@settings(max_examples=300)
def test_any_name_gives_a_word_that_every_system_takes_for_a_file(family: str, identity: str) -> None:
    word = file_stem(family, identity)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", word) and len(word) <= 44
    assert not re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", word)


@pytest.mark.parametrize(
    ("family", "word"),
    [
        ("Hansen", "hansen"),
        ("Ångström", "angstrom"),
        ("Øksendal", "oksendal"),
        ("O’Brien", "obrien"),
        ("van der Berg", "van-der-berg"),
        ("Велихов", "velikhov"),
        ("../../etc", "etc"),
        ("Con", "con-1"),
    ],
)
def test_names_are_spelt_in_plain_letters(family: str, word: str) -> None:
    assert file_stem(family, "velikhov") == word


# Pictures that hold nothing but the picture


def test_pictures_are_handed_on_as_they_came_only_where_nothing_else_is_in_them() -> None:
    assert image_originals.plain_image_suffix(png()) == ".png" and image_originals.plain_image_suffix(jpeg()) == ".jpg"
    for told in (png("a word"), jpeg(exif=True), png() + b"stowaway", jpeg() + b"stowaway", png()[:-4], jpeg()[:-4]):
        assert image_originals.plain_image_suffix(told) == ""
    progressive = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(progressive, "JPEG", progressive=True)
    assert image_originals.plain_image_suffix(progressive.getvalue()) == ".jpg"


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]), st.integers(0, 400))
@settings(max_examples=300)
def test_no_bytes_bring_the_reader_of_pictures_down(noise: bytes, head: bytes, at: int) -> None:
    assert image_originals.plain_image_suffix(head + noise) in ("", ".png", ".jpg")
    spoilt = jpeg()[:at] + noise + jpeg()[at:]
    assert image_originals.plain_image_suffix(spoilt) in ("", ".jpg")


# BibTeX


VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"), max_size=40)


@given(VALUES)
@example("\\\\")
@example("{\\{")
@settings(max_examples=300)
def test_any_value_is_read_as_it_was_written(value: str) -> None:
    place = bibtex_reader.Place(Path("b.bib"))
    entry = bibtex_reader.BibtexEntry("key", "misc", {"note": value, "year": "1931"}, place, {})
    (again,), _ = bibtex_reader.parse_bibtex(Path("b.bib"), bibtex_reader.serialize_bibtex([entry]))
    assert again.fields["year"] == "1931"
    if value.count("{") == value.count("}") == 0 and not value.endswith("\\") and "@" not in value:
        assert again.fields["note"] == value
