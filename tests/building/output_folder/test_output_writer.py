"""What stands in build/ is whole and told truly, however a build ends."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from octavo.building.output_folder import attestations, manifest, output_writer
from octavo.building.output_folder.output_writer import (
    OutputFile,
    make_manifest_entry,
    publish_products,
    remove_leftovers,
    seal_release,
)
from octavo.building.verify_outputs import verify
from octavo.files import atomic_files
from octavo.files.atomic_files import UnwritableError
from octavo.files.file_digests import digest_file
from octavo.findings.finding import Finding, FindingsError, Place, Severity
from octavo.project import stored_findings
from octavo.project.project_folders import Project

PUBLISHING = """
import random, resource, sys
from pathlib import Path
from octavo.building.output_folder.output_writer import OutputFile, make_manifest_entry, publish_products
from octavo.files.atomic_files import UnwritableError

def publish_one(output, product, pdf):
    entry = make_manifest_entry(product, pdf, 1, None, {})
    publish_products("w", [OutputFile(product, pdf, entry, f"w.{product}.json", b"{}")], Path(output))
"""


def finished(product: str, pdf: bytes) -> OutputFile:
    entry = make_manifest_entry(product, pdf, 3, "briefing", {"reports/w/workshop.yaml": "0" * 64})
    return OutputFile(product, pdf, entry, f"w.{product}.json", b"{}\n")


def entries(output: Path) -> dict[str, manifest.ManifestEntry]:
    path = output / "w" / manifest.NAME
    return {entry["product"]: entry for entry in manifest.read(path.read_bytes())} if path.exists() else {}


def assert_true(output: Path) -> None:
    """Every entry of the manifest is true of the file it names, and no file is half-written."""
    for entry in entries(output).values():
        data = (output / "w" / entry["file"]).read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (entry["bytes"], entry["sha256"])
    for path in (output / "w").glob("*.pdf"):
        assert path.read_bytes().endswith(b"%%EOF")


def run(code: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PUBLISHING + code, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_products_land_under_the_workshops_id_with_a_manifest(tmp_path: Path) -> None:
    paths = publish_products("w", [finished("summary", b"one"), finished("follow-up", b"two")], tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == ["w/summary.pdf", "w/follow-up.pdf"]
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == ["follow-up.pdf", "manifest.json", "summary.pdf"]
    assert entries(tmp_path)["summary"]["sha256"] == sha256(b"one").hexdigest()
    assert entries(tmp_path)["follow-up"]["inputs"] == [{"path": "reports/w/workshop.yaml", "sha256": "0" * 64}]


def test_a_manifest_names_libraries_and_native_libraries_but_no_place_of_this_machine(tmp_path: Path) -> None:
    publish_products("w", [finished("summary", b"one")], tmp_path)
    text = (tmp_path / "w" / manifest.NAME).read_text()
    entry = json.loads(text)["products"][0]
    assert entry["libraries"]["weasyprint"] and entry["native"]["pango"] and entry["native"]["harfbuzz"]
    assert str(tmp_path) not in text and os.fspath(Path.home()) not in text


def test_equal_products_give_equal_manifests_in_whatever_order_they_come(tmp_path: Path) -> None:
    products = [finished("summary", b"one"), finished("follow-up", b"two")]
    publish_products("w", products, tmp_path / "a")
    for product in reversed(products):
        publish_products("w", [product], tmp_path / "b")
    written = [(tmp_path / place / "w" / manifest.NAME).read_bytes() for place in "ab"]
    assert written[0] == written[1]


def test_a_product_published_later_leaves_the_others_told_of(tmp_path: Path) -> None:
    publish_products("w", [finished("summary", b"one"), finished("follow-up", b"two")], tmp_path)
    publish_products("w", [finished("summary", b"new")], tmp_path)
    assert (tmp_path / "w/follow-up.pdf").read_bytes() == b"two"
    assert entries(tmp_path)["summary"]["sha256"] == sha256(b"new").hexdigest()
    assert entries(tmp_path)["follow-up"]["sha256"] == sha256(b"two").hexdigest()


def test_a_product_altered_by_hand_is_no_longer_told_of(tmp_path: Path) -> None:
    publish_products("w", [finished("summary", b"one"), finished("follow-up", b"two")], tmp_path)
    (tmp_path / "w/follow-up.pdf").write_bytes(b"by hand")
    publish_products("w", [finished("summary", b"new")], tmp_path)
    assert list(entries(tmp_path)) == ["summary"]


def test_a_damaged_manifest_is_written_anew(tmp_path: Path) -> None:
    publish_products("w", [finished("summary", b"one")], tmp_path)
    (tmp_path / "w" / manifest.NAME).write_text('{"manifest": 1, "products": [[]')
    publish_products("w", [finished("summary", b"one")], tmp_path)
    assert list(entries(tmp_path)) == ["summary"]


@pytest.mark.parametrize("link", ["w", ".octavo", "w/summary.pdf", "w/manifest.json"])
def test_no_file_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_text("kept")
    place = tmp_path / "build" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(elsewhere / "kept" if place.suffix else elsewhere)
    with pytest.raises(UnwritableError) as caught:
        publish_products("w", [finished("summary", b"one")], tmp_path / "build")
    assert [finding.code for finding in caught.value.findings] == ["output-is-link"]
    assert caught.value.findings[0].place and caught.value.findings[0].place.file == place
    assert [path.name for path in elsewhere.iterdir()] == ["kept"] and (elsewhere / "kept").read_text() == "kept"


def test_a_folder_in_the_place_of_a_product_is_told_and_nothing_else_is_touched(tmp_path: Path) -> None:
    publish_products("w", [finished("follow-up", b"two")], tmp_path)
    (tmp_path / "w/summary.pdf").mkdir()
    before = (tmp_path / "w" / manifest.NAME).read_bytes()
    with pytest.raises(UnwritableError, match="a folder stands where a file is needed"):
        publish_products("w", [finished("summary", b"one")], tmp_path)
    assert (tmp_path / "w" / manifest.NAME).read_bytes() == before


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("a file")
    with pytest.raises(UnwritableError, match="a file stands where a folder is needed"):
        publish_products("w", [finished("summary", b"one")], tmp_path)


def test_a_lock_that_another_process_holds_is_told_with_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_files, "LOCK_TIMEOUT", 0.1)
    code = """
