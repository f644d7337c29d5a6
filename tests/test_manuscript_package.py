"""A publisher is given each chapter in all its forms, figures in files, a form to be signed, and lists that hold."""

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
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from octavo import bibtex, originals
from octavo.findings import Severity
from octavo.parcel import stem
from octavo.pipeline import Made
from parts import part
from test_volume import CHAPTERS, product, workshop, written
from word_text import W, Word, faults

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

.. figure:: noted.png
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
    told["chapters"][2]["source"] = "shore.pdf"
    return told


def sources(live: bool = False) -> dict[str, str | bytes]:
    return {
        "gauges.rst": GAUGES,
        "plain.png": png(),
        "noted.png": png("taken at home"),
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


def packed(folder: Path, told: dict[str, Any] | None = None, files: dict[str, str | bytes] | None = None) -> Made:
    source = written(folder, told or content(), sources() if files is None else files)
    (source.parent / "tides.bib").write_text(BIB)
    return product(source, folder, "manuscript")


def opened(made: Made) -> dict[str, bytes]:
    assert made.documents, made.findings
    with zipfile.ZipFile(io.BytesIO(made.documents[0].data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return packed(tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def files(made: Made) -> dict[str, bytes]:
    return opened(made)


def test_the_package_holds_what_a_publisher_asks_for(made: Made, files: dict[str, bytes]) -> None:
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
        "manifest.json",
        "metadata.docx",
        "metadata.json",
        "references/okafor.bib",
        "sources/hansen-gauges.bib",
        "sources/hansen-gauges.rst",
        "sources/hansen-shore.pdf",
        "sources/okafor.bib",
        "sources/okafor.rst",
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
    assert files["sources/hansen-gauges.rst"].decode() == GAUGES
    assert files["sources/okafor.bib"].decode() == BIB
    assert files["sources/hansen-shore.pdf"] == given_files["shore.pdf"]
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


def test_references_are_those_that_are_cited_with_macros_in_words(files: dict[str, bytes]) -> None:
    entries, amiss = bibtex.read(Path("b.bib"), files["references/okafor.bib"].decode())
    assert [(entry.key, entry.fields["publisher"]) for entry in entries] == [("newton1687", "Streater")]
    assert amiss == ()


def test_forms_name_the_chapter_its_authors_and_what_was_permitted(files: dict[str, bytes]) -> None:
    form = Word(files["consent/hansen-gauges.docx"])
    said = "\n".join(form.paragraphs())
    assert "Reading the Gauges" in said and "Tides Read" in said
    assert re.search(r"Figure 1\nHarbour Authority\ngranted\nA letter\nAn archive\nrefused", said)
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
    assert listed == {name for name in files if "/" in name}
    everything = b"".join(
        b"".join(Word(data).files.values()) if name.endswith(".docx") else data for name, data in files.items()
    )
    assert b"private.example" not in everything and b"+47 1" not in everything


def test_word_documents_of_the_package_keep_to_the_schemas(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in files.items():
        if name.endswith(".docx"):
            assert faults(data, tmp_path) == [], name


def test_what_is_lacking_is_told_in_the_package_and_by_the_build(made: Made, files: dict[str, bytes]) -> None:
    (lack,) = json.loads(files["manifest.json"])["missing"]
    assert (lack["chapter"], lack["what"]) == ("shore", "docx")
    assert f"- shore (docx): {lack['why']}" in files["README.txt"].decode()
    assert [one.code for one in made.findings].count("package-lacks") == 1


def test_a_paper_that_holds_more_than_pages_is_not_handed_on(tmp_path: Path) -> None:
    made = packed(tmp_path, files=sources(live=True))
    files = opened(made)
    assert "sources/hansen-shore.pdf" not in files and "chapters/hansen-shore.pdf" in files
    missing = json.loads(files["manifest.json"])["missing"]
    assert [(one["chapter"], one["what"]) for one in missing] == [("shore", "docx"), ("shore", "source")]
    assert not any(b"app.alert" in data for data in files.values())


def test_a_manuscript_that_is_not_there_is_told_and_stops_no_other(tmp_path: Path) -> None:
    told = content()
    told["chapters"][1]["source"] = "gone.rst"
    made = packed(tmp_path, told)
    files = opened(made)
    assert "chapters/okafor.docx" not in files and "chapters/hansen-gauges.docx" in files
    assert ("moon", "docx") in {(one["chapter"], one["what"]) for one in json.loads(files["manifest.json"])["missing"]}


def test_who_may_not_be_named_stands_in_no_list(tmp_path: Path) -> None:
    told = content(policy={"attribution": "chatham-house"})
    nameless = part("<h1>Where the Land Ends</h1><p>The shore is short, and told of at length.").pdf
    files = opened(packed(tmp_path, told, {**sources(), "shore.pdf": nameless}))
    assert not any("hansen" in name for name in files)
    for name in ("metadata.json", "README.txt", "manifest.json"):
        assert b"Hansen" not in files[name]
    assert not any(name.startswith("sources/") for name in files)
    lacking = {(one["chapter"], one["what"]) for one in json.loads(files["manifest.json"])["missing"]}
    assert {(name, "source") for name in ("gauges", "moon", "shore")} <= lacking
    assert not any("Hansen" in one for one in Word(files["consent/gauges.docx"]).paragraphs())


def test_the_same_input_gives_the_same_package(made: Made, tmp_path: Path) -> None:
    assert packed(tmp_path).documents[0].data == made.documents[0].data


def test_what_was_written_before_is_taken_from_what_is_kept(tmp_path: Path) -> None:
    first = packed(tmp_path)
    assert packed(tmp_path).documents[0].data == first.documents[0].data
    kept = sorted((tmp_path / "build" / ".octavo" / "tides.parts").glob("*.part"))
    for one in kept:
        one.write_bytes(one.read_bytes()[:-7])
    assert packed(tmp_path).documents[0].data == first.documents[0].data


def test_nothing_worse_than_advice_is_told_of_it(made: Made) -> None:
    assert [one.message for one in made.findings if one.severity is not Severity.ADVICE] == []


# Names


@given(st.text(max_size=60), st.from_regex(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*", fullmatch=True))
@settings(max_examples=300)
def test_any_name_gives_a_word_that_every_system_takes_for_a_file(family: str, identity: str) -> None:
    word = stem(family, identity)
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
    assert stem(family, "velikhov") == word


# Pictures that hold nothing but the picture


def test_pictures_are_handed_on_as_they_came_only_where_nothing_else_is_in_them() -> None:
    assert originals.suffix(png()) == ".png" and originals.suffix(jpeg()) == ".jpg"
    for told in (png("a word"), jpeg(exif=True), png() + b"stowaway", jpeg() + b"stowaway", png()[:-4], jpeg()[:-4]):
        assert originals.suffix(told) == ""
    progressive = io.BytesIO()
    Image.effect_noise((64, 64), 80).save(progressive, "JPEG", progressive=True)
    assert originals.suffix(progressive.getvalue()) == ".jpg"


@given(st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]), st.integers(0, 400))
@settings(max_examples=300)
def test_no_bytes_bring_the_reader_of_pictures_down(noise: bytes, head: bytes, at: int) -> None:
    assert originals.suffix(head + noise) in ("", ".png", ".jpg")
    spoilt = jpeg()[:at] + noise + jpeg()[at:]
    assert originals.suffix(spoilt) in ("", ".jpg")


# BibTeX


VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"), max_size=40)


@given(VALUES)
@settings(max_examples=300)
def test_any_value_is_read_as_it_was_written(value: str) -> None:
    place = bibtex.Place(Path("b.bib"))
    entry = bibtex.Entry("key", "misc", {"note": value, "year": "1931"}, place, {})
    (again,), _ = bibtex.read(Path("b.bib"), bibtex.written([entry]))
    assert again.fields["year"] == "1931"
    if value.count("{") == value.count("}") == 0 and not value.endswith("\\") and "@" not in value:
        assert again.fields["note"] == value
