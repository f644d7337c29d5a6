"""References that authors write into their manuscripts."""

from pathlib import Path

import pytest
from docutils import nodes

from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.chapters.manuscript_references import read_written_references
from octavo.chapters.reference_list import ReferenceStyle, cite_sources
from octavo.findings.finding import has_errors, is_incomplete
from octavo.processes import pandoc_program
from octavo.rendering.bibliography.bibtex_reader import parse_bibtex, serialize_bibtex
from octavo.rendering.bibliography.bibtex_writer import make_entry_key, make_written_entry


def read(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    found, findings = read_written_references(text.encode(), Path("a.rst"))
    return [(one.label, one.text) for one in found], [f"{one.code}:{one.place and one.place.line}" for one in findings]


HEADING = "References\n----------\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [One2001]_.\n\n.. [One2001] One, A. *T*.\n   2001.\n", [("One2001", "One, A. T. 2001.")]),
        (f"{HEADING}- One, A. 2001.\n- Two, B. 2002.\n", [("", "One, A. 2001."), ("", "Two, B. 2002.")]),
        (f"{HEADING}1. One, A. 2001.\n2. Two.\n", [("1", "One, A. 2001."), ("2", "Two.")]),
        (f"{HEADING}:one: One, A. 2001.\n", [("one", "One, A. 2001.")]),
        (f"{HEADING}The works:\n\n[One] One, A. 2001.\n\n[2] Two.\n", [("One", "One, A. 2001."), ("2", "Two.")]),
        (f"{HEADING}One, A. 2001. A title.\n\nThere are others.\n", [("", "One, A. 2001. A title.")]),
        (f"See [1]_.\n\n{HEADING}.. [1] One, A. 2001.\n", [("1", "One, A. 2001.")]),
        # Notes are references where they name one work for certain.
        (
            "See [#]_.\n\n.. [#] One, A. (2001). Its title. doi:10.1000/x\n",
            [("1", "One, A. (2001). Its title. doi:10.1000/x")],
        ),
        ("See [#]_.\n\n.. [#] This was said in 2001.\n", []),
        (f"See [1]_.\n\n{HEADING}[One] One, A. 2001.\n\n.. [1] A note of 2001.\n", [("One", "One, A. 2001.")]),
        (f"{HEADING}5. One, A. 2001.\n6. Two.\n", [("5", "One, A. 2001."), ("6", "Two.")]),
        (f"{HEADING}- One, A. 2001 [#]_.\n\n.. [#] A note.\n", [("", "One, A. 2001.")]),
        ("5. Works Cited\n--------------\n\n- One, A. 2001.\n", [("", "One, A. 2001.")]),
    ],
)
def test_references_are_read_wherever_authors_write_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(f"A chapter.\n\n{text}") == (expected, [])


@pytest.mark.parametrize("heading", ["References", "*References*", "RÉFÉRENCES", "Re\u0301fe\u0301rences"])
@pytest.mark.parametrize("code", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_list_is_found_however_its_file_is_saved(heading: str, code: str, line_end: str) -> None:
    text = f"A chapter.\n\n{heading}\n{'-' * len(heading)}\n\n- One, A. 2001.\n".replace("\n", line_end)
    if code == "cp1252" and "\u0301" in heading:
        pytest.skip("it has no such letters")
    found, findings = read_written_references(text.encode(code), Path("a.rst"))
    assert [one.text for one in found] == ["One, A. 2001."] and findings == ()


def test_a_list_of_which_nothing_can_be_read_is_told_at_its_heading() -> None:
    assert read(f"Words.\n\n{HEADING}None was found.\n") == ([], ["references-not-read:3"])
    assert read(f"As :cite:`one` says.\n\n{HEADING}") == ([], [])


def test_the_list_stands_in_the_section_that_its_author_headed() -> None:
    appendix = "Appendix\n--------\n\nMore.\n"
    text = f"Introduction\n------------\n\nWords [One2001]_.\n\n{HEADING}.. [One2001] One, A. 2001.\n\n{appendix}"
    manuscript = parse_manuscript(text.encode(), Path("a.rst"), "c-a-")
    cite_sources(manuscript.tree, [], ReferenceStyle("apa", None, "en", "References"), "c-a-", manuscript.written)
    headed = [(one[0].astext(), one[1].astext()) for one in manuscript.tree.findall(nodes.section)]
    assert headed == [
        ("Introduction", "Words One2001."),
        ("References", "[One2001] One, A. 2001."),
        ("Appendix", "More."),
    ]


def test_citations_that_were_not_set_stop_a_release(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc_program, "_find_program", lambda: Path("/nowhere/pandoc"))
    manuscript = parse_manuscript(b"Words :cite:`a`.\n", Path("a.rst"), "c-a-")
    books = [(Path("a.bib"), "@book{a, author={Doe, J.}, title={T}, year=2000}")]
    style = ReferenceStyle("apa", None, "en", "References")
    _, findings = cite_sources(manuscript.tree, books, style, "c-a-", manuscript.written)
    assert is_incomplete(findings) and not has_errors(findings)


def test_written_references_are_entries_of_bibtex_too() -> None:
    text = ".. [One2001] One, A. & van Two, B. (2001). On H₂O at NATO. Press.\n.. [gates] Gates & all\n\n   They shut."
    found, _ = read_written_references(text.encode(), Path("a.rst"))
    keys = [make_entry_key(one.label, number, {"x"}) for number, one in enumerate(found, 1)]
    written = serialize_bibtex(map(make_written_entry, found, keys))
    first, second = (entry.fields for entry in parse_bibtex(Path("a.bib"), written)[0])
    assert first == {
        "author": "One, A. and van Two, B.",
        "title": "On {H₂O} at {NATO}",
        "year": "2001",
        "note": "Press",
    }
    assert [make_entry_key(label, 2, {"a"}) for label in ("A", "3", "", "x, {y}")] == [
        "A-2",
        "reference-3",
        "reference-2",
        "x-y",
    ]
    assert second == {"title": r"{Gates \& all They shut.}"} and keys == ["One2001", "gates"]
