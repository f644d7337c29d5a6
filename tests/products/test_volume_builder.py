"""A volume is one book of many chapters: its page numbers, index entries and links are right, whatever is changed."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from octavo.building.product_pipeline import BuildResult, inspect_workshop
from octavo.findings.finding import Finding, Severity, has_errors
from octavo.products import volume_builder
from octavo.products.contents_length import estimate_contents_length
from octavo.project.project_folders import Project
from small_volume import (
    BIB,
    CHAPTERS,
    PARAGRAPH,
    TITLES,
    built,
    labels,
    openings,
    paper,
    product,
    product_alone,
    texts,
    workshop,
    written,
)
from structure_tree import read_tree


def listed(pdf: bytes, title: str) -> str:
    """Tell the folio that the contents give for a title."""
    page = next(text for text in texts(pdf) if text.lstrip().startswith("Contents"))
    found = re.search(rf"{re.escape(title)}[\s.]+(\w+)\s", page)
    assert found, page
    return found[1]


@pytest.fixture(scope="session")
def volume(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return built(tmp_path_factory.mktemp("volume"), workshop())


def faults(made: BuildResult) -> list[str]:
    return [finding.message for finding in made.findings if finding.severity is not Severity.ADVICE]


def test_a_volume_is_made_without_error_or_warning(volume: BuildResult) -> None:
    assert faults(volume) == [] and volume.pdf


def test_prelims_are_in_roman_and_chapters_open_on_the_right(volume: BuildResult) -> None:
    folios = labels(volume.pdf)
    assert folios[:5] == ["i", "ii", "iii", "iv", "v"]
    opened = openings(volume.pdf, TITLES)
    assert [int(opened[title]) % 2 for title in TITLES] == [1, 1, 1]
    for title, folio in opened.items():
        assert (folios.index(folio) + 1) % 2 == 1, title


def test_the_contents_name_the_pages_on_which_the_chapters_open(volume: BuildResult) -> None:
    opened = openings(volume.pdf, TITLES)
    assert {title: listed(volume.pdf, title) for title in TITLES} == opened
    assert listed(volume.pdf, "Preface") == openings(volume.pdf, ("Preface",))["Preface"]


def test_heads_and_folios_stand_on_every_page_but_openings_and_bare_ones(volume: BuildResult) -> None:
    pages, folios = texts(volume.pdf), labels(volume.pdf)

    assert "K. Hansen" in pages[folios.index("2")]
    assert re.search(r"(?<!\d)2(?!\d)", pages[folios.index("2")])
    opening = pages[folios.index("1")]
    assert "K. Hansen" not in opening and re.search(r"(?m)^1\s*$", opening)


def test_a_marking_stands_on_every_page_that_bears_words(tmp_path: Path) -> None:
    content = workshop(policy={"marking": "Draft of May"})
    content["chapters"][2]["source"] = "shore.pdf"
    file = written(tmp_path, content, {"shore.pdf": paper("Where the Land Ends by Kari Hansen, and more", 454, 680)})
    for name in ("volume", "offprints"):
        for document in product(file, tmp_path, name).documents:
            worded = [text for text in texts(document.data) if text.strip()]
            assert [text.count("Draft of May") for text in worded] == [1] * len(worded)


def test_a_chapter_of_our_own_is_valid_for_readers_who_do_not_see_it(volume: BuildResult) -> None:
    tree = read_tree(volume.pdf)
    heads = [element.role for element in tree.all("H1")]
    assert len(heads) >= 3
    assert "h = a \\sin t" in [element.alt for element in tree.all("Formula")]
    with pikepdf.open(io.BytesIO(volume.pdf)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        assert bool(pdf.Root.MarkInfo.Marked) and b"pdfuaid:part" in metadata and b"pdfaid:conformance" in metadata
        for page in pdf.pages:
            assert [round(float(side)) for side in list(page.MediaBox)[2:]] == [454, 680]


def test_references_lead_across_chapters(volume: BuildResult) -> None:
    said = " ".join(" ".join(texts(volume.pdf)).split())
    assert "Table 1 in “The Moon and Its Pull”" in said
    assert "Equation (1) in “Reading the Gauges”" in said
    with pikepdf.open(io.BytesIO(volume.pdf)) as pdf:
        names = pikepdf.NameTree(pdf.Root.Names.Dests)
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        text = texts(volume.pdf)
        for page in pdf.pages:
            for link in page.get("/Annots", pikepdf.Array()):
                if "/Dest" in link:
                    assert numbers[names[str(link.Dest)][0].objgen] is not None
        aim = next(str(key) for key in names if "moonlight" in str(key))
        assert "Moons" in text[numbers[names[aim][0].objgen]]


REFERRING = """\
Where the Land Ends
===================

