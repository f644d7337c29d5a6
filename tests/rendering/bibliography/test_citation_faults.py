"""Citations say what a style asks for: names, dates, order and what tells works apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.exporters.cited_works import _make_cited_work
from octavo.rendering.bibliography import citations
from octavo.rendering.bibliography.bibtex_dates import Date, parse_date
from octavo.rendering.bibliography.citations import FormattedReference, format_citations
from octavo.rendering.bibliography.cited_entries import CitedEntries
from octavo.rendering.bibliography.csl_items import build_csl_item
from octavo.rendering.bibliography.styled_runs import plain_text

OWN_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>T</title><id>t</id><category citation-format="author-date"/></info>
  <citation{citation}><layout delimiter="; ">{cite}</layout></citation>
  <bibliography>{sort}<layout>{entry}</layout></bibliography>
</style>"""


def entries(text: str) -> CitedEntries:
    return CitedEntries.parse_files([(Path("r.bib"), text)])[0]


def listed(text: str, style: str, language: str = "en") -> list[str]:
    """Return the entries of a list of all works, in the order of the style."""
    return [plain_text(one.runs) for one in references(text, style, language)]


def references(text: str, style: str, language: str = "en") -> tuple[FormattedReference, ...]:
    read = entries(text)
    return format_citations(read, [[key] for key in read.keys], style, language)[1]


def cited(text: str, style: str, *citations: list[str]) -> list[str]:
    return [plain_text(one.runs) for one in format_citations(entries(text), citations, style, "en")[0]]


def with_own_style(text: str, citations: list[list[str]], **parts: str) -> tuple[list[str], list[str]]:
    source = OWN_STYLE.format(**({"citation": "", "sort": "", "cite": "", "entry": ""} | parts))
    done = format_citations(entries(text), citations, "own", "en", (Path("own.csl"), source.encode()))
    assert done[2] == ()
    return [plain_text(one.runs) for one in done[0]], [plain_text(one.runs) for one in done[1]]


PATHS = """@article{p, author = {Fell, Jo and Moor, Ida B. and Tarn, K.}, title = {On paths}, journal = {J. of Ways},
  year = 2020, volume = 3, pages = {1--10}}"""


@pytest.mark.parametrize(
    ("style", "names"),
    [
        ("american-chemical-society", "Fell, J.; Moor, I. B.; Tarn, K. On Paths. J. of Ways"),
        ("multidisciplinary-digital-publishing-institute", "Fell, J.; Moor, I.B.; Tarn, K. On Paths. J. of Ways"),
        ("din-1505-2", "Fell, Jo\u202f; Moor, Ida B.\u202f; Tarn, K.: On paths. In: J. of Ways"),
        ("springer-lecture-notes-in-computer-science", "Fell, J., Moor, I.B., Tarn, K.: On paths. J. of Ways"),
        ("copernicus-publications", "Fell, J., Moor, I. B., and Tarn, K.: On paths, J. of Ways"),
    ],
)
def test_what_a_style_puts_behind_an_initial_stays(style: str, names: str) -> None:
    (entry,) = listed(PATHS, style)
    assert entry.startswith(names)


def test_given_names_stay_whole_where_a_style_only_normalizes_initials() -> None:
    name = '<names variable="author"><name initialize="false" initialize-with=". "/></names>'
    _, (entry,) = with_own_style(PATHS, [["p"]], entry=name)
    assert entry == "Jo Fell, Ida B. Moor, K. Tarn"


def test_editors_take_the_place_of_authors() -> None:
    book = "@book{e, editor = {Hedge, Eva and Ditch, Fay}, title = {Edges}, publisher = {P}, year = 2018}"
    assert listed(book, "chicago-author-date") == ["Hedge, Eva, and Fay Ditch, eds. 2018. Edges. P."]
    assert cited(book, "chicago-author-date", ["e"]) == ["(Hedge and Ditch 2018)"]
    assert listed(book, "apa") == ["Hedge, E., & Ditch, F. (Eds.). (2018). Edges. P."]


def test_a_name_that_its_bearer_writes_small_stays_small() -> None:
    book = "@book{h, author = {fields, wren}, title = {Ways}, publisher = {P}, year = 1984}"
    assert listed(book, "apa") == ["fields, w. (1984). Ways. P."]
    assert listed(book, "chicago-author-date") == ["fields, wren. 1984. Ways. P."]


def test_names_of_east_asia_have_no_initials() -> None:
    text = "@article{c, author = {王, 伟 and 山田, 花子}, title = {路}, journal = {J}, year = 2019}"
    assert listed(text, "apa") == ["王伟, & 山田花子. (2019). 路. J."]
    assert listed(text, "ieee") == ["王伟 and 山田花子, “路,” J, 2019."]


