"""A style that cannot be used is told with its file and line, and costs nothing but itself."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.findings.finding import is_incomplete
from octavo.processes import pandoc_program
from octavo.rendering.bibliography import citation_processor, citations, csl_styles
from octavo.rendering.bibliography.citations import format_citations
from octavo.rendering.bibliography.cited_entries import CitedEntries
from octavo.rendering.bibliography.csl_adaptation import adapt_style
from octavo.rendering.bibliography.csl_style_reader import MAX_STYLE_SIZE, read_style
from octavo.rendering.bibliography.styled_runs import plain_text

FILE = Path("styles/own.csl")
LIBRARY, _ = CitedEntries.parse_files(
    [(Path("r.bib"), "@book{a, author={Doe, Jane}, title={Ways}, year=2000} @book{b, author={Roe, R.}, title={By}}")]
)
GOOD = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Own</title><id>own</id><category citation-format="author-date"/></info>
  <macro name="who"><names variable="author"><name form="short"/></names></macro>
  <citation><layout prefix="‹" suffix="›"><text macro="who"/></layout></citation>
  <bibliography><sort><key macro="who"/></sort><layout><text variable="title"/></layout></bibliography>
</style>
"""


def formatted(source: str | bytes) -> tuple[list[str], list[str], list[tuple[str, int, str]]]:
    data = source.encode() if isinstance(source, str) else source
    cited, references, findings = format_citations(LIBRARY, [["a"], ["b"]], "own", "en", (FILE, data))
    told = [(one.code, one.place.line, one.message) for one in findings if one.place and one.place.file == FILE]
    assert len(told) == len([one for one in findings if one.code != "no-title"])
    return [plain_text(one.runs) for one in cited], [plain_text(one.runs) for one in references], told


def test_a_style_of_the_project_sets_citations() -> None:
    assert formatted(GOOD) == (["‹Doe›", "‹Roe›"], ["Ways", "By"], [])


@pytest.mark.parametrize(
    ("good", "bad", "line", "words"),
    [
        ("</macro>", "</macr>", 4, "not XML"),
        ('<text macro="who"/></layout></citation>', '<text macro="whom"/></layout></citation>', 5, "the macro whom"),
        ("<names", '<text macro="who"/><names', 4, "calls itself"),
        ("<style xmlns=", "<!DOCTYPE style>\n<style xmlns=", 2, "DOCTYPE"),
        ("<style xmlns=", "<stile xmlns=", 7, "not XML"),
        ("purl.org/net/xbiblio/csl", "example.org/other", 2, "not a citation style"),
        ("utf-8", "utf-8\0", 1, "not XML"),
        ('citation-format="author-date"', 'citation-format="note"', 1, "cites in notes"),
        ("</info>", '<link rel="independent-parent" href="https://a.example/x"/></info>', 1, "not installed"),
        ("bibliography", "bibliografy", 1, "no list of references"),
        ("<citation>", "<citatio>", 5, "not XML"),
    ],
)
def test_a_fault_is_told_with_its_line(good: str, bad: str, line: int, words: str) -> None:
    cited, references, ((_, found, message),) = formatted(GOOD.replace(good, bad))
    assert (found, words in message) == (line, True), message
    assert cited == ["[1]", "[2]"] and len(references) == 2


def test_a_style_without_citations_is_refused() -> None:
    start, end = GOOD.index("<citation>"), GOOD.index("</citation>") + len("</citation>")
    assert "no <citation>" in formatted(GOOD[:start] + GOOD[end:])[2][0][2]


@pytest.mark.parametrize("form", ["prefix", "mark", "returns"])
def test_a_style_may_be_written_in_all_ways_of_xml(form: str) -> None:
    source = GOOD.encode().replace(b"<layout><text", b"<layout><group><text value='W'/></group><text")
    if form == "prefix":
        source = re.sub(rb"<(/?)([a-z])", rb"<\1c:\2", source).replace(b"xmlns=", b"xmlns:c=")
    source = {"mark": b"\xef\xbb\xbf" + source, "returns": source.replace(b"\n", b"\r\n")}.get(form, source)
    assert formatted(source) == (["‹Doe›", "‹Roe›"], ["WWays", "WBy"], [])


def test_a_style_in_another_encoding_is_refused() -> None:
    latin = GOOD.replace("utf-8", "iso-8859-1").encode("latin-1", "replace").replace(b"?Doe", b"\xab")
    latin = latin.replace(b'prefix="?"', b'prefix="\xab"')
    assert [(line, "UTF-8" in words) for _, line, words in formatted(latin)[2]] == [(5, True)]


