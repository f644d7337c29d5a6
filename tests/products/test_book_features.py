"""What a chapter may have beside text: callouts, mottos, pictures in rows and over the edges, notes in the margin."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from octavo.building.product_pipeline import BuildResult
from small_volume import PARAGRAPH, built, workshop
from structure_tree import read_tree

POINTS = 72 / 25.4
LONG_NOTE = "A long note goes on. " * 30
CHAPTER = f"""\
.. epigraph::

   All flows.

   -- Heraclitus

{PARAGRAPH * 3} One is called here. [#]_ So is a long one. [#]_ And a third. [#]_

.. [#] Beside the line.
.. [#] {LONG_NOTE}
.. [#] Beside it too.

.. math::
   :label: level

   h = a

.. key-finding::

   Nobody reads tides at noon.

.. note::

   Noon is a time of day.

.. pull-quote::

   It was the moon.

.. code-block:: text

   short

.. code-block:: text

   {"x" * 79}

.. figure:: wide.jpg
   :alt: A gauge
   :name: gauge

   Beside the gauge.

.. side-by-side::

   .. figure:: wide.jpg
      :alt: A wide one

      Left.

   .. figure:: tall.jpg
      :alt: A tall one

      Right.

{PARAGRAPH * 30}

.. full-bleed:: large.jpg
   :alt: The sea

   The sea at night.

{PARAGRAPH * 20}

{PARAGRAPH * 20}

.. full-bleed:: large.jpg
   :alt: The shore
   :place: head

   The shore at night.

{PARAGRAPH * 20}
"""


def photograph(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(out, "JPEG")
    return out.getvalue()


def book(folder: Path, style: str) -> BuildResult:
    told = workshop()
    content = workshop(volume={**told["volume"], "style": style}, index_terms=[])
    sources: dict[str, str | bytes] = {
        "gauges.rst": CHAPTER, "wide.jpg": photograph(900, 600), "tall.jpg": photograph(600, 900),
        "large.jpg": photograph(1800, 2500),
    }  # fmt: skip
    return built(folder, content, sources)


@pytest.fixture(scope="module")
def broad(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return book(tmp_path_factory.mktemp("broad"), "proceedings-a4")


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return book(tmp_path_factory.mktemp("narrow"), "proceedings")


def pages_of(made: BuildResult) -> list[Any]:
    assert not [one for one in made.findings if one.severity.name in ("ERROR", "WARNING")], made.findings
    return list(pdfplumber.open(io.BytesIO(made.pdf)).pages)


def with_words(pages: list[Any], *words: str) -> tuple[int, Any, list[Any]]:
    """Return the first page that has some words in this order, its number, and the words."""
    for number, page in enumerate(pages, 1):
        said = page.extract_words()
        for at in range(len(said)):
            if tuple(one["text"] for one in said[at : at + len(words)]) == words:
                return number, page, said[at : at + len(words)]
    raise AssertionError(words)


def test_a_callout_is_an_aside_and_a_motto_a_quotation(narrow: BuildResult) -> None:
    pages_of(narrow)
    tree = read_tree(narrow.pdf)
    assert [one.text for one in tree.all("Aside")] == [
        "Key findingNobody reads tides at noon.", "NoteNoon is a time of day.",
    ]  # fmt: skip
    assert [one.text for one in tree.all("BlockQuote")] == ["All flows.— Heraclitus", "It was the moon."]
    with pikepdf.open(io.BytesIO(narrow.pdf)) as pdf:
        assert str(pdf.Root.StructTreeRoot.RoleMap.Aside) == "/Sect"


def test_a_listing_is_set_smaller_only_if_its_lines_are_long(narrow: BuildResult) -> None:
    (_, page, _), (_, other, _) = (with_words(pages_of(narrow), word) for word in ("short", "x" * 79))
    sizes = {
        round(letter["size"], 1)
        for one in (page, other)
        for letter in one.chars
        if "Mono" in letter["fontname"] and letter["text"] in "shortx"
    }
    assert len(sizes) == 2 and max(sizes) == 7.8 and min(sizes) >= 7


def test_pictures_side_by_side_have_one_height_and_fill_the_line(narrow: BuildResult) -> None:
    _, page, _ = with_words(pages_of(narrow), "Left.")
    left, right = sorted((one for one in page.images if one["width"] < 110 * POINTS), key=lambda one: one["x0"])[-2:]
    assert left["height"] == pytest.approx(right["height"], abs=0.5)
    assert left["top"] == pytest.approx(right["top"], abs=0.5)
    assert left["width"] == pytest.approx(2.25 * right["width"], rel=0.01)
    assert right["x1"] - left["x0"] == pytest.approx(125 * POINTS, abs=0.5)


@pytest.mark.parametrize("made", ["broad", "narrow"])
def test_a_photograph_fills_its_page_over_the_edges_and_its_caption_follows(
    made: str, request: pytest.FixtureRequest
) -> None:
    pages = pages_of(request.getfixturevalue(made))
    number, _, _ = with_words(pages, "(previous", "page)", "The", "sea")
    page = pages[number - 2]
    assert not page.extract_words()
    (image,) = page.images
    edges = image["x0"], image["top"], page.width - image["x1"], page.height - image["bottom"]
    assert all(edge < -5 * POINTS + 0.5 for edge in edges)


@pytest.mark.parametrize("made", ["broad", "narrow"])
def test_a_photograph_at_the_head_of_a_page_reaches_three_edges_and_has_the_folio_below(
    made: str, request: pytest.FixtureRequest
) -> None:
    number, page, (shore, *_) = with_words(pages_of(request.getfixturevalue(made)), "The", "shore")
    shown = pypdfium2.PdfDocument(request.getfixturevalue(made).pdf)[number - 1].render().to_pil()
    right, low = shown.width - 1, int(shore["top"]) - 12
    corners = [shown.getpixel(place)[0] for place in ((0, 0), (right, 0), (0, low), (right, low))]
    assert corners == pytest.approx([90] * 4, abs=2)
    assert shown.getpixel((1, int(shore["bottom"]))) == (255, 255, 255)
    assert not [one for one in page.extract_words() if one["top"] < low]
    assert page.extract_words()[-1]["text"].isdigit()


def test_short_notes_and_captions_stand_in_the_outer_margin_where_a_style_has_one(broad: BuildResult) -> None:
    pages = pages_of(broad)
    for words, called in ((("Beside", "the", "line."), "here.1"), (("Beside", "it", "too."), "third.3")):
        number, page, (first, *_) = with_words(pages, *words)
        is_left = number % 2 == 0
        assert first["x1"] < 60 * POINTS if is_left else first["x0"] > 150 * POINTS
        (line,) = [one for one in page.extract_words() if one["text"] == called]
        assert -14 < first["top"] - line["top"] < 28
    number, page, (first, *_) = with_words(pages, "A", "long", "note")
    assert first["top"] > 200 * POINTS and 25 * POINTS - 1 < first["x0"] < 150 * POINTS
    number, page, (first, *_) = with_words(pages, "Beside", "the", "gauge.")
    (image,) = [one for one in page.images if one["width"] > 100 * POINTS]
    assert first["x1"] < 60 * POINTS if number % 2 == 0 else first["x0"] > 150 * POINTS
    assert first["bottom"] == pytest.approx(image["bottom"], abs=4)


def test_notes_in_the_margin_are_notes_after_their_call_for_screen_readers(broad: BuildResult) -> None:
    paragraph = next(one for one in read_tree(broad.pdf).all("P") if "called here" in one.text)
    kids = [kid for kid in paragraph.kids if not isinstance(kid, str)]
    assert [(kid.role, kid.text[:16]) for kid in kids] == [
        ("Reference", "1"), ("Note", "1 Beside the lin"), ("Reference", "2"), ("Note", "2 A long note go"),
        ("Reference", "3"), ("Note", "3 Beside it too."),
    ]  # fmt: skip


def test_without_such_a_margin_all_notes_stand_at_the_foot_of_the_page(narrow: BuildResult) -> None:
    pages = pages_of(narrow)
    for words in (("Beside", "the", "line."), ("A", "long", "note"), ("Beside", "it", "too.")):
        assert with_words(pages, *words)[2][0]["top"] > 120 * POINTS


def test_lines_on_a4_have_125_mm(broad: BuildResult) -> None:
    _, page, _ = with_words(pages_of(broad), "The", "Moon")
    words = [one for one in page.extract_words() if one["top"] > 60 * POINTS]
    wide = max(one["x1"] for one in words) - min(one["x0"] for one in words)
    assert wide == pytest.approx(125 * POINTS, abs=1)


def test_a_photograph_of_too_few_pixels_is_named_in_its_place(tmp_path: Path) -> None:
    text = ".. full-bleed:: small.jpg\n   :alt: The sea\n\n   The sea.\n\nMore.\n"
    made = built(tmp_path, workshop(index_terms=[]), {"shore.rst": text, "small.jpg": photograph(900, 1200)})
    (told,) = [one for one in made.findings if one.code == "low-resolution"]
    has = "the photograph 'small.jpg' has 900 × 1,200 pixels, which are 122 to the inch on a whole page"
    assert told.message == f"{has}: squares would be seen"
    assert told.hint == "use one of 1,339 × 1,969 pixels or more, or write '.. figure::' in place of '.. full-bleed::'"
    assert told.place and told.place.line == 1 and told.missing
    if made.documents:
        _, page, _ = with_words(list(pdfplumber.open(io.BytesIO(made.pdf)).pages), "[small.jpg]")
        assert "Figure 1 The sea." in page.extract_text()


def test_a_photograph_within_a_box_cannot_reach_the_edges(tmp_path: Path) -> None:
    text = "Words.\n\n.. note::\n\n   .. full-bleed:: large.jpg\n      :alt: The sea\n\n      The sea.\n\nMore.\n"
    made = built(tmp_path, workshop(index_terms=[]), {"shore.rst": text, "large.jpg": photograph(1400, 2000)})
    (told,) = [one for one in made.findings if one.code == "nested-photograph"]
    assert told.place and told.place.line == 5 and told.missing
    assert told.hint and "'.. figure::'" in told.hint
    assert "overflow" not in {one.code for one in made.findings}
