"""Reading a workshop: what is taken over as it was written, where it stands, and what is refused."""

import os
import random
import string
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkout import ROOT
from octavo.findings.finding import Finding, Place, Severity
from octavo.loading.source_map import map_word_positions, split_lines
from octavo.loading.text_decoding import MAX_BYTES, decode_bytes
from octavo.loading.top_level_keys import MAX_DEPTH
from octavo.loading.validation_errors import MAX_REPORTED
from octavo.loading.value_positions import ValuePositions
from octavo.loading.workshop_loader import LoadedWorkshop, load_workshop
from octavo.loading.yaml_reader import read_yaml
from octavo.model import Rest, Workshop

Write = Callable[..., Path]


def write_text(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def workshop_of(path: Path) -> Workshop:
    loaded = load_workshop(path)
    assert loaded.findings == ()
    assert loaded.workshop is not None
    return loaded.workshop


def the_finding(loaded: LoadedWorkshop) -> Finding:
    (finding,) = loaded.findings
    return finding


def test_reads_a_minimal_workshop(write: Write) -> None:
    workshop = workshop_of(write())
    assert workshop.id == "tides"
    assert workshop.event.start == date(2026, 3, 30)
    assert workshop.recommendations[0].addressees == ("harbour",)


def test_no_is_norway(write: Write) -> None:
    assert workshop_of(write()).people[0].country == "NO"


def test_no_is_norway_as_a_key(write: Write) -> None:
    more = "country_groups:\n  date: 2026-01-01\n  groups:\n    NO: nato\n"
    groups = workshop_of(write(more=more)).country_groups
    assert groups is not None
    assert groups.groups == {"NO": "nato"}


def test_half_past_twelve_is_a_time(write: Write) -> None:
    more = (
        "programme:\n  days:\n    - date: 2026-03-30\n      sessions:\n        - start: 12:30\n          title: Lunch\n"
    )
    programme = workshop_of(write(more=more)).programme
    assert programme is not None
    assert programme.days[0].sessions[0].start == time(12, 30)


@pytest.mark.parametrize("number", ["0123", "1_000", "1e3", "0x1F", "12:30:45", "2026-03-30", "1.10", ".5", "yes"])
def test_a_code_stays_as_it_was_written(write: Write, number: str) -> None:
    workshop = workshop_of(write(("  type: workshop", f"  type: workshop\n  number: {number}")))
    assert workshop.event.number == number


@pytest.mark.parametrize("name", ["Null", "No", "True", "Off", "Inf", "=", "-", "007"])
def test_a_name_that_looks_like_something_else_stays_a_name(write: Write, name: str) -> None:
    quoted = f'"{name}"' if name == "-" else name
    assert workshop_of(write(("family: Okafor", f"family: {quoted}"))).people[1].family == name


@pytest.mark.parametrize("nothing", ["", " ~", " null"])
def test_nothing_is_written_as_nothing_tilde_or_null(write: Write, nothing: str) -> None:
    workshop = workshop_of(write(("    given: Kari", f"    given:{nothing}"), ("id: R1", f"id: R1\n    due:{nothing}")))
    assert workshop.people[0].given is None
    assert workshop.recommendations[0].due is None


def test_a_quoted_null_is_a_word(write: Write) -> None:
    assert workshop_of(write(("family: Okafor", 'family: "null"'))).people[1].family == "null"


def test_a_byte_order_mark_is_accepted_and_moves_no_column(tmp_path: Path, minimal: str) -> None:
    path = tmp_path / "workshop.yaml"
    path.write_text(minimal.replace("schema_version: 1", "schema_version: 3"), "utf-8-sig")
    assert the_finding(load_workshop(path)).place == Place(path, 1, 17)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_lines_may_end_as_on_other_systems(tmp_path: Path, minimal: str, ending: str) -> None:
    path = tmp_path / "workshop.yaml"
    path.write_bytes(minimal.replace("country: NG", "country: XY").replace("\n", ending).encode())
    assert the_finding(load_workshop(path)).place == Place(path, 18, 14)


# Places


def test_knows_where_values_and_keys_stand(write: Write) -> None:
    path = write()
    places = load_workshop(path).places
    assert places.find_value("people", 1, "family") == Place(path, 17, 13)
    assert places.find_key("people", 1, "family") == Place(path, 17, 5)
    assert places.find_value("recommendations", 0, "addressees", 0) == Place(path, 33, 18)


def test_an_unknown_place_is_that_of_what_holds_it() -> None:
    path = Path("workshop.yaml")
    places = ValuePositions(
        path, {(): Place(path, 1, 1), ("event",): Place(path, 5, 3)}, {("event",): Place(path, 4, 1)}
    )
    assert places.find_value("event", "venue", "city") == Place(path, 5, 3)
    assert places.find_key("event", "venue") == Place(path, 5, 3)
    assert places.find_key("event") == Place(path, 4, 1)
    assert places.find_value("nothing") == Place(path, 1, 1)


def test_columns_count_characters_not_bytes(write: Write) -> None:
    loaded = load_workshop(write(("[harbour]", '["Ærø", "Łódź", {}]')))
    assert the_finding(loaded).place == Place(loaded.places.file, 33, 33)


# Origins


def origins_of(path: Path, text: str) -> tuple[str, tuple[tuple[tuple[int, int], ...], ...]]:
    """Read one value of a YAML text; give it with the positions of the words of its lines."""
    source = read_yaml(write_text(path, text))
    assert source.findings == ()
    scalar = source.scalars[("key",)]
    return scalar.value, map_word_positions(scalar, source.lines)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("key: one\n", ((1, 6),)),
        ("key: 'one'\n", ((1, 7),)),
        ('key:   "one"\n', ((1, 9),)),
        ("key: |\n  one\n  two\n", ((2, 3), (3, 3))),
        ("key: |\n  one\n\n    two\n", ((2, 3), (3, 3), (4, 5))),
        ("key: |2\n    one\n   two\n", ((2, 5), (3, 4))),
        ("key: |-  # why\n\n   one\n", ((2, 4), (3, 4))),
        ("key: |+\n  one\n\n\n", ((2, 3), (3, 3), (4, 3))),
        ("key: >\n  one\n  two\n\n  three\n", ((2, 3), (5, 3))),
        ("key: >\n  one\n    two\n  three\n", ((2, 3), (3, 5), (4, 3))),
        ("key: one\n  two\n\n  three\n", ((1, 6), (4, 3))),
        ("key: 'one\n  two''s\n\n  three'\n", ((1, 7), (4, 3))),
        ('key: "one\\ntwo three\\n\n  four"\n', ((1, 7), (1, 12), (2, 3))),
        ('key: "one\\\n  two\\x20three\\n\\\n  four"\n', ((1, 7), (3, 3))),
    ],
)
def test_every_line_of_a_value_is_traced_to_where_it_was_written(
    tmp_path: Path, text: str, expected: tuple[tuple[int, int], ...]
) -> None:
    value, found = origins_of(tmp_path / "value.yaml", text)
    assert len(found) == len(value.splitlines())
    assert tuple(words[0] for words in found) == expected


