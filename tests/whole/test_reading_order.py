"""Our products as software reads them aloud: in the order of their source, with all that eyes would see."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pikepdf
import pytest
from docutils import nodes

from checkout import ROOT
from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.chapters.manuscript_roles import cite, cross, label
from octavo.findings.finding import Severity
from octavo.loading.workshop_loader import load_workshop
from octavo.preflight.checks.pdf_a import check_pdf_a
from octavo.preflight.checks.pdf_ua import check_pdf_ua
from octavo.product_catalogue import CATALOGUE
from octavo.products.report_builder import ReportBuilder
from octavo.products.volume_builder import VolumeBuilder
from octavo.project.project_folders import Project
from octavo.rendering.rst.directives import symbol
from pdf_ua_documents import Change, changed
from shipped_products import shipped_product, workshop_file
from small_volume import built, workshop
from structure_tree import Element, read_pages, read_tree
from typeset_parts import part

PRODUCTS = [
    ("specimen", "summary"),
    ("specimen", "follow-up"),
    ("specimen", "volume"),
    ("specimen-fr", "summary"),
    ("specimen-fr", "follow-up"),
    ("illicit-trafficking-2004", "summary"),
    ("illicit-trafficking-2004", "follow-up"),
]
LEVELS = ("H1", "H2", "H3", "H4", "H5", "H6")
# What the toolkit prints of its own accord: labels with their numbers, and numbers of headings and notes.
GENERATED = re.compile(r"\d+|Table|Tableau|Figure|Annex|Annexe|Listing|[A-Z]")
UNSAID = (
    nodes.comment, nodes.footnote, nodes.citation, nodes.label, nodes.system_message, nodes.substitution_definition,
    nodes.math, nodes.math_block, nodes.citation_reference, cite, cross, label,
    symbol,
)  # fmt: skip
UNHEARD = ("TOC", "Figure", "Formula")
MARKER = re.compile(r"\W*\d*\W*|[a-zA-Z]{1,5}[.)]\s*")
INLINE = ("Span", "Link", "Quote", "Code", "Reference")


def pdf(name: str, product: str) -> bytes:
    made = shipped_product(name, product)
    assert [finding for finding in made.findings if finding.severity is Severity.ERROR] == []
    return made.pdf


@cache
def read(name: str, product: str) -> Element:
    return read_tree(pdf(name, product))


def as_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\xad", ""))


# Order


def source(name: str, product: str) -> Iterator[str]:
    """Give the text of a product part by part: that of its templates filled, and of its manuscripts."""
    file = workshop_file(name)
    kind = VolumeBuilder if product == "volume" else ReportBuilder
    book = kind(CATALOGUE[product], load_workshop(file), Project(ROOT))
    composed = book.compose()
    trees = composed.volume.filled.trees if product == "volume" else composed.trees
    for plan in book.inputs.product.parts:
        if plan.chapters:
            for chapter in book.inputs.workshop.chapters:
                path = file.parent / str(chapter.source)
                yield said(parse_manuscript(path.read_bytes(), path, f"{chapter.id}-").tree)
        elif plan.name in trees:
            yield said(trees[plan.name])


def said(tree: nodes.document) -> str:
    """Give the words of a tree, notes where they are first called."""
    notes = {identity: note for note in tree.findall(nodes.footnote) for identity in note["ids"]}
    return " ".join(_said(tree, notes))


def _said(node: nodes.Node, notes: dict[str, nodes.footnote]) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, nodes.footnote_reference):
        note = notes.pop(str(node.get("refid")), None)
        for part in note.children if note is not None else ():
            yield from _said(part, notes)
    elif not (isinstance(node, UNSAID) or (isinstance(node, nodes.figure) and node.get("bleed"))):
        # The text goes on before photographs that fill a page: they and their captions are read where they stand.
        inner = [text for child in node.children for text in _said(child, notes)]
        yield from ["".join(inner)] if isinstance(node, nodes.Inline | nodes.TextElement) else inner


def heard(element: Element) -> str:
    """Give the words of the tags, without contents, marks of items and notes, and what a picture shows."""
    kept = [
        kid if isinstance(kid, str) else heard(kid)
        for kid in element.kids
        if isinstance(kid, str) or not (kid.role in UNHEARD or (kid.role == "Lbl" and MARKER.fullmatch(kid.text)))
    ]
    text = "".join(kept)
    return text if element.role in INLINE else f" {text} "


@pytest.mark.parametrize(("name", "product"), PRODUCTS)
def test_the_words_are_read_in_the_order_of_their_source_and_none_is_missing(name: str, product: str) -> None:
    read_out = iter(as_words(heard(read(name, product))))
    added = []
    for place, word in enumerate(written := as_words(" ".join(source(name, product)))):
        for other in read_out:
            if other == word:
                break
            added.append(other)
        else:
            pytest.fail(f"“{word}” is not read where it stands: after {written[max(0, place - 8) : place]}")
    added += read_out
    assert len(written) > 500
    # The heads of chapters, their references and the index are made by other templates.
    if product != "volume":
        assert [word for word in added if not GENERATED.fullmatch(word)] == []
        assert len(added) < len(written) / 20


def test_the_captions_of_photographs_that_fill_a_page_are_read() -> None:
    heads = [one.text for one in read("specimen", "volume").all("Caption")]
    for words in ("The tower of the institute that was visited last.", "The hall in which the officer told of"):
        assert any(words in text for text in heads)


def test_a_word_that_is_read_elsewhere_would_be_seen() -> None:
    written = as_words(" ".join(source("specimen-fr", "summary")))
    assert written != sorted(written) and len(set(written)) > 200


def test_letters_that_are_set_as_small_capitals_are_read_as_they_were_written() -> None:
    css = "p { font-variant-caps: all-small-caps } em { font-variant-caps: small-caps; font-style: normal }"
    body = "<p>The Banana of NATO</p><p><em>A well-known</em> a fin &amp; “Ä”</p>"
    for width in ("70mm", "12mm"):
        made = part(body, f"{css} p {{ width: {width}; hyphens: auto }}")
        paragraphs = [each.text.replace("\xad", "").strip() for each in read_tree(made.pdf).all("P")]
        assert paragraphs == ["The Banana of NATO", "A well-known a fin & “Ä”"]
        assert not [page.unmarked for page in read_pages(made.pdf) if page.unmarked]


# Headings, pictures, tables


@pytest.mark.parametrize(("name", "product"), PRODUCTS)
def test_headings_nest(name: str, product: str) -> None:
    heads = read(name, product).all(*LEVELS)
    levels = [int(head.role[1]) for head in heads]
    assert levels[0] == 1 and len(levels) > 5
    assert all(level <= before + 1 for before, level in pairwise(levels))
    assert all(as_words(head.text) for head in heads)


def is_sign(picture: Element) -> bool:
    """Whether a picture is as small as a letter, and stands for a word."""
    left, bottom, right, top = (float(edge) for edge in picture.attributes.get("BBox", (0, 0, 99, 99)))
    return max(right - left, top - bottom) < 12


@pytest.mark.parametrize(("name", "product"), PRODUCTS)
def test_every_figure_and_formula_speaks(name: str, product: str) -> None:
    pictures = read(name, product).all("Figure", "Formula")
    # The summary of a workshop of which no status is known has no picture.
    assert pictures or (name, product) == ("illicit-trafficking-2004", "summary")
    for picture in pictures:
        assert len(picture.alt.strip()) > (0 if picture.role == "Formula" or is_sign(picture) else 8), picture
        assert not re.fullmatch(r"\S+\.(png|jpe?g|webp|svg|pdf)", picture.alt.strip(), re.IGNORECASE)


def grid(table: Element) -> dict[tuple[int, int], Element]:
    """Lay the cells of a table out by row and column, each in all places over which it goes."""
    placed: dict[tuple[int, int], Element] = {}
    for down, row in enumerate(table.all("TR")):
        across = 0
        for cell in row.all("TH", "TD"):
            while (down, across) in placed:
                across += 1
            for y in range(int(cell.attributes.get("RowSpan", 1))):
                for x in range(int(cell.attributes.get("ColSpan", 1))):
                    placed[down + y, across + x] = cell
    return placed


def heads(table: dict[tuple[int, int], Element], place: tuple[int, int]) -> list[Element]:
    """Find the head cells that are announced for a cell: those above it of its column, those of its row."""
    row, column = place
    found = []
    for (down, across), cell in table.items():
        scope = str(cell.attributes.get("Scope", "")) if cell.role == "TH" else ""
        if (scope == "/Column" and across == column and down < row) or (scope == "/Row" and down == row):
            found.append(cell)
    return found


@pytest.mark.parametrize(("name", "product"), PRODUCTS)
def test_tables_are_regular_and_announce_heads_for_each_cell(name: str, product: str) -> None:
    tables = read(name, product).all("Table")
    assert bool(tables) == (product != "summary")
    for table in tables:
        placed = grid(table)
        width, height = max(x for _, x in placed) + 1, max(y for y, _ in placed) + 1
        assert placed.keys() == {(y, x) for y in range(height) for x in range(width)}, table.text[:60]
        assert all("Scope" in cell.attributes for cell in table.all("TH"))
        for place, cell in placed.items():
            if cell.role == "TD":
                announced = [head for head in heads(placed, place) if head.text.strip()]
                assert announced, f"{cell.text!r} in {table.text[:60]!r}"


@pytest.mark.parametrize(("name", "product"), PRODUCTS)
def test_lists_are_of_items_and_links_say_where_they_lead(name: str, product: str) -> None:
    tree = read(name, product)
    for listed in tree.all("L"):
        assert {kid.role for kid in listed.kids if isinstance(kid, Element)} <= {"LI", "L", "Caption"}
        assert all(item.all("LBody") for item in listed.all("LI"))
    assert all(words.strip() and target for link in tree.all("Link") for words, target in link.links)


@pytest.mark.parametrize(("name", "product"), PRODUCTS)
def test_preflight_takes_them_for_what_they_claim_to_be(name: str, product: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(name, product))) as opened:
        assert list(check_pdf_ua(opened)) == []
        assert [found for found in check_pdf_a(opened) if found.severity is not Severity.ADVICE] == []
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1" and metadata.pdfa_status == "3A"


# Languages


@pytest.mark.parametrize("name", ["specimen", "specimen-fr"])
def test_the_document_says_its_language(name: str) -> None:
    with pikepdf.open(io.BytesIO(pdf(name, "summary"))) as opened:
        assert str(opened.Root.Lang) == ("fr" if name.endswith("fr") else "en")


FRENCH = """\
Où finit la terre
=================

