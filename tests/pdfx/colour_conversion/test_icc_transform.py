"""Colours become inks: grays black ink alone, black text solid, and never more ink than there may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from icc_profiles import lab_of_inks, press_profile, swapped_profile
from octavo.pdfx.colour_conversion.icc_transform import CMYK, GRAY, LAB, RGB, IccProfileError, Inks, limit_inks

INKS = Inks(press_profile(), 3.0)
shares = st.floats(0, 1)


def luminance(value: float) -> float:
    """Give the light that a screen shows of a gray."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def lightness(light: float) -> float:
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light


@pytest.mark.parametrize(("base", "black", "white"), [(GRAY, (0.0,), (1.0,)), (RGB, (0.0,) * 3, (1.0,) * 3)])
def test_black_is_solid_black_ink_and_white_is_bare_paper(base, black, white) -> None:  # type: ignore[no-untyped-def]
    assert INKS.convert_all(base, [black, white]) == [(0, 0, 0, 1), (0, 0, 0, 0)]


def test_grays_are_black_ink_alone_and_darken_as_on_a_screen() -> None:
    grays = [step / 20 for step in range(21)]
    inks = INKS.convert_all(RGB, [(gray,) * 3 for gray in grays])
    assert all(ink[:3] == (0, 0, 0) for ink in inks)
    shown = [lab_of_inks(ink)[0] for ink in inks]
    assert shown == sorted(shown)
    # Black ink is not as dark as a black screen, so that all of the scale is lifted a little.
    darkest = ((shown[0] + 16) / 116) ** 3
    for gray, light in zip(grays, shown, strict=True):
        lifted = darkest + (1 - darkest) * luminance(gray)
        assert abs(light - lightness(lifted)) < 2.5


def test_a_gray_is_the_same_in_gray_in_rgb_and_in_lab() -> None:
    (of_gray,), (of_rgb,) = INKS.convert_all(GRAY, [(0.5,)]), INKS.convert_all(RGB, [(0.5, 0.5, 0.5)])
    (of_lab,) = INKS.convert_all(LAB, [(lightness(luminance(0.5)), 0, 0)])
    assert of_gray == of_rgb == pytest.approx(of_lab, abs=0.01)


@pytest.mark.parametrize(
    ("colour", "most", "least"), [((1, 0, 0), (1, 2), 0), ((0, 1, 0), (0, 2), 1), ((0, 0, 1), (0, 1), 2)]
)
def test_colours_are_mixed_of_the_inks_that_show_them(colour, most, least) -> None:  # type: ignore[no-untyped-def]
    (ink,) = INKS.convert_all(RGB, [tuple(map(float, colour))])
    assert all(ink[which] > 0.6 for which in most) and ink[least] < 0.25


def test_an_embedded_profile_says_what_colours_mean() -> None:
    base = INKS.read_source_profile(swapped_profile(), 3)
    assert INKS.convert_one(base, (1.0, 0.0, 0.0)) == pytest.approx(INKS.convert_one(RGB, (0.0, 1.0, 0.0)), abs=0.02)


@pytest.mark.parametrize("colour", [(0.0, 0.0, 0.0), (0.1, 0.1, 0.1), (0x23 / 255, 0x1F / 255, 0x20 / 255)])
def test_text_as_good_as_black_is_solid_black(colour: tuple[float, ...]) -> None:
    assert INKS.convert_text(RGB, colour) == (0, 0, 0, 1)


@pytest.mark.parametrize("colour", [(0.133, 0.165, 0.208), (0.22, 0.2, 0.2)])
def test_text_that_an_eye_takes_for_black_is_black_ink_alone_and_as_dark(colour: tuple[float, ...]) -> None:
    ink, gray = INKS.convert_text(RGB, colour), INKS.convert_one(GRAY, (colour[1],))
    assert ink[:3] == (0, 0, 0) and ink[3] == pytest.approx(gray[3], abs=0.05) and ink[3] < 1
    assert any(INKS.convert_one(RGB, colour)[:3])


@pytest.mark.parametrize("colour", [(0.0, 0.0, 0.4), (0.35, 0.35, 0.35), (0.5, 0.0, 0.0), (1.0, 1.0, 1.0)])
def test_text_in_colour_or_gray_keeps_it(colour: tuple[float, ...]) -> None:
    assert INKS.convert_text(RGB, colour) == INKS.convert_one(RGB, colour) != (0, 0, 0, 1)


def test_text_in_a_black_of_four_inks_is_solid_black_but_a_field_of_it_stays() -> None:
    rich = (0.6, 0.4, 0.4, 1.0)
    assert INKS.convert_text(CMYK, rich) == (0, 0, 0, 1)
    assert INKS.convert_one(CMYK, rich) == rich
    assert INKS.convert_text(CMYK, (1.0, 0.7, 0.0, 0.0)) == (1.0, 0.7, 0.0, 0.0)
    cyan, magenta, yellow, black = INKS.convert_text(CMYK, (0.5, 0.4, 0.4, 0.6))
    assert cyan == magenta == yellow == 0 and 0.6 < black < 1


@given(st.tuples(shares, shares, shares, shares), st.floats(1, 4))
def test_ink_is_held_to_the_limit_and_black_keeps_its_share(ink: tuple[float, ...], limit: float) -> None:
    kept = limit_inks(ink, limit)
    assert sum(kept) <= limit + 1e-9 and kept[3] == ink[3]
    assert all(now <= before for now, before in zip(kept, ink, strict=True))
    assert kept == ink or sum(kept) > limit - 0.001


def test_no_colour_takes_more_than_the_limit() -> None:
    inks = Inks(press_profile(), 1.5).convert_all(RGB, [(0.1, 0.05, 0.0), (0.0, 0.0, 1.0), (0.2, 0.0, 0.1)])
    assert max(map(sum, inks)) <= 1.5


def test_pictures_are_held_to_the_limit_pixel_by_pixel() -> None:
    picture = Image.new("CMYK", (2, 1), (255, 255, 255, 255))
    picture.putpixel((1, 0), (10, 20, 30, 40))
    held_back = Inks(press_profile(), 2.5).limit_picture(picture)
    first, second = held_back.getpixel((0, 0)), held_back.getpixel((1, 0))
    assert isinstance(first, tuple) and sum(first) <= 2.5 * 255 and first[3] == 255 and min(first) > 120
    assert second == (10, 20, 30, 40)
    assert INKS.limit_picture(second_only := picture.crop((1, 0, 2, 1))) is second_only


def test_gray_in_a_coloured_picture_is_mixed_as_its_neighbours_are() -> None:
    gray, near = (0.5, 0.5, 0.5), (0.5, 0.5, 0.52)
    together = INKS.convert_all(RGB, [gray, near], apart=False)
    assert together[0] == pytest.approx(together[1], abs=0.1) and min(together[0][:3]) > 0.1
    assert INKS.convert_all(RGB, [gray, gray], apart=False) == INKS.convert_all(RGB, [gray, gray])


@pytest.mark.parametrize("icc", [b"", b"no profile at all", swapped_profile()])
def test_a_profile_that_is_none_of_a_press_is_refused(icc: bytes) -> None:
    with pytest.raises(IccProfileError):
        Inks(icc, 3.0)


def test_an_embedded_profile_of_other_components_is_refused_however_often_it_comes() -> None:
    INKS.read_source_profile(swapped_profile(), 3)
    with pytest.raises(IccProfileError):
        INKS.read_source_profile(swapped_profile(), 1)
