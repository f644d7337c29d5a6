"""A tenth of a millimetre is nothing at the trim, and nothing short of the bleed; twice as much is told."""

from __future__ import annotations

import pytest

from octavo.model.printer_profile import CheckName
from octavo.preflight.checks.bleed import NEAR_TRIM
from press_files import MM, TRIM, good, the_one, told

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


WIDE, HIGH = TRIM


def shapes(*boxes: tuple[float, float, float, float]) -> list[str]:
    """Paint boxes, in millimetres from the lower left corner of the trim, and tell what is said of them."""
    return told(good(paint(*boxes)), CheckName.BLEED)


def paint(*boxes: tuple[float, float, float, float]) -> bytes:
    rectangles = (f"{x * MM:.3f} {y * MM:.3f} {(r - x) * MM:.3f} {(t - y) * MM:.3f} re f" for x, y, r, t in boxes)
    return f"0 1 0 0 k {' '.join(rectangles)}".encode()


@pytest.mark.parametrize(
    ("box", "edge"),
    [
        ((-1, 50, 50, 60), "left"),
        ((50, -1, 60, 50), "foot"),
        ((50, 50, WIDE + 1, 60), "right"),
        ((50, 50, 60, HIGH + 1), "top"),
    ],
)
def test_each_edge_is_told_by_its_name(box: tuple[float, float, float, float], edge: str) -> None:
    (said,) = shapes(box)
    assert said == f"content at the trim ({edge}) extends 1.0 mm beyond it; 3 mm are required"


@pytest.mark.parametrize(
    "box",
    [
        (WIDE - 0.05, 50, WIDE + 2, 60),
        (50, HIGH - 0.05, 60, HIGH + 2),
        (50, -2, 60, 0.05),
        (-2, 50, 0.05, 60),
        (WIDE + 1, -2, WIDE + 2, 50),
    ],
)
def test_what_lies_in_the_bleed_alone_passes_at_every_edge(box: tuple[float, float, float, float]) -> None:
    assert shapes(box) == []


def test_of_several_pieces_the_shortest_counts_and_each_edge_is_named_once() -> None:
    (said,) = shapes((-2, 50, 50, 60), (-1, 70, 50, 80), (-2.5, 90, 50, 95), (50, 50, WIDE + 2, 60), (70, -2, 80, 9))
    assert said == "content at the trim (left, foot and right) extends 1.0 mm beyond it; 3 mm are required"


def test_pieces_that_are_outside_hide_none_that_are_not() -> None:
    assert len(shapes((-9, -9, -8, -8), (-1, 50, 50, 60))) == 1


def test_the_places_and_the_remedy_are_told() -> None:
    found = the_one(good(paint((-1, 50, 50, 60), (-1, 70, 50, 80), (50, 90, 60, 95))), CheckName.BLEED)
    assert found.hint == "extend it 3 mm beyond the trim, or keep it away from the edge"
    assert [[round(side / MM) for side in box or ()] for box in (found.box, *found.others)] == [
        [-1, 50, 50, 60],
        [-1, 70, 50, 80],
    ]
