"""BibTeX is read entry by entry, and cited in the style that was named."""

from __future__ import annotations

import re
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.rendering.bibliography import latex_text
from octavo.rendering.bibliography.citations import format_citations, suggest_citation_styles
from octavo.rendering.bibliography.cited_entries import CitedEntries
from octavo.rendering.bibliography.styled_runs import Run, Runs, plain_text

FILE = Path("refs.bib")
GOOD = r"""
@string{jot = "Journal of Tides"}
@article{hansen2019, author = {Hansen, Kari and {\O}stby, Per}, title = {Reading {NATO} Gauges in Troms{\o}},
  journal = jot, year = 2019, month = mar, volume = {3}, number = 2, pages = {1--17}, doi = {https://doi.org/10.1000/182}}
@inproceedings{okafor2020, author={Okafor, N. and others}, title={Tides \& Wind}, booktitle={Proc. of Tides},
  year={2020}, pages={5-9}}
@misc{harbour, author={{Harbour Authority}}, title={All Gauges}, year={2021}, url={https://example.org/a_b}}
"""


def words(runs: Runs) -> str:
    return plain_text(runs)


def library(text: str = GOOD) -> CitedEntries:
    return CitedEntries.parse_files([(FILE, text)])[0]


def test_a_numeric_style_numbers_in_the_order_of_citation_and_joins_runs() -> None:
    keys = ["okafor2020", "hansen2019", "harbour"]
    cited, references, found = format_citations(library(), [[keys[0]], keys], "springer-basic-brackets", "en")
    assert [words(one.runs) for one in cited] == ["[1]", "[1–3]"] and found == ()
    assert [one.key for one in references] == keys
    hansen = words(references[1].runs)
    assert "Østby P" in hansen and "Reading NATO Gauges in Tromsø" in hansen and "3:1–17" in hansen
    assert "https://doi.org/10.1000/182" in [run.address for run in references[1].runs if run.address == run.text]


def test_an_author_year_style_names_authors_and_year() -> None:
    cited, references, _ = format_citations(
        library(), [["hansen2019"], ["harbour"]], "springer-basic-author-date", "en"
    )
    assert words(cited[0].runs) == "(Hansen and Østby 2019)"
    assert words(cited[1].runs) == "(Harbour Authority 2021)" and not references[0].label


@pytest.mark.parametrize("style", ["ieee", "apa", "chicago-author-date", "elsevier-harvard"])
def test_no_style_prints_none_or_doubled_points(style: str) -> None:
    _, references, _ = format_citations(library(), [["hansen2019"], ["okafor2020"], ["harbour"]], style, "en")
    for reference in references:
        said = words(reference.runs)
        assert "None" not in said and ".." not in said and "&amp;" not in said and "  " not in said


def test_a_key_that_is_nowhere_is_found_and_shown() -> None:
    cited, _, (finding,) = format_citations(library(), [["hansen2018"]], "ieee", "en")
    assert words(cited[0].runs) == "[hansen2018]"
    assert finding.code == "unknown-citation" and "hansen2019" in finding.hint


def test_a_style_that_is_nowhere_is_found_with_a_near_name() -> None:
    cited, _, (finding,) = format_citations(library(), [["harbour"]], "springer-basic-braket", "en")
    assert finding.code == "unknown-citation-style" and "springer-basic-brackets" in finding.hint and cited[0].runs
    assert "ieee" in suggest_citation_styles("iee")


def test_a_broken_entry_loses_no_other_and_is_itself_not_lost() -> None:
    broken = GOOD.replace("@misc{harbour,", "@misc{broken, title = {Left open, year = {1999},\n@misc{harbour,")
    read, found = CitedEntries.parse_files([(FILE, broken)])
    assert {"hansen2019", "okafor2020", "harbour", "broken"} <= set(read.entries)
    assert any(finding.code == "bad-entry" and finding.place and finding.place.line == 7 for finding in found)


def test_an_entry_given_twice_is_found() -> None:
    _, found = CitedEntries.parse_files([(FILE, GOOD + GOOD)])
    assert {finding.code for finding in found} == {"entry-twice"}


# What a style prints, and what is read


def listed(text: str, style: str, *keys: str, language: str = "en") -> dict[str, str]:
    read = library(text)
    _, references, _ = format_citations(read, [list(keys or read.keys)], style, language)
    return {one.key: words(one.runs) for one in references}


