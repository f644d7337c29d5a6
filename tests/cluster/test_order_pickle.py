"""What travels to a cluster means the same there: paths by their labels, large bytes by their digest."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import pytest

from octavo.cluster import order_pickle
from octavo.cluster.cluster_executor import list_files
from octavo.cluster.order_pickle import LARGE, OrderUnpickler, ResultUnpickler, pickle_order, pickle_result
from octavo.findings.finding import Finding, FindingsError, Place
from octavo.project.project_folders import PACKAGE, Project
from worker_jobs import Trap

HERE, THERE = Project(Path("/home/ada/books")), Project(Path("/tmp/elsewhere"))


@dataclass(frozen=True)
class Order:
    """A job as there are many."""

    source: Path
    shipped: Path
    outside: Path
    project: Project
    data: bytes


def test_a_path_in_the_project_arrives_as_that_of_the_other_machine() -> None:
    order = Order(HERE.root / "reports/a/b.rst", PACKAGE / "x.py", Path("/usr/x"), HERE, b"short")
    data, blobs, names_files = pickle_order(order, HERE)
    assert names_files and not blobs and b"/home/ada" not in data
    there = OrderUnpickler(data, THERE, {}).load()
    assert there == Order(THERE.root / "reports/a/b.rst", PACKAGE / "x.py", Path("/usr/x"), THERE, b"short")


def test_large_bytes_travel_by_their_digest_and_a_job_without_paths_names_no_files() -> None:
    large = b"x" * LARGE
    data, blobs, names_files = pickle_order((large, large, b"small"), HERE)
    assert len(data) < 1000 and list(blobs.values()) == [large] and not names_files
    assert OrderUnpickler(data, THERE, blobs).load() == (large, large, b"small")


def test_findings_come_back_with_the_paths_of_this_machine() -> None:
    error = FindingsError([Finding("x", "wrong", Place(THERE.root / "reports/a/b.rst", 3))])
    _, back = ResultUnpickler(pickle_result((False, error), THERE), HERE).load()
    assert back.findings[0].place == Place(HERE.root / "reports/a/b.rst", 3)


def test_a_cluster_cannot_choose_what_this_machine_runs() -> None:
    for sent in (pickle.dumps(Trap()), pickle.dumps(order_pickle.pickle_order)):
        with pytest.raises(pickle.UnpicklingError):
            ResultUnpickler(sent, HERE).load()


def test_a_path_that_leads_out_of_the_project_is_refused() -> None:
    class Forged(order_pickle.OrderPickler):
        def persistent_id(self, value: object) -> tuple[str, str] | None:
            return ("path", "../../etc/passwd") if isinstance(value, Path) else None

    from io import BytesIO

    written = BytesIO()
    Forged(written, HERE, by_digest=False).dump(Path("x"))
    with pytest.raises(ValueError, match="names no file of a project"):
        ResultUnpickler(written.getvalue(), HERE).load()


def test_links_and_hidden_files_are_not_sent(tmp_path: Path) -> None:
    (tmp_path / "a/.git").mkdir(parents=True)
    for name in ("a/one.rst", "a/.git/config", "a/.env"):
        (tmp_path / name).write_text("x")
    (tmp_path / "a/link").symlink_to("/etc/passwd")
    assert [path.name for path in list_files([tmp_path / "a", tmp_path / "nothing"])] == ["one.rst"]