@pytest.mark.parametrize("style", ["|", "|-", "|+", ">", ">-", "'", '"', ""])
def test_every_word_stands_at_its_origin(tmp_path: Path, style: str) -> None:
    chosen = random.Random(style)
    for _ in range(40):
        lines = [
            " ".join("".join(chosen.choices(string.ascii_lowercase, k=3)) for _ in range(chosen.randint(1, 5)))
            for _ in range(chosen.randint(1, 5))
        ]
        body = "\n".join(f"  {line}" + "\n" * chosen.randint(0, 1) for line in lines)
        text = f"key: {style}\n{body}\n" if style[:1] in ("|", ">") else f"key: {style}{body.strip()}{style}\n"
        value, found = origins_of(tmp_path / "value.yaml", text)
        written = split_lines(text)
        for line, places in zip(value.splitlines(), found, strict=True):
            for word, (row, column) in zip(line.split(), places, strict=bool(line.strip())):
                assert written[row - 1][column - 1 :].startswith(word)


def test_every_rest_value_of_a_workshop_gets_its_origin(write: Write) -> None:
    path = write(
        (
            "  executive: The workshop",
            "  findings:\n    - First.\n    - |\n      Second\n      point.\n  executive: The",
        )
    )
    workshop = workshop_of(path)
    second = workshop.summary.findings[1]
    assert isinstance(second, Rest)
    assert second.origin is not None
    assert second.origin.file == path
    assert tuple(words[0] for words in second.origin.lines) == ((31, 7), (32, 7))
    assert workshop.policy.disclaimer.origin is not None


