"""A report for each row: what is done stays done, and one bad row, worker or disk harms no other row."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import row_jobs
from minimal_workshop import MINIMAL
from octavo.building.outcomes import BuildRequest, ignore_progress
from octavo.cli.main import run_command
from octavo.files.atomic_files import UnwritableError
from octavo.findings.finding import Finding, Place
from octavo.row_reports import build_rows, row_publisher
from octavo.row_reports.build_rows import RowsResult, format_seconds
from octavo.row_reports.outcome_table import RowOutcome, write_outcomes

EACH = Path("build/tides/each")
pytestmark = pytest.mark.usefixtures("project")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports" / "tides"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text(MINIMAL, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make small files in place of reports."""
    monkeypatch.setattr(build_rows, "make_row", row_jobs.make_small_row)
    monkeypatch.setattr(build_rows, "import_row_libraries", row_jobs.nothing_to_import)


def write_rows(*rows: str, heading: str = "id,event.title") -> Path:
    table = Path("list.csv")
    table.write_text("\n".join((heading, *rows, "")), "utf-8")
    return table


def build(table: Path, tell: Callable[[str, str, str], None] = ignore_progress) -> RowsResult:
    source = Path("reports/tides/workshop.yaml").absolute()
    return build_rows.build_rows(source, table.absolute(), BuildRequest(("summary",)), tell)


def outcomes() -> dict[str, str]:
    rows = csv.DictReader((EACH / "outcomes.csv").read_text("utf-8-sig").splitlines())
    return {row["name"]: row["outcome"] for row in rows}


@pytest.mark.usefixtures("small")
def test_only_what_has_changed_is_made_again(project: Path) -> None:
    build(write_rows("a,T", "b,U", "c,V"))
    assert outcomes() == {"a": "built", "b": "built", "c": "built"}
    before = {path: path.stat().st_ino for path in EACH.glob("*/summary.pdf")}
    result = build(write_rows("c,V", "b,Changed", "d,W", "a,T"))
    assert outcomes() == {"a": "unchanged", "b": "built", "c": "unchanged", "d": "built"}
    assert result.count_states() == {"unchanged": 2, "built": 2}
    kept = [path.parent.name for path, inode in before.items() if path.stat().st_ino == inode]
    assert sorted(kept) == ["a", "c"] and (EACH / "b/summary.pdf").read_text() == "b|Changed"
    (EACH / "a/summary.pdf").write_text("somebody's")
    assert build(write_rows("a,T", "b,Changed")).count_states() == {"unchanged": 1, "built": 1}
    template = project / "reports/tides/workshop.yaml"
    template.write_text(MINIMAL + "\n# a comment\n")
    assert build(write_rows("a,T", "b,Changed")).count_states() == {"built": 2}


@pytest.mark.usefixtures("small")
def test_reports_of_rows_that_are_gone_stay_and_are_told() -> None:
    build(write_rows("a,T", "b,U"))
    (finding,) = build(write_rows("a,T")).findings
    assert finding.message == "there are reports of 1 rows that the table does not have: b"
    assert (EACH / "b/summary.pdf").is_file()


@pytest.mark.usefixtures("small")
def test_a_row_whose_process_dies_fails_alone_and_by_name() -> None:
    result = build(write_rows("a,T", "dies,U", "c,V"))
    assert outcomes() == {"a": "built", "dies": "faulty", "c": "built"}
    (finding,) = result.findings
    assert "row 3" in finding.message and "SIGKILL" in finding.message and finding.place is not None
    assert not (EACH / "dies").exists()


@pytest.mark.usefixtures("small")
def test_what_was_done_before_an_interruption_is_not_done_again() -> None:
    def interrupt(*_: str) -> None:
        raise KeyboardInterrupt

    table = write_rows(*(f"r{number},T" for number in range(40)))
    with pytest.raises(KeyboardInterrupt):
        build(table, interrupt)
    done = sorted(path.parent.name for path in EACH.glob("*/summary.pdf"))
    assert done and not (EACH / "outcomes.csv").exists()
    result = build(table)
    assert sorted(name for name, state in outcomes().items() if state == "unchanged") == done
    assert sum(result.count_states().values()) == 40