La mer monte, et :language-de:`das Wort` reste. Voir :ref:`moon`.

.. csv-table:: Deux ports
   :header: Port, Marée

   Brest, haute
"""
MIXED = """\
Words
=====

The shore is short: :language-fr:`un mot`.

.. class:: language-de

Ein Absatz.
"""


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Element:
    content = workshop()
    content["chapters"][2] |= {"title": "Où finit la terre", "language": "fr"}
    content["chapters"].append({"id": "words", "title": "Words", "authors": ["hansen"], "source": "words.rst"})
    made = built(tmp_path_factory.mktemp("mixed"), content, {"shore.rst": FRENCH, "words.rst": MIXED})
    assert [finding.message for finding in made.findings if finding.severity is not Severity.ADVICE] == []
    with pikepdf.open(io.BytesIO(made.pdf)) as opened:
        assert list(check_pdf_ua(opened)) == []
    return read_tree(made.pdf)


def languages(tree: Element, within: str = "en") -> Iterator[tuple[str, str]]:
    """Give each run of words with the language in which it is read."""
    own = tree.lang or within
    for kid in tree.kids:
        if isinstance(kid, str):
            yield own, kid
        else:
            yield from languages(kid, own)


def language_of(tree: Element, words: str) -> set[str]:
    runs = list(languages(tree))
    return {lang for lang, text in runs if words in text.replace("\xa0", " ")}


def test_a_chapter_in_another_language_is_read_in_it(mixed: Element) -> None:
    assert language_of(mixed, "La mer monte") == {"fr"} and language_of(mixed, "Brest") == {"fr"}
    assert language_of(mixed, "Tableau") == {"fr"} and language_of(mixed, "das Wort") == {"de"}
    assert language_of(mixed, "The shore is short") == {"en"} and language_of(mixed, "un mot") == {"fr"}
    assert language_of(mixed, "Ein Absatz") == {"de"} and language_of(mixed, "Contents") == {"en"}


def test_its_title_is_in_its_language_in_the_contents_too(mixed: Element) -> None:
    (contents,) = mixed.all("TOC")
    assert language_of(contents, "Où finit") == {"fr"}
    assert language_of(contents, "The Moon") == {"en"}
    (title,) = [head for head in mixed.all("H1") if "Où finit" in head.text.replace("\xa0", " ")]
    assert language_of(mixed, title.text.replace("\xa0", " ")) == {"fr"}


def test_what_would_keep_it_from_being_read_is_found_in_a_damaged_copy() -> None:
    def change(opened: pikepdf.Pdf) -> None:
        opened.Root.StructTreeRoot.K[0].K = pikepdf.Array(list(opened.Root.StructTreeRoot.K[0].K)[1:])

    damaged: Change = change
    assert "01-005" in {found.condition for found in check_pdf_ua(changed(damaged, pdf("specimen-fr", "summary")))}
