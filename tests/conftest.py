"""A workshop that holds what it must and little more."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No test is timed, for a busy machine is no fault of the code; examples may share a folder. Where CI proves a state,
# the examples are always the same ones; elsewhere each run tries others.
settings.register_profile(
    "octavo",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("octavo")

MINIMAL = """\
schema_version: 1
id: tides
language: en

event:
  type: workshop
  title: Reading the Tides
  start: 2026-03-30
  end: 2026-04-01

people:
  - id: hansen
    given: Kari
    family: Hansen
    country: NO
  - id: okafor
    family: Okafor
    country: NG

organizations:
  - id: harbour
    name: Harbour Authority

directors:
  - person: hansen

summary:
  executive: The workshop compared how tides are read and foretold.

recommendations:
  - id: R1
    text: Share the records of all gauges.
    addressees: [harbour]

policy:
  disclaimer: The views are those of the participants.
"""


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
