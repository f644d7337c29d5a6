"""Text goes through the citation processor unchanged, whatever signs it has."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.rendering.bibliography.citation_processor import Citation, Cite, process_citations
from octavo.rendering.bibliography.csl_items import CslItem
from octavo.rendering.bibliography.csl_json import write_item
from octavo.rendering.bibliography.latex_text import STYLE_END, STYLE_MARKS
from octavo.rendering.bibliography.styled_runs import Run, effective_styles, plain_text

RAW = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title/><id/></info>
<citation><layout><text variable="title"/></layout></citation></style>"""


def set_titles(*titles: tuple[tuple[str, bool], ...]) -> list[tuple[Run, ...]]:
    items = [
        write_item(str(at), CslItem("book", {"title": title}, {}, {}), frozenset()) for at, title in enumerate(titles)
    ]
    citations = [Citation((Cite(str(at)),)) for at in range(len(titles))]
    return list(process_citations(RAW, items, citations, "en").citations)


@settings(max_examples=60)
@given(st.lists(st.text('ab<>/&;=i"#sup{}@[]*_\\|~é王-', min_size=1), min_size=1, max_size=20))
def test_no_sign_is_markup(texts: list[str]) -> None:
    wanted = [f"x{text.replace(chr(34), '')}y" for text in texts]
    done = set_titles(*(((text, False),) for text in wanted))
    assert [plain_text(runs) for runs in done] == wanted
    assert all(not run.styles for runs in done for run in runs)


def test_tags_of_html_are_words() -> None:
    (runs,) = set_titles((("a <i>b</i> <span class=nocase>c</span> &amp; <b", False),))
    assert [(run.text, run.styles) for run in runs] == [("a <i>b</i> <span class=nocase>c</span> &amp; <b", ())]


def test_styles_and_protected_words_overlap_as_they_will() -> None:
    mark = STYLE_MARKS
    title = (("a ", False), (f"{mark['emphasis']}B ", True), (f"c{mark['subscript']}2{STYLE_END} d{STYLE_END}", False))
    (runs,) = set_titles((*title, (" E", True)))
    assert [(run.text, run.styles) for run in runs] == [
        ("a ", ()),
        ("B c", ("emphasis",)),
        ("2", ("emphasis", "subscript")),
        (" d", ("emphasis",)),
        (" E", ()),
    ]


def test_emphasis_in_emphasis_is_upright() -> None:
    assert effective_styles(Run("x", ("emphasis", "strong", "emphasis"))) == ("strong",)
    assert effective_styles(Run("x", ("emphasis", "normal", "subscript"))) == ("subscript",)


def test_many_quotations_that_are_opened_and_not_closed_are_printed_as_they_are() -> None:
    titles = ["x" + "“a ‘b " * 20 + "y", "Tides" + "“" * 60 + "x", "of “one” and " * 30 + "more"]
    done = set_titles(*(((title, False),) for title in titles))  # in less than hours, which the second would take
    assert [plain_text(runs) for runs in done] == titles


def test_quotations_within_quotations_have_other_marks_as_long_as_there_are_few() -> None:
    (runs,) = set_titles((("On “the word “tide”” alone", False),))
    assert plain_text(runs) == "On “the word ‘tide’” alone"
