"""What a killed command left is removed by the next, nobody else's folder is, and a full disk is told with its path."""

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.files import temporary_folders
from octavo.files.atomic_files import UnwritableError
from octavo.files.temporary_folders import FOLDER_PREFIX, TemporaryFolder
from octavo.findings.finding import Finding, Place
from octavo.processes.worker_pool import WorkerPool
from waiting import wait_until

# Holds a folder and a worker, says so, and waits to be killed.
HOLD = """\
import sys, time
from octavo.processes.worker_pool import WorkerPool
workers = WorkerPool(1, warm=int)
workers.submit(len, "abc").result()
print(workers._base, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def holding(place: Path) -> tuple[subprocess.Popen[str], Path]:
    environment = {**os.environ, "TMPDIR": str(place)}
    words = [sys.executable, "-c", HOLD]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_a_folder_of_workers_that_were_killed_is_removed_by_the_next_and_a_live_one_is_not(place: Path) -> None:
    process, folder = holding(place)
    try:
        TemporaryFolder().remove()
        assert folder.is_dir() and list(folder.iterdir())  # it is in use
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

        def is_removed() -> bool:
            TemporaryFolder().remove()
            return not folder.exists()

        wait_until(is_removed)  # and until the kernel has ended its children, too
        assert list(place.iterdir()) == []
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def test_a_build_that_was_killed_leaves_nothing_once_another_one_has_run(place: Path) -> None:
    for _ in range(3):
        (place / f"{FOLDER_PREFIX}{os.urandom(4).hex()}" / "0").mkdir(parents=True)
    with WorkerPool(1, warm=int) as workers:
        assert workers.submit(len, "abc").result() == 3
        assert list(place.iterdir()) == [workers._base]
    assert list(place.iterdir()) == []


def test_what_is_not_ours_is_left_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ["octavo-workshop", f"{FOLDER_PREFIX}notes", f"{FOLDER_PREFIX}12345678.txt", "tmpabcdefgh"]
    for name in kept:
        (place / name).mkdir()
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (place / f"{FOLDER_PREFIX}abcdefgh").symlink_to(elsewhere)
    (place / f"{FOLDER_PREFIX}abcdefgi").touch()
    TemporaryFolder().remove()
    assert sorted(path.name for path in place.iterdir()) == sorted(
        [*kept, "elsewhere", f"{FOLDER_PREFIX}abcdefgh", f"{FOLDER_PREFIX}abcdefgi"]
    )
    assert (elsewhere / "kept").exists()
    (place / f"{FOLDER_PREFIX}of_other").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    TemporaryFolder().remove()
    assert (place / f"{FOLDER_PREFIX}of_other").is_dir()


def test_a_folder_that_is_swept_before_it_is_locked_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from tempfile import mkdtemp

    made = []

    def swept(**more: object) -> str:
        made.append(mkdtemp(**more))  # type: ignore[call-overload]
        if len(made) == 1:
            Path(made[0]).rmdir()
        return made[-1]

    monkeypatch.setattr("tempfile.mkdtemp", swept)
    with temporary_folders.temporary_folder() as folder:
        assert str(folder) == made[1] and folder.is_dir()


def test_no_place_for_temporary_files_is_told_with_the_path_and_a_remedy(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(place / "nowhere"))
    with pytest.raises(UnwritableError) as refused:
        WorkerPool(1, warm=int)
    (finding,) = refused.value.findings
    assert finding.place and finding.place.file == place / "nowhere"
    assert "TMPDIR=FOLDER" in finding.hint


def full(*_words: object) -> None:
    raise OSError(28, os.strerror(28))


def denied() -> None:
    raise PermissionError(13, os.strerror(13), "/somewhere/else")


def test_a_worker_that_meets_a_full_disk_names_the_folder_and_no_line_of_a_workshop(place: Path) -> None:
    with WorkerPool(1, warm=int) as workers, pytest.raises(UnwritableError) as refused:
        workers.submit(full).result()
    (finding,) = refused.value.findings
    assert finding.message == "cannot write temporary files here: the disk is full"
    assert finding.place == Place(place)
    with WorkerPool(1, warm=int) as workers, pytest.raises(PermissionError, match="/somewhere/else"):
        workers.submit(denied).result()


def test_a_worker_that_cannot_make_its_folder_says_why_of_every_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.processes.worker_pool.count", lambda: iter(["nowhere/0", "nowhere/1"]))
    with WorkerPool(1, warm=int) as workers:
        for _ in range(2):
            with pytest.raises(UnwritableError) as refused:
                workers.submit(len, "abc").result()
            (finding,) = refused.value.findings
            assert finding.place == Place(workers._base)  # where the folder of all would be
            assert finding.message == "cannot write temporary files here: No such file or directory"


def test_faults_keep_their_findings_on_the_way_out_of_a_worker() -> None:
    fault = UnwritableError([Finding("code", "words", Place(Path("a"), 2), "hint")])
    assert pickle.loads(pickle.dumps(fault)).findings == fault.findings


def test_an_error_that_names_no_file_blames_no_line_of_the_workshop(tmp_path: Path) -> None:
    from octavo.building.outcomes import OutcomeState, make_failed_outcome

    source = tmp_path / "tides" / "workshop.yaml"
    blocked = make_failed_outcome(source, "summary", OSError(28, os.strerror(28)))
    assert blocked.state is OutcomeState.BLOCKED and blocked.findings[0].place is None
    assert "summary of tides" in blocked.findings[0].message
    named = make_failed_outcome(source, "summary", OSError(28, os.strerror(28), str(tmp_path / "x")))
    assert named.findings[0].place == Place(tmp_path / "x")
