"""Jobs run in processes of their own: what goes wrong in one stays in it, and nothing is left behind."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from pathlib import Path
from typing import NamedTuple

import pytest

from octavo.processes.fork_server import SpawningForkServer, WarmUp
from octavo.processes.sandbox import Limits
from octavo.processes.worker_pool import JobTimeout, WorkerDied, WorkerPool
from octavo.processes.worker_process import JobError
from waiting import PATIENCE, wait_until
from worker_jobs import (
    add,
    burn,
    connect,
    end_at_once,
    fail,
    fill_memory,
    find,
    folder,
    lay_trap,
    no_warming,
    own_process,
    quick,
    raise_stranger,
    read,
    rest_for,
    say,
    sleep_on,
    tell_process,
    write,
)


class NamedJob(NamedTuple):
    """A job of which a worker may remember something."""

    name: str


def test_a_job_of_a_name_goes_to_the_worker_that_did_it_before() -> None:
    with WorkerPool(3, warm=no_warming, remembers=True) as workers:
        names = [NamedJob(f"part {number}") for number in range(6)]
        first = [workers.submit(tell_process, job) for job in names]
        processes = [task.result(PATIENCE) for task in first]
        for _ in range(3):
            again = [workers.submit(tell_process, job) for job in reversed(names)]
            assert [task.result(PATIENCE) for task in reversed(again)] == processes


def test_jobs_that_wait_for_one_worker_are_dropped_with_the_others() -> None:
    with WorkerPool(2, warm=no_warming, remembers=True) as workers:
        job = NamedJob("part")
        workers.submit(tell_process, job).result(PATIENCE)
        waiting = [workers.submit(rest_for, job, 0.3) for _ in range(5)]
        workers.shutdown(wait=True, cancel_futures=True)
    assert any(task.cancelled() for task in waiting)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such process elsewhere")
def test_workers_whose_starter_was_stopped_with_them_end_without_a_word() -> None:
    with quick() as workers:
        assert workers.submit(add, 1, 2).result() == 3
        os.kill(workers._home._pid, signal.SIGKILL)  # type: ignore[attr-defined]
        os.waitpid(workers._home._pid, 0)  # type: ignore[attr-defined]
    assert not any(thread.is_alive() for thread in workers._slots) and not workers._base.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such process elsewhere")
def test_work_whose_starter_was_stopped_tells_what_has_ended() -> None:
    with quick() as workers:
        os.kill(workers._home._pid, signal.SIGKILL)  # type: ignore[attr-defined]
        os.waitpid(workers._home._pid, 0)  # type: ignore[attr-defined]
        with pytest.raises(WorkerDied, match="the process that starts workers has ended"):
            workers.submit(add, 1, 2).result(PATIENCE)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such process elsewhere")
def test_a_starter_that_is_told_to_end_while_it_imports_ends_as_it_would_by_itself(tmp_path: Path) -> None:
    def interrupted(*_signal: object) -> None:
        raise KeyboardInterrupt

    def import_slowly() -> None:
        (tmp_path / "begun").touch()
        time.sleep(PATIENCE)

    before = signal.signal(signal.SIGTERM, interrupted)
    try:
        with WorkerPool(1, warm=import_slowly) as workers:
            wait_until((tmp_path / "begun").exists)
            os.kill(workers._home._pid, signal.SIGTERM)  # type: ignore[attr-defined]
            with pytest.raises(WorkerDied, match=r"^the process that starts workers has ended"):
                workers.submit(add, 1, 2).result(PATIENCE)
    finally:
        signal.signal(signal.SIGTERM, before)


def test_results_come_back_in_the_futures_of_their_jobs() -> None:
    with quick() as workers:
        assert [each.result() for each in [workers.submit(add, n, 1) for n in range(20)]] == list(range(1, 21))
        assert list(workers.map(add, [1, 2], [3, 4])) == [4, 6]


def test_our_values_pass_as_they_are() -> None:
    with quick() as workers:
        assert workers.submit(find, "w").result() == find("w")


def test_an_error_comes_back_as_itself_with_the_workers_traceback() -> None:
    with quick() as workers, pytest.raises(ValueError, match="seven") as caught:
        workers.submit(fail, "seven").result()
    assert isinstance(caught.value.__cause__, JobError) and "in fail" in str(caught.value.__cause__)


def test_an_error_of_a_foreign_class_comes_back_in_words() -> None:
    with quick() as workers, pytest.raises(JobError, match="StrangeError: from afar"):
        workers.submit(raise_stranger).result()


def test_a_worker_cannot_have_its_parent_call_what_it_likes() -> None:
    with quick() as workers, pytest.raises(WorkerDied, match=r"system, which is not carried"):
        workers.submit(lay_trap).result()


def test_a_worker_that_dies_takes_only_its_own_job_down() -> None:
    with quick() as workers:
        jobs = [workers.submit(end_at_once) if n % 5 == 2 else workers.submit(add, n, 0) for n in range(40)]
        for n, job in enumerate(jobs):
            if n % 5 == 2:
                with pytest.raises(WorkerDied, match="stopped by SIGSEGV"):
                    job.result()
            else:
                assert job.result() == n


def test_a_job_that_will_not_end_is_stopped_by_the_clock() -> None:
    with quick(wall_seconds=0.3) as workers:
        job = workers.submit(sleep_on, 10 * PATIENCE)
        with pytest.raises(JobTimeout, match=r"more than 0\.3 s"):
            job.result(10)
        assert workers.submit(add, 1, 1).result() == 2


def test_a_job_that_computes_for_ever_is_stopped_by_the_processor() -> None:
    with quick(processor_seconds=0) as workers, pytest.raises(JobTimeout, match="processor time"):
        workers.submit(burn).result(PATIENCE)


def test_a_job_that_takes_all_memory_is_told_so_and_its_worker_goes_on() -> None:
    with quick() as workers:
        with pytest.raises(WorkerDied, match=r"more than the .* of memory"):
            workers.submit(fill_memory).result()
        assert workers.submit(add, 1, 1).result() == 2


def test_workers_are_replaced_after_so_many_jobs() -> None:
    with WorkerPool(1, Limits(jobs=3), warm=no_warming) as workers:
        seen = [workers.submit(own_process).result() for _ in range(7)]
    assert [len(set(seen[at : at + 3])) for at in (0, 3, 6)] == [1, 1, 1] and len(set(seen)) == 3


def work_for(seconds: float) -> int:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return os.getpid()


def test_workers_are_replaced_after_so_much_work() -> None:
    with WorkerPool(1, Limits(worked_seconds=0.3), warm=no_warming) as workers:
        light = [workers.submit(own_process).result() for _ in range(4)]
        heavy = workers.submit(work_for, 0.3).result()
        fresh = workers.submit(own_process).result()
    assert len({*light, heavy}) == 1 and fresh != heavy


@pytest.mark.skipif(sys.platform != "linux", reason="there is no such folder elsewhere")
def test_a_worker_that_gets_no_more_jobs_ends_without_waiting_for_the_next() -> None:
    with WorkerPool(1, Limits(worked_seconds=0.1), warm=no_warming) as workers:
        heavy = workers.submit(work_for, 0.1).result()
        wait_until(lambda: not Path(f"/proc/{heavy}").exists())


def test_workers_that_take_long_to_start_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.processes.worker_pool.open_fork_server", open_spawning)
    with WorkerPool(1, Limits(worked_seconds=0.1), warm=no_warming) as workers:
        assert workers.submit(work_for, 0.2).result() == workers.submit(own_process).result()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is shared")
def test_the_first_workers_too_share_what_was_imported() -> None:
    with WorkerPool(1, Limits(), warm=no_warming, further=no_warming) as workers:
        assert workers.submit(gc.get_freeze_count).result() > 0


def test_nothing_is_left_of_processes_and_folders() -> None:
    with quick() as workers:
        pids = {workers.submit(own_process).result() for _ in range(8)}
        at = Path(workers.submit(folder).result())
        assert at.is_dir()
    assert not at.exists() and not at.parent.exists()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_after_an_error_running_jobs_are_stopped_and_waiting_ones_dropped() -> None:
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), quick() as workers:
        jobs = [workers.submit(sleep_on, 10 * PATIENCE) for _ in range(4)]
        wait_until(jobs[1].running)
        raise KeyboardInterrupt
    assert time.monotonic() - begun < PATIENCE
    with pytest.raises(WorkerDied):
        jobs[0].result()
    with pytest.raises(CancelledError):
        jobs[3].result()


def test_a_job_that_cannot_be_sent_fails_alone() -> None:
    with quick() as workers:
        faulty = workers.submit(add, 1, lambda: 2)  # type: ignore[arg-type] # it cannot be pickled
        assert workers.submit(add, 1, 2).result() == 3
        with pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
            faulty.result()


def test_workers_do_not_write_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    sys.stdout.write("from the parent\n")
    with quick() as workers:
        workers.submit(say, "from a worker").result()
    assert capfd.readouterr().out == "from the parent\n"


def test_a_worker_writes_nowhere_but_in_its_own_folder(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("y")
    with quick() as workers:
        if not workers.is_sandboxed:
            pytest.skip("this kernel has no Landlock")
        assert workers.submit(read, str(tmp_path / "there")).result() == "y"
        for place in (tmp_path / "new", tmp_path / "there"):
            with pytest.raises(PermissionError):
                workers.submit(write, str(place)).result()
    assert (tmp_path / "there").read_text() == "y" and not (tmp_path / "new").exists()


def test_a_worker_opens_no_connection() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server, quick() as workers:
        if not workers.is_sandboxed:
            pytest.skip("this kernel has no Landlock")
        with pytest.raises(PermissionError):
            workers.submit(connect, server.getsockname()[1]).result()


def fail_to_warm() -> None:
    raise ImportError("no Pango on this machine")


def test_what_keeps_workers_from_starting_is_told_to_every_job() -> None:
    with WorkerPool(2, Limits(), warm=fail_to_warm) as workers:
        for job in [workers.submit(add, 1, 1) for _ in range(3)]:
            with pytest.raises(WorkerDied, match="no Pango on this machine"):
                job.result()


def is_all_imported() -> bool:
    return "ALL_IMPORTED" in os.environ


def test_the_first_job_waits_only_for_what_it_needs_and_the_others_have_all(tmp_path: Path) -> None:
    def import_the_rest() -> None:
        wait_until((tmp_path / "first-is-done").exists)
        os.environ["ALL_IMPORTED"] = "yes"

    with WorkerPool(2, Limits(), warm=no_warming, further=import_the_rest) as workers:
        assert not workers.submit(is_all_imported).result()
        (tmp_path / "first-is-done").touch()
        assert [workers.submit(is_all_imported).result() for _ in range(6)] == [True] * 6


def open_spawning(
    warm: WarmUp, further: WarmUp | None, limits: Limits, _base: Path, _separate: bool
) -> SpawningForkServer:
    return SpawningForkServer(warm, further, limits)


def test_where_processes_cannot_be_forked_they_are_spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("octavo.processes.worker_pool.open_fork_server", open_spawning)
    with WorkerPool(1, Limits(), warm=no_warming) as workers:
        assert workers.submit(add, 1, 1).result() == 2
        with pytest.raises(WorkerDied, match="SIGSEGV"):
            workers.submit(end_at_once).result()
        pid = workers.submit(own_process).result()
    assert not Path(f"/proc/{pid}").exists()


def parent_process() -> int:
    return os.getppid()


def end_of_imports() -> None:
    os.environ["ALL_IMPORTED"] = "yes"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all workers are interpreters of their own")
def test_a_process_with_threads_has_its_workers_forked_by_an_interpreter_of_its_own() -> None:
    with WorkerPool(2, Limits(), warm=end_of_imports, is_separate=True) as workers:
        assert workers.submit(add, 1, 2).result() == 3
        server = workers._home._pid  # type: ignore[attr-defined]
        assert b"run_separately" in Path(f"/proc/{server}/cmdline").read_bytes()
        assert workers.submit(is_all_imported).result() and "ALL_IMPORTED" not in os.environ
        with pytest.raises(WorkerDied, match="SIGSEGV"):
            workers.submit(end_at_once).result()
        assert workers.submit(parent_process).result() == server
        base = workers._base
    assert not Path(f"/proc/{server}").exists() and not base.exists()


def test_no_job_is_taken_after_closing_time() -> None:
    workers = quick()
    workers.shutdown()
    with pytest.raises(RuntimeError, match="is closed"):
        workers.submit(add, 1, 1)


def test_nothing_is_left_when_the_parent_is_killed() -> None:
    script = """
import os, sys
sys.path[:0] = eval(sys.argv[1])
import worker_jobs as jobs
workers = jobs.quick()
pids = [workers.submit(jobs.own_process).result() for _ in range(4)]
at = workers.submit(jobs.folder).result()
workers.submit(jobs.sleep_on, 60)
print(at, *pids, flush=True)
import time; time.sleep(60)
"""
    paths = repr(sys.path)
    process = subprocess.Popen([sys.executable, "-c", script, paths], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    at, *pids = process.stdout.readline().split()
    process.kill()
    process.stdout.close()
    process.wait()
    wait_until(lambda: not Path(at).parent.exists())
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))  # the system reaps them a little later