def test_every_kind_of_entry_is_set_without_a_seam() -> None:
    text = (Path(__file__).parent / "kinds.bib").read_text("utf-8")
    expected = Path(__file__).parent / "expected"
    for file in sorted(expected.glob("*.txt")):
        read = library(text)
        _, references, findings = format_citations(read, [[key] for key in read.keys], file.stem, "en")
        assert not [found for found in findings if found.severity == "error" or found.code == "style-failed"]
        lines = [" ".join(filter(None, (one.label, words(one.runs)))) for one in references]
        assert lines == file.read_text("utf-8").splitlines(), file.stem


def test_styles_in_a_title_are_runs_and_addresses_are_links() -> None:
    text = r"@article{a, author={A, B}, title={On H$_2$O and {\em E. coli}}, journal={J}, year=2000, doi={10.1/x}}"
    (reference,) = format_citations(library(text), [["a"]], "springer-basic-brackets", "en")[1]
    assert Run("2", ("subscript",)) in reference.runs
    assert Run("E. coli", ("emphasis",)) in reference.runs
    assert Run("https://doi.org/10.1/x", (), "https://doi.org/10.1/x") in reference.runs
    assert reference.label == "1."


def test_numbers_of_three_and_more_are_drawn_together() -> None:
    entries = "".join(f"@misc{{k{n}, title={{T}}, author={{A, B}}, year={{{n}}}}}" for n in range(2001, 2007))
    cited, _, _ = format_citations(
        library(entries),
        [[f"k{n}"] for n in range(2001, 2007)] + [["k2004", "k2001", "k2003", "k2002", "k2006"]],
        "springer-basic-brackets",
        "en",
    )
    assert words(cited[-1].runs) == "[1–4, 6]"


def test_references_that_would_be_cited_alike_bear_letters() -> None:
    text = "@article{a, author={M, A}, title={X}, year=2018} @article{b, author={M, A}, title={Y}, year=2018}"
    for style in ("springer-basic-author-date", "apa", "chicago-author-date"):
        cited, references, _ = format_citations(library(text), [["b"], ["a"]], style, "en")
        assert sorted("2018a" in words(one.runs) for one in cited) == [False, True]
        assert [("2018a" in words(one.runs), "2018b" in words(one.runs)) for one in references] == [
            (True, False),
            (False, True),
        ]


@pytest.mark.parametrize(
    ("written", "said"),
    [(r"Nguy{\~{\^e}}n", "Nguyễn"), (r"\~{\^E}", "Ễ"), (r"\~\^e", "ễ"), (r"\d{\^a}", "ậ"), (r"\^{\d a}b", "ậb")],
)
def test_an_accent_stands_outside_those_that_a_letter_has(written: str, said: str) -> None:
    assert normalize("NFC", latex_text.latex_to_plain(written)) == said


@pytest.mark.parametrize("style", ["apa", "springer-basic-brackets", "chicago-author-date", "ieee"])
def test_east_asian_names_begin_with_the_family_name_and_have_no_initials(style: str) -> None:
    text = "@article{a, author = {王, 伟 and 山田, 花子 and Smith, John}, title = {T}, journal = {J}, year = 2019}"
    (reference,) = format_citations(library(text), [["a"]], style, "en")[1]
    assert re.search("王伟, 山田花子,? ", words(reference.runs))


def test_accents_sort_among_plain_letters() -> None:
    names = "".join(
        f"@book{{k{at}, author={{{name}, A.}}, title={{T}}, year=2000}}"
        for at, name in enumerate(["Zorn", r"{\O}stby", "Paris", r"\v{S}id{\'a}k"])
    )
    _, references, _ = format_citations(library(names), [["k0", "k1", "k2", "k3"]], "apa", "en")
    assert [one.key for one in references] == ["k1", "k2", "k3", "k0"]


def test_last_pages_are_shortened_only_where_they_are_as_long() -> None:
    text = "@article{a, author={A, B}, title={T}, journal={J}, year=2000, pages={1--10}}"
    assert "1–10" in listed(text, "elsevier-vancouver")["a"]
    assert "1090–9" in listed(text.replace("1--10", "1090--1099"), "elsevier-vancouver")["a"]


