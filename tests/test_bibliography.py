"""BibTeX is read entry by entry, and cited in the style that was named."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.bibliography import Library, cite, styles_like

FILE = Path("refs.bib")
GOOD = r"""
@string{jot = "Journal of Tides"}
@article{hansen2019, author = {Hansen, Kari and {\O}stby, Per}, title = {Reading {NATO} Gauges in Troms{\o}},
  journal = jot, year = 2019, month = mar, volume = {3}, number = 2, pages = {1--17}, doi = {https://doi.org/10.1000/182}}
@inproceedings{okafor2020, author={Okafor, N. and others}, title={Tides \& Wind}, booktitle={Proc. of Tides},
  year={2020}, pages={5-9}}
@misc{harbour, author={{Harbour Authority}}, title={All Gauges}, year={2021}, url={https://example.org/a_b}}
"""


def words(runs: tuple[tuple[str, str], ...]) -> str:
    return "".join(text for _, text in runs)


def library(text: str = GOOD) -> Library:
    return Library.read([(FILE, text)])[0]


def test_a_numeric_style_numbers_in_the_order_of_citation_and_joins_runs() -> None:
    keys = ["okafor2020", "hansen2019", "harbour"]
    cited, references, found = cite(library(), [[keys[0]], keys], "springer-basic-brackets", "en")
    assert [words(one.runs) for one in cited] == ["[1]", "[1–3]"] and found == ()
    assert [one.key for one in references] == keys
    hansen = words(references[1].runs)
    assert "Østby P" in hansen and "Reading NATO Gauges in Tromsø" in hansen and "3:1–17" in hansen
    assert ("link", "https://doi.org/10.1000/182") in references[1].runs


def test_an_author_year_style_names_authors_and_year() -> None:
    cited, references, _ = cite(library(), [["hansen2019"], ["harbour"]], "springer-basic-author-date", "en")
    assert words(cited[0].runs) == "(Hansen and Østby 2019)"
    assert words(cited[1].runs) == "(Harbour Authority 2021)" and not references[0].label


@pytest.mark.parametrize("style", ["ieee", "apa", "chicago-author-date", "elsevier-harvard"])
def test_no_style_prints_none_or_doubled_points(style: str) -> None:
    _, references, _ = cite(library(), [["hansen2019"], ["okafor2020"], ["harbour"]], style, "en")
    for reference in references:
        said = words(reference.runs)
        assert "None" not in said and ".." not in said and "&amp;" not in said and "  " not in said


def test_a_key_that_is_nowhere_is_found_and_shown() -> None:
    cited, _, (finding,) = cite(library(), [["hansen2018"]], "ieee", "en")
    assert words(cited[0].runs) == "[hansen2018]"
    assert finding.code == "unknown-citation" and "hansen2019" in finding.hint


def test_a_style_that_is_nowhere_is_found_with_a_near_name() -> None:
    cited, _, (finding,) = cite(library(), [["harbour"]], "springer-basic-braket", "en")
    assert finding.code == "unknown-citation-style" and "springer-basic-brackets" in finding.hint and cited[0].runs
    assert "ieee" in styles_like("iee")


def test_a_broken_entry_loses_no_other_and_is_itself_not_lost() -> None:
    broken = GOOD.replace("@misc{harbour,", "@misc{broken, title = {Left open, year = {1999},\n@misc{harbour,")
    read, found = Library.read([(FILE, broken)])
    assert {"hansen2019", "okafor2020", "harbour", "broken"} <= set(read.entries)
    assert any(finding.code == "bad-entry" and finding.place and finding.place.line == 7 for finding in found)


def test_an_entry_given_twice_is_found() -> None:
    _, found = Library.read([(FILE, GOOD + GOOD)])
    assert {finding.code for finding in found} == {"entry-twice"}