# Bounds


def test_fifty_thousand_brackets_are_refused_before_they_are_nested(tmp_path: Path) -> None:
    path = write_text(tmp_path / "workshop.yaml", "a: " + "[" * 50_000)
    assert the_finding(load_workshop(path)).code == "too-deep"


def test_deep_indentation_is_refused(tmp_path: Path) -> None:
    text = "".join("  " * depth + "a:\n" for depth in range(MAX_DEPTH + 2))
    assert the_finding(load_workshop(write_text(tmp_path / "workshop.yaml", text))).code == "too-deep"


def test_the_number_of_values_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.loading.yaml_reader.MAX_NODES", 1_000)
    text = "a: [" + "0," * 1_000 + "]"
    assert the_finding(load_workshop(write_text(tmp_path / "workshop.yaml", text))).code == "too-many-values"


def test_three_hundred_faults_are_told(tmp_path: Path) -> None:
    text = "".join(f"k{number}: v\n" for number in range(5_000))
    findings = load_workshop(write_text(tmp_path / "workshop.yaml", text)).findings
    assert len(findings) == MAX_REPORTED + 1
    assert findings[-1].code == "too-many-faults"


def test_five_megabytes_are_the_limit(tmp_path: Path) -> None:
    path = write_text(tmp_path / "workshop.yaml", "# " + "x" * 5_000_000)
    finding = the_finding(load_workshop(path))
    assert finding.code == "file-too-large" and "files of their own" in finding.hint
    _, (finding,) = decode_bytes(tmp_path / "mine.css", b"a" * (MAX_BYTES + 1))
    assert finding.hint == "shorten it"  # a style has no texts


def test_a_folder_is_not_a_file(tmp_path: Path, write: Write) -> None:
    path = write()
    finding = the_finding(load_workshop(path.parent))
    assert finding.code == "folder-not-file"
    assert finding.hint == f"write {tmp_path / 'workshop.yaml'}"


def test_a_missing_file_leads_to_the_nearest(write: Write) -> None:
    finding = the_finding(load_workshop(write().with_name("workshpo.yaml")))
    assert (finding.code, finding.hint) == ("no-file", "did you mean workshop.yaml?")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert the_finding(load_workshop(tmp_path / "pipe")).code == "not-a-file"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_file_without_permission_is_named(write: Write) -> None:
    path = write()
    path.chmod(0)
    assert the_finding(load_workshop(path)).message == "the file cannot be read: permission denied"


def test_an_impossible_name_is_a_finding() -> None:
    assert the_finding(load_workshop(Path("work\0shop.yaml"))).code in ("no-file", "unreadable-file")


# Comments


def test_one_space_before_a_hash_warns_of_a_text_cut_short(write: Write) -> None:
    loaded = load_workshop(write(("title: Reading the Tides", "title: Gauge #4")))
    assert the_finding(loaded).code == "text-cut-short"
    assert the_finding(loaded).severity is Severity.WARNING
    assert loaded.workshop is not None


@pytest.mark.parametrize(
    "line", ["title: Gauges  # not final", 'title: "Gauge #4"', "title: Gauge#4", "start: 2026-03-30 # a"]
)
def test_a_comment_proper_passes(write: Write, line: str) -> None:
    key = line.split(":")[0]
    old = next(old for old in ("title: Reading the Tides", "start: 2026-03-30") if old.startswith(key))
    workshop_of(write((old, line)))


# Whatever comes


def test_all_faults_come_at_once_and_in_order(write: Write) -> None:
    path = write(
        ("start: 2026-03-30", "start: 2026-02-31"), ("country: NG", "country: XY"), ("language: en", "langage: en")
    )
    findings = load_workshop(path).findings
    assert [finding.code for finding in findings] == ["unknown-key", "bad-date", "unknown-country"]