.. figure:: shore.png
   :alt: The shore
   :name: shore

   The shore.

.. figure:: shore.png
   :alt: The shore again
   :name: again

   The shore again.

.. math::
   :label: slope

   y = x

The sands
---------

Sands :label:`sands` move.

"""
PRINTED = {
    "seen in :ref:`shore` too": "seen in Figure 1 too",
    "seen in Figure :ref:`shore` too": "seen in Figure 1 too",
    "seen (fig. :numref:`again`) too": "seen (fig. 2) too",
    "see Figs. :ref:`shore`, and :ref:`again`": "see Figs. 1, and 2",
    "see :ref:`shore,again`, and Table :ref:`again`": "see Figure 1, Figure 2, and Table Figure 2",
    "see Figure :ref:`shore` and :ref:`slope` there": "see Figure 1 and Equation (1) there",
    "by Eq. :ref:`slope`, :ref:`shore` and :ref:`again` it": "by Eq. (1), Figure 1 and Figure 2 it",
    "by :eq:`slope` it": "by (1) it",
    "by Eq. :ref:`slope` it": "by Eq. (1) it",
    "by Eq. (:eq:`slope`) it": "by Eq. (1) it",
    "by :ref:`slope` it": "by Equation (1) it",
    "told in :ref:`sands` too": "told in The sands too",
    "told in :ref:`the first %s <shore>` too": "told in the first 1 too",
    "told in Table :ref:`moonlight` too": "told in Table 1 in “The Moon and Its Pull” too",
    "told in :ref:`moonlight` too": "told in Table 1 in “The Moon and Its Pull” too",
    "told by :eq:`level` too": "told by (1) in “Reading the Gauges” too",
    "told in :ref:`another <moon>` too": "told in another too",
}


def test_references_print_the_name_and_the_number_alone_after_it(tmp_path: Path) -> None:
    shore = REFERRING + "\n\n".join(f"| {words}." for words in PRINTED)
    picture = io.BytesIO()
    Image.new("RGB", (400, 200), "gray").save(picture, "PNG")
    made = built(tmp_path, workshop(), {"shore.rst": shore, "shore.png": picture.getvalue()})
    said = " ".join(" ".join(texts(made.pdf)).split())
    assert [words for words in PRINTED.values() if f"{words}." not in said] == []
    assert faults(made) == []


def test_a_heading_is_printed_once_though_the_line_below_it_is_too_short(tmp_path: Path) -> None:
    shore = "Of shores.\n\nThe dunes :label:`dunes`\n================\n\nOf dunes; see :ref:`dunes`.\n"
    gauges = CHAPTERS["gauges"] + "\nOf :ref:`dunes`.\n"
    made = built(tmp_path, workshop(), {"shore.rst": shore, "gauges.rst": gauges})
    said = " ".join(" ".join(texts(made.pdf)).split())
    assert "underline or overline is shorter" in " ".join(faults(made))
    assert "Of shores. The dunes Of dunes; see The dunes." in said and "====" not in said
    assert "“The dunes” in “" in said


def test_a_label_in_several_chapters_is_told_where_a_third_refers_to_it(tmp_path: Path) -> None:
    sources = {"gauges.rst": CHAPTERS["gauges"] + "\n.. _moonlight:\n\nLight\n-----\n\nOf the moon.\n"}
    sources["shore.rst"] = CHAPTERS["shore"] + "\nSee :ref:`moonlight`.\n"
    (said,) = faults(built(tmp_path, workshop(), sources))
    assert "2 chapters define the label 'moonlight'; the reference leads to “Reading the Gauges”" in said


def test_the_id_of_a_chapter_leads_to_it_though_a_section_bears_its_name(tmp_path: Path) -> None:
    content = workshop()
    content["chapters"].append({"id": "papers", "title": "Reading the Tides", "authors": [], "source": "papers.pdf"})
    sources: dict[str, str | bytes] = {"papers.pdf": paper("Reading the Tides " + PARAGRAPH)}
    sources["gauges.rst"] = CHAPTERS["gauges"] + "\nPapers\n------\n\nOf other papers.\n"
    sources["shore.rst"] = CHAPTERS["shore"] + "\nSee also :ref:`papers`.\n"
    pages = " ".join(" ".join(texts(built(tmp_path, content, sources).pdf)).split())
    assert "See also “Reading the Tides”." in pages


def test_indexes_name_every_page(volume: BuildResult) -> None:
    pages, folios = texts(volume.pdf), labels(volume.pdf)
    authors, _, subject = next(text for text in pages if text.lstrip().startswith("Author index")).partition("Subject")
    opened = openings(volume.pdf, TITLES)
    first = [number for number, text in enumerate(pages) if "moon is told of" in " ".join(text.split())]
    again = [number for number, text in enumerate(pages) if "moon again" in " ".join(text.split())]
    shines = [number for number, text in enumerate(pages) if "moon shines" in " ".join(text.split())]
    wanted = [folios[number] for number in (*first, *again, *shines)]
    entry = re.search(r"moon, ([\d, –]+)", subject)
    assert entry
    given = set()
    for part in entry[1].replace(" ", "").split(","):
        low, _, high = part.partition("–")
        given |= {str(number) for number in range(int(low), int(high or low) + 1)}
    assert given == set(wanted)
    assert re.search(r"shore, \d+", subject) and "tide see shore" in " ".join(subject.split())
    assert f"Hansen, Kari, {opened[TITLES[0]]}, {opened[TITLES[1]]}, {opened[TITLES[2]]}" in " ".join(authors.split())


def test_book_and_report_print_the_same_programme(tmp_path: Path) -> None:
    talk = {"id": "t", "title": "Of Gauges", "speakers": ["okafor"], "start": "09:10", "end": "09:40"}
    session = {"start": "09:00", "end": "10:30", "title": "Morning", "chair": "hansen", "room": "Hall", "talks": [talk]}
    tea = {"start": "10:30", "type": "break", "title": "Tea"}
    content = workshop(
        programme={"days": [{"date": "2026-03-30", "sessions": [session, tea]}, {"date": "2026-03-31"}]},
        summary={"executive": "Tides were compared."},
        report={"date": "2026-09-01", "cut_off": "2026-08-31"},
        policy={"disclaimer": "Nobody's views."},
    )
    file = written(tmp_path, content)
    for name in ("volume", "follow-up"):
        said = " ".join(" ".join(texts(product(file, tmp_path, name).pdf)).split())
        printed = "09:00–10:30 Morning, Hall (chair: Kari Hansen) 09:10–09:40 Of Gauges – Okafor 10:30 Tea"
        assert printed in said, name
        assert "30 March" in said and "31 March" not in said, name


def test_prelims_and_lists_of_people_say_what_belongs_there(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (400, 200), "gray").save(picture, "PNG")
    content = workshop(
        photos=[{"file": "group.png", "alt": "All of them", "caption": "On the pier"}],
        participants=[{"person": "hansen"}, {"person": "okafor"}],
        organizations=[{"id": "a", "name": "Fund A"}, {"id": "b", "name": "House B"}],
        sponsors=[{"org": "a"}, {"org": "b", "kind": "host"}],
    )
    content["people"][0]["affiliation"] = "Harbour University"
    made = built(tmp_path, content, {"group.png": picture.getvalue()})
    said = " ".join(" ".join(texts(made.pdf)).split())
    assert "Figure 1 On the pier" not in said and "On the pier" in said
    assert "Nigeria Okafor Norway Hansen, Kari, Harbour University" in said
    assert re.search(r"Fund A House B \(host\)", said)


def test_sources_are_listed_and_counted(volume: BuildResult) -> None:
    said = " ".join(" ".join(texts(volume.pdf)).split())
    assert "As [1] says" in said and "Newton I (1687) Principia" in said


@pytest.mark.parametrize("change", ["reorder", "drop", "add", "edit"])
def test_a_change_of_chapters_leaves_every_number_and_link_right(tmp_path: Path, change: str) -> None:
    """The changed book is that which would have been made of the changed workshop at once, to the byte."""
    built(tmp_path / "a", workshop())
    content, sources = workshop(), dict[str, str | bytes]()
    if change == "reorder":
        content["chapters"].reverse()
    elif change == "drop":
        del content["chapters"][0]
        sources = {"moon.rst": CHAPTERS["moon"].replace("What the level is stands elsewhere (:ref:`level`). ", "")}
    elif change == "add":
        content["chapters"].insert(1, {"id": "wind", "title": "Wind", "authors": ["okafor"], "source": "wind.rst"})
        sources = {"wind.rst": f"{PARAGRAPH * 30}\n\nThe :index:`moon` and the wind.\n"}
    else:
        sources = {"gauges.rst": CHAPTERS["gauges"] + f"\n\n{PARAGRAPH * 80}\n"}
    changed = built(tmp_path / "a", content, sources)
    fresh = product_alone(written(tmp_path / "b", content, sources), tmp_path / "b", "volume")
    assert faults(changed) == [] and changed.pdf == fresh.pdf
    titles = tuple(entry["title"] for entry in content["chapters"])
    assert {title: listed(changed.pdf, title) for title in titles} == openings(changed.pdf, titles)


def test_offprints_are_the_pages_of_the_book_under_a_cover(tmp_path: Path) -> None:
    file = written(tmp_path, workshop())
    book, offprints = product(file, tmp_path, "volume"), product(file, tmp_path, "offprints")
    assert [document.file for document in offprints.documents] == [f"offprints/{name}.pdf" for name in CHAPTERS]
    moon = offprints.documents[1].data
    first = openings(book.pdf, TITLES)[TITLES[1]]
    assert labels(moon)[2] == first
    cover = " ".join(" ".join(texts(moon)[:2]).split())
    assert f"(ed.), Tides Read, p. {first}." in cover and "Tides Read" in cover and TITLES[1] in cover
    there = labels(book.pdf).index(first)
    ours = pypdfium2.PdfDocument(moon)[2].render(scale=1).to_pil().tobytes()
    theirs = pypdfium2.PdfDocument(book.pdf)[there].render(scale=1).to_pil().tobytes()
    assert ours == theirs


def test_a_finished_pdf_is_bound_and_its_faults_are_told_by_name_and_page(tmp_path: Path) -> None:
    content = workshop()
    content["chapters"][2]["source"] = "shore.pdf"
    made = built(
        tmp_path, content, {"shore.pdf": paper("Where the Land Ends by Kari Hansen, and a good deal more text")}
    )
    assert made.pdf
    assert any("shore.pdf: page 1: the font Helvetica is not embedded" in message for message in faults(made))
    assert [finding.code for finding in made.findings].count("claims-lost") == 1
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()
    assert listed(made.pdf, TITLES[2]) == str(int(listed(made.pdf, TITLES[1])) + 2)


@pytest.mark.parametrize("written_text", ["", "   :alt: Picture.png\n"])
def test_a_picture_that_nothing_describes_takes_the_claim_to_pdf_ua_away(tmp_path: Path, written_text: str) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(picture, "png")
    text = CHAPTERS["shore"] + "\n.. figure:: picture.png\n" + written_text
    made = built(tmp_path, workshop(), {"shore.rst": text, "picture.png": picture.getvalue()})
    (told,) = [one for one in made.findings if one.severity is not Severity.ADVICE]
    assert "can then not claim PDF/UA" in told.message and told.place and told.place.file.name == "shore.rst"
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert "pdfuaid:part" not in metadata and metadata.pdfa_status == "3A"
    figure = read_tree(made.pdf).all("Figure")[-1]
    assert not figure.alt
    described = text.replace(written_text, "") + "\n   A heron on the flats\n"
    made = built(tmp_path, workshop(), {"shore.rst": described, "picture.png": picture.getvalue()})
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_under_the_chatham_house_rule_chapters_name_nobody_who_did_not_agree(tmp_path: Path) -> None:
    rule = {"attribution": "chatham-house", "not_names": ["Okafor"]}
    content = workshop(policy=rule)
    content["chapters"][2]["source"] = "shore.pdf"
    sources = {"shore.pdf": paper("Where the Land Ends by Kari Hansen, and a good deal more text"),
               "gauges.rst": CHAPTERS["gauges"].replace("Tides are", "Hansen says that tides are", 1)}  # fmt: skip
    made = built(tmp_path, content, sources)
    assert [(one.place.file.name, one.place.line) for one in errors(made) if one.place] == [("gauges.rst", 4)]
    del sources["gauges.rst"]
    assert [one.message.partition(",")[0] for one in errors(built(tmp_path, content, sources))] == [
        "shore.pdf: page 1 names 'Hansen'"
    ]
    content["chapters"][2]["authors"] = ["okafor"]
    made = built(tmp_path, content, sources)
    assert made.pdf and any("names 'Hansen'" in message for message in faults(made))


def errors(made: BuildResult) -> list[Finding]:
    return [finding for finding in made.findings if finding.severity is Severity.ERROR]


def test_a_paper_that_cannot_be_bound_leaves_a_page_that_says_why_and_stops_no_other(tmp_path: Path) -> None:
    content = workshop()
    content["chapters"][2]["source"] = "shore.pdf"
    made = built(tmp_path, content, {"shore.pdf": b"%PDF-1.7 and then nothing of use"})
    assert made.pdf and any("shore.pdf" in message for message in faults(made))
    assert set(openings(made.pdf, TITLES)) == set(TITLES)


def test_a_chapter_that_calls_itself_otherwise_is_found_at_its_own_title(tmp_path: Path) -> None:
    content = workshop()
    content["chapters"][2]["source"] = "shore.rst"
    content["chapters"][2]["title"] = "Another Title"
    text = b".. -*- mode: rst -*-\n\n===\nOwn\n===\n\nWords.\n"
    found = built(tmp_path, content, {"shore.rst": text}).findings
    (differs,) = (one for one in found if one.code == "title-differs")
    assert "the manuscript's title is “Own”" in differs.message and differs.place and differs.place.line == 4


def test_two_chapters_of_the_same_file_are_found(tmp_path: Path) -> None:
    content = workshop()
    same = paper("Where the Land Ends by Kari Hansen. The Moon and Its Pull by Okafor and Hansen")
    content["chapters"][1]["source"], content["chapters"][2]["source"] = "a.pdf", "b.pdf"
    made = built(tmp_path, content, {"a.pdf": same, "b.pdf": same})
    assert any("'b.pdf' is identical to 'a.pdf'" in message for message in faults(made))


def test_what_is_kept_is_used_and_a_damaged_part_is_set_anew(tmp_path: Path) -> None:
    first = product_alone(written(tmp_path, workshop()), tmp_path, "volume")
    parts = sorted((tmp_path / "build" / ".octavo" / "tides.parts").glob("*.part"))
    assert parts
    for part in parts[::2]:
        part.write_bytes(part.read_bytes()[:-20])

    assert product_alone(written(tmp_path, workshop()), tmp_path, "volume").pdf == first.pdf


def test_no_estimate_of_the_contents_shows_in_a_volume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, pages = [], []
    folder = written(tmp_path, workshop())
    for wrong in (0, 1, 2):
        monkeypatch.setattr(
            volume_builder,
            "estimate_contents_length",
            lambda *asked, wrong=wrong: estimate_contents_length(*asked) + wrong,
        )
        made.append(product_alone(folder, tmp_path, "volume").pdf)
        pages.append(len(list((tmp_path / "build" / ".octavo" / "tides.parts").glob("*.part"))))
    assert made[0] == made[1] == made[2]
    assert pages[0] < pages[1], "the front matter was not set for the other side"


FAULTY = """\
Where the Land Ends
===================

