"""Showing findings: to people with the line and a caret, to build servers in the forms that they read."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.files.source_lines import read_source_lines
from octavo.findings.console_text import EXCERPT_WIDTH, escape_unprintable, show_control_characters
from octavo.findings.finding import Finding, Place, Severity
from octavo.findings.report_formats import (
    MOST_OF_A_KIND,
    format_as_github,
    format_as_gitlab,
    format_as_json,
    format_as_text,
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def finding(line: int = 1, column: int = 1, message: str = "what was found", **more: str) -> Finding:
    return Finding("code", message, Place(Path("reports/workshop.yaml"), line, column), more.get("hint", "write this"))


def written(text: str) -> None:
    Path("reports").mkdir(exist_ok=True)
    Path("reports/workshop.yaml").write_text(text, "utf-8", newline="")


def columns_before_caret(text: str) -> tuple[str, int]:
    """Give the source line as shown and where the caret stands under it."""
    _, shown, caret, *_ = text.split("\n")
    return shown[8:], caret[8:].index("^")


def test_nothing_found_is_nothing_said() -> None:
    assert format_as_text([], read_source_lines) == ""
    assert format_as_github([]) == ""
    assert json.loads(format_as_json([])) == json.loads(format_as_gitlab([])) == []


def test_a_finding_shows_its_line_a_caret_and_what_to_write() -> None:
    written("one\n  two: 3\n")
    assert format_as_text([finding(2, 8)], read_source_lines) == (
        "reports/workshop.yaml:2:8: error: what was found\n"
        "    2 |   two: 3\n"
        "      |        ^\n"
        "  hint: write this\n"
        "\n"
        "1 error\n"
    )


def test_a_finding_without_place_or_hint_is_one_line() -> None:
    assert (
        format_as_text([Finding("code", "it is so", severity=Severity.ADVICE)], read_source_lines)
        == "advice: it is so\n\n1 piece of advice\n"
    )


def test_a_file_that_cannot_be_read_shows_no_line() -> None:
    assert format_as_text([finding(7)], read_source_lines).startswith(
        "reports/workshop.yaml:7:1: error: what was found\n  hint:"
    )


def test_a_file_that_is_no_text_shows_no_line() -> None:
    written("")
    Path("reports/workshop.yaml").write_bytes(b"\0\x01prtrCMYK\xff\xfe\n")
    assert format_as_text([finding(1)], read_source_lines).startswith(
        "reports/workshop.yaml:1:1: error: what was found\n  hint:"
    )


def test_findings_are_counted_by_gravity() -> None:
    kinds = [Severity.ADVICE, Severity.ERROR, Severity.WARNING, Severity.ERROR]
    assert format_as_text([Finding("c", "m", severity=kind) for kind in kinds], read_source_lines).endswith(
        "\n2 errors, 1 warning, 1 piece of advice\n"
    )


def test_a_path_below_the_current_folder_is_shown_short(tmp_path: Path) -> None:
    inside = Finding("c", "m", Place(tmp_path / "a.yaml"))
    outside = Finding("c", "m", Place(tmp_path.parent / "a.yaml"))
    assert format_as_text([inside], read_source_lines).startswith("a.yaml:1:1:")
    assert format_as_text([outside], read_source_lines).startswith(f"{tmp_path.parent}/a.yaml:1:1:")


@pytest.mark.parametrize(
    ("line", "column", "before"),
    [("\tkey: x", 7, 9), ("題名: x", 5, 6), ("e\u0301a: x", 5, 3), ("plain: x", 8, 7), ("x", 40, 1)],
)
def test_the_caret_stands_under_its_character(line: str, column: int, before: int) -> None:
    written(line)
    assert columns_before_caret(format_as_text([finding(1, column)], read_source_lines))[1] == before


@pytest.mark.parametrize("column", [1, 90, 5_000, 10_000])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    written("".join(str(number % 10) for number in range(1, 10_001)))
    shown, before = columns_before_caret(format_as_text([finding(1, column)], read_source_lines))
    assert len(shown) <= EXCERPT_WIDTH + 2
    assert shown[before] == str(column % 10)


def test_a_value_cannot_steer_the_terminal() -> None:
    written('title: "\x1b[2Jx"\n')
    text = format_as_text([finding(1, 9, "the text '\x1b]0;owned\x07' and \u202e\x9b", hint="\r\n")], read_source_lines)
    assert not {"\x1b", "\x07", "\r", "\x9b", "\u202e"} & set(text)
    assert "␛]0;owned␇' and <U+202E><U+009B>" in text


def test_colours_come_only_when_asked_for() -> None:
    assert "\x1b" not in format_as_text([finding()], read_source_lines)
    assert "\x1b[31m" in format_as_text([finding()], read_source_lines, colour=True)


def test_json_has_the_same_keys_for_every_finding() -> None:
    placed, bare = json.loads(format_as_json([finding(2, 8), Finding("c", "m", severity=Severity.WARNING)]))
    assert placed == {
        "file": "reports/workshop.yaml",
        "line": 2,
        "column": 8,
        "severity": "error",
        "code": "code",
        "message": "what was found",
        "hint": "write this",
    }
    assert list(bare) == list(placed)
    assert (bare["file"], bare["line"], bare["severity"], bare["hint"]) == (None, None, "warning", "")


def test_github_gets_one_escaped_command_for_each_finding() -> None:
    place = Place(Path("a,b:c.yaml"), 2, 8)
    command = format_as_github([Finding("code", "100 %: a, b", place, "write\nthis", Severity.ADVICE)])
    assert command == "::notice file=a%2Cb%3Ac.yaml,line=2,col=8,title=code::100 %25: a, b%0Awrite␊this\n"
    assert format_as_github([Finding("code", "m")]) == "::error title=code::m\n"


def test_no_message_can_begin_a_command_of_its_own() -> None:
    assert format_as_github([finding(message="x\n::stop-commands::y")]).count("\n") == 1


def test_half_a_character_is_told_in_every_form(tmp_path: Path) -> None:
    found = [Finding("bad-json", "'\ud800' has no place", Place(tmp_path / "a\udcff.json"))]
    for form, write in (("json", format_as_json), ("github", format_as_github), ("gitlab", format_as_gitlab)):
        assert "has no place" in escape_unprintable(write(found), form).encode(errors="backslashreplace").decode()


def test_gitlab_gets_a_report_with_fingerprints_that_differ_and_last() -> None:
    first, second = json.loads(format_as_gitlab([finding(2), finding(9)]))
    moved, _ = json.loads(format_as_gitlab([finding(3), finding(9)]))
    assert first["fingerprint"] != second["fingerprint"]
    assert first["fingerprint"] == moved["fingerprint"]
    assert first["location"] == {"path": "reports/workshop.yaml", "lines": {"begin": 2}}
    assert (first["check_name"], first["severity"]) == ("code", "critical")
    assert first["description"] == "what was found; write this"


# What a build server or terminal would obey in a log; `obeyed` is how GitHub's and GitLab's own runners look for it.
COMMANDS = (
    "::stop-commands::x", "  ::set-output name=a::b", "##[error]x", "a ##[group]x", "##vso[task.setvariable]x",
    "section_start:1:a\r\x1b[0Kx", "##teamcity[x]", "\x1b]0;title\x07", "\x9b2J", "a\u2028::x::y", "\u202ea",
    "\x85::x::",
)  # fmt: skip


def obeyed(line: str) -> bool:
    commands = line.lstrip().startswith("::") or re.search(r"##\w*\[|section_(start|end):", line)
    unseen = ("Cc", "Zl", "Zp")
    return bool(commands) or any(unicodedata.category(sign) in unseen or sign in "\u202e\u2066" for sign in line)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_is_printed_commands_who_keeps_the_log(command: str) -> None:
    for form in ("text", "json", "html", "junit"):
        assert not any(map(obeyed, escape_unprintable(f"{command}\n{command}", form).split("\n")))
    shown = format_as_github([finding(1, 1, command, hint=command)])
    assert shown.count("\n") == 1 and not obeyed(shown.strip().removeprefix("::error "))


@given(st.text(st.sampled_from("a:#[]\n\r\t \x1b\u2028\u202evs_eciontr")))
def test_whatever_is_printed_passes_once_and_can_be_told_apart(text: str) -> None:
    shown = escape_unprintable(text)
    assert not any(map(obeyed, shown.replace("\t", " ").split("\n")))
    assert escape_unprintable(shown) == shown
    assert json.loads(escape_unprintable(json.dumps([text], ensure_ascii=False), "json")) == [text]


def test_colours_stay_where_there_are_some_and_nowhere_else() -> None:
    coloured = format_as_text([finding(1, 1, "it \x1b[2J is")], read_source_lines, colour=True)
    assert "\x1b[31m" in escape_unprintable(coloured, colour=True) and "\x1b" not in escape_unprintable(coloured)
    assert "\x1b[2J" not in escape_unprintable(coloured, colour=True)


def test_a_value_shows_its_unseen_signs_and_other_scripts_stay_as_they_are() -> None:
    assert show_control_characters("a\u202eb\u2028##[c]") == "a<U+202E>b<U+2028><U+0023>#[c]"
    for words in ("Ünïcödé", "עברית", "नमस्ते", "e\u0301", "a\u200db", "C++ :: x", "issue ##3"):
        assert show_control_characters(words) == escape_unprintable(words) == words


def test_people_are_shown_the_first_of_each_kind_and_programs_all() -> None:
    found = [Finding(code, f"{number}") for number in range(20_000) for code in ("overflow", "rest")]
    found += [Finding("overflow", "and this", severity=Severity.WARNING)]
    text, commands = format_as_text(found, read_source_lines), format_as_github(found)
    assert text.count("error: ") == 2 * MOST_OF_A_KIND and "warning: and this" in text
    assert "and 19,980 more of the kind overflow (error); --format json lists all" in text
    assert text.endswith("40000 errors, 1 warning\n")
    assert commands.count("::error") == 2 * MOST_OF_A_KIND and commands.count("::notice") == 2
    assert len(json.loads(format_as_json(found))) == len(found)
    few = found[: 2 * MOST_OF_A_KIND]
    assert " more of " not in format_as_text(few, read_source_lines) + format_as_github(few)


def test_one_fault_in_many_rows_is_told_once_with_its_lines() -> None:
    found = [
        Finding(
            "missing-key", f"missing key 'country' in entry {row} of 'people'", Place(Path("w.yaml"), row), "add it"
        )
        for row in range(1, 61)
    ]
    text = format_as_text(found, lambda _: ())
    assert text.count("error: missing key") == 1
    assert "also in lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 47 more (--format json lists all)" in text
    assert text.endswith("60 errors\n")


def test_two_rows_or_other_hints_are_told_by_themselves() -> None:
    found = [Finding("x", "wrong", Place(Path("w.yaml"), row), f"write {row}") for row in range(1, 6)]
    assert format_as_text(found, lambda _: ()).count("error: wrong") == 5
    assert format_as_text(found[:1] * 2, lambda _: ()).count("error: wrong") == 1