def test_a_style_that_renames_an_installed_one_is_that_one() -> None:
    own = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info>
      <link rel="independent-parent" href="http://www.zotero.org/styles/apa"/></info></style>"""
    assert formatted(own)[0] == ["(Doe, 2000)", "(Roe, n.d.)"]


LEADS_ELSEWHERE = (
    '<link rel="independent-parent" href="{}"/>',
    '<x:link xmlns:x="x" rel="independent-parent" href="{}"/>',
    '<link xmlns:x="x" x:rel=" independent-parent" x:href="{}"/>',
)


@pytest.mark.parametrize("link", LEADS_ELSEWHERE)
def test_no_style_has_another_fetched(link: str) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    with server:
        for address in (f"http://127.0.0.1:{server.getsockname()[1]}/x", "file:///etc/hostname", "/etc/hostname"):
            source = GOOD.replace("</info>", f"{link.format(address)}</info>")
            ((_, _, message),) = formatted(source)[2]
            assert "not installed" in message
            with pytest.raises(citation_processor.CitationsNotSet):  # if it came as far as this
                citation_processor.process_citations(source.replace(" independent", "independent").encode(), [], [])
        with pytest.raises(TimeoutError):
            server.accept()


def doubling(levels: int) -> str:
    """Return a style in which each macro calls the next one ten times."""
    macros = [
        f'<macro name="m{level}">{f"<text macro={chr(34)}m{level + 1}{chr(34)}/>" * 10}</macro>'
        for level in range(levels)
    ]
    end = f'<macro name="m{levels}"><text variable="title"/></macro>'
    return GOOD.replace('<text variable="title"/>', '<text macro="m0"/>').replace(
        "<citation>", f"{''.join(macros)}{end}<citation>"
    )


def test_macros_that_call_each_other_again_and_again_are_counted() -> None:
    ((code, line, message),) = formatted(doubling(7))[2]
    assert (code, line) == ("bad-citation-style", 6) and "elements" in message


def test_a_style_that_takes_too_long_is_stopped_and_costs_its_look_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = pandoc_program.ProgramLimits(processor_seconds=1, wall_seconds=60, output=1 << 20)
    monkeypatch.setattr(pandoc_program, "_LIMITS", limits)
    monkeypatch.setattr(citations, "adapt_style", lambda *_: doubling(7).encode())
    cited, references, findings = format_citations(LIBRARY, [["a"], ["b", "a"]], "apa", "en")
    assert [plain_text(one.runs) for one in cited] == ["[1]", "[2, 1]"]
    assert [(one.label, plain_text(one.runs)) for one in references] == [
        ("1.", "Jane Doe. Ways. 2000"),
        ("2.", "R. Roe. By"),
    ]
    (finding,) = findings
    assert finding.code == "style-failed" and "was stopped" in finding.message
    assert is_incomplete([finding])


@pytest.mark.parametrize("program", ["", "true"])
def test_a_processor_that_is_not_there_or_says_nothing_stops_a_release_alone(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shutil.which(program) if program else "/nowhere/pandoc"
    monkeypatch.setattr(pandoc_program, "_find_program", lambda: Path(found or "/nowhere/pandoc"))
    cited, _, findings = format_citations(LIBRARY, [["a"]], "apa", "en")
    assert plain_text(cited[0].runs) == "[1]" and is_incomplete(findings)
    assert ("pip install" in findings[0].hint) == (not program)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("names", ['<names variable="author"/>', "<names variable='author'><!-- </names> --></names>"])
def test_a_macro_of_names_alone_sorts_also_on_one_line(names: str, mark: str) -> None:
    source = GOOD.replace('<names variable="author"><name form="short"/></names>', names)
    assert formatted((mark + source).encode()) == (["‹Jane Doe›", "‹R. Roe›"], ["Ways", "By"], [])


def test_a_parent_of_any_length_is_looked_for() -> None:
    link = f'<link rel="independent-parent" href="https://a.example/{"x" * 5_000}"/></info>'
    assert "not installed" in formatted(GOOD.replace("</info>", link))[2][0][2]


def test_a_style_that_takes_too_much_memory_is_stopped() -> None:
    endless = GOOD.replace("<names", '<text macro="who"/><names').encode()
    items = [{"id": "0", "type": "book", "title": "T"}]
    with pytest.raises(citation_processor.CitationsNotSet, match=r"memory|processor time"):
        citation_processor.process_citations(
            endless, items, [citation_processor.Citation((citation_processor.Cite("0"),))]
        )


def test_a_style_that_is_too_long_is_not_read() -> None:
    assert "bytes" in formatted(GOOD.replace("<citation>", f"<!--{'x' * MAX_STYLE_SIZE}--><citation>"))[2][0][2]


def test_a_style_that_is_nested_too_deeply_is_not_read() -> None:
    deep = "<group>" * 300 + "</group>" * 300
    assert "deep" in formatted(GOOD.replace('<text variable="title"/>', deep))[2][0][2]


@pytest.mark.slow
def test_every_installed_style_is_read_and_adapted() -> None:
    folder = csl_styles._find_styles_folder()
    for file in (*folder.glob("*.csl"), *folder.glob("dependent/*.csl")):
        style, findings = read_style(file.read_bytes(), file)
        assert style is not None and findings == (), file.name
        assert read_style(adapt_style(style), file)[0] is not None, file.name


@given(st.text(max_size=200), st.integers(0, len(GOOD)))
def test_no_text_in_a_style_raises(text: str, at: int) -> None:
    style, findings = read_style((GOOD[:at] + text + GOOD[at:]).encode("utf-8", "replace"), FILE)
    assert (style is None) == bool(findings)
