"""A summary says what was made and found, in tables that no value can break, and shows every page."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from concurrent.futures import Executor, Future
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from PIL import Image

from octavo.building.outcomes import Outcome, OutcomeState
from octavo.building.worker_start import start_preflight_workers
from octavo.cli.console import html_overview
from octavo.cli.console.ci_summary import CiSummary, summary_to_markdown
from octavo.cli.console.html_overview import draw_pages, write_overview
from octavo.cli.main import run_command
from octavo.findings.finding import Finding, Place, Severity
from octavo.processes.worker_pool import WorkerDied
from octavo.project.ci_environment import BuildServer, detect_build_server

HOSTILE = [
    "<script>alert(1)</script>",
    "| a | b |",
    "`code` ``` ```",
    "a\n\n# b\n\n| c |\n",
    "</td></tr></table>",
    "[x](javascript:alert(1)) ![y](https://evil.example/z.png)",
    "&lt; & \\| *_~",
    "<!-- never closed",
    "\u202etxt.fdp",
]


def entry(file: str = "summary.pdf", pages: int = 2, size: int = 4_200_000) -> dict[str, object]:
    return {"product": "summary", "file": file, "pages": pages, "bytes": size}


def outcome(
    *findings: Finding, state: OutcomeState = OutcomeState.BUILT, product: str = "summary", name: str = "tides"
) -> Outcome:
    entries = (entry(),) if state is OutcomeState.BUILT and product else ()
    return Outcome(Path("/work/reports", name, "workshop.yaml"), product, state, findings, entries=entries)


def summed_up(*outcomes: Outcome, server: BuildServer | None = None) -> str:
    return summary_to_markdown(CiSummary(outcomes, [found for one in outcomes for found in one.findings], server))


def shown(markdown: str) -> Xml.Element:
    """Read a summary as GitHub does."""
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE)
    return Xml.fromstring(f"<div>{html}</div>")


def cells(root: Xml.Element) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]


def test_it_lists_what_was_made_with_pages_and_size() -> None:
    assert cells(shown(summed_up(outcome()))) == [
        ["workshop", "product", "state", "file", "pages", "size"],
        ["tides", "summary", "built", "summary.pdf", "2", "4.2 MB"],
    ]


def test_it_lists_findings_below_the_file_that_they_are_of() -> None:
    place = Place(Path("/work/reports/tides/workshop.yaml"), 31, 14)
    found = (
        Finding("no-country", "'UK' is not a country code", place, "write GB"),
        Finding("missing-library", "a library is missing"),
        Finding("thin", "the text is thin", place, severity=Severity.WARNING),
    )
    server = BuildServer(Path("/work"), "https://git.example/o/r/blob/abc")
    root = shown(summed_up(outcome(*found, state=OutcomeState.FAULTY), server=server))
    assert cells(root)[2:] == [
        ["", "line", "finding", "what to do"],
        ["no file"],
        ["error", "", "a library is missing", ""],
        ["reports/tides/workshop.yaml"],
        ["error", "31", "'UK' is not a country code", "write GB"],
        ["warning", "31", "the text is thin", ""],
    ]
    links = [link.get("href") for link in root.iter("a")]
    assert links == ["https://git.example/o/r/blob/abc/reports/tides/workshop.yaml#L31"] * 2


def test_the_headline_counts_what_came_of_it() -> None:
    found = Finding("thin", "thin", severity=Severity.WARNING)
    outcomes = [
        outcome(),
        outcome(product="volume"),
        outcome(found, state=OutcomeState.FAULTY),
        outcome(state=OutcomeState.BROKEN),
    ]
    assert summed_up(*outcomes).splitlines()[0] == (
        "## Octavo: 2 built, 1 with errors, 1 stopped by a defect in Octavo, 1 warning"
    )
    assert summed_up(outcome(state=OutcomeState.UNCHANGED, product="")).startswith("## Octavo: 1 without problems\n")


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_breaks_the_tables_or_becomes_markup(value: str) -> None:
    found = Finding("odd", value, Place(Path("/work", value.replace("/", "") or "x")), value)
    root = shown(summed_up(outcome(found, name=value.replace("/", "")), outcome()))
    assert {element.tag for element in root.iter()} <= {
        "div",
        "h2",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
    }
    rows = cells(root)
    assert [len(row) for row in rows] == [6, 6, 6, 4, 1, 4]
    if "\n" not in value and value.isprintable():
        assert rows[5][2:] == [value, value]


def test_it_is_never_larger_than_github_takes_and_says_what_is_left_out() -> None:
    found = [Finding("odd", f"{number} " + "\u200b" * 900, Place(Path(f"/f{number}"))) for number in range(900)]
    text = summed_up(outcome(*found), *[outcome(name="<" * 500) for _ in range(900)])
    assert 500_000 < len(text.encode()) < 1_048_576
    shown_rows = text.count("<tr><td>")
    left = re.findall(r"<p>([0-9,]+) more are in the log.</p>", text)
    files = text.count('<th colspan="4"')
    assert sum(map(int, left)) == 901 + 900 + 900 - shown_rows - files
    assert len(shown(text)) == 5


def server_of(**variables: str) -> BuildServer | None:
    return detect_build_server(variables)


def test_both_build_servers_are_known_by_their_variables(tmp_path: Path) -> None:
    github = server_of(
        GITHUB_ACTIONS="true",
        GITHUB_WORKSPACE=str(tmp_path),
        GITHUB_SERVER_URL="https://github.com",
        GITHUB_REPOSITORY="o/r",
        GITHUB_SHA="abc",
    )
    assert github and github.line_url(tmp_path / "a b?.yaml", 3) == "https://github.com/o/r/blob/abc/a%20b%3F.yaml#L3"
    assert github.line_url(Path("/elsewhere/x"), 1) == ""
    gitlab = server_of(
        GITLAB_CI="true", CI_PROJECT_DIR=str(tmp_path), CI_PROJECT_URL="https://git.example/g/p", CI_COMMIT_SHA="abc"
    )
    assert gitlab and gitlab.line_url(tmp_path / "x", 3) == "https://git.example/g/p/-/blob/abc/x#L3"
    assert server_of(GITHUB_WORKSPACE=str(tmp_path)) is None
    bare = server_of(GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(tmp_path))
    assert bare and bare.line_url(tmp_path / "x", 1) == ""


def test_annotations_name_files_from_the_root_of_the_repository(
    minimal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "proceedings"
    (project / "reports" / "tides").mkdir(parents=True)
    (project / "reports" / "tides" / "workshop.yaml").write_text(minimal.replace("NO", "XX"))
    monkeypatch.chdir(project)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert run_command(["check", "--format", "github", "--summary", "s"]) == 1
    assert "::error file=proceedings/reports/tides/workshop.yaml,line=15,col=" in capsys.readouterr().out
    assert "proceedings/reports/tides/workshop.yaml" in (project / "s").read_text()
    assert run_command(["check", "--format", "gitlab"]) == 1
    assert '"path": "proceedings/reports/tides/workshop.yaml"' in capsys.readouterr().out


def pictures(page: str) -> list[Image.Image]:
    sources = re.findall(r'src="data:image/png;base64,([^"]+)"', page)
    return [Image.open(BytesIO(base64.b64decode(source))) for source in sources]


def pdf(path: Path, pages: int) -> Path:
    sheets = [Image.new("RGB", (90, 120), (number * 100, 0, 0)) for number in range(pages)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:])
    return path


def made(files: Iterable[tuple[Path, int, str]]) -> CiSummary:
    outcomes = [
        Outcome(Path("/w/workshop.yaml"), product, OutcomeState.BUILT, (), (file,), None, (entry(file.name, pages),))
        for file, pages, product in files
    ]
    return CiSummary(outcomes, ())


def drawn(summary: CiSummary) -> str:
    with start_preflight_workers() as executor:
        return write_overview(summary, draw_pages(summary, executor))


def test_the_page_shows_every_page_small(tmp_path: Path) -> None:
    page = drawn(made([(pdf(tmp_path / "volume.pdf", 3), 3, "volume")]))
    shown_pages = pictures(page)
    assert [picture.size for picture in shown_pages] == [(240, 320)] * 3
    assert [picture.convert("RGB").getpixel((9, 9))[0] // 60 for picture in shown_pages] == [0, 1, 3]
    assert re.findall(r"<figcaption>(\d+)</figcaption>", page) == ["1", "2", "3"]


def test_of_too_many_pages_offprints_are_left_out_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_overview, "MAX_SHOWN_PAGES", 4)
    offprints = pdf(tmp_path / "offprint.pdf", 3), 3, "offprints"
    page = drawn(made([offprints, (pdf(tmp_path / "volume.pdf", 3), 3, "volume")]))
    titles = re.findall(r"<h2>.*/(.*)</h2>", page)
    assert titles == ["volume.pdf", "offprint.pdf"]
    assert len(pictures(page)) == 4 and "2 of 3 pages are not shown." in page


def test_a_file_that_cannot_be_drawn_costs_no_other(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    page = drawn(made([(bad, 2, "summary"), (pdf(tmp_path / "good.pdf", 1), 1, "volume")]))
    assert len(pictures(page)) == 1 and "2 of 2 pages are not shown." in page


class Dying(Executor):
    """Workers that die of every file."""

    def submit(self, *_job: Any, **_more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(WorkerDied("the process of the job was stopped by SIGSEGV"))
        return future


def test_a_file_that_kills_its_worker_is_told_as_not_shown(tmp_path: Path) -> None:
    summary = made([(pdf(tmp_path / "volume.pdf", 3), 3, "volume")])
    page = write_overview(summary, draw_pages(summary, Dying()))
    assert "3 of 3 pages are not shown." in page and "<code>volume.pdf</code>" in page


def workshop(minimal: str, tmp_path: Path) -> Path:
    folder = tmp_path / "reports" / "tides"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text(minimal)
    return tmp_path


def test_a_build_writes_both_and_adds_to_markdown_that_stands(
    minimal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workshop(minimal, tmp_path))
    (tmp_path / "s.md").write_text("before\n")
    words = ["build", "--product", "summary", "--summary", "s.md", "--summary", "deep/s.html"]
    assert run_command(words) == 0
    assert run_command(words) == 0  # unchanged, and shown again
    text = (tmp_path / "s.md").read_text()
    assert text.startswith("before\n## Octavo: 1 built") and "## Octavo: 1 unchanged" in text
    assert [row[3:5] for row in cells(shown(text))].count(["summary.pdf", "1"]) == 2
    assert len(pictures((tmp_path / "deep" / "s.html").read_text())) == 1


def test_a_summary_that_cannot_be_written_is_told_by_the_exit_code(
    minimal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workshop(minimal, tmp_path))
    (tmp_path / "d").mkdir()
    assert (
        run_command(
            [
                "check",
                "--product",
                "summary",
                "--summary",
                "d",
                "--summary",
                "d/fine",
                "--summary",
                "reports/tides/workshop.yaml/x.html",
            ]
        )
        == 3
    )
    told = capsys.readouterr()
    assert told.err.count("cannot write") == 2 and "no problems found" in told.out
    assert (tmp_path / "d" / "fine").exists()


def test_the_same_build_gives_the_same_page(minimal: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workshop(minimal, tmp_path))
    run_command(["build", "--product", "summary", "--summary", "a.html", "--summary", "b.html"])
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