def test_others_become_et_al() -> None:
    text = "@article{a, author={Doe, Jane and Roe, R. and others}, title={T}, journal={J}, year=2000}"
    for style in ("ieee", "apa", "springer-basic-author-date", "nature"):
        assert re.search(r"et al\b", listed(text, style)["a"]), style


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Knuth, Donald E.", "Knuth DE"),
        ("Ludwig van Beethoven", "van Beethoven L"),
        ("de la Fuente, Jr, Mar{\\'\\i}a", "de la Fuente M Jr"),
        ("{World Bank}", "World Bank"),
        ("Amazon Web Services, Inc.", "Amazon Web Services, Inc."),
        ("Jean-Paul Sartre", "Sartre J-P"),
        ("Walt, S. van der", "van der Walt S"),
        ("numpy developers", "numpy developers"),
    ],
)
def test_names_are_read_as_bibtex_reads_them(written: str, printed: str) -> None:
    text = f"@book{{a, author={{{written}}}, title={{T}}, year=2000}}"
    assert listed(text, "springer-basic-author-date")["a"].startswith(f"{printed} (2000)")


@pytest.mark.parametrize(
    ("field", "printed"),
    [
        ("year=2018", "(2018)"),
        ("date={2018-07-09}", "(2018)"),
        ("date={2018-07-09/2018-07-15}", "(2018)"),
        ("date={2018/2019}", "(2018–2019)"),
        ("year={in press}", "(in press)"),
    ],
)
def test_dates_are_read_in_the_ways_they_are_written(field: str, printed: str) -> None:
    text = f"@article{{a, author={{A, B}}, title={{T}}, journal={{J}}, {field}}}"
    assert printed in listed(text, "springer-basic-author-date")["a"]


def test_french_words_come_with_french() -> None:
    text = "@phdthesis{a, author={A, B}, title={T}, school={ENS}, year=2000}"
    text += "@incollection{b, author={C, D}, editor={E, F and G, H}, title={U}, booktitle={V}, year=2001}"
    french = listed(text, "apa", language="fr")
    assert "thèse de doctorat" in french["a"].lower()
    assert "éds." in french["b"].lower()


def test_note_styles_are_refused_and_something_is_set_all_the_same() -> None:
    cited, references, (finding,) = format_citations(library(), [["harbour"]], "chicago-notes-bibliography", "en")
    assert finding.code == "unsuitable-citation-style"
    assert words(cited[0].runs) == "[1]" and references


def test_a_style_that_only_names_another_is_followed() -> None:
    assert format_citations(library(), [["harbour"]], "plos-computational-biology", "en")[2] == ()


def test_keys_differ_by_case() -> None:
    text = "@book{A, title={One}, author={A, B}, year=2000} @book{a, title={Two}, author={C, D}, year=2001}"
    assert {key: "One" in said for key, said in listed(text, "ieee").items()} == {"A": True, "a": False}


def test_faults_of_a_file_are_told_with_their_places() -> None:
    text = (Path(__file__).parent / "dirty.bib").read_text("utf-8")
    read, found = CitedEntries.parse_files([(FILE, text)])
    assert read.keys == ("one", "two", "three", "four", "five", "six", "seven")
    told = {(one.code, one.place.line) for one in found if one.place}
    assert told == {
        ("missing-comma", 8),
        ("bad-entry", 12),
        ("unknown-entry-type", 19),
        ("entry-twice", 20),
        ("bad-entry", 21),
        ("bad-entry", 22),
        ("double-field", 23),
        ("unreadable-field", 24),
        ("unknown-string", 26),
    }


ANY_TEXT = st.text(alphabet='@{}()",=#\\ \nabcé$_^~%', max_size=60)


def set_in_entries(text: str) -> None:
    read, _ = CitedEntries.parse_files(
        [(FILE, f"@misc{{k, title={{{text}\n@book{{z, author={{{text}}}, title={{T}}}}")]
    )
    format_citations(read, [list(read.keys)], "ieee", "en")


@settings(max_examples=20)  # each starts pandoc
@given(ANY_TEXT)
def test_nothing_is_raised_by_any_text(text: str) -> None:
    set_in_entries(text)


@pytest.mark.slow
@given(ANY_TEXT)
def test_nothing_is_raised_by_many_more_texts(text: str) -> None:
    set_in_entries(text)
