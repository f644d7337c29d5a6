"""Fixtures of all tests: how examples are tried, and a workshop that holds what it must and little more."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from minimal_workshop import MINIMAL
from shared_parts import shared_parts

# No test is timed, for a busy machine is no fault of the code; examples may share a folder. Where CI proves a state,
# the examples are always the same ones; elsewhere each run tries others.
settings.register_profile(
    "octavo",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("octavo")


@pytest.fixture(scope="session", autouse=True)
def typeset_parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what `shared_cache` keeps, for all workers of a run."""
    own = tmp_path_factory.getbasetemp()
    with shared_parts((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"):
        yield


@pytest.fixture(scope="module", autouse=True)
def lasting_memory() -> None:
    """Exempt from collection what lasts: each fork of a test's process would go through all of it, and copy it."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def minimal() -> str:
    return MINIMAL


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write the minimal workshop, with words of it replaced and more added at its end."""

    def write(*replaced: tuple[str, str], more: str = "") -> Path:
        text = MINIMAL
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "workshop.yaml"
        path.write_text(text + more, "utf-8")
        return path

    return write