def test_a_name_may_come_in_parts() -> None:
    names = "given=Hans, family=Harman, prefix=von, useprefix=true and Other, O. and family=, id=7"
    (entry,) = listed(f"@book{{b, author = {{{names}}}, title = {{T}}, year = 2018}}", "apa")
    assert entry == "von Harman, H., Other, O., & family=, id=7. (2018). T."


@pytest.mark.parametrize("style", ["apa", "chicago-author-date"])
def test_a_work_without_author_stands_by_its_title(style: str) -> None:
    text = """@book{a, author = {Ash, A.}, title = {Zoo}, year = 2001} @book{m, title = {The Middle}, year = 2015}
      @book{z, author = {Zander, Z.}, title = {Air}, year = 2002}"""
    assert [entry.split()[0].rstrip(",") for entry in listed(text, style)] == ["Ash", "The", "Zander"]
    assert "Middle" in cited(text, style, ["m"])[0] and "2015" in cited(text, style, ["m"])[0]


def test_works_of_which_a_style_prints_no_name_come_last() -> None:
    text = """@book{m, title = {Middle}, year = 2015} @book{z, author = {Zander, Z.}, title = {Air}, year = 2002}
      @book{e, editor = {Edge, E.}, title = {Book}, year = 2003}"""
    entries = listed(text, "springer-basic-author-date")
    assert [entry.split()[0] for entry in entries] == ["Edge", "Zander", "(2015)"]


def test_given_names_tell_authors_of_one_family_name_apart() -> None:
    text = """@book{a, author = {Same, Ann}, title = {One}, year = 2014}
      @book{t, author = {Same, Tom}, title = {Two}, year = 2014}"""
    assert cited(text, "apa", ["a"], ["t"]) == ["(A. Same, 2014)", "(T. Same, 2014)"]
    rule = ' disambiguate-add-givenname="true" givenname-disambiguation-rule="all-names"'
    cite = '<names variable="author"><name form="short"/></names>'
    both, _ = with_own_style(text, [["a"], ["t"]], citation=rule, cite=cite, entry=cite)
    assert both == ["Ann Same", "Tom Same"]


@pytest.mark.parametrize(
    ("field", "chicago"),
    [
        ("date = {-0043}", "44 BC"),  # as biblatex and ISO 8601 count, with a year 0
        ("year = {44 BC}", "44 BC"),
        ("year = {44 B.C.E.}", "44 BC"),
        ("date = {0000}", "1 BC"),
        ("date = {0079}", "79 AD"),
        ("year = {1850}", "1850"),
    ],
)
def test_years_before_christ_are_not_those_after(field: str, chicago: str) -> None:
    (entry,) = listed(f"@book{{b, author = {{Ovid}}, title = {{T}}, {field}}}", "chicago-author-date")
    assert entry == f"Ovid. {chicago}. T."


@pytest.mark.parametrize("field", ["date = {1850~}", "year = {c. 1850}", "year = {ca. 1850}", "year = {circa 1850}"])
def test_a_year_that_is_known_about_is_told_so(field: str) -> None:
    (entry,) = listed(f"@book{{b, author = {{Fell, J.}}, title = {{T}}, {field}}}", "apa")
    assert entry == "Fell, J. (ca. 1850). T."


def test_the_original_year_of_a_new_edition_is_printed() -> None:
    book = "@book{b, author = {Fell, J.}, title = {T}, publisher = {P}, date = {2010}, origdate = {1850}}"
    assert cited(book, "apa", ["b"]) == ["(Fell, 1850/2010)"]
    assert listed(book, "apa") == ["Fell, J. (2010). T. P. (Original work published 1850)"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2018", Date((2018,))),
        ("-0043-03-15", Date((-43, 3, 15))),
        ("Y-12000", Date((-12000,))),
        ("2018-07-09/2018-07-15", Date((2018, 7, 9), (2018, 7, 15))),
        ("1990?", Date((1990,), is_circa=True)),
        ("c.1990--1995", Date((1990,), (1995,), is_circa=True)),
        ("300 BC", Date((-299,))),
        ("in press", Date(literal="in press")),
        ("cat 1990", Date((1990,))),
        ("late 300 BC or so", Date(literal="late 300 BC or so")),
    ],
)
def test_dates_keep_their_era_and_their_doubt(written: str, read: Date) -> None:
    assert parse_date(written) == read


def test_metadata_have_no_year_before_christ() -> None:
    (entry,) = entries("@book{b, author = {Ovid}, title = {T}, date = {-0043}}").entries.values()
    assert _make_cited_work("b", build_csl_item(entry, "en")[0]).issued == ()


def test_others_are_abbreviated_in_every_style() -> None:
    text = "@article{a, author={Doe, J. and Roe, R. and others}, title={T}, journal={J}, year=2000}"
    for style in ("elsevier-harvard", "african-online-scientific-information-systems-harvard", "nature", "apa"):
        (entry,) = listed(text, style)
        assert "others" not in entry, style


