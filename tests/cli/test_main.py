"""The command line: exit codes, messages, files, and what it leaves alone."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

import octavo
from octavo.building import check_workshops, worker_start
from octavo.building.output_folder import build_record
from octavo.cli import main
from octavo.cli.console import ci_summary
from octavo.cli.main import COMMANDS, cli, run_command
from octavo.findings.finding import Finding, Place, Severity
from octavo.project import library_versions
from octavo.project.project_folders import Project

WARNING = Finding("thin-text", "the text is thin", severity=Severity.WARNING)
HEAVY = ("weasyprint", "pydantic", "docutils", "pikepdf", "jinja2", "yaml", "babel", "rich", "PIL")


@dataclass
class Fake:
    """Stands in for the pipeline: makes a product of the bytes of its workshop file, or does what it is told to."""

    made: list[str] = field(default_factory=list)
    findings: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    meanwhile: dict[str, Callable[[], object]] = field(default_factory=dict)

    def make(
        self,
        source: Path,
        project: Project,
        products: Sequence[str],
        style: str | None,
        executor: Any,
        tell: Any,
        *_further: Any,
    ) -> list[Any]:
        assert isinstance(project, Project) and executor is not None
        return [self._make(source, product, style, tell) for product in products]

    def _make(self, source: Path, product: str, style: str | None, tell: Any) -> Any:
        tell("typeset", product)
        name = source.parent.name
        self.made.append(f"{name}/{product}")
        pdf = f"%PDF {product} {style} {source.read_text()} %%EOF".encode()
        self.meanwhile.get(name, lambda: None)()
        found = self.findings.get(name, ())
        bad = any(finding.severity is Severity.ERROR for finding in found)
        inputs = tuple(path for path in sorted(source.parent.iterdir()) if path.is_file())
        return SimpleNamespace(
            product=product,
            documents=() if bad else (SimpleNamespace(file=f"{product}.pdf", data=pdf, pages=3, chapters={}),),
            findings=found,
            inputs=inputs,
            workshop=f"{name}-id",
            error=None,
        )

    def inspect(
        self, source: Path, project: Project, products: Sequence[str], *_further: object
    ) -> tuple[Finding, ...]:
        assert isinstance(project, Project) and products
        self.meanwhile.get(source.parent.name, lambda: None)()
        return self.findings.get(source.parent.name, ())


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    fake = Fake()
    pipeline = SimpleNamespace(make_products=fake.make, inspect_workshop=fake.inspect)
    monkeypatch.setitem(sys.modules, "octavo.building.product_pipeline", pipeline)
    monkeypatch.setattr("octavo.building.product_pipeline", pipeline, raising=False)
    monkeypatch.setattr(worker_start, "start_build_workers", lambda _volumes: nullcontext(object()))
    return fake


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("alpha", "beta"):
        folder = tmp_path / "reports" / name
        folder.mkdir(parents=True)
        (folder / "workshop.yaml").write_text(f"id: {name}-id\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.fixture
def built(project: Path, fake: Fake, capsys: pytest.CaptureFixture[str]) -> Iterator[Path]:
    """A project of which everything is built."""
    assert run_command(["build"]) == 0
    fake.made.clear()
    capsys.readouterr()
    yield project


def raising(error: Exception) -> Callable[[], object]:
    def fail() -> object:
        raise error

    return fail


def command(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "octavo", *words], capture_output=True, text=True, timeout=60, **options
    )


# What is built


def test_all_workshops_are_built_and_their_paths_printed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["build"]) == 0
    printed = capsys.readouterr()
    assert printed.out.split() == [
        "build/alpha-id/summary.pdf",
        "build/alpha-id/follow-up.pdf",
        "build/beta-id/summary.pdf",
        "build/beta-id/follow-up.pdf",
    ]
    assert "alpha: follow-up: typeset\n" in printed.err and "alpha: follow-up: built\n" in printed.err
    assert (project / "build/beta-id/summary.pdf").read_bytes() == b"%PDF summary None id: beta-id\n %%EOF"


@pytest.mark.parametrize("typed", ["alpha", "reports/alpha", "reports/alpha/", "reports/alpha/workshop.yaml"])
def test_a_workshop_is_named_by_folder_file_or_name(fake: Fake, typed: str) -> None:
    assert run_command(["build", typed, "--product", "summary"]) == 0
    assert fake.made == ["alpha/summary"]


def test_a_workshop_named_twice_is_built_once(fake: Fake) -> None:
    assert run_command(["build", "alpha", "reports/alpha", "--product", "summary"]) == 0
    assert fake.made == ["alpha/summary"]


def test_output_goes_where_it_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["build", "alpha", "--output", "elsewhere", "--style", "plain", "--product", "summary"]) == 0
    assert capsys.readouterr().out == "elsewhere/alpha-id/summary.pdf\n"
    assert b"summary plain" in (project / "elsewhere/alpha-id/summary.pdf").read_bytes()
    assert not (project / "build").exists()


def test_quiet_prints_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["build", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_products_follow_from_the_keys_of_the_file_and_not_from_its_letters(project: Path, fake: Fake) -> None:
    (project / "reports/alpha/workshop.yaml").write_text("id: alpha-id\n'volume':\n  title: T\n")
    (project / "reports/beta/workshop.yaml").write_text("id: beta-id\nbackground: |\n\n  volume:\n")
    assert run_command(["build"]) == 0
    assert fake.made == ["alpha/volume", "alpha/offprints", "beta/summary", "beta/follow-up"]
    (project / "reports/alpha/workshop.yaml").write_text("id: alpha-id\n")
    fake.made.clear()
    assert run_command(["build", "alpha"]) == 0
    assert fake.made == ["alpha/summary", "alpha/follow-up"]


def test_the_manifest_names_inputs_by_their_place_in_the_project(built: Path) -> None:
    (entry, _) = json.loads((built / "build/alpha-id/manifest.json").read_text())["products"]
    assert [item["path"] for item in entry["inputs"]] == ["reports/alpha/workshop.yaml"]


# What fails


def test_a_faulty_workshop_does_not_stop_the_others(
    project: Path, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Place(project / "reports/alpha/workshop.yaml", 1, 1)
    fake.findings["alpha"] = (Finding("unknown-key", "unknown key 'titel'", place, "write title"),)
    assert run_command(["build"]) == 1
    printed = capsys.readouterr()
    assert printed.out.split() == ["build/beta-id/summary.pdf", "build/beta-id/follow-up.pdf"]
    assert printed.err.count("unknown key 'titel'") == 1, "said once, not once for each product"
    assert not (project / "build/alpha-id").exists()


def test_a_product_that_fails_leaves_the_former_one_standing(built: Path, fake: Fake) -> None:
    before = {path.name: path.read_bytes() for path in (built / "build/alpha-id").iterdir()}
    (built / "reports/alpha/workshop.yaml").write_text("id: alpha-id\ntitel: x\n")
    fake.findings["alpha"] = (Finding("unknown-key", "unknown key 'titel'"),)
    assert run_command(["build"]) == 1
    assert {path.name: path.read_bytes() for path in (built / "build/alpha-id").iterdir()} == before


@pytest.mark.parametrize("verb", ["build", "check"])
def test_a_defect_of_ours_is_one_line_and_70(fake: Fake, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    fake.meanwhile["alpha"] = raising(ZeroDivisionError("division by zero"))
    assert run_command([verb]) == 70
    printed = capsys.readouterr()
    assert "ZeroDivisionError: division by zero" in printed.err and "--debug" in printed.err
    assert "Traceback" not in printed.err
    assert "beta" in printed.out


def test_debug_shows_the_traceback_of_a_defect(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.meanwhile["alpha"] = raising(ZeroDivisionError("division by zero"))
    assert run_command(["build", "--debug", "alpha"]) == 70
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_product_that_is_not_made_without_a_word_is_a_defect(
    fake: Fake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = fake._make
    monkeypatch.setattr(fake, "_make", lambda *words: SimpleNamespace(**{**vars(make(*words)), "documents": ()}))
    assert run_command(["build", "alpha"]) == 70
    assert "nothing was made, and no finding says why" in capsys.readouterr().err


def test_a_full_disk_is_3(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.meanwhile["alpha"] = raising(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert run_command(["build", "alpha"]) == 3
    assert "No space left on device" in capsys.readouterr().err


def test_an_output_folder_that_is_a_link_is_3(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "build").mkdir()
    (project / "build/alpha-id").symlink_to(project)
    assert run_command(["build", "alpha"]) == 3
    assert "symbolic link" in capsys.readouterr().err


def test_a_missing_library_is_4_with_the_line_to_type(
    fake: Fake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(library_versions.NATIVE_LIBRARIES, "pango", library_versions.NativeLibrary("libpango-9.so.9"))
    library_versions.native_versions.cache_clear()
    try:
        assert run_command(["build"]) == 4
    finally:
        library_versions.native_versions.cache_clear()
    printed = capsys.readouterr().err
    assert "libpango-9.so.9" in printed
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in printed
    assert fake.made == []


def test_a_file_changed_while_it_is_built_is_not_published(
    project: Path, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.meanwhile["alpha"] = lambda: (project / "reports/alpha/workshop.yaml").write_text("id: new\n")
    assert run_command(["build", "alpha", "--product", "summary"]) == 1
    assert "changed during the build" in capsys.readouterr().err
    assert not (project / "build/alpha-id").exists()


def test_two_workshops_of_one_id_do_not_replace_each_other(
    project: Path, fake: Fake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = fake._make
    monkeypatch.setattr(fake, "_make", lambda *words: SimpleNamespace(**{**vars(make(*words)), "workshop": "same"}))
    assert run_command(["build", "--product", "summary"]) == 1
    printed = capsys.readouterr()
    assert printed.out == "build/same/summary.pdf\n"
    assert "the id 'same' is also that of alpha/workshop.yaml" in printed.err
    assert b"alpha" in (project / "build/same/summary.pdf").read_bytes()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["build", "alhpa"], "there is no workshop 'alhpa'; did you mean 'alpha'?"),
        (["build", "zzz"], "reports/ contains alpha, beta"),
        (["build", "reports"], "contains no workshop.yaml"),
        (["build", "--product", "sumary"], "'sumary' is not one of"),
        (["biuld"], "No such command 'biuld'"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["new"], "Missing argument 'NAME'"),
    ],
)
def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert run_command(words) == 2
    printed = capsys.readouterr()
    assert message in printed.err and printed.out == ""


def test_where_there_is_no_workshop_it_is_said_how_to_begin(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(project / "reports")
    assert run_command(["build"]) == 2
    assert "octavo new NAME" in capsys.readouterr().err


# Warnings, check and formats


def test_warnings_are_shown_and_do_not_fail(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.findings["alpha"] = (WARNING,)
    assert run_command(["build", "alpha"]) == 0
    assert "the text is thin" in capsys.readouterr().err


def test_strict_publishes_nothing_that_has_a_warning(project: Path, fake: Fake) -> None:
    fake.findings["alpha"] = (WARNING,)
    assert run_command(["build", "--strict"]) == 1
    assert not (project / "build/alpha-id").exists() and (project / "build/beta-id/summary.pdf").exists()
    assert run_command(["check", "--strict"]) == 1


def test_strict_fails_over_warnings_of_an_earlier_build(fake: Fake) -> None:
    fake.findings["alpha"] = (WARNING,)
    assert run_command(["build"]) == 0
    assert run_command(["build", "--strict"]) == 1


def test_check_does_not_say_of_what_it_warned_that_there_is_no_problem(
    fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    fake.findings["alpha"] = (WARNING,)
    assert run_command(["check", "alpha"]) == 0
    assert capsys.readouterr().out == "reports/alpha/workshop.yaml: no errors found\n"


def test_check_writes_nothing(project: Path, fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    fake.findings["beta"] = (Finding("unknown-key", "unknown key 'titel'"),)
    assert run_command(["check"]) == 1
    printed = capsys.readouterr()
    assert printed.out == "reports/alpha/workshop.yaml: no problems found\n"
    assert "unknown key 'titel'" in printed.err
    assert not (project / "build").exists()


@pytest.mark.parametrize("verb", ["build", "check"])
def test_json_alone_stands_on_standard_output(fake: Fake, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    fake.findings["beta"] = (Finding("unknown-key", "unknown key 'titel'"),)
    assert run_command([verb, "--format", "json"]) == 1
    assert "unknown key 'titel'" in json.dumps(json.loads(capsys.readouterr().out))


def test_json_without_a_finding_is_json_still(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["check", "--format", "json"]) == 0
    json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["build", "zzz"], 2, "usage"),
        (["check", "--strickt"], 2, "usage"),
        (["release", "--printer", "x", "--for", "screen"], 2, "usage"),
        (["preflight", "none.pdf"], 2, "usage"),
        (["preflight", "/proc/self/mem"], 3, "cannot-access"),
        (["preflight", "reports/alpha/workshop.yaml", "--output", "/proc/y"], 3, "cannot-write"),
        (["preflight", "reports/alpha/workshop.yaml", "--output", "/proc/x/y"], 2, "usage"),
        (["verify", "none"], 2, "usage"),
        (["verify", "reports"], 5, "no-manifest"),
        (["diff", "none", "none"], 2, "usage"),
        (["diff", "reports", "reports/alpha/workshop.yaml"], 2, "unlike-editions"),
        (["export", "nothing"], 2, "usage"),
        (["import", "scipy", "none"], 1, "no-folder"),
        (["biuld"], 2, "usage"),
    ],
)
@pytest.mark.parametrize("typed", [["--format", "json"], ["--format=json"]])
def test_what_stops_a_command_is_one_json_document_too(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str, typed: list[str]
) -> None:
    assert run_command([*words, *typed]) == code
    printed = capsys.readouterr()
    (found,) = json.loads(printed.out)
    assert found["code"] == told and set(found) == {"file", "line", "column", "severity", "code", "message", "hint"}


def test_a_command_that_fails_or_is_told_to_end_leaves_one_json_document(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(error: BaseException) -> None:
        raise error

    for error, code, told in ((KeyError("x"), 70, "internal-error"), (KeyboardInterrupt(), 130, "interrupted")):
        monkeypatch.setattr(check_workshops, "check", lambda *_, error=error: stop(error))
        assert run_command(["check", "--format", "json"]) == code
        assert [one["code"] for one in json.loads(capsys.readouterr().out)] == [told]


def test_a_summary_that_cannot_be_made_is_told_beside_the_document(
    fake: Fake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.findings["alpha"] = (WARNING,)
    for file, code in (("/proc/x/summary.md", 3), ("summary.md", 70)):
        monkeypatch.setattr(ci_summary, "summary_to_markdown", (lambda _: "") if code == 3 else None)
        assert run_command(["build", "--format", "json", "--summary", file, "alpha"]) == code
        printed = capsys.readouterr()
        assert [one["code"] for one in json.loads(printed.out)] == ["thin-text"] and "error:" in printed.err


def test_a_summary_is_not_appended_through_a_link(
    fake: Fake, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fake.findings["alpha"] = (WARNING,)
    target = tmp_path / "mine.txt"
    target.write_text("mine", "utf-8")
    (tmp_path / "summary.md").symlink_to(target)
    assert run_command(["build", "--summary", str(tmp_path / "summary.md"), "alpha"]) == 3
    assert target.read_text("utf-8") == "mine" and "products are not written through links" in capsys.readouterr().err


def test_a_form_is_read_before_the_names_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["check", "--", "--format", "json"]) == 2
    assert capsys.readouterr().out == ""


# What need not be built again


@pytest.mark.usefixtures("built")
def test_unchanged_input_is_not_built_again(fake: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["build"]) == 0
    printed = capsys.readouterr()
    assert fake.made == []
    assert "alpha: summary: unchanged\n" in printed.err and "build/alpha-id/summary.pdf\n" in printed.out


def test_warnings_of_the_earlier_build_are_shown_again(
    project: Path, fake: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Place(project / "reports/alpha/workshop.yaml", 1, 1)
    fake.findings["alpha"] = (Finding("thin-text", "the text is thin", place, severity=Severity.WARNING),)
    for _ in range(2):
        assert run_command(["build", "alpha", "--quiet"]) == 0
        shown = capsys.readouterr().err
        assert "the text is thin" in shown and "workshop.yaml" in shown
    assert fake.made == ["alpha/summary", "alpha/follow-up"]


def change_input(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "reports/alpha/workshop.yaml").write_text("id: alpha-id  \n")


def change_input_keeping_size_and_time(project: Path, _: pytest.MonkeyPatch) -> None:
    path = project / "reports/alpha/workshop.yaml"
    status = path.stat()
    path.write_text("id: alpha-iD\n")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def change_product(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "build/alpha-id/summary.pdf").write_bytes(b"by hand")


def remove_product(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "build/alpha-id/summary.pdf").unlink()


def remove_manifest(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "build/alpha-id/manifest.json").unlink()


def change_manifest(project: Path, _: pytest.MonkeyPatch) -> None:
    path = project / "build/alpha-id/manifest.json"
    path.write_text(path.read_text().replace('"pages": 3', '"pages": 4'))


def add_template(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "templates").mkdir()
    (project / "templates/mine.rst").write_text("")


def add_style(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "styles").mkdir(parents=True)
    (project / "styles/mine.css").write_text("")


def change_epoch(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")


LIBRARIES = library_versions.installed_libraries()


def change_library(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_versions, "installed_libraries", lambda: {**LIBRARIES, "pikepdf": "99"})


def change_native_library(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_versions, "native_versions", lambda: {"pango": "99"})


def change_toolkit(_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_record, "list_toolkit_files", lambda: {"octavo/other.py": "0" * 64})


def damage_record(project: Path, _: pytest.MonkeyPatch) -> None:
    path = project / "build/.octavo/alpha.workshop.summary.json"
    path.write_bytes(path.read_bytes()[:200])


def replace_record_by_another(project: Path, _: pytest.MonkeyPatch) -> None:
    records = project / "build/.octavo"
    (records / "alpha.workshop.summary.json").write_bytes((records / "beta.workshop.summary.json").read_bytes())


def replace_record_by_nonsense(project: Path, _: pytest.MonkeyPatch) -> None:
    (project / "build/.octavo/alpha.workshop.summary.json").write_text("[" * 100_000)


@pytest.mark.parametrize(
    "change",
    [
        change_input,
        change_input_keeping_size_and_time,
        change_product,
        remove_product,
        remove_manifest,
        change_manifest,
        add_template,
        add_style,
        change_epoch,
        change_library,
        change_native_library,
        change_toolkit,
        damage_record,
        replace_record_by_another,
        replace_record_by_nonsense,
    ],
)
def test_what_changed_is_built_again(
    built: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    change(built, monkeypatch)
    assert run_command(["build", "alpha", "--product", "summary"]) == 0
    assert fake.made == ["alpha/summary"]
    assert run_command(["build", "alpha", "--product", "summary"]) == 0
    assert fake.made == ["alpha/summary"], "and then no more"


def test_another_style_is_built_anew_and_the_first_again_after_it(built: Path, fake: Fake) -> None:
    words = ["build", "alpha", "--product", "summary"]
    assert run_command([*words, "--style", "plain"]) == 0
    assert run_command(words) == 0
    assert len(fake.made) == 2
    assert b"summary None" in (built / "build/alpha-id/summary.pdf").read_bytes()


def test_a_project_may_move_without_being_built_again(
    built: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("moved") / "project"
    built.rename(elsewhere)
    monkeypatch.chdir(elsewhere)
    assert run_command(["build"]) == 0
    assert fake.made == []


def test_nothing_heavy_is_imported_where_nothing_is_to_be_done(built: Path) -> None:
    code = f"""
