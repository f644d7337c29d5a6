"""A tenth of a millimetre is nothing at the trim, and nothing short of the bleed; twice as much is told."""

from __future__ import annotations

import pytest

from octavo.model.printer_profile import CheckName
from octavo.preflight.checks.bleed import NEAR_TRIM
from press_files import MM, good, told

BLEED = 3.0


def painted(left: float, right: float) -> list[str]:
    """Paint from one place to another, in millimetres from the left edge of the trim, and tell what is said of it."""
    content = f"0 1 0 0 k {left * MM:.3f} 300 {(right - left) * MM:.3f} 100 re f"
    return told(good(content.encode()), CheckName.BLEED)


def test_the_slack_is_a_tenth_of_a_millimetre() -> None:
    assert NEAR_TRIM == 0.1


@pytest.mark.parametrize("beyond", [-0.05, 0.0, 0.05, 1.5, BLEED - 0.15])
def test_paint_that_ends_at_the_trim_or_short_of_the_bleed_is_told(beyond: float) -> None:
    (said,) = painted(-beyond, 50)
    assert f"(left) extends {max(0.0, beyond):.1f} mm beyond it" in said


@pytest.mark.parametrize("beyond", [-0.15, -0.9, BLEED - 0.05, BLEED, BLEED + 1])
def test_paint_that_keeps_clear_or_bleeds_but_for_the_slack_passes(beyond: float) -> None:
    assert painted(-beyond, 50) == []


@pytest.mark.parametrize(("within", "is_told"), [(-1, False), (0.05, False), (0.15, True), (0.9, True)])
def test_paint_in_the_bleed_is_told_as_soon_as_it_reaches_into_the_trim(within: float, is_told: bool) -> None:
    assert bool(painted(-2, within)) is is_told