Professor ბერიძე agreed; so did
ნინო and ქეთი, as :cite:`newton1678` says and :ref:`nowhere` shows.

.. figure:: nowhere.png
   :alt: Nothing

   See :ref:`moonlight`.

And :math:`\\nosuchcommand{x}` is broken.
"""


def test_names_and_words_in_greek_and_cyrillic_are_slanted_as_any_other(tmp_path: Path) -> None:
    content = workshop()
    content["people"][0] |= {"given": "Борис", "affiliation": "Институт", "title": "Др"}
    content["chapters"][2]["short_title"] = "Где кончается земля"
    slanted = CHAPTERS["shore"] + f"\n\nThe *λόγος αλλού* again. {PARAGRAPH * 80}"
    assert faults(built(tmp_path, content, {"shore.rst": slanted})) == []


FORMULAS = """\
Where the Land Ends
===================

Here \\nosuch{x} stands, and :math:`x`.

Some
words and :math:`\\nosuch{x}` and more,
and :math:`x + \\nosuch`.

.. math::

   x = 1
   + \\nosuch{z}
"""


def test_a_broken_formula_is_told_where_it_stands(tmp_path: Path) -> None:
    file = written(tmp_path, workshop(), {"shore.rst": FORMULAS})
    found = [one.place for one in inspect_workshop(file, Project(tmp_path), ("volume",)) if one.code == "bad-formula"]
    assert [(place.line, place.column) for place in found if place] == [(7, 11), (8, 5), (12, 4)]


def test_a_check_finds_in_chapters_what_a_build_finds(tmp_path: Path) -> None:
    file = written(tmp_path, workshop(index_terms=[]), {"shore.rst": FAULTY})
    checked = {one for one in inspect_workshop(file, Project(tmp_path), ("volume", "offprints")) if one.place}
    made = {one for one in product(file, tmp_path, "volume").findings if one.place}
    assert checked == made
    assert {one.code: one.place.line for one in checked if one.place} == {
        "missing-glyph": 4,
        "unknown-citation": 5,
        "unknown-label": 5,
        "no-image": 7,
        "bad-formula": 12,
        "bibliography-unused": 1,
    }


OWN_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Own</title><id>own</id><category citation-format="author-date"/></info>
  <macro name="who"><names variable="author"><name form="short"/></names></macro>
  <citation><layout prefix="‹" suffix="›"><text macro="who"/></layout></citation>
  <bibliography><layout><text variable="title" font-style="italic"/></layout></bibliography>
</style>
"""


