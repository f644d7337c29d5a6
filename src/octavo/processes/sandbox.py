"""Limit what a worker process may use: memory, processor time, files, network (all on Linux; less elsewhere)."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38

# landlock(7). The numbers of the system calls are the same on every architecture that Linux supports since 2019.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH, _O_PATH = 1, 1, 0o10000000
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
# What each version of the interface controls: files (1), moves (2), truncation (3), devices (5); TCP (4).
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_FROM, _TCP = 4, 0b11


@dataclass(frozen=True)
class Limits:
    """What one job may use, and when a worker is replaced: after so many jobs, or seconds of processor time in all.

    Memory is in bytes. Without `worked_seconds`, a worker collects its garbage from time to time instead, and goes on.
    """

    memory: int = 2 << 30
    processor_seconds: int = 300
    wall_seconds: float = 600
    jobs: int = 100
    worked_seconds: float | None = None


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def limit_memory(limits: Limits) -> None:
    """Limit this process's memory, and switch core files off."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # macOS counts its shared cache as part of the address space.
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


def grant_processor_time(seconds: int) -> None:
    """Let this process use `seconds` more of processor time; after that, the kernel stops it with SIGXCPU."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, hard))


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, for whatever reason."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def landlock_version() -> int:
    """Return the version of Landlock that this kernel has; 0 for none."""
    if sys.platform != "linux" or platform.machine() in ("alpha", "mips", "mips64"):
        return 0
    return max(0, int(ctypes.CDLL(None).syscall(_CREATE_RULESET, None, 0, _VERSION)))


def restrict_to_folder(writable: Path) -> bool:
    """Let this process write only below `writable`, and open no TCP connection; return False if the kernel cannot."""
    version = landlock_version()
    if not version:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    files = _FILE_RIGHTS[max(number for number in _FILE_RIGHTS if number <= version)]
    wanted = _Ruleset(files, _TCP if version >= _TCP_FROM else 0)
    size = ctypes.sizeof(wanted) if version >= _TCP_FROM else ctypes.sizeof(ctypes.c_uint64)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(wanted), size, 0)
    if ruleset < 0:
        return False
    try:
        _allow_access(libc, ruleset, Path("/"), _EXECUTE | _READ_FILE | _READ_DIR)
        _allow_access(libc, ruleset, Path("/dev/null"), _READ_FILE | _WRITE_FILE)
        _allow_access(libc, ruleset, writable, files)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow_access(libc: ctypes.CDLL, ruleset: int, path: Path, access: int) -> None:
    parent = os.open(path, _O_PATH | os.O_CLOEXEC)
    try:
        rule = _PathBeneath(access, parent)
        libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