from octavo.files.atomic_files import hold_lock, open_folder
with open_folder(Path(sys.argv[1]), ".octavo") as records, hold_lock(records, "w.lock"):
    print("held", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", PUBLISHING + code, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(UnwritableError, match=rf"another build \(process {holder.pid}\) is writing here"):
            publish_products("w", [finished("summary", b"one")], tmp_path)
        holder.communicate()
    publish_products("w", [finished("summary", b"one")], tmp_path)


def test_the_lock_of_a_process_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    code = """
import os, signal
from octavo.files.atomic_files import hold_lock, open_folder
with open_folder(Path(sys.argv[1]), ".octavo") as records, hold_lock(records, "w.lock"):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert run(code, tmp_path).returncode == -signal.SIGKILL
    assert (tmp_path / ".octavo/w.lock").read_text().strip().isdigit()
    publish_products("w", [finished("summary", b"one")], tmp_path)


def test_a_full_disk_leaves_what_stood_there_and_the_manifest_true(tmp_path: Path) -> None:
    publish_products("w", [finished("summary", b"old %%EOF")], tmp_path)
    code = """
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    publish_one(sys.argv[1], "press/summary", bytes(200_000))
except UnwritableError as fault:
    print(fault.findings[0].place.file.relative_to(sys.argv[1]), fault)
"""
    done = run(code, tmp_path)
    assert done.stdout == "w/press/summary.pdf cannot write: the file is larger than this session may write\n", (
        done.stderr
    )
    assert (tmp_path / "w/summary.pdf").read_bytes() == b"old %%EOF"
    assert list(entries(tmp_path)) == ["summary"]
    left = sorted(path.name for path in (tmp_path / "w").rglob("*") if path.is_file())
    assert left == ["manifest.json", "summary.pdf"]
    assert_true(tmp_path)


KILLED_AT = """
import os, signal

def publish_both():
    for product in ("summary", "follow-up"):
        publish_one(sys.argv[1], product, random.randbytes(random.randrange(300_000)) + b"%%EOF")

def count(frame, event, called):
    global calls
    if event == "c_call":
        calls -= 1
        if calls == 0:
            os.kill(os.getpid(), signal.SIGKILL)

publish_both()  # all is imported now
calls = 0
sys.setprofile(count)
publish_both()
sys.setprofile(None)
print(-calls, flush=True)
for line in sys.stdin:
    if child := os.fork():
        print(os.waitpid(child, 0)[1], flush=True)
    else:
        calls = int(line) + 1
        sys.setprofile(count)
        while True:
            publish_both()
"""
"""Tells how many calls of the system and of libraries two products take; then, for each number that it is given,
publishes in a process that is killed before the call of that number."""


def test_killed_at_any_moment_files_are_whole_and_the_manifest_is_true(tmp_path: Path) -> None:
    moments = random.Random(2004)
    told = 0
    command = [sys.executable, "-c", PUBLISHING + KILLED_AT, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        calls = int(process.stdout.readline())
        for _ in range(60):
            process.stdin.write(f"{moments.randrange(calls)}\n")
            process.stdin.flush()
            assert process.stdout.readline() == f"{signal.SIGKILL}\n"
            assert_true(tmp_path)
            told += len(entries(tmp_path))
        process.stdin.close()
    assert told > 0, "the test must have seen files that are told of"
    publish_products("w", [finished("summary", b"%%EOF"), finished("follow-up", b"%%EOF")], tmp_path)
    assert sorted(path.name for path in (tmp_path / "w").iterdir()) == ["follow-up.pdf", "manifest.json", "summary.pdf"]


KILLED_BEFORE = """
import json, os, signal
from octavo.building.output_folder import output_writer
from octavo.building.output_folder.output_writer import seal_release
from octavo.project.project_folders import Project

output_writer.find_commit = lambda *_: "c" * 40
steps, replace = int(sys.argv[2]), os.replace

def counted(*words, **places):
    global steps
    if steps == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    steps -= 1
    replace(*words, **places)

os.replace = counted
"""
"""Kills the process before the step whose number is its second argument."""


@pytest.mark.parametrize("step", range(4))
def test_killed_before_any_one_step_the_manifest_is_true(tmp_path: Path, step: int) -> None:
    publish_products("w", [finished("summary", b"old %%EOF"), finished("follow-up", b"old %%EOF")], tmp_path)
    code = f'{KILLED_BEFORE}publish_one(sys.argv[1], "summary", b"new %%EOF")'
    assert run(code, tmp_path, step).returncode == -signal.SIGKILL
    assert_true(tmp_path)
    assert "follow-up" in entries(tmp_path), "what was not to be replaced is told of throughout"


@pytest.mark.parametrize("step", range(5))
def test_killed_before_any_one_step_of_sealing_a_folder_is_proved_if_it_is_sealed_whole(
    tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_writer, "find_commit", lambda *_: "c" * 40)
    publish_products("w", [finished("summary", b"new %%EOF"), finished("press/cover", b"new %%EOF")], tmp_path)
    code = f"{KILLED_BEFORE}seal_release('w', json.loads(sys.argv[3]), Path(sys.argv[1]), Project(Path(sys.argv[1])))"
    digests = dict.fromkeys(("summary.pdf", "press/cover.pdf"), sha256(b"new %%EOF").hexdigest())
    killed = run(code, tmp_path, step, json.dumps(digests)).returncode == -signal.SIGKILL
    assert killed is (step < len((manifest.NAME, *attestations.ATTESTATION_FILES)))
    assert killed is any(finding.severity is Severity.ERROR for finding in verify(tmp_path / "w"))
    remove_leftovers("w", tmp_path)
    seal_release("w", digests, tmp_path, Project(tmp_path))
    assert verify(tmp_path / "w") == ()


@pytest.mark.parametrize("name", ["summary.pdf", "cover.pdf"])
def test_no_other_file_is_sealed_than_the_one_that_was_proved(tmp_path: Path, name: str) -> None:
    publish_products("w", [finished("summary", b"another's %%EOF")], tmp_path)
    with pytest.raises(FindingsError, match=f"{name} was replaced or removed"):
        seal_release("w", {name: sha256(b"ours %%EOF").hexdigest()}, tmp_path, Project(tmp_path))
    assert {path.name for path in (tmp_path / "w").iterdir()} == {"summary.pdf", manifest.NAME}


def test_what_is_kept_for_the_next_build_takes_no_room_where_it_could_not_be_written(tmp_path: Path) -> None:
    code = """
from octavo.files.atomic_files import open_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
with open_folder(Path(sys.argv[1]), "parts") as parts:
    try:
        parts.write_file("a.part", bytes(200_000))
    except UnwritableError as fault:
        print(fault)
"""
    assert "larger than this session may write" in run(code, tmp_path).stdout
    assert list((tmp_path / "parts").iterdir()) == []


def test_where_nothing_may_be_written_the_finding_says_what_to_do(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        output = Path("/proc/octavo")  # even root can make no folder there
    else:
        output = tmp_path / "closed"
        output.mkdir(mode=0o500)
    with pytest.raises(UnwritableError) as caught:
        publish_products("w", [finished("summary", b"one")], output)
    assert caught.value.findings[0].code == "cannot-write"


def test_what_is_no_ordinary_file_is_passed_over_and_not_waited_for() -> None:
    assert digest_file(Path("/dev/null")) == ""


@pytest.mark.parametrize(
    "label", ["/etc/passwd", "../x.yaml", "reports/../../x.yaml", "octavo:styles//etc/passwd", "octavo:styles/../../x"]
)
def test_nothing_that_is_kept_names_a_file_outside(tmp_path: Path, label: str) -> None:
    """Its line would be shown under a finding, though the project gives no such file away."""
    project = Project(tmp_path)
    found = stored_findings.finding_to_json(Finding("x", "y", Place(tmp_path / "a.yaml")), project)
    assert stored_findings.finding_from_json(found, project).place == Place(tmp_path / "a.yaml")
    with pytest.raises(ValueError, match="no file of a project"):
        stored_findings.finding_from_json({**found, "place": [label, 1, 1]}, project)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(
            ("place", ["a.yaml", *numbers])
            for numbers in ((0, 1), (1, -1), (1,), (1, 2, 3), (float("inf"), 1), (1, "2"))
        ),
        *(("place", value) for value in ([], "", {}, 5, [5, 1, 1])),
        *((key, value) for key in ("code", "message", "hint", "subject", "severity") for value in (None, 5, ["x"])),
        ("missing", "nose"),
    ],
)
def test_a_finding_that_no_build_wrote_is_none(tmp_path: Path, key: str, value: object) -> None:
    written = stored_findings.finding_to_json(Finding("x", "y", Place(tmp_path / "a.yaml")), Project(tmp_path))
    with pytest.raises(stored_findings.DAMAGED_JSON_ERRORS):
        stored_findings.finding_from_json({**written, key: value}, Project(tmp_path))