def test_a_citation_style_of_the_project_is_used_and_its_faults_have_lines(tmp_path: Path) -> None:
    content = workshop(index_terms=[])
    content["volume"]["citation_style"] = "own"
    (tmp_path / "styles").mkdir()
    style = tmp_path / "styles" / "own.csl"
    style.write_text(OWN_STYLE)
    made = built(tmp_path, content)
    assert any("As ‹Newton› says" in text for text in texts(made.documents[0].data))
    style.write_text(OWN_STYLE.replace('<text macro="who"/>', '<text macro="whom"/>'))
    file = written(tmp_path, content)
    (found,) = [
        one for one in inspect_workshop(file, Project(tmp_path), ("volume",)) if one.code == "bad-citation-style"
    ]
    assert found.place is not None and (found.place.file, found.place.line) == (style, 4)


def test_letters_that_no_face_has_are_told_once_with_their_lines(tmp_path: Path) -> None:
    def told(content: dict[str, Any]) -> list[str]:
        file = written(tmp_path, content, {"shore.rst": FAULTY})
        found = inspect_workshop(file, Project(tmp_path), ("volume",))
        return [one.message for one in found if one.code == "missing-glyph"]

    assert told(workshop()) == ["no face has the Georgian letters ბ, ე, თ, ი, ნ, ო and 3 more; lines 4, 5"]
    assert told(workshop(glossary=[{"term": "ღვინო", "definition": "ღვ, ♈"}])) == [
        "no face has the Georgian letters ვ, ი, ნ, ო, ღ; lines 52, 53",
        "no face has the character ♈ (U+2648 ARIES)",
        "no face has the Georgian letters ბ, ე, თ, ი, ნ, ო and 3 more; lines 4, 5",
    ]


