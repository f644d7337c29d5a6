"""No file is opened that a link in a user's folders leads to, by whatever command, and nothing waits for a pipe."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.files import guarded_files
from octavo.findings.finding import FindingsError

SECRET = "the-secret-of-somebody-else"
CHAPTERED = """
volume:
  title: Tides
  editors: [hansen]
  year: 2026
  publisher: {name: Harbour Press}
press:
  printer: mine
chapters:
  - id: gauges
    title: Gauges
    authors: [okafor]
    source: gauges.rst
    bibliography: [gauges.bib]
  - id: floods
    title: Floods
    authors: [okafor]
    source: floods.pdf
"""
PAPER = """\
Gauges
======

A gauge is read at noon :cite:`a`.

.. figure:: gauge.png
   :alt: a gauge

   A gauge.

.. figure:: gauge.pdf
   :alt: a gauge

   Its parts.
"""
# Runs commands in one process, and notes which files outside of the project it or a worker of it opens or lists.
WATCH = """\
import os, sys
outside, log = os.path.realpath(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def watch(event, words):
    if event not in ("open", "os.listdir", "os.scandir") or not isinstance(words[0], (str, bytes, os.PathLike)):
        return
    path = os.fsdecode(words[0])
    followed = event != "open" or not words[2] & os.O_NOFOLLOW
    real = os.path.realpath(path) if followed else os.path.join(os.path.realpath(os.path.dirname(path)), "x")
    if (real + "/").startswith(outside + "/"):
        os.write(log, f"{event} {path}\\n".encode())

from octavo.cli.main import run_command
sys.addaudithook(watch)
for project in sys.argv[4:]:
    os.chdir(project)
    for command in sys.argv[3].split(";"):
        print("exit", run_command(command.split()), flush=True)
"""


def laid_out(tmp_path: Path, minimal: str, name: str = "p") -> tuple[Path, Path]:
    """Lay out a project, and a folder beside it that holds what the project's links may lead to."""
    project, outside = tmp_path / name, tmp_path / "outside"
    outside.mkdir(exist_ok=True)
    home = project / "reports" / "one"
    for folder in (home, project / "styles", project / "templates", project / "profiles"):
        folder.mkdir(parents=True)
    (home / "workshop.yaml").write_text(minimal.replace("id: tides", "id: one") + CHAPTERED)
    (home / "gauges.rst").write_text(PAPER)
    for name in ("secret.css", "secret.rst", "secret.yaml", "secret.bib", "secret.json", "secret.png", "workshop.yaml"):
        (outside / name).write_text(f"{SECRET}\n{{% endfor %}}\n")
    return project, outside


def linked(tmp_path: Path, minimal: str, links: list[str]) -> tuple[list[Path], Path]:
    """Lay out a project for each link."""
    projects = []
    for number, link in enumerate(links):
        project, outside = laid_out(tmp_path, minimal, f"p{number}")
        projects.append(project)
        place = project / link
        if place.is_dir():
            place.rmdir()
        place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(outside / LINKS[link] if LINKS[link] else outside)
        if "fonts" in link:
            (project / "styles" / "mine.css").write_text("@font-face { src: url(asset:fonts/mine.ttf) }")
    return projects, outside


def watched(projects: list[Path], outside: Path, *commands: str) -> tuple[str, list[str]]:
    """Run commands in projects; give what they printed, and what they opened outside."""
    log = outside.parent / "opened"
    words = [sys.executable, "-c", WATCH, str(outside), str(log), ";".join(commands), *map(str, projects)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=900)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stdout.count("exit ") == len(commands) * len(projects), done.stderr
    return done.stdout + done.stderr, log.read_text().splitlines()


def spread(folder: Path) -> bytes:
    """Join all files below a folder, links left alone."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return b"".join(path.read_bytes() for path in files if "outside" not in path.parts)


LINKS = {
    "styles/mine.css": "secret.css",
    "styles/fonts/mine.ttf": "secret.css",
    "styles/word.xml": "secret.css",
    "styles/chart.css": "secret.css",
    "templates/summary/body.rst": "secret.rst",
    "templates/volume/chapter.rst": "secret.rst",
    "templates/new/workshop.yaml": "workshop.yaml",
    "templates/new/ci": "",
    "profiles/mine.yaml": "secret.yaml",
    "profiles": "",
    "reports/two": "",
    "reports/three/workshop.yaml": "workshop.yaml",
    "reports/one/gauges.rst": "secret.rst",
    "reports/one/gauges.bib": "secret.bib",
    "reports/one/gauge.png": "secret.png",
    "reports/one/gauge.pdf": "secret.png",
    "reports/one/floods.pdf": "secret.png",
    "build/one/manifest.json": "secret.json",
    "build/.octavo": "",
    "build/one": "",
    "found.pdf": "secret.png",
    "kept": "",
}


QUICK = ["styles/mine.css", "reports/two", "reports/one/gauges.rst", "profiles/mine.yaml"]


@pytest.mark.parametrize("links", [QUICK, pytest.param(sorted(set(LINKS) - {*QUICK}), marks=pytest.mark.slow)])
def test_no_command_opens_what_a_link_leads_to_and_none_prints_a_line_of_it(
    tmp_path: Path, minimal: str, links: list[str]
) -> None:
    projects, outside = linked(tmp_path, minimal, links)
    commands = (
        "check", "check --format json", "new four", "new --ci gitlab", "export all", "import scipy . five",
        "import aclpub2 kept six", "verify build/one", "diff kept build", "preflight --profile mine found.pdf",
    )  # fmt: skip
    told, opened = watched(projects, outside, *commands)
    assert opened == [] and "exit 70" not in told
    assert SECRET not in told and not any(SECRET.encode() in spread(project) for project in projects)


@pytest.mark.slow
def test_no_build_or_release_opens_what_a_link_leads_to(tmp_path: Path, minimal: str) -> None:
    projects, outside = linked(tmp_path, minimal, list(LINKS))
    commands = "build one --style mine", "build", "release", "verify --rebuild build/one"
    told, opened = watched(projects, outside, *commands)
    assert opened == [] and "exit 70" not in told
    assert SECRET not in told and not any(SECRET.encode() in spread(project) for project in projects)


def test_a_linked_folder_of_a_workshop_is_told_once_with_what_to_do_and_the_others_are_checked(
    tmp_path: Path, minimal: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from octavo.cli.main import run_command

    project, outside = laid_out(tmp_path, minimal)
    report = "report:\n  date: 2026-06-01\n  cut_off: 2026-06-01\n"
    (project / "reports" / "one" / "workshop.yaml").write_text(minimal + report)
    (project / "reports" / "two").symlink_to(outside)
    monkeypatch.chdir(project)
    for typed in ([], ["two", "one"], ["reports/two", "reports/one/workshop.yaml"]):
        assert run_command(["check", *typed]) == 1
        told = capfd.readouterr()
        assert told.err.count("reports/two:1:1: error: two is a symbolic link, which is not followed") == 1
        assert "copy what it leads to to this place, or remove the link" in told.err
        assert "reports/one/workshop.yaml: no problems found" in told.out


def test_a_project_may_itself_be_reached_by_a_link(
    tmp_path: Path, minimal: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from octavo.cli.main import run_command

    project, _ = laid_out(tmp_path, minimal)
    (project / "reports" / "one" / "workshop.yaml").write_text(minimal.replace("title:", "titel:"))
    (tmp_path / "way").symlink_to(project)
    monkeypatch.chdir(tmp_path)
    assert run_command(["check", str(tmp_path / "way" / "reports" / "one")]) == 1
    assert "titel: Reading the Tides" in capfd.readouterr().err  # the line is shown, for it lies in the project


def test_an_import_reads_nothing_outside_of_its_folder_and_tells_what_it_does_not_take(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from octavo.cli.main import run_command

    details = {"proceedings": {"year": "2018", "dates": "July 9 - July 15", "title": {"full": SECRET}}}
    paper = tmp_path / "conf" / "papers" / "tides"
    paper.mkdir(parents=True)
    (paper / "tides.rst").write_text(":author: Kari Hansen\n\nTides\n=====\n\nWords.\n")
    (tmp_path / "proceedings.json").write_text(json.dumps(details))
    monkeypatch.chdir(tmp_path)
    assert run_command(["import", "scipy", "conf", "tides"]) == 1
    assert "nothing outside it is read" in capfd.readouterr().err
    details["proceedings"]["title"] = "Tides"
    (tmp_path / "conf" / "proceedings.json").write_text(json.dumps(details))
    (paper / "table.csv").symlink_to(tmp_path / "proceedings.json")
    run_command(["import", "scipy", "conf", "tides"])
    assert "table.csv is a symbolic link" in capfd.readouterr().err
    assert SECRET.encode() not in spread(tmp_path / "reports")


@pytest.mark.parametrize(
    "put",
    [
        lambda path: os.mkfifo(path),
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to("/dev/tty"),
        lambda path: path.symlink_to(path),
        lambda path: path.symlink_to("nowhere"),
        lambda path: path.symlink_to("real"),
        lambda path: path.mkdir(),
    ],
)
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path, put: Callable[[Path], None]) -> None:
    (tmp_path / "real").write_bytes(b"x")
    put(tmp_path / "odd")
    with pytest.raises((FindingsError, IsADirectoryError)):
        guarded_files.read_file(tmp_path / "odd")
    assert list(guarded_files.read_files(tmp_path, ["odd", "real", "gone"])) == [None, b"x", None]
    assert not guarded_files.is_file(tmp_path / "odd")
    assert guarded_files.list_files(tmp_path) == [tmp_path / "real"]


def test_a_link_in_any_component_is_named(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"x")
    (tmp_path / "l").symlink_to("a")
    assert guarded_files.read_file(tmp_path / "a" / "b" / "c") == b"x"
    assert list(guarded_files.read_files(tmp_path / "a" / "b", ["c"])) == [b"x"]
    assert list(guarded_files.read_files(tmp_path / "l" / "b", ["c"])) == [None]
    with pytest.raises(FindingsError) as refused:
        guarded_files.read_file(tmp_path / "l" / "b" / "c")
    (finding,) = refused.value.findings
    assert finding.code == "symbolic-link" and finding.place and finding.place.file == tmp_path / "l"


@pytest.mark.parametrize("size", [0, 1, 8192, 8193, 300_000])
def test_a_file_is_read_whole_or_as_far_as_is_asked(tmp_path: Path, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    (tmp_path / "a").write_bytes(data)
    assert list(guarded_files.read_files(tmp_path, ["a"])) == [data]
    for most in (-1, 0, 1, size, size + 1):
        assert guarded_files.read_file(tmp_path / "a", most) == (data if most < 0 else data[:most])


def test_an_error_of_the_system_bears_the_whole_path(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        guarded_files.read_file(tmp_path / "a" / "b")
    assert missing.value.filename == str(tmp_path / "a" / "b")


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.css", "a/../../secret.css"])
def test_no_name_leads_out_of_the_folder_where_it_is_looked_for(tmp_path: Path, name: str) -> None:
    from octavo.project.project_folders import find_plain_file

    (tmp_path / "secret.css").write_text(SECRET)
    (tmp_path / "styles" / "a").mkdir(parents=True)
    assert find_plain_file(tmp_path / "styles", name) is None
