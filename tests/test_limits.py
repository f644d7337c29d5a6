"""What strangers wrote may ask for more time, memory or depth than there is: it is stopped, and told at its file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo import bibtex, latex
from octavo.at_work import working_on
from octavo.cli import run
from octavo.compose import compose
from octavo.entries import LONGEST_FIELD, described
from octavo.findings import Faults, Finding
from octavo.manuscript import manuscript
from octavo.rest_limits import LONGEST_PARAGRAPH, MOST_MARKS
from octavo.sandbox import MOST_STEPS
from octavo.workers import Limits, WorkerDied, Workers, stopped

DOUBLING = "{% set a = 'ab' %}" + "{% set a = a + a %}" * 40


def nothing() -> None:
    """Import nothing."""


def composed(folder: Path, template: str, **facts: object) -> str:
    (folder / "t.rst").write_text(template, "utf-8")
    return "\n".join(compose("t.rst", facts, [folder], {"_": str})[0].lines)


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("\n{{ ('a' * 3000000000)|length }}", 2, "a text or list of 3,000,000,000"),
        ("{{ ([1] * 3000000000)|length }}", 1, "a text or list of 3,000,000,000"),
        ("{{ (3000000000 * 'a')|length }}", 1, "a text or list of 3,000,000,000"),
        (DOUBLING, 1, "a text or list of"),
        ("{% set a = 'ab' %}" + "{% set a = a ~ a %}" * 40, 1, "a text or list of"),
        ("{% set a = [1] %}" + "{% set a = a + a %}" * 40, 1, "a text or list of"),
        ("{% set b %}a{{ x }}{% endset %}" + "{% set b %}{{ b }}{{ b }}{% endset %}" * 40, 1, "a text or list of"),
        ("{{ 9 ** 99999 }}", 1, "more than 10,000 binary digits"),
        ("{% set n = 7 ** 3000 %}{{ n * n }}", 1, "more than 10,000 binary digits"),
        ("{{ '%999999999d' % 1 }}", 1, "a width that is too large"),
        ("{{ '%*d' % (999999999, 1) }}", 1, "the number 999999999"),
        ("{{ '%999999999d'|format(1) }}", 1, "a width that is too large"),
        ("{{ '{:>999999999}'.format(1) }}", 1, "a width that is too large"),
        ("{{ '{:>{}}'.format(1, 2) }}", 1, "a width that is too large"),
        ("{{ 'a'.ljust(999999999) }}", 1, "the number 999999999"),
        ("{{ ('\\t' * 9999999).expandtabs(9999)|length }}", 1, "a text or list of"),
        ("{{ ('a' * 99999)|replace('a', 'b' * 99999)|length }}", 1, "a text or list of"),
        ("{{ ('a' * 99999).replace('a', 'b' * 99999)|length }}", 1, "a text or list of"),
        ("{{ ('\\n' * 99999)|indent(9999)|length }}", 1, "a text or list of"),
        ("{{ [1, 2]|join('b' * 19999999)|length }}", 1, "a text or list of"),
        ("{% for i in 'a' * 9999 %}{% for j in 'a' * 9999 %}{% endfor %}{% endfor %}", 1, "2,000,000 steps"),
        ("{% for i in 'a' * 9999 %}{% for j in ('a' * 9999)|map('upper') %}{% endfor %}{% endfor %}", 1, "steps"),
        ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(50) }}", 1, "steps"),
        ("{% for i in [1] recursive %}{{ loop([1, 2]) }}{% endfor %}", 1, "too deep"),
        ("{% include 't.rst' %}", 1, "too deep"),
        ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ a }}", 1, "a list of lists"),
    ],
)
def test_a_template_that_asks_for_too_much_is_stopped_at_its_line(
    tmp_path: Path, template: str, line: int, message: str
) -> None:
    with pytest.raises(Faults) as raised:
        composed(tmp_path, template, x="y")
    (found,) = raised.value.findings
    assert message in found.message
    assert (found.code, found.place and found.place.line) == ("template-too-much", line)


def test_a_template_that_does_much_is_filled(tmp_path: Path) -> None:
    loop = "{% for i in 'a' * 50000 %}{{ loop.index if loop.last else '' }}{% endfor %}"
    assert composed(tmp_path, loop).count("\ufdd0") == 50_000
    assert MOST_STEPS > 1_000_000


@pytest.mark.parametrize("template", ["\ufdd099999999\ufdd1", "\ufdd2123456789\ufdd3", "a\uffffb"])
def test_a_template_may_not_hold_what_marks_are_made_of(tmp_path: Path, template: str) -> None:
    with pytest.raises(Faults) as raised:
        composed(tmp_path, f"one\ntwo{template}")
    found = raised.value.findings[0]
    assert found.code == "forbidden-character"
    assert found.place is not None
    assert (found.place.line, found.place.column) == (2, 5 if "\uffff" in template else 4)


@pytest.mark.parametrize(
    "template", ["{{ '\\ufdd09\\ufdd1' }}", "{% set a %}{{ x }}{% endset %}{{ a|upper }}", "{{ ['\\ufdd2']|join }}"]
)
def test_no_value_becomes_a_mark(tmp_path: Path, template: str) -> None:
    with pytest.raises(Faults, match="as if it were a value"):
        composed(tmp_path, template, x="y")


def bib(text: str) -> tuple[tuple[bibtex.Entry, ...], tuple[Finding, ...]]:
    return bibtex.read(Path("x.bib"), text)


def test_strings_that_double_stay_small_and_the_first_too_large_is_told() -> None:
    lines = ['@string{a0 = "xxxxxxxxxx"}', *(f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 60))]
    entries, found = bib("\n".join([*lines, "@misc{k, title = a59}"]))
    assert sum(map(len, entries[0].fields.values())) < bibtex.MOST_NAMED
    assert found[0].code == "string-too-long"
    assert found[0].place is not None
    assert found[0].place.line == 18


@pytest.mark.parametrize(
    "opening", ["@misc{k%d, title={T\n", "@misc(k%d, title={T\n", "@comment{%d\n", "@misc{k%d, a b\n\n"]
)
def test_entries_that_are_never_closed_are_read_in_one_go(opening: str) -> None:
    # Read again for each entry, this would take minutes.
    entries, found = bib("".join(opening % number for number in range(30_000)))
    assert len(entries) == (0 if "comment" in opening else 30_000)
    assert len(found) <= bibtex.MOST_TOLD + 1
    assert not found or re.search(r"29,800 more|59,800 more", found[-1].message)


def test_a_stray_word_before_many_empty_lines_is_read_in_one_go() -> None:
    entries, found = bib("@misc{k, x y" + "\n" * 300_000 + "title = {T}}")
    assert entries[0].fields == {"title": "T"}
    assert [one.code for one in found] == ["unreadable-field"]


@pytest.mark.parametrize("piece", ["{", "\\emph", "\\'", "\\emph{", "\\frac", "\\textbf{\\'{"])
def test_latex_is_read_however_deep_it_is(piece: str) -> None:
    reading = latex.read("before " + piece * 50_000 + " x")
    assert reading.too_deep
    assert reading.text.startswith("before ")
    assert "x" in reading.text


def test_braces_that_are_too_deep_close_where_they_would_have() -> None:
    assert latex.read("{" * 500 + "a" + "}" * 500 + " b").text == "a b"


def test_a_field_that_is_too_long_or_too_deep_is_told() -> None:
    entries, _ = bib("@misc{k, title={" + "{" * 90 + "T" + "}" * 90 + "}, note={" + "n" * (LONGEST_FIELD + 1) + "}}")
    _, found = described(entries[0], "en")
    assert {one.code for one in found} == {"latex-too-deep", "field-too-long"}


def read(text: str) -> tuple[str, tuple[Finding, ...]]:
    made = manuscript(text.encode(), Path("/p/a.rst"), "c-")
    return made.tree.astext(), made.findings


@pytest.mark.parametrize("mark", ["*a ", "**a ", "``a ", "`a ", "|a ", "_`a ", "a_ ", ":x:`a ", "*a* ", "(*a "])
def test_a_paragraph_with_too_many_marks_is_printed_as_written_and_told_at_its_line(mark: str) -> None:
    words, found = read(f"Before.\n\n{mark * (MOST_MARKS + 1)}\n\nAfter *all*.")
    assert mark * (MOST_MARKS + 1) == words.split("\n\n")[1] + " "
    assert words.endswith("After all.")
    assert [(one.code, one.place and one.place.line) for one in found] == [("rest", 3)]
    assert f"{MOST_MARKS + 1:,} marks" in found[0].message


def test_a_paragraph_that_is_too_long_is_printed_as_written() -> None:
    words, (found, *_) = read("\n".join(["*a* b"] * (LONGEST_PARAGRAPH // 5)))
    assert words.startswith("*a* b")
    assert "no markup is looked for" in found.message


def test_of_very_many_faults_the_first_are_told() -> None:
    words, found = read("\n\n".join(["some *a"] * 2_000))
    assert words.count("*a") == 2_000
    assert 500 <= len(found) <= 502
    assert "more faults" in found[-1].message


def test_substitutions_that_double_are_printed_as_they_are_called() -> None:
    lines = ["|s60|", "", ".. |s0| replace:: x"]
    lines += [f".. |s{number}| replace:: |s{number - 1}| |s{number - 1}|" for number in range(1, 61)]
    words, found = read("\n".join(lines))
    assert words.startswith("|s60|")
    assert any("substitutions are printed as they are called" in one.message for one in found)


def test_substitutions_of_substitutions_are_put_in() -> None:
    words, found = read(".. |a| replace:: one |B|\n.. |b| replace:: two\n\nSee |A|, |b|.")
    assert (words.split("\n\n")[-1], found) == ("See one two, two.", ())


def test_a_table_with_too_many_cells_stops_its_manuscript_at_its_line() -> None:
    border = "+" + "-+" * 200
    table = [border, *["|" + "a|" * 200, border] * 200]
    _, found = read("\n".join(["Text.", "", *table]))
    assert any(one.code == "rest-too-deep" and one.message == "the table is too large" for one in found)


def take_memory(path: Path) -> int:
    with working_on(path, 3):
        return len(bytearray(1 << 30))


def burn(path: Path) -> None:
    with working_on(path, 7):
        while True:
            pass


def test_who_is_stopped_is_told_with_the_file_that_was_worked_on(tmp_path: Path) -> None:
    limits = Limits(memory=600 << 20, processor_seconds=1)
    with Workers(1, limits, nothing) as workers:
        for job, line, why in ((take_memory, 3, "more memory than the"), (burn, 7, "more than 1 s of processor")):
            with pytest.raises(WorkerDied, match=why) as raised:
                workers.submit(job, tmp_path / "a b.rst").result()
            found = stopped("the check", raised.value)
            assert found.place is not None
            assert (found.place.file, found.place.line) == (tmp_path / "a b.rst", line)
            assert found.message.startswith("reading a b.rst was stopped: it ")


def raise_faults() -> None:
    raise Faults([Finding("a-code", "a message")])


def test_faults_come_out_of_a_worker_as_they_went_in() -> None:
    with Workers(1, warm=nothing) as workers, pytest.raises(Faults) as raised:
        workers.submit(raise_faults).result()
    assert raised.value.findings == (Finding("a-code", "a message"),)


def test_a_check_that_is_stopped_names_the_file_and_ends_as_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["new", "exc"]) == 0
    monkeypatch.setattr("octavo.pipeline.load", take_memory)
    monkeypatch.setattr("octavo.confine.Limits.memory", 600 << 20)
    monkeypatch.setattr("octavo.workers.Workers.__init__.__defaults__", (None, Limits(600 << 20), nothing, None))
    capsys.readouterr()
    assert run(["check", "exc"]) == 1
    said = capsys.readouterr()
    assert "reports/exc/workshop.yaml:3:1: error: reading workshop.yaml was stopped" in said.out + said.err