def test_nothing_that_a_manuscript_holds_is_lost(tmp_path: Path) -> None:
    odd = """\
Where the Land Ends
===================

A note is called [#]_, another is not. An |unknown| thing, a :strange:`role`, a `broken link_.

.. [#] The called note.
.. [9] The note that nobody calls.

.. strange:: directive

   Words of the strange directive.

.. figure:: nowhere.png

   The caption of the figure.

.. math::

   \\nosuchcommand{x}

.. code-block:: klingon

   Words of the listing.
"""
    made = built(tmp_path, workshop(), {"shore.rst": odd})
    said = " ".join(" ".join(texts(made.pdf)).split())
    for words in (
        "The called note.",
        "The note that nobody calls.",
        "|unknown|",
        "role",
        "broken link_",
        "Words of the strange directive.",
        "nowhere.png",
        "The caption of the figure.",
        "nosuchcommand{x}",
        "Words of the listing.",
    ):
        assert words in said, words
    found = {finding.code: finding.place for finding in made.findings if finding.severity is Severity.WARNING}
    assert {"rest", "note-uncalled", "no-image", "bad-formula"} <= set(found)
    assert all(place is not None and place.file.name == "shore.rst" for place in found.values())


def test_a_figure_that_is_a_pdf_stays_a_drawing_and_fits_a_document_for_keeping(tmp_path: Path) -> None:
    pdfa = pytest.importorskip("pikepdf.pdfa", reason="comes with pikepdf[pdfa]")
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 100))
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"0 1 1 0 k 10 10 180 80 re f")
        out = io.BytesIO()
        pdf.save(out)
    text = CHAPTERS["shore"] + "\n.. figure:: flag.pdf\n   :alt: A red flag\n\n   A flag of :math:`x` and more.\n"
    made = built(tmp_path, workshop(), {"shore.rst": text, "flag.pdf": out.getvalue()})
    assert faults(made) == []
    number = next(n for n, words in enumerate(texts(made.pdf)) if "A flag of" in words)
    assert re.search(r"A flag of[^\n]*and more", texts(made.pdf)[number])
    picture = pypdfium2.PdfDocument(made.pdf)[number].render(scale=1).to_pil()
    assert (255, 0, 0) in {colour for _, colour in picture.getcolors(1 << 20)}
    report = pdfa.validate_written(io.BytesIO(made.pdf), "3b")
    # The validator knows neither level A nor the schema of PDF/UA.
    assert {finding.rule for finding in report.findings if "Metadata" not in str(finding)} == set()


