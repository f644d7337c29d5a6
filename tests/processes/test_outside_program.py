"""A program is run within limits, with an empty environment, and its end is told."""

from __future__ import annotations

import sys

import pytest

from octavo.processes.outside_program import ProgramFailed, ProgramLimits, ProgramStopped, run_program

LIMITS = ProgramLimits(processor_seconds=10, wall_seconds=20, output=1 << 20)


def run(code: str, given: bytes = b"", limits: ProgramLimits = LIMITS) -> bytes:
    return run_program([sys.executable, "-I", "-c", code], given, limits)


def test_input_and_output_may_both_be_large() -> None:
    given = bytes(range(256)) * 2000
    assert run("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())", given) == given


def test_nothing_of_our_environment_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "http://a.example")
    assert b"SECRET" not in run("import os; print(dict(os.environ))")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process")
def test_processor_time_is_limited() -> None:
    limits = ProgramLimits(processor_seconds=1, wall_seconds=60, output=100)
    with pytest.raises(ProgramStopped, match="1 s of processor time"):
        run("import sys; sys.stdin.read()\nwhile True: pass", limits=limits)


def test_time_by_the_clock_is_limited() -> None:
    limits = ProgramLimits(processor_seconds=10, wall_seconds=0.2, output=100)
    with pytest.raises(ProgramStopped, match=r"0\.2 s"):
        run("import time; time.sleep(60)", limits=limits)


def test_output_is_limited() -> None:
    with pytest.raises(ProgramStopped, match="1 MB"):
        run("while True: print('x' * 10000)")


def test_an_error_is_told_in_the_program_s_own_words() -> None:
    with pytest.raises(ProgramFailed, match="no such style") as failure:
        run("import sys; sys.exit('no such style')", b"x" * (1 << 20))
    assert failure.value.status == 1


def test_much_error_output_stops_nothing() -> None:
    assert run("import sys; sys.stderr.write('x' * 1000000); print(1)").strip() == b"1"


def test_a_program_that_is_missing_is_told() -> None:
    with pytest.raises(ProgramFailed, match="could not be started"):
        run_program(["/nowhere/at/all"], b"", LIMITS)
