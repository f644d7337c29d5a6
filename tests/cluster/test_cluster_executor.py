"""A build on a Dask cluster gives the bytes that it gives here, also when machines are lost on the way."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dask_cluster import DaskCluster, dask_cluster
from minimal_workshop import MINIMAL
from octavo.building.outcomes import BuildRequest, ignore_progress
from octavo.cli.main import run_command
from octavo.row_reports.build_rows import RowsResult, build_rows
from small_volume import workshop, written

slow = pytest.mark.slow
NAMES = [f"r{number:02}" for number in range(16)]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "reports" / "tides"
    folder.mkdir(parents=True)
    (folder / "workshop.yaml").write_text(MINIMAL, "utf-8")
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "ours.css").write_text(":root { --measure: 110mm }\n", "utf-8")
    rows = "".join(f"{name},Tides of {name},Kari {name}\n" for name in NAMES)
    (tmp_path / "list.csv").write_text(f"id,event.title,people.hansen.given\n{rows}", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster"), 2) as made:
        yield made


def build(
    output: str, address: str | None = None, tell: Callable[[str, str, str], None] = ignore_progress
) -> RowsResult:
    wanted = BuildRequest(("summary",), output=Path(output).absolute(), scheduler=address)
    ticks = iter(range(10**9))  # every row is told of
    source = Path("reports/tides/workshop.yaml").absolute()
    return build_rows(source, Path("list.csv").absolute(), wanted, tell, clock=lambda: 60.0 * next(ticks))


def digests(output: str, pattern: str = "**/*.pdf") -> dict[str, str]:
    top = Path(output)
    return {str(path.relative_to(top)): hashlib.sha256(path.read_bytes()).hexdigest() for path in top.glob(pattern)}


def states(output: str) -> list[str]:
    text = (Path(output) / "tides/each/outcomes.csv").read_text("utf-8-sig")
    return [row["outcome"] for row in csv.DictReader(text.splitlines())]


@slow
@pytest.mark.usefixtures("project")
def test_a_worker_that_is_killed_midway_costs_nothing_and_nothing_is_made_twice(cluster: DaskCluster) -> None:
    published: list[str] = []

    def kill_one(_workshop: str, _product: str, words: str) -> None:
        published.append(words)
        if len(published) == 3:
            cluster.kill_worker(0)

    result = build("there", cluster.address, kill_one)
    assert result.count_states() == {"built": len(NAMES)} and not result.findings
    assert [words.partition(" ")[0] for words in published] == [str(number + 1) for number in range(len(NAMES))]
    build("here")
    assert digests("there") == digests("here") and len(digests("here")) == len(NAMES)
    assert digests("there", "**/manifest.json") == digests("here", "**/manifest.json")
    assert build("there", cluster.address).count_states() == {"unchanged": len(NAMES)}


@slow
@pytest.mark.usefixtures("project")
def test_a_scheduler_that_ends_midway_stops_the_run_and_the_next_one_goes_on(cluster: DaskCluster) -> None:
    told: list[str] = []

    def end_it(_workshop: str, _product: str, words: str) -> None:
        told.append(words)
        if len(told) == 3:
            cluster.scheduler.kill()

    result = build("there", cluster.address, end_it)
    assert any(finding.code == "cluster-lost" for finding in result.findings)
    assert "blocked" in states("there") and "not begun" in states("there")
    done = states("there").count("built")
    assert 3 <= done < len(NAMES) and len(digests("there")) == done
    after = build("there").count_states()
    assert after == {"unchanged": done, "built": len(NAMES) - done}


@slow
def test_a_volume_has_the_same_bytes_from_a_cluster(
    cluster: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = written(tmp_path, workshop())
    for output, more in (("there", ["--scheduler", cluster.address]), ("here", [])):
        words = ["build", str(source), "--product", "volume", "--product", "offprints", "-q", "--output", output, *more]
        assert run_command(words) == 0
    assert digests("there") == digests("here") and len(digests("here")) == 4


@slow
@pytest.mark.usefixtures("project")
def test_a_cluster_that_is_not_fit_is_refused_by_name_before_anything_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.cluster.cluster_executor.CONNECT_SECONDS", 3)
    words = ["build", "tides", "--each", "list.csv", "--product", "summary", "-q", "--scheduler"]
    with dask_cluster(tmp_path, 0) as cluster:
        assert run_command([*words, cluster.address]) == 3
        assert f"the scheduler at {cluster.address} has no workers" in capsys.readouterr().err
        cluster.add_worker(SOURCE_DATE_EPOCH="7")
        assert run_command([*words, cluster.address]) == 4
        told = capsys.readouterr().err
        assert "would not make the same bytes: SOURCE_DATE_EPOCH is 7 there and not set here" in told
    with dask_cluster(tmp_path, 0, is_other_version=True) as cluster:
        assert run_command([*words, cluster.address]) == 4
        assert "runs distributed 1999.1.0, and here is" in capsys.readouterr().err
    assert not list(Path("build").rglob("*.pdf"))


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense"])
def test_an_address_where_nobody_answers_is_told(
    address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("octavo.cluster.cluster_executor.CONNECT_SECONDS", 1)
    for more in (["--each", "list.csv"], []):
        assert run_command(["build", "tides", "--product", "summary", "-q", "--scheduler", address, *more]) == 3
        assert f"no scheduler answers at {address}" in capsys.readouterr().err
