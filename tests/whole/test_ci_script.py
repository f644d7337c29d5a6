"""The script of the Action and of GitLab's job, run by hand as there: what it tells, keeps and refuses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
import yaml

from checkout import ROOT

OCTAVO = Path(sys.executable).with_name("octavo")
# Notes how it was called, and what can be read of standard input; then does as the files beside it say.
FAKE = """\
#!/bin/bash
here=$(dirname "$0")
printf '%s\\0' "$@" >>"$here/called"
printf '\\n' >>"$here/called"
timeout 2 cat >/dev/null || echo 'standard input is open' >>"$here/called"
[ ! -f "$here/$1.out" ] || cat "$here/$1.out"
[ ! -f "$here/$1.err" ] || cat "$here/$1.err" >&2
exit "$(cat "$here/$1.code" 2>/dev/null || echo 0)"
"""


@dataclass
class Host:
    """A build server's machine: the folders and files that it lends to a step."""

    base: Path

    @property
    def project(self) -> Path:
        return self.base / "clone" / "project"

    def run(self, server: str = "github", octavo: Path = OCTAVO, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run the script as a step does, with nothing in the environment but what the host sets."""
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.base),
            "OCTAVO": str(octavo),
            "OCTAVO_SERVER": server,
            "OCTAVO_OUT": str(self.base / "out"),
            **self.variables(server),
            **{f"OCTAVO_{name}": value for name, value in settings.items()},
        }
        command, read_end = [str(ROOT / "ci" / "run.sh")], os.pipe()
        with os.fdopen(read_end[0]) as never, os.fdopen(read_end[1], "w"):
            return subprocess.run(
                command, cwd=self.project, env=environment, stdin=never, capture_output=True, text=True, timeout=300
            )

    def variables(self, server: str) -> dict[str, str]:
        if server == "gitlab":
            return {"GITLAB_CI": "true", "CI_PROJECT_DIR": str(self.base / "clone")}
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.base / "clone"),
            "GITHUB_OUTPUT": str(self.base / "output"),
            "GITHUB_STEP_SUMMARY": str(self.base / "summary"),
        }

    def outputs(self) -> Mapping[str, str]:
        lines = (self.base / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def summary(self) -> str:
        path = self.base / "summary"
        return path.read_text() if path.exists() else ""

    def products(self) -> list[str]:
        folder = self.base / "out" / "products"
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def fake(self, **does: str) -> Path:
        """Put a program in the place of octavo; `does` says what is printed, and with what code each verb ends."""
        folder = self.base / "fake"
        folder.mkdir(exist_ok=True)
        for name, text in does.items():
            (folder / name.replace("_", ".")).write_text(text)
        program = folder / "octavo"
        program.write_text(FAKE)
        program.chmod(0o755)
        return program

    def called(self) -> list[list[str]]:
        lines = (self.base / "fake" / "called").read_text().split("\0\n")
        return [line.split("\0") for line in lines if line]


@pytest.fixture
def host(tmp_path: Path) -> Host:
    made = Host(tmp_path)
    (made.project / "reports").mkdir(parents=True)
    return made


@pytest.fixture
def tides(host: Host, minimal: str) -> Path:
    folder = host.project / "reports" / "tides"
    folder.mkdir()
    path = folder / "workshop.yaml"
    path.write_text(minimal)
    return path


def test_a_build_tells_keeps_and_sums_up_what_was_made(host: Host) -> None:
    subprocess.run([OCTAVO, "new", "tides"], cwd=host.project, check=True, capture_output=True)
    left = host.project / "build" / "older" / "summary.pdf"
    left.parent.mkdir(parents=True)
    left.write_text("what an older commit left")
    done = host.run(COMMAND="build", WORKSHOPS="\ntides\r\n")
    assert done.returncode == 0, done.stderr
    assert host.outputs() == {
        "exit-code": "0",
        "failed": "false",
        "folder": str(host.base / "out"),
        "products": str(host.base / "out" / "products"),
        "page": str(host.base / "out" / "octavo-pages.html"),
    }
    assert host.products() == ["tides/report.pdf", "tides/summary.pdf"]
    assert "<code>report.pdf</code>" in host.summary() and "## Octavo: 2 built" in host.summary()
    assert "data:image/png" in (host.base / "out" / "octavo-pages.html").read_text()


def test_faults_become_annotations_at_their_lines_and_nothing_is_kept(host: Host, tides: Path) -> None:
    tides.write_text(tides.read_text().replace("country: NO", "country: XX"))
    done = host.run(COMMAND="build")
    assert done.returncode == 1
    assert "::error file=project/reports/tides/workshop.yaml,line=15,col=14,title=" in done.stdout
    told = host.outputs()
    assert (told["failed"], told["exit-code"], told.get("products")) == ("true", "1", None)
    assert "project/reports/tides/workshop.yaml" in host.summary() and host.products() == []


@pytest.mark.slow
def test_gitlab_gets_findings_and_checks_in_its_own_forms(host: Host) -> None:
    subprocess.run([OCTAVO, "new", "tides"], cwd=host.project, check=True, capture_output=True)
    assert host.run("gitlab", COMMAND="build").returncode == 0
    out = host.base / "out"
    (advice,) = json.loads((out / "code-quality.json").read_text())
    assert (advice["check_name"], advice["severity"]) == ("example-text", "info")
    suites = Xml.parse(out / "preflight.xml").getroot()
    assert [suite.get("name") for suite in suites] == ["tides/report.pdf", "tides/summary.pdf"]
    path = host.project / "reports" / "tides" / "workshop.yaml"
    path.write_text(path.read_text().replace("id: tides", "id: No Id"))
    assert host.run("gitlab", COMMAND="build").returncode == 1
    fault, *older = json.loads((out / "code-quality.json").read_text())
    assert fault["location"]["path"] == "project/reports/tides/workshop.yaml"
    assert [one["check_name"] for one in older] == ["older-edition"]
    assert host.products() == [] and not (out / "preflight.xml").exists()


def test_a_release_is_checked_first_and_then_made_once(host: Host) -> None:
    (host.project / "build" / "tides" / "deep").mkdir(parents=True)
    (host.project / "build" / "tides" / "deep" / "a.pdf").write_text("a")
    (host.project / "build" / "tides" / "b.pdf").write_text("b")
    octavo = host.fake(release_err="tides: built\nbuild/tides/deep/a.pdf\nbuild/../reports\n/etc/passwd\n")
    done = host.run(octavo=octavo, WORKSHOPS="a b\n--help", STRICT="true", FOR="press", PRINTER="mine")
    out = host.base / "out"
    common = [
        "--format",
        "github",
        "--summary",
        f"{out}/summary.md",
        "--summary",
        f"{out}/octavo-pages.html",
        "--strict",
    ]
    named = ["--", "a b", "--help"]
    assert done.returncode == 0, done.stderr
    assert host.called() == [
        ["check", *common, *named],
        ["release", "--for", "press", "--printer", "mine", *common, *named],
        ["verify", "--", f"{out}/products/tides/"],
    ]
    assert host.products() == ["tides/deep/a.pdf"]
    assert [path.name for path in out.iterdir()] == ["products"]


def test_a_release_that_cannot_be_is_not_begun(host: Host) -> None:
    octavo = host.fake(check_code="1", check_out="::error file=x::bad\n")
    done = host.run(octavo=octavo)
    assert done.returncode == 1 and [call[0] for call in host.called()] == ["check"]
    assert done.stdout == "::error file=x::bad\n"


def test_what_is_unfit_fails_the_step_with_its_own_code(host: Host) -> None:
    done = host.run(octavo=host.fake(release_code="5", release_err="build/tides\n"))
    assert done.returncode == 5 and host.outputs()["exit-code"] == "5"
    assert "::error title=octavo::octavo ended with exit code 5" in done.stdout and host.products() == []


@pytest.mark.parametrize("server", ["github", "gitlab"])
def test_a_release_that_is_not_proved_where_it_is_kept_is_not_kept(host: Host, server: str) -> None:
    (host.project / "build" / "tides").mkdir(parents=True)
    (host.project / "build" / "tides" / "a.pdf").write_text("a")
    octavo = host.fake(release_err="build/tides/a.pdf\n", verify_code="5")
    assert host.run(server, octavo=octavo).returncode == 5 and host.products() == []
    assert host.called()[-1][0] == "verify"


def test_gitlab_gets_a_report_of_what_was_typed_wrongly_too(host: Host) -> None:
    assert host.run("gitlab", COMMAND="check", WORKSHOPS="nowhere").returncode == 2
    (told,) = json.loads((host.base / "out" / "code-quality.json").read_text())
    assert told["check_name"] == "usage" and "there is no workshop 'nowhere'" in told["description"]


def test_success_without_a_product_is_no_success(host: Host) -> None:
    done = host.run(octavo=host.fake())
    assert done.returncode == 2 and "::error title=octavo::nothing was made here" in done.stdout


HOSTILE = ["$(touch pwned)", "`touch pwned`", "; touch pwned", "a' b\" c", "--output=/x", "*", "\\", "é\u202e"]


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_is_evaluated(value: str, host: Host) -> None:
    (host.project / "build" / "x").mkdir(parents=True)
    octavo = host.fake(build_err="build/x\n")
    done = host.run(octavo=octavo, COMMAND="build", WORKSHOPS=value, PRINTER=value, FOR=value)
    (call,) = host.called()
    assert call[1:5] == ["--for", value, "--printer", value] and call[-2:] == ["--", value]
    assert list(host.base.rglob("pwned")) == [] and done.returncode in (0, 2)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_workshop_that_is_not_there_is_told_as_an_annotation(value: str, host: Host) -> None:
    done = host.run(COMMAND="check", WORKSHOPS=value)
    assert done.returncode == 2 and host.outputs()["failed"] == "true"
    (told,) = [line for line in done.stdout.splitlines() if line.startswith("::")]
    assert told.startswith("::error title=usage::") and "there is no workshop" in told
    assert list(host.base.rglob("pwned")) == [] and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {"COMMAND": "preflight"},
        {"COMMAND": "build\nrelease"},
        {"STRICT": "yes"},
        {"NAME": "../x"},
        {"NAME": "a\nb"},
        {"OUT": "relative"},
        {"OUT": "/tmp/a\nb"},
        {"OUT": ""},
    ],
)
def test_a_setting_that_means_nothing_is_refused_before_anything_is_done(settings: dict[str, str], host: Host) -> None:
    octavo = host.fake()
    done = host.run(octavo=octavo, **settings)
    assert done.returncode == 2 and done.stdout.startswith("::error title=octavo::")
    assert host.outputs() == {"exit-code": "2", "failed": "true"}
    assert not (host.base / "fake" / "called").exists()


def test_nobody_is_waited_for(host: Host) -> None:
    host.run(octavo=host.fake(), COMMAND="check")
    assert "standard input is open" not in (host.base / "fake" / "called").read_text()


def test_a_workshop_whose_name_holds_a_command_of_the_host_gives_none(host: Host, minimal: str) -> None:
    folder = host.project / "reports" / "x\n::warning title=pwned::y"
    folder.mkdir()
    (folder / "workshop.yaml").write_text(minimal)
    for command in ("check", "build"):
        done = host.run(COMMAND=command)
        lines = [*done.stdout.splitlines(), *done.stderr.splitlines()]
        assert [line for line in lines if line.startswith("::warning")] == []


def filled(text: str, values: Mapping[str, str]) -> str:
    """Put values in the place of a host's expressions, as it does before a step begins."""
    return re.sub(r"\$\{\{ ([a-z.-]+) \}\}", lambda match: values[match[1]], text)


def test_the_steps_of_the_action_do_as_they_are_written(host: Host) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    subprocess.run([OCTAVO, "new", "tides"], cwd=host.project, check=True, capture_output=True)
    values = {f"inputs.{name}": given["default"] for name, given in action["inputs"].items()}
    values |= {"runner.temp": str(host.base / "temp"), "inputs.command": "build", "inputs.artifact": "papers"}
    values |= {"inputs.working-directory": "project", "steps.pages.outputs.artifact-url": "https://x.example/1"}
    values |= {"steps.products.outputs.artifact-url": "https://x.example/2"}
    base = {"PATH": "/usr/bin:/bin", "GITHUB_ACTION_PATH": str(ROOT), "HOME": str(host.base)}
    for step in action["runs"]["steps"]:
        if step["name"] not in ("Run Octavo", "Say where they are"):
            continue
        environment = {name: filled(value, values) for name, value in step["env"].items()}
        folder = host.base / "clone" / filled(step.get("working-directory", "."), values)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        subprocess.run(command, cwd=folder, env={**base, **host.variables("github"), **environment}, check=True)
    told = host.outputs()
    assert Path(told["page"]).name == "papers-pages.html" and Path(told["page"]).is_file()
    assert Path(told["products"], "tides", "summary.pdf").is_file()
    assert host.summary().endswith(
        "[See every page](https://x.example/1)\n\n[Download what was made](https://x.example/2)\n\n"
    )


def test_links_are_added_to_the_summary_for_what_was_kept(tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    summary.write_text("before\n")
    environment = {"PATH": "/usr/bin:/bin", "GITHUB_STEP_SUMMARY": str(summary), "OCTAVO_PRODUCTS_URL": ""}
    for more in ({}, {"OCTAVO_PAGES_URL": "https://github.com/o/r/actions/runs/1/artifacts/2"}):
        subprocess.run([ROOT / "ci" / "links.sh"], env={**environment, **more}, check=True)
    assert summary.read_text() == "before\n[See every page](https://github.com/o/r/actions/runs/1/artifacts/2)\n\n"