@pytest.mark.usefixtures("small")
def test_a_full_disk_stops_the_run_and_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    publish, made = row_publisher.publish_products, []

    def fill(name: str, *rest: object) -> object:
        made.append(name)
        if len(made) > 2:
            raise UnwritableError([Finding("cannot-write", "cannot write: the disk is full", Place(Path(name)))])
        return publish(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(row_publisher, "publish_products", fill)
    table = write_rows(*(f"r{number},T" for number in range(40)))
    assert run_command(["build", "tides", "--each", str(table), "--product", "summary", "-q"]) == 3
    states = list(outcomes().values())
    assert states.count("built") == 2 and "blocked" in states and states.count("not begun") > 20
    assert len(list(EACH.glob("*/summary.pdf"))) == 2
    monkeypatch.undo()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["a", "each"])
def test_two_runs_at_a_time_do_not_make_one_report_twice(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.files.atomic_files.LOCK_TIMEOUT", 0.1)
    script = (
        "import sys; import octavo.files.atomic_files as files; from octavo.cli.main import run_command\n"
        "files.LOCK_TIMEOUT = 0.1; sys.exit(run_command(sys.argv[1:]))"
    )
    other: list[int] = []

    def begin_another(*_: str) -> None:
        patient = script.replace(
            "import sys;", "import sys; import octavo.files.atomic_files as a; a.LOCK_TIMEOUT = 0.1;"
        )
        words = [sys.executable, "-c", patient, "build", "tides", "--each", "list.csv", "--product", "summary"]
        if not other:
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            assert "another build" in done.stderr
            other.append(done.returncode)

    build(write_rows(f"{name},T", "b,U"), begin_another)
    assert other == [3] and outcomes() == {name: "built", "b": "built"}


def test_a_formula_in_a_message_is_none_for_a_spreadsheet() -> None:
    words = ("=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1+1", "plain = 1")
    text = write_outcomes(RowOutcome(2, "a", "summary", None, message=one) for one in words).decode("utf-8-sig")
    told = [row["message"] for row in csv.DictReader(text.splitlines())]
    assert told == ["'=cmd|' /C calc'!A0", "'+1", "'-1", "'@x", "'=1+1", "plain = 1"]


@pytest.mark.usefixtures("small")
def test_progress_tells_how_much_is_left() -> None:
    told: list[str] = []
    build(write_rows("a,T", "dies,U", "c,V"), lambda *words: told.append(words[-1]))
    assert told[-1] == "3 of 3 rows, 1 failed"
    assert [format_seconds(seconds) for seconds in (0, 40, 600, 11_100)] == ["1 s", "40 s", "10 min", "3 h 05 min"]


def test_a_letter_for_each_row_of_a_list_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    table = write_rows(*("ada,Night Tides,Ada", "../x,Bad,Bob", "cy,T,Cy"), heading="id,event.title,people.1.given")
    words = ["build", "tides", "--each", str(table), "--product", "summary", "-q"]
    assert run_command(words) == 1
    told = capsys.readouterr()
    assert told.out.strip() == str(EACH / "outcomes.csv")
    assert "list.csv:3:1: error: row 3, column A “id”: '../x' cannot be the name of a folder" in told.err
    assert "Rows: 2 built, 1 failed" in told.err
    assert outcomes() == {"ada": "built", "row-3": "faulty", "cy": "built"}
    assert b"Night Tides" in (EACH / "ada/summary.pdf").read_bytes()
    assert run_command([*words, "--format", "json"]) == 1
    assert outcomes() == {"ada": "unchanged", "row-3": "faulty", "cy": "unchanged"}


def test_options_that_do_not_go_together_are_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = write_rows("a,T")
    assert run_command(["build", "tides", "--sheet", "A"]) == 2
    assert run_command(["build", "tides", "--each", str(table), "--summary", "x.md"]) == 2
    assert run_command(["build", "--each", "nowhere.csv"]) == 2
    other = project / "reports" / "other"
    other.mkdir()
    (other / "workshop.yaml").write_text(MINIMAL)
    assert run_command(["build", "--each", str(table)]) == 2
    assert "name one of them" in capsys.readouterr().err