@pytest.mark.parametrize("number", [3, 10, 30])
def test_the_title_page_names_every_editor(tmp_path: Path, number: int) -> None:
    people = [
        {"id": f"e{one}", "given": f"G{one}n", "family": f"F{one}x", "affiliation": "Institute for the Study of Tides"}
        for one in range(number)
    ]
    kept = workshop()
    kept["volume"].update(editors=[person["id"] for person in people], publisher={"name": "Tidal Press"})
    made = built(tmp_path, {**kept, "people": [*kept["people"], *people]})
    assert faults(made) == []
    pages = texts(made.pdf)
    (imprint,) = [at for at, page in enumerate(pages) if "Edited by" in page]
    title = "\n".join(pages[2:imprint])
    assert all(f"G{one}n F{one}x" in title for one in range(number)) and "Tidal Press" in title
    assert "Proceedings of" in title and "2026" in title


def test_a_book_may_have_next_to_nothing_in_it_and_name_nobody(tmp_path: Path) -> None:
    bare = workshop(
        volume={"title": "Tides"},
        index_terms=[],
        policy={"attribution": "chatham-house"},
        chapters=[{"id": "shore", "title": "Where the Land Ends", "authors": ["hansen"], "source": "shore.rst"}],
    )
    file = written(tmp_path, bare, {"shore.rst": "The shore is short.\n"})
    for name in ("volume", "offprints"):
        made = product(file, tmp_path, name)
        assert made.pdf and faults(made) == []
        assert "Hansen" not in " ".join(texts(made.pdf))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (BIB.replace("Isaac", "Isaäc").encode("latin-1"), "read as Windows-1252"),
        (BIB.encode("utf-16"), "read as UTF-16"),
        (BIB.replace("Isaac", "I\0sa\x1bac").encode(), "invisible character U+0000"),
    ],
    ids=["Windows", "UTF-16", "controls"],
)
def test_a_bibliography_that_is_written_otherwise_is_read_as_a_manuscript_is(
    tmp_path: Path, data: bytes, told: str
) -> None:
    file = written(tmp_path, workshop())
    (file.parent / "tides.bib").write_bytes(data)
    findings = inspect_workshop(file, Project(tmp_path), ("volume",))
    (amiss,) = [one for one in findings if one.code in ("not-utf-8", "forbidden-character")]
    assert told in amiss.message and amiss.place is not None and amiss.place.file.name == "tides.bib"
    assert not has_errors(findings) and "lost-character" not in {one.code for one in findings}


def test_no_file_outside_the_workshop_is_an_input(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("A,B\nx,1\n")
    pictures = "".join(f"\n\n.. image:: {path}\n   :alt: Tides" for path in (outside, "../../outside.png", "lost.png"))
    charts = "".join(f"\n\n.. chart:: bars\n   :title: T\n   :file: {path}" for path in (outside, "lost.csv"))
    made = built(tmp_path, workshop(), {"gauges.rst": f"{PARAGRAPH}{pictures}{charts}\n"})
    names = {path.name for path in made.inputs}
    assert {"lost.png", "lost.csv"} <= names and not names & {"outside.csv", "outside.png"}