def test_an_entry_does_not_end_where_a_style_wanted_to_go_on() -> None:
    text = "@article{a, author={Doe, J.}, title={T}, journal={J}, year=2000, volume=7}"
    assert listed(text, "springer-basic-brackets") == ["Doe J (2000) T. J 7"]
    with_doi = text.replace("volume", "doi={10.1/x}, volume")
    assert listed(with_doi, "springer-basic-brackets") == ["Doe J (2000) T. J 7. https://doi.org/10.1/x"]
    book = "@book{a, author={Doe, J.}, title={T}, publisher={P}, year=2000}"
    assert listed(book, "multidisciplinary-digital-publishing-institute") == ["Doe, J. T; P, 2000."]


def test_words_of_a_group_are_kept_though_no_date_stands_beside_them() -> None:
    (entry,) = listed("@software{a, author={Doe, J.}, title={T}, year=2000, url={https://a.example/x}}", "ieee")
    assert entry == "J. Doe, T. (2000). [Online]. Available: https://a.example/x"


def test_styles_lie_in_each_other() -> None:
    (entry,) = references(
        r"@book{a, author={Doe, J.}, title={A \emph{b \textbf{c}} d}, year=2000}", "springer-basic-brackets"
    )
    assert [(run.text, run.styles) for run in entry.runs if run.styles] == [
        ("b ", ("emphasis",)),
        ("c", ("emphasis", "strong")),
    ]


def test_addresses_stay_as_they_are() -> None:
    doi, url = "10.1002/(SICI)1097(1999)4:5<6::AID-X'7\">3.0.CO;2-X", "https://a.example/it's?x=1&y=<2>"
    text = f"@article{{a, author={{Doe, J.}}, title={{T}}, journal={{J}}, year=2000, doi={{{doi}}}}}"
    text += f"@misc{{b, author={{Roe, R.}}, title={{U}}, year=2000, url={{{url}}}}}"
    first, second = references(text, "springer-basic-brackets")
    assert (f"https://doi.org/{doi}", f"https://doi.org/{doi}") in [(run.text, run.address) for run in first.runs]
    assert (url, url) in [(run.text, run.address) for run in second.runs]
    (ieee,) = references(text.partition("@misc{b")[0], "ieee")
    assert (doi, f"https://doi.org/{doi}") in [(run.text, run.address) for run in ieee.runs]


def test_only_printed_addresses_are_links() -> None:
    text = "@article{a, author={Doe, J.}, title={T}, journal={J}, year=2000, volume=3, pages=5, doi={10.1/x}}"
    (entry,) = references(text, "nature")
    assert [run for run in entry.runs if run.address] == []


def test_a_note_is_text_and_sets_nothing_else() -> None:
    text = "@misc{a, author={Doe, J.}, title={T}, year=2000, note={Author: Roe and title: X}}"
    (entry,) = listed(text, "springer-basic-brackets")
    assert entry.startswith("Doe J (2000) T")


def test_given_names_are_added_where_needed_if_works_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    text = """@book{a, author={Same, Ann}, title={T}, year=2014} @book{t, author={Same, Tom}, title={U}, year=2014}
      @book{o, author={Other, O.}, title={V}, year=2014} @book{u, author={Other, Una}, title={W}, year=2015}"""
    assert cited(text, "apa", ["a"], ["t"], ["o"], ["u"])[2:] == ["(O. Other, 2014)", "(U. Other, 2015)"]
    monkeypatch.setattr(citations, "MOST_WORKS_WITH_NAMESAKES", 3)
    read = entries(text)
    done, _, (finding,) = format_citations(read, [[key] for key in read.keys], "apa", "en")
    assert [plain_text(one.runs) for one in done] == [
        "(A. Same, 2014)",
        "(T. Same, 2014)",
        "(Other, 2014)",
        "(Other, 2015)",
    ]
    assert (finding.code, finding.severity) == ("given-names-left-out", "advice")


def test_the_same_works_are_set_in_the_same_words() -> None:
    assert references(PATHS, "apa") == references(PATHS, "apa")


def test_a_reference_that_a_style_sets_as_one_field_is_no_label() -> None:
    (entry,) = references(PATHS, "journal-of-lipid-research")
    assert entry.label in ("", "1.") and plain_text(entry.runs).count("On paths") == 1


@pytest.mark.parametrize(
    ("style", "printed"),
    [("apa", "hooks, b. (2000)"), ("ieee", "b. hooks,"), ("chicago-author-date", "hooks, bell. 2000")],
)
def test_a_name_in_small_letters_is_shortened_where_all_names_are(style: str, printed: str) -> None:
    text = "@book{k, author={hooks, bell}, title={Feminism}, year=2000, publisher={Pluto}}"
    read, _ = CitedEntries.parse_files([(Path("x.bib"), text)])
    _, (reference,), _ = format_citations(read, [["k"]], style, "en")
    assert plain_text(reference.runs).startswith(printed)
