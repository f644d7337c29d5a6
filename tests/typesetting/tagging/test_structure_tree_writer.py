"""The structure tree follows the HTML, not the pages: one element each, in reading order, and nothing beside it."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from octavo.typesetting.typesetter import typeset
from structure_tree import Element, read_pages, read_tree
from typeset_parts import PHRASE, codes, job, part

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{}<rect width="9" height="9"/></svg>'


def tree(body: str, css: str = "", **assets: bytes) -> Element:
    """Set a part and read its tree, having seen that all its paint is marked."""
    made = part(body, css, **assets)
    assert not [page.unmarked for page in read_pages(made.pdf) if page.unmarked]
    return read_tree(made.pdf)


def only(body: str, css: str = "") -> Element:
    (element,) = tree(body, css).kids
    assert isinstance(element, Element)
    return element


def joined(text: str) -> str:
    """Undo hyphenation, as a reader does."""
    return text.replace("\xad", "")


def test_sections_headings_and_paragraphs_have_their_types() -> None:
    body = (
        "<main><article><section><h1>One</h1><p>Two</p><h2>Three</h2><div><p>Four</p></div></section></article></main>"
    )
    assert tree(body).outline() == (
        "Document",
        ("Part", ("Art", ("Sect", ("H1", "One"), ("P", "Two"), ("H2", "Three"), ("Div", ("P", "Four"))))),
    )  # fmt: skip


def test_a_paragraph_over_several_pages_is_one_element() -> None:
    words = PHRASE * 60
    element = only(f"<p>{words}</p>", "p { text-align: justify; hyphens: auto }")
    assert element.role == "P" and element.pages == set(range(5)) and joined(element.text).split() == words.split()


def test_a_line_broken_between_words_keeps_its_space_and_a_hyphen_is_soft() -> None:
    text = only(f"<p>{PHRASE * 9}</p>", "p { hyphens: auto }").text
    assert joined(text).strip() == (PHRASE * 9).strip() and "\xad" in text


def test_an_authors_own_hyphen_at_the_end_of_a_line_stays() -> None:
    assert only("<p>A well-known word</p>", "p { width: 15mm; hyphens: auto }").text == "A well-known word"


def test_words_in_faces_of_their_own_do_not_run_together() -> None:
    body = "<p><em>One</em> <em>two</em> three&nbsp;four <em>five</em></p>"
    assert only(body, "p { width: 22mm }").text == "One two three four five"


def test_lists_have_labels_bodies_and_a_numbering() -> None:
    body = "<ul><li>One</li><li><p>Two</p><ol><li>Inner</li></ol></li></ul>"
    element = only(body)
    assert element.outline() == (
        "L",
        ("LI", ("Lbl", "• "), ("LBody", "One")),
        ("LI", ("Lbl", "• "), ("LBody", ("P", "Two"), ("L", ("LI", ("Lbl", "1. "), ("LBody", "Inner"))))),
    )
    assert [str(each.attributes["ListNumbering"]) for each in element.all("L")] == ["/Disc", "/Decimal"]


def test_definitions_are_a_list_of_terms() -> None:
    body = "<dl><dt>One</dt><dd>First</dd><div><dt>Two</dt><dd>Second</dd></div></dl>"
    assert only(body).outline() == (
        "L",
        ("LI", ("Lbl", "One"), ("LBody", "First")),
        ("LI", ("Lbl", "Two"), ("LBody", "Second")),
    )


def test_a_list_over_pages_is_one_list() -> None:
    element = only("<ul>" + f"<li>{PHRASE}</li>" * 30 + "</ul>")
    assert element.role == "L" and len(element.all("LI")) == 30 and len(element.pages) > 2


TABLE = (
    "<table><caption>Title</caption><thead><tr><th>Country</th><th colspan=2>Number</th></tr></thead>"
    "<tbody>{}</tbody><tfoot><tr><td>Sum</td><td>1</td><td>2</td></tr></tfoot></table>"
)


def test_a_table_has_its_parts_scopes_and_spans() -> None:
    element = only(
        TABLE.format("<tr><th>Norway</th><td rowspan=2>1</td><td>2</td></tr><tr><th>Chad</th><td></td></tr>")
    )
    assert [kid.role for kid in element.kids if isinstance(kid, Element)] == ["Caption", "THead", "TBody", "TFoot"]
    heads = [(head.text, str(head.attributes["Scope"])) for head in element.all("TH")]
    assert heads == [("Country", "/Column"), ("Number", "/Column"), ("Norway", "/Row"), ("Chad", "/Row")]
    assert [int(cell.attributes["ColSpan"]) for cell in element.all("TH") if "ColSpan" in cell.attributes] == [2]
    assert [int(cell.attributes["RowSpan"]) for cell in element.all("TD") if "RowSpan" in cell.attributes] == [2]
    assert [len(row.all("TD", "TH")) for row in element.all("TR")] == [2, 3, 2, 3]


def test_a_scope_that_the_author_gives_holds() -> None:
    head = only('<table><tr><td>a</td><th scope="row">b</th><th scope="col">c</th></tr></table>').all("TH")
    assert [str(cell.attributes["Scope"]) for cell in head] == ["/Row", "/Column"]


def test_a_table_over_pages_is_one_table_and_its_head_is_read_once() -> None:
    rows = "".join(f"<tr><th>Row {n}</th><td>{n}</td><td>x</td></tr>" for n in range(70))
    made = part(TABLE.format(rows))
    (table,) = read_tree(made.pdf).all("Table")
    assert len(table.all("TR")) == 72 and len(table.pages) > 2
    assert [head.text for head in table.all("THead")] == ["CountryNumber"] and len(table.all("TFoot")) == 1
    assert all("Country" in page.artifacts for page in read_pages(made.pdf)[1:])


def test_running_heads_and_folios_are_artifacts_of_pagination() -> None:
    css = "@page { font-family: Serif; @top-center { content: 'Head ' } @bottom-center { content: counter(page) } }"
    made = part("<p>Words", css)
    assert read_tree(made.pdf).text == "Words"
    assert [page.pagination for page in read_pages(made.pdf)] == ["Head1"]


def test_decoration_is_an_artifact() -> None:
    css = (
        "p { border: 1pt solid; background: linear-gradient(red, blue); text-decoration: underline }"
        " .x::before { content: url(asset:dot) }"
    )
    dot = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    body = "<p>Words</p><hr><p class=x>more</p><p aria-hidden=true>unsaid</p><p role=presentation>unsaid</p>"
    assert tree(body, css, dot=dot).outline() == ("Document", ("P", "Words"), ("P", "more"))


def test_a_note_is_read_where_it_is_called_wherever_it_is_printed() -> None:
    note = '<span class="footnote" id="n{0}">Note {0} says <em>so</em>.</span>'
    body = "<p>Before" + note.format(1) + " between" + note.format(2) + " after.</p>" + f"<p>{PHRASE * 30}</p>"
    paragraph, _ = tree(body).kids
    assert isinstance(paragraph, Element)
    assert paragraph.outline() == (
        "P",
        "Before",
        ("Reference", "1"),
        ("Note", ("Lbl", "1. "), "Note 1 says ", ("Span", "so"), "."),
        " between",
        ("Reference", "2"),
        ("Note", ("Lbl", "2. "), "Note 2 says ", ("Span", "so"), "."),
        " after.",
    )
    assert len({note.id for note in paragraph.all("Note")}) == 2


def test_a_link_says_in_words_where_it_leads() -> None:
    body = (
        '<p id="here">See <a href="https://example.org/x">the <em>long</em> programme</a>'
        ' and <a href="#here">this</a>.</p>'
    )
    made = part(body, "p { width: 30mm }")
    links = read_tree(made.pdf).all("Link")
    assert [link.text for link in links] == ["the long programme", "this"]
    assert set(links[0].links) == {("the long programme", "https://example.org/x")}
    assert links[1].links == [("this", "here")]
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        for page in pdf.pages:
            assert page.Tabs == "/S" and all(int(each.F) == 4 and "/StructParent" in each for each in page.Annots)


def test_a_link_that_is_not_read_is_not_there_to_be_followed() -> None:
    made = part('<p>Words</p><p aria-hidden=true><a href="https://example.org">x</a></p>')
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert "/Annots" not in pdf.pages[0]


def test_a_picture_in_a_link_is_part_of_it() -> None:
    (link,) = only(f'<p><a href="https://example.org">{SVG.format("<title>Home</title>")}</a></p>').all("Link")
    assert [kid.role for kid in link.all("Figure")] == ["Figure"] and {said for said, _ in link.links} == {"Home"}


def test_contents_are_entries_with_references_and_without_leaders() -> None:
    body = (
        '<nav role="doc-toc"><h1>Contents</h1><ol><li><a href="#a">First <span class="page" data-p="1"></span></a>'
        '<ol><li><a href="#b">Inner <span class="page" data-p="2"></span></a></li></ol></li></ol></nav>'
        '<h1 id="a">First</h1><h2 id="b">Inner</h2>'
    )
    css = "ol { list-style: none } .page::before { content: leader('.') } .page::after { content: attr(data-p) }"
    contents = tree(body, css).kids[0]
    assert isinstance(contents, Element)
    assert contents.outline() == (
        "Sect",
        ("H1", "Contents"),
        (
            "TOC",
            (
                "TOCI",
                ("Reference", ("Link", "First ", "1")),
                ("TOC", ("TOCI", ("Reference", ("Link", "Inner ", "2")))),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("picture", "alternative"),
    [
        (SVG.format("<title>Chart</title><desc>Of things.</desc>"), "Chart. Of things."),
        (SVG.format("<title>Chart?</title><desc>Yes</desc>"), "Chart? Yes"),
        (SVG.format("").replace("<svg", '<svg aria-label="A label"'), "A label"),
    ],
)
def test_a_figure_has_words_and_a_place(picture: str, alternative: str) -> None:
    figure = only(f"<figure>{picture}<figcaption>Figure 1</figcaption></figure>")
    assert [kid.role for kid in figure.kids if isinstance(kid, Element)] == ["Figure", "Caption"]
    (drawn,) = figure.all("Figure")
    assert drawn.alt == alternative
    left, bottom, right, top = map(float, drawn.attributes["BBox"])
    assert (round(right - left), round(top - bottom)) == (30, 15) and 0 < left < right < 283 and 0 < bottom < top < 340


def test_a_picture_without_words_is_found_and_one_with_none_is_decoration() -> None:
    assert codes(SVG.format("")) == ["no-alternative"]
    assert tree(f'<p>Words</p><p aria-hidden="true">{SVG.format("")}</p>').all("Figure") == []


def test_other_languages_and_abbreviations_say_so() -> None:
    element = only('<p lang="fr">Le <span lang="de">Wort</span> <abbr title="United Nations">UN</abbr></p>')
    assert [(each.role, each.lang) for each in element.all()] == [("P", "fr"), ("Span", "de"), ("Span", "")]


def test_loose_words_in_a_division_are_paragraphs() -> None:
    assert only("<div>One <em>two</em><p>three</p>four<hr>five</div>").outline() == (
        "Div",
        ("P", "One ", ("Span", "two")),
        ("P", "three"),
        ("P", "four"),
        ("P", "five"),
    )


def test_quotations_and_code_have_their_types() -> None:
    element = tree(
        "<blockquote><p>One</p></blockquote><p><q>Two</q> <code>three</code></p><pre>four\n  five</pre>",
        "code, pre { font-family: Sans }",
    )
    assert [each.role for each in element.all()][1:] == ["BlockQuote", "P", "P", "Quote", "Code", "P"]
    assert element.text.endswith("four   five")


def test_faded_words_are_read_too() -> None:
    assert tree("<p style='opacity: .5'>Faint words</p><p>Clear words</p>").all("P")[0].role == "P"


def test_headings_that_skip_a_level_are_found() -> None:
    (finding,) = typeset(job("<h1>One</h1><h3>Three</h3><h2>Two</h2>")).findings
    assert finding.code == "heading-level" and "“Three” has level 3, but follows level 1" in finding.message
    assert codes("<h2>Two</h2>") == ["heading-level"]


def test_reading_order_is_that_of_the_source_for_placed_and_floating_boxes() -> None:
    body = f"<p>One</p><div class=aside>two</div><div class=placed>three</div><p>{PHRASE}</p>"
    assert tree(body, ".aside { float: right; width: 20mm } .placed { position: absolute }").text.startswith(
        "OnetwothreeEvery word"
    )


def test_words_are_read_from_right_to_left_as_they_were_written() -> None:
    # No shipped face has Hebrew; Latin words in a right-to-left paragraph keep their order.
    assert only("<p>one two three</p>", "p { direction: rtl }").text == "one two three"
