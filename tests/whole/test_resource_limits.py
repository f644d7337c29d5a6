"""What strangers wrote may ask for more time, memory or depth than there is: it is stopped, and told at its file."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from json_values import PLAIN_JSON
from octavo.building.output_folder import build_record
from octavo.chapters.author_pdf.pdf_placement import AuthorPdfJob, TypeArea, place_author_pdf
from octavo.chapters.manuscript_reader import parse_manuscript
from octavo.cli.main import run_command
from octavo.files.atomic_files import OpenFolder
from octavo.files.atomic_files import open_folder as open_folder
from octavo.findings.finding import Finding, FindingsError
from octavo.findings.report_formats import format_as_text
from octavo.importers import latex_to_rst, scipy
from octavo.importers.folder_import import import_folder
from octavo.importers.scipy_papers import read_paper
from octavo.importers.workshop_writer import ImportResult, write_workshop
from octavo.pdf.renderers.pdfium_text import find_visible_ink
from octavo.processes.current_file import working_on
from octavo.processes.sandbox import Limits
from octavo.processes.worker_pool import WorkerDied, WorkerPool, stopped_finding
from octavo.project import project_folders
from octavo.project.printer_profile_lookup import find_printer_profile
from octavo.project.project_folders import Project, find_workshop, shipped_folder
from octavo.rendering.bibliography import bibtex_reader, latex_text
from octavo.rendering.bibliography.csl_items import MAX_FIELD_LENGTH, build_csl_item
from octavo.rendering.rst.expansion_limits import MAX_INLINE_MARKS, MAX_PARAGRAPH_LENGTH, find_excess
from octavo.rendering.rst.jinja_sandbox import MAX_TEMPLATE_STEPS
from octavo.rendering.rst.jinja_templates import render_template
from octavo.typesetting.cache_key import compute_cache_key
from octavo.typesetting.part_cache import (
    CachedPart,
    PartCache,
    _compute_seal,
    open_part_cache,
    open_part_cache_for_reading,
)
from octavo.typesetting.style_limits import check_style
from octavo.typesetting.stylesheets import find_stylesheets
from octavo.typesetting.typeset_job import TypesetPart
from octavo.typesetting.typesetter import typeset
from typeset_parts import job as part_job

DOUBLING = "{% set a = 'ab' %}" + "{% set a = a + a %}" * 40


def nothing() -> None:
    """Import nothing."""


def composed(folder: Path, template: str, **facts: object) -> str:
    (folder / "t.rst").write_text(template, "utf-8")
    return "\n".join(render_template("t.rst", facts, [folder], {"_": str})[0].lines)


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
        ("{{ 9 ** 99999 }}", 1, "more than 10,000 bits"),
        ("{% set n = 7 ** 3000 %}{{ n * n }}", 1, "more than 10,000 bits"),
        ("{{ '%999999999d' % 1 }}", 1, "a width that is too large"),
        ("{{ '%*d' % (999999999, 1) }}", 1, "passes 999999999 to"),
        ("{{ '%999999999d'|format(1) }}", 1, "a width that is too large"),
        ("{{ '{:>999999999}'.format(1) }}", 1, "a width that is too large"),
        ("{{ '{:>{}}'.format(1, 2) }}", 1, "a width that is too large"),
        ("{{ 'a'.ljust(999999999) }}", 1, "passes 999999999 to"),
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
        ("{% set a = [1] %}" + "{% set a = [a, a] %}" * 60 + "{{ a }}", 1, "a nested list"),
        ("{% set a = 'a' * 9999999 %}{% for i in 'a' * 99 %}{% if 'b' in a %}{% endif %}{% endfor %}", 1, "steps"),
        ("{% set a = 'a' * 9999999 %}{% for i in 'a' * 99 %}{% if a == a %}{% endif %}{% endfor %}", 1, "steps"),
        ("{% set a = [1] * 9999999 %}{% for i in 'a' * 99 %}{% set b = a[1:] %}{% endfor %}", 1, "steps"),
    ],
)
def test_a_template_that_asks_for_too_much_is_stopped_at_its_line(
    tmp_path: Path, template: str, line: int, message: str
) -> None:
    with pytest.raises(FindingsError) as raised:
        composed(tmp_path, template, x="y")
    (found,) = raised.value.findings
    assert message in found.message
    assert (found.code, found.place and found.place.line) == ("template-too-much", line)


def test_a_template_that_does_much_is_filled(tmp_path: Path) -> None:
    loop = "{% for i in 'a' * 50000 %}{{ loop.index if loop.last else '' }}{% endfor %}"
    assert composed(tmp_path, loop).count("\ufdd0") == 50_000
    assert MAX_TEMPLATE_STEPS > 1_000_000


@pytest.mark.parametrize("template", ["\ufdd099999999\ufdd1", "\ufdd2123456789\ufdd3", "a\uffffb"])
def test_a_template_may_not_hold_what_marks_are_made_of(tmp_path: Path, template: str) -> None:
    with pytest.raises(FindingsError) as raised:
        composed(tmp_path, f"one\ntwo{template}")
    found = raised.value.findings[0]
    assert found.code == "forbidden-character"
    assert found.place is not None
    assert (found.place.line, found.place.column) == (2, 5 if "\uffff" in template else 4)


@pytest.mark.parametrize(
    "template", ["{{ '\\ufdd09\\ufdd1' }}", "{% set a %}{{ x }}{% endset %}{{ a|upper }}", "{{ ['\\ufdd2']|join }}"]
)
def test_no_value_becomes_a_mark(tmp_path: Path, template: str) -> None:
    with pytest.raises(FindingsError, match="modified here like a value"):
        composed(tmp_path, template, x="y")


def bib(text: str) -> tuple[tuple[bibtex_reader.BibtexEntry, ...], tuple[Finding, ...]]:
    return bibtex_reader.parse_bibtex(Path("x.bib"), text)


def test_strings_that_double_stay_small_and_the_first_too_large_is_told() -> None:
    lines = ['@string{a0 = "xxxxxxxxxx"}', *(f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 60))]
    entries, found = bib("\n".join([*lines, "@misc{k, title = a59}"]))
    assert sum(map(len, entries[0].fields.values())) < bibtex_reader.MAX_STRING_EXPANSION
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
    assert len(found) <= bibtex_reader.MAX_BIBTEX_FINDINGS + 1
    assert not found or re.search(r"29,800 more|59,800 more", found[-1].message)


def test_a_stray_word_before_many_empty_lines_is_read_in_one_go() -> None:
    entries, found = bib("@misc{k, x y" + "\n" * 300_000 + "title = {T}}")
    assert entries[0].fields == {"title": "T"}
    assert [one.code for one in found] == ["unreadable-field"]


@pytest.mark.parametrize("piece", ["{", "\\emph", "\\'", "\\emph{", "\\frac", "\\textbf{\\'{"])
def test_latex_is_read_however_deep_it_is(piece: str) -> None:
    reading = latex_text.parse_latex("before " + piece * 50_000 + " x")
    assert reading.is_too_deep
    assert reading.text.startswith("before ")
    assert "x" in reading.text


def test_braces_that_are_too_deep_close_where_they_would_have() -> None:
    assert latex_text.parse_latex("{" * 500 + "a" + "}" * 500 + " b").text == "a b"


def test_a_field_that_is_too_long_or_too_deep_is_told() -> None:
    entries, _ = bib("@misc{k, title={" + "{" * 90 + "T" + "}" * 90 + "}, note={" + "n" * (MAX_FIELD_LENGTH + 1) + "}}")
    _, found = build_csl_item(entries[0], "en")
    assert {one.code for one in found} == {"latex-too-deep", "field-too-long"}


def read(text: str) -> tuple[str, tuple[Finding, ...]]:
    made = parse_manuscript(text.encode(), Path("/p/a.rst"), "c-")
    return made.tree.astext(), made.findings


@pytest.mark.parametrize("mark", ["*a ", "**a ", "``a ", "`a ", "|a ", "_`a ", "a_ ", ":x:`a ", "*a* ", "(*a "])
def test_a_paragraph_with_too_many_marks_is_printed_as_written_and_told_at_its_line(mark: str) -> None:
    words, found = read(f"Before.\n\n{mark * (MAX_INLINE_MARKS + 1)}\n\nAfter *all*.")
    assert mark * (MAX_INLINE_MARKS + 1) == words.split("\n\n")[1] + " "
    assert words.endswith("After all.")
    assert [(one.code, one.place and one.place.line) for one in found] == [("rest", 3)]
    assert f"{MAX_INLINE_MARKS + 1:,} marks" in found[0].message


def test_a_paragraph_that_is_too_long_is_printed_as_written() -> None:
    words, (found, *_) = read("\n".join(["*a* b"] * (MAX_PARAGRAPH_LENGTH // 5)))
    assert words.startswith("*a* b")
    assert "its markup is ignored" in found.message


@pytest.mark.parametrize("piece", ["set", "a.", "a-", "a@", "http", "é", "x:", "a+b", "/", "a_b"])
def test_a_paragraph_with_a_very_long_word_is_printed_as_written_and_told_at_its_line(piece: str) -> None:
    word = piece * (30_000 // len(piece)) + "z"
    words, found = read(f"Before.\n\nSee {word} *there*.\n\nAfter *all*.")
    assert words.split("\n\n")[1:] == [f"See {word} *there*.", "After all."]
    assert [(one.code, one.place and one.place.line) for one in found] == [("rest", 3)]
    assert f"the longest has {len(word):,} characters" in found[0].message


def test_words_of_a_thousand_letters_are_read_for_markup() -> None:
    words, found = read(" ".join([*["acgt" * 250] * 4, "*there*"]))
    assert (words[-5:], found) == ("there", ())


def test_of_very_many_faults_the_first_are_told() -> None:
    words, found = read("\n\n".join(["some *a"] * 2_000))
    assert words.count("*a") == 2_000
    assert 500 <= len(found) <= 502
    assert "only the first 500" in found[-1].message


def test_substitutions_that_double_are_printed_as_they_are_called() -> None:
    lines = ["|s60|", "", ".. |s0| replace:: x"]
    lines += [f".. |s{number}| replace:: |s{number - 1}| |s{number - 1}|" for number in range(1, 61)]
    words, found = read("\n".join(lines))
    assert words.startswith("|s60|")
    assert any("the substitutions are not expanded" in one.message for one in found)


def test_substitutions_of_substitutions_are_put_in() -> None:
    words, found = read(".. |a| replace:: one |B|\n.. |b| replace:: two\n\nSee |A|, |b|.")
    assert (words.split("\n\n")[-1], found) == ("See one two, two.", ())


def test_a_table_with_too_many_cells_stops_its_manuscript_at_its_line() -> None:
    border = "+" + "-+" * 200
    table = [border, *["|" + "a|" * 200, border] * 200]
    _, found = read("\n".join(["Text.", "", *table]))
    assert any(one.code == "rest-too-deep" and one.message == "the table is too large" for one in found)


@pytest.mark.parametrize(
    "table",
    [
        ["== " * 100, *["x  " * 100] * 300, "== " * 100],
        [".. csv-table:: T", "", *["   a,b,c"] * 20_000],
        [".. csv-table:: T", "   :delim: ;", "", *["   a;b;c"] * 20_000],
    ],
    ids=["simple", "csv", "csv of semicolons"],
)
def test_cells_are_counted_in_every_kind_of_table(table: list[str]) -> None:
    _, found = read("\n".join(["Text.", "", *table, "", "More."]))
    assert [(one.code, one.message) for one in found][:1] == [("rest-too-deep", "the table is too large")]


def test_words_beside_tables_are_no_cells() -> None:
    prose = ["One, two and, three, four of it.", ""] * 15_000
    assert not list(find_excess(["=== ===", "a   b", "=== ===", "", ".. csv-table:: T", "", "   a,b", "", *prose]))


def take_memory(path: Path, language: str = "") -> int:  # noqa: ARG001 (as the function that it replaces)
    with working_on(path, 3):
        return len(bytearray(1 << 30))


def burn(path: Path) -> None:
    with working_on(path, 7):
        while True:
            pass


def test_who_is_stopped_is_told_with_the_file_that_was_worked_on(tmp_path: Path) -> None:
    limits = Limits(memory=600 << 20, processor_seconds=1)
    with WorkerPool(1, limits, warm=nothing) as workers:
        for job, line, why in ((take_memory, 3, "of memory that it may use"), (burn, 7, "more than 1 s of processor")):
            with pytest.raises(WorkerDied, match=why) as raised:
                workers.submit(job, tmp_path / "a b.rst").result()
            found = stopped_finding("the check", raised.value)
            assert found.place is not None
            assert (found.place.file, found.place.line) == (tmp_path / "a b.rst", line)
            assert found.message.startswith("reading a b.rst was stopped: it ")


def raise_faults() -> None:
    raise FindingsError([Finding("a-code", "a message")])


def test_faults_come_out_of_a_worker_as_they_went_in() -> None:
    with WorkerPool(1, warm=nothing) as workers, pytest.raises(FindingsError) as raised:
        workers.submit(raise_faults).result()
    assert raised.value.findings == (Finding("a-code", "a message"),)


def test_a_check_that_is_stopped_names_the_file_and_ends_as_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["new", "exc"]) == 0
    monkeypatch.setattr("octavo.building.product_pipeline.load_workshop", take_memory)
    monkeypatch.setattr("octavo.processes.worker_pool.REPLACED_EARLY", Limits(600 << 20))
    capsys.readouterr()
    assert run_command(["check", "exc"]) == 1
    said = capsys.readouterr()
    assert "reports/exc/workshop.yaml:3:1: error: reading workshop.yaml was stopped" in said.out + said.err


HOUSE = "styles/mine.css"


def style_faults(text: str) -> list[tuple[str, int, int]]:
    found = check_style(Path(HOUSE), text)
    return [(one.code, one.place.line, one.place.column) for one in found if one.place]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("body { color: red }\n" * 20_000, "style-too-large", 1, 1),
        ("a {}\nbody { font-size: 1e9px }", "bad-measure", 2, 19),
        ("a { margin: -100001px }", "bad-measure", 1, 13),
        ("a { width: 1e999% }", "bad-measure", 1, 12),
        ("a { font-size: 0.00000001pt }", "bad-measure", 1, 16),
        ("a { grid-template-columns: repeat(2000, 1px) }", "bad-measure", 1, 28),
        (f'p::before {{ content: "{"x" * 6_000}" }}', "style-too-large", 1, 22),
        ("a {" * 30, "style-too-deep", 1, 75),
        ("a { width: " + "calc(" * 30 + "1px" + ")" * 30, "style-too-deep", 1, 131),
        ("\n" + "div " * 20 + "{ color: red }", "style-too-deep", 2, 1),
        ("\n" + ":is(a)" * 400 + "{ color: red }", "style-too-deep", 2, 1),
        (
            ":root { --a0: xxxxxxxxxx }\n"
            + "".join(f"a {{ --a{n + 1}: var(--a{n}) var(--a{n}) }}\n" for n in range(60)),
            "style-too-much",
            14,
            5,
        ),
        (":root { --a: " + "x" * 4_000 + " }\na { b: " + "var(--a) " * 60 + "}", "style-too-much", 1, 1),
    ],
)
def test_a_style_that_asks_for_too_much_is_told_at_its_line(text: str, code: str, line: int, column: int) -> None:
    assert style_faults(text) == [(code, line, column)]


def test_what_a_style_may_hold_is_not_told() -> None:
    shown = "/* 1e9px */ a { z-index: 2147483647; color: #1e9999; content: '1e9px'; width: 0; --b: var(--b) }"
    fonts = "@font-face { src: url(asset:fonts/Face-20261129123456.otf); unicode-range: U+0-10FFFF }"
    assert style_faults(shown + fonts) == []
    for file in shipped_folder("styles").glob("*.css"):
        assert list(check_style(file, file.read_text())) == []


@given(st.text(alphabet="{}()[];:,'\"\\/*-+.e19a \n@#%!vr", max_size=400))
@settings(max_examples=200, derandomize=True)
def test_no_style_stops_its_check(text: str) -> None:
    style_faults(text)


def project_with_style(folder: Path, sheets: dict[str, str]) -> Path:
    for name, text in sheets.items():
        (folder / "styles").mkdir(exist_ok=True)
        (folder / "styles" / f"{name}.css").write_text(text)
    return folder / "styles"


def layered(folder: Path, sheets: dict[str, str]) -> list[str]:
    own = project_with_style(folder, sheets)
    return [style.name for style in find_stylesheets("volume", "mine", (own, shipped_folder("styles"))).styles]


def test_styles_that_import_each_other_again_and_again_are_read_once(tmp_path: Path) -> None:
    sheets = {f"s{n}": "".join(f'@import "s{n + 1}.css";' + "\n" for _ in range(9)) for n in range(6)}
    sheets |= {"s6": "", "mine": '@import "s0.css";\n@import "s3.css";'}
    assert sorted(layered(tmp_path, sheets)[3:-1]) == [f"s{n}.css" for n in range(7)]


def test_styles_that_import_each_other_too_deep_are_told(tmp_path: Path) -> None:
    sheets = {f"s{n}": f'@import "s{n + 1}.css";' for n in range(12)} | {"mine": '@import "s0.css";', "s12": ""}
    with pytest.raises(FindingsError, match="more than 8 deep"):
        layered(tmp_path, sheets)


LONG = "a" * 300


@pytest.mark.parametrize("sheet", [f'@import "{LONG}.css";', f"@font-face {{ src: url(asset:fonts/{LONG}) }}"])
def test_a_name_that_no_file_can_have_is_that_of_none_in_a_style(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(FindingsError, match=r"there is no style sheet|is not in the styles folder"):
        layered(tmp_path, {"mine": sheet})


def test_a_name_that_no_file_can_have_is_that_of_none_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    with pytest.raises(FindingsError, match="template 'aaa"):
        composed(tmp_path, f"{{% include '{LONG}.rst' %}}")
    with pytest.raises(FindingsError, match="template 'aaa"):
        render_template(f"{LONG}.rst", {}, [tmp_path], {"_": str})
    with pytest.raises(FindingsError, match="there is no printer profile"):
        find_printer_profile(LONG, Project(tmp_path))
    with pytest.raises(LookupError, match="there is no workshop"):
        find_workshop(LONG, tmp_path)
    _, (found,) = import_folder("scipy", scipy_folder(tmp_path / "conf", DATED), LONG, Project(tmp_path))
    assert found.code == "bad-id"


DATED = {"proceedings": {"year": 2018, "dates": "July 9", "title": {"full": "T"}}}


def test_what_the_engine_cannot_set_names_the_style_that_it_was_set_with() -> None:
    job = part_job("<p>Words</p>", "p { font-size: calc(99999px * 99999 * 99999) }")
    own = replace(job, styles=(*job.styles[:-1], replace(job.styles[-1], is_own=True)))
    for one, said in ((job, r"with ZeroDivisionError: [^(]*$"), (own, r"set with styles/test.css")):
        with pytest.raises(FindingsError, match=said) as raised:
            typeset(one)
        assert raised.value.findings[0].code == "typesetter-failed"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[OpenFolder]:
    with open_folder(tmp_path, "kept") as opened:
        yield opened


def test_a_kept_part_is_taken_under_its_own_key_alone_and_whole(folder: OpenFolder) -> None:
    store = PartCache(folder, Project(folder.path), "same")
    keys = [compute_cache_key(name, store.environment, name=str) for name in ("a", "b")]
    for key in keys:
        store.store_part(key, CachedPart(TypesetPart(key, b"%PDF-1.7 pages", 3, {"x": 1}), {"title": "T"}))
    assert [kept and kept.part.name for kept in map(store.load_part, keys)] == keys
    one, other = (folder.path / f"{key}.part" for key in keys)
    whole = one.read_bytes()
    one.write_bytes(other.read_bytes())
    assert store.load_part(keys[0]) is None
    for at in range(0, len(whole), 7):
        one.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert store.load_part(keys[0]) is None
    one.write_bytes(whole)
    assert store.load_part(keys[0]) is not None


def test_a_part_that_a_killed_build_left_half_written_is_removed_by_the_next(tmp_path: Path) -> None:
    home = tmp_path / project_folders.RECORDS_FOLDER / "parts"
    home.mkdir(parents=True)
    (home / ".0123.part.part").write_bytes(b"half")
    with open_part_cache(tmp_path, "parts", Project(tmp_path), "same") as opened:
        opened.store_part(
            compute_cache_key("a", opened.environment, name=str), CachedPart(TypesetPart("a", b"%PDF-1.7 pages", 3, {}))
        )
    assert [path.name for path in home.iterdir()] == [f"{compute_cache_key('a', opened.environment, name=str)}.part"]


def test_a_check_takes_what_a_build_has_kept_and_keeps_nothing(tmp_path: Path) -> None:
    project, part = Project(tmp_path), CachedPart(TypesetPart("a", b"%PDF-1.7 pages", 3, {}))
    with open_part_cache_for_reading(tmp_path, "parts", project, "same") as none:
        none.store_part(compute_cache_key("a", none.environment, name=str), part)
    assert not list(tmp_path.iterdir())
    with open_part_cache(tmp_path, "parts", project, "same") as built:
        built.store_part(compute_cache_key("a", built.environment, name=str), part)
    with open_part_cache_for_reading(tmp_path, "parts", project, "same") as known:
        assert known.load_part(compute_cache_key("a", known.environment, name=str)) == part
        known.store_part(compute_cache_key("b", known.environment, name=str), part)
    assert len(list((tmp_path / project_folders.RECORDS_FOLDER / "parts").iterdir())) == 1


def scipy_folder(folder: Path, details: object) -> Path:
    (folder / "papers" / "p").mkdir(parents=True)
    (folder / "papers" / "p" / "p.rst").write_text(":author: Ada Example\n\n=====\nTitle\n=====\n\nWords.\n")
    (folder / "proceedings.json").write_text(json.dumps(details))
    return folder


def odd(usual: object) -> st.SearchStrategy[object]:
    return st.just(usual) | PLAIN_JSON


TITLE = st.fixed_dictionaries({}, optional={"full": odd("T"), "acronym": odd("T"), "ordinal": odd("1")})
DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "proceedings": st.fixed_dictionaries(
            {"year": odd("2018") | st.just(2018), "dates": odd("July 9 - July 15")},
            optional={
                "title": st.fixed_dictionaries(
                    {}, optional={"full": odd("T"), "acronym": odd("T"), "ordinal": odd("1")}
                )
                | PLAIN_JSON,
                "location": odd("Austin, Texas"),
                "editor": odd(["Ada B"]),
                "editor_email": odd(["a@b.org"]),
                "doi": odd("10.1234/x"),
                "copyright": odd({"license": "CC"}),
            },
        )
        | PLAIN_JSON,
        "series": odd({"title": {"full": "S"}, "xref": {"issn": "1"}}),
        "toc": PLAIN_JSON,
    },
)


@given(DETAILS | PLAIN_JSON)
@settings(max_examples=100, derandomize=True)
def test_whatever_the_json_of_a_conference_holds_is_brought_over_or_told(details: object) -> None:
    with tempfile.TemporaryDirectory() as home, suppress(FindingsError):
        folder = Path(home)
        brought = scipy.read(scipy_folder(folder / "conf", details))
        path, _ = write_workshop(brought, "it", Project(folder))
        assert path.read_text("utf-8")


@pytest.mark.parametrize("details", [{"proceedings": 5, "series": 5, "toc": 5}, [[]], 5, {"proceedings": [{}]}])
def test_a_conference_that_is_described_by_no_object_is_told(tmp_path: Path, details: object) -> None:
    (tmp_path / "reports").mkdir()
    path, found = import_folder("scipy", scipy_folder(tmp_path / "conf", details), "it", Project(tmp_path))
    assert path is None
    assert (found[0].code, found[-1].code) == ("bad-json", "no-dates")


def test_half_a_character_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    details = {"proceedings": {"year": 2018, "dates": "July 9", "title": {"full": "a\ud800b"}}}
    path, found = import_folder("scipy", scipy_folder(tmp_path / "conf", details), "it", Project(tmp_path))
    assert path is not None
    assert "title: a\ufffdb" in path.read_text("utf-8")
    assert "lost-character" in {one.code for one in found}


STYLED = r"A \textbf{b} \emph{c \\textbf{b} \emph{c \\textbf{b} \emph{c \'e} $x^2$ {\it z}"


def test_what_is_styled_within_an_escape_keeps_its_words() -> None:
    assert "**b**" in latex_to_rst.latex_to_markup(STYLED)


@given(st.lists(st.sampled_from([*re.split(r"(?<= )", STYLED), "}", "{", "$", "%", "\n", "\\item ", "\\begin{x}"])))
@settings(max_examples=300, derandomize=True)
def test_whatever_latex_is_brought_over_becomes_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert isinstance(
        latex_to_rst.latex_to_text(text) + latex_to_rst.latex_to_markup(text) + latex_text.parse_latex(text).text, str
    )


@pytest.mark.parametrize("opened", [r"\begin{tabular}{l}", r"\item[", r"\begin{itemize}["])
def test_what_latex_opens_and_never_closes_is_not_looked_for_again_and_again(opened: str) -> None:
    """With time that grows with the square, this would take a minute or more."""
    assert latex_to_rst.latex_to_markup(opened * 20_000)


@pytest.mark.parametrize(
    "text",
    [f"More. {'`' * 60_000}\n=====\n", ".. class:: abstract\n\n   Words.\n" + "\n" * 60_000 + "   More.\n\nText.\n"],
)
def test_a_paper_of_countless_marks_or_blank_lines_is_read_once(tmp_path: Path, text: str) -> None:
    """With time that grows with the square, this would take a minute or more."""
    file = tmp_path / "paper.rst"
    file.write_text(text)
    paper = read_paper(file, ImportResult(tmp_path, "papers"))
    assert "More." in "".join([paper.title, *paper.lines])


@pytest.mark.parametrize("number", ["0xD800", "0xFDD0", "U+0001", "0x7", "0x202E"])
def test_a_number_that_is_of_no_character_is_told_at_its_line(number: str) -> None:
    words, found = read(f"Some |u| words.\n\n.. |u| unicode:: {number}\n")
    assert all(sign.isprintable() or sign == "\n" for sign in words)
    assert any("not a printable character" in one.message and one.place and one.place.line == 3 for one in found)


@pytest.mark.parametrize(
    ("media", "crop"),
    [
        ((0, 0, 0, 0), None),
        ((0, 0, 1e-30, 1e-30), None),
        ((0, 0, 200, 200), (300, 300, 400, 400)),
        ((0, 0, 200, 200), (0, 0, 0.0001, 100)),
    ],
)
def test_a_page_without_a_size_shows_nothing_and_its_paper_is_told(
    media: tuple[float, ...], crop: tuple[float, ...] | None
) -> None:
    pdf, data = pikepdf.new(), BytesIO()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.obj.MediaBox = pikepdf.Array(media)
    if crop:
        page.obj.CropBox = pikepdf.Array(crop)
    pdf.save(data)
    assert find_visible_ink(data.getvalue(), [0]) == {0: None}
    trim = TypeArea(439, 666, 60, 60, 50, 50, 30, 30, False)
    assert place_author_pdf(AuthorPdfJob("c-a", "a.pdf", data.getvalue(), trim, "T", ("B",), (), "")).part.findings


BIB = [
    "@misc{",
    "k",
    ",",
    "title",
    "=",
    "{",
    "}",
    '"',
    "#",
    "s",
    "@string{s=",
    "\n",
    " ",
    "\\'e",
    "@comment(",
    ")",
    "²",
    "9" * 5_000,
]


@given(st.lists(st.sampled_from(BIB), max_size=30))
@settings(max_examples=300, derandomize=True)
def test_whatever_a_bibliography_holds_is_read_and_described(pieces: list[str]) -> None:
    entries, _ = bib("".join(pieces))
    for entry in entries:
        build_csl_item(entry, "en")


REST = [
    "*a",
    "|b|",
    "`c`_",
    "[#]_ ",
    ".. |b| replace:: x\n",
    ".. [#] n\n",
    "\n\n",
    "===\n",
    "- ",
    "   ",
    ":math:`x`",
    ".. unicode:: 0xD800",
]


@given(st.lists(st.sampled_from(REST), max_size=25))
@settings(max_examples=100, derandomize=True)
def test_whatever_a_manuscript_holds_is_read(pieces: list[str]) -> None:
    read("".join(pieces))


TEMPLATE = [f"{{{{ {one} }}}}" for one in ("x", "x * 3", "y|join(x)", "x ~ y", "z + x", "[y, [y]]", "y.format(x)")]
TEMPLATE += ["{{ '\\ufdd0' }}", "{% for i in y %}", "{% endfor %}", "{% set z %}", "{% endset %}", "*", "\n"]


@given(st.lists(st.sampled_from(TEMPLATE), max_size=12))
@settings(max_examples=150, derandomize=True)
def test_whatever_a_template_holds_is_filled_or_told(pieces: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(FindingsError):
        composed(Path(folder), "".join(pieces), x="v", y=["a", "b"])


@given(PLAIN_JSON, st.sampled_from(["key", "inputs", "workshop", "entries", "findings", "keys"]))
@settings(max_examples=100, derandomize=True)
def test_whatever_a_record_holds_it_is_read_or_passed_over(value: object, field: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        request = build_record.ProductRequest(
            Path(folder, "a", "workshop.yaml"), "summary", project, Path(folder, "build"), "c"
        )
        kept = Path(folder, "build", project_folders.RECORDS_FOLDER)
        kept.mkdir(parents=True)
        known = {"key": build_record.request_key(request), "inputs": {}, "workshop": "a", "entries": [], "findings": []}
        known["keys"] = []
        (kept / request.record_name).write_text(json.dumps(known | {field: value}))
        assert build_record.find_unchanged_record(request) is None


PART = {
    "format": 2,
    "name": "c",
    "pages": 1,
    "anchors": {"a": 1},
    "findings": [],
    "faces": [["usual", ""]],
    "told": {},
    "inputs": {},
}
TOLD = {"code": "x", "message": "y", "hint": "", "subject": "", "severity": "advice", "missing": None, "place": None}


@given(st.sampled_from(sorted(PART)), st.sampled_from(sorted(TOLD)), PLAIN_JSON, st.booleans())
@example("pages", "code", float("inf"), False)
@example("anchors", "code", {"a": float("inf")}, False)
@example("name", "place", ["a.rst", float("inf"), 1], True)
@settings(max_examples=150, derandomize=True)
def test_whatever_a_kept_part_holds_it_is_taken_or_passed_over(
    field: str, of_finding: str, value: object, in_finding: bool
) -> None:
    head = PART | ({"findings": [TOLD | {of_finding: value}]} if in_finding else {field: value})
    content = json.dumps(head).encode() + b"\n%PDF"
    with tempfile.TemporaryDirectory() as home, open_folder(Path(home), "kept") as folder:
        (folder.path / "k.part").write_bytes(_compute_seal("k", content) + b"\n" + content)
        kept = PartCache(folder, Project(Path(home)), "same").load_part("k")
        assert kept is None or format_as_text(kept.part.findings, lambda _: ()) is not None