def well_told(loaded: LoadedWorkshop) -> bool:
    if loaded.workshop is None and not loaded.findings:
        return False
    told = " ".join(finding.message + finding.hint for finding in loaded.findings)
    return not any(jargon in told for jargon in ("Input should", "validation", "pydantic", "NoneType", "_type"))


BITS = [
    "a",
    "key",
    ": ",
    ":",
    "- ",
    "\n",
    "\n  ",
    "\n- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|",
    ">",
    "'",
    '"',
    "#",
    " #",
    "&a",
    "*a",
    "!t",
]
BITS += [
    "<<: ",
    "---\n",
    "...",
    "%YAML",
    "\t",
    "\\",
    "@",
    "`",
    "?",
    "é",
    "\ufeff",
    "\x00",
    "\u2028",
    "\U0001f600",
    "event:",
    "people:",
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(BITS), max_size=25).map("".join))
def test_nothing_that_is_written_raises(tmp_path: Path, text: str) -> None:
    assert well_told(load_workshop(write_text(tmp_path / "workshop.yaml", text)))


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_no_bytes_raise(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "workshop.yaml"
    path.write_bytes(data)
    assert well_told(load_workshop(path))


@settings(max_examples=150)
@given(st.data())
def test_no_slip_of_the_hand_raises(tmp_path: Path, minimal: str, data: st.DataObject) -> None:
    text = minimal
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(st.sampled_from(["", *BITS])) + text[end:]
    assert well_told(load_workshop(write_text(tmp_path / "workshop.yaml", text)))


VALUES = [
    "",
    "~",
    "[]",
    "{}",
    "[a]",
    "[[a]]",
    "{a: b}",
    "x",
    "-1",
    "1.5",
    "2026-01-01",
    "true",
    "'" + "x" * 30_000 + "'",
    "'\\'",
    "😀",
]


@settings(max_examples=40)
@given(st.data())
def test_no_value_in_any_place_raises(tmp_path: Path, data: st.DataObject) -> None:
    specimen = (ROOT / "reports/specimen/workshop.yaml").read_text("utf-8")
    lines = specimen.split("\n")
    keyed = [number for number, line in enumerate(lines) if ": " in line and not line.lstrip().startswith("#")]
    for _ in range(3):
        number = data.draw(st.sampled_from(keyed))
        lines[number] = f"{lines[number].split(': ')[0]}: {data.draw(st.sampled_from(VALUES))}"
    assert well_told(load_workshop(write_text(tmp_path / "workshop.yaml", "\n".join(lines))))


SESSION = "- start: '09:00'\n  end: '10:00'\n  title: Opening\n"
DAY = "- date: 2026-03-30\n  sessions: []\n"


def below(text: str, *heads: str) -> str:
    """Return a text below each of some lines, the last of which is the nearest."""
    for head in reversed(heads):
        text = head + "\n" + "".join(f"  {line}\n" for line in text.splitlines())
    return text


@pytest.mark.parametrize(
    ("more", "hint", "mended"),
    [
        (
            below(DAY, "programme:"),
            "write days: on the next line, and the list below that, each time two spaces further in",
            below(DAY, "programme:", "days:"),
        ),
        (
            below(SESSION, "programme:"),
            "write days: on the next line, below it an entry that begins with '- ' and has date: and sessions:,"
            " and the list below that, each time two spaces further in",
            below(below(SESSION, "- date: 2026-03-30\n  sessions:"), "programme:", "days:"),
        ),
        ("volume:\n  - title: Tides\n", "remove the '- ' before its keys", "volume:\n  title: Tides\n"),
    ],
)
def test_a_list_in_the_place_of_keys_is_told_below_which_key_it_belongs(
    write: Write, more: str, hint: str, mended: str
) -> None:
    finding = the_finding(load_workshop(write(more=more)))
    assert (finding.code, finding.hint) == ("not-keys", hint)
    assert not any(one.code == "not-keys" for one in load_workshop(write(more=mended)).findings)


def test_a_list_of_no_keys_in_the_place_of_keys_is_told(write: Write) -> None:
    assert the_finding(load_workshop(write(more="volume:\n  - 12\n"))).hint == "remove the '- ' before its keys"