import sys
from octavo.cli.main import run_command
code = run_command(["build"])
sys.exit(code or ",".join(sorted(set({HEAVY!r}) & set(sys.modules))) or 0)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=built, capture_output=True, text=True, timeout=60)
    assert done.stderr.count("unchanged") == 4, done.stderr
    assert done.returncode == 0, done.stderr


# The program itself


def test_help_tells_of_exit_codes_and_completion(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--help"]) == 0
    printed = capsys.readouterr().out
    assert "70  a defect in Octavo" in printed and "_OCTAVO_COMPLETE=bash_source" in printed


def test_the_list_of_commands_has_the_summary_of_each() -> None:
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    assert {name: command and command.get_short_help_str(100) for name, command in commands.items()} == COMMANDS


def test_the_version_is_the_installed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--version"]) == 0
    assert capsys.readouterr().out == f"octavo {library_versions.toolkit_version()}\n"


def test_help_imports_nothing_but_click() -> None:
    code = f"""
import sys
from octavo.cli.main import run_command
run_command(["--help"])
sys.exit(sorted(set({HEAVY!r}) & set(sys.modules)) or 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("octavo build al", "alpha"),
        ("octavo build --product s", "summary"),
        ("octavo build --style b", "briefing"),
        ("octavo ch", "check"),
    ],
)
def test_the_shell_completes_workshops_products_and_commands(project: Path, typed: str, expected: str) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1), "_OCTAVO_COMPLETE": "bash_complete"}
    done = command(cwd=project, env={**os.environ, **words})
    assert f"plain,{expected}\n" in done.stdout, done.stderr


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "octavo", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_closed_streams_are_no_fault() -> None:
    words = [sys.executable, "-m", "octavo", "schema"]
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *words], stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [["schema"], ["verify", "--format", "json", "."]])
def test_a_full_disk_under_standard_output_is_3(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "octavo", *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == 3 and "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_build_is_130_and_leaves_nothing_half_written(project: Path, number: signal.Signals) -> None:
    code = """
import signal, sys, time
from contextlib import nullcontext
from types import SimpleNamespace
from octavo.building import worker_start
from octavo.cli import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background is born to ignore it

def make(source, project, products, style, executor, tell, *further):
    print("making", flush=True)
    time.sleep(30)

sys.modules["octavo.building.product_pipeline"] = SimpleNamespace(make_products=make)
worker_start.start_build_workers = lambda volumes: nullcontext(object())
sys.argv = ["octavo", "build", "-q"]
main.main()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stderr and process.stdout.readline() == "making\n"
        process.send_signal(number)
        assert process.stderr.read().strip() == "interrupted"
    assert process.returncode == 130
    assert not list(project.rglob("*.pdf")) and not list(project.rglob(".*.part"))


def test_a_build_that_was_interrupted_goes_on_from_what_was_finished(
    project: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = fake.make

    def stop_after_one(*words: Any) -> Iterator[Any]:
        yield from make(*words)[:1]
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(sys.modules["octavo.building.product_pipeline"], "make_products", stop_after_one)
        assert run_command(["build", "alpha"]) == 130
    assert sorted(path.name for path in project.rglob("*.pdf")) == ["summary.pdf"]
    fake.made.clear()
    assert run_command(["build", "alpha"]) == 0
    assert fake.made == ["alpha/follow-up"]


@pytest.mark.parametrize("words", [["export", "all"], ["verify", "reports"], ["diff", ".", "."], ["check"]])
def test_every_command_that_is_told_to_end_is_130(project: Path, words: list[str]) -> None:
    code = f"""
import sys, time
from octavo.building import check_workshops, export_files, verify_outputs
from octavo.building.comparison import file_diff
from octavo.cli import main

def wait(*given, **named):
    print("at work", flush=True)
    time.sleep(30)

export_files.export = verify_outputs.verify = file_diff.compare_editions = check_workshops.check = wait
sys.argv = ["octavo", *{words!r}]
main.main()
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stderr and process.stdout.readline() == "at work\n"
        process.terminate()
        assert process.stderr.read().strip() == "interrupted"
    assert process.returncode == 130


def test_who_is_told_to_end_twice_still_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(check_workshops, "check", interrupted)
    monkeypatch.setattr(main, "print_line", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored from the start
    try:
        assert run_command(["check", "--format", "json"]) == 130
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert [one["code"] for one in json.loads(capsys.readouterr().out)] == ["interrupted"]


# The verbs for programs


def test_programs_build_and_check_by_the_same_verbs(project: Path, fake: Fake) -> None:
    fake.findings["beta"] = (Finding("unknown-key", "unknown key 'titel'"),)
    outcomes = octavo.build(products=["summary"])
    assert [(outcome.product, outcome.state.value) for outcome in outcomes] == [
        ("summary", "built"),
        ("summary", "faulty"),
    ]
    assert outcomes[0].file == project / "build/alpha-id/summary.pdf"
    assert [outcome.state.value for outcome in octavo.check(["alpha", "reports/beta"])] == ["unchanged", "faulty"]
    with pytest.raises(LookupError, match="did you mean 'alpha'"):
        octavo.build(["alpa"])


def test_programs_may_ask_for_the_schema_more_than_once() -> None:
    assert octavo.schema() == octavo.schema()


def test_new_prints_the_path_and_refuses_to_replace(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["new", "gamma"]) == 0
    assert capsys.readouterr().out == "reports/gamma/workshop.yaml\n"
    assert run_command(["new", "gamma"]) == 1
    assert "'gamma' exists already" in capsys.readouterr().err
    assert run_command(["new", "no spaces"]) == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_defect(closed: str) -> None:
    shell = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m octavo schema {closed}'], check=False, capture_output=True, text=True
    )
    assert (shell.returncode, shell.stderr) == (0, "")
